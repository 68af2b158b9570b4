//! What the showcase policies promise holds, and would not if they promised a little more.

use std::path::Path;

use countersign::Instant;
use countersign::analyze::{Inspection, Shown};

const NAMES: [&str; 8] =
    ["bridge", "cold-vault", "hot-wallet", "many-assets", "market-maker", "minimal", "payment-processor", "treasury"];

fn text(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("policies/{name}.toml"));
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn every_showcase_promises_something_and_keeps_it() {
    for name in NAMES {
        for at in ["2026-11-23T10:00:00Z", "2026-11-26T12:00:00Z", "2027-03-01T03:00:00Z"] {
            let inspection = Inspection::of(&text(name), Instant::parse(at).unwrap()).unwrap();
            assert!(inspection.claims().len() >= 2, "{name}");
            for claim in inspection.claims() {
                assert!(claim.holds(), "{name} at {at}: {claim:?}");
            }
        }
    }
}

/// A showcase, what of a promise is changed into what, and words of what then breaks it.
const BROKEN: &[(&str, &str, &str, &str)] = &[
    ("bridge", "\"7 people move anything\"", "\"8 people move anything\"", "is allowed at"),
    ("bridge", "9 people move more than", "10 people move more than", "918 ETH out of gateway"),
    (
        "bridge",
        "more than 917.999999999999999999 ETH per payout\"",
        "more than 917.999999999999999998 ETH per payout\"",
        "917.999999999999999999 ETH",
    ),
    (
        "bridge",
        "more than 50000000 USD per 24h\"",
        "more than 49999999.99 USD per 24h\"",
        "50000000 USD leaves within 24h",
    ),
    ("cold-vault", "\"4 people move anything\"", "\"5 people move anything\"", "0.00000001 BTC out of vault-1"),
    ("cold-vault", "wait at least 48h", "wait at least 49h", "leaves 48h after it was signed"),
    ("cold-vault", "for a veto of 1 of guardians\"", "for a veto of 1 of directors\"", "rejected it"),
    ("cold-vault", "to own-hot within 5d", "to own-hot within 112h", "`hours:refill-hot`"),
    ("cold-vault", "\"4 of officers and", "\"3 of officers and", "`quorum:refill-hot`"),
    ("hot-wallet", "more than 5 BTC per 24h\"", "more than 4.99999999 BTC per 24h\"", "5 BTC leaves within 24h"),
    (
        "hot-wallet",
        "more than 5 BTC per 24h outside own-cold\"",
        "more than 5 BTC per 24h\"",
        "605 BTC leaves within 24h",
    ),
    ("hot-wallet", "more than 100 ETH per 24h\"", "more than 99 ETH per 24h\"", "100 ETH leaves"),
    ("hot-wallet", "can pay 600 BTC", "can pay 600.00000001 BTC", "`limit:evacuate-btc`"),
    ("many-assets", "more than 100000 USD per 24h\"", "more than 99999.99 USD per 24h\"", "100000 USD leaves"),
    ("many-assets", "more than 500000 USD per 24h\"", "more than 499999.99 USD per 24h\"", "500000 USD leaves"),
    ("many-assets", "more than 2000000 USD per 24h\"", "more than 1999999.99 USD per 24h\"", "2000000 USD leaves"),
    ("market-maker", "outside venue-alpha, venue-beta\"", "outside venue-alpha\"", "is allowed at"),
    ("market-maker", "more than 600000 USDC per 24h\"", "more than 599999.999999 USDC per 24h\"", "600000 USDC leaves"),
    ("minimal", "\"2 people move anything\"", "\"3 people move anything\"", "with alice, bob and carol signing"),
    ("minimal", "more than 1 BTC per 24h\"", "more than 0.99999999 BTC per 24h\"", "1 BTC leaves"),
    (
        "payment-processor",
        "more than 10000 USDT per 24h\"",
        "more than 9999.999999 USDT per 24h\"",
        "10000 USDT leaves",
    ),
    (
        "payment-processor",
        "more than 50000 USDT per 24h outside",
        "more than 49999.999999 USDT per 24h outside",
        "50000 USDT leaves",
    ),
    ("payment-processor", "can pay 1000000 USDT", "can pay 1000000.000001 USDT", "`limit:sweep-day`"),
    ("treasury", "\"3 people move anything\"", "\"4 people move anything\"", "is allowed at"),
    (
        "treasury",
        "more than 1000000 USD per 30d\"",
        "more than 999999.99 USD per 30d\"",
        "1000000 USD leaves within 30d",
    ),
    ("treasury", "\"payouts above 1000000 USD", "\"payouts above 999999.99 USD", "leaves 0s after"),
    ("treasury", "wait at least 7d", "wait at least 8d", "leaves 7d after"),
];

#[test]
fn a_little_more_would_not_be_kept() {
    let mut wrong = String::new();
    for (name, old, new, words) in BROKEN {
        let text = text(name);
        assert_eq!(text.matches(old).count(), 1, "{name}: {old}");
        let inspection = Inspection::of(&text.replace(old, new), Instant::parse("2026-11-23T10:00:00Z").unwrap());
        let inspection = inspection.unwrap_or_else(|problems| panic!("{problems}"));
        let broken: Vec<_> = inspection.claims().iter().filter(|claim| !claim.holds()).collect();
        match broken[..] {
            [one] => match one.shown() {
                Shown::Broken(witness) if witness.words().contains(words) => {
                    assert!(witness.replays(inspection.policy()), "{name}: {witness:?}");
                }
                shown => wrong += &format!("{name}: {new}: wanted {words}\n{shown:?}\n"),
            },
            _ => wrong += &format!("{name}: {new}: {broken:?}\n"),
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
