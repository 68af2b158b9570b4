//! Who can release what: what the analysis says, against trying every set of people and against real signatures.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::panic,
    clippy::format_collect,
    clippy::cast_possible_truncation,
    reason = "what a test does not find fails it"
)]

#[path = "../support/signer.rs"]
mod signer;
mod support {
    pub(crate) use crate::signer;
}

#[path = "../support/dice.rs"]
mod dice;
#[path = "../support/ecdsa_bytes.rs"]
mod ecdsa_bytes;
#[path = "../support/large_policy.rs"]
mod large_policy;
#[path = "../worlds/policies.rs"]
#[allow(dead_code, reason = "the small world's own test uses all of it")]
mod policies;
#[path = "../laws/pool.rs"]
#[allow(dead_code, reason = "the laws' own test uses all of it")]
mod pool;

mod crowds;
mod facts;
mod feeds;
mod found;
mod generated;
mod initiators;
mod kinds;
mod large;
mod lists;
mod long;
mod missing;
mod oracle;
mod showcases;
mod supposed;
mod terms;
mod weeks;
mod words;
