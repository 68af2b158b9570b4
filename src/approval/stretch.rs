//! Since when everything that had to be signed has stood without a break.

use alloc::vec::Vec;

use super::judge::{Stood, Votes};
use crate::domain::instant::Instant;
use crate::domain::people::People;

/// The start of the unbroken stretch up to `now` in which the people whose approval stood were
/// enough, and the request was in if one is asked for; none if they are not enough now.
pub(crate) fn start(
    votes: &Votes,
    request_needed: bool,
    now: Instant,
    enough: impl Fn(People) -> bool,
) -> Option<Instant> {
    let requested_since = if request_needed { Some(votes.requested_since?) } else { None };
    let mut changes: Vec<Instant> = votes.stood.iter().flat_map(|stood| [stood.from, stood.until]).collect();
    changes.push(requested_since.unwrap_or(Instant::EARLIEST));
    changes.retain(|at| requested_since.is_none_or(|since| since <= *at) && *at <= now);
    changes.sort_unstable();
    let mut standing: Vec<(Instant, People)> = changes.into_iter().map(|at| (at, standing(&votes.stood, at))).collect();
    // A person's approvals follow each other without a change to who stands: the same people are asked of once.
    standing.dedup_by_key(|(_, people)| *people);
    standing.into_iter().rev().take_while(|(_, people)| enough(*people)).last().map(|(at, _)| at)
}

/// Whose approval stood at an instant.
fn standing(stood: &[Stood], at: Instant) -> People {
    stood.iter().filter(|stood| stood.from <= at && at < stood.until).map(|stood| stood.person).collect()
}
