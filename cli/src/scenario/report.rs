//! What came of the scenarios, for people and for machines.

use std::fmt::Write as _;

use serde_json::{Value as Json, json};

use super::coverage::{Boundary, Share};
use super::play::{Failure, Outcome};
use super::refused::place;
use crate::escape;

/// Everything that was played.
#[derive(Debug)]
pub struct Report {
    pub files: Vec<Played>,
    /// By policy file.
    pub coverage: Vec<(String, Share)>,
    pub asked: Asked,
}

/// What is asked of the scenarios beside that they pass.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked {
    /// The least percentage of every policy.
    pub least: Option<u8>,
    /// Both places beside every boundary.
    pub boundaries: bool,
}

/// One scenario file.
#[derive(Debug)]
pub struct Played {
    pub file: String,
    pub text: String,
    /// Each by its name.
    pub scenarios: Vec<(String, Outcome)>,
}

impl Report {
    /// Whether all scenarios passed, and enough of every policy was touched.
    pub fn is_passed(&self) -> bool {
        let lacks = |share| self.is_too_low(share) || self.lacks_boundaries(share);
        self.failed() == 0 && !self.coverage.iter().any(|(_, share)| lacks(share))
    }

    /// In words.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for played in &self.files {
            line(&mut text, &escape::line(&played.file));
            for (name, result) in &played.scenarios {
                match result {
                    Ok(()) => line(&mut text, &format!("  ok      {}", escape::line(name))),
                    Err(failed) => failure(&mut text, name, line_of(played, failed), failed),
                }
            }
            text.push('\n');
        }
        let (all, failed) = (self.all(), self.failed());
        let (files, passed) = (self.files.len(), all.saturating_sub(failed));
        line(
            &mut text,
            &format!("{} in {}: {passed} passed, {failed} failed", many(all, "scenario"), many(files, "file")),
        );
        line(&mut text, "\ncoverage");
        for (policy, share) in &self.coverage {
            let (percent, touched, of) = (share.percent(), share.touched, share.of);
            line(&mut text, &format!("  {percent:>3} %  {}  {touched} of {of}", escape::line(policy)));
            for untouched in &share.untouched {
                line(&mut text, &format!("         {untouched}"));
            }
            if let Some(least) = self.asked.least.filter(|_| self.is_too_low(share)) {
                line(&mut text, &format!("         FAILED: less than the {least} % that were asked for"));
            }
        }
        for (policy, share) in &self.coverage {
            self.boundaries(&mut text, policy, share);
        }
        text
    }

    /// A table of the lines that a policy draws: was one tried exactly, and one beyond?
    fn boundaries(&self, text: &mut String, policy: &str, share: &Share) {
        let names: Vec<String> = share.boundaries.iter().map(|one| one.edge.to_string()).collect();
        let tried = share.boundaries.iter().filter(|one| one.is_tried()).count();
        line(text, &format!("\nboundaries of {}: {tried} of {} tried", escape::line(policy), names.len()));
        let width = names.iter().map(String::len).max().unwrap_or(0);
        if width > 0 {
            line(text, &format!("  {:width$}  last  first", ""));
        }
        for (name, Boundary { last, first, .. }) in names.iter().zip(&share.boundaries) {
            line(text, &format!("  {name:width$}  {:4}  {}", yes_or_no(*last), yes_or_no(*first)));
        }
        if self.lacks_boundaries(share) {
            line(text, "  FAILED: every boundary was to be tried, exactly and a unit beyond");
        }
    }

    /// As JSON, on one line.
    pub fn json(&self) -> String {
        escape::json(&format!("{}\n", self.value()))
    }

    fn value(&self) -> Json {
        let files = self.files.iter().map(|played| {
            let scenarios = played.scenarios.iter().map(|(name, result)| match result {
                Ok(()) => json!({ "name": name, "passed": true }),
                Err(failure) => {
                    json!({
                        "name": name, "passed": false, "step": failure.step, "line": line_of(played, failure), "at": failure.at,
                        "payout": failure.payout, "differences": failure.differences,
                        "decision": failure.decision.as_ref().map(|(_, json)| json),
                    })
                }
            });
            json!({ "file": played.file, "scenarios": scenarios.collect::<Vec<_>>() })
        });
        let coverage = self.coverage.iter().map(|(policy, share)| {
            json!({
                "policy": policy, "percent": share.percent(), "touched": share.touched, "of": share.of,
                "untouched": share.untouched, "boundaries": share.boundaries.iter().map(boundary).collect::<Vec<_>>(),
            })
        });
        json!({
            "passed": self.is_passed(), "scenarios": self.all(), "failed": self.failed(), "min_coverage": self.asked.least,
            "require_boundaries": self.asked.boundaries,
            "files": files.collect::<Vec<_>>(), "coverage": coverage.collect::<Vec<_>>(),
        })
    }

    fn all(&self) -> usize {
        self.files.iter().map(|played| played.scenarios.len()).sum()
    }

    fn failed(&self) -> usize {
        let results = self.files.iter().flat_map(|played| &played.scenarios);
        results.filter(|(_, result)| result.is_err()).count()
    }

    fn is_too_low(&self, share: &Share) -> bool {
        self.asked.least.is_some_and(|least| share.percent() < usize::from(least))
    }

    fn lacks_boundaries(&self, share: &Share) -> bool {
        self.asked.boundaries && !share.boundaries.iter().all(Boundary::is_tried)
    }
}

fn failure(text: &mut String, name: &str, number: usize, failure: &Failure) {
    let Failure { step, at, payout, differences, decision, .. } = failure;
    line(text, &format!("  FAILED  {}", escape::line(name)));
    line(text, &format!("          step {step}, line {number}, payout `{}`, at {at}", escape::line(payout)));
    for difference in differences {
        line(text, &format!("          {difference}"));
    }
    for words in decision.iter().flat_map(|(words, _)| words.lines()) {
        line(text, format!("            {}", escape::line(words)).trim_end());
    }
}

fn boundary(boundary: &Boundary) -> Json {
    json!({ "boundary": boundary.edge.to_string(), "last": boundary.last, "first": boundary.first })
}

fn yes_or_no(is_so: bool) -> &'static str {
    if is_so { "yes" } else { "no" }
}

fn line_of(played: &Played, failure: &Failure) -> usize {
    place(&played.text, &failure.span).0
}

fn many(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

fn line(text: &mut String, words: &str) {
    // Writing to a string never fails.
    let _ = writeln!(text, "{words}");
}
