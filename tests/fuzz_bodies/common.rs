//! What several bodies need.

use std::fmt::Debug;
use std::sync::LazyLock;

use countersign::{Ledger, LedgerEntry, LedgerHeader, Policy, Problems};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

/// The policy that payouts, ledgers and decisions are read under.
pub const POLICY: &str = include_str!("policy.toml");

/// The same, loaded once.
pub static LOADED: LazyLock<Policy> = LazyLock::new(|| Policy::parse(POLICY).expect("it is good"));

/// What the model makes of it.
pub static MODEL: LazyLock<countersign_model::policy::Policy> =
    LazyLock::new(|| countersign_model::load::load(POLICY).expect("it is good"));

/// Choices out of bytes; what is behind their end is zero, so that every input is a whole one.
pub struct Bytes<'b>(pub &'b [u8]);

impl Bytes<'_> {
    pub fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        *first
    }

    pub fn below(&mut self, count: usize) -> usize {
        let (high, low) = (usize::from(self.byte()), usize::from(self.byte()));
        (high * 256 + low) % count
    }

    pub fn pick<'t, T>(&mut self, from: &'t [T]) -> &'t T {
        &from[usize::from(self.byte()) % from.len()]
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Whether a policy loaded; if not, every problem has its place in the text, words and a cure, and no more words than
/// the text gives cause for.
pub fn explained(text: &str, read: Result<(), Problems>) -> bool {
    let Err(problems) = read else { return true };
    assert!(problems.len() > 0);
    let mut said = 0;
    for problem in &problems {
        assert!(text.get(problem.span()).is_some(), "{problem:?}");
        assert!(!problem.message().is_empty() && !problem.help().is_empty());
        let line = text[..problem.span().start].split('\n').count();
        assert_eq!(problem.line(), line, "{problem:?}");
        said += problem.message().len() + problem.help().len();
    }
    // A problem quotes what it is about, at most twice, besides some sentences of its own.
    assert!(said <= 2 * text.len() + 1_000 * problems.len(), "{said} bytes about {}", text.len());
    assert!(problems.len() <= text.len() + 10, "{} problems in {} bytes", problems.len(), text.len());
    false
}

pub fn snapshot(policy: &Policy, text: &str) -> Option<Ledger> {
    let mut lines = text.strip_suffix('\n')?.split('\n');
    let header: LedgerHeader = serde_json::from_str(lines.next()?).ok()?;
    let entries: Option<Vec<LedgerEntry>> = lines.map(|line| serde_json::from_str(line).ok()).collect();
    Ledger::open(policy, &header, entries?).ok()
}

/// A strict record: written as it was read, with no unknown, double or null key, and nothing behind it.
pub fn strict<T: Serialize + DeserializeOwned + PartialEq + Debug>(bytes: &[u8]) -> Option<T> {
    let read: T = serde_json::from_slice(bytes).ok()?;
    let text = written(&read);
    assert_eq!(serde_json::from_str::<T>(&text).expect("what was written can be read"), read);
    let keys: Map<String, Value> = serde_json::from_str(&text).unwrap();
    let refused = |text: &str| assert!(serde_json::from_str::<T>(text).is_err(), "{text}");
    refused(&format!("{{\"unknown\":1,{}", &text[1..]));
    refused(&format!("{text}{text}"));
    for (key, value) in &keys {
        refused(&format!("{{\"{key}\":{value},{}", &text[1..]));
        let mut null = keys.clone();
        null.insert(key.clone(), Value::Null);
        refused(&written(&null));
    }
    Some(read)
}

/// Whether bytes are JSON, and then whether engine and model agree that it is such a record.
pub fn as_the_model<T: DeserializeOwned>(bytes: &[u8], read: impl Fn(&T) -> bool, model: impl Fn(&Value) -> bool) {
    // Values have no double keys: what the model is handed is what the engine reads here.
    let Ok(value) = serde_json::from_slice::<Value>(bytes) else { return };
    let found = serde_json::from_str::<T>(&value.to_string()).is_ok_and(|record| read(&record));
    assert_eq!(found, model(&value), "{value}");
}

pub fn written(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap()
}
