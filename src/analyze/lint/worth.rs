//! Amounts of different measures, compared at the prices that there can be.

use alloc::vec::Vec;

use super::cases::Case;
use super::ground::{Cap, Ground, once};
use crate::analyze::bands::largest_within;
use crate::policy::model::{AssetId, Measure, Sum};
use crate::price::value::value;

impl<'p> Ground<'p> {
    /// The most units of an asset that are no more than a sum: at the lowest price there can be. None of another asset, and
    /// where nothing can say what the asset is worth.
    pub(super) fn units(&self, asset: AssetId, sum: Sum) -> Option<u128> {
        match sum.of {
            Measure::Asset(of) => (of == asset).then_some(sum.units),
            Measure::Currency => {
                let (lowest, _) = self.prices.get(&asset)?;
                let units = || largest_within(self.policy, asset, *lowest, sum.units).unwrap_or(u128::MAX);
                Some(once(&self.known.units, (asset, sum.units), units))
            }
        }
    }

    /// The same at the lowest price there can be, and at the highest: behind each price, where it matters, so many units.
    pub(super) fn units_at_ends(&self, asset: AssetId, sum: Sum) -> Vec<(Option<u128>, u128)> {
        if sum.of != Measure::Currency {
            return self.units(asset, sum).map(|units| (None, units)).into_iter().collect();
        }
        let Some((lowest, highest)) = self.prices.get(&asset) else { return Vec::new() };
        let at = |price: &u128| Some((Some(*price), largest_within(self.policy, asset, *price, sum.units)?));
        [lowest, highest].into_iter().filter_map(at).collect()
    }

    /// The same, and none where quotes may say anything.
    pub(super) fn bounded_units(&self, asset: AssetId, sum: Sum) -> Option<u128> {
        let is_open = sum.of == Measure::Currency && self.prices.get(&asset) == Some(&(1, u128::MAX));
        self.units(asset, sum).filter(|_| !is_open)
    }

    /// Whether a sum is less than another, whatever an asset is worth.
    pub(super) fn is_always_less(&self, less: Sum, more: Sum) -> bool {
        match (less.of, more.of) {
            (a, b) if a == b => less.units < more.units,
            (Measure::Asset(asset), _) | (_, Measure::Asset(asset)) => self.is_never_more(asset, less, more),
            (Measure::Currency, Measure::Currency) => false,
        }
    }

    /// Whether so much of an asset is at no price more than a line.
    pub(super) fn is_never_more(&self, asset: AssetId, most: Sum, line: Sum) -> bool {
        self.as_counted(asset, most, line).is_some_and(|most| most <= line.units)
    }

    /// At most how much a sum of an asset is as a line counts it: in the currency at the highest price there can be, in the
    /// asset at the lowest. None where nothing bounds it.
    pub(super) fn as_counted(&self, asset: AssetId, most: Sum, line: Sum) -> Option<u128> {
        match (most.of, line.of) {
            (a, b) if a == b => Some(most.units),
            (Measure::Currency, Measure::Asset(of)) => self.units(asset, most).filter(|_| of == asset),
            (Measure::Asset(of), Measure::Currency) => self.most_worth(asset, most.units).filter(|_| of == asset),
            (Measure::Asset(_), Measure::Asset(_)) | (Measure::Currency, Measure::Currency) => None,
        }
    }

    /// What so many units of an asset are worth at the highest price there can be.
    fn most_worth(&self, asset: AssetId, units: u128) -> Option<u128> {
        let (_, highest) = self.prices.get(&asset)?;
        let (of, prices) = (self.policy.asset(asset)?, self.policy.prices.as_ref()?);
        let worth = || value(units, of.decimals, *highest, prices.decimals).units();
        once(&self.known.worth, (asset, units), worth)
    }

    /// The cap that lets the least of a case out in a day, whatever it is written in.
    pub(super) fn least_cap(&'p self, case: &'p Case) -> Option<Cap<'p>> {
        let least = |cap: &Cap<'_>| self.units(case.asset, Sum { units: cap.daily(), of: cap.sum.of });
        let caps = self.caps(case).filter(|cap| self.is_whole(cap) && least(cap).is_some());
        caps.min_by_key(least).or_else(|| self.tightest(case))
    }
}
