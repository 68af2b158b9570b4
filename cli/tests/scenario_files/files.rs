//! Files that cannot be read or used, and how a fault is shown.

use std::fs;

use crate::bench::{Bench, PAYOUT, STEP, file, minimal};

#[test]
fn a_policy_that_is_not_there_or_refused() {
    let text = file(PAYOUT, STEP);
    let words = "a.toml:2:10: there is no file `polic.toml` beside this one\n  help: name the policy's file, as in \"hot-wallet.toml\"";
    Bench::new("no-file").refuses(&text.replace("\"policy.toml\"", "\"polic.toml\""), words);
    let words = "policy.toml:47:14[bad-threshold]: 4 of owners can never be met by 3 people\n  help: ask for at most 3";
    Bench::of("bad-policy", &minimal().replace("2 of owners", "4 of owners")).refuses(&text, words);
}

#[test]
fn files_that_are_none() {
    let bench = Bench::new("files");
    let said = bench.run("none.toml", &[]);
    assert_eq!(said.status, 2);
    assert_eq!(said.refusals(), "none.toml[missing-file]: there is no such file\n  help: check the path");
    let said = bench.run(".", &[]);
    assert_eq!(said.status, 2);
    assert!(said.refusals().starts_with(".[directory]: this is a directory, not a file\n"), "{}", said.err);
    let said = bench.test_bytes(b"schema = 1 # \xff", &[]);
    assert_eq!(said.status, 2);
    assert!(said.refusals().starts_with("a.toml:1[not-utf-8]: "), "{}", said.err);
}

#[test]
fn what_is_written_wrong_on_the_command_line() {
    let bench = Bench::new("command-line");
    for arguments in
        [["--min-coverage", "101"], ["--min-coverage", "-1"], ["--min-coverage", "99.5"], ["--format", "xml"]]
    {
        assert_eq!(bench.test(&file(PAYOUT, STEP), &arguments).status, 2, "{arguments:?}");
    }
}

#[test]
fn one_refused_file_of_several_plays_none() {
    let bench = Bench::new("of-several");
    assert_eq!(bench.test(&file(PAYOUT, STEP), &[]).status, 0);
    let said = bench.run("a.toml", &["none.toml"]);
    assert_eq!((said.status, said.out.as_str()), (2, ""));
}

#[test]
fn what_is_refused_is_left_as_it_was() {
    let bench = Bench::new("untouched");
    let text = file(PAYOUT, STEP).replace("wait", "wiat");
    assert_eq!(bench.test(&text, &[]).status, 2);
    let kept = fs::read_to_string(concat!(env!("CARGO_TARGET_TMPDIR"), "/scenario-untouched/a.toml")).unwrap();
    assert_eq!(kept, text);
}

#[test]
fn a_fault_is_drawn_beside_its_line() {
    let said = Bench::new("drawn").test(&file(PAYOUT, &STEP.replace("expect", "expct")), &[]);
    let drawn = r#"error: a step has no key `expct`
  --> a.toml:11:33
   |
11 |   { at = "0s", payout = "po-1", expct = "wait" }
   |                                 ^^^^^
   |
   = help: did you mean `expect`?
"#;
    assert_eq!(said.err, drawn);
}

#[test]
fn faults_are_also_for_machines() {
    let said = Bench::new("machines").test(&file(PAYOUT, &STEP.replace("expect", "expct")), &["--format", "json"]);
    let told: serde_json::Value = serde_json::from_str(&said.err).unwrap();
    let problem = serde_json::json!({
        "line": 11, "column": 33, "message": "a step has no key `expct`", "help": "did you mean `expect`?",
    });
    let error = serde_json::json!({ "code": "scenarios", "file": "a.toml", "problems": [problem] });
    assert_eq!((said.status, said.out.as_str(), &told["error"]), (2, "", &error));
}

#[test]
fn hidden_characters_of_a_file_are_not_drawn() {
    for hidden in ['\u{202e}', '\u{200b}', '\u{2028}', '\u{7f}'] {
        let key = format!("\"\\u001bexp{hidden}ect\"");
        let said = Bench::new("hidden").test(&file(PAYOUT, &STEP.replace("expect", &key)), &[]);
        assert_eq!(said.status, 2);
        assert!(said.err.chars().all(|c| c == '\n' || !c.is_control() && c != hidden), "{:?}", said.err);
    }
}
