//! What a policy says, key by key and in words, so that two of them can be laid side by side.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::Serialize;

use super::scopes::entries;
use crate::analyze::people::Classes;
use crate::analyze::{ask, minimal};
use crate::domain::instant::Instant;
use crate::domain::name::Name;
use crate::domain::people::People;
use crate::domain::span::Span;
use crate::policy::lists::ListId;
use crate::policy::model::{
    Above, Approval, AssetId, Demand, InitiatorApproval, Most, Policy, Rated, ScopeId, WalletId,
};
use crate::policy::people::{Person, Signer};
use crate::policy::seats::Quorum;
use crate::policy::selector::{Choice, Destinations, Each, Initiators, Requesters, Selector};

/// The kind of a thing, and its name: `rule`, `large`.
pub(super) type Thing = (&'static str, String);

/// What is written of a thing: each key with its value in words.
pub(super) type Keys = BTreeMap<&'static str, String>;

/// One key of one thing, before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Edit {
    /// `rule`, `limit`, `block`, `list`, `approver`, `requester`, `asset`, `prices` or `policy`.
    pub kind: &'static str,
    /// Its name; empty of what is there once.
    pub name: String,
    /// The key, as in the policy; `here` if the thing came or went as a whole.
    pub key: &'static str,
    /// What was there; none if nothing was.
    pub old: Option<String>,
    /// What is there; none if nothing is.
    pub new: Option<String>,
}

impl Edit {
    /// Whether who stands behind a name, or which ledger counts, is another: what is proven says nothing of that.
    pub(super) fn hands_over(&self) -> bool {
        match self.kind {
            "approver" | "requester" => self.key == "keys",
            "policy" => self.key == "realm" || self.key == "name",
            _ => false,
        }
    }
}

/// Every key that differs.
pub(super) fn edits(old: &Policy, new: &Policy) -> Vec<Edit> {
    let names = |policy: &Policy| policy.rules.iter().map(|rule| rule.name.to_string()).collect::<BTreeSet<_>>();
    let common: BTreeSet<String> = names(old).intersection(&names(new)).cloned().collect();
    let (old, new) = (sheet(old, &common), sheet(new, &common));
    let things: BTreeSet<&Thing> = old.keys().chain(new.keys()).collect();
    let mut edits = Vec::new();
    for thing in things {
        let (kind, name) = (thing.0, thing.1.clone());
        let (before, after) = (old.get(thing), new.get(thing));
        let whole = |keys: &Keys| {
            keys.iter().map(|(key, value)| alloc::format!("{key} {value}")).collect::<Vec<_>>().join("; ")
        };
        // Whoever has the name now in another office may sign with another key.
        if let (None, Some(after), Some(before)) =
            (before, after, other_office(thing).and_then(|other| old.get(&other)))
        {
            let (key, is) = ("keys", |keys: &Keys| keys.get("keys").cloned());
            if is(before) != is(after) {
                edits.push(Edit { kind, name: name.clone(), key, old: is(before), new: is(after) });
            }
        }
        let (Some(before), Some(after)) = (before, after) else {
            edits.push(Edit { kind, name, key: "here", old: before.map(whole), new: after.map(whole) });
            continue;
        };
        let keys: BTreeSet<&&'static str> = before.keys().chain(after.keys()).collect();
        for key in keys.into_iter().copied() {
            let (old, new) = (before.get(key).cloned(), after.get(key).cloned());
            if old != new {
                edits.push(Edit { kind, name: name.clone(), key, old, new });
            }
        }
    }
    edits
}

/// The same name as a requester's, or as an approver's.
fn other_office((kind, name): &Thing) -> Option<Thing> {
    match *kind {
        "approver" => Some(("requester", name.clone())),
        "requester" => Some(("approver", name.clone())),
        _ => None,
    }
}

