//! For every line the contract draws: the last refused and the first allowed instant, amount, count and size.

#[path = "../support/world.rs"]
mod world;

mod lifetimes;
