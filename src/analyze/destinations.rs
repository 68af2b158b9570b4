//! The kinds of destination that a policy tells apart.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use crate::domain::address::Address;
use crate::domain::chain::Chain;
use crate::domain::destination::Destination;
use crate::domain::digest::Digest;
use crate::domain::instant::Instant;
use crate::policy::lists::{ListId, Standing};
use crate::policy::model::Policy;

/// Destinations that stand in the same lists in the same way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Kind {
    /// One of them.
    pub(crate) destination: Destination,
    /// The lists it touches, and how; none of a stranger.
    pub(crate) stands: Vec<(ListId, Stand)>,
}

/// How a destination stands in a list that it touches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stand {
    /// It is in the list.
    In,
    /// It is an entry, and permits nothing yet.
    Cooling,
    /// It has an entry's address, under another tag or spelling.
    Beside,
}

impl Kind {
    pub(crate) fn is_stranger(&self) -> bool {
        self.stands.is_empty()
    }

    /// `a stranger`, `exchanges`, `exchanges, still cooling`.
    pub(crate) fn in_words(&self, policy: &Policy) -> String {
        let one = |(list, stand): &(ListId, Stand)| {
            let name = policy.lists.name(*list)?;
            Some(match stand {
                Stand::In => alloc::format!("{name}"),
                Stand::Cooling => alloc::format!("{name}, still cooling"),
                Stand::Beside => alloc::format!("an address of {name} under another tag or spelling"),
            })
        };
        let all: Vec<String> = self.stands.iter().filter_map(one).collect();
        if all.is_empty() { "a stranger".into() } else { all.join(" and ") }
    }
}

/// Every destination of a chain that might be a kind of its own, each with where it stands: a stranger first, then
/// entries, and on chains with tags what only touches them.
pub(crate) fn candidates(policy: &Policy, chain: &Chain) -> Vec<(Destination, Standing)> {
    let mut candidates: Vec<Destination> = stranger(policy, chain, 0).into_iter().collect();
    let entries = policy.lists.destinations().filter(|entry| entry.chain() == chain);
    for entry in entries {
        candidates.push(entry.clone());
        if chain.has_tags() {
            candidates.extend(beside(entry));
        }
    }
    let standing = |destination: Destination| {
        let standing = policy.lists.standing(&destination);
        (destination, standing)
    };
    candidates.into_iter().map(standing).collect()
}

/// The kinds that lists `named` tell apart at an instant.
pub(crate) fn kinds(candidates: &[(Destination, Standing)], named: &BTreeSet<ListId>, at: Instant) -> Vec<Kind> {
    let mut kinds: BTreeMap<Vec<(ListId, Stand)>, &Destination> = BTreeMap::new();
    for (destination, standing) in candidates {
        kinds.entry(stands(standing, named, at)).or_insert(destination);
    }
    kinds.into_iter().map(|(stands, destination)| Kind { destination: destination.clone(), stands }).collect()
}

/// How a destination stands in lists `named` at an instant.
pub(crate) fn stands(standing: &Standing, named: &BTreeSet<ListId>, at: Instant) -> Vec<(ListId, Stand)> {
    let stand = |list| match standing.permits_from(list) {
        None => Stand::Beside,
        Some(from) if from <= at => Stand::In,
        Some(_) => Stand::Cooling,
    };
    standing.touched().filter(|list| named.contains(list)).map(|list| (list, stand(list))).collect()
}

/// A sound destination that is in no list: another for every number, the same in every run.
pub(crate) fn stranger(policy: &Policy, chain: &Chain, number: u64) -> Option<Destination> {
    // Somebody may have listed a made-up address all the same: then the next.
    let attempts = (0..64u8).map(|attempt| alloc::format!("countersign stranger {number} {attempt} {chain}"));
    let addresses = attempts.map(|text| Address::made_up(chain, Digest::of(text.as_bytes()).bytes()));
    let mut strangers =
        addresses.filter_map(|address| Destination::new(chain.clone(), &alloc::format!("{address}"), None).ok());
    strangers.find(|destination| policy.lists.standing(destination).touched().next().is_none())
}

/// What touches an entry without being it: its address without a tag or with another, or in other letters.
fn beside(entry: &Destination) -> Vec<Destination> {
    let address = alloc::format!("{}", entry.address());
    let (upper, lower) = (address.to_ascii_uppercase(), address.to_ascii_lowercase());
    let other_case = if address == upper { lower } else { upper };
    let tag = entry.tag().map(crate::domain::tag::Tag::as_str);
    let texts = [(&address, None), (&address, Some("stranger")), (&other_case, tag)];
    let made = texts.into_iter().filter_map(|(text, tag)| Destination::new(entry.chain().clone(), text, tag).ok());
    made.filter(|made| made != entry).collect()
}
