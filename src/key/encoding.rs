//! Bytes written as text: lower-case hex and standard base64, each in exactly one spelling.
//!
//! One spelling only, because two texts of one signature would be two approvals to whoever compares texts.

use alloc::vec::Vec;

use base64ct::{Base64, Encoding as _};

/// The bytes of an even number of lower-case hex digits, without prefix; `None` for any other text.
pub(crate) fn from_hex(text: &str) -> Option<Vec<u8>> {
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    pairs.iter().map(|[high, low]| nibble(*high)?.checked_mul(16)?.checked_add(nibble(*low)?)).collect()
}

/// As [`from_hex`], but of exactly `N` bytes.
pub(crate) fn from_hex_exact<const N: usize>(text: &str) -> Option<[u8; N]> {
    // Asked before decoding, so that an overlong text costs nothing.
    if Some(text.len()) != N.checked_mul(2) {
        return None;
    }
    from_hex(text)?.try_into().ok()
}

/// The `N` bytes of a text in the standard base64 alphabet, padded, without line breaks and with zero trailing bits;
/// `None` for any other text ([RFC 4648, sections 4 and 3.5](https://www.rfc-editor.org/rfc/rfc4648#section-4)).
pub(crate) fn from_base64_exact<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    let decoded = Base64::decode(text, &mut bytes).ok()?;
    (decoded.len() == N).then_some(bytes)
}

fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => digit.checked_sub(b'0'),
        b'a'..=b'f' => digit.checked_sub(b'a')?.checked_add(10),
        _ => None,
    }
}
