//! Payouts asked for in one name: whose key that is signs, or not, and is not like anybody else.

use countersign::analyze::{Coalitions, Focus, KindOfPayout, Party};
use countersign::{Instant, Policy, Quotes, WrittenAmount};
use serde_json::{Value, json};

use crate::oracle::{Oracle, in_words, some};
use crate::showcases::{self, AT};

const SIGNED: &str = include_str!("found/signed-requests.toml");
const UNSIGNED: &str = include_str!("found/unsigned-requests.toml");

const BY_ASKER: &str = include_str!("found/by-asker.toml");

fn parsed(text: &str) -> Policy {
    Policy::parse(text).unwrap_or_else(|problems| panic!("{problems}"))
}

fn in_the_name_of<'p>(policy: &'p Policy, name: &str) -> Coalitions<'p> {
    let focus = Focus { initiator: Some(name.into()), ..Focus::default() };
    Coalitions::of(policy, &focus, &Quotes::none(), Instant::parse(AT).unwrap()).unwrap()
}

fn party(policy: &Policy, names: &[&str]) -> Party {
    Party::of(policy, names.iter().copied()).unwrap()
}

/// The sets that are said to release the first band that anybody releases, once the engine has said the same of every set of people.
fn checked(policy: &Policy, name: &str) -> Vec<String> {
    let coalitions = in_the_name_of(policy, name);
    let oracle = Oracle::new(policy, &Quotes::none()).in_the_name_of(name);
    for band in coalitions.kinds().iter().flat_map(KindOfPayout::bands) {
        oracle.check_band(band, some(oracle.everyone()));
    }
    let mut bands = coalitions.kinds().iter().flat_map(KindOfPayout::bands);
    bands.find(|band| !band.releases().is_empty()).map_or_else(Vec::new, |band| in_words(policy, band.releases()))
}

fn seats(coalitions: &Coalitions<'_>) -> Value {
    let json = serde_json::to_value(coalitions).unwrap();
    let mut bands = json["kinds"].as_array().unwrap().iter().flat_map(|kind| kind["bands"].as_array().unwrap());
    bands.find_map(|band| band["releases"].get(0)).unwrap()["seats"].clone()
}

#[test]
fn what_alice_has_to_ask_for_nobody_releases_without_her() {
    let policy = parsed(SIGNED);
    assert_eq!(checked(&policy, "alice"), ["alice and any 1 of (bob, carol)"]);
    let coalitions = in_the_name_of(&policy, "alice");
    assert_eq!(seats(&coalitions), json!([{"count": 1, "of": ["alice"]}, {"count": 1, "of": ["bob", "carol"]}]));
    let stolen = coalitions.clone().with_stolen(party(&policy, &["bob", "carol"])).to_string();
    assert!(stolen.contains("bob and carol alone: nothing"), "{stolen}");
    assert!(stolen.contains("stolen          enough with alice\n"), "{stolen}");
    let lost = coalitions.with_lost(party(&policy, &["alice"]));
    assert!(lost.to_string().contains("locked: nobody who is left can release it"), "{lost}");
    let json = serde_json::to_value(&lost).unwrap();
    assert_eq!(json["kinds"][0]["bands"][0]["vetoes"], json!([]), "what cannot be asked for need not be stopped");
}

#[test]
fn what_is_asked_for_unsigned_in_her_name_the_others_release_and_she_may_not() {
    let policy = parsed(UNSIGNED);
    assert_eq!(checked(&policy, "alice"), ["any 1 of bob, carol"]);
    let coalitions = in_the_name_of(&policy, "alice");
    let text = coalitions.to_string();
    assert!(text.contains("one person alone:\n    up to 1 BTC"), "{text}");
    // She can withdraw it, unless her key is lost.
    assert!(text.contains("stopped by      whoever asked for it, by withdrawing it\n"), "{text}");
    let lost = coalitions.with_lost(party(&policy, &["alice"])).to_string();
    assert!(lost.contains("stopped by      nobody\n"), "{lost}");
}

#[test]
fn where_she_may_approve_what_is_asked_for_in_her_name_she_is_one_of_them() {
    let may_approve = |text: &str| parsed(&text.replacen("payload ", "initiator_may_approve = true\npayload ", 1));
    assert_eq!(checked(&may_approve(SIGNED), "alice"), ["alice"]);
    assert_eq!(checked(&may_approve(UNSIGNED), "alice"), ["any 1 of alice, bob, carol"]);
    let two = |text: &str| text.replace("\"1 of owners\"", "\"2 of owners\"");
    assert_eq!(checked(&may_approve(&two(SIGNED)), "alice"), ["alice and any 1 of (bob, carol)"]);
    assert_eq!(checked(&may_approve(&two(UNSIGNED)), "alice"), ["any 2 of alice, bob, carol"]);
    assert_eq!(checked(&parsed(&two(UNSIGNED)), "alice"), ["bob and carol"]);
    assert_eq!(checked(&parsed(&two(UNSIGNED)), "someone"), ["any 2 of alice, bob, carol"]);
}

#[test]
fn one_merchant_is_not_another() {
    let policy = showcases::policy("payment-processor");
    assert_eq!(checked(&policy, "merchant-17"), ["merchant-17"]);
    let coalitions = in_the_name_of(&policy, "merchant-17");
    assert_eq!(seats(&coalitions), json!([{"count": 1, "of": ["merchant-17"]}]));
    let text = coalitions.with_stolen(party(&policy, &["merchant-42"])).to_string();
    assert!(text.contains("enough with merchant-17") && !text.contains("stolen          enough\n"), "{text}");
    // Of three names that none of the three is alone, and somebody who is no merchant.
    assert_eq!(checked(&policy, "merchant-42"), ["merchant-42"]);
    checked(&policy, "alice");
}

