//! `covered`: is there a rule that permits it at all?

use crate::decide::check::{CheckCode, Finding};
use crate::decide::scene::Scene;

pub(in crate::decide) fn check(scene: &Scene<'_, '_>) -> Finding {
    let (now, standing) = (scene.now(), &scene.transfer().standing);
    let covers = scene.binding().find(|rule| rule.permits() && rule.selector.to.cover(standing, now));
    if let Some(rule) = covers {
        return Finding::met(CheckCode::Covered, alloc::format!("`{}` permits such payouts", rule.name));
    }
    // A rule that would permit it after a cooling-off binds already: its destination is touched.
    let cooling = scene.binding().filter(|rule| rule.permits());
    let cooling = cooling.filter_map(|rule| Some((rule.selector.to.cover_from(standing)?, &rule.name)));
    match cooling.min() {
        Some((until, rule)) => {
            let text = alloc::format!("the destination is in its cooling-off; `{rule}` permits it from {until}");
            Finding::wait(CheckCode::CoolingOff, text).until(until)
        }
        None => Finding::fail(CheckCode::NotCovered, "no rule of the policy permits such a payout"),
    }
}
