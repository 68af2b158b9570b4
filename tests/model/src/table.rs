//! Reading tables strictly, TOML's and JSON's alike: known keys, the one type shown, and the forms of section 1.
use crate::value::{Res, YEAR_10000, name, no_twins, seconds};
use serde::Deserialize;
use toml::{Table, Value};
use unicode_general_category::{GeneralCategory as Cat, get_general_category};

/// "Nowhere in a policy file, comments included, a character of Unicode category Cc, Cf, Zl, Zp or Cs (tab and LF
/// excepted), a CR, or a byte order mark, written or by escape."
pub fn clean(text: &str) -> Res<()> {
    let listed = [Cat::Control, Cat::Format, Cat::LineSeparator, Cat::ParagraphSeparator, Cat::Surrogate];
    let bad = |c: &char| !['\t', '\n'].contains(c) && listed.contains(&get_general_category(*c));
    text.chars().find(bad).map_or(Ok(()), |c| Err(format!("character U+{:04X}", c as u32)))
}

pub fn clean_value(value: &Value) -> Res<()> {
    match value {
        Value::String(s) => clean(s),
        Value::Array(items) => items.iter().try_for_each(clean_value),
        Value::Table(t) => t.iter().try_for_each(|(k, v)| clean(k).and_then(|()| clean_value(v))),
        _ => Ok(()),
    }
}

/// A JSON object; what is null in it is refused, for TOML knows no null.
pub fn object(value: &serde_json::Value, keys: &str) -> Res<Table> {
    let table = Table::deserialize(value).map_err(|e| format!("{e}"))?;
    known(&table, keys).map(|()| table)
}

/// "Unknown … keys are refused".
pub fn known(t: &Table, keys: &str) -> Res<()> {
    let stranger = t.keys().find(|key| !keys.split(' ').any(|k| k == *key));
    stranger.map_or(Ok(()), |key| Err(format!("unknown key `{key}`")))
}

/// A value of the one type shown, as `Value::as_str` and its like tell.
pub fn optional<'a, T>(t: &'a Table, key: &str, of: impl Fn(&'a Value) -> Option<T>) -> Res<Option<T>> {
    t.get(key).map(|value| of(value).ok_or(format!("`{key}` is of another type"))).transpose()
}

pub fn required<'a, T>(t: &'a Table, key: &str, of: impl Fn(&'a Value) -> Option<T>) -> Res<T> {
    optional(t, key, of)?.ok_or(format!("`{key}` is missing"))
}

pub fn strings(value: &Value) -> Option<Vec<String>> {
    value.as_array()?.iter().map(|one| one.as_str().map(str::to_string)).collect()
}

pub fn tables(value: &Value) -> Option<Vec<&Table>> {
    value.as_array()?.iter().map(Value::as_table).collect()
}

/// A text that has a form.
pub fn text<T>(t: &Table, key: &str, form: impl Fn(&str) -> Res<T>) -> Res<T> {
    form(required(t, key, Value::as_str)?)
}

pub fn optional_text<T>(t: &Table, key: &str, form: impl Fn(&str) -> Res<T>) -> Res<Option<T>> {
    optional(t, key, Value::as_str)?.map(form).transpose()
}

/// "Free text (`title`, `reason`, `label`): 1 to 200 characters."
pub fn free_text(t: &Table, key: &str) -> Res<()> {
    match optional(t, key, Value::as_str)?.map_or(1, |text| text.chars().count()) {
        1..=200 => Ok(()),
        _ => Err(format!("`{key}` is not 1 to 200 characters of text")),
    }
}

pub fn integer(t: &Table, key: &str, least: i64, most: i64) -> Res<i64> {
    let n = required(t, key, Value::as_integer)?;
    if (least..=most).contains(&n) { Ok(n) } else { Err(format!("`{key}` must be {least} to {most}")) }
}

/// "A value twice in one array is refused", and in a policy "an empty array".
pub fn texts(t: &Table, key: &str) -> Res<Option<Vec<String>>> {
    match optional(t, key, strings)? {
        Some(all) if all.is_empty() => Err(format!("`{key}` is empty")),
        all => all.map(no_repeats).transpose(),
    }
}

pub fn no_repeats(all: Vec<String>) -> Res<Vec<String>> {
    match all.iter().enumerate().find(|(i, one)| all[..*i].contains(one)) {
        Some((_, one)) => Err(format!("`{one}` twice in one array")),
        None => Ok(all),
    }
}

/// A table of named values.
pub fn named<'a, T>(t: &'a Table, key: &str, of: impl Fn(&'a Value) -> Option<T>) -> Res<Vec<(String, T)>> {
    let Some(inner) = optional(t, key, Value::as_table)? else { return Ok(Vec::new()) };
    no_twins(inner.keys())?;
    inner.keys().map(|k| Ok((name(k)?, required(inner, k, &of)?))).collect()
}

/// An array of tables, each with a `name`.
pub fn listed<'a>(t: &'a Table, key: &str) -> Res<Vec<(String, &'a Table)>> {
    let Some(tables) = optional(t, key, tables)? else { return Ok(Vec::new()) };
    let named = tables.into_iter().map(|table| Ok((text(table, "name", name)?, table)));
    let named: Vec<(String, &Table)> = named.collect::<Res<_>>()?;
    no_twins(named.iter().map(|(name, _)| name))?;
    if named.is_empty() { Err(format!("`{key}` is empty")) } else { Ok(named) }
}

/// "in TOML an offset date-time (any offset). A local date-time, any fraction of a second and a leap second are refused."
pub fn moment(t: &Table, key: &str) -> Res<Option<i64>> {
    let bad = || format!("`{key}` must be an offset date-time of whole seconds, 1970 to 9999");
    let Some(value) = t.get(key) else { return Ok(None) };
    let moment = value.as_datetime().ok_or_else(bad)?;
    let (Some(d), Some(c), Some(offset)) = (moment.date, moment.time, moment.offset) else { return Err(bad()) };
    let minutes = match offset {
        toml::value::Offset::Z => 0,
        toml::value::Offset::Custom { minutes } => i64::from(minutes),
    };
    let local = format!("{d}T{:02}:{:02}:{:02}Z", c.hour, c.minute, c.second.unwrap_or(0));
    let utc = seconds(&local)? - minutes * 60;
    let good = c.nanosecond.is_none() && (0..YEAR_10000).contains(&utc);
    if good { Ok(Some(utc)) } else { Err(bad()) }
}
