//! Payouts to the entries of one list, whether anything names the list or not.

use countersign::analyze::{Coalitions, Focus, KindOfPayout};
use countersign::{Instant, Payout, Policy, Quotes};
use proptest::prelude::*;
use serde_json::json;

use crate::oracle::{Oracle, in_words, some};
use crate::pool;
use crate::showcases::AT;

const UNNAMED: &str = include_str!("found/unnamed-list.toml");
const OF_ANOTHER_ASSET: &str = include_str!("found/list-of-another-asset.toml");

fn parsed(text: &str) -> Policy {
    Policy::parse(text).unwrap_or_else(|problems| panic!("{problems}"))
}

fn to<'p>(policy: &'p Policy, list: &str, asset: Option<&str>) -> Coalitions<'p> {
    let focus = Focus { to: Some(list.into()), asset: asset.map(str::to_owned), ..Focus::default() };
    let coalitions = Coalitions::of(policy, &focus, &Quotes::none(), Instant::parse(AT).unwrap()).unwrap();
    assert!(coalitions.incomplete().is_empty());
    coalitions
}

/// The engine's word on every set of people, of everything that is said; how many of them release.
fn checked(policy: &Policy, coalitions: &Coalitions<'_>, step: usize) -> usize {
    let oracle = Oracle::new(policy, &Quotes::none());
    let bands = coalitions.kinds().iter().flat_map(KindOfPayout::bands);
    bands.map(|band| oracle.check_band(band, some(oracle.everyone()).step_by(step))).sum()
}

/// The payout that was asked about, to somewhere else.
fn elsewhere(payout: &Payout, to: &str) -> Payout {
    let mut record = serde_json::to_value(payout).unwrap();
    record["to"] = json!(to);
    serde_json::from_value(record).unwrap()
}

#[test]
fn an_entry_of_a_list_that_nothing_names_is_paid_as_a_stranger_is() {
    let policy = parsed(UNNAMED);
    let coalitions = to(&policy, "partners", None);
    assert!(checked(&policy, &coalitions, 1) > 0);
    let text = coalitions.to_string();
    assert!(text.contains("up to 1 BTC per 24h to a stranger, an entry of partners: alice, bob and carol\n"), "{text}");
    assert!(text.contains("\n  to a stranger, an entry of partners\n"), "{text}");
    let json = serde_json::to_value(&coalitions).unwrap();
    assert_eq!(json["kinds"][0]["to"], json!(["a stranger, an entry of partners"]));
    // What was asked about is the entry, and nobody's address was not.
    let entry = coalitions.kinds()[0].bands()[0].asked().unwrap();
    assert_eq!(serde_json::to_value(entry).unwrap()["to"], "bc1qr7z48s9hruu6j4hants80yeadktfjp9d4368d3");
    let at = Instant::parse(AT).unwrap();
    assert!(coalitions.kind_of(entry, at).is_some());
    let elsewhere = elsewhere(entry, "bc1qf2dwt9czkhvjvsnl25gujws2pq3lk059sf54uw");
    assert!(coalitions.kind_of(&elsewhere, at).is_none());
    // A stranger is paid by the same people.
    let stranger = to(&policy, "stranger", None);
    let releases = |of: &Coalitions<'_>| in_words(&policy, of.kinds()[0].bands()[0].releases());
    assert_eq!(releases(&coalitions), releases(&stranger));
}

#[test]
fn a_list_that_only_the_rules_of_another_asset_name_can_be_paid_in_this_one() {
    let policy = parsed(OF_ANOTHER_ASSET);
    let coalitions = to(&policy, "vendors", Some("ETH"));
    assert!(checked(&policy, &coalitions, 1) > 0);
    assert!(
        coalitions.to_string().contains("to a stranger, an entry of vendors: any 1 of alice, bob\n"),
        "{coalitions}"
    );
    let all = to(&policy, "vendors", None);
    let words: Vec<serde_json::Value> = serde_json::to_value(&all).unwrap()["kinds"]
        .as_array()
        .unwrap()
        .iter()
        .map(|kind| kind["to"][0].clone())
        .collect();
    assert_eq!(words, ["a stranger, an entry of vendors", "vendors"]);
    checked(&policy, &all, 1);
}

#[test]
fn an_entry_that_is_still_cooling_is_one_of_a_list_that_nothing_names_as_well() {
    let entry = "{chain=\"bitcoin\",address=\"bc1qr7z48s9hruu6j4hants80yeadktfjp9d4368d3\"";
    let cooling = UNNAMED.replacen(entry, &format!("{entry}, added = 2026-11-23T09:00:00Z"), 1);
    let policy = parsed(&cooling.replacen("[lists.partners]", "[lists.partners]\ncooling_off = \"24h\"", 1));
    assert!(checked(&policy, &to(&policy, "partners", None), 1) > 0);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    #[test]
    fn of_the_entries_of_any_list_of_the_pool_every_set_of_people_is_as_it_is_said(
        rules in proptest::sample::subsequence((1..pool::RULES.len()).collect::<Vec<_>>(), 0..pool::RULES.len()),
        limits in proptest::sample::subsequence((2..pool::LIMITS.len()).collect::<Vec<_>>(), 0..pool::LIMITS.len() - 1),
        list in proptest::sample::select(vec!["known", "barred"]),
    ) {
        let rules: Vec<usize> = std::iter::once(0).chain(rules).collect();
        let limits: Vec<usize> = [0, 1].into_iter().chain(limits).collect();
        let policy = pool::parse(&pool::text(&rules, &limits));
        let coalitions = to(&policy, list, None);
        prop_assert!(!coalitions.kinds().is_empty());
        checked(&policy, &coalitions, 5);
    }
}
