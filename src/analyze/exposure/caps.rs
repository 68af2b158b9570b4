//! What holds thieves back: limits, and the tiers that they cannot meet, each as a cap on what leaves in a window.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use super::flow::{Askers, Facts, Flow, Why};
use super::used::{Budgeted, Used};
use super::worth::Worth;
use crate::domain::destination::Place;
use crate::domain::span::Span;
use crate::ledger::ledger::Ledger;
use crate::policy::model::{Above, AssetId, Limit, Measure, Most, Policy, Rule, ScopeId, Sum, WalletId};
use crate::policy::selector::{Each, Selector};

/// At most so much leaves in any window, by the payouts that it holds back.
///
/// Whenever one of these payouts leaves, all of them in the window that ends with it are at most so much together: the
/// last of them in a window answers for the others. So that a window of the cap's length, however it lies, lets out no
/// more of them than the cap.
#[derive(Clone, Debug)]
pub(super) struct Cap {
    pub(super) source: Source,
    pub(super) span: u64,
    /// In units of what is counted, or in payouts, all shares together.
    pub(super) amount: u128,
    /// What each of them is at most: 1, or the largest single payout.
    pub(super) per: u128,
    /// Into how many separate sums it is parted.
    pub(super) shares: u64,
    /// What the ledger has used up already, if anything.
    pub(super) used: Option<Used>,
}

/// Which words of the policy a cap comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Source {
    /// A limit on amounts, by place in the policy.
    Limit(usize),
    /// A limit on how many payouts leave, each of which can be only so large.
    Count(usize),
    /// A rule that adds what the thieves cannot give.
    Tier(usize, Why),
}

/// Flows that the same caps hold back at the same times.
#[derive(Clone, Debug)]
pub(super) struct Stream {
    pub(super) flows: Vec<usize>,
    /// The caps, piece by piece; none where it is closed.
    pub(super) pieces: Vec<Option<Vec<usize>>>,
    /// Caps that no longer count its earlier payouts from some second on.
    pub(super) escapes: BTreeMap<usize, u64>,
}

/// All flows that count, and what holds them back.
#[derive(Clone, Debug)]
pub(super) struct Caps {
    pub(super) all: Vec<Cap>,
    pub(super) streams: Vec<Stream>,
    /// The largest single payout of each flow, piece by piece, in units of what is counted.
    pub(super) ceilings: BTreeMap<usize, Vec<u128>>,
}

/// Which separate sums of a limit or tier a flow adds to. Flows that add to others share no cap, even if some are the same:
/// two assets, or two wallets, may send to different places that stand in the same lists.
pub(super) type Share = (Option<AssetId>, Option<Vec<WalletId>>, Option<BTreeSet<Place>>, Option<Askers>);

/// The caps on those flows that are counted, in the first so many pieces of time: what a payout can be later on is no part
/// of what they let out.
pub(super) fn caps(
    worth: Worth<'_>,
    flows: &[Flow],
    counted: &dyn Fn(&Flow) -> bool,
    ledger: &Ledger,
    pieces_in_time: usize,
) -> Caps {
    let mut weaver = Weaver { worth, ledger, places: BTreeMap::new(), caps: Vec::new() };
    let (mut streams, mut ceilings): (Vec<Stream>, BTreeMap<usize, Vec<u128>>) = (Vec::new(), BTreeMap::new());
    for (place, flow) in flows.iter().enumerate() {
        if !worth.takes(flow.asset) || !counted(flow) {
            continue;
        }
        let (mut pieces, mut largest, mut escapes) = (Vec::new(), Vec::new(), BTreeMap::new());
        for facts in flow.facts.iter().take(pieces_in_time) {
            let Facts::Open { limits, unmet } = facts else {
                pieces.push(None);
                largest.push(0);
                continue;
            };
            // What is worth more than a limit lets out, however little of it and at the lowest price, cannot leave.
            let of_itself = Worth { of: Measure::Asset(flow.asset), prices: worth.lowest, ..worth };
            let is_whole = weaver.ceiling(of_itself, limits, unmet) > 0;
            let ceiling = if is_whole { weaver.ceiling(worth, limits, unmet) } else { 0 };
            largest.push(ceiling);
            if !is_whole {
                pieces.push(None);
                continue;
            }
            pieces.push(Some(weaver.held(flow, limits, unmet, ceiling, &mut escapes)));
        }
        if pieces.iter().all(Option::is_none) {
            continue;
        }
        ceilings.insert(place, largest);
        match streams.iter_mut().find(|stream| stream.pieces == pieces && stream.escapes == escapes) {
            Some(stream) => stream.flows.push(place),
            None => streams.push(Stream { flows: alloc::vec![place], pieces, escapes }),
        }
    }
    Caps { all: weaver.caps, streams, ceilings }.without_idle()
}

