//! Generated batch cases, biased to boundaries; every signature is real.
pub mod approvals;
pub mod keys;
pub mod ledger;
pub mod making;
pub mod plan;
pub mod policy_text;
pub mod quotes;
pub mod refused;
pub mod rng;
pub mod rules_text;
pub mod world;

use crate::input::{self, Payout};
use crate::policy::{Max, Policy};
use crate::scope::{Case, small, ten};
use crate::value::{print_instant, shortest};
use crypto_bigint::{NonZero, U512};
use making::ledger_text;
use plan::Plan;
use rng::Rng;
use serde_json::{Value, json};

pub fn cases(seed: u64, n: usize) -> impl Iterator<Item = Value> {
    (0..n).map(move |i| case(seed, i))
}

/// The i-th of the cases of a seed.
pub fn case(seed: u64, i: usize) -> Value {
    let state = seed.wrapping_mul(0x1000_0000_01b3).wrapping_add(i as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let (mut out, kind) = made(&mut Rng::seeded(state));
    out["name"] = format!("s{seed}-{i}-{kind}").into();
    out
}

/// The case that these bytes choose, for whoever searches among cases.
pub fn case_of(bytes: &[u8]) -> Value {
    let (mut out, kind) = made(&mut Rng::chosen_by(bytes));
    out["name"] = kind.into();
    out
}

fn made(rng: &mut Rng) -> (Value, &'static str) {
    let refuse = rng.chance(10);
    let mut out = whole(rng);
    let kind = if refuse { refused::spoil(rng, &mut out) } else { "plain" };
    (out, kind)
}

/// A case whose policy loads.
fn whole(rng: &mut Rng) -> Value {
    loop {
        let p = plan::plan(rng);
        let source = policy_text::policy_text(rng, &p);
        match crate::load::load(&source) {
            Ok(policy) => return around(rng, &p, &source, &policy),
            Err(reason) => {
                if std::env::var_os("MODEL_SHOW_REFUSED").is_some() {
                    eprintln!("{reason}");
                }
            }
        }
    }
}

fn around(rng: &mut Rng, p: &Plan, source: &str, policy: &Policy) -> Value {
    let mut payout = payout(rng, p, policy);
    let reserved = rng.chance(20);
    let mut lines = ledger::lines(rng, p, policy, &payout);
    let quotes = if policy.prices.is_some() { quotes::quotes(rng, p) } else { Vec::new() };
    if let Some(units) = boundary_amount(rng, p, policy, &payout, &lines, &quotes) {
        payout["amount"] = format!("{} {}", shortest(units, world::decimals(p.asset)), p.asset).into();
    }
    lengthen(rng, policy, &mut payout);
    if reserved && rng.chance(92) || rng.chance(2) {
        let own = ledger::own_line(rng, p, &payout);
        let at = rng.below(lines.len() + 1);
        lines.insert(at, own);
    }
    strange(rng, p, &mut payout);
    let read = input::payout(&payout, policy).unwrap_or_else(|e| panic!("{e}: {payout}"));
    let approvals = approvals::approvals(rng, p, policy, &read);
    let other = "cd".repeat(32);
    let (version, sha256) = match rng.below(120) {
        0 => (policy.version, other.as_str()),
        1 => (policy.version + 1, other.as_str()),
        2..24 if policy.version > 1 => (policy.version - 1, other.as_str()),
        _ => (policy.version, policy.sha256.as_str()),
    };
    let mut out = json!({
        "name": "", "policy": source, "payout": payout, "approvals": approvals,
        "ledger": ledger_text(policy, version, sha256, &lines), "at": print_instant(p.at),
    });
    if !quotes.is_empty() || rng.chance(10) {
        out["prices"] = quotes.into();
    }
    if reserved || rng.chance(10) {
        out["reserved"] = reserved.into();
    }
    out
}

fn payout(rng: &mut Rng, p: &Plan, policy: &Policy) -> Value {
    let (to, tag) = destination(rng, p, policy);
    let initiator = if p.signed && rng.chance(95) {
        initiator(rng, policy)
    } else {
        rng.pick(&["robot-9", "carol", "shop", "bob"]).to_string()
    };
    let mut out = json!({
        "id": rng.pick(&["po-000123", "4711", "PO.x_1"]), "wallet": rng.pick(&p.wallets), "to": to, "initiator": initiator,
        "amount": policy_text::amount(p.asset, rng.pick(if p.friendly { &[1, 2, 3, 5, 9] } else { &[1, 3, 5, 9, 20, 45] })),
        "submitted_at": print_instant(p.submitted),
    });
    if let Some(tag) = tag {
        out["tag"] = tag.into();
    }
    if rng.chance(if p.friendly { 97 } else { 88 }) {
        out["fee"] = rules_text::fee(rng, p.asset).into();
    }
    if rng.chance(if policy.payload_required { 85 } else { 10 }) {
        out["payload_sha256"] = "0f".repeat(32).into();
    }
    if rng.chance(20) {
        out["note"] = rng.pick(&["invoice 17", "a:b", "x", "~!@#$%^&*()"]).into();
    }
    out
}

/// Somebody a covering rule would have.
fn initiator(rng: &mut Rng, policy: &Policy) -> String {
    let everyone: Vec<String> = policy.approvers.keys().chain(policy.requesters.keys()).cloned().collect();
    let fit: Vec<String> = everyone
        .iter()
        .filter(|who| policy.rules.iter().any(|r| r.is_covering() && policy.among(&r.sel.initiators, who)))
        .cloned()
        .collect();
    let outside: Vec<String> = fit.iter().filter(|who| policy.requesters.contains_key(*who)).cloned().collect();
    if !outside.is_empty() && rng.chance(60) {
        return rng.pick(&outside);
    }
    if fit.is_empty() { rng.pick(&everyone) } else { rng.pick(&fit) }
}

fn destination(rng: &mut Rng, p: &Plan, policy: &Policy) -> (String, Option<String>) {
    let chain = world::chain(p.asset);
    let permitted = |l: &str| {
        let rule_names =
            |r: &crate::policy::Rule| matches!(&r.sel.to, crate::policy::To::To(lists) if lists.iter().any(|x| x == l));
        policy.rules.iter().any(|r| r.is_covering() && rule_names(r))
    };
    let narrow = rng.chance(60) && policy.lists.keys().any(|l| permitted(l));
    let listed: Vec<(String, Option<String>)> = policy
        .lists
        .iter()
        .filter(|(name, _)| !narrow || permitted(name))
        .flat_map(|(_, list)| list)
        .filter(|e| e.to.chain == chain && (!narrow || p.fresh || e.permits_from <= p.at + 1))
        .map(|e| (e.to.address.clone(), e.to.tag.clone()))
        .collect();
    if p.outside && !p.fresh && rng.chance(85) {
        let free = |(to, tag): &(String, Option<&str>)| {
            let to = crate::address::destination(chain, to, *tag).unwrap();
            !policy.lists.values().any(|l| crate::policy::touches(l, &to))
        };
        let all: Vec<_> = world::destinations(chain).into_iter().filter(free).collect();
        if !all.is_empty() {
            let (to, tag) = rng.pick(&all);
            return (to, tag.map(str::to_string));
        }
    }
    if !listed.is_empty() && rng.chance(if narrow { 90 } else { 65 }) {
        return rng.pick(&listed);
    }
    let (to, tag) = rng.pick(&world::destinations(chain));
    (to, tag.map(str::to_string))
}

/// An amount on, one under or one over some limit or tier, given what the ledger holds.
fn boundary_amount(
    rng: &mut Rng,
    p: &Plan,
    policy: &Policy,
    payout: &Value,
    lines: &[Value],
    quotes: &[Value],
) -> Option<u128> {
    if rng.chance(30) {
        return None;
    }
    let text = ledger_text(policy, 1, &"0".repeat(64), lines);
    let ledger = input::ledger(&text, policy).unwrap_or_else(|e| panic!("{e}: {text}"));
    let read: Payout = input::payout(payout, policy).unwrap();
    let quotes: Vec<input::Quote> = quotes.iter().map(|q| input::quote(q).unwrap()).collect();
    let case = Case {
        policy,
        payout: &read,
        money: read.money.as_ref()?,
        ledger: &ledger,
        quotes: &quotes,
        judged: &[],
        now: p.at,
        reserved: true,
    };
    let mut edges = Vec::new();
    let rules = policy
        .rules
        .iter()
        .filter(|r| case.selected(&r.sel))
        .filter_map(|r| r.above.as_ref().map(|(m, window)| (m, *window, &r.sel, &r.each)));
    let limits = policy.limits.iter().filter(|l| case.selected(&l.sel)).filter_map(|l| match &l.max {
        Max::Amount(m, window) => Some((m, *window, &l.sel, &l.each)),
        _ => None,
    });
    for (money, window, sel, each) in rules.chain(limits) {
        if money.of != p.asset && !policy.is_currency(&money.of) {
            continue;
        }
        let entries = window.map_or(vec![], |w| case.counted(sel, each, w, p.at));
        let worth = entries.iter().map(|line| case.line_worth(line, &money.of).unwrap_or(0));
        let spent = worth.fold(0, u128::saturating_add);
        let left = money.units.saturating_sub(spent);
        if policy.is_currency(&money.of) {
            edges.extend(in_asset(&case, p.asset, left));
        } else {
            edges.push(left);
        }
        if rng.chance(15) {
            edges.push(money.units); // "the amount alone"
        }
    }
    edges.retain(|units| *units > 0);
    if edges.is_empty() {
        return None;
    }
    edges.sort();
    let edge = if p.friendly && rng.chance(75) { edges[0] } else { rng.pick(&edges) };
    let units = match rng.below(if p.friendly { 7 } else { 4 }) {
        0 => edge.saturating_add(1),
        1 | 6 => edge.saturating_sub(1),
        _ => edge,
    };
    (units > 0).then_some(units)
}

/// The largest amount whose value is at most so much, and the next.
fn in_asset(case: &Case, asset: &str, value: u128) -> Option<u128> {
    let bottom = U512::from(case.price(asset)?).wrapping_mul(&ten(case.policy.prices.as_ref()?.decimals));
    let top = U512::from(value).wrapping_mul(&ten(case.policy.assets[asset].decimals + 18));
    small(&top.div_rem(&NonZero::new(bottom).unwrap()).0)
}

/// Now and then a statement of just 640 bytes, or one more.
fn lengthen(rng: &mut Rng, policy: &Policy, payout: &mut Value) {
    if !rng.chance(2) {
        return;
    }
    payout["payload_sha256"] = "0f".repeat(32).into();
    payout["id"] = "p".repeat(64).into();
    let fits = |payout: &Value| {
        let read = input::payout(payout, policy).unwrap();
        crate::statement::refuse_long(policy, &read, read.money.as_ref().unwrap()).is_ok()
    };
    let mut longest = 0;
    for n in 1..=64 {
        payout["note"] = "n".repeat(n).into();
        if fits(payout) {
            longest = n;
        }
    }
    payout["note"] = "n".repeat((longest + rng.below(2)).clamp(1, 64)).into();
}

/// Unknown wallets and assets: answered, not refused.
fn strange(rng: &mut Rng, p: &Plan, payout: &mut Value) {
    match rng.below(160) {
        0 => payout["wallet"] = "cold-9".into(),
        1 => payout["amount"] = "1.5 DOGE".into(),
        2 => payout["fee"] = rng.pick(&["0.1 DOGE", "0 DOGE"]).into(),
        3 => {
            let other = rng.pick(&p.assets);
            payout["fee"] = rules_text::fee(rng, other).into();
        }
        4 => {
            payout["amount"] = "1.5 DOGE".into();
            payout["to"] = "not read!".into();
        }
        _ => {}
    }
}
