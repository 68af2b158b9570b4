//! Ledgers with entries on the edges of every window, in all states, of named and unnamed assets and wallets.
use super::plan::Plan;
use super::policy_text::{amount, nominal_price};
use super::rng::Rng;
use super::rules_text::fee;
use super::world::{chain, destinations};
use crate::policy::Policy;
use crate::value::print_instant;
use serde_json::{Value, json};

pub fn lines(rng: &mut Rng, p: &Plan, policy: &Policy, payout: &Value) -> Vec<Value> {
    let n = if p.friendly { rng.pick(&[0, 0, 1, 2, 3, 5]) } else { rng.pick(&[0, 1, 2, 4, 6, 9]) };
    (0..n).map(|i| line(rng, p, policy, payout, i)).collect()
}

fn line(rng: &mut Rng, p: &Plan, policy: &Policy, payout: &Value, i: usize) -> Value {
    let asset = match rng.below(20) {
        0..14 => p.asset,
        14..19 => rng.pick(&p.assets),
        _ => "OLD",
    };
    let asset = if p.friendly && asset == "OLD" && rng.chance(60) { p.asset } else { asset };
    let wallet = if rng.chance(8) { "old-wallet" } else { rng.pick(&p.wallets) };
    let tenths = rng.pick(&[1, 3, 7, 20, 33, 60]);
    let money = if asset == "OLD" { "12.5 OLD".to_string() } else { amount(asset, tenths) };
    let entries = policy.lists.values().flatten();
    let listed: Vec<(String, Option<String>)> = entries
        .filter(|e| asset != "OLD" && e.to.chain == chain(asset))
        .map(|e| (e.to.address.clone(), e.to.tag.clone()))
        .collect();
    let (to, tag) = if asset == p.asset && rng.chance(if p.outside { 20 } else { 45 }) {
        (payout["to"].as_str().unwrap().to_string(), payout.get("tag").and_then(Value::as_str).map(str::to_string))
    } else if !listed.is_empty() && rng.chance(if p.outside { 95 } else { 40 }) {
        rng.pick(&listed)
    } else {
        let (to, tag) = rng.pick(&destinations(if asset == "OLD" { "old" } else { chain(asset) }));
        (to, tag.map(str::to_string))
    };
    let window = rng.pick(&p.windows).1;
    let at = match rng.below(20) {
        0..8 => p.at - rng.between(0, window),
        8..13 => p.at - window + rng.edge(),
        13..15 => p.at + rng.pick(&[0, 1, p.skew.1]),
        15..17 => p.expiry() - window + rng.edge(),
        17..18 if !p.friendly => p.at + p.skew.1 + rng.pick(&[1, 1, 60, 400_000]),
        _ => p.at - rng.between(0, 40 * 86_400),
    };
    let at = if at > p.at + p.skew.1 && p.friendly { p.at } else { at };
    let mut initiators = vec!["carol", "merchant-17", "shop", "robot-9"];
    initiators.push(payout["initiator"].as_str().unwrap());
    initiators.push(payout["initiator"].as_str().unwrap());
    let mut out = json!({
        "payout": format!("past-{i}"), "wallet": wallet, "amount": money, "to": to, "initiator": rng.pick(&initiators),
        "at": print_instant(at),
        "state": rng.pick(&["reserved", "paid", "paid", "paid", "reserved", "released", "refused"]),
    });
    if let Some(tag) = tag {
        out["tag"] = tag.into();
    }
    if rng.chance(65) {
        let often = rng.pick(&[40, 60, 100]);
        let mut lists: Vec<String> = p.lists.iter().filter(|_| rng.chance(often)).map(|l| l.to_string()).collect();
        if rng.chance(15) {
            lists.push("old-list".to_string());
        }
        out["lists"] = lists.into();
    }
    if policy.prices.is_some() && rng.chance(if asset == "OLD" { 70 } else { 50 }) || rng.chance(5) {
        let whole = nominal_price(p.asset) / 10u128.pow(18) * tenths as u128 / 10 + 1;
        out["value"] = format!("{whole} {}", rng.pick(&["USD", "USD", "USD", "USD", "USD", "EUR"])).into();
    }
    if asset != "OLD" && rng.chance(30) {
        out["fee"] = fee(rng, asset).into();
    }
    out
}

/// The payout's own line; one time in five not quite.
pub fn own_line(rng: &mut Rng, p: &Plan, payout: &Value) -> Value {
    let mut out = json!({
        "payout": payout["id"], "wallet": payout["wallet"], "amount": payout["amount"], "to": payout["to"],
        "initiator": payout["initiator"], "at": print_instant(p.at - rng.pick(&[0, 60, 4000])), "state": "reserved",
    });
    for key in ["tag", "fee"] {
        if let Some(v) = payout.get(key) {
            out[key] = v.clone();
        }
    }
    if rng.chance(20) {
        match rng.below(6) {
            0 => out["state"] = rng.pick(&["paid", "released", "refused"]).into(),
            1 => out["wallet"] = "hot-2".into(),
            2 => out["amount"] = amount(p.asset, 1).into(),
            3 => out["initiator"] = "robot-9".into(),
            4 => out["fee"] = format!("0 {}", p.asset).into(),
            _ => {
                let (to, tag) = rng.pick(&destinations(chain(p.asset)));
                out["to"] = to.into();
                out.as_object_mut().unwrap().remove("tag");
                if let Some(tag) = tag {
                    out["tag"] = tag.into();
                }
            }
        }
    }
    out
}
