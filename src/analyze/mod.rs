//! Questions about a policy: what it really permits.
//!
//! Nobody has signed anything here: people are *supposed* to have signed, and the one engine that decides payouts
//! says what it would say. No rule is read a second time, and nothing that comes out can be paid on.

pub(crate) mod ask;
pub(crate) mod bands;
mod claims;
pub(crate) mod clocks;
#[cfg(test)]
mod clocks_tests;
mod coalitions;
pub(crate) mod counts;
pub(crate) mod day;
pub(crate) mod destinations;
mod diff;
mod exposure;
mod foreseen;
pub(crate) mod incomplete;
mod lint;
pub(crate) mod minimal;
#[cfg(test)]
mod minimal_tests;
mod party;
pub(crate) mod people;
pub(crate) mod prices;
pub(crate) mod situation;
mod supposed;
pub(crate) mod times;

pub use claims::{Breach, BreachStep, CheckedClaim, Shown};
pub use coalitions::{
    BandOfAmounts, Coalition, Coalitions, Focus, FocusFault, KindOfPayout, Moment, Release, Replay, Seats, Vetoes,
};
pub use diff::{Change, Comparison, Direction, Edit, Example, Witness};
pub use exposure::{ByPeople, Curve, Exposure, Fee, Figure, Held, Loss, Step, Theft, TheftFault, Thieves};
pub use foreseen::Foreseen;
pub use incomplete::Incomplete;
pub use lint::{
    Checked, Explanation, Finding, Inspection, LintCode, Proof, ProofStep, Reference, ReferenceKind, Severity, Silenced,
};
pub use party::{Party, UnknownPerson};
pub use supposed::{Asked, Supposed, SupposedFault};
