//! Every choice of so many people, up to who exactly.

use alloc::vec::Vec;

use crate::analyze::counts::Counts;
use crate::analyze::people::Classes;

/// More sets than this are not written down.
const MOST_SETS: usize = 20_000;

/// Sets of so many people, or of everybody if there are fewer: all of them, or `most` from here and there, and whether
/// they are all. None if there are too many to choose from.
pub(crate) fn sets(classes: &Classes, size: u32, most: usize) -> Option<(Vec<Counts>, bool)> {
    let sizes = classes.sizes();
    let nobody: Counts = sizes.iter().map(|_| 0).collect();
    let mut partial = alloc::vec![(nobody, size.min(sizes.total()))];
    for (class, own) in sizes.iter() {
        let later =
            sizes.iter().filter(|(other, _)| *other > class).fold(0u32, |sum, (_, many)| sum.saturating_add(many));
        let mut next = Vec::new();
        for (set, left) in partial {
            // As many as are needed lest the later ones be too few.
            for count in left.saturating_sub(later)..=left.min(own) {
                next.push((set.with(class, count), left.saturating_sub(count)));
            }
            if next.len() > MOST_SETS {
                return None;
            }
        }
        partial = next;
    }
    // Whoever's name is first is tried first.
    partial.sort_by(|(a, _), (b, _)| b.cmp(a));
    let apart = partial.len().div_ceil(most.max(1)).max(1);
    Some((partial.into_iter().step_by(apart).map(|(set, _)| set).collect(), apart == 1))
}
