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
    /// One of them: the first of the candidates.
    pub(crate) destination: Destination,
    /// Another: the last of the candidates.
    pub(crate) last: Destination,
    /// The lists it touches, of those that are told apart, and how; none of a stranger.
    pub(crate) stands: Vec<(ListId, Stand)>,
}

impl Kind {
    /// How it stands to a list; none if it does not touch it.
    pub(crate) fn stand(&self, list: ListId) -> Option<Stand> {
        self.stands.iter().find(|(one, _)| *one == list).map(|(_, stand)| *stand)
    }
}

/// The lists that tell destinations apart.
pub(crate) struct Lists {
    /// Those that some rule, limit or block names.
    pub(crate) named: BTreeSet<ListId>,
    /// One that is asked about though none does: its entries are told apart to be named, not because it matters.
    pub(crate) unnamed: Option<ListId>,
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
    /// It is an entry of the list that is asked about, which nothing names: it is treated as if it were in no such list.
    Unnamed,
}

impl Kind {
    pub(crate) fn is_stranger(&self) -> bool {
        self.stands.is_empty()
    }

    /// `a stranger`, `exchanges`, `exchanges, still cooling`, `a stranger, an entry of partners`.
    pub(crate) fn in_words(&self, policy: &Policy) -> String {
        let (mut told_apart, mut entry_of): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
        for (list, stand) in &self.stands {
            let Some(name) = policy.lists.name(*list) else { continue };
            match stand {
                Stand::In => told_apart.push(alloc::format!("{name}")),
                Stand::Cooling => told_apart.push(alloc::format!("{name}, still cooling")),
                Stand::Beside => told_apart.push(alloc::format!("an address of {name} under another tag or spelling")),
                Stand::Unnamed => entry_of.push(alloc::format!(", an entry of {name}")),
            }
        }
        let own = if told_apart.is_empty() { "a stranger".into() } else { told_apart.join(" and ") };
        alloc::format!("{own}{}", entry_of.concat())
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
            candidates.extend(beside(policy, entry));
        }
    }
    let standing = |destination: Destination| {
        let standing = policy.lists.standing(&destination);
        (destination, standing)
    };
    candidates.into_iter().map(standing).collect()
}

/// The kinds that these lists tell apart at an instant.
pub(crate) fn kinds(candidates: &[(Destination, Standing)], lists: &Lists, at: Instant) -> Vec<Kind> {
    let mut kinds: BTreeMap<Vec<(ListId, Stand)>, (&Destination, &Destination)> = BTreeMap::new();
    for (destination, standing) in candidates {
        kinds.entry(stands(standing, lists, at)).or_insert((destination, destination)).1 = destination;
    }
    let of = |(first, last): (&Destination, &Destination), stands| {
        let (destination, last) = (first.clone(), last.clone());
        Kind { destination, last, stands }
    };
    kinds.into_iter().map(|(stands, ends)| of(ends, stands)).collect()
}

/// How a destination stands in these lists at an instant.
pub(crate) fn stands(standing: &Standing, lists: &Lists, at: Instant) -> Vec<(ListId, Stand)> {
    let stand = |list| match standing.permits_from(list) {
        None => Stand::Beside,
        Some(from) if from <= at => Stand::In,
        Some(_) => Stand::Cooling,
    };
    let told = |list| {
        if lists.unnamed == Some(list) {
            return standing.permits_from(list).map(|_| (list, Stand::Unnamed));
        }
        lists.named.contains(&list).then(|| (list, stand(list)))
    };
    standing.touched().filter_map(told).collect()
}

/// A sound destination that is in no list: another for every number, the same in every run.
pub(crate) fn stranger(policy: &Policy, chain: &Chain, number: u64) -> Option<Destination> {
    stranger_to(&[policy], chain, number)
}

/// The same of several policies at once.
pub(crate) fn stranger_to(policies: &[&Policy], chain: &Chain, number: u64) -> Option<Destination> {
    // Somebody may have listed a made-up address all the same: then the next, until there are more than entries.
    let entries: usize = policies.iter().map(|policy| policy.lists.destinations().count()).sum();
    let attempts = (0..=entries).map(|attempt| alloc::format!("countersign stranger {number} {attempt} {chain}"));
    let addresses = attempts.map(|text| Address::made_up(chain, Digest::of(text.as_bytes()).bytes()));
    let mut strangers =
        addresses.filter_map(|address| Destination::new(chain.clone(), &alloc::format!("{address}"), None).ok());
    strangers
        .find(|destination| policies.iter().all(|policy| policy.lists.standing(destination).touched().next().is_none()))
}

/// What touches an entry without being it: its address without a tag or with one that is no entry's, or in other letters.
fn beside(policy: &Policy, entry: &Destination) -> Vec<Destination> {
    let address = alloc::format!("{}", entry.address());
    let (upper, lower) = (address.to_ascii_uppercase(), address.to_ascii_lowercase());
    let other_case = if address == upper { lower } else { upper };
    let made = |text: &str, tag: Option<&str>| Destination::new(entry.chain().clone(), text, tag).ok();
    // On some chains a tag is a number, and there are more of them than entries.
    let numbers = (0u64..).map(|number| alloc::format!("{number}"));
    let tags = core::iter::once(String::from("stranger")).chain(numbers);
    let is_entry = |made: &Destination| policy.lists.standing(made).listed_in().is_some();
    let other_tag = tags.filter_map(|tag| made(&address, Some(&tag))).find(|made| !is_entry(made));
    let tag = entry.tag().map(crate::domain::tag::Tag::as_str);
    let others = [made(&address, None), other_tag, made(&other_case, tag)];
    others.into_iter().flatten().filter(|made| made != entry).collect()
}
