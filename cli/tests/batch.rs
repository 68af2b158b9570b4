//! Many cases: each answered, in order, one way or the other.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::format_collect,
    reason = "a test stops at the first surprise"
)]

mod support;

use serde_json::{Value, json};
use support::{Desk, MINIMAL, NOW, PAYOUT};

fn case(desk: &Desk, name: &str) -> Value {
    let approvals = desk.read("approvals.jsonl");
    let approvals: Vec<Value> = approvals.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let payout: Value = serde_json::from_str(PAYOUT).unwrap();
    json!({"name": name, "policy": MINIMAL, "payout": payout, "approvals": approvals, "ledger": desk.read("ledger.jsonl"), "at": NOW})
}

fn answers(run: &support::Run) -> Vec<Value> {
    run.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn answers_come_in_the_order_of_the_cases_and_begin_with_the_name() {
    let desk = Desk::new("order");
    let cases: String = (0..3_000).map(|number| format!("{}\n", case(&desk, &format!("case-{number}")))).collect();
    let run = desk.feed("batch -", cases);
    assert_eq!((run.exit, run.err.as_str()), (0, ""));
    assert_eq!(run.out.lines().count(), 3_000);
    for (number, line) in run.out.lines().enumerate() {
        assert!(
            line.starts_with(&format!("{{\"name\":\"case-{number}\",\"verdict\":\"wait\",\"payout\":{{")),
            "{line}"
        );
    }
}

#[test]
fn a_batch_decides_as_decide_does() {
    let desk = Desk::new("same");
    for (signer, verdict) in [("alice", "request"), ("bob", "approve"), ("carol", "approve")] {
        desk.sign(signer, verdict);
    }
    desk.write("batch.jsonl", case(&desk, "one").to_string());
    let run = desk.run("batch batch.jsonl");
    let alone = desk.decide("--format json");
    assert_eq!((run.exit, alone.exit), (0, 0));
    assert_eq!(run.out.replacen("\"name\":\"one\",", "", 1), alone.out);
}

#[test]
fn a_policy_file_is_beside_the_batch() {
    let desk = Desk::new("file");
    let mut one = case(&desk, "one");
    one.as_object_mut().unwrap().remove("policy");
    one["policy_file"] = json!("policy.toml");
    let mut two = one.clone();
    two["policy_file"] = json!("absent.toml");
    std::fs::create_dir(desk.folder.join("elsewhere")).unwrap();
    desk.write("batch.jsonl", format!("{one}\n{two}\n"));
    let run = desk.run("batch ../file/batch.jsonl".replace("../file", desk.folder.to_str().unwrap()).as_str());
    let answers = answers(&run);
    assert_eq!(answers[0]["verdict"], "wait");
    assert_eq!(answers[1]["error"]["code"], "missing-file");
}

#[test]
fn what_is_refused_is_answered_with_its_reason() {
    let desk = Desk::new("refused");
    let good = case(&desk, "good").to_string();
    let change = |name: &str, key: &str, value: Value| {
        let mut case = case(&desk, name);
        case[key] = value;
        case.to_string()
    };
    let lines = [
        (change("policy", "policy", json!("schema = 1\n")), json!("policy"), "missing-key"),
        (change("payout", "payout", json!({"id": "x"})), json!("payout"), "bad-record"),
        (change("approvals", "approvals", json!([{}])), json!("approvals"), "bad-record"),
        (change("null", "approvals", Value::Null), json!("null"), "bad-record"),
        (change("ledger", "ledger", json!("")), json!("ledger"), "ledger-empty"),
        (change("at", "at", json!("2026-11-23 10:00:00")), json!("at"), "bad-record"),
        (change("reserved", "reserved", Value::Null), json!("reserved"), "bad-record"),
        (change("prices", "prices", json!({})), json!("prices"), "bad-record"),
        (change("unknown", "notes", json!(1)), json!("unknown"), "bad-record"),
        (change("both", "policy_file", json!("policy.toml")), json!("both"), "bad-record"),
        (good.replacen('{', "{\"at\":\"2026-11-23T10:00:00Z\",", 1), json!("good"), "bad-record"),
        (good.replacen("po-1", "p o", 1), json!("good"), "bad-record"),
        ("{".into(), Value::Null, "cut-short"),
        (String::new(), Value::Null, "bad-json"),
        ("[]".into(), Value::Null, "bad-record"),
        ("{\"name\":\"only\"}".into(), json!("only"), "bad-record"),
    ];
    let text: String = lines.iter().map(|(line, ..)| format!("{line}\n{good}\n")).collect();
    let run = desk.feed("batch -", text);
    assert_eq!(run.exit, 0);
    let answers = answers(&run);
    assert_eq!(answers.len(), lines.len() * 2);
    for ((line, name, code), pair) in lines.iter().zip(answers.chunks(2)) {
        assert_eq!((&pair[0]["name"], &pair[0]["error"]["code"]), (name, &json!(code)), "{line}: {}", pair[0]);
        assert!(!pair[0]["error"]["text"].as_str().unwrap().is_empty());
        assert_eq!(pair[1]["verdict"], "wait");
    }
}

#[test]
fn a_line_that_cannot_be_text_is_answered_too() {
    let desk = Desk::new("bytes");
    let good = case(&desk, "good").to_string();
    let long = " ".repeat(33 * 1024 * 1024);
    let text = [b"\xff\xfe\n", good.as_bytes(), b"\n", long.as_bytes(), b"\n", good.as_bytes()].concat();
    let run = desk.feed("batch -", text);
    let answers = answers(&run);
    assert_eq!(answers[0]["error"]["code"], "not-utf-8");
    assert_eq!(answers[1]["verdict"], "wait");
    assert_eq!(answers[2]["error"]["code"], "too-long");
    assert_eq!(answers[3]["verdict"], "wait");
    assert_eq!((run.exit, answers.len()), (0, 4));
}

#[test]
fn nothing_evaluated_is_no_answer() {
    let desk = Desk::new("nothing");
    desk.write("batch.jsonl", "");
    let run = desk.run("batch batch.jsonl");
    assert_eq!((run.exit, run.out.as_str()), (2, ""));
    assert!(run.err.contains("there is no case in this file"), "{}", run.err);
    assert_eq!(desk.run("batch absent.jsonl").exit, 2);
}

#[test]
fn the_name_is_given_back_safe_to_print() {
    let desk = Desk::new("names");
    let name = "\u{1b}[2J\u{202e}\u{1f600}\u{e0001}";
    let run = desk.feed("batch -", case(&desk, name).to_string());
    assert!(run.out.starts_with("{\"name\":\"\\u001b[2J\\u202e\u{1f600}\\udb40\\udc01\""), "{}", run.out);
    assert_eq!(answers(&run)[0]["name"], name);
}
