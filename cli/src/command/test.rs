//! `test`: policy scenarios.

use std::path::PathBuf;

use crate::exit::Exit;
use crate::fault::Fault;
use crate::scenario;
use crate::terminal::Terminal;

/// Plays policy scenarios, and says what of the policy they never touched
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Scenario files, each beside its policy
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Fail if less of a policy is touched, in percent: its rules, what its checks can find, both sides of its edges
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(0..=100))]
    pub min_coverage: Option<u8>,
    /// Fail unless a payout comes exactly to every tier, limit and delay of a policy, and one goes a unit beyond
    #[arg(long)]
    pub require_boundaries: bool,
}

pub fn run(arguments: &Arguments, terminal: &Terminal) -> Result<Exit, Fault> {
    scenario::run(arguments, terminal)
}
