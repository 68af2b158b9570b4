//! Lists of destinations: entries that permit at once, that look alike, that can be written otherwise.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use super::code::LintCode;
use super::finding::Sink;
use super::ground::Ground;
use super::places::Place;
use crate::domain::chain::{Chain, Reading};
use crate::domain::destination::Destination;
use crate::domain::name::Name;
use crate::policy::lists::ListId;
use crate::policy::model::Rule;
use crate::policy::selector::{Destinations, Selector};

/// The lists that some rule pays.
fn paid(ground: &Ground<'_>) -> BTreeMap<ListId, Name> {
    let mut paid = BTreeMap::new();
    for rule in ground.policy.rules.iter().filter(|rule| rule.permits()) {
        if let Destinations::In(lists) = &rule.selector.to {
            for list in lists {
                paid.entry(*list).or_insert_with(|| rule.name.clone());
            }
        }
    }
    paid
}

/// A new entry of a list that a rule pays, or that something lets by, does so from its first second.
pub(super) fn new_destination_at_once(ground: &Ground<'_>, sink: &mut Sink) {
    let (paid, escaping) = (paid(ground), escaping(ground));
    for (name, list) in &ground.document.lists {
        let Some(id) = ground.policy.lists.named(name.value.as_str()).filter(|_| list.cooling_off.is_none()) else {
            continue;
        };
        let message = match (paid.get(&id), escaping.get(&id)) {
            (Some(rule), _) => {
                alloc::format!("an address added to `{}` can be paid at once under `{rule}`", name.value)
            }
            (None, Some(what)) => alloc::format!("an address added to `{}` escapes `{what}` at once", name.value),
            (None, None) => continue,
        };
        let help = "write `cooling_off`, as in `cooling_off = \"48h\"`, and `added` in every entry";
        sink.add(LintCode::NewDestinationAtOnce, ground.places.of_name("lists", name.value.as_str()), message, help);
    }
}

/// The lists whose entries a rule, limit or block does not bind once they have cooled off, each with the first of these.
fn escaping(ground: &Ground<'_>) -> BTreeMap<ListId, Name> {
    let policy = ground.policy;
    let (permitting, adding): (Vec<&Rule>, Vec<&Rule>) = policy.rules.iter().partition(|rule| rule.permits());
    let blocks = policy.blocks.iter().map(|block| (&block.name, &block.selector));
    let tiers = adding.into_iter().map(|rule| (&rule.name, &rule.selector));
    let limits = policy.limits.iter().map(|limit| (&limit.name, &limit.selector));
    let mut escaping: BTreeMap<ListId, Name> = BTreeMap::new();
    for (name, selector) in blocks.chain(tiers).chain(limits) {
        for list in escaped(selector) {
            escaping.entry(*list).or_insert_with(|| name.clone());
        }
    }
    // A rule that permits covers no entry at all of what it leaves out, and binds until then what another rule covers.
    let mut left_out: BTreeMap<ListId, Vec<&Name>> = BTreeMap::new();
    for rule in &permitting {
        for list in escaped(&rule.selector) {
            left_out.entry(*list).or_default().push(&rule.name);
        }
    }
    for (list, names) in left_out.into_iter().filter(|(_, names)| names.len() < permitting.len()) {
        if let Some(name) = names.first() {
            escaping.entry(list).or_insert_with(|| (*name).clone());
        }
    }
    escaping
}

/// The characters that people compare.
const FIRST: usize = 4;
const LAST: usize = 2;

/// Two entries that are the same where people look.
pub(super) fn look_alike(ground: &Ground<'_>, sink: &mut Sink) {
    let mut seen: BTreeMap<Looks, (&Name, &Destination)> = BTreeMap::new();
    for (list, written) in &ground.document.lists {
        for entry in &written.entries {
            let destination = &entry.value.destination;
            let Some(looks) = Looks::of(destination) else { continue };
            // An account of Ethereum is the same on every chain that has such accounts.
            let is_anywhere = looks.chain.is_none();
            let (first_list, first) = *seen.entry(looks).or_insert((&list.value, destination));
            if first.place() == destination.place() || (is_anywhere && account(first) == account(destination)) {
                continue;
            }
            let in_other = if *first_list == list.value { String::new() } else { alloc::format!(" of `{first_list}`") };
            let message = alloc::format!(
                "{} in `{}` begins and ends as {}{in_other}: who compares the ends takes one for the other",
                destination.address(),
                list.value,
                first.address()
            );
            let help = "find out whose it is; if both are yours, say so in a silence, and compare whole addresses";
            let place = Place { span: entry.span.clone(), table: None };
            sink.add(LintCode::LookAlike, place, message, help);
        }
    }
}

