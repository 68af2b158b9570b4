//! The strict DER form of an ECDSA signature.

/// The most bytes of `30 len 02 len r 02 len s`: both integers of 33 bytes.
const LONGEST: usize = 72;

/// The two integers of a strictly DER-encoded signature, big endian as written, a leading zero byte kept.
///
/// The form is that of [BIP 66](https://github.com/bitcoin/bips/blob/master/bip-0066.mediawiki) without the hash type
/// byte at the end: 8 to 72 bytes, no negative, empty or padded integer, nothing before, between or after. Whether the
/// integers are in range is not a question of form.
pub(crate) fn integers(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    if bytes.len() > LONGEST {
        return None;
    }
    let (body, after) = element(0x30, bytes)?;
    let (r, rest) = integer(body)?;
    let (s, after_s) = integer(rest)?;
    (after.is_empty() && after_s.is_empty()).then_some((r, s))
}

fn integer(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (content, rest) = element(0x02, bytes)?;
    let minimal = match content {
        [] => false,
        [first, ..] if first & 0x80 != 0 => false,
        [0, second, ..] => second & 0x80 != 0,
        [_, ..] => true,
    };
    minimal.then_some((content, rest))
}

/// Content and what follows. A long-form length byte (0x80 and up) exceeds [`LONGEST`], so it never splits.
fn element(tag: u8, bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (head, rest) = bytes.split_first_chunk::<2>()?;
    let [found, length] = *head;
    if found != tag {
        return None;
    }
    rest.split_at_checked(usize::from(length))
}
