//! `test`: policy scenarios.

use std::path::PathBuf;

use crate::exit::Exit;
use crate::fault::Fault;
use crate::scenario;
use crate::terminal::Terminal;

/// Runs policy scenarios and says what they never touched
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Scenario files, each beside its policy
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Fail below this share of rules, limits, blocks and boundaries touched, in percent
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(0..=100))]
    pub min_coverage: Option<u8>,
}

pub fn run(arguments: &Arguments, terminal: &Terminal) -> Result<Exit, Fault> {
    scenario::run(arguments, terminal)
}
