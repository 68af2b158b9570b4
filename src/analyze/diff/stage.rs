//! The amounts, fees, ages and instants at which two policies could part in one kind of payout.

use alloc::collections::BTreeSet;
use alloc::string::ToString;
use alloc::vec::Vec;
use core::cell::OnceCell;

use super::cells::Cell;
use super::clocks::Clocks;
use super::gap::What;
use super::past::Earlier;
use super::search::Given;
use super::sides::Sides;
use crate::analyze::ask;
use crate::analyze::bands::bands;
use crate::analyze::situation::Ground;
use crate::domain::amount::WrittenAmount;
use crate::domain::destination::Destination;
use crate::domain::instant::Instant;
use crate::domain::name::Name;
use crate::domain::span::Span;
use crate::policy::model::{Most, Policy, Rated};

/// In seconds: within a week every state of all hours comes again.
const WEEK: u64 = 7 * 86_400;

/// The most instants at which somebody comes or goes that are looked at.
const MOST_EDGES: usize = 32;

/// What a kind of payout is tried with.
pub(super) struct Stage<'s, 'p> {
    pub(super) sides: &'s Sides<'p>,
    pub(super) cell: &'s Cell,
    pub(super) what: &'s What,
    pub(super) clocks: &'s Clocks,
    pub(super) given: &'s Given,
    /// What may have left before, once it is asked for.
    pub(super) past: OnceCell<Vec<Earlier>>,
}

/// Amounts in units, the roundest first.
pub(super) struct Amounts {
    /// Around the lines of what a gap is about.
    pub(super) near: Vec<u128>,
    /// Around all other lines.
    pub(super) far: Vec<u128>,
}

impl Amounts {
    /// All of them, those that the gap is about first.
    pub(super) fn all(&self) -> Vec<u128> {
        [self.near.as_slice(), self.far.as_slice()].concat()
    }
}

