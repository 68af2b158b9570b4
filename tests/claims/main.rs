//! What a policy claims of itself: how it is written, when it holds, and that nothing speaks against it that is there.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::panic,
    clippy::format_collect,
    clippy::format_push_string,
    reason = "what a test does not find fails it"
)]

#[path = "../support/dice.rs"]
#[allow(clippy::pedantic, reason = "it is the thieves' own")]
mod dice;
#[path = "../exposure/heist.rs"]
#[allow(dead_code, clippy::pedantic, reason = "the thieves' own test uses all of it")]
mod heist;
#[path = "../exposure/invented.rs"]
#[allow(dead_code, clippy::pedantic, clippy::explicit_auto_deref, reason = "the thieves' own test uses all of it")]
mod invented;
#[path = "../support/large_policy.rs"]
mod large_policy;
#[path = "../support/world.rs"]
mod world;
mod signer {
    pub(crate) use crate::world::signer::Signer;
}

mod brute;
mod claiming;
mod forms;
mod found;
mod large;
mod nights;
mod showcases;
mod worlds;

use claiming::claiming;
use countersign::analyze::{CheckedClaim, Inspection};
use countersign::{Instant, Policy};

/// When they are looked at: a Monday.
const NOW: &str = "2026-11-23T10:00:00Z";

/// What comes of the claims of a text.
fn checked(text: &str) -> (Policy, Vec<CheckedClaim>) {
    let inspection = Inspection::of(text, Instant::parse(NOW).unwrap());
    let inspection = inspection.unwrap_or_else(|problems| panic!("{problems}"));
    let claims = inspection.claims().to_vec();
    (inspection.into_policy(), claims)
}
