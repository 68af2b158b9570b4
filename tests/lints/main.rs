//! For every lint a policy that has it, its nearest neighbour that has not, and all that is found in the first.
//!
//! With `WRITE_REPORTS=1` the reports are written anew, to be read before they are committed.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::arithmetic_side_effects,
    reason = "what a test does not find fails it"
)]

mod agrees;
mod alone;
mod around;
mod besides;
mod cases;
mod counts;
mod each_wallet;
mod explanations;
mod found;
mod gaps;
mod haste;
mod history;
mod instants;
mod measures;
mod proofs;
mod sets;
mod sharing;
mod silences;
mod silent;
mod size;
mod terms;
mod together;
mod vetoes;

#[path = "../differential/engine.rs"]
mod engine;
#[path = "../support/signer.rs"]
mod signer;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use countersign::Instant;
use countersign::analyze::{Finding, Inspection, LintCode};

use cases::{BASE, cases};

/// When all of it is looked at.
const NOW: &str = "2026-11-26T12:00:00Z";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lints")
}

/// What is found in a policy.
fn inspect(text: &str) -> Inspection {
    Inspection::of(text, Instant::parse(NOW).unwrap()).unwrap_or_else(|problems| panic!("{problems}"))
}

/// The codes that are found in a policy.
fn codes(text: &str) -> Vec<&'static str> {
    inspect(text).findings().iter().map(|finding| finding.code().as_str()).collect()
}

fn line(finding: &Finding) -> String {
    let (line, column) = (finding.line(), finding.column());
    let (severity, code) = (finding.severity(), finding.code());
    let first = format!("{line}:{column}: {severity} [{code}] {}; {}\n", finding.message(), finding.help());
    finding.notes().iter().fold(first, |text, note| format!("{text}  {note}\n"))
}

#[test]
fn nothing_is_found_in_the_base() {
    assert_eq!(codes(BASE), Vec::<&str>::new());
}

#[test]
fn every_lint_has_a_policy_that_has_it_and_a_neighbour_that_has_not() {
    let cases = cases();
    let shown: BTreeSet<LintCode> = cases.iter().map(|case| case.code).collect();
    let lacking: Vec<&LintCode> = LintCode::ALL.iter().filter(|code| !shown.contains(code)).collect();
    assert!(lacking.is_empty(), "{lacking:?}");
    for case in &cases {
        let code = case.code.as_str();
        assert!(codes(&case.has).contains(&code), "{code} {:?} is not found where it is", case.name);
        assert!(!codes(&case.has_not).contains(&code), "{code} {:?} is found where it is not", case.name);
        assert_ne!(case.has, case.has_not);
    }
}

#[test]
fn every_report_is_the_expected_one() {
    let mut found = String::new();
    for case in cases() {
        writeln!(found, "# {}", case.title()).unwrap();
        let inspection = inspect(&case.has);
        inspection.findings().iter().for_each(|finding| found.push_str(&line(finding)));
        found.push('\n');
    }
    let path = folder().join("reports.txt");
    if std::env::var_os("WRITE_REPORTS").is_some() {
        fs::write(&path, &found).unwrap();
    }
    assert_eq!(found, fs::read_to_string(&path).unwrap_or_default());
}

#[test]
fn a_finding_stands_at_the_words_it_is_about() {
    for case in cases() {
        let inspection = inspect(&case.has);
        let finding = inspection.findings().iter().find(|finding| finding.code() == case.code).unwrap();
        let (before, marked) = (&case.has[..finding.span().start], &case.has[finding.span()]);
        assert_eq!(before.matches('\n').count() + 1, finding.line(), "{}", case.code);
        assert_eq!(before.rsplit('\n').next().unwrap().chars().count() + 1, finding.column(), "{}", case.code);
        assert!(!marked.trim().is_empty(), "{} marks nothing", case.code);
    }
}

#[test]
fn a_finding_carries_what_its_code_maps_to() {
    for case in cases() {
        let inspection = inspect(&case.has);
        let finding = inspection.findings().iter().find(|finding| finding.code() == case.code).unwrap();
        assert_eq!(finding.references(), case.code.explanation().references);
    }
}

#[test]
fn findings_come_in_the_order_of_the_text_and_one_of_a_code_at_a_place() {
    for case in cases() {
        let inspection = inspect(&case.has);
        let places: Vec<_> = inspection.findings().iter().map(|one| (one.span().start, one.span().end)).collect();
        assert!(places.is_sorted(), "{}: {places:?}", case.code);
        let each: BTreeSet<_> = inspection.findings().iter().map(|one| (one.span().start, one.code())).collect();
        assert_eq!(each.len(), places.len(), "{}", case.code);
    }
}
