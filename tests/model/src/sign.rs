//! SPEC section 6: keys and signatures of the four schemes.
use crate::policy::Person;
use crate::value::{Res, given};
use base64ct::{Base64, Encoding};
use k256::ecdsa::signature::hazmat::PrehashVerifier;
use k256::elliptic_curve::scalar::IsHigh;
use k256::{FieldBytes, ecdsa, schnorr};
use sha2::{Digest, Sha256};
use sha3::Keccak256;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    Ecdsa,
    Bip340,
    Eip191,
    BitcoinMessage,
}

pub struct Key {
    pub text: String,
    pub scheme: Scheme,
    pub bytes: Vec<u8>,
}

pub fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
    if !text.len().is_multiple_of(2) || !text.bytes().all(digit) {
        return None;
    }
    (0..text.len() / 2).map(|i| u8::from_str_radix(&text[2 * i..2 * i + 2], 16).ok()).collect()
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// "a public key that is no curve point or the point at infinity" is refused.
pub fn parse_key(text: &str) -> Res<Key> {
    let (scheme, digits) = text.split_once(':').unwrap_or_default();
    let scheme = match scheme {
        "ecdsa" => Scheme::Ecdsa,
        "bip340" => Scheme::Bip340,
        "eip191" => Scheme::Eip191,
        "bitcoin-message" => Scheme::BitcoinMessage,
        _ => return Err(format!("`{text}` is of no scheme")),
    };
    let bytes = unhex(digits).unwrap_or_default();
    let compressed = if scheme == Scheme::Bip340 { [vec![2], bytes.clone()].concat() } else { bytes.clone() };
    let good = compressed.len() == 33
        && [2, 3].contains(&compressed[0])
        && ecdsa::VerifyingKey::from_sec1_bytes(&compressed).is_ok();
    given(text, good, "key").map(|text| Key { text, scheme, bytes })
}

/// What a scheme signs of a statement.
pub fn digest(scheme: Scheme, statement: &str) -> [u8; 32] {
    let bytes = statement.as_bytes();
    match scheme {
        Scheme::Ecdsa | Scheme::Bip340 => sha256(bytes),
        Scheme::Eip191 => {
            let head = format!("\x19Ethereum Signed Message:\n{}", bytes.len());
            Keccak256::digest([head.as_bytes(), bytes].concat()).into()
        }
        Scheme::BitcoinMessage => {
            let long = [&[253], &(bytes.len() as u16).to_le_bytes()[..]].concat();
            let length = if bytes.len() < 253 { vec![bytes.len() as u8] } else { long };
            sha256(&sha256(&[b"\x18Bitcoin Signed Message:\n", &length[..], bytes].concat()))
        }
    }
}

/// The signature text column of the table: (first byte or v, r, s), or nothing where it is malformed.
pub struct Parts {
    pub head: u8,
    pub r: Vec<u8>,
    pub s: Vec<u8>,
}

pub fn signature_text(scheme: Scheme, text: &str) -> Option<Parts> {
    let split = |head: u8, rs: &[u8]| Parts { head, r: rs[..32].to_vec(), s: rs[32..64].to_vec() };
    match scheme {
        Scheme::Ecdsa => {
            let bytes = unhex(text)?;
            if bytes.len() == 64 { Some(split(0, &bytes)) } else { strict_der(&bytes) }
        }
        Scheme::Bip340 => unhex(text).filter(|b| b.len() == 64).map(|b| split(0, &b)),
        Scheme::Eip191 => {
            let bytes = unhex(text.strip_prefix("0x").unwrap_or(text)).filter(|b| b.len() == 65)?;
            Some(split(bytes[64], &bytes[..64]))
        }
        Scheme::BitcoinMessage => {
            let bytes = Base64::decode_vec(text).ok().filter(|b| b.len() == 65)?;
            Some(split(bytes[0], &bytes[1..]))
        }
    }
}

/// "strict DER (BIP 66 without hash type)".
fn strict_der(b: &[u8]) -> Option<Parts> {
    let [0x30, length, rest @ ..] = b else { return None };
    // 2, length, bytes: the first is no sign, and zero only before what would be one.
    let integer = |from: &[u8]| {
        let [2, length, rest @ ..] = from else { return None };
        let (number, rest) = rest.split_at_checked(usize::from(*length))?;
        let first = *number.first()?;
        let is_least = first > 0 || number.get(1).is_none_or(|second| *second >= 0x80);
        (first < 0x80 && is_least).then(|| (number.to_vec(), rest.to_vec()))
    };
    let (r, rest_of_it) = integer(rest)?;
    let (s, nothing) = integer(&rest_of_it)?;
    (nothing.is_empty() && usize::from(*length) == rest.len() && b.len() <= 72).then_some(Parts { head: 0, r, s })
}

/// The column "what is verified".
pub fn verifies(key: &Key, statement: &str, parts: &Parts) -> bool {
    let z = digest(key.scheme, statement);
    if key.scheme == Scheme::Bip340 {
        let public = schnorr::VerifyingKey::from_slice(&key.bytes).unwrap();
        let signature = schnorr::Signature::from_slice(&[&parts.r[..], &parts.s[..]].concat());
        return signature.is_ok_and(|signature| public.verify_raw(&z, &signature).is_ok());
    }
    let scalars = number(&parts.r).zip(number(&parts.s));
    let Some(signature) = scalars.and_then(|(r, s)| ecdsa::Signature::from_scalars(r, s).ok()) else { return false };
    let head_good = match key.scheme {
        Scheme::Eip191 => [0, 1, 27, 28].contains(&parts.head) && !bool::from(signature.s().is_high()),
        Scheme::BitcoinMessage => (27..=42).contains(&parts.head),
        _ => true,
    };
    // The library takes low s alone; either half says the same.
    let public = ecdsa::VerifyingKey::from_sec1_bytes(&key.bytes).unwrap();
    head_good && public.verify_prehash(&z, &signature.normalize_s()).is_ok()
}

/// 32 bytes of a number, if it fits.
fn number(bytes: &[u8]) -> Option<FieldBytes> {
    let short: Vec<u8> = bytes.iter().copied().skip_while(|b| *b == 0).collect();
    let padding = vec![0; 32usize.checked_sub(short.len())?];
    FieldBytes::try_from(&[padding, short].concat()[..]).ok()
}

/// What a person signed with a key of theirs, or the reason why it is nothing.
pub fn signed(person: &Person, key: &str, signature: &str, text: impl Fn() -> String) -> Result<(), &'static str> {
    let key = person.keys.iter().find(|k| k.text == key).ok_or("unknown-key")?;
    let parts = signature_text(key.scheme, signature).ok_or("malformed-signature")?;
    if verifies(key, &text(), &parts) { Ok(()) } else { Err("bad-signature") }
}
