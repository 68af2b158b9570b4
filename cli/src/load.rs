//! Files → the library's values.

use std::cell::Cell;
use std::io::BufRead;
use std::path::Path;

use countersign::analyze::Inspection;
use countersign::{
    CaseFault, Digest, Instant, Ledger, LedgerEntry, LedgerFault, LedgerHeader, Payout, Policy, Quote, Quotes,
    ReceivedApproval, TooManyQuotes,
};
use serde::de::DeserializeOwned;

use crate::fault::Fault;
use crate::hashed::Hashed;
use crate::input::{self, Line, Lines};
use crate::json;

/// A policy that loads.
pub fn policy(path: &Path) -> Result<Policy, Fault> {
    let text = input::text(path, input::POLICY)?;
    parsed(path, text)
}

/// A policy that loads, looked through, and its text.
pub fn inspected(path: &Path, now: Instant) -> Result<(String, Inspection), Fault> {
    let text = input::text(path, input::POLICY)?;
    match Inspection::of(&text, now) {
        Ok(inspection) => Ok((text, inspection)),
        Err(problems) => Err(Fault::Policy { path: path.to_owned(), text, problems }),
    }
}

/// A policy that loads and whose digest is the one that was pinned.
pub fn pinned_policy(path: &Path, pinned: Option<Digest>) -> Result<Policy, Fault> {
    let text = input::text(path, input::POLICY)?;
    let found = Digest::of(text.as_bytes());
    if let Some(pinned) = pinned.filter(|pinned| *pinned != found) {
        let message =
            format!("this is not the policy that was pinned: its sha256 is {found}, and {pinned} was asked for");
        let help = "give the file that was agreed on, or pin the new one once it has been reviewed";
        return Err(Fault::new("policy-digest", message, help).of(path));
    }
    parsed(path, text)
}

fn parsed(path: &Path, text: String) -> Result<Policy, Fault> {
    match Policy::parse(&text) {
        Ok(policy) => Ok(policy),
        Err(problems) => Err(Fault::Policy { path: path.to_owned(), text, problems }),
    }
}

/// A payout, in a file of its own.
pub fn payout(path: &Path) -> Result<Payout, Fault> {
    record(path, "a payout")
}

/// One JSON object, in a file of its own.
pub fn record<T: DeserializeOwned>(path: &Path, what: &str) -> Result<T, Fault> {
    let text = input::text(path, input::JSON_LINE)?;
    json::read(&text, what).map_err(|fault| fault.of(path))
}

/// Approvals, one a line. None is an empty file.
pub fn approvals(path: &Path) -> Result<Vec<ReceivedApproval>, Fault> {
    json_lines(path, "an approval")
}

/// Signed quotes, one a line; without a file, none.
pub fn quotes(policy: &Policy, path: Option<&Path>) -> Result<Quotes, Fault> {
    let Some(path) = path else { return Ok(Quotes::none()) };
    let quotes: Vec<Quote> = json_lines(path, "a quote")?;
    Quotes::verify(policy, &quotes).map_err(|fault| too_many_quotes(fault).of(path))
}

/// The same under two policies, by the keys of each.
pub fn quotes_under(policies: [&Policy; 2], path: Option<&Path>) -> Result<[Quotes; 2], Fault> {
    let quotes: Vec<Quote> = path.map_or_else(|| Ok(Vec::new()), |path| json_lines(path, "a quote"))?;
    let [old, new] = policies.map(|policy| Quotes::verify(policy, &quotes).map_err(too_many_quotes));
    Ok([old?, new?])
}

/// A ledger's snapshot.
pub fn ledger(policy: &Policy, path: &Path) -> Result<Ledger, Fault> {
    snapshot(policy, input::open(path)?).map_err(|fault| fault.of(path))
}

/// Reads a snapshot line by line: a header, then an entry a line, each ended by a line feed.
pub fn snapshot(policy: &Policy, reader: impl BufRead) -> Result<Ledger, Fault> {
    let mut hashed = Hashed::new(reader);
    let ledger = lines_of_snapshot(policy, &mut hashed)?;
    Ok(ledger.of_snapshot(hashed.sha256()))
}

fn lines_of_snapshot(policy: &Policy, reader: impl BufRead) -> Result<Ledger, Fault> {
    let mut lines = Lines::new(reader, input::JSON_LINE);
    let Some(header) = lines.next() else {
        let message = "the ledger is empty, and an empty file is not an empty history";
        return Err(Fault::new("ledger-empty", message, "make an empty one with `countersign ledger new`"));
    };
    let header: LedgerHeader = ledger_line(&header?, "the first line of a ledger")?;
    let refused = Cell::new(None);
    let reached = Cell::new(1);
    let entries = std::iter::from_fn(|| {
        let line = lines.next()?;
        reached.set(lines.number());
        let entry = line.map_err(Fault::from).and_then(|line| ledger_line::<LedgerEntry>(&line, "a ledger entry"));
        entry.map_err(|fault| refused.set(Some(fault))).ok()
    });
    let opened = Ledger::open(policy, &header, entries);
    if let Some(fault) = refused.take() {
        return Err(fault);
    }
    opened.map_err(|fault| of_ledger(&fault, reached.get()))
}

/// What is wrong with a payout or its approvals under a policy.
pub fn of_case(fault: &CaseFault) -> Fault {
    Fault::new(fault.code(), fault.to_string(), fault.help())
}

/// More quotes than are read.
pub fn too_many_quotes(fault: TooManyQuotes) -> Fault {
    Fault::new("too-many-quotes", fault.to_string(), "give the latest quote of each feed")
}

fn json_lines<T: DeserializeOwned>(path: &Path, what: &str) -> Result<Vec<T>, Fault> {
    records(input::open(path)?, what).map_err(|fault| fault.of(path))
}

/// JSON objects, one a line.
pub fn records<T: DeserializeOwned>(reader: impl BufRead, what: &str) -> Result<Vec<T>, Fault> {
    let lines = Lines::new(reader, input::JSON_LINE);
    let records = lines.map(|line| {
        let line = line?;
        json::read(&line.text, what).map_err(|fault| fault.at(line.number))
    });
    records.collect()
}

fn ledger_line<T: DeserializeOwned>(line: &Line, what: &str) -> Result<T, Fault> {
    if !line.is_ended {
        let message = "the last line has no line feed at its end: the ledger was cut short";
        let help = "restore the whole file; never write the line feed by hand";
        return Err(Fault::new("ledger-cut-short", message, help).at(line.number));
    }
    json::read(&line.text, what).map_err(|fault| fault.at(line.number))
}

fn of_ledger(fault: &LedgerFault, reached: usize) -> Fault {
    let (line, help) = match fault {
        LedgerFault::AnotherPolicy { .. } => (1, "give the ledger of this policy: each has one"),
        LedgerFault::Count { .. } => (1, "restore the whole file; never change the number by hand"),
        LedgerFault::TooMany => (reached, "leave out entries older than every window, as the contract permits"),
        LedgerFault::Twice(_) => (reached, "restore the file: a payout is entered once"),
        _ => (reached, "correct the entry, or restore the file"),
    };
    Fault::new(fault.code(), fault.to_string(), help).at(line)
}
