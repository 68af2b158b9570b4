//! A proof that one policy allows nothing that another does not: everything the other asks for, this one asks for too.
//!
//! It goes through every kind of payout that the two tell apart. In each, selectors are yes or no; what is left are
//! amounts, people and time, and for each restriction of the outer policy one of the inner that is at least as strict
//! is looked for. What is found proves; what is not found may still be so, and is searched for a payout that shows it.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::cells::{Cell, Face, Grid};
use super::clocks::Clocks;
use super::gap::{Gap, What};
use super::scopes::{Counted, Window};
use super::sides::Sides;
use super::values;
use crate::domain::instant::Instant;
use crate::domain::name::Name;
use crate::domain::people::{People, PersonId};
use crate::policy::model::{Above, AssetId, Demand, InitiatorApproval, Limit, Measure, Most, Policy, Rated, Sum};
use crate::policy::selector::Choice;

/// The most work of one proof: rules and limits that are looked at, and held against each other.
const MOST_WORK: u64 = 20_000_000;

/// The most cells kept of one kind of gap and one asset.
const MOST_CELLS: usize = 12;

/// What is missing of a proof that the outer allows whatever the inner does from an instant on: nothing, if it is proven.
pub(super) fn gaps(sides: &Sides<'_>, clocks: &Clocks, since: Instant) -> Vec<Gap> {
    let (inner, outer) = (sides.inner, sides.outer);
    let mut gaps: Vec<Gap> = everywhere(inner, outer).into_iter().map(|what| Gap { what, cell: None }).collect();
    let Some(grid) = Grid::of(inner, outer, clocks, since) else {
        gaps.push(Gap { what: What::TooMuch("hours"), cell: None });
        return gaps;
    };
    let looked_at = looked_at(inner, outer);
    let (counted, reversed) = (Counted::new(inner, outer, since), Counted::new(outer, inner, since));
    let (mut work, mut seen) = (0u64, BTreeMap::<(u8, String, Name), usize>::new());
    let mut found: Vec<(usize, Gap)> = Vec::new();
    for cell in grid.cells() {
        let own = cell.under(inner).filter(|own| own.is_covered && own.block.is_none());
        work = work.saturating_add(looked_at).saturating_add(own.as_ref().map_or(0, held));
        if work > MOST_WORK {
            gaps.push(Gap { what: What::TooMuch("kinds of payout"), cell: None });
            break;
        }
        let Some(own) = own else { continue };
        for what in (Proof { sides, counted: &counted, reversed: &reversed, cell: &cell, own }).missing() {
            let (kind, name) = what.kind();
            let known = seen.entry((kind, name.to_string(), cell.asset.clone())).or_default();
            *known = known.saturating_add(1);
            if *known <= MOST_CELLS {
                found.push((*known, Gap { what, cell: Some(cell.clone()) }));
            }
        }
    }
    // One of each kind comes before the second of any.
    found.sort_by_key(|(nth, _)| *nth);
    gaps.extend(found.into_iter().map(|(_, gap)| gap));
    gaps
}

/// The work of looking at a kind of payout: every rule and limit is asked whether it is about it.
fn looked_at(inner: &Policy, outer: &Policy) -> u64 {
    let things = [inner.rules.len(), inner.limits.len(), outer.rules.len(), outer.limits.len(), 64];
    let things = things.into_iter().fold(0, usize::saturating_add).checked_div(8).unwrap_or(0);
    u64::try_from(things).unwrap_or(u64::MAX)
}

/// The work of holding what is about it in the one against what is about it in the other.
fn held(own: &Face<'_>) -> u64 {
    let square = |count: usize| count.saturating_mul(count);
    u64::try_from(square(own.rules.len()).saturating_add(square(own.limits.len()))).unwrap_or(u64::MAX)
}

/// What is asked of every payout.
fn everywhere(inner: &Policy, outer: &Policy) -> Vec<What> {
    let asked = [
        (inner.payout_ttl > outer.payout_ttl, What::PayoutTtl),
        (inner.approval_ttl > outer.approval_ttl, What::ApprovalTtl),
        (inner.clock_skew > outer.clock_skew, What::ClockSkew),
        (outer.payload_required == Demand::Required && inner.payload_required == Demand::Optional, What::Payload),
    ];
    asked.into_iter().filter(|(is_missing, _)| *is_missing).map(|(_, what)| what).collect()
}

pub(super) struct Proof<'c, 'p> {
    pub(super) sides: &'c Sides<'p>,
    pub(super) counted: &'c Counted<'p>,
    /// The same the other way round: whether what the inner counts, the outer counts too.
    pub(super) reversed: &'c Counted<'p>,
    pub(super) cell: &'c Cell,
    /// What the inner makes of the cell.
    pub(super) own: Face<'p>,
}

