//! The instants that matter: where something changes, and where a window that began at one of them ends.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use super::caps::Caps;
use super::terrain::Terrain;
use super::worth::Worth;
use crate::ledger::ledger::Ledger;

/// The most instants that are looked at: of windows one after the other, and of windows mixed.
const MOST_ENDS: usize = 4_096;
const MOST_INSTANTS: usize = 768;

/// The most lines of the ledger whose way out of a window is looked at.
const MOST_EXITS: usize = 96;

/// The most ends of delays that begin with somebody's term: the first of them.
const MOST_RIPE: usize = 64;

/// The span of the theft in cells: within a cell, it costs the thieves nothing to act at its first instant.
#[derive(Clone, Debug)]
pub(super) struct Grid {
    /// Seconds from the beginning: the first of every cell, and the end of the last.
    pub(super) edges: Vec<u64>,
    /// The piece of time each cell lies in.
    pub(super) pieces: Vec<usize>,
    /// Of every cap: the most it lets out in a window that ends at an edge.
    pub(super) left: Vec<Vec<u128>>,
}

impl Grid {
    /// Of the first seconds of a terrain, up to and including `end`.
    pub(super) fn of(terrain: &Terrain<'_>, end: u64, caps: &Caps, worth: Worth<'_>, ledger: &Ledger) -> Self {
        let used = caps.used_caps();
        let spans: BTreeSet<u64> = used.iter().filter_map(|place| Some(caps.all.get(*place)?.span)).collect();
        let mut points: BTreeSet<u64> = terrain.pieces.iter().copied().filter(|piece| *piece <= end).collect();
        points.extend(terrain.ripe().into_iter().filter(|ripe| *ripe <= end).take(MOST_RIPE));
        points.extend(exits(terrain, end, ledger, &spans));
        close(&mut points, &spans, end);
        let mut edges: Vec<u64> = points.into_iter().collect();
        let piece = |edge: &u64| terrain.pieces.partition_point(|piece| piece <= edge).saturating_sub(1);
        let pieces = edges.iter().map(piece).collect();
        edges.push(end.saturating_add(1));
        let left = caps.all.iter().map(|cap| {
            let left = |edge: &u64| match &cap.used {
                None => cap.whole(),
                // What counts at the window's last second counts whenever something leaves in it.
                Some(used) => {
                    let last = terrain.instant(edge.saturating_sub(1));
                    used.left(ledger, worth, last).min(cap.amount).saturating_mul(cap.per)
                }
            };
            edges.iter().map(left).collect()
        });
        Self { left: left.collect(), pieces, edges }
    }

    /// How many cells there are.
    pub(super) fn len(&self) -> usize {
        self.pieces.len()
    }

    pub(super) fn edge(&self, place: usize) -> u64 {
        self.edges.get(place).copied().unwrap_or(u64::MAX)
    }

    pub(super) fn piece(&self, cell: usize) -> usize {
        self.pieces.get(cell).copied().unwrap_or(usize::MAX)
    }

    /// The most a cap lets out in a window that ends at an edge; `u128::MAX` if nothing is known.
    pub(super) fn left(&self, cap: usize, end: usize) -> u128 {
        self.left.get(cap).and_then(|left| left.get(end)).copied().unwrap_or(u128::MAX)
    }

    /// The last edge at which a window that begins at another may end.
    pub(super) fn farthest(&self, from: usize, span: u64) -> usize {
        let end = self.edge(from).saturating_add(span);
        self.edges.partition_point(|edge| *edge <= end).saturating_sub(1)
    }
}

/// Adds whatever a window's length after a point is, as far as they are not too many. With fewer points a cover has
/// shorter windows, and a schedule fewer instants: both bounds hold, and may lie apart.
fn close(points: &mut BTreeSet<u64>, spans: &BTreeSet<u64>, end: u64) {
    // First every window by itself, so that what is left out in the end is mixtures.
    for span in spans.iter().rev() {
        let mut at = *span;
        while at <= end && points.len() < MOST_ENDS {
            points.insert(at);
            at = at.saturating_add((*span).max(1));
        }
    }
    let mut from = 0;
    while let Some(point) = points.range(from..).next().copied() {
        for span in spans {
            let sum = point.saturating_add(*span);
            if sum <= end && points.len() < MOST_INSTANTS {
                points.insert(sum);
            }
        }
        from = point.saturating_add(1);
    }
}

/// When a line of the ledger leaves a window.
fn exits(terrain: &Terrain<'_>, end: u64, ledger: &Ledger, spans: &BTreeSet<u64>) -> BTreeSet<u64> {
    let mut exits: BTreeSet<u64> = BTreeSet::new();
    for line in ledger.lines() {
        for span in spans {
            let exit = line.at().plus_seconds(*span).unix().checked_sub(terrain.at.unix());
            exits.extend(exit.filter(|exit| *exit > 0 && *exit <= end));
        }
    }
    let apart = exits.len().div_ceil(MOST_EXITS).max(1);
    exits.into_iter().rev().step_by(apart).collect()
}
