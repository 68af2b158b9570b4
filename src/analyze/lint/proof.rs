//! What a finding says leaves, asked of the engine: payouts that it allows one after the other.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;

use super::cases::Case;
use super::ground::Ground;
use crate::analyze::ask::Ask;
use crate::analyze::destinations::stranger;
use crate::analyze::party::Party;
use crate::analyze::situation::{self, unknown_name};
use crate::analyze::supposed::Supposed;
use crate::domain::amount::shortest;
use crate::domain::destination::Destination;
use crate::domain::instant::Instant;
use crate::domain::name::Name;
use crate::domain::people::People;
use crate::payout::record::Payout;
use crate::policy::model::{AssetId, Measure, Policy, Sum, WalletId};

/// Payouts that the engine allows, one after the other and each with those before it in the ledger, as a finding says.
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
    /// What one of the asset is taken to be worth in the policy's currency, where it can have a price.
    #[serde(skip_serializing_if = "Option::is_none")]
    price: Option<String>,
    #[serde(skip)]
    prices: BTreeMap<AssetId, u128>,
    steps: Vec<ProofStep>,
}

/// A payout, who signs all they can of it, and the first instant at which the engine then allows it.
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

    /// What one of the asset is taken to be worth in the policy's currency, in decimals; none where it has no price.
    #[must_use]
    pub fn price(&self) -> Option<&str> {
        self.price.as_deref()
    }

    /// Whether the engine, asked anew from the first payout to the last, allows each.
    #[must_use]
    pub fn replays(&self, policy: &Policy) -> bool {
        let mut supposed = Supposed::new(policy).with_prices(self.prices.clone());
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
    /// When it is submitted.
    from: Instant,
    /// Amounts that leave one after the other, to fresh addresses where there are any; behind them what else to try, the
    /// nearest to what is said first.
    tries: Vec<Vec<u128>>,
}

impl Leaves {
    /// Payouts of a case on the approvals of some people.
    pub(super) fn of(ground: &Ground<'_>, case: &Case, approving: People, tries: Vec<Vec<u128>>) -> Self {
        let Case { asset, wallet, kind, asking, .. } = *case;
        Self { asset, wallet, kind, asking, asker: None, approving, from: ground.now, tries }
    }

    /// The same if this person asks.
    pub(super) fn asked_by(self, asker: Option<Name>) -> Self {
        Self { asker, ..self }
    }

    /// The same, submitted at an instant.
    pub(super) fn from(self, from: Instant) -> Self {
        Self { from, ..self }
    }
}

/// As much as that at once, or what a limit lets out of it, or anything at all.
pub(super) fn at_most(ground: &Ground<'_>, case: &Case, most: u128) -> Vec<Vec<u128>> {
    let cap = ground.least_cap(case).and_then(|cap| ground.units(case.asset, cap.sum));
    let once = ground.most_at_once(case, Measure::Asset(case.asset));
    let less = cap.into_iter().chain(once).chain([1]).filter(|units| *units < most);
    let tries: BTreeSet<u128> = less.chain([most]).collect();
    tries.into_iter().rev().map(|units| alloc::vec![units]).collect()
}

/// A sum again and again, or once.
pub(super) fn again(ground: &Ground<'_>, case: &Case, sum: Sum) -> Vec<Vec<u128>> {
    ground.units(case.asset, sum).map_or(Vec::new(), |units| alloc::vec![alloc::vec![units, units], alloc::vec![units]])
}

impl Ground<'_> {
    /// The payouts, if the engine allows them: at the lowest price there can be, or at the highest.
    pub(super) fn proof(&self, leaves: &Leaves) -> Option<Proof> {
        let asset = leaves.asset;
        let prices = match self.prices.get(&asset) {
            Some((low, high)) if low == high => alloc::vec![Some(*low)],
            Some((low, high)) => alloc::vec![Some(*low), Some(*high)],
            None => alloc::vec![None],
        };
        let fees = situation::Ground::new(self.policy, asset, leaves.wallet).fees();
        let all = prices.iter().flat_map(|price| fees.iter().map(move |fee| (*price, *fee)));
        all.flat_map(|(price, fee)| leaves.tries.iter().map(move |amounts| (price, fee, amounts))).find_map(
            |(price, fee, amounts)| {
                let prices: BTreeMap<AssetId, u128> = price.map(|price| (asset, price)).into_iter().collect();
                let steps = self.steps(leaves, amounts, fee, prices.clone())?;
                Some(Proof { price: price.map(|price| shortest(price, 18)), prices, steps })
            },
        )
    }

    fn steps(
        &self,
        leaves: &Leaves,
        amounts: &[u128],
        fee: Option<AssetId>,
        prices: BTreeMap<AssetId, u128>,
    ) -> Option<Vec<ProofStep>> {
        let policy = self.policy;
        let (asker, party) = self.signing(leaves)?;
        let mut supposed = Supposed::new(policy).with_prices(prices);
        let (mut steps, mut at): (Vec<ProofStep>, Instant) = (Vec::new(), leaves.from);
        for (number, units) in (1u64..).zip(amounts) {
            let to = self.to(leaves, number)?;
            let Leaves { asset, wallet, .. } = *leaves;
            let id = alloc::format!("po-{number}");
            let ask =
                Ask { id: &id, wallet, asset, units: *units, to: &to, asker: &asker, fee, submitted_at: leaves.from };
            let payout = ask.payout(policy)?;
            at = supposed.open(&payout).ok()?.first_allowed(&party, at).at();
            if !supposed.reserve(&payout, &party, at).ok()?.is_allowed() {
                return None;
            }
            steps.push(ProofStep { payout, signing: party.names(policy), at });
        }
        (!steps.is_empty()).then_some(steps)
    }

    /// Who asks, and all who sign: they, where a request is signed, and who approves.
    fn signing(&self, leaves: &Leaves) -> Option<(Name, Party)> {
        let approving = Party { approvers: leaves.approving, requesters: BTreeSet::new() };
        let asking = self.cases.asking.get(leaves.asking)?;
        if asking.signer.is_none() {
            return Some((unknown_name(&[self.policy])?, approving));
        }
        let any = || asking.names.iter().find(|name| self.is_in_office(name)).cloned();
        let asker = leaves.asker.clone().or_else(any)?;
        let signer = self.policy.roll.named(asker.as_str())?;
        Some((asker, approving.with(signer)))
    }

    fn to(&self, leaves: &Leaves, number: u64) -> Option<Destination> {
        let kind = self.cases.kinds.get(leaves.kind)?;
        kind.entry.clone().or_else(|| stranger(self.policy, &kind.chain, number))
    }
}
