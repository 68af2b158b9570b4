//! SPEC section 1: names, amounts, durations, instants, and the strict reading of JSON objects.
use jiff::{SignedDuration, civil::DateTime};
use serde_json::{Map, Value};

pub type Res<T> = Result<T, String>;

const RESERVED: [&str; 12] =
    ["and", "or", "of", "all", "any", "none", "per", "nobody", "unsigned", "unlimited", "requesters", "payout"];

/// "`[A-Za-z0-9][A-Za-z0-9._-]{0,63}`, case-sensitive, not only digits (payout ids may be), none of …"
pub fn name(text: &str) -> Res<String> {
    let text = payout_id(text)?;
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(format!("`{text}` is only digits"));
    }
    Ok(text)
}

pub fn payout_id(text: &str) -> Res<String> {
    let bytes = text.as_bytes();
    let good = !bytes.is_empty()
        && bytes.len() <= 64
        && bytes[0].is_ascii_alphanumeric()
        && bytes.iter().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(b))
        && !RESERVED.contains(&text.to_ascii_lowercase().as_str());
    if good { Ok(text.to_string()) } else { Err(format!("`{text}` is no name")) }
}

/// "decimal, one space, asset": the two halves, neither judged further than its form.
pub fn split_amount(text: &str) -> Res<(String, String)> {
    let (number, asset) = text.split_once(' ').ok_or(format!("`{text}` is no amount"))?;
    digits(number)?;
    Ok((number.to_string(), name(asset)?))
}

/// "Greater than zero": to be seen without knowing the asset.
pub fn above_zero((number, asset): (String, String)) -> Res<(String, String)> {
    if number.bytes().any(|b| (b'1'..=b'9').contains(&b)) {
        Ok((number, asset))
    } else {
        Err(format!("`{number}` is zero"))
    }
}

/// "No sign, exponent, underscore, leading zero (other than `0.`), trailing point". Gives whole digits and places.
fn digits(number: &str) -> Res<(String, String)> {
    let (whole, places) = match number.split_once('.') {
        Some((w, p)) if !p.is_empty() => (w, p),
        Some(_) => return Err(format!("`{number}` has a trailing point")),
        None => (number, ""),
    };
    let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !all_digits(whole) || !all_digits(places) || (whole.len() > 1 && whole.starts_with('0')) {
        return Err(format!("`{number}` is no decimal"));
    }
    Ok((whole.to_string(), places.to_string()))
}

/// "nor more places than the asset's decimals. Greater than zero …, at most 2^128−1 smallest units."
pub fn units(number: &str, decimals: u32, zero_allowed: bool) -> Res<u128> {
    let (whole, places) = digits(number)?;
    if places.len() > decimals as usize {
        return Err(format!("`{number}` has more than {decimals} places"));
    }
    let text = format!("{whole}{places}{}", "0".repeat(decimals as usize - places.len()));
    let units: u128 = text.parse().map_err(|_| format!("`{number}` is too large"))?;
    if units == 0 && !zero_allowed {
        return Err(format!("`{number}` is zero"));
    }
    Ok(units)
}

/// "Printed in shortest form".
pub fn shortest(units: u128, decimals: u32) -> String {
    let d = decimals as usize;
    let text = format!("{units:0>width$}", width = d + 1);
    let (whole, places) = text.split_at(text.len() - d);
    let places = places.trim_end_matches('0');
    if places.is_empty() { whole.to_string() } else { format!("{whole}.{places}") }
}

/// "whole number without leading zero and one unit of `s m h d w`, 1 s to 3650 d; `clock_skew` alone may be `0s`".
pub fn duration(text: &str, zero_allowed: bool) -> Res<i64> {
    let bad = || format!("`{text}` is no duration");
    if zero_allowed && text == "0s" {
        return Ok(0);
    }
    let unit = match text.chars().last() {
        Some('s') => 1,
        Some('m') => 60,
        Some('h') => 3600,
        Some('d') => 86_400,
        Some('w') => 7 * 86_400,
        _ => return Err(bad()),
    };
    let count = &text[..text.len() - 1];
    if count.is_empty() || count.len() > 10 || count.starts_with('0') || !count.bytes().all(|b| b.is_ascii_digit()) {
        return Err(bad());
    }
    let seconds = count.parse::<i64>().map_err(|_| bad())? * unit;
    if seconds <= 3650 * 86_400 { Ok(seconds) } else { Err(bad()) }
}

const EPOCH: DateTime = jiff::civil::datetime(1970, 1, 1, 0, 0, 0, 0);

/// Seconds since 1970 of a date and time of day.
pub fn civil_seconds(text: &str) -> Res<i64> {
    let read = DateTime::strptime("%Y-%m-%dT%H:%M:%S", text).map_err(|e| format!("{e}"))?;
    if text[17..19] == *"60" { Err("a leap second".to_string()) } else { Ok(read.duration_since(EPOCH).as_secs()) }
}

pub const YEAR_10000: i64 = 253_402_300_800;

/// "UTC, whole seconds, 1970 to 9999. In JSON exactly `YYYY-MM-DDTHH:MM:SSZ`".
pub fn instant(text: &str) -> Res<i64> {
    let bad = || format!("`{text}` is no instant");
    let shape = "dddd-dd-ddTdd:dd:ddZ";
    let fits = text.len() == shape.len()
        && text.bytes().zip(shape.bytes()).all(|(b, p)| if p == b'd' { b.is_ascii_digit() } else { b == p });
    if !fits {
        return Err(bad());
    }
    civil_seconds(&text[..19]).ok().filter(|t| *t >= 0).ok_or_else(bad)
}

pub fn print_instant(seconds: i64) -> String {
    (EPOCH + SignedDuration::from_secs(seconds)).strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

pub fn hex64(text: &str) -> Res<String> {
    if text.len() == 64 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)) {
        Ok(text.to_string())
    } else {
        Err(format!("`{text}` is not 64 lower case hex digits"))
    }
}

/// Printable ASCII without space.
pub fn graphic(text: &str, longest: usize) -> Res<String> {
    if (1..=longest).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic()) {
        Ok(text.to_string())
    } else {
        Err(format!("`{text}` is not 1 to {longest} printable ASCII characters without space"))
    }
}

pub fn no_twins(texts: &[String], what: &str) -> Res<()> {
    for (i, a) in texts.iter().enumerate() {
        if texts[..i].iter().any(|b| a.eq_ignore_ascii_case(b)) {
            return Err(format!("two {what} are `{a}`, or equal but for case"));
        }
    }
    Ok(())
}

/// "Unknown … keys are refused"; "optional (absent, never null)".
pub fn object<'a>(value: &'a Value, required: &[&str], optional: &[&str]) -> Res<&'a Map<String, Value>> {
    let map = value.as_object().ok_or("not an object")?;
    for key in map.keys() {
        if !required.contains(&key.as_str()) && !optional.contains(&key.as_str()) {
            return Err(format!("unknown key `{key}`"));
        }
    }
    match required.iter().find(|key| !map.contains_key(**key)) {
        Some(key) => Err(format!("`{key}` is missing")),
        None => Ok(map),
    }
}

pub fn text<'a>(map: &'a Map<String, Value>, key: &str) -> Res<&'a str> {
    map[key].as_str().ok_or(format!("`{key}` is not a string"))
}

pub fn optional_text<'a>(map: &'a Map<String, Value>, key: &str) -> Res<Option<&'a str>> {
    if map.contains_key(key) { text(map, key).map(Some) } else { Ok(None) }
}
