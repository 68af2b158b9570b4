//! `never`: some people move more than so much.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Reverse;

use super::Inquest;
use super::people::{Gangs, gangs, in_words};
use super::shown::{Breach, BreachStep, Shown};
use super::sums::{self, PRICE_PLACES};
use crate::analyze::exposure::Schedule;
use crate::analyze::party::Party;
use crate::analyze::prices::possible;
use crate::domain::amount::shortest;
use crate::domain::instant::Instant;
use crate::domain::name::Name;
use crate::domain::span::Span;
use crate::payout::record::Payout;
use crate::policy::claim::{Movement, Who};
use crate::policy::model::{AssetId, Measure, Policy, Sum};
use crate::policy::selector::Destinations;

pub(super) fn shown(inquest: Inquest<'_>, who: &Who, most: Movement, place: &Destinations) -> Shown {
    match most {
        Movement::Nothing => in_one_payout(inquest, who, None, place),
        Movement::Payout(sum) => in_one_payout(inquest, who, Some(sum), place),
        Movement::Window(sum, window) => in_a_window(inquest, who, (sum, window), place),
    }
}

/// One payout: the engine is asked for the smallest above the sum, of every kind, whenever it answers differently.
fn in_one_payout(inquest: Inquest<'_>, who: &Who, sum: Option<Sum>, place: &Destinations) -> Shown {
    let policy = inquest.policy;
    let above = sums::above(policy, sum);
    let ever = inquest.ever(&above.prices, place);
    let units = |asset: AssetId| above.units.get(&asset).copied();
    let Gangs { parties, together } = gangs(policy, &ever.everybody(), who);
    let mut is_open = !ever.is_complete();
    for party in &parties {
        let Some(chances) = ever.chances(party, place, &units) else {
            is_open = true;
            break;
        };
        for chance in &chances {
            if let Some(step) = BreachStep::of_chance(&ever, place, chance, (party, &Party::nobody()), &|_| true) {
                return Shown::Broken(one_payout(policy, sum, step, above.prices.clone()));
            }
        }
        is_open |= !chances.is_empty();
    }
    if let Some(together) = together {
        is_open |= ever.chances(&together, place, &units).is_none_or(|chances| !chances.is_empty());
    }
    if is_open { Shown::Unknown(unknown(&parties)) } else { Shown::Kept }
}

fn one_payout(policy: &Policy, sum: Option<Sum>, step: BreachStep, prices: BTreeMap<AssetId, u128>) -> Breach {
    let (who, payout, at) = (in_words(policy, &step.signing), &step.payout, step.at);
    let (amount, wallet, to) = (payout.amount(), payout.wallet(), payout.to());
    let asked = asked(payout.initiator().as_str(), &who, payout.submitted_at(), at);
    let worth = worth(policy, sum, &step, &prices);
    let words = alloc::format!("with {who} signing, {worth}{amount} out of {wallet} to {to} is allowed at {at}{asked}");
    Breach { words, steps: alloc::vec![step], prices }
}

/// `where BTC is worth 10000 USD, `: at which price a payout is above a sum in the currency.
pub(super) fn worth(policy: &Policy, sum: Option<Sum>, step: &BreachStep, prices: &BTreeMap<AssetId, u128>) -> String {
    if sum.is_none_or(|sum| sum.of != Measure::Currency) {
        return String::new();
    }
    let worth = at_prices(policy, &[(step.payout.clone(), step.at)], prices);
    worth.strip_prefix(", ").map(|worth| alloc::format!("{worth}, ")).unwrap_or_default()
}

/// Who asked and when, where that says more.
fn asked(initiator: &str, who: &str, submitted_at: Instant, at: Instant) -> String {
    let by = if initiator == who && submitted_at == at { String::new() } else { alloc::format!(" by {initiator}") };
    let since = if submitted_at == at { String::new() } else { alloc::format!(" at {submitted_at}") };
    if by.is_empty() { by } else { alloc::format!(", asked for{by}{since}") }
}

