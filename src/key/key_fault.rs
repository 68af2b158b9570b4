//! Why a text is no key, and the cure.

use alloc::format;
use alloc::string::{String, ToString as _};

use super::curve::is_uncompressed_point;
use super::encoding;
use super::scheme::Scheme;

/// Scheme names longer than this are not repeated in a message.
const LONGEST_NAME: usize = 32;

/// What is wrong with a key text. May grow: match with a wildcard, or print it with its [`help`](Self::help).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyFault {
    /// No colon in it.
    #[error("the key does not say its scheme")]
    NoScheme,
    /// What stands before the colon is no scheme.
    #[error("`{name}` is no signature scheme")]
    UnknownScheme {
        /// The text before the colon, shortened to 32 characters.
        name: String,
    },
    /// `0x` in front of the hex digits.
    #[error("a key is written without `0x`")]
    ZeroX,
    /// Hex, but with upper-case letters.
    #[error("the key has upper-case hex digits")]
    UpperCase,
    /// A character that is no hex digit.
    #[error("`{character}` is no hex digit")]
    NotHex {
        /// The first such character.
        character: char,
    },
    /// A 65-byte point with both coordinates.
    #[error("the key is an uncompressed point")]
    Uncompressed {
        /// The scheme asked for.
        scheme: Scheme,
        /// The compressed form of the same x and sign of y, in hex.
        compressed: String,
    },
    /// The other form's length: an x-only key where a compressed point is meant, or the reverse.
    #[error("the key has {found} hex digits instead of {expected}")]
    Length {
        /// The scheme asked for.
        scheme: Scheme,
        /// Hex digits a key of the scheme has.
        expected: usize,
        /// Hex digits found.
        found: usize,
    },
    /// 33 bytes that begin with neither 0x02 nor 0x03.
    #[error("a compressed point does not begin with `{prefix:02x}`")]
    Prefix {
        /// The byte found.
        prefix: u8,
    },
    /// The point at infinity, which every signature could be bent to.
    #[error("the key is the point at infinity")]
    Infinity,
    /// No point of secp256k1 has this x-coordinate.
    #[error("the key is no point of the curve secp256k1")]
    NotOnCurve,
}

impl KeyFault {
    /// How to cure it, in one sentence.
    #[must_use]
    pub fn help(&self) -> String {
        match self {
            Self::NoScheme | Self::UnknownScheme { .. } => {
                "write `ecdsa:`, `bip340:`, `eip191:` or `bitcoin-message:` before the hex digits".into()
            }
            Self::ZeroX => "leave `0x` out".into(),
            Self::UpperCase => "write the hex digits in lower case".into(),
            Self::NotHex { .. } => "only `0` to `9` and `a` to `f` follow the colon".into(),
            Self::Uncompressed { scheme, compressed } => {
                format!("write the compressed point: `{scheme}:{compressed}`")
            }
            Self::Length { scheme: Scheme::Bip340, .. } => {
                "`bip340` takes the 32-byte x-coordinate alone, without the byte in front".into()
            }
            Self::Length { scheme, .. } => {
                format!("`{scheme}` takes the 33-byte compressed point, beginning with `02` or `03`")
            }
            Self::Prefix { .. } => "a compressed point begins with `02` or `03`".into(),
            Self::Infinity | Self::NotOnCurve => {
                "copy the key again from where it was made; one digit may be wrong".into()
            }
        }
    }

    pub(super) fn unknown_scheme(name: &str) -> Self {
        Self::UnknownScheme { name: name.chars().take(LONGEST_NAME).collect() }
    }

    /// What is wrong with digits that are not hex of the scheme's length.
    pub(super) fn of_digits(scheme: Scheme, digits: &str) -> Self {
        if digits.starts_with("0x") || digits.starts_with("0X") {
            return Self::ZeroX;
        }
        if let Some(character) = digits.chars().find(|c| !c.is_ascii_hexdigit()) {
            return Self::NotHex { character };
        }
        if digits.chars().any(|c| c.is_ascii_uppercase()) {
            return Self::UpperCase;
        }
        if digits == "00" {
            return Self::Infinity;
        }
        if let Some(bytes) = encoding::from_hex_exact(digits) {
            // A wrong digit in y must not be cured by leaving y out, so the point is asked first.
            return match compressed(scheme, digits) {
                Some(compressed) if is_uncompressed_point(&bytes) => Self::Uncompressed { scheme, compressed },
                _ => Self::NotOnCurve,
            };
        }
        let expected = match scheme {
            Scheme::Bip340 => 64,
            Scheme::Ecdsa | Scheme::Eip191 | Scheme::BitcoinMessage => 66,
        };
        Self::Length { scheme, expected, found: digits.len() }
    }
}

/// The scheme's form of an uncompressed point, `04` x y: the sign of y is the parity of its last digit.
fn compressed(scheme: Scheme, digits: &str) -> Option<String> {
    let (x, y) = digits.strip_prefix("04")?.split_at_checked(64)?;
    let odd = y.ends_with(['1', '3', '5', '7', '9', 'b', 'd', 'f']);
    Some(match scheme {
        Scheme::Bip340 => x.to_string(),
        Scheme::Ecdsa | Scheme::Eip191 | Scheme::BitcoinMessage => {
            format!("{}{x}", if odd { "03" } else { "02" })
        }
    })
}
