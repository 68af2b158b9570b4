//! The most that can leave: the cheapest way to cover all that thieves could do with windows of caps.
//!
//! Every window of a cap lets out no more than the cap. If windows are laid so that whatever leaves, whenever, lies in
//! one of them that holds it back, then no more leaves in all than the sum of their caps. Any such cover is a bound; the
//! cheapest that is found is the best, and [`certificate`](super::certificate) looks at it once more.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::caps::Caps;
use super::certificate::Window;
use super::grid::Grid;

/// Up to so many cells, every stretch of time may be parted among streams in its own way.
const MOST_CELLS: usize = 96;

/// The most sets of streams that are looked at.
const MOST_SETS: usize = 96;

/// The most streams.
pub(super) const MOST_STREAMS: usize = 128;

/// Some streams, one bit each.
pub(super) type Streams = u128;

/// A cheapest cover; none if nothing holds some stream back, or there are too many.
pub(super) fn cheapest(caps: &Caps, grid: &Grid) -> Option<Vec<Window>> {
    if caps.streams.len() > MOST_STREAMS {
        return None;
    }
    let all = (0..caps.streams.len()).fold(0, |set: Streams, stream| set | one(stream));
    let mut search = Search::new(caps, grid);
    search.solve(all);
    if search.cost(all, 0, grid.len()) == u128::MAX {
        return None;
    }
    let mut windows = Vec::new();
    search.trace(all, 0, grid.len(), &mut windows);
    Some(windows)
}

/// A cap, and how often its whole window fits one after the other.
pub(super) type Times = (usize, u64);

/// Where there are too many windows to lay them one by one: caps that hold some streams back whenever these are open, as
/// often as they fit into all the seconds up to and including `end`. None if some stream has no such cap.
pub(super) fn plain(caps: &Caps, end: u64) -> Option<(u128, Vec<Times>)> {
    let seconds = end.saturating_add(1);
    let mut offers: Vec<(u128, Times, Vec<usize>)> = Vec::new();
    for (place, cap) in caps.all.iter().enumerate() {
        let holds = |stream: &usize| {
            let Some(one) = caps.streams.get(*stream) else { return false };
            let counts = one.escapes.get(&place).is_none_or(|from| *from > end);
            counts && one.pieces.iter().flatten().all(|held| held.binary_search(&place).is_ok())
        };
        let held: Vec<usize> = (0..caps.streams.len()).filter(holds).collect();
        let times = seconds.div_ceil(cap.span.max(1));
        let most = cap.amount.checked_mul(cap.per).and_then(|whole| whole.checked_mul(u128::from(times)));
        offers.extend(most.filter(|_| !held.is_empty()).map(|most| (most, (place, times), held)));
    }
    // Whatever holds back all is better than parts, of which some would count twice.
    let of_all = offers.iter().filter(|(_, _, held)| held.len() == caps.streams.len());
    let best =
        of_all.min_by_key(|(most, times, _)| (*most, *times)).map(|(most, times, _)| (*most, alloc::vec![*times]));
    offers.sort();
    let (mut sum, mut chosen, mut left) = (0u128, Vec::new(), (0..caps.streams.len()).collect::<Vec<usize>>());
    for (most, times, held) in offers {
        if left.iter().any(|stream| held.contains(stream)) {
            left.retain(|stream| !held.contains(stream));
            sum = sum.checked_add(most)?;
            chosen.push(times);
        }
    }
    let parted = left.is_empty().then_some((sum, chosen));
    best.into_iter().chain(parted).min_by_key(|(most, _)| *most)
}

pub(super) fn one(stream: usize) -> Streams {
    u32::try_from(stream).ok().and_then(|stream| 1u128.checked_shl(stream)).unwrap_or(0)
}

pub(super) fn members(set: Streams) -> impl Iterator<Item = usize> {
    (0..MOST_STREAMS).filter(move |stream| set & one(*stream) != 0)
}

struct Search<'s> {
    caps: &'s Caps,
    grid: &'s Grid,
    /// The caps, and which streams each holds back at some time.
    scopes: Vec<(usize, Streams)>,
    /// Of a stream and cap: the last edge to which a window may reach from each cell.
    reaches: BTreeMap<(usize, usize), Vec<usize>>,
    solved: BTreeMap<Streams, Solved>,
    is_fine: bool,
}

