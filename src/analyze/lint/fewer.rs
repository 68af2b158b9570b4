//! The fewest people who meet all that one payout needs and not what others do.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use super::ground::all_met;
use crate::analyze::counts::Counts;
use crate::analyze::incomplete::Budget;
use crate::analyze::people::Classes;
use crate::domain::people::People;
use crate::policy::people::Signer;
use crate::policy::seats::Quorum;

/// Who is enough for the one and not for the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fewer {
    These(People),
    /// Whoever meets all of it meets the other as well, or nobody can.
    Nobody,
    /// There are too many sets of people to try, and those that were tried are enough for both.
    Unknown,
}

/// The most sets of people that are tried for one policy, and for one question about it.
const MOST_SETS: u64 = 400_000;
const MOST_SETS_OF_ONE: u64 = 20_000;

/// Answers every question once: many kinds of payout ask the same.
pub(super) struct Search<'p> {
    known: BTreeMap<(Vec<&'p Quorum>, Vec<&'p Quorum>, People), Fewer>,
    budget: Budget,
}

impl<'p> Search<'p> {
    pub(super) fn new() -> Self {
        Self { known: BTreeMap::new(), budget: Budget::of(MOST_SETS, MOST_SETS_OF_ONE) }
    }

    /// Of those who are available, the fewest who meet all of the needed quorums and not the other.
    pub(super) fn fewest(&mut self, needed: Vec<&'p Quorum>, other: &'p Quorum, available: People) -> Fewer {
        self.fewest_without(needed, alloc::vec![other], available)
    }

    /// Of those who are available, the fewest who meet all of the needed quorums and none of the others.
    pub(super) fn fewest_without(
        &mut self,
        mut needed: Vec<&'p Quorum>,
        mut others: Vec<&'p Quorum>,
        available: People,
    ) -> Fewer {
        for quorums in [&mut needed, &mut others] {
            quorums.sort_unstable();
            quorums.dedup();
        }
        let named = needed.iter().fold(People::NOBODY, |all, quorum| all.or(quorum.people()));
        let key = (needed, others, named.and(available));
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        self.budget.next_kind();
        let (needed, others, people) = &key;
        let found = match fewest(needed, others, *people, &self.budget) {
            Fewer::Unknown => some(needed, others, *people).map_or(Fewer::Unknown, Fewer::These),
            found => found,
        };
        self.known.insert(key, found);
        found
    }

    /// Whether some of those who are available meet all of the needed quorums and not the other, as far as it was tried.
    pub(super) fn is_met_without(&mut self, needed: Vec<&'p Quorum>, other: &'p Quorum, available: People) -> bool {
        matches!(self.fewest(needed, other, available), Fewer::These(_))
    }
}

/// Tries all sets of one more person at a time, up to who of those that no quorum tells apart are in it. Whoever is added
/// has a seat in a quorum that is not met: every set that meets them all is reached by such steps.
fn fewest(needed: &[&Quorum], others: &[&Quorum], available: People, budget: &Budget) -> Fewer {
    if others.iter().any(|other| needed.contains(other)) || !all_met(needed, available) {
        return Fewer::Nobody;
    }
    let sets: BTreeSet<People> = needed.iter().chain(others).copied().flat_map(Quorum::sets).collect();
    let classes = Classes::parted_by(available, &sets, &BTreeMap::new());
    let sizes = classes.sizes();
    let nobody: Counts = sizes.iter().map(|_| 0).collect();
    let mut as_many = BTreeSet::from([nobody]);
    while !as_many.is_empty() {
        let mut one_more = BTreeSet::new();
        // Those whose names come first are tried first.
        for counts in as_many.iter().rev() {
            if !budget.spend(1) {
                return Fewer::Unknown;
            }
            let people = classes.party(counts, None).approvers;
            // Whoever else joins them, they are enough for one of the others too.
            if others.iter().any(|other| other.is_met_by(people)) {
                continue;
            }
            let Some(open) = needed.iter().find(|quorum| !quorum.is_met_by(people)) else {
                return Fewer::These(people);
            };
            for (class, of) in classes.iter().enumerate() {
                if counts.of(class) < of.size() && of.members().any(|member| has_seat(open, member)) {
                    one_more.insert(counts.plus_one(class));
                }
            }
        }
        as_many = one_more;
    }
    Fewer::Nobody
}

fn has_seat(quorum: &Quorum, member: Signer) -> bool {
    matches!(member, Signer::Approver(person) if quorum.people().has(person))
}

/// Some who meet them all and none of the others, where one attempt finds them: everybody, without whoever can be spared, first
/// of those who have a seat in one of the others.
fn some(needed: &[&Quorum], others: &[&Quorum], available: People) -> Option<People> {
    let seated = others.iter().fold(People::NOBODY, |all, other| all.or(other.people()));
    let left = without_spare(needed, available, seated, People::NOBODY);
    (!others.iter().any(|other| other.is_met_by(left))).then_some(left)
}

/// Those who are left of the available when whoever all needed quorums can spare is: some first of all, and some last.
pub(super) fn without_spare(needed: &[&Quorum], available: People, first: People, last: People) -> People {
    let (first, last) = (available.and(first).without(last), available.and(last));
    let between = available.without(first).without(last);
    first.iter().chain(between.iter()).chain(last.iter()).fold(available, |left, one| {
        let fewer = left.without(People::one(one));
        if all_met(needed, fewer) { fewer } else { left }
    })
}
