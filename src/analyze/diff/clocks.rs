//! Which hours an instant can lie within together, as the wall clocks of their zones have it.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use crate::analyze::clocks::{CYCLE, WRITTEN_OUT};
use crate::domain::calendar::{Hours, HoursMark};
use crate::domain::instant::Instant;
use crate::policy::model::Policy;

/// Which hours an instant lies within.
pub(super) type State = BTreeMap<HoursMark, bool>;

/// The most states of all hours together that are told apart.
const MOST_STATES: usize = 256;

const DAY: i64 = 86_400;
const WEEK: i64 = 7 * DAY;
const MINUTES: usize = 10_080;

/// The first instant of 1970 was on a Thursday, three days after Monday.
const FIRST_DAY: i64 = 3 * DAY;

/// The wall clocks of all zones in which two policies write hours.
pub(super) struct Clocks {
    zones: Vec<Zone>,
    /// What holds at the instant from which on examples are looked for: that comes first.
    now: Vec<usize>,
}

/// The hours of one zone.
struct Zone {
    hours: Vec<Hours>,
    /// Which hours hold, each combination once.
    kinds: Vec<Vec<bool>>,
    /// The place of the combination that holds at every minute of the week.
    minutes: Vec<usize>,
}

/// A stretch of time in which no clock is set: how far each is ahead of UTC.
struct Unset {
    from: u64,
    until: u64,
    ahead: Vec<i64>,
}

impl Clocks {
    pub(super) fn of(policies: [&Policy; 2], from: Instant) -> Self {
        let rules = policies.into_iter().flat_map(|policy| policy.rules.iter());
        let all = rules.flat_map(|rule| [rule.hours.as_ref(), rule.during.as_ref()]).flatten();
        let mut zones: BTreeMap<&'static str, BTreeMap<HoursMark, Hours>> = BTreeMap::new();
        for hours in all {
            zones.entry(hours.mark().zone()).or_default().entry(hours.mark()).or_insert_with(|| hours.clone());
        }
        let zones: Vec<Zone> = zones.into_values().map(|hours| Zone::of(hours.into_values().collect())).collect();
        let ahead = |zone: &Zone| zone.hours.first()?.ahead_at(from).map(i64::from);
        let now = zones.iter().filter_map(|zone| Some(zone.at(from.unix(), ahead(zone)?))).collect();
        Self { zones, now }
    }

    /// What hours can hold together at an instant from `from` on and before `until`; none if that is too much.
    pub(super) fn states(&self, from: Instant, until: Option<Instant>) -> Option<Vec<State>> {
        // What no clock can add to is all there is.
        let most = self.most_states();
        let mut seen: BTreeSet<Vec<usize>> = BTreeSet::new();
        self.go_through(from, until, |_, kinds| {
            if !seen.contains(kinds) {
                seen.insert(kinds.to_vec());
            }
            seen.len() == most || seen.len() > MOST_STATES
        });
        let mut kinds: Vec<Vec<usize>> = seen.into_iter().collect();
        kinds.sort_by_key(|kinds| *kinds != self.now);
        (kinds.len() <= MOST_STATES).then(|| kinds.iter().map(|kinds| self.state(kinds)).collect())
    }

    /// How many states there are at most: every combination of every zone with every other zone's.
    pub(super) fn most_states(&self) -> usize {
        self.zones.iter().map(|zone| zone.kinds.len()).fold(1, usize::saturating_mul)
    }

    /// The first instant of a state from `from` on and before `until`.
    pub(super) fn first(&self, state: &State, from: Instant, until: Option<Instant>) -> Option<Instant> {
        let wanted: Option<Vec<usize>> = self.zones.iter().map(|zone| zone.kind(state)).collect();
        let (wanted, mut found) = (wanted?, None);
        self.go_through(from, until, |at, kinds| {
            if wanted == kinds {
                found = Some(at);
            }
            found.is_some()
        });
        found.and_then(Instant::from_unix)
    }

    fn state(&self, kinds: &[usize]) -> State {
        let zones = self.zones.iter().zip(kinds).filter_map(|(zone, kind)| Some((zone, zone.kinds.get(*kind)?)));
        zones.flat_map(|(zone, kind)| zone.hours.iter().map(Hours::mark).zip(kind.iter().copied())).collect()
    }

