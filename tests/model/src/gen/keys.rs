//! Keys and signatures made from a holder's name: the other direction, for generated cases only.
use crate::sign::{Scheme, digest, hex, sha256};
use base64ct::{Base64, Encoding};
use k256::elliptic_curve::ops::Reduce;
use k256::elliptic_curve::point::AffineCoordinates;
use k256::elliptic_curve::scalar::IsHigh;
use k256::{FieldBytes, ProjectivePoint, Scalar};
use std::cell::RefCell;
use std::collections::BTreeMap;

fn reduced(bytes: &[u8; 32]) -> Scalar {
    <Scalar as Reduce<FieldBytes>>::reduce(&FieldBytes::from(*bytes))
}

pub fn secret(name: &str) -> Scalar {
    reduced(&sha256(format!("countersign test key {name}").as_bytes()))
}

thread_local! {
    /// Everybody's public key, once it was asked for.
    static PUBLIC: RefCell<BTreeMap<String, ([u8; 32], bool)>> = const { RefCell::new(BTreeMap::new()) };
}

/// The x-coordinate, and whether y is odd.
fn public(name: &str) -> ([u8; 32], bool) {
    let made = || {
        let affine = (ProjectivePoint::GENERATOR * secret(name)).to_affine();
        (affine.x().into(), bool::from(affine.y_is_odd()))
    };
    PUBLIC.with_borrow_mut(|known| *known.entry(name.to_string()).or_insert_with(made))
}

pub fn key_text(scheme: Scheme, name: &str) -> String {
    let (x, is_odd) = public(name);
    let sign = if is_odd { "03" } else { "02" };
    match scheme {
        Scheme::Ecdsa => format!("ecdsa:{sign}{}", hex(&x)),
        Scheme::Bip340 => format!("bip340:{}", hex(&x)),
        Scheme::Eip191 => format!("eip191:{sign}{}", hex(&x)),
        Scheme::BitcoinMessage => format!("bitcoin-message:{sign}{}", hex(&x)),
    }
}

/// (r, s) with s in the half asked for.
pub fn raw(scheme: Scheme, name: &str, statement: &str, high: bool) -> [u8; 64] {
    let d = secret(name);
    let z = digest(scheme, statement);
    if scheme == Scheme::Bip340 {
        let signing = k256::schnorr::SigningKey::from_slice(&d.to_bytes()).unwrap();
        return signing.sign_raw(&z, &[0; 32]).unwrap().to_bytes();
    }
    let k = reduced(&sha256(&[&d.to_bytes()[..], &z[..]].concat()));
    let r = reduced(&(ProjectivePoint::GENERATOR * k).to_affine().x().into());
    let mut s = Option::<Scalar>::from(k.invert()).unwrap() * (reduced(&z) + r * d);
    if bool::from(s.is_high()) != high {
        s = -s;
    }
    [r.to_bytes(), s.to_bytes()].concat().try_into().unwrap()
}

pub fn der(rs: &[u8; 64]) -> Vec<u8> {
    let integer = |b: &[u8]| {
        let mut v: Vec<u8> = b.iter().copied().skip_while(|x| *x == 0).collect();
        if v[0] >= 0x80 {
            v.insert(0, 0);
        }
        [vec![2, v.len() as u8], v].concat()
    };
    let body = [integer(&rs[..32]), integer(&rs[32..])].concat();
    [vec![0x30, body.len() as u8], body].concat()
}

pub fn base64(bytes: &[u8]) -> String {
    Base64::encode_string(bytes)
}
