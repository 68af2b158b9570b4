//! SPEC sections 5, 6, 8 and 9: payout, approvals, ledger and quotes as they are handed in.
use crate::address::{Destination, destination, tag_text};
use crate::policy::Policy;
use crate::value::*;
use serde_json::Value;

#[derive(Debug, Clone)]
pub struct Payout {
    pub id: String,
    pub wallet: String,
    pub asset: String,
    pub initiator: String,
    pub submitted_at: i64,
    pub payload: Option<String>,
    pub note: Option<String>,
    /// Absent when the asset, or the fee's, is unknown: "what needs the asset to be read is then not read".
    pub money: Option<Readable>,
}

#[derive(Debug, Clone)]
pub struct Readable {
    pub amount: u128,
    pub to: Destination,
    pub fee: Option<(u128, String)>,
}

pub fn payout(value: &Value, policy: &Policy) -> Res<Payout> {
    let required = ["id", "wallet", "amount", "to", "initiator", "submitted_at"];
    let map = object(value, &required, &["tag", "fee", "payload_sha256", "note"])?;
    let (number, asset) = split_amount(text(map, "amount")?).and_then(above_zero)?;
    let fee = optional_text(map, "fee")?.map(split_amount).transpose()?;
    let wallet = name(text(map, "wallet")?)?;
    let initiator = name(text(map, "initiator")?)?;
    twins(&wallet, policy.wallets.iter())?;
    twins(&asset, policy.assets.keys())?;
    twins(&initiator, policy.approvers.keys().chain(policy.requesters.keys()))?;
    if let Some((_, fee_asset)) = &fee {
        twins(fee_asset, policy.assets.keys())?;
    }
    let to = text(map, "to")?;
    let tag = optional_text(map, "tag")?;
    tag.map(tag_text).transpose()?;
    let money = match (policy.assets.get(&asset), &fee) {
        (None, _) => None,
        (Some(a), None) => Some((a, None)),
        (Some(a), Some((number, of))) => {
            policy.assets.get(of).filter(|f| f.chain == a.chain).map(|f| (a, Some((number, of, f.decimals))))
        }
    };
    let money = match money {
        None => None,
        Some((a, fee)) => Some(Readable {
            amount: units(&number, a.decimals, false)?,
            to: destination(&a.chain, to, tag)?,
            fee: match fee {
                Some((number, of, decimals)) => Some((units(number, decimals, true)?, of.clone())),
                None => None,
            },
        }),
    };
    Ok(Payout {
        id: payout_id(text(map, "id")?)?,
        wallet,
        asset,
        initiator,
        submitted_at: instant(text(map, "submitted_at")?)?,
        payload: optional_text(map, "payload_sha256")?.map(hex64).transpose()?,
        note: optional_text(map, "note")?.map(note).transpose()?,
        money,
    })
}

/// "so is a payout whose wallet, asset, fee asset or initiator equals a wallet, an asset, an approver or a requester of
/// the policy only but for case".
fn twins<'a>(word: &str, mut known: impl Iterator<Item = &'a String>) -> Res<()> {
    match known.find(|k| *k != word && k.eq_ignore_ascii_case(word)) {
        Some(k) => Err(format!("`{word}` is `{k}` but for case")),
        None => Ok(()),
    }
}

/// "1 to 64 printable ASCII characters, no space at either end, no two in a row, no `: `, not `-`".
fn note(text: &str) -> Res<String> {
    let good = (1..=64).contains(&text.len())
        && text.bytes().all(|b| b == b' ' || b.is_ascii_graphic())
        && text.trim() == text
        && !text.contains("  ")
        && !text.contains(": ")
        && text != "-";
    if good { Ok(text.to_string()) } else { Err(format!("`{text}` is no note")) }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    pub signer: String,
    pub key: String,
    pub verdict: String,
    pub signed_at: i64,
    pub expires_at: Option<i64>,
    pub signature: String,
    pub received_at: i64,
}

/// "exact duplicates are dropped unlisted", then at most "8 of one signer and verdict".
pub fn approvals(values: &[Value]) -> Res<Vec<Approval>> {
    let mut out: Vec<Approval> = Vec::new();
    for value in values {
        let one = approval(value)?;
        if !out.contains(&one) {
            out.push(one);
        }
    }
    for a in &out {
        if out.iter().filter(|b| a.signer == b.signer && a.verdict == b.verdict).count() > 8 {
            return Err(format!("more than 8 of `{}`, {}", a.signer, a.verdict));
        }
    }
    if out.len() > 4096 { Err("more than 4,096 approvals".to_string()) } else { Ok(out) }
}

fn approval(value: &Value) -> Res<Approval> {
    let required = ["signer", "key", "verdict", "signed_at", "signature", "received_at"];
    let map = object(value, &required, &["expires_at"])?;
    let verdict = text(map, "verdict")?.to_string();
    if !["request", "approve", "reject"].contains(&verdict.as_str()) {
        return Err(format!("`{verdict}` is no verdict"));
    }
    let expires_at = optional_text(map, "expires_at")?.map(instant).transpose()?;
    // "`expires_at` is given for `approve` and refused for the others."
    if expires_at.is_some() != (verdict == "approve") {
        return Err("`expires_at` is given for `approve` and refused for the others".to_string());
    }
    Ok(Approval {
        signer: name(text(map, "signer")?)?,
        key: text(map, "key")?.to_string(),
        verdict,
        signed_at: instant(text(map, "signed_at")?)?,
        expires_at,
        signature: text(map, "signature")?.to_string(),
        received_at: instant(text(map, "received_at")?)?,
    })
}

