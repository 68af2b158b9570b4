//! One kind of payout: who can release it, who can stop it, and without whom it is locked.

use alloc::string::String;
use alloc::vec::Vec;

use super::coalition::{Coalition, Release, Replay};
use super::symmetry::brief;
use crate::analyze::counts::Counts;
use crate::analyze::destinations::Kind;
use crate::analyze::incomplete::Budget;
use crate::analyze::minimal::{enough, largest_without};
use crate::analyze::party::Party;
use crate::analyze::people::{Class, Classes};
use crate::analyze::situation::{Ground, Initiator};
use crate::analyze::supposed::{Asked, Supposed};
use crate::decide::check::CheckCode;
use crate::domain::instant::Instant;
use crate::domain::name::Name;
use crate::domain::people::People;
use crate::domain::span::Span;
use crate::payout::record::Payout;
use crate::policy::model::Policy;

/// What is asked about: everything but the amount.
pub(crate) struct Field<'f, 'p> {
    pub(crate) supposed: &'f Supposed<'p>,
    pub(crate) budget: &'f Budget,
    pub(crate) ground: &'f Ground<'p>,
    pub(crate) classes: &'f Classes,
    pub(crate) initiators: &'f [Initiator],
    pub(crate) kind: &'f Kind,
    pub(crate) at: Instant,
}

/// What was found of a kind of payout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    /// The payout that was asked about, as the first initiator would ask for it.
    pub(crate) asked: Option<Payout>,
    pub(crate) at: Instant,
    pub(crate) releases: Vec<Release>,
    /// Those who can do it without waiting; as the others where nothing waits.
    pub(crate) at_once: Vec<Release>,
    pub(crate) vetoes: Vec<Vetoes>,
    /// The smallest sets without whom nobody can release.
    pub(crate) locks: Vec<Coalition>,
    pub(crate) are_all: bool,
}

/// Who can stop the payouts of some initiators.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vetoes {
    pub(crate) initiators: Vec<Initiator>,
    /// Whether the initiator can withdraw it.
    pub(crate) can_withdraw: bool,
    pub(crate) coalitions: Vec<Coalition>,
}

impl Vetoes {
    /// Who of these can stop it, each set by itself.
    #[must_use]
    pub fn coalitions(&self) -> &[Coalition] {
        &self.coalitions
    }

    /// Whether the initiator can withdraw it.
    #[must_use]
    pub fn can_withdraw(&self) -> bool {
        self.can_withdraw
    }

    /// Whose payouts these are; a name that the policy does not know stands for all such names.
    #[must_use]
    pub fn initiators(&self, policy: &Policy) -> Vec<Name> {
        let named = |one: &Initiator| match one.signer {
            None => alloc::vec![one.name.clone()],
            Some(_) => one.alike.names(policy),
        };
        self.initiators.iter().flat_map(named).collect()
    }

    pub(crate) fn initiators_in_words(&self, policy: &Policy) -> String {
        let named = |one: &Initiator| match one.signer {
            None => "anybody else".into(),
            Some(_) => super::coalition::people(policy, &one.alike),
        };
        self.initiators.iter().map(named).collect::<Vec<String>>().join(", ")
    }
}

/// A smallest set that releases, found for one initiator.
struct Found {
    counts: Counts,
    replay: Replay,
}

