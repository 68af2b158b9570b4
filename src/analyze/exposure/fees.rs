//! What the wallets pay on top of what leaves: how much a payout, and for how many payouts.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use core::fmt;

use serde::Serialize;

use super::caps::{Share, share};
use super::crews::Crews;
use super::flow::{Facts, Flow};
use super::terrain::Terrain;
use super::words::count;
use crate::analyze::ask;
use crate::domain::amount::WrittenAmount;
use crate::domain::name::Name;
use crate::policy::model::{AssetId, Most, Policy};

/// The most that thieves can spend on fees of one kind, besides what they take. In JSON `null` is no limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fee {
    payouts_of: Vec<Name>,
    per_payout: Option<WrittenAmount>,
    payouts: Option<u64>,
    at_most: Option<WrittenAmount>,
}

impl Fee {
    /// The assets by whose payouts such fees are paid.
    #[must_use]
    pub fn payouts_of(&self) -> &[Name] {
        &self.payouts_of
    }

    /// The most of one payout; none if nothing limits it.
    #[must_use]
    pub fn per_payout(&self) -> Option<&WrittenAmount> {
        self.per_payout.as_ref()
    }

    /// The most payouts that leave; none if nothing limits how many.
    #[must_use]
    pub fn payouts(&self) -> Option<u64> {
        self.payouts
    }

    /// The most in all; none if nothing limits it.
    #[must_use]
    pub fn at_most(&self) -> Option<&WrittenAmount> {
        self.at_most.as_ref()
    }
}

/// `BTC: up to 0.002 BTC a payout, 1250 payouts at most: 2.5 BTC`.
impl fmt::Display for Fee {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of = self.payouts_of.iter().map(Name::as_str).collect::<Vec<&str>>().join(", ");
        match (&self.per_payout, self.payouts, &self.at_most) {
            (None, ..) => write!(f, "{of}: nothing limits the fee of a payout"),
            (Some(each), Some(payouts), Some(most)) => {
                let payouts = count(usize::try_from(payouts).unwrap_or(usize::MAX), "payout");
                write!(f, "{of}: up to {each} a payout, {payouts} at most: {most}")
            }
            (Some(each), ..) => write!(f, "{of}: up to {each} a payout, and nothing limits how many leave"),
        }
    }
}

/// What a fee can be: so much of an asset, or anything.
type Kind = Option<AssetId>;

/// Of one gang or of all: the assets paid, the most of one payout, the most payouts.
#[derive(Clone, Debug, Default)]
struct Sum {
    paid: Vec<AssetId>,
    most: u128,
    /// None if there are as many as one wants.
    payouts: Option<u64>,
}

/// The fees of whichever gang pays most, up to and including so many seconds.
pub(super) fn fees(terrain: &Terrain<'_>, crews: &Crews<'_, '_>, end: u64) -> Vec<Fee> {
    let policy = terrain.policy;
    let mut worst: BTreeMap<Kind, Sum> = BTreeMap::new();
    for crew in crews.all.iter().chain(&crews.everybody) {
        let mut kinds: BTreeMap<Kind, (u128, Vec<&Flow>)> = BTreeMap::new();
        for flow in &crew.flows {
            for (kind, most) in flow.facts.iter().filter_map(|facts| of_payout(policy, facts)) {
                let (known, flows) = kinds.entry(kind).or_default();
                *known = most.max(*known);
                if !flows.iter().any(|one| core::ptr::eq(*one, flow)) {
                    flows.push(flow);
                }
            }
        }
        for (kind, (most, flows)) in kinds {
            let payouts = payouts(policy, &flows, end);
            let sum = worst.entry(kind).or_insert_with(|| Sum { payouts: Some(0), ..Sum::default() });
            sum.paid.extend(flows.iter().map(|flow| flow.asset));
            sum.most = sum.most.max(most);
            sum.payouts = sum.payouts.zip(payouts).map(|(known, own)| known.max(own));
        }
    }
    let is_known = crews.are_bounded(terrain);
    worst.into_iter().map(|(kind, sum)| fee(policy, kind, sum, is_known)).collect()
}

fn fee(policy: &Policy, kind: Kind, Sum { mut paid, most, payouts }: Sum, is_known: bool) -> Fee {
    paid.sort_unstable();
    paid.dedup();
    let payouts = payouts.filter(|_| is_known);
    let written = |units| ask::written(policy, kind?, units);
    let at_most = payouts.and_then(|payouts| most.checked_mul(u128::from(payouts))).and_then(written);
    let payouts_of = paid.iter().filter_map(|asset| Some(policy.asset(*asset)?.name.clone())).collect();
    Fee { payouts_of, per_payout: kind.and_then(|_| written(most)), payouts, at_most }
}

/// In what a payout's fee is paid, and how much it can be: the least that a limit lets it be.
fn of_payout(policy: &Policy, facts: &Facts) -> Option<(Kind, u128)> {
    let Facts::Open { limits, .. } = facts else { return None };
    let limits = limits.iter().filter_map(|place| policy.limits.get(*place));
    let fees = limits.filter_map(|limit| match &limit.most {
        Most::Fee { asset, units } => Some((Some(*asset), *units)),
        Most::Payout(_) | Most::Window { .. } | Most::Count { .. } | Most::AnyFee => None,
    });
    Some(fees.min_by_key(|(_, units)| *units).unwrap_or((None, 0)))
}

/// The most payouts of these flows; none if nothing limits how many. Each is counted with the limit that lets out fewest,
/// in as many whole windows as fit.
fn payouts(policy: &Policy, flows: &[&Flow], end: u64) -> Option<u64> {
    let mut counted: BTreeMap<(usize, Share), u64> = BTreeMap::new();
    for flow in flows {
        let open = || {
            flow.facts.iter().filter_map(|facts| match facts {
                Facts::Open { limits, .. } => Some(limits),
                Facts::Closed => None,
            })
        };
        let counts = policy.limits.iter().enumerate().filter_map(|(place, limit)| {
            let Most::Count { payouts, span, scope } = &limit.most else { return None };
            let each = policy.scopes.get(scope.0)?.each.as_slice();
            let lasts = flow.path.escapes(&limit.selector.to).is_none_or(|from| from > end);
            if !lasts || !open().all(|limits| limits.contains(&place)) {
                return None;
            }
            let times = end.saturating_add(1).div_ceil(span.seconds().max(1));
            let all = payouts.checked_mul(flow.shares(each)?)?.checked_mul(times)?;
            Some((all, (place, share(flow, each))))
        });
        let (all, identity) = counts.min()?;
        counted.insert(identity, all);
    }
    counted.values().try_fold(0u64, |sum, all| sum.checked_add(*all))
}
