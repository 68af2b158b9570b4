//! Any single bit of anything that is signed, flipped: what was signed is void.

use std::collections::BTreeMap;

use countersign::{ApprovalStatus, Case, Decision, Payout, Policy, Quotes, ReceivedApproval, Verdict};
use serde_json::{Value, json};

use crate::pool;
use crate::situation::{Asked, Said, ledger, since_submission};

/// A payout with every field, asked for by the desk.
fn record() -> Value {
    let mut record = Asked { units: 110, to: 0, wallet: 0, initiator: pool::APPROVERS }.record();
    record["tag"] = json!("7");
    record["note"] = json!("invoice 17");
    record["payload_sha256"] = json!("5f".repeat(32));
    record
}

fn read<T: serde::de::DeserializeOwned>(record: &Value) -> Option<T> {
    serde_json::from_value(record.clone()).ok()
}

/// The text with any one bit flipped.
fn flips(text: &str) -> impl Iterator<Item = String> + '_ {
    (0..text.len() * 8).filter_map(|bit| {
        let mut bytes = text.as_bytes().to_vec();
        bytes[bit / 8] ^= 1 << (bit % 8);
        String::from_utf8(bytes).ok()
    })
}

/// The record with any one bit of one of its fields flipped.
fn altered<'r>(record: &'r Value, field: &'r str) -> impl Iterator<Item = Value> + 'r {
    flips(record[field].as_str().unwrap()).map(move |text| {
        let mut record = record.clone();
        record[field] = json!(text);
        record
    })
}

fn decide<'p>(policy: &'p Policy, payout: &Payout, approvals: &[ReceivedApproval]) -> Option<Decision<'p>> {
    let case = Case::open(policy, payout, approvals).ok()?;
    Some(case.decide(&ledger(policy, vec![]), &Quotes::none(), since_submission(120)))
}

/// The request of the desk, and a yes of ann under one of her four schemes.
fn said(policy: &Policy, payout: &Payout, scheme: usize) -> [Value; 2] {
    let yes = Said { who: 0, scheme, verdict: Verdict::Approve, signed: 60, lives: 3_600, received: 60 };
    let ask = Said { who: pool::APPROVERS, verdict: Verdict::Request, ..yes.clone() };
    [ask, yes].map(|said| said.record(policy, payout))
}

fn nothing_holds(decision: &Decision<'_>) -> bool {
    !decision.is_allowed() && decision.approvals().iter().all(|one| one.status() == ApprovalStatus::Void)
}

#[test]
fn any_bit_of_any_field_of_a_payout_voids_what_was_signed_under_every_scheme() {
    let policy = pool::parse(&pool::text(&[0], &[0, 1]));
    let record = record();
    let payout: Payout = read(&record).unwrap();
    for scheme in 0..4 {
        let approvals = said(&policy, &payout, scheme).map(|said| read(&said).unwrap());
        assert!(decide(&policy, &payout, &approvals).unwrap().is_allowed(), "unaltered it is allowed");
        let mut read_again: BTreeMap<&str, usize> = BTreeMap::new();
        for field in record.as_object().unwrap().keys() {
            for altered in altered(&record, field) {
                let Some(decision) = read(&altered).and_then(|payout| decide(&policy, &payout, &approvals)) else {
                    continue;
                };
                assert!(nothing_holds(&decision), "{altered}");
                *read_again.entry(field.as_str()).or_default() += 1;
            }
        }
        // An altered payout that cannot be read proves little: of every field many could be.
        let least = |field: &str| if matches!(field, "wallet" | "fee" | "tag") { 2 } else { 5 };
        for field in record.as_object().unwrap().keys() {
            let count = read_again.get(field.as_str()).copied().unwrap_or_default();
            assert!(count >= least(field), "only {count} alterations of `{field}` could be read");
        }
    }
}

#[test]
fn leaving_out_an_optional_field_voids_what_was_signed() {
    let policy = pool::parse(&pool::text(&[0], &[0, 1]));
    let approvals = said(&policy, &read(&record()).unwrap(), 0).map(|said| read(&said).unwrap());
    assert!(decide(&policy, &read(&record()).unwrap(), &approvals).unwrap().is_allowed());
    for field in ["tag", "fee", "note", "payload_sha256"] {
        let mut less = record();
        less.as_object_mut().unwrap().remove(field).unwrap();
        assert!(nothing_holds(&decide(&policy, &read(&less).unwrap(), &approvals).unwrap()), "without `{field}`");
    }
}

#[test]
fn any_bit_of_an_approval_voids_it_but_in_an_unused_header() {
    let policy = pool::parse(&pool::text(&[0], &[0, 1]));
    let payout: Payout = read(&record()).unwrap();
    let mut tried = 0;
    for scheme in 0..4 {
        let [ask, yes] = said(&policy, &payout, scheme);
        let ask: ReceivedApproval = read(&ask).unwrap();
        assert!(decide(&policy, &payout, &[ask.clone(), read(&yes).unwrap()]).unwrap().is_allowed());
        for field in ["signer", "key", "verdict", "signed_at", "expires_at", "signature"] {
            for altered in altered(&yes, field) {
                if field == "signature" && differs_in_header_only(&altered, &yes, scheme) {
                    continue;
                }
                let Some(approval) = read::<ReceivedApproval>(&altered) else { continue };
                let decision = decide(&policy, &payout, &[ask.clone(), approval]).unwrap();
                assert!(!decision.is_allowed(), "{altered}");
                let yes = decision.approvals().iter().find(|one| one.verdict() != Verdict::Request).unwrap();
                assert_eq!(yes.status(), ApprovalStatus::Void, "{altered}");
                tried += 1;
            }
        }
    }
    assert!(tried > 3_000, "{tried}");
}

/// `eip191` ends in v, `bitcoin-message` begins with a header: range-checked and otherwise unused.
fn differs_in_header_only(altered: &Value, original: &Value, scheme: usize) -> bool {
    let text = |record: &Value| record["signature"].as_str().unwrap().to_owned();
    let (altered, original) = (text(altered), text(original));
    match scheme {
        2 => altered.get(..128) == original.get(..128),
        3 => altered.get(2..) == original.get(2..),
        _ => false,
    }
}

#[test]
fn any_bit_of_the_policys_head_voids_what_was_signed_under_it() {
    let text = format!("# a remark\n{}", pool::text(&[0], &[0, 1]));
    let head = "# a remark\n".len() + pool::HEAD.find("wallets").unwrap();
    let policy = pool::parse(&text);
    let payout: Payout = read(&record()).unwrap();
    let approvals = said(&policy, &payout, 0).map(|said| read(&said).unwrap());
    assert!(decide(&policy, &payout, &approvals).unwrap().is_allowed());
    let mut tried = 0;
    for flipped in flips(&text[..head]) {
        let Ok(other) = Policy::parse(&format!("{flipped}{}", &text[head..])) else { continue };
        assert!(nothing_holds(&decide(&other, &payout, &approvals).unwrap()), "{flipped}");
        tried += 1;
    }
    assert!(tried > 80, "{tried}");
}
