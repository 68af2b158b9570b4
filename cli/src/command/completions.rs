//! `completions`: for the shell.

use clap::CommandFactory;
use clap_complete::Shell;

use crate::exit::Exit;
use crate::fault::Fault;
use crate::terminal::Terminal;

/// Prints completions for a shell
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The shell
    shell: Shell,
}

pub fn run(arguments: &Arguments, terminal: &Terminal) -> Result<Exit, Fault> {
    let mut script = Vec::new();
    let mut command = crate::arguments::Arguments::command();
    clap_complete::generate(arguments.shell, &mut command, "countersign", &mut script);
    terminal.print(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Yes)
}
