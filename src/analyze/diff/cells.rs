//! The kinds of payout that two policies together tell apart.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::clocks::{Clocks, State};

use crate::analyze::destinations;
use crate::analyze::situation::{selectors, unknown_name};
use crate::domain::calendar::Hours;
use crate::domain::destination::Destination;
use crate::domain::instant::Instant;
use crate::domain::name::Name;
use crate::domain::people::People;
use crate::policy::lists::Standing;
use crate::policy::model::{AssetId, Limit, Policy, Rule, WalletId};
use crate::policy::people::Signer;
use crate::policy::selector::Selector;

/// One kind of payout at one kind of instant.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    pub(super) asset: Name,
    pub(super) wallet: Name,
    pub(super) initiator: Name,
    pub(super) destination: Destination,
    /// From when, and until when, the destination stands in every list as it does.
    pub(super) from: Instant,
    pub(super) until: Option<Instant>,
    pub(super) state: Arc<State>,
}

/// What one policy makes of a cell.
#[derive(Clone, Debug)]
pub(super) struct Face<'p> {
    pub(super) policy: &'p Policy,
    pub(super) asset: AssetId,
    pub(super) initiator: Option<Signer>,
    pub(super) is_covered: bool,
    pub(super) block: Option<&'p Name>,
    /// The rules that bind as far as selectors and hours go, and the limits that match.
    pub(super) rules: Vec<&'p Rule>,
    pub(super) limits: Vec<&'p Limit>,
}

/// All that two policies tell apart, to be gone through.
pub(super) struct Grid {
    assets: Vec<Name>,
    wallets: Vec<Name>,
    initiators: Vec<Name>,
    places: BTreeMap<Name, Vec<Stretch>>,
}

impl Grid {
    /// The inner's assets and wallets, from an instant on: what it does not name, it does not allow. None if there are
    /// too many hours.
    pub(super) fn of(inner: &Policy, outer: &Policy, clocks: &Clocks, since: Instant) -> Option<Self> {
        let mut known = Known::default();
        let places = inner.assets.iter().map(|asset| {
            let places = places(inner, outer, &asset.name, since);
            known.kinds.clear();
            let told = places.into_iter().map(|place| place.told_apart_by(clocks, &mut known));
            Some((asset.name.clone(), told.collect::<Option<Vec<Stretch>>>()?))
        });
        Some(Self {
            places: places.collect::<Option<_>>()?,
            assets: inner.assets.iter().map(|asset| asset.name.clone()).collect(),
            wallets: wallets(inner, outer),
            initiators: initiators(inner, outer),
        })
    }

    /// Every cell, one by one.
    pub(super) fn cells(&self) -> impl Iterator<Item = Cell> + '_ {
        self.assets.iter().flat_map(move |asset| {
            let places = self.places.get(asset).map_or([].as_slice(), Vec::as_slice);
            self.wallets.iter().flat_map(move |wallet| self.of_wallet(asset, wallet, places))
        })
    }

    fn of_wallet<'g>(
        &'g self,
        asset: &'g Name,
        wallet: &'g Name,
        places: &'g [Stretch],
    ) -> impl Iterator<Item = Cell> + 'g {
        self.initiators.iter().flat_map(move |initiator| {
            places.iter().flat_map(move |place| {
                place.states.iter().map(move |state| Cell {
                    asset: asset.clone(),
                    wallet: wallet.clone(),
                    initiator: initiator.clone(),
                    destination: place.destination.clone(),
                    from: place.from,
                    until: place.until,
                    state: Arc::clone(state),
                })
            })
        })
    }
}

