//! What can be wrong with an address, and how to cure it.

use alloc::format;
use alloc::string::String;

use super::chain::Chain;

/// Why a text is no address of its chain.
///
/// No cure ever offers a corrected address where a checksum fails: a guess that passes is a payment to a stranger. The
/// EIP-55 spelling is no such guess, its digits are those that were written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
#[expect(
    missing_docs,
    reason = "`text` is always what was written, `chain` the chain it was written for; the message says the rest"
)]
pub enum AddressFault {
    /// Nothing is written.
    #[error("the address is empty")]
    Empty,
    /// A space, or a character that is not printable ASCII; `position` counts characters from 1.
    #[error("character {position} of the address is a space or not printable ASCII")]
    NotPrintable { position: usize },
    /// More than 128 characters.
    #[error("the address has {characters} characters; 128 are the most")]
    TooLong { characters: usize },
    /// Nothing that the chain writes looks so.
    #[error("`{text}` is no address of `{chain}`")]
    Form { text: String, chain: Chain },
    /// A sound address, of another network.
    #[error("`{text}` is an address of {belongs_to}, not of `{chain}`")]
    Network { text: String, belongs_to: &'static str, chain: Chain },
    /// Base58check with a version byte that the chain does not use.
    #[error("`{text}` starts with the version byte 0x{version:02x}, which is none of `{chain}`")]
    Version { text: String, version: u8, chain: Chain },
    /// A character that the encoding does not have.
    #[error("`{text}` has a `{character}`, which no such address has")]
    Character { text: String, character: char },
    /// The checksum at the end does not fit what stands before it.
    #[error("the checksum of `{text}` is wrong")]
    Checksum { text: String },
    /// Base58check over another number of bytes than 21.
    #[error("`{text}` stands for {bytes} bytes instead of 21")]
    Base58Length { text: String, bytes: usize },
    /// Bech32 in capital and small letters.
    #[error("`{text}` mixes capital and small letters")]
    MixedCase { text: String },
    /// The checksum of bech32 where bech32m is due, or the other way round (BIP-350).
    #[error("`{text}` has the checksum of {}, but witness version {version} needs {}", other_code(*version), code(*version))]
    Code { text: String, version: u8 },
    /// A second spelling of the same bytes (BIP-173).
    #[error("`{text}` does not end in the zero bits that its length asks for")]
    Padding { text: String },
    /// A witness version other than 0 and 1.
    #[error("`{text}` has witness version {version}; only 0 and 1 are paid")]
    WitnessVersion { text: String, version: u8 },
    /// A witness program of a length that its version gives no meaning.
    #[error("`{text}` has a witness program of {bytes} bytes, which version {version} does not have")]
    WitnessLength { text: String, version: u8, bytes: usize },
    /// 40 hex digits without the `0x` before them.
    #[error("`{text}` does not start with `0x`")]
    Prefix { text: String },
    /// A character behind `0x` that is no hex digit.
    #[error("`{text}` has a `{character}`, which is no hex digit")]
    NotHex { text: String, character: char },
    /// Another number of hex digits than 40.
    #[error("`{text}` has {digits} hex digits behind `0x` instead of 40")]
    HexLength { text: String, digits: usize },
    /// Mixed letter case that is not the checksum of EIP-55; `right` is the spelling that is.
    #[error("the letter case of `{text}` is not its checksum")]
    Eip55 { text: String, right: String },
}

impl AddressFault {
    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> String {
        match self {
            Self::Empty | Self::NotPrintable { .. } | Self::TooLong { .. } => {
                "write the address alone: 1 to 128 printable ASCII characters without space".into()
            }
            Self::Form { chain, .. } | Self::Version { chain, .. } => {
                format!("an address of `{chain}` {}", looks(chain))
            }
            Self::Network { belongs_to, chain, .. } => {
                format!("name {belongs_to} as the chain, or ask the recipient for an address of `{chain}`")
            }
            Self::Character { .. }
            | Self::Checksum { .. }
            | Self::Base58Length { .. }
            | Self::NotHex { .. }
            | Self::HexLength { .. } => {
                "a character is wrong, missing or too many: copy the address again from its source".into()
            }
            Self::MixedCase { .. } => "write it all in small letters, or all in capitals, as its source does".into(),
            Self::Code { .. } | Self::Padding { .. } => {
                "the software that wrote it does not follow BIP-350: ask the recipient for another address".into()
            }
            Self::WitnessVersion { .. } | Self::WitnessLength { .. } => {
                "anybody could take what is sent there: ask the recipient for a `bc1q` or `bc1p` address".into()
            }
            Self::Prefix { text } => {
                let digits = text.strip_prefix("0X").unwrap_or(text);
                format!("write `0x{digits}`")
            }
            Self::Eip55 { right, .. } => {
                format!("compare every digit with the source, for one may be wrong; if all are right, write `{right}`")
            }
        }
    }
}

fn looks(chain: &Chain) -> &'static str {
    match chain.as_str() {
        "bitcoin" => "starts with `1`, `3`, `bc1q` or `bc1p`",
        "bitcoin-testnet" => "starts with `m`, `n`, `2`, `tb1q` or `tb1p`",
        "tron" => "starts with `T` and has 34 characters",
        _ => "is `0x` and 40 hex digits",
    }
}

fn code(version: u8) -> &'static str {
    if version == 0 { "bech32" } else { "bech32m" }
}

fn other_code(version: u8) -> &'static str {
    if version == 0 { "bech32m" } else { "bech32" }
}
