//! What few payouts ever come to: each fault with its cure, each sentence of a decision, each way out of a question that
//! cannot be answered. Together with the other tests these reach every line and branch of the modules that decide, but
//! for those that `tests/coverage/uncovered.txt` gives a reason for.
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

mod checks;
mod faults;
mod intake;
mod ledgers;
mod policies;
mod policy_texts;
mod sentences;
mod totals;
