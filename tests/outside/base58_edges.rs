//! base58check at its edges: every version byte, every single character changed, and what surrounds the text.

use countersign::{Address, Chain};
use sha2::{Digest as _, Sha256};

const ALPHABET: &str = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const CHAINS: [(&str, &[u8]); 3] = [("bitcoin", &[0x00, 0x05]), ("bitcoin-testnet", &[0x6f, 0xc4]), ("tron", &[0x41])];

fn written(payload: &[u8]) -> String {
    let checksum = Sha256::digest(Sha256::digest(payload));
    bs58::encode([payload, &checksum[..4]].concat()).into_string()
}

fn hash(seed: u8) -> [u8; 20] {
    Sha256::digest([seed])[..20].try_into().unwrap()
}

fn reads(on: &str, text: &str) -> bool {
    Address::parse(&Chain::parse(on).unwrap(), text).is_ok()
}

#[test]
fn of_256_version_bytes_each_chain_takes_its_own_and_no_other() {
    let mut asked = 0;
    for (on, versions) in CHAINS {
        for version in 0..=u8::MAX {
            for seed in 0..3 {
                let text = written(&[&[version][..], &hash(seed)].concat());
                assert_eq!(reads(on, &text), versions.contains(&version), "{on} {version:#04x} {text}");
                asked += 1;
            }
        }
    }
    println!("outside: Base58Check: {asked} texts of every version byte, {} taken", 5 * 3);
}

#[test]
fn no_single_character_of_an_address_may_be_another_or_be_missing_or_stand_twice() {
    let mut refused = 0;
    for (on, versions) in CHAINS {
        for (seed, version) in (0..4).flat_map(|seed| versions.iter().map(move |version| (seed, *version))) {
            // One hash of zeros: after version 0 the text begins with 21 ones, each of which counts.
            let body = if seed == 0 { [0; 20] } else { hash(seed) };
            let right = written(&[&[version][..], &body].concat());
            assert!(reads(on, &right), "{right}");
            let mut wrong: Vec<String> = Vec::new();
            for place in 0..right.len() {
                let (before, rest) = right.split_at(place);
                let (own, after) = rest.split_at(1);
                wrong.push(format!("{before}{after}"));
                wrong.push(format!("{before}{own}{own}{after}"));
                let others = ALPHABET.chars().chain("0OIl \u{7f}-_+/=.".chars()).filter(|c| !own.contains(*c));
                wrong.extend(others.map(|other| format!("{before}{other}{after}")));
            }
            for text in wrong.iter().filter(|text| **text != right) {
                assert!(!reads(on, text), "{text} is not {right}");
                refused += 1;
            }
        }
    }
    println!("outside: Base58Check: {refused} texts one character off, all refused");
}

#[test]
fn nothing_may_surround_an_address() {
    let right = written(&[&[0x00][..], &hash(9)].concat());
    for around in [" ", "\t", "\n", "\0", "1", "\u{a0}", "\u{200b}", "\u{feff}", "\"", "bitcoin:", "0x"] {
        assert!(!reads("bitcoin", &format!("{around}{right}")), "{around:?} before");
        assert!(!reads("bitcoin", &format!("{right}{around}")), "{around:?} behind");
    }
    for text in ["", "1", "11111", "z", "3", "m", "T", &"1".repeat(1_000), &"z".repeat(100_000)] {
        assert!(CHAINS.iter().all(|(on, _)| !reads(on, text)), "{} characters", text.len());
    }
}
