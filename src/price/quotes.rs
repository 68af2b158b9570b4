//! Quotes → prices: signatures checked once, freshness at every instant that is asked.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use super::record::{Quote, WrittenPrice, statement};
use crate::domain::amount::WrittenAmount;
use crate::domain::digest::Digest;
use crate::domain::instant::Instant;
use crate::domain::name::Name;
use crate::domain::people::{People, PersonId};
use crate::policy::model::{AssetId, Policy, Prices, Rated};
use crate::policy::people::Signer;

/// The most quotes a decision reads.
const MOST_QUOTES: usize = 1_024;

/// Quotes of a policy's feeds whose signatures verify.
#[derive(Clone, Debug)]
pub struct Quotes {
    policy: Option<Digest>,
    proven: BTreeMap<AssetId, Vec<Proven>>,
    /// Prices that an analysis supposes; a decision has none.
    supposed: BTreeMap<AssetId, u128>,
    /// Feeds that are supposed to say nothing; in a decision nobody.
    silent: People,
}

#[derive(Clone, Copy, Debug)]
struct Proven {
    feed: PersonId,
    quoted_at: Instant,
    price: u128,
}

/// More quotes than a decision reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} quotes are more than the 1,024 a decision reads")]
pub struct TooManyQuotes(usize);

impl Quotes {
    /// No quotes: only fixed prices hold.
    #[must_use]
    pub fn none() -> Self {
        Self { policy: None, proven: BTreeMap::new(), supposed: BTreeMap::new(), silent: People::NOBODY }
    }

    /// Verifies quotes against the keys of the policy's feeds. What does not verify is no quote.
    ///
    /// # Errors
    /// More than 1,024 quotes.
    pub fn verify(policy: &Policy, quotes: &[Quote]) -> Result<Self, TooManyQuotes> {
        if quotes.len() > MOST_QUOTES {
            return Err(TooManyQuotes(quotes.len()));
        }
        let mut proven: BTreeMap<AssetId, Vec<Proven>> = BTreeMap::new();
        for quote in quotes {
            if let Some((asset, found)) = prove(policy, quote) {
                proven.entry(asset).or_default().push(found);
            }
        }
        Ok(Self { policy: Some(policy.digest()), proven, ..Self::none() })
    }

    /// Prices, in units of 10^-18, that stand for quotes of all feeds that are active, at every instant. Nothing that holds them
    /// leaves the analysis, since a permit decided on them would be worth nothing.
    pub(crate) fn suppose(policy: &Policy, supposed: BTreeMap<AssetId, u128>) -> Self {
        Self { policy: Some(policy.digest()), supposed, ..Self::none() }
    }

    /// The same as if these feeds had said nothing.
    pub(crate) fn without(&self, silent: People) -> Self {
        Self { silent, ..self.clone() }
    }

