//! `diff`: whether one policy allows more than another, or less, with a payout that shows it.
//!
//! The engine decides every payout that is shown; a proof that there is none to show is made restriction by
//! restriction. Where neither is found, the answer is `unclear`, and never a guess.

mod cells;
mod clocks;
mod directions;
#[cfg(test)]
mod directions_tests;
mod effort;
mod example;
mod features;
mod gap;
mod headline;
mod json;
mod others;
mod past;
mod proof;
mod quoting;
mod reach;
mod rules;
mod scopes;
mod search;
mod sheet;
mod sides;
mod stage;
mod statements;
mod text;
mod totals;
mod values;
mod verdict;

pub use example::Example;
pub use sheet::Edit;
pub use verdict::{Change, Comparison, Direction, Witness};
