//! What one policy allows and another does not: a proof that there is nothing, or payouts that show what.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::clocks::Clocks;
use super::effort::{Effort, Left};
use super::gap::{Gap, What};
use super::proof;
use super::reach::Reach;
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

/// What `inner` allows and `outer` does not.
pub(super) fn direction(inner: &Policy, outer: &Policy, given: &Given) -> Direction {
    if inner.digest() == outer.digest() {
        return Direction::Nothing;
    }
    let Some(sides) = Sides::new(inner, outer) else {
        return Direction::Unknown(alloc::vec!["the two have more than 128 approvers together".into()]);
    };
    let clocks = Clocks::of([inner, outer], given.from);
    let gaps = proof::gaps(&sides, &clocks, Instant::EARLIEST);
    if gaps.is_empty() {
        return Direction::Nothing;
    }
    let search = Search { sides: &sides, clocks: &clocks, given, effort: Effort::new(&sides) };
    let mut witnesses: Vec<Witness> = Vec::new();
    let mut shown: Vec<&What> = Vec::new();
    let mut tried: BTreeMap<(u8, &str), usize> = BTreeMap::new();
    // Everything is tried while nothing has left, before anything that has.
    for left in [Left::Nothing, Left::Something] {
        for gap in gaps.iter().take(MOST_SEARCHED) {
            let is_shown = shown.iter().any(|what| what.kind() == gap.what.kind());
            let times = tried.entry(gap.what.kind()).or_default();
            *times = times.saturating_add(1);
            // Once something is shown, what else there is to show is looked for where it is easy to find.
            let is_hard = left == Left::Something || *times > EASY_TRIES;
            if is_shown || (is_hard && !witnesses.is_empty()) {
                continue;
            }
            let found = search.example(gap, left);
            let Some(witness) = found.and_then(|found| replayed(gap, found, inner, outer)) else { continue };
            search.effort.has_shown();
            shown.push(&gap.what);
            witnesses.push(witness);
        }
    }
    if witnesses.is_empty() {
        let lacking: BTreeSet<String> = gaps.iter().map(|gap| gap.what.to_string()).collect();
        let lacking = lacking.into_iter().collect();
        return Direction::Unknown(lacking);
    }
    Direction::Shown(in_order(witnesses))
}

/// The simplest first, and each payout once, with all that it is about.
fn in_order(witnesses: Vec<Witness>) -> Vec<Witness> {
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
            example.lines.len(),
            example.rejecting().len(),
            example.signing().len(),
            example.payout.amount().to_string().len(),
        )
    });
    kept
}

/// Nothing is shown that the engine, asked again from the start, does not say.
fn replayed(gap: &Gap, Found { example, others }: Found, inner: &Policy, outer: &Policy) -> Option<Witness> {
    let allowed = example.under(inner).is_ok_and(|foreseen| foreseen.is_allowed());
    let because = match example.under(outer) {
        Ok(foreseen) if foreseen.is_allowed() => return None,
        Ok(foreseen) => {
            let unmet = foreseen.checks().iter().filter(|check| check.status() != CheckStatus::Met);
            unmet.map(|check| alloc::format!("{}: {}", check.name(), check.text())).collect()
        }
        Err(why) => alloc::vec![why],
    };
    let reach = Reach::of(&example, inner, outer);
    allowed.then(|| Witness { about: alloc::vec![gap.what.to_string()], example, reach, others, because })
}

/// Whether all that is shown lies before an instant, and from then on there is nothing, which is proven.
pub(super) fn is_past(shown: &Direction, (inner, outer): (&Policy, &Policy), from: Instant) -> bool {
    let witnesses = shown.witnesses();
    !witnesses.is_empty()
        && witnesses.iter().all(|witness| witness.example.at < from)
        && Sides::new(inner, outer)
            .is_some_and(|sides| proof::gaps(&sides, &Clocks::of([inner, outer], from), from).is_empty())
}
