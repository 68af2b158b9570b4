//! A scenario's payout, read as a payout of the service is.

use countersign::{Digest, Instant, Name, Note, Payout, PayoutId, Tag, WrittenAmount};
use serde_json::{Map, Value as Json};

use super::fields::{Placed, Reading};
use super::tree::Node;
use crate::escape;

const KEYS: &[&str] =
    &["id", "wallet", "amount", "to", "tag", "fee", "initiator", "submitted", "payload_sha256", "note"];

/// Reads a payout; `submitted` counts from `start`.
pub fn read(reading: &mut Reading, node: &Node, start: Instant) -> Option<Payout> {
    let fields = reading.fields(node, "a payout", KEYS)?;
    let required = ["id", "wallet", "amount", "to", "initiator"].map(|key| (key, reading.required(fields, key)));
    let optional = ["tag", "fee", "payload_sha256", "note"].map(|key| (key, fields.get(key)));
    let is_whole = required.iter().all(|(_, node)| node.is_some());
    let mut written = Map::new();
    let mut is_sound = true;
    for (key, node) in required.into_iter().chain(optional) {
        let Some(node) = node else { continue };
        match value(reading, key, node) {
            Some(value) => drop(written.insert(key.into(), Json::String(value.text))),
            None => is_sound = false,
        }
    }
    let submitted = match fields.get("submitted") {
        Some(node) => start.after(reading.since_start(node)?),
        None => start,
    };
    if !is_whole || !is_sound {
        return None;
    }
    written.insert("submitted_at".into(), Json::String(submitted.to_string()));
    match serde_json::from_value(Json::Object(written)) {
        Ok(payout) => Some(payout),
        Err(fault) => {
            reading.fault(fields.span(), escape::line(&fault.to_string()), "write it as a payout of the service");
            None
        }
    }
}

fn value(reading: &mut Reading, key: &str, node: &Node) -> Option<Placed> {
    match key {
        "id" => reading.parsed(node, PayoutId::parse),
        "wallet" | "initiator" => reading.parsed(node, Name::parse),
        "amount" | "fee" => reading.parsed(node, WrittenAmount::parse),
        "tag" => reading.parsed(node, Tag::parse),
        "payload_sha256" => reading.parsed(node, Digest::parse),
        "note" => reading.parsed(node, Note::parse),
        _ => reading.text(node),
    }
}
