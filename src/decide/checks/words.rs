//! People in words.

use alloc::string::String;
use alloc::vec::Vec;

use crate::domain::name::Name;

/// The most names a text lists: `missing` lists all.
const MOST: usize = 8;

/// `alice, bob`.
pub(super) fn people(names: &[Name]) -> String {
    let shown: Vec<&str> = names.iter().take(MOST).map(Name::as_str).collect();
    match names.len().saturating_sub(MOST) {
        0 => shown.join(", "),
        more => alloc::format!("{} and {more} others", shown.join(", ")),
    }
}

/// `alice must approve`, `one of alice, bob must approve`, or so many more and who could be next.
pub(super) fn must(count: u32, names: &[Name], what: &str) -> String {
    match (count, names) {
        (1, [name]) => alloc::format!("{name} must {what}"),
        (1, _) => alloc::format!("one of {} must {what}", people(names)),
        _ if usize::try_from(count) == Ok(names.len()) => alloc::format!("{} must {what}", people(names)),
        _ => alloc::format!("{count} more people must {what}; next could be {}", people(names)),
    }
}
