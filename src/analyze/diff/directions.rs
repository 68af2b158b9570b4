//! What one policy allows and another does not: a proof that there is nothing, or payouts that show what.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::clocks::Clocks;
use super::effort::{Effort, Left};
use super::gap::{Gap, What};
use super::proof;
use super::search::{Found, Given, Search};
use super::sides::Sides;
use super::verdict::{Direction, Witness};
use crate::decide::check::CheckStatus;
use crate::domain::instant::Instant;
use crate::policy::model::Policy;

/// The most gaps of one direction that are searched for examples.
const MOST_SEARCHED: usize = 64;

/// Once something is shown, of each thing so many kinds of payout are tried.
const EASY_TRIES: usize = 2;

/// What one policy allows and another does not, and when.
pub(super) struct Known {
    pub(super) direction: Direction,
    /// Whether all that is shown lies before the instant that is asked about, and what is known of what comes.
    pub(super) past: Past,
}

/// Whether all that is shown lies before an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Past {
    /// It does not, or nothing is shown.
    No,
    /// It does, and from then on there is nothing, which is proven.
    NothingSince,
    /// It does, and from then on there is neither a proof nor an example.
    UnknownSince,
}

/// What `inner` allows and `outer` does not.
pub(super) fn direction(inner: &Policy, outer: &Policy, given: &Given) -> Known {
    let plain = |direction| Known { direction, past: Past::No };
    if inner.digest() == outer.digest() {
        return plain(Direction::Nothing);
    }
    let Some(sides) = Sides::new(inner, outer) else {
        return plain(Direction::Unknown(alloc::vec!["the two have more than 128 approvers together".into()]));
    };
    let clocks = Clocks::of([inner, outer], given.from);
    let gaps = proof::gaps(&sides, &clocks, Instant::EARLIEST);
    if gaps.is_empty() {
        return plain(Direction::Nothing);
    }
    // What is to come first. What lies in the past is shown of what is no more, or if nothing else is.
    let coming = proof::gaps(&sides, &clocks, given.from);
    let mut shown = Showing::default();
    shown.search(
        &coming,
        &Search { sides: &sides, clocks: &clocks, given, since: given.from, effort: Effort::new(&sides) },
    );
    let of_past =
        |gap: &&Gap| shown.witnesses.is_empty() || coming.iter().all(|one| one.what.kind() != gap.what.kind());
    let past: Vec<Gap> = gaps.iter().filter(of_past).cloned().collect();
    let since = Instant::EARLIEST;
    shown.search(&past, &Search { sides: &sides, clocks: &clocks, given, since, effort: Effort::new(&sides) });
    if shown.witnesses.is_empty() {
        let lacking: BTreeSet<String> = gaps.iter().map(|gap| gap.what.to_string()).collect();
        return plain(Direction::Unknown(lacking.into_iter().collect()));
    }
    let is_past = shown.witnesses.iter().all(|witness| witness.example.at < given.from);
    let past = match (is_past, coming.is_empty()) {
        (false, _) => Past::No,
        (true, true) => Past::NothingSince,
        (true, false) => Past::UnknownSince,
    };
    Known { direction: Direction::Shown(in_order(shown.witnesses, given.from)), past }
}

/// What is shown so far, and of which gaps.
#[derive(Default)]
struct Showing {
    witnesses: Vec<Witness>,
    shown: Vec<What>,
}

impl Showing {
    fn search(&mut self, gaps: &[Gap], search: &Search<'_, '_>) {
        let mut tried: BTreeMap<(u8, &str), usize> = BTreeMap::new();
        if !self.witnesses.is_empty() {
            search.effort.has_shown();
        }
        // Everything is tried while nothing has left, before anything that has.
        for left in [Left::Nothing, Left::Something] {
            for gap in gaps.iter().take(MOST_SEARCHED) {
                let is_shown = self.shown.iter().any(|what| what.kind() == gap.what.kind());
                let times = tried.entry(gap.what.kind()).or_default();
                *times = times.saturating_add(1);
                // Once something is shown, what else there is to show is looked for where it is easy to find.
                let is_hard = left == Left::Something || *times > EASY_TRIES;
                if is_shown || (is_hard && !self.witnesses.is_empty()) {
                    continue;
                }
                let (inner, outer) = (search.sides.inner, search.sides.outer);
                let found = search.example(gap, left);
                let Some(witness) = found.and_then(|found| replayed(gap, found, inner, outer)) else { continue };
                search.effort.has_shown();
                self.shown.push(gap.what.clone());
                self.witnesses.push(witness);
            }
        }
    }
}

/// What is to come first, of that the simplest, and each payout once, with all that it is about.
fn in_order(witnesses: Vec<Witness>, from: Instant) -> Vec<Witness> {
    let mut kept: Vec<Witness> = Vec::new();
    for witness in witnesses {
        match kept.iter_mut().find(|one| one.example == witness.example) {
            Some(one) => one.about.extend(witness.about),
            None => kept.push(witness),
        }
    }
    kept.sort_by_key(|witness| {
        let example = &witness.example;
        (
            example.at < from,
            example.lines.len(),
            example.rejecting().len(),
            example.signing().len(),
            example.payout.amount().to_string().len(),
        )
    });
    kept
}

/// Nothing is shown that the engine, asked again from the start, does not say.
pub(super) fn replayed(gap: &Gap, Found { example, told }: Found, inner: &Policy, outer: &Policy) -> Option<Witness> {
    let allowed = example.under(inner).is_ok_and(|foreseen| foreseen.is_allowed());
    let because = match example.under(outer) {
        Ok(foreseen) if foreseen.is_allowed() => return None,
        Ok(foreseen) => {
            let unmet = foreseen.checks().iter().filter(|check| check.status() != CheckStatus::Met);
            unmet.map(|check| alloc::format!("{}: {}", check.name(), check.text())).collect()
        }
        Err(why) => alloc::vec![why],
    };
    allowed.then(|| Witness { about: alloc::vec![gap.what.to_string()], example, told, because })
}
