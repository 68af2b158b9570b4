//! SPEC section 4: what matches a payout, which ledger entries are in a scope, and what they come to; section 9: values.
use crate::address::same_place;
use crate::input::{Ledger, Line, Payout, Quote, Readable};
use crate::judge::Judged;
use crate::policy::*;
use crate::sign::{signature_text, verifies};
use crate::statement::quote_statement;
use crypto_bigint::{NonZero, U512};
use std::collections::{BTreeMap, BTreeSet};

pub struct Case<'a> {
    pub policy: &'a Policy,
    pub payout: &'a Payout,
    pub money: &'a Readable,
    pub ledger: &'a Ledger,
    pub quotes: &'a [Quote],
    pub judged: &'a [Judged],
    pub now: i64,
    pub reserved: bool,
    pub expiry: i64,
}

/// What an amount, or a sum of them, comes to in the asset or currency asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worth {
    Known(u128),
    Overflow,
    Unpriced,
}

impl Case<'_> {
    /// "assets and wallets hold, the destination touches one of `to` or is not in any of `not_to`, the initiator is among".
    pub fn selected(&self, sel: &Selectors) -> bool {
        let has = |choice: &Option<Vec<String>>, one: &String| choice.as_ref().is_none_or(|c| c.contains(one));
        let destination = match &sel.to {
            To::Any => true,
            To::To(lists) => lists.iter().any(|l| self.policy.touches(l, &self.money.to)),
            To::NotTo(lists) => !lists.iter().any(|l| self.policy.lists[l].holds(&self.money.to, self.now)),
        };
        has(&sel.assets, &self.payout.asset)
            && has(&sel.wallets, &self.payout.wallet)
            && destination
            && self.policy.among(&sel.initiators, &self.payout.initiator)
    }

    /// A rule binds but perhaps for its `above`.
    pub fn binds_but_for_above(&self, rule: &Rule) -> bool {
        self.selected(&rule.sel) && rule.during.as_ref().is_none_or(|hours| crate::hours::within(hours, self.now))
    }

    pub fn binds(&self, rule: &Rule) -> bool {
        self.binds_but_for_above(rule)
            && rule.above.as_ref().is_none_or(|(money, per)| self.is_above(rule, money, *per))
    }

    /// "amount + sum over the last W of the ledger entries in the rule's scope … > X. … What cannot be valued counts as
    /// above." An overflow is above.
    fn is_above(&self, rule: &Rule, money: &Money, per: Per) -> bool {
        let entries = match per {
            Per::Payout => Vec::new(),
            Per::Window(w) => self.counted(&rule.sel, &rule.each, w, self.now),
        };
        match self.total(&entries, &money.of) {
            Worth::Known(sum) => sum > money.units,
            _ => true,
        }
    }

    /// "A rule without `above` and `during` **covers** a payout iff it binds and, besides, the destination is in one of its
    /// `to`, or touches none of its `not_to`."
    pub fn covers(&self, rule: &Rule) -> bool {
        let narrowly = match &rule.sel.to {
            To::Any => true,
            To::To(lists) => lists.iter().any(|l| self.policy.lists[l].holds(&self.money.to, self.now)),
            To::NotTo(lists) => !lists.iter().any(|l| self.policy.touches(l, &self.money.to)),
        };
        rule.is_covering() && self.binds(rule) && narrowly
    }

    /// "wait if one would once cooling-offs end, `until` the earliest".
    pub fn would_cover_from(&self) -> Option<i64> {
        let mut instants = Vec::new();
        for rule in self.policy.rules.iter().filter(|r| r.is_covering() && self.binds(r)) {
            if let To::To(lists) = &rule.sel.to {
                for list in lists.iter().map(|l| &self.policy.lists[l]) {
                    instants
                        .extend(list.entries.iter().filter(|e| e.to == self.money.to).map(|e| list.permits_from(e)));
                }
            }
        }
        instants.into_iter().filter(|t| *t > self.now).min()
    }

    /// The ledger entries that count in sums: reserved or paid, in scope, in the last W before `t`.
    pub fn counted(&self, sel: &Selectors, each: &[Each], w: i64, t: i64) -> Vec<&Line> {
        self.window(sel, each, w, t, &["reserved", "paid"])
    }

    /// "**The last W** means at > now − W"; "then the payout's own line is set aside in every sum".
    pub fn window(&self, sel: &Selectors, each: &[Each], w: i64, t: i64, states: &[&str]) -> Vec<&Line> {
        self.ledger
            .lines
            .iter()
            .filter(|line| states.contains(&line.state.as_str()) && line.at > t - w)
            .filter(|line| !(self.reserved && line.payout == self.payout.id))
            .filter(|line| self.in_scope(sel, line, t) && each.iter().all(|e| self.shares(*e, line)))
            .collect()
    }

    fn in_scope(&self, sel: &Selectors, line: &Line, t: i64) -> bool {
        let has = |choice: &Option<Vec<String>>, one: &String| choice.as_ref().is_none_or(|c| c.contains(one));
        let recorded = |l: &String| line.lists.contains(l);
        let touches = |l: &String| line.to.as_ref().is_some_and(|to| self.policy.touches(l, to));
        let is_in = |l: &String| line.to.as_ref().is_some_and(|to| self.policy.lists[l].holds(to, t));
        let destination = match &sel.to {
            To::Any => true,
            // "if its recorded `lists` name L or its destination touches L now"
            To::To(lists) => lists.iter().any(|l| recorded(l) || touches(l)),
            // "escapes `not_to = [L]` only if its `lists` name L and its destination is in L now"
            To::NotTo(lists) => !lists.iter().any(|l| recorded(l) && is_in(l)),
        };
        has(&sel.assets, &line.asset)
            && has(&sel.wallets, &line.wallet)
            && destination
            && self.policy.among(&sel.initiators, &line.initiator)
    }

    /// "`each` of destination compares chain and address without the tag".
    fn shares(&self, each: Each, line: &Line) -> bool {
        match each {
            Each::Destination => line.to.as_ref().is_some_and(|to| same_place(to, &self.money.to)),
            Each::Wallet => line.wallet == self.payout.wallet,
            Each::Initiator => line.initiator == self.payout.initiator,
            Each::Asset => line.asset == self.payout.asset,
        }
    }

    /// The payout's own amount in `of`, an asset or the currency.
    pub fn own(&self, of: &str) -> Worth {
        if self.policy.is_currency(of) {
            self.value(&self.payout.asset, self.money.amount)
        } else {
            Worth::Known(self.money.amount)
        }
    }

    /// "A ledger entry counts with its recorded value, else at today's price."
    pub fn line_worth(&self, line: &Line, of: &str) -> Worth {
        if !self.policy.is_currency(of) {
            // "A limit with `max` in an asset concerns that asset only."
            return Worth::Known(if line.asset == of { line.amount.unwrap() } else { 0 });
        }
        match (line.value, line.amount) {
            (Some(value), _) => Worth::Known(value),
            (None, Some(amount)) => self.value(&line.asset, amount),
            (None, None) => Worth::Unpriced,
        }
    }

    /// The payout's amount and the entries together.
    pub fn total(&self, entries: &[&Line], of: &str) -> Worth {
        let mut parts: Vec<Worth> = entries.iter().map(|line| self.line_worth(line, of)).collect();
        parts.push(self.own(of));
        let known = parts.iter().filter_map(|p| if let Worth::Known(n) = p { Some(*n) } else { None });
        match known.into_iter().try_fold(0u128, u128::checked_add) {
            None => Worth::Overflow,
            _ if parts.contains(&Worth::Overflow) => Worth::Overflow,
            _ if parts.contains(&Worth::Unpriced) => Worth::Unpriced,
            Some(sum) => Worth::Known(sum),
        }
    }

    /// "Value = amount × price, rounded **up** to the currency's decimals, exact arithmetic."
    fn value(&self, asset: &str, amount: u128) -> Worth {
        let Some(price) = self.price(asset) else { return Worth::Unpriced };
        let currency = self.policy.prices.as_ref().unwrap().decimals;
        let top =
            [U512::from(amount), U512::from(price), ten(currency)].iter().fold(U512::ONE, |a, b| a.wrapping_mul(b));
        let (down, rest) = top.div_rem(&NonZero::new(ten(self.policy.assets[asset].decimals + 18)).unwrap());
        let up = if rest == U512::ZERO { down } else { down.wrapping_add(&U512::ONE) };
        small(&up).map_or(Worth::Overflow, Worth::Known)
    }

    /// "Of several of one signer the latest counts, of equally late ones the highest. If their people meet `feeds`, the
    /// highest is the price." Units of 10^−18.
    pub fn price(&self, asset: &str) -> Option<u128> {
        let prices = self.policy.prices.as_ref()?;
        if !self.policy.assets.contains_key(asset) {
            return None;
        }
        if let Some(price) = prices.fixed.get(asset) {
            return Some(*price);
        }
        let (feeds, _) = prices.feeds.as_ref()?;
        let mut counted: BTreeMap<&str, (i64, u128)> = BTreeMap::new();
        for q in self.quotes.iter().filter(|q| q.asset == asset && self.quote_holds(q)) {
            let best = counted.entry(&q.signer).or_insert((q.quoted_at, q.price));
            *best = (*best).max((q.quoted_at, q.price));
        }
        let people: BTreeSet<String> = counted.keys().map(|s| s.to_string()).collect();
        if feeds.met_by(&people) { counted.values().map(|(_, price)| *price).max() } else { None }
    }

    /// "A quote holds if the signature does, its signer is active and named in `feeds`, now − max_age ≤ quoted_at ≤ now +
    /// skew, and the price lies within `bounds`."
    fn quote_holds(&self, q: &Quote) -> bool {
        let prices = self.policy.prices.as_ref().unwrap();
        let (feeds, max_age) = prices.feeds.as_ref().unwrap();
        let Some(person) = self.policy.approvers.get(&q.signer) else { return false };
        let Some((_, key)) = person.keys.iter().find(|(text, _)| *text == q.key) else { return false };
        let Some(parts) = signature_text(key.scheme, &q.signature) else { return false };
        let text = quote_statement(&self.policy.assets[&q.asset].chain, &prices.currency, q);
        verifies(key, &text, &parts)
            && person.active(self.now)
            && feeds.people().contains(&q.signer)
            && self.now - max_age <= q.quoted_at
            && q.quoted_at <= self.now + self.policy.clock_skew
            && prices.bounds.get(&q.asset).is_none_or(|(low, high)| *low <= q.price && q.price <= *high)
    }
}

/// 10^n: no product here reaches 2^512.
pub fn ten(n: u32) -> U512 {
    (0..n).fold(U512::ONE, |power, _| power.wrapping_mul(&U512::from(10u32)))
}

pub fn small(number: &U512) -> Option<u128> {
    let bytes = number.to_le_bytes();
    let (low, high) = bytes.as_ref().split_at(16);
    high.iter().all(|b| *b == 0).then(|| u128::from_le_bytes(low.try_into().unwrap()))
}
