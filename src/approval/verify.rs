//! Signed → who really signed: each approval's signature checked against the registered key.

use alloc::string::String;
use alloc::vec::Vec;

use super::record::{ReceivedApproval, Verdict};
use super::statement::Template;
use crate::key::scheme::SignatureFault;
use crate::policy::model::Policy;
use crate::policy::people::Signer;

/// The most approvals a decision reads, after exact duplicates are dropped.
const MOST_APPROVALS: usize = 4_096;

/// The most approvals of one signer and verdict.
const MOST_OF_ONE: usize = 8;

/// An approval, and whose it is if its signature holds.
#[derive(Clone, Debug)]
pub(crate) struct Verified {
    pub(crate) approval: ReceivedApproval,
    pub(crate) signer: Result<Signer, Unproven>,
}

/// Why an approval proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unproven {
    UnknownSigner,
    UnknownKey,
    MalformedSignature,
    BadSignature,
}

/// More approvals than a decision reads.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ApprovalsFault {
    /// In all.
    #[error("{0} approvals are more than the 4,096 a decision reads")]
    TooMany(usize),
    /// Of one signer and verdict.
    #[error("{count} approvals of `{signer}` say `{verdict}`: 8 are read")]
    TooManyOfOne {
        /// whose
        signer: String,
        /// what they say
        verdict: Verdict,
        /// how many
        count: usize,
    },
}

impl ApprovalsFault {
    /// Its stable code in kebab case.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooMany(_) => "too-many-approvals",
            Self::TooManyOfOne { .. } => "too-many-of-one",
        }
    }
}

/// Verifies approvals, in the order of signer, verdict, receipt, signing, key and signature.
/// Exact duplicates are dropped. What is `known`, in the same order and of the same statement, is taken as it is.
pub(crate) fn verify_all(
    policy: &Policy,
    template: &Template,
    approvals: &[ReceivedApproval],
    known: &[Verified],
) -> Result<Vec<Verified>, ApprovalsFault> {
    let verified = |approval: &ReceivedApproval| {
        let place = known.binary_search_by(|known| order(&known.approval).cmp(&order(approval)));
        // Every field of it stands in the order, and so an equal one is the same.
        match place.ok().and_then(|place| known.get(place)) {
            Some(known) => known.clone(),
            None => Verified { signer: verify(policy, template, approval), approval: approval.clone() },
        }
    };
    Ok(in_order(approvals)?.into_iter().map(verified).collect())
}

/// Sorts, drops exact duplicates, and refuses more than are read.
pub(crate) fn in_order(approvals: &[ReceivedApproval]) -> Result<Vec<&ReceivedApproval>, ApprovalsFault> {
    let mut approvals: Vec<&ReceivedApproval> = approvals.iter().collect();
    approvals.sort_by(|a, b| order(a).cmp(&order(b)));
    approvals.dedup();
    if approvals.len() > MOST_APPROVALS {
        return Err(ApprovalsFault::TooMany(approvals.len()));
    }
    for same in approvals.chunk_by(|a, b| a.signer == b.signer && a.verdict == b.verdict) {
        if let [first, ..] = same
            && same.len() > MOST_OF_ONE
        {
            let (signer, verdict) = (first.signer().into(), first.verdict);
            return Err(ApprovalsFault::TooManyOfOne { signer, verdict, count: same.len() });
        }
    }
    Ok(approvals)
}

fn order(approval: &ReceivedApproval) -> impl Ord + '_ {
    let ReceivedApproval { signer, key, verdict, signed_at, expires_at, signature, received_at } = approval;
    (signer, verdict, received_at, signed_at, key, signature, expires_at)
}

fn verify(policy: &Policy, template: &Template, approval: &ReceivedApproval) -> Result<Signer, Unproven> {
    let signer = policy.roll.named(approval.signer()).ok_or(Unproven::UnknownSigner)?;
    let keys = policy.roll.person(signer).map_or([].as_slice(), |person| person.keys.as_slice());
    let key = keys.iter().find(|key| key.as_str() == approval.key.as_str()).ok_or(Unproven::UnknownKey)?;
    let ReceivedApproval { verdict, signed_at, expires_at, .. } = *approval;
    let statement = template.statement(verdict, approval.signer(), signed_at, expires_at);
    key.verify(statement.as_str().as_bytes(), approval.signature.as_str()).map_err(|fault| match fault {
        SignatureFault::Malformed => Unproven::MalformedSignature,
        SignatureFault::Bad => Unproven::BadSignature,
    })?;
    Ok(signer)
}
