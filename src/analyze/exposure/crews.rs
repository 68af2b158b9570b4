//! The gangs to ask about, with all that each can ask for.

use alloc::vec::Vec;

use super::flow::{Askers, Facts, Flow};
use super::gang::Gang;
use super::sets;
use super::survey::Crew;
use super::terrain::{Field, Path, Terrain};
use super::theft::{Theft, Thieves};
use crate::analyze::incomplete::Budget;
use crate::analyze::party::Party;
use crate::analyze::people::{Class, Classes};
use crate::analyze::supposed::Supposed;
use crate::domain::name::Name;
use crate::domain::span::Span;
use crate::policy::model::Limit;
use crate::policy::selector::{Destinations, Initiators, Selector};

/// The most checks of the engine by which what gangs can ask for is found.
const MOST_CHECKS: u64 = 32_000_000;

/// The most gangs that are asked about one by one.
const MOST_GANGS: usize = 256;

/// The gangs that are asked about.
pub(super) struct Crews<'t, 'p> {
    pub(super) all: Vec<Crew<'t, 'p>>,
    /// Whether they are all there are.
    pub(super) are_all: bool,
    /// Everybody, if they are not: no gang takes more.
    pub(super) everybody: Option<Crew<'t, 'p>>,
    /// Whether of everybody nothing is known but what limits let out.
    pub(super) is_presumed: bool,
}

impl<'t, 'p> Crews<'t, 'p> {
    pub(super) fn of(terrain: &'t Terrain<'p>, theft: &Theft, supposed: &Supposed<'p>) -> Self {
        Self::within(terrain, theft, supposed, MOST_CHECKS)
    }

    /// The same, by so many checks of the engine.
    pub(super) fn within(terrain: &'t Terrain<'p>, theft: &Theft, supposed: &Supposed<'p>, checks: u64) -> Self {
        let budget = || Budget::of(checks, checks);
        let (all, are_all) = crews(terrain, theft, supposed, &budget());
        let everyone = Party::everybody(terrain.policy);
        let known = if are_all { None } else { crew(terrain, everyone, Vec::new(), theft, supposed, &budget()) };
        let is_presumed = !are_all && known.is_none();
        let everybody = if is_presumed { Some(presumed(terrain, theft)) } else { known };
        Self { all, are_all, everybody, is_presumed }
    }

    /// Whether what no gang exceeds is known.
    pub(super) fn are_bounded(&self, terrain: &Terrain<'_>) -> bool {
        terrain.incomplete.is_empty() && (self.are_all || self.everybody.is_some())
    }
}

/// Everybody, as if nothing but limits held them back, and of these only what is about all payouts of an asset out of a wallet:
/// for where there is too much to ask the engine about. Whatever leaves, leaves by it.
fn presumed<'t, 'p>(terrain: &'t Terrain<'p>, theft: &Theft) -> Crew<'t, 'p> {
    let policy = terrain.policy;
    let of = |field: &Field<'p>| {
        let is_of_all = |selector: &Selector| {
            matches!((&selector.to, &selector.initiators), (Destinations::Any, Initiators::Anyone))
        };
        let is_about =
            |limit: &Limit| is_of_all(&limit.selector) && field.ground.limits.iter().any(|own| own.name == limit.name);
        let limits: Vec<usize> =
            (0..).zip(&policy.limits).filter(|(_, limit)| is_about(limit)).map(|(place, _)| place).collect();
        let open = Facts::Open { limits, unmet: Vec::new() };
        Some(Flow {
            asset: field.ground.asset,
            wallets: field.wallets.clone(),
            path: Path { stands: Vec::new(), destinations: Vec::new(), places: None },
            askers: Askers::Unknown(Name::parse("someone").ok()?),
            longest_delay: Span::ZERO,
            fees: terrain.pieces.iter().map(|_| field.ground.fees().first().copied().flatten()).collect(),
            facts: terrain.pieces.iter().map(|_| open.clone()).collect(),
        })
    };
    let gang = Gang::new(terrain, Party::everybody(policy), theft.respond);
    Crew { gang, flows: terrain.fields.iter().filter_map(of).collect(), alike: Vec::new() }
}

/// The gangs to ask about, and whether they are all there are.
fn crews<'t, 'p>(
    terrain: &'t Terrain<'p>,
    theft: &Theft,
    supposed: &Supposed<'p>,
    budget: &Budget,
) -> (Vec<Crew<'t, 'p>>, bool) {
    let size = match &theft.by {
        Thieves::These(party) => {
            let crew = crew(terrain, party.clone(), Vec::new(), theft, supposed, budget);
            let are_all = crew.is_some();
            return (crew.into_iter().collect(), are_all);
        }
        Thieves::Any(size) => *size,
    };
    let classes = terrain.everybody();
    let (sets, mut are_all) = sets::sets(&classes, size, MOST_GANGS).unwrap_or_default();
    let mut crews = Vec::new();
    for set in sets {
        let alike = set.iter().filter(|(_, count)| *count > 0).map(|(class, count)| {
            let members = classes.get(class).into_iter().flat_map(Class::members);
            (count, members.fold(Party::nobody(), Party::with))
        });
        let (party, alike) = (classes.party(&set, None), alike.collect());
        let Some(crew) = crew(terrain, party, alike, theft, supposed, budget) else {
            are_all = false;
            break;
        };
        crews.push(crew);
    }
    if crews.is_empty() {
        are_all = false;
        crews.extend(some(terrain, &classes, size, theft, supposed, budget));
    }
    (crews, are_all)
}

/// Of too many choices, one: as many people as may be, in the order of the policy.
fn some<'t, 'p>(
    terrain: &'t Terrain<'p>,
    classes: &Classes,
    size: u32,
    theft: &Theft,
    supposed: &Supposed<'p>,
    budget: &Budget,
) -> Option<Crew<'t, 'p>> {
    let members = classes.iter().flat_map(Class::members);
    let party = members.take(usize::try_from(size).unwrap_or(usize::MAX)).fold(Party::nobody(), Party::with);
    crew(terrain, party, Vec::new(), theft, supposed, budget)
}

fn crew<'t, 'p>(
    terrain: &'t Terrain<'p>,
    party: Party,
    alike: Vec<(u32, Party)>,
    theft: &Theft,
    supposed: &Supposed<'p>,
    budget: &Budget,
) -> Option<Crew<'t, 'p>> {
    let gang = Gang::new(terrain, party, theft.respond);
    let flows = gang.flows(supposed, budget)?;
    Some(Crew { gang, flows, alike })
}
