//! `initiator:RULE`: where a rule names initiators, theirs is a signed request.

use alloc::vec::Vec;

use crate::decide::check::{CheckCode, Finding};
use crate::decide::scene::Scene;
use crate::policy::model::Rule;

pub(in crate::decide) fn check(scene: &Scene<'_, '_>, rule: &Rule) -> Option<Finding> {
    if !rule.selector.initiators.are_named() {
        return None;
    }
    let initiator = scene.payout().initiator();
    if scene.votes.requested_since.is_some() {
        return Some(Finding::met(CheckCode::Requested, alloc::format!("`{initiator}` has signed the request")));
    }
    let never = if scene.may_still_request { "" } else { ", and is not active before the payout expires" };
    let text = alloc::format!("`{initiator}` must sign the request{never}");
    let who = if scene.may_still_request { alloc::vec![initiator.clone()] } else { Vec::new() };
    Some(Finding::wait(CheckCode::NoRequest, text).missing(1, who))
}
