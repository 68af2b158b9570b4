//! What was spent: every payout that was reserved, paid, released or refused.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use super::book::Book;
use super::line::Line;
use super::record::{EntryState, LedgerEntry, LedgerFault, LedgerHeader, Writer};
use super::scope::{Admission, Share, admit};
use crate::domain::digest::Digest;
use crate::domain::hash::Sha256;
use crate::domain::instant::Instant;
use crate::domain::name::PayoutId;
use crate::domain::text::Plain;
use crate::policy::model::{Policy, ScopeId};

/// The most lines a ledger may have.
const MOST_LINES: u64 = 10_000_000;

/// The ledger of one policy, read under it: sums over its windows cost no scan.
///
/// One realm and policy name has one ledger: two ledgers are two budgets.
#[derive(Clone, Debug)]
pub struct Ledger {
    name: Plain,
    writer: Writer,
    /// The policy it is read under.
    reader: Digest,
    lines: Vec<Line>,
    /// By the id in lower case: ids that differ in case alone are one.
    by_payout: BTreeMap<String, usize>,
    /// When each line that weighs was reserved.
    weighing: BTreeSet<(Instant, usize)>,
    books: Vec<BTreeMap<Share, Book>>,
    digest: Digest,
    /// The SHA-256 of the snapshot it was read from, while it is as it was read.
    snapshot: Option<Digest>,
}

impl Ledger {
    /// An empty ledger for a policy that has none yet.
    #[must_use]
    pub fn new(policy: &Policy) -> Self {
        let writer = Writer { version: policy.identity.version, sha256: policy.identity.digest };
        Self::empty(policy, writer)
    }

    /// Reads a snapshot under the policy whose ledger it is.
    ///
    /// # Errors
    /// Another policy's ledger, another number of entries than the header says, a payout twice, or
    /// an entry that cannot be read: a ledger cut short is not an empty history.
    pub fn open(
        policy: &Policy,
        header: &LedgerHeader,
        entries: impl IntoIterator<Item = LedgerEntry>,
    ) -> Result<Self, LedgerFault> {
        let mut ledger = Self::empty(policy, header.policy);
        if header.ledger != ledger.name {
            let (found, wanted) = (header.ledger.as_str().into(), ledger.name.as_str().into());
            return Err(LedgerFault::AnotherPolicy { found, wanted });
        }
        if header.entries > MOST_LINES {
            return Err(LedgerFault::TooMany);
        }
        let mut found = 0u64;
        for entry in entries {
            found = found.saturating_add(1);
            // A source of lines without an end is left.
            if found > MOST_LINES {
                return Err(LedgerFault::TooMany);
            }
            // What the header does not speak of is counted, to say how many there are, and not kept.
            if found <= header.entries {
                let line = ledger.enterable(policy, entry)?;
                ledger.keep(line);
            }
        }
        if found != header.entries {
            return Err(LedgerFault::Count { said: header.entries, found });
        }
        // Lines come in any order; a running total is quick to build in order of time.
        let mut in_time: Vec<usize> = (0..ledger.lines.len()).collect();
        in_time.sort_by_key(|place| (ledger.lines.get(*place).map(Line::at), *place));
        for place in in_time {
            ledger.count(policy, place);
        }
        Ok(ledger)
    }

    /// A ledger of these entries, as if a policy itself had written them: what an analysis supposes.
    pub(crate) fn suppose(policy: &Policy, entries: &[LedgerEntry]) -> Result<Self, LedgerFault> {
        let mut ledger = Self::new(policy);
        for entry in entries {
            let line = ledger.enterable(policy, entry.clone())?;
            let place = ledger.keep(line);
            ledger.count(policy, place);
        }
        Ok(ledger)
    }

    /// The same ledger read under another version of its policy.
    ///
    /// # Errors
    /// As [`Ledger::open`].
    pub fn read_under(&self, policy: &Policy) -> Result<Self, LedgerFault> {
        Self::open(policy, &self.header(), self.entries().cloned())
    }

    fn empty(policy: &Policy, writer: Writer) -> Self {
        let name = policy.ledger_name();
        let mut digest = Sha256::new();
        digest.update(b"countersign ledger v1\n");
        digest.update(name.as_str().as_bytes());
        digest.update(alloc::format!("\n{} {}\n", writer.version, writer.sha256).as_bytes());
        Self {
            name,
            writer,
            reader: policy.identity.digest,
            lines: Vec::new(),
            by_payout: BTreeMap::new(),
            weighing: BTreeSet::new(),
            books: policy.scopes.iter().map(|_| BTreeMap::new()).collect(),
            digest: Digest::from_bytes(digest.finish()),
            snapshot: None,
        }
    }

    /// The same ledger, known by the SHA-256 of the snapshot it was read from: decisions then name it
    /// by that, as `sha256sum` prints it, until the ledger changes.
    #[must_use]
    pub fn of_snapshot(self, sha256: Digest) -> Self {
        Self { snapshot: Some(sha256), ..self }
    }

    /// The first line of its snapshot.
    #[must_use]
    pub fn header(&self) -> LedgerHeader {
        let entries = u64::try_from(self.lines.len()).unwrap_or(u64::MAX);
        LedgerHeader { ledger: self.name.clone(), entries, policy: self.writer }
    }

