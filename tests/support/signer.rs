//! A signer for tests: the same name has the same keys and makes the same signatures in every run.
//!
//! Secret keys are derived from names that anyone can read: never use them for anything real.
#![allow(dead_code, reason = "every test binary uses its own part of it")]

use base64ct::{Base64, Encoding as _};
use countersign::Scheme;
use k256::elliptic_curve::ops::Reduce;
use k256::{FieldBytes, NonZeroScalar, Scalar, SecretKey, ecdsa, schnorr};
use sha2::{Digest as _, Sha256};
use sha3::Keccak256;

/// Somebody who holds one secret key and signs under one scheme.
pub struct Signer {
    scheme: Scheme,
    secret: SecretKey,
}

impl Signer {
    /// The secret key is SHA-256 of `countersign test key NAME`, reduced modulo the group's order; one person has the
    /// same one under every scheme.
    pub fn named(name: &str, scheme: Scheme) -> Self {
        let digest: [u8; 32] = Sha256::digest(format!("countersign test key {name}")).into();
        let scalar = <Scalar as Reduce<FieldBytes>>::reduce(&digest.into());
        let scalar = NonZeroScalar::new(scalar).into_option().expect("no name hashes to zero");
        Self { scheme, secret: SecretKey::from(scalar) }
    }

    /// Somebody whose secret key is this very number, big endian.
    pub fn holding(secret: [u8; 32], scheme: Scheme) -> Self {
        let secret = SecretKey::from_slice(&secret).expect("neither zero nor above the order");
        Self { scheme, secret }
    }

    pub fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// As a policy writes it, for example `ecdsa:02…`.
    pub fn key_text(&self) -> String {
        let compressed = self.ecdsa_key().verifying_key().to_sec1_point(true);
        let compressed = compressed.as_bytes();
        let point = match self.scheme {
            Scheme::Bip340 => &compressed[1..],
            Scheme::Ecdsa | Scheme::Eip191 | Scheme::BitcoinMessage => compressed,
        };
        format!("{}:{}", self.scheme, hex(point))
    }

    /// The signature text of the scheme, without randomness: RFC 6979 for ECDSA, a zero `aux_rand` for BIP-340.
    pub fn sign(&self, message: &[u8]) -> String {
        match self.scheme {
            Scheme::Ecdsa => hex(&self.sign_hash(message).0),
            Scheme::Bip340 => {
                let key = schnorr::SigningKey::from(&self.secret);
                let signature = key.sign_raw(&hash(self.scheme, message), &[0; 32]);
                hex(&signature.expect("a nonce is never zero").to_bytes())
            }
            Scheme::Eip191 => {
                let (rs, recovery) = self.sign_hash(message);
                hex(&[&rs[..], &[27 + recovery]].concat())
            }
            Scheme::BitcoinMessage => {
                let (rs, recovery) = self.sign_hash(message);
                Base64::encode_string(&[&[31 + recovery], &rs[..]].concat())
            }
        }
    }

    /// r‖s with s in the lower half, and which of four points R was. Not for BIP-340.
    pub fn sign_hash(&self, message: &[u8]) -> ([u8; 64], u8) {
        let (signature, recovery) = self.ecdsa_key().sign_prehash_recoverable(&hash(self.scheme, message));
        (signature.to_bytes().into(), recovery.to_byte())
    }

    fn ecdsa_key(&self) -> ecdsa::SigningKey {
        ecdsa::SigningKey::from(&self.secret)
    }
}

/// What each scheme signs, written here a second time so that the library is not tested against itself.
pub fn hash(scheme: Scheme, message: &[u8]) -> [u8; 32] {
    let length = message.len();
    match scheme {
        Scheme::Ecdsa | Scheme::Bip340 => Sha256::digest(message).into(),
        Scheme::Eip191 => Keccak256::new()
            .chain_update(format!("\x19Ethereum Signed Message:\n{length}"))
            .chain_update(message)
            .finalize()
            .into(),
        Scheme::BitcoinMessage => {
            let once = Sha256::new()
                .chain_update("\x18Bitcoin Signed Message:\n")
                .chain_update(compact_size(length))
                .chain_update(message)
                .finalize();
            Sha256::digest(once).into()
        }
    }
}

fn compact_size(length: usize) -> Vec<u8> {
    let bytes = length.to_le_bytes();
    match length {
        0..=252 => bytes[..1].to_vec(),
        253..=0xffff => [&[253], &bytes[..2]].concat(),
        _ => [&[254], &bytes[..4]].concat(),
    }
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
