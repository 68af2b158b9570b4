//! Tiers that a hostile reviewer went around while nothing was said, each with its nearest neighbours.

use countersign::analyze::Severity;

use super::silent::{btc, found, policy, rule};

/// A rule for whoever asks, of these lines.
fn tier(name: &str, to: &str, lines: &str) -> String {
    format!(
        "[[rules]]\nname = \"{name}\"\nassets = [\"BTC\"]\nwallets = \"any\"\nto = {to}\ninitiators = \"unsigned\"\n{lines}\n"
    )
}

const TRUSTED: &str = "[\"trusted\"]";

/// The bot pays anybody with one of ops.
fn pay() -> String {
    rule("pay", "[\"bot\"]", "to = \"any\"", "1 of ops")
}

fn day() -> String {
    btc("day", "100 BTC per 24h")
}

#[test]
fn a_far_tier_of_another_measure_closes_no_gap() {
    // BTC is worth between 10,000 and 1,000,000 dollars.
    let two = |big: &str, far: &str| {
        let asks = |above: &str| format!("above = \"{above}\"\napprove = \"2 of ops\"");
        policy(&[pay(), tier("big", TRUSTED, &asks(big)), tier("far", "\"any\"", &asks(far)), day()])
    };
    let gap = |above: &str, at: &str| {
        let message = format!(
            "above {above} `big` asks for `2 of ops` to an address in `trusted`; to an address in no list, `alice` is enough{at}"
        );
        vec![(Severity::High, message)]
    };
    let (low, high) = (" at the lowest price there can be", " at the highest price there can be");
    let dollars = |far: &str| found(&two("5 BTC per 24h", far), "tier-gap");
    assert_eq!(dollars("500000000 USD per 30d"), gap("5 BTC per 24h", ""));
    assert_eq!(dollars("5000000.01 USD per 24h"), gap("5 BTC per 24h", ""));
    assert_eq!(dollars("5000000 USD per 24h"), gap("5 BTC per 24h", low));
    assert_eq!(dollars("50000.01 USD per payout"), gap("5 BTC per 24h", low));
    assert_eq!(dollars("50000 USD per payout"), []);
    assert_eq!(dollars("50000 USD per 30d"), []);
    let coins = |far: &str| found(&two("50000 USD per 24h", far), "tier-gap");
    assert_eq!(coins("90 BTC per 30d"), gap("50000 USD per 24h", ""));
    assert_eq!(coins("5.00000001 BTC per 24h"), gap("50000 USD per 24h", ""));
    assert_eq!(coins("5 BTC per 24h"), gap("50000 USD per 24h", high));
    assert_eq!(coins("0.05000001 BTC per payout"), gap("50000 USD per 24h", high));
    assert_eq!(coins("0.05 BTC per payout"), []);
    // Where quotes may say anything, a gap at some prices is no more than that.
    let open = two("5 BTC per 24h", "50000 USD per 24h").replace("bounds ", "# bounds ");
    let [(_, message)] = gap("5 BTC per 24h", low).try_into().unwrap();
    assert_eq!(found(&open, "tier-gap"), [(Severity::Medium, message)]);
}
