//! Where results and diagnostics go.

use std::io::{self, IsTerminal, Write};

use clap::ValueEnum;

use crate::diagnostic;
use crate::fault::Fault;

/// How results are printed, as the command line says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Shape {
    /// for people
    Text,
    /// for machines
    Json,
    /// findings as SARIF 2.1.0
    Sarif,
    /// findings as workflow commands of GitHub
    Github,
}

/// How results and diagnostics are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// for people
    Text,
    /// for machines
    Json,
}

impl Shape {
    /// How diagnostics are printed beside such a result.
    pub fn of_diagnostics(self) -> Format {
        match self {
            Self::Text | Self::Sarif | Self::Github => Format::Text,
            Self::Json => Format::Json,
        }
    }
}

/// Whether diagnostics are coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// on a terminal, unless `NO_COLOR` is set
    Auto,
    /// always
    Always,
    /// never
    Never,
}

/// Standard output for results, standard error for diagnostics.
#[derive(Debug)]
pub struct Terminal {
    format: Format,
    output: io::Stdout,
    errors: io::Stderr,
    paint: diagnostic::Paint,
    paint_of_results: diagnostic::Paint,
}

impl Terminal {
    /// Asks the terminal what is wanted.
    pub fn new(format: Format, color: Color) -> Self {
        let paint = |is_terminal: bool| {
            let is_wanted = match color {
                Color::Always => true,
                Color::Never => false,
                Color::Auto => {
                    let is_refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
                    !is_refused && is_terminal
                }
            };
            if is_wanted { diagnostic::Paint::Colored } else { diagnostic::Paint::Plain }
        };
        let (output, errors) = (io::stdout(), io::stderr());
        let (paint, paint_of_results) = (paint(errors.is_terminal()), paint(output.is_terminal()));
        Self { format, output, errors, paint, paint_of_results }
    }

    /// Whether results are coloured.
    pub fn paint_of_results(&self) -> diagnostic::Paint {
        self.paint_of_results
    }

    /// How results are printed.
    pub fn format(&self) -> Format {
        self.format
    }

    /// Prints a result to its last byte.
    pub fn print(&self, result: &str) -> Result<(), Fault> {
        let mut output = self.output.lock();
        output.write_all(result.as_bytes()).and_then(|()| output.flush()).map_err(|error| unwritten(&error))
    }

    /// Prints a diagnostic. One that cannot be printed changes no exit status.
    pub fn report(&self, fault: &Fault) {
        let text = match self.format {
            Format::Text => diagnostic::text(fault, self.paint),
            Format::Json => diagnostic::json(fault),
        };
        self.say(&text);
    }

    /// Prints a remark.
    pub fn say(&self, text: &str) {
        drop(writeln!(self.errors.lock(), "{text}"));
    }
}

/// A result that did not reach its reader is no answer.
pub fn unwritten(error: &io::Error) -> Fault {
    Fault::new("unwritten", format!("the result could not be written: {error}"), "make room, or read it to its end")
}
