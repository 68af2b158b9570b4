//! Signed quotes as they travel.

use alloc::string::String;

use serde::{Deserialize, Serialize};

use crate::domain::amount::{AmountFault, Number};
use crate::domain::instant::Instant;
use crate::domain::name::Name;
use crate::domain::record::record;
use crate::domain::text::Plain;

/// A feed's signed word on what one whole unit of an asset is worth.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
pub struct Quote {
    pub(super) signer: Plain,
    pub(super) key: Plain,
    pub(super) asset: Name,
    pub(super) price: WrittenPrice,
    pub(super) quoted_at: Instant,
    pub(super) signature: Plain,
}

record!(Quote, "a quote", |_| Ok(()));

/// A price as it is signed: a decimal above zero in shortest form, at most 18 places.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(crate) struct WrittenPrice {
    text: String,
    pub(super) units: u128,
}

impl WrittenPrice {
    /// The decimal as written.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }
}

impl TryFrom<String> for WrittenPrice {
    type Error = PriceFault;
    fn try_from(text: String) -> Result<Self, PriceFault> {
        let number = Number::parse(&text).map_err(PriceFault::Number)?;
        if !number.is_shortest() {
            return Err(PriceFault::NotShortest);
        }
        match number.units(18).map_err(PriceFault::Number)? {
            0 => Err(PriceFault::Number(AmountFault::Zero)),
            units => Ok(Self { text, units }),
        }
    }
}

impl From<WrittenPrice> for String {
    fn from(price: WrittenPrice) -> Self {
        price.text
    }
}

/// Why a text is no price.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum PriceFault {
    #[error("a price: {0}")]
    Number(AmountFault),
    #[error("a price is written in shortest form, without a zero at the end of its fraction")]
    NotShortest,
}

/// The text of a quote that its feed signs.
pub(crate) fn statement(quote: &Quote, chain: &crate::domain::chain::Chain, currency: &Name) -> String {
    let Quote { key, asset, price, quoted_at, .. } = quote;
    let (price, key) = (price.as_str(), key.as_str());
    alloc::format!(
        "countersign quote v1\nchain: {chain}\nasset: {asset}\nprice: {price}\ncurrency: {currency}\nquoted: {quoted_at}\nkey: {key}\n"
    )
}
