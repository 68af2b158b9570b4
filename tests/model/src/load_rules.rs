//! SPEC section 2: rules, limits and their parts.
use crate::policy::*;
use crate::quorum::{Quorum, Sets, parse};
use crate::toml_read::*;
use crate::value::{Res, duration, split_amount, units};
use toml::{Table, Value};

pub fn selectors(t: &Table, policy: &Policy, is_rule: bool) -> Res<Selectors> {
    // "or "any""; absent selectors = all
    let choice = |key: &str, known: &dyn Fn(&str) -> bool| -> Res<Option<Vec<String>>> {
        match t.get(key) {
            None => Ok(None),
            Some(Value::String(s)) if s == "any" => Ok(None),
            Some(value) => {
                let names = strings(value).map_err(|e| format!("`{key}`: {e}"))?;
                match names.iter().find(|n| !known(n)) {
                    Some(n) => Err(format!("`{key}`: `{n}` is not known")),
                    None => Ok(Some(names)),
                }
            }
        }
    };
    let is_list = |n: &str| policy.lists.contains_key(n);
    if t.contains_key("to") && t.contains_key("not_to") {
        return Err("`to` and `not_to`".to_string());
    }
    if is_rule && !t.contains_key("to") && !t.contains_key("not_to") {
        return Err("neither `to` nor `not_to`".to_string());
    }
    if t.get("not_to").is_some_and(Value::is_str) {
        return Err("`not_to` must be lists".to_string());
    }
    let to = match (choice("to", &is_list)?, choice("not_to", &is_list)?) {
        (Some(lists), _) => To::To(lists),
        (_, Some(lists)) => To::NotTo(lists),
        _ => To::Any,
    };
    let initiators = match t.get("initiators") {
        None => Initiators::Anyone,
        Some(Value::String(s)) if s == "unsigned" && is_rule => Initiators::Anyone,
        Some(Value::String(s)) if s == "requesters" => Initiators::Requesters,
        Some(Value::String(s)) => return Err(format!("`initiators`: `{s}`")),
        Some(_) => {
            let named = |n: &str| policy.person(n).is_some() || policy.groups.contains_key(n);
            Initiators::Names(choice("initiators", &named)?.unwrap())
        }
    };
    Ok(Selectors {
        assets: choice("assets", &|n| policy.assets.contains_key(n))?,
        wallets: choice("wallets", &|n| policy.wallets.iter().any(|w| w == n))?,
        to,
        initiators,
    })
}

pub fn rule(name: String, t: &Table, policy: &Policy, sets: &Sets) -> Res<Rule> {
    let required = ["name", "assets", "wallets", "initiators", "approve"];
    let optional = ["to", "not_to", "above", "each", "during", "veto", "delay", "delay_waived_by", "hours"];
    keys(t, &required, &optional)?;
    let sel = selectors(t, policy, true)?;
    let above = optional_text(t, "above")?.map(|text| rate(text, policy)).transpose()?;
    if let Some((money, _)) = &above
        && !policy.is_currency(&money.of)
        && sel.assets.as_deref() != Some(std::slice::from_ref(&money.of))
    {
        return Err(format!("`{name}`: `above` in one asset on a rule whose `assets` is not exactly that asset"));
    }
    let delay = optional_text(t, "delay")?.map(|d| duration(d, false)).transpose()?;
    let quorum =
        |key: &str| -> Res<Option<Quorum>> { optional_text(t, key)?.map(|text| parse(text, sets)).transpose() };
    if delay.is_some() != t.contains_key("veto") && delay.is_some() {
        return Err(format!("`{name}`: `veto` is required with `delay`"));
    }
    if delay.is_none() && t.contains_key("delay_waived_by") {
        return Err(format!("`{name}`: `delay_waived_by` only with `delay`"));
    }
    Ok(Rule {
        each: each(t, matches!(&above, Some((_, Per::Window(_)))))?,
        during: table(t, "during")?.map(hours).transpose()?,
        approve: if text(t, "approve")? == "none" { None } else { quorum("approve")? },
        veto: if delay.is_some() && text(t, "veto")? == "nobody" { None } else { quorum("veto")? },
        waiver: quorum("delay_waived_by")?,
        hours: table(t, "hours")?.map(hours).transpose()?,
        name,
        sel,
        above,
        delay,
    })
}

