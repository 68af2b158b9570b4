//! `check`: do these policies load, do they fit together, do they keep what they claim, and what do they let happen?

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use countersign::analyze::{LintCode, Severity};
use countersign::{Instant, Policy};

use crate::exit::Exit;
use crate::fault::Fault;
use crate::findings::report::Report;
use crate::findings::{self, Checked, github, sarif, words};
use crate::fit;
use crate::terminal::{Format, Shape, Terminal};
use crate::{clock, input, json, load};

/// Loads policies, says whether they fit together and what they let happen
///
/// Several versions of one policy must be each other's next: version + 1, and `previous` the sha256 of the one before.
/// Policies of one realm with different names may not govern one wallet.
///
/// A finding is silenced only in the policy's own text, by a comment on the line above the key or the table it stands
/// at: `# countersign: allow CODE (why)`. What is silenced is listed.
///
/// What a policy claims of itself, `[[claims]]`, is shown, or broken by payouts that the engine answers; a claim that is
/// neither does not hold either.
///
/// Exit status: 0 all are good; 1 one has a finding that `--deny` denies; 2 one is refused: it does not load, does not
/// fit beside the others, or does not keep what it claims.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Policy files
    #[arg(required_unless_present = "explain", value_name = "POLICY")]
    policies: Vec<PathBuf>,
    /// Exit with 1 if there is a finding that weighs so much or more
    #[arg(long, value_enum, value_name = "SEVERITY")]
    deny: Option<Deny>,
    /// Says what a finding means, why it matters and what it maps to; `all` of them
    #[arg(long, value_name = "CODE", conflicts_with_all = ["policies", "deny", "at"])]
    explain: Option<String>,
    /// When: terms that are over and what nobody has looked at depend on it; without it, the machine's clock
    #[arg(long, value_name = "INSTANT", value_parser = Instant::parse)]
    at: Option<Instant>,
}

/// From which weight on findings are denied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Deny {
    High,
    Medium,
    Info,
}

impl From<Deny> for Severity {
    fn from(deny: Deny) -> Self {
        match deny {
            Deny::High => Self::High,
            Deny::Medium => Self::Medium,
            Deny::Info => Self::Info,
        }
    }
}

pub fn run(arguments: &Arguments, shape: Shape, terminal: &Terminal) -> Result<Exit, Fault> {
    if let Some(code) = &arguments.explain {
        return explain(code, terminal);
    }
    let paths = &arguments.policies;
    input::at_most_one_stdin(&paths.iter().map(PathBuf::as_path).collect::<Vec<&Path>>())?;
    let now = clock::or_now(arguments.at)?;
    let mut files: Vec<Checked> = paths
        .iter()
        .map(|path| Checked { path: path.clone(), loaded: load::inspected(path, now), misfits: Vec::new() })
        .collect();
    let policies: Vec<(&Path, &Policy)> =
        files.iter().filter_map(|file| Some((file.path.as_path(), file.loaded.as_ref().ok()?.1.policy()))).collect();
    for misfit in fit::misfits(&policies) {
        if let Some(file) = files.iter_mut().find(|file| file.path == misfit.path) {
            file.misfits.push(misfit);
        }
    }
    match shape {
        Shape::Text => words::print(&files, terminal)?,
        Shape::Json => terminal.print(&json::line(&files.iter().map(Report::of).collect::<Vec<_>>())?)?,
        Shape::Sarif => terminal.print(&json::line(&sarif::log(&files))?)?,
        Shape::Github => terminal.print(&github::text(&files))?,
    }
    if files.iter().any(Checked::is_refused) {
        return Ok(Exit::CouldNotAnswer);
    }
    let denied = arguments.deny.map(Severity::from);
    let is_denied = denied.is_some_and(|least| files.iter().any(|file| file.has(least)));
    Ok(if is_denied { Exit::No } else { Exit::Yes })
}

fn explain(code: &str, terminal: &Terminal) -> Result<Exit, Fault> {
    let codes: Vec<LintCode> = match code {
        "all" => LintCode::ALL.to_vec(),
        _ => vec![LintCode::named(code).ok_or_else(|| unknown(code))?],
    };
    let text = match terminal.format() {
        Format::Text => codes.iter().map(|code| findings::explained(*code)).collect::<Vec<_>>().join("\n"),
        Format::Json => {
            let all: Vec<_> = codes.iter().map(|code| findings::explained_json(*code)).collect();
            json::line(&all)?
        }
    };
    terminal.print(&text)?;
    Ok(Exit::Yes)
}

fn unknown(code: &str) -> Fault {
    let known: Vec<&str> = LintCode::ALL.iter().map(|code| code.as_str()).collect();
    let message = format!("`{code}` is no finding's code");
    Fault::new("unknown-code", message, format!("write `all`, or one of {}", known.join(", ")))
}
