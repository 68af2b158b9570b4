//! Case + ledger + now → decision: one small file per check.

pub(crate) mod case;
pub(crate) mod check;
mod checks;
pub(crate) mod decision;
pub(crate) mod edges;
pub(crate) mod evaluate;
pub(crate) mod reach;
mod running;
mod scene;
