//! Two policies side by side: whoever has one name in both is one person.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use core::cell::Cell;

use crate::analyze::minimal;
use crate::analyze::people::Classes;
use crate::domain::name::Name;
use crate::domain::people::{People, PersonId};
use crate::policy::model::Policy;
use crate::policy::people::{Active, Signer};
use crate::policy::seats::Quorum;

/// Of two policies the one that might allow more, and the one that might refuse what that one allows.
///
/// Sets of people are over the approvers of both, in order of their names.
pub(super) struct Sides<'p> {
    /// What it allows is asked about.
    pub(super) inner: &'p Policy,
    /// Whether it allows that too.
    pub(super) outer: &'p Policy,
    names: Vec<Name>,
    in_inner: Vec<Option<PersonId>>,
    in_outer: Vec<Option<PersonId>>,
    /// Those whose approval counts in the outer whenever it counts in the inner.
    pub(super) counted: People,
    /// Those whose no is heard in the inner whenever it is heard in the outer.
    pub(super) heard: People,
    /// What was found before: most kinds of payout ask the same.
    entailed: Cell<BTreeMap<Entailment, Result<(), Lacking>>>,
    stopping: Cell<BTreeMap<Stopping, Option<Vec<People>>>>,
}

/// Who may give, whose approval counts, what is given, and what is wanted; quorums by where they stand.
type Entailment = (People, People, Vec<*const Quorum>, *const Quorum);

/// Of so many classes of people every set that is enough is looked at.
const FEW_CLASSES: usize = 12;

/// The most answers that are kept.
const MOST_KNOWN: usize = 16_384;

/// What the outer asks for is not what the inner's people give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lacking {
    /// These people are enough for the inner and not for the outer.
    These(People),
    /// There are too many sets of people to say.
    Unknown,
}

impl<'p> Sides<'p> {
    /// None if the two have more approvers together than a set of people holds.
    pub(super) fn new(inner: &'p Policy, outer: &'p Policy) -> Option<Self> {
        let names: BTreeSet<&Name> = inner.approvers().chain(outer.approvers()).collect();
        let names: Vec<Name> = names.into_iter().cloned().collect();
        if names.len() > 128 {
            return None;
        }
        let places = |policy: &Policy| names.iter().map(|name| approver(policy, name)).collect::<Vec<_>>();
        let (in_inner, in_outer) = (places(inner), places(outer));
        let who = |test: &dyn Fn(Active, Active) -> bool| {
            let known = names.iter().enumerate().filter_map(|(place, name)| {
                let (a, b) = (approver(inner, name)?, approver(outer, name)?);
                let a = inner.roll.person(Signer::Approver(a))?.active;
                let b = outer.roll.person(Signer::Approver(b))?.active;
                if test(a, b) { PersonId::at(place) } else { None }
            });
            known.collect::<People>()
        };
        let counted = who(&|a, b| lasts(a, b));
        let heard = who(&|a, b| lasts(b, a));
        let (entailed, stopping) = (Cell::default(), Cell::default());
        Some(Self { inner, outer, names: names.clone(), in_inner, in_outer, counted, heard, entailed, stopping })
    }

    /// Who of both may approve in the inner what this one initiates.
    pub(super) fn approving(&self, initiator: Option<PersonId>) -> People {
        let known = self.in_inner.iter().enumerate().filter(|(_, person)| person.is_some());
        let all: People = known.filter_map(|(place, _)| PersonId::at(place)).collect();
        initiator.map_or(all, |person| all.without(People::one(person)))
    }

    /// Who the outer knows.
    pub(super) fn objecting(&self) -> People {
        let known = self.in_outer.iter().enumerate().filter(|(_, person)| person.is_some());
        known.filter_map(|(place, _)| PersonId::at(place)).collect()
    }

    pub(super) fn place(&self, name: &Name) -> Option<PersonId> {
        self.names.binary_search(name).ok().and_then(PersonId::at)
    }

    pub(super) fn names(&self, people: People) -> Vec<Name> {
        people.iter().filter_map(|person| self.names.get(person.place()).cloned()).collect()
    }

    /// The same people as the inner knows them.
    pub(super) fn to_inner(&self, people: People) -> People {
        mapped(&self.in_inner, people)
    }

    /// The same people as the outer knows them.
    pub(super) fn to_outer(&self, people: People) -> People {
        mapped(&self.in_outer, people)
    }

    /// Whether every set of `most` that meets all of the inner's quorums leaves, of `counted`, enough for `wanted`.
    pub(super) fn entails(
        &self,
        most: People,
        counted: People,
        given: &[&Quorum],
        wanted: Wanted<'_>,
    ) -> Result<(), Lacking> {
        // The same quorum of the same people: nothing is left to try, however many sets meet it.
        if self.in_inner == self.in_outer && self.is_counted(most, counted, wanted) && given.contains(&wanted.0) {
            return Ok(());
        }
        let places = given.iter().map(|quorum| core::ptr::from_ref(*quorum)).collect();
        let asked = (most, counted, places, core::ptr::from_ref(wanted.0));
        let mut known = self.entailed.take();
        let answer = known.get(&asked).copied().unwrap_or_else(|| self.entailed_by(most, counted, given, wanted));
        if known.len() < MOST_KNOWN {
            known.insert(asked, answer);
        }
        self.entailed.set(known);
        answer
    }

    /// Whether whoever of `most` a quorum looks at is counted.
    fn is_counted(&self, most: People, counted: People, wanted: Wanted<'_>) -> bool {
        wanted.sets().all(|set| unmapped(&self.in_outer, set).and(most).without(counted).is_empty())
    }