impl Cell {
    /// What a policy makes of it; none if it does not know the asset or the wallet.
    pub(super) fn under<'p>(&self, policy: &'p Policy) -> Option<Face<'p>> {
        let asset = policy.asset_named(self.asset.as_str())?;
        let wallet = policy.wallet_named(self.wallet.as_str())?;
        if policy.asset(asset)?.chain != *self.destination.chain() {
            return None;
        }
        let initiator = policy.roll.named(self.initiator.as_str());
        let standing = policy.lists.standing(&self.destination);
        let binds = |selector: &Selector| self.binds(selector, (asset, wallet), initiator, &standing);
        let within = |rule: &Rule| rule.during.as_ref().is_none_or(|hours| self.is_within(hours));
        let rules: Vec<&Rule> = policy.rules.iter().filter(|rule| binds(&rule.selector) && within(rule)).collect();
        let covers = |rule: &&Rule| rule.permits() && rule.selector.to.cover(&standing, self.from);
        Some(Face {
            policy,
            asset,
            initiator,
            is_covered: rules.iter().any(covers),
            block: policy.blocks.iter().find(|block| binds(&block.selector)).map(|block| &block.name),
            limits: policy.limits.iter().filter(|limit| binds(&limit.selector)).collect(),
            rules,
        })
    }

    /// Whether a policy has rules about it that are only there, or only open, at some hours.
    pub(super) fn is_timed(&self, policy: &Policy) -> bool {
        let ids = policy.asset_named(self.asset.as_str()).zip(policy.wallet_named(self.wallet.as_str()));
        let Some(ids) = ids else { return false };
        let initiator = policy.roll.named(self.initiator.as_str());
        let standing = policy.lists.standing(&self.destination);
        let mut timed = policy.rules.iter().filter(|rule| rule.during.is_some() || rule.hours.is_some());
        timed.any(|rule| self.binds(&rule.selector, ids, initiator, &standing))
    }

    pub(super) fn is_within(&self, hours: &Hours) -> bool {
        self.state.get(&hours.mark()).copied().unwrap_or(false)
    }

    fn binds(
        &self,
        selector: &Selector,
        (asset, wallet): (AssetId, WalletId),
        initiator: Option<Signer>,
        standing: &Standing,
    ) -> bool {
        selector.assets.takes(Some(&asset))
            && selector.wallets.takes(Some(&wallet))
            && selector.initiators.take(initiator)
            && selector.to.bind(standing, self.from)
    }
}

/// One wallet of each kind, by what both policies select.
fn wallets(inner: &Policy, outer: &Policy) -> Vec<Name> {
    let marks = |name: &Name| {
        [inner, outer].map(|policy| {
            let id = policy.wallet_named(name.as_str());
            (id.is_some(), selectors(policy).map(|one| one.wallets.takes(id.as_ref())).collect::<Vec<bool>>())
        })
    };
    one_of_each(inner.wallets.iter().cloned(), marks)
}

/// One initiator of each kind: by what both policies select, what quorums count, and when they are active.
pub(super) fn initiators(inner: &Policy, outer: &Policy) -> Vec<Name> {
    let people = [inner, outer].into_iter().flat_map(|policy| policy.approvers().chain(policy.requesters()));
    let stranger = unknown_name(&[inner, outer]);
    let marks = |name: &Name| {
        [inner, outer].map(|policy| {
            let signer = policy.roll.named(name.as_str());
            let selected: Vec<bool> = selectors(policy).map(|one| one.initiators.take(signer)).collect();
            let counted: Vec<bool> = match signer {
                Some(Signer::Approver(person)) => sets(policy).map(|set| set.has(person)).collect(),
                Some(Signer::Requester(_)) | None => Vec::new(),
            };
            let active = signer
                .and_then(|signer| policy.roll.person(signer))
                .map(|person| (person.active.from, person.active.until, matches!(signer, Some(Signer::Approver(_)))));
            (selected, counted, active)
        })
    };
    one_of_each(stranger.into_iter().chain(people.cloned()), marks)
}

fn one_of_each<K: Ord>(names: impl Iterator<Item = Name>, marks: impl Fn(&Name) -> K) -> Vec<Name> {
    let mut seen = BTreeSet::new();
    names.filter(|name| seen.insert(marks(name))).collect()
}

/// Every set of people that some quorum of a policy looks at.
pub(super) fn sets(policy: &Policy) -> impl Iterator<Item = People> + '_ {
    let quorums = policy.rules.iter().flat_map(|rule| {
        let waived_by = rule.delay.as_ref().and_then(|delay| delay.waived_by.as_ref());
        [rule.approve.quorum(), rule.veto.as_ref(), waived_by].into_iter().flatten()
    });
    quorums.flat_map(crate::policy::seats::Quorum::sets)
}

