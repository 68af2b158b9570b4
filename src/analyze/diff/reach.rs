//! How much the people of an example can have released at most.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use super::cells::Cell;
use super::example::Example;
use crate::analyze::ask;
use crate::analyze::bands::{Line, bands, bands_of, lines};
use crate::analyze::situation::Ground;
use crate::domain::amount::WrittenAmount;
use crate::policy::model::{Policy, Rated};

/// The most that the people of an example can have released in one payout that is like it in all but the amount, and that
/// the other policy does not allow them.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub(super) struct Reach {
    pub(super) amount: WrittenAmount,
    /// What draws the line there, as in `5 BTC per 24h`: all of it holds.
    pub(super) lines: Vec<String>,
}

impl Reach {
    /// None where something has left before: then it is not what people can have released that is shown.
    ///
    /// Of the most the same is told as of the example.
    pub(super) fn of(
        (cell, example): (&Cell, &Example),
        (policy, other): (&Policy, &Policy),
        is_like: &dyn Fn(&Example) -> bool,
    ) -> Option<Self> {
        if !example.lines.is_empty() {
            return None;
        }
        let asset_id = policy.asset_named(example.payout.amount().asset().as_str())?;
        let wallet = policy.wallet_named(example.payout.wallet().as_str())?;
        let asset = policy.asset(asset_id)?;
        let least = example.payout.amount().units(asset.decimals).ok()?;
        let rated = policy.prices.as_ref().and_then(|prices| prices.rated.get(&asset_id));
        let price = match rated {
            Some(Rated::Fixed(price)) => Some(*price),
            _ => example.quotes.iter().find(|quote| quote.asset == asset.name).map(|quote| quote.price),
        };
        // Between two lines amounts are alike, so that the most is on one.
        let face = cell.under(policy)?;
        let selectors =
            || face.rules.iter().map(|rule| &rule.selector).chain(face.limits.iter().map(|one| &one.selector));
        let about =
            |line: &Line<'_>| selectors().any(|selector| core::ptr::eq(selector, line.selector)).then(String::new);
        let own = bands_of(&lines(&Ground::new(policy, asset_id, wallet), price), &about);
        let mut ends: BTreeMap<u128, Vec<String>> =
            own.into_iter().filter_map(|band| Some((band.up_to?, band.lines))).collect();
        // At a line of the other, who else could have it may change.
        let others = other.asset_named(asset.name.as_str()).zip(other.wallet_named(example.payout.wallet().as_str()));
        let others = others.map(|(asset, wallet)| bands(&Ground::new(other, asset, wallet), price));
        for up_to in others.into_iter().flatten().filter_map(|band| band.up_to) {
            ends.entry(up_to).or_default();
        }
        ends.into_iter().rev().find_map(|(units, lines)| {
            if units < least {
                return None;
            }
            let most = ask::of(units, asset.decimals, &asset.name)?;
            let payout = example.payout.with_amount(most.clone());
            let example = Example { payout, ..example.clone() };
            let is_allowed = example.under(policy).is_ok_and(|foreseen| foreseen.is_allowed());
            let is_new = !example.under(other).is_ok_and(|foreseen| foreseen.is_allowed());
            (is_allowed && is_new && is_like(&example)).then_some(Self { amount: most, lines })
        })
    }
}
