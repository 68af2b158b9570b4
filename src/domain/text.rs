//! Characters a policy may hold: nothing invisible, nothing that reorders what is read.

use alloc::string::String;

use super::address::Address;
use super::name::Name;
use serde::{Deserialize, Serialize};
use unicode_general_category::{GeneralCategory, get_general_category};

/// Whether a character may stand anywhere in a policy file: no control (tab and line feed
/// excepted), format, line or paragraph separator, surrogate, or byte order mark.
pub(crate) fn is_visible(character: char) -> bool {
    if matches!(character, '\t' | '\n' | ' '..='~') {
        return true;
    }
    !matches!(
        get_general_category(character),
        GeneralCategory::Control
            | GeneralCategory::Format
            | GeneralCategory::LineSeparator
            | GeneralCategory::ParagraphSeparator
            | GeneralCategory::Surrogate
    )
}

/// Whether a text is printable ASCII: `0x20` to `0x7e`.
pub(crate) fn is_printable_ascii(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// A text of printable ASCII: what a record carries without meaning of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(crate) struct Plain(String);

impl Plain {
    /// Two names with a stroke between them.
    pub(crate) fn of_names(left: &Name, right: &Name) -> Self {
        Self(alloc::format!("{left}/{right}"))
    }

    /// An address, which is always printable.
    pub(crate) fn of_address(address: &Address) -> Self {
        Self(alloc::format!("{address}"))
    }

    /// A name.
    pub(crate) fn of_name(name: &Name) -> Self {
        Self(name.as_str().into())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Plain {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        if is_printable_ascii(&text) { Ok(Self(text)) } else { Err("a text is printable ASCII") }
    }
}

impl From<Plain> for String {
    fn from(text: Plain) -> Self {
        text.0
    }
}
