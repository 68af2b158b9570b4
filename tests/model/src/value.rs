//! SPEC section 1: names, amounts, durations, instants.
use jiff::{SignedDuration, civil::DateTime};

pub type Res<T> = Result<T, String>;

const RESERVED: [&str; 12] =
    ["and", "or", "of", "all", "any", "none", "per", "nobody", "unsigned", "unlimited", "requesters", "payout"];

pub(crate) fn all_digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

/// A text, if it is what it should be.
pub(crate) fn given(text: &str, good: bool, what: &str) -> Res<String> {
    if good { Ok(text.to_string()) } else { Err(format!("`{text}` is no {what}")) }
}

/// "`[A-Za-z0-9][A-Za-z0-9._-]{0,63}`, case-sensitive, not only digits (payout ids may be), none of …"
pub fn name(text: &str) -> Res<String> {
    given(text, payout_id(text).is_ok() && !all_digits(text), "name")
}

pub fn payout_id(text: &str) -> Res<String> {
    let good = (1..=64).contains(&text.len())
        && text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
        && !RESERVED.contains(&text.to_ascii_lowercase().as_str());
    given(text, good, "name")
}

/// "decimal, one space, asset": the number, whose places only the asset can judge, and the asset.
pub type Written = (String, String);

/// "Greater than zero (`fee` and `max_fee` may be zero)".
pub fn amount(text: &str) -> Res<Written> {
    let (number, asset) = amount_or_zero(text)?;
    let above_zero = number.bytes().any(|b| (b'1'..=b'9').contains(&b));
    Ok((given(&number, above_zero, "amount above zero")?, asset))
}

pub fn amount_or_zero(text: &str) -> Res<Written> {
    let (number, asset) = text.split_once(' ').ok_or(format!("`{text}` is no amount"))?;
    decimal(number)?;
    Ok((number.to_string(), name(asset)?))
}

/// "No sign, exponent, underscore, leading zero (other than `0.`), trailing point". Gives whole digits and places.
fn decimal(number: &str) -> Res<(&str, &str)> {
    let (whole, places) = number.split_once('.').unwrap_or((number, ""));
    let good = !whole.is_empty()
        && all_digits(whole)
        && all_digits(places)
        && !number.ends_with('.')
        && (whole == "0" || !whole.starts_with('0'));
    given(number, good, "decimal").map(|_| (whole, places))
}

/// "nor more places than the asset's decimals. … at most 2^128−1 smallest units."
pub fn units(number: &str, decimals: usize) -> Res<u128> {
    let (whole, places) = decimal(number)?;
    given(places, places.len() <= decimals, "fraction of so few places")?;
    format!("{whole}{places:0<decimals$}").parse().map_err(|_| format!("`{number}` is too large"))
}

/// A price, or another number above zero.
pub fn positive(number: &str, decimals: usize) -> Res<u128> {
    units(number, decimals).and_then(|n| if n > 0 { Ok(n) } else { Err("zero".to_string()) })
}

/// "Printed in shortest form".
pub fn shortest(units: u128, decimals: usize) -> String {
    let text = format!("{units:0>width$}", width = decimals + 1);
    let (whole, places) = text.split_at(text.len() - decimals);
    format!("{whole}.{places}").trim_end_matches('0').trim_end_matches('.').to_string()
}

/// A whole number without leading zero.
pub(crate) fn count(text: &str) -> Option<i64> {
    let good = !text.is_empty() && all_digits(text) && !text.starts_with('0');
    text.parse().ok().filter(|_| good)
}

/// "whole number without leading zero and one unit of `s m h d w`, 1 s to 3650 d".
pub fn duration(text: &str) -> Res<i64> {
    let units = [("s", 1), ("m", 60), ("h", 3600), ("d", 86_400), ("w", 7 * 86_400)];
    let read = units.iter().find_map(|(unit, seconds)| count(text.strip_suffix(unit)?)?.checked_mul(*seconds));
    read.filter(|seconds| *seconds <= 3650 * 86_400).ok_or(format!("`{text}` is no duration"))
}

const EPOCH: DateTime = jiff::civil::datetime(1970, 1, 1, 0, 0, 0, 0);

pub const YEAR_10000: i64 = 253_402_300_800;

/// Seconds since 1970 of `YYYY-MM-DDTHH:MM:SSZ`, which is written back in no other way: a leap second would be.
pub fn seconds(text: &str) -> Res<i64> {
    let read = DateTime::strptime("%Y-%m-%dT%H:%M:%SZ", text).map_err(|e| format!("{e}"))?;
    let seconds = read.duration_since(EPOCH).as_secs();
    given(text, print_instant(seconds) == text, "instant").map(|_| seconds)
}

/// "UTC, whole seconds, 1970 to 9999."
pub fn instant(text: &str) -> Res<i64> {
    seconds(text).and_then(|t| given(text, t >= 0, "instant after 1970").map(|_| t))
}

pub fn print_instant(seconds: i64) -> String {
    (EPOCH + SignedDuration::from_secs(seconds)).strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

pub fn hex64(text: &str) -> Res<String> {
    given(text, crate::sign::unhex(text).is_some_and(|bytes| bytes.len() == 32), "digest")
}

pub(crate) fn printable(text: &str) -> bool {
    text.bytes().all(|b| b == b' ' || b.is_ascii_graphic())
}

/// Printable ASCII without space.
pub fn graphic(text: &str, longest: usize) -> Res<String> {
    let good = (1..=longest).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic());
    given(text, good, "text of printable ASCII without space")
}

/// "Two of one kind that are equal, or equal but for case, are refused".
pub fn no_twins<'a>(texts: impl IntoIterator<Item = &'a String>) -> Res<()> {
    let mut seen = std::collections::BTreeSet::new();
    let twin = texts.into_iter().find(|text| !seen.insert(text.to_ascii_lowercase()));
    twin.map_or(Ok(()), |twin| Err(format!("two are `{twin}`, or equal but for case")))
}