struct Solved {
    /// Ways to part the set.
    splits: Vec<Vec<Streams>>,
    /// Of each cell: the caps whose window may begin there, and how far it may reach.
    windows: Vec<Vec<(usize, usize)>>,
    idle: Vec<bool>,
    /// From each cell to each edge, row by row; if not fine, to the last edge only.
    costs: Vec<u128>,
}

/// What a stretch of time begins with.
#[derive(Clone, Copy)]
enum Start<'s> {
    /// A cell in which nothing can leave.
    Idle,
    /// A window of a cap, up to an edge.
    Window(usize, usize),
    /// Each part by itself, up to an edge.
    Parted(&'s [Streams], usize),
}

impl<'s> Search<'s> {
    fn new(caps: &'s Caps, grid: &'s Grid) -> Self {
        let mut scopes: BTreeMap<usize, Streams> = BTreeMap::new();
        for (place, stream) in caps.streams.iter().enumerate() {
            for cap in stream.pieces.iter().flatten().flatten() {
                let scope = scopes.entry(*cap).or_default();
                *scope |= one(place);
            }
        }
        let is_fine = grid.len() <= MOST_CELLS;
        let held = scopes.iter().flat_map(|(cap, scope)| members(*scope).map(move |stream| (stream, *cap)));
        let reaches = held.map(|(stream, cap)| ((stream, cap), reach(caps, grid, stream, cap))).collect();
        let scopes = scopes.into_iter().collect();
        Self { caps, grid, scopes, reaches, solved: BTreeMap::new(), is_fine }
    }

    fn solve(&mut self, set: Streams) {
        if self.solved.contains_key(&set) {
            return;
        }
        let splits = if self.solved.len() < MOST_SETS { self.splits(set) } else { singles(set) };
        for part in splits.iter().flatten() {
            self.solve(*part);
        }
        let cells = self.grid.len();
        let windows = (0..cells).map(|cell| self.windows(set, cell)).collect();
        let is_open = |stream: usize, cell| self.caps.is_open(stream, self.grid.piece(cell));
        let idle = (0..cells).map(|cell| !members(set).any(|stream| is_open(stream, cell))).collect();
        let width = if self.is_fine { cells.saturating_add(1) } else { 1 };
        let costs = alloc::vec![u128::MAX; width.saturating_mul(cells.saturating_add(1))];
        self.solved.insert(set, Solved { splits, windows, idle, costs });
        for from in (0..=cells).rev() {
            let ends = if self.is_fine { from..=cells } else { cells..=cells };
            for to in ends {
                let cost = if from == to { 0 } else { self.cheapest_start(set, from, to).0 };
                let place = self.place(from, to);
                if let Some(entry) = self.solved.get_mut(&set).and_then(|solved| solved.costs.get_mut(place)) {
                    *entry = cost;
                }
            }
        }
    }

    fn place(&self, from: usize, to: usize) -> usize {
        let width = self.grid.len().saturating_add(1);
        if self.is_fine { from.saturating_mul(width).saturating_add(to) } else { from }
    }

    fn cost(&self, set: Streams, from: usize, to: usize) -> u128 {
        let solved = self.solved.get(&set);
        solved.and_then(|solved| solved.costs.get(self.place(from, to))).copied().unwrap_or(u128::MAX)
    }

    /// The cheapest way to begin, and what it costs to the end.
    fn cheapest_start(&self, set: Streams, from: usize, to: usize) -> (u128, Option<Start<'_>>) {
        let mut best = (u128::MAX, None);
        let Some(solved) = self.solved.get(&set) else { return best };
        let mut offer = |cost: u128, start| {
            if cost < best.0 {
                best = (cost, Some(start));
            }
        };
        if solved.idle.get(from) == Some(&true) {
            offer(self.cost(set, from.saturating_add(1), to), Start::Idle);
        }
        for (cap, far) in solved.windows.get(from).into_iter().flatten() {
            let far = (*far).min(to);
            // A shorter window may be cheaper only where the ledger has used something up.
            let is_used = self.caps.all.get(*cap).is_some_and(|cap| cap.used.is_some());
            let near = if is_used { from.saturating_add(1) } else { far };
            for end in near..=far {
                let cost = self.grid.left(*cap, end).saturating_add(self.cost(set, end, to));
                offer(cost, Start::Window(*cap, end));
            }
        }
        for split in &solved.splits {
            let near = if self.is_fine { from.saturating_add(1) } else { to };
            for end in near..=to {
                let parts = split.iter().fold(0u128, |sum, part| sum.saturating_add(self.cost(*part, from, end)));
                offer(parts.saturating_add(self.cost(set, end, to)), Start::Parted(split, end));
            }
        }
        best
    }

