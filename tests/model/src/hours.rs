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
    let yesterday = (day + 6) % 7;
    let past_midnight = hours.close <= hours.open;
    if past_midnight {
        (hours.days.contains(&day) && time >= hours.open) || (hours.days.contains(&yesterday) && time < hours.close)
    } else {
        hours.days.contains(&day) && time >= hours.open && time < hours.close
    }
}

/// "wait until they next open": the first instant after now within, by looking at every wall clock minute and every
/// change of the zone's offset. Nothing within 60 days: none.
pub fn next_open(hours: &Hours, now: i64) -> Option<i64> {
    let mut t = now;
    let change_after = |t: i64| {
        let next = hours.zone.following(stamp(t)).next();
        next.map_or(i64::MAX, |c| c.timestamp().as_second())
    };
    let mut change = change_after(t);
    while t < now + 60 * 86_400 {
        let to_next_minute = 60 - wall(hours, t).1 % 60;
        t = (t + to_next_minute).min(change);
        if t == change {
            change = change_after(t);
        }
        if within(hours, t) {
            return Some(t);
        }
    }
    None
}
