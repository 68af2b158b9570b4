//! Findings as workflow commands of GitHub: `::warning file=…,line=…::…`.
//!
//! The form and its escapes: "Workflow commands for GitHub Actions" and `@actions/core`, `command.ts`.

use std::fmt::Write as _;
use std::path::Path;

use countersign::analyze::{Finding, Severity};

use super::Checked;
use crate::diagnostic;
use crate::escape;
use crate::fault::{Fault, InputFault};

/// One command a finding or problem, each on a line.
pub fn text(files: &[Checked]) -> String {
    let mut text = String::new();
    for file in files {
        match &file.loaded {
            Ok((_, inspection)) => {
                inspection.findings().iter().for_each(|finding| text.push_str(&of_finding(&file.path, finding)));
                for incomplete in inspection.incomplete() {
                    text.push_str(&command("notice", &file.path, None, "incomplete", incomplete));
                }
            }
            Err(Fault::Policy { problems, .. }) => {
                for problem in problems {
                    let at = Some((problem.line(), Some(problem.column())));
                    let message = format!("{}; {}", problem.message(), problem.help());
                    text.push_str(&command("error", &file.path, at, problem.code().as_str(), &message));
                }
            }
            Err(Fault::Input(fault)) => {
                let InputFault { code, line, message, help, .. } = &**fault;
                let at = line.map(|line| (line, None));
                text.push_str(&command("error", &file.path, at, code, &format!("{message}; {help}")));
            }
        }
        for misfit in &file.misfits {
            let message = format!("{}; {}", misfit.message, misfit.help);
            text.push_str(&command("error", &file.path, None, misfit.code, &message));
        }
    }
    text
}

fn of_finding(path: &Path, finding: &Finding) -> String {
    let kind = match finding.severity() {
        Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Info => "notice",
    };
    let at = Some((finding.line(), Some(finding.column())));
    let title = format!("{} ({})", finding.code(), finding.severity());
    command(kind, path, at, &title, &format!("{}\nmaps to {}", super::in_lines(finding), diagnostic::maps_to(finding)))
}

type At = Option<(usize, Option<usize>)>;

fn command(kind: &str, path: &Path, at: At, title: &str, message: &str) -> String {
    let mut properties = format!("file={}", property(&diagnostic::shown(path)));
    if let Some((line, column)) = at {
        let _ = write!(properties, ",line={line}");
        if let Some(column) = column {
            let _ = write!(properties, ",col={column}");
        }
    }
    format!("::{kind} {properties},title={}::{}\n", property(title), data(&escape::lines(message)))
}

/// What would end a command's text, spelled out.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// What would end a property besides.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
