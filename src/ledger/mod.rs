//! What was spent: entries, and sums over a window.

pub(crate) mod acts;
pub(crate) mod book;
#[expect(clippy::module_inception, reason = "the folder's main type")]
pub(crate) mod ledger;
pub(crate) mod line;
pub(crate) mod record;
pub(crate) mod scope;
#[cfg(test)]
mod suppose_tests;
pub(crate) mod timeline;
