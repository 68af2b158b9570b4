//! What may happen to a ledger: reserve, settle, release, refuse.

use super::ledger::Ledger;
use super::record::{EntryState, LedgerEntry, LedgerFault};
use crate::domain::digest::Digest;
use crate::domain::name::PayoutId;
use crate::policy::model::Policy;

/// Leave to reserve one payout, made by an allowing decision and by nothing else.
///
/// It is used up by [`Ledger::reserve`], and good only for the ledger that was decided on.
///
/// Spent once, it is gone:
///
/// ```compile_fail,E0382
/// # fn spend(ledger: &mut countersign::Ledger, permit: countersign::Permit<'_>) {
/// ledger.reserve(permit).unwrap();
/// ledger.reserve(permit).unwrap(); // moved: a permit is spent once
/// # }
/// ```
///
/// There is no second of it:
///
/// ```compile_fail,E0277
/// # fn copy<'p>(permit: &countersign::Permit<'p>) -> countersign::Permit<'p> {
/// <countersign::Permit as Clone>::clone(permit) // a permit cannot be copied
/// # }
/// ```
///
/// And none is made of parts:
///
/// ```compile_fail,E0451
/// # fn forge<'p>(permit: countersign::Permit<'p>, entry: countersign::LedgerEntry) -> countersign::Permit<'p> {
/// countersign::Permit { entry, ..permit } // private: only a decision makes one
/// # }
/// ```
///
/// ```compile_fail,E0624
/// # fn forge<'p>(policy: &'p countersign::Policy, ledger: &countersign::Ledger, entry: countersign::LedgerEntry) {
/// countersign::Permit::new(policy, ledger, entry); // private: only a decision makes one
/// # }
/// ```
#[derive(Debug)]
#[must_use = "a payout that is allowed and not reserved may not be paid"]
pub struct Permit<'p> {
    policy: &'p Policy,
    ledger: Digest,
    entry: LedgerEntry,
}

/// The record that a payout was withdrawn or vetoed, made by a denying decision.
///
/// Entered by [`Ledger::refuse`], it keeps a later version of the policy from reviving the payout.
///
/// ```compile_fail,E0451
/// # fn forge<'p>(policy: &'p countersign::Policy, entry: countersign::LedgerEntry) -> countersign::Refusal<'p> {
/// countersign::Refusal { policy, entry } // private: only a decision makes one
/// # }
/// ```
#[derive(Debug)]
#[must_use = "a payout that is refused and not entered as refused could be revived"]
pub struct Refusal<'p> {
    policy: &'p Policy,
    entry: LedgerEntry,
}

impl<'p> Permit<'p> {
    pub(crate) fn new(policy: &'p Policy, ledger: &Ledger, entry: LedgerEntry) -> Self {
        Self { policy, ledger: ledger.digest(), entry }
    }

    /// The entry it would make.
    #[must_use]
    pub fn entry(&self) -> &LedgerEntry {
        &self.entry
    }
}

impl<'p> Refusal<'p> {
    pub(crate) fn new(policy: &'p Policy, entry: LedgerEntry) -> Self {
        Self { policy, entry }
    }

    /// The entry it would make.
    #[must_use]
    pub fn entry(&self) -> &LedgerEntry {
        &self.entry
    }
}

/// Why something may not happen to a ledger; the ledger is as it was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LedgerActFault {
    /// The ledger is not the one that was decided on: decide again.
    #[error("the ledger has changed since the decision: decide again")]
    Changed,
    /// The ledger is read under another policy, or another version of it.
    #[error("the ledger is read under another policy or version: read it under this one first")]
    AnotherPolicy,
    /// The ledger was last written under a later version, or under this one with another text.
    #[error("the ledger was last written under version {0}, which is not this policy")]
    NewerVersion(u64),
    /// No such payout.
    #[error("the payout `{0}` is not in the ledger")]
    Unknown(PayoutId),
    /// Its state is final, or it is there already.
    #[error("the payout `{payout}` is {state}, which is final")]
    Final {
        /// the payout
        payout: PayoutId,
        /// its state
        state: EntryState,
    },
    /// The line cannot be entered.
    #[error(transparent)]
    Line(#[from] LedgerFault),
}

impl Ledger {
    /// Reserves an allowed payout, at the decision's instant. Nothing else adds a reserved entry:
    ///
    /// ```compile_fail,E0624
    /// # fn enter(ledger: &mut countersign::Ledger, policy: &countersign::Policy, entry: countersign::LedgerEntry) {
    /// ledger.add(policy, entry).unwrap(); // private: without a permit nothing is entered
    /// # }
    /// ```
    ///
    /// # Errors
    /// The ledger is not the one decided on; it is then as it was, and the permit is gone.
    pub fn reserve(&mut self, permit: Permit<'_>) -> Result<(), LedgerActFault> {
        let Permit { policy, ledger, entry } = permit;
        self.is_read_under(policy)?;
        if self.digest() != ledger {
            return Err(LedgerActFault::Changed);
        }
        Ok(self.add(policy, entry)?)
    }

    /// Enters a withdrawn or vetoed payout as refused.
    ///
    /// # Errors
    /// The payout is in the ledger already, or the ledger is another policy's.
    pub fn refuse(&mut self, refusal: Refusal<'_>) -> Result<(), LedgerActFault> {
        let Refusal { policy, entry } = refusal;
        self.is_read_under(policy)?;
        if let Some(known) = self.entry(&entry.payout) {
            return Err(LedgerActFault::Final { payout: entry.payout, state: known.state });
        }
        Ok(self.add(policy, entry)?)
    }

    /// Marks a reserved payout as paid.
    ///
    /// # Errors
    /// It is not in the ledger, or its state is final.
    pub fn settle(&mut self, policy: &Policy, payout: &PayoutId) -> Result<(), LedgerActFault> {
        self.end(policy, payout, EntryState::Paid)
    }

    /// Releases a reserved payout that can no longer be broadcast: its money is free again.
    ///
    /// # Errors
    /// It is not in the ledger, or its state is final.
    pub fn release(&mut self, policy: &Policy, payout: &PayoutId) -> Result<(), LedgerActFault> {
        self.end(policy, payout, EntryState::Released)
    }

    fn end(&mut self, policy: &Policy, payout: &PayoutId, state: EntryState) -> Result<(), LedgerActFault> {
        self.is_read_under(policy)?;
        let writer = self.writer();
        if writer.version > policy.version() || (writer.version == policy.version() && writer.sha256 != policy.digest())
        {
            return Err(LedgerActFault::NewerVersion(writer.version));
        }
        let own = self.line(payout).filter(|(_, line)| line.entry.payout == *payout);
        let Some((place, line)) = own else { return Err(LedgerActFault::Unknown(payout.clone())) };
        if line.state() != EntryState::Reserved {
            return Err(LedgerActFault::Final { payout: payout.clone(), state: line.state() });
        }
        self.sign_off(policy);
        self.finish(policy, place, state);
        Ok(())
    }

    fn is_read_under(&self, policy: &Policy) -> Result<(), LedgerActFault> {
        if self.reader() == policy.digest() { Ok(()) } else { Err(LedgerActFault::AnotherPolicy) }
    }
}
