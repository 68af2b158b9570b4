//! What feeds may say of prices where two policies could part.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use super::example::Quoted;
use super::gap::What;
use super::stage::Stage;
use super::values;
use crate::domain::instant::Instant;
use crate::domain::name::Name;
use crate::domain::span::Span;
use crate::policy::model::{Above, Measure, Most, Policy, Rated};

/// Prices that no bounds narrow: 100 of the currency.
const SOME_PRICE: u128 = 100_000_000_000_000_000_000;

impl<'p> Stage<'_, 'p> {
    /// What the feeds say: one price of every asset now; where the two read quotes in two ways, more.
    pub(super) fn quotes(&self, at: Instant) -> Vec<Vec<Quoted>> {
        let [inner, outer] = self.both();
        let all_feeds: BTreeSet<&Name> = self.both().into_iter().flat_map(feeds).collect();
        if all_feeds.is_empty() {
            return alloc::vec![Vec::new()];
        }
        let assets: BTreeSet<&Name> =
            self.both().into_iter().flat_map(|policy| policy.assets.iter().map(|asset| &asset.name)).collect();
        let all = |feeds: &[&Name], price: &dyn Fn(&Name) -> u128, quoted_at: Instant| {
            let one = |feed: &Name| {
                let quoted = |asset: &&Name| Quoted {
                    feed: feed.clone(),
                    asset: (*asset).clone(),
                    price: price(asset),
                    at: quoted_at,
                };
                assets.iter().map(quoted).collect::<Vec<_>>()
            };
            feeds.iter().flat_map(|feed| one(feed)).collect::<Vec<Quoted>>()
        };
        let given = &self.given.quotes;
        let usual = |asset: &Name| {
            let both = || self.both().into_iter().filter_map(|policy| bounds(policy, asset));
            let is_within = |price: &u128| both().all(|(low, high)| (low..=high).contains(price));
            let real = given.iter().filter(|quote| quote.asset == *asset).map(|quote| quote.price);
            let real = real.filter(is_within).max();
            real.or_else(|| both().map(|(low, _)| low).max()).unwrap_or(SOME_PRICE)
        };
        let all_feeds: Vec<&Name> = all_feeds.into_iter().collect();
        let mut quotes = if given.is_empty() { Vec::new() } else { alloc::vec![given.clone()] };
        quotes.push(all(&all_feeds, &usual, at));
        // With other prices other amounts are worth the same, and with none nothing is known of any.
        let high = |asset: &Name| {
            let highs = self.both().into_iter().filter_map(|policy| bounds(policy, asset)).map(|(_, high)| high);
            highs.min().unwrap_or_else(|| usual(asset).saturating_mul(2))
        };
        if self.is_about_worth() {
            quotes.extend([all(&all_feeds, &high, at), Vec::new()]);
        }
        if values::are_alike(inner, outer) {
            return quotes;
        }
        let ages = self
            .both()
            .into_iter()
            .filter_map(|policy| policy.prices.as_ref()?.feeds.as_ref())
            .map(|feeds| feeds.max_age);
        let mut instants: Vec<Instant> = ages.map(|age| at.before(age)).collect();
        instants.extend(self.both().into_iter().map(|policy| at.after(policy.clock_skew)));
        let edge = |pick: &'static dyn Fn((u128, u128)) -> u128, policy: &'p Policy| {
            move |asset: &Name| bounds(policy, asset).map_or_else(|| SOME_PRICE, pick)
        };
        let mut sets: Vec<Vec<&Name>> = alloc::vec![all_feeds.clone()];
        sets.extend(self.both().into_iter().map(|policy| feeds(policy).collect()));
        sets.extend(all_feeds.iter().map(|feed| alloc::vec![*feed]));
        sets.extend(all_feeds.iter().map(|feed| all_feeds.iter().copied().filter(|one| one != feed).collect()));
        for set in &sets {
            quotes.push(all(set, &usual, at));
            quotes.extend(instants.iter().map(|quoted_at| all(set, &usual, *quoted_at)));
            for policy in self.both() {
                quotes.push(all(set, &edge(&|(low, _)| low, policy), at));
                quotes.push(all(set, &edge(&|(_, high)| high, policy), at));
            }
        }
        // One feed says more, or said it before.
        let highest = |asset: &Name| {
            let highs = self.both().into_iter().filter_map(|policy| bounds(policy, asset)).map(|(_, high)| high);
            highs.max().unwrap_or_else(|| usual(asset).saturating_mul(2))
        };
        for feed in &all_feeds {
            let others: Vec<&Name> = all_feeds.iter().copied().filter(|one| one != feed).collect();
            for quoted_at in instants.iter().copied().chain([at]) {
                let prices: [&dyn Fn(&Name) -> u128; 2] = [&high, &highest];
                for price in prices {
                    let mut mixed = all(&others, &usual, at);
                    mixed.extend(all(&[*feed], price, quoted_at));
                    quotes.push(mixed.clone());
                    mixed.extend(all(&[*feed], &usual, at.before(Span::of_seconds(1))));
                    quotes.push(mixed);
                }
            }
        }
        quotes
    }

    /// Whether the outer looks at what something is worth where the two could part.
    fn is_about_worth(&self) -> bool {
        let of = |name: &Name| Some(name.as_str()) == self.what.thing();
        let tiers = self.sides.outer.rules.iter().filter(|rule| of(&rule.name)).filter_map(|rule| match &rule.above {
            Above::Payout(sum) | Above::Window { sum, .. } => Some(sum.of),
            Above::Nothing => None,
        });
        let limits =
            self.sides.outer.limits.iter().filter(|limit| of(&limit.name)).filter_map(|limit| match &limit.most {
                Most::Payout(sum) | Most::Window { sum, .. } => Some(sum.of),
                Most::Count { .. } | Most::Fee { .. } | Most::AnyFee => None,
            });
        *self.what == What::Price || tiers.chain(limits).any(|measure| measure == Measure::Currency)
    }
}

/// Whoever a policy takes prices from.
fn feeds(policy: &Policy) -> impl Iterator<Item = &Name> {
    let feeds = policy.prices.as_ref().and_then(|prices| prices.feeds.as_ref());
    let people =
        feeds.map(|feeds| feeds.quorum.people()).into_iter().flat_map(|people| people.iter().collect::<Vec<_>>());
    people.filter_map(|person| policy.roll.approvers.get(person.place())).map(|person| &person.name)
}

fn bounds(policy: &Policy, asset: &Name) -> Option<(u128, u128)> {
    let prices = policy.prices.as_ref()?;
    match prices.rated.get(&policy.asset_named(asset.as_str())?)? {
        Rated::Between(low, high) => Some((*low, *high)),
        Rated::Fixed(_) => None,
    }
}
