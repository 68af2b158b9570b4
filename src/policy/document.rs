//! What was written: the policy's keys with well-formed values, each with its place.
//!
//! Names are not looked up yet and nothing is compared across tables: that is `validate`.

use alloc::string::String;
use alloc::vec::Vec;

use super::fields::At;
use super::quorum::Expression;
use super::words::Price;
use crate::domain::amount::WrittenAmount;
use crate::domain::calendar::Hours;
use crate::domain::chain::Chain;
use crate::domain::destination::Destination;
use crate::domain::digest::Digest;
use crate::domain::instant::Instant;
use crate::domain::name::Name;
use crate::domain::span::Span;
use crate::key::key::Key;

/// A whole policy file.
#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) realm: Name,
    pub(crate) name: Name,
    pub(crate) version: u64,
    pub(crate) previous: Option<Digest>,
    pub(crate) wallets: Vec<At<Name>>,
    pub(crate) payout_ttl: At<Span>,
    pub(crate) approval_ttl: At<Span>,
    pub(crate) clock_skew: Span,
    pub(crate) payload: Payload,
    pub(crate) initiator_may_approve: bool,
    pub(crate) title: Option<String>,
    pub(crate) assets: Vec<(At<Name>, AssetWritten)>,
    pub(crate) approvers: Vec<(At<Name>, PersonWritten)>,
    pub(crate) requesters: Vec<(At<Name>, PersonWritten)>,
    pub(crate) groups: Vec<(At<Name>, Vec<At<Name>>)>,
    pub(crate) lists: Vec<(At<Name>, ListWritten)>,
    pub(crate) rules: Vec<RuleWritten>,
    pub(crate) limits: Vec<LimitWritten>,
    pub(crate) blocks: Vec<BlockWritten>,
    pub(crate) prices: Option<PricesWritten>,
    pub(crate) claims: Vec<ClaimWritten>,
}

/// Whether payouts must bind the raw transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Payload {
    Optional,
    Required,
}

#[derive(Debug)]
pub(crate) struct AssetWritten {
    pub(crate) chain: Chain,
    pub(crate) decimals: u8,
}

#[derive(Debug)]
pub(crate) struct PersonWritten {
    pub(crate) keys: Vec<At<Key>>,
    pub(crate) active_from: Option<At<Instant>>,
    pub(crate) active_until: Option<At<Instant>>,
    pub(crate) facts: Facts,
}

/// What is said of a person for the linter alone: no decision asks it.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    pub(crate) org: Option<Name>,
    pub(crate) device: Option<Name>,
    pub(crate) site: Option<Name>,
    pub(crate) automated: bool,
}

#[derive(Debug)]
pub(crate) struct ListWritten {
    pub(crate) cooling_off: Option<Span>,
    pub(crate) entries: Vec<At<EntryWritten>>,
}

#[derive(Debug)]
pub(crate) struct EntryWritten {
    pub(crate) destination: Destination,
    pub(crate) added: Option<Instant>,
}

/// Which payouts something is about.
#[derive(Debug)]
pub(crate) struct SelectorWritten {
    pub(crate) assets: Option<ChoiceWritten>,
    pub(crate) wallets: Option<ChoiceWritten>,
    pub(crate) to: Option<ToWritten>,
    pub(crate) initiators: Option<At<InitiatorsWritten>>,
}

#[derive(Debug)]
pub(crate) enum ChoiceWritten {
    Any,
    Of(At<Vec<At<Name>>>),
}

#[derive(Debug)]
pub(crate) enum ToWritten {
    Any,
    In(Vec<At<Name>>),
    NotIn(Vec<At<Name>>),
}

#[derive(Debug)]
pub(crate) enum InitiatorsWritten {
    Unsigned,
    People { names: Vec<At<Name>>, all_requesters: bool },
}

#[derive(Debug)]
pub(crate) struct RuleWritten {
    pub(crate) name: At<Name>,
    pub(crate) selector: SelectorWritten,
    pub(crate) above: Option<At<Rate>>,
    pub(crate) each: Vec<Each>,
    pub(crate) during: Option<Hours>,
    pub(crate) approve: At<QuorumWritten>,
    pub(crate) veto: Option<At<QuorumWritten>>,
    pub(crate) delay: Option<At<DelayWritten>>,
    pub(crate) hours: Option<Hours>,
}

#[derive(Debug)]
pub(crate) struct DelayWritten {
    pub(crate) span: Span,
    pub(crate) waived_by: Option<At<QuorumWritten>>,
}

#[derive(Debug)]
pub(crate) enum QuorumWritten {
    /// `none` in `approve`, `nobody` in `veto`.
    Nobody,
    Of(Expression),
}

#[derive(Debug)]
pub(crate) struct LimitWritten {
    pub(crate) name: At<Name>,
    pub(crate) selector: SelectorWritten,
    pub(crate) most: At<MostWritten>,
    pub(crate) each: Vec<Each>,
}

#[derive(Debug)]
pub(crate) enum MostWritten {
    Amount(Rate),
    Count(u64, Span),
    Fee(Option<WrittenAmount>),
}

#[derive(Debug)]
pub(crate) struct BlockWritten {
    pub(crate) name: At<Name>,
    pub(crate) selector: SelectorWritten,
    pub(crate) reason: Option<String>,
}

/// An amount, and over what it is counted.
#[derive(Debug)]
pub(crate) struct Rate {
    pub(crate) amount: WrittenAmount,
    pub(crate) per: Per,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Per {
    Payout,
    Window(Span),
}

/// What a separate sum is kept for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Each {
    Destination,
    Wallet,
    Initiator,
    Asset,
}

/// The lowest and the highest price.
pub(crate) type Bounds = (Price, Price);

#[derive(Debug)]
pub(crate) struct PricesWritten {
    pub(crate) currency: At<Name>,
    pub(crate) decimals: u8,
    pub(crate) feeds: Option<(At<Expression>, Span)>,
    pub(crate) fixed: Vec<(At<Name>, At<Price>)>,
    pub(crate) bounds: Vec<(At<Name>, At<Bounds>)>,
}

/// A statement that the policy is to keep.
#[derive(Debug)]
pub(crate) struct ClaimWritten {
    pub(crate) name: At<Name>,
    pub(crate) said: At<PromiseWritten>,
    /// The key and its text: `never`, `1 person moves anything`.
    pub(crate) words: (&'static str, String),
}

#[derive(Debug)]
pub(crate) enum PromiseWritten {
    /// `never`: some people move more than so much; none of it is anything at all.
    Move { who: WhoWritten, most: Option<Rate>, place: ToWritten },
    /// `never`: whoever requests also suffices.
    Suffice { place: ToWritten },
    /// `always`: payouts above an amount wait, and can be vetoed.
    Wait { above: WrittenAmount, place: ToWritten, at_least: Span, veto: At<Expression> },
    /// `always`: some people can pay.
    Pay { who: At<Expression>, amount: WrittenAmount, to: Vec<At<Name>>, within: Option<Span> },
}

/// Who moves.
#[derive(Debug)]
pub(crate) enum WhoWritten {
    /// So many people, whoever.
    Any(u32),
    These(At<Expression>),
}