    /// Shows every combination, with an instant of it, until told to stop: as instants come, but for those that another
    /// week with the same clocks has shown.
    fn go_through(&self, from: Instant, until: Option<Instant>, mut stop: impl FnMut(u64, &[usize]) -> bool) {
        let mut shown: BTreeSet<Vec<i64>> = BTreeSet::new();
        let mut kinds = Vec::new();
        for Unset { from, until, ahead } in self.stretches(from, until) {
            if shown.contains(&ahead) {
                continue;
            }
            let week = from.saturating_add(WEEK.unsigned_abs());
            // Whatever is within hours changes on a whole minute of some wall clock.
            let changes: BTreeSet<u64> = ahead.iter().map(|ahead| ahead.rem_euclid(60).unsigned_abs()).collect();
            let mut minute = from.saturating_sub(from.checked_rem(60).unwrap_or(0));
            let end = until.min(week);
            let mut show = |at: u64| {
                kinds.clear();
                kinds.extend(self.zones.iter().zip(&ahead).map(|(zone, ahead)| zone.at(at, *ahead)));
                stop(at, &kinds)
            };
            if show(from) {
                return;
            }
            while minute < end {
                for change in &changes {
                    let at = minute.saturating_add(60).saturating_sub(*change);
                    if from < at && at < end && show(at) {
                        return;
                    }
                }
                minute = minute.saturating_add(60);
            }
            if week <= until {
                shown.insert(ahead);
            }
        }
    }

    /// Stretches of time from `from` on and before `until`, as far as the clocks do not repeat themselves.
    fn stretches(&self, from: Instant, until: Option<Instant>) -> impl Iterator<Item = Unset> + '_ {
        let repeats = from.unix().max(WRITTEN_OUT).saturating_add(CYCLE);
        let end = until.map_or(repeats, |until| until.unix().min(repeats));
        let mut next = Some(from);
        core::iter::from_fn(move || {
            let at = next.filter(|at| at.unix() < end)?;
            let ahead =
                self.zones.iter().map(|zone| zone.hours.first()?.ahead_at(at).map(i64::from)).collect::<Option<_>>()?;
            let set = self.zones.iter().filter_map(|zone| zone.hours.first()?.next_shift(at)).min();
            next = set.filter(|set| *set > at);
            Some(Unset { from: at.unix(), until: next.map_or(end, |next| next.unix().min(end)), ahead })
        })
    }
}

impl Zone {
    fn of(hours: Vec<Hours>) -> Self {
        let (mut kinds, mut minutes): (Vec<Vec<bool>>, Vec<usize>) = (Vec::new(), Vec::with_capacity(MINUTES));
        for (day, minute) in (0..7u8).flat_map(|day| (0..1_440u16).map(move |minute| (day, minute))) {
            let kind: Vec<bool> = hours.iter().map(|one| one.hold_in_week(day, minute)).collect();
            let place = kinds.iter().position(|known| *known == kind).unwrap_or_else(|| {
                kinds.push(kind);
                kinds.len().saturating_sub(1)
            });
            minutes.push(place);
        }
        Self { hours, kinds, minutes }
    }

    /// The place of the combination that holds at an instant, of a clock that is so far ahead of UTC.
    fn at(&self, unix: u64, ahead: i64) -> usize {
        let wall = i64::try_from(unix).unwrap_or(i64::MAX).saturating_add(ahead).saturating_add(FIRST_DAY);
        let minute = wall.rem_euclid(WEEK).checked_div(60).and_then(|minute| usize::try_from(minute).ok());
        minute.and_then(|minute| self.minutes.get(minute)).copied().unwrap_or(0)
    }

    /// The place of what a state says of these hours.
    fn kind(&self, state: &State) -> Option<usize> {
        let wanted: Option<Vec<bool>> = self.hours.iter().map(|hours| state.get(&hours.mark()).copied()).collect();
        let wanted = wanted?;
        self.kinds.iter().position(|kind| *kind == wanted)
    }
}
