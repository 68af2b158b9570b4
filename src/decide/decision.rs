//! The answer: a verdict that is never stored, but said by all checks together.

use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use serde::{Serialize, Serializer};

use super::check::{Check, CheckStatus};
use crate::approval::judge::ApprovalOutcome;
use crate::domain::calendar;
use crate::domain::digest::Digest;
use crate::domain::instant::Instant;
use crate::ledger::acts::{Permit, Refusal};
use crate::ledger::ledger::Ledger;
use crate::payout::record::Payout;
use crate::policy::model::Policy;

/// Whether a payout may proceed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Answer {
    /// Every check is met.
    Allow,
    /// No check fails, but one waits for time or a signature.
    Wait,
    /// A check fails.
    Deny,
}

impl Answer {
    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Wait => "wait",
            Self::Deny => "deny",
        }
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What was decided of a payout at an instant, with every check's outcome.
///
/// It speaks of its own instant and ledger only: a payout that is allowed is reserved at once, and
/// decided again just before it is signed.
///
/// Only a [`crate::Case`] makes one, and only of its own payout:
///
/// ```compile_fail,E0451
/// # fn swap<'p>(denied: countersign::Decision<'p>, checks: Vec<countersign::Check>) -> countersign::Decision<'p> {
/// countersign::Decision { checks, ..denied } // private: no decision is made of parts
/// # }
/// ```
///
/// ```compile_fail,E0277
/// # fn read<'p>(text: &str) -> countersign::Decision<'p> {
/// serde_json::from_str(text).unwrap() // a decision is written, and never read
/// # }
/// ```
///
/// Its permit leaves it once:
///
/// ```compile_fail,E0382
/// # fn twice(decision: countersign::Decision<'_>) {
/// let first = decision.into_permit();
/// let second = decision.into_permit(); // moved
/// # }
/// ```
#[derive(Debug)]
pub struct Decision<'p> {
    policy: &'p Policy,
    payout: Arc<Payout>,
    ledger: (usize, Digest),
    at: Instant,
    checks: Vec<Check>,
    approvals: Vec<ApprovalOutcome>,
    is_lasting: bool,
    permit: Option<Permit<'p>>,
    refusal: Option<Refusal<'p>>,
}

/// What a decision is of.
pub(super) struct Origin<'q, 'p> {
    pub(super) policy: &'p Policy,
    pub(super) payout: Arc<Payout>,
    pub(super) ledger: &'q Ledger,
    pub(super) now: Instant,
}

impl<'p> Decision<'p> {
    pub(super) fn new(
        origin: Origin<'_, 'p>,
        checks: Vec<Check>,
        approvals: Vec<ApprovalOutcome>,
        is_lasting: bool,
    ) -> Self {
        let Origin { policy, payout, ledger, now } = origin;
        let ledger = (ledger.len(), ledger.known_by());
        Self { policy, payout, ledger, at: now, checks, approvals, is_lasting, permit: None, refusal: None }
    }

    pub(super) fn with_permit(self, permit: Permit<'p>) -> Self {
        Self { permit: Some(permit), ..self }
    }

    pub(super) fn with_refusal(self, refusal: Refusal<'p>) -> Self {
        Self { refusal: Some(refusal), ..self }
    }

    /// Allow, wait or deny: what the checks say together.
    #[must_use]
    pub fn verdict(&self) -> Answer {
        // Without a check nothing was asked, and nothing is allowed.
        match self.checks.iter().map(|check| check.status).max() {
            Some(CheckStatus::Met) => Answer::Allow,
            Some(CheckStatus::Wait) => Answer::Wait,
            Some(CheckStatus::Fail) | None => Answer::Deny,
        }
    }

    /// Whether every check is met.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        self.verdict() == Answer::Allow
    }

    /// Of a denial: whether no later instant and no further approval can change it.
    #[must_use]
    pub fn is_final(&self) -> bool {
        self.verdict() == Answer::Deny && self.is_lasting
    }

    /// Of a wait: the instant from which on time has cured every check that waits now, if time alone
    /// cures them all.
    #[must_use]
    pub fn not_before(&self) -> Option<Instant> {
        if self.verdict() != Answer::Wait {
            return None;
        }
        let waiting = self.checks.iter().filter(|check| check.status == CheckStatus::Wait);
        waiting.map(|check| check.until).try_fold(Instant::EARLIEST, |latest, until| Some(latest.max(until?)))
    }

    /// The instant it speaks of.
    #[must_use]
    pub fn at(&self) -> Instant {
        self.at
    }

    /// The payout, in canonical form.
    #[must_use]
    pub fn payout(&self) -> &Payout {
        &self.payout
    }

    /// Every check, in the order of the contract.
    #[must_use]
    pub fn checks(&self) -> &[Check] {
        &self.checks
    }

    /// Every check, and leave to reserve the payout: what an analysis keeps, and what it uses up.
    pub(crate) fn into_parts(self) -> (Vec<Check>, Option<Permit<'p>>) {
        (self.checks, self.permit)
    }

    /// What became of each approval, by signer and verdict.
    #[must_use]
    pub fn approvals(&self) -> &[ApprovalOutcome] {
        &self.approvals
    }

    /// Leave to reserve the payout, of an allowing decision that was not itself of a reserved payout.
    #[must_use]
    pub fn into_permit(self) -> Option<Permit<'p>> {
        self.permit
    }

    /// What to enter in the ledger where the initiator or those with a veto have said no.
    #[must_use]
    pub fn into_refusal(self) -> Option<Refusal<'p>> {
        self.refusal
    }
}

