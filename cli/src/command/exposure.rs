//! `exposure`: how much thieves could take, at least and at most.

use std::fmt::Display;
use std::path::{Path, PathBuf};

use countersign::analyze::{ByPeople, Curve, Exposure, Party, Theft, TheftFault, Thieves};
use countersign::{Instant, Ledger, Policy, Span};
use serde::Serialize;

use crate::exit::Exit;
use crate::fault::Fault;
use crate::terminal::{Format, Terminal};
use crate::{clock, escape, input, json, load};

/// Says how much thieves could take who have some people's keys, while everyone else does nothing, or only says no
///
/// Of every asset, and of all that is priced together: at least so much, with a schedule of payouts that the engine
/// allows one after the other, and at most so much, with the limits and tiers that hold the rest back. Both ends of the
/// span count: a daily limit lets out twice within 24h, at once and when the day is over. The thieves begin with nothing
/// submitted, the wallets hold enough, and prices stay as they are. Fees come on top: how much at most is said by itself.
///
/// Exit status: 0 answered; 2 not answered.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The policy
    policy: PathBuf,
    /// How many people's keys are stolen, whoever is the worst choice; or whose, as in `alice,bob`
    #[arg(long, value_name = "K|NAMES")]
    stolen: String,
    /// For how long the thieves can act
    #[arg(long, value_name = "SPAN", value_parser = Span::parse, default_value = "24h")]
    within: Span,
    /// The others veto whatever can be vetoed for longer than this; if absent, nobody notices
    #[arg(long, value_name = "SPAN", value_parser = Span::parse)]
    respond: Option<Span>,
    /// What has left before, a ledger's snapshot; without it, nothing
    #[arg(long, value_name = "F")]
    ledger: Option<PathBuf>,
    /// Signed quotes, JSON Lines; a price that none gives is the worst that the policy takes: of an asset most leaves at the lowest, and the value of all is highest at the highest
    #[arg(long, value_name = "F")]
    prices: Option<PathBuf>,
    /// Only this asset
    #[arg(long, value_name = "A")]
    asset: Option<String>,
    /// When the thieves begin, YYYY-MM-DDTHH:MM:SSZ; the machine's clock if absent
    #[arg(long, value_name = "T", value_parser = Instant::parse)]
    at: Option<Instant>,
    /// A table instead: for 1, 2, 3 … people, and for at once, an hour, a day … up to the span
    #[arg(long)]
    curve: bool,
    /// Writes the table's picture, SVG, to a file as well
    #[arg(long, value_name = "F", requires = "curve")]
    svg: Option<PathBuf>,
}

pub fn run(arguments: &Arguments, terminal: &Terminal) -> Result<Exit, Fault> {
    let Arguments { policy: path, stolen, within, respond, ledger, prices, asset, at, curve, svg } = arguments;
    let files = [Some(path), ledger.as_ref(), prices.as_ref()];
    input::at_most_one_stdin(&files.into_iter().flatten().map(PathBuf::as_path).collect::<Vec<&Path>>())?;
    let policy = load::policy(path)?;
    let quotes = load::quotes(&policy, prices.as_deref())?;
    let ledger = ledger.as_ref().map_or_else(|| Ok(Ledger::new(&policy)), |path| load::ledger(&policy, path))?;
    let by = thieves(&policy, stolen)?;
    let theft = Theft { by, within: *within, respond: *respond, at: clock::or_now(*at)?, asset: asset.clone() };
    let refused = |fault: TheftFault| Fault::new("usage", fault.to_string(), fault.help());
    if *curve {
        let curve = Curve::of(&policy, &theft, &ledger, &quotes).map_err(refused)?;
        if let Some(file) = svg {
            std::fs::write(file, curve.to_svg()).map_err(|error| unwritten(file, &error))?;
        }
        return print(terminal, &curve);
    }
    let exposure = Exposure::of(&policy, &theft, ledger, &quotes).map_err(refused)?;
    match theft.by {
        Thieves::Any(_) => print(terminal, &Answer { by_people: exposure.by_people(), exposure }),
        Thieves::These(_) => print(terminal, &exposure),
    }
}

/// Of any so many people, and then of any other number.
#[derive(Serialize)]
struct Answer<'p> {
    #[serde(flatten)]
    exposure: Exposure<'p>,
    by_people: ByPeople,
}

impl Display for Answer<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (answer, table) = (&self.exposure, self.by_people.to_string());
        write!(f, "{answer}")?;
        if table.is_empty() { Ok(()) } else { write!(f, "\n{table}") }
    }
}

fn print<T: Display + Serialize>(terminal: &Terminal, answer: &T) -> Result<Exit, Fault> {
    terminal.print(&match terminal.format() {
        Format::Text => escape::lines(&answer.to_string()),
        Format::Json => json::line(answer)?,
    })?;
    Ok(Exit::Yes)
}

fn unwritten(file: &Path, error: &std::io::Error) -> Fault {
    Fault::new("output", format!("the picture could not be written: {error}"), "name a file that can be written")
        .of(file)
}

/// A number of people, or their names: no name is only digits.
fn thieves(policy: &Policy, stolen: &str) -> Result<Thieves, Fault> {
    if stolen.bytes().all(|byte| byte.is_ascii_digit()) && !stolen.is_empty() {
        let many = stolen.parse::<u32>().ok().filter(|many| many.to_string() == stolen);
        let help = "write a number without leading zeros, as in `2`, or names";
        let refused = || Fault::new("usage", format!("`{stolen}` is no number of people"), help);
        return many.map(Thieves::Any).ok_or_else(refused);
    }
    let party = Party::of(policy, stolen.split(','));
    let party = party.map_err(|fault| {
        Fault::new("usage", fault.to_string(), "say how many people, or name people of the policy, in its letters")
    })?;
    Ok(Thieves::These(party))
}
