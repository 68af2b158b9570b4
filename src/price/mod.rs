//! Quotes → value.

pub(crate) mod quotes;
pub(crate) mod record;
#[cfg(test)]
mod suppose_tests;
pub(crate) mod value;
#[cfg(test)]
mod value_tests;
