//! What is read of a value is what was written.

use std::collections::BTreeSet;

use countersign::{
    Case, Chain, CheckStatus, Destination, Digest, Instant, Key, LedgerHeader, Name, PayoutId, Policy, SignedApproval,
    Verdict, WrittenAmount,
};
use serde_json::json;

use crate::world::{FRIEND, Line, Text, asked, line, person, plus, submitted};

const SHA: &str = "c7742d88a1f13abf1cf5be9a69d2a0b0a55a1a5fbd5e7a3a1cf0a9c3b2ad5b4e";

fn names(names: &[Name]) -> Vec<&str> {
    names.iter().map(Name::as_str).collect()
}

#[test]
fn a_policy_tells_who_it_is_and_whose_keys_it_knows() {
    let first = Text::base().world().policy;
    assert_eq!((first.title(), first.previous()), (None, None));
    let second = Text::base().swap("version = 1", &format!("version = 2\nprevious = \"{SHA}\"\ntitle = \"Hot, acme\""));
    let second = second.world().policy;
    assert_eq!(second.title(), Some("Hot, acme"));
    assert_eq!(second.previous(), Some(Digest::parse(SHA).unwrap()));
    assert_eq!((second.realm().as_str(), second.name().as_str(), second.version()), ("test", "world", 2));
    assert_eq!(names(second.wallets()), ["cold", "hot"], "in order of their names");
    let keys = |who: &str| second.keys_of(who).iter().map(Key::to_string).collect::<Vec<_>>();
    assert_eq!(keys("alice"), [person("alice").key_text()]);
    assert_eq!(keys("shop"), [person("shop").key_text()]);
    assert!(keys("mallory").is_empty());
}

#[test]
fn a_ledgers_first_line_tells_whose_it_is_and_how_many_lines_follow() {
    let header = json!({ "ledger": "acme/hot", "entries": 7, "policy": { "version": 1, "sha256": SHA } });
    let header: LedgerHeader = serde_json::from_value(header).unwrap();
    assert_eq!((header.ledger(), header.entries()), ("acme/hot", 7));
}

#[test]
fn an_approval_tells_who_says_what_with_which_key() {
    let signed = json!({
        "signer": "alice", "key": "ecdsa:02", "verdict": "reject", "signed_at": submitted(), "signature": "00",
    });
    let signed: SignedApproval = serde_json::from_value(signed).unwrap();
    assert_eq!((signed.signer(), signed.verdict()), ("alice", Verdict::Reject));
    let received = signed.received(submitted());
    assert_eq!(
        (received.signer(), received.verdict(), received.received_at()),
        ("alice", Verdict::Reject, submitted())
    );
    let world = Text::base().world();
    let decision = world.decide(&asked().payout(), &[received], &world.ledger(&[]), submitted());
    let [outcome] = decision.approvals() else { panic!("one approval") };
    assert_eq!((outcome.signer(), outcome.key(), outcome.verdict()), ("alice", "ecdsa:02", Verdict::Reject));
}

#[test]
fn a_payout_of_another_amount_is_the_same_but_for_it() {
    let payout = asked().with("note", "invoice 17").with("fee", "0.1 BTC").payout();
    let other = payout.with_amount(WrittenAmount::parse("0.25 BTC").unwrap());
    assert_eq!(other, asked().with("note", "invoice 17").with("fee", "0.1 BTC").of("0.25 BTC").payout());
    assert_ne!(other, payout);
}

#[test]
fn what_a_payout_is_written_as_is_read_again_to_the_letter() {
    let written = json!({
        "id": "po-1", "wallet": "hot", "amount": "0.5 BTC", "to": "r", "tag": "7", "fee": "0.1 BTC", "initiator": "carol",
        "submitted_at": "2026-11-22T10:00:00Z", "payload_sha256": SHA, "note": "invoice 17",
    });
    let payout: countersign::Payout = serde_json::from_value(written.clone()).unwrap();
    assert_eq!(serde_json::to_value(&payout).unwrap(), written);
    assert_eq!(payout.tag().unwrap().as_str(), "7");
    assert_eq!(payout.note().unwrap().as_str(), "invoice 17");
    assert_eq!(payout.payload_sha256().unwrap().to_string(), SHA);
}

#[test]
fn names_are_found_by_their_text() {
    let names: BTreeSet<Name> = ["alice", "bob"].map(|name| Name::parse(name).unwrap()).into();
    assert!(names.contains("bob") && !names.contains("carol"));
    let ids: BTreeSet<PayoutId> = ["1", "2"].map(|id| PayoutId::parse(id).unwrap()).into();
    assert!(ids.contains("2") && !ids.contains("3"));
}

#[test]
fn values_show_themselves_where_programs_are_debugged() {
    let key = person("alice").key_text();
    assert_eq!(format!("{:?}", Key::parse(&key).unwrap()), format!("Key({key})"));
    assert_eq!(format!("{:?}", Digest::parse(SHA).unwrap()), format!("Digest({SHA})"));
    let instant = "2026-11-22T10:00:00Z";
    assert_eq!(format!("{:?}", Instant::parse(instant).unwrap()), instant);
    assert_eq!(format!("{:<6}|{}", CheckStatus::Met, CheckStatus::Wait), "met   |wait");
}

