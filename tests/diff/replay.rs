//! What every comparison has to keep, whatever it compares.

use countersign::analyze::{Change, Comparison, Direction};
use countersign::{Instant, Policy};

pub const FROM: &str = "2026-11-23T10:00:00Z";

pub fn parse(text: &str) -> Policy {
    Policy::parse(text).unwrap_or_else(|problems| panic!("{problems}\n{text}"))
}

/// A text in which one thing is written otherwise.
pub fn edited(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from}");
    text.replacen(from, to, 1)
}

/// Compares two policies, and asks the engine again about every example.
pub fn compared(old: &Policy, new: &Policy) -> Comparison {
    let comparison = Comparison::of(old, new, Instant::parse(FROM).unwrap());
    for (direction, allowing, refusing) in [(comparison.more(), new, old), (comparison.less(), old, new)] {
        for witness in direction.witnesses() {
            let example = witness.example();
            assert!(example.under(allowing).unwrap().is_allowed(), "{witness:#?}");
            assert!(!example.under(refusing).is_ok_and(|foreseen| foreseen.is_allowed()), "{witness:#?}");
            assert!(!witness.because().is_empty(), "{witness:#?}");
        }
        if let Direction::Shown(witnesses) = direction {
            assert!(!witnesses.is_empty(), "nothing is shown without an example");
        }
    }
    crate::headline::is_true(&comparison, old, new);
    comparison
}

/// The change the other way round.
pub fn reversed(change: Change) -> Change {
    match change {
        Change::Tighter => Change::Looser,
        Change::Looser => Change::Tighter,
        other => other,
    }
}
