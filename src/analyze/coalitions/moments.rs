//! When to ask: the instants of a week between which the engine cannot answer otherwise.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use crate::analyze::destinations::{Kind, Stand};
use crate::analyze::incomplete::Incomplete;
use crate::analyze::prices::feeds;
use crate::analyze::situation::Ground;
use crate::analyze::times::{self, Time};
use crate::domain::calendar::Hours;
use crate::domain::destination::Destination;
use crate::domain::instant::Instant;
use crate::domain::people::People;
use crate::domain::span::Span;
use crate::policy::lists::{ListId, Standing};
use crate::policy::model::{Above, Measure, Most};
use crate::policy::people::{Active, Signer};
use crate::policy::selector::Initiators;

/// A week: whatever hours a policy writes, they come again.
const WEEK: u64 = 7 * 86_400;

/// The most instants at which terms and delays change something that are followed.
const MOST_TURNS: usize = 96;

/// The most changes of hours that are followed.
const MOST_CHANGES: usize = 4_096;

/// The most destinations that are looked at anew at some turn.
const MOST_LOOKS: usize = 1_000_000;

/// The lists that a destination touches, and how.
type Stands = Vec<(ListId, Stand)>;

/// When a payout is submitted and signed, and when it is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    pub(crate) submitted_at: Instant,
    pub(crate) at: Instant,
}

impl Moment {
    /// When the payout is submitted, and whoever signs has signed: as early as can help.
    #[must_use]
    pub fn submitted_at(&self) -> Instant {
        self.submitted_at
    }

    /// When it is decided.
    #[must_use]
    pub fn at(&self) -> Instant {
        self.at
    }
}

/// A moment at which a payout to a destination of some kind is asked about.
#[derive(Clone, Debug)]
pub(crate) struct Chance {
    pub(crate) moment: Moment,
    pub(crate) destination: Destination,
    /// The destination of that kind whose statement is the longest.
    pub(crate) last: Destination,
}

/// A time of the week, and the first instant of every stretch of it in which one answer holds.
pub(super) struct TimeOfWeek {
    pub(super) time: Time,
    firsts: Vec<Instant>,
}

/// Payouts submitted in the week from an instant, and decided before they expire: when to ask about them. Between two turns
/// nobody's term begins or ends, no delay passes, nothing cools off, and of several zones no clock is put forward or back.
pub(super) struct Sheet {
    pub(super) from: Instant,
    /// The last instant of the week: none of its payouts is submitted later.
    last: Instant,
    /// When the last of them has expired.
    pub(super) end: Instant,
    delay: Span,
    pub(super) times: Vec<TimeOfWeek>,
    /// Whose terms begin or end meanwhile.
    pub(super) terms: Vec<(Signer, Active)>,
    is_any_list_cooling: bool,
    pub(super) incomplete: Vec<Incomplete>,
}

