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
pub mod toml_read;
pub mod value;

use decision::{decide, unread};
use judge::{judge_all, see};
use serde_json::{Map, Value, json};
use value::{Res, instant, object};

type Refused = (&'static str, String);

/// One line of `batch`, answered.
pub fn answer(line: &Value) -> Value {
    let name = line.get("name").cloned().unwrap_or(Value::Null);
    let mut out = match decided(line) {
        Ok(out) => out,
        Err((code, text)) => json!({ "error": { "code": code, "text": text } }),
    };
    out.as_object_mut().unwrap().insert("name".to_string(), name);
    out
}

fn decided(line: &Value) -> Result<Value, Refused> {
    let as_code = |code: &'static str| move |text: String| (code, text);
    let required = ["name", "policy", "payout", "approvals", "ledger", "at"];
    let case = object(line, &required, &["prices", "reserved"]).map_err(as_code("case"))?;
    read_name(case).map_err(as_code("case"))?;
    let source = value::text(case, "policy").map_err(as_code("case"))?;
    let now = value::text(case, "at").and_then(instant).map_err(as_code("case"))?;
    let reserved = match case.get("reserved") {
        None => false,
        Some(Value::Bool(b)) => *b,
        Some(_) => return Err(("case", "`reserved` must be true or false".to_string())),
    };
    let policy = load::load(source).map_err(as_code("policy"))?;
    let payout = input::payout(&case["payout"], &policy).map_err(as_code("payout"))?;
    if let Some(money) = &payout.money {
        statement::refuse_long(&policy, &payout, money).map_err(as_code("payout"))?;
    }
    let approvals = array(&case["approvals"]).and_then(|a| input::approvals(a)).map_err(as_code("approvals"))?;
    let ledger =
        value::text(case, "ledger").and_then(|text| input::ledger(text, &policy)).map_err(as_code("ledger"))?;
    let quotes = quotes(case).map_err(as_code("prices"))?;
    if payout.money.is_none() {
        return Ok(unread(&policy, &payout).json());
    }
    let judged = judge_all(&policy, &payout, &see(&policy, &payout, &approvals), now);
    Ok(decide(&policy, &payout, &judged, &ledger, &quotes, now, reserved).json())
}

fn read_name(case: &Map<String, Value>) -> Res<()> {
    value::text(case, "name").map(drop)
}

fn array(value: &Value) -> Res<&Vec<Value>> {
    value.as_array().ok_or("not an array".to_string())
}

/// At most 1,024.
fn quotes(case: &Map<String, Value>) -> Res<Vec<input::Quote>> {
    let Some(value) = case.get("prices") else { return Ok(Vec::new()) };
    let values = array(value)?;
    if values.len() > 1024 {
        return Err("more than 1,024 quotes".to_string());
    }
    values.iter().map(input::quote).collect()
}
