//! Findings as SARIF 2.1.0, the form that code hosts and scanners exchange.

use std::fmt::Write as _;
use std::ops::Range;
use std::path::Path;

use countersign::analyze::{Finding, LintCode, Severity, Silenced};
use countersign::{Problem, ProblemCode};
use serde_json::{Value, json};

use super::Checked;
use crate::fault::{Fault, InputFault};

/// Where the schema is published.
const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// The whole log: one run, every lint and problem code as a rule.
pub fn log(files: &[Checked]) -> Value {
    let mut results = Vec::new();
    for file in files {
        match &file.loaded {
            Ok((text, inspection)) => {
                results.extend(inspection.findings().iter().map(|finding| of_finding(&file.path, text, finding)));
                results.extend(inspection.silenced().iter().map(|silenced| of_silenced(&file.path, text, silenced)));
            }
            Err(Fault::Policy { text, problems, .. }) => {
                results.extend(problems.iter().map(|problem| of_problem(&file.path, text, problem)));
            }
            Err(Fault::Input(fault)) => {
                let InputFault { code, line, message, .. } = &**fault;
                let region = line.map(|line| json!({"startLine": line}));
                results.push(of_file(&file.path, code, message, region));
            }
        }
        let misfits = file.misfits.iter();
        results.extend(misfits.map(|misfit| of_file(&file.path, misfit.code, &misfit.message, None)));
    }
    let lints = LintCode::ALL.iter().map(|code| of_lint(*code));
    let problems = ProblemCode::ALL.iter().map(|code| json!({"id": problem_id(code.as_str())}));
    let rules: Vec<Value> = lints.chain(problems).collect();
    let is_refused = files.iter().any(Checked::is_refused);
    let mut invocation = json!({"executionSuccessful": !is_refused});
    let left_out: Vec<Value> = files.iter().flat_map(of_left_out).collect();
    if let (Value::Object(invocation), false) = (&mut invocation, left_out.is_empty()) {
        invocation.insert("toolExecutionNotifications".into(), left_out.into());
    }
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {"name": "countersign", "version": env!("CARGO_PKG_VERSION"), "rules": rules}},
            "columnKind": "unicodeCodePoints",
            "invocations": [invocation],
            "results": results,
        }],
    })
}

/// What was not looked at of a file, as notifications of the run.
fn of_left_out(file: &Checked) -> Vec<Value> {
    let Ok((_, inspection)) = &file.loaded else { return Vec::new() };
    let of =
        |what: &&str| json!({"level": "note", "message": {"text": what}, "locations": [location(&file.path, None)]});
    inspection.incomplete().iter().map(of).collect()
}

fn of_lint(code: LintCode) -> Value {
    let explanation = code.explanation();
    let references: Vec<String> = explanation
        .references
        .iter()
        .map(|one| format!("{}: {} ({})", one.kind.as_str(), one.name, one.checked.as_str()))
        .collect();
    json!({
        "id": code.as_str(),
        "shortDescription": {"text": explanation.means},
        "fullDescription": {"text": explanation.matters},
        "defaultConfiguration": {"level": level(code.severity())},
        "properties": {"severity": code.severity(), "mapsTo": references},
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Info => "note",
    }
}

fn of_finding(path: &Path, text: &str, finding: &Finding) -> Value {
    let start = (finding.line(), finding.column());
    json!({
        "ruleId": finding.code().as_str(),
        "level": level(finding.severity()),
        "message": {"text": super::in_lines(finding)},
        "locations": [location(path, Some(region(text, &finding.span(), start)))],
    })
}

fn of_silenced(path: &Path, text: &str, silenced: &Silenced) -> Value {
    let mut result = of_finding(path, text, silenced.finding());
    if let Value::Object(result) = &mut result {
        let suppression = json!({"kind": "inSource", "status": "accepted", "justification": silenced.reason()});
        result.insert("suppressions".into(), json!([suppression]));
    }
    result
}

fn of_problem(path: &Path, text: &str, problem: &Problem) -> Value {
    let start = (problem.line(), problem.column());
    json!({
        "ruleId": problem_id(problem.code().as_str()),
        "level": "error",
        "message": {"text": format!("{}; {}", problem.message(), problem.help())},
        "locations": [location(path, Some(region(text, &problem.span(), start)))],
    })
}

fn of_file(path: &Path, code: &str, message: &str, region: Option<Value>) -> Value {
    let id = format!("input/{code}");
    json!({"ruleId": id, "level": "error", "message": {"text": message}, "locations": [location(path, region)]})
}

/// Problems have codes of their own, one of which is a lint's as well.
fn problem_id(code: &str) -> String {
    format!("problem/{code}")
}

fn location(path: &Path, region: Option<Value>) -> Value {
    let mut physical = json!({"artifactLocation": {"uri": uri(path)}});
    if let (Value::Object(physical), Some(region)) = (&mut physical, region) {
        physical.insert("region".into(), region);
    }
    json!({"physicalLocation": physical})
}

/// From the character where a span begins to the one behind its last.
fn region(text: &str, span: &Range<usize>, (line, column): (usize, usize)) -> Value {
    let (mut end_line, mut end_column) = (line, column);
    for character in text.get(span.clone()).unwrap_or("").chars() {
        if character == '\n' {
            end_line = end_line.saturating_add(1);
            end_column = 1;
        } else {
            end_column = end_column.saturating_add(1);
        }
    }
    json!({"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column})
}

/// A path as a relative or absolute reference: RFC 3986, what is not unreserved in percent.
fn uri(path: &Path) -> String {
    if path.as_os_str() == "-" {
        return "stdin".into();
    }
    let mut uri = String::new();
    for byte in path.to_string_lossy().bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/') {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}
