//! Characters a policy may hold: nothing invisible, nothing that reorders what is read.

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
