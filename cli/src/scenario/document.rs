//! What a scenario file says.

use std::fmt;
use std::ops::Range;

use countersign::{Answer, CheckCode, CheckStatus, Instant, Payout, Span, Verdict};

use super::fields::{Fields, Placed, Reading, did_you_mean};
use super::read_payout;
use super::tree::{self, Fault, Node, Value};
use crate::escape;

/// A scenario file.
#[derive(Debug)]
pub struct Document {
    /// The policy's file, from the scenario file's directory.
    pub policy: Placed,
    pub scenarios: Vec<Scenario>,
}

/// Payouts and what happens to them, from an empty ledger on.
#[derive(Debug)]
pub struct Scenario {
    pub name: Placed,
    pub payouts: Vec<PlacedPayout>,
    /// In the order of time.
    pub steps: Vec<Step>,
}

/// A payout and where it stands.
#[derive(Debug)]
pub struct PlacedPayout {
    pub payout: Payout,
    pub span: Range<usize>,
}

/// What happens at one instant to one payout.
#[derive(Debug)]
pub struct Step {
    pub span: Range<usize>,
    pub at: Instant,
    /// Its place among the scenario's payouts.
    pub payout: usize,
    /// Who signs what.
    pub signed: Vec<(Verdict, Placed)>,
    /// How long the approvals signed here live, if not the policy's longest.
    pub expires: Option<Span>,
    pub quotes: Vec<SignedPrice>,
    pub expected: Option<Expected>,
    pub mark: Option<Mark>,
}

/// A price that feeds sign.
#[derive(Debug)]
pub struct SignedPrice {
    pub asset: Placed,
    pub price: Placed,
    pub by: Vec<Placed>,
}

/// What is decided, and expected of it.
#[derive(Debug)]
pub struct Expected {
    pub verdict: Answer,
    pub is_final: Option<bool>,
    pub asked: AskedTo,
    pub checks: Vec<(Placed, Wanted)>,
}

/// What the engine is asked to decide for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AskedTo {
    /// To reserve the payout, if it is allowed.
    Reserve,
    /// To know.
    Know,
    /// To sign a payout that is reserved.
    Sign,
}

/// What is expected of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    Status(CheckStatus),
    Code(CheckCode),
}

impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status(status) => status.fmt(f),
            Self::Code(code) => code.fmt(f),
        }
    }
}

/// What becomes of the payout's line in the ledger after the step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    Paid,
    Released,
    Refused,
}

impl Document {
    /// Reads a scenario file.
    ///
    /// # Errors
    /// Everything that is wrong with it, in the order of the file.
    pub fn read(text: &str) -> Result<Self, Vec<Fault>> {
        let tree = tree::read(text)?;
        let mut reading = Reading::default();
        let document = document(&mut reading, &tree);
        reading.end(document)
    }
}

fn document(reading: &mut Reading, tree: &Node) -> Option<Document> {
    let fields = reading.fields(tree, "a scenario file", &["schema", "policy", "scenario"])?;
    if let Some(schema) = reading.required(fields, "schema")
        && !matches!(schema.value, Value::Whole(Some(1)))
    {
        reading.fault(&schema.span, "this is no schema that is known", "write `schema = 1`");
    }
    let policy = reading.required(fields, "policy").and_then(|node| reading.text(node));
    let scenarios = reading.required(fields, "scenario").map_or([].as_slice(), |node| reading.items(node));
    let scenarios: Vec<Scenario> = scenarios.iter().filter_map(|node| scenario(reading, node)).collect();
    unlike(reading, "scenario", scenarios.iter().map(|scenario| (&*scenario.name.text, &scenario.name.span)));
    Some(Document { policy: policy?, scenarios })
}

