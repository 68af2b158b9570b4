//! For every line the contract draws: the last refused and the first allowed instant, amount, count and size.

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
