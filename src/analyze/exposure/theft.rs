//! Whose keys are stolen, for how long, and how soon the others notice.

use alloc::string::String;

use crate::analyze::party::Party;
use crate::domain::instant::Instant;
use crate::domain::span::Span;

/// What is supposed to happen: some people's keys are used by thieves, while everyone else does nothing, or only says
/// no.
///
/// The thieves begin at `at` with nothing submitted, and every instant up to and including `at` + `within` is theirs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theft {
    /// Whose keys are stolen.
    pub by: Thieves,
    /// For how long the thieves can act; both ends count.
    pub within: Span,
    /// How soon the others veto: whatever stays vetoable for longer is stopped. None if nobody notices.
    pub respond: Option<Span>,
    /// When the thieves begin.
    pub at: Instant,
    /// Only this asset.
    pub asset: Option<String>,
}

/// Whose keys are stolen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Thieves {
    /// The keys of so many people, whoever is the worst choice.
    Any(u32),
    /// These people's keys.
    These(Party),
}

/// A theft that cannot be supposed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TheftFault {
    /// No such asset.
    #[error("the policy has no asset `{}`", .0.escape_debug())]
    Asset(String),
    /// The ledger was last written under a later version, or under this one with another text.
    #[error("the ledger was last written under version {0}, which is not this policy")]
    NewerVersion(u64),
    /// There is no time for it.
    #[error("there is no span of time")]
    NoTime,
}

impl TheftFault {
    /// How to cure it.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self {
            Self::Asset(_) => "name one of the policy, in its letters",
            Self::NoTime => "say for how long the thieves can act",
            Self::NewerVersion(_) => "ask about the version the ledger is written under",
        }
    }
}
