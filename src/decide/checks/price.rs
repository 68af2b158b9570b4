//! `price:ASSET`: is there a price where one is needed?

use crate::decide::check::{CheckCode, Finding};
use crate::decide::scene::Scene;
use crate::domain::amount::shortest;
use crate::domain::name::Name;
use crate::policy::model::Rated;

pub(in crate::decide) fn check(scene: &Scene<'_, '_>, asset: &Name, price: Option<u128>) -> Finding {
    let (policy, prices) = (scene.policy(), scene.policy().prices.as_ref());
    let Some((price, prices)) = price.zip(prices) else {
        let text = alloc::format!("no price of {asset} holds: fresh quotes of enough feeds are needed");
        return Finding::wait(CheckCode::NoPrice, text);
    };
    let id = policy.asset_named(asset.as_str());
    let is_fixed = id.is_some_and(|id| matches!(prices.rated.get(&id), Some(Rated::Fixed(_))));
    let price = shortest(price, 18);
    let text = alloc::format!("1 {asset} is {price} {}", prices.currency);
    Finding::met(if is_fixed { CheckCode::Fixed } else { CheckCode::Priced }, text)
}
