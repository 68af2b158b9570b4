//! Payouts that one of two policies cannot read, since a statement of them would be longer than may be shown.

use alloc::string::{String, ToString};

use crate::approval::statement::MOST_BYTES;
use crate::domain::destination::Destination;
use crate::domain::name::Name;
use crate::policy::model::Policy;

/// What of payouts is not compared, in words; none if no statement is longer under one than under the other.
pub(super) fn not_compared(old: &Policy, new: &Policy) -> Option<String> {
    let said = |bytes: usize, which: &str| {
        let up_to = if bytes == 1 { "1 byte".into() } else { alloc::format!("up to {bytes} bytes") };
        alloc::format!("{up_to} longer under the {which}")
    };
    let both = [longer(old, new).map(|bytes| said(bytes, "old")), longer(new, old).map(|bytes| said(bytes, "new"))];
    let both = both.into_iter().flatten().reduce(|one, other| alloc::format!("{one}, or {other}"))?;
    Some(alloc::format!("payouts of which a statement fits {MOST_BYTES} bytes under one alone: it is {both}"))
}

/// How many bytes a statement is longer under one policy than under another, at most; none if none is.
pub(super) fn longer(one: &Policy, other: &Policy) -> Option<usize> {
    let listed = one.lists.destinations().chain(other.lists.destinations()).map(Some);
    let places = core::iter::once(None).chain(listed);
    let lengths = places.map(|place| length(one, place).saturating_sub(length(other, place)));
    lengths.max().filter(|bytes| *bytes > 0)
}

/// The bytes of all that differs between statements of one payout under two policies.
fn length(policy: &Policy, to: Option<&Destination>) -> usize {
    let identity = &policy.identity;
    let list = to.and_then(|to| policy.lists.standing(to).listed_in()).and_then(|list| policy.lists.name(list));
    let signer = policy.roll.approvers.iter().map(|person| person.name.as_str().len()).max().unwrap_or(0);
    let parts = [
        identity.realm.as_str().len(),
        identity.name.as_str().len(),
        identity.version.to_string().len(),
        list.map_or(1, |list: &Name| list.as_str().len()),
        signer,
    ];
    parts.into_iter().fold(0, usize::saturating_add)
}
