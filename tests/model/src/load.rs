//! SPEC section 2: a policy out of its text, or the reason it is refused.
use crate::address::{chain, destination, tag_text};
use crate::load_rules::{limit, rule, selectors};
use crate::policy::*;
use crate::quorum::{Sets, parse};
use crate::sign::{hex, parse_key, sha256};
use crate::table::*;
use crate::value::{Res, duration, given, hex64, name, no_twins, positive};
use std::collections::BTreeMap;
use toml::{Table, Value};

const KEYS: &str = "schema realm name version previous wallets payout_ttl approval_ttl clock_skew payload \
                    initiator_may_approve title assets approvers requesters groups lists rules limits blocks prices \
                    claims";

pub fn load(source: &str) -> Res<Policy> {
    clean(source)?;
    let t: Table = source.parse().map_err(|e| format!("{e}"))?;
    clean_value(&t.clone().into())?;
    known(&t, KEYS)?;
    integer(&t, "schema", 1, 1)?;
    let version = integer(&t, "version", 1, i64::MAX)?;
    // "`previous` from version 2 on and only then"
    if optional_text(&t, "previous", hex64)?.is_some() != (version >= 2) {
        return Err("`previous` from version 2 on and only then".to_string());
    }
    free_text(&t, "title")?;
    let wallets = texts(&t, "wallets")?.ok_or("`wallets` is missing")?;
    wallets.iter().try_for_each(|w| name(w).map(drop))?;
    no_twins(&wallets)?;
    let payload = text(&t, "payload", |word| given(word, ["optional", "required"].contains(&word), "such word"))?;
    let mut policy = Policy {
        realm: text(&t, "realm", name)?,
        name: text(&t, "name", name)?,
        version: version as u64,
        sha256: hex(&sha256(source.as_bytes())),
        wallets,
        payout_ttl: text(&t, "payout_ttl", duration)?,
        approval_ttl: text(&t, "approval_ttl", duration)?,
        // "`clock_skew` alone may be `0s`"
        clock_skew: text(&t, "clock_skew", |text| if text == "0s" { Ok(0) } else { duration(text) })?,
        payload_required: payload == "required",
        // What a policy claims of itself no decision asks: only the library reads it.
        claims: t.contains_key("claims"),
        initiator_may_approve: optional(&t, "initiator_may_approve", Value::as_bool)?.unwrap_or(false),
        assets: required(&t, "assets", Value::as_table).and_then(|_| assets(&t))?,
        approvers: people(&t, "approvers")?,
        requesters: people(&t, "requesters")?,
        ..Policy::default()
    };
    if policy.clock_skew > 3600 || policy.approvers.len() > 128 {
        return Err("`clock_skew` is at most 1h, and there are at most 128 approvers".to_string());
    }
    for (i, person) in policy.approvers.values_mut().enumerate() {
        person.seat = 1 << i;
    }
    policy.groups = groups(&t, &policy)?;
    no_twins(policy.approvers.keys().chain(policy.requesters.keys()).chain(policy.groups.keys()))?;
    policy.lists = lists(&t, &policy)?;
    let sets = sets(&policy);
    policy.prices = optional(&t, "prices", Value::as_table)?.map(|p| prices(p, &policy, &sets)).transpose()?;
    let rules = listed(&t, "rules")?.into_iter().map(|(name, table)| rule(name, table, &policy, &sets));
    policy.rules = rules.collect::<Res<_>>()?;
    let limits = listed(&t, "limits")?.into_iter().map(|(name, table)| limit(name, table, &policy));
    policy.limits = limits.collect::<Res<_>>()?;
    for (name, table) in listed(&t, "blocks")? {
        known(table, "name assets wallets to not_to initiators reason")?;
        free_text(table, "reason")?;
        if table.keys().all(|key| ["name", "reason"].contains(&key.as_str())) {
            return Err("a block has at least one selector".to_string());
        }
        policy.blocks.push((name, selectors(table, &policy, false)?));
    }
    crate::refuse::refuse_besides(&policy)?;
    Ok(policy)
}

fn assets(t: &Table) -> Res<BTreeMap<String, Asset>> {
    let asset = |(name, a): (String, &Table)| {
        known(a, "chain decimals")?;
        Ok((name, Asset { chain: text(a, "chain", chain)?, decimals: integer(a, "decimals", 0, 36)? as usize }))
    };
    named(t, "assets", Value::as_table)?.into_iter().map(asset).collect()
}

