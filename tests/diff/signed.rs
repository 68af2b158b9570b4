//! Examples as a machine reads them: out of the JSON alone, really signed, decided by the engine under both policies.

use countersign::analyze::Comparison;
use countersign::{
    Answer, Case, Instant, Ledger, LedgerEntry, Name, Payout, Policy, Quote, Quotes, ReceivedApproval, Scheme, Verdict,
    quote_statement,
};
use serde_json::{Value, json};

use crate::support::signer::Signer;

const SCHEMES: [Scheme; 4] = [Scheme::Ecdsa, Scheme::Bip340, Scheme::Eip191, Scheme::BitcoinMessage];

/// Replays every example of both directions, and says how many they are.
pub fn replayed(comparison: &Comparison, old: &Policy, new: &Policy) -> usize {
    let text = serde_json::to_string(comparison).unwrap();
    let report: Value = serde_json::from_str(&text).unwrap();
    let mut replayed = 0;
    for (way, allowing, refusing) in [("more", new, old), ("less", old, new)] {
        let examples = report[way].get("examples").and_then(Value::as_array);
        for example in examples.into_iter().flatten() {
            assert_eq!(answer(allowing, example), Some(Answer::Allow), "{way}: {example}");
            assert_ne!(answer(refusing, example), Some(Answer::Allow), "{way}: {example}");
            replayed += 1;
        }
    }
    replayed
}

/// What the engine decides; none if the policy cannot read it.
fn answer(policy: &Policy, example: &Value) -> Option<Answer> {
    let payout: Payout = serde_json::from_value(example["payout"].clone()).unwrap();
    let lines: Vec<LedgerEntry> = serde_json::from_value(example["ledger"].clone()).unwrap();
    let mut header = serde_json::to_value(Ledger::new(policy).header()).unwrap();
    header["entries"] = json!(lines.len());
    let ledger = Ledger::open(policy, &serde_json::from_value(header).unwrap(), lines).ok()?;
    let unsigned = Case::open(policy, &payout, &[]).ok()?;
    let approvals = example["approvals"].as_array().unwrap().iter();
    let approvals: Vec<ReceivedApproval> = approvals.filter_map(|said| signed(policy, &unsigned, said)).collect();
    let quotes: Vec<Quote> =
        example["quotes"].as_array().unwrap().iter().filter_map(|said| quoted(policy, said)).collect();
    let quotes = Quotes::verify(policy, &quotes).unwrap();
    let at = instant(&example["at"]);
    Some(Case::open(policy, &payout, &approvals).ok()?.decide(&ledger, &quotes, at).verdict())
}

/// Somebody's own key under a policy, of whoever it knows.
fn signer(policy: &Policy, name: &str) -> Option<(Signer, String)> {
    let key = policy.keys_of(name).first()?.as_str();
    let scheme = SCHEMES.into_iter().find(|scheme| key.starts_with(&format!("{scheme}:"))).unwrap();
    let signer = Signer::named(name, scheme);
    assert_eq!(signer.key_text(), key, "nobody here has {name}'s key");
    Some((signer, key.to_owned()))
}

fn signed(policy: &Policy, case: &Case<'_>, said: &Value) -> Option<ReceivedApproval> {
    let name = said["signer"].as_str().unwrap();
    let (signer, key) = signer(policy, name)?;
    let verdict: Verdict = serde_json::from_value(said["verdict"].clone()).unwrap();
    let statement = case.statement(verdict, name, instant(&said["signed_at"]), said.get("expires_at").map(instant))?;
    let mut approval = said.clone();
    approval["key"] = json!(key);
    approval["signature"] = json!(signer.sign(statement.as_str().as_bytes()));
    Some(serde_json::from_value(approval).unwrap())
}

fn quoted(policy: &Policy, said: &Value) -> Option<Quote> {
    let (signer, key) = signer(policy, said["feed"].as_str().unwrap())?;
    let (asset, price) = (said["asset"].as_str().unwrap(), said["price"].as_str().unwrap());
    let asset = Name::parse(asset).unwrap();
    let statement = quote_statement(policy, &asset, price, instant(&said["quoted_at"]), &key).ok()?;
    let quote = json!({ "signer": said["feed"], "key": key, "asset": asset, "price": price,
        "quoted_at": said["quoted_at"], "signature": signer.sign(statement.as_bytes()) });
    Some(serde_json::from_value(quote).unwrap())
}

fn instant(text: &Value) -> Instant {
    Instant::parse(text.as_str().unwrap()).unwrap()
}
