//! Verified approvals at an instant: which hold, which repeat, which are void and why.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use core::fmt;

use serde::Serialize;

use super::record::{ReceivedApproval, Verdict};
use super::verify::{Unproven, Verified};
use crate::domain::instant::Instant;
use crate::domain::people::{People, PersonId};
use crate::domain::text::Plain;
use crate::policy::model::{InitiatorApproval, Policy};
use crate::policy::people::{Person, Signer};

/// What became of one approval.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ApprovalOutcome {
    pub(crate) signer: Plain,
    pub(crate) key: Plain,
    pub(crate) verdict: Verdict,
    pub(crate) status: ApprovalStatus,
    pub(crate) code: ApprovalCode,
}

impl ApprovalOutcome {
    /// Who says they signed.
    #[must_use]
    pub fn signer(&self) -> &str {
        self.signer.as_str()
    }

    /// The key they say they signed with.
    #[must_use]
    pub fn key(&self) -> &str {
        self.key.as_str()
    }

    /// What it says.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// Whether it holds.
    #[must_use]
    pub fn status(&self) -> ApprovalStatus {
        self.status
    }

    /// Why not, or that it does.
    #[must_use]
    pub fn code(&self) -> ApprovalCode {
        self.code
    }
}

/// Whether an approval holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ApprovalStatus {
    /// It counts.
    Holds,
    /// It would, but another of the same person and verdict does.
    Repeat,
    /// It neither helps nor hurts.
    Void,
}

macro_rules! approval_codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal => $words:literal,)*) => {
        /// Why an approval holds or not. A later version may know more.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum ApprovalCode { $($(#[$doc])* $name,)* }

        impl ApprovalCode {
            /// Every code, in the order they are asked.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The code in kebab case.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            /// What it means, for people.
            #[must_use]
            pub fn in_words(self) -> &'static str {
                match self { $(Self::$name => $words,)* }
            }
        }
    };
}

approval_codes! {
    /// It counts.
    Holds = "holds" => "it counts",
    /// Another of the same person and verdict counts.
    Repeat = "repeat" => "another of the same person counts",
    /// Nobody of that name may sign.
    UnknownSigner = "unknown-signer" => "the policy knows no signer of this name",
    /// The signer has no such key.
    UnknownKey = "unknown-key" => "the policy has no such key for this signer",
    /// The signature's text is not of its scheme's form.
    MalformedSignature = "malformed-signature" => "the signature is not of its scheme's form",
    /// The signature does not verify.
    BadSignature = "bad-signature" => "the signature is not of this statement by this key",
    /// A request by someone else.
    NotInitiator = "not-initiator" => "only the payout's initiator can request it",
    /// Signed before the payout was submitted.
    Early = "early" => "it was signed before the payout was submitted",
    /// Signed or received later than it can have been.
    Future = "future" => "it was signed or received later than the clocks allow",
    /// A lifetime of none, or longer than the policy permits.
    Lifetime = "lifetime" => "it lives longer than the policy permits, or not at all",
    /// Past its end.
    Expired = "expired" => "it has expired",
    /// The signer is not active.
    Inactive = "inactive" => "the signer is not active",
    /// Requesters approve nothing.
    Requester = "requester" => "a requester approves nothing",
    /// Initiators do not approve their own payouts.
    Initiator = "initiator" => "the payout's initiator may not approve it",
    /// The signer has rejected the payout.
    Rejected = "rejected" => "the signer has rejected the payout, which is final",
}

impl fmt::Display for ApprovalCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for ApprovalCode {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// Who said what, of that which holds.
#[derive(Clone, Debug, Default)]
pub(crate) struct Votes {
    pub(crate) approving: People,
    /// Approvers whose `reject` holds.
    pub(crate) rejecting: People,
    /// Since when the initiator's request is in.
    pub(crate) requested_since: Option<Instant>,
    /// The initiator's `reject` holds.
    pub(crate) withdrawn: bool,
    /// When each approver's approvals stood, for the start of a delay.
    pub(crate) stood: Vec<Stood>,
}

/// A stretch in which an approver's approval stood: `from ≤ t < until`, which may be never.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stood {
    pub(crate) person: PersonId,
    pub(crate) from: Instant,
    pub(crate) until: Instant,
}

