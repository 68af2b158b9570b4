//! Seeds that are texts: quorums, addresses and single values, good ones and some on the wrong side of a line.

use std::fs;

use crate::root;

pub fn quorums() -> [(&'static str, &'static str); 23] {
    [
        ("two", "2 of ops"),
        ("all", "all of ops"),
        ("and", "2 of ops and 1 of risk"),
        ("or", "3 of ops or (1 of ops and 1 of risk)"),
        ("union", "2 of (ops, frank)"),
        ("nested", "((1 of alice)) and (1 of bob or 1 of carol)"),
        ("impossible", "4 of ops"),
        ("mixed", "1 of ops and 1 of risk or 2 of ops"),
        ("none", "none"),
        ("all-of-union", "all of (alice, risk)"),
        ("one-seat-each", "1 of alice and 1 of ops and 1 of (bob, carol)"),
        ("one-person-twice", "1 of alice and 1 of alice"),
        ("twice-the-group", "2 of (ops, ops)"),
        ("three-ways", "1 of alice or 1 of bob or 1 of carol"),
        ("both-ways", "(1 of alice or 1 of bob) and (1 of carol or 1 of frank)"),
        ("no-spaces", "2 of(ops,risk)and(1 of frank)"),
        ("leading-zero", "02 of ops"),
        ("many", "129 of ops"),
        ("unknown", "1 of opps"),
        ("unfinished", "1 of (ops, risk"),
        ("nothing-in-it", "1 of ()"),
        ("sixteen", "((((((((((((((((2 of ops))))))))))))))))"),
        ("eight-terms", "1 of ops and 1 of ops and 1 of ops and 1 of risk"),
    ]
}

/// Good addresses of every known chain, and of others; each with a tag where one may stand.
pub fn addresses() -> Vec<(String, &'static str, String)> {
    let segwit = fs::read_to_string(root().join("tests/data/segwit-addresses.txt")).unwrap();
    let eip55 = fs::read_to_string(root().join("tests/data/eip55.txt")).unwrap();
    let of = |start: &str| -> Vec<String> {
        let texts = segwit.lines().filter_map(|line| line.split(" | ").nth(2));
        texts.filter(|text| text.to_lowercase().starts_with(start)).take(5).map(str::to_owned).collect()
    };
    let named = |name: &str, chain: &'static str, texts: Vec<String>| -> Vec<(String, &'static str, String)> {
        texts.into_iter().enumerate().map(|(place, text)| (format!("{name}-{place}"), chain, text)).collect()
    };
    let one = |name: &str, chain, text: &str| vec![(name.to_owned(), chain, text.to_owned())];
    let checksummed: Vec<String> =
        eip55.lines().filter(|line| line.starts_with("0x")).take(5).map(str::to_owned).collect();
    let lower = checksummed.iter().map(|text| text.to_lowercase()).collect();
    [
        named("segwit", "bitcoin", of("bc1")),
        named("segwit-testnet", "bitcoin-testnet", of("tb1")),
        one("base58", "bitcoin", "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2"),
        one("base58-script", "bitcoin", "3P14159f73E4gFr7JterCCQh9QjiTjiZrG"),
        one("base58-testnet", "bitcoin-testnet", "mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn"),
        named("checksummed", "ethereum", checksummed),
        named("lower", "eip155:137", lower),
        one("tron", "tron", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"),
        one("opaque", "xrpl", "rEb8TK3gBgk5auZkwc6sHnwrGVJH8DuaLh"),
        one("opaque-tagged", "xrpl", "rEb8TK3gBgk5auZkwc6sHnwrGVJH8DuaLh\n104"),
        one("opaque-hex", "xdai", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"),
        one("caip2", "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp", "9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin"),
    ]
    .concat()
}

pub fn values() -> [(&'static str, &'static str); 28] {
    [
        ("amount", "0.5 BTC"),
        ("amount-long", "123456789012345678901234567890.123456789012345678901234567890123456 BTC"),
        ("amount-spelt", "0.50 BTC"),
        ("amount-most", "3402823669209384634633746074317.68211455 BTC"),
        ("amount-over", "3402823669209384634633746074317.68211456 BTC"),
        ("amount-zero", "0 BTC"),
        ("amount-leading", "00.5 BTC"),
        ("span-hours", "72h"),
        ("span-days", "3650d"),
        ("span-weeks", "521w"),
        ("span-seconds", "86400s"),
        ("span-minutes", "1440m"),
        ("instant", "2026-11-22T10:00:00Z"),
        ("instant-first", "1970-01-01T00:00:00Z"),
        ("instant-last", "9999-12-31T23:59:59Z"),
        ("instant-leap-day", "2024-02-29T23:59:59Z"),
        ("instant-no-leap-day", "2100-02-28T00:00:00Z"),
        ("instant-leap-second", "2016-12-31T23:59:60Z"),
        ("digest", "8b4159f2194fbb63ba60b4e8a078c8b08cf4e758fe8f7c86797cde7004420cd9"),
        ("name", "hot-wallet_1.A"),
        ("name-reserved", "nobody"),
        ("name-digits", "000123"),
        ("note", "invoice 17: none"),
        ("note-good", "invoice 17 (a:b)"),
        ("tag", "104!~"),
        ("chain", "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp"),
        ("chain-eip155", "eip155:137"),
        ("key", "bip340:69100adce38ccc1a78c57bfd7285e7faa89dd7b926c6856bc30038a4e54f0aa8"),
    ]
}