#[derive(Debug)]
pub struct Ledger {
    pub version: u64,
    pub sha256: String,
    pub lines: Vec<Line>,
}

#[derive(Debug)]
pub struct Line {
    pub payout: String,
    pub wallet: String,
    pub asset: String,
    /// Absent where the policy no longer names the asset, as is the destination.
    pub amount: Option<u128>,
    pub to: Option<Destination>,
    pub initiator: String,
    pub at: i64,
    pub lists: Vec<String>,
    /// In the policy's currency; "in another currency it counts as absent".
    pub value: Option<u128>,
    /// Units where the policy names the asset.
    pub fee: Option<(Option<u128>, String)>,
    pub state: String,
}

pub fn ledger(text: &str, policy: &Policy) -> Res<Ledger> {
    let body = text.strip_suffix('\n').ok_or("no first line, or a last line without LF")?;
    let mut lines = body.split('\n');
    let first = json(lines.next().unwrap())?;
    let head = object(&first, &["ledger", "entries", "policy"], &[])?;
    if head["ledger"].as_str() != Some(&format!("{}/{}", policy.realm, policy.name)) {
        return Err("the ledger of another policy".to_string());
    }
    let written = object(&head["policy"], &["version", "sha256"], &[])?;
    let version = written["version"].as_u64().filter(|v| *v >= 1).ok_or("`version` is no version")?;
    let sha256 = hex64(crate::value::text(written, "sha256")?)?;
    let rest: Vec<&str> = lines.collect();
    if head["entries"].as_u64() != Some(rest.len() as u64) {
        return Err("another number of entries".to_string());
    }
    let mut out: Vec<Line> = Vec::new();
    for one in rest {
        let line = ledger_line(&json(one)?, policy)?;
        if out.iter().any(|other| other.payout.eq_ignore_ascii_case(&line.payout)) {
            return Err(format!("`{}` twice", line.payout));
        }
        out.push(line);
    }
    Ok(Ledger { version, sha256, lines: out })
}

fn json(line: &str) -> Res<Value> {
    if line.len() > 65_536 {
        return Err("a line above 64 KiB".to_string());
    }
    serde_json::from_str(line).map_err(|e| format!("{e}"))
}

fn ledger_line(value: &Value, policy: &Policy) -> Res<Line> {
    let required = ["payout", "wallet", "amount", "to", "initiator", "at", "state"];
    let map = object(value, &required, &["tag", "lists", "value", "fee"])?;
    let state = text(map, "state")?.to_string();
    if !["reserved", "paid", "released", "refused"].contains(&state.as_str()) {
        return Err(format!("`{state}` is no state"));
    }
    let (number, asset) = split_amount(text(map, "amount")?).and_then(above_zero)?;
    let tag = optional_text(map, "tag")?;
    let address = text(map, "to")?;
    let (amount, to) = match policy.assets.get(&asset) {
        Some(a) => (Some(units(&number, a.decimals, false)?), Some(destination(&a.chain, address, tag)?)),
        None => {
            graphic(address, 128)?;
            tag.map(tag_text).transpose()?;
            (None, None)
        }
    };
    let fee = match optional_text(map, "fee")?.map(split_amount).transpose()? {
        None => None,
        Some((number, of)) => Some((policy.assets.get(&of).map(|a| units(&number, a.decimals, true)).transpose()?, of)),
    };
    let value =
        match (optional_text(map, "value")?.map(|v| split_amount(v).and_then(above_zero)).transpose()?, &policy.prices)
        {
            (Some((number, of)), Some(prices)) if of == prices.currency => {
                Some(units(&number, prices.decimals, false)?)
            }
            _ => None,
        };
    let mut lists: Vec<String> = Vec::new();
    if let Some(recorded) = map.get("lists") {
        for one in recorded.as_array().ok_or("`lists` is no array")? {
            let one = name(one.as_str().ok_or("a list is named by a string")?)?;
            if lists.contains(&one) {
                return Err(format!("`{one}` twice in one array"));
            }
            lists.push(one);
        }
    }
    Ok(Line {
        payout: payout_id(text(map, "payout")?)?,
        wallet: name(text(map, "wallet")?)?,
        asset,
        amount,
        to,
        initiator: name(text(map, "initiator")?)?,
        at: instant(text(map, "at")?)?,
        lists,
        value,
        fee,
        state,
    })
}

#[derive(Debug)]
pub struct Quote {
    pub signer: String,
    pub key: String,
    pub asset: String,
    pub price: u128,
    pub quoted_at: i64,
    pub signature: String,
}

/// "`price` is a decimal above zero, at most 18 places, at most 2^128−1 units of 10^−18, in shortest form".
pub fn quote(value: &Value) -> Res<Quote> {
    let map = object(value, &["signer", "key", "asset", "price", "quoted_at", "signature"], &[])?;
    let price = units(text(map, "price")?, 18, false)?;
    if shortest(price, 18) != text(map, "price")? {
        return Err("a price not in shortest form".to_string());
    }
    Ok(Quote {
        signer: name(text(map, "signer")?)?,
        key: text(map, "key")?.to_string(),
        asset: name(text(map, "asset")?)?,
        price,
        quoted_at: instant(text(map, "quoted_at")?)?,
        signature: text(map, "signature")?.to_string(),
    })
}
