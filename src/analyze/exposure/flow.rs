//! The payouts that thieves can ask for, each kind with what the engine says of it at each time.

use alloc::vec::Vec;

use super::terrain::Path;
use crate::analyze::destinations::stranger;
use crate::domain::destination::Destination;
use crate::domain::name::Name;
use crate::domain::span::Span;
use crate::policy::model::{AssetId, Policy, WalletId};
use crate::policy::selector::Each;

/// Payouts that nothing tells apart but their amount and the instant.
#[derive(Clone, Debug)]
pub(super) struct Flow {
    pub(super) asset: AssetId,
    pub(super) wallets: Vec<WalletId>,
    pub(super) path: Path,
    pub(super) askers: Askers,
    pub(super) longest_delay: Span,
    /// In what a fee is offered that no limit refuses, piece by piece.
    pub(super) fees: Vec<Option<AssetId>>,
    /// What the engine says of it, piece by piece.
    pub(super) facts: Vec<Facts>,
}

/// Who asks for the payouts of a flow.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Askers {
    /// Any name that the policy does not know: as many as one wants, made of this one.
    Unknown(Name),
    /// Thieves who are alike.
    These(Vec<Name>),
}

/// Whether a flow can run at all, and what then restrains it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Facts {
    Closed,
    Open {
        /// The limits that match it, by place in the policy.
        limits: Vec<usize>,
        /// The rules that add what the thieves cannot give, by place in the policy: what is above them cannot leave.
        unmet: Vec<(usize, Why)>,
    },
}

/// Why thieves cannot meet a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Why {
    /// Others would have to approve.
    Quorum,
    /// Others would have to ask.
    Request,
    /// Its hours are closed.
    Hours,
    /// Its delay has not run yet.
    Delay,
    /// The others stop what waits for so long.
    Vetoed,
    /// Of what is counted together some has to wait for one thing, and the rest for another.
    Time,
    /// Some of it others would have to agree to or ask for, and some of it not.
    Either,
}

impl Why {
    /// Why thieves cannot meet a rule for one thing or another.
    pub(super) fn or(self, other: Self) -> Self {
        let is_time = |why: Self| matches!(why, Self::Hours | Self::Delay | Self::Vetoed | Self::Time);
        match (self, other) {
            (one, other) if one == other => one,
            (one, other) if is_time(one) && is_time(other) => Self::Time,
            _ => Self::Either,
        }
    }
}

impl Flow {
    /// One of its destinations: of strangers, another for every number.
    pub(super) fn destination(&self, policy: &Policy, number: usize) -> Option<Destination> {
        if !self.path.is_stranger() {
            return self.path.destinations.get(number).cloned();
        }
        stranger(policy, &policy.asset(self.asset)?.chain, u64::try_from(number).ok()?)
    }

    /// In what its fee is offered in a piece.
    pub(super) fn fee(&self, piece: usize) -> Option<AssetId> {
        self.fees.get(piece).copied().flatten()
    }

    /// How many separate sums its payouts can be spread over; none if over as many as one wants.
    pub(super) fn shares(&self, each: &[Each]) -> Option<u64> {
        let mut shares = 1u64;
        for one in each {
            let many = match one {
                Each::Destination => u64::try_from(self.path.places.as_ref()?.len()).unwrap_or(u64::MAX),
                Each::Wallet => u64::try_from(self.wallets.len()).unwrap_or(u64::MAX),
                Each::Initiator => self.askers.many()?,
                Each::Asset => 1,
            };
            shares = shares.saturating_mul(many);
        }
        Some(shares)
    }
}

impl Askers {
    /// One of them: of unknown names, another for every number.
    pub(super) fn name(&self, number: usize) -> Option<Name> {
        match self {
            Self::These(names) => names.get(number).cloned(),
            Self::Unknown(name) if number == 0 => Some(name.clone()),
            Self::Unknown(name) => Name::parse(&alloc::format!("{name}-{number}")).ok(),
        }
    }

    fn many(&self) -> Option<u64> {
        match self {
            Self::Unknown(_) => None,
            Self::These(names) => Some(u64::try_from(names.len()).unwrap_or(u64::MAX)),
        }
    }
}
