//! What tests do to the bytes of signatures: other encodings, other halves, borders.
#![allow(dead_code, reason = "every test binary uses its own part of it")]

use base64ct::{Base64, Encoding as _};

/// ⌊n/2⌋: the highest s of the lower half.
pub const HALF_ORDER: &str = "7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0";

/// The order n of secp256k1's group, big endian (SEC 2, section 2.4.1).
pub const ORDER: &str = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";

pub fn bytes(hex: &str) -> Vec<u8> {
    assert!(hex.len().is_multiple_of(2), "`{hex}`");
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

pub fn base64(bytes: &[u8]) -> String {
    Base64::encode_string(bytes)
}

pub fn from_base64(text: &str) -> Vec<u8> {
    Base64::decode_vec(text).unwrap()
}

/// n − s, the other half.
pub fn negated(s: &[u8]) -> [u8; 32] {
    let mut borrow = 0;
    let mut result: [u8; 32] = bytes(ORDER).try_into().unwrap();
    for (n, s) in result.iter_mut().zip(s).rev() {
        let difference = i16::from(*n) - i16::from(*s) - borrow;
        borrow = i16::from(difference < 0);
        *n = u8::try_from(difference.rem_euclid(256)).unwrap();
    }
    assert_eq!(borrow, 0, "s is below n");
    result
}

/// The same signature of r‖s with s in the other half.
pub fn twin(rs: &[u8]) -> Vec<u8> {
    [&rs[..32], &negated(&rs[32..64])].concat()
}

/// Strict DER of r‖s.
pub fn der(rs: &[u8]) -> Vec<u8> {
    der_of(&minimal(&rs[..32]), &minimal(&rs[32..64]))
}

/// DER around two integers' content bytes, taken as they are.
pub fn der_of(r: &[u8], s: &[u8]) -> Vec<u8> {
    let integer = |content: &[u8]| [&[2, u8::try_from(content.len()).unwrap()], content].concat();
    let body = [integer(r), integer(s)].concat();
    [&[0x30, u8::try_from(body.len()).unwrap()], &body[..]].concat()
}

/// The shortest content bytes of a non-negative DER integer.
pub fn minimal(number: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> = number.iter().copied().skip_while(|byte| *byte == 0).collect();
    match digits.first() {
        Some(0..=0x7f) => digits,
        Some(0x80..) | None => [&[0], &digits[..]].concat(),
    }
}

/// A statement as section 6 shows it.
pub const STATEMENT: &[u8] = b"countersign payout v1
verdict: approve
pay: 0.5 BTC
to: bitcoin bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4
tag: -
listed-in: exchanges
fee-up-to: 0.0001 BTC
wallet: hot-1
note: invoice 17
payout: po-000123
initiator: carol
submitted: 2026-11-22T10:00:00Z
payload-sha256: -
policy: acme-prod/hot-wallet 7
policy-sha256: 3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f
signer: alice
signed: 2026-11-22T10:05:00Z
expires: 2026-11-24T10:05:00Z
";
