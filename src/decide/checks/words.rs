//! People in words.

use alloc::string::String;

use crate::decide::scene::Scene;
use crate::domain::people::People;

/// The most names a text lists: `missing` lists all.
const MOST: usize = 8;

/// `alice, bob`; with whose time is still to come, `alice (from 2027-01-01T00:00:00Z)`.
pub(super) fn people(scene: &Scene<'_, '_>, who: People) -> String {
    let approvers = &scene.policy().roll.approvers;
    let mut shown = String::new();
    for person in who.iter().take(MOST).filter_map(|person| approvers.get(person.place())) {
        if !shown.is_empty() {
            shown.push_str(", ");
        }
        shown.push_str(person.name.as_str());
        let from = person.active.from.filter(|from| *from > scene.now());
        shown.push_str(&from.map(|from| alloc::format!(" (from {from})")).unwrap_or_default());
    }
    match usize::try_from(who.count()).unwrap_or(usize::MAX).saturating_sub(MOST) {
        0 => shown,
        more => alloc::format!("{shown} and {more} others"),
    }
}

/// `alice must approve`, `one of alice, bob must approve`, or so many more and who could be next.
pub(super) fn must(scene: &Scene<'_, '_>, count: u32, who: People, what: &str) -> String {
    let names = people(scene, who);
    match (count, who.count()) {
        (1, 2..) => alloc::format!("one of {names} must {what}"),
        (_, possible) if possible == count => alloc::format!("{names} must {what}"),
        _ => alloc::format!("{count} more people must {what}; next could be {names}"),
    }
}
