//! The time that a tier takes, and the veto it gives: what payouts that stay below it do without.

use alloc::string::String;
use alloc::vec::Vec;

use super::cases::Case;
use super::fewer::{Search, without_spare};
use super::ground::{Ground, all_met, daily, quorums, threshold};
use super::holes::MOST_TIMES;
use super::looser::{Open, sooner, times, unstopped};
use super::proof::{Leaves, again};
use super::splits::{End, before_asking, counts_all, in_a_day, is_below};
use crate::domain::calendar::Hours;
use crate::domain::people::People;
use crate::domain::span::Span;
use crate::policy::model::{Rule, Sum};

/// What a tier adds besides people who agree.
#[derive(Clone, Copy)]
enum What {
    Delay(Span),
    Veto,
}

/// A delay or veto that is gone around.
pub(super) struct Pause<'p> {
    what: What,
    /// What holds what leaves without it.
    pub(super) end: Option<End<'p>>,
    /// Some who are enough for it.
    people: People,
}

impl<'p> Pause<'p> {
    /// What those do without who stay below a tier that looks at one payout or destination alone; none where all that leaves has
    /// it anyway, or before long, or where nothing leaves.
    pub(super) fn gone_around(
        ground: &'p Ground<'p>,
        case: &'p Case,
        (tier, line): (&'p Rule, Sum),
        search: &mut Search<'p>,
    ) -> Option<Self> {
        let delay = tier.delay.as_ref().map(|delay| What::Delay(delay.span));
        let veto = tier.veto.as_ref().map(|_| What::Veto);
        delay.into_iter().chain(veto).find_map(|what| Self::of(ground, case, (tier, line), what, search))
    }

    fn of(
        ground: &'p Ground<'p>,
        case: &'p Case,
        (tier, line): (&'p Rule, Sum),
        what: What,
        search: &mut Search<'p>,
    ) -> Option<Self> {
        let available = ground.approvers(case);
        let mut lacks = |binding: &[&'p Rule]| match what {
            What::Delay(_) => sooner(search, tier, available, binding).is_some(),
            What::Veto => unstopped(ground, search, tier, binding).is_some(),
        };
        let in_parts = |other: &&Rule| is_below(ground, case, other, tier) && !counts_all(ground, case, other);
        let mut binding: Vec<&Rule> = ground.always(case).chain(ground.tiers(case).filter(in_parts)).collect();
        let far = Sum { units: line.units.saturating_mul(MOST_TIMES), of: line.of };
        let in_all = |other: &&Rule| counts_all(ground, case, other) && !ground.never_reaches(case, other);
        let mut beyond: Vec<(&Rule, Sum, Span)> = Vec::new();
        for other in ground.tiers(case).filter(in_all) {
            let Some((sum, Some(span))) = threshold(other) else { continue };
            let sum = before_asking(ground, case, (other, tier), sum);
            let of_a_day = Sum { units: daily(sum.units, span), of: sum.of };
            if ground.is_never_more(case.asset, far, of_a_day) {
                beyond.push((other, sum, span));
            } else {
                binding.push(other);
            }
        }
        let needed = quorums(binding.iter().copied());
        // Rules that bind at some hours, by turns, may be what all waits for.
        let binds_parts = |rule: &&Rule| threshold(rule).is_none() || is_below(ground, case, rule, tier);
        let during = ground.rules(&case.binding).filter(|rule| rule.during.is_some()).filter(binds_parts);
        let have_it = during.filter(|rule| !lacks(&with(&binding, rule)));
        let marks: Open = have_it.filter_map(|rule| rule.during.as_ref()).map(Hours::mark).collect();
        let is_had_by_turns = !marks.is_empty() && times(ground).keys().all(|open| !open.is_disjoint(&marks));
        if is_had_by_turns || !all_met(&needed, available) || !lacks(&binding) {
            return None;
        }
        let ending = beyond.into_iter().filter(|(other, ..)| !lacks(&with(&binding, other)));
        let ending = ending.min_by_key(|(_, sum, span)| in_a_day(ground, case, *sum, *span));
        let ends = [ground.least_cap(case).map(End::Cap), ending.map(|(other, sum, span)| End::Tier(other, sum, span))];
        let end = ends.into_iter().flatten().min_by_key(|end| end.in_a_day(ground, case));
        // Some of those who can sign may waive what others wait for.
        let people = match what {
            What::Delay(_) => available,
            What::Veto => without_spare(&needed, available, People::NOBODY, People::NOBODY),
        };
        Some(Self { what, end, people })
    }

    /// The payouts, so large and twice, that do without it.
    pub(super) fn leaves(&self, ground: &Ground<'_>, case: &Case, part: Sum) -> Leaves {
        let delay = match self.what {
            What::Delay(span) => Some(span),
            What::Veto => None,
        };
        Leaves::of(ground, case, self.people, again(ground, case, part)).waiting_less(delay)
    }

    /// `` none of it waits the 24h of `large` ``.
    pub(super) fn escapes(&self, ground: &Ground<'_>, tier: &Rule) -> String {
        match self.what {
            What::Delay(span) => alloc::format!("none of it waits the {span} of `{}`", tier.name),
            What::Veto => {
                let veto = ground.written(&ground.at_rule(tier, "veto"));
                alloc::format!("`{veto}` may not veto it, as under `{}`", tier.name)
            }
        }
    }
}

/// Some rules and another.
fn with<'p>(binding: &[&'p Rule], other: &'p Rule) -> Vec<&'p Rule> {
    binding.iter().copied().chain([other]).collect()
}