#[test]
fn a_place_is_its_chain_and_address_without_a_tag() {
    let place = |chain: &str, address: &str, tag| {
        Destination::new(Chain::parse(chain).unwrap(), address, tag).unwrap().place().to_string()
    };
    assert_eq!(place("ripple", "rDsbeo", Some("7")), "ripple rdsbeo", "whatever its letter case");
    let address = "3P14159f73E4gFr7JterCCQh9QjiTjiZrG";
    assert_eq!(place("bitcoin", address, None), format!("bitcoin {address}"));
}

#[test]
fn a_digest_is_64_digits_of_hex_in_lower_case() {
    let reads = |text: &str| Digest::parse(text).map(|digest| digest.to_string());
    let every = "00112233445566778899aabbccddeeff".repeat(2);
    assert_eq!(reads(&every), Ok(every.clone()));
    assert!(reads(&every.to_uppercase()).is_err());
    assert!(reads(&every[1..]).is_err());
    assert!(reads(&format!("{every}0")).is_err());
    assert!(reads(&every.replace('f', "g")).is_err());
    assert_eq!(Digest::of(b"abc").to_string(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

#[test]
fn the_version_of_the_zone_data_is_in_every_decision() {
    let world = Text::base().world();
    let payout = asked().payout();
    let case = Case::open(&world.policy, &payout, &[]).unwrap();
    let decision = case.decide(&world.ledger(&[]), &countersign::Quotes::none(), submitted());
    let told = serde_json::to_value(&decision).unwrap();
    let version = told["tzdb"].as_str().unwrap();
    let (year, letter) = version.split_at(4);
    assert!(year.parse::<u32>().unwrap() >= 2025, "{version}");
    assert!(letter.len() == 1 && letter.chars().all(|c| c.is_ascii_lowercase()), "{version}");
}

#[test]
fn a_policys_possible_outcomes_are_those_its_checks_can_find() {
    let outcomes = |policy: &Policy, check: &str| -> Vec<&'static str> {
        let outcomes = policy.possible_outcomes();
        outcomes.iter().filter(|one| one.check() == check).map(|one| one.status().as_str()).collect()
    };
    let open = Text::base();
    assert_eq!(outcomes(&open.world().policy, "covered"), ["met"], "the rule covers everything");
    let narrow = open.clone().swap("to = \"any\"", "not_to = [\"friends\"]").world().policy;
    assert_eq!(outcomes(&narrow, "covered"), ["met", "fail"]);
    let named = open.swap("initiators = \"unsigned\"", "initiators = [\"ops\"]").world().policy;
    assert_eq!(outcomes(&named, "covered"), ["met", "fail"]);
    assert_eq!(outcomes(&named, "initiator:base"), ["met", "wait"]);
}

#[test]
fn another_line_gives_a_ledger_another_digest() {
    let world = Text::base().world();
    let one = || line("po-0", "1 BTC", submitted());
    let digest = |lines: &[Line]| world.ledger(lines).digest();
    let other_hour = plus(submitted(), 3_600).to_string();
    let changes = [
        ("payout", "po-2"),
        ("wallet", "cold"),
        ("amount", "2 BTC"),
        ("to", FRIEND),
        ("initiator", "sometwo"),
        ("at", other_hour.as_str()),
        ("state", "paid"),
        ("fee", "0.1 BTC"),
        ("value", "1 USD"),
    ];
    let others = changes.map(|(key, value)| digest(&[one().with(key, value)]));
    let listed = digest(&[one().with("lists", json!(["friends"]))]);
    let all: BTreeSet<String> =
        others.into_iter().chain([listed, digest(&[one()]), digest(&[])]).map(|digest| digest.to_string()).collect();
    assert_eq!(all.len(), changes.len() + 3, "each its own");
    assert_eq!(digest(&[one()]), digest(&[one()]));
    assert!(world.ledger(&[]).is_empty() && !world.ledger(&[one()]).is_empty());
}

#[test]
fn a_refusal_opens_the_ledger_to_no_other_text_of_its_version() {
    let world = Text::base().world();
    let payout = asked().with("initiator", "alice").payout();
    let withdrawn = world.says(&payout, "alice", Verdict::Reject, submitted());
    let written_under = |version, sha256: &str| {
        let mut ledger = world.ledger_written_under(&[], version, sha256);
        let decision = world.decide(&payout, std::slice::from_ref(&withdrawn), &ledger, submitted());
        ledger.refuse(decision.into_refusal().unwrap()).unwrap();
        assert_eq!(ledger.len(), 1);
        serde_json::to_value(ledger.header()).unwrap()["policy"].clone()
    };
    let own = world.policy.digest().to_string();
    assert_eq!(written_under(1, SHA), json!({ "version": 1, "sha256": SHA }), "another text");
    assert_eq!(written_under(2, SHA), json!({ "version": 2, "sha256": SHA }), "a later version");
    assert_eq!(written_under(1, &own), json!({ "version": 1, "sha256": own }));
}
