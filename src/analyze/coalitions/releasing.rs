//! Who can release a kind of payout, and how soon.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use super::cell::{Field, Question};
use super::coalition::{Coalition, Release, Replay};
use super::symmetry::brief;
use crate::analyze::counts::Counts;
use crate::analyze::minimal::enough;
use crate::analyze::party::Party;
use crate::analyze::situation::Initiator;
use crate::decide::check::Check;
use crate::domain::span::Span;

/// A smallest set that releases, found for one initiator.
pub(super) struct Found {
    pub(super) counts: Counts,
    pub(super) replay: Replay,
    /// How long they have to wait after they have signed.
    pub(super) waits: Span,
}

/// Since when a payout is submitted and signed.
#[derive(Clone, Copy)]
pub(super) enum Since {
    /// As early as can help: long enough to have waited out every delay, if the week has begun by then.
    Earliest,
    /// No longer than this before it is decided.
    Within(Span),
    /// Since the instant at which it is decided.
    Now,
}

impl<'p> Field<'_, 'p> {
    /// Since when payouts are asked about: as early as can help, and as late as helps those who can waive a delay, while
    /// another runs.
    pub(super) fn waiting(&self) -> Vec<Since> {
        let delays = || self.ground.rules.iter().filter_map(|rule| rule.delay.as_ref());
        let mut spans: BTreeSet<Span> = delays().map(|delay| delay.span).collect();
        spans.pop_last();
        spans.retain(|_| delays().any(|delay| delay.waived_by.is_some()));
        core::iter::once(Since::Earliest).chain(spans.into_iter().rev().map(Since::Within)).collect()
    }

    /// The smallest sets that release a payout at some moment, over all initiators.
    pub(super) fn found(&self, units: u128, since: &[Since]) -> (Vec<Found>, bool) {
        let (mut all, mut are_all): (Vec<Found>, bool) = (Vec::new(), true);
        for initiator in self.initiators {
            let mut longest = None;
            for since in since {
                if let (Since::Within(span), Some(longest)) = (since, longest)
                    && longest <= *span
                {
                    continue;
                }
                let (own, are_all_own) = self.found_of(initiator, units, *since);
                are_all &= are_all_own;
                longest = own.iter().map(|found| found.waits).max().or(longest);
                all.extend(own);
            }
        }
        // More people are worth telling of where they wait less, since how long may depend on who asks; of those who need
        // not wait at all it is told elsewhere.
        all.sort_by_key(|found| (crate::analyze::minimal::in_order(&found.counts), found.waits));
        let mut smallest: Vec<Found> = Vec::new();
        for found in all {
            let is_as_soon = |one: &Found| one.waits <= found.waits || found.waits == Span::ZERO;
            if !smallest.iter().any(|one| found.counts.cover(&one.counts) && is_as_soon(one)) {
                smallest.push(found);
            }
        }
        (smallest, are_all)
    }

    /// The same of one initiator.
    fn found_of(&self, initiator: &Initiator, units: u128, since: Since) -> (Vec<Found>, bool) {
        let questions = self.questions(initiator, units, since);
        let party = |counts: &Counts| self.party(counts, initiator);
        let ask = |counts: &Counts| self.is_any_allowed(&questions, &party(counts));
        let found = enough(&self.most(initiator), &ask);
        let all = found.smallest.into_iter().filter_map(|counts| {
            let signing = party(&counts);
            let waits = |question: &Question<'_, 'p>| match since {
                Since::Earliest | Since::Within(_) => self.waits(initiator, units, question, &signing),
                Since::Now => Span::ZERO,
            };
            let allowed = questions.iter().filter(|question| self.is_allowed(question, &signing));
            let soonest = allowed.map(|question| (waits(question), question)).min_by_key(|(waits, _)| *waits);
            let (waits, question) = soonest?;
            let replay = Replay { payout: question.asked.payout().clone(), signing, at: question.at };
            let counts = initiator.class.map_or(counts.clone(), |class| counts.plus_one(class));
            Some(Found { counts, replay, waits })
        });
        // What is too long to be signed is no answer about others.
        let are_all = found.are_all && questions.len() == self.chances.len();
        (all.collect(), are_all)
    }

    /// In words as few as may be, each with one proof.
    pub(super) fn releases(&self, found: &[Found]) -> Vec<Release> {
        let mut by_wait: Vec<(Span, Vec<&Found>)> = Vec::new();
        for one in found {
            match by_wait.iter_mut().find(|(span, _)| *span == one.waits) {
                Some((_, alike)) => alike.push(one),
                None => by_wait.push((one.waits, alloc::vec![one])),
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

    /// How long they have to wait after they have signed, to release at that moment.
    fn waits(&self, initiator: &Initiator, units: u128, question: &Question<'_, 'p>, signing: &Party) -> Span {
        let at = question.at;
        let payout = self.payout(initiator, units, question.chance, at);
        let asked = payout.and_then(|payout| self.supposed.open(&payout).ok());
        let foreseen = asked.map(|asked| asked.of(signing, &Party::nobody(), at));
        let checks = foreseen.iter().flat_map(crate::analyze::foreseen::Foreseen::checks);
        let delays = checks.filter(|check| check.name().starts_with("delay:"));
        let until = delays.filter_map(Check::until).max().unwrap_or(at);
        Span::of_seconds(until.unix().saturating_sub(at.unix()))
    }
}