/// ""20 BTC per 24h", "5 BTC per payout"; exactly one space around `per`".
fn rate(text: &str, policy: &Policy) -> Res<(Money, Per)> {
    let (amount, per) = text.split_once(" per ").ok_or(format!("`{text}` is no rate"))?;
    Ok((money(amount, policy, true, false)?, window(per)?))
}

fn window(per: &str) -> Res<Per> {
    if per == "payout" { Ok(Per::Payout) } else { Ok(Per::Window(duration(per, false)?)) }
}

fn money(text: &str, policy: &Policy, currency_allowed: bool, zero_allowed: bool) -> Res<Money> {
    let (number, of) = split_amount(text)?;
    let decimals = match (policy.assets.get(&of), &policy.prices) {
        (Some(asset), _) => asset.decimals,
        (None, Some(prices)) if prices.currency == of && currency_allowed => prices.decimals,
        _ => return Err(format!("`{of}` is no asset")),
    };
    Ok(Money { units: units(&number, decimals, zero_allowed)?, of })
}

fn each(t: &Table, window: bool) -> Res<Vec<Each>> {
    let Some(value) = t.get("each") else { return Ok(Vec::new()) };
    if !window {
        return Err("`each` only with a window".to_string());
    }
    let one = |word: String| match word.as_str() {
        "destination" => Ok(Each::Destination),
        "wallet" => Ok(Each::Wallet),
        "initiator" => Ok(Each::Initiator),
        "asset" => Ok(Each::Asset),
        _ => Err(format!("`each`: `{word}`")),
    };
    strings(value)?.into_iter().map(one).collect()
}

fn hours(t: &Table) -> Res<Hours> {
    keys(t, &["days", "open", "close", "zone"], &[])?;
    let week = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let day = |d: &String| week.iter().position(|w| w == d).map(|i| i as i64).ok_or(format!("`{d}` is no day"));
    let clock = |key: &str| -> Res<i64> {
        let text = text(t, key)?;
        let b = text.as_bytes();
        let shape = b.len() == 5 && b[2] == b':' && [0, 1, 3, 4].iter().all(|i| b[*i].is_ascii_digit());
        let (h, m) = if shape { (text[..2].parse().unwrap(), text[3..].parse().unwrap()) } else { (99, 99) };
        if h < 24 && m < 60 { Ok(h * 3600 + m * 60) } else { Err(format!("`{text}` is no time of day")) }
    };
    Ok(Hours {
        days: strings(&t["days"])?.iter().map(day).collect::<Res<_>>()?,
        open: clock("open")?,
        close: clock("close")?,
        zone: jiff::tz::TimeZone::get(text(t, "zone")?).map_err(|e| format!("{e}"))?,
    })
}

pub fn limit(name: String, t: &Table, policy: &Policy) -> Res<Limit> {
    keys(t, &["name"], &["max", "max_count", "max_fee", "assets", "wallets", "to", "not_to", "initiators", "each"])?;
    if ["max", "max_count", "max_fee"].iter().filter(|key| t.contains_key(**key)).count() != 1 {
        return Err(format!("`{name}`: exactly one of max, max_count, max_fee"));
    }
    let sel = selectors(t, policy, false)?;
    let max = if t.contains_key("max") {
        let (money, per) = rate(text(t, "max")?, policy)?;
        let foreign = sel.assets.as_ref().is_some_and(|a| *a != [money.of.clone()]);
        if foreign && !policy.is_currency(&money.of) {
            return Err(format!("`{name}`: `max` in an asset with other `assets`"));
        }
        Max::Amount(money, per)
    } else if t.contains_key("max_count") {
        let text = text(t, "max_count")?;
        let (count, per) = text.split_once(" per ").ok_or(format!("`{text}` is no rate"))?;
        if count.contains('.') {
            return Err(format!("`{count}` is no whole number"));
        }
        Max::Count(units(count, 0, false)?, duration(per, false)?)
    } else {
        match text(t, "max_fee")? {
            "unlimited" => Max::Fee(None),
            amount => Max::Fee(Some(money(amount, policy, false, true)?)),
        }
    };
    let window = matches!(max, Max::Count(..) | Max::Amount(_, Per::Window(_)));
    Ok(Limit { name, sel, max, each: each(t, window)? })
}
