//! Whom a claim is about: sets of people, one for all that are alike.

use alloc::string::String;
use alloc::vec::Vec;

use crate::analyze::counts::Counts;
use crate::analyze::exposure::sets;
use crate::analyze::minimal::enough;
use crate::analyze::party::Party;
use crate::analyze::people::{Class, Classes};
use crate::domain::people::People;
use crate::policy::claim::Who;
use crate::policy::model::Policy;
use crate::policy::seats::Quorum;

/// The most sets of people that are asked about one by one.
const MOST_SETS: usize = 256;

/// Sets of people, and all of them together if these are not all.
pub(super) struct Gangs {
    pub(super) parties: Vec<Party>,
    pub(super) together: Option<Party>,
}

/// Whoever moves.
pub(super) fn gangs(policy: &Policy, classes: &Classes, who: &Who) -> Gangs {
    match who {
        Who::Any(size) => {
            let (found, are_all) = sets(classes, *size, MOST_SETS).unwrap_or_default();
            let parties = found.iter().map(|set| classes.party(set, None)).collect();
            let together = (!are_all).then(|| Party::everybody(policy));
            Gangs { parties, together }
        }
        Who::These(quorum) => {
            let (parties, are_all) = meeting(classes, quorum, &|_| true);
            let together = (!are_all).then(|| Party::of_people(quorum.people()));
            Gangs { parties, together }
        }
    }
}

/// The smallest sets that meet a quorum, of people for whom a test holds; and whether they are all.
///
/// Whoever is in a class with others is so to the test as well.
pub(super) fn meeting(classes: &Classes, quorum: &Quorum, test: &dyn Fn(&Class) -> bool) -> (Vec<Party>, bool) {
    let classes = classes.parted_also(quorum.sets());
    let counted = |class: &Class| match class {
        Class::Approvers(people) if test(class) => people.and(quorum.people()).count(),
        Class::Approvers(_) | Class::Requesters(_) => 0,
    };
    let most: Counts = classes.iter().map(counted).collect();
    let ask = |counts: &Counts| Some(quorum.is_met_by(classes.party(counts, None).approvers));
    let found = enough(&most, &ask);
    let are_all = found.are_all && found.smallest.len() <= MOST_SETS;
    (found.smallest.iter().take(MOST_SETS).map(|counts| classes.party(counts, None)).collect(), are_all)
}

/// The people of a quorum who are alike for whom a test holds.
pub(super) fn those(classes: &Classes, quorum: &Quorum, test: &dyn Fn(&Class) -> bool) -> People {
    let people = |class: &Class| match class {
        Class::Approvers(people) if test(class) => *people,
        Class::Approvers(_) | Class::Requesters(_) => People::NOBODY,
    };
    classes.iter().map(people).fold(People::NOBODY, People::or).and(quorum.people())
}

/// `alice and bob`, or the group they are.
pub(super) fn in_words(policy: &Policy, party: &Party) -> String {
    if party.is_empty() {
        return "nobody".into();
    }
    let words = crate::analyze::coalitions::people(policy, party);
    match words.rsplit_once(", ") {
        Some((most, last)) => alloc::format!("{most} and {last}"),
        None if party.len() > 1 => alloc::format!("all of {words}"),
        None => words,
    }
}
