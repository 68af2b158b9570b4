//! Tables that policies are put together from, in any selection and order that contains the first ones.

use std::sync::LazyLock;

use countersign::{Policy, Scheme};

use crate::signer::Signer;

/// Everybody, with the schemes they sign under. The last one is a requester.
pub const PEOPLE: [(&str, &[Scheme]); 7] = [
    ("ann", &[Scheme::Ecdsa, Scheme::Bip340, Scheme::Eip191, Scheme::BitcoinMessage]),
    ("ben", &[Scheme::Ecdsa, Scheme::BitcoinMessage]),
    ("cat", &[Scheme::Bip340]),
    ("dan", &[Scheme::Eip191]),
    ("eve", &[Scheme::BitcoinMessage]),
    ("fay", &[Scheme::Ecdsa]),
    ("desk", &[Scheme::Ecdsa]),
];

/// How many of them are approvers.
pub const APPROVERS: usize = 6;

/// `addr-0` is known, `addr-1` is known and cooling for a day, `addr-2` and `addr-3` are strangers, `addr-4` is blocked.
pub const ADDRESSES: [&str; 5] = ["addr-0", "addr-1", "addr-2", "addr-3", "addr-4"];

pub const SUBMITTED: &str = "2026-11-23T09:00:00Z";

/// The tables before the rules, each a piece of text that may stand anywhere.
pub const HEAD: &str = r#"schema = 1
realm = "laws"
name = "pool"
version = 1
wallets = ["w1", "w2"]
payout_ttl = "72h"
approval_ttl = "48h"
clock_skew = "2m"
payload = "optional"
"#;

pub const TABLES: [&str; 5] = [
    "[assets.COIN]\nchain = \"coinchain\"\ndecimals = 2\n",
    "[groups]\nops = [\"ann\", \"ben\", \"cat\"]\nrisk = [\"cat\", \"dan\", \"eve\"]\nguardians = [\"eve\", \"fay\"]\n\
     board = [\"ann\", \"dan\", \"fay\"]\n",
    "[lists.known]\ncooling_off = \"48h\"\nentries = [\n\
     { chain = \"coinchain\", address = \"addr-0\", added = 2026-01-01T00:00:00Z },\n\
     { chain = \"coinchain\", address = \"addr-1\", added = 2026-11-22T09:00:00Z },\n]\n",
    "[lists.barred]\nentries = [{ chain = \"coinchain\", address = \"addr-4\" }]\n",
    "[prices]\ncurrency = \"USD\"\ndecimals = 2\nfixed = { COIN = \"50000\" }\n",
];

/// The first covers everything and is in every policy.
pub const RULES: [&str; 9] = [
    r#"name = "base"
assets = ["COIN"]
wallets = "any"
to = "any"
initiators = ["ops", "requesters"]
approve = "1 of (ops, risk)""#,
    r#"name = "known"
assets = ["COIN"]
wallets = "any"
to = ["known"]
initiators = ["ops", "requesters"]
approve = "none""#,
    r#"name = "tier"
assets = ["COIN"]
wallets = "any"
to = "any"
initiators = ["ops", "requesters"]
above = "3 COIN per 24h"
approve = "2 of ops and 1 of risk""#,
    r#"name = "slow"
assets = ["COIN"]
wallets = "any"
to = "any"
initiators = "unsigned"
above = "2 COIN per payout"
approve = "1 of board"
veto = "1 of guardians"
delay = "2h"
delay_waived_by = "2 of board""#,
    r#"name = "one-destination"
assets = ["COIN"]
wallets = "any"
to = "any"
initiators = ["ops", "requesters"]
above = "1 COIN per 6h"
each = ["destination"]
approve = "1 of risk or 2 of board""#,
    r#"name = "night"
assets = ["COIN"]
wallets = "any"
to = "any"
initiators = ["ops", "requesters"]
during = { days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], open = "22:00", close = "06:00", zone = "Europe/Zurich" }
approve = "1 of guardians""#,
    r#"name = "office"
