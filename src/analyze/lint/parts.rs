//! How many sums of its own a limit or tier keeps: each may be full in every window.

use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;

use super::cases::Case;
use super::ground::{Cap, Ground};
use crate::policy::document::Each;
use crate::policy::model::Measure;
use crate::policy::selector::Selector;

impl Ground<'_> {
    /// How many sums of a limit or tier payouts fill that differ from those of a case in nothing but the wallet: the same rules
    /// bind them.
    pub(super) fn parts_of(&self, case: &Case, selector: &Selector, each: &[Each]) -> u128 {
        if !each.contains(&Each::Wallet) {
            return 1;
        }
        let is_alike = |other: &&Case| other.binding == case.binding && other.is_of(selector, &self.cases);
        self.sums(&[Each::Wallet], self.cases.out_of_each(case).filter(is_alike))
    }

    /// `50 BTC per 24h (10 BTC out of each wallet)`: what all sums of a cap let out.
    pub(super) fn total_in_words(&self, cap: &Cap<'_>) -> String {
        let is_of_each = cap.sum.of == Measure::Currency && self.policy.assets.len() > 1;
        let of_each = is_of_each && self.each(cap.limit).contains(&Each::Asset);
        let (rate, asset) = (self.rate(cap.total(), Some(cap.span)), if of_each { " of each asset" } else { "" });
        match cap.parts {
            1 => alloc::format!("{rate}{asset}"),
            _ => alloc::format!("{rate}{asset} ({} out of each wallet)", self.policy.in_words(cap.sum)),
        }
    }

    /// How many sums of its own something keeps for wallets, assets and initiators, of those that can be paid out of, be paid
    /// and ask; one where it does not split by them. Destinations are not counted: there is no end of them.
    pub(super) fn parts(&self, selector: &Selector, each: &[Each]) -> u128 {
        self.sums(each, self.cases.covered.iter().filter(|case| case.is_of(selector, &self.cases)))
    }

    /// The same of what some cases fill.
    pub(super) fn sums<'c>(&self, each: &[Each], cases: impl Iterator<Item = &'c Case>) -> u128 {
        let splits = |by: Each| each.contains(&by);
        if !each.iter().any(|each| *each != Each::Destination) {
            return 1;
        }
        let (mut seen, mut parts) = (BTreeSet::new(), 0u128);
        for case in cases {
            let asset = splits(Each::Asset).then_some(case.asset);
            let wallet = splits(Each::Wallet).then_some(case.wallet);
            let asking = splits(Each::Initiator).then_some(case.asking);
            if !seen.insert((asset, wallet, asking)) {
                continue;
            }
            let assets = asset.map_or(1, |asset| self.cases.alike_assets(asset));
            let wallets = wallet.map_or(1, |wallet| self.cases.alike_wallets(wallet));
            let people = asking.and_then(|at| self.cases.asking.get(at)).map_or(1, |asking| asking.names.len().max(1));
            let alike = [assets, wallets, people].into_iter().fold(1, usize::saturating_mul);
            parts = parts.saturating_add(u128::try_from(alike).unwrap_or(u128::MAX));
        }
        parts.max(1)
    }

    /// How much all sums of a cap let out in any 24 hours, of one destination if it counts each for itself.
    pub(super) fn daily_in_all(&self, cap: &Cap<'_>) -> u128 {
        cap.daily().saturating_mul(self.parts(&cap.limit.selector, self.each(cap.limit)))
    }
}

/// `, over its 2 wallets`; of several kinds `, over 12 sums, one for each wallet and initiator`; nothing where it is one sum.
pub(super) fn over(parts: u128, each: &[Each]) -> String {
    let kinds = each.iter().filter_map(|each| match each {
        Each::Wallet => Some("wallet"),
        Each::Asset => Some("asset"),
        Each::Initiator => Some("initiator"),
        Each::Destination => None,
    });
    match kinds.collect::<Vec<&str>>().as_slice() {
        [] => String::new(),
        _ if parts == 1 => String::new(),
        [kind] => alloc::format!(", over its {parts} {kind}s"),
        [others @ .., last] => {
            alloc::format!(", over {parts} sums, one for each {} and {last}", others.join(", "))
        }
    }
}
