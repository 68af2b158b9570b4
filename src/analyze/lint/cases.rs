//! The kinds of payouts that a policy tells apart: asset, wallet, where to, who asks.
//!
//! Whatever two of them have in common in every selector and list is one case, so that a policy of
//! thousands of names has few. The engine's own selectors say what binds.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use crate::analyze::situation::{self, selectors};
use crate::domain::chain::Chain;
use crate::domain::destination::Destination;
use crate::domain::instant::Instant;
use crate::domain::name::Name;
use crate::policy::document::{Document, Facts};
use crate::policy::lists::Standing;
use crate::policy::model::{AssetId, Limit, Policy, Rule, WalletId};
use crate::policy::people::{Person, Signer};
use crate::policy::selector::{Initiators, Selector};

/// A destination as far as the lists tell it apart.
#[derive(Clone, Debug)]
pub(super) struct Kind {
    pub(super) chain: Chain,
    pub(super) standing: Standing,
    /// When it is looked at: past every cooling-off, or while some goes on.
    at: Instant,
    /// In no list.
    pub(super) is_stranger: bool,
    /// One that is in some.
    pub(super) entry: Option<Destination>,
    pub(super) words: String,
}

/// Those who are alike as initiators.
#[derive(Clone, Debug)]
pub(super) struct Asking {
    /// One of them; none where nobody signs a request.
    pub(super) signer: Option<Signer>,
    pub(super) names: Vec<Name>,
    /// A program, or somebody who is no approver.
    pub(super) is_apart: bool,
}

/// Payouts of one kind, and what binds them at some amount and hour.
#[derive(Clone, Debug)]
pub(super) struct Case {
    pub(super) asset: AssetId,
    pub(super) wallet: WalletId,
    pub(super) kind: usize,
    pub(super) asking: usize,
    pub(super) covering: Vec<usize>,
    pub(super) binding: Vec<usize>,
    /// The limits that are about it.
    pub(super) limits: Vec<usize>,
}

/// All of them.
#[derive(Debug)]
pub(super) struct Cases {
    pub(super) kinds: Vec<Kind>,
    pub(super) asking: Vec<Asking>,
    pub(super) covered: Vec<Case>,
    /// Covered, and refused by a block.
    pub(super) blocked: Vec<Case>,
    /// Covered, and perhaps blocked, while something still cools off: what is not in a list yet escapes less.
    pub(super) cooling: Vec<Case>,
    /// Of all assets that every selector treats alike the first, and how many they are; of wallets likewise.
    assets: BTreeMap<AssetId, usize>,
    wallets: BTreeMap<WalletId, usize>,
    /// The places of those covered that differ in the wallet alone.
    by_wallet: BTreeMap<(AssetId, usize, usize), Vec<usize>>,
    /// Whether there were not too many to look at, but for those that are cooling.
    pub(super) are_all: bool,
    /// Whether there were not too many of those.
    pub(super) are_all_cooling: bool,
}

/// The most cases that are looked at.
const MOST_CASES: usize = 2_048;

/// Past every cooling-off: what a list will permit.
fn later() -> Instant {
    Instant::EARLIEST.plus_seconds(u64::MAX)
}