/// The lists of one policy that a destination touches, and whether each permits it.
type Stands = Vec<(usize, bool)>;

/// A destination while it stands in every list of both policies in one way.
#[derive(Clone, Debug)]
struct Stretch {
    destination: Destination,
    from: Instant,
    until: Option<Instant>,
    stands: [Stands; 2],
    /// Which hours an instant of it can lie within, but for those that are known of another that stands so.
    states: Vec<Arc<State>>,
}

/// The most stretches of time of which the hours are gone through one by one.
const MOST_STRETCHES: usize = 4_096;

/// The most stretches in which the same is looked at: in one of them somebody may be there who is not in another.
const MOST_ALIKE: usize = 4;

/// All that hold at some instant.
type States = Arc<[Arc<State>]>;

/// Which hours instants can lie within: of every stretch of time, and of whatever of one asset stands so.
#[derive(Default)]
struct Known {
    stretches: BTreeMap<(Instant, Option<Instant>), States>,
    /// How often each was found, of what stands so.
    kinds: BTreeMap<[Stands; 2], BTreeMap<Arc<State>, usize>>,
}

impl Stretch {
    /// None if there are too many hours.
    fn told_apart_by(self, clocks: &Clocks, known: &mut Known) -> Option<Self> {
        let seen = known.kinds.entry(self.stands.clone()).or_default();
        if seen.len() == clocks.most_states() && seen.values().all(|times| *times == MOST_ALIKE) {
            return Some(self);
        }
        let asked = (self.from, self.until);
        let states = match known.stretches.get(&asked) {
            Some(states) => Arc::clone(states),
            None if known.stretches.len() == MOST_STRETCHES => return None,
            None => clocks.states(self.from, self.until)?.into_iter().map(Arc::new).collect(),
        };
        known.stretches.insert(asked, Arc::clone(&states));
        let is_wanted = |state: &&Arc<State>| {
            let times = seen.entry(Arc::clone(state)).or_default();
            let is_wanted = *times < MOST_ALIKE;
            *times = times.saturating_add(usize::from(is_wanted));
            is_wanted
        };
        let states = states.iter().filter(is_wanted).cloned().collect();
        Some(Self { states, ..self })
    }
}

/// The destinations on an asset's chain, in stretches of time from an instant on; of those that lie at the same time and
/// stand in the same lists, one.
fn places(inner: &Policy, outer: &Policy, asset: &Name, since: Instant) -> Vec<Stretch> {
    let chain = inner.asset_named(asset.as_str()).and_then(|id| inner.asset(id)).map(|asset| &asset.chain);
    let Some(chain) = chain else { return Vec::new() };
    let both = [inner, outer].into_iter().flat_map(|policy| destinations::candidates(policy, chain));
    let both = both.map(|(destination, _)| destination);
    let both = both.chain(destinations::stranger_to(&[inner, outer], chain, 0));
    let mut seen: BTreeSet<(Instant, Option<Instant>, [Stands; 2])> = BTreeSet::new();
    let mut stretches = Vec::new();
    for destination in both {
        let standing = [inner, outer].map(|policy| policy.lists.standing(&destination));
        let from = |standing: &Standing| standing.touched().map(|list| standing.permits_from(list)).collect::<Vec<_>>();
        let froms: BTreeSet<Instant> =
            standing.iter().flat_map(from).flatten().filter(|from| *from > Instant::EARLIEST).collect();
        let stands = |standing: &Standing, at: Instant| -> Stands {
            let permits = |list| standing.permits_from(list).is_some_and(|from| from <= at);
            standing.touched().map(|list| (list.0, permits(list))).collect()
        };
        let starts = core::iter::once(Instant::EARLIEST).chain(froms.iter().copied());
        let ends = froms.iter().copied().map(Some).chain(core::iter::once(None));
        for (start, until) in starts.zip(ends).filter(|(_, until)| until.is_none_or(|until| until > since)) {
            let (from, stands) = (start.max(since), standing.each_ref().map(|standing| stands(standing, start)));
            if seen.insert((from, until, stands.clone())) {
                let destination = destination.clone();
                stretches.push(Stretch { destination, from, until, stands, states: Vec::new() });
            }
        }
    }
    stretches
}
