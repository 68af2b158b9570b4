//! Amounts: a decimal, one space, an asset; counted in the asset's smallest units.

use alloc::string::{String, ToString};
use core::fmt;

use serde::{Deserialize, Serialize};

use super::name::{Name, NameFault};

/// The most decimals an asset may have.
pub(crate) const MOST_DECIMALS: u8 = 36;

/// An amount as written, `"0.5 BTC"`: its number is well formed, its asset is a name.
///
/// How many smallest units it is depends on the asset's decimals, which the policy knows.
///
/// ```
/// use countersign::WrittenAmount;
/// assert_eq!(WrittenAmount::parse("0.50 BTC")?.to_string(), "0.50 BTC");
/// assert!(WrittenAmount::parse("1e3 BTC").is_err());
/// # Ok::<(), countersign::AmountFault>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct WrittenAmount {
    number: Number,
    asset: Name,
}

impl WrittenAmount {
    /// Reads a decimal, one space and an asset's name.
    ///
    /// # Errors
    /// Says what is not an amount's: a sign, an exponent, a leading zero, a second space.
    pub fn parse(text: &str) -> Result<Self, AmountFault> {
        let (number, asset) = text.split_once(' ').ok_or(AmountFault::NoAsset)?;
        let number = Number::parse(number)?;
        let asset = Name::parse(asset).map_err(AmountFault::Asset)?;
        Ok(Self { number, asset })
    }

    /// The asset it is an amount of.
    #[must_use]
    pub fn asset(&self) -> &Name {
        &self.asset
    }

    /// The same amount without zeros at the end of its fraction.
    pub(crate) fn shortest(&self) -> Self {
        let number = match self.number.0.split_once('.') {
            Some(_) => self.number.0.trim_end_matches('0').trim_end_matches('.'),
            None => &self.number.0,
        };
        Self { number: Number(number.into()), asset: self.asset.clone() }
    }

    /// Whether it is zero, of whatever asset.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.number.0.bytes().all(|byte| matches!(byte, b'0' | b'.'))
    }

    /// The number, in units of 10^-`decimals`.
    ///
    /// # Errors
    /// More places than `decimals`, or more than 2^128 − 1 units.
    pub fn units(&self, decimals: u8) -> Result<u128, AmountFault> {
        self.number.units(decimals)
    }
}

impl TryFrom<String> for WrittenAmount {
    type Error = AmountFault;
    fn try_from(text: String) -> Result<Self, AmountFault> {
        Self::parse(&text)
    }
}

impl From<WrittenAmount> for String {
    fn from(amount: WrittenAmount) -> Self {
        amount.to_string()
    }
}

impl fmt::Display for WrittenAmount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.number.0, self.asset)
    }
}

/// A decimal without sign, exponent, leading zero or trailing point.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Number(String);

impl Number {
    pub(crate) fn parse(text: &str) -> Result<Self, AmountFault> {
        let (whole, fraction) = match text.split_once('.') {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (text, None),
        };
        if text.is_empty() {
            return Err(AmountFault::NoNumber);
        }
        if let Some(odd) = text.chars().find(|c| !c.is_ascii_digit() && *c != '.') {
            return Err(AmountFault::Character(odd));
        }
        if whole.is_empty() || fraction.is_some_and(str::is_empty) {
            return Err(AmountFault::BarePoint);
        }
        if fraction.is_some_and(|fraction| fraction.contains('.')) {
            return Err(AmountFault::Character('.'));
        }
        if whole.len() > 1 && whole.starts_with('0') {
            return Err(AmountFault::LeadingZero);
        }
        Ok(Self(text.into()))
    }

    pub(crate) fn units(&self, decimals: u8) -> Result<u128, AmountFault> {
        let (whole, fraction) = self.0.split_once('.').unwrap_or((&self.0, ""));
        let missing = usize::from(decimals)
            .checked_sub(fraction.len())
            .ok_or(AmountFault::Places { written: fraction.len(), decimals })?;
        let zeros = core::iter::repeat_n(b'0', missing);
        whole
            .bytes()
            .chain(fraction.bytes())
            .chain(zeros)
            .try_fold(0u128, |units, digit| units.checked_mul(10)?.checked_add(u128::from(digit.saturating_sub(b'0'))))
            .ok_or(AmountFault::TooLarge)
    }

    /// Whether it is written as briefly as it can be: no zero at the end of a fraction.
    pub(crate) fn is_shortest(&self) -> bool {
        !(self.0.contains('.') && self.0.ends_with('0'))
    }
}

/// Prints units of 10^-`decimals` in shortest form: `0.5`, not `0.50`.
pub(crate) fn shortest(units: u128, decimals: u8) -> String {
    let places = usize::from(decimals);
    let width = places.saturating_add(1);
    let digits = alloc::format!("{units:0width$}");
    let (whole, fraction) = digits.split_at(digits.len().saturating_sub(places));
    let fraction = fraction.trim_end_matches('0');
    if fraction.is_empty() { whole.into() } else { alloc::format!("{whole}.{fraction}") }
}

/// Why a text is no amount.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AmountFault {
    /// No space, so no asset.
    #[error("an amount names its asset after one space")]
    NoAsset,
    /// Nothing before the space.
    #[error("an amount begins with its number")]
    NoNumber,
    /// What stands after the space is no asset's name.
    #[error("the asset of an amount: {0}")]
    Asset(NameFault),
    /// Neither a digit nor the one point.
    #[error("`{}` has no place in an amount's number", .0.escape_debug())]
    Character(char),
    /// A point without a digit on either side.
    #[error("a decimal point needs a digit on either side")]
    BarePoint,
    /// A zero before other digits.
    #[error("a number has no leading zero")]
    LeadingZero,
    /// More decimal places than the asset has.
    #[error("{written} decimal places are more than the {decimals} the asset has")]
    Places {
        /// places written
        written: usize,
        /// places the asset has
        decimals: u8,
    },
    /// More than 2^128 − 1 smallest units.
    #[error("the amount is above 2^128 − 1 smallest units")]
    TooLarge,
    /// Zero where something must move.
    #[error("the amount is zero")]
    Zero,
}

impl AmountFault {
    /// How to cure it.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self {
            Self::Places { .. } => "write no more decimal places than the asset's `decimals`",
            Self::TooLarge => "write a smaller amount",
            Self::Zero => "write an amount above zero",
            Self::Asset(fault) => fault.help(),
            _ => "write digits, at most one point, one space and the asset, as in \"0.5 BTC\"",
        }
    }
}
