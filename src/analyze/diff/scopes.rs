//! Whether what the outer counts, the inner counts too.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use super::cells::Cell;
use super::values;
use crate::domain::destination::Destination;
use crate::domain::instant::Instant;
use crate::domain::name::Name;
use crate::domain::span::Span;
use crate::policy::lists::ListId;
use crate::policy::model::{AssetId, Counts, Measure, Policy, Scope, ScopeId, Sum};
use crate::policy::people::Signer;
use crate::policy::selector::{Choice, Destinations, Each, Initiators};

/// What is summed up over a window.
#[derive(Clone, Copy, Debug)]
pub(super) struct Window {
    pub(super) span: Span,
    pub(super) scope: ScopeId,
}

/// How what an asset is worth in the inner stands to what it is in the outer.
#[derive(Clone, Copy, Debug)]
struct Worth {
    is_no_less: bool,
    is_priced_too: bool,
}

/// The two policies, and of assets what they have in common.
#[derive(Clone, Debug)]
pub(super) struct Counted<'p> {
    pub(super) inner: &'p Policy,
    pub(super) outer: &'p Policy,
    /// Every asset of both has one chain in both, and no fewer decimals in the outer than in the inner: the outer can
    /// read every amount, as long as it can hold it.
    agree: bool,
    /// The inner knows assets that the outer does not, and the other way round.
    is_more: bool,
    is_less: bool,
    people: Vec<Known>,
    /// Of each asset that both know.
    worth: BTreeMap<Name, Worth>,
    /// Of each list of the outer, its namesake in the inner that touches all that it touches.
    touched: BTreeMap<ListId, ListId>,
    /// Of each list of the inner, its namesake in the outer that spares all that it spares, from the first instant on at which
    /// anything is decided.
    spared: BTreeMap<ListId, ListId>,
}

/// Somebody whom one of the two knows, and who that is to each.
#[derive(Clone, Debug)]
struct Known {
    name: Name,
    inner: Option<Signer>,
    outer: Option<Signer>,
}

impl<'p> Counted<'p> {
    /// Of what is decided from an instant on.
    pub(super) fn new(inner: &'p Policy, outer: &'p Policy, since: Instant) -> Self {
        let find = |policy: &'p Policy, name: &Name| policy.asset_named(name.as_str()).and_then(|id| policy.asset(id));
        let agree = inner.assets.iter().all(|asset| {
            let other = find(outer, &asset.name);
            other.is_none_or(|other| other.chain == asset.chain && other.decimals >= asset.decimals)
        });
        let is_more = inner.assets.iter().any(|asset| find(outer, &asset.name).is_none());
        let is_less = outer.assets.iter().any(|asset| find(inner, &asset.name).is_none());
        let people = [inner, outer].into_iter().flat_map(|policy| policy.approvers().chain(policy.requesters()));
        let names: BTreeSet<&Name> = people.collect();
        let known = |name: &Name| {
            let who = |policy: &Policy| policy.roll.named(name.as_str());
            Known { name: name.clone(), inner: who(inner), outer: who(outer) }
        };
        let people = names.into_iter().map(known).collect();
        let worth = |name: &Name| Worth {
            is_no_less: values::is_worth_no_less(inner, outer, name),
            is_priced_too: values::is_priced_too(inner, outer, name),
        };
        let common = inner.assets.iter().map(|asset| &asset.name).filter(|name| find(outer, name).is_some());
        let worth = common.map(|name| (name.clone(), worth(name))).collect();
        let touched = namesakes(outer, inner, Still::Touched);
        let spared = namesakes(inner, outer, Still::Spared { since });
        Self { inner, outer, agree, is_more, is_less, people, worth, touched, spared }
    }

    /// Whether the inner's sum is at most the outer's, and the two measure the same so that the inner's is not less.
    pub(super) fn is_at_most(&self, inner: Sum, outer: Sum, asset: &Name) -> bool {
        match (inner.of, outer.of) {
            (Measure::Asset(own), Measure::Asset(other)) => self.is_amount((inner.units, own), (outer.units, other)),
            (Measure::Currency, Measure::Currency) => {
                let prices = self.inner.prices.as_ref().zip(self.outer.prices.as_ref());
                self.is_worth_no_less(asset)
                    && prices.is_some_and(|(own, other)| {
                        values::is_at_most((inner.units, own.decimals), (outer.units, other.decimals))
                    })
            }
            (Measure::Asset(_), Measure::Currency) | (Measure::Currency, Measure::Asset(_)) => false,
        }
    }

    /// Whether the outer has a price of an asset whenever the inner has one, and never a higher.
    fn is_worth_no_less(&self, asset: &Name) -> bool {
        self.worth.get(asset).is_some_and(|worth| worth.is_no_less)
    }

    /// Whether the outer has a price of an asset whenever the inner has one, whatever it is.
    pub(super) fn is_priced_too(&self, asset: &Name) -> bool {
        self.worth.get(asset).is_some_and(|worth| worth.is_priced_too)
    }

