//! Who could have had an example released under the policy that does not allow it.

use alloc::vec::Vec;

use super::cells;
use super::example::Example;
use super::features::Features;
use crate::analyze::foreseen::Foreseen;
use crate::analyze::supposed::{Asked, Said, Supposed};
use crate::approval::record::Verdict;
use crate::decide::check::CheckStatus;
use crate::decide::decision::Answer;
use crate::domain::instant::Instant;
use crate::domain::name::Name;
use crate::domain::people::People;
use crate::domain::span::Span;
use crate::payout::record::Payout;
use crate::policy::model::Policy;

/// How many people are left out on trial, over all orders.
const MOST_LEFT_OUT: usize = 256;

/// Who could have had an example released under the policy that does not allow it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Others {
    /// The very same people, and as soon: what they sign has to be another.
    Same(Approvals),
    /// As few as are enough.
    These(Vec<Name>),
    /// As few as are enough at that instant; those of the example would have to wait.
    Sooner(Vec<Name>),
    /// Nobody at that instant, and somebody later.
    NotYet,
    Nobody,
}

/// What approvals have to be, where people, times and amounts are not what the other policy refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Approvals {
    /// They end within so long.
    EndingWithin(Span),
    /// They are dated ahead by no more.
    AheadBy(Span),
    /// Signed at other times.
    AtOtherTimes,
}

/// Who could have it released if another asked for it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub(super) struct Instead {
    pub(super) initiator: Name,
    pub(super) people: Vec<Name>,
}

/// The policy that does not allow an example, asked with approvals as it takes them.
pub(super) struct Other<'a, 'p> {
    pub(super) policy: &'p Policy,
    /// With what has left before; none if it cannot read that.
    pub(super) supposed: Option<&'a Supposed<'p>>,
}

impl Other<'_, '_> {
    /// Who could have it released, and which features of the payout are what nobody could have it released with.
    pub(super) fn of(&self, example: &Example) -> (Others, Features) {
        let asked = self.open(&example.payout);
        let answer = self.everybody(asked.as_ref(), example);
        match (answer, &asked) {
            (Some(Answer::Allow), Some(asked)) => (self.some(asked, example), Features::default()),
            (Some(Answer::Wait), _) => (Others::NotYet, self.refused(example, answer)),
            _ => (Others::Nobody, self.refused(example, answer)),
        }
    }

    /// As few as are enough, where all together are.
    fn some(&self, asked: &Asked<'_, '_>, example: &Example) -> Others {
        let (signing, only_asking) = (example.signing(), example.only_asking());
        let same = asked.of_said(&self.taken(example, &signing, only_asking), example.at);
        if same.is_allowed() {
            return Others::Same(self.approvals(example));
        }
        let enough = |signing: &[Name]| asked.of_said(&self.taken(example, signing, None), example.at).is_allowed();
        let others = smallest(&self.everyone(example), &signing, &kept_together(self.policy), &enough);
        if lacks_time_alone(&same) { Others::Sooner(others) } else { Others::These(others) }
    }

    /// Who else could ask for it so that somebody can have it released at that instant, and as few as are enough then.
    pub(super) fn by_another(&self, example: &Example, initiators: &[Name]) -> Option<Instead> {
        let asked_by = example.payout.initiator();
        let is_free = |name: &&Name| *name != asked_by && !example.rejecting().contains(name);
        initiators.iter().filter(is_free).find_map(|name| {
            let example = Example { payout: example.payout.with_initiator(name.clone()), ..example.clone() };
            let asked = self.open(&example.payout)?;
            let everyone = self.everyone(&example);
            let enough =
                |signing: &[Name]| asked.of_said(&self.taken(&example, signing, None), example.at).is_allowed();
            let people = || smallest(&everyone, &example.signing(), &kept_together(self.policy), &enough);
            enough(&everyone).then(|| Instead { initiator: name.clone(), people: people() })
        })
    }

    /// What of the approvals of an example is not as the policy takes them.
    fn approvals(&self, example: &Example) -> Approvals {
        let approving = || example.said.iter().filter(|said| said.verdict == Verdict::Approve);
        let (lifetime, skew) = (self.policy.approval_ttl, self.policy.clock_skew);
        if approving().any(|said| said.expires_at.is_some_and(|end| end > said.signed_at.after(lifetime))) {
            Approvals::EndingWithin(lifetime)
        } else if approving().any(|said| said.signed_at > said.received_at.after(skew)) {
            Approvals::AheadBy(skew)
        } else {
            Approvals::AtOtherTimes
        }
    }

    /// Which features somebody could have it released without, or sooner.
    fn refused(&self, example: &Example, answer: Option<Answer>) -> Features {
        let is_better = |payout: &Payout| {
            let found = self.everybody(self.open(payout).as_ref(), example);
            match found {
                Some(Answer::Allow) => true,
                Some(Answer::Wait) => matches!(answer, Some(Answer::Deny) | None),
                Some(Answer::Deny) | None => false,
            }
        };
        let all = Features::without(&example.payout, self.policy);
        all.into_iter().find(|(_, payout)| is_better(payout)).map(|(features, _)| features).unwrap_or_default()
    }

    fn open(&self, payout: &Payout) -> Option<Asked<'_, '_>> {
        self.supposed.and_then(|supposed| supposed.open(payout).ok())
    }

    /// What it says if everybody signs who may and does not reject it.
    fn everybody(&self, asked: Option<&Asked<'_, '_>>, example: &Example) -> Option<Answer> {
        let said = self.taken(example, &self.everyone(example), None);
        asked.map(|asked| asked.of_said(&said, example.at).verdict())
    }

