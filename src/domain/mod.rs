//! The words: values that cannot be wrong.

pub(crate) mod address;
pub(crate) mod address_fault;
pub(crate) mod amount;
pub(crate) mod base58;
pub(crate) mod bech;
pub(crate) mod bitcoin;
pub(crate) mod calendar;
#[cfg(test)]
mod calendar_tests;
pub(crate) mod chain;
pub(crate) mod destination;
pub(crate) mod digest;
pub(crate) mod evm;
pub(crate) mod hash;
pub(crate) mod instant;
pub(crate) mod name;
pub(crate) mod people;
pub(crate) mod record;
pub(crate) mod span;
pub(crate) mod tag;
pub(crate) mod text;
#[cfg(test)]
mod text_tests;
pub(crate) mod total;
