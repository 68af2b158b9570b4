//! Files that are refused: where, what, and how to cure it.

use std::ops::Range;
use std::path::{Path, PathBuf};

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use serde_json::json;

use super::tree;
use crate::fault::Fault;
use crate::terminal::{Format, Terminal};
use crate::{diagnostic, escape};

/// A file that cannot be used.
#[derive(Debug)]
pub enum Refused {
    /// It cannot be read, or it is a policy that does not load.
    Input(Fault),
    /// What is wrong with the text of a scenario file.
    Scenarios { path: PathBuf, text: String, faults: Vec<tree::Fault> },
}

impl From<Fault> for Refused {
    fn from(fault: Fault) -> Self {
        Self::Input(fault)
    }
}

impl Refused {
    /// Says what is wrong.
    pub fn report(&self, terminal: &Terminal) {
        match (self, terminal.format()) {
            (Self::Input(fault), _) => terminal.report(fault),
            (Self::Scenarios { .. }, Format::Text) => terminal.say(&self.text()),
            (Self::Scenarios { .. }, Format::Json) => terminal.say(&self.json()),
        }
    }

    /// For people, without colours.
    pub fn text(&self) -> String {
        match self {
            Self::Input(fault) => diagnostic::text(fault, diagnostic::Paint::Plain),
            Self::Scenarios { path, text, faults } => {
                let drawn: Vec<String> = faults.iter().map(|fault| drawn(path, text, fault)).collect();
                drawn.join("\n").trim_end().to_owned()
            }
        }
    }

    /// For machines, on one line.
    pub fn json(&self) -> String {
        match self {
            Self::Input(fault) => diagnostic::json(fault),
            Self::Scenarios { path, text, faults } => machine_readable(path, text, faults),
        }
    }
}

/// The fault beside the line it is about.
fn drawn(path: &Path, text: &str, fault: &tree::Fault) -> String {
    // A fault may be about a whole table; its first line shows it.
    let line = text.get(fault.span.clone()).and_then(|part| part.split('\n').next()).map_or(0, str::len);
    let span = fault.span.start..fault.span.start.saturating_add(line);
    let name = diagnostic::shown(path);
    let snippet = Snippet::source(text).path(name).annotation(AnnotationKind::Primary.span(span));
    let group = Group::with_title(Level::ERROR.primary_title(&*fault.message)).element(snippet);
    let group = group.element(Level::HELP.message(&*fault.help));
    escape::lines(&format!("{}\n", Renderer::plain().render(&[group])))
}

fn machine_readable(path: &Path, text: &str, faults: &[tree::Fault]) -> String {
    let problems = faults.iter().map(|fault| {
        let (line, column) = place(text, &fault.span);
        json!({ "line": line, "column": column, "message": fault.message, "help": fault.help })
    });
    let problems: Vec<_> = problems.collect();
    let file = path.display().to_string();
    escape::json(&json!({ "error": { "code": "scenarios", "file": file, "problems": problems } }).to_string())
}

/// Line and character, from 1.
pub fn place(text: &str, span: &Range<usize>) -> (usize, usize) {
    let before = text.get(..span.start).unwrap_or(text);
    let this_line = before.rsplit('\n').next().unwrap_or_default();
    (before.split('\n').count(), this_line.chars().count().saturating_add(1))
}
