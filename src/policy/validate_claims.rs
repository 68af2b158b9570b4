//! Claims: their people, sums and lists looked up.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::claim::{Claim, Movement, Promise, Who};
use super::document::{ClaimWritten, Per, PromiseWritten, Rate, WhoWritten};
use super::fields::At;
use super::lists::ListId;
use super::model::{AssetId, Measure, Sum};
use super::names::{Names, quorum};
use super::problem::{ProblemCode, Report};
use super::quorum::Expression;
use super::seats::Quorum;
use super::selector::Destinations;
use super::validate_rules::{asset_units, sum_of};
use crate::domain::amount::{AmountFault, WrittenAmount};
use crate::domain::destination::Destination;

/// The claims, in order of their names.
pub(crate) fn claims(written: &[ClaimWritten], names: &Names<'_>, report: &mut Report) -> Vec<Claim> {
    let claim = |one: &ClaimWritten, report: &mut Report| {
        let promise = promise(&one.said, names, report)?;
        let (key, sentence) = one.words.clone();
        Some(Claim { name: one.name.value.clone(), key, sentence, promise })
    };
    let mut claims: Vec<Claim> = written.iter().filter_map(|one| claim(one, report)).collect();
    claims.sort_by(|a, b| a.name.cmp(&b.name));
    claims
}

fn promise(said: &At<PromiseWritten>, names: &Names<'_>, report: &mut Report) -> Option<Promise> {
    let span = &said.span;
    match &said.value {
        PromiseWritten::Move { who, most, place } => {
            let who = match who {
                WhoWritten::Any(count) => Some(Who::Any(*count)),
                WhoWritten::These(expression) => people(expression, names, report).map(Who::These),
            };
            let place = names.destinations(Some(place), report);
            let most = most.as_ref().map_or(Some(Movement::Nothing), |rate| movement(rate, span, names, report));
            is_somewhere(&place, most.and_then(asset_of), span, names, report);
            Some(Promise::Move { who: who?, most: most?, place })
        }
        PromiseWritten::Suffice { place } => {
            let place = names.destinations(Some(place), report);
            is_somewhere(&place, None, span, names, report);
            Some(Promise::Suffice { place })
        }
        PromiseWritten::Wait { above, place, at_least, veto } => {
            let above = sum_of(above, span, names, report);
            let place = names.destinations(Some(place), report);
            is_somewhere(&place, above.and_then(|sum| asset_of(Movement::Payout(sum))), span, names, report);
            let veto = people(veto, names, report);
            Some(Promise::Wait { above: above?, place, at_least: *at_least, veto: veto? })
        }
        PromiseWritten::Pay { who, amount, to, within } => {
            let who = people(who, names, report);
            let to = names.lists_of(to, report);
            let (asset, units) = payment(amount, span, names, report)?;
            for list in &to {
                has_entry(*list, asset, span, names, report);
            }
            Some(Promise::Pay { who: who?, asset, units, to, within: *within })
        }
    }
}

fn movement(rate: &Rate, span: &Range<usize>, names: &Names<'_>, report: &mut Report) -> Option<Movement> {
    let sum = sum_of(&rate.amount, span, names, report)?;
    Some(match rate.per {
        Per::Payout => Movement::Payout(sum),
        Per::Window(window) => Movement::Window(sum, window),
    })
}

fn people(expression: &At<Expression>, names: &Names<'_>, report: &mut Report) -> Option<Quorum> {
    quorum(expression, names.roll, names.groups, report)
}

/// What a payout can be of: an asset, and more than nothing of it.
fn payment(
    amount: &WrittenAmount,
    span: &Range<usize>,
    names: &Names<'_>,
    report: &mut Report,
) -> Option<(AssetId, u128)> {
    if names.prices.is_some_and(|prices| prices.currency == *amount.asset()) {
        let message = alloc::format!("a payout is of an asset, and `{}` is the currency", amount.asset());
        report.add(ProblemCode::BadClaim, span, message, "write an amount of the asset that can be paid");
        return None;
    }
    let (asset, units) = asset_units(amount, span, names, report)?;
    if units == 0 {
        report.add(ProblemCode::BadAmount, span, alloc::format!("`{amount}` is zero"), AmountFault::Zero.help());
    }
    Some((asset, units))
}

/// The one asset that is spoken of, if it is one.
fn asset_of(most: Movement) -> Option<AssetId> {
    match most {
        Movement::Payout(Sum { of: Measure::Asset(asset), .. })
        | Movement::Window(Sum { of: Measure::Asset(asset), .. }, _) => Some(asset),
        Movement::Payout(_) | Movement::Window(..) | Movement::Nothing => None,
    }
}

/// Of lists without an entry for what is spoken of everything holds, and the claim would say nothing.
fn is_somewhere(
    place: &Destinations,
    asset: Option<AssetId>,
    span: &Range<usize>,
    names: &Names<'_>,
    report: &mut Report,
) {
    let Destinations::In(lists) = place else { return };
    let chain = asset.and_then(|asset| names.assets.get(asset.0)).map(|asset| &asset.chain);
    let touched = |entry: &Destination| names.lists.standing(entry).touched().any(|list| lists.contains(&list));
    let mut entries = names.lists.destinations().filter(|entry| chain.is_none_or(|chain| entry.chain() == chain));
    if !lists.is_empty() && !entries.any(touched) {
        let all: Vec<String> =
            lists.iter().filter_map(|list| Some(alloc::format!("`{}`", names.lists.name(*list)?))).collect();
        let of = if chain.is_some() { " on the chain of its asset" } else { "" };
        let message =
            alloc::format!("nothing is to {}, without an entry{of}: the claim holds of nothing", all.join(", "));
        report.add(
            ProblemCode::BadClaim,
            span,
            message,
            "name a list that has an entry, or leave the claim out until it has",
        );
    }
}

/// Where there is no entry nothing can be paid, and the claim would say nothing.
fn has_entry(list: ListId, asset: AssetId, span: &Range<usize>, names: &Names<'_>, report: &mut Report) {
    let (Some(name), Some(asset)) = (names.lists.name(list), names.assets.get(asset.0)) else { return };
    let mut entries = names.lists.destinations().filter(|entry| *entry.chain() == asset.chain);
    if !entries.any(|entry| names.lists.standing(entry).permits_from(list).is_some()) {
        let message = alloc::format!("`{name}` has no entry on the chain of {}", asset.name);
        report.add(ProblemCode::BadClaim, span, message, "name a list that has one, or an asset of its chain");
    }
}
