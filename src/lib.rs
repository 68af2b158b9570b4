//! Countersign decides whether a requested payout may leave a wallet: `allow`, `wait` or `deny`, with every reason.
//!
//! A policy is a text that people read and sign under: limits, approvers, time locks. An approval is a signature over
//! the very words a person reads. The ledger is what has left already. The clock is an argument.
//!
//! ```text
//!  policy text ──► Policy ─┐
//!  payout ─────────────────┼─► Case::open ──► Case ──► decide(ledger, quotes, now) ──► Decision
//!  approvals ──────────────┘                                                             │ allow
//!                                  Ledger::reserve(permit) ◄──────── into_permit() ◄─────┘
//! ```
//!
//! The paved path, whole:
//!
//! ```
//! use countersign::{Answer, Case, Instant, Ledger, LedgerEntry, LedgerHeader, Payout, Policy, Quotes, ReceivedApproval};
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let policy_text = include_str!("../policies/hot-wallet.toml");
//! # let payout_json = include_str!("../policies/example/payout.json");
//! # let approvals_jsonl = include_str!("../policies/example/approvals.jsonl");
//! # let ledger_jsonl = include_str!("../policies/example/ledger.jsonl");
//! let policy = Policy::parse(policy_text)?;
//! let payout: Payout = serde_json::from_str(payout_json)?;
//! let approvals = approvals_jsonl.lines().map(serde_json::from_str).collect::<Result<Vec<ReceivedApproval>, _>>()?;
//! let mut lines = ledger_jsonl.lines();
//! let header: LedgerHeader = serde_json::from_str(lines.next().unwrap_or_default())?;
//! let entries = lines.map(serde_json::from_str).collect::<Result<Vec<LedgerEntry>, _>>()?;
//! let mut ledger = Ledger::open(&policy, &header, entries)?;
//!
//! let case = Case::open(&policy, &payout, &approvals)?;       // every signature is verified here, once
//! let now = Instant::parse("2026-11-23T10:06:00Z")?;          // the caller's trusted clock
//! let decision = case.decide(&ledger, &Quotes::none(), now);
//! assert_eq!(decision.verdict(), Answer::Allow);
//!
//! let permit = decision.into_permit().ok_or("not allowed")?;
//! ledger.reserve(permit)?;                                    // atomically with the decision; then make it durable
//!
//! // Whoever signs asks again, immediately before signing, on the payout that the decision carried.
//! let again = case.decide_reserved(&ledger, &Quotes::none(), now);
//! assert!(again.is_allowed());
//!
//! // Without the approval it waits, and says for whom.
//! let alone = Case::open(&policy, &payout, &approvals[..1])?.decide(&ledger, &Quotes::none(), now);
//! assert!(!alone.is_allowed());
//! # Ok(())
//! # }
//! ```
//!
//! Three kinds of error are never mixed: a policy's text is wrong ([`Problems`]), a payout may not go (a [`Check`] of an
//! ordinary [`Decision`]), an approval does not count (its [`ApprovalCode`]). Input that cannot be read at all is refused
//! before anything is decided ([`CaseFault`], [`LedgerFault`]).
//!
//! The library has no clock, no I/O, no environment and no randomness: equal inputs give equal bytes.
#![no_std]
#![forbid(unsafe_code)]
// Whatever could panic, wrap or cast is a compile error under clippy; an exception says why it is none.
#![deny(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::expect_used,
    clippy::float_arithmetic,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::todo,
    clippy::unimplemented,
    clippy::unreachable,
    clippy::unwrap_used
)]

extern crate alloc;

/// The README's examples run with the tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

pub mod analyze;
mod approval;
mod decide;
mod domain;
mod key;
mod ledger;
mod payout;
mod policy;
mod price;

pub use approval::judge::{ApprovalCode, ApprovalOutcome, ApprovalStatus};
pub use approval::record::{ReceivedApproval, SignedApproval, Verdict};
pub use approval::statement::Statement;
pub use approval::verify::ApprovalsFault;
pub use decide::case::{Case, CaseFault};
pub use decide::check::{Check, CheckCode, CheckStatus, Missing};
pub use decide::decision::{Answer, Decision};
pub use decide::edges::{Edge, EdgeKind, EdgeSide};
pub use decide::reach::PossibleOutcome;
pub use domain::address::Address;
pub use domain::address_fault::AddressFault;
pub use domain::amount::{AmountFault, WrittenAmount};
pub use domain::chain::{Chain, ChainFault};
pub use domain::destination::{Destination, DestinationFault, Place};
pub use domain::digest::{Digest, DigestFault};
pub use domain::instant::{Instant, InstantFault};
pub use domain::name::{Name, NameFault, PayoutId};
pub use domain::span::{Span, SpanFault};
pub use domain::tag::{Tag, TagFault};
pub use key::key::Key;
pub use key::key_fault::KeyFault;
pub use key::scheme::{Scheme, SignatureFault};
pub use ledger::acts::{LedgerActFault, Permit, Refusal};
pub use ledger::ledger::Ledger;
pub use ledger::record::{EntryState, LedgerEntry, LedgerFault, LedgerHeader};
pub use payout::reading::PayoutFault;
pub use payout::record::{Note, NoteFault, Payout};
pub use policy::claim::Claim;
pub use policy::model::{Policy, PolicySize};
pub use policy::problem::{Problem, ProblemCode, Problems};
pub use price::quotes::{Quotes, TooManyQuotes, quote_statement};
pub use price::record::Quote;
