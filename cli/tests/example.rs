//! The example beside the policies: its approvals are signed by test keys, and its ledger is written, under
//! `hot-wallet.toml` as it stands.
//!
//! With `WRITE_REPORTS=1` both are written anew.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "what a test does not find fails it")]

mod support;

use serde_json::Value;
use support::{Desk, is_as_committed, secret};

const POLICY: &str = include_str!("../../policies/hot-wallet.toml");

/// A desk with the policy and the payout of the example.
fn desk(name: &str) -> Desk {
    let desk = Desk::new(name);
    desk.write("policy.toml", POLICY);
    desk.write("payout.json", include_str!("../../policies/example/payout.json"));
    desk
}

/// The approval that a test key gives to the same words, received at the same instant.
fn signed_again(desk: &Desk, line: &str) -> String {
    let approval: Value = serde_json::from_str(line).unwrap();
    let said = |key: &str| approval[key].as_str().unwrap();
    let expires = approval.get("expires_at").map_or(String::new(), |_| format!("--expires-at {}", said("expires_at")));
    let (signer, verdict) = (said("signer"), said("verdict"));
    desk.write("key", secret(signer));
    let sent = desk.run(&format!(
        "sign policy.toml --payout payout.json --signer {signer} --verdict {verdict} --signed-at {} {expires} --key-file key",
        said("signed_at")
    ));
    assert_eq!(sent.exit, 0, "{}", sent.err);
    let verify = format!("verify policy.toml --payout payout.json --approval - --at {}", said("received_at"));
    let received = desk.feed(&verify, &sent.out);
    assert_eq!(received.exit, 0, "{}", received.err);
    received.out
}

#[test]
fn its_approvals_are_signed_under_the_policy_as_it_stands() {
    let desk = desk("approvals");
    let lines = include_str!("../../policies/example/approvals.jsonl").lines();
    let signed: String = lines.map(|line| signed_again(&desk, line)).collect();
    is_as_committed("../../policies/example/approvals.jsonl", &signed);
}

#[test]
fn its_ledger_is_written_under_the_policy_as_it_stands() {
    let desk = desk("ledger");
    let ledger = include_str!("../../policies/example/ledger.jsonl");
    let header: Value = serde_json::from_str(ledger.lines().next().unwrap()).unwrap();
    let empty: Value = serde_json::from_str(&desk.run("ledger new policy.toml").out).unwrap();
    let of = |header: &Value| header["policy"]["sha256"].as_str().unwrap().to_owned();
    is_as_committed("../../policies/example/ledger.jsonl", &ledger.replace(&of(&header), &of(&empty)));
}
