//! What transfers cost: a fee is money that leaves, and no cap on amounts counts it.

use alloc::vec::Vec;

use super::cases::Case;
use super::code::LintCode;
use super::finding::Sink;
use super::ground::{Cap, Ground, daily};
use super::tiers::rules_in_words;
use crate::domain::name::Name;
use crate::policy::document::Each;
use crate::policy::model::{AssetId, Limit, Measure, Most, Rule, Sum};

/// The lowest fee limit of a case.
fn lowest_fee<'p>(ground: &'p Ground<'p>, case: &Case) -> Option<(&'p Limit, AssetId, u128)> {
    let limits = ground.policy.limits.iter().filter(|limit| case.is_of(&limit.selector, &ground.cases));
    let fees = limits.filter_map(|limit| match limit.most {
        Most::Fee { units, asset } => Some((limit, asset, units)),
        _ => None,
    });
    fees.min_by_key(|(_, _, units)| *units)
}

/// The counts of payouts in a day that no fresh address gets around.
fn counts<'p>(ground: &'p Ground<'p>, case: &Case) -> impl Iterator<Item = (&'p Limit, u128)> {
    let limits = ground.policy.limits.iter().filter(|limit| case.is_of(&limit.selector, &ground.cases));
    let whole = limits.filter(|limit| !ground.each(limit).contains(&Each::Destination));
    whole.filter_map(|limit| match limit.most {
        Most::Count { payouts, span, .. } => Some((limit, daily(u128::from(payouts), span))),
        _ => None,
    })
}

/// The lowest of them of what a cap holds in one sum.
///
/// Where each initiator or wallet has a count of their own, it is that of all of them together: initiators are finitely
/// many, since a policy that tells them apart lets nobody ask unsigned.
fn lowest_count<'p>(ground: &'p Ground<'p>, case: &Case, cap: &Cap<'_>) -> Option<(&'p Limit, u128)> {
    let of_all = |(limit, payouts): (&'p Limit, u128)| {
        let each = [Each::Initiator, Each::Wallet].into_iter().filter(|each| ground.each(limit).contains(each));
        let selectors = [&limit.selector, &cap.limit.selector];
        let counted = ground.cases.covered.iter().filter(|other| {
            other.asset == case.asset && selectors.iter().all(|selector| other.is_of(selector, &ground.cases))
        });
        (limit, payouts.saturating_mul(ground.sums(&each.collect::<Vec<Each>>(), counted)))
    };
    counts(ground, case).map(of_all).min_by_key(|(_, payouts)| *payouts)
}

/// Whether something limits how often a case is paid, whatever the destination.
pub(super) fn is_counted(ground: &Ground<'_>, case: &Case) -> bool {
    counts(ground, case).next().is_some()
}

/// Fees without a limit, or so many times their limit that they exceed the cap on amounts.
pub(super) fn fee_times_count(ground: &Ground<'_>, sink: &mut Sink) {
    for case in &ground.cases.covered {
        let Some((limit, fee, units)) = lowest_fee(ground, case) else {
            let unlimited =
                |limit: &&Limit| matches!(limit.most, Most::AnyFee) && case.is_of(&limit.selector, &ground.cases);
            if let Some(limit) = ground.policy.limits.iter().find(unlimited) {
                let message = alloc::format!("`{}` lets one payout burn everything in its wallet as a fee", limit.name);
                let help = "write the most that a transfer may cost, as in `max_fee = \"0.001 BTC\"`";
                sink.add(LintCode::FeeTimesCount, ground.at_limit(limit, "max_fee"), message, help);
            }
            continue;
        };
        let Some(cap) = ground.tightest(case).filter(|cap| cap.sum.of == Measure::Asset(fee)) else { continue };
        let Some((count, payouts)) = lowest_count(ground, case, &cap) else { continue };
        let total = Sum { units: units.saturating_mul(payouts), of: Measure::Asset(fee) };
        if total.units <= cap.daily() {
            continue;
        }
        let message = alloc::format!(
            "{payouts} payouts a day, which `{}` permits, may cost {} in fees: more than {} lets out",
            count.name,
            ground.policy.in_words(total),
            ground.cap_words(&cap)
        );
        let help = "lower the fee or the count until their product is an amount that may be lost";
        sink.add(LintCode::FeeTimesCount, ground.at_limit(limit, "max_fee"), message, help);
    }
}

/// However small the amounts, nothing says how often.
pub(super) fn no_count_limit(ground: &Ground<'_>, sink: &mut Sink) {
    let open: Vec<&Case> = ground.cases.covered.iter().filter(|case| !is_counted(ground, case)).collect();
    let mut rules: Vec<&Rule> = open.iter().filter_map(|case| ground.rules(&case.covering).next()).collect();
    rules.sort_by_key(|rule| &rule.name);
    rules.dedup_by_key(|rule| &rule.name);
    let (Some(first), Some(rule)) = (open.first(), rules.first()) else { return };
    let example = open.iter().find_map(|case| example(ground, case)).unwrap_or_else(|| {
        let fee = lowest_fee(ground, first);
        fee.map_or("each may cost a fee".into(), |(_, asset, units)| {
            let fee = Sum { units, of: Measure::Asset(asset) };
            alloc::format!("each may cost {} in fees", ground.policy.in_words(fee))
        })
    });
    let message = alloc::format!(
        "nothing limits how many payouts leave under {}: {example}",
        rules_in_words(rules.iter().copied())
    );
    let help = "add a limit with `max_count`, without `each` of destination";
    let place = first_in_text(ground, &rules).unwrap_or_else(|| ground.at_rule(rule, "name"));
    sink.add(LintCode::NoCountLimit, place, message, help);
}

fn first_in_text(ground: &Ground<'_>, rules: &[&Rule]) -> Option<super::places::Place> {
    let named = |name: &Name| rules.iter().any(|rule| rule.name == *name);
    let written = ground.document.rules.iter().filter(|rule| named(&rule.name.value));
    let first = written.min_by_key(|rule| rule.name.span.start)?;
    Some(ground.places.of_item("rules", first.name.value.as_str(), "name"))
}

/// How many payouts of one smallest unit would burn as much as the cap.
fn example(ground: &Ground<'_>, case: &Case) -> Option<alloc::string::String> {
    let (_, fee, units) = lowest_fee(ground, case)?;
    let cap = ground.tightest(case).filter(|cap| cap.sum.of == Measure::Asset(fee))?;
    let payouts = cap.sum.units.checked_div(units)?;
    Some(alloc::format!(
        "{payouts} of the smallest unit cost {} in fees, as much as {}",
        ground.policy.in_words(Sum { units: units.saturating_mul(payouts), of: Measure::Asset(fee) }),
        ground.cap_words(&cap)
    ))
}
