//! A decision in words: who must do what by when.

use countersign::{Decision, EdgeSide, Verdict};
use serde_json::{Value, json};

use crate::world::{Line, Text, World, asked, line, plus, submitted};

const HOUR: i64 = 3_600;

/// What the quorum of a rule finds, and who is missing, when these people approve.
fn quorum(text: &Text, approving: &[&str]) -> (String, Value) {
    let world = text.world();
    let payout = asked().payout();
    let approvals: Vec<_> = approving.iter().map(|who| world.approve(&payout, who)).collect();
    let decision = world.decide(&payout, &approvals, &world.ledger(&[]), submitted());
    let check = decision.checks().iter().find(|check| check.name() == "quorum:base").unwrap();
    let missing = check.missing().map(|missing| (missing.count(), missing.from().to_vec()));
    let told = missing.map_or(Value::Null, |(count, from)| json!({ "count": count, "from": from }));
    assert_eq!(serde_json::to_value(check).unwrap()["missing"], told);
    (check.text().to_owned(), told)
}

fn needs(quorum: &str) -> Text {
    Text::base().swap("approve = \"1 of ops\"", &format!("approve = \"{quorum}\""))
}

#[test]
fn a_quorum_says_how_many_more_must_approve_and_who_could_be_next() {
    let missing = |count: u32, from: &[&str]| json!({ "count": count, "from": from });
    let (text, who) = quorum(&needs("1 of ops"), &[]);
    assert_eq!(text, "one of alice, bob, carol must approve");
    assert_eq!(who, missing(1, &["alice", "bob", "carol"]));
    let (text, who) = quorum(&needs("2 of ops"), &[]);
    assert_eq!(text, "2 more people must approve; next could be alice, bob, carol");
    assert_eq!(who, missing(2, &["alice", "bob", "carol"]));
    let (text, who) = quorum(&needs("all of ops"), &["alice"]);
    assert_eq!(text, "bob, carol must approve");
    assert_eq!(who, missing(2, &["bob", "carol"]));
    let (text, who) = quorum(&needs("all of ops"), &["alice", "bob"]);
    assert_eq!(text, "carol must approve");
    assert_eq!(who, missing(1, &["carol"]));
    let (text, who) = quorum(&needs("all of ops"), &["alice", "bob", "carol"]);
    assert_eq!(text, "approved by alice, bob, carol");
    assert_eq!(who, Value::Null);
}

#[test]
fn only_those_are_named_whose_approval_brings_a_quorum_nearer() {
    let from = |quorum_text: &str, approving: &[&str]| quorum(&needs(quorum_text), approving).1["from"].clone();
    assert_eq!(from("1 of ops and 1 of risk", &["alice"]), json!(["dana", "erin"]));
    assert_eq!(from("1 of ops or 2 of risk", &[]), json!(["alice", "bob", "carol"]), "the nearest alternative");
    assert_eq!(from("2 of ops or 2 of risk", &["dana"]), json!(["erin"]));
    assert_eq!(from("1 of ops or 1 of risk", &[]), json!(["alice", "bob", "carol", "dana", "erin"]));
}

#[test]
fn people_whose_time_is_to_come_are_named_with_it_and_no_more_than_eight_are_named() {
    let later = needs("1 of ops").swap("[approvers.bob]", "[approvers.bob]\nactive_from = 2026-11-22T10:00:01Z");
    let (text, _) = quorum(&later, &[]);
    assert_eq!(text, "one of alice, bob (from 2026-11-22T10:00:01Z), carol must approve");
    let now = needs("1 of ops").swap("[approvers.bob]", "[approvers.bob]\nactive_from = 2026-11-22T10:00:00Z");
    assert_eq!(quorum(&now, &[]).0, "one of alice, bob, carol must approve");
    let people = |count: usize| -> Text {
        let more: Vec<String> = (1..=count).map(|place| format!("\"a{place}\"")).collect();
        let keys: Vec<String> =
            (1..=count).map(|place| format!("[approvers.a{place}]\nkeys = [\"KEY-a{place}\"]")).collect();
        needs("1 of all").swap("[groups]", &format!("[groups]\nmany = [{}]", more.join(", "))).plus(&keys.join("\n"))
    };
    let of = |count: usize| people(count).swap("1 of all", "1 of many");
    assert_eq!(quorum(&of(8), &[]).0, "one of a1, a2, a3, a4, a5, a6, a7, a8 must approve");
    assert_eq!(quorum(&of(10), &[]).0, "one of a1, a10, a2, a3, a4, a5, a6, a7 and 2 others must approve");
}

