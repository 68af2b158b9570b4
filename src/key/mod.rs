//! Keys and what their signatures prove.
mod curve;
mod der;
mod encoding;
pub(crate) mod key;
pub(crate) mod key_fault;
pub(crate) mod scheme;
