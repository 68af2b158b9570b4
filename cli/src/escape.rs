//! Text from files, made safe to print: what a terminal would obey or hide is spelled out.

use unicode_general_category::{GeneralCategory, get_general_category};

/// The text on one line: every control, format, separator and private character is written `\u{…}`.
pub fn line(text: &str) -> String {
    escaped(text, |_| false, |hidden| hidden.escape_unicode().to_string())
}

/// The text on as many lines as it has.
pub fn lines(text: &str) -> String {
    escaped(text, |character| character == '\n', |hidden| hidden.escape_unicode().to_string())
}

/// JSON text that a terminal can show: the same value, hidden characters of its strings as `\uXXXX`.
pub fn json(text: &str) -> String {
    escaped(
        text,
        |character| character == '\n',
        |hidden| {
            let mut units = [0; 2];
            hidden.encode_utf16(&mut units).iter().fold(String::new(), |text, unit| text + &format!("\\u{unit:04x}"))
        },
    )
}

/// Whether a terminal would obey, hide or reorder by it.
pub fn is_hidden(character: char) -> bool {
    if matches!(character, ' '..='~') {
        return false;
    }
    matches!(
        get_general_category(character),
        GeneralCategory::Control
            | GeneralCategory::Format
            | GeneralCategory::LineSeparator
            | GeneralCategory::ParagraphSeparator
            | GeneralCategory::Surrogate
            | GeneralCategory::PrivateUse
            | GeneralCategory::Unassigned
    )
}

fn escaped(text: &str, keep: impl Fn(char) -> bool, spell: impl Fn(char) -> String) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        if is_hidden(character) && !keep(character) {
            safe.push_str(&spell(character));
        } else {
            safe.push(character);
        }
    }
    safe
}
