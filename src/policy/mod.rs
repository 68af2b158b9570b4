//! Text → policy: document, validate, model, problem, quorum.

pub(crate) mod claim;
pub(crate) mod coverage;
pub(crate) mod document;
pub(crate) mod fields;
pub(crate) mod index;
pub(crate) mod lists;
pub(crate) mod model;
pub(crate) mod names;
pub(crate) mod people;
pub(crate) mod problem;
pub(crate) mod quorum;
pub(crate) mod read;
pub(crate) mod read_claims;
pub(crate) mod read_rules;
pub(crate) mod seats;
#[cfg(test)]
mod seats_tests;
pub(crate) mod selector;
pub(crate) mod suggest;
pub(crate) mod tree;
pub(crate) mod validate;
pub(crate) mod validate_claims;
pub(crate) mod validate_prices;
pub(crate) mod validate_rules;
pub(crate) mod words;

use model::Policy;
use problem::{ProblemCode, Problems, Report};

use crate::domain::digest::Digest;
use crate::domain::text;

/// The most bytes a policy may have.
const MOST_BYTES: usize = 16 * 1024 * 1024;

impl Policy {
    /// Reads a policy's text, TOML 1.1.
    ///
    /// # Errors
    /// Every problem of the first stage that finds one: characters, TOML, the form of each value,
    /// what the values mean together, and money left uncapped.
    pub fn parse(text: &str) -> Result<Self, Problems> {
        let mut report = Report::default();
        characters(text, &mut report);
        report.end_stage(text, Some(()))?;
        let tree = tree::read(text, &mut report);
        let tree = report.end_stage(text, Some(tree))?;
        let document = read::document(&tree, &mut report);
        let document = report.end_stage(text, document)?;
        let places = coverage::places(&document);
        let policy = validate::policy(document, Digest::of(text.as_bytes()), &mut report);
        let policy = report.end_stage(text, Some(policy))?;
        coverage::check(&policy, &places, &mut report);
        report.end_stage(text, Some(policy))
    }
}

/// The first stage: size, and nothing invisible anywhere, comments included.
fn characters(text: &str, report: &mut Report) {
    if text.len() > MOST_BYTES {
        let message = alloc::format!("{} bytes are more than the 16 MiB a policy may have", text.len());
        report.add(ProblemCode::TooLarge, &(0..0), message, "split the policy");
        return;
    }
    for (start, character) in text.char_indices().filter(|(_, character)| !text::is_visible(*character)) {
        let end = start.saturating_add(character.len_utf8());
        let message =
            alloc::format!("the invisible character `{}` may not stand in a policy", character.escape_unicode());
        let help = match character {
            '\r' => "end lines with a line feed alone, as `dos2unix` makes them",
            '\u{feff}' => "save the file without a byte order mark",
            _ => "remove it: what is read must be what is there",
        };
        report.add(ProblemCode::HiddenCharacter, &(start..end), message, help);
    }
}