impl<'p> Proof<'_, 'p> {
    fn missing(&self) -> Vec<What> {
        if self.is_never_allowed() {
            return Vec::new();
        }
        let Some(other) = self.cell.under(self.sides.outer).filter(|other| other.is_covered) else {
            return alloc::vec![What::Covered];
        };
        let mut missing = Vec::new();
        missing.extend(other.block.map(|name| What::Block(name.to_string())));
        if !self.is_readable(other.asset) {
            missing.push(What::Covered);
            return missing;
        }
        let limits = other.limits.iter().filter(|limit| !self.is_limited(limit));
        missing.extend(limits.map(|limit| What::Limit(limit.name.to_string())));
        if !self.is_priced(&other) {
            missing.push(What::Price);
        }
        for rule in &other.rules {
            self.rule(rule, &other, &mut missing);
        }
        if !self.is_withdrawn(&other) {
            missing.push(What::Withdrawn);
        }
        if !self.knows_fees() {
            missing.push(What::FeeAsset);
        }
        missing
    }

    /// Whether the outer reads every amount that the inner's limits let out.
    fn is_readable(&self, other: AssetId) -> bool {
        let own = self.own.asset;
        let limits = || {
            self.own.limits.iter().filter_map(|limit| match &limit.most {
                Most::Payout(sum) | Most::Window { sum, .. } => Some(*sum),
                Most::Count { .. } | Most::Fee { .. } | Most::AnyFee => None,
            })
        };
        let holds = |sum: Sum| sum.of == Measure::Asset(own) && self.counted.is_held(sum.units, own, other);
        self.counted.is_held(u128::MAX, own, other) || limits().any(holds)
    }

    /// Nobody could ever have such a payout allowed in the inner policy.
    fn is_never_allowed(&self) -> bool {
        let prices = self.sides.inner.prices.as_ref();
        if prices.is_some_and(|prices| values::is_never_priced(prices, self.own.asset)) && self.needs_its_price() {
            return true;
        }
        let people = self.sides.to_inner(self.approving());
        let always = self.own.rules.iter().filter(|rule| matches!(rule.above, Above::Nothing));
        always.into_iter().any(|rule| {
            let closed = rule.hours.as_ref().is_some_and(|hours| !self.cell.is_within(hours));
            closed || rule.approve.quorum().is_some_and(|quorum| !quorum.is_met_by(people))
        })
    }

    pub(super) fn approving(&self) -> People {
        let refused = self.sides.inner.initiator_approval == InitiatorApproval::Refused;
        self.sides.approving(if refused { self.initiator() } else { None })
    }

    /// Those whose approval the outer counts too.
    pub(super) fn counted_too(&self) -> People {
        let refused = self.sides.outer.initiator_approval == InitiatorApproval::Refused;
        let own = if refused { self.initiator() } else { None };
        own.map_or(self.sides.counted, |person| self.sides.counted.without(People::one(person)))
    }

    pub(super) fn initiator(&self) -> Option<PersonId> {
        self.sides.place(&self.cell.initiator)
    }

    /// Whether a limit of the outer is one of the inner, or a stricter.
    fn is_limited(&self, limit: &Limit) -> bool {
        let at_most = |own: &Sum, other: &Sum| self.counted.is_at_most(*own, *other, &self.cell.asset);
        self.own.limits.iter().any(|own| match (&limit.most, &own.most) {
            (Most::AnyFee, _) => true,
            (Most::Payout(other), Most::Payout(own) | Most::Window { sum: own, .. }) => at_most(own, other),
            (
                Most::Window { sum: other, span: other_span, scope: other_scope },
                Most::Window { sum: own, span, scope },
            ) => {
                let (other_window, window) =
                    (Window { span: *other_span, scope: *other_scope }, Window { span: *span, scope: *scope });
                at_most(own, other) && self.counted.is_within(other_window, window, self.cell)
            }
            (
                Most::Count { payouts: other, span: other_span, scope: other_scope },
                Most::Count { payouts: own, span, scope },
            ) => {
                let (other_window, window) =
                    (Window { span: *other_span, scope: *other_scope }, Window { span: *span, scope: *scope });
                own <= other && self.counted.is_within(other_window, window, self.cell)
            }
            (Most::Fee { units: other, asset: other_asset }, Most::Fee { units: own, asset }) => {
                self.counted.is_amount((*own, *asset), (*other, *other_asset))
            }
            _ => false,
        }) || matches!(limit.most, Most::AnyFee)
    }

    /// Whether a tier of the outer is entered only where one of the inner is.
    pub(super) fn is_entered(&self, other: &Above, own: &Above) -> bool {
        is_entered(self.counted, other, own, self.cell)
    }

    /// Whether the inner's limits keep every payout out of a tier of the outer.
    pub(super) fn is_out_of_reach(&self, above: &Above) -> bool {
        let at_most = |own: &Sum, other: &Sum| self.counted.is_at_most(*own, *other, &self.cell.asset);
        self.own.limits.iter().any(|own| match (above, &own.most) {
            (Above::Payout(other), Most::Payout(own) | Most::Window { sum: own, .. }) => at_most(own, other),
            (
                Above::Window { sum: other, span: other_span, scope: other_scope },
                Most::Window { sum: own, span, scope },
            ) => {
                let (other_window, window) =
                    (Window { span: *other_span, scope: *other_scope }, Window { span: *span, scope: *scope });
                at_most(own, other) && self.counted.is_within(other_window, window, self.cell)
            }
            _ => false,
        })
    }

    /// Whether some tier or limit of the inner has to know what such a payout is worth.
    fn needs_its_price(&self) -> bool {
        let tiers = self.own.rules.iter().filter_map(|rule| tier_window(&rule.above));
        tiers.chain(self.own.limits.iter().filter_map(|limit| limit_window(&limit.most))).next().is_some()
    }

    /// Whether the inner waits for a price wherever the outer does.
    fn is_priced(&self, other: &Face<'p>) -> bool {
        let tiers = self.own.rules.iter().filter_map(|rule| tier_window(&rule.above));
        let own: Vec<Over> =
            tiers.chain(self.own.limits.iter().filter_map(|limit| limit_window(&limit.most))).collect();
        let fixed = other.policy.prices.as_ref().and_then(|prices| prices.rated.get(&other.asset));
        let is_fixed = matches!(fixed, Some(Rated::Fixed(_)));
        let tiers = other.rules.iter().filter(|rule| !self.is_out_of_reach(&rule.above) || !is_fixed);
        let needed = tiers.filter_map(|rule| tier_window(&rule.above));
        let limits = other.limits.iter().filter_map(|limit| limit_window(&limit.most));
        let is_priced = self.counted.is_priced_too(&self.cell.asset);
        let is_summed_up = |window: Window| {
            own.iter().any(|own| match own {
                Over::Window(own) => self.counted.is_priced_within(window, *own, self.cell),
                Over::Payout => false,
            })
        };
        needed.chain(limits).all(|over| match over {
            Over::Payout => is_fixed || (is_priced && !own.is_empty()),
            Over::Window(window) => is_priced && (is_summed_up(window) || self.is_fixed_throughout(window)),
        })
    }

    /// Whether all that the outer counts in a window has a fixed price there.
    fn is_fixed_throughout(&self, window: Window) -> bool {
        let outer = self.sides.outer;
        let scope = outer.scopes.get(window.scope.0).map(|scope| &scope.selector.assets);
        let (Some(Choice::Of(assets)), Some(prices)) = (scope, &outer.prices) else { return false };
        assets.iter().all(|asset| matches!(prices.rated.get(asset), Some(Rated::Fixed(_))))
    }

    /// Whether every fee that the inner takes is one that the outer can read.
    fn knows_fees(&self) -> bool {
        let (inner, outer) = (self.sides.inner, self.sides.outer);
        let chain = self.cell.destination.chain();
        let holds = |units: u128, name: &Name| {
            let both = inner.asset_named(name.as_str()).zip(outer.asset_named(name.as_str()));
            both.is_some_and(|(own, other)| self.counted.is_held(units, own, other))
        };
        let unknown = inner.assets.iter().any(|asset| asset.chain == *chain && !holds(u128::MAX, &asset.name));
        let bound = self.own.limits.iter().any(|limit| match &limit.most {
            Most::Fee { units, asset } => inner.asset(*asset).is_some_and(|asset| holds(*units, &asset.name)),
            _ => false,
        });
        !unknown || bound
    }
}

