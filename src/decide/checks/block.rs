//! `block:NAME`: what never leaves.

use crate::decide::check::{CheckCode, Finding};
use crate::decide::scene::Scene;
use crate::policy::model::Block;

pub(in crate::decide) fn check(scene: &Scene<'_, '_>, block: &Block) -> Finding {
    if !scene.binds(&block.selector) {
        return Finding::met(CheckCode::Clear, "the block does not concern this payout");
    }
    let reason = block.reason.as_ref().map_or_else(alloc::string::String::new, |reason| alloc::format!(": {reason}"));
    Finding::fail(CheckCode::Blocked, alloc::format!("`{}` blocks this payout{reason}", block.name))
}
