//! Cases that others collected, each through the real parser: TOML, JSON, naughty strings, letter case, base58check.
//!
//! Elsewhere: Wycheproof's three sets, its Bitcoin set among them, are in `tests/signatures`; the addresses of BIP-173,
//! BIP-350 and EIP-55 in `tests/address_vectors.rs`; records taken apart key by key in `tests/records.rs`; file names and
//! `countersign batch` in `cli/tests/outside`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "what a test does not find fails it"
)]

mod base58_edges;
mod case_flips;
mod json_cases;
mod json_records;
mod key_io;
mod naughty;
mod naughty_places;
mod naughty_policies;
mod naughty_records;
mod toml_suite;
#[path = "../support/world.rs"]
mod world;
