//! One file per command: its arguments, and what it does.

pub mod batch;
pub mod check;
pub mod coalitions;
pub mod completions;
pub mod decide;
pub mod diff;
pub mod exposure;
pub mod ledger;
pub mod man;
pub mod sign;
pub mod statement;
pub mod test;
pub mod verify;
