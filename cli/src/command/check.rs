//! `check`: do these policies load, and do they fit together?

use std::path::{Path, PathBuf};

use countersign::{Policy, Problem};
use serde::Serialize;

use crate::diagnostic;
use crate::exit::Exit;
use crate::fault::{Fault, InputFault};
use crate::fit::{self, Misfit};
use crate::terminal::{Format, Terminal};
use crate::{escape, input, json};

/// Loads policies and says whether they fit together
///
/// Several versions of one policy must be each other's next: version + 1, and `previous` the sha256 of the one before.
/// Policies of one realm with different names may not govern one wallet.
///
/// Exit status: 0 all are good; 2 one is refused: it does not load, or does not fit beside the others.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Policy files
    #[arg(required = true, value_name = "POLICY")]
    policies: Vec<PathBuf>,
}

/// A file that was checked.
struct Checked {
    path: PathBuf,
    loaded: Result<Policy, Fault>,
    misfits: Vec<Misfit>,
}

pub fn run(arguments: &Arguments, terminal: &Terminal) -> Result<Exit, Fault> {
    let paths = &arguments.policies;
    input::at_most_one_stdin(&paths.iter().map(PathBuf::as_path).collect::<Vec<&Path>>())?;
    let mut files: Vec<Checked> = paths
        .iter()
        .map(|path| Checked { path: path.clone(), loaded: crate::load::policy(path), misfits: Vec::new() })
        .collect();
    let policies: Vec<(&Path, &Policy)> =
        files.iter().filter_map(|file| Some((file.path.as_path(), file.loaded.as_ref().ok()?))).collect();
    for misfit in fit::misfits(&policies) {
        if let Some(file) = files.iter_mut().find(|file| file.path == misfit.path) {
            file.misfits.push(misfit);
        }
    }
    match terminal.format() {
        Format::Text => in_words(&files, terminal)?,
        Format::Json => {
            let reports: Vec<Report<'_>> = files.iter().map(report).collect();
            terminal.print(&json::line(&reports)?)?;
        }
    }
    let is_refused = files.iter().any(|file| file.loaded.is_err() || !file.misfits.is_empty());
    Ok(if is_refused { Exit::CouldNotAnswer } else { Exit::Yes })
}

fn in_words(files: &[Checked], terminal: &Terminal) -> Result<(), Fault> {
    for file in files {
        match &file.loaded {
            Err(fault) => terminal.report(fault),
            Ok(policy) if file.misfits.is_empty() => terminal.print(&one_line(&file.path, policy))?,
            Ok(_) => {}
        }
        for misfit in &file.misfits {
            terminal.report(&misfit.fault());
        }
    }
    Ok(())
}

fn one_line(path: &Path, policy: &Policy) -> String {
    let size = policy.size();
    let line = format!(
        "{}: {}/{} version {}, sha256 {}, {}, {}, {}",
        path.display(),
        policy.realm(),
        policy.name(),
        policy.version(),
        policy.digest(),
        counted(size.rules, "rule"),
        counted(size.limits, "limit"),
        counted(size.blocks, "block"),
    );
    format!("{}\n", escape::line(&line))
}

fn counted(number: usize, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}

/// What is said of one file in JSON.
#[derive(Serialize)]
struct Report<'f> {
    file: String,
    ok: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    policy: Option<Shown<'f>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    problems: Vec<Found<'f>>,
}

#[derive(Serialize)]
struct Shown<'f> {
    realm: &'f str,
    name: &'f str,
    version: u64,
    sha256: String,
    rules: usize,
    limits: usize,
    blocks: usize,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Found<'f> {
    Problem(&'f Problem),
    Input {
        code: &'f str,
        #[serde(skip_serializing_if = "Option::is_none")]
        line: Option<usize>,
        message: String,
        help: String,
    },
}

fn report(file: &Checked) -> Report<'_> {
    let problems = match &file.loaded {
        Err(Fault::Policy { problems, .. }) => problems.iter().map(Found::Problem).collect(),
        Err(Fault::Input(fault)) => {
            let InputFault { code, line, message, help, .. } = &**fault;
            vec![Found::Input { code, line: *line, message: message.clone(), help: help.clone() }]
        }
        Ok(_) => file.misfits.iter().map(of_misfit).collect(),
    };
    let policy = file.loaded.as_ref().ok().map(|policy| {
        let (realm, name, size) = (policy.realm().as_str(), policy.name().as_str(), policy.size());
        let (version, sha256) = (policy.version(), policy.digest().to_string());
        Shown { realm, name, version, sha256, rules: size.rules, limits: size.limits, blocks: size.blocks }
    });
    Report { file: diagnostic::shown(&file.path), ok: problems.is_empty(), policy, problems }
}

fn of_misfit(misfit: &Misfit) -> Found<'_> {
    Found::Input { code: misfit.code, line: None, message: misfit.message.clone(), help: misfit.help.clone() }
}
