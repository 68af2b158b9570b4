//! Quorums as they are decided: people sets and Hall's inequalities.

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::domain::people::People;

/// A quorum: one of its alternatives must be met.
///
/// A person fills one seat. An alternative of terms `k_i of S_i` is met by the people `X` iff for
/// every subset of its terms `|X ∩ ⋃S_i| ≥ Σ k_i`: Hall's theorem for the seats to be filled.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Quorum {
    alternatives: Box<[Alternative]>,
    people: People,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Alternative {
    /// For each subset of the terms that is worth asking: the union of its sets, its seats.
    inequalities: Box<[(People, u32)]>,
    people: People,
}

/// So many of these people.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Term {
    pub(crate) seats: u32,
    pub(crate) of: People,
}

impl Quorum {
    /// Compiles alternatives, each a list of terms.
    pub(crate) fn new(alternatives: &[Vec<Term>]) -> Self {
        let alternatives: Box<[Alternative]> = alternatives.iter().map(|terms| Alternative::new(terms)).collect();
        let people = alternatives.iter().fold(People::NOBODY, |all, one| all.or(one.people));
        Self { alternatives, people }
    }

    /// Whether these people meet it.
    pub(crate) fn is_met_by(&self, people: People) -> bool {
        self.alternatives.iter().any(|alternative| alternative.missing(people) == 0)
    }

    /// Everyone some alternative names.
    pub(crate) fn people(&self) -> People {
        self.people
    }

    /// Every set of people that it counts: who are in the same of them are interchangeable in it.
    pub(crate) fn sets(&self) -> impl Iterator<Item = People> {
        self.alternatives.iter().flat_map(|alternative| alternative.inequalities.iter().map(|(of, _)| *of))
    }

    /// Which alternatives everyone they name cannot meet, by place.
    pub(crate) fn unmeetable(&self) -> impl Iterator<Item = usize> {
        let stuck = |alternative: &Alternative| alternative.missing(alternative.people) > 0;
        self.alternatives.iter().enumerate().filter(move |(_, one)| stuck(one)).map(|(place, _)| place)
    }

    /// The fewest people that `others` must add to `present` for it to be met, and who of the
    /// others could be among the first of them; none if all of them would not be enough.
    pub(crate) fn missing(&self, present: People, others: People) -> Option<(u32, People)> {
        let everyone = present.or(others);
        let reachable = self.alternatives.iter().filter(|alternative| alternative.missing(everyone) == 0);
        let fewest = reachable.clone().map(|alternative| alternative.missing(present)).min()?;
        let mut useful = People::NOBODY;
        for alternative in reachable.filter(|alternative| alternative.missing(present) == fewest) {
            let candidates = alternative.people.and(others).without(present);
            let helps = |person: &_| alternative.missing(present.with(*person)) < fewest;
            useful = candidates.iter().filter(helps).fold(useful, People::with);
        }
        Some((fewest, useful))
    }
}

impl Alternative {
    fn new(terms: &[Term]) -> Self {
        let subsets = 1u32.checked_shl(u32::try_from(terms.len()).unwrap_or(u32::MAX)).unwrap_or(0);
        let mut inequalities: Vec<(People, u32)> = Vec::new();
        for subset in 1..subsets {
            let chosen = terms.iter().zip(0u32..).filter(|(_, bit)| subset.checked_shr(*bit).unwrap_or(0) & 1 == 1);
            let sum = chosen.fold((People::NOBODY, 0u32), |(of, seats), (term, _)| {
                (of.or(term.of), seats.saturating_add(term.seats))
            });
            inequalities.push(sum);
        }
        let people = terms.iter().fold(People::NOBODY, |all, term| all.or(term.of));
        Self { inequalities: strongest(inequalities), people }
    }

    /// The fewest people still missing, if the right ones came: the largest shortfall.
    fn missing(&self, people: People) -> u32 {
        let shortfall = |(of, seats): &(People, u32)| seats.saturating_sub(people.and(*of).count());
        self.inequalities.iter().map(shortfall).max().unwrap_or(0)
    }
}

/// Of several inequalities about the same people only the one with most seats says anything.
fn strongest(mut inequalities: Vec<(People, u32)>) -> Box<[(People, u32)]> {
    inequalities.sort_unstable_by(|a, b| b.cmp(a));
    inequalities.dedup_by_key(|(of, _)| *of);
    inequalities.into()
}
