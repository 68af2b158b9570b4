//! Facts about small changes, each with what it is good for.

use countersign::analyze::Change::{Looser, Mixed, Tighter};
use countersign::analyze::{Comparison, Party, Supposed};
use countersign::{Instant, Name, Payout, Scheme};

use crate::family;
use crate::replay::{compared, edited, parse};
use crate::support::signer::Signer;

const APPROVE: &str = "approve = \"1 of ops\"";

/// The family's first policy with one thing written otherwise, and then another.
fn compare(both: (&str, &str), then: (&str, &str)) -> Comparison {
    let old = edited(&family::first(), both.0, both.1);
    let new = edited(&old, then.0, then.1);
    compared(&parse(&old), &parse(&new))
}

#[test]
fn a_longer_delay_is_tighter_and_a_shorter_looser() {
    let delayed = "approve = \"1 of ops\"\ndelay = \"24h\"\nveto = \"1 of risk\"";
    let longer = compare((APPROVE, delayed), ("\"24h\"\nveto", "\"25h\"\nveto"));
    assert_eq!(longer.change(), Tighter);
    let shorter = compare((APPROVE, delayed), ("\"24h\"\nveto", "\"23h\"\nveto"));
    assert_eq!(shorter.change(), Looser);
    let [witness] = shorter.more().witnesses() else { panic!("{shorter}") };
    let example = witness.example();
    assert_eq!(example.at().unix() - example.payout().submitted_at().unix(), 23 * 3_600, "as soon as it may");
}

/// Her approval does not count any more, and neither does her no.
#[test]
fn who_leaves_sooner_approves_less_and_stops_less() {
    let left = "[approvers.dana]\nactive_until = 2026-11-27T00:00:00Z";
    let approving = compare((APPROVE, "approve = \"1 of ops and 1 of risk\""), ("[approvers.dana]", left));
    assert_eq!(approving.change(), Tighter, "{approving}");
    let stopping = compare((APPROVE, "approve = \"1 of ops\"\nveto = \"1 of risk\""), ("[approvers.dana]", left));
    assert_eq!(stopping.change(), Looser, "{stopping}");
    let rejecting = stopping.more().witnesses()[0].example().rejecting();
    assert_eq!(rejecting.iter().map(Name::as_str).collect::<Vec<_>>(), ["dana"]);
}

#[test]
fn it_is_said_who_can_have_how_much_and_whom_it_took_before() {
    let comparison = compare((APPROVE, "approve = \"2 of ops\""), ("\"2 of ops\"", "\"1 of ops\""));
    assert_eq!(comparison.change(), Looser);
    let text = comparison.to_string();
    let said = "  alice alone can have up to 2 BTC per 24h released from hot; before: alice and bob\n";
    assert!(text.contains(said), "{text}");
}

/// A line of the ledger is taken off the budget of everybody, or of what went there: that shows only after it.
#[test]
fn a_limit_of_each_destination_is_looser_than_one_of_all() {
    let limit = "[[limits]]\nname = \"own\"\nmax = \"1 BTC per 24h\"\n";
    let each = format!("{limit}each = [\"destination\"]\n");
    let comparison = compare(("\n# more\n", limit), (limit, &each));
    assert_eq!(comparison.change(), Looser, "{comparison}");
    assert_eq!(comparison.more().witnesses()[0].example().ledger().len(), 1);
}

/// Zurich had no summer time in 1980, and since then the two clocks are one.
#[test]
fn what_lies_before_the_instant_that_is_asked_about_is_said_to() {
    let path = format!("{}/policies/hot-wallet.toml", env!("CARGO_MANIFEST_DIR"));
    let old = std::fs::read_to_string(path).unwrap();
    let new = old.replace("Europe/Zurich", "Europe/Berlin");
    let comparison = compared(&parse(&old), &parse(&new));
    assert_eq!(comparison.change(), Mixed, "{comparison}");
    let text = comparison.to_string();
    for title in ["Allowed now, and not before", "Allowed before, and not any more"] {
        let said = format!("\n{title}: nothing from 2026-11-23T10:00:00Z on, which is proven; earlier\n");
        assert!(text.contains(&said), "{text}");
    }
    assert!(text.contains(", decided 1980-"), "{text}");
}

