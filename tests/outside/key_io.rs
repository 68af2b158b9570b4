//! Bitcoin Core's `key_io_valid.json` and `key_io_invalid.json`: addresses and keys of four networks.
//!
//! The networks test, signet and regtest share the version bytes of base58check, so that those texts are one address to
//! us; regtest's own prefix `bcrt` is no network of ours. Keys are refused, as is every witness version above 1.

use countersign::{Address, Chain};

const VALID: &str = include_str!("../data/key_io_valid.txt");
const INVALID: &str = include_str!("../data/key_io_invalid.txt");

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.starts_with('#'))
}

fn read(on: &str, text: &str) -> Option<Address> {
    Address::parse(&Chain::parse(on).unwrap(), text).ok()
}

/// Which of our chains takes a script, if either does.
fn expected(network: &str, script: &str) -> bool {
    let is_base58 = script.starts_with("76a914") || script.starts_with("a914");
    let is_witness = ["0014", "0020", "5120"].iter().any(|start| script.starts_with(start));
    let length = script.len() / 2;
    let is_whole = matches!((&script[..4], length), ("76a9", 25) | ("a914", 23) | ("0014", 22) | ("0020" | "5120", 34));
    is_whole && (is_base58 || is_witness && network != "regtest")
}

/// The hash or program that a script pays to.
fn paid_to(script: &str) -> &str {
    let script = script.strip_prefix("76a914").map_or(script, |rest| &rest[..40]);
    let script = script.strip_prefix("a914").map_or(script, |rest| &rest[..40]);
    if script.len() > 40 { &script[4..] } else { script }
}

/// The same out of an address, by the decoders themselves.
fn decoded(text: &str) -> String {
    let bytes = match bech32::segwit::decode(text) {
        Ok((_, _, program)) => program,
        Err(_) => bs58::decode(text).into_vec().unwrap()[1..21].to_vec(),
    };
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn every_valid_text_of_bitcoin_core_is_the_address_of_its_network_or_none() {
    let (mut taken, mut keys, mut foreign) = (0, 0, 0);
    for line in lines(VALID) {
        let [network, text, script] = line.split(' ').collect::<Vec<_>>().try_into().unwrap();
        let (own, other) =
            if network == "main" { ("bitcoin", "bitcoin-testnet") } else { ("bitcoin-testnet", "bitcoin") };
        assert!(read(other, text).is_none(), "{line}");
        let address = read(own, text);
        assert_eq!(address.is_some(), expected(network, script), "{line}");
        match address {
            Some(address) => {
                assert_eq!(address.to_string(), text);
                assert_eq!(decoded(text), paid_to(script), "{line}");
                // Bech32 may be written in upper case throughout; in Base58 another case is another text.
                let is_bech32 = text.starts_with("bc1") || text.starts_with("tb1");
                assert_eq!(read(own, &text.to_uppercase()), is_bech32.then_some(address), "{line}");
                taken += 1;
            }
            None if script.len() == 64 => keys += 1,
            None => foreign += 1,
        }
    }
    println!("outside: Bitcoin Core: {taken} addresses taken");
    println!("outside: Bitcoin Core: {keys} secret keys refused");
    println!("outside: Bitcoin Core: {foreign} addresses of regtest or of a later witness version refused");
    assert_eq!((taken, keys, foreign), (31, 8, 7));
}

#[test]
fn every_invalid_text_of_bitcoin_core_is_refused_on_every_chain_that_is_read() {
    let mut refused = 0;
    for text in lines(INVALID) {
        for on in ["bitcoin", "bitcoin-testnet", "tron", "ethereum"] {
            assert!(read(on, text).is_none(), "{on}: {text}");
        }
        refused += 1;
    }
    println!("outside: Bitcoin Core: {refused} invalid texts refused, the empty one among them");
    assert_eq!(refused, 47);
}
