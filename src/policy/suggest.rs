//! The nearest known word to one that is not known.

use alloc::vec::Vec;

/// The candidate that fewest changes make of `written`, if few enough do.
pub(crate) fn nearest<'c>(written: &str, candidates: impl Iterator<Item = &'c str>) -> Option<&'c str> {
    let most = match written.len() {
        3..=5 => 1,
        6..=8 => 2,
        9..=64 => 3,
        _ => return None,
    };
    candidates
        .filter(|candidate| candidate.len().abs_diff(written.len()) <= most)
        .map(|candidate| (distance(written.as_bytes(), candidate.as_bytes()), candidate))
        .filter(|(distance, _)| *distance <= most)
        .min()
        .map(|(_, candidate)| candidate)
}

/// Levenshtein's distance without regard to ASCII case.
fn distance(from: &[u8], to: &[u8]) -> usize {
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (line, a) in from.iter().enumerate() {
        let mut diagonal = line;
        let mut left = line.saturating_add(1);
        for (above, b) in row.iter_mut().skip(1).zip(to) {
            let same = a.eq_ignore_ascii_case(b);
            let replaced = diagonal.saturating_add(usize::from(!same));
            diagonal = *above;
            left = replaced.min(above.saturating_add(1)).min(left.saturating_add(1));
            *above = left;
        }
        if let Some(first) = row.first_mut() {
            *first = line.saturating_add(1);
        }
    }
    row.last().copied().unwrap_or(0)
}
