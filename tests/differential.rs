//! The engine against the independent model of `tests/model`, case by generated case.
//!
//! `DIFFERENTIAL_CASES=50000 cargo test --release --test differential -- --nocapture` asks as many as it is told to,
//! and then fills the table of constructs by pairs; `DIFFERENTIAL_SEED` chooses others.

#[path = "differential/constructs.rs"]
mod constructs;
#[path = "differential/engine.rs"]
mod engine;

use constructs::Table;
use serde_json::{Value, json};

/// How many are asked unless the environment says otherwise.
const CASES: usize = 300;

/// From as many on every pair of constructs must have met every verdict.
const CASES_FOR_PAIRS: usize = 40_000;

#[test]
fn engine_and_model_give_one_answer_to_generated_cases() {
    let seed = number("DIFFERENTIAL_SEED").unwrap_or(7);
    let cases = number("DIFFERENTIAL_CASES").map_or(CASES, |many| usize::try_from(many).expect("few enough"));
    let mut table = Table::default();
    let (mut refused, mut disagreements) = (0, Vec::new());
    for case in countersign_model::r#gen::cases(seed, cases) {
        let expected = said(&countersign_model::answer(&case));
        let found = said(&engine::answer(&case));
        if expected != found {
            disagreements.push(format!("{}\nmodel  {expected}\nengine {found}", case["name"]));
        }
        match found["verdict"].as_str() {
            Some(verdict) => table.count(&case, verdict),
            None => refused += 1,
        }
    }
    println!("{}", table.by_verdict());
    let empty_pairs = table.empty_pairs();
    println!("differential: {} pairs of constructs, {} not met by every verdict", table.pairs(), empty_pairs.len());
    println!("differential: {cases} cases, {refused} refused alike, {} disagreements", disagreements.len());
    assert!(disagreements.is_empty(), "{}", disagreements.join("\n\n"));
    assert_eq!(table.empty(), [""; 0], "constructs that never met a verdict");
    if cases >= CASES_FOR_PAIRS {
        assert_eq!(empty_pairs, [""; 0], "pairs of constructs that never met a verdict");
    }
}

fn number(variable: &str) -> Option<u64> {
    let text = std::env::var(variable).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("`{variable}` is no number: `{text}`")))
}

/// Of an answer, what the contract fixes: texts and the codes of checks are each side's own.
fn said(answer: &Value) -> Value {
    if answer.get("error").is_some() {
        return json!("refused");
    }
    let each = |key: &str, one: &dyn Fn(&Value) -> Value| -> Vec<Value> {
        answer[key].as_array().expect("an array").iter().map(one).collect()
    };
    let void = |a: &Value| if a["status"] == "void" { a["code"].clone() } else { Value::Null };
    json!({
        "verdict": answer["verdict"], "final": answer["final"], "not_before": answer["not_before"],
        "checks": each("checks", &|c| json!([c["check"], c["status"], c["until"]])),
        "approvals": each("approvals", &|a| json!([a["signer"], a["key"], a["verdict"], a["status"], void(a)])),
    })
}
