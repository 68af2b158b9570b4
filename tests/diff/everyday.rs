//! Everyday edits of one small policy: each is told, with a proof or with a payout that shows it.

use countersign::analyze::Change::{self, Looser, Mixed, Same, Tighter};

use crate::replay::{compared, edited, parse, reversed};
use crate::signed;

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

type Edits = &'static [(&'static str, &'static str)];

/// Several edits of the hot wallet at once, in which what left before counts in another way.
const OF_HOT_WALLET: &[(Edits, Change)] = &[
    // What she asked for earlier counts now.
    (
        &[
            ("\"alice\", \"bob\", \"carol\"]", "\"alice\", \"bob\", \"carol\", \"zoe\"]"),
            (
                "[groups]",
                "[approvers.zoe]\n\
                 keys = [\"ecdsa:0215a77bd60b82117279b4800829814c298a6fc7f464be45caa05893f99bfbc73c\"]\n[groups]",
            ),
        ],
        Mixed,
    ),
    // What left of another asset to the same address counts now.
    (
        &[
            ("[requesters.payout-bot]", "[assets.USDC]\nchain = \"ethereum\"\ndecimals = 6\n[requesters.payout-bot]"),
            (
                "# --- Caps",
                "[[rules]]\nname = \"usdc\"\nassets = [\"USDC\"]\nwallets = \"any\"\nnot_to = [\"own-cold\"]\n\
             initiators = [\"ops\"]\napprove = \"2 of ops\"\n[[limits]]\nname = \"usdc-day\"\nassets = [\"USDC\"]\n\
             max = \"1000 USDC per 24h\"\n[[limits]]\nname = \"usdc-fee\"\nassets = [\"USDC\"]\n\
             max_fee = \"0.05 ETH\"\n# --- Caps",
            ),
        ],
        Mixed,
    ),
    // What was recorded under the one name is not in a list of the other.
    (&[("own-cold", "own-vault")], Mixed),
];

#[test]
fn edits_after_which_the_past_counts_in_another_way_are_told() {
    let path = format!("{}/policies/hot-wallet.toml", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    let old = parse(&text);
    for (edits, expected) in OF_HOT_WALLET {
        let new = edits.iter().fold(text.clone(), |text, (from, to)| {
            assert!(text.contains(from), "{from}");
            text.replace(from, to)
        });
        let new = parse(&new);
        let started = std::time::Instant::now();
        for (a, b) in [(&old, &new), (&new, &old)] {
            let comparison = compared(a, b);
            assert!(signed::replayed(&comparison, a, b) >= 2, "{edits:?}\n{comparison}");
            assert_eq!(comparison.change(), *expected, "{edits:?}\n{comparison}");
        }
        println!("diff: {edits:?}: {:?}", started.elapsed());
    }
}

#[test]
fn everyday_edits_are_told_both_ways() {
    let mut wrong = Vec::new();
    for (from, to, expected) in EDITS {
        let (old, new) = (parse(OLD), parse(&edited(OLD, from, to)));
        let started = std::time::Instant::now();
        for (a, b, expected) in [(&old, &new, *expected), (&new, &old, reversed(*expected))] {
            let comparison = compared(a, b);
            let replayed = signed::replayed(&comparison, a, b);
            assert_eq!(replayed == 0, expected == Same, "{from} -> {to}\n{comparison}");
            if comparison.change() != expected {
                wrong.push(format!("{from} -> {to}: {} not {expected}\n{comparison}", comparison.change()));
            }
        }
        println!("diff: {from} -> {to}: {:?}", started.elapsed());
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n\n"));
}
