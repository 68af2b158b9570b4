//! Rules, limits and blocks: their sums, quorums and scopes.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use super::document::{
    BlockWritten, Document, Each, InitiatorsWritten, LimitWritten, MostWritten, Per, QuorumWritten, Rate, RuleWritten,
};
use super::fields::At;
use super::model::{Above, Approval, AssetId, Block, Counts, Delay, Limit, Measure, Most, Rule, Scope, ScopeId, Sum};
use super::names::{Names, quorum, unknown};
use super::problem::{ProblemCode, Report};
use super::seats::Quorum;
use super::selector::{Choice, Selector};
use crate::domain::amount::{AmountFault, WrittenAmount};
use crate::domain::name::Name;

/// The rules, in order of their names.
pub(crate) fn rules(
    written: &[RuleWritten],
    names: &Names<'_>,
    scopes: &mut Vec<Scope>,
    report: &mut Report,
) -> Vec<Rule> {
    let mut rules: Vec<Rule> = written.iter().filter_map(|one| rule(one, names, scopes, report)).collect();
    rules.sort_by(|a, b| a.name.cmp(&b.name));
    rules
}

fn rule(written: &RuleWritten, names: &Names<'_>, scopes: &mut Vec<Scope>, report: &mut Report) -> Option<Rule> {
    let selector = names.selector(&written.selector, report);
    let above = above(written, &selector, names, scopes, report);
    let mut compile = |at: &At<QuorumWritten>| match &at.value {
        QuorumWritten::Nobody => Some(None),
        QuorumWritten::Of(expression) => {
            let expression = At::new(expression.clone(), &at.span);
            quorum(&expression, names.roll, names.groups, report).map(Some)
        }
    };
    let approve = compile(&written.approve);
    let veto: Option<Option<Quorum>> = written.veto.as_ref().map_or(Some(None), &mut compile);
    let waiver = written.delay.as_ref().and_then(|delay| delay.value.waived_by.as_ref());
    let waived_by: Option<Option<Quorum>> = waiver.map_or(Some(None), &mut compile);
    if let (Some(at), Some(None)) = (waiver, &waived_by) {
        let help = "leave `delay_waived_by` out: then nobody can waive the delay";
        report.add(ProblemCode::BadQuorum, &at.span, "`nobody` waives no delay", help);
    }
    let delay = written.delay.as_ref().zip(waived_by).map(|(at, waived_by)| Delay { span: at.value.span, waived_by });
    let approve = match approve? {
        None => Approval::Nobody,
        Some(quorum) => Approval::By(quorum),
    };
    let rule = Rule {
        name: written.name.value.clone(),
        selector,
        above: above?,
        during: written.during.clone(),
        approve,
        veto: veto?,
        delay,
        hours: written.hours.clone(),
    };
    if let Some(delay) = &written.delay
        && rule.permits()
        && !rule.demands_signature()
    {
        let message = alloc::format!("nothing signed would start the delay of `{}`", rule.name);
        let help = "name initiators, who then sign a request, or ask for an approval";
        report.add(ProblemCode::UnanchoredDelay, &delay.span, message, help);
    }
    Some(rule)
}

fn above(
    written: &RuleWritten,
    selector: &Selector,
    names: &Names<'_>,
    scopes: &mut Vec<Scope>,
    report: &mut Report,
) -> Option<Above> {
    let Some(at) = &written.above else { return Some(Above::Nothing) };
    let sum = sum(at, names, report)?;
    if let Measure::Asset(asset) = sum.of
        && selector.assets != Choice::Of(BTreeSet::from([asset]))
    {
        let name = at.value.amount.asset();
        let message =
            alloc::format!("`{}` has `above` in {name} and does not concern {name} alone", written.name.value);
        let help = alloc::format!("write `assets = [\"{name}\"]`, or write `above` in the currency of `[prices]`");
        report.add(ProblemCode::AssetMismatch, &at.span, message, help);
    }
    Some(match at.value.per {
        Per::Payout => Above::Payout(sum),
        Per::Window(span) => {
            let scope = scope(selector.clone(), Counts::Units(sum.of), &written.each, scopes);
            Above::Window { sum, span, scope }
        }
    })
}

/// The limits, in order of their names.
pub(crate) fn limits(
    written: &[LimitWritten],
    names: &Names<'_>,
    scopes: &mut Vec<Scope>,
    report: &mut Report,
) -> Vec<Limit> {
    let mut limits: Vec<Limit> = written.iter().filter_map(|one| limit(one, names, scopes, report)).collect();
    limits.sort_by(|a, b| a.name.cmp(&b.name));
    limits
}

fn limit(written: &LimitWritten, names: &Names<'_>, scopes: &mut Vec<Scope>, report: &mut Report) -> Option<Limit> {
    let mut selector = names.selector(&written.selector, report);
    let most = match &written.most.value {
        MostWritten::Amount(rate) => {
            let at = At { value: rate, span: written.most.span.clone() };
            let sum = sum_of(&at.value.amount, &at.span, names, report)?;
            concern(&mut selector, sum.of, written, rate, report);
            match rate.per {
                Per::Payout => Most::Payout(sum),
                Per::Window(span) => {
                    let scope = scope(selector.clone(), Counts::Units(sum.of), &written.each, scopes);
                    Most::Window { sum, span, scope }
                }
            }
        }
        MostWritten::Count(payouts, span) => {
            let scope = scope(selector.clone(), Counts::Payouts, &written.each, scopes);
            Most::Count { payouts: *payouts, span: *span, scope }
        }
        MostWritten::Fee(None) => Most::AnyFee,
        MostWritten::Fee(Some(amount)) => {
            let (asset, units) = asset_units(amount, &written.most.span, names, report)?;
            Most::Fee { units, asset }
        }
    };
    Some(Limit { name: written.name.value.clone(), selector, most })
}

