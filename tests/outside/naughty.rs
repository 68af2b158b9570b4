//! The Big List of Naughty Strings, through the crate `naughty-strings`, and what the contract takes of any of them.

use unicode_general_category::{GeneralCategory, get_general_category};

pub use naughty_strings::BLNS;

/// Whether a field takes a string, as section 1 of the contract says it.
pub type Takes = fn(&str) -> bool;

pub fn never(_: &str) -> bool {
    false
}

/// A name that may be digits only, as a payout's id is.
pub fn id(text: &str) -> bool {
    const RESERVED: &str = " and or of all any none per nobody unsigned unlimited requesters payout ";
    let is_formed = text.len() <= 64
        && text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c));
    is_formed && !RESERVED.contains(&format!(" {} ", text.to_ascii_lowercase()))
}

pub fn name(text: &str) -> bool {
    id(text) && !text.chars().all(|c| c.is_ascii_digit())
}

pub fn ascii(text: &str) -> bool {
    text.chars().all(|c| (' '..='~').contains(&c))
}

/// Text for people in a policy.
pub fn free(text: &str) -> bool {
    let is_hidden = |c: char| {
        let category = get_general_category(c);
        (category == GeneralCategory::Control && c != '\t' && c != '\n')
            || matches!(category, GeneralCategory::Format | GeneralCategory::LineSeparator)
            || category == GeneralCategory::ParagraphSeparator
    };
    (1..=200).contains(&text.chars().count()) && !text.contains(is_hidden)
}

/// A chain that is not known: a name, or a space and a reference as CAIP-2 writes them.
pub fn chain(text: &str) -> bool {
    let (space, reference) = text.split_once(':').unwrap_or_default();
    let is_space = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let is_reference = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let is_caip2 = (3..=8).contains(&space.len())
        && space.chars().all(is_space)
        && (1..=32).contains(&reference.len())
        && reference.chars().all(is_reference);
    name(text) || is_caip2
}

/// An address of a chain that is not known.
pub fn opaque(text: &str) -> bool {
    (1..=128).contains(&text.len()) && ascii(text) && !text.contains(' ')
}

pub fn tag(text: &str) -> bool {
    text.len() <= 64 && opaque(text) && text != "-"
}

pub fn note(text: &str) -> bool {
    let is_spaced = text.starts_with(' ') || text.ends_with(' ') || text.contains("  ");
    (1..=64).contains(&text.len()) && ascii(text) && !is_spaced && !text.contains(": ") && text != "-"
}

/// A decimal above zero in shortest form.
pub fn price(text: &str) -> bool {
    let (whole, places) = text.split_once('.').unwrap_or((text, "1"));
    let digits = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
    digits(whole)
        && digits(places)
        && !places.ends_with('0')
        && (whole == "0" || !whole.starts_with('0'))
        && text != "0"
        && whole.len() < 20
}

/// A decimal above zero, with as many zeros behind the point as one likes.
pub fn decimal(text: &str) -> bool {
    let shortest = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text };
    price(shortest) && !text.ends_with('.')
}

/// A decimal and an asset's name, one space between: `1 000.00` is one coin of an asset called `000.00`.
pub fn amount(text: &str) -> bool {
    text.split_once(' ').is_some_and(|(number, asset)| price(number) && name(asset))
}
