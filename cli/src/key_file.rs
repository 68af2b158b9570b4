//! Secret keys from files: read, never printed, wiped.

use std::path::Path;

pub use k256::SecretKey;
use zeroize::Zeroizing;

use crate::fault::Fault;
use crate::input;

/// The most bytes of a key file.
const MOST: usize = 64 * 1024;

/// Reads a secret key: PEM, as PKCS#8 or SEC1, or 64 hex digits.
pub fn read(path: &Path) -> Result<SecretKey, Fault> {
    let text = Zeroizing::new(input::text(path, MOST)?);
    parse(&text).map_err(|fault| fault.of(path))
}

/// The key that a file's text holds.
pub fn parse(text: &str) -> Result<SecretKey, Fault> {
    if text.contains("ENCRYPTED") {
        return Err(refused(
            "this key is encrypted",
            "decrypt it first: `openssl pkey -in F | countersign sign … --key-file -`",
        ));
    }
    // `openssl ecparam -genkey` writes the curve in a block of its own first.
    if let Some(start) = text.find("-----BEGIN EC PRIVATE KEY-----") {
        let key = SecretKey::from_sec1_pem(block(text, start));
        return key.map_err(|_| refused("this is no secret key of the curve secp256k1", "name a key of that curve"));
    }
    if let Some(start) = text.find("-----BEGIN PRIVATE KEY-----") {
        let key = <SecretKey as k256::pkcs8::DecodePrivateKey>::from_pkcs8_pem(block(text, start));
        return key.map_err(|_| refused("this is no secret key of the curve secp256k1", "name a key of that curve"));
    }
    if text.contains("-----BEGIN") {
        return Err(refused("this holds no private key", "name a PEM file with a `PRIVATE KEY` or `EC PRIVATE KEY`"));
    }
    from_hex(text.trim())
        .ok_or_else(|| refused("this is no secret key", "write PEM, or the 32 bytes of the key as 64 hex digits"))
}

/// From the start of a block to the end of its last line, and nothing behind.
fn block(text: &str, start: usize) -> &str {
    let rest = text.get(start..).unwrap_or("");
    let end = rest.find("-----END").and_then(|end| {
        let line = rest.get(end..)?;
        let length = line.find('\n').unwrap_or(line.len());
        end.checked_add(length)
    });
    rest.get(..end.unwrap_or(rest.len())).unwrap_or(rest)
}

fn from_hex(text: &str) -> Option<SecretKey> {
    let digits = text.strip_prefix("0x").unwrap_or(text);
    if digits.len() != 64 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let mut bytes = Zeroizing::new([0u8; 32]);
    for (byte, place) in bytes.iter_mut().zip((0usize..64).step_by(2)) {
        *byte = u8::from_str_radix(digits.get(place..place.checked_add(2)?)?, 16).ok()?;
    }
    SecretKey::from_slice(bytes.as_slice()).ok()
}

fn refused(message: &str, help: &str) -> Fault {
    Fault::new("bad-key-file", message, help)
}
