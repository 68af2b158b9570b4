//! What analyses ask of hours: when they change, and when the clocks do. It stands here, and not in `tests/`, since it is
//! private; that hours hold and open is tested from outside, by deciding.

use alloc::boxed::Box;
use core::error::Error;

use super::calendar::{Clock, DAY_NAMES, Days, Hours, Zone};
use super::instant::Instant;

/// What a test cannot go on without.
type Done = Result<(), Box<dyn Error>>;

fn hours(days: &[&str], open: &str, close: &str, zone: &str) -> Result<Hours, Box<dyn Error>> {
    let days = days.iter().try_fold(Days::NONE, |days, day| days.with(day)).ok_or("no such day")?;
    let [open, close] = [open, close].map(Clock::parse);
    let zone = Zone::named(zone).map_err(|_| "no such zone")?;
    Ok(Hours::new(days, open.ok_or("no opening")?, close.ok_or("no close")?, zone))
}

/// The next change after an instant as text.
fn changed(hours: &Hours, at: &str) -> Result<Option<alloc::string::String>, Box<dyn Error>> {
    Ok(hours.next_change(Instant::parse(at)?).map(|at| alloc::format!("{at}")))
}

#[test]
fn hours_change_where_they_close_and_where_they_open() -> Done {
    let office = hours(&["mon", "tue"], "09:00", "17:00", "Europe/Zurich")?;
    for (at, next) in [
        ("2026-11-23T07:59:59Z", "2026-11-23T08:00:00Z"),
        ("2026-11-23T08:00:00Z", "2026-11-23T16:00:00Z"),
        ("2026-11-23T15:59:59Z", "2026-11-23T16:00:00Z"),
        ("2026-11-23T16:00:00Z", "2026-11-24T08:00:00Z"),
        ("2026-11-24T16:00:00Z", "2026-11-30T08:00:00Z"),
    ] {
        assert_eq!(changed(&office, at)?.as_deref(), Some(next), "{at}");
    }
    // Of one day a week the next opening is a week after the last.
    let monday = hours(&["mon"], "09:00", "17:00", "UTC")?;
    for at in ["2026-11-23T17:00:00Z", "2026-11-30T08:59:59Z"] {
        assert_eq!(changed(&monday, at)?.as_deref(), Some("2026-11-30T09:00:00Z"), "{at}");
    }
    Ok(())
}

#[test]
fn what_runs_past_midnight_closes_on_the_day_after() -> Done {
    let night = hours(&["mon", "tue"], "22:00", "06:00", "UTC")?;
    assert_eq!(changed(&night, "2026-11-23T23:00:00Z")?.as_deref(), Some("2026-11-24T06:00:00Z"));
    // From nine to nine, twice in a row: the first close is an opening.
    let whole = hours(&["mon", "tue"], "09:00", "09:00", "UTC")?;
    for at in ["2026-11-23T12:00:00Z", "2026-11-24T09:00:00Z"] {
        assert_eq!(changed(&whole, at)?.as_deref(), Some("2026-11-25T09:00:00Z"), "{at}");
    }
    assert_eq!(changed(&hours(&DAY_NAMES, "09:00", "09:00", "UTC")?, "2026-11-23T12:00:00Z")?, None);
    Ok(())
}

#[test]
fn where_clocks_are_put_forward_over_a_close_it_closes_then() -> Done {
    // At 02:00 it is 03:00 on 29 March 2026.
    let early = hours(&DAY_NAMES, "01:00", "02:30", "Europe/Zurich")?;
    assert_eq!(changed(&early, "2026-03-29T00:30:00Z")?.as_deref(), Some("2026-03-29T01:00:00Z"));
    let until_then = hours(&DAY_NAMES, "01:00", "02:00", "Europe/Zurich")?;
    assert_eq!(changed(&until_then, "2026-03-29T00:30:00Z")?.as_deref(), Some("2026-03-29T01:00:00Z"));
    let beyond = hours(&DAY_NAMES, "01:00", "04:00", "Europe/Zurich")?;
    assert_eq!(changed(&beyond, "2026-03-29T00:30:00Z")?.as_deref(), Some("2026-03-29T02:00:00Z"));
    Ok(())
}