fn scenario(reading: &mut Reading, node: &Node) -> Option<Scenario> {
    let fields = reading.fields(node, "a scenario", &["name", "start", "payouts", "steps"])?;
    let name = reading.required(fields, "name").and_then(|node| reading.text(node));
    let start = reading.required(fields, "start").and_then(|node| reading.instant(node));
    let payouts = reading.required(fields, "payouts").map_or([].as_slice(), |node| reading.items(node));
    let steps = reading.required(fields, "steps").map_or([].as_slice(), |node| reading.items(node));
    if let Some(name) = name.as_ref().filter(|name| name.text.is_empty() || name.text.chars().count() > 200) {
        reading.fault(&name.span, "a scenario's name is 1 to 200 characters", "say in a sentence what it shows");
    }
    // What hangs on the start is read all the same, so that all faults are told at once.
    let from = start.unwrap_or(Instant::EARLIEST);
    let payouts: Vec<_> = payouts.iter().map(|node| (read_payout::read(reading, node, from), &node.span)).collect();
    let ids: Vec<Option<String>> = payouts.iter().map(|(payout, _)| Some(payout.as_ref()?.id().to_string())).collect();
    unlike(reading, "payout", ids.iter().zip(&payouts).filter_map(|(id, (_, span))| Some((id.as_deref()?, *span))));
    let steps: Vec<Step> = steps.iter().filter_map(|node| step(reading, node, from, &ids)).collect();
    for (earlier, later) in steps.iter().zip(steps.iter().skip(1)).filter(|(earlier, later)| later.at < earlier.at) {
        let message = format!("this step is at {}, before the one above it at {}", later.at, earlier.at);
        reading.fault(&later.span, message, "write the steps in the order of time");
    }
    let payouts =
        payouts.into_iter().filter_map(|(payout, span)| Some(PlacedPayout { payout: payout?, span: span.clone() }));
    start?;
    Some(Scenario { name: name?, payouts: payouts.collect(), steps })
}

const STEP: &[&str] = &[
    "at", "payout", "request", "approve", "reject", "expires", "quotes", "expect", "checks", "final", "reserved",
    "reserve", "mark",
];

fn step(reading: &mut Reading, node: &Node, start: Instant, ids: &[Option<String>]) -> Option<Step> {
    let fields = reading.fields(node, "a step", STEP)?;
    let at = reading.required(fields, "at").and_then(|node| reading.since_start(node));
    let payout = reading.required(fields, "payout").and_then(|node| payout_named(reading, node, ids));
    let mut signed = Vec::new();
    for verdict in [Verdict::Request, Verdict::Approve, Verdict::Reject] {
        let names = fields.get(verdict.as_str()).map_or(Vec::new(), |node| reading.texts(node));
        signed.extend(names.into_iter().map(|name| (verdict, name)));
    }
    let expires = fields.get("expires").and_then(|node| reading.span(node));
    if let Some(expires) = fields.get("expires")
        && !fields.is_meant("approve")
    {
        reading.fault(&expires.span, "only an approval expires, and this step has none", "leave `expires` out");
    }
    let quotes = fields.get("quotes").map_or([].as_slice(), |node| reading.items(node));
    let quotes = quotes.iter().filter_map(|node| quote(reading, node)).collect();
    let marks = [("paid", Mark::Paid), ("released", Mark::Released), ("refused", Mark::Refused)];
    let mark = fields.get("mark").and_then(|node| reading.word(node, &marks));
    let expected = expected(reading, fields);
    if mark == Some(Mark::Refused) && !fields.is_meant("expect") {
        reading.fault(fields.span(), "what is refused was denied", "add `expect = \"deny\"`");
    }
    Some(Step {
        span: node.span.clone(),
        at: start.after(at?),
        payout: payout?,
        signed,
        expires,
        quotes,
        expected,
        mark,
    })
}

fn payout_named(reading: &mut Reading, node: &Node, ids: &[Option<String>]) -> Option<usize> {
    let id = reading.text(node)?;
    let found = ids.iter().position(|known| known.as_ref() == Some(&id.text));
    // A payout that could not be read has been reported already.
    if found.is_none() && ids.iter().all(Option::is_some) {
        let known: Vec<&str> = ids.iter().flatten().map(String::as_str).collect();
        let help = did_you_mean(&id.text, &known, "name one of the scenario's payouts");
        reading.fault(&id.span, format!("the scenario has no payout `{}`", escape::line(&id.text)), help);
    }
    found
}

