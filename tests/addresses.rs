//! Addresses: every kind that is read, and every way in which one is refused.

use countersign::{Address, AddressFault, Chain};

const OWN: &str = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4";
const ACCOUNT: &str = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";

fn chain(name: &str) -> Chain {
    Chain::parse(name).unwrap()
}

fn printed(on: &str, text: &str) -> String {
    Address::parse(&chain(on), text).unwrap_or_else(|fault| panic!("{fault}")).to_string()
}

fn fault(on: &str, text: &str) -> AddressFault {
    Address::parse(&chain(on), text).expect_err(text)
}

fn word(fault: &AddressFault) -> &'static str {
    match fault {
        AddressFault::Empty => "empty",
        AddressFault::NotPrintable { .. } => "not-printable",
        AddressFault::TooLong { .. } => "too-long",
        AddressFault::Form { .. } => "form",
        AddressFault::Network { .. } => "network",
        AddressFault::Version { .. } => "version",
        AddressFault::Character { .. } => "character",
        AddressFault::Checksum { .. } => "checksum",
        AddressFault::Base58Length { .. } => "base58-length",
        AddressFault::MixedCase { .. } => "mixed-case",
        AddressFault::Code { .. } => "code",
        AddressFault::Padding { .. } => "padding",
        AddressFault::WitnessVersion { .. } => "witness-version",
        AddressFault::WitnessLength { .. } => "witness-length",
        AddressFault::Prefix { .. } => "prefix",
        AddressFault::NotHex { .. } => "not-hex",
        AddressFault::HexLength { .. } => "hex-length",
        AddressFault::Eip55 { .. } => "eip55",
        _ => "another",
    }
}

