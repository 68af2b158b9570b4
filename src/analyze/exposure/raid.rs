//! The least that can leave: thieves who take all that the engine allows, one payout after the other.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use super::flow::{Askers, Flow};
use super::gang::Gang;
use super::grid::Grid;
use super::thrift::Thrift;
use super::worth::Worth;
use crate::analyze::ask::Ask;
use crate::analyze::incomplete::Budget;
use crate::analyze::party::Party;
use crate::analyze::supposed::Supposed;
use crate::decide::check::CheckCode;
use crate::domain::destination::Destination;
use crate::domain::instant::Instant;
use crate::domain::name::{Name, PayoutId};
use crate::domain::span::Span;
use crate::payout::record::Payout;
use crate::policy::model::{AssetId, WalletId};
use crate::policy::selector::Each;

/// The most payouts of a schedule.
const MOST_STEPS: usize = 5_000;

/// The most names that an unknown initiator takes.
const MOST_NAMES: usize = 32;

/// One payout of a schedule.
#[derive(Clone, Debug)]
pub(super) struct Taken {
    pub(super) flow: usize,
    pub(super) asset: AssetId,
    pub(super) units: u128,
    pub(super) payout: Payout,
    pub(super) at: Instant,
}

/// Which destination is taken first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// One that has been paid already, as long as it takes more.
    Known,
    /// One that nobody has paid.
    Fresh,
}

/// In which order, and how.
#[derive(Clone, Debug)]
pub(super) struct Plan<'r> {
    pub(super) order: Vec<usize>,
    pub(super) style: Style,
    /// By what an amount is made round: the engine rounds values up, so that a fraction of a cent counts as a cent.
    pub(super) round: Option<Worth<'r>>,
    /// The most units of one payout, by flow and piece.
    pub(super) ceilings: &'r BTreeMap<usize, Vec<u128>>,
    /// What is left out, and by what a payout is measured.
    pub(super) thrift: Thrift,
    pub(super) worth: Worth<'r>,
}

/// Thieves at work.
pub(super) struct Raid<'r, 'g, 'p> {
    gang: &'r Gang<'g, 'p>,
    flows: &'r [Flow],
    budget: &'r Budget,
    supposed: Supposed<'p>,
    taken: Vec<Taken>,
    /// How many strangers have been paid.
    strangers: usize,
    /// The last largest amount, by flow.
    last: BTreeMap<usize, u128>,
    round: Option<Worth<'r>>,
    /// The least that a payout is worth, and by what.
    least: Option<(Worth<'r>, u128)>,
}

/// Where and as whom they ask.
struct Door<'d> {
    flow: usize,
    wallet: WalletId,
    to: &'d Destination,
    asker: &'d Name,
}

impl<'r, 'g, 'p> Raid<'r, 'g, 'p> {
    pub(super) fn new(gang: &'r Gang<'g, 'p>, flows: &'r [Flow], budget: &'r Budget, supposed: &Supposed<'p>) -> Self {
        let (taken, last) = (Vec::new(), BTreeMap::new());
        Self { gang, flows, budget, supposed: supposed.clone(), taken, strangers: 0, last, round: None, least: None }
    }

    /// Takes all that leaves and is not left out, from the first instant of the grid to the last.
    pub(super) fn run(mut self, grid: &Grid, plan: &Plan<'r>) -> Vec<Taken> {
        self.round = plan.round;
        self.least = Some((plan.worth, plan.thrift.least)).filter(|(_, least)| *least > 0);
        for cell in plan.thrift.first..grid.len() {
            let at = self.gang.terrain.instant(grid.edge(cell));
            for flow in &plan.order {
                let ceilings = plan.ceilings.get(flow);
                let ceiling = ceilings.and_then(|ceilings| ceilings.get(grid.piece(cell))).copied().unwrap_or(0);
                if ceiling > 0 {
                    self.drain(*flow, ceiling, at, plan.style);
                }
            }
        }
        self.taken
    }

