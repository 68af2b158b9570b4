//! A batch line as it is written.

use countersign::Instant;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::json::present;

/// One case. Its records stay text until each is read, so that a fault says which it is in.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BatchLine<'t> {
    /// what the caller calls it
    pub name: String,
    #[serde(default, deserialize_with = "present")]
    pub policy: Option<String>,
    #[serde(default, deserialize_with = "present")]
    pub policy_file: Option<String>,
    #[serde(borrow)]
    pub payout: &'t RawValue,
    #[serde(borrow)]
    pub approvals: &'t RawValue,
    pub ledger: String,
    #[serde(borrow, default, deserialize_with = "present")]
    pub prices: Option<&'t RawValue>,
    pub at: Instant,
    #[serde(default, deserialize_with = "present")]
    pub reserved: Option<bool>,
}

/// The name of a line that is refused, if at least that can be read.
#[derive(Deserialize)]
pub struct OnlyName {
    pub name: Option<String>,
}