    /// Quotes that nobody signed, of feeds and assets by name: what an analysis supposes.
    pub(crate) fn suppose_quoted<'n>(
        policy: &Policy,
        quoted: impl IntoIterator<Item = (&'n Name, &'n Name, u128, Instant)>,
    ) -> Self {
        let mut proven: BTreeMap<AssetId, Vec<Proven>> = BTreeMap::new();
        let feeds = policy.prices.as_ref().and_then(|prices| prices.feeds.as_ref());
        for (feed, asset, price, quoted_at) in quoted {
            let asset = policy.asset_named(asset.as_str());
            let (Some(feeds), Some(asset), Some(signer)) = (feeds, asset, policy.roll.named(feed.as_str())) else {
                continue;
            };
            let Signer::Approver(feed) = signer else { continue };
            if feeds.quorum.people().has(feed) {
                proven.entry(asset).or_default().push(Proven { feed, quoted_at, price });
            }
        }
        Self { policy: Some(policy.digest()), proven, ..Self::none() }
    }

    /// Every quote that verifies: feed, asset, price in units of 10^-18, and when it was quoted.
    pub(crate) fn proven<'q>(
        &'q self,
        policy: &'q Policy,
    ) -> impl Iterator<Item = (&'q Name, &'q Name, u128, Instant)> {
        self.proven.iter().flat_map(move |(asset, quotes)| {
            quotes.iter().filter_map(move |Proven { feed, quoted_at, price }| {
                let feed = policy.roll.person(Signer::Approver(*feed))?;
                Some((&feed.name, &policy.asset(*asset)?.name, *price, *quoted_at))
            })
        })
    }

    /// The price of an asset at `now` in units of 10^-18, if one holds.
    pub(crate) fn price(&self, policy: &Policy, asset: AssetId, now: Instant) -> Option<u128> {
        let prices = policy.prices.as_ref()?;
        let (low, high) = match prices.rated.get(&asset) {
            Some(Rated::Fixed(price)) => return Some(*price),
            Some(Rated::Between(low, high)) => (*low, *high),
            None => (1, u128::MAX),
        };
        if self.policy != Some(policy.digest()) {
            return None;
        }
        let feeds = prices.feeds.as_ref()?;
        let is_active = |feed: PersonId| {
            let feed = policy.roll.person(Signer::Approver(feed)).filter(|_| !self.silent.has(feed));
            feed.is_some_and(|feed| feed.active.at(now))
        };
        if let Some(price) = self.supposed.get(&asset) {
            // Whatever is supposed, somebody has to be there to quote it.
            let active: People = feeds.quorum.people().iter().filter(|feed| is_active(*feed)).collect();
            return ((low..=high).contains(price) && feeds.quorum.is_met_by(active)).then_some(*price);
        }
        let mut latest: BTreeMap<PersonId, (Instant, u128)> = BTreeMap::new();
        for Proven { feed, quoted_at, price } in self.proven.get(&asset)? {
            let active = is_active(*feed);
            let fresh = now <= quoted_at.after(feeds.max_age) && *quoted_at <= now.after(policy.clock_skew);
            if active && fresh && (low..=high).contains(price) {
                let best = latest.entry(*feed).or_insert((*quoted_at, *price));
                *best = (*best).max((*quoted_at, *price));
            }
        }
        let people: People = latest.keys().copied().collect();
        if !feeds.quorum.is_met_by(people) {
            return None;
        }
        latest.values().map(|(_, price)| *price).max()
    }
}

fn prove(policy: &Policy, quote: &Quote) -> Option<(AssetId, Proven)> {
    let prices = policy.prices.as_ref()?;
    let feeds = prices.feeds.as_ref()?;
    let asset = policy.asset_named(quote.asset.as_str())?;
    let signer = policy.roll.named(quote.signer.as_str())?;
    let Signer::Approver(feed) = signer else { return None };
    if !feeds.quorum.people().has(feed) {
        return None;
    }
    let keys = &policy.roll.person(signer)?.keys;
    let key = keys.iter().find(|key| key.as_str() == quote.key.as_str())?;
    let text = statement(quote, &policy.asset(asset)?.chain, &prices.currency);
    key.verify(text.as_bytes(), quote.signature.as_str()).ok()?;
    Some((asset, Proven { feed, quoted_at: quote.quoted_at, price: quote.price.units }))
}

/// The text a feed signs, for tools that quote.
///
/// # Errors
/// The policy has no prices or no such asset, or the price is none.
pub fn quote_statement(
    policy: &Policy,
    asset: &Name,
    price: &str,
    quoted_at: Instant,
    key: &str,
) -> Result<String, String> {
    let prices = policy.prices.as_ref().ok_or("the policy has no `[prices]`")?;
    let found = policy.asset_named(asset.as_str()).and_then(|id| policy.asset(id));
    let chain = &found.ok_or("the policy has no such asset")?.chain;
    let price = WrittenPrice::try_from(String::from(price)).map_err(|fault| alloc::format!("{fault}"))?;
    let plain = |text: &str| String::from(text).try_into();
    let quote =
        Quote { signer: plain("")?, key: plain(key)?, asset: asset.clone(), price, quoted_at, signature: plain("")? };
    Ok(statement(&quote, chain, &prices.currency))
}

/// An amount of the policy's currency.
pub(crate) fn in_currency(prices: &Prices, units: u128) -> Option<WrittenAmount> {
    let number = crate::domain::amount::shortest(units, prices.decimals);
    WrittenAmount::parse(&alloc::format!("{number} {}", prices.currency)).ok()
}