    /// Takes all of a flow that leaves at an instant.
    fn drain(&mut self, place: usize, ceiling: u128, at: Instant, style: Style) {
        let flows = self.flows;
        let Some(flow) = flows.get(place).filter(|flow| !self.is_small(flow, ceiling)) else { return };
        let wallets = if self.is_parted(Each::Wallet) { flow.wallets.len() } else { 1 };
        let names = if self.is_parted(Each::Initiator) { MOST_NAMES } else { 1 };
        for wallet in flow.wallets.iter().take(wallets) {
            for number in 0..names {
                let Some(asker) = flow.askers.name(number) else { break };
                let before = self.taken.len();
                self.drain_to_all(flow, (place, *wallet, &asker), ceiling, at, style);
                // Whoever nobody knows is like anybody else whom nobody knows; each of the thieves has a sum of their own.
                let is_unknown = matches!(flow.askers, Askers::Unknown(_));
                if self.taken.len() == before && number > 0 && is_unknown {
                    break;
                }
            }
        }
    }

    fn drain_to_all(
        &mut self,
        flow: &Flow,
        (place, wallet, asker): (usize, WalletId, &Name),
        ceiling: u128,
        at: Instant,
        style: Style,
    ) {
        let is_stranger = flow.path.is_stranger();
        let first = if is_stranger && style == Style::Fresh { self.strangers } else { 0 };
        let many = if self.is_parted(Each::Destination) { MOST_STEPS } else { 1 };
        for number in (first..).take(many) {
            let Some(to) = flow.destination(self.gang.terrain.policy, number) else { break };
            let before = self.taken.len();
            self.drain_one(flow, &Door { flow: place, wallet, to: &to, asker }, ceiling, at);
            let is_fresh = is_stranger && number >= self.strangers;
            if self.taken.len() > before && is_fresh {
                self.strangers = number.saturating_add(1);
            } else if is_fresh {
                break;
            }
        }
    }

    fn drain_one(&mut self, flow: &Flow, door: &Door<'_>, ceiling: u128, at: Instant) {
        while self.taken.len() < MOST_STEPS {
            let guess = self.last.get(&door.flow).copied().unwrap_or(ceiling);
            let Some(units) = self.largest(flow, door, guess.min(ceiling), ceiling, at) else { return };
            self.last.insert(door.flow, units);
            if self.is_small(flow, units) {
                return;
            }
            let rounded = self.round.and_then(|worth| worth.round(flow.asset, units)).filter(|rounded| *rounded > 0);
            if !self.take(flow, door, rounded.unwrap_or(units), at) {
                return;
            }
        }
    }

    /// Whether so many units are less than a payout shall be.
    fn is_small(&self, flow: &Flow, units: u128) -> bool {
        self.least.is_some_and(|(worth, least)| worth.at_least(flow.asset, units) < least)
    }

    /// The largest amount that leaves now, found by halving: a smaller amount never needs more.
    fn largest(&self, flow: &Flow, door: &Door<'_>, guess: u128, ceiling: u128, at: Instant) -> Option<u128> {
        let since = self.earliest(flow, at);
        let leaves = |units| self.asked(flow, door, units, (since, at)).is_some_and(|asked| self.leaves(&asked, at));
        if !leaves(1) {
            return None;
        }
        let (mut least, mut beyond) = (1, ceiling.saturating_add(1));
        if leaves(guess) {
            least = guess;
            if guess >= ceiling || !leaves(guess.saturating_add(1)) {
                return Some(guess);
            }
        } else {
            beyond = guess;
        }
        while least.saturating_add(1) < beyond {
            let middle = least.midpoint(beyond);
            if leaves(middle) { least = middle } else { beyond = middle }
        }
        Some(least)
    }

    /// Takes it, asked for as late as may be.
    fn take(&mut self, flow: &Flow, door: &Door<'_>, units: u128, at: Instant) -> bool {
        let long = self.earliest(flow, at);
        let Some(asked) = self.asked(flow, door, units, (long, at)) else { return false };
        let late = self.waited(&asked, at).map_or(at, |waited| at.before(waited));
        for since in [late, long] {
            let Some(payout) = self.asked(flow, door, units, (since, at)) else { continue };
            if self.leaves(&payout, at) && self.reserve(&payout, at) {
                self.taken.push(Taken { flow: door.flow, asset: flow.asset, units, payout, at });
                return true;
            }
        }
        false
    }

    fn reserve(&mut self, payout: &Payout, at: Instant) -> bool {
        let foreseen = self.supposed.reserve(payout, &self.gang.party, at);
        foreseen.is_ok_and(|foreseen| foreseen.is_allowed())
    }

    fn leaves(&self, payout: &Payout, at: Instant) -> bool {
        let weight = u64::try_from(self.gang.terrain.policy.rules.len()).unwrap_or(u64::MAX).saturating_add(16);
        self.budget.spend(weight) && self.gang.gets(&self.supposed, payout, at)
    }

