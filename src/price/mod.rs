//! Quotes → value.

pub(crate) mod quotes;
pub(crate) mod record;
pub(crate) mod value;
#[cfg(test)]
mod value_tests;
