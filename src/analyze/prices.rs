//! What an analysis takes an asset to be worth.

use alloc::collections::BTreeMap;

use crate::analyze::party::Party;
use crate::domain::instant::Instant;
use crate::domain::people::People;
use crate::policy::model::{AssetId, Policy, Rated};
use crate::price::quotes::Quotes;

/// Where a price comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum PriceSource {
    /// The policy fixes it.
    Fixed,
    /// Quotes that were given hold at the instant asked about.
    Given,
    /// The lowest that the policy takes for a price: at it, most units are worth what a limit lets out.
    Lowest,
}

/// A price in units of 10^-18, and where it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SupposedPrice {
    pub(crate) units: u128,
    pub(crate) source: PriceSource,
}

/// The lowest and the highest price, in units of 10^-18, that the engine can ever take an asset to have; of those that can
/// have one. Without bounds a quote may say anything.
pub(crate) fn possible(policy: &Policy) -> BTreeMap<AssetId, (u128, u128)> {
    let Some(prices) = &policy.prices else { return BTreeMap::new() };
    let one = |asset: AssetId| match (prices.rated.get(&asset), &prices.feeds) {
        (Some(Rated::Fixed(units)), _) => Some((asset, (*units, *units))),
        (Some(Rated::Between(low, high)), Some(_)) => Some((asset, (*low, *high))),
        (None, Some(_)) => Some((asset, (1, u128::MAX))),
        (Some(Rated::Between(..)) | None, None) => None,
    };
    (0..policy.assets.len()).map(AssetId).filter_map(one).collect()
}

/// Whose quotes price an asset; nobody where the policy fixes it, or has no feeds.
pub(crate) fn feeds(policy: &Policy, asset: AssetId) -> People {
    let Some(prices) = &policy.prices else { return People::NOBODY };
    match (prices.rated.get(&asset), &prices.feeds) {
        (Some(Rated::Fixed(_)), _) | (_, None) => People::NOBODY,
        (_, Some(feeds)) => feeds.quorum.people(),
    }
}

/// Whether those who are left can still quote; so it is where nothing is quoted.
pub(crate) fn can_be_quoted_without(policy: &Policy, lost: &Party) -> bool {
    let feeds = policy.prices.as_ref().and_then(|prices| prices.feeds.as_ref());
    feeds.is_none_or(|feeds| feeds.quorum.is_met_by(feeds.quorum.people().without(lost.approvers)))
}

/// The price of every asset that has one: fixed, else as quoted at `at`, else the lowest that is one at all.
pub(crate) fn supposed(policy: &Policy, given: &Quotes, at: Instant) -> BTreeMap<AssetId, SupposedPrice> {
    let Some(prices) = &policy.prices else { return BTreeMap::new() };
    let one = |asset: AssetId| {
        let found = |units, source| Some((asset, SupposedPrice { units, source }));
        let rated = prices.rated.get(&asset);
        if let Some(Rated::Fixed(units)) = rated {
            return found(*units, PriceSource::Fixed);
        }
        if let Some(units) = given.price(policy, asset, at) {
            return found(units, PriceSource::Given);
        }
        match rated {
            Some(Rated::Between(low, _)) if prices.feeds.is_some() => found(*low, PriceSource::Lowest),
            _ => None,
        }
    };
    (0..policy.assets.len()).map(AssetId).filter_map(one).collect()
}

/// The price of every asset that can have one, the lowest: at it most units are worth what a limit lets out.
pub(crate) fn lowest(policy: &Policy, given: &Quotes, at: Instant) -> BTreeMap<AssetId, SupposedPrice> {
    let mut prices = supposed(policy, given, at);
    for (asset, (units, _)) in possible(policy) {
        prices.entry(asset).or_insert(SupposedPrice { units, source: PriceSource::Lowest });
    }
    prices
}

/// The same at the highest, at which all is worth most; of those whose price something bounds.
pub(crate) fn highest(policy: &Policy, given: &Quotes, at: Instant) -> BTreeMap<AssetId, SupposedPrice> {
    let (mut prices, possible) = (supposed(policy, given, at), possible(policy));
    for (asset, price) in &mut prices {
        if price.source == PriceSource::Lowest {
            price.units = possible.get(asset).map_or(price.units, |(_, high)| *high);
        }
    }
    prices
}