/// A limit in an asset concerns that asset only.
fn concern(selector: &mut Selector, of: Measure, written: &LimitWritten, rate: &Rate, report: &mut Report) {
    let Measure::Asset(asset) = of else { return };
    let only = Choice::Of(BTreeSet::from([asset]));
    if selector.assets != Choice::Any && selector.assets != only {
        let name = rate.amount.asset();
        let message = alloc::format!("`{}` has `max` in {name} and selects other assets", written.name.value);
        let help = "leave `assets` out, or write `max` in the currency of `[prices]`";
        report.add(ProblemCode::AssetMismatch, &written.most.span, message, help);
    }
    selector.assets = only;
}

/// The blocks, in order of their names.
pub(crate) fn blocks(written: &[BlockWritten], names: &Names<'_>, report: &mut Report) -> Vec<Block> {
    let block = |one: &BlockWritten, report: &mut Report| Block {
        name: one.name.value.clone(),
        selector: names.selector(&one.selector, report),
        reason: one.reason.clone(),
    };
    let mut blocks: Vec<Block> = written.iter().map(|one| block(one, report)).collect();
    blocks.sort_by(|a, b| a.name.cmp(&b.name));
    blocks
}

fn scope(selector: Selector, counts: Counts, each: &[Each], scopes: &mut Vec<Scope>) -> ScopeId {
    scopes.push(Scope { selector, counts, each: each.to_vec() });
    ScopeId(scopes.len().saturating_sub(1))
}

fn sum(at: &At<Rate>, names: &Names<'_>, report: &mut Report) -> Option<Sum> {
    sum_of(&at.value.amount, &at.span, names, report)
}

/// An amount above zero, in an asset or in the currency.
pub(crate) fn sum_of(
    amount: &WrittenAmount,
    span: &core::ops::Range<usize>,
    names: &Names<'_>,
    report: &mut Report,
) -> Option<Sum> {
    let currency = names.prices.filter(|prices| prices.currency == *amount.asset());
    let (of, units) = if let Some(prices) = currency {
        (Measure::Currency, units(amount, prices.decimals, span, report)?)
    } else {
        let (asset, units) = asset_units(amount, span, names, report)?;
        (Measure::Asset(asset), units)
    };
    if units == 0 {
        report.add(ProblemCode::BadAmount, span, alloc::format!("`{amount}` is zero"), AmountFault::Zero.help());
    }
    Some(Sum { units, of })
}

pub(crate) fn asset_units(
    amount: &WrittenAmount,
    span: &core::ops::Range<usize>,
    names: &Names<'_>,
    report: &mut Report,
) -> Option<(AssetId, u128)> {
    let name = amount.asset();
    let Some(asset) = names.asset(name) else {
        if names.prices.is_none() {
            let message = alloc::format!("`{name}` is no asset, and there is no `[prices]` whose currency it could be");
            report.add(ProblemCode::NoPrices, span, message, "name an asset, or add `[prices]`");
        } else {
            let at = At::new(name.clone(), span);
            unknown("asset or currency", &at, names.assets.iter().map(|asset| asset.name.as_str()), report);
        }
        return None;
    };
    let decimals = names.assets.get(asset.0).map_or(0, |asset| asset.decimals);
    Some((asset, units(amount, decimals, span, report)?))
}

fn units(amount: &WrittenAmount, decimals: u8, span: &core::ops::Range<usize>, report: &mut Report) -> Option<u128> {
    let fault = |fault: AmountFault| {
        let message = match fault {
            AmountFault::Places { written, decimals } => alloc::format!(
                "`{amount}` has {written} decimal places, more than the {decimals} of {}",
                amount.asset()
            ),
            _ => alloc::format!("`{amount}`: {fault}"),
        };
        report.add(ProblemCode::BadAmount, span, message, fault.help());
    };
    amount.units(decimals).map_err(fault).ok()
}

/// Where who initiates matters, every rule that permits must make the initiator sign.
pub(crate) fn unsigned_initiators(document: &Document, report: &mut Report) {
    let named = |at: &Option<At<InitiatorsWritten>>| matches!(at, Some(at) if matches!(at.value, InitiatorsWritten::People { .. }));
    let rules = document.rules.iter().map(|rule| (&rule.name, &rule.selector, rule.each.as_slice()));
    let limits = document.limits.iter().map(|limit| (&limit.name, &limit.selector, limit.each.as_slice()));
    let blocks = document.blocks.iter().map(|block| (&block.name, &block.selector, [].as_slice()));
    let matters: Option<&At<Name>> = rules
        .chain(limits)
        .chain(blocks)
        .find(|(_, selector, each)| named(&selector.initiators) || each.contains(&Each::Initiator))
        .map(|(name, _, _)| name);
    let Some(matters) = matters else { return };
    for rule in &document.rules {
        let Some(at) = &rule.selector.initiators else { continue };
        let permits = rule.above.is_none() && rule.during.is_none();
        if permits && matches!(at.value, InitiatorsWritten::Unsigned) {
            let message = alloc::format!(
                "`{}` lets anyone initiate, and `{}` asks who initiates: an unsigned name could be any",
                rule.name.value,
                matters.value
            );
            let help = "name initiators here, who then sign their requests, or ask nowhere who initiates";
            report.add(ProblemCode::UnsignedInitiator, &at.span, message, help);
        }
    }
}
