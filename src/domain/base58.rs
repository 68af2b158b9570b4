//! The one door to base58: texts of one version byte and 20 bytes with a four-byte checksum.
//!
//! Base58check is how Bitcoin writes P2PKH and P2SH and how Tron writes its accounts. The checksum is the first four
//! bytes of the double SHA-256, taken through [`hash`](super::hash).

use alloc::vec::Vec;
use core::fmt;

use super::hash::sha256d;

const CHECKSUM: usize = 4;

/// Why a text is no base58check text of 21 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Base58Fault {
    /// A character outside the alphabet: neither `0`, `O`, `I` nor `l` is in it.
    Character(char),
    /// The last four bytes are not the checksum of the others.
    Checksum,
    /// The checksum holds, over this many bytes instead of 21.
    Length(usize),
}

/// The version byte and the 20 bytes that `text` stands for.
///
/// # Errors
///
/// The first of: a foreign character, a wrong checksum, a wrong length.
pub(crate) fn decode(text: &str) -> Result<(u8, [u8; 20]), Base58Fault> {
    let bytes = bs58::decode(text).into_vec().map_err(|error| character(text, &error))?;
    let (payload, checksum) = split_checksum(&bytes).ok_or(Base58Fault::Checksum)?;
    if !sha256d(payload).starts_with(checksum) {
        return Err(Base58Fault::Checksum);
    }
    let wrong_length = Base58Fault::Length(payload.len());
    let (version, hash) = payload.split_first().ok_or(wrong_length)?;
    let hash = hash.try_into().map_err(|_| wrong_length)?;
    Ok((*version, hash))
}

/// Writes the text of `version` and `hash`; [`decode`] reads the same back.
pub(crate) fn write(out: &mut fmt::Formatter<'_>, version: u8, hash: &[u8; 20]) -> fmt::Result {
    let mut bytes = Vec::with_capacity(25);
    bytes.push(version);
    bytes.extend_from_slice(hash);
    let checksum = sha256d(&bytes);
    bytes.extend(checksum.iter().take(CHECKSUM));
    out.write_str(&bs58::encode(bytes).into_string())
}

fn split_checksum(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let payload = bytes.len().checked_sub(CHECKSUM)?;
    bytes.split_at_checked(payload)
}

fn character(text: &str, error: &bs58::decode::Error) -> Base58Fault {
    let at = match error {
        bs58::decode::Error::InvalidCharacter { index, .. } | bs58::decode::Error::NonAsciiCharacter { index } => {
            *index
        }
        // The crate's error may grow; a text it cannot decode for any other reason has no checksum that holds.
        _ => return Base58Fault::Checksum,
    };
    text.get(at..).and_then(|rest| rest.chars().next()).map_or(Base58Fault::Checksum, Base58Fault::Character)
}
