//! Signed → who really approved.

pub(crate) mod judge;
pub(crate) mod record;
pub(crate) mod statement;
pub(crate) mod stretch;
pub(crate) mod verify;
