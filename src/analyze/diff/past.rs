//! What may have left before a payout on which two policies could part.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use super::cells;
use super::gap::What;
use super::stage::Stage;
use crate::analyze::{ask, destinations};
use crate::domain::destination::Destination;
use crate::domain::instant::Instant;
use crate::domain::name::{Name, PayoutId};
use crate::domain::span::Span;
use crate::domain::text::Plain;
use crate::ledger::record::{EntryState, LedgerEntry};
use crate::policy::model::{Above, Limit, Measure, Most, Policy, Rule};
use crate::policy::selector::Each;

/// The most counted payouts of a ledger that is made up to fill the limit that is looked at.
const MOST_LINES: u64 = 4_096;

/// The same of one that fills another limit on the way.
const MOST_BESIDES: u64 = 200;

/// The most ledgers that are made up of one payout each.
const MOST_LEDGERS: usize = 4_096;

/// What is a great deal, in units of any currency.
const MUCH: u128 = 1_000_000_000_000_000;

/// The most instants at which an earlier payout of a recorded value is tried.
const MOST_VALUED: usize = 3;

/// The most destinations that are looked at.
const MOST_PLACES: usize = 1_000;

/// An earlier payout: how much of what, from where, to where, by whom, and how long ago.
#[derive(Clone, Debug)]
pub(super) struct Earlier {
    asset: Name,
    wallet: Name,
    initiator: Name,
    destination: Destination,
    /// In which lists it was.
    lists: Vec<Name>,
}

impl Stage<'_, '_> {
    /// What may have left before: as many payouts as a count lets out; one payout of one of these amounts where it enters
    /// or leaves a window.
    pub(super) fn ledgers(&self, at: Instant, amounts: &[u128]) -> impl Iterator<Item = Vec<LedgerEntry>> {
        let instants = self.instants_before(at);
        let valued = if self.is_of_two_measures() { self.valued(instants.iter(), amounts) } else { Vec::new() };
        let past: Vec<(&Earlier, Instant)> =
            self.earlier().iter().flat_map(|one| instants.iter().map(move |when| (one, *when))).collect();
        let counts = self.counts();
        let many = past.clone().into_iter().flat_map(move |(one, when)| {
            let lines = move |count: u64| (0..count).map(|number| self.line(one, 1, when, number)).collect();
            counts.clone().into_iter().filter_map(lines)
        });
        let single = past.into_iter().flat_map(move |(one, when)| {
            let lines = move |units: &u128| Some(alloc::vec![self.line(one, *units, when, 0)?]);
            amounts.iter().filter_map(lines)
        });
        many.chain(valued.into_iter().chain(single).take(MOST_LEDGERS))
    }

    /// The latest first: when something may have left that is in one window or no longer in another.
    fn instants_before(&self, at: Instant) -> Vec<Instant> {
        let mut spans: BTreeSet<Span> = BTreeSet::new();
        for policy in self.both() {
            let Some(face) = self.cell.under(policy) else { continue };
            spans.extend(face.rules.iter().filter_map(|rule| rule_span(rule)));
            spans.extend(face.limits.iter().filter_map(|limit| limit_span(limit)));
        }
        let mut instants: BTreeSet<Instant> = BTreeSet::new();
        for span in &spans {
            instants.extend([at, at.before(*span), at.before(*span).next()]);
        }
        if *self.what == What::ClockSkew {
            instants.insert(at.after(self.sides.inner.clock_skew));
        }
        instants.into_iter().rev().collect()
    }

    /// How many payouts leave where it is about how many do: none if it is not.
    fn counts(&self) -> BTreeSet<u64> {
        let What::Limit(name) = self.what else { return BTreeSet::new() };
        let count = |limit: &Limit| match &limit.most {
            Most::Count { payouts, .. } => Some(*payouts),
            _ => None,
        };
        let own = self.sides.outer.limits.iter().find(|limit| limit.name.as_str() == name).and_then(count);
        let Some(own) = own else { return BTreeSet::new() };
        let faces = self.both().into_iter().filter_map(|policy| self.cell.under(policy));
        let all = faces.flat_map(|face| face.limits.into_iter().filter_map(count).collect::<Vec<u64>>());
        let besides = all.filter(|count| *count <= MOST_BESIDES);
        besides.chain(Some(own).filter(|own| *own <= MOST_LINES)).collect()
    }