fn told(decision: &Decision<'_>) -> String {
    // The checks come after, each with its own words.
    let text = decision.to_string();
    text.split("\nchecks\n").next().unwrap().to_owned()
}

fn decided(world: &World, lines: &[Line], approving: &[&str]) -> String {
    let payout = asked().payout();
    let approvals: Vec<_> = approving.iter().map(|who| world.approve(&payout, who)).collect();
    told(&world.decide(&payout, &approvals, &world.ledger(lines), submitted()))
}

#[test]
fn a_decision_leads_with_who_must_do_what_by_when() {
    let world = Text::base().world();
    let payout = "po-1: 1 BTC out of hot to bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4, as of 2026-11-22T10:00:00Z\n";
    let allowed = decided(&world, &[], &["alice"]);
    assert_eq!(allowed, format!("allow {payout}reserve it now, and decide again immediately before it is signed\n"));
    let waits = decided(&world, &[], &[]);
    let quorum = "- one of alice, bob, carol must approve (quorum:base)\n";
    assert_eq!(waits, format!("wait {payout}{quorum}the payout expires at 2026-11-25T10:00:00Z\n"));
    let spent = [line("po-0", "99.5 BTC", plus(submitted(), -HOUR))];
    let full = "only 0.5 BTC of 100 BTC per 24h is left now; it fits from 2026-11-23T09:00:00Z (limit:btc-day)";
    let again = "ask again at 2026-11-23T09:00:00Z; the payout expires at 2026-11-25T10:00:00Z";
    assert_eq!(decided(&world, &spent, &["alice"]), format!("wait {payout}- {full}\n{again}\n"));
    let over = Text::base().plus("[[limits]]\nname = \"one\"\nmax = \"0.5 BTC per payout\"").world();
    let denied = format!(
        "deny {payout}- 1 BTC is above 0.5 BTC by itself (limit:one)\n\
         this may change; the payout expires at 2026-11-25T10:00:00Z\n"
    );
    assert_eq!(decided(&over, &[], &["alice"]), denied);
    let known = [line("po-1", "1 BTC", submitted())];
    let denied = format!(
        "deny {payout}- the ledger holds `po-1` as reserved (once)\n\
         this is final: no approval and no later instant changes it\n"
    );
    assert_eq!(decided(&world, &known, &["alice"]), denied);
}

#[test]
fn a_decision_lists_its_checks_and_then_its_approvals() {
    let world = Text::base().world();
    let to = "rDsbeomae4FXwgQTJp9Rs64Qg9vDiTCdBv";
    let payout = asked().of("1 XRP").with("to", to).with("tag", "7").payout();
    let alice = world.approve(&payout, "alice");
    let says = |approvals: &[_]| world.decide(&payout, approvals, &world.ledger(&[]), submitted()).to_string();
    let signed = says(&[alice]);
    assert!(signed.starts_with(&format!("allow po-1: 1 XRP out of hot to {to} tag 7, as of ")), "{signed}");
    assert!(signed.contains("\nchecks\n  met   wallet         the policy governs the wallet `hot`\n"), "{signed}");
    assert!(signed.contains("\n  met   quorum:base    approved by alice\n"), "{signed}");
    assert!(signed.ends_with("\n\napprovals\n  alice approve: it counts\n"), "{signed}");
    let unsigned = says(&[]);
    assert!(unsigned.contains("\n  wait  quorum:base    one of alice, bob, carol must approve\n"), "{unsigned}");
    assert!(!unsigned.contains("approvals"), "{unsigned}");
}

