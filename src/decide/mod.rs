//! Case + ledger + now → decision: one small file per check.

pub(crate) mod case;
pub(crate) mod check;
mod checks;
pub(crate) mod decision;
mod evaluate;
mod running;
mod scene;
