//! A thousand rules and a hundred people: claims come to an end, and what is not shown is not held.

use std::time::{Duration, Instant as Clock};

use countersign::analyze::Shown;

use crate::{checked, large_policy};

const CLAIMS: [(&str, &str); 7] = [
    ("never", "100 people move more than 999 A1 per 24h"),
    ("never", "1 person moves more than 1 A1 per 24h"),
    ("never", "3 people move more than 100 A2 per 24h"),
    ("never", "whoever requests also suffices"),
    ("never", "4 of g3 move anything"),
    ("always", "payouts above 1 A0 wait at least 24h for a veto of 1 of g1"),
    ("always", "payouts above 999 A0 wait at least 24h for a veto of 1 of g1"),
];

#[test]
fn claims_on_a_thousand_rules_and_a_hundred_people_come_to_an_end_within_a_minute() {
    let claim = |(number, (key, sentence)): (usize, &(&str, &str))| {
        format!("[[claims]]\nname = \"c{number}\"\n{key} = \"{sentence}\"\n")
    };
    let text = large_policy::text() + &CLAIMS.iter().enumerate().map(claim).collect::<String>();
    let clock = Clock::now();
    let (policy, claims) = checked(&text);
    let took = clock.elapsed();
    println!("large: {} claims in {} ms", claims.len(), took.as_millis());
    for claim in &claims {
        if let Shown::Broken(witness) = claim.shown() {
            assert!(witness.replays(&policy), "{}", witness.words());
        }
        println!(
            "{}: {}",
            claim.claim().sentence(),
            match claim.shown() {
                Shown::Kept => "kept".to_owned(),
                Shown::Broken(witness) => format!("broken: {}", witness.words()),
                Shown::Unknown(why) => format!("unknown: {why}"),
            }
        );
    }
    assert!(claims[0].holds() && claims[6].holds(), "what is easy is shown");
    assert!(!claims[5].holds(), "nothing waits here");
    assert!(took < Duration::from_secs(240), "{took:?}"); // a debug build on a busy machine
}
