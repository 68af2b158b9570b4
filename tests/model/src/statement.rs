//! SPEC section 6: the text that is signed, and section 9's quote.
use crate::input::{Payout, Quote, Readable};
use crate::policy::Policy;
use crate::value::{Res, print_instant, shortest};

pub struct Signing<'a> {
    pub verdict: &'a str,
    pub signer: &'a str,
    pub signed: i64,
    pub expires: Option<i64>,
}

/// "`listed-in` is the first list by name with an entry of exactly this chain, address and tag, cooling or not."
fn listed_in(policy: &Policy, money: &Readable) -> String {
    let found = policy.lists.iter().find(|(_, list)| list.iter().any(|e| e.to == money.to));
    found.map_or("-".to_string(), |(name, _)| name.clone())
}

pub fn statement(policy: &Policy, payout: &Payout, money: &Readable, by: &Signing) -> String {
    let number = shortest(money.amount, policy.assets[&payout.asset].decimals);
    let dash = |word: &Option<String>| word.clone().unwrap_or("-".to_string());
    let fee = match &money.fee {
        None => "unlimited".to_string(),
        Some((units, of)) => format!("{} {of}", shortest(*units, policy.assets[of].decimals)),
    };
    let lines = [
        "countersign payout v1".to_string(),
        format!("verdict: {}", by.verdict),
        format!("pay: {number} {}", payout.asset),
        format!("to: {} {}", money.to.chain, money.to.address),
        format!("tag: {}", dash(&money.to.tag)),
        format!("listed-in: {}", listed_in(policy, money)),
        format!("fee-up-to: {fee}"),
        format!("wallet: {}", payout.wallet),
        format!("note: {}", dash(&payout.note)),
        format!("payout: {}", payout.id),
        format!("initiator: {}", payout.initiator),
        format!("submitted: {}", print_instant(payout.submitted_at)),
        format!("payload-sha256: {}", dash(&payout.payload)),
        format!("policy: {}/{} {}", policy.realm, policy.name, policy.version),
        format!("policy-sha256: {}", policy.sha256),
        format!("signer: {}", by.signer),
        format!("signed: {}", print_instant(by.signed)),
        format!("expires: {}", dash(&by.expires.map(print_instant))),
    ];
    lines.iter().map(|line| format!("{line}\n")).collect()
}

/// "A payout is refused if its statement, with the policy's longest approver name, verdict `approve` and 40 characters for
/// the number in `pay`, would exceed 640 bytes".
pub fn refuse_long(policy: &Policy, payout: &Payout, money: &Readable) -> Res<()> {
    let longest = policy.approvers.keys().max_by_key(|name| name.len()).cloned().unwrap_or_default();
    let by = Signing { verdict: "approve", signer: &longest, signed: 0, expires: Some(0) };
    let number = shortest(money.amount, policy.assets[&payout.asset].decimals);
    let length = statement(policy, payout, money, &by).len() - number.len() + 40;
    if length > 640 { Err(format!("a statement would have {length} bytes")) } else { Ok(()) }
}

pub fn quote_statement(chain: &str, currency: &str, quote: &Quote) -> String {
    format!(
        "countersign quote v1\nchain: {chain}\nasset: {}\nprice: {}\ncurrency: {currency}\nquoted: {}\nkey: {}\n",
        quote.asset,
        shortest(quote.price, 18),
        print_instant(quote.quoted_at),
        quote.key
    )
}
