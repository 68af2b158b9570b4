//! Who could have had an example released under the policy that does not allow it.

use alloc::vec::Vec;

use crate::analyze::foreseen::Foreseen;
use crate::decide::check::CheckStatus;
use crate::decide::decision::Answer;
use crate::domain::name::Name;

/// Who could have had an example released under the policy that does not allow it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Others {
    /// As few as are enough.
    These(Vec<Name>),
    /// As few as are enough at that instant; those of the example would have to wait.
    Sooner(Vec<Name>),
    /// Nobody at that instant, and somebody later.
    NotYet,
    Nobody,
}

/// Whether delays and hours are all that is not met yet.
pub(super) fn lacks_time_alone(foreseen: &Foreseen) -> bool {
    foreseen.verdict() == Answer::Wait
        && foreseen.checks().iter().all(|check| {
            let is_time = ["delay:", "hours:"].iter().any(|kind| check.name().starts_with(kind));
            is_time || check.status() == CheckStatus::Met
        })
}
