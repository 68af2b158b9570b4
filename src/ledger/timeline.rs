//! Amounts in order of time, with the sum from any instant on in logarithmic time.

use alloc::vec::Vec;

use crate::domain::instant::Instant;
use crate::domain::total::Total;

/// Amounts at instants: a Fenwick tree over the order of time.
///
/// Payouts are reserved nearly in order of time, so that adding one moves only the few that other
/// hosts' clocks put later.
#[derive(Clone, Debug, Default)]
pub(crate) struct Timeline {
    /// When, and whose line: ascending.
    keys: Vec<(Instant, usize)>,
    amounts: Vec<Total>,
    /// `sums[i]` is the sum of the `lowbit(i + 1)` amounts that end at `i`.
    sums: Vec<Total>,
}

impl Timeline {
    /// Adds an amount of a line.
    pub(crate) fn add(&mut self, at: Instant, line: usize, amount: Total) {
        let (Ok(place) | Err(place)) = self.keys.binary_search(&(at, line));
        let later_keys = self.keys.split_off(place);
        let later_amounts = self.amounts.split_off(place);
        self.sums.truncate(place);
        self.append((at, line), amount);
        for (key, amount) in later_keys.into_iter().zip(later_amounts) {
            self.append(key, amount);
        }
    }

    /// Takes the amount of a line away; the line still counts as one.
    pub(crate) fn clear(&mut self, at: Instant, line: usize) {
        let Ok(place) = self.keys.binary_search(&(at, line)) else { return };
        let Some(amount) = self.amounts.get_mut(place) else { return };
        let gone = core::mem::take(amount);
        let mut at = place;
        while let Some(sum) = self.sums.get_mut(at) {
            *sum = sum.minus(gone);
            at |= at.saturating_add(1);
        }
    }

    /// The sum of the amounts later than `after`; of all if none.
    pub(crate) fn sum_after(&self, after: Option<Instant>) -> Total {
        self.sum_of_first(self.keys.len()).minus(self.sum_of_first(self.first_after(after)))
    }

    /// How many lines are later than `after`; all if none.
    pub(crate) fn count_after(&self, after: Option<Instant>) -> usize {
        self.keys.len().saturating_sub(self.first_after(after))
    }

    fn first_after(&self, after: Option<Instant>) -> usize {
        after.map_or(0, |after| self.keys.partition_point(|(at, _)| *at <= after))
    }

    fn append(&mut self, key: (Instant, usize), amount: Total) {
        let place = self.keys.len();
        // The new node covers the `lowbit` amounts that end here: the nodes just before, and this one.
        let mut sum = amount;
        let mut at = place;
        let covered_from = place & place.saturating_add(1);
        while at > covered_from {
            sum = sum.plus(self.sums.get(at.saturating_sub(1)).copied().unwrap_or_default());
            at &= at.saturating_sub(1);
        }
        self.keys.push(key);
        self.amounts.push(amount);
        self.sums.push(sum);
    }

    fn sum_of_first(&self, count: usize) -> Total {
        let mut sum = Total::ZERO;
        let mut at = count;
        while at > 0 {
            sum = sum.plus(self.sums.get(at.saturating_sub(1)).copied().unwrap_or_default());
            at &= at.saturating_sub(1);
        }
        sum
    }
}