/// What an approval is judged against.
pub(crate) struct Bench<'b> {
    pub(crate) policy: &'b Policy,
    pub(crate) initiator: Option<Signer>,
    pub(crate) submitted_at: Instant,
    pub(crate) now: Instant,
}

impl Bench<'_> {
    /// Judges approvals that stand in order: outcomes in the same order, and the votes.
    pub(crate) fn judge(&self, verified: &[Verified]) -> (Vec<ApprovalOutcome>, Votes) {
        let rejected = self.rejections(verified);
        let mut votes = Votes::default();
        let mut outcomes = Vec::new();
        let mut counted: Option<(Signer, Verdict)> = None;
        for Verified { approval, signer } in verified {
            let found = match signer {
                Err(unproven) => Err(unproven.code()),
                Ok(signer) => self.found(approval, *signer, &rejected).map(|()| *signer),
            };
            let (status, code) = match found {
                Err(code) => (ApprovalStatus::Void, code),
                Ok(signer) if counted == Some((signer, approval.verdict)) => {
                    (ApprovalStatus::Repeat, ApprovalCode::Repeat)
                }
                Ok(signer) => {
                    counted = Some((signer, approval.verdict));
                    self.count(approval, signer, &mut votes);
                    (ApprovalStatus::Holds, ApprovalCode::Holds)
                }
            };
            if let Ok(signer) = signer {
                votes.stood.extend(self.stood(approval, *signer, &rejected));
            }
            let ReceivedApproval { signer, key, verdict, .. } = approval;
            outcomes.push(ApprovalOutcome {
                signer: signer.clone(),
                key: key.clone(),
                verdict: *verdict,
                status,
                code,
            });
        }
        (outcomes, votes)
    }

    /// Who rejected, and when first; a receipt later than now counts as now.
    fn rejections(&self, verified: &[Verified]) -> BTreeMap<Signer, Instant> {
        let mut rejections = BTreeMap::new();
        for Verified { approval, signer } in verified {
            let Ok(signer) = signer else { continue };
            if approval.verdict == Verdict::Reject && self.is_active(*signer, approval.received_at) {
                let at = approval.received_at.min(self.now);
                let first = rejections.entry(*signer).or_insert(at);
                *first = at.min(*first);
            }
        }
        rejections
    }

    /// Whether a proven approval holds.
    fn found(
        &self,
        approval: &ReceivedApproval,
        signer: Signer,
        rejected: &BTreeMap<Signer, Instant>,
    ) -> Result<(), ApprovalCode> {
        let ReceivedApproval { received_at, .. } = *approval;
        match approval.verdict {
            Verdict::Reject => first_of([(!self.is_active(signer, received_at), ApprovalCode::Inactive)]),
            Verdict::Request => first_of([
                (self.initiator != Some(signer), ApprovalCode::NotInitiator),
                (self.is_later(received_at, self.now), ApprovalCode::Future),
                (!self.is_active(signer, self.now), ApprovalCode::Inactive),
            ]),
            Verdict::Approve => {
                self.times(approval.signed_at, approval.expires_at, received_at)?;
                let expired = approval.expires_at.is_none_or(|at| at <= self.now);
                first_of([
                    (expired, ApprovalCode::Expired),
                    (!self.is_active(signer, self.now), ApprovalCode::Inactive),
                ])?;
                self.right_to_approve(signer)?;
                first_of([(rejected.contains_key(&signer), ApprovalCode::Rejected)])
            }
        }
    }

    /// Why what a signer would sign now could never hold, if it never could.
    pub(crate) fn objection(
        &self,
        signer: Signer,
        verdict: Verdict,
        expires_at: Option<Instant>,
    ) -> Option<ApprovalCode> {
        let may = match verdict {
            Verdict::Reject => Ok(()),
            Verdict::Request => first_of([(self.initiator != Some(signer), ApprovalCode::NotInitiator)]),
            Verdict::Approve => self.times(self.now, expires_at, self.now).and_then(|()| self.right_to_approve(signer)),
        };
        may.err()
    }

    /// What of an `approve` no later instant can change.
    fn times(&self, signed_at: Instant, expires_at: Option<Instant>, received_at: Instant) -> Result<(), ApprovalCode> {
        let lifetime = expires_at.is_some_and(|expires_at| {
            signed_at < expires_at && expires_at <= signed_at.after(self.policy.approval_ttl)
        });
        first_of([
            (self.is_later(self.submitted_at, signed_at), ApprovalCode::Early),
            (self.is_later(signed_at, received_at) || self.is_later(received_at, self.now), ApprovalCode::Future),
            (!lifetime, ApprovalCode::Lifetime),
        ])
    }

    /// Whether a signer may approve this payout at all.
    fn right_to_approve(&self, signer: Signer) -> Result<(), ApprovalCode> {
        let own = self.initiator == Some(signer) && self.policy.initiator_approval == InitiatorApproval::Refused;
        first_of([(matches!(signer, Signer::Requester(_)), ApprovalCode::Requester), (own, ApprovalCode::Initiator)])
    }

    fn count(&self, approval: &ReceivedApproval, signer: Signer, votes: &mut Votes) {
        match (approval.verdict, signer) {
            (Verdict::Approve, Signer::Approver(person)) => votes.approving = votes.approving.with(person),
            (Verdict::Approve, Signer::Requester(_)) => {}
            (Verdict::Request, _) => votes.requested_since = Some(approval.received_at.min(self.now)),
            (Verdict::Reject, _) => {
                votes.withdrawn |= self.initiator == Some(signer);
                if let Signer::Approver(person) = signer {
                    votes.rejecting = votes.rejecting.with(person);
                }
            }
        }
    }

    /// When an `approve` that is void for no other reason than `expired`, `inactive` or `rejected`
    /// stood: from its receipt until it expires, the signer's time ends, or their reject comes.
    fn stood(
        &self,
        approval: &ReceivedApproval,
        signer: Signer,
        rejected: &BTreeMap<Signer, Instant>,
    ) -> Option<Stood> {
        let Signer::Approver(person) = signer else { return None };
        if approval.verdict != Verdict::Approve {
            return None;
        }
        let times = self.times(approval.signed_at, approval.expires_at, approval.received_at);
        times.and_then(|()| self.right_to_approve(signer)).ok()?;
        let active = self.person(signer)?.active;
        let received = approval.received_at.min(self.now);
        let from = active.from.map_or(received, |from| from.max(received));
        let ends = [approval.expires_at, active.until, rejected.get(&signer).copied()];
        let until = ends.into_iter().flatten().min()?;
        Some(Stood { person, from, until })
    }

    fn person(&self, signer: Signer) -> Option<&Person> {
        self.policy.roll.person(signer)
    }

    fn is_active(&self, signer: Signer, at: Instant) -> bool {
        self.person(signer).is_some_and(|person| person.active.at(at))
    }

    /// Whether `this` is later than `that` by more than clocks may differ.
    fn is_later(&self, this: Instant, that: Instant) -> bool {
        this > that.after(self.policy.clock_skew)
    }
}

impl Unproven {
    fn code(self) -> ApprovalCode {
        match self {
            Self::UnknownSigner => ApprovalCode::UnknownSigner,
            Self::UnknownKey => ApprovalCode::UnknownKey,
            Self::MalformedSignature => ApprovalCode::MalformedSignature,
            Self::BadSignature => ApprovalCode::BadSignature,
        }
    }
}

/// The first reason that applies.
fn first_of<const N: usize>(reasons: [(bool, ApprovalCode); N]) -> Result<(), ApprovalCode> {
    reasons.into_iter().find(|(applies, _)| *applies).map_or(Ok(()), |(_, code)| Err(code))
}