    fn everyone(&self, example: &Example) -> Vec<Name> {
        let rejecting = example.rejecting();
        let mut all = everyone(self.policy, example.payout.initiator());
        all.retain(|name| !rejecting.contains(name));
        all
    }

    /// What these people say, as the policy takes it: from the submission on, or once they are active, and again whenever
    /// an approval ends. Whoever rejects does as in the example.
    fn taken(&self, example: &Example, signing: &[Name], only_asking: Option<&Name>) -> Vec<Said> {
        let (submitted_at, initiator) = (example.payout.submitted_at(), example.payout.initiator());
        let lifetime = self.policy.approval_ttl;
        let age = example.at.unix().saturating_sub(submitted_at.unix());
        let passed = age.checked_div(lifetime.seconds()).unwrap_or(0);
        let mut all: Vec<Said> = example.said.iter().filter(|said| said.verdict == Verdict::Reject).cloned().collect();
        for signer in signing {
            let begins = self.begins(signer).filter(|begins| submitted_at < *begins && *begins <= example.at);
            let again = (passed.saturating_sub(1)..=passed)
                .map(|nth| submitted_at.plus_seconds(nth.saturating_mul(lifetime.seconds())));
            let mut add = |verdict, at: Instant| {
                let expires_at = (verdict == Verdict::Approve).then(|| at.after(lifetime));
                all.push(Said { signer: signer.clone(), verdict, signed_at: at, expires_at, received_at: at });
            };
            if only_asking != Some(signer) {
                again.chain(begins).for_each(|at| add(Verdict::Approve, at));
            }
            if signer == initiator {
                [Some(submitted_at), begins].into_iter().flatten().for_each(|at| add(Verdict::Request, at));
            }
        }
        all.sort();
        all
    }

    fn begins(&self, signer: &Name) -> Option<Instant> {
        let roll = &self.policy.roll;
        roll.named(signer.as_str()).and_then(|signer| roll.person(signer))?.active.from
    }
}

/// Everybody whom a policy lets sign something of what this one initiates.
pub(super) fn everyone(policy: &Policy, initiator: &Name) -> Vec<Name> {
    let mut names: Vec<Name> = policy.approvers().cloned().collect();
    names.extend(policy.roll.named(initiator.as_str()).map(|_| initiator.clone()));
    names.sort();
    names.dedup();
    names
}

/// Of these people as few as are enough: `wanted` are kept as long as others can be left out, and who is at place
/// `first` is left out before all others.
pub(super) fn fewest(everyone: &[Name], wanted: &[Name], first: usize, enough: &dyn Fn(&[Name]) -> bool) -> Vec<Name> {
    let mut order: Vec<&Name> = everyone.iter().skip(first).chain(everyone.iter().take(first)).collect();
    order.sort_by_key(|name| wanted.contains(name));
    let mut kept: Vec<Name> = everyone.to_vec();
    for name in order {
        let fewer: Vec<Name> = kept.iter().filter(|one| *one != name).cloned().collect();
        if enough(&fewer) {
            kept = fewer;
        }
    }
    kept
}

/// The same, whoever is left out first, and whoever of these sets is left out last: of all that are left the fewest.
pub(super) fn smallest(
    everyone: &[Name],
    wanted: &[Name],
    sets: &[Vec<Name>],
    enough: &dyn Fn(&[Name]) -> bool,
) -> Vec<Name> {
    let tries = MOST_LEFT_OUT.checked_div(everyone.len()).unwrap_or(0).clamp(1, everyone.len().max(1));
    let rotated = (0..tries).map(|first| fewest(everyone, wanted, first, enough));
    let kept = sets.iter().take(tries).map(|set| fewest(everyone, set, 0, enough));
    rotated.chain(kept).min_by_key(Vec::len).unwrap_or_default()
}

/// The fewest who do, where fewer than so many do: of many people not all sets are tried.
pub(super) fn fewer(
    everyone: &[Name],
    many: usize,
    most_sets: usize,
    enough: &dyn Fn(&[Name]) -> bool,
) -> Option<Vec<Name>> {
    // All sets of one size, each with the place of whom it may still be joined by.
    let mut sets: Vec<(usize, Vec<Name>)> = alloc::vec![(0, Vec::new())];
    let mut left = most_sets;
    for _ in 0..many {
        for (_, set) in &sets {
            left = left.checked_sub(1)?;
            if enough(set) {
                return Some(set.clone());
            }
        }
        let joined = sets.iter().flat_map(|(next, set)| {
            let later = everyone.iter().enumerate().skip(*next);
            later.map(|(place, name)| (place.saturating_add(1), [set.as_slice(), core::slice::from_ref(name)].concat()))
        });
        sets = joined.take(left).collect();
    }
    None
}

/// The people of every set that some quorum of a policy looks at.
pub(super) fn kept_together(policy: &Policy) -> Vec<Vec<Name>> {
    let mut sets: Vec<People> = cells::sets(policy).collect();
    sets.sort_unstable();
    sets.dedup();
    sets.into_iter().map(|set| policy.roll.names(set)).collect()
}

/// Whether delays and hours are all that is not met yet.
fn lacks_time_alone(foreseen: &Foreseen) -> bool {
    foreseen.verdict() == Answer::Wait
        && foreseen.checks().iter().all(|check| {
            let is_time = ["delay:", "hours:"].iter().any(|kind| check.name().starts_with(kind));
            is_time || check.status() == CheckStatus::Met
        })
}