fn quote(reading: &mut Reading, node: &Node) -> Option<SignedPrice> {
    let fields = reading.fields(node, "a quote", &["asset", "price", "by"])?;
    let asset = reading.required(fields, "asset").and_then(|node| reading.text(node));
    let price = reading.required(fields, "price").and_then(|node| reading.text(node));
    let by = reading.required(fields, "by").map(|node| reading.texts(node));
    Some(SignedPrice { asset: asset?, price: price?, by: by? })
}

fn expected(reading: &mut Reading, fields: Fields<'_>) -> Option<Expected> {
    let Some(expect) = fields.get("expect") else {
        for key in ["checks", "final", "reserved", "reserve"] {
            if let Some(node) = fields.get(key).filter(|_| !fields.is_meant("expect")) {
                let message = format!("`{key}` says nothing where nothing is decided");
                reading.fault(&node.span, message, "add `expect = …`, or leave it out");
            }
        }
        return None;
    };
    let answers = [Answer::Allow, Answer::Wait, Answer::Deny].map(|answer| (answer.as_str(), answer));
    let verdict = reading.word(expect, &answers);
    let is_final = fields.get("final").and_then(|node| reading.flag(node));
    if let Some(node) = fields.get("final")
        && is_final.is_some()
        && verdict.is_some_and(|verdict| verdict != Answer::Deny)
    {
        reading.fault(&node.span, "only a `deny` is final or not", "leave `final` out");
    }
    let reserved = fields.get("reserved").and_then(|node| reading.flag(node)).unwrap_or(false);
    let reserve = fields.get("reserve").and_then(|node| reading.flag(node)).unwrap_or(true);
    let asked = match (reserved, reserve) {
        (true, _) => AskedTo::Sign,
        (false, true) => AskedTo::Reserve,
        (false, false) => AskedTo::Know,
    };
    let checks = fields.get("checks").map_or(Vec::new(), |node| checks(reading, node));
    Some(Expected { verdict: verdict?, is_final, asked, checks })
}

fn checks(reading: &mut Reading, node: &Node) -> Vec<(Placed, Wanted)> {
    let Value::Table(entries) = &node.value else {
        // Says that a table is asked.
        let _ = reading.fields(node, "`checks`", &[]);
        return Vec::new();
    };
    let statuses = [CheckStatus::Met, CheckStatus::Wait, CheckStatus::Fail];
    let statuses = statuses.map(|status| (status.as_str(), Wanted::Status(status)));
    let codes = CheckCode::ALL.iter().map(|code| (code.as_str(), Wanted::Code(*code)));
    let words: Vec<(&str, Wanted)> = statuses.into_iter().chain(codes).collect();
    let mut checks = Vec::new();
    for entry in entries {
        let name = Placed { text: entry.key.clone(), span: entry.key_span.clone() };
        let Some(text) = reading.text(&entry.node) else { continue };
        if let Some((_, wanted)) = words.iter().find(|(word, _)| *word == text.text) {
            checks.push((name, *wanted));
            continue;
        }
        let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let help = did_you_mean(&text.text, &known, "write `met`, `wait`, `fail` or a code");
        let message = format!("`{}` is neither a status nor a code of a check", escape::line(&text.text));
        reading.fault(&text.span, message, help);
    }
    checks
}

/// Refuses a name that stands twice.
fn unlike<'n>(reading: &mut Reading, what: &str, names: impl Iterator<Item = (&'n str, &'n Range<usize>)>) {
    let mut seen: Vec<&str> = Vec::new();
    for (name, span) in names {
        if seen.contains(&name) {
            let message = format!("a {what} is called `{}` already", escape::line(name));
            reading.fault(span, message, "call one of them otherwise");
        }
        seen.push(name);
    }
}
