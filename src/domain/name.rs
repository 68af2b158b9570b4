//! Names of realms, wallets, people, rules: what a statement prints and a file refers to.

use alloc::string::String;
use alloc::sync::Arc;
use core::fmt;

use serde::{Deserialize, Serialize};

/// A name: 1 to 64 characters, case-sensitive, never a word of the language.
///
/// ```
/// use countersign::Name;
/// assert_eq!(Name::parse("hot-1")?.as_str(), "hot-1");
/// assert!(Name::parse("Nobody").is_err());
/// assert!(Name::parse("42").is_err());
/// # Ok::<(), countersign::NameFault>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Name(Arc<str>);

impl Name {
    /// Reads a name of the form `[A-Za-z0-9][A-Za-z0-9._-]{0,63}`.
    ///
    /// # Errors
    /// Says which character, length or word is not a name's.
    pub fn parse(text: &str) -> Result<Self, NameFault> {
        well_formed(text)?;
        if text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NameFault::OnlyDigits);
        }
        Ok(Self(text.into()))
    }

    /// The name as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name in lower case: two names of one kind may not differ in case alone.
    pub(crate) fn folded(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

/// The id of a payout: a name that may be all digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PayoutId(Arc<str>);

impl PayoutId {
    /// Reads a payout id.
    ///
    /// # Errors
    /// Says which character, length or word is not an id's.
    pub fn parse(text: &str) -> Result<Self, NameFault> {
        well_formed(text)?;
        Ok(Self(text.into()))
    }

    /// The id as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The id in lower case: ids that differ in case alone are one.
    pub(crate) fn folded(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

/// Why a text is no name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NameFault {
    /// Nothing written.
    #[error("a name is empty")]
    Empty,
    /// More than 64 characters.
    #[error("a name of {0} characters is too long, 64 are allowed")]
    TooLong(usize),
    /// The first character is none of `A-Z a-z 0-9`.
    #[error("a name may not begin with `{}`", .0.escape_debug())]
    First(char),
    /// A later character is none of `A-Z a-z 0-9 . _ -`.
    #[error("a name may not hold `{}`", .0.escape_debug())]
    Character(char),
    /// Digits and nothing else read as a number.
    #[error("a name may not be digits only")]
    OnlyDigits,
    /// One of the words of the language.
    #[error("`{0}` is a word of the policy language and names nothing")]
    Reserved(String),
}

impl NameFault {
    /// How to cure it.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self {
            Self::OnlyDigits => "add a letter, as in `w1`",
            Self::Reserved(_) => "choose another word",
            Self::Empty | Self::TooLong(_) | Self::First(_) | Self::Character(_) => {
                "use 1 to 64 of `A-Z a-z 0-9 . _ -`, beginning with a letter or a digit"
            }
        }
    }
}

const RESERVED: [&str; 12] =
    ["and", "or", "of", "all", "any", "none", "per", "nobody", "unsigned", "unlimited", "requesters", "payout"];

fn well_formed(text: &str) -> Result<(), NameFault> {
    let mut characters = text.chars();
    let Some(first) = characters.next() else { return Err(NameFault::Empty) };
    if !first.is_ascii_alphanumeric() {
        return Err(NameFault::First(first));
    }
    let odd = characters.find(|c| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-')));
    if let Some(odd) = odd {
        return Err(NameFault::Character(odd));
    }
    if text.len() > 64 {
        return Err(NameFault::TooLong(text.len()));
    }
    let reserved = RESERVED.iter().any(|word| word.eq_ignore_ascii_case(text));
    if reserved { Err(NameFault::Reserved(text.into())) } else { Ok(()) }
}

macro_rules! text_conversions {
    ($type:ty) => {
        impl TryFrom<String> for $type {
            type Error = NameFault;
            fn try_from(text: String) -> Result<Self, NameFault> {
                Self::parse(&text)
            }
        }
        impl From<$type> for String {
            fn from(name: $type) -> Self {
                name.as_str().into()
            }
        }
        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}
text_conversions!(Name);
text_conversions!(PayoutId);

impl core::borrow::Borrow<str> for Name {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl core::borrow::Borrow<str> for PayoutId {
    fn borrow(&self) -> &str {
        &self.0
    }
}
