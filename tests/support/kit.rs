//! The conformance kit: its cases, and what an answer says otherwise than a case expects.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

/// The lines of each file, by the file's name; `root` is where `tests/` lies.
pub fn kit(root: &str) -> BTreeMap<String, Vec<Value>> {
    let folder = Path::new(root).join("tests/conformance");
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

/// What a case is called.
pub fn name(row: &Value) -> &str {
    row["case"]["name"].as_str().unwrap()
}

/// What an answer says otherwise than its row expects. Whether it was refused as it should be is asked apart.
pub fn differences(row: &Value, answer: &Value) -> Vec<String> {
    let expect = &row["expect"];
    let mut told = Vec::new();
    let mut compare = |what: &str, expected: Value, found: Value| {
        if expected != found {
            told.push(format!("{}: {what}: {expected} expected, {found} found", name(row)));
        }
    };
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
