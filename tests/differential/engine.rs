//! The engine, asked as a line of a batch asks it.

use countersign::{Case, Instant, Ledger, Payout, Policy, Quote, Quotes, ReceivedApproval};
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    #[expect(dead_code, reason = "it must be there")]
    name: String,
    policy: String,
    payout: Payout,
    approvals: Vec<ReceivedApproval>,
    ledger: String,
    #[serde(default)]
    prices: Vec<Quote>,
    at: Instant,
    #[serde(default)]
    reserved: bool,
}

/// A decision, or an `error`.
pub fn answer(case: &Value) -> Value {
    decided(case).unwrap_or_else(|fault| json!({ "error": fault }))
}

fn decided(case: &Value) -> Result<Value, String> {
    let line = Line::deserialize(case).map_err(told)?;
    let policy = Policy::parse(&line.policy).map_err(told)?;
    let ledger = ledger(&policy, &line.ledger)?;
    let quotes = Quotes::verify(&policy, &line.prices).map_err(told)?;
    let opened = Case::open(&policy, &line.payout, &line.approvals).map_err(told)?;
    let decision = if line.reserved {
        opened.decide_reserved(&ledger, &quotes, line.at)
    } else {
        opened.decide(&ledger, &quotes, line.at)
    };
    serde_json::to_value(&decision).map_err(told)
}

fn ledger(policy: &Policy, text: &str) -> Result<Ledger, String> {
    let body = text.strip_suffix('\n').ok_or("a last line without LF")?;
    let mut lines = body.split('\n');
    let header = serde_json::from_str(lines.next().unwrap_or_default()).map_err(told)?;
    let entries = lines.map(|line| serde_json::from_str(line).map_err(told)).collect::<Result<Vec<_>, _>>()?;
    Ledger::open(policy, &header, entries).map_err(told)
}

fn told(fault: impl std::fmt::Display) -> String {
    fault.to_string()
}