/// Of what people do the rules in common are shown: of others the rule itself is.
fn sheet(policy: &Policy, common: &BTreeSet<String>) -> BTreeMap<Thing, Keys> {
    let mut sheet = BTreeMap::new();
    sheet.insert(("policy", String::new()), policy_keys(policy));
    for asset in &policy.assets {
        let keys = [("chain", asset.chain.to_string()), ("decimals", asset.decimals.to_string())];
        sheet.insert(("asset", asset.name.to_string()), keys.into_iter().collect());
    }
    let people = [("approver", &policy.roll.approvers), ("requester", &policy.roll.requesters)];
    for (kind, people) in people {
        sheet.extend(people.iter().map(|person| ((kind, person.name.to_string()), person_keys(person))));
    }
    for rule in policy.rules.iter().filter(|rule| common.contains(rule.name.as_str())) {
        let waived_by = rule.delay.as_ref().and_then(|delay| delay.waived_by.as_ref());
        let parts = [("approves", rule.approve.quorum()), ("vetoes", rule.veto.as_ref()), ("waives", waived_by)];
        for (key, quorum) in parts {
            for person in policy.roll.names(quorum.map_or(People::NOBODY, Quorum::people)) {
                let keys: &mut Keys = sheet.entry(("approver", person.to_string())).or_default();
                let rules = keys.entry(key).or_default();
                rules.push_str(if rules.is_empty() { "" } else { ", " });
                rules.push_str(rule.name.as_str());
            }
        }
    }
    for (place, name) in policy.lists.names().iter().enumerate() {
        let shown = entries(policy, ListId(place)).map(|(destination, from)| {
            let from = if from == Instant::EARLIEST { String::new() } else { alloc::format!(" from {from}") };
            alloc::format!("{destination}{from}")
        });
        let shown: Vec<String> = shown.collect();
        sheet.insert(("list", name.to_string()), Keys::from([("entries", shown.join(", "))]));
    }
    for rule in &policy.rules {
        let mut keys = selector_keys(policy, &rule.selector);
        keys.extend(above(policy, &rule.above).map(|above| ("above", above)));
        keys.extend(rule.during.as_ref().map(|hours| ("during", hours.in_words())));
        keys.extend(rule.hours.as_ref().map(|hours| ("hours", hours.in_words())));
        keys.insert(
            "approve",
            match &rule.approve {
                Approval::Nobody => "none".into(),
                Approval::By(quorum) => in_words(policy, quorum),
            },
        );
        keys.extend(rule.veto.as_ref().map(|quorum| ("veto", in_words(policy, quorum))));
        if let Some(delay) = &rule.delay {
            keys.insert("delay", delay.span.to_string());
            keys.extend(delay.waived_by.as_ref().map(|quorum| ("delay_waived_by", in_words(policy, quorum))));
        }
        sheet.insert(("rule", rule.name.to_string()), keys);
    }
    for limit in &policy.limits {
        let mut keys = selector_keys(policy, &limit.selector);
        let (key, most) = most(policy, &limit.most);
        keys.insert(key, most);
        sheet.insert(("limit", limit.name.to_string()), keys);
    }
    let blocks =
        policy.blocks.iter().map(|block| (("block", block.name.to_string()), selector_keys(policy, &block.selector)));
    sheet.extend(blocks);
    if policy.prices.is_some() {
        sheet.insert(("prices", String::new()), price_keys(policy));
    }
    sheet
}

fn policy_keys(policy: &Policy) -> Keys {
    let payload = if policy.payload_required == Demand::Required { "required" } else { "optional" };
    let own = if policy.initiator_approval == InitiatorApproval::Permitted { "true" } else { "false" };
    Keys::from([
        ("realm", policy.identity.realm.to_string()),
        ("name", policy.identity.name.to_string()),
        ("wallets", joined(policy.wallets.iter())),
        ("payout_ttl", policy.payout_ttl.to_string()),
        ("approval_ttl", policy.approval_ttl.to_string()),
        ("clock_skew", policy.clock_skew.to_string()),
        ("payload", payload.into()),
        ("initiator_may_approve", own.into()),
    ])
}

fn person_keys(person: &Person) -> Keys {
    // In whatever order they are written, they mean the same.
    let keys: BTreeSet<&str> = person.keys.iter().map(crate::key::key::Key::as_str).collect();
    let keys: Vec<&str> = keys.into_iter().collect();
    let mut shown = Keys::from([("keys", keys.join(", "))]);
    shown.extend(person.active.from.map(|from| ("active_from", from.to_string())));
    shown.extend(person.active.until.map(|until| ("active_until", until.to_string())));
    shown
}

fn selector_keys(policy: &Policy, selector: &Selector) -> Keys {
    let lists = |lists: &[ListId]| joined(lists.iter().filter_map(|list| policy.lists.name(*list)));
    let assets = chosen(&selector.assets, |id: &AssetId| policy.asset(*id).map(|asset| asset.name.clone()));
    let wallets = chosen(&selector.wallets, |id: &WalletId| policy.wallets.get(id.0).cloned());
    let mut keys = Keys::from([("assets", assets), ("wallets", wallets)]);
    match &selector.to {
        Destinations::Any => keys.insert("to", "any".into()),
        Destinations::In(these) => keys.insert("to", lists(these)),
        Destinations::NotIn(these) => keys.insert("not_to", lists(these)),
    };
    keys.insert(
        "initiators",
        match &selector.initiators {
            Initiators::Anyone => "anyone".into(),
            Initiators::Named { approvers, requesters } => {
                let mut names: Vec<String> = policy.roll.names(*approvers).iter().map(Name::to_string).collect();
                match requesters {
                    Requesters::All => names.push("requesters".into()),
                    Requesters::These(these) => names.extend(these.iter().filter_map(|place| {
                        policy.roll.person(Signer::Requester(*place)).map(|person| person.name.to_string())
                    })),
                }
                names.join(", ")
            }
        },
    );
    keys
}

