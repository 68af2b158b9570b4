//! Accounts of Ethereum and the chains made after it: 20 bytes, written `0x` and 40 hex digits.

use alloc::string::{String, ToString as _};
use core::fmt::{self, Write as _};

use super::address_fault::AddressFault;
use super::chain::Chain;
use super::hash::keccak256;

const DIGITS: usize = 40;

/// Whether a text is `0x` and 40 hex digits, in whatever letter case.
pub(crate) fn is_formed(text: &str) -> bool {
    text.strip_prefix("0x").is_some_and(is_forty_hex)
}

/// Reads an account. Digits of one letter case have no checksum; mixed ones must have that of EIP-55
/// (<https://eips.ethereum.org/EIPS/eip-55>).
pub(crate) fn parse(chain: &Chain, text: &str) -> Result<[u8; 20], AddressFault> {
    let Some(digits) = text.strip_prefix("0x") else {
        return Err(unprefixed(chain, text));
    };
    if let Some(found) = digits.chars().find(|digit| !digit.is_ascii_hexdigit()) {
        return Err(AddressFault::NotHex { text: text.to_string(), character: found });
    }
    let Some(account) = bytes(digits) else {
        return Err(AddressFault::HexLength { text: text.to_string(), digits: digits.len() });
    };
    let mixed = digits.bytes().any(|digit| digit.is_ascii_uppercase())
        && digits.bytes().any(|digit| digit.is_ascii_lowercase());
    let right = checksummed(&account);
    if mixed && right != text {
        return Err(AddressFault::Eip55 { text: text.to_string(), right });
    }
    Ok(account)
}

/// Writes an account with its EIP-55 checksum.
pub(crate) fn write(out: &mut fmt::Formatter<'_>, account: &[u8; 20]) -> fmt::Result {
    out.write_str(&checksummed(account))
}

fn unprefixed(chain: &Chain, text: &str) -> AddressFault {
    if is_forty_hex(text) || text.strip_prefix("0X").is_some_and(is_forty_hex) {
        AddressFault::Prefix { text: text.to_string() }
    } else {
        AddressFault::Form { text: text.to_string(), chain: chain.clone() }
    }
}

fn checksummed(account: &[u8; 20]) -> String {
    let mut digits = String::with_capacity(DIGITS);
    for byte in account {
        // Writing into a string cannot fail.
        let _ = write!(digits, "{byte:02x}");
    }
    let hash = keccak256(digits.as_bytes());
    let capital = hash.iter().flat_map(|byte| [byte & 0x80 != 0, byte & 0x08 != 0]);
    let cased =
        digits.chars().zip(capital).map(|(digit, capital)| if capital { digit.to_ascii_uppercase() } else { digit });
    "0x".chars().chain(cased).collect()
}

fn is_forty_hex(text: &str) -> bool {
    text.len() == DIGITS && text.bytes().all(|digit| digit.is_ascii_hexdigit())
}

fn bytes(digits: &str) -> Option<[u8; 20]> {
    if !is_forty_hex(digits) {
        return None;
    }
    let mut account = [0; 20];
    for (byte, pair) in account.iter_mut().zip(digits.as_bytes().chunks_exact(2)) {
        *byte = u8::from_str_radix(core::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(account)
}
