//! `countersign`: check policies, decide payouts, sign and verify approvals.

mod arguments;
mod batch;
mod clock;
mod command;
mod diagnostic;
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

fn main() -> ExitCode {
    arguments::run().into()
}
