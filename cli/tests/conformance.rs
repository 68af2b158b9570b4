//! Every case of the conformance kit, through the tool's `batch`, as any other implementation would answer it.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::format_collect,
    reason = "a test stops at the first surprise"
)]

#[path = "../../tests/support/kit.rs"]
mod kit;
mod support;

use std::collections::BTreeSet;

use kit::{kit, name};
use serde_json::Value;
use support::Desk;

const KNOWN_FAILURES: &str = "known-failures";

/// Where the kit lies.
const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

#[test]
fn the_kit_is_large_enough_and_names_each_case_once() {
    let kit = kit(ROOT);
    let cases: usize = kit.values().map(Vec::len).sum();
    let names: BTreeSet<_> = kit.values().flatten().map(name).collect();
    for (file, rows) in &kit {
        println!("conformance: {file}: {} cases", rows.len());
    }
    println!("conformance: {cases} cases, {} of known failures", kit[KNOWN_FAILURES].len());
    assert!(cases >= 400, "{cases} cases");
    assert!(kit[KNOWN_FAILURES].len() >= 40, "{} known failures", kit[KNOWN_FAILURES].len());
    assert_eq!(names.len(), cases, "a name stands for one case");
    for (file, row) in kit.iter().flat_map(|(file, rows)| rows.iter().map(move |row| (file, row))) {
        assert!(row["shows"].as_str().is_some_and(|text| text.len() > 10), "{}: what it shows", name(row));
        assert_eq!(row.get("source").is_some(), file == KNOWN_FAILURES, "{}: its source", name(row));
        if file != KNOWN_FAILURES {
            let section = format!("section-{}-", row["section"].as_str().unwrap());
            assert!(file.starts_with(&section), "{}: in {file}", name(row));
        }
    }
}

#[test]
fn every_case_is_answered_as_the_contract_says() {
    let rows: Vec<Value> = kit(ROOT).into_values().flatten().collect();
    let batch: String = rows.iter().map(|row| format!("{}\n", row["case"])).collect();
    let run = Desk::new("conformance").feed("batch -", batch);
    assert_eq!((run.exit, run.err.as_str()), (0, ""));
    let answers: Vec<Value> = run.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let names = |rows: Vec<&Value>| rows.into_iter().map(|row| row["name"].clone()).collect::<Vec<_>>();
    assert_eq!(names(answers.iter().collect()), names(rows.iter().map(|row| &row["case"]).collect()));
    let told: Vec<String> = rows.iter().zip(&answers).flat_map(|(row, answer)| differences(row, answer)).collect();
    assert!(told.is_empty(), "{} differences:\n{}", told.len(), told.join("\n"));
    let count = |key: &str| answers.iter().filter(|answer| answer["verdict"] == key).count();
    let refused = answers.iter().filter(|answer| answer.get("error").is_some()).count();
    println!(
        "conformance: {} answered as expected: {} allow, {} wait, {} deny, {refused} refused",
        answers.len(),
        count("allow"),
        count("wait"),
        count("deny"),
    );
}

/// What an answer says otherwise than its row expects.
fn differences(row: &Value, answer: &Value) -> Vec<String> {
    let expect = &row["expect"];
    if expect.get("error").is_none() && answer.get("error").is_none() {
        return kit::differences(row, answer);
    }
    let (expected, found) = (&expect["error"], &answer["error"]["code"]);
    if expected == found {
        return Vec::new();
    }
    vec![format!("{}: error: {expected} expected, {found} found", name(row))]
}
