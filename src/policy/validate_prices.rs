//! `[prices]`: which assets have a price, and from whom.

use alloc::collections::BTreeMap;

use super::document::PricesWritten;
use super::fields::At;
use super::model::{Asset, AssetId, Feeds, Prices, Rated};
use super::names::{asset_named, quorum, unknown};
use super::people::Roll;
use super::problem::{ProblemCode, Report};
use crate::domain::name::Name;
use crate::domain::people::People;

pub(crate) fn prices(
    written: &PricesWritten,
    assets: &[Asset],
    roll: &Roll,
    groups: &BTreeMap<Name, People>,
    report: &mut Report,
) -> Option<Prices> {
    let mut rated = BTreeMap::new();
    for (name, price) in &written.fixed {
        if let Some(asset) = known(name, assets, report) {
            rated.insert(asset, Rated::Fixed(price.value));
        }
    }
    for (name, bounds) in &written.bounds {
        let (low, high) = bounds.value;
        if low > high {
            let message = alloc::format!("the lowest price of `{}` is above the highest", name.value);
            report.add(ProblemCode::BadBounds, &bounds.span, message, "write the lowest first");
        }
        let Some(asset) = known(name, assets, report) else { continue };
        if rated.insert(asset, Rated::Between(low, high)).is_some() {
            let message = alloc::format!("`{}` has a fixed price and bounds", name.value);
            report.add(ProblemCode::BadBounds, &bounds.span, message, "keep one: a fixed price needs no bounds");
        }
    }
    let feeds = match &written.feeds {
        Some((feeds, max_age)) => Some(Feeds { quorum: quorum(feeds, roll, groups, report)?, max_age: *max_age }),
        None => None,
    };
    Some(Prices { currency: written.currency.value.clone(), decimals: written.decimals, feeds, rated })
}

fn known(name: &At<Name>, assets: &[Asset], report: &mut Report) -> Option<AssetId> {
    let found = asset_named(assets, &name.value);
    if found.is_none() {
        unknown("asset", name, assets.iter().map(|asset| asset.name.as_str()), report);
    }
    found
}