impl Cases {
    pub(super) fn of(policy: &Policy, document: &Document, now: Instant) -> Self {
        let kinds = kinds(policy, document, now);
        let asking = asking(policy, document, now);
        let classes = situation::wallets(policy).into_iter();
        let wallets: BTreeMap<WalletId, usize> =
            classes.filter_map(|alike| Some((*alike.0.first()?, alike.0.len()))).collect();
        let assets = assets(policy);
        let pairs: Vec<(AssetId, WalletId)> =
            assets.keys().flat_map(|asset| wallets.keys().map(|wallet| (*asset, *wallet))).collect();
        let (covered, blocked, cooling) = (Vec::new(), Vec::new(), Vec::new());
        let (are_all, are_all_cooling) = (true, true);
        let by_wallet = BTreeMap::new();
        let mut cases =
            Self { kinds, asking, covered, blocked, cooling, assets, wallets, by_wallet, are_all, are_all_cooling };
        for (asset, wallet) in pairs {
            let candidates = policy.index.rules.candidates(Some(asset), Some(wallet));
            let rules: Vec<usize> = candidates
                .into_iter()
                .filter(|place| policy.rules.get(*place).is_some_and(|rule| is_about(&rule.selector, asset, wallet)))
                .collect();
            let candidates = policy.index.limits.candidates(Some(asset), Some(wallet));
            let limits: Vec<usize> = candidates
                .into_iter()
                .filter(|place| policy.limits.get(*place).is_some_and(|limit| is_about(&limit.selector, asset, wallet)))
                .collect();
            cases.enter(policy, (asset, wallet), &rules, &limits);
        }
        for (place, case) in cases.covered.iter().enumerate() {
            cases.by_wallet.entry((case.asset, case.kind, case.asking)).or_default().push(place);
        }
        cases
    }

    /// The covered cases that differ from one in the wallet alone, and itself.
    pub(super) fn out_of_each(&self, case: &Case) -> impl Iterator<Item = &Case> {
        let places = self.by_wallet.get(&(case.asset, case.kind, case.asking));
        places.into_iter().flatten().filter_map(|place| self.covered.get(*place))
    }

    /// How many assets a case's asset stands for.
    pub(super) fn alike_assets(&self, asset: AssetId) -> usize {
        self.assets.get(&asset).copied().unwrap_or(1)
    }

    /// How many wallets a case's wallet stands for.
    pub(super) fn alike_wallets(&self, wallet: WalletId) -> usize {
        self.wallets.get(&wallet).copied().unwrap_or(1)
    }

    fn enter(&mut self, policy: &Policy, (asset, wallet): (AssetId, WalletId), rules: &[usize], limits: &[usize]) {
        let chain = policy.asset(asset).map(|asset| asset.chain.clone());
        'kinds: for (kind_at, kind) in self.kinds.iter().enumerate() {
            if chain.as_ref() != Some(&kind.chain) {
                continue;
            }
            for (asking_at, asking) in self.asking.iter().enumerate() {
                let is_cooling = kind.at != later();
                if is_cooling && self.cooling.len() >= MOST_CASES {
                    self.are_all_cooling = false;
                    return;
                }
                if !is_cooling && self.covered.len().saturating_add(self.blocked.len()) >= MOST_CASES {
                    self.are_all = false;
                    break 'kinds;
                }
                let rule = |place: &usize| policy.rules.get(*place);
                let is_bound = |rule: &Rule| binds(&rule.selector, kind, asking.signer);
                let binding: Vec<usize> = rules.iter().copied().filter(|at| rule(at).is_some_and(is_bound)).collect();
                let covers = |rule: &Rule| rule.permits() && rule.selector.to.cover(&kind.standing, kind.at);
                let covering: Vec<usize> = binding.iter().copied().filter(|at| rule(at).is_some_and(covers)).collect();
                if covering.is_empty() {
                    continue;
                }
                let is_blocked = policy.blocks.iter().any(|block| {
                    is_about(&block.selector, asset, wallet) && binds(&block.selector, kind, asking.signer)
                });
                let about = |limit: &Limit| binds(&limit.selector, kind, asking.signer);
                let limit = |place: &usize| policy.limits.get(*place);
                let limits: Vec<usize> = limits.iter().copied().filter(|at| limit(at).is_some_and(about)).collect();
                let case = Case { asset, wallet, kind: kind_at, asking: asking_at, covering, binding, limits };
                match (is_cooling, is_blocked) {
                    (true, _) => self.cooling.push(case),
                    (false, true) => self.blocked.push(case),
                    (false, false) => self.covered.push(case),
                }
            }
        }
    }
}

fn is_about(selector: &Selector, asset: AssetId, wallet: WalletId) -> bool {
    selector.assets.takes(Some(&asset)) && selector.wallets.takes(Some(&wallet))
}

