//! Reading a table strictly: every key known, every type the one shown, every fault reported.

use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::problem::{ProblemCode, Report};
use super::suggest::nearest;
use super::tree::{Entry, Node, Value, key_in_words};
use crate::domain::instant::{Instant, InstantFault};
use crate::domain::name::Name;
use crate::domain::text;

/// A value read, and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct At<T> {
    pub(crate) value: T,
    pub(crate) span: Range<usize>,
}

impl<T> At<T> {
    pub(crate) fn new(value: T, span: &Range<usize>) -> Self {
        Self { value, span: span.clone() }
    }
}

/// The keys of one table, all of them known.
pub(crate) struct Fields<'t> {
    path: String,
    pub(crate) span: Range<usize>,
    entries: &'t [Entry],
}

/// Keys that a later version of the language will read.
const RESERVED: [&str; 4] = ["freeze", "amend", "add", "keep"];

impl<'t> Fields<'t> {
    /// Opens a table that may have these keys and no others. `path` names it in messages.
    pub(crate) fn open(node: &'t Node, path: &str, known: &[&str], report: &mut Report) -> Option<Self> {
        let entries = table(node, path, report)?;
        for entry in entries.iter().filter(|entry| !known.contains(&entry.key.as_str())) {
            let written = key_in_words(&entry.key);
            let place = if path.is_empty() { String::from("a policy") } else { alloc::format!("`{path}`") };
            if RESERVED.contains(&entry.key.as_str()) {
                let message = alloc::format!("`{written}` is reserved for a later version of the language");
                report.add(ProblemCode::ReservedKey, &entry.key_span, message, "leave it out");
                continue;
            }
            let help = match nearest(&entry.key, known.iter().copied()) {
                Some(near) => alloc::format!("did you mean `{near}`?"),
                None => alloc::format!("{place} takes {}", list_in_words(known)),
            };
            let message = alloc::format!("{place} has no key `{written}`");
            report.add(ProblemCode::UnknownKey, &entry.key_span, message, help);
        }
        Some(Self { path: path.into(), span: node.span.clone(), entries })
    }

    /// The path of one of its keys, for messages.
    pub(crate) fn path(&self, key: &str) -> String {
        if self.path.is_empty() { key.into() } else { alloc::format!("{}.{key}", self.path) }
    }

    /// The value of a key, if it is written.
    pub(crate) fn get(&self, key: &str) -> Option<&'t Node> {
        self.entries.iter().find(|entry| entry.key == key).map(|entry| &entry.node)
    }

    /// The value of a key that must be written.
    pub(crate) fn required(&self, key: &str, report: &mut Report) -> Option<&'t Node> {
        let found = self.get(key);
        if found.is_none() {
            let message = alloc::format!("`{}` is missing", self.path(key));
            report.add(ProblemCode::MissingKey, &self.span, message, alloc::format!("write `{key} = …` here"));
        }
        found
    }

    /// A required value, read by `read`.
    pub(crate) fn take<T>(
        &self,
        key: &str,
        read: impl Fn(&Node, &str, &mut Report) -> Option<T>,
        report: &mut Report,
    ) -> Option<At<T>> {
        let node = self.required(key, report)?;
        Some(At::new(read(node, &self.path(key), report)?, &node.span))
    }

    /// An optional value, read by `read`. Whether it was well formed shows in the report.
    pub(crate) fn maybe<T>(
        &self,
        key: &str,
        read: impl Fn(&Node, &str, &mut Report) -> Option<T>,
        report: &mut Report,
    ) -> Option<At<T>> {
        let node = self.get(key)?;
        Some(At::new(read(node, &self.path(key), report)?, &node.span))
    }

    /// Reports a key that means nothing because `other` is not there.
    pub(crate) fn alone(&self, key: &str, other: &str, report: &mut Report) {
        if let Some(node) = self.get(key) {
            let message = alloc::format!("`{}` means nothing without {other}", self.path(key));
            let help = alloc::format!("leave `{key}` out, or write {other}");
            report.add(ProblemCode::KeyAlone, &node.span, message, help);
        }
    }
}

/// The entries of a table.
pub(crate) fn table<'t>(node: &'t Node, path: &str, report: &mut Report) -> Option<&'t [Entry]> {
    let Value::Table(entries) = &node.value else {
        wrong_type(node, path, "a table", "", report);
        return None;
    };
    Some(entries)
}

/// A string of printable ASCII.
pub(crate) fn plain_text(node: &Node, path: &str, report: &mut Report) -> Option<String> {
    let text = any_text(node, path, report)?;
    if !text::is_printable_ascii(&text) {
        let odd = text.chars().find(|c| !matches!(c, ' '..='~')).unwrap_or(' ');
        let (shown, code) = (odd.escape_debug(), u32::from(odd));
        let message = alloc::format!("`{path}` holds `{shown}` (U+{code:04X}), which is not printable ASCII");
        report.add(ProblemCode::BadText, &node.span, message, "write it in printable ASCII");
        return None;
    }
    Some(text)
}

/// Text for people: 1 to 200 visible characters.
pub(crate) fn free_text(node: &Node, path: &str, report: &mut Report) -> Option<String> {
    let text = any_text(node, path, report)?;
    let length = text.chars().count();
    if (1..=200).contains(&length) {
        return Some(text);
    }
    let message = alloc::format!("`{path}` has {length} characters");
    report.add(ProblemCode::BadText, &node.span, message, "write 1 to 200 characters");
    None
}

