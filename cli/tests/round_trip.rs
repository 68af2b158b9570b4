//! A payout's way through the tool: statement, signatures, intake, decision.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::format_collect,
    reason = "a test stops at the first surprise"
)]

mod support;

use sha2::{Digest, Sha256};
use support::{Desk, NOW, secret};

#[test]
fn a_payout_that_enough_people_signed_is_allowed() {
    let desk = Desk::new("allowed");
    assert_eq!(desk.decide("").exit, 3);
    desk.sign("alice", "request");
    desk.sign("bob", "approve");
    let waiting = desk.decide("");
    assert_eq!(waiting.exit, 3);
    assert!(waiting.out.starts_with("wait po-1: 0.5 BTC"), "{}", waiting.out);
    desk.sign("carol", "approve");
    let allowed = desk.decide("");
    assert_eq!((allowed.exit, allowed.err.as_str()), (0, ""));
    assert!(allowed.out.starts_with("allow po-1: 0.5 BTC"), "{}", allowed.out);
}

#[test]
fn a_rejecting_initiator_ends_it() {
    let desk = Desk::new("rejected");
    desk.sign("alice", "reject");
    let denied = desk.decide("");
    assert_eq!(denied.exit, 1);
    assert!(denied.out.contains("this is final"), "{}", denied.out);
}

#[test]
fn the_json_form_is_the_decision_on_one_line() {
    let desk = Desk::new("json");
    let run = desk.decide("--format json");
    assert_eq!((run.exit, run.out.lines().count()), (3, 1));
    let decision: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(decision["verdict"], "wait");
    assert_eq!(decision["at"], NOW);
}

#[test]
fn a_decision_names_the_policy_and_the_ledger_as_sha256sum_does() {
    let desk = Desk::new("digests");
    let run = desk.decide("--format json");
    let decision: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    for (file, named) in [("policy.toml", "policy"), ("ledger.jsonl", "ledger")] {
        let sha256 = Sha256::digest(desk.read(file));
        let sha256: String = sha256.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(decision[named]["sha256"], sha256, "{file}");
    }
}

#[test]
fn the_machine_clock_decides_where_no_instant_is_given_and_is_echoed() {
    let desk = Desk::new("clock");
    let run = desk
        .run("decide policy.toml --payout payout.json --approvals approvals.jsonl --ledger ledger.jsonl --format json");
    let decision: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert!(decision["at"].as_str().unwrap() > "2026-01-01");
}

#[test]
fn a_smaller_amount_is_offered_where_one_would_be_allowed() {
    let desk = Desk::new("smaller");
    let open = support::MINIMAL.replace("\"2 of owners\"", "\"none\"").replace("= [\"owners\"]", "= \"unsigned\"");
    desk.write("policy.toml", open);
    desk.write("ledger.jsonl", desk.run("ledger new policy.toml").out);
    desk.write("payout.json", support::PAYOUT.replace("0.5 BTC", "3 BTC"));
    let run = desk.decide("");
    assert_eq!(run.exit, 1, "{}", run.err);
    assert!(run.out.contains("up to 1 BTC would be allowed now"), "{}{}", run.out, run.err);
}

#[test]
fn another_policy_than_the_pinned_one_is_refused_with_both_digests() {
    let desk = Desk::new("pinned");
    let ledger = desk.read("ledger.jsonl");
    let digest = ledger.split("sha256\":\"").nth(1).unwrap().get(..64).unwrap().to_owned();
    assert_eq!(desk.decide(&format!("--policy-sha256 {digest}")).exit, 3);
    let other = "0".repeat(64);
    let run = desk.decide(&format!("--policy-sha256 {other}"));
    assert_eq!((run.exit, run.out.as_str()), (2, ""));
    assert!(run.err.contains(&digest) && run.err.contains(&other), "{}", run.err);
}

#[test]
fn a_reserved_payout_is_decided_again_on_its_own_line() {
    let desk = Desk::new("reserved");
    for (signer, verdict) in [("alice", "request"), ("bob", "approve"), ("carol", "approve")] {
        desk.sign(signer, verdict);
    }
    assert_eq!(desk.decide("--reserved").exit, 1);
    let header = desk.read("ledger.jsonl").replace("\"entries\":0", "\"entries\":1");
    let line = r#"{"payout":"po-1","wallet":"main","amount":"0.5 BTC","to":"bc1qf2dwt9czkhvjvsnl25gujws2pq3lk059sf54uw","initiator":"alice","at":"2026-11-23T10:03:00Z","fee":"0.0001 BTC","state":"reserved"}"#;
    desk.write("ledger.jsonl", format!("{header}{line}\n"));
    assert_eq!(desk.decide("").exit, 1);
    assert_eq!(desk.decide("--reserved").exit, 0);
}

