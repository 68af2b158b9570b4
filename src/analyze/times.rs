//! The times of a week that a policy tells apart.

use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;

use super::incomplete::Incomplete;
use crate::domain::calendar::Hours;
use crate::domain::instant::Instant;

/// A week: whatever hours a policy writes, they come again.
const WEEK: u64 = 7 * 86_400;

/// The most changes of all hours together that are followed.
const MOST_CHANGES: usize = 4_096;

/// A time of the week, told apart from the others by the hours it lies within.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Time {
    /// The first instant of it, from the reference instant on.
    pub(crate) at: Instant,
    /// The hours it lies within, and those it lies outside of, in words.
    pub(crate) within: Vec<String>,
    pub(crate) outside: Vec<String>,
}

impl Time {
    /// `within … and outside …`; none of a policy that does not look at the time.
    pub(crate) fn in_words(&self) -> Option<String> {
        let within = self.within.iter().map(|hours| alloc::format!("within {hours}"));
        let outside = self.outside.iter().map(|hours| alloc::format!("outside {hours}"));
        let all: Vec<String> = within.chain(outside).collect();
        (!all.is_empty()).then(|| all.join(" and "))
    }
}

/// The times of the week from `from`: between two changes the engine cannot tell one instant from another, so that the
/// first of each stretch stands for all of it. What is within which hours, the wall clock says at that instant, so that
/// a change to summer time is no special case.
pub(crate) fn times(hours: &[&Hours], from: Instant) -> (Vec<Time>, Option<Incomplete>) {
    let (mut seen, mut times) = (BTreeSet::new(), Vec::new());
    let end = from.plus_seconds(WEEK);
    let mut at = from;
    for _ in 0..MOST_CHANGES {
        let (within, outside) = parted(hours, at);
        if seen.insert(within.clone()) {
            times.push(Time { at, within, outside });
        }
        let next = hours.iter().filter_map(|hours| hours.next_change(at)).min();
        match next.filter(|next| *next < end) {
            Some(next) if next > at => at = next,
            _ => return (times, None),
        }
    }
    let bound = alloc::format!("only the times from {from} to {at} were asked about");
    (times, Some(Incomplete { what: "hours that change too often".into(), bound }))
}

/// The hours an instant lies within, and those it lies outside of, in words.
pub(crate) fn parted(hours: &[&Hours], at: Instant) -> (Vec<String>, Vec<String>) {
    let (within, outside): (Vec<&&Hours>, Vec<&&Hours>) =
        hours.iter().partition(|hours| hours.hold_at(at).unwrap_or(false));
    let in_words = |hours: Vec<&&Hours>| hours.into_iter().map(|one| one.in_words()).collect::<Vec<String>>();
    (in_words(within), in_words(outside))
}
