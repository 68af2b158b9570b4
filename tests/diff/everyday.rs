//! Everyday edits of one small policy: each is told, with a proof or with a payout that shows it.

use countersign::analyze::Change::{self, Looser, Mixed, Same, Tighter};

use crate::replay::{compared, edited, parse, reversed};

const OLD: &str = include_str!("found/everyday.toml");

/// What is written, what is written instead, and what that is.
const EDITS: &[(&str, &str, Change)] = &[
    // Zones whose clocks were apart before the list permitted anybody, or never.
    ("Europe/Zurich", "Europe/Berlin", Same),
    ("Europe/Zurich", "Europe/Busingen", Same),
    // An entry that has long cooled, under a rule with hours: what differs are the hours of a day or two.
    ("cooling_off=\"7d\"", "cooling_off=\"8d\"", Tighter),
    ("added=2026-01-05T00:00:00Z", "added=2026-01-06T00:00:00Z", Tighter),
    // What is no quote any more was a lower one.
    ("[\"10000\",\"1000000\"]", "[\"20000\",\"1000000\"]", Tighter),
    // What is not worth much may be much, and the other way round; and a recorded value is what it was then.
    ("above=\"5000 USD per 24h\"", "above=\"0.5 BTC per 24h\"", Mixed),
    ("above=\"5000 USD per 24h\"", "above=\"0.005 BTC per 24h\"", Mixed),
    // Fewer decimals: what cannot be written any more is not paid any more.
    ("decimals = 8", "decimals = 6", Tighter),
    // Values are rounded up to a unit of the currency.
    ("decimals=2", "decimals=3", Looser),
];

#[test]
fn everyday_edits_are_told_both_ways() {
    let mut wrong = Vec::new();
    for (from, to, expected) in EDITS {
        let (old, new) = (parse(OLD), parse(&edited(OLD, from, to)));
        let started = std::time::Instant::now();
        for (a, b, expected) in [(&old, &new, *expected), (&new, &old, reversed(*expected))] {
            let comparison = compared(a, b);
            if comparison.change() != expected {
                wrong.push(format!("{from} -> {to}: {} not {expected}\n{comparison}", comparison.change()));
            }
        }
        println!("diff: {from} -> {to}: {:?}", started.elapsed());
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n\n"));
}
