//! The machine's clock: the one place that reads it.

use std::time::{SystemTime, UNIX_EPOCH};

use countersign::Instant;

use crate::fault::Fault;

/// The instant given, or now.
pub fn or_now(given: Option<Instant>) -> Result<Instant, Fault> {
    given.map_or_else(now, Ok)
}

fn now() -> Result<Instant, Fault> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).ok();
    since.and_then(|since| Instant::from_unix(since.as_secs())).ok_or_else(|| {
        Fault::new("clock", "the machine's clock is outside the years 1970 to 9999", "set it, or say `--at`")
    })
}
