//! The rules, limits and blocks of a policy written around a plan.
use super::plan::{Plan, array};
use super::policy_text::{destination_choice, initiators, quorum, rate};
use super::rng::Rng;
use super::world::decimals;
use crate::value::shortest;

pub(super) fn rule(rng: &mut Rng, p: &Plan, name: &str, covering: bool) -> String {
    let mut t = format!("[[rules]]\nname = \"{name}\"\n");
    let above = if !covering && rng.chance(75) {
        let asset = if p.priced && rng.chance(50) { None } else { Some(p.asset) };
        Some((asset, rate(rng, p, asset, false)))
    } else {
        None
    };
    let assets = match &above {
        Some((Some(asset), _)) => array(&[asset]),
        _ if rng.chance(60) => "\"any\"".to_string(),
        _ => array(&if rng.chance(80) { vec![p.asset] } else { rng.some(&p.assets, 50) }),
    };
    let wallets = if rng.chance(80) { "\"any\"".to_string() } else { array(&rng.some(&p.wallets, 50)) };
    t += &format!("assets = {assets}\nwallets = {wallets}\n{}", destination_choice(rng, p, true));
    t += &if p.signed && (covering || rng.chance(40)) {
        initiators(rng)
    } else {
        "initiators = \"unsigned\"\n".to_string()
    };
    if let Some((_, (rate, window))) = &above {
        t += &format!("above = \"{rate}\"\n");
        let kinds: &[&str] = if p.signed {
            &["destination", "wallet", "initiator", "asset"]
        } else {
            &["destination", "wallet", "asset"]
        };
        if *window && rng.chance(40) {
            t += &format!("each = {}\n", array(&rng.some(kinds, 30)));
        }
    }
    if !covering && (above.is_none() && rng.chance(60) || rng.chance(10)) {
        t += &format!("during = {}\n", p.hours(rng));
    }
    let none = p.bare || rng.chance(if covering { 12 } else { 25 });
    t += &format!("approve = \"{}\"\n", if none { "none" } else { quorum(rng) });
    let delay = rng.chance(if covering && !p.signed && none { 0 } else { 45 });
    if delay || rng.chance(25) {
        let veto = if delay && rng.chance(30) {
            "nobody"
        } else {
            rng.pick(&["1 of risk", "2 of ops", "1 of board", "1 of gina"])
        };
        let veto = if veto.ends_with("gina") && !p.approvers.contains(&"gina") { "1 of dave" } else { veto };
        t += &format!("veto = \"{veto}\"\n");
    }
    if delay {
        t += &format!("delay = \"{}\"\n", rng.pick(&p.delays).0);
        if rng.chance(40) {
            t += &format!(
                "delay_waived_by = \"{}\"\n",
                rng.pick(&["3 of board", "all of board", "2 of risk", "3 of ops"])
            );
        }
    }
    if rng.chance(25) {
        t += &format!("hours = {}\n", p.hours(rng));
    }
    t
}

/// What "Uncapped money is refused" asks for.
pub(super) fn caps(rng: &mut Rng, p: &Plan) -> String {
    let mut t = String::new();
    for (i, asset) in p.assets.iter().enumerate() {
        let each = rng.pick(&["", "", "each = [\"wallet\"]\n", "each = [\"asset\"]\n"]);
        let max = rate(rng, p, Some(asset), true).0;
        t += &format!("[[limits]]\nname = \"cap-{i}\"\nmax = \"{max}\"\n{each}");
    }
    if rng.chance(60) {
        return t + "[[limits]]\nname = \"fee\"\nmax_fee = \"unlimited\"\n";
    }
    for (i, asset) in p.assets.iter().enumerate() {
        let max = if rng.chance(15) { "unlimited".to_string() } else { fee(rng, asset) };
        t += &format!("[[limits]]\nname = \"fee-{i}\"\nmax_fee = \"{max}\"\nassets = [\"{asset}\"]\n");
    }
    t
}

pub fn fee(rng: &mut Rng, asset: &str) -> String {
    let units = rng.pick(&[0u128, 5, 5, 5, 5, 5, 5]);
    format!("{} {asset}", shortest(units * 10u128.pow(decimals(asset).saturating_sub(3) as u32), decimals(asset)))
}

pub(super) fn limit(rng: &mut Rng, p: &Plan, i: i64) -> String {
    let mut t = format!("[[limits]]\nname = \"extra-{i}\"\n");
    let mut assets = String::new();
    let window = match rng.below(10) {
        0..3 => {
            t += &format!("max_count = \"{} per {}\"\n", rng.between(1, 4), rng.pick(&p.windows).0);
            true
        }
        3 => {
            t += &format!("max_fee = \"{}\"\n", fee(rng, p.asset));
            assets = format!("assets = [\"{}\"]\n", p.asset);
            false
        }
        4..7 if p.priced => {
            let (rate, window) = rate(rng, p, None, false);
            t += &format!("max = \"{rate}\"\n");
            window
        }
        _ => {
            let (rate, window) = rate(rng, p, Some(p.asset), false);
            t += &format!("max = \"{rate}\"\n");
            assets = rng.pick(&[String::new(), format!("assets = [\"{}\"]\n", p.asset)]);
            window
        }
    };
    if assets.is_empty() && !t.contains(&format!(" {} per ", p.asset)) && rng.chance(25) {
        assets = format!("assets = {}\n", array(&rng.some(&p.assets, 60)));
    }
    t += &assets;
    if rng.chance(25) {
        t += &format!("wallets = {}\n", array(&rng.some(&p.wallets, 60)));
    }
    t += &destination_choice(rng, p, false);
    if p.signed && rng.chance(25) {
        t += &initiators(rng);
    }
    let kinds: &[&str] =
        if p.signed { &["destination", "wallet", "initiator", "asset"] } else { &["destination", "wallet", "asset"] };
    if window && rng.chance(45) {
        t += &format!("each = {}\n", array(&rng.some(kinds, 30)));
    }
    t
}

pub(super) fn block(rng: &mut Rng, p: &Plan, i: i64) -> String {
    let mut t = format!("[[blocks]]\nname = \"block-{i}\"\n");
    let lists = destination_choice(rng, p, false);
    if p.friendly && lists.is_empty() {
        return String::new();
    }
    match if p.friendly { 0 } else { rng.below(6) } {
        0..4 if !lists.is_empty() => t += &lists,
        4 if p.signed => t += &initiators(rng),
        5 => t += &format!("wallets = [\"{}\"]\n", p.wallets[0]),
        _ => t += &format!("assets = {}\n{lists}", array(&rng.some(&p.assets, 30))),
    }
    if rng.chance(30) {
        t += "reason = \"not this way\"\n";
    }
    t
}
