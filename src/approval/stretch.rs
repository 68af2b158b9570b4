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
    changes.extend(requested_since);
    changes.push(Instant::EARLIEST);
    changes.retain(|at| *at <= now);
    changes.sort_unstable();
    changes.dedup();
    // A person's approvals follow each other without a change to who stands: the same people are asked of once.
    let mut last_asked: Option<(People, bool)> = None;
    let mut are_enough = |people: People| match last_asked {
        Some((asked, found)) if asked == people => found,
        _ => {
            let found = enough(people);
            last_asked = Some((people, found));
            found
        }
    };
    let complete =
        |at: &Instant| requested_since.is_none_or(|since| since <= *at) && are_enough(standing(&votes.stood, *at));
    changes.into_iter().rev().take_while(complete).last()
}

/// Whose approval stood at an instant.
fn standing(stood: &[Stood], at: Instant) -> People {
    stood.iter().filter(|stood| stood.from <= at && at < stood.until).map(|stood| stood.person).collect()
}
