//! What was found: code, place, what could happen, cure.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use serde::Serialize;

use super::code::{LintCode, Severity};
use super::explain::Reference;
use super::places::Place;
use super::proof::{Leaves, Proof};

/// Something that a policy lets happen, or keeps from happening.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    code: LintCode,
    severity: Severity,
    #[serde(skip)]
    span: Range<usize>,
    line: usize,
    column: usize,
    message: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<String>,
    help: String,
    references: &'static [Reference],
    #[serde(skip_serializing_if = "Option::is_none")]
    proof: Option<Proof>,
}

impl Finding {
    /// The kind of the finding.
    #[must_use]
    pub fn code(&self) -> LintCode {
        self.code
    }

    /// How directly money can leave.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.severity
    }

    /// Where it stands: a range of bytes of the text.
    #[must_use]
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// The line it begins on, from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }

    /// The character of that line it begins at, from 1.
    #[must_use]
    pub fn column(&self) -> usize {
        self.column
    }

    /// What could happen, in one sentence with the policy's own names and numbers.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What it rests on, a line each: of `one-person` the smallest sets that can release, for every amount.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// How to cure it.
    #[must_use]
    pub fn help(&self) -> &str {
        &self.help
    }

    /// What its kind maps to: standards, regulators' texts, incidents, or the policy language alone.
    #[must_use]
    pub fn references(&self) -> &'static [Reference] {
        self.references
    }

    /// Payouts that the engine allows, an example of what it says leaves; none where it names nobody who makes any leave, or none
    /// that the engine was seen to allow.
    #[must_use]
    pub fn proof(&self) -> Option<&Proof> {
        self.proof.as_ref()
    }
}

/// A finding that a comment of the policy silences, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Silenced {
    #[serde(flatten)]
    finding: Finding,
    reason: String,
}

impl Silenced {
    pub(super) fn new(finding: Finding, reason: String) -> Self {
        Self { finding, reason }
    }

    /// The finding.
    #[must_use]
    pub fn finding(&self) -> &Finding {
        &self.finding
    }

    /// The reason that the comment gives.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

/// A finding whose line and column are not counted yet.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) code: LintCode,
    pub(super) severity: Severity,
    pub(super) place: Place,
    pub(super) message: String,
    pub(super) notes: Vec<String>,
    pub(super) help: String,
    /// What it says leaves.
    pub(super) leaves: Option<Leaves>,
    pub(super) proof: Option<Proof>,
}

/// The findings so far.
#[derive(Debug, Default)]
pub(super) struct Sink {
    found: Vec<Found>,
    /// Where the finding of a code and place stands.
    places: BTreeMap<(LintCode, usize, usize), usize>,
    /// How many of each severity were added.
    added: BTreeMap<Severity, usize>,
    has_left_out: bool,
    /// What was given up, since there was too much of it.
    given_up: BTreeSet<&'static str>,
}

/// The most findings of one severity that are kept: a policy that is wrong everywhere would fill the memory. However many light
/// ones there are, they take no place of a graver one.
pub(super) const MOST_FINDINGS: usize = 10_000;

impl Sink {
    /// Adds a finding; of one code, a place has one, the first of the gravest.
    pub(super) fn add(&mut self, code: LintCode, place: Place, message: impl Into<String>, help: impl Into<String>) {
        self.add_as(code, code.severity(), place, message, help);
    }

    /// The same with a weight of its own.
    pub(super) fn add_as(
        &mut self,
        code: LintCode,
        severity: Severity,
        place: Place,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.add_noted(code, severity, place, message, help, Vec::new());
    }

    /// The same with what it rests on.
    pub(super) fn add_noted(
        &mut self,
        code: LintCode,
        severity: Severity,
        place: Place,
        message: impl Into<String>,
        help: impl Into<String>,
        notes: Vec<String>,
    ) {
        let (message, help) = (message.into(), help.into());
        self.enter(Found { code, severity, place, message, notes, help, leaves: None, proof: None });
    }

    /// The same with what it says leaves.
    pub(super) fn add_leaving(
        &mut self,
        (code, severity, place): (LintCode, Severity, Place),
        message: impl Into<String>,
        help: impl Into<String>,
        leaves: Leaves,
    ) {
        self.add_leaving_noted((code, severity, place), message, help, Vec::new(), leaves);
    }

    /// The same with what it rests on.
    pub(super) fn add_leaving_noted(
        &mut self,
        (code, severity, place): (LintCode, Severity, Place),
        message: impl Into<String>,
        help: impl Into<String>,
        notes: Vec<String>,
        leaves: Leaves,
    ) {
        let (message, help) = (message.into(), help.into());
        self.enter(Found { code, severity, place, message, notes, help, leaves: Some(leaves), proof: None });
    }

    fn enter(&mut self, new: Found) {
        let severity = new.severity;
        let key = (new.code, new.place.span.start, new.place.span.end);
        if let Some(known) = self.places.get(&key).and_then(|known| self.found.get_mut(*known)) {
            if known.severity < severity {
                *known = new;
            }
            return;
        }
        let added = self.added.entry(severity).or_insert(0);
        if *added >= MOST_FINDINGS {
            self.has_left_out = true;
            return;
        }
        *added = added.saturating_add(1);
        self.places.insert(key, self.found.len());
        self.found.push(new);
    }

    /// Says that something was not looked at: a sentence.
    pub(super) fn give_up(&mut self, what: &'static str) {
        self.given_up.insert(what);
    }

    /// What was not looked at, a sentence each.
    pub(super) fn given_up(&self) -> Vec<&'static str> {
        self.given_up.iter().copied().collect()
    }

    /// Whether something of a code was found.
    pub(super) fn has(&self, code: LintCode) -> bool {
        self.found.iter().any(|found| found.code == code)
    }

    /// Whether there were too many to keep all.
    pub(super) fn has_left_out(&self) -> bool {
        self.has_left_out
    }

    /// The findings in the order of the text.
    pub(super) fn sorted(self) -> Vec<Found> {
        let mut found = self.found;
        found.sort_by(|a, b| {
            let key =
                |one: &Found| (one.place.span.start, one.place.span.end, core::cmp::Reverse(one.severity), one.code);
            key(a).cmp(&key(b))
        });
        found
    }
}

impl Found {
    pub(super) fn at(self, (line, column): (usize, usize)) -> Finding {
        let Self { code, severity, place, message, notes, help, proof, .. } = self;
        let references = code.explanation().references;
        Finding { code, severity, span: place.span, line, column, message, notes, help, references, proof }
    }
}
