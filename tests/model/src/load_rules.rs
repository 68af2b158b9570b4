//! SPEC section 2: rules, limits and their parts.
use crate::policy::*;
use crate::quorum::{Sets, parse};
use crate::table::*;
use crate::value::{Res, Written, all_digits, amount, amount_or_zero, duration, given, positive, units};
use toml::{Table, Value};

/// Names of one kind, if it does not say "any"; absent selectors are all.
fn names(t: &Table, key: &str, is_known: impl Fn(&String) -> bool) -> Res<Option<Vec<String>>> {
    if t.get(key).is_some_and(|value| value.as_str() == Some("any")) {
        return Ok(None);
    }
    let names = texts(t, key)?;
    match names.iter().flatten().find(|name| !is_known(name)) {
        Some(stranger) => Err(format!("`{key}`: `{stranger}` is not known")),
        None => Ok(names),
    }
}

pub fn selectors(t: &Table, policy: &Policy, is_rule: bool) -> Res<Selectors> {
    let is_list = |name: &String| policy.lists.contains_key(name);
    let is_somebody =
        |name: &String| name == "requesters" || policy.person(name).is_some() || policy.groups.contains_key(name);
    let to = match (names(t, "to", is_list)?, names(t, "not_to", is_list)?) {
        (Some(lists), None) => To::To(lists),
        (None, Some(lists)) => To::NotTo(lists),
        _ => To::Any,
    };
    let has = |key: &str| t.contains_key(key);
    if has("to") && has("not_to") || is_rule && !has("to") && !has("not_to") || has("not_to") && !t["not_to"].is_array()
    {
        return Err("`to`, which may be \"any\", or `not_to`; a rule says exactly one".to_string());
    }
    let initiators = match t.get("initiators").map(Value::as_str) {
        None => Initiators::Anyone,
        Some(Some("unsigned")) if is_rule => Initiators::Anyone,
        Some(Some("requesters")) => Initiators::Requesters,
        Some(Some(word)) => return Err(format!("`initiators`: `{word}`")),
        Some(None) => Initiators::Names(names(t, "initiators", is_somebody)?.unwrap()),
    };
    Ok(Selectors {
        assets: names(t, "assets", |name| policy.assets.contains_key(name))?,
        wallets: names(t, "wallets", |name| policy.wallets.contains(name))?,
        to,
        initiators,
    })
}

pub fn rule(name: String, t: &Table, policy: &Policy, sets: &Sets) -> Res<Rule> {
    known(t, "name assets wallets to not_to initiators above each during approve veto delay delay_waived_by hours")?;
    let sel = selectors(t, policy, true)?;
    let above = optional_text(t, "above", |text| rate(text, policy))?;
    let delay = optional_text(t, "delay", duration)?;
    let has = |key: &str| t.contains_key(key);
    if !["assets", "wallets", "initiators", "approve"].into_iter().all(has) || delay.is_some() && !has("veto") {
        return Err(format!("`{name}`: something required is missing"));
    }
    let fits = |money: &Money| policy.is_currency(&money.of) || sel.assets.as_ref() == Some(&vec![money.of.clone()]);
    if delay.is_none() && has("delay_waived_by") || above.as_ref().is_some_and(|(money, _)| !fits(money)) {
        return Err(format!(
            "`{name}`: a waiver without delay, or `above` in an asset that is not exactly its `assets`"
        ));
    }
    let quorum = |text: &str| parse(text, sets);
    let unless = |word: &str, key: &str| {
        let said = optional(t, key, Value::as_str)?;
        said.filter(|said| *said != word).map(quorum).transpose()
    };
    Ok(Rule {
        each: each(t, above.as_ref().is_some_and(|(_, window)| window.is_some()))?,
        during: optional(t, "during", Value::as_table)?.map(hours).transpose()?,
        approve: unless("none", "approve")?,
        veto: if delay.is_some() { unless("nobody", "veto")? } else { optional_text(t, "veto", quorum)? },
        waiver: optional_text(t, "delay_waived_by", quorum)?,
        hours: optional(t, "hours", Value::as_table)?.map(hours).transpose()?,
        name,
        sel,
        above,
        delay,
    })
}

