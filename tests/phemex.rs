//! Phemex, 2025-01-23: hot wallets of thirty chains were emptied one after the other, some 85 million dollars within a
//! day. What one cap over all of them leaves of that.
//!
//! Taken from the source named in the data's first line: every chain's total, in order of the first theft on it, and
//! what it was worth. Assumed: that a coin's price is what the data's two figures say, and fixed; that tokens without an
//! amount are worth a dollar each; a cap of 5,000,000 dollars in any 24 hours, since what Phemex's customers take on a
//! busy day is not known; and the worst of the rest: the thief has everything that signs for the hot wallets, no person
//! is asked, no native cap helps, and who asks is believed. Single transfers are not in the data, so that three cuts of
//! the totals are tried. What the engine refuses does not leave only where the keys sit behind the engine.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::panic,
    clippy::format_collect,
    reason = "what a test does not find fails it"
)]

use countersign::{Answer, Case, Instant, Ledger, Payout, Policy, Quotes};
use serde_json::json;

const THEFT: &str = include_str!("data/incidents/phemex_2025-01-23.csv");

/// Dollars in any 24 hours.
const CAP: u64 = 5_000_000;

/// What left one chain.
struct Outflow {
    at: Instant,
    asset: String,
    /// Of the asset, in its smallest units of 10^-8.
    units: u128,
    dollars: u128,
    destinations: u128,
}

fn outflows() -> Vec<Outflow> {
    let read = |(place, line): (usize, &str)| {
        let fields: Vec<&str> = line.split(',').collect();
        let [time, chain, amount, usd, destinations] = fields[..] else { panic!("{line}") };
        // Whole dollars; the one figure with cents is rounded down.
        let dollars = usd.split('.').next().unwrap().parse().unwrap();
        let units = if amount.is_empty() { dollars * 100_000_000 } else { units(amount) };
        Outflow {
            at: Instant::parse(&format!("{time}:00Z")).unwrap(),
            asset: format!("C{place}-{chain}"),
            units,
            dollars,
            destinations: destinations.parse().unwrap(),
        }
    };
    THEFT.lines().skip(2).enumerate().map(read).collect()
}

fn units(decimal: &str) -> u128 {
    let (whole, part) = decimal.split_once('.').unwrap_or((decimal, ""));
    format!("{whole}{part:0<8}").parse().unwrap()
}

fn decimal(units: u128, places: usize) -> String {
    let digits = format!("{units:0>width$}", width = places + 1);
    let (whole, part) = digits.split_at(digits.len() - places);
    let part = part.trim_end_matches('0');
    if part.is_empty() { whole.to_owned() } else { format!("{whole}.{part}") }
}

/// Dollars for one coin, rounded up at the twelfth place.
fn price(outflow: &Outflow) -> String {
    let scaled = outflow.dollars * 100_000_000 * 1_000_000_000_000;
    decimal(scaled.div_ceil(outflow.units), 12)
}

/// Every coin at its price, anyone may have anything, and one cap over all of it; or none that matters.
fn policy(outflows: &[Outflow], cap: u64) -> Policy {
    let assets: String = outflows
        .iter()
        .map(|outflow| format!("[assets.{}]\nchain = \"chain-{0}\"\ndecimals = 8\n\n", outflow.asset))
        .collect();
    let prices: Vec<String> =
        outflows.iter().map(|outflow| format!("{} = \"{}\"", outflow.asset, price(outflow))).collect();
    let text = format!(
        r#"schema       = 1
realm        = "phemex"
name         = "hot-wallets"
version      = 1
wallets      = ["hot"]
payout_ttl   = "72h"
approval_ttl = "72h"
clock_skew   = "2m"
payload      = "optional"

{assets}
[prices]
currency = "USD"
decimals = 2
fixed    = {{ {} }}

[[rules]]
name       = "customers"
assets     = "any"
wallets    = "any"
to         = "any"
initiators = "unsigned"
approve    = "none"

[[limits]]
name = "usd-day"
max  = "{cap} USD per 24h"

[[limits]]
name    = "fee"
max_fee = "unlimited"
"#,
        prices.join(", ")
    );
    Policy::parse(&text).unwrap_or_else(|problems| panic!("{problems}"))
}

/// Into how many equal payouts a total is cut.
type Cut = fn(&Outflow) -> u128;

/// What of the theft would have left, in dollars, and how many payouts were refused.
fn left(outflows: &[Outflow], cap: u64, cuts: Cut) -> (u128, usize) {
    let policy = policy(outflows, cap);
    let mut ledger = Ledger::new(&policy);
    let (mut dollars, mut refused) = (0, 0);
    for (place, outflow) in outflows.iter().enumerate() {
        let cuts = cuts(outflow).max(1);
        for cut in 0..cuts {
            let payout: Payout = serde_json::from_value(json!({
                "id": format!("theft-{place}-{cut}"), "wallet": "hot", "initiator": "robot",
                "amount": format!("{} {}", decimal(outflow.units / cuts, 8), outflow.asset),
                "to": format!("thief-{cut}"), "submitted_at": outflow.at,
            }))
            .unwrap();
            let case = Case::open(&policy, &payout, &[]).unwrap();
            let decision = case.decide(&ledger, &Quotes::none(), outflow.at);
            let verdict = decision.verdict();
            if let Some(permit) = decision.into_permit() {
                ledger.reserve(permit).unwrap();
                ledger.settle(&policy, payout.id()).unwrap();
                dollars += outflow.dollars / cuts;
            } else {
                assert_ne!(verdict, Answer::Allow);
                refused += 1;
            }
        }
    }
    (dollars, refused)
}

#[test]
fn the_data_is_what_left() {
    let outflows = outflows();
    let real: u128 = outflows.iter().map(|outflow| outflow.dollars).sum();
    assert_eq!((outflows.len(), real), (32, 85_166_704));
    // Bitcoin and ether at prices of that day: the two figures belong together.
    let price_of = |chain: &str| price(outflows.iter().find(|outflow| outflow.asset.ends_with(chain)).unwrap());
    assert!(price_of("bitcoin").starts_with("1062"), "{}", price_of("bitcoin"));
    assert!(price_of("eth").starts_with("332"), "{}", price_of("eth"));
}

#[test]
fn without_a_cap_that_matters_all_of_it_leaves() {
    let outflows = outflows();
    assert_eq!(left(&outflows, 1_000_000_000, |_| 1), (85_166_704, 0));
}

#[test]
fn one_cap_over_all_chains_leaves_a_fraction_of_it_however_the_totals_are_cut() {
    let outflows = outflows();
    let real: u128 = outflows.iter().map(|outflow| outflow.dollars).sum();
    let cuts: [(&str, Cut, u128); 3] = [
        ("each total at once", |_| 1, 5_645_041),
        ("each total in equal parts to its destinations", |outflow| outflow.destinations, 5_650_787),
        ("each total in parts of at most 25,000 dollars", |outflow| outflow.dollars.div_ceil(25_000), 5_653_869),
    ];
    for (words, cut, expected) in cuts {
        let (left, refused) = left(&outflows, CAP, cut);
        println!("{words}: {left} of {real} dollars would have left, {refused} payouts refused");
        assert_eq!(left, expected, "{words}");
        assert!(refused > 0, "{words}");
        // The theft ran for almost 26 hours: the last total, on the second day, meets a window of its own.
        assert!(left <= u128::from(CAP) + outflows.last().unwrap().dollars);
        assert!(left * 15 < real, "a fifteenth at most");
    }
}
