//! What a finding says leaves, asked of the engine: payouts that it allows one after the other.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;

use super::cases::Case;
use super::ground::{Ground, threshold};
use crate::analyze::ask::Ask;
use crate::analyze::destinations::stranger;
use crate::analyze::incomplete::Budget;
use crate::analyze::party::Party;
use crate::analyze::situation::{self, unknown_name};
use crate::analyze::supposed::Supposed;
use crate::domain::amount::shortest;
use crate::domain::chain::Chain;
use crate::domain::destination::Destination;
use crate::domain::instant::Instant;
use crate::domain::name::Name;
use crate::domain::people::People;
use crate::domain::span::Span;
use crate::payout::record::Payout;
use crate::policy::model::{AssetId, Measure, Policy, Rule, Sum, WalletId};

/// Payouts that the engine allows, one after the other and each with those before it in the ledger: an example of what a finding
/// says leaves.
///
/// ```
/// use countersign::analyze::{Inspection, LintCode};
///
/// let policy = include_str!("../../../policies/hot-wallet.toml");
/// let inspection = Inspection::of(policy, countersign::Instant::parse("2026-11-23T10:00:00Z")?)?;
/// let mut findings = inspection.findings().iter().chain(inspection.silenced().iter().map(|one| one.finding()));
/// let finding = findings.find(|finding| finding.code() == LintCode::OnePerson).unwrap();
/// let proof = finding.proof().unwrap();
/// // One person has signed, and it leaves.
/// assert_eq!(proof.steps()[0].signing().len(), 1);
/// assert!(proof.replays(inspection.policy()));
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Proof {
    /// What one of the asset is taken to be worth, where it can have a price: `10000 USD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    price: Option<String>,
    #[serde(skip)]
    at: Option<(Name, u128)>,
    steps: Vec<ProofStep>,
}

/// A payout, who signs all they can of it, and the instant at which the engine then allows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProofStep {
    payout: Payout,
    signing: Vec<Name>,
    at: Instant,
}

impl Proof {
    /// The payouts, in order.
    #[must_use]
    pub fn steps(&self) -> &[ProofStep] {
        &self.steps
    }

    /// What one of the asset is taken to be worth, as in `10000 USD`; none where it has no price.
    #[must_use]
    pub fn price(&self) -> Option<&str> {
        self.price.as_deref()
    }

    /// Whether the engine, asked anew under a policy from the first payout to the last, allows each.
    #[must_use]
    pub fn replays(&self, policy: &Policy) -> bool {
        let known = |name: &Name| policy.assets.iter().position(|asset| asset.name == *name).map(AssetId);
        let prices = self.at.iter().filter_map(|(name, price)| Some((known(name)?, *price)));
        let mut supposed = Supposed::new(policy).with_prices(prices.collect());
        self.steps.iter().all(|ProofStep { payout, signing, at }| {
            let Ok(signing) = Party::of(policy, signing.iter().map(Name::as_str)) else { return false };
            supposed.reserve(payout, &signing, *at).is_ok_and(|foreseen| foreseen.is_allowed())
        })
    }
}

impl ProofStep {
    /// The payout.
    #[must_use]
    pub fn payout(&self) -> &Payout {
        &self.payout
    }

    /// Who signs all they can since it was submitted: who asks for it the request, approvers an approval.
    #[must_use]
    pub fn signing(&self) -> &[Name] {
        &self.signing
    }

    /// The instant at which the engine allows it.
    #[must_use]
    pub fn at(&self) -> Instant {
        self.at
    }
}

/// What a finding says leaves.
#[derive(Clone, Debug)]
pub(super) struct Leaves {
    asset: AssetId,
    wallet: WalletId,
    kind: usize,
    asking: usize,
    /// Who asks, if not any of those who are alike in it.
    asker: Option<Name>,
    approving: People,
    /// When the first is submitted.
    from: Instant,
    /// What to try, the nearest to what is said first.
    tries: Vec<Amounts>,
    /// From the first to the last that leaves it is less.
    within: Option<Span>,
    /// Each waits less.
    waits_less: Option<Span>,
}

