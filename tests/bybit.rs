//! Bybit, 2025-02-21: three of its signers approved what their screen showed and signed a delegatecall to another
//! contract. Here they sign words, and the words they signed fit nothing else.
//!
//! Taken from the source named in the data's first line: every transfer of the wallet from nonce 53 on, with its real
//! destination, amount and times, and the threshold of 3. What is assumed besides, the policy's head says. Owner changes
//! are no payouts, and no policy lets them pass for one. The transfer of nonce 58 to the wallet itself moved nothing out;
//! it is kept as a payout, which is the stricter reading. The data of the calls is not in the file, so that what is
//! digested is the rest of a Safe's transaction: enough to tell a call from a delegatecall.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::panic,
    clippy::format_collect,
    reason = "what a test does not find fails it"
)]

use countersign::{
    Answer, ApprovalCode, ApprovalStatus, Case, CheckCode, CheckStatus, Decision, Digest, Instant, Ledger, Payout,
    Policy, Quotes, ReceivedApproval, Scheme, Span, Verdict,
};
use serde_json::{Value, json};

#[path = "support/signer.rs"]
mod signer;

use signer::Signer;

const HISTORY: &str = include_str!("data/incidents/bybit_cold_wallet_1_safe.csv");

const VAULT: &str = include_str!("data/incidents/bybit_vault.toml");

/// The Safe, as the data's first line names it.
const SAFE: &str = "0x1Db92e2EeBC8E0c075a02BeA49a2935BcD2dFCF4";

const OWNERS: [(&str, Scheme); 6] = [
    ("owner-1", Scheme::Eip191),
    ("owner-2", Scheme::Eip191),
    ("owner-3", Scheme::Ecdsa),
    ("owner-4", Scheme::Bip340),
    ("owner-5", Scheme::BitcoinMessage),
    ("owner-6", Scheme::Eip191),
];

/// One line of the history.
#[derive(Clone, Copy, Debug)]
struct Row {
    nonce: &'static str,
    submitted: &'static str,
    executed: &'static str,
    kind: &'static str,
    to: &'static str,
    amount: &'static str,
    asset: &'static str,
    operation: &'static str,
}

fn rows() -> Vec<Row> {
    let rows = HISTORY.lines().skip(2).map(|line| {
        let fields: Vec<&str> = line.split(',').collect();
        let [nonce, submitted, executed, kind, to, amount, asset, operation] = fields[..] else { panic!("{line}") };
        let to = if to == "SELF" { SAFE } else { to };
        let asset = if asset.starts_with("token ") { "TOKEN" } else { asset };
        Row { nonce, submitted, executed, kind, to, amount, asset, operation }
    });
    rows.collect()
}

/// What left the wallet, oldest first.
fn paid() -> Vec<Row> {
    rows().into_iter().filter(|row| row.kind.contains("transfer") && !row.executed.is_empty()).collect()
}

fn intended() -> Row {
    *rows().iter().find(|row| row.kind == "intended(not executed)").unwrap()
}

fn attack() -> Row {
    *rows().iter().find(|row| row.kind == "ATTACK delegatecall").unwrap()
}

fn policy() -> Policy {
    Policy::parse(VAULT).unwrap_or_else(|problems| panic!("{problems}"))
}

fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

fn after(text: &str, span: &str) -> Instant {
    at(text).after(Span::parse(span).unwrap())
}

/// What the wallet would be told to do: the fields of a Safe's transaction that the data has, one after the other.
fn raw_transaction(row: Row) -> Vec<u8> {
    let Row { nonce, to, amount, asset, operation, .. } = row;
    format!("to={to} value={amount} {asset} operation={operation} nonce={nonce}").into_bytes()
}

fn record(row: Row) -> Value {
    let Row { nonce, submitted, to, amount, asset, .. } = row;
    json!({
        "id": format!("nonce-{nonce}"), "wallet": "cold-1", "amount": format!("{amount} {asset}"), "to": to,
        "fee": "0.1 ETH", "initiator": "operations", "submitted_at": submitted,
        "payload_sha256": Digest::of(&raw_transaction(row)),
    })
}

