//! Every lint as SARIF: a log is valid and the committed one, and the neighbour's has no such result.
//!
//! With `WRITE_REPORTS=1` the logs are written anew, to be read before they are committed.

use std::fmt::Write as _;

use countersign::analyze::LintCode;
use serde_json::Value;

use crate::AT;
use crate::cases::cases;
use crate::schema::Schema;
use crate::support::{Desk, is_as_committed};

/// The log of a policy, held against the schema.
fn log(desk: &Desk, schema: &Schema, title: &str, policy: &str) -> Value {
    desk.write("policy.toml", policy);
    let run = desk.run(&format!("check --format sarif policy.toml {AT}"));
    assert_eq!(run.err, "", "{title}");
    let log = serde_json::from_str(&run.out).unwrap();
    assert_eq!(schema.faults(&log), Vec::<String>::new(), "{title}");
    log
}

fn results(log: &mut Value) -> Vec<Value> {
    let Value::Array(results) = log["runs"][0]["results"].take() else { panic!("no results") };
    results
}

fn has(results: &[Value], code: LintCode) -> bool {
    results.iter().any(|result| result["ruleId"] == code.as_str())
}

/// What is the same in every log stands once, and below it what each of them adds.
#[test]
fn the_log_of_every_lint_is_valid_and_the_expected_one() {
    let (desk, schema) = (Desk::new("lints"), Schema::published());
    let (mut frame, mut all) = (Value::Null, String::new());
    for case in cases() {
        let title = case.title();
        let mut log = log(&desk, &schema, &title, &case.has);
        let results = results(&mut log);
        assert!(has(&results, case.code), "{title}");
        let is_good = log["runs"][0]["invocations"][0]["executionSuccessful"].take();
        assert_eq!(is_good, case.code != LintCode::FalseClaim && case.code != LintCode::UnshownClaim, "{title}");
        if frame.is_null() {
            frame = log.clone();
        }
        assert_eq!(log, frame, "{title}");
        writeln!(all, "\n# {title}").unwrap();
        for result in results {
            writeln!(all, "{result}").unwrap();
        }
    }
    is_as_committed("data/findings/every-lint.txt", &format!("{frame:#}\n{all}"));
}

#[test]
fn the_log_of_a_neighbour_has_no_such_result() {
    let (desk, schema) = (Desk::new("neighbours"), Schema::published());
    for case in cases() {
        let title = case.title();
        let mut log = log(&desk, &schema, &title, &case.has_not);
        assert!(!has(&results(&mut log), case.code), "{title}");
    }
}
