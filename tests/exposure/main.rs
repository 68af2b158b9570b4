//! What thieves could take: never more than is said, and no less.
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
mod dice;
#[path = "../support/large_policy.rs"]
mod large_policy;
#[path = "../support/world.rs"]
mod world;
use world::signer;

mod heist;
mod invented;

mod adversary;
mod by_people;
mod edges;
mod found;
mod large;
mod laws;
mod ledgers;
mod pictures;
mod quoting;
mod showcases;
mod tiny;
mod worst;
