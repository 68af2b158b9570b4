//! What can ever leave: in any window of a length, whenever it begins.
//!
//! From above, every kind of payout is taken to be as free as it ever is, all the time: what holds at some instant is
//! held by no more than that. From below, schedules are played through the engine from the instants at which something
//! changes. In between nothing is said.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use super::flow::{Facts, Flow, Why};
use super::gang::Gang;
use super::survey::{Crew, Survey};
use super::terrain::{Joins, Path, Terrain};
use super::worth::{Known, Worth};
use crate::analyze::incomplete::Budget;
use crate::analyze::party::Party;
use crate::analyze::people::Classes;
use crate::analyze::prices::{PriceSource, SupposedPrice, possible};
use crate::analyze::supposed::Supposed;
use crate::domain::destination::Destination;
use crate::domain::instant::Instant;
use crate::domain::span::Span;
use crate::domain::tag::Tag;
use crate::payout::record::Payout;
use crate::policy::lists::ListId;
use crate::policy::model::{AssetId, Measure, Policy, Rule};
use crate::policy::selector::{Destinations, Selector};

/// The most instants from which schedules are sought, and the most gangs.
const MOST_STARTS: usize = 6;
const MOST_GANGS: usize = 2;

/// Everything that anybody can ask for, at any instant from one on, with nothing left before.
pub(crate) struct Ever<'p> {
    pub(super) policy: &'p Policy,
    pub(super) supposed: Supposed<'p>,
    pub(super) terrain: Terrain<'p>,
    pub(super) budget: Budget,
    prices: BTreeMap<AssetId, SupposedPrice>,
    /// The lowest there can be: what a limit lets out at one of them, some price lets out.
    lowest: BTreeMap<AssetId, SupposedPrice>,
    lists: BTreeSet<ListId>,
    known: Known,
}

/// The limits on a kind of payout, and the tiers that cannot be met.
type Held = (Vec<usize>, Vec<(usize, Why)>);

/// What some people can ask for, whenever.
pub(crate) struct AskedBy {
    party: Party,
    flows: Vec<Flow>,
}

/// Payouts that the engine allows one after the other.
pub(crate) struct Schedule {
    pub(crate) thieves: Party,
    pub(crate) payouts: Vec<(Payout, Instant)>,
    /// What of it is counted, in units of what is counted.
    pub(crate) moved: u128,
}

impl<'p> Ever<'p> {
    /// At these prices, telling these lists apart besides those that rules, limits and blocks name, with so many checks of
    /// the engine to find what people can ask for.
    pub(crate) fn of(
        policy: &'p Policy,
        now: Instant,
        prices: &BTreeMap<AssetId, u128>,
        lists: BTreeSet<ListId>,
        checks: u64,
    ) -> Self {
        let lead = longest_delay(policy).seconds();
        let terrain = Terrain::ever(policy, now, &lists).with_lead(lead);
        let supposed = Supposed::new(policy).with_prices(prices.clone());
        let price = |(asset, units)| (asset, SupposedPrice { units, source: PriceSource::Given });
        let lowest = possible(policy).into_iter().map(|(asset, (low, _))| price((asset, low))).collect();
        let prices = prices.iter().map(|(asset, units)| price((*asset, *units))).collect();
        Self {
            policy,
            supposed,
            terrain,
            budget: Budget::of(checks, checks),
            prices,
            lowest,
            lists,
            known: Known::default(),
        }
    }

    /// Whether every instant was looked at.
    pub(crate) fn is_complete(&self) -> bool {
        self.terrain.incomplete.is_empty()
    }

    /// Whether nothing more may be asked: what no bound is proven of is then not known to have none.
    pub(crate) fn is_spent(&self) -> bool {
        self.budget.is_spent()
    }

    /// Every class of people.
    pub(crate) fn everybody(&self) -> Classes {
        self.terrain.everybody()
    }

