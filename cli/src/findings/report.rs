//! Findings for machines, in our own JSON.

use countersign::Problem;
use countersign::analyze::{Finding, Silenced};
use serde::Serialize;

use super::Checked;
use crate::diagnostic;
use crate::fault::{Fault, InputFault};
use crate::fit::Misfit;

/// What is said of one file in JSON.
#[derive(Serialize)]
pub struct Report<'f> {
    file: String,
    ok: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    policy: Option<Shown<'f>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    problems: Vec<Found<'f>>,
    #[serde(skip_serializing_if = "<[Finding]>::is_empty")]
    findings: &'f [Finding],
    #[serde(skip_serializing_if = "<[Silenced]>::is_empty")]
    silenced: &'f [Silenced],
    /// Only where some payouts were not looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    complete: Option<bool>,
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

impl<'f> Report<'f> {
    /// What is said of a file.
    pub fn of(file: &'f Checked) -> Self {
        let problems = match &file.loaded {
            Err(Fault::Policy { problems, .. }) => problems.iter().map(Found::Problem).collect(),
            Err(Fault::Input(fault)) => {
                let InputFault { code, line, message, help, .. } = &**fault;
                vec![Found::Input { code, line: *line, message: message.clone(), help: help.clone() }]
            }
            Ok(_) => file.misfits.iter().map(of_misfit).collect(),
        };
        let inspection = file.loaded.as_ref().ok().map(|(_, inspection)| inspection);
        let policy = inspection.map(|inspection| {
            let policy = inspection.policy();
            let (realm, name, size) = (policy.realm().as_str(), policy.name().as_str(), policy.size());
            let (version, sha256) = (policy.version(), policy.digest().to_string());
            Shown { realm, name, version, sha256, rules: size.rules, limits: size.limits, blocks: size.blocks }
        });
        Report {
            file: diagnostic::shown(&file.path),
            ok: problems.is_empty(),
            policy,
            problems,
            findings: inspection.map_or(&[], |inspection| inspection.findings()),
            silenced: inspection.map_or(&[], |inspection| inspection.silenced()),
            complete: inspection.filter(|inspection| !inspection.is_complete()).map(|_| false),
        }
    }
}

fn of_misfit(misfit: &Misfit) -> Found<'_> {
    Found::Input { code: misfit.code, line: None, message: misfit.message.clone(), help: misfit.help.clone() }
}
