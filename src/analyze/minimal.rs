//! The smallest sets of people that are enough, found by asking and by nothing else.

use alloc::vec::Vec;

use super::counts::Counts;

/// The most sets that are kept of either kind.
const MOST_SETS: usize = 1_024;

/// The smallest sets that are enough for something, and the largest that are not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Enough {
    /// Without any one of their people they are not enough.
    pub(crate) smallest: Vec<Counts>,
    /// With any one more they are.
    pub(crate) largest_lacking: Vec<Counts>,
    /// Whether these are all of them. If not, each of the smallest is one still.
    pub(crate) are_all: bool,
}

/// Asks about sets of at most `most` people. A larger set must never be less than enough; none is no answer.
///
/// It starts from the sets that no smallest set found so far rules out, and asks about the largest of them: one that is
/// enough is made smaller until it is smallest, one that is not has shown that nothing is left below it.
pub(crate) fn enough(most: &Counts, ask: &dyn Fn(&Counts) -> Option<bool>) -> Enough {
    let (mut smallest, mut lacking): (Vec<Counts>, Vec<Counts>) = (Vec::new(), Vec::new());
    let mut open = alloc::vec![most.clone()];
    let mut are_all = true;
    while let Some(next) = open.pop() {
        let found = match ask(&next) {
            Some(false) => {
                lacking.push(next);
                continue;
            }
            Some(true) if smallest.len() < MOST_SETS && open.len() < MOST_SETS => shrunk(next.clone(), ask),
            Some(true) | None => None,
        };
        let Some(found) = found else {
            are_all = false;
            break;
        };
        open.push(next);
        open = without(&found, open);
        // What lies below a set that is not enough is not enough either.
        open.retain(|one| !lacking.iter().any(|known| known.cover(one)));
        smallest.push(found);
    }
    smallest.sort_by_key(in_order);
    lacking.sort();
    Enough { smallest, largest_lacking: lacking, are_all }
}

/// Few people first, then as the classes stand.
pub(crate) fn in_order(set: &Counts) -> impl Ord + use<> {
    (set.total(), core::cmp::Reverse(set.clone()))
}

/// The largest sets of at most `most` people that hold none of these sets.
pub(crate) fn largest_without(most: &Counts, sets: &[Counts]) -> Vec<Counts> {
    sets.iter().fold(alloc::vec![most.clone()], |open, set| without(set, open))
}

/// A set that is enough, made smaller class by class as far as it stays enough.
fn shrunk(mut set: Counts, ask: &dyn Fn(&Counts) -> Option<bool>) -> Option<Counts> {
    let classes: Vec<(usize, u32)> = set.iter().filter(|(_, count)| *count > 0).collect();
    for (class, count) in classes {
        // So many are too few, and so many are enough.
        let (mut few, mut many) = (None, count);
        let mut tried = 0;
        loop {
            if ask(&set.with(class, tried))? {
                many = tried;
            } else {
                few = Some(tried);
            }
            let least = few.map_or(0, |few| few.saturating_add(1));
            if least >= many {
                break;
            }
            tried = least.midpoint(many.saturating_sub(1));
        }
        set = set.with(class, many);
    }
    Some(set)
}

/// Of these sets, each the largest of its kind, what is left if none may hold `set`.
fn without(set: &Counts, open: Vec<Counts>) -> Vec<Counts> {
    let (above, mut rest): (Vec<Counts>, Vec<Counts>) = open.into_iter().partition(|one| one.cover(set));
    let mut cut: Vec<Counts> = Vec::new();
    for one in above {
        for (class, count) in set.iter() {
            if let Some(fewer) = count.checked_sub(1) {
                cut.push(one.with(class, fewer));
            }
        }
    }
    cut.sort();
    cut.dedup();
    let is_largest = |one: &&Counts| {
        !rest.iter().any(|other| other.cover(one)) && !cut.iter().any(|other| other != *one && other.cover(one))
    };
    let kept: Vec<Counts> = cut.iter().filter(is_largest).cloned().collect();
    rest.extend(kept);
    rest
}
