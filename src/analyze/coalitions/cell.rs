//! One kind of payout: who can release it, who can stop it, and without whom it is locked.

use alloc::string::String;
use alloc::vec::Vec;

use super::coalition::{Coalition, Release};
use super::moments::{Chance, Moment};
use super::open::Opening;
use super::releasing::{Found, Since};
use super::symmetry::brief;
use super::vetoes::Vetoes;
use crate::analyze::counts::Counts;
use crate::analyze::incomplete::Budget;
use crate::analyze::minimal::enough;
use crate::analyze::party::Party;
use crate::analyze::people::{Class, Classes};
use crate::analyze::situation::{Ground, Initiator};
use crate::analyze::supposed::{Asked, Supposed};
use crate::decide::check::{Check, CheckCode, CheckStatus};
use crate::domain::instant::Instant;
use crate::domain::people::People;
use crate::domain::span::Span;
use crate::payout::record::Payout;

/// What is asked about: everything but the amount.
pub(crate) struct Field<'f, 'p> {
    pub(crate) supposed: &'f Supposed<'p>,
    pub(crate) budget: &'f Budget,
    pub(crate) ground: &'f Ground<'p>,
    pub(crate) classes: &'f Classes,
    pub(crate) initiators: &'f [Initiator],
    /// When it is asked about: whoever can release at one of these can release.
    pub(crate) chances: &'f [Chance],
    pub(crate) quoting: Quoting,
}

/// Who quotes what is worth how much.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Quoting {
    /// Whoever the policy asks, without being one of those who are asked about.
    Everybody,
    /// Of these, only those who are among the people that are asked about.
    Among(People),
}

/// What was found of a kind of payout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    /// The payout that was asked about, as the first initiator would ask for it at the first of the moments.
    pub(crate) asked: Option<Payout>,
    pub(crate) moments: Vec<Moment>,
    pub(crate) releases: Vec<Release>,
    /// Those who can do it without waiting; as the others where nothing waits.
    pub(crate) at_once: Vec<Release>,
    pub(crate) vetoes: Vec<Vetoes>,
    /// The smallest sets without whom nobody can release.
    pub(crate) locks: Vec<Coalition>,
    pub(crate) are_all: bool,
    /// Whether it cannot be known without a price that is missing.
    pub(crate) lacks_price: bool,
}

/// A payout, to be asked about at one moment.
pub(super) struct Question<'a, 'p> {
    pub(super) asked: Asked<'a, 'p>,
    pub(super) chance: &'a Chance,
    pub(super) at: Instant,
}

