//! A running total as a payout meets it: the ledger's, without the payout's own line.

use alloc::collections::BTreeSet;

use crate::domain::instant::Instant;
use crate::domain::name::Name;
use crate::domain::span::Span;
use crate::domain::total::Total;
use crate::ledger::book::{Book, Worth, window_start};
use crate::ledger::ledger::Ledger;
use crate::ledger::line::Line;
use crate::ledger::scope::{Admission, Share, Weight, admit};
use crate::policy::model::{Policy, ScopeId};

/// The lines of one scope and share over a window.
pub(super) struct Running<'r> {
    ledger: &'r Ledger,
    book: Option<&'r Book>,
    own: Option<Own<'r>>,
    span: Span,
}

/// The payout's own line, as it counts in the book.
struct Own<'r> {
    place: usize,
    line: &'r Line,
    admission: Admission,
}

impl<'r> Running<'r> {
    pub(super) fn new(
        policy: &Policy,
        ledger: &'r Ledger,
        scope: ScopeId,
        share: &Share,
        own: Option<(usize, &'r Line)>,
        span: Span,
    ) -> Self {
        let own = own.and_then(|(place, line)| {
            let admission = admit(policy, policy.scopes.get(scope.0)?, line)?;
            let counted = admission.share == *share && line.state().is_counted();
            counted.then_some(Own { place, line, admission })
        });
        Self { ledger, book: ledger.book(scope, share), own, span }
    }

    /// The sum at an instant; none if a line cannot be valued.
    pub(super) fn sum(&self, at: Instant, worth: Worth<'_>) -> Option<Total> {
        let Some(book) = self.book else { return Some(Total::ZERO) };
        let own = self.own.as_ref().filter(|own| own.counts(at, self.span));
        let not_own = |line: &Line| match own {
            Some(own) if core::ptr::eq(own.line, line) => Some(Total::ZERO),
            _ => worth(line),
        };
        let sum = book.sum(at, self.span, self.ledger.lines(), &not_own)?;
        match own.map(|own| own.admission.weight) {
            Some(Weight::Units(own)) => Some(sum.minus(own)),
            Some(Weight::One | Weight::Unvalued) | None => Some(sum),
        }
    }

    /// How many payouts count at an instant.
    pub(super) fn count(&self, at: Instant) -> u64 {
        let counted = self.book.map_or(0, |book| book.count(at, self.span));
        let own = self.own.as_ref().is_some_and(|own| own.counts(at, self.span));
        u64::try_from(counted).unwrap_or(u64::MAX).saturating_sub(u64::from(own))
    }

    /// The assets of lines without a recorded value that count at an instant.
    pub(super) fn unvalued_assets(&self, at: Instant) -> BTreeSet<Name> {
        let places = self.book.map(|book| book.unvalued(at, self.span)).into_iter().flatten();
        let others = places.filter(|place| self.own.as_ref().is_none_or(|own| own.place != *place));
        let lines = others.filter_map(|place| self.ledger.lines().get(place));
        lines.map(|line| line.entry.amount.asset().clone()).collect()
    }

    /// The first instant after `now` at which something fits that does not fit at `now`.
    ///
    /// What counts only ever leaves a window as time goes on, so that halving finds it.
    pub(super) fn first_fit(&self, now: Instant, fits: impl Fn(Instant) -> bool) -> Option<Instant> {
        let mut not_yet = now;
        let mut step = self.span.seconds();
        let mut fitting = now.plus_seconds(step);
        // Lines may be later than now, by other hosts' clocks: steps that double pass them all.
        while !fits(fitting) {
            not_yet = fitting;
            step = step.checked_mul(2)?;
            fitting = now.plus_seconds(step);
        }
        while not_yet.next() < fitting {
            let middle = not_yet.midpoint(fitting);
            if fits(middle) { fitting = middle } else { not_yet = middle }
        }
        Some(fitting)
    }
}

impl Own<'_> {
    fn counts(&self, at: Instant, span: Span) -> bool {
        let in_window = window_start(at, span).is_none_or(|start| self.line.at() > start);
        in_window && self.admission.escapes.is_none_or(|from| at < from)
    }
}