#[test]
fn what_could_never_hold_is_not_offered_for_signing() {
    let desk = Desk::new("objections");
    let ask = |signer: &str, more: &str| {
        let run = desk.run(&format!("statement policy.toml --payout payout.json --signer {signer} {more}"));
        assert_eq!(run.out.is_empty(), run.exit != 0);
        (run.exit, run.err)
    };
    let approve = "--verdict approve --signed-at 2026-11-23T10:01:00Z --expires-at 2026-11-23T20:00:00Z";
    assert_eq!(ask("bob", approve), (0, String::new()));
    for (signer, words, why) in [
        ("dave", approve, "the policy knows no signer of this name"),
        ("alice", approve, "the payout's initiator may not approve it"),
        ("bob", "--verdict request --signed-at 2026-11-23T10:01:00Z", "only the payout's initiator can request it"),
        ("bob", "--verdict approve --signed-at 2026-11-23T10:01:00Z", "an `approve` says when it expires"),
        (
            "bob",
            "--verdict reject --signed-at 2026-11-23T10:01:00Z --expires-at 2026-11-23T20:00:00Z",
            "a `reject` never expires",
        ),
        (
            "bob",
            "--verdict approve --signed-at 2026-11-23T09:00:00Z --expires-at 2026-11-23T20:00:00Z",
            "before the payout was submitted",
        ),
        (
            "bob",
            "--verdict approve --signed-at 2026-11-23T10:01:00Z --expires-at 2026-12-23T20:00:00Z",
            "it lives longer than the policy permits",
        ),
    ] {
        let (exit, err) = ask(signer, words);
        assert_eq!(exit, 2, "{signer} {words}");
        assert!(err.contains(why), "{err}");
    }
}

#[test]
fn an_approval_that_cannot_outlive_the_delay_is_refused_unless_it_is_meant() {
    let desk = Desk::new("short");
    let slow = "approve    = \"2 of owners\"\nveto = \"nobody\"\ndelay = \"4h\"";
    desk.write("policy.toml", support::MINIMAL.replace("approve    = \"2 of owners\"", slow));
    let ask = |more: &str| {
        desk.run(&format!(
            "statement policy.toml --payout payout.json --signer bob --verdict approve --signed-at 2026-11-23T10:01:00Z {more}"
        ))
    };
    let refused = ask("--expires-at 2026-11-23T14:01:00Z");
    assert_eq!(refused.exit, 2);
    assert!(refused.err.contains("before a delay of 4h can end"), "{}", refused.err);
    assert_eq!(ask("--expires-at 2026-11-23T14:01:01Z").exit, 0);
    assert_eq!(ask("--expires-at 2026-11-23T14:01:00Z --short").exit, 0);
}

#[test]
fn a_secret_that_is_nobodys_signs_nothing_and_is_never_printed() {
    let desk = Desk::new("secret");
    desk.write("key", secret("mallory"));
    let run = desk.run(
        "sign policy.toml --payout payout.json --signer bob --verdict reject --signed-at 2026-11-23T10:01:00Z --key-file key",
    );
    assert_eq!((run.exit, run.out.as_str()), (2, ""));
    assert!(run.err.contains("belongs to no key of `bob`"), "{}", run.err);
    assert!(!run.err.contains(&secret("mallory")));
}

#[test]
fn an_approval_of_another_payout_does_not_verify() {
    let desk = Desk::new("another");
    desk.write("key", secret("bob"));
    let words = "--signer bob --verdict reject --signed-at 2026-11-23T10:01:00Z --key-file key";
    let signed = desk.run(&format!("sign policy.toml --payout payout.json {words}"));
    desk.write("payout.json", support::PAYOUT.replace("0.5 BTC", "0.6 BTC"));
    let run = desk.feed("verify policy.toml --payout payout.json --approval -", &signed.out);
    assert_eq!((run.exit, run.out.as_str()), (1, ""));
    assert_eq!(run.err, "void: `bob` reject: the signature is not of this statement by this key [bad-signature]\n");
}

#[test]
fn an_approval_that_stamps_itself_is_refused() {
    let desk = Desk::new("stamped");
    desk.sign("bob", "reject");
    let run = desk.run("verify policy.toml --payout payout.json --approval approvals.jsonl");
    assert_eq!((run.exit, run.out.as_str()), (2, ""));
    assert!(run.err.contains("the service stamps it on receipt, never the signer"), "{}", run.err);
}
