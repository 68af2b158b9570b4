//! Keys and what their signatures prove.
mod curve;
mod der;
mod encoding;
#[expect(clippy::module_inception, reason = "the folder's main type")]
pub(crate) mod key;
pub(crate) mod key_fault;
pub(crate) mod scheme;
