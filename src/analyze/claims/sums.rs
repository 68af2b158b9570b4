//! The smallest amounts above a sum, and the prices at which most leaves.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use crate::analyze::prices::possible;
use crate::analyze::situation::Ground;
use crate::policy::lists::ListId;
use crate::policy::model::{Above as AboveSum, AssetId, Measure, Policy, Rule, Sum};
use crate::policy::selector::Destinations;
use crate::price::value::value;

/// The decimals of a price.
pub(super) const PRICE_PLACES: u8 = 18;

/// Of each asset the smallest amount above a sum, at the price at which it needs least.
pub(super) struct Above {
    pub(super) units: BTreeMap<AssetId, u128>,
    pub(super) prices: BTreeMap<AssetId, u128>,
}

/// The smallest amounts above a sum, or above nothing.
///
/// Above a sum in the currency, an amount is smallest at the highest price; and if the same amount is above it at a lower
/// price as well, it is worth less and needs no more. What has no price is above every sum.
pub(super) fn above(policy: &Policy, sum: Option<Sum>) -> Above {
    let mut above = Above { units: BTreeMap::new(), prices: BTreeMap::new() };
    let possible = possible(policy);
    for asset in (0..policy.assets.len()).map(AssetId) {
        let range = possible.get(&asset).copied();
        let (units, price) = match (sum, range) {
            (None, range) => (Some(1), range.map(|(low, _)| low)),
            (Some(Sum { units, of: Measure::Asset(one) }), range) => {
                ((one == asset).then(|| units.checked_add(1)).flatten(), range.map(|(low, _)| low))
            }
            (Some(Sum { of: Measure::Currency, .. }), None) => (Some(1), None),
            (Some(Sum { units, of: Measure::Currency }), Some(range)) => {
                let found = smallest_worth_more(policy, asset, range, units);
                (found.map(|(units, _)| units), found.map(|(_, price)| price))
            }
        };
        above.units.extend(units.map(|units| (asset, units)));
        above.prices.extend(price.map(|price| (asset, price)));
    }
    above
}

/// The prices at which most of a measure can leave: in an asset at the lowest, in the currency at the highest.
pub(super) fn prices(policy: &Policy, of: Measure) -> BTreeMap<AssetId, u128> {
    let one = |(asset, (low, high)): (AssetId, (u128, u128))| match of {
        Measure::Asset(_) => (asset, low),
        Measure::Currency => (asset, high),
    };
    possible(policy).into_iter().map(one).collect()
}

/// The same prices, and with each the highest at which so much of an asset is still not above one more of the sums in the
/// currency from which on rules bind. In between the same rules bind, and the limits let least out at the highest.
///
/// Where more rules bind more is needed, unless nothing that binds has to be signed: then no delay ever starts.
pub(super) fn bands(ground: &Ground<'_>, units: u128, prices: BTreeMap<AssetId, u128>) -> Vec<BTreeMap<AssetId, u128>> {
    let (policy, asset) = (ground.policy, ground.asset);
    let mut unsigned = ground.rules.iter().filter(|rule| rule.permits() && !rule.demands_signature());
    let may_never_start = ground.rules.iter().any(|rule| rule.delay.is_some()) && unsigned.next().is_some();
    let range = possible(policy).get(&asset).copied().filter(|_| may_never_start);
    let highest = |rule: &&Rule| {
        let (AboveSum::Payout(sum) | AboveSum::Window { sum, .. }) = &rule.above else { return None };
        let (low, high) = range.filter(|_| sum.of == Measure::Currency)?;
        let beyond = smallest(low, high, &|price| is_worth_more(policy, asset, units, price, sum.units))?;
        beyond.checked_sub(1).filter(|price| *price >= low)
    };
    let lower: BTreeSet<u128> = ground.rules.iter().filter_map(highest).collect();
    let at = |price: &u128| {
        let mut prices = prices.clone();
        prices.insert(asset, *price);
        prices
    };
    let lower: Vec<BTreeMap<AssetId, u128>> = lower.iter().rev().map(at).collect();
    core::iter::once(prices).chain(lower).collect()
}

/// The lists that a place names.
pub(super) fn lists(place: &Destinations) -> BTreeSet<ListId> {
    match place {
        Destinations::Any => BTreeSet::new(),
        Destinations::In(lists) | Destinations::NotIn(lists) => lists.iter().copied().collect(),
    }
}

/// Units and price; none if no amount is worth more.
fn smallest_worth_more(policy: &Policy, asset: AssetId, range: (u128, u128), worth: u128) -> Option<(u128, u128)> {
    let is_above = |units: u128, price: u128| is_worth_more(policy, asset, units, price, worth);
    let (low, high) = range;
    let units = smallest(1, u128::MAX, &|units| is_above(units, high))?;
    let price = smallest(low, high, &|price| is_above(units, price))?;
    Some((units, price))
}

/// Whether so much of an asset is worth more at a price; what cannot be counted is above everything.
fn is_worth_more(policy: &Policy, asset: AssetId, units: u128, price: u128, worth: u128) -> bool {
    let Some((asset, prices)) = policy.asset(asset).zip(policy.prices.as_ref()) else { return true };
    value(units, asset.decimals, price, prices.decimals).units().is_none_or(|value| value > worth)
}

/// The smallest number from `low` to `high` from which on a test holds; none if it holds of none.
fn smallest(low: u128, high: u128, holds: &dyn Fn(u128) -> bool) -> Option<u128> {
    if holds(low) {
        return Some(low);
    }
    if !holds(high) {
        return None;
    }
    let (mut fails, mut known) = (low, high);
    while fails.saturating_add(1) < known {
        let middle = fails.midpoint(known);
        if holds(middle) { known = middle } else { fails = middle }
    }
    Some(known)
}
