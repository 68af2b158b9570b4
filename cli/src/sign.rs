//! Signing under the four schemes: the one door to the curve and the hashes.

use base64ct::{Base64, Encoding};
use countersign::Scheme;
use k256::{SecretKey, ecdsa, schnorr};
use sha2::{Digest, Sha256};
use sha3::Keccak256;

/// The public key of a secret, as a policy writes it.
pub fn key_text(secret: &SecretKey, scheme: Scheme) -> String {
    let compressed = ecdsa::SigningKey::from(secret).verifying_key().to_sec1_point(true);
    let compressed = compressed.as_bytes();
    let point = match scheme {
        Scheme::Bip340 => compressed.get(1..).unwrap_or_default(),
        Scheme::Ecdsa | Scheme::Eip191 | Scheme::BitcoinMessage => compressed,
    };
    format!("{scheme}:{}", hex(point))
}

/// The signature text, without randomness: RFC 6979 for ECDSA, no auxiliary bytes for BIP-340.
pub fn sign(secret: &SecretKey, scheme: Scheme, message: &[u8]) -> Option<String> {
    match scheme {
        Scheme::Ecdsa => Some(hex(&ecdsa_of(secret, &sha256(message)).0)),
        Scheme::Bip340 => {
            let signature = schnorr::SigningKey::from(secret).sign_raw(&sha256(message), &[0; 32]).ok()?;
            Some(hex(&signature.to_bytes()))
        }
        Scheme::Eip191 => {
            let prefix = format!("\x19Ethereum Signed Message:\n{}", message.len());
            let hash = Keccak256::new().chain_update(prefix).chain_update(message).finalize();
            let (rs, recovery) = ecdsa_of(secret, &hash);
            Some(hex(&[&rs[..], &[recovery.checked_add(27)?]].concat()))
        }
        Scheme::BitcoinMessage => {
            let text = [b"\x18Bitcoin Signed Message:\n", &*compact_size(message.len())?, message].concat();
            let (rs, recovery) = ecdsa_of(secret, &sha256(&sha256(&text)));
            Some(Base64::encode_string(&[&[recovery.checked_add(31)?], &rs[..]].concat()))
        }
    }
}

/// r‖s with s in the lower half, and which of four points R was.
fn ecdsa_of(secret: &SecretKey, hash: &[u8]) -> ([u8; 64], u8) {
    let (signature, recovery) = ecdsa::SigningKey::from(secret).sign_prehash_recoverable(hash);
    (signature.to_bytes().into(), recovery.to_byte())
}

fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// A statement has at most 640 bytes, so that the shorter forms are all there is.
fn compact_size(length: usize) -> Option<Vec<u8>> {
    match u8::try_from(length) {
        Ok(short @ ..=252) => Some(vec![short]),
        _ => Some([&[253][..], &u16::try_from(length).ok()?.to_le_bytes()].concat()),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}
