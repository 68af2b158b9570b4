//! Who can release what, who can stop it, and without whom it is locked.

mod cell;
mod coalition;
mod focus;
mod json;
mod lines;
mod locate;
mod locks;
mod merging;
mod moments;
mod open;
mod releasing;
mod short;
mod survey;
mod symmetry;
mod text;
mod vetoes;

pub(crate) use coalition::people;
pub use coalition::{Coalition, Release, Replay, Seats};
pub use focus::{Focus, FocusFault};
pub use moments::Moment;
pub(crate) use open::{Opening, opening};
pub use survey::{BandOfAmounts, Coalitions, KindOfPayout};
pub use vetoes::Vetoes;
