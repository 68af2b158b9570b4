//! Asks the engine about payouts that people are only supposed to have signed.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::foreseen::Foreseen;
use super::party::Party;
use crate::approval::judge::Bench;
use crate::approval::record::{ReceivedApproval, Verdict};
use crate::approval::statement::Template;
use crate::approval::verify::{Unproven, Verified};
use crate::decide::case::CaseFault;
use crate::decide::decision::{Answer, Decision};
use crate::decide::evaluate::{self, Mode, Question};
use crate::domain::instant::Instant;
use crate::domain::name::Name;
use crate::domain::people::People;
use crate::domain::text::Plain;
use crate::ledger::acts::LedgerActFault;
use crate::ledger::ledger::Ledger;
use crate::payout::reading::{Reading, Transfer, Unread, canonical, read};
use crate::payout::record::Payout;
use crate::policy::model::{AssetId, Policy};
use crate::policy::people::Signer;
use crate::price::quotes::Quotes;

/// The most steps by which [`Asked::first_allowed`] follows the engine's `not_before`.
const MOST_STEPS: usize = 64;

/// A policy with what has left and what things are worth, to be asked what it would allow whom.
///
/// The one engine answers: approvals are made up as if their signatures had verified, judged as any
/// others, and decided on as any others. Nothing that is decided so can be paid on: see [`Foreseen`].
///
/// ```
/// # let text = include_str!("../../policies/minimal.toml");
/// use countersign::analyze::{Party, Supposed};
/// use countersign::{Instant, Payout, Policy};
///
/// let policy = Policy::parse(text)?;
/// let supposed = Supposed::new(&policy);
/// let payout: Payout = serde_json::from_str(
///     r#"{"id":"po-1","wallet":"main","amount":"1 BTC","to":"bc1qf2dwt9czkhvjvsnl25gujws2pq3lk059sf54uw",
///         "fee":"0.001 BTC","initiator":"alice","submitted_at":"2026-11-23T10:00:00Z"}"#,
/// )?;
/// let asked = supposed.open(&payout)?;
/// let now = Instant::parse("2026-11-23T10:00:00Z")?;
///
/// // Alice asks, and may not be one of the two who agree.
/// assert!(!asked.of(&Party::of(&policy, ["alice", "bob"])?, &Party::nobody(), now).is_allowed());
/// assert!(asked.of(&Party::everybody(&policy), &Party::nobody(), now).is_allowed());
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Supposed<'p> {
    policy: &'p Policy,
    ledger: Ledger,
    quotes: Quotes,
}

/// A payout read under a policy, to be asked about.
#[derive(Clone, Debug)]
pub struct Asked<'s, 'p> {
    supposed: &'s Supposed<'p>,
    payout: Arc<Payout>,
    subject: Subject,
}

#[derive(Clone, Debug)]
enum Subject {
    Unread(Unread),
    Read(Box<Transfer>),
}

impl<'p> Supposed<'p> {
    /// Nothing has left yet, and only fixed prices hold.
    #[must_use]
    pub fn new(policy: &'p Policy) -> Self {
        Self { policy, ledger: Ledger::new(policy), quotes: Quotes::none() }
    }

    /// With what this ledger says has left.
    #[must_use]
    pub fn with_ledger(self, ledger: Ledger) -> Self {
        Self { ledger, ..self }
    }

    /// With these quotes, as long as they hold.
    #[must_use]
    pub fn with_quotes(self, quotes: Quotes) -> Self {
        Self { quotes, ..self }
    }

    /// With these prices, in units of 10^-18, as if quotes said so at every instant.
    pub(crate) fn with_prices(self, prices: BTreeMap<AssetId, u128>) -> Self {
        let quotes = Quotes::suppose(self.policy, prices);
        self.with_quotes(quotes)
    }

    /// The policy that is asked.
    #[must_use]
    pub fn policy(&self) -> &'p Policy {
        self.policy
    }

    /// What has left so far.
    pub(crate) fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Reads a payout, to ask about it.
    ///
    /// # Errors
    /// The payout cannot be read under the policy.
    pub fn open(&self, payout: &Payout) -> Result<Asked<'_, 'p>, CaseFault> {
        let (payout, subject) = read_one(self.policy, payout)?;
        Ok(Asked { supposed: self, payout, subject })
    }

    /// Asks of one payout at `now` and, if it would be allowed, reserves it, as a service would: what is asked later is
    /// asked with it in the ledger.
    ///
    /// # Errors
    /// The payout cannot be read under the policy, or cannot be entered in the ledger.
    pub fn reserve(&mut self, payout: &Payout, signing: &Party, now: Instant) -> Result<Foreseen, SupposedFault> {
        let decision = self.open(payout)?.decide(signing, &Party::nobody(), now);
        let (foreseen, permit) = Foreseen::with_permit(decision);
        if let Some(permit) = permit {
            self.ledger.reserve(permit)?;
        }
        Ok(foreseen)
    }
}

