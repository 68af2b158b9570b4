//! The inside of the tool. The tool is the binary `countersign`; this is a library only so that tests and fuzz targets
//! reach its readers without starting a process for every input. Nothing in it is promised to anybody.

mod arguments;
mod batch;
mod clock;
mod command;
mod diagnostic;
#[doc(hidden)]
pub mod doors;
mod escape;
mod exit;
mod fault;
mod findings;
mod fit;
mod hashed;
mod input;
mod json;
mod key_file;
mod load;
mod scenario;
mod sign;
mod terminal;

use std::process::ExitCode;

/// Reads the command line and does what it says.
#[doc(hidden)]
#[must_use]
pub fn run() -> ExitCode {
    arguments::run().into()
}