assets = ["COIN"]
wallets = ["w1"]
to = "any"
initiators = "unsigned"
above = "0.5 COIN per payout"
approve = "none"
hours = { days = ["mon", "tue", "wed", "thu", "fri"], open = "08:00", close = "18:00", zone = "Europe/Zurich" }"#,
    r#"name = "stranger"
assets = ["COIN"]
wallets = "any"
not_to = ["known"]
initiators = ["ops", "requesters"]
above = "1 COIN per payout"
approve = "1 of ops and 1 of (risk, board)""#,
    r#"name = "dollars"
assets = "any"
wallets = "any"
to = "any"
initiators = ["ops", "requesters"]
above = "100000 USD per 24h"
approve = "1 of board"
veto = "2 of (ops, guardians)""#,
];

/// The first two cap everything and are in every policy.
pub const LIMITS: [&str; 9] = [
    "name = \"day\"\nmax = \"10 COIN per 24h\"",
    "name = \"fee\"\nmax_fee = \"0.05 COIN\"",
    "name = \"destination\"\nmax = \"5 COIN per 12h\"\neach = [\"destination\"]",
    "name = \"count\"\nmax_count = \"6 per 24h\"",
    "name = \"at-once\"\nmax = \"8 COIN per payout\"",
    "name = \"hour\"\nmax = \"6 COIN per 1h\"\nwallets = [\"w1\"]",
    "name = \"dollars\"\nmax = \"450000 USD per 24h\"",
    "name = \"to-known\"\nmax = \"7 COIN per 24h\"\nto = [\"known\"]",
    "name = \"to-others\"\nmax = \"7 COIN per 24h\"\nnot_to = [\"known\"]",
];

const BLOCKS: [&str; 1] = ["name = \"barred\"\nto = [\"barred\"]"];

/// The key of a person under one of their schemes, as a policy writes it.
pub fn key_text(who: usize, scheme: usize) -> &'static str {
    static KEYS: LazyLock<Vec<Vec<String>>> = LazyLock::new(|| {
        let keys = |(name, schemes): &(&str, &[Scheme])| {
            schemes.iter().map(|scheme| Signer::named(name, *scheme).key_text()).collect()
        };
        PEOPLE.iter().map(keys).collect()
    });
    let keys = &KEYS[who];
    &keys[scheme % keys.len()]
}

/// Keys of everybody, a table each.
fn roll() -> Vec<String> {
    let table = |(place, (name, schemes)): (usize, &(&str, &[Scheme]))| {
        let kind = if place < APPROVERS { "approvers" } else { "requesters" };
        let keys: Vec<String> = (0..schemes.len()).map(|scheme| format!("\"{}\"", key_text(place, scheme))).collect();
        format!("[{kind}.{name}]\nkeys = [{}]\n", keys.join(", "))
    };
    PEOPLE.iter().enumerate().map(table).collect()
}

/// Every table of a policy of these rules and limits, in this order.
pub fn tables(rules: &[usize], limits: &[usize]) -> Vec<String> {
    let mut tables: Vec<String> = TABLES.iter().map(|table| (*table).to_owned()).collect();
    tables.extend(roll());
    tables.extend(rules.iter().map(|rule| format!("[[rules]]\n{}\n", RULES[*rule])));
    tables.extend(limits.iter().map(|limit| format!("[[limits]]\n{}\n", LIMITS[*limit])));
    tables.extend(BLOCKS.iter().map(|block| format!("[[blocks]]\n{block}\n")));
    tables
}

pub fn text(rules: &[usize], limits: &[usize]) -> String {
    format!("{HEAD}\n{}", tables(rules, limits).join("\n"))
}

pub fn parse(text: &str) -> Policy {
    Policy::parse(text).unwrap_or_else(|problems| panic!("{problems}\n{text}"))
}