fn rule(name: &str, initiators: &str, more: &str) -> String {
    format!(
        "[[rules]]\nname = \"{name}\"\nassets = [\"ETH\"]\nwallets = \"any\"\nto = \"any\"\ninitiators = {initiators}\n{more}\n"
    )
}

fn policy_of(rules: &[String]) -> Policy {
    parsed(&format!("{BY_ASKER}{}", rules.concat()))
}

/// The wait, who releases and who stops it, of the first band, once the engine has said the same of every set of people.
fn by_asker(rules: &[String]) -> (Vec<(String, String)>, Vec<String>) {
    let policy = policy_of(rules);
    let coalitions = Coalitions::of(&policy, &Focus::default(), &Quotes::none(), Instant::parse(AT).unwrap()).unwrap();
    let oracle = Oracle::new(&policy, &Quotes::none());
    let mut bands = coalitions.kinds().iter().flat_map(KindOfPayout::bands);
    let band = bands.find(|band| !band.releases().is_empty()).unwrap();
    oracle.check_band(band, some(oracle.everyone()));
    let waits = band.releases().iter().map(|one| (one.waits().to_string(), one.coalition().in_words(&policy)));
    let text = coalitions.to_string();
    let stopped = text.lines().filter_map(|line| line.trim().strip_prefix("stopped by      ")).map(str::to_owned);
    (waits.collect(), stopped.collect())
}

/// Whichever of the two stands first, the same people wait as long as the quicker of them has to.
#[test]
fn the_same_people_wait_as_long_as_whoever_of_them_is_soonest() {
    let pay = rule("pay", "[\"ops\"]", "approve = \"1 of ops\"");
    for (slow, quick) in [("alice", "bob"), ("bob", "alice")] {
        let day = rule("day", &format!("[\"{slow}\"]"), "approve = \"none\"\ndelay = \"24h\"\nveto = \"nobody\"");
        let hour = rule("hour", &format!("[\"{quick}\"]"), "approve = \"none\"\ndelay = \"1h\"\nveto = \"nobody\"");
        let (waits, _) = by_asker(&[pay.clone(), day, hour]);
        assert_eq!(waits, [("1h".to_owned(), "alice and bob".to_owned())]);
    }
}

#[test]
fn who_can_stop_it_is_told_of_every_asker() {
    let pay = rule("pay", "[\"ops\"]", "approve = \"1 of ops\"");
    let slow = rule("slow", "[\"alice\"]", "approve = \"none\"\ndelay = \"24h\"\nveto = \"1 of carol\"");
    let (waits, stopped) = by_asker(&[pay, slow]);
    assert_eq!(waits, [("0s".to_owned(), "alice and bob".to_owned())]);
    assert_eq!(
        stopped,
        [
            "carol; or whoever asked for it, by withdrawing it, if alice asked for it",
            "whoever asked for it, by withdrawing it, if bob asked for it",
        ]
    );
}

/// Alice alone has to wait; with bob, who asks, she need not.
#[test]
fn more_people_are_told_of_where_they_wait_less() {
    let alone = rule("alone", "[\"alice\"]", "approve = \"none\"\ndelay = \"24h\"\nveto = \"1 of carol\"");
    let two = rule("two", "[\"bob\"]", "approve = \"1 of alice\"\ndelay = \"1h\"\nveto = \"nobody\"");
    let (waits, stopped) = by_asker(&[alone, two]);
    assert_eq!(waits, [("24h".to_owned(), "alice".to_owned()), ("1h".to_owned(), "alice and bob".to_owned())]);
    assert_eq!(stopped.len(), 2, "{stopped:?}");
}

/// Who need not wait is said first, and who waits after.
#[test]
fn whoever_need_not_wait_is_said_before_those_who_have_to() {
    let policy = policy_of(&[
        rule("alone", "[\"bob\"]", "approve = \"none\"\ndelay = \"1h\"\nveto = \"nobody\""),
        rule("two", "[\"alice\"]", "approve = \"1 of carol\""),
    ]);
    let at = Instant::parse(AT).unwrap();
    let text = Coalitions::of(&policy, &Focus::default(), &Quotes::none(), at).unwrap().to_string();
    let (quick, slow) = (text.find("released by     alice and carol"), text.find("after 1h by     bob"));
    assert!(quick.unwrap() < slow.unwrap(), "{text}");
}

/// All seven waive the delay: whoever holds their keys need not wait.
#[test]
fn thieves_who_need_not_wait_are_not_said_to() {
    let policy = showcases::policy("treasury");
    let seven = party(&policy, &["anna", "ben", "chloe", "david", "emma", "felix", "gina"]);
    let at = Instant::parse(AT).unwrap();
    let focus = Focus { amount: Some(WrittenAmount::parse("1000000 USDC").unwrap()), ..Focus::default() };
    let of =
        |stolen: Party| Coalitions::of(&policy, &focus, &Quotes::none(), at).unwrap().with_stolen(stolen).to_string();
    let text = of(seven);
    assert!(text.contains("alone:\n    1000000 USDC to anybody\n"), "{text}");
    assert!(text.contains("stolen          enough, at once\n"), "{text}");
    let text = of(party(&policy, &["anna", "ben", "chloe", "david", "emma"]));
    assert!(text.contains("alone:\n    1000000 USDC to anybody: after 3d\n"), "{text}");
    assert!(text.contains("stolen          enough\n"), "{text}");
}
