//! The instants from which it is asked whether something can be paid in time.
//!
//! How long a payout waits falls with every second until something begins or ends: an hour, a term, a cooling-off, now or
//! when a delay has run. So the longest wait begins at one of these, and two of which the same follows are one.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use crate::analyze::situation::Ground;
use crate::domain::calendar::Hours;
use crate::domain::instant::Instant;
use crate::domain::span::Span;

/// A year, and a week for what begins at its end: every change to and from summer time is in it.
const YEAR: u64 = 53 * 7 * 86_400;

/// The most changes that are followed, and the most starts that are asked about.
const MOST_CHANGES: usize = 8_192;
const MOST_STARTS: usize = 2_048;

/// What follows from an instant, as far as the engine looks: whether hours hold, and after how many seconds they change.
type Pattern = (Vec<bool>, Vec<u64>);

/// Every start from `from` on that is worth asking about, for what has to be over after `within`; none if there are too
/// many. `lasting` are the instants at which something changes for good.
pub(super) fn starts(
    ground: &Ground<'_>,
    from: Instant,
    lasting: &BTreeSet<Instant>,
    within: Span,
) -> Option<Vec<Instant>> {
    let hours = ground.hours();
    let last = lasting.iter().copied().max().unwrap_or(from).max(from);
    let end = if hours.is_empty() { last } else { last.plus_seconds(YEAR) };
    let mut changes: BTreeSet<Instant> = lasting.iter().copied().filter(|change| *change >= from).collect();
    for one in &hours {
        let mut at = from;
        while let Some(next) = one.next_change(at).filter(|next| *next > at && *next <= end.after(within)) {
            changes.insert(next);
            at = next;
            (changes.len() <= MOST_CHANGES).then_some(())?;
        }
    }
    let mut starts: BTreeSet<Instant> = changes.range(..=end).copied().collect();
    starts.insert(from);
    for delay in ground.rules.iter().filter_map(|rule| rule.delay.as_ref()) {
        starts.extend(changes.iter().filter_map(|change| change.checked_before(delay.span)));
    }
    starts.extend(lasting.iter().filter_map(|change| change.checked_before(within)));
    let mut seen: BTreeSet<(Pattern, usize)> = BTreeSet::new();
    let mut told_apart = Vec::new();
    for start in starts.into_iter().filter(|start| *start >= from && *start <= end) {
        let happened = lasting.iter().filter(|change| **change <= start.after(within)).count();
        let is_near = lasting.iter().any(|change| *change > start && *change <= start.after(within));
        // What ends for good soon is a matter of seconds: no such start is like another.
        if seen.insert((pattern(&hours, &changes, start, within), happened)) || is_near {
            told_apart.push(start);
        }
    }
    (told_apart.len() <= MOST_STARTS).then_some(told_apart)
}

fn pattern(hours: &[&Hours], changes: &BTreeSet<Instant>, start: Instant, within: Span) -> Pattern {
    let holding = hours.iter().map(|hours| hours.hold_at(start).unwrap_or(false)).collect();
    let later = changes.range(start..=start.after(within)).filter(|change| **change > start);
    (holding, later.map(|change| change.unix().saturating_sub(start.unix())).collect())
}
