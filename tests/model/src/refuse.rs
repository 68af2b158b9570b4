//! SPEC section 2, "Refused besides" (what concerns the policy as a whole) and "Uncapped money is refused".
use crate::policy::*;
use crate::value::Res;

pub fn refuse_besides(policy: &Policy) -> Res<()> {
    shared_keys(policy)?;
    let longest = policy.rules.iter().filter_map(|r| r.delay).max().unwrap_or(0);
    if policy.approval_ttl <= longest || policy.payout_ttl <= longest {
        return Err("`approval_ttl` or `payout_ttl` not above the largest `delay`".to_string());
    }
    let selectors = policy.rules.iter().map(|r| &r.sel).chain(policy.limits.iter().map(|l| &l.sel));
    let mut selectors = selectors.chain(policy.blocks.iter().map(|(_, sel)| sel));
    let mut each = policy.rules.iter().flat_map(|r| &r.each).chain(policy.limits.iter().flat_map(|l| &l.each));
    let initiators_matter =
        selectors.any(|sel| !matches!(sel.initiators, Initiators::Anyone)) || each.any(|word| word == "initiator");
    for rule in policy.rules.iter().filter(|r| r.is_covering()) {
        let unstarted = rule.delay.is_some() && rule.approve.is_none();
        if !rule.names_initiators() && (unstarted || initiators_matter) {
            return Err(format!("`{}`: unsigned, where initiators matter or nothing else starts its clock", rule.name));
        }
        capped(policy, rule)?;
    }
    Ok(())
}

/// "whose x-coordinate another approver's or requester's key has".
fn shared_keys(policy: &Policy) -> Res<()> {
    let mut seen = std::collections::BTreeMap::new();
    for (who, person) in policy.approvers.iter().chain(&policy.requesters) {
        if person.keys.iter().any(|key| *seen.entry(&key.bytes[key.bytes.len() - 32..]).or_insert(who) != who) {
            return Err(format!("`{who}` has another's key"));
        }
    }
    Ok(())
}

/// "For every covering rule, every asset and wallet of it: (a) a limit with a window in `max` …; and (b) a `max_fee` …".
fn capped(policy: &Policy, rule: &Rule) -> Res<()> {
    let assets = rule.sel.assets.clone().unwrap_or(policy.assets.keys().cloned().collect());
    let wallets = rule.sel.wallets.clone().unwrap_or(policy.wallets.clone());
    for asset in &assets {
        for wallet in &wallets {
            let mut applying = policy.limits.iter().filter(|limit| includes(limit, rule, asset, wallet));
            let capped = applying.clone().any(|limit| caps_money(policy, limit, asset));
            if !capped || !applying.any(|limit| caps_fee(policy, limit, asset)) {
                return Err(format!("`{}`: {asset} of {wallet}, or its fee, is not capped", rule.name));
            }
        }
    }
    Ok(())
}

fn caps_money(policy: &Policy, limit: &Limit, asset: &str) -> bool {
    let Max::Amount(money, Some(_)) = &limit.max else { return false };
    let priced = policy
        .prices
        .as_ref()
        .is_some_and(|p| p.currency == money.of && (p.fixed.contains_key(asset) || p.bounds.contains_key(asset)));
    money.of == asset || priced
}

fn caps_fee(policy: &Policy, limit: &Limit, asset: &str) -> bool {
    match &limit.max {
        Max::Fee(None) => true,
        Max::Fee(Some(money)) => policy.assets[&money.of].chain == policy.assets[asset].chain,
        _ => false,
    }
}

/// "without `initiators` and without `each` of destination or initiator, whose wallets include the wallet and whose
/// destination selector includes the rule's (no selector; or `to` ⊇ the rule's `to`; or `not_to` ⊆ the rule's `not_to`)".
fn includes(limit: &Limit, rule: &Rule, asset: &String, wallet: &String) -> bool {
    let has = |choice: &Option<Vec<String>>, one: &String| choice.as_ref().is_none_or(|c| c.contains(one));
    let within = |a: &[String], b: &[String]| a.iter().all(|x| b.contains(x));
    let destinations = match (&limit.sel.to, &rule.sel.to) {
        (To::Any, _) => true,
        (To::To(mine), To::To(its)) => within(its, mine),
        (To::NotTo(mine), To::NotTo(its)) => within(mine, its),
        _ => false,
    };
    matches!(limit.sel.initiators, Initiators::Anyone)
        && !limit.each.iter().any(|word| ["destination", "initiator"].contains(&word.as_str()))
        && has(&limit.sel.assets, asset)
        && has(&limit.sel.wallets, wallet)
        && destinations
}
