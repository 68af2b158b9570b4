//! What has left before counts, until it leaves the window.

use countersign::analyze::{Exposure, Theft, TheftFault, Thieves};
use countersign::{Instant, Quotes, Span};

use crate::edges::bitcoin;
use crate::world::{SUBMITTED, Text, at, line};

#[test]
fn what_left_an_hour_ago_is_missing_for_twenty_three() {
    let world = Text::base().world();
    let ledger = || world.ledger(&[line("old", "60 BTC", at("2026-11-22T09:00:00Z"))]);
    assert_eq!(bitcoin(&world.policy, &["alice"], "1s", None, ledger()), "40 BTC");
    assert_eq!(bitcoin(&world.policy, &["alice"], "82799s", None, ledger()), "40 BTC");
    assert_eq!(bitcoin(&world.policy, &["alice"], "23h", None, ledger()), "100 BTC");
    assert_eq!(bitcoin(&world.policy, &["alice"], "24h", None, ledger()), "140 BTC");
}

#[test]
fn a_payout_that_was_released_counts_as_one_and_its_money_does_not() {
    let few = "[[limits]]\nname = \"few\"\nmax_count = \"1 per 24h\"";
    let world = Text::base().plus(few).world();
    let old = line("old", "60 BTC", at("2026-11-22T09:00:00Z")).with("state", "released");
    let ledger = || world.ledger(std::slice::from_ref(&old));
    assert_eq!(bitcoin(&world.policy, &["alice"], "1h", None, ledger()), "0 BTC");
    assert_eq!(bitcoin(&world.policy, &["alice"], "23h", None, ledger()), "100 BTC");
}

#[test]
fn a_ledger_of_a_later_version_is_refused() {
    let world = Text::base().world();
    let ledger = world.ledger_written_under(&[], 2, &"0".repeat(64));
    let (within, at) = (Span::parse("1h").unwrap(), Instant::parse(SUBMITTED).unwrap());
    let theft = Theft { by: Thieves::Any(1), within, respond: None, at, asset: None };
    let refused = Exposure::of(&world.policy, &theft, ledger, &Quotes::none());
    assert_eq!(refused.unwrap_err(), TheftFault::NewerVersion(2));
}

#[test]
fn an_asset_the_policy_does_not_have_is_refused() {
    let world = Text::base().world();
    let (within, at) = (Span::parse("1h").unwrap(), Instant::parse(SUBMITTED).unwrap());
    let theft = Theft { by: Thieves::Any(1), within, respond: None, at, asset: Some("DOGE".into()) };
    let refused = Exposure::of(&world.policy, &theft, world.ledger(&[]), &Quotes::none());
    assert_eq!(refused.unwrap_err(), TheftFault::Asset("DOGE".into()));
}

/// Of 100 BTC a day 60 are gone: the first window lets out 40, and the next one all.
#[test]
fn a_window_of_which_some_is_gone_is_not_said_to_let_out_all() {
    let world = Text::base().world();
    let ledger = world.ledger(&[line("old", "60 BTC", at("2026-11-22T09:00:00Z"))]);
    let (within, at) = (Span::parse("24h").unwrap(), Instant::parse(SUBMITTED).unwrap());
    let alice = Thieves::These(countersign::analyze::Party::of(&world.policy, ["alice"]).unwrap());
    let theft = Theft { by: alice, within, respond: None, at, asset: Some("BTC".into()) };
    let shown = Exposure::of(&world.policy, &theft, ledger, &Quotes::none()).unwrap().to_string();
    assert!(shown.contains("nobody else signs, asks for or stops anything, after 1 payout in the ledger\n"), "{shown}");
    assert!(shown.contains("1 window of 100 BTC and 1 window of 40 BTC from the start on\n"), "{shown}");
}
