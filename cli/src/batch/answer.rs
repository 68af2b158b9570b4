//! One batch line → one line of answer.

use countersign::{Case, Decision, Payout, Quote, Quotes, ReceivedApproval};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::cache::Cache;
use super::line::{BatchLine, OnlyName};
use crate::fault::Fault;
use crate::{json, load};

/// A decision with the name of its case first.
#[derive(Serialize)]
struct Decided<'d, 'p> {
    name: &'d str,
    #[serde(flatten)]
    decision: &'d Decision<'p>,
}

/// A case that was refused.
#[derive(Serialize)]
struct Refused<'r> {
    name: Option<&'r str>,
    error: Told<'r>,
}

#[derive(Serialize)]
struct Told<'r> {
    code: &'r str,
    text: String,
}

/// Answers a line, one way or the other.
pub fn answer(line: Result<&str, &Fault>, cache: &Cache) -> Result<String, Fault> {
    let text = match line {
        Ok(text) => text,
        Err(fault) => return refused(None, fault),
    };
    let case: BatchLine<'_> = match json::read(text, "a batch line") {
        Ok(case) => case,
        Err(fault) => {
            let name = serde_json::from_str::<OnlyName>(text).ok().and_then(|only| only.name);
            return refused(name.as_deref(), &fault.of_one_line());
        }
    };
    match decided(&case, cache) {
        Ok(line) => Ok(line),
        Err(Broken::Here(fault)) => refused(Some(&case.name), &fault),
        Err(Broken::Kept(tell)) => json::line(&Refused { name: Some(&case.name), error: tell }),
    }
}

/// Why a case has no decision.
enum Broken {
    Here(Fault),
    /// in something that other lines share
    Kept(Told<'static>),
}

impl From<Fault> for Broken {
    fn from(fault: Fault) -> Self {
        Self::Here(fault)
    }
}

impl Broken {
    fn kept(fault: &Fault) -> Self {
        Self::Kept(Told { code: fault.code(), text: fault.in_one_line() })
    }
}

fn decided(case: &BatchLine<'_>, cache: &Cache) -> Result<String, Broken> {
    let policy = match (&case.policy, &case.policy_file) {
        (Some(text), None) => cache.policy(text),
        (None, Some(file)) => cache.policy_file(file),
        (Some(_), Some(_)) | (None, None) => return Err(one_policy().into()),
    };
    let policy = policy.as_ref().as_ref().map_err(Broken::kept)?;
    let payout: Payout = record(case.payout, "a payout")?;
    let approvals: Vec<ReceivedApproval> = record(case.approvals, "an array of approvals")?;
    let ledger = cache.ledger(policy, &case.ledger);
    let ledger = ledger.as_ref().as_ref().map_err(Broken::kept)?;
    let quotes: Vec<Quote> = case.prices.map_or(Ok(Vec::new()), |prices| record(prices, "an array of quotes"))?;
    let quotes = Quotes::verify(policy, &quotes).map_err(load::too_many_quotes)?;
    let opened = Case::open(policy, &payout, &approvals).map_err(|fault| load::of_case(&fault))?;
    let decision = match case.reserved {
        Some(true) => opened.decide_reserved(ledger, &quotes, case.at),
        Some(false) | None => opened.decide(ledger, &quotes, case.at),
    };
    Ok(json::line(&Decided { name: &case.name, decision: &decision })?)
}

fn record<'t, T: Deserialize<'t>>(text: &'t RawValue, what: &str) -> Result<T, Fault> {
    json::read(text.get(), what).map_err(Fault::of_one_line)
}

fn one_policy() -> Fault {
    Fault::new("bad-record", "a batch line has either `policy` or `policy_file`", "write exactly one of them")
}

fn refused(name: Option<&str>, fault: &Fault) -> Result<String, Fault> {
    json::line(&Refused { name, error: Told { code: fault.code(), text: fault.in_one_line() } })
}
