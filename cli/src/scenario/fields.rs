//! Strict reading of tables: every key known, every value of its type, every fault with its place.

use std::fmt::Display;
use std::ops::Range;

use countersign::{Instant, Span};

use super::tree::{Fault, Node, Value};
use crate::escape::line;

/// Reads values and gathers what is wrong with them.
#[derive(Debug, Default)]
pub struct Reading {
    faults: Vec<Fault>,
}

/// A text and where it stands.
#[derive(Clone, Debug)]
pub struct Placed {
    pub text: String,
    pub span: Range<usize>,
}

/// A table and the keys it may have.
#[derive(Clone, Copy)]
pub struct Fields<'n> {
    node: &'n Node,
    what: &'static str,
    known: &'static [&'static str],
}

impl<'n> Fields<'n> {
    /// The value of an optional key.
    pub fn get(self, key: &str) -> Option<&'n Node> {
        self.node.get(key)
    }

    /// Whether a key is there, be it misspelled: what is missing for that reason alone is told once.
    pub fn is_meant(self, key: &str) -> bool {
        let unknown = self.node.entries().iter().filter(|entry| !self.known.contains(&entry.key.as_str()));
        self.get(key).is_some() || unknown.filter_map(|entry| nearest(&entry.key, self.known)).any(|near| near == key)
    }

    /// Where the table stands.
    pub fn span(self) -> &'n Range<usize> {
        &self.node.span
    }
}

impl Reading {
    /// What was wrong; the value that was read if nothing was.
    ///
    /// # Errors
    /// Everything that was wrong, in the order of the file.
    pub fn end<T>(mut self, value: Option<T>) -> Result<T, Vec<Fault>> {
        if self.faults.is_empty()
            && let Some(value) = value
        {
            return Ok(value);
        }
        self.faults.sort_by_key(|fault| (fault.span.start, fault.span.end));
        Err(self.faults)
    }

    pub fn fault(&mut self, span: &Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        self.faults.push(Fault::new(span, message, help));
    }

