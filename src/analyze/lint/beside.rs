//! What a tier counts in one sum with the payouts of one case, and how much of all that limits let out.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use super::cases::Case;
use super::ground::{Cap, Ground, fills, once, threshold};
use crate::domain::name::Name;
use crate::domain::span::Span;
use crate::policy::document::Each;
use crate::policy::model::{AssetId, Limit, Measure, Most, Rule, Sum, WalletId};

/// A tier, and what tells apart with what else it counts the payouts of a case: where it counts several assets, wallets, kinds
/// of destination or askers in one sum, they have one answer.
pub(super) type Counted = (Name, Option<AssetId>, Option<WalletId>, (bool, Option<usize>), Option<usize>);

impl<'p> Ground<'p> {
    /// The cases whose payouts a tier counts in one sum with those of a case, itself among them. A tier that does not take it,
    /// for the asset, the wallet, who asks or where to, is asked as if it took all that are alike in that.
    pub(super) fn beside<'c>(&'c self, case: &Case, tier: &Rule) -> Vec<&'c Case> {
        let (_, asset, wallet, (is_bound, kind), asking) = self.counted(case, tier);
        let is_beside = |other: &&Case| {
            asset.map_or_else(|| tier.selector.assets.takes(Some(&other.asset)), |asset| other.asset == asset)
                && wallet
                    .map_or_else(|| tier.selector.wallets.takes(Some(&other.wallet)), |wallet| other.wallet == wallet)
                && asking.map_or_else(|| other.is_asked_under(&tier.selector, &self.cases), |one| other.asking == one)
                && kind.map_or_else(|| self.is_alike_to(other, tier, is_bound), |kind| other.kind == kind)
        };
        self.cases.covered.iter().filter(is_beside).collect()
    }

    /// What has to be the same; none where the tier counts whatever it takes, or all strangers.
    pub(super) fn counted(&self, case: &Case, tier: &Rule) -> Counted {
        let (each, cases) = (self.each_of(tier), &self.cases);
        let is_one = |what: Each, takes: bool| each.contains(&what) || !takes;
        let is_of_value = threshold(tier).is_some_and(|(line, _)| line.of == Measure::Currency);
        let one_asset = !is_of_value || is_one(Each::Asset, tier.selector.assets.takes(Some(&case.asset)));
        let one_wallet = is_one(Each::Wallet, tier.selector.wallets.takes(Some(&case.wallet)));
        let one_asking = is_one(Each::Initiator, case.is_asked_under(&tier.selector, cases));
        let is_bound = case.is_to(&tier.selector, cases);
        let is_open = is_bound || self.kind(case).is_some_and(|kind| kind.is_stranger);
        let one_kind = is_one(Each::Destination, is_open);
        (
            tier.name.clone(),
            one_asset.then_some(case.asset),
            one_wallet.then_some(case.wallet),
            // Of those that it does not bind, strangers of all chains are alike.
            (is_bound, one_kind.then_some(case.kind)),
            one_asking.then_some(case.asking),
        )
    }

    fn is_alike_to(&self, other: &Case, tier: &Rule, is_bound: bool) -> bool {
        if is_bound {
            other.is_to(&tier.selector, &self.cases)
        } else {
            self.kind(other).is_some_and(|kind| kind.is_stranger)
        }
    }

    /// Whether limits keep all payouts of a case below a tier, however often and by whomever they are asked for, and
    /// whatever the asset is worth meanwhile: all that the tier would count in one sum with them.
    pub(super) fn never_reaches(&self, case: &Case, tier: &Rule) -> bool {
        let Some((line, span)) = threshold(tier) else { return false };
        let Some(span) = span else {
            return self.limits_of(case).any(|(_, limit)| {
                let Some(Sum { units, of }) = most_at_once(limit) else { return false };
                self.is_never_more(case.asset, Sum { units, of }, line)
            });
        };
        if !self.could_hold(case, (line, span)) {
            return false;
        }
        once(&self.known.never_reached, self.counted(case, tier), || {
            let beside = self.beside(case, tier);
            self.all_leave_at_most(&beside, tier, (line, span)).is_some_and(|most| most <= line.units)
        })
    }

    /// Whether limits of a case could: one holds it alone to no more than the line, or counts payouts of which each has a most.
    fn could_hold(&self, case: &Case, (line, span): (Sum, Span)) -> bool {
        let (mut is_held, mut is_counted, mut has_a_most) = (false, false, false);
        for (_, limit) in self.limits_of(case) {
            match limit.most {
                Most::Window { sum, span: own, .. } => {
                    let most = Sum { units: sum.units.saturating_mul(u128::from(fills(own, span))), of: sum.of };
                    is_held |= self.is_never_more(case.asset, most, line);
                }
                Most::Count { .. } => is_counted = true,
                Most::Payout(_) => has_a_most = true,
                Most::Fee { .. } | Most::AnyFee => {}
            }
        }
        is_held || (is_counted && has_a_most)
    }

    /// The most that leaves of some cases within a span, as a line counts it: by what limits let out, or by how many payouts
    /// and how much each.
    fn all_leave_at_most(&self, cases: &[&Case], tier: &Rule, (line, span): (Sum, Span)) -> Option<u128> {
        let sums = self.sums_of_limits(cases, tier);
        let times = |place: &usize, own: Span| {
            let sums = sums.get(place)?;
            Some(u128::from(fills(own, span)).saturating_mul((*sums)?))
        };
        let amount = |case: &Case, place: usize, limit: &Limit| match limit.most {
            Most::Window { sum, span: own, .. } => {
                let units = sum.units.saturating_mul(times(&place, own)?);
                self.as_counted(case.asset, Sum { units, of: sum.of }, line)
            }
            Most::Payout(_) | Most::Count { .. } | Most::Fee { .. } | Most::AnyFee => None,
        };
        let payouts = |_: &Case, place: usize, limit: &Limit| match limit.most {
            Most::Count { payouts, span: own, .. } => Some(u128::from(payouts).saturating_mul(times(&place, own)?)),
            Most::Payout(_) | Most::Window { .. } | Most::Fee { .. } | Most::AnyFee => None,
        };
        let largest = |case: &&&Case| {
            let most = self.limits_of(case).filter_map(|(_, limit)| most_at_once(limit));
            most.filter_map(|most| self.as_counted(case.asset, most, line)).min()
        };
        let by_amount = self.least_of_all(cases, amount);
        let by_number = self.least_of_all(cases, payouts).and_then(|payouts| {
            let each: Option<Vec<u128>> = cases.iter().map(|case| largest(&case)).collect();
            Some(payouts.saturating_mul(each?.into_iter().max()?))
        });
        by_amount.into_iter().chain(by_number).min()
    }

    /// How many of its sums each limit has for what a tier counts in one; none where there is no end of them.
    fn sums_of_limits(&self, cases: &[&Case], tier: &Rule) -> BTreeMap<usize, Option<u128>> {
        let places: BTreeSet<usize> = cases.iter().flat_map(|case| case.limits.iter().copied()).collect();
        let of = |place: usize| {
            let limit = self.policy.limits.get(place)?;
            let apart = |each: &&Each| !self.each_of(tier).contains(each);
            let each: Vec<Each> = self.each(limit).iter().filter(apart).copied().collect();
            let taken = || cases.iter().filter(|case| case.limits.binary_search(&place).is_ok()).copied();
            // Whoever signs no request asks in as many names as they like.
            let is_anyone = |case: &Case| self.asking(case).is_none_or(|asking| asking.signer.is_none());
            let is_endless =
                each.contains(&Each::Destination) || (each.contains(&Each::Initiator) && taken().any(is_anyone));
            (!is_endless).then(|| self.sums(&each, taken()))
        };
        places.into_iter().map(|place| (place, of(place))).collect()
    }

    /// The least that a limit over all of some cases lets out of them, or several together of which each case has one.
    fn least_of_all(&self, cases: &[&Case], most: impl Fn(&Case, usize, &Limit) -> Option<u128>) -> Option<u128> {
        let (mut over, mut least): (BTreeMap<usize, (usize, u128)>, BTreeMap<usize, u128>) = Default::default();
        let mut are_all_held = true;
        for case in cases {
            let held = self.limits_of(case).filter_map(|(place, limit)| Some((most(case, place, limit)?, place)));
            let held: Vec<(u128, usize)> = held.collect();
            for (units, place) in &held {
                let (many, most) = over.entry(*place).or_insert((0, 0));
                (*many, *most) = (many.saturating_add(1), (*most).max(*units));
            }
            match held.into_iter().min() {
                Some((units, place)) => {
                    let known = least.entry(place).or_insert(0);
                    *known = (*known).max(units);
                }
                None => are_all_held = false,
            }
        }
        let by_one = over.values().filter(|(many, _)| *many == cases.len()).map(|(_, units)| *units).min();
        let by_several = are_all_held.then(|| least.values().copied().fold(0, u128::saturating_add));
        by_one.into_iter().chain(by_several).min()
    }

    /// The limits that are about a case, each with its place.
    pub(super) fn limits_of(&self, case: &Case) -> impl Iterator<Item = (usize, &'p Limit)> {
        case.limits.iter().filter_map(|place| Some((*place, self.policy.limits.get(*place)?)))
    }

    /// Whether a limit is about all payouts that a tier would count in one sum with those of a case.
    pub(super) fn is_of_all(&self, limit: &Limit, case: &Case, tier: &Rule) -> bool {
        let has_a_sum = threshold(tier).is_some_and(|(_, span)| span.is_some());
        !has_a_sum || self.beside(case, tier).iter().all(|other| other.is_of(&limit.selector, &self.cases))
    }

    /// The most that a limit lets a tier count: in one payout, or over its window in one of its sums; none where it lets it
    /// count any amount.
    pub(super) fn most_before(&self, limit: &Limit, tier: &Rule) -> Option<Sum> {
        let (_, span) = threshold(tier)?;
        match (&limit.most, span) {
            (Most::Payout(sum) | Most::Window { sum, .. }, None) => Some(*sum),
            (Most::Window { .. }, Some(span)) => {
                let is_coarser = self.each(limit).iter().all(|each| self.each_of(tier).contains(each));
                let cap = Cap::of(limit).filter(|_| is_coarser)?;
                Some(Sum { units: cap.within(span), of: cap.sum.of })
            }
            (Most::Payout(_), Some(_)) | (Most::Count { .. } | Most::Fee { .. } | Most::AnyFee, _) => None,
        }
    }
}

/// The most of one payout that a limit lets out.
fn most_at_once(limit: &Limit) -> Option<Sum> {
    match limit.most {
        Most::Payout(sum) | Most::Window { sum, .. } => Some(sum),
        Most::Count { .. } | Most::Fee { .. } | Most::AnyFee => None,
    }
}
