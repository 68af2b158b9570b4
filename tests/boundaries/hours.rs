//! Opening hours on a wall clock: to the second, past midnight, and on the days it is set.

use crate::world::{Text, asked, at};

/// What a rule's `hours` say at an instant of a payout just submitted.
fn hours(days: &str, open: &str, close: &str, zone: &str) -> impl Fn(&str) -> String {
    let days = days.replace(' ', "\", \"");
    let hours = format!("hours = {{ days = [\"{days}\"], open = \"{open}\", close = \"{close}\", zone = \"{zone}\" }}");
    let world = Text::base().swap("approve = \"1 of ops\"", &format!("approve = \"1 of ops\"\n{hours}")).world();
    move |now| world.check("hours:base", &asked().with("submitted_at", now), &[], at(now))
}

const OPEN: &str = "met within-hours";

fn closed(until: &str) -> String {
    format!("wait closed until {until}")
}

#[test]
fn hours_open_at_their_first_second_and_close_at_their_last() {
    let office = hours("mon tue wed thu fri", "09:00", "17:00", "Europe/Zurich");
    assert_eq!(office("2026-11-23T07:59:59Z"), closed("2026-11-23T08:00:00Z"));
    assert_eq!(office("2026-11-23T08:00:00Z"), OPEN);
    assert_eq!(office("2026-11-23T15:59:59Z"), OPEN);
    assert_eq!(office("2026-11-23T16:00:00Z"), closed("2026-11-24T08:00:00Z"));
    assert_eq!(office("2026-11-27T16:00:00Z"), closed("2026-11-30T08:00:00Z"), "over the weekend");
    assert_eq!(office("2026-07-01T06:59:59Z"), closed("2026-07-01T07:00:00Z"), "an hour earlier in summer");
}

#[test]
fn an_opening_at_the_expiry_is_too_late() {
    // A payout lives for three days: from Friday noon to Monday noon.
    let monday = hours("mon", "12:00", "13:00", "UTC");
    assert_eq!(monday("2026-11-27T12:00:01Z"), closed("2026-11-30T12:00:00Z"));
    assert_eq!(monday("2026-11-27T12:00:00Z"), "fail too-late");
}

#[test]
fn a_close_not_after_the_open_runs_into_the_next_day() {
    let night = hours("fri", "22:00", "02:00", "UTC");
    assert_eq!(night("2026-11-27T01:59:59Z"), closed("2026-11-27T22:00:00Z"), "Thursday night is none");
    assert_eq!(night("2026-11-27T21:59:59Z"), closed("2026-11-27T22:00:00Z"));
    assert_eq!(night("2026-11-27T22:00:00Z"), OPEN);
    assert_eq!(night("2026-11-28T01:59:59Z"), OPEN);
    assert_eq!(night("2026-11-28T02:00:00Z"), "fail too-late", "until next Friday");
}

#[test]
fn an_open_that_is_the_close_is_a_whole_day() {
    let saturday = hours("sat", "00:00", "00:00", "UTC");
    assert_eq!(saturday("2026-11-27T23:59:59Z"), closed("2026-11-28T00:00:00Z"));
    assert_eq!(saturday("2026-11-28T00:00:00Z"), OPEN);
    assert_eq!(saturday("2026-11-28T23:59:59Z"), OPEN);
    assert_eq!(saturday("2026-11-29T00:00:00Z"), "fail too-late");
    let from_nine = hours("sat", "09:00", "09:00", "UTC");
    assert_eq!(from_nine("2026-11-28T08:59:59Z"), closed("2026-11-28T09:00:00Z"));
    assert_eq!(from_nine("2026-11-29T08:59:59Z"), OPEN);
    assert_eq!(from_nine("2026-11-29T09:00:00Z"), "fail too-late");
}

