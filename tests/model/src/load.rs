//! SPEC section 2: a policy out of its text, or the reason it is refused.
use crate::address::{chain, destination};
use crate::load_rules::{limit, rule, selectors};
use crate::policy::*;
use crate::quorum::{Sets, parse};
use crate::toml_read::*;
use crate::value::{Res, duration, hex64, name, no_twins, units};
use std::collections::{BTreeMap, BTreeSet};
use toml::{Table, Value};

pub fn load(source: &str) -> Res<Policy> {
    clean(source)?;
    let t: Table = source.parse().map_err(|e| format!("{e}"))?;
    clean_value(&Value::Table(t.clone()))?;
    let required = [
        "schema",
        "realm",
        "name",
        "version",
        "wallets",
        "payout_ttl",
        "approval_ttl",
        "clock_skew",
        "payload",
        "assets",
    ];
    let optional = [
        "previous",
        "initiator_may_approve",
        "title",
        "approvers",
        "requesters",
        "groups",
        "lists",
        "rules",
        "limits",
        "blocks",
        "prices",
    ];
    keys(&t, &required, &optional)?;
    integer(&t, "schema", 1, 1)?;
    let version = integer(&t, "version", 1, i64::MAX)?;
    // "`previous` from version 2 on and only then"
    match optional_text(&t, "previous")? {
        Some(text) if version >= 2 => drop(hex64(text)?),
        None if version == 1 => {}
        _ => return Err("`previous` from version 2 on and only then".to_string()),
    }
    free_text(&t, "title")?;
    let wallets = strings(&t["wallets"])?;
    wallets.iter().try_for_each(|w| name(w).map(drop))?;
    no_twins(&wallets, "wallets")?;
    let clock_skew = duration(text(&t, "clock_skew")?, true)?;
    if clock_skew > 3600 {
        return Err("`clock_skew` is at most 1h".to_string());
    }
    let mut policy = Policy {
        realm: name(text(&t, "realm")?)?,
        name: name(text(&t, "name")?)?,
        version: version as u64,
        sha256: crate::sign::hex(&crate::sign::sha256(source.as_bytes())),
        wallets,
        payout_ttl: duration(text(&t, "payout_ttl")?, false)?,
        approval_ttl: duration(text(&t, "approval_ttl")?, false)?,
        clock_skew,
        payload_required: match text(&t, "payload")? {
            "optional" => false,
            "required" => true,
            other => return Err(format!("`{other}` is neither optional nor required")),
        },
        initiator_may_approve: boolean(&t, "initiator_may_approve")?,
        assets: assets(&t)?,
        approvers: people(&t, "approvers")?,
        requesters: people(&t, "requesters")?,
        groups: BTreeMap::new(),
        lists: BTreeMap::new(),
        rules: Vec::new(),
        limits: Vec::new(),
        blocks: Vec::new(),
        prices: None,
    };
    if policy.approvers.len() > 128 {
        return Err("more than 128 approvers".to_string());
    }
    policy.groups = groups(&t, &policy)?;
    let taken: Vec<String> =
        policy.approvers.keys().chain(policy.requesters.keys()).chain(policy.groups.keys()).cloned().collect();
    no_twins(&taken, "approvers, requesters and groups")?;
    policy.lists = lists(&t, &policy)?;
    let sets = sets(&policy);
    policy.prices = prices(&t, &policy, &sets)?;
    for (name, table) in listed(&t, "rules")? {
        policy.rules.push(rule(name, table, &policy, &sets)?);
    }
    for (name, table) in listed(&t, "limits")? {
        policy.limits.push(limit(name, table, &policy)?);
    }
    for (name, table) in listed(&t, "blocks")? {
        keys(table, &["name"], &["assets", "wallets", "to", "not_to", "initiators", "reason"])?;
        free_text(table, "reason")?;
        if !["assets", "wallets", "to", "not_to", "initiators"].iter().any(|key| table.contains_key(*key)) {
            return Err("a block has at least one selector".to_string());
        }
        policy.blocks.push(Block { name, sel: selectors(table, &policy, false)? });
    }
    crate::refuse::refuse_besides(&policy)?;
    Ok(policy)
}

fn assets(t: &Table) -> Res<BTreeMap<String, Asset>> {
    let mut out = BTreeMap::new();
    for (name, a) in named(t, "assets")? {
        keys(a, &["chain", "decimals"], &[])?;
        out.insert(name, Asset { chain: chain(text(a, "chain")?)?, decimals: integer(a, "decimals", 0, 36)? as u32 });
    }
    Ok(out)
}