impl Sheet {
    pub(super) fn of(ground: &Ground<'_>, candidates: &[(Destination, Standing)], from: Instant) -> Self {
        let (delay, last) = (ground.longest_delay(), from.plus_seconds(WEEK.saturating_sub(1)));
        let end = last.after(ground.policy.payout_ttl);
        let (terms, mut incomplete) = (terms(ground, from, end), Vec::new());
        let is_ahead = |at: &Instant| from < *at && *at < end;
        let mut turns: BTreeSet<Instant> = BTreeSet::new();
        // A delay may start with the week, and whenever somebody comes whose signature was there already.
        let begins = terms.iter().filter_map(|(_, active)| active.from).filter(is_ahead);
        for begin in core::iter::once(from).chain(begins) {
            let delays = ground.rules.iter().filter_map(|rule| rule.delay.as_ref());
            turns.extend(delays.map(|delay| begin.after(delay.span)));
            turns.insert(begin);
        }
        // Whoever goes can still stop what was submitted before, and nothing that is submitted after.
        let goes = terms.iter().filter_map(|(_, active)| active.until);
        turns.extend(goes.flat_map(|until| [until, until.after(delay)]));
        turns.retain(|at| is_ahead(at) || *at == from);
        let most = MOST_LOOKS.checked_div(candidates.len().max(1)).unwrap_or(0).clamp(8, MOST_TURNS);
        let end = match turns.iter().nth(most).copied() {
            None => end,
            Some(end) => {
                let bound = alloc::format!("only the times from {from} to {end} were asked about");
                incomplete.push(Incomplete { what: "terms that begin and end too often".into(), bound });
                end
            }
        };
        let cooled = cooled(ground, candidates, from, end);
        if let Some(at) = cooled.iter().nth(most) {
            let bound = alloc::format!("what cools off from {at} on is taken to go on cooling until another change");
            incomplete.push(Incomplete { what: "lists that cool off too often".into(), bound });
        }
        turns.extend(cooled.iter().take(most));
        let is_any_list_cooling = !cooled.is_empty();
        let shifts = shifts(ground, from, end);
        if let Some(at) = shifts.iter().nth(most) {
            let bound = alloc::format!("what clocks in several zones say together was not asked about from {at} on");
            incomplete.push(Incomplete { what: "clocks that are put forward or back too often".into(), bound });
        }
        turns.extend(shifts.iter().take(most));
        let mut sheet = Self { from, last, end, delay, times: Vec::new(), terms, is_any_list_cooling, incomplete };
        let turns: Vec<Instant> = turns.into_iter().filter(|at| *at < end).collect();
        let ends = turns.iter().skip(1).copied().chain([end]);
        let mut changes = 0usize;
        for (begin, end) in turns.iter().zip(ends) {
            // A week in which a clock is put forward or back need not hold every time of the week.
            let shift = ground.hours().iter().filter_map(|hours| hours.next_shift(*begin)).min();
            let two_weeks = begin.plus_seconds(WEEK.saturating_mul(2));
            let week = if shift.is_some_and(|shift| shift < two_weeks) { two_weeks } else { begin.plus_seconds(WEEK) };
            sheet.walk(ground, *begin, end.min(week), &mut changes);
        }
        if changes >= MOST_CHANGES {
            let bound = String::from("not all times of the week were asked about");
            sheet.incomplete.push(Incomplete { what: "hours that change too often".into(), bound });
        }
        sheet
    }

    /// Enters the times of the week from one turn to the next. What is within which hours, the wall clock says at that
    /// instant, so that a change to summer time is no special case.
    fn walk(&mut self, ground: &Ground<'_>, begin: Instant, end: Instant, changes: &mut usize) {
        let (hours, mut seen) = (ground.hours(), BTreeSet::new());
        let mut at = begin;
        while *changes < MOST_CHANGES {
            *changes = changes.saturating_add(1);
            let (within, outside) = times::parted(&hours, at);
            if seen.insert(within.clone()) {
                if let Some(known) = self.times.iter_mut().find(|known| known.time.within == within) {
                    known.firsts.push(at);
                } else {
                    let time = Time { at, within, outside };
                    self.times.push(TimeOfWeek { time, firsts: alloc::vec![at] });
                }
            }
            let next = hours.iter().filter_map(|hours| hours.next_change(at)).min();
            match next.filter(|next| at < *next && *next < end) {
                Some(next) => at = next,
                None => return,
            }
        }
    }

    /// The kinds of destination at a time of the week, and when to ask about each.
    pub(super) fn kinds(
        &self,
        ground: &Ground<'_>,
        candidates: &[(Destination, Standing)],
        time: &TimeOfWeek,
    ) -> Vec<(Kind, Vec<Chance>)> {
        let mut kinds: BTreeMap<Stands, (Kind, Vec<Chance>)> = BTreeMap::new();
        for at in time.firsts.iter().rev() {
            let moment = Moment { submitted_at: at.before(self.delay).max(self.from).min(self.last), at: *at };
            for kind in ground.kinds(candidates, *at) {
                let chance = Chance { moment, destination: kind.destination.clone(), last: kind.last.clone() };
                let (_, chances) = kinds.entry(kind.stands.clone()).or_insert_with(|| (kind, Vec::new()));
                // While nobody comes or goes, whoever can release earlier can release later too: the last one says all.
                if chances.is_empty() || !self.terms.is_empty() {
                    chances.push(chance);
                }
            }
            if self.terms.is_empty() && !self.is_any_list_cooling {
                break;
            }
        }
        kinds.into_values().map(|(kind, chances)| (kind, chances.into_iter().rev().collect())).collect()
    }
}