/// ""20 BTC per 24h", "5 BTC per payout"; exactly one space around `per`".
fn rate(text: &str, policy: &Policy) -> Res<(Money, Window)> {
    let (written, per) = text.split_once(" per ").ok_or(format!("`{text}` is no rate"))?;
    let window = if per == "payout" { None } else { Some(duration(per)?) };
    Ok((money(amount(written)?, policy)?, window))
}

fn money((number, of): Written, policy: &Policy) -> Res<Money> {
    let asset = policy.assets.get(&of).map(|asset| asset.decimals);
    let currency = policy.prices.as_ref().filter(|prices| prices.currency == of).map(|prices| prices.decimals);
    let decimals = asset.or(currency).ok_or(format!("`{of}` is no asset"))?;
    Ok(Money { units: units(&number, decimals)?, of })
}

fn each(t: &Table, window: bool) -> Res<Vec<String>> {
    let all = texts(t, "each")?;
    if all.is_some() && !window {
        return Err("`each` only with a window".to_string());
    }
    let good = |word: &str| ["destination", "wallet", "initiator", "asset"].contains(&word);
    all.into_iter().flatten().map(|word| given(&word, good(&word), "thing to sum by")).collect()
}

fn hours(t: &Table) -> Res<Hours> {
    known(t, "days open close zone")?;
    let week = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let day = |d: &String| week.iter().position(|w| w == d).map(|i| i as i64).ok_or(format!("`{d}` is no day"));
    // `HH:MM`
    let clock = |text: &str| -> Res<i64> {
        let parts =
            text.split_once(':').filter(|(h, m)| h.len() == 2 && m.len() == 2 && all_digits(h) && all_digits(m));
        let parts = parts.map(|(h, m)| (h.parse::<i64>().unwrap(), m.parse::<i64>().unwrap()));
        let (h, m) = parts.filter(|(h, m)| *h < 24 && *m < 60).ok_or(format!("`{text}` is no time of day"))?;
        Ok(h * 3600 + m * 60)
    };
    Ok(Hours {
        days: texts(t, "days")?.ok_or("`days` is missing")?.iter().map(day).collect::<Res<_>>()?,
        open: text(t, "open", clock)?,
        close: text(t, "close", clock)?,
        zone: text(t, "zone", |zone| jiff::tz::TimeZone::get(zone).map_err(|e| format!("{e}")))?,
    })
}

pub fn limit(name: String, t: &Table, policy: &Policy) -> Res<Limit> {
    known(t, "name max max_count max_fee assets wallets to not_to initiators each")?;
    let sel = selectors(t, policy, false)?;
    let max = optional_text(t, "max", |text| rate(text, policy))?.map(|(money, window)| Max::Amount(money, window));
    let max_count = optional_text(t, "max_count", |text| {
        let (count, per) = text.split_once(" per ").ok_or(format!("`{text}` is no rate"))?;
        Ok(Max::Count(positive(count, 0)?, duration(per)?))
    })?;
    let max_fee = optional_text(t, "max_fee", |text| match text {
        "unlimited" => Ok(Max::Fee(None)),
        text => Ok(Max::Fee(Some(money(amount_or_zero(text)?, policy)?))),
    })?;
    let mut given = [max, max_count, max_fee].into_iter().flatten();
    let (Some(max), None) = (given.next(), given.next()) else {
        return Err(format!("`{name}`: exactly one of max, max_count, max_fee"));
    };
    let fits = match &max {
        Max::Fee(Some(fee)) => !policy.is_currency(&fee.of),
        Max::Amount(money, _) if !policy.is_currency(&money.of) => {
            sel.assets.as_ref().is_none_or(|assets| *assets == [money.of.clone()])
        }
        _ => true,
    };
    if !fits {
        return Err(format!("`{name}`: a fee in the currency, or `max` in an asset with other `assets`"));
    }
    let window = matches!(max, Max::Count(..) | Max::Amount(_, Some(_)));
    Ok(Limit { each: each(t, window)?, name, sel, max })
}
