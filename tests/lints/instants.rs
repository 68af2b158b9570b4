//! What is said never to matter, and never to leave, is asked at every instant: while something cools off, and until the
//! last payout of the week has expired.

use countersign::analyze::{Foreseen, Inspection, Party, Supposed};
use countersign::{Instant, Payout, Policy};
use serde_json::json;

const COOL: &str = include_str!("policies/cool.toml");
const WEEKLY: &str = include_str!("policies/weekly.toml");

fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

/// What is found of one code at an instant.
fn found(text: &str, code: &str, now: &str) -> Vec<String> {
    let inspection = Inspection::of(text, at(now)).unwrap_or_else(|problems| panic!("{problems}"));
    let of_code = inspection.findings().iter().filter(|finding| finding.code().as_str() == code);
    of_code.map(|finding| finding.message().to_owned()).collect()
}

/// What the engine says of 2 BTC that alice asks for, if everybody has signed.
fn asked(text: &str, to: &str, submitted_at: &str, now: &str) -> Foreseen {
    let policy = Policy::parse(text).unwrap_or_else(|problems| panic!("{problems}"));
    let payout: Payout = serde_json::from_value(json!({
        "id": "po-1", "wallet": "hot", "amount": "2 BTC", "to": to, "fee": "0.1 BTC", "initiator": "alice",
        "submitted_at": submitted_at, "payload_sha256": "0".repeat(64),
    }))
    .unwrap();
    let supposed = Supposed::new(&policy);
    supposed.open(&payout).unwrap().of(&Party::everybody(&policy), &Party::nobody(), at(now))
}

const ENTRY: &str = "bc1qjxzq70j25hk3jjgmucd6gdhycuglny3z8gdr93";
const STRANGER: &str = "bc1qr7z48s9hruu6j4hants80yeadktfjp9d4368d3";

#[test]
fn a_rule_that_binds_only_what_still_cools_off_is_dead_once_it_has_and_not_before() {
    for (now, is_dead) in
        [("2026-11-23T10:00:00Z", false), ("2026-11-24T23:59:59Z", false), ("2026-11-25T00:00:00Z", true)]
    {
        assert_eq!(!found(COOL, "dead-rule", now).is_empty(), is_dead, "{now}");
        let foreseen = asked(COOL, ENTRY, now, now);
        assert_eq!(foreseen.checks().iter().all(|check| check.name() != "quorum:large"), is_dead, "{now}");
        // All three are needed while it binds: alice asks, and bob and carol are two of ops.
        assert!(foreseen.is_allowed(), "{now}");
    }
    // An entry that is in the list from the first second on is never bound.
    let warm = COOL.replace("cooling_off=\"48h\"\n", "");
    let now = "2026-11-23T10:00:00Z";
    assert_eq!(found(&warm, "dead-rule", now).len(), 1);
    assert!(asked(&warm, ENTRY, now, now).checks().iter().all(|check| check.name() != "quorum:large"));
}

#[test]
fn a_cooling_off_until_which_a_rule_binds_what_another_covers_is_not_idle() {
    // The same without an amount: it covers strangers, and binds the partner's address until it has cooled off.
    let text = COOL.replace("above=\"1 BTC per 24h\"\n", "").replace("\"unsigned\"", "[\"ops\"]");
    let (cooling, cooled) = ("2026-11-24T23:59:59Z", "2026-11-25T00:00:00Z");
    assert_eq!(found(&text, "idle-cooling-off", cooling), Vec::<String>::new());
    for (now, is_bound) in [(cooling, true), (cooled, false)] {
        let foreseen = asked(&text, ENTRY, now, now);
        assert_eq!(foreseen.checks().iter().any(|check| check.name() == "quorum:large"), is_bound, "{now}");
    }
    // Where the other rule leaves the list out as well nothing of it is covered, cooling or not.
    let neither = text.replace("to=[\"partners\"]", "not_to=[\"vault\"]");
    assert_eq!(found(&neither, "idle-cooling-off", cooling).len(), 1);
    for now in [cooling, cooled] {
        let foreseen = asked(&neither, ENTRY, now, now);
        assert!(!foreseen.is_allowed(), "{now}");
    }
}

