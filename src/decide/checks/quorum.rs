//! `quorum:RULE`: do enough people approve exactly this?

use super::words::{must, people};
use crate::decide::check::{CheckCode, Finding};
use crate::decide::scene::Scene;
use crate::policy::model::{Approval, Rule};

pub(in crate::decide) fn check(scene: &Scene<'_, '_>, rule: &Rule) -> Finding {
    let Approval::By(quorum) = &rule.approve else {
        return Finding::met(CheckCode::NothingNeeded, "the rule asks for nobody's approval");
    };
    let approving = scene.votes.approving;
    if quorum.is_met_by(approving) {
        let who = people(scene, approving.and(quorum.people()));
        return Finding::met(CheckCode::Enough, alloc::format!("approved by {who}"));
    }
    let Some((count, from)) = quorum.missing(approving, scene.may_still_approve) else {
        let text = "those who may still approve before the payout expires are not enough";
        return Finding::fail(CheckCode::Unreachable, text);
    };
    let names = scene.policy().roll.names(from);
    Finding::wait(CheckCode::Short, must(scene, count, from, "approve")).missing(count, names)
}
