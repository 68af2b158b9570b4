//! Laws of the engine, over random payouts, approvals, ledgers and policies, through the public API.
//!
//! Every law says how many of its cases must have been alive: an engine that denies everything fails them all.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::panic,
    clippy::format_collect,
    reason = "what a test does not find fails it"
)]

#[path = "../support/ecdsa_bytes.rs"]
mod ecdsa_bytes;
#[path = "../support/signer.rs"]
mod signer;

mod frame;
mod generate;
mod pool;
mod situation;

mod bits;
mod elsewhere;
mod frozen;
mod honest;
mod lists;
mod monotone;
mod order;
mod people;
mod rejects;
mod reserve;
mod twins;
mod windows;