    /// How long it has to wait: the longest delay that had to run.
    fn waited(&self, payout: &Payout, at: Instant) -> Option<Span> {
        let foreseen = self.supposed.open(payout).ok()?.of(&self.gang.party, &Party::nobody(), at);
        self.gang.longest_run(&foreseen)
    }

    /// The first instant at which it can have been asked for and not have expired: whoever asks early waits longest.
    fn earliest(&self, flow: &Flow, at: Instant) -> Instant {
        let terrain = self.gang.terrain;
        at.before(flow.longest_delay).max(terrain.at.before(Span::of_seconds(terrain.lead)))
    }

    /// Asked for at one instant, with the fee that is offered at another.
    fn asked(
        &self,
        flow: &Flow,
        door: &Door<'_>,
        units: u128,
        (submitted_at, leaves_at): (Instant, Instant),
    ) -> Option<Payout> {
        let policy = self.gang.terrain.policy;
        let fee = flow.fee(self.gang.terrain.piece(leaves_at));
        let id = self.free_id()?;
        let Door { wallet, to, asker, .. } = door;
        let (wallet, asset) = (*wallet, flow.asset);
        Ask { id: &id, wallet, asset, to, asker, fee, units, submitted_at }.payout(policy)
    }

    /// An id that the ledger does not know.
    fn free_id(&self) -> Option<String> {
        let number = self.taken.len().saturating_add(1);
        let ids = (0..8u8).map(|again| match again {
            0 => alloc::format!("exposure-{number}"),
            again => alloc::format!("exposure-{number}-{again}"),
        });
        let ledger = self.supposed.ledger();
        ids.into_iter().find(|id| PayoutId::parse(id).is_ok_and(|id| ledger.entry(&id).is_none()))
    }

    /// Whether something of the policy keeps separate sums by it.
    fn is_parted(&self, by: Each) -> bool {
        self.gang.terrain.policy.scopes.iter().any(|scope| scope.each.contains(&by))
    }
}

/// When the others can say no: from when on what leaves at an instant can be vetoed, and how long they have, lest it
/// stays so for longer than it takes them.
pub(super) fn in_time(at: Instant, run: Span, respond: Span) -> (Instant, Instant) {
    (at.before(run), at.before(respond).before(Span::of_seconds(1)))
}

impl<'p> Gang<'_, 'p> {
    /// Whether they get a payout out at an instant, whatever the others do by then.
    pub(super) fn gets(&self, supposed: &Supposed<'p>, payout: &Payout, at: Instant) -> bool {
        let Ok(asked) = supposed.open(payout) else { return false };
        let foreseen = asked.of(&self.party, &Party::nobody(), at);
        if !foreseen.is_allowed() {
            return false;
        }
        let Some((respond, run)) = self.respond.zip(self.longest_run(&foreseen)).filter(|(least, run)| run > least)
        else {
            return true;
        };
        let vetoed = asked.rejected_within(&self.party, &self.others, in_time(at, run, respond), at);
        !vetoed.fails("veto")
    }

    /// The longest delay that had to run and has.
    pub(super) fn longest_run(&self, foreseen: &crate::analyze::foreseen::Foreseen) -> Option<Span> {
        let elapsed = foreseen.checks().iter().filter(|check| check.code() == CheckCode::Elapsed);
        let rules = elapsed.filter_map(|check| check.name().strip_prefix("delay:"));
        let policy = self.terrain.policy;
        let found = rules.filter_map(|name| policy.rules.iter().find(|rule| rule.name.as_str() == name));
        found.filter_map(|rule| Some(rule.delay.as_ref()?.span)).max()
    }

    /// How much of a schedule leaves, by asset, asked anew from the first payout to the last.
    pub(super) fn replay(&self, supposed: &Supposed<'p>, taken: &[Taken]) -> BTreeMap<AssetId, u128> {
        let (mut supposed, mut moved) = (supposed.clone(), BTreeMap::new());
        for one in taken {
            if !self.gets(&supposed, &one.payout, one.at) {
                break;
            }
            if !supposed.reserve(&one.payout, &self.party, one.at).is_ok_and(|foreseen| foreseen.is_allowed()) {
                break;
            }
            let sum: &mut u128 = moved.entry(one.asset).or_default();
            *sum = sum.saturating_add(one.units);
        }
        moved
    }
}