fn read(record: &Value) -> Payout {
    serde_json::from_value(record.clone()).unwrap()
}

/// Yes by so many owners, five minutes after the payout was submitted.
fn approvals(policy: &Policy, payout: &Payout, owners: usize) -> Vec<ReceivedApproval> {
    let case = Case::open(policy, payout, &[]).unwrap();
    let submitted = payout.submitted_at();
    let signed_at = submitted.after(Span::parse("5m").unwrap());
    let expires_at = submitted.after(Span::parse("47h").unwrap());
    let yes = |(name, scheme): &(&str, Scheme)| {
        let statement = case.statement(Verdict::Approve, name, signed_at, Some(expires_at)).unwrap();
        let signer = Signer::named(name, *scheme);
        serde_json::from_value(json!({
            "signer": name, "key": signer.key_text(), "verdict": "approve", "signed_at": signed_at,
            "expires_at": expires_at, "signature": signer.sign(statement.as_str().as_bytes()), "received_at": signed_at,
        }))
        .unwrap()
    };
    OWNERS.iter().skip(1).take(owners).map(yes).collect()
}

/// The wallet's history, every payout of it decided, reserved and paid under the policy.
fn history(policy: &Policy) -> Ledger {
    let mut ledger = Ledger::new(policy);
    for row in paid() {
        let payout = read(&record(row));
        let now = at(row.executed);
        let decide = |owners| {
            let case = Case::open(policy, &payout, &approvals(policy, &payout, owners)).unwrap();
            case.decide(&ledger, &Quotes::none(), now)
        };
        assert_eq!(decide(2).verdict(), Answer::Wait, "two of three: {row:?}");
        let decision = decide(3);
        assert!(decision.is_allowed(), "{row:?}: {:?}", decision.checks());
        ledger.reserve(decision.into_permit().unwrap()).unwrap();
        ledger.settle(policy, payout.id()).unwrap();
    }
    ledger
}

fn decide<'p>(policy: &'p Policy, ledger: &Ledger, payout: &Value, approvals: &[ReceivedApproval]) -> Decision<'p> {
    let case = Case::open(policy, &read(payout), approvals).unwrap();
    case.decide(ledger, &Quotes::none(), after(intended().submitted, "1h"))
}

fn assert_all_void(decision: &Decision<'_>) {
    assert!(!decision.is_allowed());
    assert_eq!(decision.approvals().len(), 3);
    for one in decision.approvals() {
        assert_eq!((one.status(), one.code()), (ApprovalStatus::Void, ApprovalCode::BadSignature));
    }
    let quorum = decision.checks().iter().find(|check| check.name() == "quorum:to-our-own");
    assert!(quorum.is_none_or(|check| check.status() == CheckStatus::Wait && check.missing().unwrap().count() == 3));
}

#[test]
fn the_wallets_real_history_and_its_intended_payout_pass_with_three_approvals() {
    let policy = policy();
    let ledger = history(&policy);
    assert_eq!(ledger.len(), 14);
    let payout = record(intended());
    let of = |owners| decide(&policy, &ledger, &payout, &approvals(&policy, &read(&payout), owners));
    assert!(of(3).is_allowed(), "{:?}", of(3).checks());
    assert_eq!(of(2).verdict(), Answer::Wait);
    // The month holds 120,000 already, so that it is the history that is decided on.
    let month = of(3).checks().iter().find(|check| check.name() == "limit:eth-month").unwrap().text().to_owned();
    assert!(month.starts_with("40000 ETH of 160000 ETH"), "{month}");
}

