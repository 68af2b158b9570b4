//! In what a loss is counted: in an asset, or in the policy's currency.

use alloc::collections::BTreeMap;
use alloc::string::String;
use core::cell::Cell;

use crate::analyze::prices::SupposedPrice;
use crate::policy::model::{AssetId, Measure, Policy, Sum};
use crate::price::value::{value, value_rounded_down};

/// What is counted, and at which prices.
#[derive(Clone, Copy, Debug)]
pub(super) struct Worth<'w> {
    pub(super) policy: &'w Policy,
    pub(super) of: Measure,
    pub(super) prices: &'w BTreeMap<AssetId, SupposedPrice>,
    /// At which what has left before without a recorded value counts: the least it can have used up.
    pub(super) lowest: &'w BTreeMap<AssetId, SupposedPrice>,
    /// What was asked before, where the same is asked again and again.
    pub(super) known: Option<&'w Known>,
}

/// How many units of an asset, at a price, a sum of the currency is worth at most.
#[derive(Default)]
pub(super) struct Known(Cell<BTreeMap<(AssetId, u128, u128), u128>>);

impl core::fmt::Debug for Known {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Known")
    }
}

impl Known {
    fn or_else(&self, key: (AssetId, u128, u128), asked: impl FnOnce() -> u128) -> u128 {
        let mut all = self.0.take();
        let units = *all.entry(key).or_insert_with(asked);
        self.0.set(all);
        units
    }
}

impl Worth<'_> {
    /// Whether an asset counts.
    pub(super) fn takes(&self, asset: AssetId) -> bool {
        match self.of {
            Measure::Asset(one) => one == asset,
            Measure::Currency => self.prices.contains_key(&asset),
        }
    }

    /// No more than a sum can be of what is counted, of payouts of one asset or of all; none if that cannot be said.
    pub(super) fn at_most(&self, sum: Sum) -> Option<u128> {
        match (self.of, sum.of) {
            (Measure::Asset(one), Measure::Asset(other)) => (one == other).then_some(sum.units),
            (Measure::Currency, Measure::Currency) => Some(sum.units),
            (Measure::Currency, Measure::Asset(asset)) => self.value(asset, sum.units, value),
            (Measure::Asset(asset), Measure::Currency) => self.most_units_worth(asset, sum.units),
        }
    }

    /// No less than units of an asset are of what is counted.
    pub(super) fn at_least(&self, asset: AssetId, units: u128) -> u128 {
        match self.of {
            Measure::Asset(one) => {
                if one == asset {
                    units
                } else {
                    0
                }
            }
            Measure::Currency => self.value(asset, units, value_rounded_down).unwrap_or(0),
        }
    }

    /// The most units of an asset whose value is no more than so much of the currency.
    pub(super) fn most_units_worth(&self, asset: AssetId, worth: u128) -> Option<u128> {
        let price = self.prices.get(&asset)?.units;
        let asked = || self.most_units_asked(asset, worth);
        Some(self.known.map_or_else(asked, |known| known.or_else((asset, price, worth), asked)))
    }

    fn most_units_asked(&self, asset: AssetId, worth: u128) -> u128 {
        let within = |units| self.value(asset, units, value).is_some_and(|value| value <= worth);
        if within(u128::MAX) {
            return u128::MAX;
        }
        let (mut least, mut beyond) = (0u128, u128::MAX);
        while least.saturating_add(1) < beyond {
            let middle = least.midpoint(beyond);
            if within(middle) { least = middle } else { beyond = middle }
        }
        least
    }

    /// The most units, of so many, whose value is one of the currency's units and no fraction of it.
    pub(super) fn round(&self, asset: AssetId, units: u128) -> Option<u128> {
        let worth = self.value(asset, units, value_rounded_down)?;
        Some(self.most_units_worth(asset, worth)?.min(units))
    }

    /// So much of what is counted, in words.
    pub(super) fn in_words(&self, units: u128) -> String {
        self.policy.in_words(Sum { units, of: self.of })
    }

    fn value(&self, asset: AssetId, units: u128, rounded: Rounded) -> Option<u128> {
        let (price, prices) = (self.prices.get(&asset)?, self.policy.prices.as_ref()?);
        rounded(units, self.policy.asset(asset)?.decimals, price.units, prices.decimals).units()
    }
}

type Rounded = fn(u128, u8, u128, u8) -> crate::domain::total::Total;
