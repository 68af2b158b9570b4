//! `countersign`: check policies, decide payouts, sign and verify approvals.

use std::process::ExitCode;

fn main() -> ExitCode {
    countersign_cli::run()
}
