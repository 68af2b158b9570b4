//! One question after the other: for every gang the bound, for the worst of them the schedule.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Reverse;

use super::caps::{Caps, Source, caps};
use super::certificate::{self, Window};
use super::cover;
use super::figure::{Figure, Held, Step};
use super::flow::Flow;
use super::gang::Gang;
use super::grid::Grid;
use super::raid::{Plan, Raid, Style, Taken};
use super::thrift::{Thrift, thrifts};
use super::words;
use super::worth::Worth;
use crate::analyze::incomplete::Budget;
use crate::analyze::party::Party;
use crate::analyze::supposed::Supposed;
use crate::policy::model::AssetId;

/// The most checks of the engine by which schedules are sought, of one figure.
const MOST_CHECKS: u64 = 6_000_000;

/// The most checks by which more is sought with something left out, of one figure.
const MOST_MORE: u64 = 200_000;

/// The most gangs of which schedules are sought, of one figure.
const MOST_RAIDS: usize = 6;

/// Thieves with all that they can ask for.
pub(super) struct Crew<'g, 'p> {
    pub(super) gang: Gang<'g, 'p>,
    pub(super) flows: Vec<Flow>,
    /// Who would do as well.
    pub(super) alike: Vec<(u32, Party)>,
}

/// What is asked of each.
pub(super) struct Survey<'s, 'p> {
    pub(super) supposed: &'s Supposed<'p>,
    pub(super) crews: &'s [Crew<'s, 'p>],
    /// Everybody, if not every gang could be asked about: no gang takes more.
    pub(super) everybody: Option<&'s Crew<'s, 'p>>,
    pub(super) is_bounded: bool,
    /// The last second, counted from the beginning.
    pub(super) end: u64,
}

/// A gang's bound.
pub(super) struct Bound {
    caps: Caps,
    grid: Grid,
    windows: Vec<Window>,
    /// Instead of windows that are too many to lay one by one.
    plain: Vec<cover::Times>,
    /// None if nothing is proven.
    pub(super) at_most: Option<u128>,
}

/// What a gang takes.
struct Haul {
    moved: u128,
    taken: Vec<Taken>,
}

