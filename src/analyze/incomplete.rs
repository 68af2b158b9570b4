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
}

impl Budget {
    /// So many checks of the engine.
    pub(crate) fn of(checks: u64) -> Self {
        Self { left: Cell::new(checks) }
    }

    /// Whether there is enough left for a question of so many checks, which is then taken.
    pub(crate) fn spend(&self, checks: u64) -> bool {
        let left = self.left.get().checked_sub(checks);
        self.left.set(left.unwrap_or(0));
        left.is_some()
    }

    /// Whether nothing more may be asked.
    pub(crate) fn is_spent(&self) -> bool {
        self.left.get() == 0
    }
}
