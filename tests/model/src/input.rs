//! SPEC sections 5, 6, 8 and 9: payout, approvals, ledger and quotes as they are handed in.
use crate::address::{Destination, destination, tag_text};
use crate::policy::{Asset, Policy};
use crate::table::*;
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
    let t = object(value, "id wallet amount to tag fee initiator submitted_at payload_sha256 note")?;
    let (number, of) = text(&t, "amount", amount)?;
    let fee = optional_text(&t, "fee", amount_or_zero)?;
    let to = text(&t, "to", plain)?;
    let tag = optional_text(&t, "tag", tag_text)?;
    let asset = policy.assets.get(&of);
    let fee_asset = match &fee {
        Some((_, of)) => policy.assets.get(of).filter(|fee| asset.is_some_and(|asset| asset.chain == fee.chain)),
        None => asset,
    };
    let read = |(asset, fee_asset): (&Asset, &Asset)| -> Res<Readable> {
        let fee = fee.as_ref().map(|(number, of)| Ok::<_, String>((units(number, fee_asset.decimals)?, of.clone())));
        let to = destination(&asset.chain, &to, tag.as_deref())?;
        Ok(Readable { amount: units(&number, asset.decimals)?, to, fee: fee.transpose()? })
    };
    let payout = Payout {
        id: text(&t, "id", payout_id)?,
        wallet: text(&t, "wallet", name)?,
        initiator: text(&t, "initiator", name)?,
        submitted_at: text(&t, "submitted_at", instant)?,
        payload: optional_text(&t, "payload_sha256", hex64)?,
        note: optional_text(&t, "note", note)?,
        money: asset.zip(fee_asset).map(read).transpose()?,
        asset: of,
    };
    // "so is a payout whose wallet, asset, fee asset or initiator equals a wallet, an asset, an approver or a requester
    // of the policy only but for case"
    let twin = |word: &str, known: &String| known != word && known.eq_ignore_ascii_case(word);
    let people = policy.approvers.keys().chain(policy.requesters.keys());
    let bad = policy.wallets.iter().any(|known| twin(&payout.wallet, known))
        || policy.assets.keys().any(|known| twin(&payout.asset, known))
        || policy.assets.keys().any(|known| fee.as_ref().is_some_and(|(_, of)| twin(of, known)))
        || people.into_iter().any(|known| twin(&payout.initiator, known));
    if bad { Err("a name of the policy but for case".to_string()) } else { Ok(payout) }
}

/// "1 to 64 printable ASCII characters, no space at either end, no two in a row, no `: `, not `-`"
fn note(text: &str) -> Res<String> {
    let bad = text != text.trim() || text.contains("  ") || text.contains(": ") || text == "-";
    given(text, (1..=64).contains(&text.len()) && printable(text) && !bad, "note")
}

/// "All other strings are printable ASCII."
fn plain(text: &str) -> Res<String> {
    given(text, printable(text), "printable ASCII")
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
    let of_one = |a: &Approval| out.iter().filter(|b| a.signer == b.signer && a.verdict == b.verdict).count();
    let good = out.len() <= 4096 && out.iter().all(|a| of_one(a) <= 8);
    if good { Ok(out) } else { Err("more than 4,096 approvals, or 8 of one signer and verdict".to_string()) }
}

fn approval(value: &Value) -> Res<Approval> {
    let t = object(value, "signer key verdict signed_at expires_at signature received_at")?;
    let verdict = |word: &str| given(word, ["request", "approve", "reject"].contains(&word), "verdict");
    let approval = Approval {
        signer: text(&t, "signer", plain)?,
        key: text(&t, "key", plain)?,
        verdict: text(&t, "verdict", verdict)?,
        signed_at: text(&t, "signed_at", instant)?,
        expires_at: optional_text(&t, "expires_at", instant)?,
        signature: text(&t, "signature", plain)?,
        received_at: text(&t, "received_at", instant)?,
    };
    // "`expires_at` is given for `approve` and refused for the others."
    let good = approval.expires_at.is_some() == (approval.verdict == "approve");
    if good { Ok(approval) } else { Err("`expires_at` is given for `approve` alone".to_string()) }
}

pub struct Ledger {
    pub version: u64,
    pub sha256: String,
    pub lines: Vec<Line>,
}

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
    let json = |line: &str| {
        given(line, line.len() <= 65_536, "line of at most 64 KiB")?;
        serde_json::from_str(line).map_err(|e| format!("{e}"))
    };
    let lines: Vec<Value> = body.split('\n').map(json).collect::<Res<_>>()?;
    let head = object(&lines[0], "ledger entries policy")?;
    let policies = format!("{}/{}", policy.realm, policy.name);
    crate::table::text(&head, "ledger", |name| given(name, name == policies, "ledger of this policy"))?;
    let many = lines.len() as i64 - 1;
    integer(&head, "entries", many, many)?;
    let written = required(&head, "policy", toml::Value::as_table)?;
    known(written, "version sha256")?;
    let version = integer(written, "version", 1, i64::MAX)? as u64;
    let sha256 = crate::table::text(written, "sha256", hex64)?;
    let lines: Vec<Line> = lines[1..].iter().map(|line| ledger_line(line, policy)).collect::<Res<_>>()?;
    no_twins(lines.iter().map(|line| &line.payout))?;
    Ok(Ledger { version, sha256, lines })
}

fn ledger_line(value: &Value, policy: &Policy) -> Res<Line> {
    let t = object(value, "payout wallet amount to tag initiator at lists value fee state")?;
    let states = ["reserved", "paid", "released", "refused"];
    let (number, asset) = text(&t, "amount", amount)?;
    let tag = optional_text(&t, "tag", tag_text)?;
    let address = text(&t, "to", |address| graphic(address, 128))?;
    let named = policy.assets.get(&asset);
    let fee = |(number, of): Written| {
        let asset = policy.assets.get(&of);
        Ok::<_, String>((asset.map(|a| units(&number, a.decimals)).transpose()?, of))
    };
    let value = optional_text(&t, "value", amount)?;
    let value = value.zip(policy.prices.as_ref()).filter(|((_, of), prices)| *of == prices.currency);
    let lists = no_repeats(optional(&t, "lists", strings)?.unwrap_or_default())?;
    lists.iter().try_for_each(|list| name(list).map(drop))?;
    Ok(Line {
        payout: text(&t, "payout", payout_id)?,
        wallet: text(&t, "wallet", name)?,
        asset,
        amount: named.map(|a| units(&number, a.decimals)).transpose()?,
        to: named.map(|a| destination(&a.chain, &address, tag.as_deref())).transpose()?,
        initiator: text(&t, "initiator", name)?,
        at: text(&t, "at", instant)?,
        lists,
        value: value.map(|((number, _), prices)| units(&number, prices.decimals)).transpose()?,
        fee: optional_text(&t, "fee", amount_or_zero)?.map(fee).transpose()?,
        state: text(&t, "state", |state| given(state, states.contains(&state), "state"))?,
    })
}

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
    let t = object(value, "signer key asset price quoted_at signature")?;
    let price = |text: &str| {
        let price = positive(text, 18)?;
        given(text, shortest(price, 18) == text, "price in shortest form").map(|_| price)
    };
    Ok(Quote {
        signer: text(&t, "signer", plain)?,
        key: text(&t, "key", plain)?,
        asset: text(&t, "asset", name)?,
        price: text(&t, "price", price)?,
        quoted_at: text(&t, "quoted_at", instant)?,
        signature: text(&t, "signature", plain)?,
    })
}
