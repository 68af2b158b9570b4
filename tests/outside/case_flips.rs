//! EIP-55 by the rule itself, for a thousand addresses: one spelling in mixed case, and no other.

use countersign::{Address, Chain};
use sha3::{Digest as _, Keccak256};

const ADDRESSES: u32 = 1_000;

/// The digits of an address, lower case, from nothing but a number.
fn digits(number: u32) -> String {
    Keccak256::digest(number.to_be_bytes())[..20].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// EIP-55: a letter is upper case where the hash of the lower-case digits has 8 or more.
fn checksummed(lower: &str) -> String {
    let hash = Keccak256::digest(lower.as_bytes());
    let nibble = |place: usize| if place.is_multiple_of(2) { hash[place / 2] >> 4 } else { hash[place / 2] & 15 };
    lower.char_indices().map(|(place, c)| if nibble(place) >= 8 { c.to_ascii_uppercase() } else { c }).collect()
}

fn flipped(digits: &str, flip: impl Fn(usize) -> bool) -> String {
    let other = |c: char| if c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() };
    digits.char_indices().map(|(place, c)| if flip(place) { other(c) } else { c }).collect()
}

fn is_mixed(digits: &str) -> bool {
    digits.contains(|c: char| c.is_ascii_lowercase()) && digits.contains(|c: char| c.is_ascii_uppercase())
}

#[test]
fn of_a_thousand_addresses_every_flip_of_letters_is_refused_that_leaves_them_mixed() {
    let chains = ["ethereum", "eip155:137", "litecoin"].map(|name| Chain::parse(name).unwrap());
    let (mut taken, mut refused, mut one_case) = (0, 0, 0);
    for number in 0..ADDRESSES {
        let lower = digits(number);
        let right = checksummed(&lower);
        let chain = &chains[number as usize % chains.len()];
        let read = |digits: &str| Address::parse(chain, &format!("0x{digits}")).map(|address| address.to_string());
        for spelling in [right.clone(), lower.clone(), lower.to_uppercase()] {
            assert_eq!(read(&spelling).unwrap(), format!("0x{right}"));
            taken += 1;
        }
        let letters: Vec<usize> =
            right.char_indices().filter(|(_, c)| c.is_ascii_alphabetic()).map(|at| at.0).collect();
        // Each letter alone, each with its neighbour, and all of them.
        let mut flips: Vec<Vec<usize>> = letters.iter().map(|letter| vec![*letter]).collect();
        flips.extend(letters.windows(2).map(<[usize]>::to_vec));
        flips.push(letters);
        for flip in flips {
            let wrong = flipped(&right, |place| flip.contains(&place));
            if is_mixed(&wrong) {
                assert!(read(&wrong).is_err(), "0x{wrong} is not 0x{right}");
                refused += 1;
            } else {
                one_case += 1;
            }
        }
    }
    println!(
        "outside: EIP-55, flips: {refused} refused, of {ADDRESSES} addresses, of which {taken} spellings are taken"
    );
    println!("outside: EIP-55, flips: {one_case} skipped, for they leave one letter case, which carries no checksum");
    assert!(refused > 25_000 && taken == 3_000);
}
