//! Policies of which a claim was said to hold that payouts break: each stands here with those payouts, in words.

use countersign::Instant;
use countersign::analyze::{Inspection, Shown};

/// What becomes of the claims: `kept`, `broken` or `unshown`.
fn shown(text: &str) -> Vec<(String, &'static str)> {
    let inspection = Inspection::of(text, Instant::parse("2026-11-26T12:00:00Z").unwrap()).unwrap();
    let word = |shown: &Shown| match shown {
        Shown::Kept => "kept",
        Shown::Broken(_) => "broken",
        Shown::Unknown(_) => "unshown",
    };
    inspection.claims().iter().map(|claim| (claim.claim().name().to_string(), word(claim.shown()))).collect()
}

/// Out of `hot` 10 ETH go to each of three entries; out of `cold`, where two are barred, only one is left.
#[test]
fn two_wallets_whose_places_differ_share_no_budget_of_a_destination() {
    assert_eq!(shown(include_str!("found/two-wallets.toml")), [("one".into(), "broken")]);
}

/// A list has one entry on each of two chains, and each has 10000 USD a day.
#[test]
fn two_chains_share_no_budget_of_a_destination() {
    assert_eq!(shown(include_str!("found/two-chains.toml")), [("two".into(), "broken")]);
}

/// Before the address counts as known, its fee has to be offered in ETH, and later in USDC.
#[test]
fn a_payout_is_asked_about_with_the_fee_of_its_time() {
    let found = shown(include_str!("found/two-fees.toml"));
    assert_eq!(found, [("new-ones-wait".into(), "broken"), ("none-to-new-ones".into(), "broken")]);
}

/// 2 BTC are denied, since nothing signed starts their delay, and 10 BTC leave with alice's signature after it.
#[test]
fn where_a_smaller_amount_may_need_more_nothing_is_proven_by_it() {
    for (name, shown) in shown(include_str!("found/no-anchor.toml")) {
        assert_ne!(shown, "kept", "{name}");
    }
}

/// The first wallet's name is too long for a statement, and the second's is not.
#[test]
fn what_cannot_be_asked_for_under_one_name_may_leave_under_another() {
    for (name, shown) in shown(include_str!("found/long-names.toml")) {
        assert_ne!(shown, "kept", "{name}");
    }
}
