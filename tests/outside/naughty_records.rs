//! Every naughty string in every string of a payout, an approval, a ledger and a quote: read only where its field takes
//! it, and what is read allows nothing and holds nowhere.

use countersign::{
    ApprovalStatus, Case, Ledger, LedgerEntry, LedgerHeader, Payout, Policy, Quote, Quotes, ReceivedApproval,
    SignedApproval, Verdict,
};
use serde_json::{Value, json};

use crate::naughty::{BLNS, Takes, amount, ascii, id, name, never, note, price, tag};
use crate::world::{STRANGER, SUBMITTED, Text, World, at, plus, submitted};

const SHA: &str = "c7742d88a1f13abf1cf5be9a69d2a0b0a55a1a5fbd5e7a3a1cf0a9c3b2ad5b4e";

/// Puts every string in every one of the fields, and answers how many were read, of how many.
fn each(good: &Value, fields: &[(&str, Takes)], mut read: impl FnMut(&Value, &str) -> bool) -> (usize, usize) {
    let (mut taken, mut asked) = (0, 0);
    for (field, takes) in fields {
        for string in BLNS {
            let mut record = good.clone();
            *record.pointer_mut(&format!("/{field}")).unwrap() = json!(string);
            let is_read = read(&record, string);
            assert_eq!(is_read, takes(string), "{field}: {string:?}");
            taken += usize::from(is_read);
            asked += 1;
        }
    }
    (taken, asked)
}

fn payout() -> Value {
    json!({
        "id": "po-1", "wallet": "hot", "amount": "1 XRP", "to": "rDsbeomae4FXwgQTJp9Rs64Qg9vDiTCdBv", "tag": "7",
        "fee": "0.1 XRP", "initiator": "carol", "submitted_at": SUBMITTED, "payload_sha256": SHA, "note": "x",
    })
}

#[test]
fn a_payout_of_naughty_strings_is_refused_or_waits_and_is_signed_as_eighteen_lines() {
    let world = Text::base().world();
    let empty = world.ledger(&[]);
    let (mut cases, mut lines) = (0, 0);
    let fields: &[(&str, Takes)] = &[
        ("id", id),
        ("wallet", name),
        ("amount", amount),
        ("to", ascii),
        ("tag", tag),
        ("fee", amount),
        ("initiator", name),
        ("submitted_at", never),
        ("payload_sha256", never),
        ("note", note),
    ];
    let (taken, asked) = each(&payout(), fields, |record, _| {
        let Ok(read) = serde_json::from_value::<Payout>(record.clone()) else { return false };
        let Ok(case) = Case::open(&world.policy, &read, &[]) else { return true };
        let decision = case.decide(&empty, &Quotes::none(), plus(submitted(), 60));
        assert!(!decision.is_allowed(), "{record}");
        assert!(serde_json::to_string(&decision).unwrap().is_ascii());
        cases += 1;
        if let Some(statement) = case.statement(Verdict::Approve, "alice", submitted(), None) {
            let text = statement.as_str();
            assert_eq!(text.lines().count(), 18, "{text}");
            assert!(text.len() <= 640 && text.bytes().all(|b| b == b'\n' || (32..127).contains(&b)), "{text}");
            lines += 1;
        }
        true
    });
    println!(
        "outside: naughty strings: {asked} payouts, {taken} read, {cases} brought before the policy, none allowed"
    );
    println!("  {lines} statements, each of 18 lines of printable ASCII");
}

#[test]
fn an_approval_of_naughty_strings_is_refused_or_void() {
    let world = Text::base().world();
    let asked_for: Payout = serde_json::from_value(payout()).unwrap();
    let good = serde_json::to_value(world.approve(&asked_for, "alice")).unwrap();
    let holds = |approval: ReceivedApproval| {
        let decision = world.decide(&asked_for, &[approval], &world.ledger(&[]), plus(submitted(), 60));
        decision.is_allowed() || decision.approvals().iter().any(|one| one.status() != ApprovalStatus::Void)
    };
    assert!(holds(serde_json::from_value(good.clone()).unwrap()), "unchanged it holds");
    let fields: &[(&str, Takes)] = &[
        ("signer", ascii),
        ("key", ascii),
        ("verdict", never),
        ("signed_at", never),
        ("expires_at", never),
        ("signature", ascii),
    ];
    let (taken, asked) = each(&good, &[fields, &[("received_at", never)]].concat(), |record, string| {
        let Ok(read) = serde_json::from_value::<ReceivedApproval>(record.clone()) else { return false };
        assert!(!holds(read), "{string:?}");
        true
    });
    println!("outside: naughty strings: {asked} received approvals, {taken} read, all void");
    let mut signed = good;
    signed.as_object_mut().unwrap().remove("received_at");
    let case = Case::open(&world.policy, &asked_for, &[]).unwrap();
    let (taken, asked) = each(&signed, fields, |record, string| {
        let Ok(read) = serde_json::from_value::<SignedApproval>(record.clone()) else { return false };
        assert!(case.receive(read, submitted()).is_err(), "{string:?}");
        true
    });
    println!("outside: naughty strings: {asked} signed approvals, {taken} read, none received");
}

