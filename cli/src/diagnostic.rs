//! Faults as people read them, drawn beside the line they are about, and as machines do.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use countersign::analyze::{Finding, Reference, Severity};
use countersign::{Problem, Problems};
use serde_json::json;

use crate::escape;
use crate::fault::{Fault, InputFault};

/// Whether a diagnostic is coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paint {
    /// in the colours of a terminal
    Colored,
    /// text alone
    Plain,
}

/// The most problems of one policy that are drawn.
const MOST_DRAWN: usize = 50;

/// A fault for people.
pub fn text(fault: &Fault, paint: Paint) -> String {
    match fault {
        Fault::Input(fault) => of_input(fault, paint),
        Fault::Policy { path, text, problems } => of_policy(path, text, problems, paint),
    }
}

/// A fault for machines, on one line.
pub fn json(fault: &Fault) -> String {
    let shown = match fault {
        Fault::Input(fault) => {
            let InputFault { code, path, line, message, help } = &**fault;
            let file = path.as_deref().map(|path| path.display().to_string());
            json!({"error": {"code": code, "file": file, "line": line, "message": message, "help": help}})
        }
        Fault::Policy { path, problems, .. } => {
            let file = path.display().to_string();
            json!({"error": {"code": "policy", "file": file, "problems": problems}})
        }
    };
    escape::json(&shown.to_string())
}

fn of_input(fault: &InputFault, paint: Paint) -> String {
    let InputFault { code, path, line, message, help } = fault;
    let message = escape::line(message);
    let mut group = Group::with_title(Level::ERROR.primary_title(message).id(*code));
    if let Some(path) = path {
        let origin = Origin::path(shown(path));
        group = group.element(match line {
            Some(line) => origin.line(*line),
            None => origin,
        });
    }
    group = group.element(Level::HELP.message(escape::line(help)));
    // Moved in by a column, to stand below the title as where a line is drawn.
    let drawn = render(&[group], paint);
    let (title, rest) = drawn.split_once('\n').unwrap_or((&drawn, ""));
    rest.lines().fold(format!("{title}\n"), |text, line| format!("{text} {line}\n"))
}

fn of_policy(path: &Path, text: &str, problems: &Problems, paint: Paint) -> String {
    let mut drawn: Vec<String> =
        problems.iter().take(MOST_DRAWN).map(|problem| of_problem(path, text, problem, paint)).collect();
    let more = problems.len().saturating_sub(MOST_DRAWN);
    if more > 0 {
        drawn.push(format!("… and {more} more problems of this kind or another\n"));
    }
    drawn.join("\n")
}

fn of_problem(path: &Path, text: &str, problem: &Problem, paint: Paint) -> String {
    let code = problem.code();
    let drawn = Drawn {
        level: Level::ERROR,
        code: code.as_str(),
        span: problem.span(),
        at: (problem.line(), problem.column()),
        message: problem.message(),
        notes: &[],
        help: problem.help(),
        maps_to: None,
    };
    draw(path, text, drawn, paint)
}

/// A finding beside the line it stands on.
pub fn of_finding(path: &Path, text: &str, finding: &Finding, paint: Paint) -> String {
    let level = match finding.severity() {
        Severity::High => Level::ERROR.with_name("high"),
        Severity::Medium => Level::WARNING.with_name("medium"),
        Severity::Info => Level::INFO.with_name("info"),
    };
    let drawn = Drawn {
        level,
        code: finding.code().as_str(),
        span: finding.span(),
        at: (finding.line(), finding.column()),
        message: finding.message(),
        notes: finding.notes(),
        help: finding.help(),
        maps_to: Some(maps_to(finding)),
    };
    draw(path, text, drawn, paint)
}

/// `incident: Phemex, 23 January 2025 (verified); logic: the policy language (verified)`: what a finding maps to, by name;
/// `--explain` says what that says.
pub fn maps_to(finding: &Finding) -> String {
    let one = |reference: &Reference| {
        format!("{}: {} ({})", reference.kind.as_str(), reference.name, reference.checked.as_str())
    };
    let references: BTreeSet<String> = finding.references().iter().map(one).collect();
    format!("{}; see --explain {}", Vec::from_iter(references).join("; "), finding.code())
}