    pub(crate) fn supposed(&self) -> &Supposed<'p> {
        &self.supposed
    }

    /// No more than these people can ever move to a place in a window; none if nothing proves a bound.
    pub(crate) fn most(&self, party: &Party, of: Measure, window: Span, place: &Destinations) -> Option<u128> {
        self.most_of(&self.asked_by(party.clone())?, of, window, place)
    }

    /// Everything that these people can ask for; none if there is too much to ask the engine about.
    pub(crate) fn asked_by(&self, party: Party) -> Option<AskedBy> {
        let flows = Gang::new(&self.terrain, party.clone(), None).flows(&self.supposed, &self.budget)?;
        Some(AskedBy { party, flows })
    }

    /// No more than is asked for so can ever leave to a place in a window; none if nothing proves a bound.
    pub(crate) fn most_of(&self, asked: &AskedBy, of: Measure, window: Span, place: &Destinations) -> Option<u128> {
        let AskedBy { party, flows } = asked;
        let flows = self.freest(flows, place);
        let worth = self.worth(of);
        let has_no_price = |flow: &Flow| of == Measure::Currency && !worth.takes(flow.asset);
        if !self.is_complete() || flows.iter().any(has_no_price) {
            return None;
        }
        let end = window.seconds().saturating_sub(1);
        let flat = Terrain {
            policy: self.policy,
            at: self.terrain.at,
            end,
            lead: self.terrain.lead,
            pieces: alloc::vec![0],
            alike: alloc::vec![0],
            fields: Vec::new(),
            incomplete: Vec::new(),
        };
        let crew = Crew { gang: Gang::new(&flat, party.clone(), None), flows, alike: Vec::new() };
        let survey = Survey { supposed: &self.supposed, crews: &[], everybody: None, is_bounded: true, end };
        survey.bound(worth, &crew, &|_| true).at_most
    }

    /// A schedule by which one of these, the likeliest first, move more than so much in a window.
    pub(crate) fn schedule(
        &self,
        parties: &[&Party],
        of: Measure,
        window: Span,
        place: &Destinations,
        most: u128,
    ) -> Option<Schedule> {
        for party in parties.iter().take(MOST_GANGS) {
            let flows = Gang::new(&self.terrain, (*party).clone(), None).flows(&self.supposed, &self.budget)?;
            for start in self.starts(&flows, place).take(MOST_STARTS) {
                let found = self.schedule_from(start, party, of, window, place);
                if let Some(found) = found.filter(|found| found.moved > most) {
                    return Some(found);
                }
            }
        }
        None
    }

    /// The instants from which on something is different, and something counted can leave.
    fn starts<'s>(&'s self, flows: &'s [Flow], place: &'s Destinations) -> impl Iterator<Item = u64> + 's {
        let pieces = self.terrain.pieces.iter().zip(&self.terrain.alike).enumerate();
        pieces.filter(|(number, (_, alike))| number == *alike).filter_map(|(number, (piece, _))| {
            let leaves = |flow: &Flow| {
                is_counted(place, &flow.path, *piece) && flow.facts.get(number).is_some_and(|one| *one != Facts::Closed)
            };
            flows.iter().any(leaves).then_some(*piece)
        })
    }

    fn schedule_from(
        &self,
        start: u64,
        party: &Party,
        of: Measure,
        window: Span,
        place: &Destinations,
    ) -> Option<Schedule> {
        let only = match of {
            Measure::Asset(asset) => Some(asset),
            Measure::Currency => None,
        };
        let (at, end) = (self.terrain.instant(start), window.seconds().saturating_sub(1));
        let terrain = Terrain::with_lists(self.policy, at, end, only, &self.lists).with_lead(self.terrain.lead);
        let gang = Gang::new(&terrain, party.clone(), None);
        let flows = gang.flows(&self.supposed, &self.budget)?;
        let crews = [Crew { gang, flows, alike: Vec::new() }];
        let survey = Survey { supposed: &self.supposed, crews: &crews, everybody: None, is_bounded: true, end };
        let figure = survey.figure(self.worth(of), &|flow| is_counted(place, &flow.path, 0));
        let mut moved: BTreeMap<AssetId, u128> = BTreeMap::new();
        for step in &figure.steps {
            if self.counts(place, step.taken.asset, &step.taken.payout, step.taken.at) {
                let sum = moved.entry(step.taken.asset).or_default();
                *sum = sum.saturating_add(step.taken.units);
            }
        }
        let worth = self.worth(of);
        let moved = moved.iter().fold(0u128, |sum, (asset, units)| sum.saturating_add(worth.at_least(*asset, *units)));
        let payouts = figure.steps.into_iter().map(|step| (step.taken.payout, step.taken.at)).collect();
        Some(Schedule { thieves: figure.thieves, payouts, moved })
    }

    /// Whether a payout goes to a place, as it is when it leaves.
    pub(crate) fn counts(&self, place: &Destinations, asset: AssetId, payout: &Payout, at: Instant) -> bool {
        let chain = self.policy.asset(asset).map(|asset| asset.chain.clone());
        let tag = payout.tag().map(Tag::as_str);
        let to = chain.and_then(|chain| Destination::new(chain, payout.to(), tag).ok());
        to.is_some_and(|to| place.bind(&self.policy.lists.standing(&to), at))
    }

    fn worth(&self, of: Measure) -> Worth<'_> {
        Worth { policy: self.policy, of, prices: &self.prices, lowest: &self.lowest, known: Some(&self.known) }
    }

    /// Every kind of payout to a place as free as it ever is: where one is held back now by these caps and then by
    /// those, as two kinds that are both always there.
    fn freest(&self, flows: &[Flow], place: &Destinations) -> Vec<Flow> {
        let mut all = Vec::new();
        for flow in flows {
            let mut kinds: Vec<Held> = Vec::new();
            for (facts, piece) in flow.facts.iter().zip(&self.terrain.pieces) {
                let Facts::Open { limits, unmet } = facts else { continue };
                if !is_counted(place, &flow.path, *piece) {
                    continue;
                }
                let (limits, unmet) = self.lasting(flow, limits, unmet);
                let is_freer = |(caps, tiers): &Held| {
                    caps.iter().all(|cap| limits.contains(cap))
                        && tiers.iter().all(|(tier, _)| unmet.iter().any(|(own, _)| own == tier))
                };
                if !kinds.iter().any(is_freer) {
                    kinds.push((limits, unmet));
                }
            }
            all.extend(kinds.into_iter().map(|(limits, unmet)| {
                let facts = alloc::vec![Facts::Open { limits, unmet }];
                Flow { facts, ..flow.clone() }
            }));
        }
        all
    }

    /// The caps that count a payout as long as their window lasts: not those that spare a list that it comes to be in.
    fn lasting(&self, flow: &Flow, limits: &[usize], unmet: &[(usize, Why)]) -> Held {
        let lasts = |selector: &Selector| flow.path.escapes(&selector.to).is_none_or(|from| from == 0);
        let of_limit = |place: &usize| self.policy.limits.get(*place).is_some_and(|limit| lasts(&limit.selector));
        let of_rule = |place: &usize| self.policy.rules.get(*place).is_some_and(|rule| lasts(&rule.selector));
        let limits = limits.iter().copied().filter(of_limit).collect();
        (limits, unmet.iter().copied().filter(|(rule, _)| of_rule(rule)).collect())
    }
}

/// Whether a path leads to a place, so many seconds after the beginning: what touches a list is to it, and what is not
/// in it yet is outside.
pub(super) fn is_counted(place: &Destinations, path: &Path, seconds: u64) -> bool {
    match place {
        Destinations::Any => true,
        Destinations::In(lists) => path.stands.iter().any(|(list, _)| lists.contains(list)),
        Destinations::NotIn(lists) => !path.stands.iter().any(|(list, joins)| {
            let is_in = match joins {
                Joins::Before => true,
                Joins::After(from) => *from <= seconds,
                Joins::NotInTime => false,
            };
            is_in && lists.contains(list)
        }),
    }
}

pub(super) fn longest_delay(policy: &Policy) -> Span {
    let delay = |rule: &Rule| rule.delay.as_ref().map(|delay| delay.span);
    policy.rules.iter().filter_map(delay).max().unwrap_or(Span::ZERO)
}