impl<'p> Field<'_, 'p> {
    /// Everything about payouts of so many units.
    pub(crate) fn cell(&self, units: u128) -> Cell {
        self.budget.next_kind();
        let (found, mut are_all) = self.found(units, &self.waiting());
        let releases = self.releases(&found);
        let at_once = if releases.iter().all(|release| release.waits == Span::ZERO) {
            releases.clone()
        } else {
            let (found, are_all_found) = self.found(units, &[Since::Now]);
            are_all &= are_all_found;
            self.releases(&found)
        };
        let (vetoes, are_all_found) = self.vetoes(units, &found);
        let first = self.initiators.first().zip(self.chances.first());
        let asked = first.and_then(|(one, chance)| self.payout(one, units, chance, chance.moment.submitted_at));
        let lacks_price = self.lacks_price(units);
        let are_all_found = are_all_found && !lacks_price;
        let locks = if are_all && !lacks_price { self.locks(units, &found) } else { Some(Vec::new()) };
        let are_all_found = are_all_found && locks.is_some();
        let locks = locks.unwrap_or_default();
        let moments = self.chances.iter().map(|chance| chance.moment).collect();
        Cell { asked, moments, releases, at_once, vetoes, locks, are_all: are_all && are_all_found, lacks_price }
    }

    /// Whether every destination of the kind can be asked about, whoever initiates.
    pub(crate) fn can_all_be_read(&self) -> bool {
        self.initiators.iter().all(|initiator| {
            self.chances.iter().all(|chance| {
                let at = chance.moment.submitted_at;
                let last = Chance { destination: chance.last.clone(), ..chance.clone() };
                self.payout(initiator, 1, &last, at).is_some_and(|payout| self.supposed.open(&payout).is_ok())
            })
        })
    }

    /// Whether the smallest payout is ever allowed, if everybody signs.
    pub(crate) fn opening(&self) -> Opening {
        if self.lacks_price(1) {
            return Opening::Unknown;
        }
        let mut why = String::new();
        for initiator in self.initiators {
            let everybody = self.everybody(initiator);
            for question in self.questions(initiator, 1, Since::Earliest) {
                if !self.afford() {
                    return Opening::Unknown;
                }
                let foreseen = question.asked.of(&everybody, &Party::nobody(), question.at);
                if foreseen.is_allowed() {
                    return Opening::Open;
                }
                // The one thing that a larger amount can cure: who has to approve that starts the delay.
                let never_starts = |check: &Check| matches!(check.code(), CheckCode::NoAnchor | CheckCode::Waivable);
                if foreseen.checks().iter().any(never_starts) {
                    return Opening::Unknown;
                }
                let unmet = || foreseen.checks().iter().filter(|check| check.status() != CheckStatus::Met);
                // Of what a rule covers at least it says more than that none does.
                if why.is_empty() && !unmet().any(|check| check.name() == "covered") {
                    let each = unmet().map(|check| alloc::format!("{}: {}", check.name(), check.text()));
                    why = each.collect::<Vec<String>>().join("; ");
                }
            }
        }
        Opening::Shut(why)
    }

    /// The payout of an initiator, at every moment.
    pub(super) fn questions(&self, initiator: &Initiator, units: u128, since: Since) -> Vec<Question<'_, 'p>> {
        let one = |chance: &'_ Chance| {
            let Moment { submitted_at, at } = chance.moment;
            let submitted_at = match since {
                Since::Earliest => submitted_at,
                Since::Within(span) => at.before(span).max(submitted_at),
                Since::Now => at,
            };
            self.supposed.open(&self.payout(initiator, units, chance, submitted_at)?).ok()
        };
        let asked = self.chances.iter().map(|chance| (one(chance), chance));
        asked.filter_map(|(asked, chance)| Some(Question { asked: asked?, chance, at: chance.moment.at })).collect()
    }

    pub(super) fn is_allowed(&self, question: &Question<'_, 'p>, signing: &Party) -> bool {
        match self.quoting {
            Quoting::Everybody => question.asked.allows(signing, question.at),
            Quoting::Among(feeds) => {
                question.asked.allows_without(feeds.without(signing.approvers), signing, question.at)
            }
        }
    }

    pub(super) fn is_any_allowed(&self, questions: &[Question<'_, 'p>], signing: &Party) -> Option<bool> {
        for question in questions {
            if !self.afford() {
                return None;
            }
            if self.is_allowed(question, signing) {
                return Some(true);
            }
        }
        Some(false)
    }

    /// Who can stop what, of every initiator for whom somebody can release: whenever that is.
    fn vetoes(&self, units: u128, found: &[Found]) -> (Vec<Vetoes>, bool) {
        let (mut all, mut are_all): (Vec<Vetoes>, bool) = (Vec::new(), true);
        for initiator in self.initiators {
            let everybody = self.everybody(initiator);
            let mut questions = self.questions(initiator, units, Since::Earliest);
            questions.retain(|question| question.asked.allows(&everybody, question.at));
            if questions.is_empty() {
                continue;
            }
            let stopped = |rejecting: &Party, check| {
                let foreseen = |one: &Question<'_, 'p>| one.asked.of(&everybody, rejecting, one.at);
                questions.iter().all(|question| foreseen(question).fails(check))
            };
            let afford = || questions.iter().all(|_| self.afford());
            let ask = |counts: &Counts| afford().then(|| stopped(&self.classes.party(counts, None), "veto"));
            let stopping = enough(&self.most_of(self.with_a_veto()), &ask);
            are_all &= stopping.are_all;
            let own = initiator.signer.map(|signer| Party::nobody().with(signer));
            let can_withdraw = own.is_some_and(|own| stopped(&own, "withdrawn"));
            let (classes, sets) = brief(self.classes.clone(), stopping.smallest);
            let coalitions: Vec<Coalition> = sets.iter().map(|set| Coalition::of(set, &classes)).collect();
            let asking = self.asking(initiator, found);
            match all.iter_mut().find(|known| known.coalitions == coalitions && known.can_withdraw == can_withdraw) {
                Some(known) => known.initiators.push(asking),
                None => all.push(Vetoes { initiators: alloc::vec![asking], can_withdraw, coalitions }),
            }
        }
        (all, are_all)
    }

    /// The initiator, with a class where nothing is released unless they sign.
    fn asking(&self, initiator: &Initiator, found: &[Found]) -> Initiator {
        let own = found.iter().filter(|found| *found.replay.payout.initiator() == initiator.name);
        let needed = initiator.signer.filter(|signer| own.clone().all(|found| found.replay.signing.has(*signer)));
        let class = initiator.class.or_else(|| self.classes.class_of(needed?));
        Initiator { class, ..initiator.clone() }
    }

    /// Whether some answer waits for a price that feeds could give, and nothing says which it would be.
    fn lacks_price(&self, units: u128) -> bool {
        // Of what is rated some price is supposed, and without feeds there never is another.
        let prices = self.supposed.policy().prices.as_ref().filter(|prices| prices.feeds.is_some());
        if prices.is_none_or(|prices| prices.rated.contains_key(&self.ground.asset)) {
            return false;
        }
        let waits = |initiator: &Initiator| {
            let everybody = self.everybody(initiator);
            self.questions(initiator, units, Since::Earliest).iter().any(|question| {
                let foreseen = question.asked.of(&everybody, &Party::nobody(), question.at);
                let lacks = |check: &&Check| check.name().starts_with("price:") && check.status() != CheckStatus::Met;
                // What is refused at any price needs none.
                let is_refused = ["limit", "block", "covered"].iter().any(|kind| foreseen.fails(kind));
                !is_refused && foreseen.checks().iter().any(|check| lacks(&check))
            })
        };
        self.initiators.iter().any(waits)
    }

    /// The payout, with a fee that no limit refuses for its asset.
    pub(super) fn payout(
        &self,
        initiator: &Initiator,
        units: u128,
        chance: &Chance,
        submitted_at: Instant,
    ) -> Option<Payout> {
        let fees = self.ground.fees();
        let of = |fee| self.ground.payout(&chance.destination, &initiator.name, units, fee, submitted_at);
        let is_refused = |payout: &Payout| {
            let asked: Option<Asked<'_, 'p>> = self.supposed.open(payout).ok();
            let foreseen = asked.map(|asked| asked.of(&Party::nobody(), &Party::nobody(), chance.moment.at));
            foreseen.is_none_or(|foreseen| foreseen.failed().any(|check| check.code() == CheckCode::FeeAsset))
        };
        let (last, others) = fees.split_last()?;
        let fitting = others.iter().filter_map(|fee| of(*fee)).find(|payout| !is_refused(payout));
        fitting.or_else(|| of(*last))
    }

    /// So many of each class besides the initiator, and the initiator; where one name alone is asked about, so many of
    /// each class, whether that one is among them or not.
    pub(super) fn party(&self, counts: &Counts, initiator: &Initiator) -> Party {
        let signer = initiator.signer.filter(|_| initiator.class.is_some());
        let others = self.classes.party(counts, signer);
        signer.into_iter().fold(others, Party::with)
    }

    fn everybody(&self, initiator: &Initiator) -> Party {
        let approvers = Party::of_people(self.supposed.policy().roll.who(|_| true));
        initiator.signer.into_iter().fold(approvers, Party::with)
    }

    /// Whom it makes sense to ask about besides the initiator: whom a quorum counts; and whoever is asked about by name,
    /// who may have to ask.
    pub(super) fn most(&self, initiator: &Initiator) -> Counts {
        let rules = self.ground.rules.iter();
        let waivers = rules.clone().filter_map(|rule| rule.delay.as_ref()?.waived_by.as_ref());
        let quorums = rules.filter_map(|rule| rule.approve.quorum()).chain(waivers);
        let quoting = match self.quoting {
            Quoting::Everybody => People::NOBODY,
            Quoting::Among(feeds) => feeds,
        };
        let most = self.most_of(quorums.fold(quoting, |all, quorum| all.or(quorum.people())));
        match (initiator.class, initiator.signer.and_then(|signer| self.classes.class_of(signer))) {
            (Some(class), _) => most.with(class, most.of(class).saturating_sub(1)),
            (None, Some(own)) => most.with(own, 1),
            (None, None) => most,
        }
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
