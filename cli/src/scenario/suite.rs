//! A scenario file with its policy: read, and found to fit each other.

use std::fs;
use std::path::{Path, PathBuf};

use countersign::{Case, Name, Policy, quote_statement};

use super::document::{Document, Scenario, SignedPrice, Step};
use super::fields::{Placed, Reading, did_you_mean};
use super::keys::with_test_keys;
use super::refused::Refused;
use super::tree;
use crate::fault::Fault;
use crate::{escape, input};

/// A scenario file that can be played.
#[derive(Debug)]
pub struct Suite {
    pub path: PathBuf,
    pub text: String,
    pub scenarios: Vec<Scenario>,
    pub policy_file: PathBuf,
    /// With test keys in place of everybody's.
    pub policy: Policy,
}

impl Suite {
    /// Reads a scenario file and the policy it is about.
    ///
    /// # Errors
    /// The file or the policy cannot be read, is refused, or they do not fit each other.
    pub fn load(path: &Path) -> Result<Self, Refused> {
        Self::read(path, input::text(path, input::POLICY)?, |policy_file| {
            if fs::metadata(policy_file).is_err() {
                return Ok(None);
            }
            input::text(policy_file, input::POLICY).map(Some)
        })
    }

    /// Reads a scenario file's text; `policy_text` gives the text of the policy it names, or none if there is no such file.
    ///
    /// # Errors
    /// The text or the policy is refused, or they do not fit each other.
    pub fn read(
        path: &Path,
        text: String,
        policy_text: impl FnOnce(&Path) -> Result<Option<String>, Fault>,
    ) -> Result<Self, Refused> {
        let refused = |faults| Refused::Scenarios { path: path.to_owned(), text: text.clone(), faults };
        let document = Document::read(&text).map_err(refused)?;
        let policy_file = path.parent().unwrap_or(Path::new("")).join(&document.policy.text);
        let Some(policy_text) = policy_text(&policy_file)? else {
            let message = format!("there is no file `{}` beside this one", escape::line(&document.policy.text));
            let help = "name the policy's file, as in \"hot-wallet.toml\"";
            return Err(refused(vec![tree::Fault::new(&document.policy.span, message, help)]));
        };
        let policy = test_policy(&policy_file, &policy_text)?;
        let mut reading = Reading::default();
        for scenario in &document.scenarios {
            fits(&mut reading, &policy, scenario);
        }
        reading.end(Some(())).map_err(refused)?;
        Ok(Self { path: path.to_owned(), scenarios: document.scenarios, policy_file, policy, text })
    }
}

/// The policy with test keys. Its own text is what must load, so that problems have their place in it.
fn test_policy(path: &Path, text: &str) -> Result<Policy, Refused> {
    let refused = |problems| Fault::Policy { path: path.to_owned(), text: text.to_owned(), problems };
    Policy::parse(text).map_err(refused)?;
    let substituted = with_test_keys(text).map_err(|faults| Refused::Scenarios {
        path: path.to_owned(),
        text: text.to_owned(),
        faults,
    })?;
    Ok(Policy::parse(&substituted).map_err(refused)?)
}

/// Whether the policy knows whom and what a scenario names, and can read its payouts.
fn fits(reading: &mut Reading, policy: &Policy, scenario: &Scenario) {
    for payout in &scenario.payouts {
        if let Err(fault) = Case::open(policy, &payout.payout, &[]) {
            reading.fault(&payout.span, escape::line(&fault.to_string()), fault.help());
        }
    }
    for step in &scenario.steps {
        step_fits(reading, policy, step);
    }
}

fn step_fits(reading: &mut Reading, policy: &Policy, step: &Step) {
    let people: Vec<&str> = policy.approvers().chain(policy.requesters()).map(Name::as_str).collect();
    for (_, signer) in &step.signed {
        known(reading, &people, signer, "name an approver or requester of the policy");
    }
    for quote in &step.quotes {
        quote_fits(reading, policy, quote, step);
    }
}

fn quote_fits(reading: &mut Reading, policy: &Policy, quote: &SignedPrice, step: &Step) {
    let approvers: Vec<&str> = policy.approvers().map(Name::as_str).collect();
    for feed in &quote.by {
        known(reading, &approvers, feed, "name a feed of the policy");
    }
    let asset = match Name::parse(&quote.asset.text) {
        Ok(asset) => asset,
        Err(fault) => return reading.fault(&quote.asset.span, fault.to_string(), fault.help()),
    };
    if let Err(fault) = quote_statement(policy, &asset, &quote.price.text, step.at, "") {
        let place = if fault.starts_with("the policy") { &quote.asset.span } else { &quote.price.span };
        reading.fault(place, escape::line(&fault), "quote a price for one whole unit of an asset of the policy");
    }
}

fn known(reading: &mut Reading, names: &[&str], name: &Placed, help: &str) {
    if !names.contains(&name.text.as_str()) {
        let message = format!("the policy knows no `{}`", escape::line(&name.text));
        reading.fault(&name.span, message, did_you_mean(&name.text, names, help));
    }
}