fn binds(selector: &Selector, kind: &Kind, asking: Option<Signer>) -> bool {
    selector.to.bind(&kind.standing, kind.at) && selector.initiators.take(asking)
}

impl Case {
    /// Whether the rule at a place binds it.
    pub(super) fn is_bound_by(&self, rule: usize) -> bool {
        self.binding.binary_search(&rule).is_ok()
    }

    /// Whether the rule at a place covers it.
    pub(super) fn is_covered_by(&self, rule: usize) -> bool {
        self.covering.binary_search(&rule).is_ok()
    }

    /// Whether a selector takes it for who asks.
    pub(super) fn is_asked_under(&self, selector: &Selector, cases: &Cases) -> bool {
        selector.initiators.take(cases.asking.get(self.asking).and_then(|asking| asking.signer))
    }

    /// Whether a selector takes it for where to, as what restricts reads it.
    pub(super) fn is_to(&self, selector: &Selector, cases: &Cases) -> bool {
        cases.kinds.get(self.kind).is_some_and(|kind| selector.to.bind(&kind.standing, kind.at))
    }

    /// Whether a rule, limit or block is about it, for the asset, the wallet, the destination and who asks.
    pub(super) fn is_of(&self, selector: &Selector, cases: &Cases) -> bool {
        let asking = cases.asking.get(self.asking).and_then(|asking| asking.signer);
        is_about(selector, self.asset, self.wallet)
            && cases.kinds.get(self.kind).is_some_and(|kind| binds(selector, kind, asking))
    }
}

/// For each chain: an address in no list, and one of each set of lists that some entry is in; behind them those that are
/// not yet in all of theirs, at every instant from now on.
fn kinds(policy: &Policy, document: &Document, now: Instant) -> Vec<Kind> {
    let mut kinds = Vec::new();
    for chain in policy.assets.iter().map(|asset| &asset.chain).collect::<BTreeSet<_>>() {
        let (standing, words) = (Standing::default(), "an address in no list".into());
        kinds.push(Kind { chain: chain.clone(), standing, at: later(), is_stranger: true, entry: None, words });
    }
    let (mut seen, mut cooling) = (BTreeSet::new(), Vec::new());
    for entry in document.lists.iter().flat_map(|(_, list)| &list.entries) {
        let (chain, standing) = (entry.value.destination.chain(), policy.lists.standing(&entry.value.destination));
        let names: Vec<String> =
            standing.touched().filter_map(|list| Some(alloc::format!("`{}`", policy.lists.name(list)?))).collect();
        let words = alloc::format!("an address in {}", names.join(" and "));
        for at in core::iter::once(later()).chain(cooling_at(&standing, now)) {
            let lists: Vec<_> = standing.touched().map(|list| (list, standing.is_in(list, at))).collect();
            if seen.insert((at == later(), chain.clone(), lists)) {
                let kind = Kind {
                    chain: chain.clone(),
                    standing: standing.clone(),
                    at,
                    is_stranger: false,
                    entry: Some(entry.value.destination.clone()),
                    words: words.clone(),
                };
                if at == later() { kinds.push(kind) } else { cooling.push(kind) }
            }
        }
    }
    kinds.extend(cooling);
    kinds
}

/// An instant of every stretch of time from now on in which a destination is not yet in all lists that it will be in.
fn cooling_at(standing: &Standing, now: Instant) -> BTreeSet<Instant> {
    let ends: BTreeSet<Instant> = standing.touched().filter_map(|list| standing.permits_from(list)).collect();
    let last = ends.last().copied();
    let begins = ends.into_iter().filter(|end| now < *end).chain([now]);
    begins.filter(|begin| last.is_some_and(|last| *begin < last)).collect()
}