    fn trace(&self, set: Streams, mut from: usize, to: usize, windows: &mut Vec<Window>) {
        while from < to {
            match self.cheapest_start(set, from, to).1 {
                None => return,
                Some(Start::Idle) => from = from.saturating_add(1),
                Some(Start::Window(cap, end)) => {
                    windows.push(Window { cap, from, to: end, streams: set });
                    from = end;
                }
                Some(Start::Parted(parts, end)) => {
                    for part in parts {
                        self.trace(*part, from, end, windows);
                    }
                    from = end;
                }
            }
        }
    }

    /// The caps of which a window that begins with a cell holds back all of the set, and up to which edge.
    fn windows(&self, set: Streams, cell: usize) -> Vec<(usize, usize)> {
        let reaching = |(cap, scope): &(usize, Streams)| {
            if set & !scope != 0 {
                return None;
            }
            let span = self.caps.all.get(*cap)?.span;
            let reach = |stream| self.reaches.get(&(stream, *cap)).and_then(|reach| reach.get(cell)).copied();
            let reaches = members(set).map(|stream| reach(stream).unwrap_or(0));
            let far = reaches.min()?.min(self.grid.farthest(cell, span));
            (far > cell && self.grid.left(*cap, far) < u128::MAX).then_some((*cap, far))
        };
        self.scopes.iter().filter_map(reaching).collect()
    }

    /// The ways to part a set: into what no cap on some of it holds together, or else along each such cap.
    fn splits(&self, set: Streams) -> Vec<Vec<Streams>> {
        let scopes = self.scopes.iter().map(|(_, scope)| scope & set);
        let mut proper: Vec<Streams> = scopes.filter(|scope| *scope != 0 && *scope != set).collect();
        proper.sort_unstable();
        proper.dedup();
        let mut parts: Vec<Streams> = members(set).map(one).collect();
        for scope in &proper {
            let (touched, mut rest): (Vec<Streams>, Vec<Streams>) =
                parts.into_iter().partition(|part| part & scope != 0);
            rest.push(touched.into_iter().fold(0, |all, part| all | part));
            parts = rest;
        }
        if parts.len() > 1 {
            return alloc::vec![parts];
        }
        let mut splits: Vec<Vec<Streams>> = Vec::new();
        for scope in proper {
            let split = alloc::vec![scope, set & !scope];
            if !splits.contains(&split) {
                splits.push(split);
            }
        }
        splits
    }
}

/// Each stream by itself.
fn singles(set: Streams) -> Vec<Vec<Streams>> {
    let singles: Vec<Streams> = members(set).map(one).collect();
    if singles.len() > 1 { alloc::vec![singles] } else { Vec::new() }
}

/// The last edge to which a cap's window may reach from each cell, by one stream: all of it that is open is held back,
/// and nothing of it ceases to count in between.
fn reach(caps: &Caps, grid: &Grid, stream: usize, cap: usize) -> Vec<usize> {
    let escape = caps.streams.get(stream).and_then(|stream| stream.escapes.get(&cap));
    let escape = escape.map(|escape| grid.edges.partition_point(|edge| edge < escape));
    let mut reach: Vec<usize> = Vec::new();
    let mut next = grid.len();
    for cell in (0..grid.len()).rev() {
        if caps.holds(cap, stream, grid.piece(cell)) == Some(false) {
            next = cell;
        }
        let ceasing = escape.filter(|escape| cell < *escape);
        reach.push(ceasing.map_or(next, |escape| next.min(escape)));
    }
    reach.reverse();
    reach
}
