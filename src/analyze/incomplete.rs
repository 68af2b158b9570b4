//! An analysis that cannot finish says so.

use alloc::string::String;
use core::cell::Cell;

/// What an analysis did not get to, and what holds all the same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[error("{what}: {bound}")]
pub struct Incomplete {
    /// what there was too much of
    pub what: String,
    /// what is known in spite of it
    pub bound: String,
}

/// How much may still be asked: an analysis counts what it asks, since it has no clock to look at.
#[derive(Clone, Debug)]
pub(crate) struct Budget {
    left: Cell<u64>,
    /// Of these, how many for the kind of payout that is asked about now: one that is hard leaves some for the others.
    left_for_one: Cell<u64>,
    most_for_one: u64,
}

impl Budget {
    /// So many checks of the engine in all, and so many for one kind of payout.
    pub(crate) fn of(checks: u64, most_for_one: u64) -> Self {
        Self { left: Cell::new(checks), left_for_one: Cell::new(most_for_one), most_for_one }
    }

    /// Goes on to the next kind of payout.
    pub(crate) fn next_kind(&self) {
        self.left_for_one.set(self.most_for_one);
    }

    /// Whether there is enough left for a question of so many checks, which is then taken.
    pub(crate) fn spend(&self, checks: u64) -> bool {
        let left_for_one = self.left_for_one.get().checked_sub(checks);
        self.left_for_one.set(left_for_one.unwrap_or(0));
        let left = self.left.get().checked_sub(checks);
        match (left_for_one, left) {
            (Some(_), Some(left)) => self.left.set(left),
            (_, None) => self.left.set(0),
            (None, Some(_)) => {}
        }
        left_for_one.and(left).is_some()
    }

    /// Whether nothing more may be asked.
    pub(crate) fn is_spent(&self) -> bool {
        self.left.get() == 0
    }
}
