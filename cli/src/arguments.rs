//! The command line: what may be written, and what follows from it.

use clap::error::ErrorKind;
use clap::{Parser, Subcommand};

use crate::command::{
    batch, check, coalitions, completions, decide, diff, exposure, ledger, man, sign, statement, test, verify,
};
use crate::exit::Exit;
use crate::fault::Fault;
use crate::terminal::{Color, Shape, Terminal};

/// Decides whether a requested payout may leave a wallet, under a policy that people can read.
#[derive(Debug, Parser)]
#[command(name = "countersign", version, max_term_width = 100, after_help = EXIT_STATUS)]
pub struct Arguments {
    /// How results and diagnostics are printed; `sarif` and `github` by `check` alone
    #[arg(long, global = true, value_enum, default_value_t = Shape::Text)]
    format: Shape,
    /// Whether diagnostics are coloured; `auto` asks the terminal and `NO_COLOR`
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto)]
    color: Color,
    #[command(subcommand)]
    command: Command,
}

const EXIT_STATUS: &str = "\
Exit status: 0 yes; 1 no; 2 could not answer (usage, unreadable or refused input, nothing evaluated); 3 not yet.
Only 0 of `decide` may be followed by a payout; its help is no answer, and exits with 2.
Results are written to standard output, diagnostics to standard error; the file `-` is standard input.";

#[derive(Debug, Subcommand)]
enum Command {
    Check(check::Arguments),
    Decide(decide::Arguments),
    Statement(statement::Arguments),
    Sign(sign::Arguments),
    Verify(verify::Arguments),
    Ledger(ledger::Arguments),
    Batch(batch::Arguments),
    Test(test::Arguments),
    Coalitions(coalitions::Arguments),
    Exposure(exposure::Arguments),
    Diff(diff::Arguments),
    Completions(completions::Arguments),
    Man(man::Arguments),
}

/// Reads the command line and does what it says.
pub fn run() -> Exit {
    let Arguments { format, color, command } = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return explain(&error),
    };
    let terminal = Terminal::new(format.of_diagnostics(), color);
    perform(&command, format, &terminal).unwrap_or_else(|fault| {
        terminal.report(&fault);
        Exit::CouldNotAnswer
    })
}

fn perform(command: &Command, shape: Shape, terminal: &Terminal) -> Result<Exit, Fault> {
    if !matches!(command, Command::Check(_)) && matches!(shape, Shape::Sarif | Shape::Github) {
        let message = "only `check` has findings to print in this format";
        return Err(Fault::new("format", message, "write `--format text` or `--format json`"));
    }
    match command {
        Command::Check(arguments) => check::run(arguments, shape, terminal),
        Command::Decide(arguments) => decide::run(arguments, terminal),
        Command::Statement(arguments) => statement::run(arguments, terminal),
        Command::Sign(arguments) => sign::run(arguments, terminal),
        Command::Verify(arguments) => verify::run(arguments, terminal),
        Command::Ledger(arguments) => ledger::run(arguments, terminal),
        Command::Batch(arguments) => batch::run(arguments, terminal),
        Command::Test(arguments) => test::run(arguments, terminal),
        Command::Coalitions(arguments) => coalitions::run(arguments, terminal),
        Command::Exposure(arguments) => exposure::run(arguments, terminal),
        Command::Diff(arguments) => diff::run(arguments, terminal),
        Command::Completions(arguments) => completions::run(arguments, terminal),
        Command::Man(arguments) => man::run(arguments, terminal),
    }
}

/// Prints what clap has to say: help, the version, or what is wrong with the command line.
fn explain(error: &clap::Error) -> Exit {
    let is_printed = error.print().is_ok();
    let is_asked = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    // A file called `--help` must not turn a script's `decide … && pay` into a payout.
    let of_decide = std::env::args_os().any(|argument| argument == "decide");
    if is_printed && is_asked && !of_decide { Exit::Yes } else { Exit::CouldNotAnswer }
}
