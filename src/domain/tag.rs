//! What tells two recipients at one address apart.

use alloc::string::String;
use alloc::sync::Arc;
use core::fmt;

use serde::{Deserialize, Serialize};

/// Longest tag, in characters.
const LONGEST: usize = 64;

/// A memo, destination tag or payment id: 1 to 64 printable ASCII characters without space, kept as written.
///
/// `7` and `07` are two tags: which of them a chain takes for the same is not known here. `-` alone is no tag, since it
/// stands for "none" in a statement.
///
/// ```
/// use countersign::Tag;
///
/// assert_eq!(Tag::parse("104298")?.as_str(), "104298");
/// assert!(Tag::parse("-").is_err());
/// # Ok::<(), countersign::TagFault>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Tag {
    text: Arc<str>,
}

impl Tag {
    /// Reads a tag.
    ///
    /// # Errors
    ///
    /// Empty, longer than 64 characters, `-`, or with a character that is a space or not printable ASCII.
    pub fn parse(text: &str) -> Result<Self, TagFault> {
        if text.is_empty() {
            return Err(TagFault::Empty);
        }
        if let Some(at) = text.chars().position(|found| !found.is_ascii_graphic()) {
            return Err(TagFault::NotPrintable { position: at.saturating_add(1) });
        }
        if text.len() > LONGEST {
            return Err(TagFault::TooLong { characters: text.len() });
        }
        if text == "-" {
            return Err(TagFault::Dash);
        }
        Ok(Self { text: text.into() })
    }

    /// The tag as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl TryFrom<String> for Tag {
    type Error = TagFault;
    fn try_from(text: String) -> Result<Self, TagFault> {
        Self::parse(&text)
    }
}

impl From<Tag> for String {
    fn from(tag: Tag) -> Self {
        tag.as_str().into()
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.text)
    }
}

/// Why a text is no tag.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TagFault {
    /// Nothing is written.
    #[error("the tag is empty")]
    Empty,
    /// `-`, which stands for "none" in a statement.
    #[error("`-` is no tag")]
    Dash,
    /// More than 64 characters.
    #[error("the tag has {characters} characters; 64 are the most")]
    TooLong {
        /// How many there are.
        characters: usize,
    },
    /// A space, or a character that is not printable ASCII.
    #[error("character {position} of the tag is a space or not printable ASCII")]
    NotPrintable {
        /// Which character, counted from 1.
        position: usize,
    },
}

impl TagFault {
    /// What to write instead.
    #[must_use]
    pub fn help(&self) -> String {
        match self {
            Self::Empty | Self::Dash => "leave `tag` out where there is none",
            Self::TooLong { .. } | Self::NotPrintable { .. } => {
                "write the tag exactly as the recipient gave it: 1 to 64 printable ASCII characters without space"
            }
        }
        .into()
    }
}
