//! The search for smallest sets, against trying every set.

use alloc::vec::Vec;

use proptest::prelude::*;

use super::counts::Counts;
use super::minimal::{Enough, enough, largest_without};

fn counts(numbers: &[u32]) -> Counts {
    numbers.iter().copied().collect()
}

/// Every set of at most so many people of each class.
fn every(most: &Counts) -> Vec<Counts> {
    let mut all = alloc::vec![most.iter().map(|_| 0).collect::<Counts>()];
    for (class, count) in most.iter() {
        all = all.iter().flat_map(|set| (0..=count).map(move |one| set.with(class, one))).collect();
    }
    all
}

/// By trying every set: the smallest that hold one of these, and the largest that hold none.
fn tried(most: &Counts, sets: &[Counts]) -> (Vec<Counts>, Vec<Counts>) {
    let holds = |set: &Counts| sets.iter().any(|one| set.cover(one));
    let (is, is_not): (Vec<Counts>, Vec<Counts>) = every(most).into_iter().partition(holds);
    let smallest = is.iter().filter(|set| !is.iter().any(|other| other != *set && set.cover(other)));
    let largest = is_not.iter().filter(|set| !is_not.iter().any(|other| other != *set && other.cover(set)));
    (smallest.cloned().collect(), largest.cloned().collect())
}

fn sorted(mut sets: Vec<Counts>) -> Vec<Counts> {
    sets.sort();
    sets
}

#[test]
fn nothing_is_enough_for_what_asks_nothing_and_all_are_not_for_what_never_comes() {
    let most = counts(&[2, 1]);
    let always = enough(&most, &|_| Some(true));
    assert_eq!(always, Enough { smallest: alloc::vec![counts(&[0, 0])], largest_lacking: Vec::new(), are_all: true });
    let never = enough(&most, &|_| Some(false));
    assert_eq!(never, Enough { smallest: Vec::new(), largest_lacking: alloc::vec![most], are_all: true });
}

#[test]
fn a_search_that_is_cut_short_says_so_and_has_only_smallest_sets() {
    let most = counts(&[1; 12]);
    let asked = core::cell::Cell::new(0);
    let six_of_twelve = |set: &Counts| {
        asked.set(asked.get() + 1);
        (asked.get() < 200).then(|| set.total() >= 6)
    };
    let found = enough(&most, &six_of_twelve);
    assert!(!found.are_all && !found.smallest.is_empty());
    assert!(found.smallest.iter().all(|set| set.total() == 6));
}

#[test]
fn eight_of_eleven_alike_are_one_set_found_in_a_few_questions() {
    let asked = core::cell::Cell::new(0);
    let found = enough(&counts(&[11, 2]), &|set| {
        asked.set(asked.get() + 1);
        Some(set.of(0) >= 8)
    });
    assert_eq!(found.smallest, [counts(&[8, 0])]);
    assert_eq!(found.largest_lacking, [counts(&[7, 2])]);
    assert!(asked.get() <= 10, "{}", asked.get());
}

proptest! {
    #[test]
    fn it_finds_what_trying_every_set_finds(
        most in prop::collection::vec(0u32..4, 1..5),
        seeds in prop::collection::vec(prop::collection::vec(0u32..4, 4), 0..6),
    ) {
        let most = counts(&most);
        let within = |class: usize, count: u32, seed: &[u32]| count.min(seed.get(class).copied().unwrap_or(0));
        let set = |seed: &Vec<u32>| most.iter().map(|(class, count)| within(class, count, seed)).collect();
        let sets: Vec<Counts> = seeds.iter().map(set).collect();
        let (smallest, largest) = tried(&most, &sets);
        let found = enough(&most, &|set| Some(sets.iter().any(|one| set.cover(one))));
        prop_assert!(found.are_all);
        prop_assert_eq!(sorted(found.smallest.clone()), sorted(smallest));
        prop_assert_eq!(sorted(found.largest_lacking), sorted(largest.clone()));
        prop_assert_eq!(sorted(largest_without(&most, &found.smallest)), sorted(largest));
    }
}