fn people(t: &Table, kind: &str) -> Res<BTreeMap<String, Person>> {
    let person = |(who, p): (String, &Table)| {
        known(p, "keys org device site automated active_from active_until")?;
        ["org", "device", "site"].iter().try_for_each(|fact| optional_text(p, fact, name).map(drop))?;
        optional(p, "automated", Value::as_bool)?;
        let keys = texts(p, "keys")?.filter(|keys| keys.len() <= 8).ok_or(format!("`{who}` has 1 to 8 keys"))?;
        let keys = keys.iter().map(|key| parse_key(key)).collect::<Res<_>>()?;
        let (active_from, active_until) = (moment(p, "active_from")?, moment(p, "active_until")?);
        if active_from.zip(active_until).is_some_and(|(from, until)| from >= until) {
            return Err(format!("`{who}`: active_from ≥ active_until"));
        }
        Ok((who, Person { keys, seat: 0, active_from, active_until }))
    };
    named(t, kind, Value::as_table)?.into_iter().map(person).collect()
}

fn groups(t: &Table, policy: &Policy) -> Res<BTreeMap<String, Vec<String>>> {
    let Some(groups) = optional(t, "groups", Value::as_table)? else { return Ok(BTreeMap::new()) };
    let group = |group: &String| {
        let members = texts(groups, group)?.unwrap();
        // "approvers only"
        match members.iter().find(|m| !policy.approvers.contains_key(*m)) {
            Some(stranger) => Err(format!("`{stranger}` of `{group}` is no approver")),
            None => Ok((name(group)?, members)),
        }
    };
    groups.keys().map(group).collect()
}

fn sets(policy: &Policy) -> Sets {
    let seats = |people: &[String]| people.iter().map(|who| policy.approvers[who].seat).fold(0, |all, one| all | one);
    let groups = policy.groups.iter().map(|(group, people)| (group.clone(), seats(people)));
    groups.chain(policy.approvers.iter().map(|(who, person)| (who.clone(), person.seat))).collect()
}

fn lists(t: &Table, policy: &Policy) -> Res<BTreeMap<String, Vec<Entry>>> {
    let list = |(name, l): (String, &Table)| {
        known(l, "entries cooling_off")?;
        let cooling_off = optional_text(l, "cooling_off", duration)?;
        let mut entries: Vec<Entry> = Vec::new();
        for e in required(l, "entries", tables)? {
            known(e, "chain address tag added label")?;
            free_text(e, "label")?;
            let on = text(e, "chain", chain)?;
            let tag = optional_text(e, "tag", tag_text)?;
            let to = text(e, "address", |address| destination(&on, address, tag.as_deref()))?;
            let added = moment(e, "added")?;
            if !policy.assets.values().any(|a| a.chain == on) || entries.iter().any(|other| other.to == to) {
                return Err(format!("`{name}` has `{to:?}` twice, or its chain is no asset's"));
            }
            let permits_from = match cooling_off {
                Some(off) => added.ok_or("`added` is required with cooling_off")? + off,
                None => i64::MIN,
            };
            entries.push(Entry { to, permits_from });
        }
        Ok((name, entries))
    };
    named(t, "lists", Value::as_table)?.into_iter().map(list).collect()
}

fn prices(p: &Table, policy: &Policy, sets: &Sets) -> Res<Prices> {
    known(p, "currency decimals feeds max_age fixed bounds")?;
    let currency = text(p, "currency", name)?;
    no_twins(policy.assets.keys().chain([&currency]))?;
    let feeds = optional_text(p, "feeds", |feeds| parse(feeds, sets))?;
    let max_age = optional_text(p, "max_age", duration)?;
    if feeds.is_some() != max_age.is_some() {
        return Err("`feeds` goes with `max_age`".to_string());
    }
    let price = |text: &str| positive(text, 18);
    let fixed = named(p, "fixed", Value::as_str)?.into_iter().map(|(asset, text)| Ok((asset, price(text)?)));
    let fixed: BTreeMap<String, u128> = fixed.collect::<Res<_>>()?;
    let mut bounds = BTreeMap::new();
    for (asset, pair) in named(p, "bounds", strings)? {
        let [low, high] = &pair[..] else { return Err(format!("`{asset}`: bounds are two prices")) };
        let (low, high) = (price(low)?, price(high)?);
        if low > high || fixed.contains_key(&asset) {
            return Err(format!("`{asset}`: bounds with low > high, or also fixed"));
        }
        bounds.insert(asset, (low, high));
    }
    if let Some(stranger) = fixed.keys().chain(bounds.keys()).find(|asset| !policy.assets.contains_key(*asset)) {
        return Err(format!("`{stranger}` is no asset"));
    }
    Ok(Prices { currency, decimals: integer(p, "decimals", 0, 36)? as usize, feeds: feeds.zip(max_age), fixed, bounds })
}
