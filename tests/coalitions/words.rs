//! What the answer says in words: nothing that another question would make false.

use countersign::analyze::{Coalitions, Focus, Inspection, KindOfPayout, Party};
use countersign::{Instant, Policy, Quotes, WrittenAmount};
use serde_json::json;

use crate::oracle::{Oracle, some};
use crate::showcases::AT;

const FREE: &str = include_str!("found/free.toml");
const SOLO: &str = include_str!("found/solo.toml");
const STEPS: &str = include_str!("found/steps.toml");

fn parsed(text: &str) -> Policy {
    Policy::parse(text).unwrap_or_else(|problems| panic!("{problems}"))
}

fn at() -> Instant {
    Instant::parse(AT).unwrap()
}

fn coalitions(policy: &Policy) -> Coalitions<'_> {
    Coalitions::of(policy, &Focus::default(), &Quotes::none(), at()).unwrap()
}

/// The engine's word on every set of people, of everything that is said.
fn check(policy: &Policy, coalitions: &Coalitions<'_>) {
    let oracle = Oracle::new(policy, &Quotes::none());
    for band in coalitions.kinds().iter().flat_map(KindOfPayout::bands) {
        oracle.check_band(band, some(oracle.everyone()));
    }
}

#[test]
fn in_short_a_wallet_is_named_where_wallets_differ_and_what_is_left_out_is_said() {
    let policy = parsed(STEPS);
    let coalitions = coalitions(&policy);
    check(&policy, &coalitions);
    let text = coalitions.to_string();
    let (short, rest) = text.split_once("\n\nBTC out of hot\n").unwrap();
    let words = ["any 1 of ops", "any 2 of ops", "any 3 of ops"];
    for (amount, who) in ["1 BTC per 24h", "2 BTC per 24h", "3 BTC per 24h"].into_iter().zip(words) {
        assert!(short.contains(&format!("    up to {amount} out of hot to anybody: {who}\n")), "{short}");
    }
    assert!(short.contains("    up to 50000 BTC per 24h out of vault to anybody: any 2 of ops\n"), "{short}");
    assert!(short.ends_with("\n  more people can more: see below"), "{short}");
    assert!(rest.contains("up to 10000 BTC per 24h\n      released by     any 4 of ops\n"), "{rest}");
}

#[test]
fn in_short_nothing_is_said_to_be_left_out_where_nothing_is() {
    let three = STEPS.replace("10000 BTC per 24h", "3 BTC per 24h");
    let policy = parsed(&three);
    let text = coalitions(&policy).to_string();
    assert!(text.contains("  3 people:\n") || text.contains("  three people:\n"), "{text}");
    assert!(!text.contains("more people can more"), "{text}");
}

/// Every line that says who releases what, first in short.
fn lines<'t>(text: &'t str, with: &str) -> Vec<&'t str> {
    text.lines().filter(|line| line.contains(with)).map(str::trim).collect()
}

#[test]
fn what_needs_no_key_anybody_releases_and_what_nobody_can_release_nobody_does() {
    let policy = parsed(FREE);
    let coalitions = coalitions(&policy);
    check(&policy, &coalitions);
    let text = coalitions.to_string();
    let short = "\n  anybody, without a key:\n    up to 90 BTC per 24h to a stranger\n    up to 5 BTC per 24h to vault\n    by all their payouts in any 24h, whoever they are: at most 90 BTC\n  two people:\n";
    assert!(text.contains(short), "{text}");
    let said = lines(&text, "released by");
    assert_eq!(said.iter().filter(|line| line.ends_with(" anybody, without a key")).count(), 2, "{text}");
    assert!(!said.iter().any(|line| line.contains("nobody")), "{text}");
    assert!(text.contains("above 90 BTC: nobody\n"), "{text}");
    let json = serde_json::to_value(&coalitions).unwrap();
    let bands = json["kinds"].as_array().unwrap().iter().flat_map(|kind| kind["bands"].as_array().unwrap());
    let releases = bands.flat_map(|band| band["releases"].as_array().unwrap());
    let keyless: Vec<_> = releases.filter(|release| release["seats"] == json!([])).collect();
    assert_eq!(keyless.len(), 2);
    assert!(keyless.iter().all(|release| release["people"] == "anybody, without a key"));
}

#[test]
fn whose_stolen_keys_are_enough_lack_nobody() {
    let policy = parsed(FREE);
    let stolen = Party::of(&policy, ["alice", "bob"]).unwrap();
    let json = serde_json::to_value(coalitions(&policy).with_stolen(stolen)).unwrap();
    let bands = json["kinds"].as_array().unwrap().iter().flat_map(|kind| kind["bands"].as_array().unwrap());
    let missing: Vec<_> =
        bands.flat_map(|band| band["releases"].as_array().unwrap()).map(|one| &one["missing"]["people"]).collect();
    assert!(!missing.is_empty() && missing.iter().all(|people| **people == "nobody"), "{missing:?}");
}

#[test]
fn a_finding_says_of_what_needs_no_key_that_anybody_releases_it() {
    let inspection = Inspection::of(SOLO, at()).unwrap();
    let one_person = inspection.findings().iter().find(|finding| finding.code().as_str() == "one-person").unwrap();
    let notes = one_person.notes();
    assert!(notes.iter().any(|note| note.ends_with("up to 1 BTC per 24h: anybody, without a key")), "{notes:?}");
    assert!(notes.iter().any(|note| note.ends_with("up to 90 BTC per 24h: any 1 of alice, bob")), "{notes:?}");
    assert!(!notes.iter().any(|note| note.contains(": nobody,") || note.ends_with(": nobody")), "{notes:?}");
}

#[test]
fn what_was_asked_is_part_of_the_answer() {
    let policy = parsed(STEPS);
    let asked = |focus: &Focus| Coalitions::of(&policy, focus, &Quotes::none(), at()).unwrap();
    let amount = WrittenAmount::parse("2.50 BTC").unwrap();
    let focus = Focus {
        asset: None,
        wallet: Some("hot".into()),
        to: Some("stranger".into()),
        initiator: Some("alice".into()),
        amount: Some(amount),
    };
    let coalitions = asked(&focus);
    let asked_about = coalitions.to_string().lines().nth(4).unwrap().to_owned();
    assert_eq!(
        asked_about,
        "asked about no other payouts than these: 2.50 BTC, out of hot, to a stranger, initiated by alice"
    );
    let json = serde_json::to_value(&coalitions).unwrap();
    let expected = json!({"wallet": "hot", "to": "stranger", "initiator": "alice", "amount": "2.50 BTC"});
    assert_eq!(json["asked"], expected);
    let of_one_asset = asked(&Focus { asset: Some("BTC".into()), ..Focus::default() });
    let text = of_one_asset.to_string();
    assert!(text.contains("\nasked about no other payouts than these: BTC\n"), "{text}");
    assert_eq!(serde_json::to_value(&of_one_asset).unwrap()["asked"], json!({"asset": "BTC"}));
    let all = asked(&Focus::default());
    assert!(!all.to_string().contains("asked about"), "{all}");
    assert!(serde_json::to_value(&all).unwrap().get("asked").is_none());
}
