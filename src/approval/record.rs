//! Signed approvals as they travel: from the signer to the service, and on from there.

use alloc::string::String;
use core::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::instant::Instant;
use crate::domain::record::{present, record};
use crate::domain::text::Plain;

/// What a signer says of a payout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Verdict {
    /// Let it go.
    Approve,
    /// Never.
    Reject,
    /// I am its initiator and ask for it.
    Request,
}

impl Verdict {
    /// The word that is signed.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Reject => "reject",
            Self::Request => "request",
        }
    }
}

// From a text only: derived code alone would take an object for an enum.
impl TryFrom<String> for Verdict {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        match text.as_str() {
            "approve" => Ok(Self::Approve),
            "reject" => Ok(Self::Reject),
            "request" => Ok(Self::Request),
            _ => Err("a verdict is `approve`, `reject` or `request`"),
        }
    }
}

impl From<Verdict> for String {
    fn from(word: Verdict) -> Self {
        word.as_str().into()
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A statement's signature as a signer sends it.
///
/// An `approve` says when it expires, a `request` or `reject` never does. Nothing in it is believed
/// before [`crate::Case::open`] has verified it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
pub struct SignedApproval {
    pub(crate) signer: Plain,
    pub(crate) key: Plain,
    pub(crate) verdict: Verdict,
    pub(crate) signed_at: Instant,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub(crate) expires_at: Option<Instant>,
    pub(crate) signature: Plain,
}

record!(SignedApproval, "a signed approval", |approval| expiry_fits(approval.verdict, approval.expires_at));

/// A signed approval with the instant at which the service received it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
pub struct ReceivedApproval {
    pub(crate) signer: Plain,
    pub(crate) key: Plain,
    pub(crate) verdict: Verdict,
    pub(crate) signed_at: Instant,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub(crate) expires_at: Option<Instant>,
    pub(crate) signature: Plain,
    pub(crate) received_at: Instant,
}

record!(ReceivedApproval, "a received approval", |approval| expiry_fits(approval.verdict, approval.expires_at));

fn expiry_fits(verdict: Verdict, expires_at: Option<Instant>) -> Result<(), &'static str> {
    match (verdict, expires_at) {
        (Verdict::Approve, None) => Err("an `approve` says when it expires: `expires_at` is missing"),
        (Verdict::Reject | Verdict::Request, Some(_)) => Err("only an `approve` expires: leave `expires_at` out"),
        _ => Ok(()),
    }
}

impl SignedApproval {
    /// The approval stamped with the instant of its receipt. The service stamps, never the signer.
    #[must_use]
    pub fn received(self, at: Instant) -> ReceivedApproval {
        let Self { signer, key, verdict, signed_at, expires_at, signature } = self;
        ReceivedApproval { signer, key, verdict, signed_at, expires_at, signature, received_at: at }
    }

    /// Who says they signed.
    #[must_use]
    pub fn signer(&self) -> &str {
        self.signer.as_str()
    }

    /// What is said.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }
}

impl ReceivedApproval {
    /// Who says they signed.
    #[must_use]
    pub fn signer(&self) -> &str {
        self.signer.as_str()
    }

    /// What is said.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// When the service received it.
    #[must_use]
    pub fn received_at(&self) -> Instant {
        self.received_at
    }
}