/// Amounts that leave one after the other, to fresh addresses where there are any; at a price, if not at any.
#[derive(Clone, Debug)]
pub(super) struct Amounts {
    pub(super) price: Option<u128>,
    pub(super) units: Vec<u128>,
}

impl Leaves {
    /// Payouts of a case on the approvals of some people.
    pub(super) fn of(ground: &Ground<'_>, case: &Case, approving: People, tries: Vec<Amounts>) -> Self {
        let Case { asset, wallet, kind, asking, .. } = *case;
        let (asker, from, within, waits_less) = (None, ground.now, None, None);
        Self { asset, wallet, kind, asking, asker, approving, from, tries, within, waits_less }
    }

    /// The same if this person asks.
    pub(super) fn asked_by(self, asker: Option<Name>) -> Self {
        Self { asker, ..self }
    }

    /// The same, submitted at an instant.
    pub(super) fn from(self, from: Instant) -> Self {
        Self { from, ..self }
    }

    /// All of it within less than a span.
    pub(super) fn within(self, within: Option<Span>) -> Self {
        Self { within, ..self }
    }

    /// Nothing of it waits so long.
    pub(super) fn waiting_less(self, waits_less: Option<Span>) -> Self {
        Self { waits_less, ..self }
    }
}

/// As much as that at once, or what a limit lets out of it, or anything at all: but more than the least.
pub(super) fn at_most(ground: &Ground<'_>, case: &Case, most: u128, least: u128) -> Vec<Amounts> {
    let cap = ground.least_cap(case).and_then(|cap| ground.units(case.asset, cap.sum));
    let once = ground.most_at_once(case, Measure::Asset(case.asset));
    let just_above = least.saturating_add(1);
    let less = cap.into_iter().chain(once).chain([just_above]).filter(|units| *units < most && *units > least);
    let tries: BTreeSet<u128> = less.chain([most]).collect();
    tries.into_iter().rev().map(|units| Amounts { price: None, units: alloc::vec![units] }).collect()
}

/// Where a rule begins, in units of a case's asset.
pub(super) fn line(ground: &Ground<'_>, case: &Case, rule: &Rule) -> u128 {
    threshold(rule).and_then(|(sum, _)| ground.units(case.asset, sum)).unwrap_or(0)
}

/// A sum twice, as much as it is at a price.
pub(super) fn again(ground: &Ground<'_>, case: &Case, sum: Sum) -> Vec<Amounts> {
    let ends = ground.units_at_ends(case.asset, sum).into_iter();
    ends.map(|(price, units)| Amounts { price, units: alloc::vec![units, units] }).collect()
}

/// The most payouts that the engine is asked about for one policy.
const MOST_ASKED: u64 = 4_096;

/// Asks the engine, as long as there is not too much to ask.
pub(super) struct Prover<'g, 'p> {
    ground: &'g Ground<'p>,
    budget: Budget,
    /// Who asks where nobody signs a request.
    someone: Option<Name>,
    strangers: BTreeMap<(Chain, u64), Option<Destination>>,
}

impl<'g, 'p> Prover<'g, 'p> {
    pub(super) fn of(ground: &'g Ground<'p>) -> Self {
        let (budget, someone) = (Budget::of(MOST_ASKED, MOST_ASKED), unknown_name(&[ground.policy]));
        Self { ground, budget, someone, strangers: BTreeMap::new() }
    }

