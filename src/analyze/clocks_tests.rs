//! What `clocks` takes for granted of the zone data that is built in.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "what a test does not find fails it")]

use alloc::vec::Vec;

use super::clocks::{Stretch, stretches};
use crate::domain::calendar::{Clock, Days, Hours, Zone, zone_names};
use crate::domain::instant::Instant;

fn hours(zone: &str) -> Hours {
    let clock = |text| Clock::parse(text).unwrap();
    Hours::new(Days::NONE.with("mon").unwrap(), clock("09:00"), clock("10:00"), Zone::named(zone).unwrap())
}

/// Whoever builds in later zone data learns here whether 2100 is still late enough.
#[test]
fn from_2100_on_the_clocks_of_every_zone_change_as_they_did_400_years_before() {
    let (start, cycle) = (Instant::parse("2100-01-01T00:00:00Z").unwrap(), 146_097 * 86_400);
    let mut zones = 0u32;
    for zone in zone_names() {
        let Ok(zone) = Zone::named(zone) else { continue };
        let hours = Hours::new(Days::NONE, Clock::parse("00:00").unwrap(), Clock::parse("01:00").unwrap(), zone);
        // Twenty years here and there hold every rule of month, week and day; leap years and centuries among them.
        for year in [0, 90, 195, 290, 380] {
            let from = start.plus_seconds(year * 365 * 86_400);
            assert_eq!(shifts(&hours, from, 0), shifts(&hours, from.plus_seconds(cycle), cycle), "{}", hours.zone());
        }
        zones += 1;
    }
    assert!(zones > 500, "only {zones} zones were found");
}

/// Forty changes from an instant on, and how far the clock is then ahead.
fn shifts(hours: &Hours, from: Instant, less: u64) -> Vec<(u64, Option<i32>)> {
    let mut all = Vec::new();
    let mut at = from;
    while let Some(next) = hours.next_shift(at).filter(|_| all.len() < 40) {
        all.push((next.unix() - less, hours.ahead_at(next)));
        at = next;
    }
    all
}

#[test]
fn stretches_follow_each_other_and_every_clock_stands_still_in_them() {
    let from = Instant::parse("2026-11-26T12:00:00Z").unwrap();
    let (zurich, cairo) = (hours("Europe/Zurich"), hours("Africa/Cairo"));
    let found = stretches(&[&zurich, &cairo], from, from);
    assert_eq!(found[0].from, from);
    assert!(found.windows(2).all(|pair| pair[0].until == pair[1].from && pair[0].ahead != pair[1].ahead));
    let until = found.last().unwrap().until;
    assert!(until >= Instant::parse("2500-01-01T00:00:00Z").unwrap(), "{until}");
    let year = |text: &str| Instant::parse(text).unwrap();
    let in_2027 =
        |stretch: &&Stretch| year("2027-01-01T00:00:00Z") < stretch.from && stretch.from < year("2028-01-01T00:00:00Z");
    assert_eq!(found.iter().filter(in_2027).count(), 4);
    let none = stretches(&[], from, from);
    assert_eq!((none.len(), none[0].from), (1, from));
}
