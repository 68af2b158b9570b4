//! As much of JSON Schema, draft 7, as the published schema of SARIF uses.
//!
//! A keyword that is not known here fails the test that meets it: nothing is passed over in silence.

use serde_json::{Map, Value};

/// A schema with its definitions.
pub struct Schema(Value);

impl Schema {
    /// The published schema of SARIF 2.1.0.
    pub fn published() -> Self {
        Self(serde_json::from_str(include_str!("../data/sarif-2.1.0.schema.json")).unwrap())
    }

    /// Everything in a value that the schema refuses, with its place.
    pub fn faults(&self, value: &Value) -> Vec<String> {
        let mut faults = Vec::new();
        self.check(&self.0, value, "", &mut faults);
        faults
    }

    fn check(&self, schema: &Value, value: &Value, at: &str, faults: &mut Vec<String>) {
        let schema = schema.as_object().unwrap();
        for (keyword, wanted) in schema {
            match keyword.as_str() {
                "$ref" => {
                    let target = self.0.pointer(wanted.as_str().unwrap().trim_start_matches('#')).unwrap();
                    self.check(target, value, at, faults);
                }
                "anyOf" | "oneOf" => {
                    let fitting = wanted.as_array().unwrap().iter().filter(|one| self.fits(one, value)).count();
                    if fitting == 0 || keyword == "oneOf" && fitting > 1 {
                        faults.push(format!("{at}: fits {fitting} of {keyword}"));
                    }
                }
                "properties" | "items" | "required" | "additionalProperties" | "minItems" | "uniqueItems" => {
                    self.parts(keyword, wanted, schema, value, at, faults);
                }
                _ => {
                    if !holds(keyword, wanted, value) {
                        faults.push(format!("{at}: {value} is against {keyword} {wanted}"));
                    }
                }
            }
        }
    }

    fn fits(&self, schema: &Value, value: &Value) -> bool {
        let mut faults = Vec::new();
        self.check(schema, value, "", &mut faults);
        faults.is_empty()
    }

    fn parts(
        &self,
        keyword: &str,
        wanted: &Value,
        schema: &Map<String, Value>,
        value: &Value,
        at: &str,
        faults: &mut Vec<String>,
    ) {
        match (keyword, value) {
            ("properties", Value::Object(object)) => {
                for (key, part) in wanted.as_object().unwrap() {
                    if let Some(found) = object.get(key) {
                        self.check(part, found, &format!("{at}/{key}"), faults);
                    }
                }
            }
            ("required", Value::Object(object)) => {
                let lacking =
                    wanted.as_array().unwrap().iter().filter(|key| !object.contains_key(key.as_str().unwrap()));
                faults.extend(lacking.map(|key| format!("{at}: lacks {key}")));
            }
            ("additionalProperties", Value::Object(object)) => {
                let known = |key: &String| schema.get("properties").is_some_and(|known| known.get(key).is_some());
                for (key, found) in object.iter().filter(|(key, _)| !known(key)) {
                    match wanted {
                        Value::Bool(true) => {}
                        Value::Bool(false) => faults.push(format!("{at}: has {key}")),
                        part => self.check(part, found, &format!("{at}/{key}"), faults),
                    }
                }
            }
            ("items", Value::Array(items)) => {
                for (place, item) in items.iter().enumerate() {
                    self.check(wanted, item, &format!("{at}/{place}"), faults);
                }
            }
            ("minItems", Value::Array(items)) if (items.len() as u64) < wanted.as_u64().unwrap() => {
                faults.push(format!("{at}: {} items are too few", items.len()));
            }
            ("uniqueItems", Value::Array(items)) => {
                let twice = items.iter().enumerate().any(|(place, item)| items[..place].contains(item));
                if wanted == true && twice {
                    faults.push(format!("{at}: an item stands twice"));
                }
            }
            _ => {}
        }
    }
}

/// Whether a value is as a keyword about it alone says.
fn holds(keyword: &str, wanted: &Value, value: &Value) -> bool {
    match keyword {
        "type" => match wanted {
            Value::Array(kinds) => kinds.iter().any(|kind| is_of(kind.as_str().unwrap(), value)),
            kind => is_of(kind.as_str().unwrap(), value),
        },
        "enum" => wanted.as_array().unwrap().contains(value),
        "minimum" => value.as_f64().is_none_or(|number| number >= wanted.as_f64().unwrap()),
        "maximum" => value.as_f64().is_none_or(|number| number <= wanted.as_f64().unwrap()),
        "format" => match (wanted.as_str().unwrap(), value.as_str()) {
            ("uri" | "uri-reference", Some(text)) => text.bytes().all(is_of_a_uri),
            (_, None) => true,
            (other, Some(_)) => panic!("the format {other} is not known here"),
        },
        "description" | "default" | "definitions" | "title" | "$id" | "$schema" => true,
        other => panic!("the keyword {other} is not known here: {value}"),
    }
}

fn is_of(kind: &str, value: &Value) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "null" => value.is_null(),
        other => panic!("the type {other} is not known here"),
    }
}

/// The characters of RFC 3986.
fn is_of_a_uri(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&byte)
}
