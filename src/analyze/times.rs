//! The times of a week that a policy tells apart.

use alloc::string::String;
use alloc::vec::Vec;

use crate::domain::calendar::Hours;
use crate::domain::instant::Instant;

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

/// The hours an instant lies within, and those it lies outside of, in words.
pub(crate) fn parted(hours: &[&Hours], at: Instant) -> (Vec<String>, Vec<String>) {
    let (within, outside): (Vec<&&Hours>, Vec<&&Hours>) =
        hours.iter().partition(|hours| hours.hold_at(at).unwrap_or(false));
    let in_words = |hours: Vec<&&Hours>| hours.into_iter().map(|one| one.in_words()).collect::<Vec<String>>();
    (in_words(within), in_words(outside))
}
