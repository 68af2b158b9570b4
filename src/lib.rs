//! Countersign decides whether a requested payout may leave a wallet.
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

mod domain;
mod key;
mod policy;

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
pub use policy::model::{Policy, PolicySize};
pub use policy::problem::{Problem, ProblemCode, Problems};