#[test]
fn a_ledger_of_naughty_strings_opens_only_where_it_is_this_policys() {
    let World { policy } = Text::base().world();
    let header = json!({ "ledger": "test/world", "entries": 0, "policy": { "version": 1, "sha256": SHA } });
    let fields: &[(&str, Takes)] =
        &[("ledger", ascii), ("entries", never), ("policy", never), ("policy/sha256", never)];
    let (taken, asked) = each(&header, fields, |record, string| {
        let Ok(read) = serde_json::from_value::<LedgerHeader>(record.clone()) else { return false };
        assert!(Ledger::open(&policy, &read, []).is_err(), "{string:?}");
        true
    });
    println!("outside: naughty strings: {asked} ledger headers, {taken} read, all of another policy");
    let entry = json!({
        "payout": "po-1", "wallet": "hot", "amount": "1 BTC", "to": STRANGER, "tag": "7", "initiator": "carol",
        "at": SUBMITTED, "lists": ["friends"], "value": "1 USD", "fee": "0.1 BTC", "state": "reserved",
    });
    let one = json!({ "ledger": "test/world", "entries": 1, "policy": { "version": 1, "sha256": SHA } });
    let one: LedgerHeader = serde_json::from_value(one).unwrap();
    let fields: &[(&str, Takes)] = &[
        ("payout", id),
        ("wallet", name),
        ("amount", amount),
        ("to", ascii),
        ("tag", tag),
        ("initiator", name),
        ("at", never),
        ("lists/0", name),
        ("value", amount),
        ("fee", amount),
        ("state", never),
    ];
    let mut opened = 0;
    let (taken, asked) = each(&entry, fields, |record, _| {
        let Ok(read) = serde_json::from_value::<LedgerEntry>(record.clone()) else { return false };
        // Bitcoin has no tags, so without one it may open.
        opened += usize::from(Ledger::open(&policy, &one, [read]).is_ok());
        let mut untagged = record.clone();
        untagged.as_object_mut().unwrap().remove("tag");
        let untagged = serde_json::from_value::<LedgerEntry>(untagged).unwrap();
        opened += usize::from(Ledger::open(&policy, &one, [untagged]).is_ok());
        true
    });
    println!("outside: naughty strings: {asked} ledger entries, {taken} read, {opened} ledgers of them opened");
}

#[test]
fn a_quote_of_naughty_strings_is_refused_or_is_no_quote() {
    let text =
        Text::base().plus("[prices]\ncurrency = \"USD\"\ndecimals = 2\nfeeds = \"1 of risk\"\nmax_age = \"10m\"");
    let policy: Policy = text.parse().unwrap();
    let good = json!({
        "signer": "dana", "key": "ecdsa:02", "asset": "BTC", "price": "2", "quoted_at": SUBMITTED, "signature": "00",
    });
    let fields: &[(&str, Takes)] = &[
        ("signer", ascii),
        ("key", ascii),
        ("asset", name),
        ("price", price),
        ("quoted_at", never),
        ("signature", ascii),
    ];
    let (taken, asked) = each(&good, fields, |record, string| {
        let Ok(read) = serde_json::from_value::<Quote>(record.clone()) else { return false };
        assert!(Quotes::verify(&policy, &[read]).is_ok(), "{string:?}: what does not verify is no error");
        true
    });
    println!("outside: naughty strings: {asked} quotes, {taken} read");
    assert_eq!(at(SUBMITTED), submitted());
}