#[test]
fn only_a_withdrawn_or_vetoed_payout_that_the_ledger_does_not_know_is_entered_as_refused() {
    let rule = "[[rules]]\nname = \"vetoed\"\nassets = \"any\"\nwallets = \"any\"\nto = \"any\"\n\
                initiators = \"unsigned\"\nduring = { days = [\"sun\"], open = \"00:00\", close = \"00:00\", \
                zone = \"UTC\" }\napprove = \"none\"\nveto = \"1 of risk\"";
    let world = Text::base().plus(rule).world();
    let payout = asked().with("initiator", "bob").payout();
    let approved = world.approve(&payout, "alice");
    let refused = |approvals: &[_], lines: &[Line]| {
        world.decide(&payout, approvals, &world.ledger(lines), submitted()).into_refusal().is_some()
    };
    let no = |who| world.says(&payout, who, Verdict::Reject, submitted());
    assert!(!refused(&[approved], &[]));
    assert!(!refused(&[], &[]));
    assert!(refused(&[no("bob")], &[]), "the initiator's");
    assert!(refused(&[no("dana")], &[]), "a veto");
    assert!(!refused(&[no("carol")], &[]), "no veto");
    let known = [line("po-1", "1 BTC", submitted())];
    assert!(!refused(&[no("bob")], &known));
    assert!(!refused(&[], &known), "denied for another reason");
    let elsewhere = asked().with("wallet", "other").with("initiator", "bob").payout();
    let decision = world.decide(&elsewhere, &[], &world.ledger(&[]), submitted());
    assert!(decision.into_refusal().is_none(), "denied for another reason");
}

#[test]
fn a_delay_has_a_last_second_and_a_first_beyond() {
    let text = Text::base().swap("approve = \"1 of ops\"", "approve = \"1 of ops\"\nveto = \"nobody\"\ndelay = \"1h\"");
    let world = text.world();
    let payout = asked().payout();
    let approvals = [world.approve(&payout, "alice")];
    let case = countersign::Case::open(&world.policy, &payout, &approvals).unwrap();
    let beside = |seconds: i64| {
        let now = plus(submitted(), seconds);
        let edges = case.edges(&world.ledger(&[]), &countersign::Quotes::none(), now);
        let delay = edges.into_iter().find(|(edge, _)| edge.to_string() == "delay:base");
        delay.map(|(_, side)| side)
    };
    assert_eq!(beside(HOUR - 2), None);
    assert_eq!(beside(HOUR - 1), Some(EdgeSide::Last));
    assert_eq!(beside(HOUR), Some(EdgeSide::First));
    assert_eq!(beside(HOUR + 1), None);
}

#[test]
fn hours_are_told_with_their_days_and_when_they_open_again() {
    let hours = |days: &str| {
        let hours = format!("hours = {{ days = [{days}], open = \"09:00\", close = \"17:30\", zone = \"UTC\" }}");
        let world = Text::base().swap("approve = \"1 of ops\"", &format!("approve = \"1 of ops\"\n{hours}")).world();
        let decision = world.decide(&asked().payout(), &[], &world.ledger(&[]), submitted());
        decision.checks().iter().find(|check| check.name() == "hours:base").unwrap().text().to_owned()
    };
    assert_eq!(hours("\"sun\", \"sat\""), "within sat sun 09:00-17:30 UTC");
    let monday = "outside mon wed 09:00-17:30 UTC; open again at 2026-11-23T09:00:00Z";
    assert_eq!(hours("\"mon\", \"wed\""), monday);
}
