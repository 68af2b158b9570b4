//! That nothing is shown which the engine, asked again, does not say. It stands here, and not in `tests/`, since a search
//! that is right finds nothing of the kind: it has to be laid before `replayed` by hand.

use alloc::boxed::Box;
use alloc::format;
use alloc::vec::Vec;
use core::error::Error;

use super::directions::{direction, replayed};
use super::gap::{Gap, What};
use super::search::{Found, Given};
use crate::domain::instant::Instant;
use crate::policy::model::Policy;

fn parse(text: &str) -> Result<Policy, Box<dyn Error>> {
    Ok(Policy::parse(text).map_err(|problems| format!("{problems}"))?)
}

#[test]
fn only_what_the_one_allows_and_the_other_does_not_is_shown() -> Result<(), Box<dyn Error>> {
    let text = include_str!("../../../policies/minimal.toml");
    let (small, large) = (parse(text)?, parse(&text.replace("1 BTC per 24h\" ", "2 BTC per 24h\" "))?);
    assert_ne!(small.digest(), large.digest());
    let given = Given { from: Instant::parse("2026-11-23T10:00:00Z")?, quotes: Vec::new() };
    let known = direction(&large, &small, &given);
    let [witness] = known.direction.witnesses() else { return Err("one payout is shown".into()) };
    let gap = Gap { what: What::Limit("btc-day".into()), cell: None };
    let is_shown = |inner, outer| {
        let found = Found { example: witness.example.clone(), told: witness.told.clone() };
        replayed(&gap, found, inner, outer).is_some()
    };
    assert!(is_shown(&large, &small));
    assert!(!is_shown(&large, &large), "the other allows it too");
    assert!(!is_shown(&small, &small), "neither allows it");
    assert!(!is_shown(&small, &large), "the other allows it, and not the one");
    Ok(())
}
