//! `always`: some people can pay so much to a list.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use super::Inquest;
use super::people::{in_words, meeting};
use super::shown::{Breach, BreachStep, Shown};
use super::{starts, sums};
use crate::analyze::foreseen::Foreseen;
use crate::analyze::incomplete::Budget;
use crate::analyze::party::Party;
use crate::analyze::people::{Class, Classes};
use crate::analyze::prices;
use crate::analyze::situation::{self, Ground};
use crate::analyze::supposed::Supposed;
use crate::decide::check::CheckStatus;
use crate::domain::destination::Destination;
use crate::domain::instant::Instant;
use crate::domain::name::Name;
use crate::domain::span::Span;
use crate::payout::record::Payout;
use crate::policy::lists::ListId;
use crate::policy::model::{AssetId, Measure, Policy};
use crate::policy::people::Signer;
use crate::policy::seats::Quorum;

/// What can always be paid, and by whom.
pub(super) struct Payment<'c> {
    pub(super) who: &'c Quorum,
    pub(super) asset: AssetId,
    pub(super) units: u128,
    pub(super) to: &'c [ListId],
    pub(super) within: Option<Span>,
}

/// From every instant that differs: the smallest sets of people who are active all the time, to one entry of every kind,
/// out of one wallet of every kind, at the prices at which it is worth most.
pub(super) fn shown(inquest: Inquest<'_>, payment: &Payment<'_>) -> Shown {
    let Inquest { policy, now, checks } = inquest;
    // In the currency's sums it counts for most where it is worth most.
    let prices = sums::prices(policy, Measure::Currency);
    let supposed = Supposed::new(policy).with_prices(prices.clone());
    let budget = Budget::of(checks, checks);
    let wallets = situation::wallets(policy);
    let grounds = wallets.iter().filter_map(|class| Some(Ground::new(policy, payment.asset, *class.0.first()?)));
    let grounds: Vec<Ground<'_>> = grounds.filter(|ground| ground.rules.iter().any(|rule| rule.permits())).collect();
    if grounds.is_empty() {
        let words = "no rule lets that asset out of any wallet".into();
        return Shown::Broken(Breach { words, steps: Vec::new(), prices });
    }
    let mut open = false;
    for ground in &grounds {
        let inquiry = Inquiry { policy, payment, ground, supposed: &supposed, budget: &budget, now };
        for (to, from) in inquiry.entries() {
            match inquiry.to(&to, from) {
                Found::Kept => {}
                Found::TooMuch => open = true,
                Found::Broken(words, steps) => return Shown::Broken(Breach { words, steps, prices }),
            }
        }
    }
    if open { Shown::Unknown("there are too many instants to ask about".into()) } else { Shown::Kept }
}

enum Found {
    Kept,
    TooMuch,
    /// What happens, and the payout, if it is one.
    Broken(String, Vec<BreachStep>),
}

/// The lists that an entry touches, and from when it is in each.
type Stands = Vec<(ListId, Option<Instant>)>;

struct Inquiry<'i, 'p> {
    policy: &'p Policy,
    payment: &'i Payment<'i>,
    ground: &'i Ground<'p>,
    supposed: &'i Supposed<'p>,
    budget: &'i Budget,
    now: Instant,
}

impl Inquiry<'_, '_> {
    /// One of the entries that stand in the same lists from the same instants on, and from when it counts.
    fn entries(&self) -> Vec<(Destination, Instant)> {
        let mut named: BTreeSet<ListId> = self.ground.lists();
        named.extend(self.payment.to);
        let mut kinds: BTreeMap<Stands, (Destination, Instant)> = BTreeMap::new();
        for (to, standing) in self.ground.candidates() {
            for list in self.payment.to {
                let Some(from) = standing.permits_from(*list) else { continue };
                let touched = standing.touched().filter(|list| named.contains(list));
                let stands = touched.map(|list| (list, standing.permits_from(list))).collect();
                kinds.entry(stands).or_insert((to.clone(), from.max(self.now)));
            }
        }
        kinds.into_values().collect()
    }

    fn to(&self, to: &Destination, from: Instant) -> Found {
        // Without a span, the last second before it expires.
        let lifetime = Span::of_seconds(self.policy.payout_ttl.seconds().saturating_sub(1));
        let within = self.payment.within.unwrap_or(lifetime);
        let lasting = self.lasting(to, from);
        let Some(starts) = starts::starts(self.ground, from, &lasting, within) else { return Found::TooMuch };
        let last = starts.last().copied().unwrap_or(from).after(within);
        let classes = self.ground.classes(from, last);
        for start in starts {
            let is_there = |class: &Class| self.is_there(class, start, start.after(within));
            let (sets, are_all) = meeting(&classes, self.payment.who, &is_there);
            if sets.is_empty() {
                let words = alloc::format!("from {start} on nobody who is active for so long is enough");
                return Found::Broken(words, Vec::new());
            }
            if !are_all {
                return Found::TooMuch;
            }
            for set in sets {
                match self.by(&classes, &set, to, start, within) {
                    Found::Kept => {}
                    found => return found,
                }
            }
        }
        Found::Kept
    }

