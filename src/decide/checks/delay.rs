//! `delay:RULE`: has everything that was signed stood for long enough?

use super::words::must;
use crate::decide::check::{CheckCode, Finding};
use crate::decide::scene::Scene;
use crate::domain::instant::Instant;
use crate::policy::model::{Delay, Rule};

pub(in crate::decide) fn check(scene: &Scene<'_, '_>, rule: &Rule) -> Option<Finding> {
    Some(find(scene, rule.delay.as_ref()?))
}

fn find(scene: &Scene<'_, '_>, delay: &Delay) -> Finding {
    if delay.waived_by.as_ref().is_some_and(|quorum| quorum.is_met_by(scene.votes.approving)) {
        return Finding::met(CheckCode::Waived, "those who may have waived the delay");
    }
    if !scene.binding().any(Rule::demands_signature) {
        return waivable(scene, delay).unwrap_or_else(|| {
            Finding::fail(CheckCode::NoAnchor, "nothing has to be signed, so that nothing starts the delay")
        });
    }
    let span = delay.span;
    let Some(start) = scene.signed_since else {
        let earliest = scene.now().after(span);
        if earliest < scene.expiry {
            let text = alloc::format!("the delay of {span} starts once everything is signed");
            return Finding::wait(CheckCode::NotStarted, text);
        }
        return waivable(scene, delay).unwrap_or_else(|| too_late(earliest));
    };
    let end = start.after(span);
    if end <= scene.now() {
        return Finding::met(CheckCode::Elapsed, alloc::format!("everything has stood signed since {start}"));
    }
    if end < scene.expiry {
        let text = alloc::format!("the delay of {span} runs until {end}; it can be stopped until then");
        return Finding::wait(CheckCode::Running, text).until(end);
    }
    waivable(scene, delay).unwrap_or_else(|| too_late(end))
}

/// What is left when the delay cannot end in time: those who may can still waive it.
fn waivable(scene: &Scene<'_, '_>, delay: &Delay) -> Option<Finding> {
    let (count, from) = delay.waived_by.as_ref()?.missing(scene.votes.approving, scene.may_still_approve)?;
    let names = scene.policy().roll.names(from);
    let must = must(scene, count, from, "approve to waive it");
    let text = alloc::format!("the delay cannot end before the payout expires; {must}");
    Some(Finding::wait(CheckCode::Waivable, text).missing(count, names))
}

fn too_late(end: Instant) -> Finding {
    let text = alloc::format!("the delay would end at {end} at the earliest, when the payout has expired");
    Finding::fail(CheckCode::TooLate, text)
}
