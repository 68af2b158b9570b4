//! `decide`: one decision.

use std::path::{Path, PathBuf};

use countersign::{Answer, Case, Digest, Instant, Ledger, Quotes};

use crate::exit::Exit;
use crate::fault::Fault;
use crate::terminal::{Format, Terminal};
use crate::{clock, escape, input, json, load};

/// Decides whether a payout may leave now, with every reason
///
/// Exit status: 0 allow, 1 deny, 3 wait, 2 not decided.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The policy
    policy: PathBuf,
    /// The payout, a JSON object
    #[arg(long, value_name = "F")]
    payout: PathBuf,
    /// The approvals received so far, JSON Lines; an empty file where there are none yet
    #[arg(long, value_name = "F")]
    approvals: PathBuf,
    /// The ledger's snapshot, JSON Lines; `countersign ledger new` makes an empty one
    #[arg(long, value_name = "F")]
    ledger: PathBuf,
    /// Signed quotes, JSON Lines
    #[arg(long, value_name = "F")]
    prices: Option<PathBuf>,
    /// The instant to decide at, YYYY-MM-DDTHH:MM:SSZ; the machine's clock if absent
    #[arg(long, value_name = "T", value_parser = Instant::parse)]
    at: Option<Instant>,
    /// Decides again a payout that the ledger holds as reserved, immediately before it is signed
    #[arg(long)]
    reserved: bool,
    /// Refuses any other policy than the one with this sha256
    #[arg(long, value_name = "H", value_parser = Digest::parse)]
    policy_sha256: Option<Digest>,
}

pub fn run(arguments: &Arguments, terminal: &Terminal) -> Result<Exit, Fault> {
    let Arguments { policy, payout, approvals, ledger, prices, at, reserved, policy_sha256 } = arguments;
    let files = [Some(policy), Some(payout), Some(approvals), Some(ledger), prices.as_ref()];
    input::at_most_one_stdin(&files.into_iter().flatten().map(PathBuf::as_path).collect::<Vec<&Path>>())?;
    let policy = load::pinned_policy(policy, *policy_sha256)?;
    let asked = load::payout(payout)?;
    let approvals = load::approvals(approvals)?;
    let ledger = load::ledger(&policy, ledger)?;
    let quotes = load::quotes(&policy, prices.as_deref())?;
    let now = clock::or_now(*at)?;
    let case = Case::open(&policy, &asked, &approvals).map_err(|fault| load::of_case(&fault).of(payout))?;

    let decision =
        if *reserved { case.decide_reserved(&ledger, &quotes, now) } else { case.decide(&ledger, &quotes, now) };
    let text = match terminal.format() {
        Format::Json => json::line(&decision)?,
        Format::Text => {
            let less = if *reserved || decision.is_allowed() { None } else { less(&case, &ledger, &quotes, now) };
            escape::lines(&format!("{decision}{}", less.unwrap_or_default()))
        }
    };
    terminal.print(&text)?;
    Ok(match decision.verdict() {
        Answer::Allow => Exit::Yes,
        Answer::Deny => Exit::No,
        Answer::Wait => Exit::NotYet,
    })
}

/// What would be allowed instead, if anything.
fn less(case: &Case<'_>, ledger: &Ledger, quotes: &Quotes, now: Instant) -> Option<String> {
    let amount = case.allowed_up_to(ledger, quotes, now)?;
    Some(format!("\nup to {amount} would be allowed now, if the same people sign that\n"))
}
