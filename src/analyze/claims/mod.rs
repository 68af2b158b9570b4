//! Does a policy keep what it claims of itself? Shown, or broken by payouts that the engine answers, or not known.

mod moves;
mod pays;
mod people;
mod shown;
mod starts;
mod sums;
mod waits;

pub use shown::{Breach, BreachStep, CheckedClaim, Shown};

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use crate::analyze::exposure::Ever;
use crate::domain::instant::Instant;
use crate::policy::claim::{Claim, Movement, Promise, Who};
use crate::policy::model::{AssetId, Measure, Policy};
use crate::policy::selector::Destinations;

/// The most checks of the engine by which all claims of a policy are shown.
const MOST_CHECKS: u64 = 64_000_000;

/// What every claim is asked under.
#[derive(Clone, Copy)]
struct Inquest<'p> {
    policy: &'p Policy,
    now: Instant,
    /// The most checks of the engine for one claim.
    checks: u64,
}

/// Every claim of a policy, in order of their names, from `now` on.
pub(crate) fn check(policy: &Policy, now: Instant) -> Vec<CheckedClaim> {
    let many = u64::try_from(policy.claims.len()).unwrap_or(u64::MAX);
    let inquest = Inquest { policy, now, checks: MOST_CHECKS.checked_div(many).unwrap_or(0) };
    let checked = |claim: &Claim| {
        let shown = shown(inquest, &claim.promise);
        let is_quoted = policy.prices.as_ref().is_some_and(|prices| prices.feeds.is_some());
        let rests_on_quotes = is_quoted && is_of_value(&claim.promise);
        CheckedClaim { claim: claim.clone(), shown: shown.replayed(policy), rests_on_quotes }
    };
    policy.claims.iter().map(checked).collect()
}

/// Whether it counts in the currency.
fn is_of_value(promise: &Promise) -> bool {
    let sum = match promise {
        Promise::Move { most: Movement::Payout(sum) | Movement::Window(sum, _), .. } => sum,
        Promise::Wait { above, .. } => above,
        Promise::Move { most: Movement::Nothing, .. } | Promise::Suffice { .. } | Promise::Pay { .. } => return false,
    };
    sum.of == Measure::Currency
}

fn shown(inquest: Inquest<'_>, promise: &Promise) -> Shown {
    match promise {
        Promise::Move { who, most, place } => moves::shown(inquest, who, *most, place),
        // One who has signed is the most that "whoever requests" can be.
        Promise::Suffice { place } => moves::shown(inquest, &Who::Any(1), Movement::Nothing, place),
        Promise::Wait { above, place, at_least, veto } => waits::shown(inquest, *above, place, *at_least, veto),
        Promise::Pay { who, asset, units, to, within } => {
            pays::shown(inquest, &pays::Payment { who, asset: *asset, units: *units, to, within: *within })
        }
    }
}

impl<'p> Inquest<'p> {
    /// Everything that can ever be asked for, at these prices, with the lists of a place told apart.
    fn ever(self, prices: &BTreeMap<AssetId, u128>, place: &Destinations) -> Ever<'p> {
        Ever::of(self.policy, self.now, prices, sums::lists(place), self.checks)
    }
}
