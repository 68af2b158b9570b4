//! Assets, addresses and people every generated case draws from.
use super::keys as making;
use crate::address::eip55;
use crate::sign::{Scheme, hex, sha256};
use bech32::{Hrp, segwit};

pub const ASSETS: [(&str, &str, usize); 11] = [
    ("BTC", "bitcoin", 8),
    ("TBTC", "bitcoin-testnet", 8),
    ("ETH", "ethereum", 18),
    ("USDC", "ethereum", 6),
    ("POL", "eip155:137", 18),
    ("TRX", "tron", 6),
    ("XLM", "stellar", 7),
    ("XRP", "xrpl", 6),
    ("ATOM", "cosmos:cosmoshub-4", 6),
    ("BIG", "bigchain", 0),
    ("FINE", "stellar", 36),
];

pub const APPROVERS: [&str; 7] = ["alice", "bob", "carol", "dave", "erin", "frank", "gina"];
pub const REQUESTERS: [&str; 2] = ["merchant-17", "shop"];
pub const LISTS: [&str; 3] = ["exchanges", "ofac", "partners"];

pub fn decimals(asset: &str) -> usize {
    ASSETS.iter().find(|a| a.0 == asset).unwrap().2
}

pub fn chain(asset: &str) -> &'static str {
    ASSETS.iter().find(|a| a.0 == asset).unwrap().1
}

/// The schemes of a person's keys, the same in every case: one, two, or one point under several schemes.
pub fn schemes(who: &str) -> Vec<(Scheme, String)> {
    use Scheme::*;
    let own = |scheme| (scheme, who.to_string());
    match who {
        "alice" => vec![own(Ecdsa)],
        "bob" => vec![own(Bip340)],
        "carol" => vec![own(Eip191)],
        "dave" => vec![own(BitcoinMessage)],
        "erin" => vec![own(Ecdsa), own(Bip340), own(Eip191), own(BitcoinMessage)],
        "frank" => vec![own(Ecdsa), (Eip191, format!("{who}-2"))],
        "merchant-17" => vec![own(Bip340)],
        _ => vec![own(Ecdsa), (BitcoinMessage, format!("{who}-2"))],
    }
}

pub fn key_texts(who: &str) -> Vec<String> {
    schemes(who).iter().map(|(scheme, holder)| making::key_text(*scheme, holder)).collect()
}

fn base58check(version: u8, seed: &str) -> String {
    let body = [&[version], &sha256(seed.as_bytes())[..20]].concat();
    let sum = sha256(&sha256(&body));
    bs58::encode([&body[..], &sum[..4]].concat()).into_string()
}

/// Ways to write a few destinations of a chain: equal ones in several spellings, and ones that only look alike.
pub fn destinations(chain: &str) -> Vec<(String, Option<&'static str>)> {
    let plain = |addresses: Vec<String>| addresses.into_iter().map(|a| (a, None)).collect::<Vec<_>>();
    let bitcoin = |hrp: &str, versions: [u8; 2]| {
        let hrp = Hrp::parse(hrp).unwrap();
        let first = segwit::encode_v0(hrp, &sha256(b"first")[..20]).unwrap();
        plain(vec![
            first.clone(),
            first.to_uppercase(),
            segwit::encode_v0(hrp, &sha256(b"script")).unwrap(),
            segwit::encode_v1(hrp, &sha256(b"taproot")).unwrap(),
            base58check(versions[0], "hash"),
            base58check(versions[1], "hash"),
        ])
    };
    let ethereum = |seed: &str| eip55(&hex(&sha256(seed.as_bytes())[..20]));
    match chain {
        "bitcoin" => bitcoin("bc", [0x00, 0x05]),
        "bitcoin-testnet" => bitcoin("tb", [0x6f, 0xc4]),
        "tron" => plain(vec![base58check(0x41, "one"), base58check(0x41, "two"), base58check(0x41, "three")]),
        "ethereum" | "eip155:137" => {
            let one = ethereum("one");
            let upper = format!("0x{}", one[2..].to_uppercase());
            plain(vec![one.clone(), one.to_lowercase(), upper, ethereum("two"), ethereum("three")])
        }
        _ => vec![
            ("GABC-account.1".to_string(), None),
            ("GABC-account.1".to_string(), Some("7")),
            ("gabc-ACCOUNT.1".to_string(), None),
            ("gabc-ACCOUNT.1".to_string(), Some("7")),
            ("GABC-account.1".to_string(), Some("8")),
            ("GXYZ/other".to_string(), None),
            ("GXYZ/other".to_string(), Some("memo:A")),
            (ethereum("one"), None),
            (ethereum("one").to_lowercase(), None),
            (ethereum("one"), Some("7")),
        ],
    }
}
