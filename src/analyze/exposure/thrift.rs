//! Where payouts are counted: not to spend on small ones what large ones need.

use alloc::vec::Vec;

use super::caps::{Caps, Source};
use super::grid::Grid;

/// The most instants at which something changes, and the most others, with which a plan begins.
const MOST_BEGINNINGS: usize = 16;

/// What a plan leaves out, so that more is left for the rest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Thrift {
    /// Whatever leaves before this cell of the grid.
    pub(super) first: usize,
    /// Every payout below this, in units of what is counted.
    pub(super) least: u128,
}

/// Ways to leave something out; none where no limit counts payouts.
///
/// By size first: what is about as large as any payout can be, then what is not much smaller. Then by time, since what
/// leaves before a delay has run is small, and the rest of a day's payouts may leave after it.
pub(super) fn thrifts(caps: &Caps, grid: &Grid) -> Vec<Thrift> {
    if !caps.all.iter().any(|cap| matches!(cap.source, Source::Count(_))) {
        return Vec::new();
    }
    let highest = caps.ceilings.values().flatten().copied().max().unwrap_or(0);
    // Values are rounded, so that the largest payouts are not all of one size.
    let nearly = highest.saturating_sub(highest.div_ceil(16));
    let mut sizes = alloc::vec![nearly, highest.div_ceil(2), highest.div_ceil(8)];
    sizes.dedup();
    let by_size = sizes.into_iter().filter(|least| *least > 1).map(|least| Thrift { first: 0, least });
    let turns = |cell: &usize| grid.piece(*cell) != grid.piece(cell.saturating_sub(1));
    let (turning, others): (Vec<usize>, Vec<usize>) = (1..grid.len()).partition(turns);
    let by_time = spread(&turning).chain(spread(&others)).map(|first| Thrift { first, least: 0 });
    by_size.chain(by_time).collect()
}

/// Some of them, evenly.
fn spread(cells: &[usize]) -> impl Iterator<Item = usize> + '_ {
    cells.iter().copied().step_by(cells.len().div_ceil(MOST_BEGINNINGS).max(1))
}
