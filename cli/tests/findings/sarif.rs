//! The SARIF form, held against the published schema.

use std::collections::BTreeSet;

use countersign::analyze::LintCode;
use serde_json::Value;

use crate::AT;
use crate::schema::Schema;
use crate::support::{Desk, MINIMAL, loud};

fn log(desk: &Desk, arguments: &str) -> Value {
    let run = desk.run(&format!("check --format sarif {arguments} {AT}"));
    assert_eq!(run.err, "");
    let log = serde_json::from_str(&run.out).unwrap();
    assert_eq!(Schema::published().faults(&log), Vec::<String>::new());
    log
}

#[test]
fn the_log_of_every_showcase_is_valid() {
    let desk = Desk::new("sarif-showcases");
    let policies = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies");
    for file in std::fs::read_dir(policies).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.extension().is_some_and(|kind| kind == "toml") && !name.ends_with(".scenarios.toml") {
            desk.write(&name, std::fs::read(&path).unwrap());
            let log = log(&desk, &name);
            assert!(!log["runs"][0]["results"].as_array().unwrap().is_empty(), "{name}");
        }
    }
}

#[test]
fn a_result_names_a_rule_and_a_region_and_a_silence_is_a_suppression() {
    let desk = Desk::new("sarif");
    let silence = "# countersign: allow payload-optional (fees are bumped)\npayload      = \"optional\"";
    desk.write("my policy.toml", loud(MINIMAL).replace("payload      = \"optional\"", silence));
    std::fs::rename(desk.folder.join("my policy.toml"), desk.folder.join("é.toml")).unwrap();
    let log = log(&desk, "é.toml");
    let run = &log["runs"][0];
    let rules: BTreeSet<&str> =
        run["tool"]["driver"]["rules"].as_array().unwrap().iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 4);
    assert!(results.iter().all(|result| rules.contains(result["ruleId"].as_str().unwrap())));
    let spare = results.iter().find(|result| result["ruleId"] == "no-spare").unwrap();
    assert_eq!(spare["level"], "warning");
    let place = &spare["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "%C3%A9.toml");
    let region = &place["region"];
    let numbers = ["startLine", "startColumn", "endLine", "endColumn"].map(|key| region[key].as_u64().unwrap());
    assert_eq!(numbers, [48, 14, 48, 27]);
    let silenced: Vec<&Value> = results.iter().filter(|result| result.get("suppressions").is_some()).collect();
    assert_eq!(silenced.len(), 1);
    assert_eq!(silenced[0]["ruleId"], "payload-optional");
    assert_eq!(silenced[0]["suppressions"][0]["kind"], "inSource");
    assert_eq!(silenced[0]["suppressions"][0]["justification"], "fees are bumped");
    assert_eq!(run["invocations"][0]["executionSuccessful"], true);
}

#[test]
fn what_does_not_load_is_in_the_log_as_an_error() {
    let desk = Desk::new("sarif-refused");
    desk.write("bad.toml", MINIMAL.replace("\"2 of owners\"", "\"4 of owners\""));
    let other = MINIMAL.replace("\"minimal\"", "\"second\"");
    desk.write("other.toml", other);
    let log = log(&desk, "policy.toml bad.toml absent.toml other.toml");
    let results = log["runs"][0]["results"].as_array().unwrap();
    let errors: Vec<&str> =
        results.iter().filter(|one| one["level"] == "error").map(|one| one["ruleId"].as_str().unwrap()).collect();
    assert_eq!(errors, ["problem/bad-threshold", "input/missing-file", "input/shared-wallet"]);
    assert_eq!(log["runs"][0]["invocations"][0]["executionSuccessful"], false);
}

#[test]
fn every_lint_is_a_rule_with_its_level_and_what_it_maps_to() {
    let desk = Desk::new("sarif-rules");
    let log = log(&desk, "policy.toml");
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    let rule = rules.iter().find(|rule| rule["id"] == "look-alike").unwrap();
    assert_eq!(rule["defaultConfiguration"]["level"], "error");
    assert_eq!(rule["properties"]["mapsTo"][0], "incident: DMM Bitcoin, 31 May 2024 (verified)");
    let ids: BTreeSet<&str> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), rules.len(), "no id twice");
    let lacking: Vec<&LintCode> = LintCode::ALL.iter().filter(|code| !ids.contains(code.as_str())).collect();
    assert_eq!(lacking, Vec::<&LintCode>::new());
}

#[test]
fn the_schema_refuses_what_is_no_log() {
    let desk = Desk::new("sarif-refusals");
    let good = log(&desk, "policy.toml");
    let schema = Schema::published();
    let mut cases: Vec<(&str, Value)> = Vec::new();
    for (what, pointer, value) in [
        ("another version", "/version", "2.0.0".into()),
        ("no runs", "/runs", Value::Null),
        ("a level that is none", "/runs/0/results/0/level", "high".into()),
        ("a line below 1", "/runs/0/results/0/locations/0/physicalLocation/region/startLine", 0.into()),
        ("a message without text", "/runs/0/results/0/message", serde_json::json!({})),
        ("a key that is none", "/runs/0/results/0", serde_json::json!({"message": {"text": "x"}, "severity": "high"})),
        ("a driver without a name", "/runs/0/tool/driver", serde_json::json!({"version": "1"})),
        (
            "one result twice for unique rules",
            "/runs/0/tool/driver/rules",
            serde_json::json!([{"id": "a"}, {"id": "a"}]),
        ),
    ] {
        let mut log = good.clone();
        *log.pointer_mut(pointer).unwrap() = value;
        cases.push((what, log));
    }
    for (what, log) in cases {
        assert!(!schema.faults(&log).is_empty(), "{what}");
    }
}
