//! `countersign check`: what it finds, in every form it prints.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::arithmetic_side_effects,
    clippy::format_collect,
    reason = "what a test does not find fails it"
)]

#[path = "../../../tests/lints/cases.rs"]
mod cases;
#[path = "../support/mod.rs"]
mod support;

mod claims;
mod explained;
mod forms;
mod lints;
mod sarif;
mod schema;
mod showcases;

/// When everything is looked at.
pub const AT: &str = "--at 2026-11-26T12:00:00Z";
