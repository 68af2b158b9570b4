//! TOML text → a tree of values with their places.

use std::ops::Range;

use countersign::{Instant, Span};
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml::value::{Datetime, Offset};

/// What is wrong with a file, where, and how to cure it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// A range of bytes of the file.
    pub span: Range<usize>,
    pub message: String,
    pub help: String,
}

impl Fault {
    pub fn new(span: &Range<usize>, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { span: span.clone(), message: message.into(), help: help.into() }
    }
}

/// A value and where it stands.
#[derive(Debug)]
pub struct Node {
    pub span: Range<usize>,
    pub value: Value,
}

/// A TOML value, as far as scenarios use them.
#[derive(Debug)]
pub enum Value {
    Text(String),
    Whole(Option<u64>),
    Float,
    Flag(bool),
    /// An offset date-time of whole seconds; none for any other date or time.
    When(Option<Instant>),
    Array(Vec<Node>),
    Table(Vec<Entry>),
}

/// A key of a table and its value.
#[derive(Debug)]
pub struct Entry {
    pub key: String,
    pub key_span: Range<usize>,
    pub node: Node,
}

impl Value {
    /// What it is called in a message.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "a string",
            Self::Whole(_) => "a whole number",
            Self::Float => "a number with a point",
            Self::Flag(_) => "true or false",
            Self::When(_) => "a date or time",
            Self::Array(_) => "an array",
            Self::Table(_) => "a table",
        }
    }
}

impl Node {
    /// The value of a key, if it is a table and has it.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entries().iter().find(|entry| entry.key == key).map(|entry| &entry.node)
    }

    /// The keys and values of a table; none of anything else.
    pub fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Table(entries) => entries,
            _ => &[],
        }
    }

    /// The values of an array; none of anything else.
    pub fn items(&self) -> &[Self] {
        match &self.value {
            Value::Array(items) => items,
            _ => &[],
        }
    }

    /// The text of a string.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// Reads TOML 1.1.
///
/// # Errors
/// Every syntax error.
pub fn read(text: &str) -> Result<Node, Vec<Fault>> {
    let (table, faults) = DeTable::parse_recoverable(text);
    if faults.is_empty() {
        let span = table.span();
        return Ok(Node { span, value: Value::Table(entries(table.into_inner())) });
    }
    let faults = faults.into_iter().map(|fault| {
        let span = fault.span().unwrap_or(0..0);
        match fault.message() {
            "duplicate key" => Fault::new(&span, "this key is written twice", "keep one of the two"),
            other => Fault::new(&span, format!("this is not TOML: {other}"), "write it as TOML 1.1 asks"),
        }
    });
    let mut faults: Vec<Fault> = faults.collect();
    faults.sort_by_key(|fault| (fault.span.start, fault.span.end));
    Err(faults)
}

fn entries(table: DeTable<'_>) -> Vec<Entry> {
    let entry = |(key, value): (Spanned<_>, _)| Entry { key_span: key.span(), key: text_of(key), node: node(value) };
    let mut entries: Vec<Entry> = table.into_iter().map(entry).collect();
    // In the order of the file, so that what is wrong is told in that order.
    entries.sort_by_key(|entry| entry.key_span.start);
    entries
}

fn text_of(key: Spanned<std::borrow::Cow<'_, str>>) -> String {
    key.into_inner().into_owned()
}

fn node(spanned: Spanned<DeValue<'_>>) -> Node {
    let span = spanned.span();
    let value = match spanned.into_inner() {
        DeValue::String(text) => Value::Text(text.into_owned()),
        DeValue::Integer(number) => Value::Whole(u64::from_str_radix(number.as_str(), number.radix()).ok()),
        DeValue::Float(_) => Value::Float,
        DeValue::Boolean(flag) => Value::Flag(flag),
        DeValue::Datetime(written) => Value::When(instant(&written)),
        DeValue::Array(items) => Value::Array(items.into_iter().map(node).collect()),
        DeValue::Table(table) => Value::Table(entries(table)),
    };
    Node { span, value }
}

fn instant(written: &Datetime) -> Option<Instant> {
    let (date, time, offset) = (written.date?, written.time?, written.offset?);
    if time.nanosecond.is_some() {
        return None;
    }
    let second = time.second.unwrap_or(0);
    let local = format!("{date}T{:02}:{:02}:{second:02}Z", time.hour, time.minute);
    let local = Instant::parse(&local).ok()?;
    let Offset::Custom { minutes } = offset else { return Some(local) };
    let ahead = Span::parse(&format!("{}m", minutes.unsigned_abs())).unwrap_or(Span::ZERO);
    Some(if minutes < 0 { local.after(ahead) } else { local.before(ahead) })
}
