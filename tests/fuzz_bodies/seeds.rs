//! Makes the seeds of the fuzz targets: real payouts, signed by test keys under the targets' policy, and what other
//! tests read. `policy` has the showcases of `policies/` as its seeds and needs none from here.

use std::collections::BTreeSet;
use std::fs;

use countersign::{Case, Instant, Ledger, Name, Payout, Policy, Quotes, Scheme, Verdict, quote_statement};
use serde_json::{Value, json};

use crate::bodies::POLICY;
use crate::root;
use crate::signer::Signer;

/// Somebody of the policy, and the scheme of their key.
const PEOPLE: [(&str, Scheme); 6] = [
    ("alice", Scheme::Ecdsa),
    ("bob", Scheme::Bip340),
    ("carol", Scheme::Eip191),
    ("frank", Scheme::BitcoinMessage),
    ("feed-1", Scheme::Ecdsa),
    ("payout-bot", Scheme::Ecdsa),
];

type Seed = (&'static str, String, Vec<u8>);

/// Every seed: target, name, bytes.
pub fn all() -> Vec<Seed> {
    let policy = Policy::parse(POLICY).unwrap();
    let cases = cases(&policy);
    let mut seeds = Vec::new();
    let mut add = |target, name: &str, text: String| seeds.push((target, name.to_owned(), text.into_bytes()));
    for (place, (name, case)) in cases.iter().enumerate() {
        let next = &cases[(place + 1) % cases.len()].1;
        add("decide", name, text(case));
        add("payout", name, text(&case["payout"]));
        add("statement", name, format!("{}\n{}", text(&case["payout"]), text(&next["payout"])));
        add("ledger", name, ledger(&policy, place));
    }
    for (name, scheme) in PEOPLE {
        let verdict = if name == "payout-bot" { Verdict::Request } else { Verdict::Approve };
        let mut approval = approval(&policy, &payouts()[0].1, name, verdict);
        add("approval", &format!("{name}-received"), text(&approval));
        approval.as_object_mut().unwrap().remove("received_at");
        add("approval", &format!("{name}-signed"), text(&approval));
        let signer = Signer::named(name, scheme);
        add("signature", name, format!("{}\n{}", signer.key_text(), signer.sign(b"countersign fuzz\n")));
    }
    for (place, price) in ["101234.5", "99999.000000000000000001", "10000", "1000000", "63000.25"].iter().enumerate() {
        add("quote", &format!("btc-{place}"), text(&quote(&policy, price)));
    }
    for (name, quorum) in quorums() {
        add("quorum", name, quorum.into());
    }
    for (name, chain, address) in addresses() {
        add("address", name, format!("{chain}\n{address}"));
    }
    seeds
}

/// The verdicts that the seeds of `decide` reach.
pub fn answers() -> BTreeSet<String> {
    let policy = Policy::parse(POLICY).unwrap();
    let answer = |case: &Value| {
        let payout: Payout = serde_json::from_value(case["payout"].clone()).unwrap();
        let approvals: Vec<_> = serde_json::from_value(case["approvals"].clone()).unwrap();
        let prices: Vec<_> = serde_json::from_value(case["prices"].clone()).unwrap();
        let quotes = Quotes::verify(&policy, &prices).unwrap();
        let case = Case::open(&policy, &payout, &approvals).unwrap();
        case.decide(&Ledger::new(&policy), &quotes, instant("2026-11-22T12:00:00Z")).verdict().to_string()
    };
    cases(&policy).iter().map(|(_, case)| answer(case)).collect()
}

fn payouts() -> Vec<(&'static str, Value)> {
    let payout = |id: &str, amount: &str, to: &str| {
        json!({"id": id, "wallet": "hot-1", "amount": amount, "to": to, "initiator": "payout-bot",
               "submitted_at": "2026-11-22T10:00:00Z"})
    };
    let bitcoin = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4";
    let mut tagged = payout("po-3", "12.5 XRP", "rEb8TK3gBgk5auZkwc6sHnwrGVJH8DuaLh");
    tagged["tag"] = json!("7");
    let mut full = payout("po-5", "0.05 BTC", bitcoin);
    full["fee"] = json!("0.0001 BTC");
    full["note"] = json!("invoice 17");
    full["payload_sha256"] = json!("ab".repeat(32));
    vec![
        ("small", payout("po-1", "0.05 BTC", bitcoin)),
        ("large", payout("po-2", "2 BTC", "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2")),
        ("tagged", tagged),
        ("blocked", payout("po-4", "100 USDC", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")),
        ("full", full),
        ("dollars", payout("po-6", "60000 USDC", "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359")),
    ]
}

fn cases(policy: &Policy) -> Vec<(&'static str, Value)> {
    let case = |(name, payout): (&'static str, Value)| {
        let request = approval(policy, &payout, "payout-bot", Verdict::Request);
        let others = ["alice", "bob", "frank"].map(|name| approval(policy, &payout, name, Verdict::Approve));
        let approvals: Vec<Value> = others.into_iter().chain([request]).collect();
        let case = json!({"name": name, "payout": payout, "approvals": approvals, "prices": [quote(policy, "101234.5")],
            "ledger": ledger(policy, 0), "at": "2026-11-22T12:00:00Z"});
        (name, case)
    };
    let mut cases: Vec<(&str, Value)> = payouts().into_iter().map(case).collect();
    let mut unsigned = cases[1].1.clone();
    unsigned["approvals"] = json!([]);
    cases.push(("unsigned", unsigned));
    let mut rejected = cases[1].1.clone();
    let no = approval(policy, &rejected["payout"], "frank", Verdict::Reject);
    rejected["approvals"].as_array_mut().unwrap().push(no);
    cases.push(("rejected", rejected));
    cases
}

fn approval(policy: &Policy, payout: &Value, name: &str, verdict: Verdict) -> Value {
    let payout: Payout = serde_json::from_value(payout.clone()).unwrap();
    let signed_at = instant("2026-11-22T10:05:00Z");
    let expires_at = (verdict == Verdict::Approve).then(|| instant("2026-11-24T10:05:00Z"));
    let case = Case::open(policy, &payout, &[]).unwrap();
    let statement = case.statement(verdict, name, signed_at, expires_at).unwrap();
    let signer = signer(name);
    let mut approval = json!({"signer": name, "key": signer.key_text(), "verdict": verdict, "signed_at": signed_at,
        "signature": signer.sign(statement.as_str().as_bytes()), "received_at": signed_at});
    if let Some(expires_at) = expires_at {
        approval["expires_at"] = json!(expires_at);
    }
    approval
}

/// The text of a value with its keys in order, whatever order another member of the workspace asks `serde_json` to keep.
fn text(value: &Value) -> String {
    let mut value = value.clone();
    value.sort_all_objects();
    value.to_string()
}

fn quote(policy: &Policy, price: &str) -> Value {
    let quoted_at = instant("2026-11-22T11:59:00Z");
    let feed = signer("feed-1");
    let asset = Name::parse("BTC").unwrap();
    let text = quote_statement(policy, &asset, price, quoted_at, &feed.key_text()).unwrap();
    json!({"signer": "feed-1", "key": feed.key_text(), "asset": "BTC", "price": price, "quoted_at": quoted_at,
        "signature": feed.sign(text.as_bytes())})
}

/// A snapshot of so many entries, in every state.
fn ledger(policy: &Policy, entries: usize) -> String {
    let mut header = serde_json::to_value(Ledger::new(policy).header()).unwrap();
    header["entries"] = json!(entries);
    let states = ["reserved", "paid", "released", "refused"];
    let payouts = payouts();
    let entry = |place: usize| {
        let payout = &payouts[place % payouts.len()].1;
        let mut entry = json!({"payout": format!("old-{place}"), "wallet": "hot-2", "amount": payout["amount"],
            "to": payout["to"], "initiator": "alice", "at": format!("2026-11-22T0{place}:00:00Z"),
            "lists": ["exchanges"], "value": "10 USD", "state": states[place % states.len()]});
        if let Some(tag) = payout.get("tag") {
            entry["tag"] = tag.clone();
        }
        format!("{}\n", text(&entry))
    };
    format!("{}\n{}", text(&header), (0..entries).map(entry).collect::<String>())
}

fn quorums() -> [(&'static str, &'static str); 8] {
    [
        ("two", "2 of ops"),
        ("all", "all of ops"),
        ("and", "2 of ops and 1 of risk"),
        ("or", "3 of ops or (1 of ops and 1 of risk)"),
        ("union", "2 of (ops, frank)"),
        ("nested", "((1 of alice)) and (1 of bob or 1 of carol)"),
        ("impossible", "4 of ops"),
        ("mixed", "1 of ops and 1 of risk or 2 of ops"),
    ]
}

fn addresses() -> [(&'static str, &'static str, String); 8] {
    let segwit = fs::read_to_string(root().join("tests/data/segwit-addresses.txt")).unwrap();
    let eip55 = fs::read_to_string(root().join("tests/data/eip55.txt")).unwrap();
    let testnet = segwit.lines().filter_map(|line| line.split(" | ").nth(2)).find(|text| text.starts_with("tb1p"));
    let checksummed = eip55.lines().find(|line| line.starts_with("0x5a")).unwrap();
    [
        ("segwit", "bitcoin", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4".into()),
        ("base58", "bitcoin", "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2".into()),
        ("taproot-testnet", "bitcoin-testnet", testnet.unwrap().into()),
        ("checksummed", "ethereum", checksummed.into()),
        ("lower", "eip155:137", checksummed.to_lowercase()),
        ("tron", "tron", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t".into()),
        ("opaque", "xrpl", "rEb8TK3gBgk5auZkwc6sHnwrGVJH8DuaLh".into()),
        ("caip2", "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp", "9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin".into()),
    ]
}

fn signer(name: &str) -> Signer {
    let (name, scheme) = PEOPLE.iter().find(|(person, _)| *person == name).unwrap();
    Signer::named(name, *scheme)
}

fn instant(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}