/// Whether one tier is entered only where another is, of which `counted` says what counts in both.
pub(super) fn is_entered(counted: &Counted<'_>, other: &Above, own: &Above, cell: &Cell) -> bool {
    let at_most = |own: &Sum, other: &Sum| counted.is_at_most(*own, *other, &cell.asset);
    match (other, own) {
        (_, Above::Nothing) => true,
        (Above::Payout(other), Above::Payout(own) | Above::Window { sum: own, .. }) => at_most(own, other),
        (
            Above::Window { sum: other, span: other_span, scope: other_scope },
            Above::Window { sum: own, span, scope },
        ) => {
            let other_window = Window { span: *other_span, scope: *other_scope };
            at_most(own, other) && counted.is_within(other_window, Window { span: *span, scope: *scope }, cell)
        }
        (Above::Nothing, _) | (Above::Window { .. }, Above::Payout(_)) => false,
    }
}

/// What an amount in the currency is summed over.
enum Over {
    Payout,
    Window(Window),
}

/// What a tier in the currency is summed over; none if it is in no currency.
fn tier_window(above: &Above) -> Option<Over> {
    match above {
        Above::Payout(Sum { of: Measure::Currency, .. }) => Some(Over::Payout),
        Above::Window { sum: Sum { of: Measure::Currency, .. }, span, scope } => {
            Some(Over::Window(Window { span: *span, scope: *scope }))
        }
        _ => None,
    }
}

fn limit_window(most: &Most) -> Option<Over> {
    match most {
        Most::Payout(Sum { of: Measure::Currency, .. }) => Some(Over::Payout),
        Most::Window { sum: Sum { of: Measure::Currency, .. }, span, scope } => {
            Some(Over::Window(Window { span: *span, scope: *scope }))
        }
        _ => None,
    }
}
