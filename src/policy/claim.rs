//! What a policy claims of itself: sentences that must hold, and that no decision asks.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::lists::ListId;
use super::model::{AssetId, Sum};
use super::seats::Quorum;
use super::selector::Destinations;
use crate::domain::name::Name;
use crate::domain::span::Span;

/// A sentence of a policy about itself, `[[claims]]`: a name, and `never` or `always` with what never or always is so.
///
/// A claim restricts nothing: no decision asks it. It stands in the policy's bytes, so that the digest covers it, and
/// [`Inspection`](crate::analyze::Inspection) shows it, or shows a payout that breaks it. What can be shown neither way
/// does not hold either.
///
/// | sentence | it is false if and only if, at some instant from the one asked about on |
/// |---|---|
/// | `never = "K people move more than X per W"` | some K people, while everyone else does nothing, have payouts allowed within some W, counted as a limit counts it, that are above X together; nothing has left before, and they may have asked and signed before |
/// | `… more than X per payout`, `… anything` | one payout of theirs is allowed that is above X, or any |
/// | `never = "whoever requests also suffices"` | a payout is allowed that one person at most has signed; where requests are unsigned, whoever approves can have asked under any name |
/// | `always = "payouts above X wait at least D for a veto of Q"` | such a payout is allowed before D has passed since it was signed, whoever of all people signs, or though people who meet Q rejected it, or all of Q who are active if these are too few |
/// | `always = "Q can pay X to L within T"` | some smallest set of those people who are active all that time (or all, if nobody is left) cannot get exactly X to some entry of L, past its cooling-off, out of some wallet that a rule lets the asset out of, T after they have asked and signed, with nothing left before; without T, before the payout expires |
///
/// Who moves is `1 person`, so many `people`, or a quorum's smallest sets. `to` and `outside` lists narrow a sentence
/// and read it widely: what touches a list is to it, and what is not in it yet is outside. A sum in the currency is
/// counted at the price within the policy's bounds at which most leaves; a payout of what has no price is above every
/// sum, and nothing is shown of how much of it moves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    pub(crate) name: Name,
    pub(crate) key: &'static str,
    pub(crate) sentence: String,
    pub(crate) promise: Promise,
}

/// What a claim says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Promise {
    /// These never move more than so much.
    Move { who: Who, most: Movement, place: Destinations },
    /// Whoever requests never also suffices.
    Suffice { place: Destinations },
    /// Payouts above so much always wait, and can be vetoed.
    Wait { above: Sum, place: Destinations, at_least: Span, veto: Quorum },
    /// These can always pay so much.
    Pay { who: Quorum, asset: AssetId, units: u128, to: Vec<ListId>, within: Option<Span> },
}

/// Who moves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    /// So many people, whoever.
    Any(u32),
    /// Whoever just meets it.
    These(Quorum),
}

/// How much they never exceed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Movement {
    Nothing,
    Payout(Sum),
    Window(Sum, Span),
}

impl Claim {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &Name {
        &self.name
    }

    /// `never` or `always`.
    #[must_use]
    pub fn key(&self) -> &'static str {
        self.key
    }

    /// What never or always is so, as it is written: `1 person moves more than 1 BTC per 24h`.
    #[must_use]
    pub fn sentence(&self) -> &str {
        &self.sentence
    }
}

/// As it stands in a policy.
impl fmt::Display for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, key, sentence, .. } = self;
        write!(f, "[[claims]]\nname = \"{name}\"\n{key} = \"{sentence}\"\n")
    }
}
