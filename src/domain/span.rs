//! Durations: a whole number and one unit.

use alloc::string::String;
use core::fmt;

/// A length of time in whole seconds, 0 to 3650 days.
///
/// ```
/// use countersign::Span;
/// assert_eq!(Span::parse("48h")?.seconds(), 172_800);
/// assert_eq!(Span::parse("2880m")?.to_string(), "48h");
/// assert_eq!(Span::parse("168h")?.to_string(), "7d");
/// assert!(Span::parse("0s").is_err());
/// # Ok::<(), countersign::SpanFault>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span(u64);

const LONGEST: u64 = 3650 * 86_400;

impl Span {
    /// No time at all: only a clock skew may be it.
    pub const ZERO: Self = Self(0);

    /// Reads 1 s to 3650 d, as in `"90s"`, `"24h"`, `"7d"`.
    ///
    /// # Errors
    /// Says what is not a duration's.
    pub fn parse(text: &str) -> Result<Self, SpanFault> {
        let unit = text.chars().next_back().ok_or(SpanFault::Form)?;
        let seconds: u64 = match unit {
            's' => 1,
            'm' => 60,
            'h' => 3_600,
            'd' => 86_400,
            'w' => 604_800,
            _ => return Err(SpanFault::Form),
        };
        let number = text.strip_suffix(unit).unwrap_or("");
        if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(SpanFault::Form);
        }
        if number.len() > 1 && number.starts_with('0') {
            return Err(SpanFault::LeadingZero);
        }
        let number: u64 = number.parse().map_err(|_| SpanFault::TooLong)?;
        let total = number.checked_mul(seconds).ok_or(SpanFault::TooLong)?;
        match total {
            0 => Err(SpanFault::Zero),
            1..=LONGEST => Ok(Self(total)),
            _ => Err(SpanFault::TooLong),
        }
    }

    /// So many seconds, zero among them: what lies between two instants.
    pub(crate) fn of_seconds(seconds: u64) -> Self {
        Self(seconds)
    }

    /// The length in seconds.
    #[must_use]
    pub fn seconds(self) -> u64 {
        self.0
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Days from three on: people say 24h and 48h, and 7d.
        let units = [(86_400, 'd', 3 * 86_400), (3_600, 'h', 3_600), (60, 'm', 60)];
        let mut units = units.into_iter();
        let fitting = units.find(|(size, _, least)| self.0 >= *least && self.0.is_multiple_of(*size));
        let fitting = fitting.map(|(size, unit, _)| (size, unit));
        let (size, unit) = fitting.unwrap_or((1, 's'));
        write!(f, "{}{unit}", self.0.checked_div(size).unwrap_or(self.0))
    }
}

/// Why a text is no duration.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SpanFault {
    /// Not a whole number and one unit.
    #[error("a duration is a whole number and one unit")]
    Form,
    /// A zero before other digits.
    #[error("a duration has no leading zero")]
    LeadingZero,
    /// No time at all.
    #[error("a duration is at least 1s")]
    Zero,
    /// Above 3650 days.
    #[error("a duration is at most 3650d")]
    TooLong,
}

impl SpanFault {
    /// How to cure it.
    #[must_use]
    pub fn help(&self) -> String {
        "write a whole number and one of `s m h d w`, 1s to 3650d, as in \"24h\"".into()
    }
}
