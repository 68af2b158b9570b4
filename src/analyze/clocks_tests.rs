//! What `clocks` takes for granted of the zone data that is built in.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::error::Error;

use super::clocks::{Stretch, stretches};
use crate::domain::calendar::{Clock, Days, Hours, Zone, zone_names};
use crate::domain::instant::Instant;

/// What a test cannot go on without.
type Done = Result<(), Box<dyn Error>>;

/// Such hours as everything here asks about: when they open says nothing of when clocks change.
fn hours(zone: Zone) -> Option<Hours> {
    Some(Hours::new(Days::NONE, Clock::parse("09:00")?, Clock::parse("10:00")?, zone))
}

/// Whoever builds in later zone data learns here whether 2100 is still late enough.
#[test]
fn from_2100_on_the_clocks_of_every_zone_change_as_they_did_400_years_before() -> Done {
    let (start, cycle) = (Instant::parse("2100-01-01T00:00:00Z")?, 146_097 * 86_400);
    let mut zones = 0u32;
    for zone in zone_names() {
        let Some(hours) = Zone::named(zone).ok().and_then(hours) else { continue };
        // Twenty years here and there hold every rule of month, week and day; leap years and centuries among them.
        for year in [0, 90, 195, 290, 380] {
            let from = start.plus_seconds(year * 365 * 86_400);
            assert_eq!(shifts(&hours, from, 0), shifts(&hours, from.plus_seconds(cycle), cycle), "{}", hours.zone());
        }
        zones = zones.saturating_add(1);
    }
    assert!(zones > 500, "only {zones} zones were found");
    Ok(())
}

/// Forty changes from an instant on, and how far the clock is then ahead.
fn shifts(hours: &Hours, from: Instant, less: u64) -> Vec<(u64, Option<i32>)> {
    let mut all = Vec::new();
    let mut at = from;
    while let Some(next) = hours.next_shift(at).filter(|_| all.len() < 40) {
        all.push((next.unix().saturating_sub(less), hours.ahead_at(next)));
        at = next;
    }
    all
}

#[test]
fn stretches_follow_each_other_and_every_clock_stands_still_in_them() -> Done {
    let instant = Instant::parse;
    let from = instant("2026-11-26T12:00:00Z")?;
    let named = |zone: &str| Zone::named(zone).ok().and_then(hours).ok_or("no such zone");
    let (zurich, cairo) = (named("Europe/Zurich")?, named("Africa/Cairo")?);
    let found = stretches(&[&zurich, &cairo], from, from);
    assert_eq!(found.first().map(|first| first.from), Some(from));
    assert!(found.is_sorted_by(|one, next| one.until == next.from && one.ahead != next.ahead));
    assert!(found.last().map(|last| last.until) >= Some(instant("2500-01-01T00:00:00Z")?), "{:?}", found.last());
    let (year, next) = (instant("2027-01-01T00:00:00Z")?, instant("2028-01-01T00:00:00Z")?);
    let in_2027 = |stretch: &&Stretch| year < stretch.from && stretch.from < next;
    assert_eq!(found.iter().filter(in_2027).count(), 4);
    let none = stretches(&[], from, from);
    assert_eq!(none.iter().map(|stretch| stretch.from).collect::<Vec<_>>(), [from]);
    Ok(())
}
