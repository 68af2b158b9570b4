//! What the engine would say: an answer that nothing can be paid on.

use alloc::vec::Vec;

use crate::decide::check::{Check, CheckStatus};
use crate::decide::decision::{Answer, Decision};
use crate::domain::instant::Instant;
use crate::ledger::acts::Permit;

/// What the engine would decide if the people supposed to sign had signed.
///
/// It is made of the engine's own decision and keeps what it says, never what it permits: no
/// [`crate::Decision`] and no [`crate::Permit`] comes out of it.
///
/// ```compile_fail,E0599
/// # fn pay(ledger: &mut countersign::Ledger, foreseen: countersign::analyze::Foreseen) {
/// ledger.reserve(foreseen.into_permit().unwrap()); // nobody has signed: there is no permit
/// # }
/// ```
///
/// ```compile_fail,E0277
/// # fn pay(foreseen: countersign::analyze::Foreseen) -> countersign::Decision<'static> {
/// foreseen.into() // what is supposed is no decision
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foreseen {
    at: Instant,
    verdict: Answer,
    is_final: bool,
    not_before: Option<Instant>,
    checks: Vec<Check>,
}

impl Foreseen {
    pub(super) fn of(decision: Decision<'_>) -> Self {
        Self::with_permit(decision).0
    }

    /// What a decision says, and its permit apart: used up by the analysis that asked, and given to nobody.
    pub(super) fn with_permit(decision: Decision<'_>) -> (Self, Option<Permit<'_>>) {
        let (at, verdict) = (decision.at(), decision.verdict());
        let (is_final, not_before) = (decision.is_final(), decision.not_before());
        let (checks, permit) = decision.into_parts();
        (Self { at, verdict, is_final, not_before, checks }, permit)
    }

    /// The instant it speaks of.
    #[must_use]
    pub fn at(&self) -> Instant {
        self.at
    }

    /// Allow, wait or deny.
    #[must_use]
    pub fn verdict(&self) -> Answer {
        self.verdict
    }

    /// Whether every check would be met.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        self.verdict == Answer::Allow
    }

    /// Of a denial: whether no later instant and no further approval could change it.
    #[must_use]
    pub fn is_final(&self) -> bool {
        self.is_final
    }

    /// Of a wait: the instant from which on time has cured every check that waits, if time alone does.
    #[must_use]
    pub fn not_before(&self) -> Option<Instant> {
        self.not_before
    }

    /// Every check, in the order of the contract.
    #[must_use]
    pub fn checks(&self) -> &[Check] {
        &self.checks
    }

    /// Whether a check of this kind, as `veto` in `veto:large`, fails.
    pub(crate) fn fails(&self, kind: &str) -> bool {
        self.failed().any(|check| check.name().split(':').next() == Some(kind))
    }

    pub(crate) fn failed(&self) -> impl Iterator<Item = &Check> {
        self.checks.iter().filter(|check| check.status() == CheckStatus::Fail)
    }
}