    /// Whether so much of one asset is at most so much of the same in the outer.
    pub(super) fn is_amount(&self, inner: (u128, AssetId), outer: (u128, AssetId)) -> bool {
        let both = self.inner.asset(inner.1).zip(self.outer.asset(outer.1));
        self.is_same(inner.1, outer.1)
            && both.is_some_and(|(own, other)| values::is_at_most((inner.0, own.decimals), (outer.0, other.decimals)))
    }

    /// Whether two assets are the same, and the outer reads every amount of it that it can hold.
    pub(super) fn is_same(&self, inner: AssetId, outer: AssetId) -> bool {
        let names = self.inner.asset(inner).zip(self.outer.asset(outer));
        names.is_some_and(|(a, b)| a.name == b.name && a.decimals <= b.decimals && a.chain == b.chain)
    }

    /// Whether the outer can hold so much of the inner's asset.
    pub(super) fn is_held(&self, units: u128, inner: AssetId, outer: AssetId) -> bool {
        self.is_amount((units, inner), (u128::MAX, outer))
    }

    /// Whether all that counts in the outer's window beside a payout of this kind counts in the inner's, and as no less.
    pub(super) fn is_within(&self, outer: Window, inner: Window, cell: &Cell) -> bool {
        self.is_in(outer, inner, cell, Self::is_worth_no_less)
    }

    /// The same, and it has a price there only if it has one in the outer's.
    pub(super) fn is_priced_within(&self, outer: Window, inner: Window, cell: &Cell) -> bool {
        self.is_in(outer, inner, cell, Self::is_priced_too)
    }

    fn is_in(&self, outer: Window, inner: Window, cell: &Cell, worth: fn(&Self, &Name) -> bool) -> bool {
        if outer.span > inner.span || !self.agree {
            return false;
        }
        let scopes = self.outer.scopes.get(outer.scope.0).zip(self.inner.scopes.get(inner.scope.0));
        scopes.is_some_and(|(outer, inner)| {
            let is_own = |each| self.is_own(outer, each, cell);
            let takes_own = |each| is_own(each) && self.takes_own(inner, each, cell);
            let (of, by) = (&outer.selector, &inner.selector);
            self.counts(outer, inner, worth)
                && (takes_own(Each::Asset) || self.assets(outer, inner))
                && (takes_own(Each::Wallet) || self.wallets(&of.wallets, &by.wallets))
                && (takes_own(Each::Initiator) || self.initiators(&of.initiators, &by.initiators))
                && self.destinations(&of.to, &by.to)
                && inner.each.iter().all(|each| is_own(*each) || self.is_of_one(inner, *each))
        })
    }

    /// Whether all that the outer counts beside a payout of this kind is of its own asset, wallet, initiator or
    /// destination: it keeps a sum for each, or counts no other.
    fn is_own(&self, outer: &Scope, each: Each, cell: &Cell) -> bool {
        let selector = &outer.selector;
        let is_one = match each {
            Each::Asset => only(&selector.assets)
                .and_then(|id| self.outer.asset(*id))
                .is_some_and(|asset| asset.name == cell.asset),
            Each::Wallet => only(&selector.wallets).and_then(|id| self.outer.wallets.get(id.0)) == Some(&cell.wallet),
            Each::Initiator => self.only_initiator(|one| one.outer, &selector.initiators) == Some(&cell.initiator),
            Each::Destination => false,
        };
        is_one || outer.each.contains(&each)
    }

    /// Whether the inner counts what is of the same asset, wallet or initiator as a payout of this kind.
    fn takes_own(&self, inner: &Scope, each: Each, cell: &Cell) -> bool {
        let selector = &inner.selector;
        match each {
            // Of an asset that one of the two does not know, nothing can be read there.
            Each::Asset => {
                let own = self.inner.asset_named(cell.asset.as_str());
                own.is_some()
                    && self.outer.asset_named(cell.asset.as_str()).is_some()
                    && selector.assets.takes(own.as_ref())
            }
            Each::Wallet => selector.wallets.takes(self.inner.wallet_named(cell.wallet.as_str()).as_ref()),
            Each::Initiator => selector.initiators.take(self.inner.roll.named(cell.initiator.as_str())),
            Each::Destination => false,
        }
    }

    /// Whether a scope counts what is of one asset, wallet or initiator only, so that to split it by that changes nothing.
    fn is_of_one(&self, inner: &Scope, each: Each) -> bool {
        let selector = &inner.selector;
        match each {
            Each::Asset => only(&selector.assets).is_some(),
            Each::Wallet => only(&selector.wallets).is_some(),
            Each::Initiator => self.only_initiator(|one| one.inner, &selector.initiators).is_some(),
            Each::Destination => false,
        }
    }

    /// The one person of both policies that is selected; none if anyone may be, or others too.
    fn only_initiator(&self, to_one: fn(&Known) -> Option<Signer>, who: &Initiators) -> Option<&Name> {
        let mut taken = self.people.iter().filter(|one| who.take(to_one(one)));
        taken.next().filter(|_| who.are_named() && taken.next().is_none()).map(|one| &one.name)
    }

