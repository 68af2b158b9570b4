//! Lints: what a policy that loads still lets happen.
//!
//! Each is one function over the same ground, asks the engine's own selectors and quorums, and says
//! only what is true of the policy before it.

mod apart;
mod asking;
mod beside;
mod caps;
mod cases;
mod claims;
mod code;
mod dead;
mod edges;
mod explain;
mod fees;
mod fewer;
mod finding;
#[cfg(test)]
mod finding_tests;
mod gaps;
mod ground;
mod haste;
mod holes;
mod lists;
mod locked;
mod looser;
mod one_person;
mod parts;
mod places;
mod prices;
mod proof;
mod quorums;
mod room;
mod silence;
mod splits;
mod spread;
mod tidy;
mod tiers;
mod vetoes;
mod waits;
mod worth;

use alloc::string::String;
use alloc::vec::Vec;

pub use code::{LintCode, Severity};
pub use explain::{Checked, Explanation, Reference, ReferenceKind};
pub use finding::{Finding, Silenced};
pub use proof::{Proof, ProofStep};

use finding::{Found, Sink};
use ground::Ground;
use proof::Prover;

use crate::analyze::claims::{self as claimed, CheckedClaim};
use crate::domain::instant::Instant;
use crate::policy::model::Policy;
use crate::policy::problem::{self, Problems, Report};
use crate::policy::{read, tree};

/// A policy that loads, looked through: what it lets happen.
///
/// ```
/// # let text = include_str!("../../../policies/minimal.toml");
/// use countersign::analyze::Inspection;
///
/// let now = countersign::Instant::parse("2026-11-23T10:00:00Z")?;
/// let inspection = Inspection::of(text, now)?;
/// assert!(inspection.findings().is_empty());
/// // One lost key locks it, which the policy knows, and says why.
/// assert!(inspection.silenced().iter().any(|silenced| silenced.finding().code().as_str() == "no-spare"));
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Inspection {
    policy: Policy,
    findings: Vec<Finding>,
    silenced: Vec<Silenced>,
    claims: Vec<CheckedClaim>,
    incomplete: Vec<&'static str>,
}

/// Every lint, in no order that matters.
const LINTS: &[fn(&Ground<'_>, &mut Sink)] = &[
    tiers::free_any_amount,
    one_person::one_person,
    gaps::tier_gap,
    splits::each_splits,
    splits::per_payout_tier,
    caps::short_window,
    caps::no_global_value,
    holes::hole_in_cap,
    holes::uncapped_band,
    caps::limit_below_tier,
    fees::fee_times_count,
    fees::no_count_limit,
    locked::locked,
    quorums::low_threshold,
    quorums::no_spare,
    quorums::automated_seat,
    spread::one_org,
    spread::same_device,
    spread::same_site,
    asking::unsigned_initiator,
    asking::initiator_approves,
    asking::any_destination,
    asking::payload_optional,
    waits::short_approval,
    waits::long_ttl,
    vetoes::veto_no_delay,
    vetoes::no_veto,
    vetoes::veto_only_payers,
    lists::new_destination_at_once,
    lists::look_alike,
    lists::idle_cooling_off,
    lists::opaque_block,
    prices::one_feed,
    prices::no_bounds,
    prices::fixed_peg,
    dead::dead_limit,
    dead::dead_rule,
    tidy::unused,
    tidy::inactive_person,
    tidy::review,
    room::statement_room,
];

/// The most findings of which it is asked what leaves.
const MOST_PROOFS: usize = 512;

const NOT_EVERY_KIND: &str = "not every kind of payout was looked at: there are more than 2,048 of them";
const NOT_EVERY_FINDING: &str = "not every finding is listed: there are more than 10,000 of a severity";

impl Inspection {
    /// Reads a policy's text and looks it through; `now` is for what time changes.
    ///
    /// # Errors
    /// Those of [`Policy::parse`].
    pub fn of(text: &str, now: Instant) -> Result<Self, Problems> {
        let policy = Policy::parse(text)?;
        // Read once more for the places, which the policy does not keep.
        let mut report = Report::default();
        let root = tree::read(text, &mut report);
        let document = read::document(&root, &mut report);
        let document = report.end_stage(text, document)?;
        let ground = Ground::of(text, &policy, &document, &root, now);
        let mut sink = Sink::default();
        for lint in LINTS {
            lint(&ground, &mut sink);
        }
        let (has_left_out, given_up) = (sink.has_left_out(), sink.given_up());
        let mut found = sink.sorted();
        // The gravest first, as long as there are not too many.
        let mut leaving: Vec<&mut Found> = found.iter_mut().filter(|found| found.leaves.is_some()).collect();
        leaving.sort_by_key(|found| core::cmp::Reverse(found.severity));
        let mut prover = Prover::of(&ground);
        for found in leaving.into_iter().take(MOST_PROOFS) {
            found.proof = found.leaves.as_ref().and_then(|leaves| prover.proof(leaves));
        }
        let mut sorted = silence::apply(text, &ground.places.texts(), found);
        // What a policy claims of itself no comment of its own excuses.
        let claims = claimed::check(&policy, now);
        sorted.loud = claims::among(sorted.loud, &claims, &ground);
        let lacks = [
            (!ground.cases.are_all || !ground.cases.are_all_cooling, NOT_EVERY_KIND),
            (has_left_out || sorted.has_left_out, NOT_EVERY_FINDING),
        ];
        let lacking = lacks.into_iter().filter_map(|(lacks, what)| lacks.then_some(what));
        let incomplete = lacking.chain(given_up).collect();
        let findings = located(text, sorted.loud, Found::at);
        let silenced = located(text, sorted.silenced, |(found, reason), at| Silenced::new(found.at(at), reason));
        Ok(Self { policy, findings, silenced, claims, incomplete })
    }

    /// The policy.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// What was found, in the order of the text.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// What the policy's own comments silence, in the order of the text.
    #[must_use]
    pub fn silenced(&self) -> &[Silenced] {
        &self.silenced
    }

    /// What the policy claims of itself, in order of the claims' names, each shown or not. If one does not hold, the policy
    /// is not what it says it is: it is to be refused.
    #[must_use]
    pub fn claims(&self) -> &[CheckedClaim] {
        &self.claims
    }

    /// Whether every kind of payout was looked at, and every finding is there: see [`Inspection::incomplete`].
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.incomplete.is_empty()
    }

    /// What was left out, a sentence each: of more than 2,048 kinds of payout the others are not looked at, of more than
    /// 10,000 findings of a severity the others are not kept, and `locked` gives up where there is too much to ask about.
    #[must_use]
    pub fn incomplete(&self) -> &[&'static str] {
        &self.incomplete
    }

    /// The policy alone.
    #[must_use]
    pub fn into_policy(self) -> Policy {
        self.policy
    }
}

/// Counts lines and columns, in the order of the text.
fn located<T: Spot, F>(text: &str, found: Vec<T>, finish: impl Fn(T, (usize, usize)) -> F) -> Vec<F> {
    let mut places = problem::Places::new(text);
    found
        .into_iter()
        .map(|one| {
            let at = places.of(one.start());
            finish(one, at)
        })
        .collect()
}

/// Something with a place.
trait Spot {
    fn start(&self) -> usize;
}

impl Spot for Found {
    fn start(&self) -> usize {
        self.place.span.start
    }
}

impl Spot for (Found, String) {
    fn start(&self) -> usize {
        self.0.start()
    }
}
