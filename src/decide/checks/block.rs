//! `block:NAME`: what never leaves.

use alloc::string::String;

use crate::decide::check::{CheckCode, Finding};
use crate::decide::scene::Scene;
use crate::policy::model::Block;

pub(in crate::decide) fn check(scene: &Scene<'_, '_>, block: &Block) -> Finding {
    if !scene.binds(&block.selector) {
        return Finding::met(CheckCode::Clear, "the block does not concern this payout");
    }
    let reason = block.reason.as_ref().map_or_else(String::new, |reason| alloc::format!(": {}", one_line(reason)));
    Finding::fail(CheckCode::Blocked, alloc::format!("`{}` blocks this payout{reason}", block.name))
}

/// A reason as it stands in a text of one line: a line feed or tab in it shows as its escape.
fn one_line(reason: &str) -> String {
    reason.replace('\n', "\\n").replace('\t', "\\t")
}
