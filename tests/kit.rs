//! Every case of the conformance kit, answered by the library itself: a service that links the crate gets the
//! answers that the tool gives.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test stops at the first surprise")]

#[path = "support/kit.rs"]
mod kit;

use countersign::{
    Case, Decision, Instant, Ledger, LedgerEntry, LedgerHeader, Payout, Policy, Quote, Quotes, ReceivedApproval,
};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A line of a batch that names no file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    #[serde(rename = "name")]
    _name: String,
    policy: String,
    payout: Value,
    approvals: Value,
    ledger: String,
    #[serde(default)]
    prices: Vec<Value>,
    at: Value,
    #[serde(default)]
    reserved: bool,
}

/// Why there is no decision.
enum Refused {
    /// by the library, whose code it is
    Coded(&'static str),
    /// by whoever reads the records and the snapshot's lines, who has codes of its own
    Unread,
}

#[test]
fn the_library_answers_every_case_as_the_contract_says() {
    let rows: Vec<Value> = kit::kit(env!("CARGO_MANIFEST_DIR")).into_values().flatten().collect();
    assert!(rows.len() >= 400, "{} cases", rows.len());
    let (mut decided, mut refused) = (0, 0);
    for row in &rows {
        let told = match answer(&row["case"]) {
            Ok(answer) if row["expect"]["error"].is_null() => {
                decided += 1;
                kit::differences(row, &answer)
            }
            Err(refusal) => {
                refused += 1;
                misnamed(&refusal, &row["expect"]["error"])
            }
            Ok(answer) => vec![format!("{} expected, {} found", row["expect"]["error"], answer["verdict"])],
        };
        assert!(told.is_empty(), "{}: {}", kit::name(row), told.join("\n"));
    }
    println!("kit: {decided} decided and {refused} refused as expected");
}

/// What is wrong with a refusal.
fn misnamed(refusal: &Refused, expected: &Value) -> Vec<String> {
    match refusal {
        Refused::Coded(code) if *expected == *code => Vec::new(),
        Refused::Coded(code) => vec![format!("{expected} expected, {code} found")],
        Refused::Unread if of_a_reader(expected) => Vec::new(),
        Refused::Unread => vec![format!("{expected} expected, and a record cannot be read")],
    }
}

/// The codes that the tool gives itself to what it cannot read.
fn of_a_reader(expected: &Value) -> bool {
    expected.as_str().is_some_and(|code| ["bad-record", "bad-json", "ledger-cut-short", "ledger-empty"].contains(&code))
}

/// The answer to one line.
fn answer(case: &Value) -> Result<Value, Refused> {
    let asked: Asked = read(case)?;
    let policy = Policy::parse(&asked.policy).map_err(|problems| match problems.iter().next() {
        Some(problem) => Refused::Coded(problem.code().as_str()),
        None => panic!("a policy is refused for no reason"),
    })?;
    let payout: Payout = read(&asked.payout)?;
    let approvals: Vec<ReceivedApproval> = read(&asked.approvals)?;
    let ledger = ledger(&policy, &asked.ledger)?;
    let quotes: Vec<Quote> = asked.prices.iter().map(read).collect::<Result<_, _>>()?;
    let quotes = Quotes::verify(&policy, &quotes).unwrap();
    let now: Instant = read(&asked.at)?;
    let case = Case::open(&policy, &payout, &approvals).map_err(|fault| Refused::Coded(fault.code()))?;
    let decision: Decision<'_> =
        if asked.reserved { case.decide_reserved(&ledger, &quotes, now) } else { case.decide(&ledger, &quotes, now) };
    Ok(serde_json::to_value(&decision).unwrap())
}

/// A snapshot, each line ended by a line feed.
fn ledger(policy: &Policy, text: &str) -> Result<Ledger, Refused> {
    let mut lines = text.strip_suffix('\n').ok_or(Refused::Unread)?.split('\n');
    let header: LedgerHeader = serde_json::from_str(lines.next().unwrap_or_default()).map_err(|_| Refused::Unread)?;
    let entries = lines.map(|line| serde_json::from_str(line).map_err(|_| Refused::Unread));
    let entries: Vec<LedgerEntry> = entries.collect::<Result<_, _>>()?;
    Ledger::open(policy, &header, entries).map_err(|fault| Refused::Coded(fault.code()))
}

/// A record. Duplicate keys are gone by now: `records` shows that they are refused.
fn read<T: DeserializeOwned>(value: &Value) -> Result<T, Refused> {
    T::deserialize(value).map_err(|_| Refused::Unread)
}
