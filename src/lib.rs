//! Countersign decides whether a requested payout may leave a wallet.
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

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
pub use policy::model::{Policy, PolicySize};
pub use policy::problem::{Problem, ProblemCode, Problems};
pub use price::quotes::{Quotes, TooManyQuotes, quote_statement};
pub use price::record::Quote;