/// What is drawn beside a line of a text.
struct Drawn<'d> {
    level: Level<'d>,
    code: &'d str,
    span: Range<usize>,
    at: (usize, usize),
    message: &'d str,
    notes: &'d [String],
    help: &'d str,
    maps_to: Option<String>,
}

fn draw(path: &Path, text: &str, drawn: Drawn<'_>, paint: Paint) -> String {
    let Drawn { level, code, span, at, message, notes, help, maps_to } = drawn;
    let excerpt = Excerpt::of(text, span);
    let title = level.primary_title(escape::line(message)).id(code);
    let snippet = Snippet::source(excerpt.text).line_start(at.0);
    let group = Group::with_title(title).element(snippet.annotation(AnnotationKind::Primary.span(excerpt.span)));
    let noted = notes.iter().fold(group, |group, note| group.element(Level::NOTE.message(escape::line(note))));
    let helped = noted.element(Level::HELP.message(escape::line(help)));
    let maps_to = maps_to.map(|maps_to| Level::NOTE.with_name("maps to").message(escape::line(&maps_to)));
    let group = maps_to.into_iter().fold(helped, Group::element);
    place(&render(&[group], paint), path, at, paint)
}

/// Writes the place below the title: only here is it known, since the line that is drawn was cut and escaped.
fn place(drawn: &str, path: &Path, (line, column): (usize, usize), paint: Paint) -> String {
    let (title, rest) = drawn.split_once('\n').unwrap_or((drawn, ""));
    let width = line.to_string().len();
    let arrow = match paint {
        Paint::Colored => "\u{1b}[1m\u{1b}[94m-->\u{1b}[0m",
        Paint::Plain => "-->",
    };
    format!("{title}\n{:width$}{arrow} {}:{line}:{column}\n{rest}", "", shown(path))
}

fn render(groups: &[Group<'_>], paint: Paint) -> String {
    let renderer = match paint {
        Paint::Colored => Renderer::styled(),
        Paint::Plain => Renderer::plain(),
    };
    format!("{}\n", renderer.render(groups))
}

/// A path as it is printed.
pub fn shown(path: &Path) -> String {
    if path.as_os_str() == "-" { "<standard input>".into() } else { escape::line(&path.display().to_string()) }
}

/// One line of a text, cut where it is long and safe to print, and where in it the span lies.
struct Excerpt {
    text: String,
    span: Range<usize>,
}

/// The characters shown before and behind where a span begins.
const BEFORE: usize = 60;
const BEHIND: usize = 100;

impl Excerpt {
    fn of(text: &str, span: Range<usize>) -> Self {
        let (before, behind) = text.split_at_checked(span.start).unwrap_or((text, ""));
        let line_before = before.rsplit('\n').next().unwrap_or("");
        let line_behind = behind.split('\n').next().unwrap_or("");
        let within = span.len().min(line_behind.len());
        let (marked, rest) = line_behind.split_at_checked(within).unwrap_or((line_behind, ""));

        let mut shown = String::new();
        let first = line_before.char_indices().rev().nth(BEFORE).map_or(0, |(place, _)| place);
        if first > 0 {
            shown.push('…');
        }
        shown.push_str(&safe(line_before.get(first..).unwrap_or("")));
        let start = shown.len();
        shown.push_str(&safe(head(marked)));
        let end = shown.len();
        if marked.len() > head(marked).len() {
            shown.push('…');
        } else {
            shown.push_str(&safe(head(rest)));
            if rest.len() > head(rest).len() {
                shown.push('…');
            }
        }
        Self { text: shown, span: start..end }
    }
}

fn head(text: &str) -> &str {
    let end = text.char_indices().nth(BEHIND).map_or(text.len(), |(place, _)| place);
    text.get(..end).unwrap_or(text)
}

fn safe(text: &str) -> String {
    escape::line(&text.replace('\t', "    "))
}
