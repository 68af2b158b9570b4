//! Section 2: assets, people, groups, lists, destinations.

use crate::{accepted, refused};

/// The generator of the curve, uncompressed.
const UNCOMPRESSED: &str = "ecdsa:0479be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798\
                            483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8";

#[test]
fn an_asset_has_0_to_36_decimals() {
    refused(&[
        ("decimals = 18", "decimals = 37", "bad-number", "37"),
        ("decimals = 18", "decimals = -1", "bad-number", "-1"),
        ("decimals = 2", "decimals = 37", "bad-number", "37"),
    ]);
    accepted(&[
        ("decimals = 18", "decimals = 0"),
        ("decimals = 18", "decimals = 36"),
        ("decimals = 2", "decimals = 36"),
    ]);
}

#[test]
fn a_chain_goes_by_one_name() {
    let names = [
        ("Ethereum", "bad-chain"),
        ("BITCOIN", "bad-chain"),
        ("Bitcoin-testnet", "bad-chain"),
        ("TRON", "bad-chain"),
        ("bip122:000000000019d6689c085ae165831e93", "bad-chain"),
        ("bip122:000000000933ea01ad0ee984209779ba", "bad-chain"),
        ("eip155:1", "bad-chain"),
        ("eip155:01", "bad-chain"),
        ("eip155:", "bad-chain"),
        ("eip155:x", "bad-chain"),
        ("EIP155:137", "bad-chain"),
        ("eip155:0137", "bad-chain"),
        ("tron:0x2b6653dc", "bad-chain"),
        ("", "bad-chain"),
        ("a b", "bad-chain"),
        ("12", "bad-chain"),
        ("any", "bad-chain"),
        ("a:b:c", "bad-chain"),
    ];
    for (name, code) in names {
        let (new, place) = (format!("chain = \"{name}\"\ndecimals = 6"), format!("\"{name}\""));
        refused(&[(
            "chain = \"ripple\"\ndecimals = 6\n\n[approvers.alice]",
            &format!("{new}\n[assets.ZZZ]\nchain = \"ripple\"\ndecimals = 1\n[approvers.alice]"),
            code,
            &place,
        )]);
    }
    for name in ["ethereum", "eip155:137", "tron", "bitcoin-testnet", "solana:mainnet", "litecoin", "bip122:00"] {
        let asset = format!("[assets.ZZZ]\nchain = \"{name}\"\ndecimals = 1\n[approvers.bob]");
        let cap = format!("max = \"90000 XRP per 24h\"\n[[limits]]\nname = \"z\"\nmax = \"1 {} per 1d\"", "ETH");
        accepted(&[("max = \"90000 XRP per 24h\"", &cap)]);
        // Money in the new asset is capped in no limit: the chain itself is no longer what is refused.
        refused(&[("[approvers.bob]", &asset, "uncapped-amount", "\"covers\"")]);
    }
}

#[test]
fn a_key_is_a_point_of_the_curve_in_the_one_form_of_its_scheme() {
    let generator = "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";
    let bad = [
        generator.to_owned(),
        format!("ECDSA:02{generator}"),
        format!("ed25519:{generator}"),
        format!("ecdsa:{generator}"),
        format!("ecdsa:0x02{generator}"),
        format!("ecdsa:02{}", generator.to_uppercase()),
        format!("ecdsa:04{generator}"),
        format!("ecdsa:02{}", &generator[1..]),
        format!("ecdsa:02{}0", &generator),
        format!("ecdsa:02{}", "00".repeat(32)),
        format!("ecdsa:02{}", "ff".repeat(32)),
        format!("ecdsa:02{}5", "0".repeat(63)),
        "ecdsa:00".into(),
        "ecdsa:".into(),
        format!("bip340:02{generator}"),
        format!("bip340:{}5", "0".repeat(63)),
        format!("ecdsa: 02{generator}"),
        UNCOMPRESSED.into(),
    ];
    for key in bad {
        let (new, place) = (format!("keys = [\"{key}\"]"), format!("\"{key}\""));
        refused(&[("keys = [\"KEY-bob\"]", &new, "bad-key", &place)]);
    }
    for key in ["ecdsa:02", "ecdsa:03", "eip191:02", "bitcoin-message:03", "bip340:"] {
        accepted(&[("keys = [\"KEY-bob\"]", &format!("keys = [\"{key}{generator}\"]"))]);
    }
}

