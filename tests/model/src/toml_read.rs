//! Reading TOML strictly: known keys, the one type shown, and the forms of section 1.
use crate::value::{Res, civil_seconds, no_twins};
use toml::{Table, Value};
use unicode_general_category::{GeneralCategory as Cat, get_general_category};

/// "Nowhere in a policy file, comments included, a character of Unicode category Cc, Cf, Zl, Zp or Cs (tab and LF
/// excepted), a CR, or a byte order mark, written or by escape."
pub fn clean(text: &str) -> Res<()> {
    let bad = |c: &char| {
        let cat = get_general_category(*c);
        let listed = [Cat::Control, Cat::Format, Cat::LineSeparator, Cat::ParagraphSeparator, Cat::Surrogate];
        *c != '\t' && *c != '\n' && listed.contains(&cat)
    };
    match text.chars().find(bad) {
        Some(c) => Err(format!("character U+{:04X}", c as u32)),
        None => Ok(()),
    }
}

pub fn clean_value(value: &Value) -> Res<()> {
    match value {
        Value::String(s) => clean(s),
        Value::Array(items) => items.iter().try_for_each(clean_value),
        Value::Table(t) => t.iter().try_for_each(|(k, v)| clean(k).and_then(|()| clean_value(v))),
        _ => Ok(()),
    }
}

pub fn keys(t: &Table, required: &[&str], optional: &[&str]) -> Res<()> {
    for key in t.keys() {
        if !required.contains(&key.as_str()) && !optional.contains(&key.as_str()) {
            return Err(format!("unknown key `{key}`"));
        }
    }
    match required.iter().find(|key| !t.contains_key(**key)) {
        Some(key) => Err(format!("`{key}` is missing")),
        None => Ok(()),
    }
}

pub fn text<'a>(t: &'a Table, key: &str) -> Res<&'a str> {
    let text = t[key].as_str().ok_or(format!("`{key}` must be a string"))?;
    if text.bytes().all(|b| b == b' ' || b.is_ascii_graphic()) {
        Ok(text)
    } else {
        Err(format!("`{key}` is not printable ASCII"))
    }
}

pub fn optional_text<'a>(t: &'a Table, key: &str) -> Res<Option<&'a str>> {
    if t.contains_key(key) { text(t, key).map(Some) } else { Ok(None) }
}

/// "Free text (`title`, `reason`, `label`): 1 to 200 characters."
pub fn free_text(t: &Table, key: &str) -> Res<()> {
    match t.get(key) {
        None => Ok(()),
        Some(Value::String(s)) if (1..=200).contains(&s.chars().count()) => Ok(()),
        Some(_) => Err(format!("`{key}` is not 1 to 200 characters of text")),
    }
}

pub fn integer(t: &Table, key: &str, least: i64, most: i64) -> Res<i64> {
    let n = t[key].as_integer().ok_or(format!("`{key}` must be a whole number"))?;
    if (least..=most).contains(&n) { Ok(n) } else { Err(format!("`{key}` must be {least} to {most}")) }
}

pub fn boolean(t: &Table, key: &str) -> Res<bool> {
    match t.get(key) {
        None => Ok(false),
        Some(Value::Boolean(b)) => Ok(*b),
        Some(_) => Err(format!("`{key}` must be true or false")),
    }
}

/// "an empty array" and "a value twice in one array" are refused.
pub fn strings(value: &Value) -> Res<Vec<String>> {
    let items = value.as_array().ok_or("must be an array")?;
    let texts: Option<Vec<String>> = items.iter().map(|v| v.as_str().map(str::to_string)).collect();
    let texts = texts.ok_or("must be an array of strings")?;
    if texts.is_empty() {
        return Err("an empty array".to_string());
    }
    for (i, one) in texts.iter().enumerate() {
        if texts[..i].contains(one) {
            return Err(format!("`{one}` twice in one array"));
        }
    }
    Ok(texts)
}

pub fn table<'a>(t: &'a Table, key: &str) -> Res<Option<&'a Table>> {
    match t.get(key) {
        None => Ok(None),
        Some(Value::Table(inner)) => Ok(Some(inner)),
        Some(_) => Err(format!("`{key}` must be a table")),
    }
}

/// A table of named tables, the names checked.
pub fn named<'a>(t: &'a Table, key: &str) -> Res<Vec<(String, &'a Table)>> {
    let Some(inner) = table(t, key)? else { return Ok(Vec::new()) };
    let mut out = Vec::new();
    for (name, value) in inner {
        out.push((crate::value::name(name)?, value.as_table().ok_or(format!("`{name}` must be a table"))?));
    }
    no_twins(&out.iter().map(|(n, _)| n.clone()).collect::<Vec<_>>(), key)?;
    Ok(out)
}

/// An array of tables, each with a `name`, no two alike.
pub fn listed<'a>(t: &'a Table, key: &str) -> Res<Vec<(String, &'a Table)>> {
    let Some(value) = t.get(key) else { return Ok(Vec::new()) };
    let items = value.as_array().ok_or(format!("`{key}` must be an array of tables"))?;
    if items.is_empty() {
        return Err("an empty array".to_string());
    }
    let mut out = Vec::new();
    for item in items {
        let table = item.as_table().ok_or(format!("`{key}` must be an array of tables"))?;
        let name = table.get("name").and_then(Value::as_str).ok_or("`name` is missing")?;
        out.push((crate::value::name(name)?, table));
    }
    no_twins(&out.iter().map(|(n, _)| n.clone()).collect::<Vec<_>>(), key)?;
    Ok(out)
}

/// "in TOML an offset date-time (any offset). A local date-time, any fraction of a second and a leap second are refused."
pub fn instant(t: &Table, key: &str) -> Res<Option<i64>> {
    let bad = || format!("`{key}` must be an offset date-time of whole seconds, 1970 to 9999");
    let Some(value) = t.get(key) else { return Ok(None) };
    let moment = value.as_datetime().ok_or_else(bad)?;
    let (Some(d), Some(c), Some(offset)) = (moment.date, moment.time, moment.offset) else { return Err(bad()) };
    if c.nanosecond.is_some() {
        return Err(bad());
    }
    let local = civil_seconds(&format!("{d}T{:02}:{:02}:{:02}", c.hour, c.minute, c.second.unwrap_or(0)))?;
    let minutes = match offset {
        toml::value::Offset::Z => 0,
        toml::value::Offset::Custom { minutes } => i64::from(minutes),
    };
    let utc = local - minutes * 60;
    if (0..crate::value::YEAR_10000).contains(&utc) { Ok(Some(utc)) } else { Err(bad()) }
}