impl<'p> Survey<'_, 'p> {
    /// What the worst gang takes of what is counted.
    pub(super) fn figure(&self, worth: Worth<'_>, counted: &dyn Fn(&Flow) -> bool) -> Figure {
        let bound = |crew: &Crew<'_, 'p>| self.bound(worth, crew, counted);
        let mut bounds: Vec<(usize, Bound)> = self.crews.iter().map(bound).enumerate().collect();
        // None, which is no bound at all, is the worst; of equal ones the first.
        bounds.sort_by_key(|(place, bound)| (Reverse(bound.at_most.unwrap_or(u128::MAX)), *place));
        let at_most = self.most(worth, counted, bounds.iter().map(|(_, bound)| bound.at_most));
        let mut best: Option<(usize, Haul)> = None;
        let more = Budget::of(MOST_MORE, MOST_MORE);
        for (rank, (place, bound)) in bounds.iter().take(MOST_RAIDS).enumerate() {
            let known = best.as_ref().map_or(0, |(_, haul)| haul.moved);
            if bound.at_most.is_some_and(|most| most <= known) {
                break;
            }
            let Some(crew) = self.crews.get(*place) else { continue };
            let haul = self.haul(worth, crew, bound, &more);
            if haul.moved > known {
                best = Some((rank, haul));
            }
        }
        let rank = best.as_ref().map_or(0, |(rank, _)| *rank);
        let found = bounds.get(rank).and_then(|(place, bound)| Some((self.crews.get(*place)?, bound)));
        let held = found.map_or_else(Vec::new, |(_, bound)| held(worth, bound));
        let (Some((_, haul)), Some((crew, _))) = (best, found) else {
            let (thieves, alike, as_much, steps) = (Party::nobody(), Vec::new(), Vec::new(), Vec::new());
            return Figure { of: worth.of, thieves, alike, as_much, at_least: 0, at_most, steps, held };
        };
        let others = bounds
            .iter()
            .enumerate()
            .filter(|(other, (_, bound))| *other != rank && bound.at_most.is_none_or(|most| most >= haul.moved));
        let as_much = others.filter_map(|(_, (place, _))| Some(self.crews.get(*place)?.alike.clone())).collect();
        let step = |taken: Taken| {
            let flow = crew.flows.get(taken.flow)?;
            let to = flow.path.in_words(worth.policy);
            Some(Step { is_to_a_stranger: flow.path.is_stranger(), to, taken })
        };
        Figure {
            of: worth.of,
            thieves: crew.gang.party.clone(),
            alike: crew.alike.clone(),
            as_much,
            at_least: haul.moved,
            at_most,
            steps: haul.taken.into_iter().filter_map(step).collect(),
            held,
        }
    }

    /// What no gang takes more of, and what holds the worst of them back; none if nothing proves a bound.
    pub(super) fn at_most(&self, worth: Worth<'_>, counted: &dyn Fn(&Flow) -> bool) -> Option<(u128, Vec<Held>)> {
        if !self.is_bounded {
            return None;
        }
        let mut worst: Option<(u128, Bound)> = None;
        let crews = self.everybody.map_or(self.crews, core::slice::from_ref);
        for crew in crews {
            let bound = self.bound(worth, crew, counted);
            let most = bound.at_most?;
            if worst.as_ref().is_none_or(|(known, _)| most > *known) {
                worst = Some((most, bound));
            }
        }
        Some(worst.map_or((0, Vec::new()), |(most, bound)| (most, held(worth, &bound))))
    }

    /// What no gang takes more of, with the bound of every gang.
    fn most(
        &self,
        worth: Worth<'_>,
        counted: &dyn Fn(&Flow) -> bool,
        mut bounds: impl Iterator<Item = Option<u128>>,
    ) -> Option<u128> {
        match self.everybody {
            _ if !self.is_bounded => None,
            Some(everybody) => self.bound(worth, everybody, counted).at_most,
            None => bounds.try_fold(0u128, |most, bound| Some(most.max(bound?))),
        }
    }

    pub(super) fn bound(&self, worth: Worth<'_>, crew: &Crew<'_, 'p>, counted: &dyn Fn(&Flow) -> bool) -> Bound {
        let ledger = self.supposed.ledger();
        let terrain = crew.gang.terrain;
        let in_time = terrain.pieces.partition_point(|piece| *piece <= self.end);
        let caps = caps(worth, &crew.flows, counted, ledger, in_time);
        let grid = Grid::of(terrain, self.end, &caps, worth, ledger);
        let (mut windows, mut at_most) = (Vec::new(), Some(0u128));
        // What is covered in parts is covered: more streams than are looked at together cost some sharpness.
        for part in caps.parts(cover::MOST_STREAMS) {
            let found = cover::cheapest(&part, &grid).unwrap_or_default();
            let proven = certificate::bound(&part, &grid, &found);
            at_most = at_most.zip(proven).and_then(|(sum, more)| sum.checked_add(more));
            windows.extend(found);
        }
        if caps.streams.len() > cover::MOST_STREAMS {
            let merged = caps.merged();
            let found = cover::cheapest(&merged, &grid).unwrap_or_default();
            let proven = certificate::bound(&merged, &grid, &found);
            if proven.is_some_and(|proven| at_most.is_none_or(|most| proven < most)) {
                (windows, at_most) = (found, proven);
            }
        }
        let mut plain = Vec::new();
        if at_most.is_none()
            && let Some((most, times)) = cover::plain(&caps, self.end)
        {
            (windows, at_most, plain) = (Vec::new(), Some(most), times);
        }
        Bound { caps, grid, windows, plain, at_most }
    }

    /// The best of several ways to take all that the engine allows, replayed; with something left out where that may be
    /// more, as far as checks are left for it.
    fn haul(&self, worth: Worth<'_>, crew: &Crew<'_, 'p>, bound: &Bound, more: &Budget) -> Haul {
        let budget = Budget::of(MOST_CHECKS, MOST_CHECKS);
        let ceilings = ceilings(worth, crew, &bound.caps);
        let mut best = Haul { moved: 0, taken: Vec::new() };
        let orders = orders(&bound.caps, &crew.flows);
        // Round values first, where values count at all.
        let rounds: &[Option<Worth<'_>>] = if worth.prices.is_empty() { &[None] } else { &[Some(worth), None] };
        let ways: Vec<(Option<Worth<'_>>, &Vec<usize>, Style)> = rounds
            .iter()
            .flat_map(|round| orders.iter().map(move |order| (*round, order)))
            .flat_map(|(round, order)| [Style::Known, Style::Fresh].map(|style| (round, order, style)))
            .collect();
        let left_out = thrifts(&bound.caps, &bound.grid);
        let greedy = ways.iter().map(|way| (way, Thrift::default(), &budget));
        let thrifty = ways.iter().flat_map(|way| left_out.iter().map(move |thrift| (way, *thrift, more)));
        for ((round, order, style), thrift, budget) in greedy.chain(thrifty) {
            if budget.is_spent() {
                continue;
            }
            let (order, ceilings) = ((*order).clone(), &ceilings);
            let plan = Plan { order, style: *style, round: *round, ceilings, thrift, worth };
            let taken = Raid::new(&crew.gang, &crew.flows, budget, self.supposed).run(&bound.grid, &plan);
            let moved = crew.gang.replay(self.supposed, &taken);
            let sum = |sum: u128, (asset, units): (&AssetId, &u128)| sum.saturating_add(worth.at_least(*asset, *units));
            let moved = moved.iter().fold(0u128, sum);
            if moved > best.moved || (moved == best.moved && taken.len() < best.taken.len()) {
                best = Haul { moved, taken };
            }
            if bound.at_most == Some(best.moved) {
                return best;
            }
        }
        best
    }
}

/// The largest single payouts, in units of their asset.
fn ceilings(worth: Worth<'_>, crew: &Crew<'_, '_>, caps: &Caps) -> BTreeMap<usize, Vec<u128>> {
    let mut known: BTreeMap<(AssetId, u128), u128> = BTreeMap::new();
    let mut in_units = |flow: usize, ceiling: u128| {
        let asset = crew.flows.get(flow).map(|flow| flow.asset)?;
        let is_own = worth.of == crate::policy::model::Measure::Asset(asset);
        if is_own || ceiling == u128::MAX || ceiling == 0 {
            return Some(ceiling);
        }
        if let Some(units) = known.get(&(asset, ceiling)) {
            return Some(*units);
        }
        let units = worth.most_units_worth(asset, ceiling)?;
        known.insert((asset, ceiling), units);
        Some(units)
    };
    let in_units = |(flow, ceilings): (&usize, &Vec<u128>)| {
        (*flow, ceilings.iter().map(|ceiling| in_units(*flow, *ceiling).unwrap_or(0)).collect())
    };
    caps.ceilings.iter().map(in_units).collect()
}

/// The orders in which flows are drained: one of every stream and largest single payout.
fn orders(caps: &Caps, flows: &[Flow]) -> Vec<Vec<usize>> {
    let mut all: Vec<usize> = Vec::new();
    for stream in &caps.streams {
        let mut kinds: Vec<(bool, Option<&Vec<u128>>)> = Vec::new();
        for flow in &stream.flows {
            let is_stranger = flows.get(*flow).is_some_and(|flow| flow.path.is_stranger());
            let kind = (is_stranger, caps.ceilings.get(flow));
            if !kinds.contains(&kind) {
                kinds.push(kind);
                all.push(*flow);
            }
        }
    }
    let highest = |flow: &usize| caps.ceilings.get(flow).and_then(|all| all.iter().max()).copied().unwrap_or(0);
    let mut largest = all.clone();
    largest.sort_by_key(|flow| (Reverse(highest(flow)), *flow));
    let mut smallest = all.clone();
    smallest.sort_by_key(|flow| (highest(flow), *flow));
    let restrained = |flow: &usize| {
        let stream = caps.streams.iter().find(|stream| stream.flows.contains(flow));
        stream.map_or(0, |stream| stream.pieces.iter().flatten().map(Vec::len).max().unwrap_or(0))
    };
    let mut freest = all.clone();
    freest.sort_by_key(|flow| (restrained(flow), *flow));
    // Where payouts are counted, a small one of one asset may take the place of a large one of another.
    let asset = |flow: &usize| flows.get(*flow).map(|flow| flow.asset);
    let mut assets: Vec<AssetId> = all.iter().filter_map(asset).collect();
    assets.sort_unstable();
    assets.dedup();
    let of_one = |one: &AssetId| largest.iter().copied().filter(|flow| asset(flow) == Some(*one)).collect();
    let alone: Vec<Vec<usize>> = if assets.len() > 1 { assets.iter().map(of_one).collect() } else { Vec::new() };
    let mut orders = alloc::vec![largest, smallest, freest.clone(), freest.into_iter().rev().collect()];
    orders.dedup();
    orders.extend(alone);
    orders
}

/// The windows of a cover in words, those of one limit or tier together.
fn held(worth: Worth<'_>, bound: &Bound) -> Vec<Held> {
    let mut all: Vec<(Source, Held)> = Vec::new();
    for window in &bound.windows {
        let Some(cap) = bound.caps.all.get(window.cap) else { continue };
        let most = bound.grid.left(window.cap, window.to);
        let last = bound.grid.edge(window.to).saturating_sub(1);
        let seconds = (bound.grid.edge(window.from), last, most);
        let what: String = words::cap(worth, cap);
        match all.iter_mut().find(|(source, held)| *source == cap.source && held.what == what) {
            Some((_, held)) => {
                held.most = held.most.max(most);
                held.windows.push(seconds);
                held.times = held.windows.len();
            }
            None => all.push((cap.source, Held { what, most, windows: alloc::vec![seconds], times: 1 })),
        }
    }
    let last = bound.grid.edge(bound.grid.len()).saturating_sub(1);
    let plain = bound.plain.iter().filter_map(|(place, times)| {
        let cap = bound.caps.all.get(*place)?;
        let most = cap.whole().saturating_mul(u128::from(*times));
        let (what, windows) = (words::cap(worth, cap), alloc::vec![(0, last, most)]);
        Some(Held { what, most, windows, times: usize::try_from(*times).unwrap_or(usize::MAX) })
    });
    all.into_iter().map(|(_, held)| held).chain(plain).collect()
}
