//! Policy scenarios: people sign by name, time passes, and the policy does what the file says it does.
//!
//! `document` what is written, `suite` that it fits its policy, `play` what happens, `coverage` what was
//! touched, `report` what came of it.

mod coverage;
mod document;
mod fields;
mod keys;
mod play;
mod read_payout;
mod refused;
mod report;
mod suite;
mod tree;

use std::path::{Path, PathBuf};

use crate::command::test::Arguments;
use crate::exit::Exit;
use crate::fault::Fault;
use crate::input;
use crate::terminal::{Format, Terminal};
use coverage::Coverage;
pub use report::Asked;
use report::{Played, Report};
pub use suite::Suite;

/// Plays scenario files and says what came of it.
///
/// # Errors
/// Standard input named twice, or a report that could not be written.
pub fn run(arguments: &Arguments, terminal: &Terminal) -> Result<Exit, Fault> {
    let paths: Vec<&Path> = arguments.files.iter().map(PathBuf::as_path).collect();
    input::at_most_one_stdin(&paths)?;
    let (mut suites, mut refused) = (Vec::new(), Vec::new());
    for path in paths {
        match Suite::load(path) {
            Ok(suite) => suites.push(suite),
            Err(why) => refused.push(why),
        }
    }
    // All or nothing: a report that lacks a file could be taken for the whole.
    if !refused.is_empty() {
        for why in refused {
            why.report(terminal);
        }
        return Ok(Exit::CouldNotAnswer);
    }
    let report = play_all(&suites, Asked { least: arguments.min_coverage, boundaries: arguments.require_boundaries });
    terminal.print(&match terminal.format() {
        Format::Text => report.text(),
        Format::Json => report.json(),
    })?;
    Ok(if report.is_passed() { Exit::Yes } else { Exit::No })
}

/// Plays every scenario of these files.
pub fn play_all(suites: &[Suite], asked: Asked) -> Report {
    let mut seen: Vec<(&Suite, Coverage)> = Vec::new();
    let mut files = Vec::new();
    for suite in suites {
        let known = seen.iter().position(|(other, _)| is_same(&other.policy_file, &suite.policy_file));
        let mut coverage = known.map_or_else(Coverage::default, |place| seen.swap_remove(place).1);
        files.push(play_file(suite, &mut coverage));
        seen.push((suite, coverage));
    }
    let name = |suite: &Suite| suite.policy_file.display().to_string();
    let mut coverage: Vec<_> = seen.iter().map(|(suite, seen)| (name(suite), seen.share(&suite.policy))).collect();
    coverage.sort_by(|(a, _), (b, _)| a.cmp(b));
    Report { files, coverage, asked }
}

fn play_file(suite: &Suite, coverage: &mut Coverage) -> Played {
    let scenarios = suite
        .scenarios
        .iter()
        .map(|scenario| (scenario.name.text.clone(), play::play(&suite.policy, scenario, coverage)));
    let file = suite.path.display().to_string();
    Played { file, text: suite.text.clone(), scenarios: scenarios.collect() }
}

/// Whether two paths are of one file: two scenario files may be about one policy.
fn is_same(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => one == other,
    }
}
