//! Who can release what, who can stop it, and without whom it is locked.

mod cell;
mod coalition;
mod focus;
mod json;
mod lines;
mod locate;
mod merging;
mod short;
mod survey;
mod symmetry;
mod text;

pub use cell::Vetoes;
pub(crate) use coalition::people;
pub use coalition::{Coalition, Release, Replay, Seats};
pub use focus::{Focus, FocusFault};
pub use survey::{BandOfAmounts, Coalitions, KindOfPayout};
