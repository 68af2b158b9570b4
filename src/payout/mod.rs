//! What is asked.

#[cfg(test)]
mod asked_tests;
pub(crate) mod reading;
pub(crate) mod record;
