//! The gangs to ask about, with all that each can ask for.

use alloc::vec::Vec;

use super::gang::Gang;
use super::sets;
use super::survey::Crew;
use super::terrain::Terrain;
use super::theft::{Theft, Thieves};
use crate::analyze::incomplete::Budget;
use crate::analyze::party::Party;
use crate::analyze::people::{Class, Classes};
use crate::analyze::supposed::Supposed;

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
}

impl<'t, 'p> Crews<'t, 'p> {
    pub(super) fn of(terrain: &'t Terrain<'p>, theft: &Theft, supposed: &Supposed<'p>) -> Self {
        Self::within(terrain, theft, supposed, MOST_CHECKS)
    }

    /// The same, by so many checks of the engine.
    pub(super) fn within(terrain: &'t Terrain<'p>, theft: &Theft, supposed: &Supposed<'p>, checks: u64) -> Self {
        let budget = || Budget::of(checks, checks);
        let (all, are_all) = crews(terrain, theft, supposed, &budget());
        let whole = || crew(terrain, Party::everybody(terrain.policy), Vec::new(), theft, supposed, &budget());
        let everybody = if are_all { None } else { whole() };
        Self { all, are_all, everybody }
    }

    /// Whether what no gang exceeds is known.
    pub(super) fn are_bounded(&self, terrain: &Terrain<'_>) -> bool {
        terrain.incomplete.is_empty() && (self.are_all || self.everybody.is_some())
    }
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
