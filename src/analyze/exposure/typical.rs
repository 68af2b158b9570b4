//! The weeks that stand for all others.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use super::terrain::Terrain;
use crate::analyze::clocks::{Ahead, Stretch, WEEK};
use crate::domain::calendar::Hours;
use crate::domain::instant::Instant;

/// The most changes of the hours that stand for all others.
const MOST_TYPICAL: usize = 65_536;

impl Terrain<'_> {
    /// When hours begin or end, of every week that is like no other: as long as nothing changes for good and no clock is
    /// put forward or back, a week is like the one before.
    pub(super) fn typical(
        &mut self,
        hours: &[&Hours],
        stretches: &[Stretch],
        lasting: &BTreeSet<u64>,
    ) -> BTreeSet<u64> {
        let mut changes = lasting.clone();
        let ends = lasting.iter().skip(1).copied().chain([u64::MAX]);
        for (first, end) in lasting.iter().zip(ends) {
            let (first, end) = (self.instant(*first), self.instant(end));
            let mut seen: BTreeSet<(&Ahead, Option<(u64, u64)>)> = BTreeSet::new();
            let place = stretches.partition_point(|stretch| stretch.until <= first);
            for stretch in stretches.iter().skip(place).take_while(|stretch| stretch.from < end) {
                let (from, until) = (stretch.from.max(first), stretch.until.min(end));
                let long = until.unix().saturating_sub(from.unix());
                let short = (long < WEEK).then_some((from.unix().checked_rem(WEEK).unwrap_or(0), long));
                if seen.insert((&stretch.ahead, short)) {
                    changes.insert(from.unix().saturating_sub(self.at.unix()));
                    let last = until.min(from.plus_seconds(WEEK));
                    changes.extend(
                        hours
                            .iter()
                            .flat_map(|hours| follow(hours, from, last))
                            .map(|change| change.unix().saturating_sub(self.at.unix())),
                    );
                }
                if changes.len() > MOST_TYPICAL {
                    self.leave_out("hours that change in too many ways", "the changes later on");
                    return changes;
                }
            }
        }
        changes
    }
}

/// When hours begin or end after an instant and before another.
fn follow(hours: &Hours, from: Instant, until: Instant) -> Vec<Instant> {
    let mut changes = Vec::new();
    let mut at = from;
    while let Some(next) = hours.next_change(at).filter(|next| *next > at && *next < until) {
        changes.push(next);
        at = next;
    }
    changes
}
