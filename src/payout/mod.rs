//! What is asked.

pub(crate) mod reading;
pub(crate) mod record;
