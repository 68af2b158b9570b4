//! `diff`: whether a new policy allows more than an old one, or less.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use countersign::Instant;
use countersign::analyze::{Change, Comparison};

use crate::exit::Exit;
use crate::fault::Fault;
use crate::terminal::{Format, Terminal};
use crate::{clock, escape, input, json, load};

/// Says whether a new policy is the same as an old one, tighter, looser, mixed or unclear, with payouts that show it
///
/// Each payout that is shown is allowed by the one and not by the other, as the engine decides; that there is none is
/// proven, or the answer is `unclear`. People are compared by name: whose keys changed is said apart.
///
/// Exit status: 0 answered, and not denied; 1 denied by `--deny`; 2 not answered.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The old policy
    old: PathBuf,
    /// The new policy
    new: PathBuf,
    /// Exit with 1 if the new policy allows something more, or may do so: by other keys, another name or shorter statements, too
    #[arg(long, value_enum)]
    deny: Option<Denied>,
    /// The instant from which on payouts are looked for, YYYY-MM-DDTHH:MM:SSZ; the machine's clock if absent
    #[arg(long, value_name = "T", value_parser = Instant::parse)]
    at: Option<Instant>,
    /// Signed quotes, JSON Lines, for what is shown; without a price, one within the bounds is made up
    #[arg(long, value_name = "F")]
    prices: Option<PathBuf>,
}

/// What a gate does not let through.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Denied {
    /// Looser, mixed, unclear, and whatever hands over or reads more: other keys of somebody, another realm or name of the
    /// policy, names so much shorter that a longer payout fits a statement
    Looser,
}

pub fn run(arguments: &Arguments, terminal: &Terminal) -> Result<Exit, Fault> {
    let Arguments { old, new, deny, at, prices } = arguments;
    let files = [Some(old), Some(new), prices.as_ref()];
    input::at_most_one_stdin(&files.into_iter().flatten().map(PathBuf::as_path).collect::<Vec<&Path>>())?;
    let (old, new) = (load::policy(old)?, load::policy(new)?);
    let [said, said_now] = load::quotes_under([&old, &new], prices.as_deref())?;
    let comparison = Comparison::quoted((&old, &said), (&new, &said_now), clock::or_now(*at)?);
    let comparison = comparison.with_totals((&old, &said), (&new, &said_now));
    terminal.print(&match terminal.format() {
        Format::Text => escape::lines(&comparison.to_string()),
        Format::Json => json::line(&comparison)?,
    })?;
    let is_beside = comparison.hands_over() || comparison.reads_more();
    let is_no_looser = matches!(comparison.change(), Change::Same | Change::Tighter) && !is_beside;
    Ok(match deny {
        Some(Denied::Looser) if !is_no_looser => Exit::No,
        Some(Denied::Looser) | None => Exit::Yes,
    })
}