/// A window: what exposure proves, whenever the window begins, or a schedule that refutes.
fn in_a_window(inquest: Inquest<'_>, who: &Who, (sum, window): (Sum, Span), place: &Destinations) -> Shown {
    let policy = inquest.policy;
    let prices = sums::prices(policy, sum.of);
    let ever = inquest.ever(&prices, place);
    let Gangs { parties, together } = gangs(policy, &ever.everybody(), who);
    let most = |party: &Party| ever.most(party, sum.of, window, place);
    let mut bounds: Vec<(Option<u128>, &Party)> = parties.iter().map(|party| (most(party), party)).collect();
    bounds.sort_by_key(|(bound, _)| Reverse(bound.unwrap_or(u128::MAX)));
    let proven = match &together {
        Some(together) => most(together),
        None => bounds.first().map_or(Some(0), |(bound, _)| *bound),
    };
    if proven.is_some_and(|proven| proven <= sum.units) {
        return Shown::Kept;
    }
    let is_above = |bound: &Option<u128>| bound.is_none_or(|bound| bound > sum.units);
    let likely: Vec<&Party> = bounds.iter().filter(|(bound, _)| is_above(bound)).map(|(_, party)| *party).collect();
    if let Some(schedule) = ever.schedule(&likely, sum.of, window, place, sum.units) {
        return Shown::Broken(of_schedule(policy, schedule, (sum, window), prices, proven));
    }
    let worst = bounds.first().map(|(_, party)| in_words(policy, party));
    let worst = worst.filter(|_| together.is_none()).unwrap_or_else(|| "all of them together".into());
    Shown::Unknown(match proven {
        Some(units) => {
            let proven = policy.in_words(Sum { units, ..sum });
            alloc::format!(
                "it is only proven that {worst} move at most {proven} within {window}, and no schedule above the claim was found"
            )
        }
        None => alloc::format!(
            "nothing is proven of how much {worst} can move within {window}, and no schedule above the claim was found"
        ),
    })
}

fn of_schedule(
    policy: &Policy,
    schedule: Schedule,
    (sum, window): (Sum, Span),
    prices: BTreeMap<AssetId, u128>,
    proven: Option<u128>,
) -> Breach {
    let Schedule { thieves, payouts, moved } = schedule;
    let (who, moved) = (in_words(policy, &thieves), policy.in_words(Sum { units: moved, ..sum }));
    let first = payouts.first().map_or_else(String::new, |(payout, at)| {
        let (amount, wallet, to) = (payout.amount(), payout.wallet(), payout.to());
        alloc::format!("{amount} out of {wallet} to {to} at {at}")
    });
    let schedule = match payouts.len() {
        1 => alloc::format!("by one payout: {first}"),
        many => alloc::format!("by {many} payouts, the first of {first}"),
    };
    let most = proven.map(|units| policy.in_words(Sum { units, ..sum }));
    let most = most.map_or_else(String::new, |most| alloc::format!("; no more than {most} ever does"));
    let worth = at_prices(policy, &payouts, &prices);
    let words = alloc::format!("with {who} signing, {moved} leaves within {window}{worth}, {schedule}{most}");
    let step = |(payout, at)| BreachStep {
        payout,
        signing: thieves.clone(),
        rejecting: Party::nobody(),
        at,
        is_allowed: true,
    };
    Breach { words, steps: payouts.into_iter().map(step).collect(), prices }
}

/// `, where BTC is worth 10000 USD`: of what leaves, what has not always the same price.
fn at_prices(policy: &Policy, payouts: &[(Payout, Instant)], prices: &BTreeMap<AssetId, u128>) -> String {
    let Some(currency) = policy.prices.as_ref().map(|prices| &prices.currency) else { return String::new() };
    let possible = possible(policy);
    let varies = |asset: &AssetId| possible.get(asset).is_some_and(|(low, high)| low < high);
    let leaves = |name: &Name| payouts.iter().any(|(payout, _)| payout.amount().asset() == name);
    let one = |(asset, price): (&AssetId, &u128)| {
        let name = policy.asset(*asset).map(|asset| &asset.name).filter(|name| varies(asset) && leaves(name))?;
        Some(alloc::format!("{name} is worth {} {currency}", shortest(*price, PRICE_PLACES)))
    };
    let all: Vec<String> = prices.iter().filter_map(one).collect();
    if all.is_empty() { String::new() } else { alloc::format!(", where {}", all.join(" and ")) }
}

fn unknown(parties: &[Party]) -> String {
    alloc::format!("not every payout was asked about to the end, of {} choices of people", parties.len())
}
