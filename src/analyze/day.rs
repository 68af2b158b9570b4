//! How much so many people release in all, by however many payouts: no day lets out more.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use super::focus::Focus;
use super::survey::Coalitions;
use crate::analyze::exposure::{Ever, sets};
use crate::analyze::party::Party;
use crate::analyze::prices::possible;
use crate::analyze::situation::selectors;
use crate::domain::span::Span;
use crate::policy::lists::ListId;
use crate::policy::model::{AssetId, Measure, Sum};
use crate::policy::selector::{Destinations, Selector};

/// The most sets of so many people that are asked about one by one, and the most checks of the engine for it.
const MOST_SETS: usize = 256;
const MOST_CHECKS: u64 = 1_000_000;

/// The largest policies of which it is told.
const MOST_RULES: usize = 128;
const MOST_PEOPLE: usize = 64;

/// What can ever leave, at the prices at which most of every asset does, and at those at which all is worth most.
pub(super) struct Day<'p> {
    cheap: Ever<'p>,
    dear: Option<Ever<'p>>,
    window: Span,
    assets: Vec<AssetId>,
    /// Whoever is in none of them is a stranger.
    lists: Vec<ListId>,
}

impl<'p> Coalitions<'p> {
    /// None of a large policy, or if only some payouts of an asset were asked about, or some people's keys are lost or stolen.
    pub(super) fn day(&self) -> Option<Day<'p>> {
        let Self { policy, .. } = *self;
        let people = policy.roll.approvers.len().saturating_add(policy.roll.requesters.len());
        let Focus { asset, wallet: None, to: None, initiator: None, amount: None } = &self.asked else { return None };
        let is_about_all = self.lost.is_empty() && self.stolen.is_empty();
        if policy.rules.len() > MOST_RULES || people > MOST_PEOPLE || !is_about_all {
            return None;
        }
        let lists: BTreeSet<ListId> = selectors(policy).flat_map(named).collect();
        let ever = |prices: BTreeMap<AssetId, u128>| Ever::of(policy, self.at, &prices, lists.clone(), MOST_CHECKS);
        let lowest = self.prices.iter().map(|(asset, price)| (*asset, price.units)).collect();
        let highest: BTreeMap<AssetId, u128> =
            possible(policy).into_iter().map(|(asset, (_, high))| (asset, high)).collect();
        // What an asset without bounds is worth at most nobody knows.
        let are_bounded = highest.values().all(|high| *high != u128::MAX);
        let mut assets: Vec<AssetId> = self.kinds.iter().map(|kind| kind.asset).collect();
        assets.dedup();
        let dear = (policy.prices.is_some() && asset.is_none() && are_bounded).then(|| ever(highest));
        let window = Span::of_seconds(24 * 60 * 60);
        Some(Day { cheap: ever(lowest), dear, window, assets, lists: lists.iter().copied().collect() })
    }

    /// `605 BTC (5 BTC to strangers), 100 ETH`: what no so many people move more of in any 24 hours.
    pub(super) fn most_of_a_day(&self, day: &Day<'p>, many: u32) -> Option<String> {
        let strangers = Destinations::NotIn(day.lists.clone());
        let parties = parties(&day.cheap, self, many);
        let most = |ever: &Ever<'p>, of: Measure, place: &Destinations| {
            let bounds = parties.iter().map(|party| ever.most(party, of, day.window, place));
            bounds.reduce(|one, other| one.zip(other).map(|(one, other)| one.max(other))).flatten()
        };
        let in_words = |units: Option<u128>, of: Measure, name: &str| match units {
            Some(units) => self.policy.in_words(Sum { units, of }),
            None => alloc::format!("any amount of {name}"),
        };
        let told = |ever: &Ever<'p>, of: Measure, name: &str| {
            let (anywhere, outside) = (most(ever, of, &Destinations::Any), most(ever, of, &strangers));
            let words = in_words(anywhere, of, name);
            let is_told = anywhere != Some(0);
            let apart = (anywhere != outside).then(|| in_words(outside, of, name));
            let apart = apart.map(|apart| alloc::format!(" ({apart} to strangers)"));
            is_told.then(|| alloc::format!("{words}{}", apart.unwrap_or_default()))
        };
        let assets = day.assets.iter().filter_map(|asset| {
            let name = self.policy.asset(*asset)?.name.as_str();
            told(&day.cheap, Measure::Asset(*asset), name)
        });
        let worth = |ever| most(ever, Measure::Currency, &Destinations::Any).filter(|worth| *worth > 0);
        let in_all = |units| self.policy.in_words(Sum { units, of: Measure::Currency });
        let worth = day.dear.as_ref().and_then(worth).map(|units| alloc::format!("{} in all", in_all(units)));
        let all: Vec<String> = assets.chain(worth).collect();
        (!all.is_empty()).then(|| all.join(", "))
    }
}

fn named(selector: &Selector) -> Vec<ListId> {
    match &selector.to {
        Destinations::Any => Vec::new(),
        Destinations::In(lists) | Destinations::NotIn(lists) => lists.clone(),
    }
}

/// Sets of so many people, one for all that are alike; or everybody, where there are too many.
fn parties(ever: &Ever<'_>, coalitions: &Coalitions<'_>, many: u32) -> Vec<Party> {
    let classes = ever.everybody();
    match sets(&classes, many, MOST_SETS) {
        Some((sets, true)) => sets.iter().map(|set| classes.party(set, None)).collect(),
        _ => alloc::vec![Party::everybody(coalitions.policy)],
    }
}