#[test]
fn an_opening_that_the_clock_skips_is_where_it_lands() {
    // Zurich, 2027-03-28: 02:00 becomes 03:00 at 01:00 UTC.
    let zurich = hours("sun", "02:30", "03:30", "Europe/Zurich");
    assert_eq!(zurich("2027-03-28T00:59:59Z"), closed("2027-03-28T01:00:00Z"));
    assert_eq!(zurich("2027-03-28T01:00:00Z"), OPEN, "03:00 on the wall");
    assert_eq!(zurich("2027-03-28T01:29:59Z"), OPEN);
    assert_eq!(zurich("2027-03-28T01:30:00Z"), "fail too-late");
    // New York, 2026-03-08: 02:00 becomes 03:00 at 07:00 UTC.
    let new_york = hours("sun", "02:00", "02:59", "America/New_York");
    assert_eq!(new_york("2026-03-08T06:59:59Z"), "fail too-late", "that hour does not exist: next Sunday");
    assert_eq!(new_york("2026-03-08T07:00:00Z"), "fail too-late");
}

#[test]
fn an_hour_that_the_clock_shows_twice_opens_twice() {
    // Zurich, 2026-10-25: 03:00 becomes 02:00 at 01:00 UTC.
    let zurich = hours("sun", "02:30", "02:45", "Europe/Zurich");
    assert_eq!(zurich("2026-10-25T00:29:59Z"), closed("2026-10-25T00:30:00Z"));
    assert_eq!(zurich("2026-10-25T00:30:00Z"), OPEN);
    assert_eq!(zurich("2026-10-25T00:45:00Z"), closed("2026-10-25T01:30:00Z"));
    assert_eq!(zurich("2026-10-25T01:30:00Z"), OPEN);
    assert_eq!(zurich("2026-10-25T01:44:59Z"), OPEN);
    assert_eq!(zurich("2026-10-25T01:45:00Z"), "fail too-late");
    // Across the change: open from 02:30 to 03:00, closed again from 02:00 to 02:30, open to 03:30.
    let across = hours("sun", "02:30", "03:30", "Europe/Zurich");
    assert_eq!(across("2026-10-25T00:59:59Z"), OPEN);
    assert_eq!(across("2026-10-25T01:00:00Z"), closed("2026-10-25T01:30:00Z"));
    assert_eq!(across("2026-10-25T02:29:59Z"), OPEN);
    // New York, 2026-11-01: 02:00 becomes 01:00 at 06:00 UTC.
    let new_york = hours("sun", "01:30", "01:45", "America/New_York");
    assert_eq!(new_york("2026-11-01T05:30:00Z"), OPEN);
    assert_eq!(new_york("2026-11-01T05:45:00Z"), closed("2026-11-01T06:30:00Z"));
    assert_eq!(new_york("2026-11-01T06:30:00Z"), OPEN);
    assert_eq!(new_york("2026-11-01T06:45:00Z"), "fail too-late");
}

#[test]
fn a_day_of_23_or_25_hours_is_open_from_midnight_to_midnight() {
    let sunday = hours("sun", "00:00", "00:00", "Europe/Zurich");
    assert_eq!(sunday("2027-03-27T22:59:59Z"), closed("2027-03-27T23:00:00Z"));
    assert_eq!(sunday("2027-03-28T21:59:59Z"), OPEN);
    assert_eq!(sunday("2027-03-28T22:00:00Z"), "fail too-late", "23 hours");
    assert_eq!(sunday("2026-10-24T21:59:59Z"), closed("2026-10-24T22:00:00Z"));
    assert_eq!(sunday("2026-10-25T22:59:59Z"), OPEN);
    assert_eq!(sunday("2026-10-25T23:00:00Z"), "fail too-late", "25 hours");
}

#[test]
fn a_rule_binds_during_its_hours_only() {
    let rule = "[[rules]]\nname = \"weekend\"\nassets = \"any\"\nwallets = \"any\"\nto = \"any\"\ninitiators = \"unsigned\"\n\
                during = { days = [\"sat\", \"sun\"], open = \"00:00\", close = \"00:00\", zone = \"America/New_York\" }\n\
                approve = \"2 of ops\"";
    let world = Text::base().plus(rule).world();
    let quorum = |now: &str| world.check("quorum:weekend", &asked().with("submitted_at", now), &[], at(now));
    assert_eq!(quorum("2026-11-21T04:59:59Z"), "absent");
    assert_eq!(quorum("2026-11-21T05:00:00Z"), "wait short");
    assert_eq!(quorum("2026-11-23T04:59:59Z"), "wait short");
    assert_eq!(quorum("2026-11-23T05:00:00Z"), "absent");
}
