//! Which payouts a rule, limit or block is about.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

pub(crate) use super::document::Each;
use super::lists::{ListId, Standing};
use super::model::{AssetId, WalletId};
use super::people::Signer;
use crate::domain::instant::Instant;
use crate::domain::people::People;

/// Which payouts: all four must hold.
#[derive(Clone, Debug)]
pub(crate) struct Selector {
    pub(crate) assets: Choice<AssetId>,
    pub(crate) wallets: Choice<WalletId>,
    pub(crate) to: Destinations,
    pub(crate) initiators: Initiators,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Choice<T> {
    Any,
    Of(BTreeSet<T>),
}

impl<T: Ord> Choice<T> {
    /// Whether it takes a thing; what the policy no longer names is taken only by any.
    pub(crate) fn takes(&self, thing: Option<&T>) -> bool {
        match self {
            Self::Any => true,
            Self::Of(these) => thing.is_some_and(|thing| these.contains(thing)),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Destinations {
    Any,
    In(Vec<ListId>),
    NotIn(Vec<ListId>),
}

impl Destinations {
    /// The wide reading, for what restricts: touches one of `to`, or is not in any of `not_to`.
    pub(crate) fn bind(&self, standing: &Standing, now: Instant) -> bool {
        match self {
            Self::Any => true,
            Self::In(lists) => lists.iter().any(|list| standing.touches(*list)),
            Self::NotIn(lists) => !lists.iter().any(|list| standing.is_in(*list, now)),
        }
    }

    /// The narrow reading, for what permits: is in one of `to`, or touches none of `not_to`.
    pub(crate) fn cover(&self, standing: &Standing, now: Instant) -> bool {
        match self {
            Self::Any => true,
            Self::In(lists) => lists.iter().any(|list| standing.is_in(*list, now)),
            Self::NotIn(lists) => !lists.iter().any(|list| standing.touches(*list)),
        }
    }

    /// When waiting alone makes the narrow reading hold: the end of the first cooling-off.
    pub(crate) fn cover_from(&self, standing: &Standing) -> Option<Instant> {
        match self {
            Self::Any | Self::NotIn(_) => None,
            Self::In(lists) => lists.iter().filter_map(|list| standing.permits_from(*list)).min(),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Initiators {
    /// `unsigned` in a rule, not written in a limit or block.
    Anyone,
    Named {
        approvers: People,
        requesters: Requesters,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Requesters {
    All,
    These(BTreeSet<usize>),
}

impl Initiators {
    pub(crate) fn are_named(&self) -> bool {
        matches!(self, Self::Named { .. })
    }

    /// Whether an initiator is among them; none is someone the policy does not know.
    pub(crate) fn take(&self, initiator: Option<Signer>) -> bool {
        match self {
            Self::Anyone => true,
            Self::Named { approvers, requesters } => match (initiator, requesters) {
                (None, _) => false,
                (Some(Signer::Approver(person)), _) => approvers.has(person),
                (Some(Signer::Requester(_)), Requesters::All) => true,
                (Some(Signer::Requester(place)), Requesters::These(these)) => these.contains(&place),
            },
        }
    }
}
