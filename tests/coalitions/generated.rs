//! Policies that nobody wrote by hand: the small world's, all of them if `COALITION_CASES` is said, and those of the laws'
//! pool.

use countersign::analyze::{Coalitions, Focus, KindOfPayout};
use countersign::{Instant, Policy, Quotes};
use proptest::prelude::*;

use crate::oracle::{Oracle, some};
use crate::{policies, pool};

/// Every policy of the small world in the long form, and otherwise one of so many.
fn policies_of_the_small_world(step: usize) -> impl Iterator<Item = Policy> {
    let step = if std::env::var_os("COALITION_CASES").is_some() { 1 } else { step };
    (0..policies::COUNT).step_by(step).map(|number| Policy::parse(&policies::policy(number).text).unwrap())
}

#[test]
fn in_the_small_world_every_set_of_people_is_as_it_is_said() {
    let at = Instant::parse("2026-11-23T10:00:00Z").unwrap();
    let (mut asked, mut released) = (0, 0);
    for policy in policies_of_the_small_world(11) {
        asked += 1;
        let coalitions = Coalitions::of(&policy, &Focus::default(), &Quotes::none(), at).unwrap();
        let oracle = Oracle::new(&policy, &Quotes::none());
        for band in coalitions.kinds().iter().flat_map(KindOfPayout::bands) {
            released += oracle.check_band(band, 0..=oracle.everyone());
        }
    }
    println!("\ncoalitions: {asked} policies of the small world, {released} sets of people are enough");
    assert!(released * 10 > asked * 61, "{released} of {asked}");
}

#[test]
fn in_the_small_world_it_is_so_of_everybody_in_whose_name_it_is_asked_for() {
    let at = Instant::parse("2026-11-23T10:00:00Z").unwrap();
    let (mut asked, mut released) = (0, 0);
    for policy in policies_of_the_small_world(37) {
        asked += 1;
        let people = Oracle::new(&policy, &Quotes::none()).people;
        for name in people.iter().map(String::as_str).chain(["a-stranger"]) {
            released += check_in_the_name_of(name, &policy, at, 1);
        }
    }
    assert!(released * 10 > asked * 76, "{released} of {asked}");
}

/// Everything that is said of payouts asked for in one name, for some sets of people.
fn check_in_the_name_of(name: &str, policy: &Policy, at: Instant, step: usize) -> usize {
    let focus = Focus { initiator: Some(name.into()), ..Focus::default() };
    let coalitions = Coalitions::of(policy, &focus, &Quotes::none(), at).unwrap();
    let oracle = Oracle::new(policy, &Quotes::none()).in_the_name_of(name);
    let bands = coalitions.kinds().iter().flat_map(KindOfPayout::bands);
    bands.map(|band| oracle.check_band(band, some(oracle.everyone()).step_by(step))).sum()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]

    /// Lists and tags, night and office hours, waivers, dollars, requesters: everybody the policy knows is seven people.
    #[test]
    fn in_any_policy_of_the_pool_every_set_of_people_is_as_it_is_said(
        rules in proptest::sample::subsequence((1..pool::RULES.len()).collect::<Vec<_>>(), 0..pool::RULES.len()),
        limits in proptest::sample::subsequence((2..pool::LIMITS.len()).collect::<Vec<_>>(), 0..pool::LIMITS.len() - 1),
        offset in 0usize..7,
    ) {
        let rules: Vec<usize> = std::iter::once(0).chain(rules).collect();
        let limits: Vec<usize> = [0, 1].into_iter().chain(limits).collect();
        let policy = pool::parse(&pool::text(&rules, &limits));
        let at = Instant::parse("2026-11-23T09:00:00Z").unwrap();
        let coalitions = Coalitions::of(&policy, &Focus::default(), &Quotes::none(), at).unwrap();
        let oracle = Oracle::new(&policy, &Quotes::none());
        let numbers: Vec<usize> = some(oracle.everyone()).skip(offset).step_by(7).collect();
        for band in coalitions.kinds().iter().flat_map(KindOfPayout::bands) {
            oracle.check_band(band, numbers.iter().copied());
        }
        let name = oracle.people.get(offset).map_or("a-stranger", String::as_str);
        check_in_the_name_of(name, &policy, at, 7);
    }
}
