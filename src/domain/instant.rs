//! Instants: UTC, whole seconds.

use alloc::string::String;
use core::fmt;

use serde::{Deserialize, Serialize};

use super::calendar;
use super::span::Span;

/// An instant in UTC, in whole seconds since 1970-01-01T00:00:00Z.
///
/// What is read lies in the years 1970 to 9999; a sum may pass 9999 and is then compared but never written.
///
/// ```
/// use countersign::{Instant, Span};
/// let noon = Instant::parse("2026-11-22T12:00:00Z")?;
/// assert_eq!(noon.after(Span::parse("1h").unwrap()).to_string(), "2026-11-22T13:00:00Z");
/// assert!(Instant::parse("2026-11-22T12:00:00+01:00").is_err());
/// # Ok::<(), countersign::InstantFault>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Instant(u64);

/// 9999-12-31T23:59:59Z.
const LAST_WRITTEN: u64 = 253_402_300_799;

impl Instant {
    /// 1970-01-01T00:00:00Z.
    pub const EARLIEST: Self = Self(0);

    /// Reads exactly `YYYY-MM-DDTHH:MM:SSZ`.
    ///
    /// # Errors
    /// Any other form, a date that does not exist, a leap second, a year outside 1970 to 9999.
    pub fn parse(text: &str) -> Result<Self, InstantFault> {
        let mut numbers = [0u16; 6];
        let mut parts = numbers.iter_mut();
        let mut rest = text;
        for (width, mark) in [(4, '-'), (2, '-'), (2, 'T'), (2, ':'), (2, ':'), (2, 'Z')] {
            let (digits, after) = rest.split_at_checked(width).ok_or(InstantFault::Form)?;
            if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(InstantFault::Form);
            }
            let part = parts.next().ok_or(InstantFault::Form)?;
            *part = digits.parse().map_err(|_| InstantFault::Form)?;
            rest = after.strip_prefix(mark).ok_or(InstantFault::Form)?;
        }
        if !rest.is_empty() {
            return Err(InstantFault::Form);
        }
        let seconds = calendar::unix_seconds(numbers).ok_or(InstantFault::NoSuchDate)?;
        u64::try_from(seconds).ok().and_then(Self::from_unix).ok_or(InstantFault::Range)
    }

    /// The instant so many seconds after 1970-01-01T00:00:00Z, if its year is at most 9999.
    #[must_use]
    pub fn from_unix(seconds: u64) -> Option<Self> {
        (seconds <= LAST_WRITTEN).then_some(Self(seconds))
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn unix(self) -> u64 {
        self.0
    }

    /// The instant `span` later; it may pass the year 9999.
    #[must_use]
    pub fn after(self, span: Span) -> Self {
        Self(self.0.saturating_add(span.seconds()))
    }

    /// The instant `span` earlier, not before 1970.
    #[must_use]
    pub fn before(self, span: Span) -> Self {
        Self(self.0.saturating_sub(span.seconds()))
    }

    /// The instant so many seconds later.
    pub(crate) fn plus_seconds(self, seconds: u64) -> Self {
        Self(self.0.saturating_add(seconds))
    }

    /// The instant `span` earlier, if that is not before 1970.
    pub(crate) fn checked_before(self, span: Span) -> Option<Self> {
        self.0.checked_sub(span.seconds()).map(Self)
    }

    /// The next second.
    pub(crate) fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// Half way to a later instant, rounded down.
    pub(crate) fn midpoint(self, later: Self) -> Self {
        Self(self.0.midpoint(later.0))
    }

    /// The instant itself if it can be written: its year is at most 9999.
    pub(crate) fn writable(self) -> Option<Self> {
        Self::from_unix(self.0)
    }
}

/// Why a text is no instant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InstantFault {
    /// Not `YYYY-MM-DDTHH:MM:SSZ`.
    #[error("an instant is written YYYY-MM-DDTHH:MM:SSZ, in UTC and whole seconds")]
    Form,
    /// No such day, hour, minute or second.
    #[error("there is no such date or time of day")]
    NoSuchDate,
    /// Outside 1970 to 9999.
    #[error("an instant lies in the years 1970 to 9999")]
    Range,
}

impl InstantFault {
    /// How to cure it.
    #[must_use]
    pub fn help(&self) -> &'static str {
        "write UTC and whole seconds, as in 2026-11-22T10:00:00Z"
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match calendar::civil(self.0) {
            Some([year, month, day, hour, minute, second]) => {
                write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
            }
            None => f.write_str("after 9999"),
        }
    }
}

impl fmt::Debug for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl TryFrom<String> for Instant {
    type Error = InstantFault;
    fn try_from(text: String) -> Result<Self, InstantFault> {
        Self::parse(&text)
    }
}

impl From<Instant> for String {
    fn from(instant: Instant) -> Self {
        alloc::format!("{instant}")
    }
}