impl Serialize for Decision<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let identity = &self.policy.identity;
        let (entries, sha256) = self.ledger;
        let verdict = self.verdict();
        let shown = DecisionShown {
            verdict,
            is_final: (verdict == Answer::Deny).then(|| self.is_final()),
            payout: self.payout(),
            policy: PolicyShown {
                realm: identity.realm.as_str(),
                name: identity.name.as_str(),
                version: identity.version,
                sha256: identity.digest,
            },
            ledger: LedgerShown { entries, sha256 },
            tzdb: calendar::zone_data_version(),
            at: self.at,
            not_before: self.not_before(),
            checks: &self.checks,
            approvals: &self.approvals,
        };
        shown.serialize(serializer)
    }
}

#[derive(Serialize)]
struct DecisionShown<'d> {
    verdict: Answer,
    #[serde(rename = "final", skip_serializing_if = "Option::is_none")]
    is_final: Option<bool>,
    payout: &'d Payout,
    policy: PolicyShown<'d>,
    ledger: LedgerShown,
    tzdb: &'static str,
    at: Instant,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_before: Option<Instant>,
    checks: &'d [Check],
    approvals: &'d [ApprovalOutcome],
}

#[derive(Serialize)]
struct PolicyShown<'d> {
    realm: &'d str,
    name: &'d str,
    version: u64,
    sha256: Digest,
}

#[derive(Serialize)]
struct LedgerShown {
    entries: usize,
    sha256: Digest,
}

/// The decision in words: who must do what by when, then every check, then every approval.
impl fmt::Display for Decision<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let payout = &self.payout;
        let (verdict, wallet, to) = (self.verdict(), payout.wallet(), payout.to());
        write!(f, "{verdict} {}: {} out of {wallet} to {to}", payout.id(), payout.amount())?;
        if let Some(tag) = payout.tag() {
            write!(f, " tag {tag}")?;
        }
        writeln!(f, ", as of {}", self.at)?;
        self.write_gist(f)?;
        writeln!(f, "\nchecks")?;
        let width = self.checks.iter().map(|check| check.name.len()).max().unwrap_or(0);
        for check in &self.checks {
            let Check { name, status, text, .. } = check;
            writeln!(f, "  {status:<4}  {name:<width$}  {text}")?;
        }
        if !self.approvals.is_empty() {
            writeln!(f, "\napprovals")?;
        }
        for one in &self.approvals {
            let (signer, verdict) = (one.signer(), one.verdict());
            writeln!(f, "  {signer} {verdict}: {}", one.code.in_words())?;
        }
        Ok(())
    }
}

impl Decision<'_> {
    /// What stands in the way, one sentence a line, and what to do about it.
    fn write_gist(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let expiry = self.payout.submitted_at().after(self.policy.payout_ttl);
        let standing = |status| self.checks.iter().filter(move |check| check.status == status);
        match self.verdict() {
            Answer::Allow => writeln!(f, "reserve it now, and decide again immediately before it is signed"),
            Answer::Wait => {
                for check in standing(CheckStatus::Wait) {
                    writeln!(f, "- {}", sentence(check))?;
                }
                match self.not_before() {
                    Some(instant) => writeln!(f, "ask again at {instant}; the payout expires at {expiry}"),
                    None => writeln!(f, "the payout expires at {expiry}"),
                }
            }
            Answer::Deny => {
                for check in standing(CheckStatus::Fail) {
                    writeln!(f, "- {}", sentence(check))?;
                }
                if self.is_final() {
                    return writeln!(f, "this is final: no approval and no later instant changes it");
                }
                writeln!(f, "this may change; the payout expires at {expiry}")
            }
        }
    }
}

fn sentence(check: &Check) -> String {
    alloc::format!("{} ({})", check.text, check.name)
}