    /// Whether one of these people gets it out, with the others agreeing.
    fn by(&self, classes: &Classes, set: &Party, to: &Destination, start: Instant, within: Span) -> Found {
        let (policy, payment) = (self.policy, self.payment);
        let unsigned = self.ground.initiators(classes).into_iter().filter(|one| one.signer.is_none());
        let askers: Vec<Name> = set.names(policy).into_iter().chain(unsigned.map(|one| one.name)).collect();
        let deadline = start.after(within);
        let mut failed: Option<(Payout, Vec<String>)> = None;
        for (asker, fee) in askers.iter().flat_map(|asker| self.ground.fees().into_iter().map(move |fee| (asker, fee)))
        {
            let Some(payout) = self.ground.payout(to, asker, payment.units, fee, start) else { continue };
            if !self.budget.spend(self.ground.weight()) {
                return Found::TooMuch;
            }
            let Ok(asked) = self.supposed.open(&payout) else { continue };
            let foreseen = asked.first_allowed(set, start);
            if foreseen.is_allowed() && foreseen.at() <= deadline {
                return Found::Kept;
            }
            // A rule that ceases to bind is not waited for.
            for at in self.moments(start, deadline) {
                if !self.budget.spend(self.ground.weight()) {
                    return Found::TooMuch;
                }
                if asked.allows(set, at) {
                    return Found::Kept;
                }
            }
            // Whoever may ask, and lacks least, says best what is wrong.
            let unmet = unmet(&asked.of(set, &Party::nobody(), deadline));
            if failed.as_ref().is_none_or(|(_, known)| lacking(&unmet) < lacking(known)) {
                failed = Some((payout, unmet));
            }
        }
        let who = in_words(policy, set);
        let Some((payout, unmet)) = failed else {
            return Found::Broken(alloc::format!("{who} cannot write such a payout"), Vec::new());
        };
        let why = alloc::format!(": `{}`", unmet.join("`, `"));
        let (amount, wallet, address) = (payout.amount(), payout.wallet(), payout.to());
        let words = alloc::format!(
            "with {who} signing at {start}, {amount} out of {wallet} to {address} is not allowed by {deadline}{why}"
        );
        let (signing, rejecting) = (set.clone(), Party::nobody());
        let step = BreachStep { payout, signing, rejecting, at: deadline, is_allowed: false };
        Found::Broken(words, alloc::vec![step])
    }

    /// When something that was not allowed can come to be: with the hours, or when a delay that they let run has run.
    fn moments(&self, start: Instant, deadline: Instant) -> BTreeSet<Instant> {
        let mut changes = BTreeSet::from([start]);
        for hours in self.ground.hours() {
            let mut at = start;
            while let Some(next) = hours.next_change(at).filter(|next| *next > at && *next <= deadline) {
                changes.insert(next);
                at = next;
            }
        }
        // Or when somebody comes who quotes a price.
        let feeds = prices::feeds(self.policy, self.payment.asset);
        let feeds = feeds.iter().filter_map(|feed| self.policy.roll.person(Signer::Approver(feed))?.active.from);
        changes.extend(feeds.filter(|from| start < *from && *from <= deadline));
        let delays = self.ground.rules.iter().filter_map(|rule| rule.delay.as_ref()).map(|delay| delay.span);
        let run: Vec<Instant> = delays.flat_map(|delay| changes.iter().map(move |at| at.after(delay))).collect();
        changes.extend(run.into_iter().filter(|at| *at <= deadline));
        changes
    }

    /// When something changes for good: a term, or where the entry stands.
    fn lasting(&self, to: &Destination, from: Instant) -> BTreeSet<Instant> {
        let people = self.policy.roll.approvers.iter().chain(&self.policy.roll.requesters);
        let terms = people.flat_map(|person| [person.active.from, person.active.until]).flatten();
        let standing = self.policy.lists.standing(to);
        let joins: Vec<Instant> = standing.touched().filter_map(|list| standing.permits_from(list)).collect();
        terms.chain(joins).filter(|change| *change > from).collect()
    }

    /// Whether a class is active from one instant to another.
    fn is_there(&self, class: &Class, start: Instant, end: Instant) -> bool {
        let person = class.members().next().and_then(|member| self.policy.roll.person(member));
        person.is_some_and(|person| {
            let active = person.active;
            active.at(start) && active.until.is_none_or(|until| end < until)
        })
    }
}

/// The checks that are not met, by name.
fn unmet(foreseen: &Foreseen) -> Vec<String> {
    let unmet = foreseen.checks().iter().filter(|check| check.status() != CheckStatus::Met);
    unmet.map(|check| check.name().into()).collect()
}

/// No rule covers it, or so many checks are not met.
fn lacking(unmet: &[String]) -> (bool, usize) {
    (unmet.iter().any(|name| name == "covered"), unmet.len())
}
