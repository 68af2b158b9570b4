//! A policy written around a plan: mostly valid, its instants and amounts on the edges of the plan.
use super::plan::{Plan, array};
use super::rng::Rng;
use super::rules_text::{block, caps, limit, rule};
use super::world::{self, decimals};
use crate::value::{print_instant, shortest};

/// Tenths of a whole unit; for the huge asset eighths of all there can be.
pub fn amount(asset: &str, tenths: i64) -> String {
    let d = decimals(asset);
    let units = match (asset, d) {
        ("BIG", _) => (u128::MAX / 80).saturating_mul(tenths.clamp(1, 80) as u128),
        (_, 0) => tenths as u128,
        _ => 10u128.pow(d as u32 - 1).saturating_mul(tenths as u128),
    };
    format!("{} {asset}", shortest(units.max(1), d))
}

pub fn policy_text(rng: &mut Rng, p: &Plan) -> String {
    let version = rng.pick(&[1, 1, 2, 7]);
    let mut t =
        format!("schema = 1\nrealm = \"acme-{}\"\nname = \"hot\"\nversion = {version}\n", rng.pick(&["prod", "test"]));
    if version > 1 {
        t += &format!("previous = \"{}\"\n", "ab".repeat(32));
    }
    let payload = if rng.chance(10) { "required" } else { "optional" };
    t += &format!(
        "wallets = {}\npayout_ttl = \"{}\"\napproval_ttl = \"{}\"\nclock_skew = \"{}\"\npayload = \"{payload}\"\n",
        array(&p.wallets),
        p.payout_ttl.0,
        p.approval_ttl.0,
        p.skew.0
    );
    if rng.chance(30) {
        t += &format!("initiator_may_approve = {}\n", rng.chance(60));
    }
    if rng.chance(20) {
        t += "title = \"Hot wallets — Zürich\"\n";
    }
    for asset in &p.assets {
        t += &format!("[assets.{asset}]\nchain = \"{}\"\ndecimals = {}\n", world::chain(asset), decimals(asset));
    }
    for who in &p.approvers {
        t += &person(rng, p, "approvers", who);
    }
    if p.signed || rng.chance(50) {
        for who in world::REQUESTERS {
            t += &person(rng, p, "requesters", who);
        }
    }
    t += &format!(
        "[groups]\nops = {}\nrisk = {}\nboard = {}\n",
        array(&p.approvers[..3]),
        array(&p.approvers[2..4]),
        array(&p.approvers[1..])
    );
    for list in &p.lists {
        t += &list_text(rng, p, list);
    }
    if p.priced {
        t += &prices(rng, p);
    }
    for i in 0..rng.between(1, 2) {
        t += &rule(rng, p, &format!("cover-{i}"), true);
    }
    for i in 0..rng.between(0, 3) {
        t += &rule(rng, p, &format!("tier-{i}"), false);
    }
    t += &caps(rng, p);
    for i in 0..rng.between(0, 3) {
        t += &limit(rng, p, i);
    }
    for i in 0..if p.friendly { rng.pick(&[0, 0, 0, 0, 1]) } else { rng.pick(&[0, 0, 0, 1, 1, 2]) } {
        t += &block(rng, p, i);
    }
    t
}

fn person(rng: &mut Rng, p: &Plan, kind: &str, who: &str) -> String {
    let mut t = format!("[{kind}.{who}]\nkeys = {}\n", array(&world::key_texts(who)));
    if rng.chance(if p.friendly { 6 } else { 18 }) {
        let from =
            rng.pick(&[p.at, p.at - p.delays[0].1, p.submitted, p.at + 3600, p.expiry() - 1, p.expiry()]) + rng.edge();
        let until = rng.pick(&[p.at, p.at + 1, p.at + 7200, p.at - p.delays[0].1 / 2]) + rng.edge();
        let (with_from, with_until) = rng.pick(&[(true, false), (false, true), (true, true)]);
        if with_from && (!with_until || from < until) {
            t += &format!("active_from = {}\n", print_instant(from));
        }
        if with_until {
            t += &format!("active_until = {}\n", print_instant(until).replace('Z', "+00:00"));
        }
    }
    if rng.chance(10) {
        t += "org = \"acme\"\nautomated = false\n";
    }
    t
}

