//! The bands of amounts that a policy tells apart, while nothing has left.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use super::situation::Ground;
use crate::domain::calendar::Hours;
use crate::domain::span::Span;
use crate::policy::model::{Above, AssetId, Measure, Most, Policy, ScopeId, Sum};
use crate::policy::selector::{Each, Selector};
use crate::price::value::value;

/// Amounts between two lines that a policy draws: above the one, up to and with the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Band {
    /// In units of the asset; zero for the first.
    pub(crate) above: u128,
    /// None for the last, which has no end.
    pub(crate) up_to: Option<u128>,
    /// What draws the line at its end, in words: `0.5 BTC per 24h to each destination`. All of it holds.
    pub(crate) lines: Vec<String>,
}

impl Band {
    /// The amount that stands for all of them: the largest, or of the last band the smallest.
    pub(crate) fn asked(&self) -> u128 {
        self.up_to.unwrap_or(self.above.saturating_add(1))
    }
}

/// A line that a rule or a limit draws.
pub(crate) struct Line<'p> {
    /// In units of the asset.
    edge: u128,
    /// `0.5 BTC per 24h to each destination`.
    words: String,
    /// What it is about, and when.
    pub(crate) selector: &'p Selector,
    pub(crate) during: Option<&'p Hours>,
}

/// The bands of an asset out of a wallet, by the lines of everything that can concern it.
pub(crate) fn bands(ground: &Ground<'_>, price: Option<u128>) -> Vec<Band> {
    bands_of(&lines(ground, price), &|_| Some(String::new()))
}

/// The same bands, each with what draws its end of the lines that are about some payouts: with what is said of it besides,
/// or none if it is not about them.
pub(crate) fn bands_of(lines: &[Line<'_>], about: &dyn Fn(&Line<'_>) -> Option<String>) -> Vec<Band> {
    let mut edges: BTreeMap<u128, Vec<String>> = BTreeMap::new();
    for line in lines {
        let words = edges.entry(line.edge).or_default();
        let line = about(line).map(|whose| alloc::format!("{}{whose}", line.words));
        words.extend(line.filter(|line| !words.contains(line)));
    }
    let mut bands: Vec<Band> = Vec::new();
    let mut above = 0;
    for (up_to, lines) in edges {
        bands.push(Band { above, up_to: Some(up_to), lines });
        above = up_to;
    }
    if above < u128::MAX {
        bands.push(Band { above, up_to: None, lines: Vec::new() });
    }
    bands
}

/// The lines of everything that can concern an asset out of a wallet.
pub(crate) fn lines<'p>(ground: &Ground<'p>, price: Option<u128>) -> Vec<Line<'p>> {
    let policy = ground.policy;
    let line = |(selector, during): (&'p Selector, Option<&'p Hours>), sum: Sum, window: Option<(Span, ScopeId)>| {
        let edge = match sum.of {
            Measure::Asset(asset) => (asset == ground.asset).then_some(sum.units),
            Measure::Currency => price.and_then(|price| largest_within(policy, ground.asset, price, sum.units)),
        };
        let edge = edge.filter(|edge| *edge > 0)?;
        Some(Line { edge, words: in_words(policy, sum, window), selector, during })
    };
    let tiers = ground.rules.iter().filter_map(|rule| match &rule.above {
        Above::Nothing => None,
        Above::Payout(sum) => line((&rule.selector, rule.during.as_ref()), *sum, None),
        Above::Window { sum, span, scope } => line((&rule.selector, rule.during.as_ref()), *sum, Some((*span, *scope))),
    });
    let limits = ground.limits.iter().filter_map(|limit| match &limit.most {
        Most::Payout(sum) => line((&limit.selector, None), *sum, None),
        Most::Window { sum, span, scope } => line((&limit.selector, None), *sum, Some((*span, *scope))),
        Most::Count { .. } | Most::Fee { .. } | Most::AnyFee => None,
    });
    tiers.chain(limits).collect()
}

/// The most units of an asset that are worth no more than so much of the currency; none if all there can be are.
pub(crate) fn largest_within(policy: &Policy, asset: AssetId, price: u128, worth: u128) -> Option<u128> {
    let (asset, prices) = (policy.asset(asset)?, policy.prices.as_ref()?);
    let within = |units: u128| {
        let value = value(units, asset.decimals, price, prices.decimals);
        value.units().is_some_and(|value| value <= worth)
    };
    if within(u128::MAX) {
        return None;
    }
    let (mut least, mut beyond) = (0u128, u128::MAX);
    while least.saturating_add(1) < beyond {
        let middle = least.midpoint(beyond);
        if within(middle) { least = middle } else { beyond = middle }
    }
    Some(least)
}

/// `20 BTC per 24h`, `0.5 BTC per 24h to each destination`, `5 BTC per payout`.
fn in_words(policy: &Policy, sum: Sum, window: Option<(Span, ScopeId)>) -> String {
    let amount = policy.in_words(sum);
    window.map_or_else(|| alloc::format!("{amount} per payout"), |(span, scope)| per(policy, &amount, span, scope))
}

/// `20 BTC per 24h`, `30 payouts per 1h to each destination`.
pub(crate) fn per(policy: &Policy, what: &str, span: Span, scope: ScopeId) -> String {
    let each = policy.scopes.get(scope.0).map_or([].as_slice(), |scope| scope.each.as_slice());
    let each = each.iter().map(|each| match each {
        Each::Destination => " to each destination",
        Each::Wallet => " out of each wallet",
        Each::Initiator => " for each initiator",
        Each::Asset => " of each asset",
    });
    alloc::format!("{what} per {span}{}", each.collect::<String>())
}
