//! The instants from which it is asked whether something can be paid in time.
//!
//! How long a payout waits falls with every second until something begins or ends: an hour, a term, a cooling-off, now or
//! when a delay has run. So the longest wait begins at one of these, and two of which the same follows are one. As long
//! as nothing changes for good and no clock is put forward or back, a week is like the one before: a week after each such
//! change is looked at, and as long before it as the payment may take.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use crate::analyze::clocks::{Ahead, Stretch, WEEK, stretches};
use crate::analyze::situation::Ground;
use crate::domain::instant::Instant;
use crate::domain::span::Span;

/// The most changes that are followed, and the most starts that are asked about.
const MOST_CHANGES: usize = 16_384;
const MOST_STARTS: usize = 2_048;

/// Which hours hold; none of one where the calendar ends.
type Holding = Vec<Option<bool>>;

/// What follows from an instant, as far as the engine looks: which hours hold, and after how many seconds which others do.
type Pattern<'s> = (Holding, Vec<(u64, &'s Holding)>);

/// How much has changed for good before a change of the clocks, how far they are ahead then, when in the week it is, and
/// what they do around it: how many seconds after the first of these instants.
type Around<'s> = (usize, &'s Ahead, u64, Vec<(u64, &'s Ahead)>);

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
    let delays: Vec<Span> = ground.rules.iter().filter_map(|rule| Some(rule.delay.as_ref()?.span)).collect();
    let stretches = stretches(&hours, from, last);
    let (mut starts, mut changes): (BTreeSet<Instant>, BTreeSet<Instant>) = (BTreeSet::from([from]), lasting.clone());
    changes.retain(|change| *change >= from);
    for (first, end) in looked_at(from, lasting, &stretches, within) {
        for one in &hours {
            let mut at = first;
            while let Some(next) = one.next_change(at).filter(|next| *next > at && *next <= end.after(within)) {
                changes.insert(next);
                at = next;
                (changes.len() <= MOST_CHANGES).then_some(())?;
            }
        }
        let seen: Vec<Instant> = changes.range(first..=end.after(within)).copied().collect();
        let before = seen.iter().flat_map(|change| delays.iter().filter_map(|delay| change.checked_before(*delay)));
        starts.extend(before.chain(seen.iter().copied()).filter(|start| *start >= first && *start <= end));
    }
    starts.extend(lasting.iter().filter_map(|change| change.checked_before(within)));
    let holding = |at: Instant| -> Holding { hours.iter().map(|hours| hours.hold_at(at)).collect() };
    let changes: BTreeMap<Instant, Holding> = changes.into_iter().map(|change| (change, holding(change))).collect();
    let mut seen: BTreeSet<(Pattern<'_>, usize)> = BTreeSet::new();
    let mut told_apart = Vec::new();
    for start in starts.into_iter().filter(|start| *start >= from) {
        let happened = lasting.range(..=start.after(within)).count();
        let is_near = lasting.range(start.next()..=start.after(within)).next().is_some();
        // What ends for good soon is a matter of seconds: no such start is like another.
        let later = changes.range(start.next()..=start.after(within));
        let later = later.map(|(change, holding)| (change.unix().saturating_sub(start.unix()), holding)).collect();
        // When they change does not say which do: on a Friday evening all may close as on a Monday, and not all open.
        // Nor does it speak for a later one: who comes meanwhile is there by then.
        if is_near || seen.insert(((holding(start), later), happened)) {
            told_apart.push(start);
        }
    }
    (told_apart.len() <= MOST_STARTS).then_some(told_apart)
}

/// From when to when starts are looked at: around every change for good, and around every one of the clocks that is like
/// no other.
fn looked_at(
    from: Instant,
    lasting: &BTreeSet<Instant>,
    stretches: &[Stretch],
    within: Span,
) -> Vec<(Instant, Instant)> {
    // A second more, since what changes at the first of them is not followed.
    let around =
        |change: Instant| (change.before(within).before(Span::of_seconds(1)).max(from), change.plus_seconds(WEEK));
    let for_good = core::iter::once(from).chain(lasting.iter().copied());
    let mut looked: Vec<(Instant, Instant)> = for_good.filter(|change| *change >= from).map(around).collect();
    let mut seen: BTreeSet<Around<'_>> = BTreeSet::new();
    for shift in stretches.iter().skip(1).map(|stretch| stretch.from) {
        let (first, end) = around(shift);
        let end_seen = end.after(within);
        let near = stretches.iter().skip(stretches.partition_point(|stretch| stretch.until <= first));
        let mut near = near.take_while(|stretch| stretch.from <= end_seen);
        let Some(before) = near.next() else { continue };
        let later = near.map(|stretch| (stretch.from.unix().saturating_sub(first.unix()), &stretch.ahead)).collect();
        // With other people, or another standing of the entry, the same night may be too long.
        let happened = lasting.range(..=first).count();
        let is_like = (happened, &before.ahead, first.unix().checked_rem(WEEK).unwrap_or(0), later);
        let is_apart = first == from || lasting.range(first..=end_seen).next().is_some();
        if is_apart || seen.insert(is_like) {
            looked.push((first, end));
        }
    }
    looked
}
