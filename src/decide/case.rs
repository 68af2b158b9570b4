//! A payout with its approvals under a policy: the one value that can be decided.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::check::CheckCode;
use super::decision::Decision;
use super::edges::{self, Edge, EdgeSide};
use super::evaluate::{self, Mode, Question};
use super::scene::binds;
use crate::approval::judge::{ApprovalCode, Bench};
use crate::approval::record::{ReceivedApproval, SignedApproval, Verdict};
use crate::approval::statement::{Statement, Template};
use crate::approval::verify::{ApprovalsFault, Verified, in_order, verify_all};
use crate::domain::instant::Instant;
use crate::domain::span::Span;
use crate::ledger::ledger::Ledger;
use crate::payout::reading::{PayoutFault, Reading, Transfer, Unread, canonical, read};
use crate::payout::record::Payout;
use crate::policy::model::Policy;
use crate::price::quotes::Quotes;

/// A payout and its approvals, verified under a policy.
///
/// Only [`Case::open`] makes one, so that what is decided is always a payout with the approvals that
/// were verified for it: approvals of one payout cannot be laid beside another.
///
/// ```compile_fail
/// # fn swap<'p>(a: countersign::Case<'p>, b: countersign::Case<'p>) -> countersign::Case<'p> {
/// countersign::Case { payout: a.payout, ..b } // private: no case is made of parts
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Case<'p> {
    policy: &'p Policy,
    payout: Arc<Payout>,
    subject: Subject,
}

#[derive(Clone, Debug)]
enum Subject {
    Unread(Unread),
    Read(Box<Readable>),
}

#[derive(Clone, Debug)]
struct Readable {
    transfer: Transfer,
    template: Template,
    approvals: Vec<Verified>,
}

/// Why a payout or its approvals are refused: nothing can be decided of them.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CaseFault {
    /// The payout cannot be read under the policy.
    #[error(transparent)]
    Payout(#[from] PayoutFault),
    /// There are more approvals than are read.
    #[error(transparent)]
    Approvals(#[from] ApprovalsFault),
}

impl CaseFault {
    /// Its stable code in kebab case.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Payout(fault) => fault.code(),
            Self::Approvals(fault) => fault.code(),
        }
    }

    /// How to cure it.
    #[must_use]
    pub fn help(&self) -> String {
        match self {
            Self::Payout(fault) => fault.help(),
            Self::Approvals(_) => "store an approval only once it is verified, and each once".into(),
        }
    }
}

impl<'p> Case<'p> {
    /// Reads a payout under a policy and verifies every approval's signature, once.
    ///
    /// # Errors
    /// The payout cannot be read, or there are more approvals than are read. An approval that does
    /// not verify is no error: it is reported, and neither helps nor hurts.
    pub fn open(policy: &'p Policy, payout: &Payout, approvals: &[ReceivedApproval]) -> Result<Self, CaseFault> {
        let reading = read(policy, payout)?;
        let canonical = canonical(policy, payout, &reading);
        let subject = match reading {
            Reading::Unread(why) => {
                in_order(approvals)?;
                Subject::Unread(why)
            }
            Reading::Read(transfer) => {
                let template = Template::new(policy, &canonical, &transfer)?;
                let approvals = verify_all(policy, &template, approvals, &[])?;
                Subject::Read(Box::new(Readable { transfer: *transfer, template, approvals }))
            }
        };
        Ok(Self { policy, payout: Arc::new(canonical), subject })
    }

    /// The same payout with these approvals instead, as when another has come in. What it has verified
    /// already is not verified again: a signature proves the same each time.
    ///
    /// # Errors
    /// There are more approvals than are read.
    pub fn with(&self, approvals: &[ReceivedApproval]) -> Result<Self, CaseFault> {
        let subject = match &self.subject {
            Subject::Unread(why) => {
                in_order(approvals)?;
                Subject::Unread(*why)
            }
            Subject::Read(case) => {
                let Readable { transfer, template, approvals: known } = case.as_ref();
                let approvals = verify_all(self.policy, template, approvals, known)?;
                Subject::Read(Box::new(Readable { transfer: transfer.clone(), template: template.clone(), approvals }))
            }
        };
        Ok(Self { policy: self.policy, payout: Arc::clone(&self.payout), subject })
    }

