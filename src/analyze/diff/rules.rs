//! Whether the inner policy asks for what a rule of the outer asks for: approvals, requests, vetoes, delays and hours.

use alloc::string::ToString;
use alloc::vec::Vec;

use super::cells::Face;
use super::gap::What;
use super::proof::{Proof, is_entered};
use super::sides::{Lacking, Wanted, lasts};
use crate::domain::people::People;
use crate::policy::model::{Above, Policy, Rule};
use crate::policy::people::Active;
use crate::policy::seats::Quorum;

impl<'p> Proof<'_, 'p> {
    pub(super) fn rule(&self, rule: &'p Rule, other: &Face<'p>, missing: &mut Vec<What>) {
        if self.is_out_of_reach(&rule.above) {
            return;
        }
        let binding = self.own.rules.iter().filter(|own| self.is_entered(&rule.above, &own.above));
        let binding: Vec<&Rule> = binding.copied().collect();
        let given: Vec<&Quorum> = binding.iter().filter_map(|own| own.approve.quorum()).collect();
        let is_closed = |own: &&Rule| own.hours.as_ref().is_some_and(|hours| !self.cell.is_within(hours));
        if binding.iter().any(is_closed) {
            return;
        }
        let name = || rule.name.to_string();
        if is_closed(&rule) {
            missing.push(What::Hours(name()));
        }
        if let Some(quorum) = rule.approve.quorum() {
            let entailed = self.sides.entails(self.approving(), self.counted_too(), &given, Wanted(quorum));
            missing.extend(entailed.err().map(|lacking| What::Quorum(name(), these(lacking))));
        }
        if rule.selector.initiators.are_named() && !self.is_requested(&binding) {
            missing.push(What::Request(name()));
        }
        if let Some(veto) = &rule.veto {
            missing.extend(self.unheard(veto, &binding, &given).map(|lacking| What::Veto(name(), these(lacking))));
        }
        if rule.delay.is_some() {
            missing
                .extend(self.hasty(rule, other, &binding, &given).map(|lacking| What::Delay(name(), these(lacking))));
        }
    }

    fn is_requested(&self, binding: &[&Rule]) -> bool {
        let named = binding.iter().any(|own| own.selector.initiators.are_named());
        named && self.initiators(lasts)
    }

    /// Whether the initiator's times of activity in the inner and in the outer are so.
    fn initiators(&self, test: impl Fn(Active, Active) -> bool) -> bool {
        let active = |policy: &Policy| {
            let signer = policy.roll.named(self.cell.initiator.as_str())?;
            policy.roll.person(signer).map(|person| person.active)
        };
        active(self.sides.inner).zip(active(self.sides.outer)).is_some_and(|(own, other)| test(own, other))
    }

    /// Whether the initiator's no in the outer is one in the inner, or the inner asks the initiator to sign.
    pub(super) fn is_withdrawn(&self, other: &Face<'p>) -> bool {
        let always = self.own.rules.iter().filter(|rule| matches!(rule.above, Above::Nothing));
        let requested = always.into_iter().any(|rule| rule.selector.initiators.are_named());
        other.initiator.is_none() || requested || self.initiators(|own, other| lasts(other, own))
    }

    /// People whose no stops the payout in the outer and not in the inner; in the outer option none if there are none,
    /// in the inner if there are too many to say.
    fn unheard(&self, veto: &Quorum, binding: &[&Rule], given: &[&Quorum]) -> Option<Lacking> {
        let vetoes: Vec<&Quorum> = binding.iter().filter_map(|own| own.veto.as_ref()).collect();
        if self.sides.is_heard_by_one(veto, &vetoes) {
            return None;
        }
        let mut apart: Vec<People> =
            vetoes.iter().chain(given).flat_map(|quorum| self.sides.inner_sets(quorum)).collect();
        apart.push(self.sides.heard);
        apart.extend(self.initiator().map(People::one));
        let Some(sets) = self.sides.smallest(veto, &apart) else { return Some(Lacking::Unknown) };
        let initiator = self.initiator().filter(|person| self.sides.heard.has(*person));
        let stops = |people: &People| {
            let heard = self.sides.to_inner(people.and(self.sides.heard));
            let left = self.sides.to_inner(self.approving().without(people.and(self.sides.heard)));
            initiator.is_some_and(|person| people.has(person))
                || vetoes.iter().any(|own| own.is_met_by(heard))
                || given.iter().any(|quorum| !quorum.is_met_by(left))
        };
        sets.into_iter().find(|people| !stops(people)).map(Lacking::These)
    }

    /// People who may have the payout before the outer's delay is over, in the same form.
    fn hasty(&self, rule: &Rule, other: &Face<'p>, binding: &[&Rule], given: &[&Quorum]) -> Option<Lacking> {
        let delay = rule.delay.as_ref()?;
        let is_anchored = rule.demands_signature() || self.is_anchored(other);
        let long = binding.iter().filter_map(|own| own.delay.as_ref()).filter(|own| own.span >= delay.span);
        let long: Vec<Option<&Quorum>> = long.map(|own| own.waived_by.as_ref()).filter(|_| is_anchored).collect();
        // One that nobody can waive runs out, and the outer's with it.
        let waivers = long.into_iter().collect::<Option<Vec<&Quorum>>>()?;
        let has_none = waivers.is_empty();
        let given: Vec<&Quorum> = given.iter().copied().chain(waivers).collect();
        let Some(waived_by) = &delay.waived_by else {
            let people = self.sides.to_inner(self.approving());
            let can_waive = given.iter().all(|quorum| quorum.is_met_by(people));
            return if has_none { Some(Lacking::Unknown) } else { can_waive.then(|| Lacking::These(self.approving())) };
        };
        // Whoever is enough for the inner may be enough to waive the outer's.
        let entailed = self.sides.entails(self.approving(), self.counted_too(), &given, Wanted(waived_by));
        entailed.err()
    }

    /// Whether the outer asks for some signature always, or wherever the inner does: without one no delay ever ends.
    fn is_anchored(&self, other: &Face<'p>) -> bool {
        let anchors: Vec<&Rule> = other.rules.iter().copied().filter(|one| one.demands_signature()).collect();
        let always = anchors.iter().any(|one| matches!(one.above, Above::Nothing));
        let mut own = self.own.rules.iter().filter(|own| own.demands_signature());
        always || own.all(|own| anchors.iter().any(|one| is_entered(self.reversed, &own.above, &one.above, self.cell)))
    }
}

fn these(lacking: Lacking) -> Option<People> {
    match lacking {
        Lacking::These(people) => Some(people),
        Lacking::Unknown => None,
    }
}
