//! How much a search may still ask, so that a comparison always ends.

use core::cell::Cell;

use super::sides::Sides;
use crate::ledger::record::LedgerEntry;
use crate::policy::model::Policy;

/// The most of one direction, in questions about a small policy.
const MOST: u64 = 120_000;

/// The most of one gap while nothing has left, and after something has.
const MOST_AT_FIRST: u64 = 8_000;
const MOST_AFTERWARDS: u64 = 40_000;

/// The most to show the same by fewer people.
const MOST_FOR_FEWER: u64 = 600;

/// Of that one part once something is shown: what else there is to show is worth no long search.
const PARTS_OF_MORE: u64 = 4;

/// How many rules, limits and people make a question cost one more.
const SMALL: usize = 64;

/// How many sets of people of a small policy are tried for fewer than an example has.
const MOST_SETS: u64 = 512;

/// How many earlier payouts cost one question to read.
const LINES: usize = 32;

/// What may still be asked, counted and not timed: two runs ask the same.
pub(super) struct Effort {
    /// What one question costs.
    weight: u64,
    all: Cell<u64>,
    gap: Cell<u64>,
    has_shown: Cell<bool>,
    below: Cell<Option<usize>>,
}

/// Whether something has left before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Left {
    Nothing,
    Something,
}

impl Effort {
    pub(super) fn new(sides: &Sides<'_>) -> Self {
        let size = |policy: &Policy| policy.rules.len().saturating_add(policy.limits.len());
        let things = size(sides.inner).max(size(sides.outer)).saturating_add(sides.inner.approvers().count());
        let weight = things.checked_div(SMALL).and_then(|times| u64::try_from(times).ok()).unwrap_or(0);
        let weight = weight.saturating_add(1);
        Self { weight, all: Cell::new(MOST), gap: Cell::new(0), has_shown: Cell::new(false), below: Cell::new(None) }
    }

    /// A gap, or a part of one, begins.
    pub(super) fn begin(&self, left: Left, parts: u64) {
        let most = match left {
            Left::Nothing => MOST_AT_FIRST,
            Left::Something => MOST_AFTERWARDS,
        };
        let parts = if self.has_shown.get() { parts.saturating_mul(PARTS_OF_MORE) } else { parts };
        self.gap.set(most.checked_div(parts).unwrap_or(most).min(self.all.get()));
    }

    /// What is found is looked for by fewer people.
    pub(super) fn begin_fewer(&self) {
        self.gap.set(MOST_FOR_FEWER.min(self.all.get()));
    }

    /// What is found by so many people already is of interest by fewer alone.
    pub(super) fn show_below(&self, many: Option<usize>) {
        self.below.set(many);
    }

    /// By fewer than how many people something is of interest; by any number if none.
    pub(super) fn below(&self) -> Option<usize> {
        self.below.get()
    }

    /// Something is shown.
    pub(super) fn has_shown(&self) {
        self.has_shown.set(true);
    }

    /// One question more.
    pub(super) fn spend(&self) {
        self.spend_times(1);
    }

    /// What is asked after so many payouts: to read them costs as much as some questions.
    pub(super) fn spend_on(&self, lines: &[LedgerEntry]) {
        let read = lines.len().checked_div(LINES).and_then(|times| u64::try_from(times).ok()).unwrap_or(u64::MAX);
        self.spend_times(read.saturating_add(1));
    }

    fn spend_times(&self, times: u64) {
        let cost = self.weight.saturating_mul(times);
        self.gap.set(self.gap.get().saturating_sub(cost));
        self.all.set(self.all.get().saturating_sub(cost));
    }

    /// How many sets of people are tried for fewer than an example has.
    pub(super) fn most_sets(&self) -> usize {
        MOST_SETS.checked_div(self.weight).and_then(|sets| usize::try_from(sets).ok()).unwrap_or(0)
    }

    pub(super) fn is_spent(&self) -> bool {
        self.gap.get() == 0
    }
}