    fn entailed_by(&self, most: People, counted: People, given: &[&Quorum], wanted: Wanted<'_>) -> Result<(), Lacking> {
        // Often one of the inner's alone is enough, and looking at one is quick.
        if given.len() > 1 && given.iter().any(|one| self.implies(most, counted, &[one], wanted).is_ok()) {
            return Ok(());
        }
        self.implies(most, counted, given, wanted)
    }

    fn implies(&self, most: People, counted: People, given: &[&Quorum], wanted: Wanted<'_>) -> Result<(), Lacking> {
        let mut sets: BTreeSet<People> = BTreeSet::from([counted]);
        sets.extend(given.iter().flat_map(|quorum| quorum.sets()).map(|set| unmapped(&self.in_inner, set)));
        sets.extend(wanted.sets().map(|set| unmapped(&self.in_outer, set)));
        let classes = Classes::parted_by(most, &sets, &BTreeMap::new());
        let people = |counts: &_| classes.party(counts, None).approvers;
        let is_given = |people: People| {
            let people = self.to_inner(people);
            given.iter().all(|quorum| quorum.is_met_by(people))
        };
        let is_wanted = |people: People| wanted.is_met_by(self.to_outer(people.and(counted)));
        if classes.len() <= FEW_CLASSES {
            let enough = minimal::enough(&classes.sizes(), &|counts| Some(is_given(people(counts))));
            let lacking = enough.smallest.iter().map(people).filter(|people| !is_wanted(*people));
            let lacking = lacking.min_by_key(|people| people.count());
            if lacking.is_some() || enough.are_all {
                return lacking.map_or(Ok(()), |people| Err(Lacking::These(people)));
            }
        }
        // The other way round: if the largest sets that are too few for the outer are too few for the inner, all are.
        let enough = minimal::enough(&classes.sizes(), &|counts| Some(is_wanted(people(counts))));
        let lacking = enough.largest_lacking.iter().map(people).filter(|people| is_given(*people));
        let lacking = lacking.map(|most| fewer(most, &is_given)).min_by_key(|people| people.count());
        match lacking {
            Some(people) => Err(Lacking::These(people)),
            None if enough.are_all => Ok(()),
            None => Err(Lacking::Unknown),
        }
    }

    /// Whether a veto of the outer is one of the inner's, and everybody's no is heard there.
    pub(super) fn is_heard_by_one(&self, veto: &Quorum, vetoes: &[&Quorum]) -> bool {
        let all = self.objecting().without(self.heard).is_empty();
        self.in_inner == self.in_outer && all && vetoes.contains(&veto)
    }

    /// The smallest sets of people that meet one of the outer's quorums; none if there are too many.
    pub(super) fn smallest(&self, quorum: &Quorum, apart: &[People]) -> Option<Vec<People>> {
        let asked = (core::ptr::from_ref(quorum), apart.to_vec());
        let mut known = self.stopping.take();
        let answer = known.get(&asked).cloned().unwrap_or_else(|| self.smallest_of(quorum, apart));
        if known.len() < MOST_KNOWN {
            known.insert(asked, answer.clone());
        }
        self.stopping.set(known);
        answer
    }

    fn smallest_of(&self, quorum: &Quorum, apart: &[People]) -> Option<Vec<People>> {
        let mut sets: BTreeSet<People> = quorum.sets().map(|set| unmapped(&self.in_outer, set)).collect();
        sets.extend(apart.iter().copied());
        let classes = Classes::parted_by(self.objecting(), &sets, &BTreeMap::new());
        let people = |counts: &_| classes.party(counts, None).approvers;
        let meets = |counts: &_| Some(quorum.is_met_by(self.to_outer(people(counts))));
        let enough = minimal::enough(&classes.sizes(), &meets);
        enough.are_all.then(|| enough.smallest.iter().map(people).collect())
    }

    /// The sets that one of the inner's quorums looks at.
    pub(super) fn inner_sets(&self, quorum: &Quorum) -> Vec<People> {
        quorum.sets().map(|set| unmapped(&self.in_inner, set)).collect()
    }
}

/// Of these people as few as are still enough.
fn fewer(most: People, enough: &dyn Fn(People) -> bool) -> People {
    most.iter().fold(most, |kept, person| {
        let fewer = kept.without(People::one(person));
        if enough(fewer) { fewer } else { kept }
    })
}

/// A quorum, by where it stands, and the sets that are told apart besides.
type Stopping = (*const Quorum, Vec<People>);

/// A quorum of the outer that is to be met.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted<'q>(pub(super) &'q Quorum);

impl Wanted<'_> {
    fn sets(&self) -> impl Iterator<Item = People> {
        self.0.sets()
    }

    fn is_met_by(self, people: People) -> bool {
        self.0.is_met_by(people)
    }
}

/// Whether whoever is active by the first is by the second.
pub(super) fn lasts(first: Active, second: Active) -> bool {
    let starts = second.from.is_none_or(|from| first.from.is_some_and(|own| from <= own));
    starts && second.until.is_none_or(|until| first.until.is_some_and(|own| own <= until))
}

fn approver(policy: &Policy, name: &Name) -> Option<PersonId> {
    match policy.roll.named(name.as_str())? {
        Signer::Approver(person) => Some(person),
        Signer::Requester(_) => None,
    }
}

fn mapped(places: &[Option<PersonId>], people: People) -> People {
    people.iter().filter_map(|person| places.get(person.place()).copied().flatten()).collect()
}

fn unmapped(places: &[Option<PersonId>], people: People) -> People {
    let holding = places.iter().enumerate().filter(|(_, own)| own.is_some_and(|own| people.has(own)));
    holding.filter_map(|(place, _)| PersonId::at(place)).collect()
}
