//! Document → policy: names looked up, tables compared, nothing left that means nothing.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use super::document::{Document, Payload, PersonWritten};
use super::fields::At;
use super::index::Index;
use super::lists::{ListId, Listed, Lists};
use super::model::{Asset, Demand, Identity, Indexes, InitiatorApproval, Policy, Twins};
use super::names::{Folded, Names, unknown};
use super::people::{Active, Person, Roll, Signer};
use super::problem::{ProblemCode, Report};
use super::{validate_claims, validate_prices, validate_rules};
use crate::domain::digest::Digest;
use crate::domain::instant::Instant;
use crate::domain::name::Name;
use crate::domain::people::People;

/// Gives the policy a document means; where it means none, that is reported.
pub(crate) fn policy(document: Document, digest: Digest, report: &mut Report) -> Policy {
    same_names(&document, report);
    shared_keys(&document, report);
    lifetimes(&document, report);
    let assets = assets(&document);
    let mut wallets: Vec<Name> = document.wallets.iter().map(|at| at.value.clone()).collect();
    wallets.sort_unstable();
    let roll =
        Roll { approvers: people(&document.approvers, report), requesters: people(&document.requesters, report) };
    let groups = groups(&document, &roll, report);
    let lists = lists(&document, &assets, report);
    let written = document.prices.as_ref();
    let prices = written.and_then(|written| validate_prices::prices(written, &assets, &roll, &groups, report));
    let names = Names {
        assets: &assets,
        wallets: &wallets,
        roll: &roll,
        groups: &groups,
        lists: &lists,
        prices: prices.as_ref(),
    };
    let mut scopes = Vec::new();
    let rules = validate_rules::rules(&document.rules, &names, &mut scopes, report);
    let limits = validate_rules::limits(&document.limits, &names, &mut scopes, report);
    let blocks = validate_rules::blocks(&document.blocks, &names, report);
    validate_rules::unsigned_initiators(&document, report);
    let claims = validate_claims::claims(&document.claims, &names, report);
    let index = Indexes {
        rules: Index::new(rules.iter().map(|rule| &rule.selector)),
        limits: Index::new(limits.iter().map(|limit| &limit.selector)),
        scopes: Index::new(scopes.iter().map(|scope| &scope.selector)),
    };
    let twins = Twins {
        wallets: Folded::of(wallets.iter()),
        assets: Folded::of(assets.iter().map(|asset| &asset.name)),
        people: Folded::of(roll.approvers.iter().chain(&roll.requesters).map(|person| &person.name)),
    };
    let payload_required = match document.payload {
        Payload::Optional => Demand::Optional,
        Payload::Required => Demand::Required,
    };
    let initiator_approval =
        if document.initiator_may_approve { InitiatorApproval::Permitted } else { InitiatorApproval::Refused };
    Policy {
        identity: Identity {
            realm: document.realm,
            name: document.name,
            version: document.version,
            previous: document.previous,
            digest,
        },
        title: document.title,
        payout_ttl: document.payout_ttl.value,
        approval_ttl: document.approval_ttl.value,
        clock_skew: document.clock_skew,
        payload_required,
        initiator_approval,
        wallets,
        assets,
        roll,
        groups,
        lists,
        rules,
        limits,
        blocks,
        prices,
        claims,
        scopes,
        index,
        twins,
    }
}

/// Two names of one kind are neither equal nor equal but for case.
fn same_names(document: &Document, report: &mut Report) {
    let keys = |named: &mut dyn Iterator<Item = &At<Name>>| named.cloned().collect::<Vec<_>>();
    let people = document.approvers.iter().chain(&document.requesters).map(|(name, _)| name);
    let mut assets = keys(&mut document.assets.iter().map(|(name, _)| name));
    assets.extend(document.prices.iter().map(|prices| prices.currency.clone()));
    let mut chains: Vec<At<Name>> = Vec::new();
    for (name, asset) in &document.assets {
        // Chains that are no names, as `cosmos:hub`, differ in more than their case.
        let chain = Name::parse(asset.chain.as_str()).ok();
        if let Some(chain) = chain.filter(|chain| chains.iter().all(|known| known.value != *chain)) {
            chains.push(At::new(chain, &name.span));
        }
    }
    let kinds = [
        ("chains", chains),
        ("wallets", document.wallets.clone()),
        ("assets or currencies", assets),
        ("people or groups", keys(&mut people.chain(document.groups.iter().map(|(name, _)| name)))),
        ("lists", keys(&mut document.lists.iter().map(|(name, _)| name))),
        ("rules", keys(&mut document.rules.iter().map(|rule| &rule.name))),
        ("limits", keys(&mut document.limits.iter().map(|limit| &limit.name))),
        ("blocks", keys(&mut document.blocks.iter().map(|block| &block.name))),
        ("claims", keys(&mut document.claims.iter().map(|claim| &claim.name))),
    ];
    for (kind, mut names) in kinds {
        names.sort_by_key(|at| at.span.start);
        let mut seen: BTreeMap<alloc::string::String, Name> = BTreeMap::new();
        for at in names {
            if let Some(first) = seen.insert(at.value.folded(), at.value.clone()) {
                let message = if first == at.value {
                    alloc::format!("two {kind} are named `{first}`")
                } else {
                    alloc::format!("two {kind} are named `{first}` and `{}`, equal but for case", at.value)
                };
                report.add(ProblemCode::SameName, &at.span, message, "give one of them another name");
            }
        }
    }
}

