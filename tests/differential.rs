//! The engine against the independent model of `tests/model`, case by generated case.
//!
//! `DIFFERENTIAL_CASES=50000 cargo test --release --test differential -- --nocapture` asks as many as it is told to,
//! on every core, and then fills the table of constructs by pairs; `DIFFERENTIAL_SEED` chooses others.

#[path = "differential/constructs.rs"]
mod constructs;
#[path = "differential/engine.rs"]
mod engine;

use constructs::Table;
use serde_json::{Value, json};

/// How many are asked unless the environment says otherwise.
const CASES: usize = 300;

/// From as many on every pair of constructs must have met every verdict.
const CASES_FOR_PAIRS: usize = 20_000;

#[test]
fn engine_and_model_give_one_answer_to_generated_cases() {
    let seed = number("DIFFERENTIAL_SEED").unwrap_or(7);
    let cases = number("DIFFERENTIAL_CASES").map_or(CASES, |many| usize::try_from(many).expect("few enough"));
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let found = std::thread::scope(|scope| {
        let ask = |first| scope.spawn(move || ask((first..cases).step_by(threads), seed));
        let threads: Vec<_> = (0..threads).map(ask).collect();
        threads.into_iter().map(|thread| thread.join().expect("no thread panicked")).fold(Found::default(), Found::and)
    });
    let Found { table, refused, disagreements } = found;
    println!("{}", if cases >= CASES_FOR_PAIRS { table.by_pairs() } else { table.by_verdict() });
    let empty_pairs = table.empty_pairs();
    println!("differential: {} pairs of constructs, {} cells of a verdict empty", constructs::PAIRS, empty_pairs.len());
    println!("differential: {cases} cases, {refused} refused alike, {} disagreements", disagreements.len());
    assert!(disagreements.is_empty(), "{}", disagreements.join("\n\n"));
    assert_eq!(table.empty(), [""; 0], "constructs that never met a verdict");
    if cases >= CASES_FOR_PAIRS {
        assert_eq!(empty_pairs, [""; 0], "pairs of constructs that never met a verdict");
    }
}

/// What a thread found.
#[derive(Default)]
struct Found {
    table: Table,
    refused: usize,
    disagreements: Vec<String>,
}

impl Found {
    fn and(mut self, other: Self) -> Self {
        self.table.add(other.table);
        self.refused += other.refused;
        self.disagreements.extend(other.disagreements);
        self
    }
}

fn ask(places: impl Iterator<Item = usize>, seed: u64) -> Found {
    let mut all = Found::default();
    for place in places {
        let case = countersign_model::r#gen::case(seed, place);
        let expected = said(&countersign_model::answer(&case));
        let found = said(&engine::answer(&case));
        if expected != found {
            all.disagreements.push(format!("{}\nmodel  {expected}\nengine {found}", case["name"]));
        }
        match found["verdict"].as_str() {
            Some(verdict) => all.table.count(&case, verdict),
            None => all.refused += 1,
        }
    }
    all
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
