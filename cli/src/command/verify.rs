//! `verify`: intake of an approval.

use std::path::PathBuf;

use countersign::{ApprovalCode, Case, Instant, SignedApproval};
use serde_json::json;

use crate::exit::Exit;
use crate::fault::Fault;
use crate::terminal::{Format, Terminal};
use crate::{clock, escape, input, json, load};

/// Verifies one approval on receipt: prints it stamped with `received_at`, or says why it does not verify
///
/// Exit status: 0 verified, 1 not, 2 not asked.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The policy
    policy: PathBuf,
    /// The payout, a JSON object
    #[arg(long, value_name = "F")]
    payout: PathBuf,
    /// The approval as its signer sent it, a JSON object without `received_at`
    #[arg(long, value_name = "F")]
    approval: PathBuf,
    /// When it was received, YYYY-MM-DDTHH:MM:SSZ; the machine's clock if absent
    #[arg(long, value_name = "T", value_parser = Instant::parse)]
    at: Option<Instant>,
}

pub fn run(arguments: &Arguments, terminal: &Terminal) -> Result<Exit, Fault> {
    let Arguments { policy, payout, approval, at } = arguments;
    input::at_most_one_stdin(&[policy, payout, approval])?;
    let policy = load::policy(policy)?;
    let asked = load::payout(payout)?;
    let case = Case::open(&policy, &asked, &[]).map_err(|fault| load::of_case(&fault).of(payout))?;
    let approval: SignedApproval = load::record(approval, "a signed approval")?;
    match case.receive(approval.clone(), clock::or_now(*at)?) {
        Ok(received) => {
            terminal.print(&json::line(&received)?)?;
            Ok(Exit::Yes)
        }
        Err(code) => {
            terminal.say(&void(&approval, code, terminal.format())?);
            Ok(Exit::No)
        }
    }
}

/// Why it does not count. Said on standard error: standard output is for approvals alone.
fn void(approval: &SignedApproval, code: ApprovalCode, format: Format) -> Result<String, Fault> {
    let (signer, verdict, words) = (approval.signer(), approval.verdict(), code.in_words());
    match format {
        Format::Text => Ok(escape::line(&format!("void: `{signer}` {verdict}: {words} [{code}]"))),
        Format::Json => {
            json::line(&json!({"signer": signer, "verdict": verdict, "status": "void", "code": code, "text": words}))
        }
    }
}
