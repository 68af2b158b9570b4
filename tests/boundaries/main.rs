//! For every line the contract draws: the last refused and the first allowed instant, amount, count and size.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::arithmetic_side_effects,
    clippy::format_collect,
    reason = "what a test does not find fails it"
)]

#[path = "../support/world.rs"]
mod world;

mod delays;
mod hours;
mod ledgers;
mod lifetimes;
mod limits;
mod lists;
mod prices;
mod sizes;
mod tiers;
