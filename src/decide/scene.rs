//! What every check looks at: the payout, who said what, what binds, what things are worth.

use alloc::collections::BTreeMap;
use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use super::evaluate::{Mode, Question};
use super::running::Running;
use crate::approval::judge::Votes;
use crate::approval::stretch;
use crate::domain::instant::Instant;
use crate::domain::name::Name;
use crate::domain::people::People;
use crate::domain::span::Span;
use crate::domain::total::Total;
use crate::ledger::line::Line;
use crate::ledger::scope::Share;
use crate::payout::reading::Transfer;
use crate::payout::record::Payout;
use crate::policy::model::{Above, InitiatorApproval, Limit, Measure, Most, Policy, Rule, ScopeId, Sum};
use crate::policy::people::Signer;
use crate::policy::seats::Quorum;
use crate::policy::selector::{Each, Selector};
use crate::price::value::value;

/// A question with all that its checks share.
pub(super) struct Scene<'q, 'p> {
    pub(super) question: Question<'q, 'p>,
    pub(super) votes: Votes,
    /// When the payout expires.
    pub(super) expiry: Instant,
    /// Approvers who are active at some instant from now on and before the expiry, may approve, and
    /// have not rejected.
    pub(super) may_still_approve: People,
    /// Whether the initiator is active at some instant from now on and before the expiry.
    pub(super) may_still_request: bool,
    /// Since when the quorums of all binding rules have been met and their requests in, unbroken;
    /// looked for only where a binding rule has a delay.
    pub(super) signed_since: Option<Instant>,
    /// Rules that bind if the payout is above what they are for.
    concerned: Vec<&'p Rule>,
    binding: Vec<&'p Rule>,
    limits: Vec<&'p Limit>,
    /// The assets whose price a rule or limit needs, with it, in units of 10^-18, where it holds.
    priced: BTreeMap<Name, Option<u128>>,
    /// The price of the payout's own asset, needed or not.
    own_price: Option<u128>,
}

impl<'q, 'p> Scene<'q, 'p> {
    pub(super) fn set(question: &Question<'q, 'p>, votes: Votes) -> Self {
        let policy = question.policy;
        let expiry = question.payout.submitted_at().after(policy.payout_ttl);
        let mut scene = Self {
            question: *question,
            expiry,
            may_still_approve: People::NOBODY,
            may_still_request: false,
            signed_since: None,
            concerned: Vec::new(),
            binding: Vec::new(),
            limits: Vec::new(),
            priced: BTreeMap::new(),
            own_price: question.quotes.price(policy, question.transfer.asset, question.now),
            votes,
        };
        scene.may_still_approve = scene.who_may_still_approve();
        let initiator = question.transfer.initiator.and_then(|signer| policy.roll.person(signer));
        scene.may_still_request = initiator.is_some_and(|person| person.active.within(question.now, expiry));
        let Transfer { asset, wallet, .. } = *question.transfer;
        let rules = policy.index.rules.candidates(Some(asset), wallet);
        let rules: Vec<&Rule> = rules.into_iter().filter_map(|place| policy.rules.get(place)).collect();
        scene.concerned = rules.into_iter().filter(|rule| scene.concerns(rule)).collect();
        let limits = policy.index.limits.candidates(Some(asset), wallet);
        let limits = limits.into_iter().filter_map(|place| policy.limits.get(place));
        scene.limits = limits.filter(|limit| scene.binds(&limit.selector)).collect();
        scene.priced = scene.prices_needed();
        scene.binding = scene.concerned().filter(|rule| scene.is_above(&rule.above)).collect();
        if scene.binding().any(|rule| rule.delay.is_some()) {
            scene.signed_since = scene.find_signed_since();
        }
        scene
    }

