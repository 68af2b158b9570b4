//! One running total: the lines of a scope that share what `each` names.

use alloc::collections::BTreeMap;

use super::line::Line;
use super::scope::{Admission, Weight};
use super::timeline::Timeline;
use crate::domain::instant::Instant;
use crate::domain::span::Span;
use crate::domain::total::Total;

/// The lines of one scope and share, in order of time.
#[derive(Clone, Debug, Default)]
pub(crate) struct Book {
    settled: Timeline,
    /// Lines that count only until their destination comes to be in a spared list.
    until: BTreeMap<Instant, Timeline>,
    /// Lines without a recorded value, by time and line, and from when on they escape.
    unvalued: BTreeMap<(Instant, usize), Option<Instant>>,
}

/// What a line without a recorded value is worth today; none where no price holds.
pub(crate) type Worth<'w> = &'w dyn Fn(&Line) -> Option<Total>;

impl Book {
    pub(crate) fn add(&mut self, line: usize, at: Instant, admission: &Admission) {
        let amount = match admission.weight {
            Weight::One => Total::ZERO,
            Weight::Units(total) => total,
            Weight::Unvalued => {
                self.unvalued.insert((at, line), admission.escapes);
                return;
            }
        };
        match admission.escapes {
            None => self.settled.add(at, line, amount),
            Some(from) => self.until.entry(from).or_default().add(at, line, amount),
        }
    }

    /// A line was released: its money no longer counts, the payout still does.
    pub(crate) fn release(&mut self, line: usize, at: Instant, escapes: Option<Instant>) {
        self.unvalued.remove(&(at, line));
        match escapes {
            None => self.settled.clear(at, line),
            Some(from) => {
                if let Some(timeline) = self.until.get_mut(&from) {
                    timeline.clear(at, line);
                }
            }
        }
    }

    /// How many lines count in the last `span` at `now`.
    pub(crate) fn count(&self, now: Instant, span: Span) -> usize {
        let after = window_start(now, span);
        self.timelines(now).fold(0, |sum, timeline| sum.saturating_add(timeline.count_after(after)))
    }

    /// The sum over the last `span` at `now`; none if a line of it cannot be valued.
    pub(crate) fn sum(&self, now: Instant, span: Span, lines: &[Line], worth: Worth<'_>) -> Option<Total> {
        let after = window_start(now, span);
        let recorded = self.timelines(now).fold(Total::ZERO, |sum, timeline| sum.plus(timeline.sum_after(after)));
        self.unvalued(now, span).try_fold(recorded, |sum, line| Some(sum.plus(worth(lines.get(line)?)?)))
    }

    /// The lines without a recorded value in the last `span` at `now`.
    pub(crate) fn unvalued(&self, now: Instant, span: Span) -> impl Iterator<Item = usize> {
        let after = window_start(now, span);
        let from = after.map_or(Instant::EARLIEST, Instant::next);
        let counting = move |escapes: &Option<Instant>| escapes.is_none_or(|from| now < from);
        self.unvalued.range((from, 0)..).filter(move |(_, escapes)| counting(escapes)).map(|((_, line), _)| *line)
    }

    fn timelines(&self, now: Instant) -> impl Iterator<Item = &Timeline> {
        core::iter::once(&self.settled).chain(self.until.range(now.next()..).map(|(_, timeline)| timeline))
    }
}

/// The last instant before a window of `span` that ends at `now`: a line exactly `span` old no
/// longer counts. None if the window reaches back before 1970, so that every line counts.
pub(crate) fn window_start(now: Instant, span: Span) -> Option<Instant> {
    now.checked_before(span)
}
