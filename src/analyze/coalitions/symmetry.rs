//! Classes whom a result does not tell apart after all, so that it can be said briefly.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use crate::analyze::counts::Counts;
use crate::analyze::people::{Class, Classes};

/// The most work that is spent on brevity.
const MOST_WORK: usize = 4_000_000;

/// Puts classes together as long as the sets, of which any will do, are the same whoever of them is taken: `alice and
/// bob; or alice and carol; or bob and carol` is any 2 of the three. Gives the classes, and the sets in terms of them.
pub(crate) fn brief(mut classes: Classes, mut sets: Vec<Counts>) -> (Classes, Vec<Counts>) {
    let mut work = 0usize;
    let mut first = 0;
    while first < classes.len() {
        let later = (first.saturating_add(1)..classes.len()).find(|second| {
            work = work.saturating_add(sets.len());
            work < MOST_WORK && are_alike(&classes, &sets, first, *second)
        });
        match later {
            Some(second) => (classes, sets) = together(&classes, &sets, first, second),
            None => first = first.saturating_add(1),
        }
    }
    (classes, sets)
}

/// Whether the sets take the people of two classes as if they were one class.
fn are_alike(classes: &Classes, sets: &[Counts], first: usize, second: usize) -> bool {
    let (a, b) = match (classes.get(first), classes.get(second)) {
        (Some(Class::Approvers(a)), Some(Class::Approvers(b))) => (a.count(), b.count()),
        (Some(a @ Class::Requesters(_)), Some(b @ Class::Requesters(_))) => (a.size(), b.size()),
        _ => return false,
    };
    let mut is_used = false;
    let mut splits: BTreeMap<Counts, u32> = BTreeMap::new();
    for set in sets {
        let sum = set.of(first).saturating_add(set.of(second));
        is_used |= sum > 0;
        let found = splits.entry(set.with(first, sum).with(second, 0)).or_default();
        *found = found.saturating_add(1);
    }
    // A sum can be split in so many ways, and each must be there.
    let ways = |sum: u32| sum.min(a).saturating_sub(sum.saturating_sub(b)).saturating_add(1);
    is_used && splits.iter().all(|(set, found)| ways(set.of(first)) == *found)
}

fn together(classes: &Classes, sets: &[Counts], first: usize, second: usize) -> (Classes, Vec<Counts>) {
    let merged: BTreeSet<Counts> = sets
        .iter()
        .map(|set| {
            let sum = set.of(first).saturating_add(set.of(second));
            set.with(first, sum).iter().filter(|(class, _)| *class != second).map(|(_, count)| count).collect()
        })
        .collect();
    let mut sets: Vec<Counts> = merged.into_iter().collect();
    sets.sort_by_key(crate::analyze::minimal::in_order);
    (classes.joined(first, second), sets)
}
