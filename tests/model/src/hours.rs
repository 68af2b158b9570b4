//! "A wall clock in an IANA zone is compared: open inclusive, close exclusive", "`close` ≤ `open` runs past midnight".
use crate::policy::Hours;
use jiff::Timestamp;

/// The clock library ends on 9999-12-30.
fn stamp(t: i64) -> Timestamp {
    Timestamp::from_second(t).unwrap_or(Timestamp::MAX)
}

/// Day (0 Monday), seconds after midnight.
pub fn wall(hours: &Hours, t: i64) -> (i64, i64) {
    let local = hours.zone.to_datetime(stamp(t));
    let seconds = i64::from(local.hour()) * 3600 + i64::from(local.minute()) * 60 + i64::from(local.second());
    (i64::from(local.weekday().to_monday_zero_offset()), seconds)
}

pub fn within(hours: &Hours, t: i64) -> bool {
    let (day, time) = wall(hours, t);
    let (today, yesterday) = (hours.days.contains(&day), hours.days.contains(&((day + 6) % 7)));
    if hours.close <= hours.open {
        today && time >= hours.open || yesterday && time < hours.close
    } else {
        today && time >= hours.open && time < hours.close
    }
}

/// "wait until they next open": the first instant after now within, by looking at every wall clock minute and every
/// change of the zone's offset. Nothing within 60 days: none.
pub fn next_open(hours: &Hours, now: i64) -> Option<i64> {
    let mut changes = hours.zone.following(stamp(now)).map(|change| change.timestamp().as_second());
    let mut change = changes.next().unwrap_or(i64::MAX);
    let mut t = now;
    while t < now + 60 * 86_400 {
        t = (t + 60 - wall(hours, t).1 % 60).min(change);
        if within(hours, t) {
            return Some(t);
        }
        if t == change {
            change = changes.next().unwrap_or(i64::MAX);
        }
    }
    None
}
