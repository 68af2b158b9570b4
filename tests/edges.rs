//! Which lines of a policy a payout tries, to the unit.
#![allow(clippy::unwrap_used, reason = "what a test does not find fails it")]

use countersign::{Case, EdgeKind, EdgeSide, Instant, Ledger, Payout, Policy, Quotes};

/// The showcase of one wallet, with more limits and a tier.
fn policy() -> Policy {
    let text = include_str!("../policies/minimal.toml").to_string()
        + r#"
[[rules]]
name = "large"
assets = ["BTC"]
wallets = "any"
to = "any"
initiators = ["owners"]
above = "0.5 BTC per 24h"
approve = "3 of owners"

[[limits]]
name = "each"
max = "0.7 BTC per payout"
assets = ["BTC"]

[[limits]]
name = "second"
max_count = "1 per 1h"
"#;
    Policy::parse(&text).unwrap()
}

/// The edges that a payout of this amount and fee stands beside, as in `above:large last`.
fn beside(amount: &str, fee: &str) -> Vec<String> {
    let policy = policy();
    let payout: Payout = serde_json::from_value(serde_json::json!({
        "id": "po-1", "wallet": "main", "amount": amount, "to": "bc1qf2dwt9czkhvjvsnl25gujws2pq3lk059sf54uw",
        "fee": fee, "initiator": "alice", "submitted_at": "2026-11-23T10:00:00Z",
    }))
    .unwrap();
    let case = Case::open(&policy, &payout, &[]).unwrap();
    let now = Instant::parse("2026-11-23T10:01:00Z").unwrap();
    let edges = case.edges(&Ledger::new(&policy), &Quotes::none(), now);
    let side = |side| match side {
        EdgeSide::Last => "last",
        EdgeSide::First => "first",
    };
    // The first payout is always the last of a count of one.
    let told = edges.into_iter().map(|(edge, at)| format!("{edge} {}", side(at)));
    told.filter(|told| told != "limit:second last").collect()
}

#[test]
fn each_line_has_a_last_unit_and_a_first_beyond() {
    let free = "0.0001 BTC";
    let nothing: [&str; 0] = [];
    assert_eq!(beside("0.49999999 BTC", free), nothing);
    assert_eq!(beside("0.5 BTC", free), ["above:large last"]);
    assert_eq!(beside("0.50000001 BTC", free), ["above:large first"]);
    assert_eq!(beside("0.50000002 BTC", free), nothing);
    assert_eq!(beside("0.7 BTC", free), ["limit:each last"]);
    assert_eq!(beside("0.70000001 BTC", free), ["limit:each first"]);
    assert_eq!(beside("1 BTC", free), ["limit:btc-day last"]);
    assert_eq!(beside("1.00000001 BTC", free), ["limit:btc-day first"]);
    assert_eq!(beside("0.1 BTC", "0.001 BTC"), ["limit:btc-fee last"]);
    assert_eq!(beside("0.1 BTC", "0.00100001 BTC"), ["limit:btc-fee first"]);
}

#[test]
fn a_policy_names_its_edges_and_what_its_checks_can_find() {
    let policy = policy();
    let edges: Vec<String> = policy.edges().map(|edge| edge.to_string()).collect();
    assert_eq!(edges, ["above:large", "limit:btc-day", "limit:btc-fee", "limit:each", "limit:second"]);
    assert_eq!(policy.edges().filter(|edge| edge.kind() == EdgeKind::Above).count(), 1);
    let outcomes = policy.possible_outcomes();
    let of = |check: &str| -> Vec<&str> {
        outcomes.iter().filter(|one| one.check() == check).map(|one| one.status().as_str()).collect()
    };
    assert_eq!(of("quorum:large"), ["met", "wait", "fail"]);
    assert_eq!(of("limit:btc-day"), ["met", "wait", "fail"]);
    assert_eq!(of("limit:each"), ["met", "fail"]);
    assert_eq!(of("limit:second"), ["met", "wait"]);
    assert_eq!(of("limit:btc-fee"), ["met", "fail"]);
    assert_eq!(of("covered"), ["met", "fail"]);
    assert!(of("payload").is_empty() && of("veto:large").is_empty());
}
