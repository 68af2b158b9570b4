//! What a change of a policy allows and takes away: what is said, against edits by hand and against trying every case.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::panic,
    clippy::format_collect,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
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

mod added;
mod additions;
mod edits;
mod everyday;
mod facts;
mod family;
mod found;
mod generated;
mod headline;
mod large;
mod quoted;
mod replay;
mod same;
mod shortest;
mod signed;
mod splits;
mod totals;
mod worlds;
