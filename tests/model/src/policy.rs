//! The policy as sections 1 to 4 speak of it, and the words of section 4 that need no payout.
use crate::address::{Destination, same_place};
use crate::quorum::Quorum;
use crate::sign::Key;
use std::collections::BTreeMap;

#[derive(Default)]
pub struct Policy {
    pub realm: String,
    pub name: String,
    pub version: u64,
    pub sha256: String,
    pub wallets: Vec<String>,
    pub payout_ttl: i64,
    pub approval_ttl: i64,
    pub clock_skew: i64,
    pub payload_required: bool,
    pub initiator_may_approve: bool,
    pub claims: bool,
    pub assets: BTreeMap<String, Asset>,
    pub approvers: BTreeMap<String, Person>,
    pub requesters: BTreeMap<String, Person>,
    pub groups: BTreeMap<String, Vec<String>>,
    pub lists: BTreeMap<String, Vec<Entry>>,
    pub rules: Vec<Rule>,
    pub limits: Vec<Limit>,
    pub blocks: Vec<(String, Selectors)>,
    pub prices: Option<Prices>,
}

pub struct Asset {
    pub chain: String,
    pub decimals: usize,
}

pub struct Person {
    pub keys: Vec<Key>,
    /// One bit for every approver, none for a requester.
    pub seat: u128,
    pub active_from: Option<i64>,
    pub active_until: Option<i64>,
}

impl Person {
    /// "active while active_from ≤ t < active_until".
    pub fn active(&self, t: i64) -> bool {
        self.active_from.is_none_or(|from| from <= t) && self.active_until.is_none_or(|until| t < until)
    }
}

/// Of a list.
pub struct Entry {
    pub to: Destination,
    /// "permits only from added + cooling_off on"; without cooling_off always.
    pub permits_from: i64,
}

/// "*in* a list at `now` if an entry past its cooling-off has exactly its chain, address and tag (none = none)".
pub fn is_in(list: &[Entry], to: &Destination, now: i64) -> bool {
    list.iter().any(|e| e.to == *to && e.permits_from <= now)
}

/// "*touches* the list if any entry, cooling or not, has its chain and address … and not both have tags that differ".
pub fn touches(list: &[Entry], to: &Destination) -> bool {
    let differ = |e: &Entry| e.to.tag.is_some() && to.tag.is_some() && e.to.tag != to.tag;
    list.iter().any(|e| same_place(&e.to, to) && !differ(e))
}

pub enum To {
    Any,
    To(Vec<String>),
    NotTo(Vec<String>),
}

pub enum Initiators {
    Anyone,
    Requesters,
    Names(Vec<String>),
}

/// `None` in assets and wallets is "any" or absent.
pub struct Selectors {
    pub assets: Option<Vec<String>>,
    pub wallets: Option<Vec<String>>,
    pub to: To,
    pub initiators: Initiators,
}

/// The last so many seconds; `None` is "per payout".
pub type Window = Option<i64>;

/// An amount in an asset, or in the currency.
pub struct Money {
    pub units: u128,
    pub of: String,
}

pub struct Rule {
    pub name: String,
    pub sel: Selectors,
    pub above: Option<(Money, Window)>,
    /// Of `destination`, `wallet`, `initiator`, `asset`.
    pub each: Vec<String>,
    pub during: Option<Hours>,
    /// `None` is "none".
    pub approve: Option<Quorum>,
    /// `None` is absent or "nobody".
    pub veto: Option<Quorum>,
    pub delay: Option<i64>,
    pub waiver: Option<Quorum>,
    pub hours: Option<Hours>,
}

impl Rule {
    /// "A rule without `above` and `during` **covers**"; the others only add.
    pub fn is_covering(&self) -> bool {
        self.above.is_none() && self.during.is_none()
    }

    pub fn names_initiators(&self) -> bool {
        !matches!(self.sel.initiators, Initiators::Anyone)
    }
}

pub enum Max {
    Amount(Money, Window),
    Count(u128, i64),
    /// `None` is "unlimited".
    Fee(Option<Money>),
}

pub struct Limit {
    pub name: String,
    pub sel: Selectors,
    pub max: Max,
    pub each: Vec<String>,
}

pub struct Hours {
    /// 0 is Monday.
    pub days: Vec<i64>,
    /// Seconds after midnight.
    pub open: i64,
    pub close: i64,
    pub zone: jiff::tz::TimeZone,
}

pub struct Prices {
    pub currency: String,
    pub decimals: usize,
    pub feeds: Option<(Quorum, i64)>,
    /// In units of 10^−18.
    pub fixed: BTreeMap<String, u128>,
    pub bounds: BTreeMap<String, (u128, u128)>,
}

impl Policy {
    pub fn person(&self, name: &str) -> Option<&Person> {
        self.approvers.get(name).or_else(|| self.requesters.get(name))
    }

    pub fn is_currency(&self, word: &str) -> bool {
        self.prices.as_ref().is_some_and(|p| p.currency == word)
    }

    /// "the initiator is among `initiators` (`unsigned`: anyone; `requesters`: any requester)".
    pub fn among(&self, initiators: &Initiators, who: &String) -> bool {
        let requesters = |name: &String| name == "requesters" && self.requesters.contains_key(who);
        let group = |name: &String| self.groups.get(name).is_some_and(|group| group.contains(who));
        let named = |name: &String| name == who || group(name) || requesters(name);
        match initiators {
            Initiators::Anyone => true,
            Initiators::Requesters => self.requesters.contains_key(who),
            Initiators::Names(names) => names.iter().any(named),
        }
    }
}
