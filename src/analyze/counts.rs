//! How many of each class of interchangeable people: a set of people, up to who exactly.

use alloc::vec::Vec;

/// So many people of each class.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Counts(Vec<u32>);

impl Counts {
    pub(crate) fn of(&self, class: usize) -> u32 {
        self.0.get(class).copied().unwrap_or(0)
    }

    /// The same with another number of one class.
    pub(crate) fn with(&self, class: usize, count: u32) -> Self {
        let mut counts = self.clone();
        if let Some(place) = counts.0.get_mut(class) {
            *place = count;
        }
        counts
    }

    /// One more of a class.
    pub(crate) fn plus_one(&self, class: usize) -> Self {
        self.with(class, self.of(class).saturating_add(1))
    }

    /// Whether there are at least as many of each class as in another.
    pub(crate) fn cover(&self, other: &Self) -> bool {
        self.iter().zip(other.iter()).all(|((_, own), (_, other))| own >= other)
    }

    /// What of these another lacks.
    pub(crate) fn beyond(&self, other: &Self) -> Self {
        self.iter().map(|(class, count)| count.saturating_sub(other.of(class))).collect()
    }

    pub(crate) fn total(&self) -> u32 {
        self.0.iter().fold(0, |sum, count| sum.saturating_add(*count))
    }

    /// Each class and how many of it.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (usize, u32)> + '_ {
        self.0.iter().copied().enumerate()
    }
}

impl FromIterator<u32> for Counts {
    fn from_iter<I: IntoIterator<Item = u32>>(counts: I) -> Self {
        Self(counts.into_iter().collect())
    }
}
