//! The question, and all of its answers.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use super::figure::{Figure, Loss, name_of};
use super::flow::Flow;
use super::gang::Gang;
use super::raid::Taken;
use super::sets;
use super::survey::{Crew, Survey};
use super::terrain::Terrain;
use super::theft::{Theft, TheftFault, Thieves};
use super::worth::Worth;
use crate::analyze::incomplete::{Budget, Incomplete};
use crate::analyze::party::Party;
use crate::analyze::people::{Class, Classes};
use crate::analyze::prices::{self, SupposedPrice};
use crate::analyze::supposed::Supposed;
use crate::domain::span::Span;
use crate::ledger::ledger::Ledger;
use crate::policy::model::{AssetId, Measure, Policy};
use crate::price::quotes::Quotes;

/// The most checks of the engine by which what gangs can ask for is found.
const MOST_CHECKS: u64 = 32_000_000;

/// The most gangs that are asked about one by one.
const MOST_GANGS: usize = 256;

/// How much thieves could take who have some people's keys, while everyone else does nothing, or only says no.
///
/// Of every asset, and of all that is priced together: *at least* so much, with a schedule of payouts which the engine
/// allows one after the other, and *at most* so much, since limits and tiers that they cannot meet cover, window by
/// window, all that they could do. Prints as text for people, and serializes as JSON for machines.
///
/// It takes for granted: that the thieves begin at an instant with nothing submitted; that prices stay as they are given,
/// or as low as the policy's bounds; that the wallets hold enough. Fees are not counted.
///
/// ```
/// # let text = include_str!("../../../policies/hot-wallet.toml");
/// use countersign::analyze::{Exposure, Theft, Thieves};
/// use countersign::{Instant, Ledger, Policy, Quotes, Span};
///
/// let policy = Policy::parse(text)?;
/// let theft = Theft {
///     by: Thieves::Any(1),
///     within: Span::parse("24h").unwrap(),
///     respond: None,
///     at: Instant::parse("2026-11-23T10:00:00Z")?,
///     asset: Some("BTC".into()),
/// };
/// let exposure = Exposure::of(&policy, &theft, Ledger::new(&policy), &Quotes::none())?;
///
/// // Whoever it is: 5 BTC at once, and 5 BTC again when the day is over, each to ten new addresses.
/// let loss = &exposure.losses()[0];
/// assert!(loss.anywhere().is_exact());
/// assert_eq!(loss.at_most(loss.anywhere()).unwrap().to_string(), "10 BTC");
/// assert_eq!(loss.anywhere().steps().len(), 20);
/// assert!(exposure.replays(loss.anywhere()));
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Exposure<'p> {
    pub(super) supposed: Supposed<'p>,
    pub(super) theft: Theft,
    pub(super) prices: BTreeMap<AssetId, SupposedPrice>,
    pub(super) losses: Vec<Loss>,
    pub(super) incomplete: Vec<Incomplete>,
}

impl<'p> Exposure<'p> {
    /// Asks how much could be taken, with what has left before and what things are worth.
    ///
    /// # Errors
    /// The policy has no such asset, or the ledger is one that this policy may not decide on.
    pub fn of(policy: &'p Policy, theft: &Theft, ledger: Ledger, quotes: &Quotes) -> Result<Self, TheftFault> {
        let mut found = Self::within(policy, theft, &[theft.within], ledger, quotes)?;
        found.pop().ok_or(TheftFault::NoTime)
    }

    /// The same for several spans, none longer than that of the theft.
    pub(super) fn within(
        policy: &'p Policy,
        theft: &Theft,
        spans: &[Span],
        ledger: Ledger,
        quotes: &Quotes,
    ) -> Result<Vec<Self>, TheftFault> {
        let only = theft.asset.as_ref();
        let only =
            only.map(|name| policy.asset_named(name).ok_or_else(|| TheftFault::Asset(name.clone()))).transpose()?;
        let (writer, identity) = (ledger.writer(), &policy.identity);
        let is_other = writer.version == identity.version && writer.sha256 != identity.digest;
        if writer.version > identity.version || is_other {
            return Err(TheftFault::NewerVersion(writer.version));
        }
        let prices = prices::supposed(policy, quotes, theft.at);
        let supposed = Supposed::new(policy).with_ledger(ledger);
        let supposed = supposed.with_prices(prices.iter().map(|(asset, price)| (*asset, price.units)).collect());
        let terrain = Terrain::of(policy, theft.at, theft.within.seconds(), only);
        let (crews, are_all) = crews(&terrain, theft, &supposed, &Budget::of(MOST_CHECKS, MOST_CHECKS));
        let everybody = || {
            crew(
                &terrain,
                Party::everybody(policy),
                Vec::new(),
                theft,
                &supposed,
                &Budget::of(MOST_CHECKS, MOST_CHECKS),
            )
        };
        let everybody = if are_all { None } else { everybody() };
        let is_bounded = terrain.incomplete.is_empty() && (are_all || everybody.is_some());
        let mut missing = terrain.incomplete.clone();
        if !are_all {
            let what = alloc::format!("more choices of people than the {} that were asked about", crews.len());
            let bound = String::from("what everybody together could take bounds it from above");
            missing.push(Incomplete { what, bound });
        }
        let answer = |span: &Span| {
            let (everybody, end) = (everybody.as_ref(), span.seconds().min(terrain.end));
            let survey = Survey { supposed: &supposed, crews: &crews, everybody, is_bounded, end };
            let losses = losses(&survey, policy, &terrain, only, &prices);
            let incomplete = missing.iter().cloned().chain(losses.iter().flat_map(gap)).collect();
            let (theft, prices) = (Theft { within: *span, ..theft.clone() }, prices.clone());
            Self { theft, prices, losses, incomplete, supposed: supposed.clone() }
        };
        Ok(spans.iter().map(answer).collect())
    }