impl<'p> Field<'_, 'p> {
    /// Everything about payouts of so many units.
    pub(crate) fn cell(&self, units: u128) -> Cell {
        self.budget.next_kind();
        let delay = self.ground.longest_delay();
        // Who has signed for as long as the longest delay has waited out every one: one question says what they can
        // ever release at this time of the week.
        let long_ago = self.at.before(delay);
        let (found, mut are_all) = self.found(units, long_ago);
        let waits = |found: &Found| if delay == Span::ZERO { delay } else { self.waits(units, found) };
        let releases = self.releases(&found, waits);
        let at_once = if releases.iter().all(|release| release.waits == Span::ZERO) {
            releases.clone()
        } else {
            let (found, are_all_found) = self.found(units, self.at);
            are_all &= are_all_found;
            self.releases(&found, |_| Span::ZERO)
        };
        let counts: Vec<Counts> = found.iter().map(|found| found.counts.clone()).collect();
        let (vetoes, are_all_found) = self.vetoes(units, long_ago, &found);
        let asked = self.initiators.first().and_then(|initiator| self.payout(initiator, units, long_ago));
        let locks = if are_all { self.locks(&counts) } else { Vec::new() };
        Cell { asked, at: self.at, releases, at_once, vetoes, locks, are_all: are_all && are_all_found }
    }

    /// The smallest sets that release a payout submitted at an instant, over all initiators.
    fn found(&self, units: u128, submitted_at: Instant) -> (Vec<Found>, bool) {
        let (mut all, mut are_all): (Vec<Found>, bool) = (Vec::new(), true);
        for initiator in self.initiators {
            let Some(payout) = self.payout(initiator, units, submitted_at) else { continue };
            let Ok(asked) = self.supposed.open(&payout) else { continue };
            let party = |counts: &Counts| self.party(counts, initiator);
            let ask = |counts: &Counts| self.afford().then(|| asked.allows(&party(counts), self.at));
            let found = enough(&self.most(initiator), &ask);
            are_all &= found.are_all;
            for counts in found.smallest {
                let replay = Replay { payout: asked.payout().clone(), signing: party(&counts), at: self.at };
                let counts = initiator.class.map_or(counts.clone(), |class| counts.plus_one(class));
                all.push(Found { counts, replay });
            }
        }
        all.sort_by_key(|found| crate::analyze::minimal::in_order(&found.counts));
        let mut smallest: Vec<Found> = Vec::new();
        for found in all {
            if !smallest.iter().any(|one| found.counts.cover(&one.counts)) {
                smallest.push(found);
            }
        }
        (smallest, are_all)
    }

    /// In words as few as may be, each with one proof.
    fn releases(&self, found: &[Found], waits: impl Fn(&Found) -> Span) -> Vec<Release> {
        let mut by_wait: Vec<(Span, Vec<&Found>)> = Vec::new();
        for one in found {
            let waits = waits(one);
            match by_wait.iter_mut().find(|(span, _)| *span == waits) {
                Some((_, alike)) => alike.push(one),
                None => by_wait.push((waits, alloc::vec![one])),
            }
        }
        let mut releases = Vec::new();
        for (waits, alike) in by_wait {
            let counts = alike.iter().map(|found| found.counts.clone()).collect();
            let (classes, sets) = brief(self.classes.clone(), counts);
            for set in sets {
                let proof = alike.iter().find(|found| classes.count(&self.classes.party(&found.counts, None)) == set);
                let coalition = Coalition::of(&set, &classes);
                releases.extend(proof.map(|found| Release { coalition, waits, replay: found.replay.clone() }));
            }
        }
        releases
    }

    /// How long they have to wait after they have signed.
    fn waits(&self, units: u128, found: &Found) -> Span {
        let initiator = self.initiators.iter().find(|one| one.name == *found.replay.payout.initiator());
        let payout = initiator.and_then(|initiator| self.payout(initiator, units, self.at));
        let asked = payout.and_then(|payout| self.supposed.open(&payout).ok());
        let foreseen = asked.map(|asked| asked.of(&found.replay.signing, &Party::nobody(), self.at));
        let checks = foreseen.iter().flat_map(crate::analyze::foreseen::Foreseen::checks);
        let delays = checks.filter(|check| check.name().starts_with("delay:"));
        let until = delays.filter_map(crate::decide::check::Check::until).max().unwrap_or(self.at);
        Span::of_seconds(until.unix().saturating_sub(self.at.unix()))
    }

    /// Who can stop what, of every initiator for whom somebody can release.
    fn vetoes(&self, units: u128, submitted_at: Instant, found: &[Found]) -> (Vec<Vetoes>, bool) {
        let (mut all, mut are_all): (Vec<Vetoes>, bool) = (Vec::new(), true);
        for initiator in self.initiators {
            if !found.iter().any(|found| *found.replay.payout.initiator() == initiator.name) {
                continue;
            }
            let Some(payout) = self.payout(initiator, units, submitted_at) else { continue };
            let Ok(asked) = self.supposed.open(&payout) else { continue };
            let everybody = self.everybody(initiator);
            let stopped = |rejecting: &Party, check| asked.of(&everybody, rejecting, self.at).fails(check);
            let ask = |counts: &Counts| self.afford().then(|| stopped(&self.classes.party(counts, None), "veto"));
            let found = enough(&self.most_of(self.with_a_veto()), &ask);
            are_all &= found.are_all;
            let own = initiator.signer.map(|signer| Party::nobody().with(signer));
            let can_withdraw = own.is_some_and(|own| stopped(&own, "withdrawn"));
            let (classes, sets) = brief(self.classes.clone(), found.smallest);
            let coalitions: Vec<Coalition> = sets.iter().map(|set| Coalition::of(set, &classes)).collect();
            match all.iter_mut().find(|known| known.coalitions == coalitions && known.can_withdraw == can_withdraw) {
                Some(known) => known.initiators.push(initiator.clone()),
                None => all.push(Vetoes { initiators: alloc::vec![initiator.clone()], can_withdraw, coalitions }),
            }
        }
        (all, are_all)
    }

    /// The smallest sets that have somebody of every set that releases.
    fn locks(&self, releasing: &[Counts]) -> Vec<Coalition> {
        if releasing.is_empty() {
            return Vec::new();
        }
        let all = self.classes.sizes();
        let lacking = largest_without(&all, releasing);
        let missing = lacking.iter().map(|lacking| all.beyond(lacking)).collect();
        let (classes, sets) = brief(self.classes.clone(), missing);
        sets.iter().map(|set| Coalition::of(set, &classes)).collect()
    }

    /// The payout, with a fee that no limit refuses for its asset.
    fn payout(&self, initiator: &Initiator, units: u128, submitted_at: Instant) -> Option<Payout> {
        let fees = self.ground.fees();
        let of = |fee| self.ground.payout(&self.kind.destination, &initiator.name, units, fee, submitted_at);
        let is_refused = |payout: &Payout| {
            let asked: Option<Asked<'_, 'p>> = self.supposed.open(payout).ok();
            let foreseen = asked.map(|asked| asked.of(&Party::nobody(), &Party::nobody(), self.at));
            foreseen.is_none_or(|foreseen| foreseen.failed().any(|check| check.code() == CheckCode::FeeAsset))
        };
        let (last, others) = fees.split_last()?;
        let fitting = others.iter().filter_map(|fee| of(*fee)).find(|payout| !is_refused(payout));
        fitting.or_else(|| of(*last))
    }

    /// So many of each class besides the initiator, and the initiator.
    fn party(&self, counts: &Counts, initiator: &Initiator) -> Party {
        let others = self.classes.party(counts, initiator.signer);
        initiator.signer.into_iter().fold(others, Party::with)
    }

    fn everybody(&self, initiator: &Initiator) -> Party {
        let approvers = Party::of_people(self.supposed.policy().roll.who(|_| true));
        initiator.signer.into_iter().fold(approvers, Party::with)
    }

    /// Whom it makes sense to ask about besides the initiator: whom a quorum counts.
    fn most(&self, initiator: &Initiator) -> Counts {
        let rules = self.ground.rules.iter();
        let waivers = rules.clone().filter_map(|rule| rule.delay.as_ref()?.waived_by.as_ref());
        let quorums = rules.filter_map(|rule| rule.approve.quorum()).chain(waivers);
        let most = self.most_of(quorums.fold(People::NOBODY, |all, quorum| all.or(quorum.people())));
        initiator.class.map_or(most.clone(), |class| most.with(class, most.of(class).saturating_sub(1)))
    }

    fn with_a_veto(&self) -> People {
        let vetoes = self.ground.rules.iter().filter_map(|rule| rule.veto.as_ref());
        vetoes.fold(People::NOBODY, |all, veto| all.or(veto.people()))
    }

    fn most_of(&self, people: People) -> Counts {
        let counted = |class: &Class| match class {
            Class::Approvers(class) => class.and(people).count(),
            Class::Requesters(_) => 0,
        };
        self.classes.iter().map(counted).collect()
    }

    fn afford(&self) -> bool {
        self.budget.spend(self.ground.weight())
    }
}