fn price_keys(policy: &Policy) -> Keys {
    let Some(prices) = &policy.prices else { return Keys::new() };
    let mut keys = Keys::from([("currency", prices.currency.to_string()), ("decimals", prices.decimals.to_string())]);
    if let Some(feeds) = &prices.feeds {
        keys.insert("feeds", in_words(policy, &feeds.quorum));
        keys.insert("max_age", feeds.max_age.to_string());
    }
    let price = |units| crate::domain::amount::shortest(units, 18);
    let (mut fixed, mut bounds) = (Vec::new(), Vec::new());
    for (asset, rated) in &prices.rated {
        let Some(asset) = policy.asset(*asset) else { continue };
        match rated {
            Rated::Fixed(units) => fixed.push(alloc::format!("{} {}", asset.name, price(*units))),
            Rated::Between(low, high) => {
                bounds.push(alloc::format!("{} {} to {}", asset.name, price(*low), price(*high)));
            }
        }
    }
    keys.insert("fixed", fixed.join(", "));
    keys.insert("bounds", bounds.join(", "));
    keys
}

fn above(policy: &Policy, above: &Above) -> Option<String> {
    match above {
        Above::Nothing => None,
        Above::Payout(sum) => Some(alloc::format!("{} per payout", policy.in_words(*sum))),
        Above::Window { sum, span, scope } => {
            Some(alloc::format!("{} {}", policy.in_words(*sum), per(policy, *span, *scope)))
        }
    }
}

fn most(policy: &Policy, most: &Most) -> (&'static str, String) {
    match most {
        Most::Payout(sum) => ("max", alloc::format!("{} per payout", policy.in_words(*sum))),
        Most::Window { sum, span, scope } => {
            ("max", alloc::format!("{} {}", policy.in_words(*sum), per(policy, *span, *scope)))
        }
        Most::Count { payouts, span, scope } => {
            ("max_count", alloc::format!("{payouts} {}", per(policy, *span, *scope)))
        }
        Most::Fee { units, asset } => {
            let shown = policy.asset(*asset).and_then(|asset| ask::of(*units, asset.decimals, &asset.name));
            ("max_fee", shown.map(|amount| amount.to_string()).unwrap_or_default())
        }
        Most::AnyFee => ("max_fee", "unlimited".into()),
    }
}

fn per(policy: &Policy, span: Span, scope: ScopeId) -> String {
    let each = policy.scopes.get(scope.0).map_or([].as_slice(), |scope| scope.each.as_slice());
    let each: Vec<&str> = each
        .iter()
        .map(|each| match each {
            Each::Destination => "destination",
            Each::Wallet => "wallet",
            Each::Initiator => "initiator",
            Each::Asset => "asset",
        })
        .collect();
    if each.is_empty() {
        alloc::format!("per {span}")
    } else {
        alloc::format!("per {span}, each {}", each.join(" and "))
    }
}

/// A quorum by the smallest sets that meet it: `2 of (alice, bob) and dana, or carol and dana`.
fn in_words(policy: &Policy, quorum: &Quorum) -> String {
    let sets: BTreeSet<People> = quorum.sets().collect();
    let classes = Classes::parted_by(quorum.people(), &sets, &BTreeMap::new());
    let meets = |counts: &_| Some(quorum.is_met_by(classes.party(counts, None).approvers));
    let enough = minimal::enough(&classes.sizes(), &meets);
    let sets = enough.smallest.iter().map(|counts| {
        let parts =
            classes.iter().zip(counts.iter()).filter(|(_, (_, count))| *count > 0).map(|(class, (_, count))| {
                let people: People = class
                    .members()
                    .filter_map(|member| match member {
                        Signer::Approver(person) => Some(person),
                        Signer::Requester(_) => None,
                    })
                    .collect();
                let names = joined(policy.roll.names(people).iter());
                if people.count() == 1 { names } else { alloc::format!("{count} of ({names})") }
            });
        parts.collect::<Vec<String>>().join(" and ")
    });
    let sets: Vec<String> = sets.collect();
    let more = if enough.are_all { "" } else { ", or others" };
    alloc::format!("{}{more}", sets.join(", or "))
}

fn chosen<T: Ord>(choice: &Choice<T>, name: impl Fn(&T) -> Option<Name>) -> String {
    match choice {
        Choice::Any => "any".into(),
        Choice::Of(these) => joined(these.iter().filter_map(name).collect::<Vec<Name>>().iter()),
    }
}

fn joined<'n>(names: impl Iterator<Item = &'n Name>) -> String {
    names.map(Name::to_string).collect::<Vec<String>>().join(", ")
}