#[test]
fn where_clocks_are_put_back_at_a_close_it_closes_an_hour_later() -> Done {
    // At 03:00 it is 02:00 on 25 October 2026.
    let early = hours(&DAY_NAMES, "00:00", "03:00", "Europe/Zurich")?;
    assert_eq!(changed(&early, "2026-10-25T00:30:00Z")?.as_deref(), Some("2026-10-25T02:00:00Z"));
    // Between two and three it is the hour twice, and closes twice.
    let second = hours(&DAY_NAMES, "02:15", "02:45", "Europe/Zurich")?;
    for (at, next) in [
        ("2026-10-25T00:15:00Z", "2026-10-25T00:45:00Z"),
        ("2026-10-25T00:45:00Z", "2026-10-25T01:15:00Z"),
        ("2026-10-25T01:15:00Z", "2026-10-25T01:45:00Z"),
    ] {
        assert_eq!(changed(&second, at)?.as_deref(), Some(next), "{at}");
    }
    Ok(())
}

#[test]
fn clocks_shift_twice_a_year_or_never_again() -> Done {
    let [zurich, new_york, utc] =
        ["Europe/Zurich", "America/New_York", "UTC"].map(|zone| hours(&[], "09:00", "10:00", zone));
    let (zurich, new_york, utc) = (zurich?, new_york?, utc?);
    let at = Instant::parse("2026-11-23T10:00:00Z")?;
    assert_eq!(zurich.next_shift(at), Some(Instant::parse("2027-03-28T01:00:00Z")?));
    assert_eq!(
        zurich.next_shift(Instant::parse("2027-03-28T01:00:00Z")?),
        Some(Instant::parse("2027-10-31T01:00:00Z")?)
    );
    assert_eq!(utc.next_shift(at), None);
    assert_eq!([&zurich, &new_york, &utc].map(|one| one.ahead_at(at)), [Some(3_600), Some(-18_000), Some(0)]);
    Ok(())
}

#[test]
fn a_week_of_the_wall_clock_is_what_holds_through_the_week() -> Done {
    let monday = Instant::parse("2026-11-23T00:00:00Z")?;
    for (days, open, close) in
        [(["mon", "wed"], "09:00", "17:00"), (["sun", "tue"], "22:00", "06:00"), (["sat", "sun"], "12:00", "12:00")]
    {
        let hours = hours(&days, open, close, "UTC")?;
        for minute in 0..7 * 1_440u16 {
            let (day, of_day) = (u8::try_from(minute / 1_440)?, minute % 1_440);
            let at = monday.plus_seconds(u64::from(minute) * 60);
            assert_eq!(Some(hours.hold_in_week(day, of_day)), hours.hold_at(at), "{days:?} {open} {close}: {at}");
        }
    }
    Ok(())
}

#[test]
fn hours_of_every_day_are_daily_in_words() -> Done {
    assert_eq!(hours(&DAY_NAMES, "22:00", "06:00", "UTC")?.in_words(), "daily 22:00-06:00 UTC");
    assert_eq!(hours(&["mon", "sun"], "09:05", "17:00", "UTC")?.in_words(), "mon sun 09:05-17:00 UTC");
    Ok(())
}

#[test]
fn marks_tell_hours_from_others_and_not_from_the_same() -> Done {
    let office = hours(&["mon"], "09:00", "17:00", "Europe/Zurich")?;
    assert_eq!(office.mark(), office.clone().mark());
    assert_eq!((office.mark().zone(), office.zone()), ("Europe/Zurich", "Europe/Zurich"));
    for other in [
        hours(&["tue"], "09:00", "17:00", "Europe/Zurich")?,
        hours(&["mon"], "08:00", "17:00", "Europe/Zurich")?,
        hours(&["mon"], "09:00", "18:00", "Europe/Zurich")?,
        hours(&["mon"], "09:00", "17:00", "Europe/Paris")?,
    ] {
        assert_ne!(office.mark(), other.mark(), "{}", other.in_words());
    }
    Ok(())
}