    pub(super) fn policy(&self) -> &'p Policy {
        self.question.policy
    }

    pub(super) fn payout(&self) -> &'q Payout {
        self.question.payout
    }

    pub(super) fn transfer(&self) -> &'q Transfer {
        self.question.transfer
    }

    pub(super) fn now(&self) -> Instant {
        self.question.now
    }

    /// The rules that take the payout, whatever its amount, by name.
    pub(super) fn concerned(&self) -> impl Iterator<Item = &'p Rule> {
        self.concerned.iter().copied()
    }

    /// The rules that bind, by name.
    pub(super) fn binding(&self) -> impl Iterator<Item = &'p Rule> + Clone {
        self.binding.iter().copied()
    }

    /// The limits that match, by name.
    pub(super) fn limits(&self) -> impl Iterator<Item = &'p Limit> {
        self.limits.iter().copied()
    }

    /// The assets whose price is needed, by name.
    pub(super) fn priced(&self) -> impl Iterator<Item = (&Name, Option<u128>)> {
        self.priced.iter().map(|(asset, price)| (asset, *price))
    }

    /// Whether a selector takes the payout, its destination read widely.
    pub(super) fn binds(&self, selector: &Selector) -> bool {
        binds(selector, self.transfer(), self.now())
    }

    /// The payout's amount in a measure; none if it cannot be valued.
    pub(super) fn amount(&self, of: Measure) -> Option<Total> {
        let transfer = self.transfer();
        match of {
            Measure::Asset(_) => Some(Total::of(transfer.units)),
            Measure::Currency => self.worth_of(transfer.asset, transfer.units, self.own_price?),
        }
    }

    /// The running total of a scope that the payout would add to.
    pub(super) fn running(&self, scope: ScopeId, span: Span) -> Running<'_> {
        let each = self.policy().scopes.get(scope.0).map_or([].as_slice(), |scope| scope.each.as_slice());
        let share = self.share(each);
        let own = self.set_aside();
        Running::new(self.policy(), self.question.ledger, scope, &share, own, span)
    }

    /// What a ledger's line without a recorded value is worth today; none where no price holds.
    pub(super) fn worth(&self, line: &Line) -> Option<Total> {
        let known = line.known.as_ref()?;
        let price = *self.priced.get(line.entry.amount.asset())?;
        self.worth_of(known.asset, known.units, price?)
    }

    /// The rule's own selectors and `during`, but not its `above`.
    fn concerns(&self, rule: &Rule) -> bool {
        // A wall clock that cannot be read does not take a rule away.
        let during = rule.during.as_ref().is_none_or(|hours| hours.hold_at(self.now()).unwrap_or(true));
        during && self.binds(&rule.selector)
    }

    /// Whether the payout is above what the rule is for. What cannot be valued, and what overflows,
    /// counts as above.
    fn is_above(&self, above: &Above) -> bool {
        let exceeds =
            |total: Option<Total>, sum: &Sum| total.and_then(Total::units).is_none_or(|units| units > sum.units);
        match above {
            Above::Nothing => true,
            Above::Payout(sum) => exceeds(self.amount(sum.of), sum),
            Above::Window { sum, span, scope } => {
                let running = self.running(*scope, *span).sum(self.now(), &|line| self.worth(line));
                exceeds(self.amount(sum.of).zip(running).map(|(own, running)| own.plus(running)), sum)
            }
        }
    }

    fn prices_needed(&self) -> BTreeMap<Name, Option<u128>> {
        let mut needed: BTreeSet<Name> = BTreeSet::new();
        let mut need = |sum: &Sum, window: Option<(ScopeId, Span)>| {
            if sum.of != Measure::Currency {
                return;
            }
            needed.insert(self.payout().amount().asset().clone());
            if let Some((scope, span)) = window {
                needed.extend(self.running(scope, span).unvalued_assets(self.now()));
            }
        };
        for rule in &self.concerned {
            match &rule.above {
                Above::Nothing => {}
                Above::Payout(sum) => need(sum, None),
                Above::Window { sum, span, scope } => need(sum, Some((*scope, *span))),
            }
        }
        for limit in &self.limits {
            match &limit.most {
                Most::Payout(sum) => need(sum, None),
                Most::Window { sum, span, scope } => need(sum, Some((*scope, *span))),
                Most::Count { .. } | Most::Fee { .. } | Most::AnyFee => {}
            }
        }
        needed.into_iter().map(|asset| (asset.clone(), self.price_of(&asset))).collect()
    }

    fn price_of(&self, asset: &Name) -> Option<u128> {
        let id = self.policy().asset_named(asset.as_str())?;
        self.question.quotes.price(self.policy(), id, self.now())
    }

    fn worth_of(&self, asset: crate::policy::model::AssetId, units: u128, price: u128) -> Option<Total> {
        let prices = self.policy().prices.as_ref()?;
        Some(value(units, self.policy().asset(asset)?.decimals, price, prices.decimals))
    }

    fn share(&self, each: &[Each]) -> Share {
        let (payout, transfer) = (self.payout(), self.transfer());
        let mut share = Share::default();
        for one in each {
            match one {
                Each::Destination => share.destination = Some(transfer.destination.place()),
                Each::Wallet => share.wallet = Some(payout.wallet().clone()),
                Each::Initiator => share.initiator = Some(payout.initiator().clone()),
                Each::Asset => share.asset = Some(transfer.asset),
            }
        }
        share
    }

    fn find_signed_since(&self) -> Option<Instant> {
        let quorums: BTreeSet<&Quorum> = self.binding().filter_map(|rule| rule.approve.quorum()).collect();
        let enough = |people: People| quorums.iter().all(|quorum| quorum.is_met_by(people));
        let request_needed = self.binding().any(|rule| rule.selector.initiators.are_named());
        let start = stretch::start(&self.votes, request_needed, self.now(), enough)?;
        Some(start.max(self.payout().submitted_at()))
    }

    /// The payout's own line, which a reserved payout's sums leave out.
    fn set_aside(&self) -> Option<(usize, &'q Line)> {
        match self.question.mode {
            Mode::Fresh => None,
            Mode::Reserved => {
                let id = self.payout().id();
                self.question.ledger.line(id).filter(|(_, line)| line.entry.payout == *id)
            }
        }
    }

    fn who_may_still_approve(&self) -> People {
        let policy = self.policy();
        let active = policy.roll.who(|person| person.active.within(self.now(), self.expiry));
        let initiator = match (self.transfer().initiator, policy.initiator_approval) {
            (Some(Signer::Approver(person)), InitiatorApproval::Refused) => People::one(person),
            _ => People::NOBODY,
        };
        active.without(initiator).without(self.votes.rejecting)
    }
}

/// Whether a selector takes a payout at an instant, its destination read widely.
pub(super) fn binds(selector: &Selector, transfer: &Transfer, at: Instant) -> bool {
    selector.assets.takes(Some(&transfer.asset))
        && selector.wallets.takes(transfer.wallet.as_ref())
        && selector.initiators.take(transfer.initiator)
        && selector.to.bind(&transfer.standing, at)
}
