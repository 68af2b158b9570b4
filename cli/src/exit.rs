//! What the tool's exit status says.

use std::process::ExitCode;

/// The answer as an exit status. Only [`Exit::Yes`] of `decide` may be followed by a payout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// 0
    Yes,
    /// 1
    No,
    /// 2: usage, unreadable or refused input, a result that could not be written, nothing evaluated
    CouldNotAnswer,
    /// 3
    NotYet,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Yes => 0,
            Exit::No => 1,
            Exit::CouldNotAnswer => 2,
            Exit::NotYet => 3,
        })
    }
}