    /// A table of these keys and no other.
    pub fn fields<'n>(
        &mut self,
        node: &'n Node,
        what: &'static str,
        known: &'static [&'static str],
    ) -> Option<Fields<'n>> {
        let Value::Table(entries) = &node.value else {
            self.wrong_type(node, "a table");
            return None;
        };
        for entry in entries.iter().filter(|entry| !known.contains(&entry.key.as_str())) {
            let message = format!("{what} has no key `{}`", line(&entry.key));
            let help = match nearest(&entry.key, known) {
                Some(nearest) => format!("did you mean `{nearest}`?"),
                None => format!("it takes {}", list(known)),
            };
            self.fault(&entry.key_span, message, help);
        }
        Some(Fields { node, what, known })
    }

    /// The value of a key that must be there.
    pub fn required<'n>(&mut self, fields: Fields<'n>, key: &str) -> Option<&'n Node> {
        let found = fields.get(key);
        if !fields.is_meant(key) {
            let start = fields.node.span.start;
            self.fault(&(start..start), format!("{} needs `{key}`", fields.what), format!("add `{key} = …`"));
        }
        found
    }

    /// A string.
    pub fn text(&mut self, node: &Node) -> Option<Placed> {
        let Value::Text(text) = &node.value else {
            self.wrong_type(node, "a string");
            return None;
        };
        Some(Placed { text: text.clone(), span: node.span.clone() })
    }

    /// True or false.
    pub fn flag(&mut self, node: &Node) -> Option<bool> {
        let Value::Flag(flag) = node.value else {
            self.wrong_type(node, "true or false");
            return None;
        };
        Some(flag)
    }

    /// An offset date-time.
    pub fn instant(&mut self, node: &Node) -> Option<Instant> {
        match node.value {
            Value::When(Some(instant)) => Some(instant),
            Value::When(None) => {
                let help = "write date, time and offset, as in 2026-11-23T10:00:00Z";
                self.fault(&node.span, "an instant has whole seconds and an offset from UTC", help);
                None
            }
            _ => {
                self.wrong_type(node, "a date-time without quotes, as in 2026-11-23T10:00:00Z");
                None
            }
        }
    }

    /// How long after the start; unlike a duration of the policy it may be nothing.
    pub fn since_start(&mut self, node: &Node) -> Option<Span> {
        if node.text() == Some("0s") { Some(Span::ZERO) } else { self.span(node) }
    }

    /// A duration.
    pub fn span(&mut self, node: &Node) -> Option<Span> {
        let text = self.text(node)?;
        match Span::parse(&text.text) {
            Ok(span) => Some(span),
            Err(fault) => {
                self.fault(&text.span, fault.to_string(), fault.help());
                None
            }
        }
    }

    /// A string that a reader takes; its fault otherwise.
    pub fn parsed<T, E: Display>(&mut self, node: &Node, parse: impl Fn(&str) -> Result<T, E>) -> Option<Placed> {
        let text = self.text(node)?;
        if let Err(fault) = parse(&text.text) {
            self.fault(&text.span, fault.to_string(), "write it as a payout does");
            return None;
        }
        Some(text)
    }

    /// One of a few words.
    pub fn word<T: Copy>(&mut self, node: &Node, words: &[(&str, T)]) -> Option<T> {
        let text = self.text(node)?;
        let found = words.iter().find(|(word, _)| *word == text.text);
        if found.is_none() {
            let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            let message = format!("`{}` is none of {}", line(&text.text), list(&words));
            self.fault(&text.span, message, did_you_mean(&text.text, &words, "choose one of them"));
        }
        found.map(|(_, value)| *value)
    }

    /// An array of strings.
    pub fn texts(&mut self, node: &Node) -> Vec<Placed> {
        let items = self.items(node);
        items.iter().filter_map(|item| self.text(item)).collect()
    }

    /// The items of an array.
    pub fn items<'n>(&mut self, node: &'n Node) -> &'n [Node] {
        let Value::Array(items) = &node.value else {
            self.wrong_type(node, "an array");
            return &[];
        };
        if items.is_empty() {
            self.fault(&node.span, "this array is empty", "leave the key out, or write what it is for");
        }
        items
    }

    fn wrong_type(&mut self, node: &Node, wanted: &str) {
        let help = match &node.value {
            Value::Whole(_) | Value::Float if wanted == "a string" => "put it in quotes".into(),
            _ => format!("write {wanted}"),
        };
        self.fault(&node.span, format!("{} stands where {wanted} is asked", node.value.kind()), help);
    }
}

/// "did you mean …?", or another help where nothing is near.
pub fn did_you_mean(written: &str, known: &[&str], otherwise: &str) -> String {
    match nearest(written, known) {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => otherwise.into(),
    }
}

/// The word of these that fewest changes make of `written`, if few enough do.
pub fn nearest<'c>(written: &str, known: &[&'c str]) -> Option<&'c str> {
    let most = written.len().div_ceil(3).min(3);
    let near = known.iter().map(|word| (distance(written, word), *word)).filter(|(distance, _)| *distance <= most);
    near.min().map(|(_, word)| word)
}

/// Levenshtein's distance.
fn distance(from: &str, to: &str) -> usize {
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (line, a) in from.bytes().enumerate() {
        let mut diagonal = line;
        let mut left = line.saturating_add(1);
        for (above, b) in row.iter_mut().skip(1).zip(to.bytes()) {
            let replaced = diagonal.saturating_add(usize::from(a != b));
            diagonal = *above;
            left = replaced.min(above.saturating_add(1)).min(left.saturating_add(1));
            *above = left;
        }
        if let Some(first) = row.first_mut() {
            *first = line.saturating_add(1);
        }
    }
    row.last().copied().unwrap_or(0)
}

fn list(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}
