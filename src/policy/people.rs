//! Who may sign: approvers and requesters, their keys, and when they are active.

use alloc::vec::Vec;

use crate::domain::instant::Instant;
use crate::domain::name::Name;
use crate::domain::people::{People, PersonId};
use crate::key::key::Key;

/// Everyone who may sign, in order of their names.
#[derive(Clone, Debug, Default)]
pub(crate) struct Roll {
    pub(crate) approvers: Vec<Person>,
    pub(crate) requesters: Vec<Person>,
}

/// One person or entity.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) name: Name,
    pub(crate) keys: Vec<Key>,
    pub(crate) active: Active,
}

/// When a person is active: `from ≤ t < until`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Active {
    pub(crate) from: Option<Instant>,
    pub(crate) until: Option<Instant>,
}

impl Active {
    pub(crate) fn at(self, instant: Instant) -> bool {
        self.from.is_none_or(|from| from <= instant) && self.until.is_none_or(|until| instant < until)
    }

    /// Whether there is an instant from `start` on and before `end` at which the person is active.
    pub(crate) fn within(self, start: Instant, end: Instant) -> bool {
        let first = self.from.map_or(start, |from| from.max(start));
        first < end && self.at(first)
    }
}

/// A person the policy knows, and which kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Signer {
    Approver(PersonId),
    Requester(usize),
}

impl Roll {
    pub(crate) fn named(&self, name: &str) -> Option<Signer> {
        let place = |people: &[Person]| people.binary_search_by(|person| person.name.as_str().cmp(name)).ok();
        let approver = place(&self.approvers).and_then(PersonId::at).map(Signer::Approver);
        approver.or_else(|| place(&self.requesters).map(Signer::Requester))
    }

    pub(crate) fn person(&self, signer: Signer) -> Option<&Person> {
        match signer {
            Signer::Approver(person) => self.approvers.get(person.place()),
            Signer::Requester(place) => self.requesters.get(place),
        }
    }

    /// The approvers for whom a test holds.
    pub(crate) fn who(&self, test: impl Fn(&Person) -> bool) -> People {
        let holding = self.approvers.iter().enumerate().filter(|(_, person)| test(person));
        holding.filter_map(|(place, _)| PersonId::at(place)).collect()
    }

    /// The names of some approvers, in order.
    pub(crate) fn names(&self, people: People) -> Vec<Name> {
        people
            .iter()
            .filter_map(|person| self.approvers.get(person.place()))
            .map(|person| person.name.clone())
            .collect()
    }
}
