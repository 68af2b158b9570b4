//! The one door of the TOML crate: a text becomes a tree of values with their places.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml::value::{Datetime, Offset};

use super::problem::{ProblemCode, Report};
use crate::domain::calendar;
use crate::domain::instant::{Instant, InstantFault};

/// A value and where it stands.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) span: Range<usize>,
    pub(crate) value: Value,
}

/// A TOML value, as far as policies use them.
#[derive(Debug)]
pub(crate) enum Value {
    Text(String),
    /// A whole number from 0 on; none where it is negative or above 2^64 − 1.
    Whole(Option<u64>),
    Flag(bool),
    When(Result<Instant, InstantFault>),
    Array(Vec<Node>),
    Table(Vec<Entry>),
    Float,
}

/// A key of a table and its value.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) key: String,
    pub(crate) key_span: Range<usize>,
    pub(crate) node: Node,
}

impl Value {
    /// What it is called in a message.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "a string",
            Self::Whole(_) => "a whole number",
            Self::Flag(_) => "true or false",
            Self::When(_) => "a date-time",
            Self::Array(_) => "an array",
            Self::Table(_) => "a table",
            Self::Float => "a number with a point",
        }
    }
}

/// Parses, and finds every fault; in a large text only the first, since garbage has one at every byte.
fn parse(text: &str) -> (Spanned<DeTable<'_>>, Vec<toml::de::Error>) {
    if text.len() <= MOST_SEARCHED {
        return DeTable::parse_recoverable(text);
    }
    match DeTable::parse(text) {
        Ok(table) => (table, Vec::new()),
        Err(fault) => (Spanned::new(0..0, DeTable::new()), alloc::vec![fault]),
    }
}

/// The longest text of which every fault is looked for, in bytes.
const MOST_SEARCHED: usize = 1024 * 1024;

/// How the parser's messages begin where an array or an inline table never closes.
const RUNS_ON: [&str; 2] = ["unclosed array,", "unclosed inline table"];

/// What its messages say of places inside one.
const INSIDE: [&str; 4] = ["comma between", "in array", "inline table", "unclosed array"];

/// Reads TOML 1.1. Every line that is no TOML is reported, and every key written twice; but behind
/// an array or inline table that never closes, what the parser finds only follows from it.
pub(crate) fn read(text: &str, report: &mut Report) -> Node {
    let (table, mut faults) = parse(text);
    faults.sort_by_key(|fault| fault.span().map_or(0, |span| span.start));
    let runs_on = faults.iter().any(|fault| RUNS_ON.iter().any(|unclosed| fault.message().starts_with(unclosed)));
    let mut line_reported = None;
    for fault in faults {
        let span = fault.span().unwrap_or(0..0);
        let message = fault.message();
        if message == "duplicate key" {
            let key = text.get(span.clone()).unwrap_or("").trim();
            let message = alloc::format!("`{}` is written twice in one table", key.escape_debug());
            report.add(ProblemCode::DuplicateKey, &span, message, "keep one of the two");
            continue;
        }
        let line_start = text.get(..span.start).and_then(|before| before.rfind('\n'));
        if line_reported == Some(line_start) {
            continue;
        }
        line_reported = Some(line_start);
        let unquoted = message.contains("must be quoted");
        let help = if unquoted { "put text in quotes, as in \"hot\"" } else { "write it as TOML 1.1 asks" };
        report.add(ProblemCode::Syntax, &span, alloc::format!("this is not TOML: {message}"), help);
        if runs_on && INSIDE.iter().any(|inside| message.contains(inside)) {
            break;
        }
    }
    let span = table.span();
    Node { span, value: Value::Table(entries(table.into_inner(), report)) }
}

fn entries(table: DeTable<'_>, report: &mut Report) -> Vec<Entry> {
    let entry = |(key, value): (Spanned<_>, _)| {
        let key_span = key.span();
        let key: alloc::borrow::Cow<'_, str> = key.into_inner();
        Entry { key_span, key: key.into_owned(), node: node(value, report) }
    };
    table.into_iter().map(entry).collect()
}

fn node(spanned: Spanned<DeValue<'_>>, report: &mut Report) -> Node {
    let span = spanned.span();
    let value = match spanned.into_inner() {
        DeValue::String(text) => Value::Text(text.into_owned()),
        DeValue::Integer(number) => {
            // The parser takes `0x` for a number and leaves it to its reader to find no digit in it.
            if !is_integer(number.as_str(), number.radix()) {
                let message = "this is not TOML: an integer without digits, or with one that is none";
                report.add(ProblemCode::Syntax, &span, message, "write the number in digits");
            }
            Value::Whole(u64::from_str_radix(number.as_str(), number.radix()).ok())
        }
        DeValue::Float(_) => Value::Float,
        DeValue::Boolean(flag) => Value::Flag(flag),
        DeValue::Datetime(written) => Value::When(instant(&written)),
        DeValue::Array(items) => Value::Array(items.into_iter().map(|item| node(item, report)).collect()),
        DeValue::Table(table) => Value::Table(entries(table, report)),
    };
    Node { span, value }
}

/// Whether a text is an integer of its radix, of whatever size.
fn is_integer(text: &str, radix: u32) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    !digits.is_empty() && digits.chars().all(|digit| digit.is_digit(radix))
}

fn instant(written: &Datetime) -> Result<Instant, InstantFault> {
    let (Some(date), Some(time), Some(offset)) = (written.date, written.time, written.offset) else {
        return Err(InstantFault::Form);
    };
    if time.nanosecond.is_some() {
        return Err(InstantFault::Form);
    }
    let clock = [time.hour, time.minute, time.second.unwrap_or(0)].map(u16::from);
    let [hour, minute, second] = clock;
    let parts = [date.year, u16::from(date.month), u16::from(date.day), hour, minute, second];
    let local = calendar::unix_seconds(parts).ok_or(InstantFault::NoSuchDate)?;
    let ahead = match offset {
        Offset::Z => 0,
        Offset::Custom { minutes } => i64::from(minutes).saturating_mul(60),
    };
    let seconds = u64::try_from(local.saturating_sub(ahead)).map_err(|_| InstantFault::Range)?;
    Instant::from_unix(seconds).ok_or(InstantFault::Range)
}

/// A key path for messages: bare where TOML takes it bare.
pub(crate) fn key_in_words(key: &str) -> String {
    let bare = !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    if bare { key.to_string() } else { alloc::format!("\"{}\"", key.escape_debug()) }
}
