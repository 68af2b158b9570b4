//! What of a proof is missing.

use alloc::string::String;

use super::cells::Cell;
use crate::domain::people::People;

/// Something that the outer policy asks for and the inner is not shown to.
#[derive(Clone, Debug)]
pub(super) struct Gap {
    pub(super) what: What,
    /// The kind of payout it is about; none if about every one.
    pub(super) cell: Option<Cell>,
}

/// What it is that the outer policy asks for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum What {
    PayoutTtl,
    ApprovalTtl,
    ClockSkew,
    Payload,
    Covered,
    Block(String),
    Limit(String),
    Price,
    /// Of a rule: these people are enough for the inner policy and not for it.
    Quorum(String, Option<People>),
    Request(String),
    /// Of a rule: its veto by these people is not heard.
    Veto(String, Option<People>),
    /// Of a rule: these people may skip or shorten it.
    Delay(String, Option<People>),
    Hours(String),
    Withdrawn,
    FeeAsset,
    /// More was to be compared than is.
    TooMuch(&'static str),
}

impl What {
    /// One of all that are alike: the kind, and the name it is about.
    pub(super) fn kind(&self) -> (u8, &str) {
        match self {
            Self::PayoutTtl => (0, ""),
            Self::ApprovalTtl => (1, ""),
            Self::ClockSkew => (2, ""),
            Self::Payload => (3, ""),
            Self::Covered => (4, ""),
            Self::Block(name) => (5, name),
            Self::Limit(name) => (6, name),
            Self::Price => (7, ""),
            Self::Quorum(name, _) => (8, name),
            Self::Request(name) => (9, name),
            Self::Veto(name, _) => (10, name),
            Self::Delay(name, _) => (11, name),
            Self::Hours(name) => (12, name),
            Self::Withdrawn => (13, ""),
            Self::FeeAsset => (14, ""),
            Self::TooMuch(what) => (15, what),
        }
    }

    /// The rule or limit of the outer it is about.
    pub(super) fn thing(&self) -> Option<&str> {
        match self {
            Self::Limit(name)
            | Self::Quorum(name, _)
            | Self::Request(name)
            | Self::Veto(name, _)
            | Self::Delay(name, _)
            | Self::Hours(name) => Some(name),
            _ => None,
        }
    }

    /// Whether it is asked of every payout, so that it is looked for in many kinds.
    pub(super) fn is_of_all(&self) -> bool {
        matches!(self, Self::PayoutTtl | Self::ApprovalTtl | Self::ClockSkew | Self::Payload | Self::TooMuch(_))
    }

    /// The people it speaks of.
    pub(super) fn people(&self) -> Option<People> {
        match self {
            Self::Quorum(_, people) | Self::Veto(_, people) | Self::Delay(_, people) => *people,
            _ => None,
        }
    }
}