    /// The losses: of all that is priced together, if the policy prices anything, then by asset.
    #[must_use]
    pub fn losses(&self) -> &[Loss] {
        &self.losses
    }

    /// What stands between the bounds, or was not asked about; empty if every answer is exact.
    #[must_use]
    pub fn incomplete(&self) -> &[Incomplete] {
        &self.incomplete
    }

    /// What was supposed.
    #[must_use]
    pub fn theft(&self) -> &Theft {
        &self.theft
    }

    /// Whether the engine allows every payout of a schedule, asked anew from the first to the last, and what it says has
    /// left has.
    #[must_use]
    pub fn replays(&self, figure: &Figure) -> bool {
        let terrain = Terrain::of(self.policy(), self.theft.at, self.theft.within.seconds(), None);
        let gang = Gang::new(&terrain, figure.thieves.clone(), self.theft.respond);
        let taken: Vec<Taken> = figure.steps.iter().map(|step| step.taken.clone()).collect();
        let mut due: BTreeMap<AssetId, u128> = BTreeMap::new();
        for one in &taken {
            let sum = due.entry(one.asset).or_default();
            *sum = sum.saturating_add(one.units);
        }
        gang.replay(&self.supposed, &taken) == due
    }

    pub(super) fn policy(&self) -> &'p Policy {
        self.supposed.policy()
    }
}

/// The gangs to ask about, and whether they are all there are.
fn crews<'t, 'p>(
    terrain: &'t Terrain<'p>,
    theft: &Theft,
    supposed: &Supposed<'p>,
    budget: &Budget,
) -> (Vec<Crew<'t, 'p>>, bool) {
    let size = match &theft.by {
        Thieves::These(party) => {
            let crew = crew(terrain, party.clone(), Vec::new(), theft, supposed, budget);
            let are_all = crew.is_some();
            return (crew.into_iter().collect(), are_all);
        }
        Thieves::Any(size) => *size,
    };
    let classes = terrain.everybody();
    let (sets, mut are_all) = sets::sets(&classes, size, MOST_GANGS).unwrap_or_default();
    let mut crews = Vec::new();
    for set in sets {
        let alike = set.iter().filter(|(_, count)| *count > 0).map(|(class, count)| {
            let members = classes.get(class).into_iter().flat_map(Class::members);
            (count, members.fold(Party::nobody(), Party::with))
        });
        let (party, alike) = (classes.party(&set, None), alike.collect());
        let Some(crew) = crew(terrain, party, alike, theft, supposed, budget) else {
            are_all = false;
            break;
        };
        crews.push(crew);
    }
    if crews.is_empty() {
        are_all = false;
        crews.extend(some(terrain, &classes, size, theft, supposed, budget));
    }
    (crews, are_all)
}

/// Of too many choices, one: as many people as may be, in the order of the policy.
fn some<'t, 'p>(
    terrain: &'t Terrain<'p>,
    classes: &Classes,
    size: u32,
    theft: &Theft,
    supposed: &Supposed<'p>,
    budget: &Budget,
) -> Option<Crew<'t, 'p>> {
    let members = classes.iter().flat_map(Class::members);
    let party = members.take(usize::try_from(size).unwrap_or(usize::MAX)).fold(Party::nobody(), Party::with);
    crew(terrain, party, Vec::new(), theft, supposed, budget)
}

fn crew<'t, 'p>(
    terrain: &'t Terrain<'p>,
    party: Party,
    alike: Vec<(u32, Party)>,
    theft: &Theft,
    supposed: &Supposed<'p>,
    budget: &Budget,
) -> Option<Crew<'t, 'p>> {
    let gang = Gang::new(terrain, party, theft.respond);
    let flows = gang.flows(supposed, budget)?;
    Some(Crew { gang, flows, alike })
}

fn losses(
    survey: &Survey<'_, '_>,
    policy: &Policy,
    terrain: &Terrain<'_>,
    only: Option<AssetId>,
    prices: &BTreeMap<AssetId, SupposedPrice>,
) -> Vec<Loss> {
    let mut assets: Vec<AssetId> = terrain.fields.iter().map(|field| field.ground.asset).collect();
    assets.dedup();
    let of_currency = only.is_none() && assets.iter().any(|asset| prices.contains_key(asset));
    let measures = of_currency.then_some(Measure::Currency).into_iter();
    let measures = measures.chain(assets.into_iter().map(Measure::Asset));
    let loss = |of| {
        let worth = Worth { policy, of, prices };
        let (name, decimals) = name_of(policy, of)?;
        let anywhere = survey.figure(worth, &|_| true);
        let is_listed = |flow: &Flow| worth.takes(flow.asset) && !flow.path.is_stranger();
        let is_needed = survey.crews.iter().any(|crew| crew.flows.iter().any(is_listed));
        let to_strangers = is_needed.then(|| survey.figure(worth, &|flow| flow.path.is_stranger()));
        Some(Loss { of, name, decimals, anywhere, to_strangers })
    };
    measures.filter_map(loss).collect()
}

fn gap(loss: &Loss) -> Vec<Incomplete> {
    let figures = [(Some(&loss.anywhere), ""), (loss.to_strangers.as_ref(), " to strangers")];
    let gaps = figures.into_iter().filter_map(|(figure, whom)| {
        let figure = figure.filter(|figure| !figure.is_exact())?;
        let least = loss.in_words(figure.at_least);
        let most = figure.at_most.map_or_else(|| "no bound from above".into(), |most| loss.in_words(most));
        let what = alloc::format!("what of {} can leave{whom} is not known exactly", loss.name);
        Some(Incomplete { what, bound: alloc::format!("at least {least}, at most {most}") })
    });
    gaps.collect()
}
