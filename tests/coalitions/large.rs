//! A policy of a thousand rules and a hundred people: an answer, and what it leaves open.

use countersign::analyze::{BandOfAmounts, Coalitions, Focus, KindOfPayout, Party, Supposed};
use countersign::{Instant, Policy, Quotes};

use crate::large_policy::text;
use crate::showcases::AT;

#[test]
fn a_thousand_rules_and_a_hundred_people_are_answered_as_far_as_they_can_be() {
    let policy = Policy::parse(&text()).unwrap_or_else(|problems| panic!("{problems}"));
    let at = Instant::parse(AT).unwrap();
    let coalitions = Coalitions::of(&policy, &Focus::default(), &Quotes::none(), at).unwrap();
    let bands: Vec<&BandOfAmounts> = coalitions.kinds().iter().flat_map(KindOfPayout::bands).collect();
    assert!(bands.iter().any(|band| band.is_complete()), "the easy ones are answered whole");
    assert!(bands.iter().any(|band| !band.is_complete()), "and the hard ones say that they are not");
    // What is said is true all the same.
    let supposed = Supposed::new(&policy);
    let mut proofs = 0;
    for release in bands.iter().flat_map(|band| band.releases()).step_by(97) {
        let replay = release.replay();
        let asked = supposed.open(replay.payout()).unwrap();
        assert!(asked.of(replay.signing(), &Party::nobody(), replay.at()).is_allowed());
        proofs += 1;
    }
    assert!(proofs > 0);
    let text = coalitions.to_string();
    assert!(text.contains("and perhaps by others"), "{}", text.len());
}
