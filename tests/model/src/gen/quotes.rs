//! Quotes at the edges of age and bounds.
use super::making::quote;
use super::plan::Plan;
use super::policy_text::nominal_price;
use super::rng::Rng;
use super::world::{chain, schemes};
use serde_json::Value;

pub fn quotes(rng: &mut Rng, p: &Plan) -> Vec<Value> {
    let mut out = Vec::new();
    let (people, twice) = rng.pick(&[(4, 25), (4, 25), (2, 60), (1, 80)]);
    for asset in &p.assets {
        for who in &p.approvers[..people] {
            if rng.chance(if p.friendly { 80 } else { 55 }) {
                out.push(one(rng, p, asset, who));
                if rng.chance(twice) {
                    out.push(one(rng, p, asset, who));
                }
            }
        }
    }
    if rng.chance(10) {
        let mut unknown = quote("old", "USD", "OLD", "alice", schemes("alice")[0].0, 10u128.pow(18), p.at);
        unknown["signer"] = rng.pick(&["alice", "mallory"]).into();
        out.push(unknown);
    }
    out
}

fn one(rng: &mut Rng, p: &Plan, asset: &str, who: &str) -> Value {
    let nominal = nominal_price(asset);
    let (low, high) = (nominal / 2, nominal + nominal / 10);
    let price = match rng.below(12) {
        0 => low,
        1 => high,
        2 => low - 1,
        3 => high + 1,
        _ => nominal - nominal / 1000 * rng.below(50) as u128 + rng.below(3) as u128,
    };
    let at = match rng.below(10) {
        0 => p.at - p.max_age.1 + rng.edge(),
        1 => p.at + p.skew.1 + rng.pick(&[0, 1]),
        _ => p.at - rng.pick(&[0, 30, 30, 60]),
    };
    let (scheme, holder) = rng.pick(&schemes(who));
    let currency = if rng.chance(3) { "EUR" } else { "USD" };
    let mut out = quote(chain(asset), currency, asset, &holder, scheme, price, at);
    out["signer"] = who.into();
    if rng.chance(4) {
        out["signature"] = quote(chain(asset), currency, asset, &holder, scheme, price + 1, at)["signature"].clone();
    }
    out
}
