//! One small file per check, or per few that look at the same thing.

pub(super) mod block;
pub(super) mod covered;
pub(super) mod delay;
pub(super) mod hours;
pub(super) mod initiator;
pub(super) mod known;
pub(super) mod ledger;
pub(super) mod limit;
pub(super) mod price;
pub(super) mod quorum;
pub(super) mod standing;
pub(super) mod veto;
pub(super) mod words;