fn assets(document: &Document) -> Vec<Asset> {
    let asset = |(name, written): &(At<Name>, super::document::AssetWritten)| Asset {
        name: name.value.clone(),
        chain: written.chain.clone(),
        decimals: written.decimals,
    };
    let mut assets: Vec<Asset> = document.assets.iter().map(asset).collect();
    assets.sort_unstable_by(|a, b| a.name.cmp(&b.name));
    assets
}

/// One point belongs to one person, under whatever scheme and sign.
fn shared_keys(document: &Document, report: &mut Report) {
    let mut people: Vec<_> = document.approvers.iter().chain(&document.requesters).collect();
    people.sort_by_key(|(name, _)| name.span.start);
    let mut owners: BTreeMap<[u8; 32], &Name> = BTreeMap::new();
    for (name, person) in people {
        for key in &person.keys {
            let owner = owners.entry(key.value.x_coordinate()).or_insert(&name.value);
            if **owner != name.value {
                let message = alloc::format!("`{owner}` and `{}` share a key", name.value);
                let help = "give each person a key of their own: one key is one person";
                report.add(ProblemCode::SharedKey, &key.span, message, help);
            }
        }
    }
}

fn people(written: &[(At<Name>, PersonWritten)], report: &mut Report) -> Vec<Person> {
    let mut people = Vec::new();
    for (name, person) in written {
        if let (Some(from), Some(until)) = (&person.active_from, &person.active_until)
            && from.value >= until.value
        {
            let message = alloc::format!("`{}` is never active: from {} until {}", name.value, from.value, until.value);
            let help = "write an `active_until` after `active_from`";
            report.add(ProblemCode::NeverActive, &until.span, message, help);
        }
        let instant = |at: &Option<At<Instant>>| at.as_ref().map(|at| at.value);
        people.push(Person {
            name: name.value.clone(),
            keys: person.keys.iter().map(|key| key.value.clone()).collect(),
            active: Active { from: instant(&person.active_from), until: instant(&person.active_until) },
        });
    }
    people.sort_unstable_by(|a, b| a.name.cmp(&b.name));
    people
}

fn groups(document: &Document, roll: &Roll, report: &mut Report) -> BTreeMap<Name, People> {
    let mut groups = BTreeMap::new();
    for (name, members) in &document.groups {
        let mut people = People::NOBODY;
        for member in members {
            match roll.named(member.value.as_str()) {
                Some(Signer::Approver(person)) => people = people.with(person),
                Some(Signer::Requester(_)) => {
                    let message = alloc::format!("`{}` is a requester, and a group holds approvers only", member.value);
                    report.add(ProblemCode::UnknownName, &member.span, message, "name an approver");
                }
                None => {
                    let known = roll.approvers.iter().map(|person| person.name.as_str());
                    unknown("approver", member, known, report);
                }
            }
        }
        groups.insert(name.value.clone(), people);
    }
    groups
}

fn lists(document: &Document, assets: &[Asset], report: &mut Report) -> Lists {
    let mut lists: Vec<_> = document.lists.iter().collect();
    lists.sort_by(|(a, _), (b, _)| a.value.cmp(&b.value));
    let mut listed = Vec::new();
    let chains: BTreeSet<&crate::domain::chain::Chain> = assets.iter().map(|asset| &asset.chain).collect();
    for (place, (name, list)) in lists.iter().enumerate() {
        let mut seen = BTreeSet::new();
        for entry in &list.entries {
            let destination = &entry.value.destination;
            if !seen.insert(destination) {
                let message = alloc::format!("`{}` holds {destination} twice", name.value);
                report.add(ProblemCode::RepeatedEntry, &entry.span, message, "keep one of the two entries");
            }
            if !chains.contains(destination.chain()) {
                let message = alloc::format!("no asset is on the chain `{}`", destination.chain());
                let help = "name the chain of one of the assets, or add the asset";
                report.add(ProblemCode::StrayChain, &entry.span, message, help);
            }
            let added = entry.value.added.unwrap_or(Instant::EARLIEST);
            let permits_from = list.cooling_off.map_or(Instant::EARLIEST, |cooling_off| added.after(cooling_off));
            listed.push(Listed { list: ListId(place), destination: destination.clone(), permits_from });
        }
    }
    Lists::new(lists.iter().map(|(name, _)| name.value.clone()).collect(), listed)
}

/// A payout and an approval outlive the longest delay, or nothing delayed could ever leave.
fn lifetimes(document: &Document, report: &mut Report) {
    let delays = document.rules.iter().filter_map(|rule| Some((&rule.name, rule.delay.as_ref()?.value.span)));
    let Some((rule, longest)) = delays.max_by_key(|(_, delay)| *delay) else { return };
    for (key, ttl) in [("payout_ttl", &document.payout_ttl), ("approval_ttl", &document.approval_ttl)] {
        if ttl.value <= longest {
            let message =
                alloc::format!("`{key}` of {} does not outlast the delay of {longest} in `{}`", ttl.value, rule.value);
            let help = alloc::format!("write `{key}` above {longest}, with time left to sign in");
            report.add(ProblemCode::ShortLifetime, &ttl.span, message, help);
        }
    }
}
