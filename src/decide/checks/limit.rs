//! `limit:NAME`: how much may leave, how often, and at what fee.

use crate::decide::check::{CheckCode, Finding};
use crate::decide::running::Running;
use crate::decide::scene::Scene;
use crate::domain::instant::Instant;
use crate::domain::span::Span;
use crate::domain::total::Total;
use crate::ledger::line::Line;
use crate::policy::model::{AssetId, Limit, Measure, Most, Sum};

pub(in crate::decide) fn check(scene: &Scene<'_, '_>, limit: &Limit) -> Finding {
    match &limit.most {
        Most::Payout(sum) => match alone(scene, sum) {
            Ok(_) => {
                Finding::met(CheckCode::Within, alloc::format!("at most {} a payout", scene.policy().in_words(*sum)))
            }
            Err(finding) => finding,
        },
        Most::Window { sum, span, scope } => window(scene, *sum, *span, &scene.running(*scope, *span)),
        Most::Count { payouts, span, scope } => count(scene, *payouts, *span, &scene.running(*scope, *span)),
        Most::Fee { units, asset } => fee(scene, *units, *asset),
        Most::AnyFee => Finding::met(CheckCode::Within, "any fee is accepted"),
    }
}

/// The payout's amount in the limit's measure, if it alone is within the limit.
fn alone(scene: &Scene<'_, '_>, sum: &Sum) -> Result<Total, Finding> {
    let amount = scene.amount(sum.of).ok_or_else(unvalued)?;
    let units = amount.units().ok_or_else(overflow)?;
    if units <= sum.units {
        return Ok(amount);
    }
    let (policy, of) = (scene.policy(), sum.of);
    let text = alloc::format!("{} is above {} by itself", policy.in_words(Sum { units, of }), policy.in_words(*sum));
    Err(Finding::fail(CheckCode::OverLimit, text))
}

fn window(scene: &Scene<'_, '_>, sum: Sum, span: Span, running: &Running<'_>) -> Finding {
    let amount = match alone(scene, &sum) {
        Ok(amount) => amount,
        Err(finding) => return finding,
    };
    let worth = |line: &Line| scene.worth(line);
    let Some(spent) = running.sum(scene.now(), &worth) else { return unvalued() };
    let Some(total) = amount.plus(spent).units() else { return overflow() };
    let (policy, of) = (scene.policy(), sum.of);
    let most = policy.in_words(sum);
    let left = spent.units().map_or(0, |spent| sum.units.saturating_sub(spent));
    let left = policy.in_words(Sum { units: left, of });
    if total <= sum.units {
        return Finding::met(
            CheckCode::Within,
            alloc::format!("{left} of {most} per {span} is left before this payout"),
        );
    }
    let fits = |at: Instant| {
        let then = running.sum(at, &worth).map(|spent| amount.plus(spent));
        then.is_some_and(|total| total <= Total::of(sum.units))
    };
    let text = alloc::format!("only {left} of {most} per {span} is left now");
    fitting(Finding::wait(CheckCode::WindowFull, text), running.first_fit(scene.now(), fits))
}

fn count(scene: &Scene<'_, '_>, payouts: u64, span: Span, running: &Running<'_>) -> Finding {
    let fits = |at: Instant| running.count(at) < payouts;
    if fits(scene.now()) {
        let nth = running.count(scene.now()).saturating_add(1);
        return Finding::met(CheckCode::Within, alloc::format!("payout {nth} of {payouts} per {span}"));
    }
    let text = alloc::format!("{payouts} payouts per {span} have been reserved already");
    fitting(Finding::wait(CheckCode::WindowFull, text), running.first_fit(scene.now(), fits))
}

fn fitting(finding: Finding, first_fit: Option<Instant>) -> Finding {
    match first_fit {
        Some(first) => {
            let text = alloc::format!("{}; it fits from {first}", finding.text);
            Finding { text: text.into(), ..finding }.until(first)
        }
        None => finding,
    }
}

fn fee(scene: &Scene<'_, '_>, units: u128, asset: AssetId) -> Finding {
    let most = scene.policy().in_words(Sum { units, of: Measure::Asset(asset) });
    let Some(fee) = scene.transfer().fee else {
        let text = alloc::format!("the payout says no highest fee, and at most {most} may be spent");
        return Finding::fail(CheckCode::NoFee, text);
    };
    if fee.asset != asset {
        let text = alloc::format!("the fee is in another asset than the {most} that may be spent");
        return Finding::fail(CheckCode::FeeAsset, text);
    }
    if fee.units > units {
        let written = scene.policy().in_words(Sum { units: fee.units, of: Measure::Asset(asset) });
        return Finding::fail(CheckCode::FeeOver, alloc::format!("a fee of {written} is above {most}"));
    }
    Finding::met(CheckCode::Within, alloc::format!("the fee is at most {most}"))
}

fn unvalued() -> Finding {
    Finding::wait(CheckCode::Price, "no price holds by which to value what counts here")
}

fn overflow() -> Finding {
    Finding::fail(CheckCode::Overflow, "the sum is larger than can be counted")
}