fn people(t: &Table, kind: &str) -> Res<BTreeMap<String, Person>> {
    let mut out = BTreeMap::new();
    for (who, p) in named(t, kind)? {
        keys(p, &["keys"], &["org", "device", "site", "automated", "active_from", "active_until"])?;
        for fact in ["org", "device", "site"] {
            optional_text(p, fact)?.map(name).transpose()?;
        }
        boolean(p, "automated")?;
        let texts = strings(&p["keys"])?;
        if texts.len() > 8 {
            return Err(format!("`{who}` has more than 8 keys"));
        }
        let keys =
            texts.into_iter().map(|k| crate::sign::parse_key(&k).map(|key| (k, key))).collect::<Res<Vec<_>>>()?;
        let (from, until) = (instant(p, "active_from")?, instant(p, "active_until")?);
        if let (Some(from), Some(until)) = (from, until)
            && from >= until
        {
            return Err(format!("`{who}`: active_from ≥ active_until"));
        }
        out.insert(who, Person { keys, active_from: from, active_until: until });
    }
    Ok(out)
}

fn groups(t: &Table, policy: &Policy) -> Res<BTreeMap<String, Vec<String>>> {
    let mut out = BTreeMap::new();
    for (group, members) in table(t, "groups")?.into_iter().flatten() {
        let members = strings(members)?;
        // "approvers only"
        if let Some(stranger) = members.iter().find(|m| !policy.approvers.contains_key(*m)) {
            return Err(format!("`{stranger}` of `{group}` is no approver"));
        }
        out.insert(name(group)?, members);
    }
    Ok(out)
}

fn sets(policy: &Policy) -> Sets {
    let mut sets: Sets = policy.groups.iter().map(|(g, m)| (g.clone(), m.iter().cloned().collect())).collect();
    sets.extend(policy.approvers.keys().map(|a| (a.clone(), BTreeSet::from([a.clone()]))));
    sets
}

fn lists(t: &Table, policy: &Policy) -> Res<BTreeMap<String, List>> {
    let mut out = BTreeMap::new();
    for (name, l) in named(t, "lists")? {
        keys(l, &["entries"], &["cooling_off"])?;
        let cooling_off = optional_text(l, "cooling_off")?.map(|d| duration(d, false)).transpose()?;
        let mut entries: Vec<Entry> = Vec::new();
        for item in l["entries"].as_array().ok_or("`entries` must be an array")? {
            let e = item.as_table().ok_or("an entry must be a table")?;
            keys(e, &["chain", "address"], &["tag", "added", "label"])?;
            free_text(e, "label")?;
            let on = chain(text(e, "chain")?)?;
            if !policy.assets.values().any(|a| a.chain == on) {
                return Err(format!("`{on}` is no asset's chain"));
            }
            let to = destination(&on, text(e, "address")?, optional_text(e, "tag")?)?;
            let added = instant(e, "added")?;
            if cooling_off.is_some() && added.is_none() {
                return Err("`added` is required with cooling_off".to_string());
            }
            if entries.iter().any(|other| other.to == to) {
                return Err(format!("`{name}` has `{}` twice", to.address));
            }
            entries.push(Entry { to, added });
        }
        out.insert(name, List { cooling_off, entries });
    }
    Ok(out)
}

fn prices(t: &Table, policy: &Policy, sets: &Sets) -> Res<Option<Prices>> {
    let Some(p) = table(t, "prices")? else { return Ok(None) };
    keys(p, &["currency", "decimals"], &["feeds", "max_age", "fixed", "bounds"])?;
    let currency = name(text(p, "currency")?)?;
    if policy.assets.keys().any(|asset| asset.eq_ignore_ascii_case(&currency)) {
        return Err(format!("`{currency}` is an asset"));
    }
    let feeds = match (optional_text(p, "feeds")?, optional_text(p, "max_age")?) {
        (Some(feeds), Some(age)) => Some((parse(feeds, sets)?, duration(age, false)?)),
        (None, None) => None,
        _ => return Err("`feeds` goes with `max_age`".to_string()),
    };
    let known = |asset: &str| {
        if policy.assets.contains_key(asset) { Ok(()) } else { Err(format!("`{asset}` is no asset")) }
    };
    let mut fixed = BTreeMap::new();
    for (asset, price) in table(p, "fixed")?.into_iter().flatten() {
        known(asset)?;
        fixed.insert(asset.clone(), units(price.as_str().ok_or("a price is a string")?, 18, false)?);
    }
    let mut bounds = BTreeMap::new();
    for (asset, pair) in table(p, "bounds")?.into_iter().flatten() {
        known(asset)?;
        let pair = pair.as_array().filter(|a| a.len() == 2).ok_or("bounds are two prices")?;
        let price = |v: &Value| units(v.as_str().ok_or("a price is a string")?, 18, false);
        let (low, high) = (price(&pair[0])?, price(&pair[1])?);
        if low > high || fixed.contains_key(asset) {
            return Err(format!("`{asset}`: bounds with low > high, or also fixed"));
        }
        bounds.insert(asset.clone(), (low, high));
    }
    Ok(Some(Prices { currency, decimals: integer(p, "decimals", 0, 36)? as u32, feeds, fixed, bounds }))
}
