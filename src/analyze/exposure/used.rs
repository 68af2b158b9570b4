//! What of a cap the ledger has used up before the thieves begin.

use alloc::vec::Vec;

use super::flow::Flow;
use super::worth::Worth;
use crate::domain::instant::Instant;
use crate::domain::span::Span;
use crate::domain::total::Total;
use crate::ledger::ledger::Ledger;
use crate::ledger::line::Line;
use crate::ledger::scope::Share;
use crate::policy::model::{Measure, Policy, ScopeId, Sum};
use crate::policy::selector::Each;

/// The most separate sums of a cap that are looked up; of more, none is taken to be used up.
const MOST_SHARES: usize = 256;

/// The running totals behind a cap.
#[derive(Clone, Debug)]
pub(super) struct Used {
    scope: ScopeId,
    span: Span,
    shares: Vec<Share>,
    of: Budgeted,
}

/// What each of them may come to.
#[derive(Clone, Copy, Debug)]
pub(super) enum Budgeted {
    Sum(Sum),
    Payouts(u64),
}

impl Used {
    /// None if nothing has been used up, or in too many places to look.
    pub(super) fn of(
        ledger: &Ledger,
        policy: &Policy,
        flow: &Flow,
        scope: ScopeId,
        span: Span,
        of: Budgeted,
    ) -> Option<Self> {
        if ledger.is_empty() {
            return None;
        }
        let each = policy.scopes.get(scope.0)?.each.as_slice();
        let shares = usize::try_from(flow.shares(each)?).ok().filter(|shares| *shares <= MOST_SHARES)?;
        let found = shares_of(policy, flow, each);
        (found.len() == shares).then_some(Self { scope, span, shares: found, of })
    }

    /// What is left at an instant, of payouts or in units of what is counted.
    pub(super) fn left(&self, ledger: &Ledger, worth: Worth<'_>, at: Instant) -> u128 {
        let valued = |line: &Line| {
            let known = line.known.as_ref()?;
            let of_asset = Worth { of: Measure::Currency, prices: worth.lowest, ..worth };
            of_asset.at_most(Sum { units: known.units, of: Measure::Asset(known.asset) }).map(Total::of)
        };
        let left = self.shares.iter().map(|share| {
            let book = ledger.book(self.scope, share);
            match self.of {
                Budgeted::Payouts(most) => {
                    let count = book.map_or(0, |book| book.count(at, self.span));
                    u128::from(most.saturating_sub(u64::try_from(count).unwrap_or(u64::MAX)))
                }
                Budgeted::Sum(most) => {
                    let sum = book.map(|book| book.sum(at, self.span, ledger.lines(), &valued));
                    match sum {
                        None | Some(None) => most.units,
                        Some(Some(sum)) => sum.units().map_or(0, |sum| most.units.saturating_sub(sum)),
                    }
                }
            }
        });
        let left = left.fold(0u128, u128::saturating_add);
        match self.of {
            Budgeted::Payouts(_) => left,
            Budgeted::Sum(most) => worth.at_most(Sum { units: left, of: most.of }).unwrap_or(u128::MAX),
        }
    }
}

/// Every separate sum that the payouts of a flow add to.
fn shares_of(policy: &Policy, flow: &Flow, each: &[Each]) -> Vec<Share> {
    let mut shares = alloc::vec![Share::default()];
    for one in each {
        let many = match one {
            Each::Asset => 1,
            Each::Wallet => flow.wallets.len(),
            Each::Initiator | Each::Destination => MOST_SHARES,
        };
        let mut next: Vec<Share> = Vec::new();
        for share in &shares {
            for number in 0..many {
                let mut share = share.clone();
                match one {
                    Each::Asset => share.asset = Some(flow.asset),
                    Each::Wallet => {
                        let wallet = flow.wallets.get(number).and_then(|wallet| policy.wallets.get(wallet.0));
                        share.wallet = wallet.cloned();
                    }
                    Each::Initiator => match flow.askers.name(number) {
                        Some(name) => share.initiator = Some(name),
                        None => break,
                    },
                    Each::Destination => match flow.path.destinations.get(number) {
                        Some(destination) => share.destination = Some(destination.place()),
                        None => break,
                    },
                }
                if !next.contains(&share) {
                    next.push(share);
                }
            }
        }
        shares = next;
    }
    shares
}
