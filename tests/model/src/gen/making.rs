//! Signed records for generated cases and tests; every key is made from its holder's name.
use super::keys as making;
use crate::input::{Payout, Quote};
use crate::policy::Policy;
use crate::sign::{Scheme, hex};
use crate::statement::{Signing, quote_statement, statement};
use crate::value::{print_instant, shortest};
use serde_json::{Value, json};

/// How a signature is written where the scheme leaves a choice.
#[derive(Clone, Copy, Debug, Default)]
pub struct Style {
    pub high: bool,
    pub der: bool,
    pub prefix: bool,
    pub head: u8,
}

pub fn signature(scheme: Scheme, holder: &str, statement: &str, style: Style) -> String {
    let rs = making::raw(scheme, holder, statement, style.high && scheme != Scheme::Eip191);
    match scheme {
        Scheme::Ecdsa if style.der => hex(&making::der(&rs)),
        Scheme::Ecdsa | Scheme::Bip340 => hex(&rs),
        Scheme::Eip191 => {
            let v = [0, 1, 27, 28][style.head as usize % 4];
            format!("{}{}{v:02x}", if style.prefix { "0x" } else { "" }, hex(&rs))
        }
        Scheme::BitcoinMessage => making::base64(&[&[27 + style.head % 16], &rs[..]].concat()),
    }
}

pub struct Stamp {
    pub signed: i64,
    pub expires: Option<i64>,
    pub received: i64,
}

#[expect(clippy::too_many_arguments, reason = "one record, part by part")]
/// `holder` is whose secret signs; `scheme` picks the key text.
pub fn approval(
    policy: &Policy,
    payout: &Payout,
    signer: &str,
    holder: &str,
    scheme: Scheme,
    verdict: &str,
    at: &Stamp,
    style: Style,
) -> Value {
    let by = Signing { verdict, signer, signed: at.signed, expires: at.expires };
    let text = match &payout.money {
        Some(money) => statement(policy, payout, money, &by),
        None => "nothing to sign".to_string(),
    };
    let mut out = json!({
        "signer": signer,
        "key": making::key_text(scheme, holder),
        "verdict": verdict,
        "signed_at": print_instant(at.signed),
        "signature": signature(scheme, holder, &text, style),
        "received_at": print_instant(at.received),
    });
    if let Some(expires) = at.expires {
        out["expires_at"] = print_instant(expires).into();
    }
    out
}

pub fn quote(chain: &str, currency: &str, asset: &str, signer: &str, scheme: Scheme, price: u128, at: i64) -> Value {
    let key = making::key_text(scheme, signer);
    let quote = Quote {
        signer: signer.to_string(),
        key: key.clone(),
        asset: asset.to_string(),
        price,
        quoted_at: at,
        signature: String::new(),
    };
    let text = quote_statement(chain, currency, &quote);
    json!({
        "signer": signer,
        "key": key,
        "asset": asset,
        "price": shortest(price, 18),
        "quoted_at": print_instant(at),
        "signature": signature(scheme, signer, &text, Style::default()),
    })
}

pub fn ledger_text(policy: &Policy, version: u64, sha256: &str, lines: &[Value]) -> String {
    let head = json!({
        "ledger": format!("{}/{}", policy.realm, policy.name),
        "entries": lines.len(),
        "policy": { "version": version, "sha256": sha256 },
    });
    let mut out = format!("{head}\n");
    for line in lines {
        out.push_str(&format!("{line}\n"));
    }
    out
}
