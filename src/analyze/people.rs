//! Classes of people whom nothing that concerns a payout tells apart.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use super::counts::Counts;
use super::party::Party;
use crate::domain::people::People;
use crate::policy::people::Signer;

/// Every person in one class with those who are interchangeable with them: approvers first, then requesters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Classes(Vec<Class>);

/// People who are interchangeable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    Approvers(People),
    /// By place in the policy's order of requesters.
    Requesters(BTreeSet<usize>),
}

impl Classes {
    /// The finest classes that none of these sets parts.
    pub(crate) fn parted_by(
        approvers: People,
        sets: &BTreeSet<People>,
        requesters: &BTreeMap<usize, Vec<usize>>,
    ) -> Self {
        let mut parted = if approvers.is_empty() { Vec::new() } else { alloc::vec![approvers] };
        for set in sets {
            let parts = parted.into_iter().flat_map(|class| [class.and(*set), class.without(*set)]);
            parted = parts.filter(|class| !class.is_empty()).collect();
        }
        // Whoever's name is first comes first.
        parted.sort_by_key(|class| class.iter().next());
        let mut alike: BTreeMap<&[usize], BTreeSet<usize>> = BTreeMap::new();
        for (place, marks) in requesters {
            alike.entry(marks).or_default().insert(*place);
        }
        let mut requesters: Vec<BTreeSet<usize>> = alike.into_values().collect();
        requesters.sort();
        let approvers = parted.into_iter().map(Class::Approvers);
        Self(approvers.chain(requesters.into_iter().map(Class::Requesters)).collect())
    }

    /// The same, with approvers parted by these sets as well.
    pub(crate) fn parted_also(&self, sets: impl Iterator<Item = People>) -> Self {
        let sets: Vec<People> = sets.collect();
        Self(self.0.iter().flat_map(|class| class.parted_by(sets.iter().copied())).collect())
    }

    /// The same, with one person in a class of their own.
    pub(crate) fn with_apart(&self, signer: Signer) -> Self {
        match signer {
            Signer::Approver(one) => self.parted_also(core::iter::once(People::one(one))),
            Signer::Requester(one) => {
                let parted = self.0.iter().flat_map(|class| match class {
                    Class::Requesters(places) if places.len() > 1 && places.contains(&one) => {
                        let others = places.iter().copied().filter(|place| *place != one).collect();
                        alloc::vec![Class::Requesters(BTreeSet::from([one])), Class::Requesters(others)]
                    }
                    class => alloc::vec![class.clone()],
                });
                Self(parted.collect())
            }
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Class> {
        self.0.iter()
    }

    pub(crate) fn get(&self, class: usize) -> Option<&Class> {
        self.0.get(class)
    }

    /// How many there are of each.
    pub(crate) fn sizes(&self) -> Counts {
        self.0.iter().map(Class::size).collect()
    }

    /// The same with the people of a class put into an earlier one of their kind.
    pub(crate) fn joined(&self, first: usize, second: usize) -> Self {
        let moved = self.0.get(second);
        let joined = self.0.iter().enumerate().filter(|(place, _)| *place != second).map(|(place, class)| {
            match (class, moved) {
                (Class::Approvers(own), Some(Class::Approvers(more))) if place == first => {
                    Class::Approvers(own.or(*more))
                }
                (Class::Requesters(own), Some(Class::Requesters(more))) if place == first => {
                    Class::Requesters(own.union(more).copied().collect())
                }
                _ => class.clone(),
            }
        });
        Self(joined.collect())
    }

    /// The class somebody is in.
    pub(crate) fn class_of(&self, signer: Signer) -> Option<usize> {
        self.0.iter().position(|class| class.has(signer))
    }

    /// The first so many of each class, leaving out one person.
    pub(crate) fn party(&self, counts: &Counts, besides: Option<Signer>) -> Party {
        let mut party = Party::nobody();
        for (class, (_, count)) in self.0.iter().zip(counts.iter()) {
            let members = class.members().filter(|member| Some(*member) != besides);
            party = members.take(usize::try_from(count).unwrap_or(usize::MAX)).fold(party, Party::with);
        }
        party
    }

    /// How many of each class are in a party.
    pub(crate) fn count(&self, party: &Party) -> Counts {
        let among = |class: &Class| match class {
            Class::Approvers(people) => people.and(party.approvers).count(),
            Class::Requesters(places) => {
                u32::try_from(places.intersection(&party.requesters).count()).unwrap_or(u32::MAX)
            }
        };
        self.0.iter().map(among).collect()
    }
}

impl Class {
    /// What these sets of approvers make of it: itself, or several.
    pub(crate) fn parted_by(&self, sets: impl Iterator<Item = People>) -> Vec<Self> {
        let mut classes = alloc::vec![self.clone()];
        for set in sets {
            let parts = classes.into_iter().flat_map(|class| match class {
                Self::Approvers(people) => alloc::vec![people.and(set), people.without(set)]
                    .into_iter()
                    .filter(|people| !people.is_empty())
                    .map(Self::Approvers)
                    .collect(),
                Self::Requesters(places) => alloc::vec![Self::Requesters(places)],
            });
            classes = parts.collect();
        }
        classes
    }

    pub(crate) fn size(&self) -> u32 {
        match self {
            Self::Approvers(people) => people.count(),
            Self::Requesters(places) => u32::try_from(places.len()).unwrap_or(u32::MAX),
        }
    }

    pub(crate) fn has(&self, signer: Signer) -> bool {
        match (self, signer) {
            (Self::Approvers(people), Signer::Approver(person)) => people.has(person),
            (Self::Requesters(places), Signer::Requester(place)) => places.contains(&place),
            (Self::Approvers(_), Signer::Requester(_)) | (Self::Requesters(_), Signer::Approver(_)) => false,
        }
    }

    /// Its people, in order of their names.
    pub(crate) fn members(&self) -> impl Iterator<Item = Signer> + '_ {
        let (approvers, requesters) = match self {
            Self::Approvers(people) => (*people, None),
            Self::Requesters(places) => (People::NOBODY, Some(places)),
        };
        let requesters = requesters.into_iter().flatten().copied().map(Signer::Requester);
        approvers.iter().map(Signer::Approver).chain(requesters)
    }

    /// The last of them by name: whoever of a class has to be named apart, so that the others are the first ones.
    pub(crate) fn last(&self) -> Option<Signer> {
        self.members().last()
    }
}
