//! What `check` found, in the forms that people and other tools read.

pub mod github;
pub mod report;
pub mod sarif;
pub mod words;

use std::fmt::Write as _;
use std::path::PathBuf;

use countersign::analyze::{CheckedClaim, Finding, Inspection, LintCode, Severity};
use serde_json::{Value, json};

use crate::fault::Fault;
use crate::fit::Misfit;

/// A file that was checked.
pub struct Checked {
    /// as it was named
    pub path: PathBuf,
    /// its text and what it lets happen, or why it does not load
    pub loaded: Result<(String, Inspection), Fault>,
    /// how it does not fit beside the others
    pub misfits: Vec<Misfit>,
}

impl Checked {
    /// Whether it does not load, does not fit, or does not keep what it claims.
    pub fn is_refused(&self) -> bool {
        let keeps = |inspection: &Inspection| inspection.claims().iter().all(CheckedClaim::holds);
        !self.misfits.is_empty() || !self.loaded.as_ref().is_ok_and(|(_, inspection)| keeps(inspection))
    }

    /// Whether it has a finding that weighs so much.
    pub fn has(&self, least: Severity) -> bool {
        let findings = self.loaded.as_ref().map(|(_, inspection)| inspection.findings());
        findings.is_ok_and(|findings| findings.iter().any(|finding| finding.severity() >= least))
    }
}

/// All that a finding says, for forms that have one text for it: the sentence and its cure, then a line for every note.
fn in_lines(finding: &Finding) -> String {
    let first = format!("{}; {}", finding.message(), finding.help());
    finding.notes().iter().fold(first, |text, note| format!("{text}\n{note}"))
}

/// A lint for people, as `--explain` prints it.
pub fn explained(code: LintCode) -> String {
    let explanation = code.explanation();
    let mut text = format!("{code}: {}\n\n{}\n\n{}\n", code.severity(), explanation.means, explanation.matters);
    text.push_str("\nMaps to:\n");
    for reference in explanation.references {
        let (kind, checked) = (reference.kind.as_str(), reference.checked.as_str());
        let _ = writeln!(text, "- {kind}: {}: {} ({checked})", reference.name, reference.says);
    }
    text
}

/// The same for machines.
pub fn explained_json(code: LintCode) -> Value {
    let explanation = code.explanation();
    json!({
        "code": code,
        "severity": code.severity(),
        "means": explanation.means,
        "matters": explanation.matters,
        "references": explanation.references,
    })
}