#[test]
fn what_leaves_before_the_last_payout_of_the_week_expires_is_not_locked() {
    let from = "2026-11-23T11:00:00Z";
    assert_eq!(found(WEEKLY, "locked", from), Vec::<String>::new());
    // Carol is there by the Monday after, and whoever asked on the Sunday before it has not asked in vain.
    let (sunday, last, opens) = ("2026-11-29T12:00:00Z", "2026-11-30T10:59:59Z", "2026-11-30T12:00:00Z");
    assert!(asked(WEEKLY, STRANGER, sunday, opens).is_allowed());
    assert!(!asked(WEEKLY, STRANGER, from, "2026-11-23T12:00:00Z").is_allowed());
    // Who begins after that hour comes too late for all of them but those of eight days.
    let later = WEEKLY.replace("2026-11-24T00:00:00Z", "2026-11-30T13:00:00Z");
    assert_eq!(found(&later, "locked", from).len(), 1);
    assert!(!asked(&later, STRANGER, last, opens).is_allowed());
    let long = later.replace("payout_ttl=\"7d\"", "payout_ttl=\"8d\"");
    assert_eq!(found(&long, "locked", from), Vec::<String>::new());
    assert!(asked(&long, STRANGER, last, "2026-12-07T12:00:00Z").is_allowed());
}

#[test]
fn the_last_payout_of_the_week_is_asked_about_until_its_last_second() {
    // All of ops are there, and the only address cools off on the 24th at midnight.
    let own = format!(
        "[lists.own]\ncooling_off = \"48h\"\n\
         entries = [{{ chain = \"bitcoin\", address = \"{ENTRY}\", added = 2026-11-22T00:00:00Z }}]\n[[rules]]"
    );
    let text = WEEKLY
        .replace("active_from=2026-11-24T00:00:00Z\n", "")
        .replace("to=\"any\"", "to=[\"own\"]")
        .replace("[[rules]]", &own);
    let (from, last, opens) = ("2026-11-23T11:00:00Z", "2026-11-30T10:59:59Z", "2026-11-30T12:00:00Z");
    for (ttl, is_locked) in [("7d", false), ("3602s", false), ("3601s", true), ("1h", true)] {
        let text = text.replace("payout_ttl=\"7d\"", &format!("payout_ttl=\"{ttl}\""));
        let messages = found(&text, "locked", from);
        assert_eq!(!messages.is_empty(), is_locked, "{ttl}: {messages:?}");
        assert_eq!(!asked(&text, ENTRY, last, opens).is_allowed(), is_locked, "{ttl}");
    }
}

#[test]
fn hours_of_two_zones_that_meet_only_while_one_clock_has_been_put_back_are_asked_about_then() {
    // Three in Zurich is nine in New York, and ten from 25 October to 1 November.
    let york = "[[rules]]\nname = \"york\"\nassets = [\"BTC\"]\nwallets = \"any\"\nto = \"any\"\ninitiators = [\"ops\"]\n\
                approve = \"2 of ops\"\n\
                hours = { days = [\"mon\"], open = \"10:00\", close = \"10:30\", zone = \"America/New_York\" }\n";
    let zurich = "open=\"15:00\",close=\"15:30\",zone=\"Europe/Zurich\"";
    let text = WEEKLY
        .replace("active_from=2026-11-24T00:00:00Z\n", "")
        .replace("open=\"12:00\",close=\"13:00\",zone=\"UTC\"", zurich)
        + york;
    let (from, last) = ("2026-10-08T12:00:00Z", "2026-10-15T11:59:59Z");
    for (ttl, is_locked) in [("21d", false), ("7d", true)] {
        let text = text.replace("payout_ttl=\"7d\"", &format!("payout_ttl=\"{ttl}\""));
        assert_eq!(!found(&text, "locked", from).is_empty(), is_locked, "{ttl}: {:?}", found(&text, "locked", from));
        assert_eq!(!asked(&text, STRANGER, last, "2026-10-26T14:00:00Z").is_allowed(), is_locked, "{ttl}");
        assert!(!asked(&text, STRANGER, last, "2026-10-19T13:00:00Z").is_allowed(), "{ttl}");
    }
}
