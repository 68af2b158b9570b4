//! What the library tells those who ask: before anybody signs, in words, and of each value what it holds.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::arithmetic_side_effects,
    reason = "what a test does not find fails it"
)]

#[path = "../support/world.rs"]
mod world;

mod before_signing;
mod decisions;
mod faults;
mod policies;
mod reserved;
mod taken_on;
mod values;
