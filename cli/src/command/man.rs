//! `man`: the manual pages.

use clap::CommandFactory;
use clap_mangen::Man;

use crate::exit::Exit;
use crate::fault::Fault;
use crate::terminal::{Terminal, unwritten};

/// Prints the manual page of the tool, or of one command
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The command
    command: Option<String>,
}

pub fn run(arguments: &Arguments, terminal: &Terminal) -> Result<Exit, Fault> {
    let mut tool = crate::arguments::Arguments::command();
    tool.build();
    let page = match &arguments.command {
        None => tool,
        Some(name) => {
            let found = tool.find_subcommand(name).cloned();
            found.ok_or_else(|| {
                Fault::new("unknown-command", format!("there is no command `{name}`"), "see `countersign --help`")
            })?
        }
    };
    let mut text = Vec::new();
    Man::new(page).render(&mut text).map_err(|error| unwritten(&error))?;
    terminal.print(&String::from_utf8_lossy(&text))?;
    Ok(Exit::Yes)
}
