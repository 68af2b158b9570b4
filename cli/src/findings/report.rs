//! Findings for machines, in our own JSON.

use std::collections::BTreeMap;

use countersign::analyze::{self, BreachStep, CheckedClaim, Finding, Silenced};
use countersign::{Instant, Name, Payout, Policy, Problem};
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
    /// Only where something is claimed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    claims: Vec<Claimed<'f>>,
    /// Only where some payouts were not looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    complete: Option<bool>,
    /// What was not looked at, a sentence each.
    #[serde(skip_serializing_if = "<[&str]>::is_empty")]
    incomplete: &'f [&'static str],
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

/// A claim, and what came of it.
#[derive(Serialize)]
struct Claimed<'f> {
    name: &'f str,
    #[serde(flatten)]
    sentence: BTreeMap<&'f str, &'f str>,
    holds: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    unknown: Option<&'f str>,
    /// The payouts that break it, and what the engine says of each.
    #[serde(skip_serializing_if = "Option::is_none")]
    witness: Option<Vec<Step<'f>>>,
}

#[derive(Serialize)]
struct Step<'f> {
    payout: &'f Payout,
    signing: Vec<Name>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rejecting: Vec<Name>,
    at: Instant,
    allowed: bool,
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
            ok: !file.is_refused(),
            policy,
            problems,
            findings: inspection.map_or(&[], |inspection| inspection.findings()),
            silenced: inspection.map_or(&[], |inspection| inspection.silenced()),
            claims: inspection.map_or_else(Vec::new, |inspection| {
                inspection.claims().iter().map(|one| of_claim(inspection.policy(), one)).collect()
            }),
            complete: inspection.filter(|inspection| !inspection.is_complete()).map(|_| false),
            incomplete: inspection.map_or(&[], |inspection| inspection.incomplete()),
        }
    }
}

fn of_claim<'f>(policy: &Policy, checked: &'f CheckedClaim) -> Claimed<'f> {
    let claim = checked.claim();
    let step = |step: &'f BreachStep| Step {
        payout: step.payout(),
        signing: step.signing().names(policy),
        rejecting: step.rejecting().names(policy),
        at: step.at(),
        allowed: step.is_allowed(),
    };
    let (unknown, witness) = match checked.shown() {
        analyze::Shown::Kept => (None, None),
        analyze::Shown::Broken(witness) => (None, Some(witness.steps().iter().map(step).collect())),
        analyze::Shown::Unknown(why) => (Some(why.as_str()), None),
    };
    let sentence = BTreeMap::from([(claim.key(), claim.sentence())]);
    Claimed { name: claim.name().as_str(), sentence, holds: checked.holds(), unknown, witness }
}

fn of_misfit(misfit: &Misfit) -> Found<'_> {
    Found::Input { code: misfit.code, line: None, message: misfit.message.clone(), help: misfit.help.clone() }
}