    /// The policy it is a case of.
    #[must_use]
    pub fn policy(&self) -> &'p Policy {
        self.policy
    }

    /// The payout, in canonical form.
    #[must_use]
    pub fn payout(&self) -> &Payout {
        &self.payout
    }

    /// Whether the payout may proceed at `now`, with every reason.
    #[must_use]
    pub fn decide(&self, ledger: &Ledger, quotes: &Quotes, now: Instant) -> Decision<'p> {
        self.decide_in(Mode::Fresh, ledger, quotes, now)
    }

    /// Whether a payout that is reserved may still be signed at `now`: its own line in the ledger is
    /// set aside in every sum. Asked immediately before signing.
    #[must_use]
    pub fn decide_reserved(&self, ledger: &Ledger, quotes: &Quotes, now: Instant) -> Decision<'p> {
        self.decide_in(Mode::Reserved, ledger, quotes, now)
    }

    /// The largest amount, up to the payout's own, that would be allowed now if the same people had
    /// said the same of it; none if none would. An amount that would have to wait out a delay first is
    /// not allowed now.
    ///
    /// Halving finds it, since a smaller amount never needs more. There is one exception, and there it
    /// may be less than what would be allowed: where only the approvals that a larger amount asks for
    /// start a delay, a smaller one is denied (`no-anchor`).
    #[must_use]
    pub fn allowed_up_to(&self, ledger: &Ledger, quotes: &Quotes, now: Instant) -> Option<String> {
        let Subject::Read(case) = &self.subject else { return None };
        // A smaller payout is a new one: where a delay has run, it would have to run anew.
        let allows = |units: u128| {
            let asked = Transfer { units, ..case.transfer.clone() };
            let decision = self.ask(&asked, &case.approvals, Mode::Fresh, ledger, quotes, now);
            let has_waited = decision.checks().iter().any(|check| check.code() == CheckCode::Elapsed);
            decision.is_allowed() && (units == case.transfer.units || !has_waited)
        };
        if allows(case.transfer.units) {
            return self.amount_in_words(&case.transfer, case.transfer.units);
        }
        if !allows(1) {
            return None;
        }
        let (mut allowed, mut asked) = (1u128, case.transfer.units);
        while allowed.saturating_add(1) < asked {
            let middle = allowed.midpoint(asked);
            if allows(middle) { allowed = middle } else { asked = middle }
        }
        self.amount_in_words(&case.transfer, allowed)
    }

    fn amount_in_words(&self, transfer: &Transfer, units: u128) -> Option<String> {
        let asset = self.policy.asset(transfer.asset)?;
        Some(alloc::format!("{} {}", crate::domain::amount::shortest(units, asset.decimals), asset.name))
    }

    /// The edges of the policy that the payout, new to the ledger, stands beside at `now`: which of the
    /// lines that the policy draws are tried by it, to the unit and the second.
    #[must_use]
    pub fn edges(&self, ledger: &Ledger, quotes: &Quotes, now: Instant) -> Vec<(Edge, EdgeSide)> {
        let Subject::Read(case) = &self.subject else { return Vec::new() };
        let Readable { transfer, approvals, .. } = case.as_ref();
        let (_, votes) = self.bench(transfer, now).judge(approvals);
        let (policy, payout, mode) = (self.policy, &self.payout, Mode::Fresh);
        edges::beside(&Question { policy, payout, transfer, mode, ledger, quotes, now }, votes)
    }

    /// The exact text to sign, for an approver, or for the initiator's request; none if the payout's
    /// asset or the signer is unknown.
    #[must_use]
    pub fn statement(
        &self,
        verdict: Verdict,
        signer: &str,
        signed_at: Instant,
        expires_at: Option<Instant>,
    ) -> Option<Statement> {
        match &self.subject {
            Subject::Unread(_) => None,
            Subject::Read(case) => {
                self.policy.roll.named(signer)?;
                Some(case.template.statement(verdict, signer, signed_at, expires_at))
            }
        }
    }

    /// Why a statement that `signer` signs now could never hold, if it never could: asked before
    /// anybody signs it. That a signer is not active yet is no such reason.
    #[must_use]
    pub fn objection(
        &self,
        verdict: Verdict,
        signer: &str,
        signed_at: Instant,
        expires_at: Option<Instant>,
    ) -> Option<ApprovalCode> {
        let Subject::Read(case) = &self.subject else { return None };
        let Some(known) = self.policy.roll.named(signer) else { return Some(ApprovalCode::UnknownSigner) };
        self.bench(&case.transfer, signed_at).objection(known, verdict, expires_at)
    }

    /// The longest delay of any rule that may bind the payout, whatever the running totals and the
    /// time of day: an approval that does not outlive it cannot see the delay's end.
    #[must_use]
    pub fn longest_delay(&self) -> Option<Span> {
        let Subject::Read(case) = &self.subject else { return None };
        // A destination only ever comes to be in a list, so that most binds when it is submitted.
        let at = self.payout.submitted_at();
        let binding = self.policy.rules.iter().filter(|rule| binds(&rule.selector, &case.transfer, at));
        binding.filter_map(|rule| rule.delay.as_ref()).map(|delay| delay.span).max()
    }

    /// Stamps an approval with the instant of its receipt, if it is one that can count.
    ///
    /// # Errors
    /// Why it cannot: its signature does not verify, or it is void for a reason that no later
    /// instant takes away. A signer who is not active yet is no such reason.
    pub fn receive(&self, approval: SignedApproval, at: Instant) -> Result<ReceivedApproval, ApprovalCode> {
        let received = approval.received(at);
        let Subject::Read(case) = &self.subject else { return Err(ApprovalCode::BadSignature) };
        let verified = verify_all(self.policy, &case.template, core::slice::from_ref(&received), &[]);
        let verified = verified.map_err(|_| ApprovalCode::BadSignature)?;
        let (outcomes, _) = self.bench(&case.transfer, at).judge(&verified);
        match outcomes.first().map(|outcome| outcome.code) {
            Some(ApprovalCode::Holds) => Ok(received),
            Some(ApprovalCode::Inactive) if self.will_be_active(&received) => Ok(received),
            Some(code) => Err(code),
            None => Err(ApprovalCode::BadSignature),
        }
    }

    /// Whether the signer, who is not active, will be. A reject is asked at its receipt only.
    fn will_be_active(&self, received: &ReceivedApproval) -> bool {
        let person = self.policy.roll.named(received.signer()).and_then(|signer| self.policy.roll.person(signer));
        let is_over =
            person.and_then(|person| person.active.until).is_some_and(|until| until <= received.received_at());
        received.verdict() != Verdict::Reject && !is_over
    }

    fn bench(&self, transfer: &Transfer, now: Instant) -> Bench<'p> {
        Bench { policy: self.policy, initiator: transfer.initiator, submitted_at: self.payout.submitted_at(), now }
    }

    fn decide_in(&self, mode: Mode, ledger: &Ledger, quotes: &Quotes, now: Instant) -> Decision<'p> {
        match &self.subject {
            Subject::Unread(why) => evaluate::unread(self.policy, &self.payout, *why, ledger, now),
            Subject::Read(case) => self.ask(&case.transfer, &case.approvals, mode, ledger, quotes, now),
        }
    }

    fn ask(
        &self,
        transfer: &Transfer,
        approvals: &[Verified],
        mode: Mode,
        ledger: &Ledger,
        quotes: &Quotes,
        now: Instant,
    ) -> Decision<'p> {
        let (outcomes, votes) = self.bench(transfer, now).judge(approvals);
        let question = Question { policy: self.policy, payout: &self.payout, transfer, mode, ledger, quotes, now };
        evaluate::decide(&question, votes, outcomes)
    }
}
