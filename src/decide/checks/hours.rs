//! `hours:RULE`: is it the time of day and week for it?

use crate::decide::check::{CheckCode, Finding};
use crate::decide::scene::Scene;
use crate::policy::model::Rule;

pub(in crate::decide) fn check(scene: &Scene<'_, '_>, rule: &Rule) -> Option<Finding> {
    let hours = rule.hours.as_ref()?;
    // A wall clock that cannot be read opens nothing.
    if hours.hold_at(scene.now()).unwrap_or(false) {
        return Some(Finding::met(CheckCode::WithinHours, alloc::format!("within {}", hours.in_words())));
    }
    let closed = |more: &str| Finding::wait(CheckCode::Closed, alloc::format!("outside {}{more}", hours.in_words()));
    Some(match hours.next_opening(scene.now()) {
        Some(opening) => closed(&alloc::format!("; open again at {opening}")).until(opening),
        None => closed(""),
    })
}
