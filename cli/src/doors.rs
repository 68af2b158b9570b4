//! What the tool makes of bytes from files, without files, processes or a terminal: for tests and fuzz targets.

use std::path::Path;

use countersign::{Digest, Ledger, Payout, Policy, Quote, ReceivedApproval, SignedApproval};
use serde::Serialize;

use crate::batch::{Cache, answer};
use crate::diagnostic::{self, Paint};
use crate::fault::Fault;
use crate::input::{self, LineFault, Lines};
use crate::scenario::{self, Suite};
use crate::{json, key_file, load};

/// A file that some command reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum File {
    /// one payout
    Payout,
    /// one approval as its signer sent it
    Signed,
    /// approvals, one a line
    Approvals,
    /// quotes, one a line
    Quotes,
    /// a ledger's snapshot
    Ledger,
    /// a policy
    Policy,
    /// a secret key
    Key,
}

impl File {
    /// Every one.
    pub const ALL: [Self; 7] =
        [Self::Payout, Self::Signed, Self::Approvals, Self::Quotes, Self::Ledger, Self::Policy, Self::Key];
}

/// What is said of a file that is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// for people
    pub text: String,
    /// for machines
    pub json: String,
    /// the line it is about, from 1
    pub line: Option<usize>,
}

/// Reads a file as the tool does and writes again what was read: of a policy its digest, of a key its digits.
///
/// # Errors
/// What the tool says instead.
pub fn read(file: File, bytes: &[u8], policy: &Policy) -> Result<String, Said> {
    written_again(file, bytes, policy).map_err(|fault| said(&fault))
}

/// Answers the lines of a batch: a line of answer each, or what is said where that cannot be written.
///
/// # Errors
/// What the tool says instead of an answer.
pub fn batch(bytes: &[u8]) -> Result<Vec<String>, Said> {
    let cache = Cache::new(Path::new("batch.jsonl"));
    let lines = Lines::new(bytes, input::BATCH_LINE).map(|line| match line {
        Ok(line) => answer(Ok(&line.text), &cache),
        Err(LineFault::Refused(fault)) => answer(Err(&fault), &cache),
        Err(LineFault::Unreadable(fault)) => Err(fault),
    });
    lines.collect::<Result<_, Fault>>().map_err(|fault| said(&fault))
}

/// Plays a scenario file against this policy, whatever file it names: the report, in words and as JSON.
///
/// # Errors
/// What is said where the scenario file or the policy is refused, or they do not fit each other.
pub fn scenarios(bytes: &[u8], policy: &str) -> Result<(String, String), Said> {
    let text = input::whole(bytes, input::POLICY).map_err(|fault| said(&fault))?;
    let suite = Suite::read(Path::new("scenarios.toml"), text, |_| Ok(Some(policy.to_owned())));
    let suite = suite.map_err(|refused| Said { text: refused.text(), json: refused.json(), line: None })?;
    let report = scenario::play_all(&[suite], scenario::Asked::default());
    Ok((report.text(), report.json()))
}

fn written_again(file: File, bytes: &[u8], policy: &Policy) -> Result<String, Fault> {
    let whole = || input::whole(bytes, input::JSON_LINE);
    match file {
        File::Payout => json::line(&json::read::<Payout>(&whole()?, "a payout")?),
        File::Signed => json::line(&json::read::<SignedApproval>(&whole()?, "a signed approval")?),
        File::Approvals => lines(&load::records::<ReceivedApproval>(bytes, "an approval")?),
        File::Quotes => lines(&load::records::<Quote>(bytes, "a quote")?),
        File::Ledger => snapshot(&load::snapshot(policy, bytes)?),
        File::Policy => loaded(&input::whole(bytes, input::POLICY)?),
        File::Key => Ok(format!("{}\n", Digest::from_bytes(key_file::parse(&whole()?)?.to_bytes().into()))),
    }
}

fn loaded(text: &str) -> Result<String, Fault> {
    let path = Path::new("policy.toml").to_owned();
    let policy = Policy::parse(text).map_err(|problems| Fault::Policy { path, text: text.to_owned(), problems })?;
    Ok(format!("{}\n", policy.digest()))
}

fn snapshot(ledger: &Ledger) -> Result<String, Fault> {
    let entries: Vec<_> = ledger.entries().collect();
    Ok(json::line(&ledger.header())? + &lines(&entries)?)
}

fn lines(records: &[impl Serialize]) -> Result<String, Fault> {
    records.iter().map(json::line).collect()
}

fn said(fault: &Fault) -> Said {
    let line = match fault {
        Fault::Input(fault) => fault.line,
        Fault::Policy { problems, .. } => problems.iter().next().map(countersign::Problem::line),
    };
    Said { text: diagnostic::text(fault, Paint::Plain), json: diagnostic::json(fault), line }
}
