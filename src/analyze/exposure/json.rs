//! The answers for machines, with every schedule so that it can be replayed.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Serialize, Serializer};

use super::exposure::Exposure;
use super::fees::Fee;
use super::figure::{Figure, Loss};
use super::words;
use crate::analyze::incomplete::Incomplete;
use crate::analyze::prices::PriceSource;
use crate::domain::amount::shortest;
use crate::domain::calendar;
use crate::domain::digest::Digest;
use crate::domain::instant::Instant;
use crate::domain::name::Name;
use crate::payout::record::Payout;

#[derive(Serialize)]
struct Report<'r> {
    policy: PolicyShown<'r>,
    tzdb: &'static str,
    ledger: LedgerShown,
    at: Instant,
    within: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    respond: Option<String>,
    prices: Vec<PriceShown<'r>>,
    /// Not in the losses: the wallets pay them on top.
    fees: &'r [Fee],
    exact: bool,
    incomplete: Vec<IncompleteShown<'r>>,
    losses: Vec<LossShown<'r>>,
}

#[derive(Serialize)]
struct PolicyShown<'r> {
    realm: &'r str,
    name: &'r str,
    version: u64,
    sha256: Digest,
}

#[derive(Serialize)]
struct LedgerShown {
    entries: usize,
    sha256: Digest,
}

#[derive(Serialize)]
struct PriceShown<'r> {
    asset: &'r Name,
    price: String,
    source: &'static str,
    /// In the value of all, where it is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    highest: Option<String>,
}

#[derive(Serialize)]
struct IncompleteShown<'r> {
    what: &'r str,
    bound: &'r str,
}

#[derive(Serialize)]
struct LossShown<'r> {
    of: &'r Name,
    is_value: bool,
    #[serde(skip_serializing_if = "<[Name]>::is_empty")]
    not_counted: &'r [Name],
    anywhere: FigureShown<'r>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to_strangers: Option<FigureShown<'r>>,
}

#[derive(Serialize)]
struct FigureShown<'r> {
    at_least: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    at_most: Option<String>,
    exact: bool,
    thieves: Vec<Name>,
    fresh_destinations: usize,
    held: Vec<HeldShown>,
    schedule: Vec<StepShown<'r>>,
}

#[derive(Serialize)]
struct HeldShown {
    what: String,
    windows: Vec<WindowShown>,
}

#[derive(Serialize)]
struct WindowShown {
    first: Instant,
    last: Instant,
    at_most: String,
}

#[derive(Serialize)]
struct StepShown<'r> {
    at: Instant,
    to: &'r str,
    payout: &'r Payout,
}

/// Amounts and spans as they are written. A schedule is replayed by asking the engine of each payout in turn, with the
/// thieves signing all they can since it was submitted, and reserving it at its `at`: [`Supposed::reserve`] does.
///
/// [`Supposed::reserve`]: crate::analyze::Supposed::reserve
impl Serialize for Exposure<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let identity = &self.policy().identity;
        let policy = PolicyShown {
            realm: identity.realm.as_str(),
            name: identity.name.as_str(),
            version: identity.version,
            sha256: identity.digest,
        };
        let of_value = self.losses.iter().any(Loss::is_value);
        let prices = self.lowest.iter().filter_map(|(asset, price)| {
            let source = match price.source {
                PriceSource::Fixed => "fixed",
                PriceSource::Given => "given",
                PriceSource::Lowest => "lowest",
            };
            let highest = self.highest.get(asset).filter(|highest| of_value && highest.units != price.units);
            Some(PriceShown {
                asset: &self.policy().asset(*asset)?.name,
                price: shortest(price.units, 18),
                source,
                highest: highest.map(|highest| shortest(highest.units, 18)),
            })
        });
        let ledger = self.cheap.ledger();
        let incomplete = |one: &'_ Incomplete| (one.what.clone(), one.bound.clone());
        let incomplete: Vec<(String, String)> = self.incomplete.iter().map(incomplete).collect();
        let report = Report {
            policy,
            tzdb: calendar::zone_data_version(),
            ledger: LedgerShown { entries: ledger.len(), sha256: ledger.known_by() },
            at: self.theft.at,
            within: words::span(self.theft.within.seconds()),
            respond: self.theft.respond.map(|respond| words::span(respond.seconds())),
            prices: prices.collect(),
            fees: &self.fees,
            exact: self.incomplete.is_empty(),
            incomplete: incomplete.iter().map(|(what, bound)| IncompleteShown { what, bound }).collect(),
            losses: self.losses.iter().map(|loss| self.loss_shown(loss)).collect(),
        };
        report.serialize(serializer)
    }
}

impl Exposure<'_> {
    fn loss_shown<'r>(&'r self, loss: &'r Loss) -> LossShown<'r> {
        LossShown {
            of: &loss.name,
            is_value: loss.is_value(),
            not_counted: &loss.not_counted,
            anywhere: self.figure_shown(loss, &loss.anywhere),
            to_strangers: loss.to_strangers.as_ref().map(|figure| self.figure_shown(loss, figure)),
        }
    }

    fn figure_shown<'r>(&'r self, loss: &'r Loss, figure: &'r Figure) -> FigureShown<'r> {
        let window = |(first, last, most): &(u64, u64, u128)| WindowShown {
            first: self.theft.at.plus_seconds(*first),
            last: self.theft.at.plus_seconds(*last),
            at_most: loss.in_words(*most),
        };
        let held = figure
            .held
            .iter()
            .map(|held| HeldShown { what: held.in_words(), windows: held.windows.iter().map(window).collect() });
        let step =
            figure.steps.iter().map(|step| StepShown { at: step.taken.at, to: &step.to, payout: &step.taken.payout });
        FigureShown {
            at_least: loss.in_words(figure.at_least),
            at_most: figure.at_most.map(|most| loss.in_words(most)),
            exact: figure.is_exact(),
            thieves: figure.thieves.names(self.policy()),
            fresh_destinations: figure.fresh_destinations(),
            held: held.collect(),
            schedule: step.collect(),
        }
    }
}