impl<'p> Stage<'_, 'p> {
    pub(super) fn both(&self) -> [&'p Policy; 2] {
        [self.sides.inner, self.sides.outer]
    }

    /// Instants of this kind: the first from the reference on, or else the first of all, and where somebody comes or goes.
    pub(super) fn instants(&self) -> Vec<Instant> {
        let cell = self.cell;
        let first = |from: Instant| self.clocks.first(&cell.state, from.max(cell.from), cell.until);
        let mut found: Vec<Instant> = first(self.given.from).or_else(|| first(cell.from)).into_iter().collect();
        let people =
            self.both().into_iter().flat_map(|policy| policy.roll.approvers.iter().chain(&policy.roll.requesters));
        let mut edges: BTreeSet<Instant> =
            people.flat_map(|one| [one.active.from, one.active.until]).flatten().collect();
        edges.extend(self.listed_apart());
        // Where somebody comes or goes, and whatever is asked from then on has waited long enough.
        let longest = self.ages().into_iter().max().unwrap_or(Span::ZERO);
        for edge in edges.into_iter().take(MOST_EDGES) {
            let at_edge = [Some(edge), edge.checked_before(Span::of_seconds(1))].into_iter().flatten();
            found.extend(at_edge.filter(|at| first(*at) == Some(*at)));
            found.extend(first(edge.after(longest)));
            // Before it, in the same state of all hours.
            found.extend(edge.checked_before(Span::of_seconds(WEEK)).and_then(first).filter(|at| *at < edge));
        }
        let mut seen = BTreeSet::new();
        found.retain(|at| seen.insert(*at));
        found
    }

    /// From when on entries permit that permit from another instant on in the other policy.
    fn listed_apart(&self) -> impl Iterator<Item = Instant> {
        let [inner, outer] = self.both();
        let froms = |policy: &Policy, place: &Destination| {
            let standing = policy.lists.standing(place);
            let named = |list| Some((policy.lists.name(list)?.clone(), standing.permits_from(list)?));
            standing.touched().filter_map(named).collect::<Vec<_>>()
        };
        let listed = inner.lists.destinations().filter(|place| place.chain() == self.cell.destination.chain());
        let apart =
            listed.map(move |place| [froms(inner, place), froms(outer, place)]).filter(|[one, other]| one != other);
        apart.take(MOST_EDGES).flatten().flatten().map(|(_, from)| from)
    }

    /// How long before the instant the payout was submitted.
    pub(super) fn ages(&self) -> Vec<Span> {
        let mut ages: BTreeSet<Span> = BTreeSet::from([Span::ZERO]);
        let delays =
            |policy: &'p Policy| policy.rules.iter().filter_map(|rule| rule.delay.as_ref()).map(|delay| delay.span);
        if matches!(self.what, What::Delay(..) | What::TooMuch(_)) {
            ages.extend(delays(self.sides.inner));
            ages.extend(delays(self.sides.outer).map(|span| Span::of_seconds(span.seconds().saturating_sub(1))));
        }
        // Whoever has waited for the longest delay has waited for all.
        let own = self.cell.under(self.sides.inner).map(|face| face.rules).unwrap_or_default();
        ages.extend(own.iter().filter_map(|rule| rule.delay.as_ref()).map(|delay| delay.span).max());
        if *self.what == What::PayoutTtl {
            ages.insert(self.sides.outer.payout_ttl);
        }
        ages.into_iter().collect()
    }

    /// Amounts in units of the inner's asset: between every two lines, on them, and one beyond.
    pub(super) fn amounts(&self, prices: &BTreeSet<u128>) -> Amounts {
        let all = self.edges(prices, &|_| true);
        let near = around(&self.edges(prices, &|name| Some(name.as_str()) == self.what.thing()), &all);
        let mut far = around(&all, &all);
        far.retain(|units| !near.contains(units));
        Amounts { near, far }
    }

    /// The lines that these rules and limits draw in either policy.
    fn edges(&self, prices: &BTreeSet<u128>, of: &dyn Fn(&Name) -> bool) -> BTreeSet<u128> {
        let mut edges: BTreeSet<u128> = BTreeSet::new();
        for policy in self.both() {
            let ids = policy.asset_named(self.cell.asset.as_str()).zip(policy.wallet_named(self.cell.wallet.as_str()));
            let Some((asset, wallet)) = ids else { continue };
            let fixed = policy.prices.as_ref().and_then(|prices| prices.rated.get(&asset));
            let fixed = match fixed {
                Some(Rated::Fixed(price)) => Some(*price),
                _ => None,
            };
            let mut ground = Ground::new(policy, asset, wallet);
            ground.rules.retain(|rule| of(&rule.name));
            ground.limits.retain(|limit| of(&limit.name));
            let worths = fixed.into_iter().chain(prices.iter().copied()).map(Some);
            for price in core::iter::once(None).chain(worths) {
                edges.extend(bands(&ground, price).into_iter().filter_map(|band| band.up_to));
            }
        }
        edges
    }

    /// Whether fees are what the two could part at.
    fn is_about_fees(&self) -> bool {
        match self.what {
            What::FeeAsset | What::Covered => true,
            What::Limit(name) => {
                let limits = &self.sides.outer.limits;
                let fee = |most: &Most| matches!(most, Most::Fee { .. } | Most::AnyFee);
                limits.iter().any(|limit| limit.name.as_str() == name && fee(&limit.most))
            }
            _ => false,
        }
    }

    /// The fee that both take, or for what is about fees the fees they part at.
    pub(super) fn fees(&self) -> Vec<Option<WrittenAmount>> {
        let mut plain = Vec::new();
        let mut edges = Vec::new();
        for (policy, more) in [(self.sides.inner, 0), (self.sides.outer, 1)] {
            let Some(face) = self.cell.under(policy) else { continue };
            for limit in face.limits {
                let Most::Fee { units, asset } = &limit.most else { continue };
                let Some(asset) = policy.asset(*asset) else { continue };
                let written = |units| ask::of(units, asset.decimals, &asset.name);
                plain.push(written(0));
                edges.push(written(units.saturating_add(more)));
            }
        }
        if matches!(self.what, What::FeeAsset) {
            let own = self.sides.inner.assets.iter().filter(|asset| asset.chain == *self.cell.destination.chain());
            // Of one that the other counts in finer units, the most there is.
            edges.extend(own.flat_map(|asset| [0, u128::MAX].map(|units| ask::of(units, asset.decimals, &asset.name))));
        }
        let about_fees = self.is_about_fees();
        let mut fees: Vec<Option<WrittenAmount>> = plain.into_iter().take(if about_fees { 8 } else { 1 }).collect();
        if about_fees || fees.is_empty() {
            fees.push(None);
        }
        if about_fees {
            fees.extend(edges);
        }
        let mut seen = Vec::new();
        fees.retain(|fee| {
            if seen.contains(fee) {
                false
            } else {
                seen.push(fee.clone());
                true
            }
        });
        fees
    }
}

/// The amounts around these lines, of which `all` have more between them: the roundest first.
fn around(edges: &BTreeSet<u128>, all: &BTreeSet<u128>) -> Vec<u128> {
    if edges.is_empty() {
        return Vec::new();
    }
    // Below every line the least is asked for.
    let mut amounts: BTreeSet<u128> = BTreeSet::from([1]);
    amounts.extend(all.first().map(|first| roundest(0, *first)));
    let mut last = 0u128;
    for edge in edges.iter().copied() {
        let beyond = edge.saturating_add(1);
        amounts.extend([roundest(last, edge), edge, beyond]);
        amounts.extend(all.range(beyond..).next().map(|next| roundest(edge, *next)));
        // With what is on the one line, so much more is on the other.
        amounts.insert(roundest(0, edge.saturating_sub(last)));
        last = edge;
    }
    amounts.insert(roundest(last, last.saturating_mul(10).max(1)));
    let mut amounts: Vec<u128> = amounts.into_iter().collect();
    // One unit is a number of one digit, and no round amount.
    amounts.sort_by_key(|units| (*units == 1, digits(*units), *units));
    amounts
}

/// The number with the fewest digits above one and up to another.
fn roundest(above: u128, up_to: u128) -> u128 {
    let powers = (0..39u32).rev().filter_map(|power| 10u128.checked_pow(power));
    let first =
        |power: u128| above.checked_div(power)?.checked_add(1)?.checked_mul(power).filter(|units| *units <= up_to);
    powers.into_iter().find_map(first).unwrap_or(up_to)
}

/// How many digits a number has before its zeros.
fn digits(units: u128) -> usize {
    units.to_string().trim_end_matches('0').len()
}