/// The first and last characters that tell an address from others of its kind.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Looks {
    /// None where it would be an address on any chain: `0x` and 40 hex digits are read alike on all of them.
    chain: Option<Chain>,
    first: String,
    last: String,
}

impl Looks {
    fn of(destination: &Destination) -> Option<Self> {
        let chain = destination.chain();
        let (chain, own) = match (account(destination), chain.reading()) {
            (Some(hex), _) => (None, hex),
            // Every segwit address begins with its network and version; those of the older kinds with one character.
            (None, Reading::Bitcoin(_)) => {
                let text = destination.address().to_string();
                let own = match text.split_once('1').filter(|(prefix, _)| matches!(*prefix, "bc" | "tb")) {
                    Some((_, rest)) => rest.get(1..).unwrap_or("").to_string(),
                    None => text,
                };
                (Some(chain.clone()), own)
            }
            (None, Reading::Evm | Reading::Tron | Reading::Opaque) => {
                (Some(chain.clone()), destination.address().to_string())
            }
        };
        if own.chars().count() <= FIRST.saturating_add(LAST) {
            return None;
        }
        let first = own.chars().take(FIRST).collect();
        let last = own.chars().rev().take(LAST).collect();
        Some(Self { chain, first, last })
    }
}

/// The hex digits of an account as on Ethereum.
fn account(destination: &Destination) -> Option<String> {
    let text = destination.address().to_string();
    let hex = text.strip_prefix("0x")?;
    let is_account = hex.len() == 40 && hex.chars().all(|digit| digit.is_ascii_hexdigit());
    is_account.then(|| hex.to_ascii_lowercase())
}

/// A cooling-off that neither permits later nor restricts longer.
pub(super) fn idle_cooling_off(ground: &Ground<'_>, sink: &mut Sink) {
    let policy = ground.policy;
    let used: BTreeSet<ListId> = paid(ground).into_keys().chain(escaping(ground).into_keys()).collect();
    for (name, list) in &ground.document.lists {
        let id = policy.lists.named(name.value.as_str());
        let (Some(cooling_off), false) = (list.cooling_off, id.is_some_and(|id| used.contains(&id))) else { continue };
        let message = alloc::format!(
            "`{}` waits {cooling_off} for nothing: no rule pays it, and what forbids binds from an entry's first second",
            name.value
        );
        let help = "leave `cooling_off` out, or name the list in the `to` of a rule";
        let place = ground.places.of_key("lists", name.value.as_str(), "cooling_off");
        sink.add(LintCode::IdleCoolingOff, place, message, help);
    }
}

/// The lists whose entries a selector leaves out.
fn escaped(selector: &Selector) -> &[ListId] {
    match &selector.to {
        Destinations::NotIn(lists) => lists,
        Destinations::Any | Destinations::In(_) => &[],
    }
}

/// A block of addresses that the engine compares as text.
pub(super) fn opaque_block(ground: &Ground<'_>, sink: &mut Sink) {
    for block in &ground.policy.blocks {
        let Destinations::In(lists) = &block.selector.to else { continue };
        for (name, list) in &ground.document.lists {
            if !ground.policy.lists.named(name.value.as_str()).is_some_and(|id| lists.contains(&id)) {
                continue;
            }
            let opaque = list.entries.iter().map(|entry| &entry.value.destination);
            let Some(found) = opaque.into_iter().find(|one| one.chain().reading() == Reading::Opaque) else { continue };
            let tag = if found.tag().is_some() { ", or with another tag," } else { "" };
            let message = alloc::format!(
                "`{}` blocks {} as it is written: the same account on `{}` in another spelling{tag} is not blocked",
                block.name,
                found.address(),
                found.chain()
            );
            let help = "list every spelling of the account, without a tag, or pay lists only on that chain";
            sink.add(LintCode::OpaqueBlock, ground.places.of_item("blocks", block.name.as_str(), "to"), message, help);
        }
    }
}
