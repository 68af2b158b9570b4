//! JSON, read strictly and written safely.

use serde::Serialize;
use serde::de::{Deserialize, Deserializer};
use serde_json::error::Category;

use crate::escape;
use crate::fault::Fault;

/// Reads one JSON value with nothing after it; a fault says the line and column of the text.
///
/// `what` is what it should be, as in `a payout`.
pub fn read<'t, T: Deserialize<'t>>(text: &'t str, what: &str) -> Result<T, Fault> {
    serde_json::from_str(text).map_err(|error| refused(text, what, &error))
}

/// One value on one line, with its line feed.
pub fn line(value: &impl Serialize) -> Result<String, Fault> {
    let text = serde_json::to_string(value).map_err(|error| {
        Fault::new("unwritten", format!("the result cannot be written as JSON: {error}"), "report this as a defect")
    })?;
    Ok(format!("{}\n", escape::json(&text)))
}

/// Reads the value of a key that may be absent but, where it is written, is never null.
pub fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

fn refused(text: &str, what: &str, error: &serde_json::Error) -> Fault {
    if text.trim().is_empty() {
        let help = format!("write {what} as one JSON object");
        return Fault::new("bad-json", format!("this is not {what}: nothing is written"), help).at(1);
    }
    let (line, column) = (error.line(), error.column());
    let said = error.to_string();
    let said = said.strip_suffix(&format!(" at line {line} column {column}")).unwrap_or(&said);
    let said = in_our_words(said);
    let (code, help) = match error.classify() {
        _ if text.starts_with('\u{feff}') => ("bad-json", "save the file without a byte order mark".into()),
        Category::Eof => ("cut-short", "the text ends in the middle: give the whole of it".into()),
        Category::Syntax | Category::Io => {
            ("bad-json", format!("write {what} as one JSON object, and nothing after it"))
        }
        Category::Data => ("bad-record", cure(&said, what)),
    };
    Fault::new(code, format!("this is not {what}: {said}, at column {column}"), help).at(line.max(1))
}

/// Keys are keys here, whatever the reader calls them, and types have no names of a programming language.
fn in_our_words(said: &str) -> String {
    let said = match said.split_once("expected struct ") {
        Some((before, _)) => format!("{before}expected an object"),
        None => said.replace("expected u64", "expected a whole number"),
    };
    for (theirs, ours) in [
        ("unknown field", "unknown key"),
        ("missing field", "missing key"),
        ("duplicate field", "duplicate key"),
        ("unknown variant", "unknown word"),
    ] {
        if let Some(rest) = said.strip_prefix(theirs) {
            return format!("{ours}{rest}");
        }
    }
    said
}

fn cure(said: &str, what: &str) -> String {
    if said.starts_with("invalid type: null") {
        return "leave the key out where there is no value".into();
    }
    if said.starts_with("missing key `received_at`") {
        return "the service stamps `received_at` when it receives an approval, as `countersign verify` does".into();
    }
    if said.starts_with("unknown key `received_at`") {
        return "leave `received_at` out: the service stamps it on receipt, never the signer".into();
    }
    if said.starts_with("missing key") {
        return format!("write every key that {what} must have");
    }
    if said.starts_with("unknown key") {
        return "remove it, or correct its spelling: a key that nobody reads protects nothing".into();
    }
    if said.starts_with("duplicate key") {
        return "write each key once".into();
    }
    if said.contains("expected a string") {
        return "write it as a string in quotes; an amount is one too, as in \"0.5 BTC\"".into();
    }
    format!("correct {what} here")
}
