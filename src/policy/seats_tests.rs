//! Quorums against a slow matching that is obviously right, over every small case.
//!
//! It stands here, and not in `tests/`, since a quorum is private: through signed approvals a hundred thousand cases
//! would take hours.

use alloc::vec::Vec;

use super::seats::{Quorum, Term};
use crate::domain::people::{People, PersonId};

/// Whether the seats can be filled: try every person on the first, then go on with the others.
fn can_fill(seats: &[People], people: People) -> bool {
    let Some((first, rest)) = seats.split_first() else { return true };
    few(people.and(*first)).any(|person| can_fill(rest, people.without(People::one(person))))
}

/// The first five of them: no test here has more.
fn few(people: People) -> impl Iterator<Item = PersonId> {
    (0..5).filter_map(PersonId::at).filter(move |person| people.has(*person))
}

/// Whether some alternative's seats can all be filled.
fn slowly_met(alternatives: &[Vec<Term>], people: People) -> bool {
    let seats = |terms: &[Term]| -> Vec<People> {
        terms.iter().flat_map(|term| (0..term.seats).map(move |_| term.of)).collect()
    };
    alternatives.iter().any(|terms| can_fill(&seats(terms), people))
}

/// The fewest of `others` that make it met, and everyone who is in some such fewest set.
fn slowly_missing(alternatives: &[Vec<Term>], present: People, others: People) -> Option<(u32, People)> {
    let enough = |more: &People| slowly_met(alternatives, present.or(*more));
    let enough: Vec<People> = subsets(others).into_iter().filter(enough).collect();
    let fewest = enough.iter().map(|more| more.count()).min()?;
    let smallest = enough.into_iter().filter(|more| more.count() == fewest);
    Some((fewest, smallest.fold(People::NOBODY, People::or)))
}

fn subsets(of: People) -> Vec<People> {
    few(of).fold(alloc::vec![People::NOBODY], |found, person| {
        found.iter().flat_map(|set| [*set, set.with(person)]).collect()
    })
}

fn everyone(people: usize) -> People {
    (0..people).filter_map(PersonId::at).collect()
}

/// Every term over so many people: each set, each count that it can meet.
fn terms(people: usize) -> Vec<Term> {
    let sets = subsets(everyone(people));
    sets.into_iter().flat_map(|of| (1..=of.count()).map(move |seats| Term { seats, of })).collect()
}

/// Every alternative of 1 to `most` of these terms, in one order each.
fn alternatives(terms: &[Term], most: usize) -> Vec<Vec<Term>> {
    let mut all = Vec::new();
    let mut longest: Vec<(usize, Vec<Term>)> = alloc::vec![(0, Vec::new())];
    for _ in 0..most {
        let longer = |(from, chosen): &(usize, Vec<Term>)| -> Vec<(usize, Vec<Term>)> {
            let next = terms.iter().enumerate().skip(*from);
            next.map(|(place, term)| (place, chosen.iter().copied().chain([*term]).collect())).collect()
        };
        longest = longest.iter().flat_map(longer).collect();
        all.extend(longest.iter().map(|(_, chosen)| chosen.clone()));
    }
    all
}

#[test]
fn a_quorum_counts_each_set_of_people_that_it_names() {
    let [two, four] = [everyone(2), everyone(4)];
    let quorum = Quorum::new(&[alloc::vec![Term { seats: 1, of: two }], alloc::vec![Term { seats: 3, of: four }]]);
    assert_eq!(quorum.sets().collect::<Vec<People>>(), [two, four]);
}

#[test]
fn up_to_three_terms_over_four_people_are_met_as_a_matching_says() {
    assert_eq!(agree_on_who_meets(&alternatives(&terms(4), 3), everyone(4)), 104_704, "every case was asked");
}

#[test]
fn up_to_two_terms_over_five_people_are_met_as_a_matching_says() {
    assert_eq!(agree_on_who_meets(&alternatives(&terms(5), 2), everyone(5)), 106_240, "every case was asked");
}

#[test]
fn up_to_three_terms_over_three_people_miss_who_a_matching_says() {
    let written: Vec<Vec<Vec<Term>>> = alternatives(&terms(3), 3).into_iter().map(|one| alloc::vec![one]).collect();
    assert_eq!(agree_on_who_is_missing(&written, everyone(3)), 12_258, "every case was asked");
}

#[test]
fn two_alternatives_over_three_people_miss_who_a_matching_says() {
    let (long, short) = (alternatives(&terms(3), 2), alternatives(&terms(3), 1));
    let pairs = long.iter().flat_map(|a| short.iter().map(move |b| alloc::vec![a.clone(), b.clone()]));
    assert_eq!(agree_on_who_is_missing(&pairs.collect::<Vec<_>>(), everyone(3)), 29_160, "every case was asked");
}

/// Compares for each alternative alone and for every set of people; says how many cases that were.
fn agree_on_who_meets(each: &[Vec<Term>], everyone: People) -> u32 {
    let (mut met, mut unmet) = (0u32, 0u32);
    for one in each.iter().map(core::slice::from_ref) {
        let quorum = Quorum::new(one);
        let unmeetable = quorum.unmeetable().next().is_some();
        assert_eq!(unmeetable, !slowly_met(one, everyone), "{one:?}");
        for people in subsets(everyone) {
            let slowly = slowly_met(one, people);
            assert_eq!(quorum.is_met_by(people), slowly, "{one:?} by {people:?}");
            let count = if slowly { &mut met } else { &mut unmet };
            *count = count.saturating_add(1);
        }
    }
    assert!(met > 1_000 && unmet > 1_000, "both answers come often: {met}, {unmet}");
    met.saturating_add(unmet)
}

/// Compares for everyone who may be there already and everyone who may still come; says how many cases that were.
fn agree_on_who_is_missing(quorums: &[Vec<Vec<Term>>], everyone: People) -> u32 {
    let mut cases = 0u32;
    for written in quorums {
        let quorum = Quorum::new(written);
        for present in subsets(everyone) {
            for others in subsets(everyone.without(present)) {
                let slowly = slowly_missing(written, present, others);
                assert_eq!(quorum.missing(present, others), slowly, "{written:?} by {present:?} and {others:?}");
                cases = cases.saturating_add(1);
            }
        }
    }
    cases
}
