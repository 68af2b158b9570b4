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

/// What stands in a source of which no copy was at hand.
const FROM_MEMORY: &str = "from memory";

/// Where the kit lies.
const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

#[test]
fn the_kit_is_large_enough_and_names_each_case_once() {
    let kit = kit(ROOT);
    let cases: usize = kit.values().map(Vec::len).sum();
    let names: BTreeSet<_> = kit.values().flatten().map(name).collect();
    for (file, rows) in &kit {
        println!("{file}: {} cases", rows.len());
    }
    assert!(cases >= 400, "{cases} cases");
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
fn at_least_40_known_failures_have_a_source_at_hand_and_the_others_say_what_is_from_memory() {
    let failures = &kit(ROOT)[KNOWN_FAILURES];
    for row in failures {
        let source = row["source"].as_str().unwrap();
        let is_told =
            if source.contains(FROM_MEMORY) { says_what_is_remembered(source) } else { can_be_looked_up(source) };
        assert!(is_told, "{}: {source}", name(row));
    }
    let at_hand = at_hand(failures);
    assert!(at_hand >= 40, "{at_hand} known failures with a source at hand");
}

/// How many name their whole source.
fn at_hand(failures: &[Value]) -> usize {
    let remembered = |row: &&Value| row["source"].as_str().unwrap().contains(FROM_MEMORY);
    failures.len() - failures.iter().filter(remembered).count()
}

/// An advisory, an issue or a change by its number, or else who published what: `Halborn, Explained: The Ronin …`.
fn can_be_looked_up(source: &str) -> bool {
    let words: Vec<&str> = source.split([' ', ',', ';']).collect();
    let is_number = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    let numbered = words.windows(2).any(|pair| ["issue", "issues", "pull"].contains(&pair[0]) && is_number(pair[1]));
    let published = source.split_once(", ").is_some_and(|(who, what)| who.len() >= 3 && what.len() >= 10);
    numbered || published || words.iter().any(|word| word.starts_with("GHSA-") || word.starts_with("CVE-"))
}

/// `from memory (what)`, or `what is at hand; what from memory`.
fn says_what_is_remembered(source: &str) -> bool {
    let whole = source.split_once("from memory (").is_some_and(|(_, what)| what.find(')').is_some_and(|end| end >= 5));
    let in_part = source.split_once("; ").is_some_and(|(known, rest)| {
        can_be_looked_up(known) && rest.ends_with(FROM_MEMORY) && rest.len() > FROM_MEMORY.len() + 1
    });
    whole || in_part
}

#[test]
fn every_case_is_answered_as_the_contract_says() {
    let kit = kit(ROOT);
    let (failures, at_hand) = (kit[KNOWN_FAILURES].len(), at_hand(&kit[KNOWN_FAILURES]));
    let rows: Vec<Value> = kit.into_values().flatten().collect();
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
    let [allow, wait, deny] = ["allow", "wait", "deny"].map(count);
    println!(
        "conformance: {} cases answered as expected: {allow} allow, {wait} wait, {deny} deny, {refused} refused; \
         {failures} known failures of other systems, {at_hand} of them with a source at hand",
        answers.len(),
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
