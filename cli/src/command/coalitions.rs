//! `coalitions`: who can release what, who can stop it, and without whom it is locked.

use std::path::{Path, PathBuf};

use countersign::analyze::{Coalitions, Focus, Party};
use countersign::{Instant, Policy, WrittenAmount};

use crate::exit::Exit;
use crate::fault::Fault;
use crate::terminal::{Format, Terminal};
use crate::{clock, escape, input, json, load};

/// Says who can release what under a policy: the smallest sets of people, for every kind of payout it tells apart
///
/// Each amount is that of one payout while nothing else has left. Without a choice below, every asset, wallet, kind of
/// destination, initiator, time of the week and band of amounts is asked about. In JSON every set comes with a payout
/// and people that the engine allows.
///
/// Exit status: 0 answered; 2 not answered.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The policy
    policy: PathBuf,
    /// Only this asset
    #[arg(long, value_name = "A")]
    asset: Option<String>,
    /// Only this wallet
    #[arg(long, value_name = "W")]
    wallet: Option<String>,
    /// Only destinations of this list, or `stranger`
    #[arg(long, value_name = "KIND")]
    to: Option<String>,
    /// Only payouts that this one initiates
    #[arg(long, value_name = "NAME")]
    initiator: Option<String>,
    /// Only this amount, as in "5 BTC"
    #[arg(long, value_name = "AMOUNT", value_parser = WrittenAmount::parse)]
    amount: Option<WrittenAmount>,
    /// The instant from which on a week is looked at, YYYY-MM-DDTHH:MM:SSZ; the machine's clock if absent
    #[arg(long, value_name = "T", value_parser = Instant::parse)]
    at: Option<Instant>,
    /// People who cannot sign any more: what is left, and what is locked
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    lost: Vec<String>,
    /// People whose keys a thief has: what they can release, and with whom
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    stolen: Vec<String>,
    /// Signed quotes, JSON Lines; without a price, the lowest of the policy's bounds is taken
    #[arg(long, value_name = "F")]
    prices: Option<PathBuf>,
}

pub fn run(arguments: &Arguments, terminal: &Terminal) -> Result<Exit, Fault> {
    let Arguments { policy: path, asset, wallet, to, initiator, amount, at, lost, stolen, prices } = arguments;
    let files = [Some(path), prices.as_ref()];
    input::at_most_one_stdin(&files.into_iter().flatten().map(PathBuf::as_path).collect::<Vec<&Path>>())?;
    let policy = load::policy(path)?;
    let quotes = load::quotes(&policy, prices.as_deref())?;
    let (lost, stolen) = (party(&policy, lost)?, party(&policy, stolen)?);
    let at = clock::or_now(*at)?;
    let focus = Focus {
        asset: asset.clone(),
        wallet: wallet.clone(),
        to: to.clone(),
        initiator: initiator.clone(),
        amount: amount.clone(),
    };
    let coalitions = Coalitions::of(&policy, &focus, &quotes, at)
        .map_err(|fault| Fault::new("usage", fault.to_string(), fault.help()))?;
    let coalitions = coalitions.with_lost(lost).with_stolen(stolen);
    terminal.print(&match terminal.format() {
        Format::Text => escape::lines(&coalitions.to_string()),
        Format::Json => json::line(&coalitions)?,
    })?;
    Ok(Exit::Yes)
}

fn party(policy: &Policy, names: &[String]) -> Result<Party, Fault> {
    let party = Party::of(policy, names.iter().map(String::as_str));
    party.map_err(|fault| Fault::new("usage", fault.to_string(), "name people of the policy, in its letters"))
}
