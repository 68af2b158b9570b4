//! Two payouts that differ in one field: their statements differ, and each reads back to what it was made of.

use std::collections::{BTreeMap, HashMap};

use countersign::Verdict;
use countersign_model::address::eip55;
use countersign_model::r#gen::rng::Rng;
use sha2::{Digest as _, Sha256};

use crate::case::{parse, statement, text};
use crate::sheet::{self, OPTIONAL, Sheet, address, instant, name, number, random_bytes};
use crate::signer::hex;

/// Every field of a statement; `remark` stands for the policy's digest, which is of its whole text.
pub const FIELDS: [&str; 22] = [
    "verdict",
    "number",
    "asset",
    "chain",
    "address",
    "tag",
    "list",
    "fee",
    "fee-asset",
    "wallet",
    "note",
    "id",
    "initiator",
    "submitted",
    "payload",
    "realm",
    "policy",
    "version",
    "remark",
    "signer",
    "signed",
    "expires",
];

const KEY: &str = "ecdsa:0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";

#[derive(Default)]
pub struct Found {
    pub pairs: usize,
    pub by_field: BTreeMap<&'static str, usize>,
    pub shared: Vec<String>,
}

/// So many pairs, which differ in every field by turns. Besides, no statement of any pair is one of another pair's.
pub fn compare(asked: usize) -> Found {
    let rng = &mut Rng::seeded(7);
    let mut found = Found::default();
    let mut all: HashMap<String, Sheet> = HashMap::new();
    for field in FIELDS.into_iter().cycle().take(asked) {
        let one = with(rng, field);
        let other = differing(rng, &one, field);
        let statements = [&one, &other].map(written);
        let [a, b] = statements.each_ref().map(|statement| without_digest(statement));
        if a == b && field != "remark" || statements[0] == statements[1] {
            found.shared.push(format!("{field}: {one:?}\n{other:?}\n{a}"));
        }
        for (sheet, statement) in [one, other].into_iter().zip(statements) {
            assert_eq!(read_back(&statement), expected(&sheet), "{statement}");
            if let Some(before) = all.insert(statement, sheet.clone())
                && before != sheet
            {
                found.shared.push(format!("{before:?}\n{sheet:?}"));
            }
        }
        found.pairs += 1;
        *found.by_field.entry(field).or_default() += 1;
    }
    found
}

fn written(sheet: &Sheet) -> String {
    let policy = sheet::policy(sheet, KEY);
    let policy = parse(&policy).unwrap_or_else(|| panic!("{}", text(&policy)));
    statement(sheet, &policy).unwrap_or_else(|| panic!("{sheet:?}"))
}

/// A changed policy has another digest: without it, the field itself has to tell.
fn without_digest(statement: &str) -> String {
    statement.lines().filter(|line| !line.starts_with("policy-sha256: ")).collect::<Vec<_>>().join("\n")
}

/// A sheet that has the field, or may have it.
fn with(rng: &mut Rng, field: &str) -> Sheet {
    loop {
        let verdict = rng.pick(&[Verdict::Approve, Verdict::Reject, Verdict::Request]);
        let mut sheet = sheet::random(rng, verdict);
        for optional in OPTIONAL {
            if rng.chance(25) {
                sheet.remove(optional);
            }
        }
        let known = matches!(&sheet["chain"][..], b"bitcoin" | b"ethereum");
        let fits = match field {
            "expires" => verdict == Verdict::Approve,
            // A bitcoin address is one on bitcoin alone; a known chain has no tags.
            "chain" => sheet["chain"] != b"bitcoin",
            "tag" => !known,
            "fee-asset" => sheet.contains_key("fee"),
            _ => true,
        };
        if fits {
            return sheet;
        }
    }
}

/// The same sheet with another value in one field: a neighbour of the first, or another altogether, or none.
fn differing(rng: &mut Rng, one: &Sheet, field: &'static str) -> Sheet {
    loop {
        let mut other = one.clone();
        let before = one.get(field);
        if before.is_some() && OPTIONAL.contains(&field) && rng.chance(25) {
            other.remove(field);
        } else {
            other.insert(field, value(rng, one, field));
        }
        if field == "verdict" && other[field] != b"approve" {
            other.remove("expires"); // only an approval expires
        } else if field == "verdict" && !one.contains_key("expires") {
            continue;
        }
        if other.get(field) != before {
            return other;
        }
    }
}

fn value(rng: &mut Rng, one: &Sheet, field: &str) -> Vec<u8> {
    let near = one.get(field).filter(|_| rng.chance(50));
    match (field, near) {
        ("verdict", _) => rng.pick(&["approve", "reject", "request"]).into(),
        ("number" | "fee", Some(near)) => [b"1", &near[..]].concat(),
        ("number" | "fee", None) => number(rng),
        ("note", Some(near)) => [near, &b"-"[..]].concat(),
        ("note", None) => format!("{} of {}", rng.below(50), rng.below(50)).into(),
        ("version", Some(near)) => [near, &b"0"[..]].concat(),
        ("version", None) => format!("{}", rng.between(1, 999)).into(),
        ("payload", Some(near)) => [&near[1..], &near[..1]].concat(),
        ("payload", None) => hex(&random_bytes::<32>(rng)).into(),
        ("address", _) => address(rng, &one["chain"]),
        ("submitted" | "signed" | "expires", near) => {
            let unix = countersign::Instant::parse(text(&one[field])).unwrap().unix();
            instant(if near.is_some() { unix + 1 } else { unix + 1 + rng.draw() % 3_000 })
        }
        (_, Some(near)) if near.len() < 12 => [near, &b"x"[..]].concat(),
        _ => name(rng, one.get(field).map_or('t', |before| char::from(before[0]))),
    }
}

/// What the lines of a statement say, each from behind its label.
fn read_back(statement: &str) -> Vec<(String, String)> {
    let lines = statement.strip_prefix("countersign payout v1\n").and_then(|rest| rest.strip_suffix('\n')).unwrap();
    let words = |line: &str| line.split_once(": ").map(|(label, words)| (label.to_owned(), words.to_owned()));
    lines.lines().map(|line| words(line).unwrap_or_else(|| panic!("no label: `{line}`"))).collect()
}

/// What they should say: section 6's lines in its order, of the words that were put in.
fn expected(sheet: &Sheet) -> Vec<(String, String)> {
    let get = |field: &str| sheet.get(field).map_or("-", |bytes| text(bytes)).to_owned();
    let pair = |a: &str, b: &str| format!("{} {}", get(a), get(b));
    let digest = hex(&Sha256::digest(sheet::policy(sheet, KEY)));
    // On every chain it is read as Ethereum's, and so printed.
    let address = match get("address").strip_prefix("0x") {
        Some(digits) => eip55(digits),
        None => get("address"),
    };
    [
        ("verdict", get("verdict")),
        ("pay", pair("number", "asset")),
        ("to", format!("{} {address}", get("chain"))),
        ("tag", get("tag")),
        ("listed-in", get("list")),
        ("fee-up-to", if sheet.contains_key("fee") { pair("fee", "fee-asset") } else { "unlimited".into() }),
        ("wallet", get("wallet")),
        ("note", get("note")),
        ("payout", get("id")),
        ("initiator", get("initiator")),
        ("submitted", get("submitted")),
        ("payload-sha256", get("payload")),
        ("policy", format!("{}/{} {}", get("realm"), get("policy"), get("version"))),
        ("policy-sha256", digest),
        ("signer", get("signer")),
        ("signed", get("signed")),
        ("expires", get("expires")),
    ]
    .map(|(label, words)| (label.to_owned(), words))
    .into()
}
