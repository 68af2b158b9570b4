//! An independent model of the policy language and decision semantics: plain, slow, and close to the words.
pub mod address;
pub mod decide;
pub mod decision;
pub mod r#gen;
pub mod hours;
pub mod input;
pub mod judge;
pub mod limits;
pub mod load;
pub mod load_rules;
pub mod policy;
pub mod quorum;
pub mod refuse;
pub mod scope;
pub mod sign;
pub mod statement;
pub mod table;
pub mod value;

use decide::first_checks;
use decision::conclude;
use judge::{judge_all, see};
use scope::Case;
use serde_json::{Value, json};
use table::{object, optional, required, text};
use value::{Res, instant};

/// One line of `batch`, answered.
pub fn answer(line: &Value) -> Value {
    let mut out = decided(line).unwrap_or_else(|text| json!({ "error": { "code": "refused", "text": text } }));
    out["name"] = line["name"].clone();
    out
}

fn decided(line: &Value) -> Res<Value> {
    let case = object(line, "name policy payout approvals ledger prices at reserved")?;
    required(&case, "name", toml::Value::as_str)?;
    let now = text(&case, "at", instant)?;
    let reserved = optional(&case, "reserved", toml::Value::as_bool)?.unwrap_or(false);
    let policy = text(&case, "policy", load::load)?;
    let payout = input::payout(&line["payout"], &policy)?;
    let approvals = input::approvals(line["approvals"].as_array().ok_or("`approvals` is no array")?)?;
    let ledger = text(&case, "ledger", |text| input::ledger(text, &policy))?;
    let none = Vec::new();
    let quotes = line.get("prices").map_or(Some(&none), Value::as_array).filter(|all| all.len() <= 1024);
    let quotes = quotes.ok_or("`prices` is no array of at most 1,024 quotes")?;
    let quotes: Vec<input::Quote> = quotes.iter().map(input::quote).collect::<Res<_>>()?;
    let Some(money) = &payout.money else {
        return Ok(conclude(&policy, first_checks(&policy, &payout), &[]).json());
    };
    statement::refuse_long(&policy, &payout, money)?;
    let seen = see(&policy, &payout, &approvals);
    let judged = judge_all(&policy, &payout, &seen, now);
    let (policy, payout, judged, ledger, quotes) = (&policy, &payout, &judged[..], &ledger, &quotes[..]);
    let checks = Case { policy, payout, money, judged, ledger, quotes, now, reserved }.checks();
    Ok(conclude(policy, checks, judged).json())
}