impl Caps {
    /// The caps that hold something back.
    pub(super) fn used_caps(&self) -> BTreeSet<usize> {
        self.streams.iter().flat_map(|stream| stream.pieces.iter().flatten().flatten()).copied().collect()
    }

    /// Whether a cap holds a stream back in a piece of time; none if nothing leaves there.
    pub(super) fn holds(&self, cap: usize, stream: usize, piece: usize) -> Option<bool> {
        let held = self.streams.get(stream)?.pieces.get(piece)?.as_ref()?;
        Some(held.binary_search(&cap).is_ok())
    }

    /// Whether something of a stream can leave in a piece of time.
    pub(super) fn is_open(&self, stream: usize, piece: usize) -> bool {
        let pieces = self.streams.get(stream).map_or([].as_slice(), |stream| stream.pieces.as_slice());
        pieces.get(piece).is_some_and(Option::is_some)
    }

    /// The same as one stream, held back by what holds back all of them, whenever something can leave at all.
    pub(super) fn merged(&self) -> Self {
        let pieces = self.streams.iter().map(|stream| stream.pieces.len()).max().unwrap_or(0);
        let merged = (0..pieces).map(|piece| {
            let mut open = self.streams.iter().filter_map(|stream| stream.pieces.get(piece)?.as_ref());
            let mut held = open.next()?.clone();
            for other in open {
                held.retain(|cap| other.binary_search(cap).is_ok());
            }
            // What ceases to count of some is left out: it holds back the others alone.
            held.retain(|cap| !self.streams.iter().any(|stream| stream.escapes.contains_key(cap)));
            Some(held)
        });
        let stream = Stream { flows: Vec::new(), pieces: merged.collect(), escapes: BTreeMap::new() };
        Self { streams: alloc::vec![stream], ..self.clone() }
    }

    /// The same, a number of streams at a time.
    pub(super) fn parts(&self, most: usize) -> impl Iterator<Item = Self> + '_ {
        self.streams.chunks(most.max(1)).map(|streams| Self { streams: streams.to_vec(), ..self.clone() })
    }

    /// The same without caps that another one makes needless: no longer, no wider, and on no more.
    fn without_idle(mut self) -> Self {
        let mut held: BTreeMap<usize, BTreeSet<(usize, usize)>> = BTreeMap::new();
        for (place, stream) in self.streams.iter().enumerate() {
            for (piece, caps) in stream.pieces.iter().enumerate() {
                for cap in caps.iter().flatten() {
                    held.entry(*cap).or_default().insert((place, piece));
                }
            }
        }
        let mut idle: BTreeSet<usize> = BTreeSet::new();
        for (cap, own) in &held {
            let stricter = held.iter().find(|(other, all)| {
                *other != cap && !idle.contains(other) && self.is_stricter(**other, *cap) && own.is_subset(all)
            });
            if stricter.is_some() {
                idle.insert(*cap);
            }
        }
        let mut streams: Vec<Stream> = Vec::new();
        for mut stream in core::mem::take(&mut self.streams) {
            for held in stream.pieces.iter_mut().flatten() {
                held.retain(|cap| !idle.contains(cap));
            }
            stream.escapes.retain(|cap, _| !idle.contains(cap));
            let known = streams.iter_mut().find(|one| one.pieces == stream.pieces && one.escapes == stream.escapes);
            match known {
                Some(known) => known.flows.append(&mut stream.flows),
                None => streams.push(stream),
            }
        }
        Self { streams, ..self }
    }

    /// Whether a cap lets out no more than another in a window at least as long, whatever the ledger has used up.
    fn is_stricter(&self, cap: usize, other: usize) -> bool {
        let (Some(stricter), Some(one)) = (self.all.get(cap), self.all.get(other)) else { return false };
        one.used.is_none()
            && stricter.whole() <= one.whole()
            && stricter.span >= one.span
            && !self.streams.iter().any(|stream| stream.escapes.contains_key(&cap))
    }
}

/// Finds the caps, each once.
struct Weaver<'w> {
    worth: Worth<'w>,
    ledger: &'w Ledger,
    places: BTreeMap<(Source, Share), usize>,
    caps: Vec<Cap>,
}

