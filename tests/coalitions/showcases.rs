//! Every showcase policy: the sets that are said to release are those that trying every set finds.

use countersign::analyze::{Coalitions, Focus, KindOfPayout};
use std::collections::BTreeMap;

use countersign::{Case, Instant, Ledger, Name, Policy, Quote, Quotes, Scheme, quote_statement};
use serde_json::json;

use crate::oracle::{Oracle, some};
use crate::signer::Signer;

const NAMES: [&str; 8] =
    ["minimal", "hot-wallet", "cold-vault", "treasury", "payment-processor", "market-maker", "bridge", "many-assets"];

pub const AT: &str = "2026-11-23T10:00:00Z";

pub fn policy(name: &str) -> Policy {
    let path = format!("{}/policies/{name}.toml", env!("CARGO_MANIFEST_DIR"));
    Policy::parse(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// What the test feeds of the showcases say at an instant.
pub fn quotes(policy: &Policy, at: Instant) -> Quotes {
    let feeds: Vec<&Name> = policy.approvers().filter(|name| name.as_str().starts_with("feed-")).collect();
    Quotes::verify(policy, &quoted_by(&feeds, policy, at)).unwrap()
}

/// What these feeds say.
pub fn quoted_by(feeds: &[&Name], policy: &Policy, at: Instant) -> Vec<Quote> {
    let prices = [("BTC", "60000"), ("ETH", "3000"), ("TRX", "0.25")];
    let named = |asset: &str| Name::parse(asset).unwrap();
    let mut quotes: Vec<Quote> = Vec::new();
    for feed in feeds {
        let signer = Signer::named(feed.as_str(), Scheme::Ecdsa);
        for (asset, price) in prices {
            let Ok(text) = quote_statement(policy, &named(asset), price, at, &signer.key_text()) else { continue };
            let quote = json!({
                "signer": feed, "key": signer.key_text(), "asset": asset, "price": price, "quoted_at": at,
                "signature": signer.sign(text.as_bytes()),
            });
            quotes.push(serde_json::from_value(quote).unwrap());
        }
    }
    quotes
}

#[test]
fn of_every_showcase_the_sets_that_release_are_those_that_trying_every_set_finds() {
    let at = Instant::parse(AT).unwrap();
    for name in NAMES {
        let policy = policy(name);
        let quotes = quotes(&policy, at);
        let coalitions = Coalitions::of(&policy, &Focus::default(), &quotes, at).unwrap();
        assert!(coalitions.incomplete().is_empty());
        let feeds: Vec<&Name> = policy.approvers().filter(|name| name.as_str().starts_with("feed-")).collect();
        let oracle = Oracle::new(&policy, &quotes).with_feeds(&quoted_by(&feeds, &policy, at));
        let mut released = 0;
        for band in coalitions.kinds().iter().flat_map(KindOfPayout::bands) {
            released += oracle.check_band(band, some(oracle.everyone()));
        }
        assert!(released > 0, "{name}");
    }
}

/// The limits that are said to hold all payouts of a kind are those that the engine asks of them.
#[test]
fn of_every_showcase_the_limits_on_all_together_are_those_that_the_engine_asks() {
    let at = Instant::parse(AT).unwrap();
    for name in NAMES {
        let policy = policy(name);
        let quotes = quotes(&policy, at);
        let coalitions = Coalitions::of(&policy, &Focus::default(), &quotes, at).unwrap();
        let json = serde_json::to_value(&coalitions).unwrap();
        let mut limits = 0;
        for (kind, shown) in coalitions.kinds().iter().zip(json["kinds"].as_array().unwrap()) {
            let releases = kind.bands().iter().flat_map(|band| band.releases().iter().chain(band.at_once()));
            let mut asked: BTreeMap<String, String> = BTreeMap::new();
            for release in releases {
                let payout = release.replay().payout();
                let case = Case::open(&policy, payout, &[]).unwrap();
                let ledger = Ledger::new(&policy);
                let decision = case.decide(&ledger, &quotes, release.replay().at());
                let of_all = decision.checks().iter().filter(|check| check.text().contains(" per "));
                let found = of_all.filter_map(|check| Some((check.name().strip_prefix("limit:")?, check.text())));
                asked.extend(found.map(|(limit, text)| (limit.to_owned(), text.to_owned())));
            }
            if asked.is_empty() {
                continue;
            }
            let said: Vec<&str> = shown["limits"].as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect();
            let names: Vec<&str> =
                said.iter().map(|one| one.rsplit_once('(').unwrap().1.trim_end_matches(')')).collect();
            assert!(asked.keys().all(|limit| names.contains(&limit.as_str())), "{name}: {asked:?} {said:?}");
            for (line, limit) in said.iter().zip(&names) {
                assert!(asked.contains_key(*limit) || line.contains(" asks ("), "{name}: {asked:?} {said:?}");
            }
            limits += names.len();
        }
        assert!(limits > 0, "{name}");
    }
}