#[test]
fn a_person_has_1_to_8_keys() {
    let keys = |count: usize| {
        let keys: Vec<String> = (0..count).map(|place| format!("\"KEY-bob{place}\"")).collect();
        format!("[{}]", keys.join(", "))
    };
    accepted(&[("keys = [\"KEY-bob\"]", &format!("keys = {}", keys(8)))]);
    refused(&[("keys = [\"KEY-bob\"]", &format!("keys = {}", keys(9)), "too-many", &keys(9))]);
}

#[test]
fn one_point_is_one_person_under_whatever_scheme_and_sign() {
    let generator = "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";
    let shared =
        |other: &str| format!("keys = [\"ecdsa:02{generator}\"]\n[approvers.zoe]\nkeys = [\"{other}{generator}\"]");
    for other in ["ecdsa:02", "ecdsa:03", "eip191:03", "bitcoin-message:02", "bip340:"] {
        let place = format!("\"{other}{generator}\"");
        refused(&[("keys = [\"KEY-bob\"]", &shared(other), "shared-key", &place)]);
    }
    refused(&[("keys = [\"KEY-shop\"]", "keys = [\"KEY-bob\"]", "shared-key", "\"KEY-bob\"")]);
    let own = format!("keys = [\"ecdsa:02{generator}\", \"bip340:{generator}\", \"ecdsa:03{generator}\"]");
    accepted(&[("keys = [\"KEY-bob\"]", &own)]);
}

#[test]
fn nobody_ends_before_they_begin() {
    let until = "active_until = 2027-01-01T00:00:00Z";
    refused(&[
        (until, "active_until = 2026-01-01T00:00:00Z", "never-active", "2026-01-01T00:00:00Z"),
        (until, "active_until = 2025-01-01T00:00:00Z", "never-active", "2025-01-01T00:00:00Z"),
    ]);
    accepted(&[(until, "active_until = 2026-01-01T00:00:01Z")]);
}

#[test]
fn a_group_holds_approvers_only() {
    refused(&[
        ("[\"alice\", \"bob\", \"carol\"]", "[\"alice\", \"bob\", \"carol\", \"shop\"]", "unknown-name", "\"shop\""),
        ("[\"alice\", \"bob\", \"carol\"]", "[\"alice\", \"bob\", \"carol\", \"dave\"]", "unknown-name", "\"dave\""),
        ("ops = [", "risk = [\"ops\"]\nops = [", "unknown-name", "\"ops\""),
        ("ops = [", "risk = [\"Bob\"]\nops = [", "unknown-name", "\"Bob\""),
    ]);
}