    /// Whether the one counts what something is worth where the other counts how much it is, or in finer units.
    fn is_of_two_measures(&self) -> bool {
        let decimals = self.both().map(|policy| policy.prices.as_ref().map(|prices| prices.decimals));
        let measures = self.both().map(|policy| {
            let face = self.cell.under(policy);
            let (rules, limits) = face.map(|face| (face.rules, face.limits)).unwrap_or_default();
            let tiers = rules.iter().filter_map(|rule| match &rule.above {
                Above::Window { sum, .. } => Some(sum.of == Measure::Currency),
                Above::Nothing | Above::Payout(_) => None,
            });
            let limits = limits.iter().filter_map(|limit| match &limit.most {
                Most::Window { sum, .. } => Some(sum.of == Measure::Currency),
                _ => None,
            });
            let all: Vec<bool> = tiers.chain(limits).collect();
            all.iter().filter(|is_worth| **is_worth).count()
        });
        let [inner, outer] = measures;
        inner != outer || (inner > 0 && decimals.iter().any(|one| decimals.first() != Some(one)))
    }

    /// One payout like this, of which was recorded that it was worth next to nothing, or a great deal.
    fn valued<'i>(&self, instants: impl Iterator<Item = &'i Instant>, amounts: &[u128]) -> Vec<Vec<LedgerEntry>> {
        let Some(own) = self.earlier().first() else { return Vec::new() };
        let Some(prices) = self.both().into_iter().find_map(|policy| policy.prices.as_ref()) else { return Vec::new() };
        let lines = |when: &Instant| {
            let one = |units: &u128| {
                let line = self.line(own, *units, *when, 0)?;
                let worth = |units| {
                    Some(alloc::vec![LedgerEntry {
                        value: Some(ask::of(units, prices.decimals, &prices.currency)?),
                        ..line.clone()
                    }])
                };
                Some([worth(1), worth(MUCH)])
            };
            amounts.iter().filter_map(one).flatten().flatten().collect::<Vec<_>>()
        };
        instants.take(MOST_VALUED).flat_map(lines).collect()
    }

    /// Payouts like this one, and unlike it in one thing: first in what the two policies tell apart.
    fn earlier(&self) -> &[Earlier] {
        self.past.get_or_init(|| self.all_earlier())
    }

    fn all_earlier(&self) -> Vec<Earlier> {
        let cell = self.cell;
        let (asset, wallet, initiator) = (cell.asset.clone(), cell.wallet.clone(), cell.initiator.clone());
        let (destination, lists) = (cell.destination.clone(), Vec::new());
        let own = Earlier { asset, wallet, initiator, destination, lists };
        let mut all = alloc::vec![own.clone()];
        all.extend(self.places().into_iter().map(|destination| Earlier { destination, ..own.clone() }));
        let wallets = self.both().into_iter().flat_map(|policy| policy.wallets.iter().cloned());
        let wallets = self.other(wallets, &cell.wallet, |policy, name| policy.wallet_named(name.as_str()).is_some());
        all.extend(wallets.into_iter().take(4).map(|wallet| Earlier { wallet, ..own.clone() }));
        let [inner, outer] = self.both();
        // Where each asks against a sum of their own, who is like the one who asks is another all the same.
        let is_apart = [inner, outer]
            .into_iter()
            .flat_map(|policy| &policy.scopes)
            .any(|scope| scope.each.contains(&Each::Initiator));
        let alike = [inner, outer].into_iter().flat_map(|policy| policy.approvers().chain(policy.requesters()));
        let alike = alike.filter(|_| is_apart).cloned();
        let people = cells::initiators(inner, outer).into_iter().chain(alike);
        let people = self.other(people, &cell.initiator, |policy, name| policy.roll.named(name.as_str()).is_some());
        all.extend(people.into_iter().take(6).map(|initiator| Earlier { initiator, ..own.clone() }));
        let assets = self.both().into_iter().flat_map(|policy| policy.assets.iter().map(|asset| asset.name.clone()));
        let assets = self.other(assets, &cell.asset, |policy, name| policy.asset_named(name.as_str()).is_some());
        for asset in assets.into_iter().take(4) {
            let known =
                |policy: &Policy| policy.asset(policy.asset_named(asset.as_str())?).map(|asset| asset.chain.clone());
            let Some(chain) = self.both().into_iter().find_map(known) else { continue };
            let own_place = (chain == *cell.destination.chain()).then(|| cell.destination.clone());
            let place = own_place.or_else(|| destinations::stranger_to(&self.both(), &chain, 0));
            all.extend(place.map(|destination| Earlier { asset, destination, ..own.clone() }));
        }
        all.iter().flat_map(|one| self.recorded(one)).collect()
    }

    /// Others of a kind, those that one policy alone knows first.
    fn other(
        &self,
        names: impl Iterator<Item = Name>,
        own: &Name,
        is_known: impl Fn(&Policy, &Name) -> bool,
    ) -> Vec<Name> {
        let mut seen = BTreeSet::new();
        let mut names: Vec<Name> = names.filter(|name| name != own && seen.insert(name.clone())).collect();
        let [inner, outer] = self.both();
        names.sort_by_key(|name| is_known(inner, name) == is_known(outer, name));
        names
    }

    /// Other destinations of the chain, one of each kind, those that the two list in two ways first.
    fn places(&self) -> Vec<Destination> {
        let chain = self.cell.destination.chain();
        let listed = self.both().into_iter().flat_map(|policy| destinations::candidates(policy, chain));
        let listed = listed.map(|(destination, _)| destination);
        let places = destinations::stranger_to(&self.both(), chain, 1).into_iter().chain(listed);
        let places = places.filter(|place| place.place() != self.cell.destination.place()).take(MOST_PLACES);
        let mut seen = BTreeSet::new();
        let mut kinds: Vec<Destination> = places.filter(|place| seen.insert(self.stands_of(place))).collect();
        kinds.sort_by_key(|place| {
            let [inner, outer] = self.stands_of(place);
            inner == outer
        });
        kinds.truncate(6);
        kinds
    }

    /// The lists of each policy that a destination touches, and from when on each permits it.
    fn stands_of(&self, destination: &Destination) -> [BTreeMap<Name, Option<Instant>>; 2] {
        self.both().map(|policy| {
            let standing = policy.lists.standing(destination);
            let named = |list| Some((policy.lists.name(list)?.clone(), standing.permits_from(list)));
            standing.touched().filter_map(named).collect()
        })
    }

    fn lists_of(&self, destination: &Destination) -> [BTreeSet<Name>; 2] {
        self.stands_of(destination).map(|stands| stands.into_keys().collect())
    }

    /// The same with the lists that were recorded: those that either policy has it in, or one of them alone.
    fn recorded(&self, one: &Earlier) -> Vec<Earlier> {
        let [inner, outer] = self.lists_of(&one.destination);
        let either: BTreeSet<Name> = inner.union(&outer).cloned().collect();
        let mut sets = alloc::vec![either, inner, outer];
        sets.dedup();
        sets.into_iter().map(|lists| Earlier { lists: lists.into_iter().collect(), ..one.clone() }).collect()
    }

    fn line(&self, earlier: &Earlier, units: u128, at: Instant, number: u64) -> Option<LedgerEntry> {
        let known = |policy: &'_ Policy| policy.asset(policy.asset_named(earlier.asset.as_str())?).cloned();
        let asset = self.both().into_iter().find_map(known)?;
        Some(LedgerEntry {
            payout: PayoutId::parse(&alloc::format!("po-0-{number}")).ok()?,
            wallet: earlier.wallet.clone(),
            amount: ask::of(units, asset.decimals, &asset.name)?,
            to: Plain::of_address(earlier.destination.address()),
            tag: earlier.destination.tag().cloned(),
            initiator: earlier.initiator.clone(),
            at,
            lists: Some(earlier.lists.clone()),
            value: None,
            fee: None,
            state: EntryState::Paid,
        })
    }
}

fn rule_span(rule: &Rule) -> Option<Span> {
    match &rule.above {
        Above::Window { span, .. } => Some(*span),
        Above::Nothing | Above::Payout(_) => None,
    }
}

fn limit_span(limit: &Limit) -> Option<Span> {
    match &limit.most {
        Most::Window { span, .. } | Most::Count { span, .. } => Some(*span),
        Most::Payout(_) | Most::Fee { .. } | Most::AnyFee => None,
    }
}
