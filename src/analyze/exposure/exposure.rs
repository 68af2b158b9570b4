//! The question, and all of its answers.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::crews::Crews;
use super::fees::{self, Fee};
use super::figure::{Figure, Loss, name_of};
use super::flow::Flow;
use super::gang::Gang;
use super::raid::Taken;
use super::survey::Survey;
use super::terrain::Terrain;
use super::theft::{Theft, TheftFault};
use super::worth::Worth;
use crate::analyze::incomplete::Incomplete;
use crate::analyze::prices::{self, SupposedPrice};
use crate::analyze::supposed::Supposed;
use crate::domain::span::Span;
use crate::ledger::ledger::Ledger;
use crate::policy::model::{AssetId, Measure, Policy};
use crate::price::quotes::Quotes;

/// How much thieves could take who have some people's keys, while everyone else does nothing, or only says no.
///
/// Of every asset, and of all that is priced together: *at least* so much, with a schedule of payouts which the engine
/// allows one after the other, and *at most* so much, since limits and tiers that they cannot meet cover, window by
/// window, all that they could do. Prints as text for people, and serializes as JSON for machines.
///
/// It takes for granted: that the thieves begin at an instant with nothing submitted; that prices stay as they are; that
/// the wallets hold enough. A price that no quote gives is the worst that the policy takes: of an asset most leaves at the
/// lowest, and the value of all is highest at the highest. Fees come on top: [`Exposure::fees`].
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
    /// At the lowest prices, at which most of each asset leaves; and at the highest, at which all is worth most.
    pub(super) cheap: Supposed<'p>,
    pub(super) dear: Supposed<'p>,
    pub(super) theft: Theft,
    pub(super) lowest: BTreeMap<AssetId, SupposedPrice>,
    pub(super) highest: BTreeMap<AssetId, SupposedPrice>,
    pub(super) losses: Vec<Loss>,
    pub(super) fees: Vec<Fee>,
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
        let supposed = Supposed::new(policy).with_ledger(ledger);
        let at_prices = |prices: &BTreeMap<AssetId, SupposedPrice>| {
            supposed.clone().with_prices(prices.iter().map(|(asset, price)| (*asset, price.units)).collect())
        };
        let lowest = prices::lowest(policy, quotes, theft.at);
        let highest = prices::highest(policy, quotes, theft.at);
        let (cheap, dear) = (at_prices(&lowest), at_prices(&highest));
        let terrain = Terrain::of(policy, theft.at, theft.within.seconds(), only, theft.respond);
        let crews = Crews::of(&terrain, theft, &cheap);
        let of_value = only.is_none() && terrain.fields.iter().any(|field| highest.contains_key(&field.ground.asset));
        let others = (of_value && lowest != highest).then(|| Crews::of(&terrain, theft, &dear));
        let dear_crews = others.as_ref().unwrap_or(&crews);
        let mut missing = terrain.incomplete.clone();
        if !crews.are_all {
            let what = alloc::format!("more choices of people than the {} that were asked about", crews.all.len());
            let by = if crews.is_presumed { "limits alone let out" } else { "everybody together could take" };
            let bound = alloc::format!("what {by} bounds it from above");
            missing.push(Incomplete { what, bound });
        }
        let answer = |span: &Span| {
            let end = span.seconds().min(terrain.end);
            let survey = |of: &Measure| {
                let (supposed, crews) = if *of == Measure::Currency { (&dear, dear_crews) } else { (&cheap, &crews) };
                let is_bounded = crews.are_bounded(&terrain);
                Survey { supposed, crews: &crews.all, everybody: crews.everybody.as_ref(), is_bounded, end }
            };
            let losses = losses(&survey, &terrain, of_value, (&lowest, &highest));
            let incomplete = missing.iter().cloned().chain(losses.iter().flat_map(gap)).collect();
            let fees = fees::fees(&terrain, &crews, end);
            let theft = Theft { within: *span, ..theft.clone() };
            let (lowest, highest) = (lowest.clone(), highest.clone());
            Self { theft, lowest, highest, losses, fees, incomplete, cheap: cheap.clone(), dear: dear.clone() }
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

    /// What the wallets pay on top, by what fees are paid in.
    #[must_use]
    pub fn fees(&self) -> &[Fee] {
        &self.fees
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
        let terrain = Terrain::of(self.policy(), self.theft.at, self.theft.within.seconds(), None, None);
        let gang = Gang::new(&terrain, figure.thieves.clone(), self.theft.respond);
        let taken: Vec<Taken> = figure.steps.iter().map(|step| step.taken.clone()).collect();
        let mut due: BTreeMap<AssetId, u128> = BTreeMap::new();
        for one in &taken {
            let sum = due.entry(one.asset).or_default();
            *sum = sum.saturating_add(one.units);
        }
        let supposed = if figure.of == Measure::Currency { &self.dear } else { &self.cheap };
        gang.replay(supposed, &taken) == due
    }

    pub(super) fn policy(&self) -> &'p Policy {
        self.cheap.policy()
    }
}

fn losses<'s, 'p: 's>(
    survey: &dyn Fn(&Measure) -> Survey<'s, 'p>,
    terrain: &Terrain<'_>,
    of_value: bool,
    (lowest, highest): (&BTreeMap<AssetId, SupposedPrice>, &BTreeMap<AssetId, SupposedPrice>),
) -> Vec<Loss> {
    let policy = terrain.policy;
    let mut assets: Vec<AssetId> = terrain.fields.iter().map(|field| field.ground.asset).collect();
    assets.dedup();
    let measures = of_value.then_some(Measure::Currency).into_iter();
    let measures = measures.chain(assets.iter().copied().map(Measure::Asset));
    let loss = |of| {
        let survey = survey(&of);
        let prices = if of == Measure::Currency { highest } else { lowest };
        let worth = Worth { policy, of, prices, lowest, known: None };
        let (name, decimals) = name_of(policy, of)?;
        let mut anywhere = survey.figure(worth, &|_| true);
        let is_listed = |flow: &Flow| worth.takes(flow.asset) && !flow.path.is_stranger();
        let is_needed = survey.crews.iter().any(|crew| crew.flows.iter().any(is_listed));
        let to_strangers = is_needed.then(|| survey.figure(worth, &|flow| flow.path.is_stranger()));
        // What was found of strangers alone is found anywhere.
        if let Some(more) = to_strangers.as_ref().filter(|found| found.at_least > anywhere.at_least) {
            anywhere = Figure { at_most: anywhere.at_most, held: anywhere.held, ..more.clone() };
        }
        let unpriced = assets.iter().filter(|asset| of == Measure::Currency && !worth.takes(**asset));
        let not_counted = unpriced.filter_map(|asset| Some(policy.asset(*asset)?.name.clone())).collect();
        Some(Loss { of, name, decimals, anywhere, to_strangers, not_counted })
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