#[test]
fn an_entry_is_a_destination_on_the_chain_of_an_asset_once() {
    let kraken = "{ chain = \"bitcoin\", address = \"3P14159f73E4gFr7JterCCQh9QjiTjiZrG\", \
                  added = 2026-01-05T00:00:00Z, label = \"Kraken\" },";
    let with = |entry: &str| format!("{kraken}\n  {entry},");
    let row = |entry: &str, code: &'static str, place: &str| {
        refused(&[(kraken, &with(entry), code, if place.is_empty() { entry } else { place })]);
    };
    let upper = "{ chain = \"bitcoin\", address = \"BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4\", added = 2026-01-05T00:00:00Z }";
    let lower = "{ chain = \"bitcoin\", address = \"bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4\", added = 2026-01-05T00:00:00Z }";
    accepted(&[(kraken, &with(upper))]);
    row(&format!("{upper}, {lower}"), "repeated-entry", lower);
    row(
        "{ chain = \"ripple\", address = \"rDsbeomae4FXwgQTJp9Rs64Qg9vDiTCdBv\", tag = \"7\", added = 2026-01-06T00:00:00Z }",
        "repeated-entry",
        "{ chain = \"ripple\", address = \"rDsbeomae4FXwgQTJp9Rs64Qg9vDiTCdBv\", tag = \"7\", added = 2026-01-06T00:00:00Z }",
    );
    accepted(&[(
        kraken,
        &with(
            "{ chain = \"ripple\", address = \"rDsbeomae4FXwgQTJp9Rs64Qg9vDiTCdBv\", tag = \"8\", added = 2026-01-06T00:00:00Z }",
        ),
    )]);
    accepted(&[(
        kraken,
        &with("{ chain = \"ripple\", address = \"rDsbeomae4FXwgQTJp9Rs64Qg9vDiTCdBv\", added = 2026-01-06T00:00:00Z }"),
    )]);
    row(
        "{ chain = \"tron\", address = \"TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t\", added = 2026-01-06T00:00:00Z }",
        "stray-chain",
        "",
    );
    row("{ chain = \"ripple\", address = \"r\" }", "missing-key", "");
    row("{ address = \"r\", added = 2026-01-06T00:00:00Z }", "missing-key", "");
    row("{ chain = \"ripple\", added = 2026-01-06T00:00:00Z }", "missing-key", "");
    accepted(&[("entries = []", "entries = [{ chain = \"ripple\", address = \"r\" }]")]);
}

#[test]
fn an_address_has_the_form_and_checksum_of_its_chain() {
    let bad = [
        ("bitcoin", "3P14159f73E4gFr7JterCCQh9QjiTjiZrH"),
        ("bitcoin", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5"),
        ("bitcoin", "bc1qW508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"),
        ("bitcoin", "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx"),
        ("bitcoin", ""),
        ("bitcoin", "0x0000000000000000000000000000000000000001"),
        ("ethereum", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD".trim_end_matches('D')),
        ("ethereum", "0x5aaeb6053F3E94C9b9A09f33669435E7Ef1BeAed"),
        ("ethereum", "5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"),
        ("ripple", "two words"),
        ("ripple", ""),
        ("ripple", "0x5aaeb6053F3E94C9b9A09f33669435E7Ef1BeAed"),
    ];
    for (chain, address) in bad {
        let new = format!("entries = [{{ chain = \"{chain}\", address = \"{address}\" }}]");
        refused(&[("entries = []", &new, "bad-address", &format!("\"{address}\""))]);
    }
    let (most, more) = ("r".repeat(128), "r".repeat(129));
    accepted(&[("entries = []", &format!("entries = [{{ chain = \"ripple\", address = \"{most}\" }}]"))]);
    let new = format!("entries = [{{ chain = \"ripple\", address = \"{more}\" }}]");
    refused(&[("entries = []", &new, "bad-address", &format!("\"{more}\""))]);
}

#[test]
fn a_tag_is_1_to_64_characters_on_chains_that_have_tags() {
    let tagged = |chain: &str, address: &str, tag: &str| {
        format!("entries = [{{ chain = \"{chain}\", address = \"{address}\", tag = \"{tag}\" }}]")
    };
    let (most, more) = ("7".repeat(64), "7".repeat(65));
    for tag in ["", "-", "7 8", &more] {
        refused(&[("entries = []", &tagged("ripple", "r", tag), "bad-address", &format!("\"{tag}\""))]);
    }
    for tag in ["7", "--", &most] {
        accepted(&[("entries = []", &tagged("ripple", "r", tag))]);
    }
    let bitcoin = tagged("bitcoin", "3P14159f73E4gFr7JterCCQh9QjiTjiZrG", "7");
    refused(&[("entries = []", &bitcoin, "bad-address", "\"7\"")]);
}