/// Whose terms begin or end between two instants, of those who may ask or whom something counts.
fn terms(ground: &Ground<'_>, from: Instant, end: Instant) -> Vec<(Signer, Active)> {
    let roll = &ground.policy.roll;
    let is_ahead = |at: Instant| from < at && at < end;
    let changes = |active: Active| active.from.is_some_and(is_ahead) || active.until.is_some_and(is_ahead);
    let counted = ground.rules.iter().flat_map(|rule| {
        let waived_by = rule.delay.as_ref().and_then(|delay| delay.waived_by.as_ref());
        [rule.approve.quorum(), rule.veto.as_ref(), waived_by]
    });
    let feeds = if in_currency(ground) { feeds(ground.policy, ground.asset) } else { People::NOBODY };
    let counted = counted.flatten().fold(feeds, |all, quorum| all.or(quorum.people()));
    let asks = |signer: Signer| {
        let named = ground.rules.iter().map(|rule| &rule.selector.initiators);
        named.filter(|one| **one != Initiators::Anyone).any(|one| one.take(Some(signer)))
    };
    let approvers = roll.who(|person| changes(person.active)).iter().map(Signer::Approver);
    let approvers =
        approvers.filter(|signer| matches!(signer, Signer::Approver(one) if counted.has(*one)) || asks(*signer));
    let requesters = roll.requesters.iter().enumerate().filter(|(_, person)| changes(person.active));
    let requesters = requesters.map(|(place, _)| Signer::Requester(place)).filter(|signer| asks(*signer));
    let with_term = |signer: Signer| Some((signer, roll.person(signer)?.active));
    approvers.chain(requesters).filter_map(with_term).collect()
}

/// Whether something that concerns the asset counts what it is worth.
fn in_currency(ground: &Ground<'_>) -> bool {
    let of_rule = |above: &Above| match above {
        Above::Payout(sum) | Above::Window { sum, .. } => sum.of == Measure::Currency,
        Above::Nothing => false,
    };
    let of_limit = |most: &Most| match most {
        Most::Payout(sum) | Most::Window { sum, .. } => sum.of == Measure::Currency,
        Most::Count { .. } | Most::Fee { .. } | Most::AnyFee => false,
    };
    ground.rules.iter().any(|rule| of_rule(&rule.above)) || ground.limits.iter().any(|limit| of_limit(&limit.most))
}

/// When what something names cools off, between two instants.
fn cooled(
    ground: &Ground<'_>,
    candidates: &[(Destination, Standing)],
    from: Instant,
    end: Instant,
) -> BTreeSet<Instant> {
    let named = ground.lists();
    let of = |standing: &Standing| -> Vec<Instant> {
        standing.touched().filter(|list| named.contains(list)).filter_map(|list| standing.permits_from(list)).collect()
    };
    let all = candidates.iter().flat_map(|(_, standing)| of(standing));
    all.filter(|at| from < *at && *at < end).collect()
}

/// When a clock is put forward or back between two instants: in one zone a week is like the last all the same, and only
/// hours of several zones can then meet in another way.
fn shifts(ground: &Ground<'_>, from: Instant, end: Instant) -> BTreeSet<Instant> {
    let hours = ground.hours();
    let zones: BTreeMap<&str, &Hours> = hours.iter().map(|hours| (hours.zone(), *hours)).collect();
    let mut shifts = BTreeSet::new();
    for zone in zones.values().filter(|_| zones.len() > 1) {
        let next = |at: &Instant| zone.next_shift(*at).filter(|next| *next < end);
        shifts.extend(core::iter::successors(next(&from), next));
    }
    shifts
}