    fn counts(&self, outer: &Scope, inner: &Scope, worth: fn(&Self, &Name) -> bool) -> bool {
        match (outer.counts, inner.counts) {
            (Counts::Payouts, Counts::Payouts) => true,
            (Counts::Units(Measure::Asset(outer)), Counts::Units(Measure::Asset(inner))) => self.is_same(inner, outer),
            (Counts::Units(Measure::Currency), Counts::Units(Measure::Currency)) => {
                let open = outer.selector.assets == Choice::Any && self.is_more;
                let common =
                    self.outer.assets.iter().filter(|asset| self.inner.asset_named(asset.name.as_str()).is_some());
                !open && common.into_iter().all(|asset| worth(self, &asset.name))
            }
            _ => false,
        }
    }

    fn assets(&self, outer: &Scope, inner: &Scope) -> bool {
        match (&outer.selector.assets, &inner.selector.assets) {
            // A line of an asset that only the inner knows may be spared there; of one that it does not know, the
            // destination cannot be read.
            (Choice::Any, Choice::Any) => {
                let spared = self.is_more && matches!(inner.selector.to, Destinations::NotIn(_));
                let shares = inner.each.contains(&Each::Destination);
                let unread = self.is_less && (shares || matches!(inner.selector.to, Destinations::In(_)));
                !spared && !unread
            }
            (Choice::Any, Choice::Of(_)) => false,
            (Choice::Of(outer), inner) => outer.iter().all(|id| {
                let found = self.outer.asset(*id).and_then(|asset| self.inner.asset_named(asset.name.as_str()));
                found.is_some_and(|id| inner.takes(Some(&id)))
            }),
        }
    }

    fn wallets(
        &self,
        outer: &Choice<crate::policy::model::WalletId>,
        inner: &Choice<crate::policy::model::WalletId>,
    ) -> bool {
        match (outer, inner) {
            (_, Choice::Any) => true,
            (Choice::Any, Choice::Of(_)) => false,
            (Choice::Of(outer), inner) => outer.iter().all(|id| {
                let name = self.outer.wallets.get(id.0);
                name.and_then(|name| self.inner.wallet_named(name.as_str())).is_some_and(|id| inner.takes(Some(&id)))
            }),
        }
    }

    fn initiators(&self, outer: &Initiators, inner: &Initiators) -> bool {
        if *inner == Initiators::Anyone {
            return true;
        }
        outer.are_named() && self.people.iter().all(|one| !outer.take(one.outer) || inner.take(one.inner))
    }

    /// Whether what is counted by the outer's destinations is by the inner's.
    fn destinations(&self, outer: &Destinations, inner: &Destinations) -> bool {
        match (outer, inner) {
            (_, Destinations::Any) => true,
            (Destinations::In(outer), Destinations::In(inner)) => {
                outer.iter().all(|list| self.touched.get(list).is_some_and(|namesake| inner.contains(namesake)))
            }
            (Destinations::NotIn(outer), Destinations::NotIn(inner)) => {
                inner.iter().all(|list| self.spared.get(list).is_some_and(|namesake| outer.contains(namesake)))
            }
            _ => false,
        }
    }
}

/// Of each list that the other side names too, the list there, if all of its entries stand in that.
fn namesakes(policy: &Policy, other: &Policy, still: Still) -> BTreeMap<ListId, ListId> {
    let named = policy.lists.names().iter().filter_map(|name| {
        let list = policy.lists.named(name.as_str())?;
        Some((list, other.lists.named(name.as_str())?))
    });
    let stand_there = |(list, namesake): &(ListId, ListId)| {
        entries(policy, *list).all(|(destination, from)| {
            let there = other.lists.standing(destination).permits_from(*namesake);
            match still {
                Still::Touched => there.is_some(),
                // What is spared at the instant of a decision is, whenever it left.
                Still::Spared { since } => there.is_some_and(|there| there <= from.max(since)),
            }
        })
    };
    named.filter(stand_there).collect()
}

/// The one thing that is chosen; none if others are too.
fn only<T: Ord>(choice: &Choice<T>) -> Option<&T> {
    match choice {
        Choice::Of(these) if these.len() == 1 => these.first(),
        Choice::Of(_) | Choice::Any => None,
    }
}

/// What an entry is looked up for.
#[derive(Clone, Copy, Debug)]
enum Still {
    Touched,
    /// From an instant on, wherever it is on this side.
    Spared {
        since: Instant,
    },
}

/// The entries of a list, and from when each permits.
pub(super) fn entries(policy: &Policy, list: ListId) -> impl Iterator<Item = (&Destination, Instant)> {
    policy.lists.destinations().filter_map(move |destination| {
        let from = policy.lists.standing(destination).permits_from(list)?;
        Some((destination, from))
    })
}
