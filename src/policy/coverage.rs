//! Money that a rule lets out must be capped: an amount over a window, and fees.

use alloc::collections::BTreeSet;

use super::document::{Document, Each};
use super::model::{AssetId, Limit, Measure, Most, Policy, Rated, Rule, WalletId};
use super::problem::{ProblemCode, Report};
use super::selector::{Choice, Destinations, Initiators};

/// Reports every rule, asset and wallet for which no limit caps amounts, or fees.
pub(crate) fn check(policy: &Policy, places: &Places, report: &mut Report) {
    for rule in policy.rules.iter().filter(|rule| rule.permits()) {
        let assets = (0..policy.assets.len()).map(AssetId);
        for asset in assets.filter(|asset| rule.selector.assets.takes(Some(asset))) {
            check_asset(policy, rule, asset, places, report);
        }
    }
}

/// Where each rule's name stands in the text.
pub(crate) type Places = alloc::collections::BTreeMap<crate::domain::name::Name, core::ops::Range<usize>>;

pub(crate) fn places(document: &Document) -> Places {
    document.rules.iter().map(|rule| (rule.name.value.clone(), rule.name.span.clone())).collect()
}

fn check_asset(policy: &Policy, rule: &Rule, asset: AssetId, places: &Places, report: &mut Report) {
    let Some(name) = policy.asset(asset).map(|asset| &asset.name) else { return };
    let nowhere = 0..0;
    let place = places.get(&rule.name).unwrap_or(&nowhere);
    if let Some(wallet) = first_uncapped(policy, rule, asset, |limit| caps_amounts(policy, limit, asset)) {
        let message =
            alloc::format!("`{}` lets {name} out of `{wallet}`, and no limit caps how much over time", rule.name);
        let help = alloc::format!(
            "add a limit with `max = \"… {name} per 24h\"` for that wallet and every destination of the rule, \
             without `initiators` and without `each` of destination or initiator"
        );
        report.add(ProblemCode::UncappedAmount, place, message, help);
    }
    if let Some(wallet) = first_uncapped(policy, rule, asset, |limit| caps_fees(policy, limit, asset)) {
        let message = alloc::format!("`{}` lets {name} out of `{wallet}`, and no limit caps the fee", rule.name);
        let help = "add a limit with `max_fee` in an asset of the same chain, or `max_fee = \"unlimited\"`";
        report.add(ProblemCode::UncappedFee, place, message, help);
    }
}

/// The first wallet of the rule for which no limit of the kind applies to all the rule lets out.
fn first_uncapped<'p>(
    policy: &'p Policy,
    rule: &Rule,
    asset: AssetId,
    caps: impl Fn(&Limit) -> bool,
) -> Option<&'p crate::domain::name::Name> {
    let mut capped: BTreeSet<WalletId> = BTreeSet::new();
    for limit in policy.limits.iter().filter(|limit| applies(limit, rule, asset) && caps(limit)) {
        match &limit.selector.wallets {
            Choice::Any => return None,
            Choice::Of(wallets) => capped.extend(wallets),
        }
    }
    let wallets = (0..policy.wallets.len()).map(WalletId);
    let open = wallets.filter(|wallet| rule.selector.wallets.takes(Some(wallet)) && !capped.contains(wallet));
    open.map(|wallet| policy.wallets.get(wallet.0)).next().flatten()
}

/// Whether a limit is about all destinations of the rule, whoever initiates.
fn applies(limit: &Limit, rule: &Rule, asset: AssetId) -> bool {
    let destinations = match (&limit.selector.to, &rule.selector.to) {
        (Destinations::Any, _) => true,
        (Destinations::In(capped), Destinations::In(open)) => open.iter().all(|list| capped.contains(list)),
        (Destinations::NotIn(spared), Destinations::NotIn(closed)) => spared.iter().all(|list| closed.contains(list)),
        (Destinations::In(_) | Destinations::NotIn(_), _) => false,
    };
    destinations && limit.selector.initiators == Initiators::Anyone && limit.selector.assets.takes(Some(&asset))
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
