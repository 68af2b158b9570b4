//! Whether, and as what, a ledger's line counts in a rule's or limit's running total.

use super::line::Line;
use crate::domain::destination::Place;
use crate::domain::instant::Instant;
use crate::domain::name::Name;
use crate::domain::total::Total;
use crate::policy::model::{AssetId, Counts, Measure, Policy, Scope};
use crate::policy::selector::{Destinations, Each};

/// What `each` keeps separate sums for: a part is empty where `each` does not name it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Share {
    pub(crate) destination: Option<Place>,
    pub(crate) wallet: Option<Name>,
    pub(crate) initiator: Option<Name>,
    pub(crate) asset: Option<AssetId>,
}

/// How a line counts in a scope.
#[derive(Clone, Debug)]
pub(crate) struct Admission {
    pub(crate) share: Share,
    /// From when on it no longer counts, since its destination has come to be in a list that the
    /// scope spares.
    pub(crate) escapes: Option<Instant>,
    pub(crate) weight: Weight,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    /// One payout.
    One,
    Units(Total),
    /// Worth what it is worth today.
    Unvalued,
}

/// How a line counts in a scope; none if it does not.
pub(crate) fn admit(policy: &Policy, scope: &Scope, line: &Line) -> Option<Admission> {
    let selector = &scope.selector;
    let selected = selector.assets.takes(line.asset().as_ref())
        && selector.wallets.takes(line.wallet.as_ref())
        && selector.initiators.take(line.initiator);
    if !selected {
        return None;
    }
    let Stay::In { escapes } = stay(policy, &selector.to, line) else { return None };
    let weight = match scope.counts {
        Counts::Payouts => Weight::One,
        Counts::Units(_) if !line.state().weighs() => Weight::Units(Total::ZERO),
        Counts::Units(Measure::Asset(_)) => Weight::Units(Total::of(line.known.as_ref()?.units)),
        Counts::Units(Measure::Currency) => match line.value {
            Some(value) => Weight::Units(Total::of(value)),
            None => Weight::Unvalued,
        },
    };
    Some(Admission { share: share(&scope.each, line)?, escapes, weight })
}

/// Whether a line's destination is in a scope, and from when on it no longer is.
enum Stay {
    Out,
    In { escapes: Option<Instant> },
}

/// A line is in the scope of `to = [L]` if its recorded lists name L or its destination touches L
/// now; it escapes `not_to = [L]` only if its lists name L and its destination is in L: editing a
/// list never refills a budget.
fn stay(policy: &Policy, to: &Destinations, line: &Line) -> Stay {
    let recorded = |list| policy.lists.name(list).is_some_and(|name| line.entry.lists().contains(name));
    let standing = line.known.as_ref().map(|known| &known.standing);
    match to {
        Destinations::Any => Stay::In { escapes: None },
        Destinations::In(lists) => {
            let touches = |list| standing.is_some_and(|standing| standing.touches(list));
            let is_in = lists.iter().any(|list| recorded(*list) || touches(*list));
            if is_in { Stay::In { escapes: None } } else { Stay::Out }
        }
        Destinations::NotIn(lists) => {
            let spared = lists.iter().filter(|list| recorded(**list));
            let escapes = spared.filter_map(|list| standing?.permits_from(*list)).min();
            if escapes == Some(Instant::EARLIEST) { Stay::Out } else { Stay::In { escapes } }
        }
    }
}

/// The share of a line; none if it has no part that `each` names, and so shares it with nothing.
fn share(each: &[Each], line: &Line) -> Option<Share> {
    let mut share = Share::default();
    for one in each {
        match one {
            Each::Destination => share.destination = Some(line.known.as_ref()?.destination.place()),
            Each::Wallet => share.wallet = Some(line.entry.wallet.clone()),
            Each::Initiator => share.initiator = Some(line.entry.initiator.clone()),
            Each::Asset => share.asset = Some(line.asset()?),
        }
    }
    Some(share)
}