#[test]
fn real_addresses_of_every_kind_are_read_and_printed_as_they_were() {
    let real = [
        ("bitcoin", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"),
        ("bitcoin", "1111111111111111111114oLvT2"),
        ("bitcoin", "1BitcoinEaterAddressDontSendf59kuE"),
        ("bitcoin", "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy"),
        ("bitcoin", "34xp4vRoCGJym3xR7yCVPFHoCNxv4Twseo"),
        ("bitcoin", OWN),
        ("bitcoin", "bc1qgdjqv0av3q56jvd82tkdjpy7gdp9ut8tlqmgrpmv24sq90ecnvqqjwvw97"),
        ("bitcoin", "bc1p5cyxnuxmeuwuvkwfem96lqzszd02n6xdcjrs20cac6yqjjwudpxqkedrcr"),
        ("bitcoin-testnet", "mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn"),
        ("bitcoin-testnet", "2MzQwSSnBHWHqSAqtTVQ6v47XtaisrJa1Vc"),
        ("bitcoin-testnet", "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx"),
        ("ethereum", "0xdAC17F958D2ee523a2206206994597C13D831ec7"),
        ("eip155:137", "0x0000000000000000000000000000000000000000"),
        ("tron", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"),
        ("tron", "T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb"),
        ("tron", "TLsV52sRDL79HXGGm9yzwKibb6BeruhUzy"),
        ("ripple", "rDsbeomae4FXwgQTJp9Rs64Qg9vDiTCdBv"),
        ("solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp", "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v"),
    ];
    for (on, text) in real {
        assert_eq!(printed(on, text), text);
    }
}

#[test]
fn a_wrong_letter_case_is_refused_on_every_chain_and_the_help_spells_it_right() {
    let wrong = ACCOUNT.replace("5aA", "5AA");
    for on in ["ethereum", "eip155:137", "litecoin"] {
        let fault = fault(on, &wrong);
        assert_eq!(fault.to_string(), format!("the letter case of `{wrong}` is not its checksum"));
        assert_eq!(
            fault.help(),
            format!("compare every digit with the source, for one may be wrong; if all are right, write `{ACCOUNT}`")
        );
    }
}

#[test]
fn a_malformed_address_is_refused_with_what_is_wrong() {
    let account = &ACCOUNT[2..];
    let broken = [
        ("bitcoin", String::new(), "empty"),
        ("ripple", String::new(), "empty"),
        ("bitcoin", format!("{OWN} "), "not-printable"),
        ("bitcoin", OWN.replace("w5", "w\u{0456}"), "not-printable"),
        ("ripple", "a b".into(), "not-printable"),
        ("ripple", "a\u{7f}".into(), "not-printable"),
        ("bitcoin", "kraken".into(), "form"),
        ("bitcoin", "bc1".into(), "checksum"),
        ("bitcoin", "1".into(), "checksum"),
        ("bitcoin", "bc1q".into(), "checksum"),
        ("bitcoin", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb".into(), "checksum"),
        ("bitcoin", "11A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa".into(), "checksum"),
        ("bitcoin", "111111111111111111114oLvT2".into(), "checksum"),
        ("bitcoin", "1A1zP1eP5QGefi2DMPTfTL5SLmv7Divf0a".into(), "character"),
        ("bitcoin", "bc1qb508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4".into(), "character"),
        ("bitcoin", "Bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4".into(), "mixed-case"),
        ("ethereum", account.into(), "prefix"),
        ("ethereum", format!("0X{account}"), "prefix"),
        ("ethereum", "0x".into(), "hex-length"),
        ("ethereum", ACCOUNT[..41].into(), "hex-length"),
        ("ethereum", format!("{ACCOUNT}0"), "hex-length"),
        ("ethereum", ACCOUNT.replace("5aA", "5gA"), "not-hex"),
        ("ethereum", ACCOUNT.replace("5aA", "+aA"), "not-hex"),
        ("ethereum", "vitalik.eth".into(), "form"),
        ("tron", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u".into(), "checksum"),
        ("tron", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6".into(), "checksum"),
        ("tron", "41a614f803b6fd780986a42c78ec9c7f77e6ded13c".into(), "form"),
    ];
    for (on, text, expected) in broken {
        assert_eq!(word(&fault(on, &text)), expected, "{text}");
    }
}

#[test]
fn a_sound_address_of_another_network_is_named_as_such() {
    let strayed = [
        ("bitcoin", "mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn", "bitcoin-testnet"),
        ("bitcoin", "2MzQwSSnBHWHqSAqtTVQ6v47XtaisrJa1Vc", "bitcoin-testnet"),
        ("bitcoin", "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080", "a Bitcoin regression test network"),
        ("bitcoin", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "tron"),
        ("bitcoin", "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed", "ethereum"),
        ("bitcoin", "LVg2kJoFNg45Nbpy53h7Fe1wKyeXVRhMH9", "litecoin"),
        ("bitcoin", "ltc1qw508d6qejxtdg4y5r3zarvary0c5xw7kgmn4n9", "litecoin"),
        ("bitcoin-testnet", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "bitcoin"),
        ("bitcoin-testnet", "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy", "bitcoin"),
        ("tron", OWN, "bitcoin"),
        ("tron", ACCOUNT, "ethereum"),
        ("ethereum", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "tron"),
        ("eip155:56", OWN, "bitcoin"),
    ];
    for (on, text, owner) in strayed {
        assert_eq!(fault(on, text).to_string(), format!("`{text}` is an address of {owner}, not of `{on}`"));
        assert_eq!(
            fault(on, text).help(),
            format!("name {owner} as the chain, or ask the recipient for an address of `{on}`")
        );
    }
}

#[test]
fn base58_of_another_version_or_length_is_refused_though_its_checksum_holds() {
    // Version 0x80 with 32 bytes is a private key, written here for the number 1.
    let key = "5HpHagT65TZzG1PH3CSu63k8DbpvD8s5ip4nEB3kEsreAnchuDf";
    assert_eq!(word(&fault("bitcoin", key)), "form");
    let short = check58(&[0; 20]);
    assert_eq!(fault("bitcoin", &short).to_string(), format!("`{short}` stands for 20 bytes instead of 21"));
    let long = check58(&[0; 22]);
    assert_eq!(fault("bitcoin", &long).to_string(), format!("`{long}` stands for 22 bytes instead of 21"));
    let other = check58(&[[0x06].as_slice(), &[0; 20]].concat());
    assert_eq!(
        fault("bitcoin", &other).to_string(),
        format!("`{other}` starts with the version byte 0x06, which is none of `bitcoin`")
    );
}

fn check58(payload: &[u8]) -> String {
    use sha2::Digest as _;
    let checksum = sha2::Sha256::digest(sha2::Sha256::digest(payload));
    bs58::encode([payload, &checksum[..4]].concat()).into_string()
}

#[test]
fn an_address_has_at_most_128_characters_and_an_opaque_one_may_have_them_all() {
    assert_eq!(printed("ripple", "x"), "x");
    assert_eq!(printed("ripple", &"~".repeat(128)), "~".repeat(128));
    assert_eq!(fault("ripple", &"x".repeat(129)).to_string(), "the address has 129 characters; 128 are the most");
    assert_eq!(fault("bitcoin", &"1".repeat(129)).to_string(), "the address has 129 characters; 128 are the most");
}