    /// The payouts, if the engine allows them: at the lowest price there can be, or at the highest.
    pub(super) fn proof(&mut self, leaves: &Leaves) -> Option<Proof> {
        let (policy, asset) = (self.ground.policy, leaves.asset);
        let ends = self.ground.prices.get(&asset).map(|(low, high)| BTreeSet::from([*low, *high]));
        let fees = situation::Ground::new(policy, asset, leaves.wallet).fees();
        let (asker, party) = self.signing(leaves)?;
        for amounts in &leaves.tries {
            let prices: Vec<Option<u128>> = match (amounts.price, &ends) {
                (Some(price), _) => alloc::vec![Some(price)],
                (None, Some(ends)) => ends.iter().copied().map(Some).collect(),
                (None, None) => alloc::vec![None],
            };
            for (price, fee) in prices.iter().flat_map(|price| fees.iter().map(move |fee| (*price, *fee))) {
                let prices = price.map(|price| (asset, price)).into_iter().collect();
                let Some(steps) = self.steps(leaves, &amounts.units, fee, prices, (&asker, &party)) else { continue };
                let at = price.zip(policy.asset(asset)).map(|(price, asset)| (asset.name.clone(), price));
                let shown = at.as_ref().zip(policy.prices.as_ref());
                let shown =
                    shown.map(|((_, price), prices)| alloc::format!("{} {}", shortest(*price, 18), prices.currency));
                return Some(Proof { price: shown, at, steps });
            }
        }
        None
    }

    fn steps(
        &mut self,
        leaves: &Leaves,
        amounts: &[u128],
        fee: Option<AssetId>,
        prices: BTreeMap<AssetId, u128>,
        (asker, party): (&Name, &Party),
    ) -> Option<Vec<ProofStep>> {
        let policy = self.ground.policy;
        let mut supposed = Supposed::new(policy).with_prices(prices);
        let (mut steps, mut submitted_at): (Vec<ProofStep>, Instant) = (Vec::new(), leaves.from);
        for (number, units) in (1u64..).zip(amounts) {
            let to = self.to(leaves, number)?;
            let Leaves { asset, wallet, .. } = *leaves;
            let id = alloc::format!("po-{number}");
            let payout =
                Ask { id: &id, wallet, asset, units: *units, to: &to, asker, fee, submitted_at }.payout(policy)?;
            if !self.budget.spend(1) {
                return None;
            }
            let at = supposed.open(&payout).ok()?.first_allowed(party, submitted_at).at();
            let first = steps.first().map_or(at, |first: &ProofStep| first.at);
            let is_less = |span: Option<Span>, from: Instant| span.is_none_or(|span| at < from.after(span));
            let is_as_said = is_less(leaves.within, first) && is_less(leaves.waits_less, submitted_at);
            if !is_as_said || !supposed.reserve(&payout, party, at).ok()?.is_allowed() {
                return None;
            }
            steps.push(ProofStep { payout, signing: party.names(policy), at });
            submitted_at = at;
        }
        (!steps.is_empty()).then_some(steps)
    }

    /// Who asks, and all who sign: they, where a request is signed, and who approves.
    fn signing(&self, leaves: &Leaves) -> Option<(Name, Party)> {
        let approving = Party { approvers: leaves.approving, requesters: BTreeSet::new() };
        let asking = self.ground.cases.asking.get(leaves.asking)?;
        if asking.signer.is_none() {
            return Some((self.someone.clone()?, approving));
        }
        let any = || asking.names.iter().find(|name| self.ground.is_in_office(name)).cloned();
        let asker = leaves.asker.clone().or_else(any)?;
        let signer = self.ground.policy.roll.named(asker.as_str())?;
        Some((asker, approving.with(signer)))
    }

    fn to(&mut self, leaves: &Leaves, number: u64) -> Option<Destination> {
        let kind = self.ground.cases.kinds.get(leaves.kind)?;
        if kind.entry.is_some() {
            return kind.entry.clone();
        }
        let policy = self.ground.policy;
        let known = self.strangers.entry((kind.chain.clone(), number));
        known.or_insert_with(|| stranger(policy, &kind.chain, number)).clone()
    }
}