#[test]
fn what_only_one_of_the_two_can_read_is_said_not_to_be_compared() {
    let old = family::first();
    let key = Signer::named("bartholomew", Scheme::Ecdsa).key_text();
    let new = edited(&old, "[groups]", &format!("[approvers.bartholomew]\nkeys = [\"{key}\"]\n[groups]"));
    let said =
        "\nNot compared: payouts of which a statement fits 640 bytes under one alone: it is up to 6 bytes longer under";
    let longer = compared(&parse(&old), &parse(&new));
    assert!(longer.to_string().contains(&format!("{said} the new\n")) && !longer.reads_more(), "{longer}");
    let shorter = compared(&parse(&new), &parse(&old));
    assert!(shorter.to_string().contains(&format!("{said} the old\n")) && shorter.reads_more(), "{shorter}");
    let text = compared(&parse(&old), &parse(&format!("{old}# the same\n"))).to_string();
    assert!(!text.contains("Not compared"), "{text}");
}

/// The same people can have the same for two reasons: that is told once, and each reason below it.
#[test]
fn what_the_same_people_can_have_is_told_once() {
    let path = format!("{}/policies/hot-wallet.toml", env!("CARGO_MANIFEST_DIR"));
    let old = std::fs::read_to_string(path).unwrap();
    let text = compared(&parse(&old), &parse(&edited(&old, "\"5 BTC per 24h\"", "\"8 BTC per 24h\""))).to_string();
    let summary = "\n  alice and carol can have up to 8 BTC per 24h released from hot-1 to a stranger, at 2026-11-23T10:00:00Z; before: nobody so soon, if alice asks\n";
    assert_eq!(text.matches(summary).count(), 1, "{text}");
    let rule = "rule `btc-all-customers`";
    let about = format!("    it is about   who approves, in {rule}\n                  the delay of {rule}\n");
    assert!(text.contains(&about), "{text}");
    let stopped = "\n  alice and carol can have up to 8 BTC per 24h released from hot-1 to a stranger, at 2026-11-23T10:00:00Z, although grace rejects it; before: nobody can have that, if alice asks\n";
    assert_eq!(text.matches(stopped).count(), 1, "{text}");
}

/// By rule, and by person: in which rules somebody approves.
#[test]
fn what_changes_for_a_person_is_said_of_the_person() {
    let comparison =
        compare((APPROVE, "approve = \"1 of ops\""), ("ops = [\"alice\", \"bob\"]", "ops = [\"alice\", \"dana\"]"));
    let text = comparison.to_string();
    assert!(
        text.contains("\n  approver bob\n    approves: base -> -\n  approver dana\n    approves: - -> base\n"),
        "{text}"
    );
}

/// Who asks may not approve: of three of ops nobody can, if one of them asks, and all can if the robot does.
#[test]
fn where_nobody_can_have_what_one_asks_for_it_is_said_who_could_if_another_did() {
    let path = format!("{}/policies/hot-wallet.toml", env!("CARGO_MANIFEST_DIR"));
    let old = std::fs::read_to_string(path).unwrap();
    let new = parse(&old.replacen("\"2 of ops and 1 of risk\"", "\"3 of ops and 1 of risk\"", 1));
    let comparison = compared(&parse(&old), &new);
    let text = comparison.to_string();
    let instead = "; now: nobody can have that, if alice asks; if payout-bot asks, it takes alice, bob, carol, erin and payout-bot\n";
    assert!(text.contains(instead), "{text}");
    // The engine says so: of the most that is told, and of nobody less.
    let json = serde_json::to_value(&comparison).unwrap();
    let shown = &json["less"]["examples"][0];
    let names = |value: &serde_json::Value| -> Vec<String> { serde_json::from_value(value["people"].clone()).unwrap() };
    let people = names(&shown["instead"]);
    let mut payout = shown["payout"].clone();
    payout["amount"] = shown["up_to"]["amount"].clone();
    payout["initiator"] = shown["instead"]["initiator"].clone();
    let payout: Payout = serde_json::from_value(payout).unwrap();
    let at = Instant::parse(shown["at"].as_str().unwrap()).unwrap();
    let supposed = Supposed::new(&new);
    let allows = |people: &[String]| {
        let signing = Party::of(&new, people.iter().map(String::as_str)).unwrap();
        supposed.open(&payout).unwrap().of(&signing, &Party::nobody(), at).is_allowed()
    };
    assert!(allows(&people), "{people:?}");
    for left_out in 0..people.len() {
        let fewer: Vec<String> =
            people.iter().enumerate().filter(|(at, _)| *at != left_out).map(|(_, one)| one.clone()).collect();
        assert!(!allows(&fewer), "{fewer:?}");
    }
}
