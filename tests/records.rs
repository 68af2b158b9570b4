//! Records are read strictly in JSON: every key known and once, none null, no other type, and what is missing is said.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::arithmetic_side_effects,
    clippy::format_collect,
    reason = "what a test does not find fails it"
)]

#[path = "support/world.rs"]
mod world;

use countersign::{
    Case, Ledger, LedgerEntry, LedgerFault, LedgerHeader, Payout, Quote, ReceivedApproval, SignedApproval,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use world::{Line, Text, asked, line, submitted};

const SHA: &str = "c7742d88a1f13abf1cf5be9a69d2a0b0a55a1a5fbd5e7a3a1cf0a9c3b2ad5b4e";

fn payout() -> Value {
    json!({
        "id": "po-1", "wallet": "hot", "amount": "0.5 BTC", "to": "bc1q", "tag": "7", "fee": "0.1 BTC",
        "initiator": "carol", "submitted_at": "2026-11-22T10:00:00Z", "payload_sha256": SHA, "note": "invoice 17",
    })
}

fn signed() -> Value {
    json!({
        "signer": "alice", "key": "ecdsa:02", "verdict": "approve", "signed_at": "2026-11-22T10:00:00Z",
        "expires_at": "2026-11-23T10:00:00Z", "signature": "00",
    })
}

fn received() -> Value {
    let mut approval = signed();
    approval["received_at"] = json!("2026-11-22T10:00:00Z");
    approval
}

fn entry() -> Value {
    json!({
        "payout": "po-1", "wallet": "hot", "amount": "0.5 BTC", "to": "bc1q", "tag": "7", "initiator": "carol",
        "at": "2026-11-22T10:00:00Z", "lists": ["friends"], "value": "1 USD", "fee": "0.1 BTC", "state": "reserved",
    })
}

fn header() -> Value {
    json!({ "ledger": "test/world", "entries": 0, "policy": { "version": 1, "sha256": SHA } })
}

fn quote() -> Value {
    json!({
        "signer": "dana", "key": "ecdsa:02", "asset": "BTC", "price": "1", "quoted_at": "2026-11-22T10:00:00Z",
        "signature": "00",
    })
}

/// Why a record is refused.
fn why<T: DeserializeOwned>(text: &str) -> String {
    serde_json::from_str::<T>(text).err().map(|fault| fault.to_string()).unwrap_or_default()
}

/// Takes a good record apart in every way that must be refused.
fn is_strict<T: DeserializeOwned>(good: &Value, optional: &[&str]) {
    assert_eq!(why::<T>(&good.to_string()), "");
    let fields = good.as_object().unwrap();
    for (key, value) in fields {
        let changed = |value: Option<Value>| {
            let mut fields = fields.clone();
            match value {
                Some(value) => drop(fields.insert(key.clone(), value)),
                None => drop(fields.remove(key)),
            }
            why::<T>(&Value::Object(fields).to_string())
        };
        let missing = changed(None);
        assert_eq!(missing.is_empty(), optional.contains(&key.as_str()), "without {key}: {missing}");
        if !missing.is_empty() {
            assert!(missing.contains(key.as_str()), "it says what is missing: {missing}");
        }
        for other in [json!(null), json!(17.5), json!(true), json!([true]), json!({ "a": 1 }), json!("\u{e9}")] {
            assert_ne!(changed(Some(other.clone())), "", "{key} as {other}");
        }
        let twice = good.to_string().replacen('{', &format!("{{\"{key}\":{value},"), 1);
        assert!(why::<T>(&twice).contains(key.as_str()), "{key} twice: {}", why::<T>(&twice));
    }
    let more = good.to_string().replacen('{', "{\"more\":1,", 1);
    assert!(why::<T>(&more).contains("more"), "an unknown key: {}", why::<T>(&more));
    let in_order: Vec<&Value> = fields.values().collect();
    assert_ne!(why::<T>(&json!(in_order).to_string()), "", "an array is no record");
}

#[test]
fn every_record_is_read_strictly() {
    is_strict::<Payout>(&payout(), &["tag", "fee", "payload_sha256", "note"]);
    is_strict::<SignedApproval>(&signed(), &[]);
    is_strict::<ReceivedApproval>(&received(), &[]);
    is_strict::<LedgerEntry>(&entry(), &["tag", "lists", "value", "fee"]);
    is_strict::<LedgerHeader>(&header(), &[]);
    is_strict::<Quote>(&quote(), &[]);
}

#[test]
fn what_was_read_is_written_back_as_it_was() {
    let same = |written: &Value, read: Result<Value, serde_json::Error>| assert_eq!(*written, read.unwrap());
    same(&payout(), serde_json::from_value::<Payout>(payout()).and_then(serde_json::to_value));
    same(&received(), serde_json::from_value::<ReceivedApproval>(received()).and_then(serde_json::to_value));
    same(&entry(), serde_json::from_value::<LedgerEntry>(entry()).and_then(serde_json::to_value));
    same(&header(), serde_json::from_value::<LedgerHeader>(header()).and_then(serde_json::to_value));
    same(&quote(), serde_json::from_value::<Quote>(quote()).and_then(serde_json::to_value));
}

#[test]
fn an_approval_without_its_receipt_is_refused() {
    assert!(why::<ReceivedApproval>(&signed().to_string()).contains("received_at"));
    assert!(why::<SignedApproval>(&received().to_string()).contains("received_at"), "a signer does not say it");
}

#[test]
fn an_approve_says_when_it_expires_and_the_others_never_do() {
    for verdict in ["request", "reject"] {
        let mut approval = received();
        approval["verdict"] = json!(verdict);
        assert_ne!(why::<ReceivedApproval>(&approval.to_string()), "", "{verdict} with an expiry");
        approval.as_object_mut().unwrap().remove("expires_at");
        assert_eq!(why::<ReceivedApproval>(&approval.to_string()), "", "{verdict} without");
    }
    for verdict in ["Approve", "abstain", ""] {
        let mut approval = received();
        approval["verdict"] = json!(verdict);
        assert_ne!(why::<ReceivedApproval>(&approval.to_string()), "", "{verdict}");
    }
}

#[test]
fn a_name_that_differs_from_the_policys_in_case_alone_is_refused() {
    let world = Text::base().world();
    for (key, value) in
        [("wallet", "Hot"), ("amount", "1 btc"), ("fee", "0.1 Btc"), ("initiator", "ALICE"), ("initiator", "Shop")]
    {
        let fault = Case::open(&world.policy, &asked().with(key, value).payout(), &[]).err();
        assert_eq!(fault.map(|fault| fault.code()), Some("case-differs"), "{key} {value}");
    }
    let group = asked().with("initiator", "OPS").payout();
    assert!(Case::open(&world.policy, &group, &[]).is_ok(), "a group is nobody");
}

#[test]
fn a_ledger_is_one_policys_whole_and_holds_no_payout_twice() {
    let world = Text::base().world();
    let open = |name: &str, said: u64, lines: &[Line]| {
        let header = json!({ "ledger": name, "entries": said, "policy": { "version": 1, "sha256": SHA } });
        let header: LedgerHeader = serde_json::from_value(header).unwrap();
        Ledger::open(&world.policy, &header, lines.iter().map(Line::entry))
    };
    let one = line("po-1", "1 BTC", submitted());
    let two = line("po-2", "1 BTC", submitted());
    assert!(open("test/world", 2, &[one.clone(), two.clone()]).is_ok());
    let code = |ledger: Result<Ledger, LedgerFault>| ledger.err().map(|fault| fault.code());
    assert_eq!(code(open("prod/world", 0, &[])), Some("ledger-of-another-policy"));
    assert_eq!(code(open("test/World", 0, &[])), Some("ledger-of-another-policy"));
    assert_eq!(code(open("test/world", 2, std::slice::from_ref(&one))), Some("ledger-cut-short"));
    assert_eq!(code(open("test/world", 0, std::slice::from_ref(&one))), Some("ledger-cut-short"));
    assert_eq!(code(open("test/world", 2, &[one.clone(), one.clone()])), Some("ledger-repeats"));
    let unreadable = [("amount", "0 BTC"), ("amount", "0.000000001 BTC"), ("to", "bc1q"), ("tag", "7")];
    for (key, value) in unreadable {
        let line = one.clone().with(key, value);
        assert_eq!(code(open("test/world", 1, &[line])), Some("ledger-unreadable"), "{key}");
    }
}
