//! Lists of destinations, and where one destination stands in all of them.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use crate::domain::destination::{Destination, Place};
use crate::domain::instant::Instant;
use crate::domain::name::Name;

/// A list's place in the policy's order of names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ListId(pub(crate) usize);

/// All lists of a policy, looked up by destination.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lists {
    names: Vec<Name>,
    by_place: BTreeMap<Place, Vec<Listed>>,
}

/// An entry: from when it permits.
#[derive(Clone, Debug)]
pub(crate) struct Listed {
    pub(crate) list: ListId,
    pub(crate) destination: Destination,
    pub(crate) permits_from: Instant,
}

/// Where a destination stands: two readings, never mixed.
///
/// It *touches* a list if any entry has its chain and address and not both have tags that differ;
/// it *is in* a list at an instant if an entry past its cooling-off is exactly it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Standing(BTreeMap<ListId, Option<Instant>>);

impl Lists {
    pub(crate) fn new(names: Vec<Name>, entries: impl IntoIterator<Item = Listed>) -> Self {
        let mut by_place: BTreeMap<Place, Vec<Listed>> = BTreeMap::new();
        for entry in entries {
            by_place.entry(entry.destination.place()).or_default().push(entry);
        }
        Self { names, by_place }
    }

    pub(crate) fn name(&self, list: ListId) -> Option<&Name> {
        self.names.get(list.0)
    }

    pub(crate) fn names(&self) -> &[Name] {
        &self.names
    }

    pub(crate) fn named(&self, name: &str) -> Option<ListId> {
        self.names.binary_search_by(|known| known.as_str().cmp(name)).ok().map(ListId)
    }

    /// The destination of every entry, in the order of their places.
    pub(crate) fn destinations(&self) -> impl Iterator<Item = &Destination> {
        self.by_place.values().flatten().map(|entry| &entry.destination)
    }

    /// Where a destination stands.
    pub(crate) fn standing(&self, destination: &Destination) -> Standing {
        let mut found: BTreeMap<ListId, Option<Instant>> = BTreeMap::new();
        for entry in self.by_place.get(&destination.place()).into_iter().flatten() {
            if !destination.touches(&entry.destination) {
                continue;
            }
            let from = (entry.destination == *destination).then_some(entry.permits_from);
            let known = found.entry(entry.list).or_default();
            *known = known.or(from);
        }
        Standing(found)
    }
}

impl Standing {
    pub(crate) fn touches(&self, list: ListId) -> bool {
        self.0.contains_key(&list)
    }

    pub(crate) fn is_in(&self, list: ListId, now: Instant) -> bool {
        self.permits_from(list).is_some_and(|from| from <= now)
    }

    /// From when it is in the list; none if no entry is exactly it.
    pub(crate) fn permits_from(&self, list: ListId) -> Option<Instant> {
        self.0.get(&list).copied().flatten()
    }

    /// The lists it touches, in order of their names.
    pub(crate) fn touched(&self) -> impl Iterator<Item = ListId> {
        self.0.keys().copied()
    }

    /// The first list by name with an entry that is exactly it, cooling or not.
    pub(crate) fn listed_in(&self) -> Option<ListId> {
        self.0.iter().find(|(_, from)| from.is_some()).map(|(list, _)| *list)
    }
}
