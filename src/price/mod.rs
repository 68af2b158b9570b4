//! Quotes → value.

pub(crate) mod quotes;
pub(crate) mod record;
pub(crate) mod value;
