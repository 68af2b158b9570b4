//! Findings for people: drawn beside their lines, then counted.

use std::cmp::Reverse;
use std::fmt::Write as _;
use std::path::Path;

use countersign::Policy;
use countersign::analyze::{CheckedClaim, Finding, Inspection, LintCode, Severity, Silenced};

use super::Checked;
use crate::diagnostic::{self, Paint};
use crate::escape;
use crate::fault::Fault;
use crate::terminal::Terminal;

/// The most findings of one policy that are drawn: of more the gravest, and before all others what is said of its claims.
const MOST_DRAWN: usize = 200;

/// Prints what was found in every file.
pub fn print(files: &[Checked], terminal: &Terminal) -> Result<(), Fault> {
    for file in files {
        match &file.loaded {
            Err(fault) => terminal.report(fault),
            Ok((text, inspection)) if file.misfits.is_empty() => {
                terminal.print(&of_policy(&file.path, text, inspection, terminal.paint_of_results()))?;
            }
            Ok(_) => {}
        }
        for misfit in &file.misfits {
            terminal.report(&misfit.fault());
        }
    }
    Ok(())
}

fn of_policy(path: &Path, text: &str, inspection: &Inspection, paint: Paint) -> String {
    let mut out = one_line(path, inspection.policy());
    out.push_str(&claims(path, inspection.claims()));
    let findings = inspection.findings();
    let mut gravest: Vec<usize> = (0..findings.len()).collect();
    gravest
        .sort_by_key(|place| findings.get(*place).map(|finding| (!is_of_claim(finding), Reverse(finding.severity()))));
    let left = gravest.split_off(findings.len().min(MOST_DRAWN));
    gravest.sort_unstable();
    for finding in gravest.iter().filter_map(|place| findings.get(*place)) {
        out.push('\n');
        out.push_str(&diagnostic::of_finding(path, text, finding, paint));
    }
    if !left.is_empty() {
        let left: Vec<&Finding> = left.iter().filter_map(|place| findings.get(*place)).collect();
        let of = |severity| left.iter().filter(|finding| finding.severity() == severity).count();
        let more = counted(left.len(), "more finding");
        let _ = writeln!(out, "\n… and {more}: {}; `--format json` lists them", some_of_each(of));
    }
    if !inspection.silenced().is_empty() {
        out.push('\n');
    }
    for silenced in inspection.silenced() {
        out.push_str(&of_silenced(path, silenced));
    }
    for incomplete in inspection.incomplete() {
        let _ = writeln!(out, "\n{incomplete}");
    }
    if !findings.is_empty() || !inspection.silenced().is_empty() {
        let _ = writeln!(out, "\n{}: {}", diagnostic::shown(path), counts(inspection));
    }
    out
}

fn is_of_claim(finding: &Finding) -> bool {
    matches!(finding.code(), LintCode::FalseClaim | LintCode::UnshownClaim)
}

const SEVERITIES: [Severity; 3] = [Severity::High, Severity::Medium, Severity::Info];

/// `2 medium, 1 info`: how many of each severity, where there are some.
fn some_of_each(of: impl Fn(Severity) -> usize) -> String {
    let counts = SEVERITIES.map(|severity| (of(severity), severity)).into_iter().filter(|(many, _)| *many > 0);
    counts.map(|(many, severity)| format!("{many} {severity}")).collect::<Vec<_>>().join(", ")
}

/// `2 claims hold`, `1 of 2 claims holds`, `0 of 1 claim holds`, and those that do; nothing where nothing is claimed.
fn claims(path: &Path, claims: &[CheckedClaim]) -> String {
    if claims.is_empty() {
        return String::new();
    }
    let holding = claims.iter().filter(|claim| claim.holds()).count();
    let (all, verb) =
        (counted(claims.len(), "claim"), if holding == 1 || claims.len() == 1 { "holds" } else { "hold" });
    let all = if holding == claims.len() { all } else { format!("{holding} of {all}") };
    let mut out = format!("{}: {all} {verb}\n", diagnostic::shown(path));
    for checked in claims.iter().filter(|claim| claim.holds()) {
        let claim = checked.claim();
        let (name, key, sentence) = (claim.name(), claim.key(), escape::line(claim.sentence()));
        let quoted = if checked.rests_on_quotes() { " (worth what feeds quote, whoever holds their keys)" } else { "" };
        let _ = writeln!(out, "  {name}, {key}: {sentence}{quoted}");
    }
    if claims.iter().any(|claim| claim.claim().sentence().contains(" per ")) {
        out.push_str("  of a span such as 24h one end counts; `exposure` counts both, and so up to twice as much\n");
    }
    out
}

fn of_silenced(path: &Path, silenced: &Silenced) -> String {
    let finding = silenced.finding();
    let (line, column) = (finding.line(), finding.column());
    let (message, reason) = (escape::line(finding.message()), escape::line(silenced.reason()));
    let (code, severity, path) = (finding.code(), finding.severity(), diagnostic::shown(path));
    let notes = match finding.notes() {
        [] => String::new(),
        notes => format!("  rests on {}: see `--format json`\n", counted(notes.len(), "line")),
    };
    format!("silenced[{code}] {path}:{line}:{column}: {severity}: {message}\n  reason: {reason}\n{notes}")
}

/// `1 high, 2 medium, 3 info, 2 silenced (1 medium, 1 info)`.
fn counts(inspection: &Inspection) -> String {
    let of = |severity| inspection.findings().iter().filter(|finding| finding.severity() == severity).count();
    let silenced_of =
        |severity| inspection.silenced().iter().filter(|silenced| silenced.finding().severity() == severity).count();
    let counts = SEVERITIES.map(|severity| format!("{} {severity}", of(severity)));
    let silenced = some_of_each(silenced_of);
    let silenced = if silenced.is_empty() { String::new() } else { format!(" ({silenced})") };
    format!("{}, {} silenced{silenced}", counts.join(", "), inspection.silenced().len())
}

fn one_line(path: &Path, policy: &Policy) -> String {
    let size = policy.size();
    let line = format!(
        "{}: {}/{} version {}, sha256 {}, {}, {}, {}",
        path.display(),
        policy.realm(),
        policy.name(),
        policy.version(),
        policy.digest(),
        counted(size.rules, "rule"),
        counted(size.limits, "limit"),
        counted(size.blocks, "block"),
    );
    format!("{}\n", escape::line(&line))
}

fn counted(number: usize, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}
