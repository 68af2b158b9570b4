//! The four ways to sign: what each hashes, and how each writes a signature.

use alloc::format;
use alloc::vec::Vec;
use core::fmt;

use super::{der, encoding};
use crate::domain::hash;

/// How a key signs. Each has its own message hash and its own signature text, so a signature made under one scheme
/// is none under another, even by the same point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scheme {
    /// ECDSA over SHA-256 of the message, as OpenSSL, key management services and hardware modules sign.
    Ecdsa,
    /// [BIP-340](https://github.com/bitcoin/bips/blob/master/bip-0340.mediawiki) over SHA-256 of the message.
    Bip340,
    /// Ethereum's `personal_sign`, [ERC-191](https://eips.ethereum.org/EIPS/eip-191) version 0x45.
    Eip191,
    /// Bitcoin's `signmessage`, with the headers of
    /// [BIP-137](https://github.com/bitcoin/bips/blob/master/bip-0137.mediawiki).
    BitcoinMessage,
}

impl Scheme {
    /// All schemes, in the order of the specification's table.
    pub const ALL: [Self; 4] = [Self::Ecdsa, Self::Bip340, Self::Eip191, Self::BitcoinMessage];

    /// The word before the colon of a key text: `ecdsa`, `bip340`, `eip191` or `bitcoin-message`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ecdsa => "ecdsa",
            Self::Bip340 => "bip340",
            Self::Eip191 => "eip191",
            Self::BitcoinMessage => "bitcoin-message",
        }
    }

    /// The 32 bytes that are signed for this message.
    pub(crate) fn hash(self, message: &[u8]) -> [u8; 32] {
        match self {
            Self::Ecdsa | Self::Bip340 => hash::sha256(message),
            Self::Eip191 => {
                let length = format!("{}", message.len());
                let prefix = b"\x19Ethereum Signed Message:\n";
                hash::keccak256(&[prefix, length.as_bytes(), message].concat())
            }
            Self::BitcoinMessage => {
                let prefix = b"\x18Bitcoin Signed Message:\n";
                hash::sha256d(&[prefix, &*compact_size(message.len()), message].concat())
            }
        }
    }
}

impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Why a signature does not count.
///
/// Complete: a signature is of its scheme's form and verifies, or it is one of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureFault {
    /// The text is not of the form the key's scheme writes: digits, length, or strict DER.
    #[error("the signature is not of the form its scheme writes")]
    Malformed,
    /// The form is right, but the signature does not verify under the key: altered message, another key or scheme,
    /// r or s zero or not below the group's order, s above half of it or v out of range where that is asked.
    #[error("the signature does not verify")]
    Bad,
}

/// The numbers r and s of an ECDSA signature, big endian; not yet asked whether they are in range.
#[derive(Clone, Copy)]
pub(crate) struct Scalars {
    pub(crate) r: [u8; 32],
    pub(crate) s: [u8; 32],
}

/// Hex of 64 bytes is r‖s, of any other number strict DER.
pub(crate) fn read_ecdsa(text: &str) -> Result<Scalars, SignatureFault> {
    if let Some(bytes) = encoding::from_hex_exact::<64>(text) {
        return scalars(&bytes);
    }
    let bytes = encoding::from_hex(text).ok_or(SignatureFault::Malformed)?;
    let (r, s) = der::integers(&bytes).ok_or(SignatureFault::Malformed)?;
    Ok(Scalars { r: widened(r)?, s: widened(s)? })
}

/// Hex of 64 bytes.
pub(crate) fn read_bip340(text: &str) -> Result<[u8; 64], SignatureFault> {
    encoding::from_hex_exact(text).ok_or(SignatureFault::Malformed)
}

/// Hex of r‖s‖v, `0x` in front or not; v is 0, 1, 27 or 28 and otherwise unused.
pub(crate) fn read_eip191(text: &str) -> Result<Scalars, SignatureFault> {
    let digits = text.strip_prefix("0x").unwrap_or(text);
    let bytes = encoding::from_hex_exact::<65>(digits).ok_or(SignatureFault::Malformed)?;
    let [rs @ .., v] = &bytes;
    match v {
        0 | 1 | 27 | 28 => scalars(rs),
        _ => Err(SignatureFault::Bad),
    }
}

/// Base64 of header‖r‖s; the header is 27 to 42 and otherwise unused.
pub(crate) fn read_bitcoin_message(text: &str) -> Result<Scalars, SignatureFault> {
    let bytes = encoding::from_base64_exact::<65>(text).ok_or(SignatureFault::Malformed)?;
    let [header, rs @ ..] = &bytes;
    match header {
        27..=42 => scalars(rs),
        _ => Err(SignatureFault::Bad),
    }
}

fn scalars(bytes: &[u8; 64]) -> Result<Scalars, SignatureFault> {
    let ([r, s], []) = bytes.as_chunks::<32>() else {
        return Err(SignatureFault::Malformed);
    };
    Ok(Scalars { r: *r, s: *s })
}

/// A minimal DER integer as 32 bytes; one that needs more is of the right form, but not below the group's order.
fn widened(integer: &[u8]) -> Result<[u8; 32], SignatureFault> {
    let digits = integer.strip_prefix(&[0]).unwrap_or(integer);
    let mut wide = [0; 32];
    wide.iter_mut().rev().zip(digits.iter().rev()).for_each(|(to, from)| *to = *from);
    (digits.len() <= wide.len()).then_some(wide).ok_or(SignatureFault::Bad)
}

/// Bitcoin's variable-length integer, little endian: one byte up to 252, else a marker and 2, 4 or 8 bytes.
fn compact_size(length: usize) -> Vec<u8> {
    if let Ok(short @ ..=0xfc) = u8::try_from(length) {
        Vec::from([short])
    } else if let Ok(two) = u16::try_from(length) {
        [&[0xfd][..], &two.to_le_bytes()].concat()
    } else if let Ok(four) = u32::try_from(length) {
        [&[0xfe][..], &four.to_le_bytes()].concat()
    } else {
        [&[0xff][..], &length.to_le_bytes()].concat()
    }
}
