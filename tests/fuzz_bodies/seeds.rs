//! Makes the seeds of the fuzz targets: real payouts, signed by test keys under the targets' policy, and texts.
//!
//! Other seeds are made nowhere: showcases of `policies/`, cases of `tests/conformance/`, and bytes that `numbered` gives.

use std::collections::BTreeSet;

use base64ct::{Base64, Encoding as _};
use countersign::{Case, Digest, Instant, Ledger, Name, Payout, Policy, Quotes, Scheme, Verdict, quote_statement};
use serde_json::{Value, json};

use crate::bodies::POLICY;
use crate::seed_texts::{addresses, quorums, values};
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
    let mut add = |target, name: &str, bytes: Vec<u8>| seeds.push((target, name.to_owned(), bytes));
    for (place, (name, case)) in cases.iter().enumerate() {
        let next = &cases[(place + 1) % cases.len()].1;
        add("decide", name, text(case).into());
        add("payout", name, text(&case["payout"]).into());
        add("statement", name, format!("{}\n{}", text(&case["payout"]), text(&next["payout"])).into());
        add("ledger", name, ledger(&policy, place).into());
    }
    for (name, _) in PEOPLE {
        for verdict in
            if name == "payout-bot" { [Verdict::Request, Verdict::Reject] } else { [Verdict::Approve, Verdict::Reject] }
        {
            let mut approval = approval(&policy, &payouts()[0].1, name, verdict);
            add("approval", &format!("{name}-{verdict}-received"), text(&approval).into());
            approval.as_object_mut().unwrap().remove("received_at");
            add("approval", &format!("{name}-{verdict}-signed"), text(&approval).into());
        }
        for scheme in Scheme::ALL {
            let signer = Signer::named(name, scheme);
            let text = format!("{}\n{}", signer.key_text(), signer.sign(MESSAGE));
            add("signature", &format!("{name}-{scheme}"), text.into());
        }
        add("signature", &format!("{name}-der"), der_signed(name).into());
        for (form, bytes) in encodings(name) {
            add("encoding", &format!("{name}-{form}"), bytes);
        }
    }
    for place in 0..24u32 {
        let price = format!("{}.{}", 9_999 + 7_001 * place, "0".repeat(usize::try_from(place % 18).unwrap()) + "5");
        add("quote", &format!("btc-{place}"), text(&quote(&policy, &price)).into());
    }
    for (name, quorum) in quorums() {
        add("quorum", name, quorum.into());
    }
    for (name, chain, address) in addresses() {
        add("address", &name, format!("{chain}\n{address}").into());
    }
    for (name, value) in values() {
        add("round", name, value.into());
    }
    for (shape, (name, sizes)) in (0u8..).zip(BOUNDS) {
        for size in sizes {
            let [_, high, middle, low] = (size - 1).to_be_bytes();
            add("bounds", &format!("{name}-{size}"), vec![shape, 0, high, middle, low]);
        }
    }
    seeds
}

/// Bytes without end, for targets that make their own sense of them: SHA-256 of the number, and of that, and so on.
pub fn numbered(number: u32, length: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut digest = Digest::of(&number.to_be_bytes());
    while bytes.len() < length {
        let text = digest.to_string();
        bytes.extend(
            text.as_bytes().chunks(2).map(|pair| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap()),
        );
        digest = Digest::of(text.as_bytes());
    }
    bytes.truncate(length);
    bytes
}

/// What `bounds` makes large, in the order of its shapes, and how large: on the last size that is read, or far above it.
const BOUNDS: [(&str, [u32; 2]); 12] = [
    ("nested-arrays", [10, 100_000]),
    ("nested-parentheses", [16, 10_000]),
    ("alternatives", [4, 64]),
    ("approvals", [9, 4_096]),
    ("duplicates", [9, 20_000]),
    ("entries", [10, 100_000]),
    ("ledger-lines", [10, 20_000]),
    ("nested-json", [10, 100_000]),
    ("unknown-keys", [10, 1_000]),
    ("terms", [3, 2_000]),
    ("known-approvals", [9, 4_096]),
    ("decided-alternatives", [4, 64]),
];