impl<'p> Asked<'_, 'p> {
    /// The payout, in canonical form.
    #[must_use]
    pub fn payout(&self) -> &Payout {
        &self.payout
    }

    /// What the engine would say at `now` if these people had signed all they can since the payout was submitted.
    ///
    /// Approvers approve, with the longest lifetime the policy permits, and sign again whenever it ends. The initiator,
    /// if among them, signs the request. Whoever rejects does so at the submission, when their term begins, and again now.
    #[must_use]
    pub fn of(&self, signing: &Party, rejecting: &Party, now: Instant) -> Foreseen {
        Foreseen::of(self.decide(signing, rejecting, now))
    }

    /// The same where some reject as soon as they are active, not before one instant and not after another.
    pub(crate) fn rejected_within(
        &self,
        signing: &Party,
        rejecting: &Party,
        (first, last): (Instant, Instant),
        now: Instant,
    ) -> Foreseen {
        let policy = self.supposed.policy;
        let mut approvals = self.made_up(signing, &Party::nobody(), now);
        for signer in rejecting.signers() {
            let active = policy.roll.person(signer).map(|person| person.active);
            let at = active.map_or(first, |active| active.from.map_or(first, |from| from.max(first)));
            approvals.extend((at <= last).then(|| of_verdict(policy, signer, Verdict::Reject, at)).flatten());
        }
        in_order(&mut approvals);
        Foreseen::of(self.decide_on(&approvals, now))
    }

    /// Whether the engine would allow it at `now`.
    pub(crate) fn allows(&self, signing: &Party, now: Instant) -> bool {
        self.decide(signing, &Party::nobody(), now).is_allowed()
    }

    /// What the engine would say from `from` on, once time has cured what time alone cures: the first allow, a denial,
    /// or a wait for signatures that nobody gives.
    ///
    /// It follows the engine's own `not_before`, so that a rule that ceases to bind while signatures are missing is not
    /// waited for.
    #[must_use]
    pub fn first_allowed(&self, signing: &Party, from: Instant) -> Foreseen {
        let mut foreseen = self.of(signing, &Party::nobody(), from);
        for _ in 0..MOST_STEPS {
            let later = foreseen.not_before().filter(|later| *later > foreseen.at());
            let (Answer::Wait, Some(later)) = (foreseen.verdict(), later) else { break };
            foreseen = self.of(signing, &Party::nobody(), later);
        }
        foreseen
    }

    /// What the engine would say at `now` if these approvals, and no others, had been received.
    pub(crate) fn of_said(&self, said: &[Said], now: Instant) -> Foreseen {
        let policy = self.supposed.policy;
        let mut approvals: Vec<Verified> = said.iter().map(|said| said.verified(policy)).collect();
        in_order(&mut approvals);
        Foreseen::of(self.decide_on(&approvals, now))
    }

    /// The same if these feeds had said nothing.
    pub(crate) fn allows_without(&self, silent: People, signing: &Party, now: Instant) -> bool {
        let quotes = self.supposed.quotes.without(silent);
        self.decide_at(&self.made_up(signing, &Party::nobody(), now), &quotes, now).is_allowed()
    }

    fn decide(&self, signing: &Party, rejecting: &Party, now: Instant) -> Decision<'p> {
        self.decide_on(&self.made_up(signing, rejecting, now), now)
    }

    fn made_up(&self, signing: &Party, rejecting: &Party, now: Instant) -> Vec<Verified> {
        let initiator = match &self.subject {
            Subject::Unread(_) => None,
            Subject::Read(transfer) => transfer.initiator,
        };
        made_up(self.supposed.policy, initiator, self.payout.submitted_at(), signing, rejecting, now)
    }

    fn decide_on(&self, approvals: &[Verified], now: Instant) -> Decision<'p> {
        self.decide_at(approvals, &self.supposed.quotes, now)
    }

    fn decide_at(&self, approvals: &[Verified], quotes: &Quotes, now: Instant) -> Decision<'p> {
        let Supposed { policy, ledger, .. } = self.supposed;
        let transfer = match &self.subject {
            Subject::Unread(why) => return evaluate::unread(policy, &self.payout, *why, ledger, now),
            Subject::Read(transfer) => transfer.as_ref(),
        };
        let (initiator, submitted_at) = (transfer.initiator, self.payout.submitted_at());
        let (outcomes, votes) = Bench { policy, initiator, submitted_at, now }.judge(approvals);
        let question = Question { policy, payout: &self.payout, transfer, mode: Mode::Fresh, ledger, quotes, now };
        evaluate::decide(&question, votes, outcomes)
    }
}

