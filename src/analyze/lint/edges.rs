//! Which tiers bind the least that another binds, when nothing has left before, and at which prices.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::cases::Case;
use super::code::Severity;
use super::ground::{Ground, fills, once, threshold};
use crate::analyze::bands::largest_within;
use crate::domain::name::Name;
use crate::domain::span::Span;
use crate::policy::document::Each;
use crate::policy::model::{AssetId, Measure, Rule, Sum};

/// At which of the prices that there can be something is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum At {
    All,
    Lowest,
    Highest,
}

impl At {
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Lowest => " at the lowest price there can be",
            Self::Highest => " at the highest price there can be",
        }
    }
}

/// Whether a tier counts less in one sum than another: over a shorter window, apart by wallet, asset or initiator, or only some
/// of what the other counts. Small payouts go by it that the other would see, as far as they come to more than its line. That
/// one looks at one payout alone, or at one destination, other lints say.
pub(super) fn is_finer(ground: &Ground<'_>, case: &Case, tier: &Rule, other: &Rule) -> bool {
    let (Some((sum, Some(own))), Some((line, Some(span)))) = (threshold(tier), threshold(other)) else { return false };
    let counted = ground.counted(case, other);
    once(&ground.known.finer, (counted.clone(), tier.name.clone(), case.asset), || {
        let each = counted_apart(ground, tier, other);
        let beside = ground.beside(case, other);
        let taken = || beside.iter().filter(|other| other.is_of(&tier.selector, &ground.cases)).copied();
        if own < span || !each.is_empty() {
            let times = u128::from(fills(own, span)).saturating_mul(ground.sums(&each, taken()));
            let by = Sum { units: sum.units.saturating_mul(times), of: sum.of };
            return !ground.is_never_more(case.asset, by, line);
        }
        let apart = || by_tiers_of_their_own(ground, &beside, (line, span));
        taken().count() < beside.len() && once(&ground.known.apart, counted, apart) >= line.units.saturating_mul(2)
    })
}

/// What a tier counts apart and another does not.
pub(super) fn counted_apart(ground: &Ground<'_>, tier: &Rule, other: &Rule) -> Vec<Each> {
    let counted = ground.each_of(other);
    let is_apart = |each: &&Each| **each != Each::Destination && !counted.contains(each);
    ground.each_of(tier).iter().filter(is_apart).copied().collect()
}

/// How much goes by within a span, as a line counts it, where several tiers each see some of it.
fn by_tiers_of_their_own(ground: &Ground<'_>, cases: &[&Case], (line, within): (Sum, Span)) -> u128 {
    let mut lines: BTreeMap<&Name, u128> = BTreeMap::new();
    for case in cases {
        let tiers = ground.tiers(case).filter_map(|tier| {
            let (sum, span) = threshold(tier)?;
            let units = sum.units.saturating_mul(u128::from(fills(span?, within)));
            Some((ground.as_counted(case.asset, Sum { units, of: sum.of }, line)?, &tier.name))
        });
        if let Some((units, name)) = tiers.min() {
            let known = lines.entry(name).or_insert(0);
            *known = (*known).max(units);
        }
    }
    lines.into_values().fold(0, u128::saturating_add)
}

/// Answers every question once: many kinds of payout ask the same.
pub(super) struct Edges<'p> {
    ground: &'p Ground<'p>,
    known: BTreeMap<(AssetId, u128, u128), u128>,
}

impl<'p> Edges<'p> {
    pub(super) fn of(ground: &'p Ground<'p>) -> Self {
        Self { ground, known: BTreeMap::new() }
    }

    /// The lowest and the highest price of an asset, first the one at which everything binds above a line that ever does.
    pub(super) fn ends(&self, asset: AssetId, line: Sum) -> [(At, Option<u128>); 2] {
        let prices = self.ground.prices.get(&asset);
        let low = (At::Lowest, prices.map(|(low, _)| *low));
        let high = (At::Highest, prices.map(|(_, high)| *high));
        match line.of {
            // The more an asset is worth, the sooner a tier in the currency binds.
            Measure::Asset(_) => [high, low],
            Measure::Currency => [low, high],
        }
    }

    /// How grave something may be that is so at some prices: where quotes may say anything, they may be far from all there will be.
    pub(super) fn most_severe(&self, asset: AssetId, at: At) -> Severity {
        let is_open = self.ground.prices.get(&asset) == Some(&(1, u128::MAX));
        if is_open && at != At::All { Severity::Medium } else { Severity::High }
    }

    /// Whether a tier binds one payout of the least that is above a line: whatever its window, and whatever it counts apart
    /// (see [`is_finer`]).
    pub(super) fn binds_just_above(&mut self, asset: AssetId, line: Sum, tier: &Rule, price: Option<u128>) -> bool {
        let Some((sum, _)) = threshold(tier) else { return true };
        if sum.of == line.of {
            return sum.units <= line.units;
        }
        // What nothing prices, a tier in the currency lets nobody pay.
        let Some(price) = price else { return true };
        self.edge(asset, sum, price) <= self.edge(asset, line, price)
    }

    /// The most units of an asset that are no more than a sum.
    fn edge(&mut self, asset: AssetId, sum: Sum, price: u128) -> u128 {
        if let Measure::Asset(_) = sum.of {
            return sum.units;
        }
        let policy = self.ground.policy;
        let within = || largest_within(policy, asset, price, sum.units).unwrap_or(u128::MAX);
        *self.known.entry((asset, sum.units, price)).or_insert_with(within)
    }
}
