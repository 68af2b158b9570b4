//! Single payouts that some people get out, if they only wait: one of every kind, at every time that is told apart.

use alloc::vec::Vec;

use super::ever::{Ever, is_counted};
use super::flow::{Facts, Flow};
use super::gang::Gang;
use crate::analyze::ask::Ask;
use crate::analyze::foreseen::Foreseen;
use crate::analyze::party::Party;
use crate::decide::check::{CheckCode, CheckStatus};
use crate::domain::instant::Instant;
use crate::domain::span::Span;
use crate::payout::record::Payout;
use crate::policy::model::AssetId;
use crate::policy::selector::Destinations;

/// A payout of which everything is met but the wait.
#[derive(Clone, Debug)]
pub(crate) struct Chance {
    /// Submitted at the instant asked about.
    pub(crate) payout: Payout,
    pub(crate) asset: AssetId,
    pub(crate) at: Instant,
    /// How long it then has to wait.
    pub(crate) wait: Span,
}

impl Ever<'_> {
    /// Of every kind of payout to a place the smallest that matters, whenever these people meet everything but the wait;
    /// none if it is too much to ask.
    ///
    /// A smaller amount never needs more, so the smallest above a sum answers for all above it; and who is not among
    /// those active now has signed nothing that holds, so that nobody can have waited for longer than they.
    pub(crate) fn chances(
        &self,
        party: &Party,
        place: &Destinations,
        units: &dyn Fn(AssetId) -> Option<u128>,
    ) -> Option<Vec<Chance>> {
        let mut chances = Vec::new();
        for flow in Gang::new(&self.terrain, party.clone(), None).flows(&self.supposed, &self.budget)? {
            let Some(units) = units(flow.asset) else { continue };
            for (number, piece) in self.terrain.pieces.iter().enumerate() {
                let is_new = self.terrain.alike.get(number) == Some(&number);
                let is_open = flow.facts.get(number).is_some_and(|facts| *facts != Facts::Closed);
                if !is_new || !is_open || !is_counted(place, &flow.path, *piece) {
                    continue;
                }
                if !self.budget.spend(u64::try_from(self.policy.rules.len()).unwrap_or(u64::MAX).saturating_add(16)) {
                    return None;
                }
                chances.extend(self.chance(&flow, party, units, (self.terrain.instant(*piece), flow.fee(number)))?);
            }
        }
        Some(chances)
    }

    /// Nothing if it has to wait for more than delays; none if a larger payout may need less: a delay that
    /// nothing signed starts never ends, even if somebody else could still waive it, and a rule that speaks of larger ones
    /// alone may ask for a signature.
    fn chance(
        &self,
        flow: &Flow,
        party: &Party,
        units: u128,
        (at, fee): (Instant, Option<AssetId>),
    ) -> Option<Vec<Chance>> {
        let (wallet, to, asker) = (*flow.wallets.first()?, flow.destination(self.policy, 0)?, flow.askers.name(0)?);
        let asset = flow.asset;
        let ask = Ask { id: "claim", wallet, asset, to: &to, asker: &asker, fee, units, submitted_at: at };
        let payout = ask.payout(self.policy)?;
        let foreseen = self.supposed.open(&payout).ok()?.of(party, &Party::nobody(), at);
        let never_starts = |code: CheckCode| matches!(code, CheckCode::NoAnchor | CheckCode::Waivable);
        if foreseen.checks().iter().any(|check| never_starts(check.code())) {
            return None;
        }
        Some(wait_alone(&foreseen).map(|wait| Chance { payout, asset: flow.asset, at, wait }).into_iter().collect())
    }
}

/// How long a payout has to wait, if it only has to wait for delays.
pub(crate) fn wait_alone(foreseen: &Foreseen) -> Option<Span> {
    let mut until = foreseen.at();
    for check in foreseen.checks() {
        match (check.status(), check.until()) {
            (CheckStatus::Met, _) => {}
            (CheckStatus::Wait, Some(end)) if check.name().starts_with("delay:") => until = until.max(end),
            (CheckStatus::Wait | CheckStatus::Fail, _) => return None,
        }
    }
    Some(Span::of_seconds(until.unix().saturating_sub(foreseen.at().unix())))
}