/// One of all assets that every selector treats alike, and how many they are.
fn assets(policy: &Policy) -> BTreeMap<AssetId, usize> {
    let of = |id: AssetId| {
        let rated = policy.prices.as_ref().and_then(|prices| prices.rated.get(&id)).is_some();
        let taken: Vec<bool> = selectors(policy).map(|selector| selector.assets.takes(Some(&id))).collect();
        (policy.asset(id).map(|asset| asset.chain.clone()), rated, taken)
    };
    let mut alike: BTreeMap<_, (AssetId, usize)> = BTreeMap::new();
    for asset in (0..policy.assets.len()).map(AssetId) {
        let (_, many) = alike.entry(of(asset)).or_insert((asset, 0));
        *many = many.saturating_add(1);
    }
    alike.into_values().collect()
}

/// Those who may ask: nobody in particular where requests are unsigned, else the named, alike in every way but their names.
/// Nobody whose term is over, as long as somebody else is left.
fn asking(policy: &Policy, document: &Document, now: Instant) -> Vec<Asking> {
    let permits = || policy.rules.iter().filter(|rule| rule.permits());
    if permits().any(|rule| rule.selector.initiators == Initiators::Anyone) {
        return alloc::vec![Asking { signer: None, names: Vec::new(), is_apart: false }];
    }
    let facts: BTreeMap<&Name, &Facts> =
        document.approvers.iter().chain(&document.requesters).map(|(name, one)| (&name.value, &one.facts)).collect();
    let alone = named_alone(document);
    let mut classes: Vec<Asking> = Vec::new();
    let mut places = BTreeMap::new();
    let may_ask = |signer: &Signer| permits().any(|rule| rule.selector.initiators.take(Some(*signer)));
    let everyone = policy.roll.requesters.iter().chain(&policy.roll.approvers);
    let asking: Vec<(&Person, Signer)> = everyone
        .filter_map(|person| Some((person, policy.roll.named(person.name.as_str()).filter(may_ask)?)))
        .collect();
    let is_left = |person: &Person| person.active.until.is_none_or(|until| now < until);
    let is_anybody_left = asking.iter().any(|(person, _)| is_left(person));
    for (person, signer) in asking.into_iter().filter(|(person, _)| is_left(person) || !is_anybody_left) {
        let fact = facts.get(&person.name);
        let automated = fact.is_some_and(|fact| fact.automated);
        let taken: Vec<bool> = selectors(policy).map(|selector| selector.initiators.take(Some(signer))).collect();
        let key = match signer {
            Signer::Requester(_) => (automated, taken, None, Vec::new()),
            Signer::Approver(id) => {
                let groups = policy.groups.values().map(|people| people.has(id)).collect();
                let apart = Some((
                    alone.contains(&person.name).then_some(&person.name),
                    fact.map(|fact| {
                        (
                            &fact.org,
                            &fact.device,
                            &fact.site,
                            person.keys.len() > 1,
                            person.active.from,
                            person.active.until,
                        )
                    }),
                ));
                (automated, taken, apart, groups)
            }
        };
        let at = *places.entry(key).or_insert_with(|| {
            let is_apart = automated || matches!(signer, Signer::Requester(_));
            classes.push(Asking { signer: Some(signer), names: Vec::new(), is_apart });
            classes.len().saturating_sub(1)
        });
        if let Some(class) = classes.get_mut(at) {
            class.names.push(person.name.clone());
        }
    }
    classes
}

/// The approvers that some quorum names other than by a group.
fn named_alone(document: &Document) -> BTreeSet<Name> {
    use crate::policy::document::QuorumWritten;
    let mut names = BTreeSet::new();
    for rule in &document.rules {
        let waiver = rule.delay.as_ref().and_then(|delay| delay.value.waived_by.as_ref());
        for written in [Some(&rule.approve), rule.veto.as_ref(), waiver].into_iter().flatten() {
            let QuorumWritten::Of(expression) = &written.value else { continue };
            for (_, set) in expression.alternatives().iter().flatten().flatten() {
                names.extend(set.iter().cloned());
            }
        }
    }
    names
}
