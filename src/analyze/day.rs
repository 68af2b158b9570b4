//! How much so many people release in all, by however many payouts: no day lets out more.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use super::exposure::{AskedBy, Ever, sets};
use super::party::Party;
use super::prices::possible;
use super::situation::selectors;
use crate::domain::instant::Instant;
use crate::domain::span::Span;
use crate::policy::lists::ListId;
use crate::policy::model::{AssetId, Measure, Policy, Sum};
use crate::policy::selector::{Destinations, Selector};

/// The most sets of so many people that are asked about one by one, and the most checks of the engine for it.
const MOST_SETS: usize = 256;
const MOST_CHECKS: u64 = 1_000_000;

/// The largest policies of which it is told.
const MOST_RULES: usize = 128;
const MOST_PEOPLE: usize = 64;

/// What can ever leave, at the prices at which most of every asset does, and at those at which all is worth most.
pub(crate) struct Day<'p> {
    policy: &'p Policy,
    cheap: Ever<'p>,
    dear: Option<Ever<'p>>,
    /// Whether what all are worth in sum is asked about, and nothing says at most what.
    is_worth_unknown: bool,
    window: Span,
    assets: Vec<AssetId>,
    /// Whoever is in none of them is a stranger.
    lists: Vec<ListId>,
}

/// What no so many people move more of.
pub(crate) struct Most {
    /// `605 BTC (5 BTC to strangers), 100 ETH`; none if nothing.
    pub(crate) words: Option<String>,
    /// Assets, or the currency for what all are worth, of which no bound is proven: it may be any amount.
    pub(crate) unproven: BTreeSet<String>,
}

impl<'p> Day<'p> {
    /// Of these assets, at these prices, and of what all are worth in sum if it is about all. None of a large policy.
    pub(crate) fn of(
        policy: &'p Policy,
        at: Instant,
        lowest: BTreeMap<AssetId, u128>,
        assets: Vec<AssetId>,
        is_about_all: bool,
    ) -> Option<Self> {
        let people = policy.roll.approvers.len().saturating_add(policy.roll.requesters.len());
        if policy.rules.len() > MOST_RULES || people > MOST_PEOPLE {
            return None;
        }
        let lists: BTreeSet<ListId> = selectors(policy).flat_map(named).collect();
        let ever = |prices: BTreeMap<AssetId, u128>| Ever::of(policy, at, &prices, lists.clone(), MOST_CHECKS);
        let highest: BTreeMap<AssetId, u128> =
            possible(policy).into_iter().map(|(asset, (_, high))| (asset, high)).collect();
        // What an asset without bounds is worth at most nobody knows.
        let are_bounded = highest.values().all(|high| *high != u128::MAX);
        let is_about_worth = policy.prices.is_some() && is_about_all;
        let (dear, is_worth_unknown) =
            ((is_about_worth && are_bounded).then(|| ever(highest)), is_about_worth && !are_bounded);
        let window = Span::of_seconds(24 * 60 * 60);
        let cheap = ever(lowest);
        Some(Self { policy, cheap, dear, is_worth_unknown, window, assets, lists: lists.into_iter().collect() })
    }

    /// What no so many people move more of in any 24 hours; none where there is too much to ask for.
    pub(crate) fn most(&self, many: u32) -> Option<Most> {
        let strangers = Destinations::NotIn(self.lists.clone());
        let (parties, _) = self.parties(many);
        let asked = |ever: &Ever<'p>| parties.iter().map(|party| ever.asked_by(party.clone())).collect::<Vec<_>>();
        let (cheap, dear) = (asked(&self.cheap), self.dear.as_ref().map(|dear| (dear, asked(dear))));
        let most = |(ever, asked): (&Ever<'p>, &[Option<AskedBy>]), of: Measure, place: &Destinations| {
            let one = |asked: &Option<AskedBy>| ever.most_of(asked.as_ref()?, of, self.window, place);
            let bounds = asked.iter().map(one);
            bounds.reduce(|one, other| one.zip(other).map(|(one, other)| one.max(other))).flatten()
        };
        let in_words = |units: Option<u128>, of: Measure, name: &str| match units {
            Some(units) => self.policy.in_words(Sum { units, of }),
            None => alloc::format!("{name} without a bound that is proven"),
        };
        let mut unproven = BTreeSet::new();
        let mut told = |of: Measure, name: &str| {
            let cheap = (&self.cheap, cheap.as_slice());
            let (anywhere, outside) = (most(cheap, of, &Destinations::Any), most(cheap, of, &strangers));
            if anywhere.is_none() || outside.is_none() {
                unproven.insert(name.into());
            }
            let words = in_words(anywhere, of, name);
            let is_told = anywhere != Some(0);
            let apart = (anywhere != outside).then(|| in_words(outside, of, name));
            let apart = apart.map(|apart| alloc::format!(" ({apart} to strangers)"));
            is_told.then(|| alloc::format!("{words}{}", apart.unwrap_or_default()))
        };
        let assets = self.assets.iter().filter_map(|asset| {
            let name = self.policy.asset(*asset)?.name.as_str();
            told(Measure::Asset(*asset), name)
        });
        let mut all: Vec<String> = assets.collect();
        let worth = dear.as_ref().map(|(ever, asked)| most((*ever, asked), Measure::Currency, &Destinations::Any));
        if let Some(units) = worth.flatten().filter(|units| *units > 0) {
            let worth = self.policy.in_words(Sum { units, of: Measure::Currency });
            all.push(alloc::format!("{worth} in all"));
        }
        let is_unknown = self.is_worth_unknown || worth == Some(None);
        unproven.extend(self.policy.prices.iter().filter(|_| is_unknown).map(|prices| prices.currency.as_str().into()));
        let is_spent = core::iter::once(&self.cheap).chain(&self.dear).any(Ever::is_spent);
        (!is_spent).then(|| Most { words: (!all.is_empty()).then(|| all.join(", ")), unproven })
    }

    /// Whether that is the most of every set of so many people, and not of everybody because they are too many.
    pub(crate) fn is_of_every_set(&self, many: u32) -> bool {
        self.parties(many).1
    }

    /// Sets of so many people, one for all that are alike; or everybody, where there are too many.
    fn parties(&self, many: u32) -> (Vec<Party>, bool) {
        let classes = self.cheap.everybody();
        match sets(&classes, many, MOST_SETS) {
            Some((sets, true)) => (sets.iter().map(|set| classes.party(set, None)).collect(), true),
            _ => (alloc::vec![Party::everybody(self.policy)], false),
        }
    }
}

fn named(selector: &Selector) -> Vec<ListId> {
    match &selector.to {
        Destinations::Any => Vec::new(),
        Destinations::In(lists) | Destinations::NotIn(lists) => lists.clone(),
    }
}
