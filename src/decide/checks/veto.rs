//! `veto:RULE`: have those who may stop it stopped it?

use super::words::people;
use crate::decide::check::{CheckCode, Finding};
use crate::decide::scene::Scene;
use crate::policy::model::Rule;

pub(in crate::decide) fn check(scene: &Scene<'_, '_>, rule: &Rule) -> Option<Finding> {
    let veto = rule.veto.as_ref()?;
    let rejecting = scene.votes.rejecting;
    if veto.is_met_by(rejecting) {
        let who = people(scene, rejecting.and(veto.people()));
        return Some(Finding::fail(CheckCode::Vetoed, alloc::format!("stopped by {who}")));
    }
    Some(Finding::met(CheckCode::NoVeto, "nobody with a veto has stopped it"))
}