    /// Its entries, in the order they were entered.
    pub fn entries(&self) -> impl Iterator<Item = &LedgerEntry> {
        self.lines.iter().map(|line| &line.entry)
    }

    /// How many entries it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether it has no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The entry of a payout, or of one whose id differs in case alone.
    #[must_use]
    pub fn entry(&self, payout: &PayoutId) -> Option<&LedgerEntry> {
        self.line(payout).map(|(_, line)| &line.entry)
    }

    /// Names its state: the SHA-256 of the digest before, the writing policy, and the line entered or
    /// changed, from the header on. Equal snapshots and equal steps give equal digests.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// The line of a payout, or of one whose id differs in case alone.
    pub(crate) fn line(&self, payout: &PayoutId) -> Option<(usize, &Line)> {
        let place = *self.by_payout.get(&payout.folded())?;
        Some((place, self.lines.get(place)?))
    }

    /// What decisions name it by: the snapshot it was read from, or its state.
    pub(crate) fn known_by(&self) -> Digest {
        self.snapshot.unwrap_or(self.digest)
    }

    pub(crate) fn lines(&self) -> &[Line] {
        &self.lines
    }

    pub(crate) fn writer(&self) -> Writer {
        self.writer
    }

    pub(crate) fn reader(&self) -> Digest {
        self.reader
    }

    /// When the latest reserved or paid entry was reserved.
    pub(crate) fn latest(&self) -> Option<Instant> {
        self.weighing.last().map(|(at, _)| *at)
    }

    /// The running total of a scope for a share; none if no line is in it.
    pub(crate) fn book(&self, scope: ScopeId, share: &Share) -> Option<&Book> {
        self.books.get(scope.0)?.get(share)
    }

    /// Enters a line, written under the policy; where it cannot be entered, the ledger stays as it was.
    pub(super) fn add(&mut self, policy: &Policy, entry: LedgerEntry) -> Result<(), LedgerFault> {
        let line = self.enterable(policy, entry)?;
        self.sign_off(policy);
        let place = self.keep(line);
        self.count(policy, place);
        Ok(())
    }

    /// Reads a line of a payout that is not in the ledger yet.
    fn enterable(&self, policy: &Policy, entry: LedgerEntry) -> Result<Line, LedgerFault> {
        let payout = entry.payout.clone();
        let line = Line::read(policy, entry);
        let line = line.map_err(|why| LedgerFault::Unreadable { payout: payout.clone(), why })?;
        if self.by_payout.contains_key(&payout.folded()) { Err(LedgerFault::Twice(payout)) } else { Ok(line) }
    }

    /// Keeps a line, but counts it nowhere yet. Gives its place.
    fn keep(&mut self, line: Line) -> usize {
        let place = self.lines.len();
        self.chain(&line.entry);
        self.by_payout.insert(line.entry.payout.folded(), place);
        self.lines.push(line);
        place
    }

    /// Adds a line to every running total it is in.
    fn count(&mut self, policy: &Policy, place: usize) {
        let Some(line) = self.lines.get(place) else { return };
        if line.state().weighs() {
            self.weighing.insert((line.at(), place));
        }
        if !line.state().is_counted() {
            return;
        }
        for (scope, admission) in admissions(policy, line) {
            if let Some(shares) = self.books.get_mut(scope.0) {
                shares.entry(admission.share.clone()).or_default().add(place, line.at(), &admission);
            }
        }
    }

    /// Moves a reserved line to a final state.
    pub(super) fn finish(&mut self, policy: &Policy, place: usize, state: EntryState) {
        let Some(line) = self.lines.get(place) else { return };
        if state == EntryState::Released {
            self.weighing.remove(&(line.at(), place));
            for (scope, admission) in admissions(policy, line) {
                let book = self.books.get_mut(scope.0).and_then(|shares| shares.get_mut(&admission.share));
                if let Some(book) = book {
                    book.release(place, line.at(), admission.escapes);
                }
            }
        }
        if let Some(line) = self.lines.get_mut(place) {
            line.entry.state = state;
            let entry = line.entry.clone();
            self.chain(&entry);
        }
    }

    /// The policy it is written under from now on. It never goes back to an earlier version: a
    /// refusal under one, which is entered all the same, does not open the ledger to it.
    pub(super) fn sign_off(&mut self, policy: &Policy) {
        if self.writer.version < policy.identity.version {
            self.writer = Writer { version: policy.identity.version, sha256: policy.identity.digest };
        }
    }

    fn chain(&mut self, entry: &LedgerEntry) {
        let mut digest = Sha256::new();
        let Writer { version, sha256 } = self.writer;
        digest.update(self.digest.bytes());
        digest.update(alloc::format!("{version} {sha256}\n").as_bytes());
        digest.update(entry.canonical().as_bytes());
        self.digest = Digest::from_bytes(digest.finish());
        self.snapshot = None;
    }
}

/// The scopes a line counts in, and how.
pub(crate) fn admissions<'p>(policy: &'p Policy, line: &'p Line) -> impl Iterator<Item = (ScopeId, Admission)> + 'p {
    let candidates = policy.index.scopes.candidates(line.asset(), line.wallet);
    candidates.into_iter().filter_map(move |place| {
        let scope = policy.scopes.get(place)?;
        Some((ScopeId(place), admit(policy, scope, line)?))
    })
}
