//! Looks at a cover once more, by itself: is everything that can leave held back, and by how much in all?

use super::caps::Caps;
use super::cover::{Streams, members, one};
use super::grid::Grid;

/// A window in which a cap holds some streams back, from the first second of a cell to the last before an edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Window {
    pub(super) cap: usize,
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) streams: Streams,
}

/// The bound that these windows prove; none if they prove none.
///
/// A window must be no longer than its cap's, and the cap must hold back all that can leave of its streams in it. Then
/// the last of these payouts answers for all of them: the cap counted them all when it left.
pub(super) fn bound(caps: &Caps, grid: &Grid, windows: &[Window]) -> Option<u128> {
    windows.iter().all(|window| is_sound(caps, grid, window)).then_some(())?;
    for stream in 0..caps.streams.len() {
        let mut covered = alloc::vec![false; grid.len()];
        for window in windows.iter().filter(|window| window.streams & one(stream) != 0) {
            covered.get_mut(window.from..window.to)?.fill(true);
        }
        let pieces = &caps.streams.get(stream)?.pieces;
        for (cell, is_covered) in covered.iter().enumerate() {
            if pieces.get(grid.piece(cell))?.is_some() && !is_covered {
                return None;
            }
        }
    }
    windows.iter().try_fold(0u128, |sum, window| sum.checked_add(grid.left(window.cap, window.to)))
}

fn is_sound(caps: &Caps, grid: &Grid, window: &Window) -> bool {
    let Some(cap) = caps.all.get(window.cap) else { return false };
    let fits = grid.edge(window.to).saturating_sub(grid.edge(window.from)) <= cap.span && window.to <= grid.len();
    let holds = |stream: usize| {
        let Some(one) = caps.streams.get(stream) else { return false };
        let escape = one.escapes.get(&window.cap);
        let counts = escape.is_none_or(|from| grid.edge(window.to) <= *from || *from <= grid.edge(window.from));
        counts
            && (window.from..window.to).all(|cell| {
                one.pieces
                    .get(grid.piece(cell))
                    .is_some_and(|held| held.as_ref().is_none_or(|held| held.contains(&window.cap)))
            })
    };
    fits && members(window.streams).all(holds)
}
