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

/// `alice must`, or `2 of alice, bob, carol must`; at least so many, where who comes next decides who else.
pub(super) fn must(count: u32, names: &[Name]) -> String {
    if count == 1 && names.len() == 1 {
        return alloc::format!("{} must", people(names));
    }
    alloc::format!("{count} more people must, next one of {}, to", people(names))
}