impl<'w> Weaver<'w> {
    fn policy(&self) -> &'w Policy {
        self.worth.policy
    }

    /// The largest single payout, in units of what is counted.
    fn ceiling(&self, worth: Worth<'_>, limits: &[usize], unmet: &[(usize, Why)]) -> u128 {
        let limits = limits.iter().filter_map(|limit| self.policy().limits.get(*limit));
        let limits = limits.filter_map(|limit| match &limit.most {
            Most::Payout(sum) | Most::Window { sum, .. } => Some(*sum),
            Most::Count { .. } | Most::Fee { .. } | Most::AnyFee => None,
        });
        let rules = unmet.iter().filter_map(|(rule, _)| self.policy().rules.get(*rule));
        let rules = rules.filter_map(|rule| match &rule.above {
            Above::Payout(sum) | Above::Window { sum, .. } => Some(*sum),
            Above::Nothing => None,
        });
        limits.chain(rules).filter_map(|sum| worth.at_most(sum)).min().unwrap_or(u128::MAX)
    }

    /// The caps on a flow, in order.
    fn held(
        &mut self,
        flow: &Flow,
        limits: &[usize],
        unmet: &[(usize, Why)],
        ceiling: u128,
        escapes: &mut BTreeMap<usize, u64>,
    ) -> Vec<usize> {
        let policy = self.policy();
        let mut held = Vec::new();
        let limits = limits.iter().filter_map(|place| Some((*place, policy.limits.get(*place)?)));
        for (place, Limit { selector, most, .. }) in limits {
            let found = match most {
                Most::Window { sum, span, scope } => self.window(flow, Source::Limit(place), *sum, *span, *scope),
                Most::Count { payouts, span, scope } => self.count(flow, place, *payouts, *span, *scope, ceiling),
                Most::Payout(_) | Most::Fee { .. } | Most::AnyFee => None,
            };
            held.extend(found);
            escaping(flow, selector, found, escapes);
        }
        let rules = unmet.iter().filter_map(|(place, why)| Some((*place, *why, policy.rules.get(*place)?)));
        for (place, why, Rule { selector, above, .. }) in rules {
            if let Above::Window { sum, span, scope } = above {
                let found = self.window(flow, Source::Tier(place, why), *sum, *span, *scope);
                held.extend(found);
                escaping(flow, selector, found, escapes);
            }
        }
        held.sort_unstable();
        held
    }

    fn window(&mut self, flow: &Flow, source: Source, sum: Sum, span: Span, scope: ScopeId) -> Option<usize> {
        let each = self.policy().scopes.get(scope.0)?.each.as_slice();
        let shares = flow.shares(each)?;
        let units = sum.units.saturating_mul(u128::from(shares));
        // Every share is no more than the sum, and all of them than as many: what is not whole in one is in none.
        let apart = self.worth.at_most(sum)?.saturating_mul(u128::from(shares));
        let amount = self.worth.at_most(Sum { units, of: sum.of })?.min(apart);
        // Why a tier is not met is no part of which cap it is.
        let identity = match source {
            Source::Tier(place, _) => Source::Tier(place, Why::Quorum),
            Source::Limit(_) | Source::Count(_) => source,
        };
        let used = Used::of(self.ledger, self.worth.policy, flow, scope, span, Budgeted::Sum(sum));
        let new = Cap { source, span: span.seconds(), amount, per: 1, shares, used };
        Some(self.place((identity, share(flow, each)), new))
    }

    fn count(
        &mut self,
        flow: &Flow,
        limit: usize,
        payouts: u64,
        span: Span,
        scope: ScopeId,
        ceiling: u128,
    ) -> Option<usize> {
        let each = self.policy().scopes.get(scope.0)?.each.as_slice();
        let shares = flow.shares(each)?;
        let many = u128::from(payouts).saturating_mul(u128::from(shares));
        let used = Used::of(self.ledger, self.worth.policy, flow, scope, span, Budgeted::Payouts(payouts));
        let new = Cap { source: Source::Count(limit), span: span.seconds(), amount: many, per: 0, shares, used };
        let place = self.place((Source::Count(limit), share(flow, each)), new);
        if let Some(cap) = self.caps.get_mut(place) {
            cap.per = cap.per.max(ceiling);
        }
        Some(place)
    }

    fn place(&mut self, identity: (Source, Share), new: Cap) -> usize {
        if let Some(place) = self.places.get(&identity).copied() {
            if let (Some(known), Source::Tier(rule, why)) = (self.caps.get_mut(place), new.source)
                && let Source::Tier(_, already) = known.source
            {
                known.source = Source::Tier(rule, already.or(why));
            }
            return place;
        }
        let place = self.caps.len();
        self.caps.push(new);
        self.places.insert(identity, place);
        place
    }
}

impl Cap {
    /// The most that leaves in a window by which the ledger has used up nothing.
    pub(super) fn whole(&self) -> u128 {
        self.amount.saturating_mul(self.per)
    }
}

pub(super) fn share(flow: &Flow, each: &[Each]) -> Share {
    let mut share: Share = (None, None, None, None);
    for one in each {
        match one {
            Each::Asset => share.0 = Some(flow.asset),
            Each::Wallet => share.1 = Some(flow.wallets.clone()),
            Each::Destination => share.2.clone_from(&flow.path.places),
            Each::Initiator => share.3 = Some(flow.askers.clone()),
        }
    }
    share
}

/// Notes from when on a cap no longer counts what went to a destination that it comes to spare.
fn escaping(flow: &Flow, selector: &Selector, cap: Option<usize>, escapes: &mut BTreeMap<usize, u64>) {
    if let (Some(cap), Some(from)) = (cap, flow.path.escapes(&selector.to)) {
        escapes.insert(cap, from);
    }
}
