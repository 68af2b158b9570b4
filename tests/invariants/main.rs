//! The page of invariants held to the tree, and sentences that show some of them: each beside the payout that is allowed,
//! so that an engine that denies everything fails it.
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

mod gates;
mod inequalities;
mod lists;
mod money;
mod page;
mod people;
mod planted;
mod prices;
mod replay;
mod texts;
mod times;

use countersign::{Answer, Case, Decision, Instant, Payout, ReceivedApproval, Verdict};
use world::{Asked, World, submitted};

/// Alice's approval of a payout, where there is a statement of it to sign.
fn approval(world: &World, payout: &Payout) -> Vec<ReceivedApproval> {
    let case = Case::open(&world.policy, payout, &[]).unwrap();
    let can_be_signed = case.statement(Verdict::Reject, "alice", payout.submitted_at(), None).is_some();
    can_be_signed.then(|| world.approve(payout, "alice")).into_iter().collect()
}

/// What is decided of a payout that alice approves, when it is submitted and nothing was spent.
fn decide<'w>(world: &'w World, asked: &Asked) -> Decision<'w> {
    let payout = asked.payout();
    world.decide(&payout, &approval(world, &payout), &world.ledger(&[]), submitted())
}

/// The same at another instant.
fn decide_at(world: &World, asked: &Asked, now: Instant) -> Answer {
    let payout = asked.payout();
    world.decide(&payout, &approval(world, &payout), &world.ledger(&[]), now).verdict()
}
