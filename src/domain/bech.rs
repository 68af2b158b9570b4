//! The one door to bech32 and bech32m: segregated witness addresses as BIP-173 and BIP-350 write them.
//!
//! Decoding says what is written, whatever the network and the version; which of it is a destination is for
//! [`bitcoin`](super::bitcoin) to say.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use bech32::primitives::decode::{CharError, CheckedHrpstring, UncheckedHrpstring, UncheckedHrpstringError};
use bech32::{Bech32, Bech32m, hrp, segwit};

use super::chain::Network;

/// What a segwit text says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Segwit {
    /// The part before the last `1`, in lower case.
    pub(crate) prefix: String,
    /// Which of the two checksums holds.
    pub(crate) code: Code,
    /// The witness version, 0 to 31; those above 16 do not exist.
    pub(crate) version: u8,
    /// The witness program, of any length.
    pub(crate) program: Vec<u8>,
}

/// The two checksums; no text has both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Code {
    /// BIP-173, for witness version 0.
    Bech32,
    /// BIP-350, for every later version.
    Bech32m,
}

/// The witness versions that are written here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Version {
    /// Version 0, in bech32.
    Zero,
    /// Version 1, in bech32m.
    One,
}

/// Why a text is no segwit text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BechFault {
    /// No `1` between two parts, or nothing usable before it, or no data behind it.
    Form,
    /// A character outside the alphabet: `1`, `b`, `i` and `o` are not in it.
    Character(char),
    /// Capital and small letters in one text.
    MixedCase,
    /// Neither checksum holds.
    Checksum,
    /// Left-over bits that are not zero, or more than four of them: another spelling of the same bytes.
    Padding,
}

/// Reads a segwit text of any network.
///
/// # Errors
///
/// What is wrong first, reading from the characters over the checksum to the bits.
pub(crate) fn decode(text: &str) -> Result<Segwit, BechFault> {
    let unchecked = UncheckedHrpstring::new(text).map_err(|error| unreadable(&error))?;
    let code = if unchecked.has_valid_checksum::<Bech32>() {
        Code::Bech32
    } else if unchecked.has_valid_checksum::<Bech32m>() {
        Code::Bech32m
    } else {
        return Err(BechFault::Checksum);
    };
    // Both checksums take the last six characters, so either name removes them.
    let checked = unchecked.remove_checksum::<Bech32>();
    let prefix = checked.hrp().lowercase_char_iter().collect();
    let (version, program) = witness(checked)?;
    Ok(Segwit { prefix, code, version, program })
}

/// Writes a segwit address in lower case; [`decode`] reads the same back.
pub(crate) fn write(out: &mut fmt::Formatter<'_>, network: Network, version: Version, program: &[u8]) -> fmt::Result {
    let prefix = match network {
        Network::Main => hrp::BC,
        Network::Test => hrp::TB,
    };
    let version = match version {
        Version::Zero => segwit::VERSION_0,
        Version::One => segwit::VERSION_1,
    };
    segwit::encode_lower_to_fmt_unchecked(out, prefix, version, program)
}

fn witness(mut checked: CheckedHrpstring<'_>) -> Result<(u8, Vec<u8>), BechFault> {
    let version = checked.fe32_iter().next().ok_or(BechFault::Form)?.to_u8();
    if checked.remove_witness_version().is_none() {
        // Above 16: no such version, so nothing behind it means anything.
        return Ok((version, Vec::new()));
    }
    checked.validate_segwit_padding().map_err(|_| BechFault::Padding)?;
    Ok((version, checked.byte_iter().collect()))
}

fn unreadable(error: &UncheckedHrpstringError) -> BechFault {
    match error {
        UncheckedHrpstringError::Char(CharError::MixedCase) => BechFault::MixedCase,
        UncheckedHrpstringError::Char(CharError::InvalidChar(found)) => BechFault::Character(*found),
        // The crate's errors may grow; what else it cannot read has not the form.
        _ => BechFault::Form,
    }
}
