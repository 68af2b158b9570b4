//! The published test vectors of Bitcoin's and Ethereum's addresses, each with its answer.

use countersign::{Address, AddressFault, Chain};

fn chain(name: &str) -> Chain {
    Chain::parse(name).unwrap()
}

/// The word of the data file for what is wrong.
fn word(fault: &AddressFault) -> &'static str {
    match fault {
        AddressFault::Form { .. } => "form",
        AddressFault::Network { .. } => "network",
        AddressFault::Character { .. } => "character",
        AddressFault::Checksum { .. } => "checksum",
        AddressFault::MixedCase { .. } => "mixed-case",
        AddressFault::Code { .. } => "code",
        AddressFault::Padding { .. } => "padding",
        AddressFault::WitnessVersion { .. } => "witness-version",
        AddressFault::WitnessLength { .. } => "witness-length",
        _ => "another",
    }
}

#[test]
fn every_segwit_vector_of_bip_173_and_bip_350_gets_its_answer() {
    let mut count = 0;
    for line in include_str!("data/segwit-addresses.txt").lines().filter(|line| !line.starts_with('#')) {
        let [answer, list, text, script] = line.split(" | ").collect::<Vec<_>>().try_into().unwrap();
        let (on, other) = if text.to_lowercase().starts_with("tb") {
            ("bitcoin-testnet", "bitcoin")
        } else {
            ("bitcoin", "bitcoin-testnet")
        };
        match Address::parse(&chain(on), text) {
            Ok(address) => {
                assert!(answer == "ok" && list.ends_with(" valid"), "{line}");
                assert_eq!(address.to_string(), text.to_lowercase());
                assert_eq!(address.to_string(), of_script(on, script));
                assert_eq!(word(&Address::parse(&chain(other), text).unwrap_err()), "network", "{line}");
            }
            Err(fault) => assert_eq!(word(&fault), answer, "{line}"),
        }
        count += 1;
    }
    println!("outside: BIP-173 and BIP-350: {count} texts answered as their lists say");
    assert_eq!(count, 6 + 10 + 8 + 15);
}

/// The address of a witness script (version opcode, length, program), by the encoder of another crate.
fn of_script(on: &str, script: &str) -> String {
    let bytes: Vec<u8> =
        (0..script.len()).step_by(2).map(|at| u8::from_str_radix(&script[at..at + 2], 16).unwrap()).collect();
    let prefix = if on == "bitcoin" { bech32::hrp::BC } else { bech32::hrp::TB };
    let version = if bytes[0] == 0 { bech32::segwit::VERSION_0 } else { bech32::segwit::VERSION_1 };
    bech32::segwit::encode(prefix, version, &bytes[2..]).unwrap()
}

#[test]
fn the_official_list_of_eip_55_is_printed_from_any_one_letter_case() {
    let list: Vec<_> = include_str!("data/eip55.txt").lines().filter(|line| !line.starts_with('#')).collect();
    println!("outside: EIP-55, list: {} addresses, each read from three spellings", list.len());
    assert_eq!(list.len(), 8);
    for right in list {
        let lower = right.to_lowercase();
        let upper = format!("0x{}", lower[2..].to_uppercase());
        for (on, spelling) in [("ethereum", right), ("eip155:10", &lower), ("some-chain", &upper)] {
            assert_eq!(Address::parse(&chain(on), spelling).unwrap().to_string(), right);
        }
    }
}