const MESSAGE: &[u8] = b"countersign fuzz\n";

/// Real signatures of one name, each after the byte that says how it is written. The key of a name under another scheme
/// than its own is nobody's in the policy: such bytes are of the form, and do not verify.
fn encodings(name: &str) -> [(&'static str, Vec<u8>); 5] {
    let rs = Signer::named(name, Scheme::Ecdsa).sign_hash(MESSAGE).0;
    let base64 = Signer::named(name, Scheme::BitcoinMessage).sign(MESSAGE);
    let last = [&rs[..], &[27]].concat();
    assert_eq!(Base64::decode_vec(&base64).unwrap().len(), 65);
    [
        ("der", [&[0], &*der(&rs)].concat()),
        ("rs", [&[1], &rs[..]].concat()),
        ("rsv", [&[2], &*last].concat()),
        ("0x-rsv", [&[6], &*last].concat()),
        ("base64", [&[3], base64.as_bytes()].concat()),
    ]
}

fn der_signed(name: &str) -> String {
    let signer = Signer::named(name, Scheme::Ecdsa);
    let bytes = der(&signer.sign_hash(MESSAGE).0);
    format!("{}\n{}", signer.key_text(), bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
}

fn der(rs: &[u8; 64]) -> Vec<u8> {
    let integer = |number: &[u8]| {
        let digits: Vec<u8> = number.iter().copied().skip_while(|byte| *byte == 0).collect();
        let digits = if digits[0] < 0x80 { digits } else { [vec![0], digits].concat() };
        [vec![2, u8::try_from(digits.len()).unwrap()], digits].concat()
    };
    let body = [integer(&rs[..32]), integer(&rs[32..])].concat();
    [vec![0x30, u8::try_from(body.len()).unwrap()], body].concat()
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
    let with = |key: &str, value: &str| {
        let mut other = full.clone();
        other[key] = json!(value);
        other
    };
    let others = vec![
        ("full-more", with("amount", "0.06 BTC")),
        ("full-elsewhere", with("to", "bc1p5cyxnuxmeuwuvkwfem96lqzszd02n6xdcjrs20cac6yqjjwudpxqkedrcr")),
        ("full-dearer", with("fee", "0.002 BTC")),
        ("full-wallet", with("wallet", "hot-2")),
        ("full-note", with("note", "invoice 18")),
        ("full-id", with("id", "po-000000000000000000007")),
        ("full-initiator", with("initiator", "carol")),
        ("full-later", with("submitted_at", "2026-11-22T10:00:01Z")),
        ("full-payload", with("payload_sha256", &"ac".repeat(32))),
        ("full-unknown", with("wallet", "cold")),
        ("full-less", with("amount", "0.04 BTC")),
        ("full-much", with("amount", "123456789012.12345678 BTC")),
    ];
    let mut payouts = vec![
        ("small", payout("po-1", "0.05 BTC", bitcoin)),
        ("large", payout("po-2", "2 BTC", "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2")),
        ("tagged", tagged),
        ("blocked", payout("po-4", "100 USDC", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")),
        ("dollars", payout("po-6", "60000 USDC", "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359")),
        ("full", full),
    ];
    payouts.extend(others);
    payouts
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
            "to": payout["to"], "initiator": "alice", "at": format!("2026-11-22T{place:02}:00:00Z"),
            "lists": ["exchanges"], "value": "10 USD", "state": states[place % states.len()]});
        if let Some(tag) = payout.get("tag") {
            entry["tag"] = tag.clone();
        }
        format!("{}\n", text(&entry))
    };
    format!("{}\n{}", text(&header), (0..entries).map(entry).collect::<String>())
}

fn signer(name: &str) -> Signer {
    let (name, scheme) = PEOPLE.iter().find(|(person, _)| *person == name).unwrap();
    Signer::named(name, *scheme)
}

fn instant(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}
