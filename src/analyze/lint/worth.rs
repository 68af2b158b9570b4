//! Amounts of different measures, compared at the prices that there can be.

use super::cases::Case;
use super::ground::{Cap, Ground, fills, threshold};
use crate::analyze::bands::largest_within;
use crate::policy::document::Each;
use crate::policy::model::{AssetId, Limit, Measure, Most, Rule, Sum};
use crate::price::value::value;

impl<'p> Ground<'p> {
    /// The most units of an asset that are no more than a sum: at the lowest price there can be. None of another asset, and
    /// where nothing can say what the asset is worth.
    pub(super) fn units(&self, asset: AssetId, sum: Sum) -> Option<u128> {
        match sum.of {
            Measure::Asset(of) => (of == asset).then_some(sum.units),
            Measure::Currency => {
                let (lowest, _) = self.prices.get(&asset)?;
                Some(largest_within(self.policy, asset, *lowest, sum.units).unwrap_or(u128::MAX))
            }
        }
    }

    /// The same, and none where quotes may say anything.
    pub(super) fn bounded_units(&self, asset: AssetId, sum: Sum) -> Option<u128> {
        let is_open = sum.of == Measure::Currency && self.prices.get(&asset) == Some(&(1, u128::MAX));
        self.units(asset, sum).filter(|_| !is_open)
    }

    /// Whether a sum is less than another, whatever an asset is worth.
    pub(super) fn is_always_less(&self, less: Sum, more: Sum) -> bool {
        match (less.of, more.of) {
            (a, b) if a == b => less.units < more.units,
            (Measure::Asset(asset), _) | (_, Measure::Asset(asset)) => self.is_never_more(asset, less, more),
            (Measure::Currency, Measure::Currency) => false,
        }
    }

    /// Whether limits keep all payouts of a case below a tier, however often and by whomever they are asked for, and
    /// whatever the asset is worth meanwhile.
    pub(super) fn never_reaches(&self, case: &Case, tier: &Rule) -> bool {
        let Some((line, _)) = threshold(tier) else { return false };
        let mut limits = self.policy.limits.iter().filter(|limit| case.is_of(&limit.selector, &self.cases));
        limits.any(|limit| {
            let most = self.most_before(limit, tier);
            most.is_some_and(|most| self.is_never_more(case.asset, most, line)) && self.is_of_all(limit, case, tier)
        }) || self.is_counted_below(case, tier, line)
    }

    /// Whether so many payouts as there can be, each as large as one can be, come to no more than the line of a tier.
    fn is_counted_below(&self, case: &Case, tier: &Rule, line: Sum) -> bool {
        let about = |limit: &&Limit| case.is_of(&limit.selector, &self.cases) && self.is_of_all(limit, case, tier);
        let limits = || self.policy.limits.iter().filter(about);
        let Some(payouts) = limits().filter_map(|limit| self.most_payouts(limit, tier)).min() else { return false };
        let mut largest = limits().filter_map(|limit| match limit.most {
            Most::Payout(sum) => Some(Sum { units: sum.units.saturating_mul(payouts), of: sum.of }),
            Most::Window { .. } | Most::Count { .. } | Most::Fee { .. } | Most::AnyFee => None,
        });
        largest.any(|most| self.is_never_more(case.asset, most, line))
    }

    /// The most payouts that a limit lets a tier count over its window in one of its sums.
    fn most_payouts(&self, limit: &Limit, tier: &Rule) -> Option<u128> {
        let ((_, Some(within)), Most::Count { payouts, span, .. }) = (threshold(tier)?, &limit.most) else {
            return None;
        };
        let is_coarser = self.each(limit).iter().all(|each| self.each_of(tier).contains(each));
        is_coarser.then(|| u128::from(*payouts).saturating_mul(u128::from(fills(*span, within))))
    }

    /// Whether a limit is about all payouts that a tier would count in one sum with those of a case: others may have used
    /// up what it lets by out of another wallet, or asked for by somebody else. Of a tier that does not bind the case, those
    /// to the same kind of destination.
    pub(super) fn is_of_all(&self, limit: &Limit, case: &Case, tier: &Rule) -> bool {
        let Some((line, Some(_))) = threshold(tier) else { return true };
        let each = self.each_of(tier);
        let is_alike = |what: Each| each.contains(&what);
        let binds = case.is_of(&tier.selector, &self.cases);
        let is_beside = |other: &&Case| {
            (other.asset == case.asset || line.of == Measure::Currency && !is_alike(Each::Asset))
                && (other.wallet == case.wallet || !is_alike(Each::Wallet))
                && (other.asking == case.asking || !is_alike(Each::Initiator))
                && (other.kind == case.kind || binds && !is_alike(Each::Destination))
                && (!binds || other.is_of(&tier.selector, &self.cases))
                && (binds || self.is_taken_but_for_where_to(other, case, tier))
        };
        self.cases.covered.iter().filter(is_beside).all(|other| other.is_of(&limit.selector, &self.cases))
    }

    fn is_taken_but_for_where_to(&self, other: &Case, case: &Case, tier: &Rule) -> bool {
        let asking = self.asking(other).and_then(|asking| asking.signer);
        (other.asset == case.asset || tier.selector.assets.takes(Some(&other.asset)))
            && (other.wallet == case.wallet || tier.selector.wallets.takes(Some(&other.wallet)))
            && (other.asking == case.asking || tier.selector.initiators.take(asking))
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

    /// Whether so much of an asset is at no price more than a line.
    pub(super) fn is_never_more(&self, asset: AssetId, most: Sum, line: Sum) -> bool {
        match (most.of, line.of) {
            (a, b) if a == b => most.units <= line.units,
            (Measure::Currency, Measure::Asset(of)) => {
                of == asset && self.units(asset, most).is_some_and(|units| units <= line.units)
            }
            (Measure::Asset(of), Measure::Currency) if of == asset => {
                self.most_worth(asset, most.units).is_some_and(|worth| worth <= line.units)
            }
            (Measure::Asset(_), _) | (Measure::Currency, Measure::Currency) => false,
        }
    }

    /// What so many units of an asset are worth at the highest price there can be.
    fn most_worth(&self, asset: AssetId, units: u128) -> Option<u128> {
        let (_, highest) = self.prices.get(&asset)?;
        let (asset, prices) = (self.policy.asset(asset)?, self.policy.prices.as_ref()?);
        value(units, asset.decimals, *highest, prices.decimals).units()
    }

    /// The cap that lets the least of a case out in a day, whatever it is written in.
    pub(super) fn least_cap(&'p self, case: &'p Case) -> Option<Cap<'p>> {
        let least = |cap: &Cap<'_>| self.units(case.asset, Sum { units: cap.daily(), of: cap.sum.of });
        let caps = self.caps(case).filter(|cap| self.is_whole(cap) && least(cap).is_some());
        caps.min_by_key(least).or_else(|| self.tightest(case))
    }
}
