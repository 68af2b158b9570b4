//! SPEC section 2, "Refused besides" (what concerns the policy as a whole) and "Uncapped money is refused".
use crate::policy::*;
use crate::value::Res;

pub fn refuse_besides(policy: &Policy) -> Res<()> {
    shared_keys(policy)?;
    let longest = policy.rules.iter().filter_map(|r| r.delay).max().unwrap_or(0);
    if policy.approval_ttl <= longest || policy.payout_ttl <= longest {
        return Err("`approval_ttl` or `payout_ttl` not above the largest `delay`".to_string());
    }
    let by_people = |i: &Initiators| !matches!(i, Initiators::Anyone);
    let initiators_matter =
        policy.rules.iter().any(|r| by_people(&r.sel.initiators) || r.each.contains(&Each::Initiator))
            || policy.limits.iter().any(|l| by_people(&l.sel.initiators) || l.each.contains(&Each::Initiator))
            || policy.blocks.iter().any(|b| by_people(&b.sel.initiators));
    for rule in policy.rules.iter().filter(|r| r.is_covering()) {
        if rule.delay.is_some() && rule.approve.is_none() && !rule.names_initiators() {
            return Err(format!("`{}`: nothing signed would start its clock", rule.name));
        }
        if !rule.names_initiators() && initiators_matter {
            return Err(format!("`{}`: unsigned initiators where initiators matter", rule.name));
        }
        capped(policy, rule)?;
    }
    Ok(())
}

/// "whose x-coordinate another approver's or requester's key has".
fn shared_keys(policy: &Policy) -> Res<()> {
    let people: Vec<&Person> = policy.approvers.values().chain(policy.requesters.values()).collect();
    let mut seen = std::collections::BTreeMap::new();
    for (i, person) in people.iter().enumerate() {
        for (text, key) in &person.keys {
            if *seen.entry(key.x()).or_insert(i) != i {
                return Err(format!("`{text}` is another's key"));
            }
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
            let applies = |limit: &&Limit| includes(limit, rule, asset, wallet);
            if !policy.limits.iter().filter(applies).any(|limit| caps_money(policy, limit, asset)) {
                return Err(format!("`{}`: {asset} of {wallet} is not capped", rule.name));
            }
            if !policy.limits.iter().filter(applies).any(|limit| caps_fee(policy, limit, asset)) {
                return Err(format!("`{}`: the fee of {asset} of {wallet} is not capped", rule.name));
            }
        }
    }
    Ok(())
}

fn caps_money(policy: &Policy, limit: &Limit, asset: &str) -> bool {
    let Max::Amount(money, Per::Window(_)) = &limit.max else { return false };
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
fn includes(limit: &Limit, rule: &Rule, asset: &str, wallet: &str) -> bool {
    let has = |choice: &Option<Vec<String>>, one: &str| choice.as_ref().is_none_or(|c| c.iter().any(|x| x == one));
    let within = |a: &[String], b: &[String]| a.iter().all(|x| b.contains(x));
    let destinations = match (&limit.sel.to, &rule.sel.to) {
        (To::Any, _) => true,
        (To::To(mine), To::To(its)) => within(its, mine),
        (To::NotTo(mine), To::NotTo(its)) => within(mine, its),
        _ => false,
    };
    matches!(limit.sel.initiators, Initiators::Anyone)
        && !limit.each.contains(&Each::Destination)
        && !limit.each.contains(&Each::Initiator)
        && has(&limit.sel.assets, asset)
        && has(&limit.sel.wallets, wallet)
        && destinations
}
