//! `countersign test`: what it plays, what it refuses, and in which words.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "what a test does not find fails it")]

mod bench;
mod coverage;
mod files;
mod play;
mod refusals;
mod test_keys;
