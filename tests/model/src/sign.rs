//! SPEC section 6: keys and signatures of the four schemes. The ECDSA equation is written out.
use crate::value::Res;
use base64ct::{Base64, Encoding};
use k256::elliptic_curve::PrimeField;
use k256::elliptic_curve::group::Group;
use k256::elliptic_curve::ops::Reduce;
use k256::elliptic_curve::point::AffineCoordinates;
use k256::elliptic_curve::scalar::IsHigh;
use k256::elliptic_curve::sec1::FromSec1Point;
use k256::{AffinePoint, FieldBytes, ProjectivePoint, Scalar};
use sha2::{Digest, Sha256};
use sha3::Keccak256;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    Ecdsa,
    Bip340,
    Eip191,
    BitcoinMessage,
}

#[derive(Clone, Debug)]
pub struct Key {
    pub scheme: Scheme,
    pub bytes: Vec<u8>,
}

impl Key {
    /// The 32 bytes of the x-coordinate.
    pub fn x(&self) -> Vec<u8> {
        self.bytes[self.bytes.len() - 32..].to_vec()
    }
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
    let bad = || format!("`{text}` is no key");
    let (scheme, digits) = text.split_once(':').ok_or_else(bad)?;
    let scheme = match scheme {
        "ecdsa" => Scheme::Ecdsa,
        "bip340" => Scheme::Bip340,
        "eip191" => Scheme::Eip191,
        "bitcoin-message" => Scheme::BitcoinMessage,
        _ => return Err(bad()),
    };
    let bytes = unhex(digits).ok_or_else(bad)?;
    let compressed = if scheme == Scheme::Bip340 { [vec![2], bytes.clone()].concat() } else { bytes.clone() };
    if compressed.len() != 33 || ![2, 3].contains(&compressed[0]) || point(&compressed).is_none() {
        return Err(bad());
    }
    Ok(Key { scheme, bytes })
}

fn point(compressed: &[u8]) -> Option<ProjectivePoint> {
    let encoded = k256::Sec1Point::from_bytes(compressed).ok()?;
    let affine: Option<AffinePoint> = AffinePoint::from_sec1_point(&encoded).into();
    affine.map(ProjectivePoint::from)
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
            let mut all = b"\x18Bitcoin Signed Message:\n".to_vec();
            if bytes.len() < 253 {
                all.push(bytes.len() as u8);
            } else {
                all.push(253);
                all.extend((bytes.len() as u16).to_le_bytes());
            }
            all.extend(bytes);
            sha256(&sha256(&all))
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
    if b.len() < 8 || b.len() > 72 || b[0] != 0x30 || b[1] as usize != b.len() - 2 {
        return None;
    }
    let r_len = b[3] as usize;
    if 5 + r_len >= b.len() {
        return None;
    }
    let s_len = b[5 + r_len] as usize;
    if r_len + s_len + 6 != b.len() || b[2] != 2 || b[4 + r_len] != 2 {
        return None;
    }
    let r = &b[4..4 + r_len];
    let s = &b[6 + r_len..];
    let integer = |i: &[u8]| !i.is_empty() && i[0] < 0x80 && !(i.len() > 1 && i[0] == 0 && i[1] < 0x80);
    if !integer(r) || !integer(s) {
        return None;
    }
    Some(Parts { head: 0, r: r.to_vec(), s: s.to_vec() })
}

/// The column "what is verified".
pub fn verifies(key: &Key, statement: &str, parts: &Parts) -> bool {
    let z = digest(key.scheme, statement);
    if key.scheme == Scheme::Bip340 {
        let Ok(public) = k256::schnorr::VerifyingKey::from_slice(&key.bytes) else { return false };
        let Ok(signature) = k256::schnorr::Signature::from_slice(&[&parts.r[..], &parts.s[..]].concat()) else {
            return false;
        };
        return public.verify_raw(&z, &signature).is_ok();
    }
    let (Some(r), Some(s), Some(q)) = (scalar(&parts.r), scalar(&parts.s), point(&key.bytes)) else { return false };
    let head_good = match key.scheme {
        Scheme::Eip191 => [0, 1, 27, 28].contains(&parts.head) && !bool::from(s.is_high()),
        Scheme::BitcoinMessage => (27..=42).contains(&parts.head),
        _ => true,
    };
    head_good && ecdsa_equation(&q, &z, &r, &s)
}

/// A number from 1 to n − 1.
fn scalar(bytes: &[u8]) -> Option<Scalar> {
    let short: Vec<u8> = bytes.iter().copied().skip_while(|b| *b == 0).collect();
    if short.is_empty() || short.len() > 32 {
        return None;
    }
    let full = [vec![0; 32 - short.len()], short].concat();
    Option::<Scalar>::from(Scalar::from_repr(FieldBytes::try_from(&full[..]).unwrap()))
}

pub fn reduced(bytes: &[u8; 32]) -> Scalar {
    <Scalar as Reduce<FieldBytes>>::reduce(&FieldBytes::from(*bytes))
}

fn ecdsa_equation(q: &ProjectivePoint, z: &[u8; 32], r: &Scalar, s: &Scalar) -> bool {
    let w = Option::<Scalar>::from(s.invert()).unwrap();
    let sum = ProjectivePoint::GENERATOR * (reduced(z) * w) + *q * (*r * w);
    !bool::from(sum.is_identity()) && reduced(&sum.to_affine().x().into()) == *r
}