/// An approval that somebody is supposed to have given, with all its times: the same under any policy.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub(crate) struct Said {
    pub(crate) signer: Name,
    pub(crate) verdict: Verdict,
    pub(crate) signed_at: Instant,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) expires_at: Option<Instant>,
    pub(crate) received_at: Instant,
}

impl Said {
    fn verified(&self, policy: &Policy) -> Verified {
        let Self { signer, verdict, signed_at, expires_at, received_at } = self;
        let approval = ReceivedApproval {
            signer: Plain::of_name(signer),
            key: Plain::default(),
            verdict: *verdict,
            signed_at: *signed_at,
            expires_at: *expires_at,
            signature: Plain::default(),
            received_at: *received_at,
        };
        Verified { approval, signer: policy.roll.named(signer.as_str()).ok_or(Unproven::UnknownSigner) }
    }
}

/// Why a payout cannot be supposed to have been reserved.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SupposedFault {
    /// The payout cannot be read.
    #[error(transparent)]
    Case(#[from] CaseFault),
    /// It cannot be entered in the ledger.
    #[error(transparent)]
    Ledger(#[from] LedgerActFault),
}

fn read_one(policy: &Policy, payout: &Payout) -> Result<(Arc<Payout>, Subject), CaseFault> {
    let reading = read(policy, payout)?;
    let canonical = canonical(policy, payout, &reading);
    let subject = match reading {
        Reading::Unread(why) => Subject::Unread(why),
        Reading::Read(transfer) => {
            // What nobody could sign, since no screen shows it, is refused as a real case would be.
            Template::new(policy, &canonical, &transfer)?;
            Subject::Read(transfer)
        }
    };
    Ok((Arc::new(canonical), subject))
}

/// All that these people can have signed by `now`, in the order in which the bench wants it.
fn made_up(
    policy: &Policy,
    initiator: Option<Signer>,
    submitted_at: Instant,
    signing: &Party,
    rejecting: &Party,
    now: Instant,
) -> Vec<Verified> {
    if now < submitted_at {
        return Vec::new();
    }
    let mut approvals = Vec::new();
    let mut add = |signer, verdict, at: Instant| approvals.extend(of_verdict(policy, signer, verdict, at));
    for person in signing.approvers.iter() {
        for at in signings(policy, submitted_at, now) {
            add(Signer::Approver(person), Verdict::Approve, at);
        }
    }
    if let Some(initiator) = initiator.filter(|initiator| signing.has(*initiator)) {
        add(initiator, Verdict::Request, submitted_at);
    }
    // Whoever becomes active in between can say no only then, and perhaps no longer now.
    for signer in rejecting.signers() {
        add(signer, Verdict::Reject, submitted_at);
        let begins = policy.roll.person(signer).and_then(|person| person.active.from);
        if let Some(begins) = begins.filter(|begins| submitted_at < *begins && *begins < now) {
            add(signer, Verdict::Reject, begins);
        }
        if now > submitted_at {
            add(signer, Verdict::Reject, now);
        }
    }
    in_order(&mut approvals);
    approvals
}

/// An approval, request or rejection as if its signature had verified: an approval lives as long as may be.
fn of_verdict(policy: &Policy, signer: Signer, verdict: Verdict, at: Instant) -> Option<Verified> {
    let approval = ReceivedApproval {
        signer: Plain::of_name(&policy.roll.person(signer)?.name),
        key: Plain::default(),
        verdict,
        signed_at: at,
        expires_at: (verdict == Verdict::Approve).then(|| at.after(policy.approval_ttl)),
        signature: Plain::default(),
        received_at: at,
    };
    Some(Verified { approval, signer: Ok(signer) })
}

/// The order in which the bench wants them.
fn in_order(approvals: &mut [Verified]) {
    approvals.sort_by(|Verified { approval: a, .. }, Verified { approval: b, .. }| {
        (&a.signer, a.verdict, a.received_at).cmp(&(&b.signer, b.verdict, b.received_at))
    });
}

/// When an approver signs: at the submission, and again whenever an approval ends. Of these the last two by `now`: an
/// approval outlives every delay, so that what stood before the two cannot matter.
fn signings(policy: &Policy, submitted_at: Instant, now: Instant) -> impl Iterator<Item = Instant> {
    let lifetime = policy.approval_ttl.seconds();
    let passed = now.unix().saturating_sub(submitted_at.unix()).checked_div(lifetime).unwrap_or(0);
    let nths = [passed.checked_sub(1), Some(passed)].into_iter().flatten();
    nths.map(move |nth| submitted_at.plus_seconds(nth.saturating_mul(lifetime)))
}
