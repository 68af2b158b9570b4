//! Every case of the conformance kit, through the tool's `batch`, as any other implementation would answer it.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::format_collect,
    reason = "a test stops at the first surprise"
)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use support::Desk;

const KNOWN_FAILURES: &str = "known-failures";

/// The lines of each file, by the file's name.
fn kit() -> BTreeMap<String, Vec<Value>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/conformance");
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = paths.filter(|path| path.extension().is_some_and(|extension| extension == "jsonl"));
    files
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            let rows = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
            (path.file_stem().unwrap().to_str().unwrap().to_owned(), rows)
        })
        .collect()
}

fn name(row: &Value) -> &str {
    row["case"]["name"].as_str().unwrap()
}

#[test]
fn the_kit_is_large_enough_and_names_each_case_once() {
    let kit = kit();
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
    let rows: Vec<Value> = kit().into_values().flatten().collect();
    let batch: String = rows.iter().map(|row| format!("{}\n", row["case"])).collect();
    let run = Desk::new("conformance").feed("batch -", batch);
    assert_eq!((run.exit, run.err.as_str()), (0, ""));
    let answers: Vec<Value> = run.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers.len(), rows.len());
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
    let mut told = Vec::new();
    let mut compare = |what: &str, expected: Value, found: Value| {
        if expected != found {
            told.push(format!("{}: {what}: {expected} expected, {found} found", name(row)));
        }
    };
    compare("name", row["case"]["name"].clone(), answer["name"].clone());
    compare("error", expect["error"].clone(), answer["error"]["code"].clone());
    if expect.get("error").is_some() {
        return told;
    }
    for key in ["verdict", "final", "not_before"] {
        compare(key, expect[key].clone(), answer[key].clone());
    }
    let checks = checks(answer);
    let unmet = checks.iter().filter(|(_, found)| found[0] != "met").map(|(check, _)| check);
    let asked = expect["checks"].as_object().into_iter().flat_map(|checks| checks.keys());
    for check in unmet.chain(asked).collect::<BTreeSet<_>>() {
        let found = checks.get(check).cloned().unwrap_or_else(|| json!(["absent"]));
        compare(check, expect["checks"][check].clone(), found);
    }
    compare("approvals", sorted(expect["approvals"].as_array()), sorted(Some(&approvals(answer))));
    told
}

/// Each check's status, and its `until` where it has one.
fn checks(answer: &Value) -> BTreeMap<String, Value> {
    let checks = answer["checks"].as_array().into_iter().flatten();
    checks
        .map(|check| {
            let until = check.get("until").cloned();
            let found = std::iter::once(check["status"].clone()).chain(until).collect();
            (check["check"].as_str().unwrap().to_owned(), Value::Array(found))
        })
        .collect()
}

/// Each approval's signer, verdict and status, and its code where it is void.
fn approvals(answer: &Value) -> Vec<Value> {
    let approvals = answer["approvals"].as_array().into_iter().flatten();
    approvals
        .map(|one| {
            let code = (one["status"] == "void").then(|| one["code"].clone());
            let told = ["signer", "verdict", "status"].map(|key| one[key].clone());
            Value::Array(told.into_iter().chain(code).collect())
        })
        .collect()
}

fn sorted(approvals: Option<&Vec<Value>>) -> Value {
    let mut lines: Vec<_> = approvals.into_iter().flatten().map(Value::to_string).collect();
    lines.sort();
    json!(lines)
}
