//! Money that a rule lets out must be capped: an amount over a window, and fees.

use alloc::vec::Vec;

use super::document::{Document, Each};
use super::model::{AssetId, Limit, Measure, Most, Policy, Rated, Rule, WalletId};
use super::problem::{ProblemCode, Report};
use super::selector::{Choice, Destinations, Initiators};
use crate::domain::name::Name;

/// Reports every rule, asset and wallet for which no limit caps amounts, or fees.
pub(crate) fn check(policy: &Policy, places: &Places, report: &mut Report) {
    let caps: Vec<Caps<'_>> = (0..policy.assets.len()).map(|asset| Caps::of(policy, AssetId(asset))).collect();
    for rule in policy.rules.iter().filter(|rule| rule.permits()) {
        for (place, caps) in caps.iter().enumerate() {
            let asset = AssetId(place);
            if rule.selector.assets.takes(Some(&asset)) {
                check_asset(policy, rule, asset, caps, places, report);
            }
        }
    }
}

/// Where each rule's name stands in the text.
pub(crate) type Places = alloc::collections::BTreeMap<Name, core::ops::Range<usize>>;

pub(crate) fn places(document: &Document) -> Places {
    document.rules.iter().map(|rule| (rule.name.value.clone(), rule.name.span.clone())).collect()
}

/// The limits that cap an asset's amounts, and its fees, whoever initiates.
struct Caps<'p> {
    amounts: Vec<&'p Limit>,
    fees: Vec<&'p Limit>,
}

impl<'p> Caps<'p> {
    fn of(policy: &'p Policy, asset: AssetId) -> Self {
        let about = |limit: &&Limit| {
            limit.selector.initiators == Initiators::Anyone && limit.selector.assets.takes(Some(&asset))
        };
        let limits = policy.limits.iter().filter(about);
        Self {
            amounts: limits.clone().filter(|limit| caps_amounts(policy, limit, asset)).collect(),
            fees: limits.filter(|limit| caps_fees(policy, limit, asset)).collect(),
        }
    }
}

fn check_asset(policy: &Policy, rule: &Rule, asset: AssetId, caps: &Caps<'_>, places: &Places, report: &mut Report) {
    let Some(name) = policy.asset(asset).map(|asset| &asset.name) else { return };
    let nowhere = 0..0;
    let place = places.get(&rule.name).unwrap_or(&nowhere);
    if let Some(wallet) = first_uncapped(policy, rule, &caps.amounts) {
        let message =
            alloc::format!("`{}` lets {name} out of `{wallet}`, and no limit caps how much over time", rule.name);
        let help = alloc::format!(
            "add a limit with `max = \"… {name} per 24h\"` for that wallet and every destination of the rule, \
             without `initiators` and without `each` of destination or initiator"
        );
        report.add(ProblemCode::UncappedAmount, place, message, help);
    }
    if let Some(wallet) = first_uncapped(policy, rule, &caps.fees) {
        let message = alloc::format!("`{}` lets {name} out of `{wallet}`, and no limit caps the fee", rule.name);
        let help = "add a limit with `max_fee` in an asset of the same chain, or `max_fee = \"unlimited\"`";
        report.add(ProblemCode::UncappedFee, place, message, help);
    }
}

/// The first wallet of the rule for which none of the limits is about all the rule lets out.
fn first_uncapped<'p>(policy: &'p Policy, rule: &Rule, limits: &[&Limit]) -> Option<&'p Name> {
    let applying = || limits.iter().filter(|limit| reaches(limit, rule)).map(|limit| &limit.selector.wallets);
    if applying().any(|wallets| *wallets == Choice::Any) {
        return None;
    }
    let is_capped = |wallet: &WalletId| applying().any(|wallets| wallets.takes(Some(wallet)));
    let open = match &rule.selector.wallets {
        Choice::Any => (0..policy.wallets.len()).map(WalletId).find(|wallet| !is_capped(wallet)),
        Choice::Of(wallets) => wallets.iter().copied().find(|wallet| !is_capped(wallet)),
    };
    policy.wallets.get(open?.0)
}

/// Whether a limit is about all destinations of the rule.
fn reaches(limit: &Limit, rule: &Rule) -> bool {
    match (&limit.selector.to, &rule.selector.to) {
        (Destinations::Any, _) => true,
        (Destinations::In(capped), Destinations::In(open)) => open.iter().all(|list| capped.contains(list)),
        (Destinations::NotIn(spared), Destinations::NotIn(closed)) => spared.iter().all(|list| closed.contains(list)),
        (Destinations::In(_) | Destinations::NotIn(_), _) => false,
    }
}

fn caps_amounts(policy: &Policy, limit: &Limit, asset: AssetId) -> bool {
    let Most::Window { sum, scope, .. } = &limit.most else { return false };
    let measured = match sum.of {
        Measure::Asset(of) => of == asset,
        Measure::Currency => {
            let rated = policy.prices.as_ref().and_then(|prices| prices.rated.get(&asset));
            matches!(rated, Some(Rated::Fixed(_) | Rated::Between(..)))
        }
    };
    let each = policy.scopes.get(scope.0).map_or([].as_slice(), |scope| scope.each.as_slice());
    measured && !each.iter().any(|each| matches!(each, Each::Destination | Each::Initiator))
}

fn caps_fees(policy: &Policy, limit: &Limit, asset: AssetId) -> bool {
    match &limit.most {
        Most::AnyFee => true,
        Most::Fee { asset: fee, .. } => {
            let chain = |id| policy.asset(id).map(|asset| &asset.chain);
            chain(*fee) == chain(asset)
        }
        Most::Payout(_) | Most::Window { .. } | Most::Count { .. } => false,
    }
}
