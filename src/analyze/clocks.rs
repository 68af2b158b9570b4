//! When the wall clocks of a policy's hours are put forward or back, for as long as anything new can come of it.
//!
//! Between two such instants every week is like the last. Two zones change on days that lie otherwise from year to year,
//! so that one year does not show every way in which their hours meet. But the calendar comes again: 400 years are whole
//! weeks, and after the last change that is written out by itself a zone changes by a rule of month, week and day.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use crate::domain::calendar::Hours;
use crate::domain::instant::Instant;

/// A week, in seconds.
pub(crate) const WEEK: u64 = 7 * 86_400;

/// After how many seconds the calendar comes again, weekdays too: 146,097 days.
pub(crate) const CYCLE: u64 = 146_097 * 86_400;

/// 2100: no zone has a change written out by itself that is later (of Morocco's, by the moon, the last is in 2087).
pub(crate) const WRITTEN_OUT: u64 = 4_102_444_800;

/// A stretch of time in which no wall clock is put forward or back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stretch {
    pub(crate) from: Instant,
    /// The first instant after it.
    pub(crate) until: Instant,
    /// How far every zone's clock is ahead, by name of the zone; none where the calendar ends.
    pub(crate) ahead: Ahead,
}

/// How many seconds the clock of each zone is ahead of UTC.
pub(crate) type Ahead = Vec<Option<i32>>;

/// The stretches from `from` on, until everything after `last` has been seen that ever will be; one, without an end, if
/// there are no hours.
pub(crate) fn stretches(hours: &[&Hours], from: Instant, last: Instant) -> Vec<Stretch> {
    let zones: BTreeMap<&str, &Hours> = hours.iter().map(|hours| (hours.zone(), *hours)).collect();
    let from_last = last.max(from).unix().max(WRITTEN_OUT);
    // A week more: what begins at the end of the cycle is in it.
    let end = Instant::EARLIEST.plus_seconds(from_last.saturating_add(CYCLE).saturating_add(WEEK));
    let mut edges: BTreeSet<Instant> = BTreeSet::from([from]);
    for zone in zones.values() {
        let mut at = from;
        while let Some(next) = zone.next_shift(at).filter(|next| *next > at && *next < end) {
            edges.insert(next);
            at = next;
        }
    }
    let ends = edges.iter().skip(1).copied().chain([end]);
    let stretch = |(from, until): (&Instant, Instant)| {
        let ahead = zones.values().map(|zone| zone.ahead_at(*from)).collect();
        Stretch { from: *from, until, ahead }
    };
    edges.iter().zip(ends).map(stretch).collect()
}
