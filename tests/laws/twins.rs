//! Repeats, other encodings and other halves of a signature change nothing.

use countersign::{ApprovalStatus, Decision, ReceivedApproval, Scheme};

use serde_json::{Value, json};

use crate::ecdsa_bytes::{base64, bytes, der, from_base64, twin};
use crate::frame::{Case, law};
use crate::generate::{signed_by_all, situation};
use crate::signer::hex;
use crate::situation::Situation;

/// How the same signature may be written down otherwise.
#[derive(Clone, Copy, Debug)]
enum Other {
    Der,
    HighHalf,
    HighHalfInDer,
    Header,
}

const OTHERS: [Other; 4] = [Other::Der, Other::HighHalf, Other::HighHalfInDer, Other::Header];

/// The same approval with its signature written otherwise; as it is where its scheme knows no other.
fn otherwise(record: &Value, scheme: Scheme, other: Other) -> Value {
    let text = record["signature"].as_str().unwrap();
    let signature = match (scheme, other) {
        (Scheme::Ecdsa, Other::Der) => hex(&der(&bytes(text))),
        (Scheme::Ecdsa, Other::HighHalf) => hex(&twin(&bytes(text))),
        (Scheme::Ecdsa, Other::HighHalfInDer) => hex(&der(&twin(&bytes(text)))),
        (Scheme::BitcoinMessage, Other::HighHalf) => {
            let signature = from_base64(text);
            base64(&[&signature[..1], &twin(&signature[1..])].concat())
        }
        (Scheme::BitcoinMessage, Other::Header) => base64(&[&[27], &from_base64(text)[1..]].concat()),
        (Scheme::Eip191, Other::Header) => format!("0x{}00", &text[..128]),
        _ => text.to_owned(),
    };
    let mut record = record.clone();
    record["signature"] = json!(signature);
    record
}

fn read(record: &Value) -> ReceivedApproval {
    serde_json::from_value(record.clone()).unwrap()
}

fn statuses(decision: &Decision<'_>) -> Vec<(String, ApprovalStatus, String)> {
    let one = |one: &countersign::ApprovalOutcome| (one.signer().to_owned(), one.status(), one.code().to_string());
    decision.approvals().iter().map(one).collect()
}

#[test]
fn a_signature_written_otherwise_is_the_same_approval() {
    let of = (signed_by_all(), proptest::collection::vec(0..OTHERS.len(), 7));
    law(150, 30, &of, |(situation, others)| {
        let policy = situation.policy();
        let payout = situation.asked.payout();
        let records: Vec<Value> = situation.said.iter().map(|said| said.record(&policy, &payout)).collect();
        let approvals: Vec<ReceivedApproval> = records.iter().map(read).collect();
        let rewritten = records.iter().zip(&situation.said).zip(&others);
        let rewritten: Vec<ReceivedApproval> =
            rewritten.map(|((record, said), other)| read(&otherwise(record, said.scheme(), OTHERS[*other]))).collect();
        let (decision, other) =
            (situation.decide_with(&policy, &approvals), situation.decide_with(&policy, &rewritten));
        assert_eq!(decision.checks(), other.checks());
        assert_eq!(statuses(&decision), statuses(&other));
        Case::alive_if(decision.is_allowed() && approvals != rewritten)
    });
}

/// Every approval twice more: the very same, and one written otherwise.
fn tripled(situation: &Situation, policy: &countersign::Policy, others: &[usize]) -> Vec<ReceivedApproval> {
    let payout = situation.asked.payout();
    let three = |(said, other): (&crate::situation::Said, &usize)| {
        let record = said.record(policy, &payout);
        let other = otherwise(&record, said.scheme(), OTHERS[*other]);
        [read(&record), read(&record), read(&other)]
    };
    situation.said.iter().zip(others).flat_map(three).collect()
}

#[test]
fn an_approval_repeated_or_written_a_second_time_otherwise_counts_once() {
    let of = (situation(), proptest::collection::vec(0..OTHERS.len(), 7));
    law(150, 30, &of, |(situation, others)| {
        let policy = situation.policy();
        let once = situation.decide(&policy);
        let thrice = situation.decide_with(&policy, &tripled(&situation, &policy, &others));
        assert_eq!(once.checks(), thrice.checks());
        let holding = |decision: &Decision<'_>| {
            let held = statuses(decision).into_iter().filter(|(_, status, _)| *status == ApprovalStatus::Holds);
            held.collect::<Vec<_>>()
        };
        assert_eq!(holding(&once), holding(&thrice));
        Case::alive_if(once.is_allowed() && thrice.approvals().len() > once.approvals().len())
    });
}

#[test]
fn the_high_half_of_an_eip191_signature_neither_counts_nor_stands_in_the_way() {
    law(60, 10, &signed_by_all(), |situation| {
        let policy = situation.policy();
        let payout = situation.asked.payout();
        let mut approvals = situation.approvals(&policy);
        let once = situation.decide_with(&policy, &approvals);
        let dan = situation.said.iter().find(|said| said.scheme() == Scheme::Eip191).unwrap();
        let mut record = dan.record(&policy, &payout);
        let signature = bytes(record["signature"].as_str().unwrap());
        record["signature"] = json!(hex(&[&twin(&signature)[..], &[27]].concat()));
        approvals.push(read(&record));
        let twice = situation.decide_with(&policy, &approvals);
        assert_eq!(once.checks(), twice.checks());
        let void = statuses(&twice).into_iter().filter(|(_, _, code)| code == "bad-signature").count();
        assert_eq!(void, 1);
        Case::alive_if(once.is_allowed())
    });
}