#[test]
fn the_approvals_fit_no_other_destination_amount_or_payload() {
    let policy = policy();
    let ledger = history(&policy);
    let payout = record(intended());
    let approvals = approvals(&policy, &read(&payout), 3);
    assert!(decide(&policy, &ledger, &payout, &approvals).is_allowed());

    let mut alterations = vec![("to", json!(attack().to)), ("to", json!(SAFE))];
    let others = paid().into_iter().map(|row| row.to).filter(|to| *to != intended().to);
    alterations.extend(others.map(|to| ("to", json!(to))));
    for amount in ["30001 ETH", "29999 ETH", "30000.000000000000000001 ETH", "0.000000000000000001 ETH", "30000 TOKEN"]
    {
        alterations.push(("amount", json!(amount)));
    }
    let payload = Digest::of(&raw_transaction(intended())).to_string();
    for place in 0..payload.len() {
        let other = if payload.as_bytes()[place] == b'0' { "1" } else { "0" };
        alterations.push(("payload_sha256", json!(format!("{}{other}{}", &payload[..place], &payload[place + 1..]))));
    }
    for (field, value) in alterations {
        let mut altered = payout.clone();
        altered[field] = value;
        assert_all_void(&decide(&policy, &ledger, &altered, &approvals));
    }
}

#[test]
fn the_attackers_contract_is_covered_by_no_rule_and_where_any_destination_is_its_approvals_are_void() {
    let policy = policy();
    let ledger = history(&policy);
    let payout = record(intended());
    let mut stolen = payout.clone();
    stolen["to"] = json!(attack().to);

    let decision = decide(&policy, &ledger, &stolen, &approvals(&policy, &read(&payout), 3));
    assert_eq!(decision.verdict(), Answer::Deny);
    let covered = decision.checks().iter().find(|check| check.name() == "covered").unwrap();
    assert_eq!(covered.code(), CheckCode::NotCovered);

    // Without the list the signatures alone still stand in the way.
    let anywhere = VAULT.replace("to         = [\"own-wallets\"]", "to         = \"any\"");
    let anywhere = Policy::parse(&anywhere).unwrap();
    let ledger = history(&anywhere);
    let approvals = approvals(&anywhere, &read(&payout), 3);
    assert!(decide(&anywhere, &ledger, &payout, &approvals).is_allowed());
    let decision = decide(&anywhere, &ledger, &stolen, &approvals);
    assert_all_void(&decision);
    assert_eq!(decision.verdict(), Answer::Wait);
}

#[test]
fn the_delegatecalls_bytes_cannot_pass_for_the_transfer_that_was_approved() {
    let policy = policy();
    let mut ledger = history(&policy);
    let payout = record(intended());
    let approvals = approvals(&policy, &read(&payout), 3);
    let decision = decide(&policy, &ledger, &payout, &approvals);
    ledger.reserve(decision.into_permit().unwrap()).unwrap();

    // Whoever holds the key digests the bytes in front of it and asks again, just before it signs.
    let last_look = |bytes: &[u8]| {
        let mut asked = payout.clone();
        asked["payload_sha256"] = json!(Digest::of(bytes));
        let case = Case::open(&policy, &read(&asked), &approvals).unwrap();
        case.decide_reserved(&ledger, &Quotes::none(), after(intended().submitted, "2h"))
    };
    assert!(last_look(&raw_transaction(intended())).is_allowed());
    assert_ne!(intended().operation, attack().operation);
    assert_all_void(&last_look(&raw_transaction(attack())));
    // The intended transfer with nothing changed but a call made a delegatecall.
    assert_all_void(&last_look(&raw_transaction(Row { operation: attack().operation, ..intended() })));

    // And not to say which bytes is no way around.
    let mut unbound = payout.clone();
    unbound.as_object_mut().unwrap().remove("payload_sha256");
    let decision = decide(&policy, &Ledger::new(&policy), &unbound, &approvals);
    assert_eq!((decision.verdict(), decision.is_final()), (Answer::Deny, true));
}

#[test]
fn a_change_of_owners_is_no_payout_and_the_data_is_what_it_was() {
    let authority = rows().into_iter().filter(|row| row.kind.ends_with("Owner"));
    for row in authority {
        assert_eq!((row.to, row.amount), (SAFE, "0"));
        let mut record = record(Row { asset: "ETH", ..row });
        record["amount"] = json!("0 ETH");
        // An amount of zero is none.
        let refused =
            serde_json::from_value::<Payout>(record).map(|payout| Case::open(&policy(), &payout, &[]).is_err());
        assert!(refused.unwrap_or(true), "{row:?}");
    }
    assert_eq!(rows().len(), 20);
    assert_eq!(intended().amount, "30000");
}