fn any_text(node: &Node, path: &str, report: &mut Report) -> Option<String> {
    let Value::Text(text) = &node.value else {
        wrong_type(node, path, "a string", hint_for_text(node), report);
        return None;
    };
    if let Some(hidden) = text.chars().find(|c| !text::is_visible(*c)) {
        let message = alloc::format!("`{path}` holds the invisible character `{}`", hidden.escape_unicode());
        report.add(ProblemCode::HiddenCharacter, &node.span, message, "remove it: what is read must be what is there");
        return None;
    }
    Some(text.clone())
}

fn hint_for_text(node: &Node) -> &'static str {
    match node.value {
        Value::Whole(_) | Value::Float => {
            "write it in quotes, and whole: amounts, rates and durations are as in \"0.5 BTC\", \"20 BTC per 24h\", \"24h\""
        }
        Value::When(_) | Value::Flag(_) => "write it in quotes",
        Value::Text(_) | Value::Array(_) | Value::Table(_) => "",
    }
}

/// A name.
pub(crate) fn name(node: &Node, path: &str, report: &mut Report) -> Option<Name> {
    let text = plain_text(node, path, report)?;
    checked_name(&text, &node.span, report)
}

/// A text that must be a name.
pub(crate) fn checked_name(text: &str, span: &Range<usize>, report: &mut Report) -> Option<Name> {
    Name::parse(text)
        .map_err(|fault| report.add(ProblemCode::BadName, span, alloc::format!("{fault}"), fault.help()))
        .ok()
}

/// `true` or `false`.
pub(crate) fn flag(node: &Node, path: &str, report: &mut Report) -> Option<bool> {
    let Value::Flag(flag) = node.value else {
        wrong_type(node, path, "true or false", "", report);
        return None;
    };
    Some(flag)
}

/// An offset date-time in whole seconds.
pub(crate) fn instant(node: &Node, path: &str, report: &mut Report) -> Option<Instant> {
    let Value::When(written) = &node.value else {
        wrong_type(node, path, "a date-time", "write it without quotes, as in 2026-01-05T00:00:00Z", report);
        return None;
    };
    written
        .as_ref()
        .map_err(|fault| {
            let help = "write a date-time with its offset and whole seconds, as in 2026-01-05T00:00:00Z";
            let message = match fault {
                InstantFault::Form => alloc::format!("`{path}` has no offset from UTC, or a fraction of a second"),
                fault => alloc::format!("`{path}`: {fault}"),
            };
            report.add(ProblemCode::BadInstant, &node.span, message, help);
        })
        .ok()
        .copied()
}

/// A whole number within a range.
pub(crate) fn whole(node: &Node, path: &str, low: u64, high: u64, report: &mut Report) -> Option<u64> {
    let Value::Whole(number) = node.value else {
        wrong_type(node, path, "a whole number", "", report);
        return None;
    };
    let within = number.filter(|number| (low..=high).contains(number));
    if within.is_none() {
        let message = alloc::format!("`{path}` is outside {low} to {high}");
        report.add(ProblemCode::BadNumber, &node.span, message, alloc::format!("write {low} to {high}"));
    }
    within
}

/// An array with something in it.
pub(crate) fn array<'t>(node: &'t Node, path: &str, report: &mut Report) -> Option<&'t [Node]> {
    let Value::Array(items) = &node.value else {
        wrong_type(node, path, "an array", "write it in brackets, as in [\"one\", \"two\"]", report);
        return None;
    };
    if items.is_empty() {
        let message = alloc::format!("`{path}` is empty");
        report.add(
            ProblemCode::EmptyArray,
            &node.span,
            message,
            "an empty array never means anyone or anything: name something",
        );
        return None;
    }
    Some(items)
}

/// An array of different names.
pub(crate) fn names(node: &Node, path: &str, report: &mut Report) -> Option<Vec<At<Name>>> {
    let items = array(node, path, report)?;
    let mut seen = BTreeSet::new();
    let mut names = Vec::new();
    for item in items {
        let Some(name) = name(item, path, report) else { continue };
        if !seen.insert(name.clone()) {
            repeated(&item.span, path, name.as_str(), report);
        }
        names.push(At::new(name, &item.span));
    }
    Some(names)
}

/// Reports a value that stands twice in one array.
pub(crate) fn repeated(span: &Range<usize>, path: &str, value: &str, report: &mut Report) {
    let message = alloc::format!("`{path}` holds `{}` twice", value.escape_debug());
    report.add(ProblemCode::RepeatedValue, span, message, "write it once");
}

/// Reports a value of another type than the key takes.
pub(crate) fn wrong_type(node: &Node, path: &str, wanted: &str, hint: &str, report: &mut Report) {
    let message = alloc::format!("`{path}` is {}, not {wanted}", node.value.kind());
    let help = if hint.is_empty() { alloc::format!("write {wanted}") } else { hint.into() };
    report.add(ProblemCode::WrongType, &node.span, message, help);
}

/// Reports more of something than the caps allow.
pub(crate) fn cap(count: usize, most: usize, what: &str, span: &Range<usize>, report: &mut Report) {
    if count > most {
        let message = alloc::format!("{count} {what} are more than {most}, the most there may be");
        report.add(ProblemCode::TooMany, span, message, "leave some out, or split the policy");
    }
}

fn list_in_words(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| alloc::format!("`{word}`")).collect();
    quoted.join(", ")
}
