//! Claims that do not hold, as findings: they stand among the others, and no comment silences them.

use alloc::vec::Vec;

use super::code::LintCode;
use super::finding::{Found, Sink};
use super::ground::Ground;
use crate::analyze::claims::{CheckedClaim, Shown};

/// The findings with those of claims that do not hold, in the order of the text.
pub(super) fn among(mut found: Vec<Found>, claims: &[CheckedClaim], ground: &Ground<'_>) -> Vec<Found> {
    let mut sink = Sink::default();
    for checked in claims {
        let (claim, name) = (checked.claim(), checked.claim().name());
        let place = ground.places.of_item("claims", name.as_str(), claim.key());
        match checked.shown() {
            Shown::Kept => {}
            Shown::Broken(witness) => {
                let message = alloc::format!("`{name}` does not hold: {}", witness.words());
                let help = "restrict what lets it happen, or claim what holds";
                sink.add(LintCode::FalseClaim, place, message, help);
            }
            Shown::Unknown(why) => {
                let message = alloc::format!("`{name}` could not be shown: {why}");
                sink.add(LintCode::UnshownClaim, place, message, "claim less, or make the policy simpler");
            }
        }
    }
    found.extend(sink.sorted());
    found.sort_by_key(|one| (one.place.span.start, one.place.span.end));
    found
}
