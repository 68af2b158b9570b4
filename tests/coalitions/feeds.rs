//! Without whom nothing can be released where it takes a price: feeds, some of whom may sign payouts as well.

use countersign::analyze::{BandOfAmounts, Coalitions, Focus, KindOfPayout, Party};
use countersign::{Instant, Name, Policy, Quotes, Scheme};
use serde_json::{Value, json};

use crate::oracle::Oracle;
use crate::showcases::{AT, quoted_by};
use crate::signer::Signer;

const PEOPLE: [&str; 6] = ["alice", "bob", "carol", "dave", "feed-1", "feed-2"];

/// Bitcoin is worth what feeds say, ether what the policy says; above five thousand dollars it takes two.
fn policy(initiators: &str, feeds: &str, quorum: &str, tier: &str) -> Policy {
    let keys: String = PEOPLE
        .iter()
        .map(|name| format!("[approvers.{name}]\nkeys = [\"{}\"]\n", Signer::named(name, Scheme::Ecdsa).key_text()))
        .collect();
    let text = format!(
        r#"
schema = 1
realm = "test"
name = "fed"
version = 1
wallets = ["hot"]
payout_ttl = "24h"
approval_ttl = "12h"
clock_skew = "2m"
payload = "optional"
[assets.BTC]
chain = "bitcoin"
decimals = 8
[assets.ETH]
chain = "ethereum"
decimals = 18
{keys}
[groups]
ops = ["alice", "bob", "carol", "dave"]
feeds = {feeds}
[prices]
currency = "USD"
decimals = 2
feeds = "{quorum}"
max_age = "10m"
fixed = {{ ETH = "2000" }}
bounds = {{ BTC = ["10000", "90000"] }}
[[rules]]
name = "base"
assets = "any"
wallets = "any"
to = "any"
initiators = {initiators}
approve = "1 of ops"
{tier}
[[limits]]
name = "day"
max = "50000 USD per 24h"
[[limits]]
name = "fee"
max_fee = "unlimited"
"#
    );
    Policy::parse(&text).unwrap_or_else(|problems| panic!("{problems}"))
}

const TIER: &str = "[[rules]]\nname = \"large\"\nassets = \"any\"\nwallets = \"any\"\nto = \"any\"\n\
    initiators = \"unsigned\"\napprove = \"2 of ops\"\nabove = \"5000 USD per payout\"\n";

/// The sets without which the bands of an asset are locked, once the engine has said the same of every set of people.
fn locks(policy: &Policy, asset: &str, feeds: &[&str]) -> Vec<Vec<String>> {
    let at = Instant::parse(AT).unwrap();
    let names: Vec<Name> = feeds.iter().map(|name| Name::parse(name).unwrap()).collect();
    let said = quoted_by(&names.iter().collect::<Vec<_>>(), policy, at);
    let quotes = Quotes::verify(policy, &said).unwrap();
    let focus = Focus { asset: Some(asset.into()), ..Focus::default() };
    let coalitions = Coalitions::of(policy, &focus, &quotes, at).unwrap();
    let oracle = Oracle::new(policy, &quotes).with_feeds(&said);
    for band in coalitions.kinds().iter().flat_map(KindOfPayout::bands) {
        oracle.check_band(band, 0..=oracle.everyone());
    }
    let bands = coalitions.kinds().iter().flat_map(KindOfPayout::bands);
    let locks = bands.map(BandOfAmounts::locks).filter(|locks| !locks.is_empty());
    locks.map(|locks| locks.iter().map(|lock| lock.in_words(policy)).collect()).collect()
}

#[test]
fn without_whoever_has_to_quote_what_takes_a_price_is_locked_and_nothing_else() {
    let policy = policy("\"unsigned\"", "[\"feed-1\", \"feed-2\"]", "2 of feeds", TIER);
    let feeds = ["feed-1", "feed-2"];
    assert_eq!(
        locks(&policy, "BTC", &feeds),
        [["any 1 of feed-1, feed-2", "all 4 of ops"], ["any 1 of feed-1, feed-2", "any 3 of ops"]]
    );
    assert_eq!(locks(&policy, "ETH", &feeds), [["all 4 of ops"], ["any 3 of ops"]]);
}

/// Carol signs and quotes: with her and one feed both are lost.
#[test]
fn whoever_signs_and_quotes_is_missed_for_both() {
    for (initiators, may_approve) in
        [("\"unsigned\"", "[\"carol\", \"feed-1\", \"feed-2\"]"), ("[\"ops\"]", "[\"carol\", \"feed-1\"]")]
    {
        for quorum in ["2 of feeds", "1 of feeds", "1 of carol or 2 of feeds"] {
            for tier in ["", TIER] {
                let feeds: Vec<&str> =
                    ["carol", "feed-1", "feed-2"].into_iter().filter(|name| may_approve.contains(name)).collect();
                let policy = policy(initiators, may_approve, quorum, tier);
                assert!(!locks(&policy, "BTC", &feeds).is_empty(), "{initiators} {quorum}");
                assert!(!locks(&policy, "ETH", &feeds).is_empty(), "{initiators} {quorum}");
            }
        }
    }
}

#[test]
fn what_is_locked_already_takes_nobody_more() {
    let policy = policy("\"unsigned\"", "[\"feed-1\", \"feed-2\"]", "2 of feeds", TIER);
    let coalitions = Coalitions::of(&policy, &Focus::default(), &Quotes::none(), Instant::parse(AT).unwrap()).unwrap();
    let lost = |name| Party::of(&policy, [name]).unwrap();
    let first = |json: &Value, asset: &str| {
        let kind = json["kinds"].as_array().unwrap().iter().find(|kind| kind["asset"] == asset).cloned().unwrap();
        (kind["bands"][0]["releases"].as_array().unwrap().len(), kind["bands"][0]["locks"].clone())
    };
    let json = serde_json::to_value(coalitions.clone().with_lost(lost("feed-2"))).unwrap();
    assert_eq!(first(&json, "BTC"), (0, json!([{"people": "nobody", "seats": []}])));
    let (releases, locks) = first(&json, "ETH");
    assert!(releases > 0);
    assert_eq!(locks[0]["people"], "all 4 of ops");
    let json = serde_json::to_value(coalitions.with_lost(lost("alice"))).unwrap();
    let people = |at: usize| first(&json, "BTC").1[at]["people"].as_str().unwrap().to_owned();
    assert_eq!((people(0), people(1)), ("any 1 of feed-1, feed-2".to_owned(), "bob, carol and dave".to_owned()));
}
