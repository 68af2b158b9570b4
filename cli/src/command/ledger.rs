//! `ledger new`: an empty snapshot.

use std::path::PathBuf;

use countersign::Ledger;

use crate::exit::Exit;
use crate::fault::Fault;
use crate::terminal::Terminal;
use crate::{json, load};

/// Makes ledgers
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, clap::Subcommand)]
enum Act {
    /// Prints an empty snapshot for a policy that has no ledger yet
    ///
    /// One realm and policy name has one ledger: two ledgers are two budgets.
    New {
        /// The policy
        policy: PathBuf,
    },
}

pub fn run(arguments: &Arguments, terminal: &Terminal) -> Result<Exit, Fault> {
    let Act::New { policy } = &arguments.act;
    let policy = load::policy(policy)?;
    terminal.print(&json::line(&Ledger::new(&policy).header())?)?;
    Ok(Exit::Yes)
}
