//! What the answer says in words: nothing that another question would make false.

use countersign::analyze::{Coalitions, Focus, KindOfPayout};
use countersign::{Instant, Policy, Quotes};

use crate::oracle::{Oracle, some};
use crate::showcases::AT;

const STEPS: &str = include_str!("found/steps.toml");

fn parsed(text: &str) -> Policy {
    Policy::parse(text).unwrap_or_else(|problems| panic!("{problems}"))
}

fn at() -> Instant {
    Instant::parse(AT).unwrap()
}

fn coalitions(policy: &Policy) -> Coalitions<'_> {
    Coalitions::of(policy, &Focus::default(), &Quotes::none(), at()).unwrap()
}

/// The engine's word on every set of people, of everything that is said.
fn check(policy: &Policy, coalitions: &Coalitions<'_>) {
    let oracle = Oracle::new(policy, &Quotes::none());
    for band in coalitions.kinds().iter().flat_map(KindOfPayout::bands) {
        oracle.check_band(band, some(oracle.everyone()));
    }
}

#[test]
fn in_short_a_wallet_is_named_where_wallets_differ_and_what_is_left_out_is_said() {
    let policy = parsed(STEPS);
    let coalitions = coalitions(&policy);
    check(&policy, &coalitions);
    let text = coalitions.to_string();
    let (short, rest) = text.split_once("\n\nBTC out of hot\n").unwrap();
    let words = ["any 1 of ops", "any 2 of ops", "any 3 of ops"];
    for (amount, who) in ["1 BTC per 24h", "2 BTC per 24h", "3 BTC per 24h"].into_iter().zip(words) {
        assert!(short.contains(&format!("    up to {amount} out of hot to anybody: {who}\n")), "{short}");
    }
    assert!(short.contains("    up to 50000 BTC per 24h out of vault to anybody: any 2 of ops\n"), "{short}");
    assert!(short.ends_with("\n  more people can more: see below"), "{short}");
    assert!(rest.contains("up to 10000 BTC per 24h\n      released by     any 4 of ops\n"), "{rest}");
}

#[test]
fn in_short_nothing_is_said_to_be_left_out_where_nothing_is() {
    let three = STEPS.replace("10000 BTC per 24h", "3 BTC per 24h");
    let policy = parsed(&three);
    let text = coalitions(&policy).to_string();
    assert!(text.contains("  3 people:\n") || text.contains("  three people:\n"), "{text}");
    assert!(!text.contains("more people can more"), "{text}");
}
