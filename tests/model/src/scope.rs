//! SPEC section 4: what matches a payout, which ledger entries are in a scope, and what they come to; section 9: values.
use crate::address::same_place;
use crate::input::{Ledger, Line, Payout, Quote, Readable};
use crate::judge::Judged;
use crate::policy::*;
use crate::sign::signed;
use crate::statement::quote_statement;
use crypto_bigint::{NonZero, U512};
use std::collections::BTreeMap;

pub struct Case<'a> {
    pub policy: &'a Policy,
    pub payout: &'a Payout,
    /// Of the payout: its asset is known.
    pub money: &'a Readable,
    pub ledger: &'a Ledger,
    pub quotes: &'a [Quote],
    pub judged: &'a [Judged<'a>],
    pub now: i64,
    pub reserved: bool,
}

/// What an amount, or a sum of them, comes to in the asset or currency asked for; or why it has none: `overflow`, `price`.
pub type Worth = Result<u128, &'static str>;

impl Case<'_> {
    /// "assets and wallets hold, the destination touches one of `to` or is not in any of `not_to`, the initiator is among".
    pub fn selected(&self, sel: &Selectors) -> bool {
        let (lists, to, payout) = (&self.policy.lists, &self.money.to, self.payout);
        let (taken, spared) = (|l: &String| touches(&lists[l], to), |l: &String| is_in(&lists[l], to, self.now));
        self.chosen(sel, taken, spared, [&payout.asset, &payout.wallet, &payout.initiator])
    }

    fn chosen(
        &self,
        sel: &Selectors,
        taken: impl Fn(&String) -> bool,
        spared: impl Fn(&String) -> bool,
        [asset, wallet, initiator]: [&String; 3],
    ) -> bool {
        let has = |choice: &Option<Vec<String>>, one: &String| choice.as_ref().is_none_or(|c| c.contains(one));
        let destination = match &sel.to {
            To::Any => true,
            To::To(lists) => lists.iter().any(taken),
            To::NotTo(lists) => !lists.iter().any(spared),
        };
        destination
            && has(&sel.assets, asset)
            && has(&sel.wallets, wallet)
            && self.policy.among(&sel.initiators, initiator)
    }

    /// A rule binds but perhaps for its `above`.
    pub fn binds_but_for_above(&self, rule: &Rule) -> bool {
        self.selected(&rule.sel) && rule.during.as_ref().is_none_or(|hours| crate::hours::within(hours, self.now))
    }

    /// "amount + sum over the last W of the ledger entries in the rule's scope … > X. … What cannot be valued counts as
    /// above." An overflow is above.
    pub fn binds(&self, rule: &Rule) -> bool {
        let is_above = |(money, window): &(Money, Window)| {
            let entries = window.map_or(vec![], |w| self.counted(&rule.sel, &rule.each, w, self.now));
            self.total(&entries, &money.of).map_or(true, |sum| sum > money.units)
        };
        self.binds_but_for_above(rule) && rule.above.as_ref().is_none_or(is_above)
    }

    /// "A rule without `above` and `during` **covers** a payout iff it binds and, besides, the destination is in one of its
    /// `to`, or touches none of its `not_to`."
    pub fn covers(&self, rule: &Rule) -> bool {
        let (lists, to) = (&self.policy.lists, &self.money.to);
        let narrowly = match &rule.sel.to {
            To::Any => true,
            To::To(names) => names.iter().any(|l| is_in(&lists[l], to, self.now)),
            To::NotTo(names) => !names.iter().any(|l| touches(&lists[l], to)),
        };
        rule.is_covering() && self.binds(rule) && narrowly
    }

    /// "wait if one would once cooling-offs end, `until` the earliest".
    pub fn would_cover_from(&self) -> Option<i64> {
        let binding = self.policy.rules.iter().filter(|r| r.is_covering() && self.binds(r));
        let lists = binding.flat_map(|rule| if let To::To(lists) = &rule.sel.to { lists.as_slice() } else { &[] });
        let exact = lists.flat_map(|l| &self.policy.lists[l]).filter(|e| e.to == self.money.to);
        exact.map(|e| e.permits_from).filter(|t| *t > self.now).min()
    }

    /// The ledger entries that count in sums: reserved or paid, in scope, in the last W before `t`.
    pub fn counted(&self, sel: &Selectors, each: &[String], w: i64, t: i64) -> Vec<&Line> {
        self.window(sel, each, w, t, &["reserved", "paid"])
    }

    /// "**The last W** means at > now − W"; "then the payout's own line is set aside in every sum".
    pub fn window(&self, sel: &Selectors, each: &[String], w: i64, t: i64, states: &[&str]) -> Vec<&Line> {
        self.ledger
            .lines
            .iter()
            .filter(|line| states.contains(&line.state.as_str()) && line.at > t - w)
            .filter(|line| !(self.reserved && line.payout == self.payout.id))
            .filter(|line| self.in_scope(sel, line, t) && each.iter().all(|e| self.shares(e, line)))
            .collect()
    }

    /// "A ledger entry is in the scope of `to = [L]` if its recorded `lists` name L or its destination touches L now; it
    /// escapes `not_to = [L]` only if its `lists` name L and its destination is in L now".
    fn in_scope(&self, sel: &Selectors, line: &Line, t: i64) -> bool {
        let (lists, to) = (&self.policy.lists, line.to.as_ref());
        let recorded = |l: &String| line.lists.contains(l);
        let taken = |l: &String| recorded(l) || to.is_some_and(|to| touches(&lists[l], to));
        let spared = |l: &String| recorded(l) && to.is_some_and(|to| is_in(&lists[l], to, t));
        self.chosen(sel, taken, spared, [&line.asset, &line.wallet, &line.initiator])
    }

    /// "`each` of destination compares chain and address without the tag".
    fn shares(&self, each: &str, line: &Line) -> bool {
        match each {
            "destination" => line.to.as_ref().is_some_and(|to| same_place(to, &self.money.to)),
            "wallet" => line.wallet == self.payout.wallet,
            "initiator" => line.initiator == self.payout.initiator,
            _ => line.asset == self.payout.asset,
        }
    }

    /// The payout's own amount in `of`, an asset or the currency.
    pub fn own(&self, of: &str) -> Worth {
        let amount = self.money.amount;
        if self.policy.is_currency(of) { self.value(&self.payout.asset, amount) } else { Ok(amount) }
    }

    /// "A ledger entry counts with its recorded value, else at today's price."
    pub fn line_worth(&self, line: &Line, of: &str) -> Worth {
        if !self.policy.is_currency(of) {
            // "A limit with `max` in an asset concerns that asset only."
            return Ok(if line.asset == of { line.amount.unwrap() } else { 0 });
        }
        match (line.value, line.amount) {
            (Some(value), _) => Ok(value),
            (None, Some(amount)) => self.value(&line.asset, amount),
            (None, None) => Err("price"),
        }
    }

    /// The payout's amount and the entries together.
    pub fn total(&self, entries: &[&Line], of: &str) -> Worth {
        let mut parts: Vec<Worth> = entries.iter().map(|line| self.line_worth(line, of)).collect();
        parts.push(self.own(of));
        match parts.iter().flatten().try_fold(0u128, |sum, part| sum.checked_add(*part)) {
            Some(_) if parts.contains(&Err("overflow")) => Err("overflow"),
            Some(_) if parts.contains(&Err("price")) => Err("price"),
            sum => sum.ok_or("overflow"),
        }
    }

    /// "Value = amount × price, rounded **up** to the currency's decimals, exact arithmetic."
    fn value(&self, asset: &str, amount: u128) -> Worth {
        let price = self.price(asset).ok_or("price")?;
        let currency = self.policy.prices.as_ref().unwrap().decimals;
        let top =
            [U512::from(amount), U512::from(price), ten(currency)].iter().fold(U512::ONE, |a, b| a.wrapping_mul(b));
        let (down, rest) = top.div_rem(&NonZero::new(ten(self.policy.assets[asset].decimals + 18)).unwrap());
        let up = if rest == U512::ZERO { down } else { down.wrapping_add(&U512::ONE) };
        small(&up).ok_or("overflow")
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
        let people = counted.keys().fold(0, |all, who| all | self.policy.approvers[*who].seat);
        if feeds.met_by(people) { counted.values().map(|(_, price)| *price).max() } else { None }
    }

    /// "A quote holds if the signature does, its signer is active and named in `feeds`, now − max_age ≤ quoted_at ≤ now +
    /// skew, and the price lies within `bounds`."
    fn quote_holds(&self, q: &Quote) -> bool {
        let prices = self.policy.prices.as_ref().unwrap();
        let (feeds, max_age) = prices.feeds.as_ref().unwrap();
        let Some(person) = self.policy.approvers.get(&q.signer) else { return false };
        let text = || quote_statement(&self.policy.assets[&q.asset].chain, &prices.currency, q);
        signed(person, &q.key, &q.signature, text).is_ok()
            && person.active(self.now)
            && feeds.people() & person.seat != 0
            && self.now - max_age <= q.quoted_at
            && q.quoted_at <= self.now + self.policy.clock_skew
            && prices.bounds.get(&q.asset).is_none_or(|(low, high)| *low <= q.price && q.price <= *high)
    }
}

/// 10^n: no product here reaches 2^512.
pub fn ten(n: usize) -> U512 {
    (0..n).fold(U512::ONE, |power, _| power.wrapping_mul(&U512::from(10u32)))
}

pub fn small(number: &U512) -> Option<u128> {
    let bytes = number.to_le_bytes();
    let (low, high) = bytes.as_ref().split_at(16);
    high.iter().all(|b| *b == 0).then(|| u128::from_le_bytes(low.try_into().unwrap()))
}