fn list_text(rng: &mut Rng, p: &Plan, list: &str) -> String {
    let cooling = if p.fresh || rng.chance(50) { Some(rng.pick(&p.coolings)) } else { None };
    let mut t = format!("[lists.{list}]\n");
    if let Some((text, _)) = &cooling {
        t += &format!("cooling_off = \"{text}\"\n");
    }
    let mut entries = Vec::new();
    for asset in &p.assets {
        let all = world::destinations(world::chain(asset));
        for (address, tag) in rng.some(
            &all,
            if p.fresh {
                80
            } else if *asset == p.asset {
                45
            } else {
                20
            },
        ) {
            let mut e = format!("{{ chain = \"{}\", address = \"{address}\"", world::chain(asset));
            if let Some(tag) = tag {
                e += &format!(", tag = \"{tag}\"");
            }
            let off = cooling.as_ref().map_or(0, |c| c.1);
            let added = match if p.fresh { 8 } else { rng.below(10) } {
                0..6 => p.at - off - rng.between(2, 900_000),
                6..8 => p.at - off + rng.edge(),
                8 => p.at - rng.between(0, off),
                _ => p.expiry() - off + rng.edge(),
            };
            if cooling.is_some() || rng.chance(30) {
                e += &format!(", added = {}", print_instant(added));
            }
            entries.push((address.clone(), tag, e + " }"));
        }
    }
    // One destination once: spellings of one address are dropped but for the first.
    let mut kept: Vec<(String, Option<&str>, String)> = Vec::new();
    for one in entries {
        let same = |k: &(String, Option<&str>, String)| {
            let known = one.0.starts_with("0x")
                || one.0.to_lowercase().starts_with("bc1")
                || one.0.to_lowercase().starts_with("tb1");
            let equal = if known { k.0.eq_ignore_ascii_case(&one.0) } else { k.0 == one.0 };
            let chain = |e: &str| e.split('"').nth(1).unwrap().to_string();
            equal && k.1 == one.1 && chain(&k.2) == chain(&one.2)
        };
        if !kept.iter().any(same) {
            kept.push(one);
        }
    }
    let texts: Vec<String> = kept.into_iter().map(|k| k.2).collect();
    t + &format!("entries = [\n  {}\n]\n", texts.join(",\n  "))
}

/// A price in the currency for the first asset of a kind; the others around it.
pub fn nominal_price(asset: &str) -> u128 {
    let ten18 = 10u128.pow(18);
    match asset {
        "BTC" => 100_000 * ten18,
        "ETH" => 3_333 * ten18 + ten18 / 3,
        "USDC" => ten18,
        "BIG" => 2 * ten18,
        "XRP" | "XLM" => ten18 / 7,
        _ => 5 * ten18 + 1,
    }
}

fn prices(rng: &mut Rng, p: &Plan) -> String {
    let mut t = format!("[prices]\ncurrency = \"USD\"\ndecimals = {}\n", rng.pick(&[2, 2, 0, 6]));
    if rng.chance(85) {
        let feeds = rng.pick(&["1 of ops", "2 of ops", "2 of board", "1 of (alice, bob)", "1 of alice and 1 of board"]);
        t += &format!("feeds = \"{feeds}\"\nmax_age = \"{}\"\n", p.max_age.0);
    }
    let (mut fixed, mut bounds) = (Vec::new(), Vec::new());
    for asset in &p.assets {
        let nominal = nominal_price(asset);
        match rng.below(10) {
            0..3 => fixed.push(format!("{asset} = \"{}\"", shortest(nominal, 18))),
            3..8 => bounds.push(format!(
                "{asset} = [\"{}\", \"{}\"]",
                shortest(nominal / 2, 18),
                shortest(nominal + nominal / 10, 18)
            )),
            _ => {}
        }
    }
    t += &format!("fixed = {{ {} }}\nbounds = {{ {} }}\n", fixed.join(", "), bounds.join(", "));
    t
}

fn money(rng: &mut Rng, p: &Plan, asset: Option<&str>) -> String {
    let tenths = rng.between(5, 300);
    match asset {
        Some(asset) => amount(asset, tenths),
        None => {
            let whole = nominal_price(p.asset) / 10u128.pow(18) * tenths as u128 / 10 + 1;
            format!("{whole} USD")
        }
    }
}

pub(super) fn rate(rng: &mut Rng, p: &Plan, asset: Option<&str>, window_only: bool) -> (String, bool) {
    let window = window_only || rng.chance(70);
    let per = if window { rng.pick(&p.windows).0 } else { "payout".to_string() };
    (format!("{} per {per}", money(rng, p, asset)), window)
}

pub(super) fn quorum(rng: &mut Rng) -> &'static str {
    if rng.chance(40) {
        return rng.pick(&["1 of ops", "1 of board", "2 of board", "1 of (bob, risk)", "1 of ops or 1 of risk"]);
    }
    rng.pick(&[
        "1 of ops",
        "2 of ops",
        "2 of ops",
        "3 of ops",
        "1 of risk",
        "2 of board",
        "1 of ops and 1 of risk",
        "2 of ops and 1 of risk",
        "1 of alice",
        "all of risk",
        "(1 of alice and 1 of risk) or 2 of board",
        "1 of (bob, risk)",
        "(2 of ops or 1 of dave) and 1 of board",
        "all of ops",
    ])
}

pub(super) fn destination_choice(rng: &mut Rng, p: &Plan, required: bool) -> String {
    if p.fresh && required && !p.lists.is_empty() {
        return format!("to = {}\n", array(&rng.some(&p.lists, 80)));
    }
    if p.lists.is_empty() || rng.chance(if p.outside { 15 } else { 50 }) {
        return if required { "to = \"any\"\n".to_string() } else { String::new() };
    }
    let key = if rng.chance(if p.outside {
        90
    } else if required {
        35
    } else {
        50
    }) {
        "not_to"
    } else {
        "to"
    };
    format!("{key} = {}\n", array(&rng.some(&p.lists, 50)))
}

pub(super) fn initiators(rng: &mut Rng) -> String {
    let all = [
        "[\"ops\"]",
        "[\"board\"]",
        "\"requesters\"",
        "[\"merchant-17\", \"ops\"]",
        "[\"alice\", \"shop\"]",
        "[\"board\", \"merchant-17\", \"shop\"]",
    ];
    format!("initiators = {}\n", rng.pick(&all))
}
