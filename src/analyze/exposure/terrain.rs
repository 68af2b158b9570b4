//! What a policy tells apart within a span of time, whoever the thieves are.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use crate::analyze::clocks;
use crate::analyze::incomplete::Incomplete;
use crate::analyze::people::Classes;
use crate::analyze::situation::{self, Ground};
use crate::domain::calendar::Hours;
use crate::domain::destination::{Destination, Place};
use crate::domain::instant::Instant;
use crate::domain::span::Span;
use crate::policy::lists::{ListId, Standing};
use crate::policy::model::{AssetId, Policy, WalletId};
use crate::policy::people::Active;
use crate::policy::selector::Destinations;

/// The most changes of the hours that are followed.
const MOST_CHANGES: usize = 4_096;

/// The most instants at which list entries come to count that are told apart.
const MOST_JOININGS: usize = 64;

/// Every kind of payout, and the instants between which nothing changes by itself.
pub(super) struct Terrain<'p> {
    pub(super) policy: &'p Policy,
    pub(super) at: Instant,
    /// The last second, counted from `at`.
    pub(super) end: u64,
    /// For how many seconds before `at` the thieves may have asked and signed.
    pub(super) lead: u64,
    /// Seconds after `at`: the first is 0, and from each to the next the engine treats a payout alike.
    pub(super) pieces: Vec<u64>,
    /// For each of them the first one that the engine cannot tell from it.
    pub(super) alike: Vec<usize>,
    pub(super) fields: Vec<Field<'p>>,
    pub(super) incomplete: Vec<Incomplete>,
}

/// One asset out of wallets that are alike.
pub(super) struct Field<'p> {
    pub(super) ground: Ground<'p>,
    pub(super) wallets: Vec<WalletId>,
    pub(super) classes: Classes,
    pub(super) paths: Vec<Path>,
}

/// Destinations that stand in the same lists all the time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Path {
    /// The lists they touch, and when they come to be in each.
    pub(super) stands: Vec<(ListId, Joins)>,
    /// All of them; none of strangers, of whom there are as many as one wants.
    pub(super) destinations: Vec<Destination>,
    /// What they are to `each = ["destination"]`; none of strangers.
    pub(super) places: Option<BTreeSet<Place>>,
}

/// When a destination that touches a list comes to be in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Joins {
    Before,
    /// So many seconds after the beginning.
    After(u64),
    NotInTime,
}

impl Path {
    pub(super) fn is_stranger(&self) -> bool {
        self.stands.is_empty()
    }

    /// `a stranger`, `exchanges`, `exchanges, from 14h on`.
    pub(super) fn in_words(&self, policy: &Policy) -> String {
        let one = |(list, joins): &(ListId, Joins)| {
            let name = policy.lists.name(*list)?;
            Some(match joins {
                Joins::Before => alloc::format!("{name}"),
                Joins::After(_) => alloc::format!("{name}, newly added"),
                Joins::NotInTime => alloc::format!("an address of {name} that does not count yet"),
            })
        };
        let all: Vec<String> = self.stands.iter().filter_map(one).collect();
        if all.is_empty() { "strangers".into() } else { all.join(" and ") }
    }

    /// From when on a payout to it no longer counts for what spares some lists: as the engine lets a line escape.
    pub(super) fn escapes(&self, to: &Destinations) -> Option<u64> {
        let Destinations::NotIn(spared) = to else { return None };
        let joins = self.stands.iter().filter(|(list, _)| spared.contains(list)).filter_map(|(_, joins)| match joins {
            Joins::Before => Some(0),
            Joins::After(seconds) => Some(*seconds),
            Joins::NotInTime => None,
        });
        joins.min()
    }
}

impl<'p> Terrain<'p> {
    /// What is told apart from `at` on for so many seconds, of one asset or of all; by others who veto so soon, if any do.
    pub(super) fn of(policy: &'p Policy, at: Instant, end: u64, only: Option<AssetId>, respond: Option<Span>) -> Self {
        Self::told_apart(policy, at, end, only, &BTreeSet::new(), respond)
    }

    /// The same for thieves who may have asked and signed so many seconds before.
    pub(super) fn with_lead(self, lead: u64) -> Self {
        Self { lead, ..self }
    }

    /// The same with lists that are told apart even if nothing of the policy names them.
    pub(super) fn with_lists(
        policy: &'p Policy,
        at: Instant,
        end: u64,
        only: Option<AssetId>,
        lists: &BTreeSet<ListId>,
    ) -> Self {
        Self::told_apart(policy, at, end, only, lists, None)
    }

    fn told_apart(
        policy: &'p Policy,
        at: Instant,
        end: u64,
        only: Option<AssetId>,
        lists: &BTreeSet<ListId>,
        respond: Option<Span>,
    ) -> Self {
        let (mut terrain, mut lasting) = Self::without_hours(policy, at, end, only, lists);
        terrain.follow_vetoes(respond, &mut lasting);
        let (hours, mut changes) = (terrain.hours(), lasting.clone());
        terrain.follow_hours(&hours, &mut changes);
        terrain.set_pieces(changes, &lasting, &hours);
        terrain
    }

    /// All that is ever told apart from `at` on: of instants that are alike the first alone.
    pub(super) fn ever(policy: &'p Policy, at: Instant, lists: &BTreeSet<ListId>) -> Self {
        let (mut terrain, lasting) = Self::without_hours(policy, at, u64::MAX, None, lists);
        let hours = terrain.hours();
        let last = terrain.instant(lasting.last().copied().unwrap_or(0));
        let stretches = clocks::stretches(&hours, at, last);
        terrain.end = stretches.last().map_or(0, |stretch| stretch.until.unix().saturating_sub(at.unix()));
        let changes = terrain.typical(&hours, &stretches, &lasting);
        terrain.set_pieces(changes, &lasting, &hours);
        let pieces = terrain.pieces.iter().zip(&terrain.alike).enumerate();
        let first = pieces.filter(|(place, (_, alike))| place == *alike).map(|(_, (piece, _))| *piece);
        terrain.pieces = first.collect();
        terrain.alike = (0..terrain.pieces.len()).collect();
        terrain
    }

    /// What there is, and the instants at which something changes for good.
    fn without_hours(
        policy: &'p Policy,
        at: Instant,
        end: u64,
        only: Option<AssetId>,
        lists: &BTreeSet<ListId>,
    ) -> (Self, BTreeSet<u64>) {
        let (pieces, alike, fields, incomplete) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut terrain = Self { policy, at, end, lead: 0, pieces, alike, fields, incomplete };
        let mut changes: BTreeSet<u64> = BTreeSet::from([0]);
        let wallets = situation::wallets(policy);
        let assets = (0..policy.assets.len()).map(AssetId).filter(|asset| only.is_none_or(|one| one == *asset));
        for asset in assets {
            let mut candidates = None;
            for class in &wallets {
                let Some(wallet) = class.0.first().copied() else { continue };
                let ground = Ground::new(policy, asset, wallet);
                // Where nothing permits there is nothing to tell apart.
                if !ground.rules.iter().any(|rule| rule.permits()) {
                    continue;
                }
                let candidates = candidates.get_or_insert_with(|| ground.candidates());
                let classes = ground.classes(at, at.plus_seconds(end));
                let paths = terrain.paths(&ground, candidates, lists, &mut changes);
                let delays = ground.rules.iter().filter_map(|rule| rule.delay.as_ref());
                changes.extend(delays.map(|delay| delay.span.seconds()));
                terrain.fields.push(Field { ground, wallets: class.0.clone(), classes, paths });
            }
        }
        terrain.follow_people(&mut changes);
        changes.retain(|change| *change <= end);
        (terrain, changes)
    }

    /// Parts the time: what has happened so far, and which hours hold, are all that an instant means to the engine.
    fn set_pieces(&mut self, changes: BTreeSet<u64>, lasting: &BTreeSet<u64>, hours: &[&Hours]) {
        self.pieces = changes.into_iter().filter(|change| *change <= self.end).collect();
        let mut seen: BTreeMap<(usize, Vec<Option<bool>>), usize> = BTreeMap::new();
        for (place, piece) in self.pieces.iter().enumerate() {
            let holding = hours.iter().map(|hours| hours.hold_at(self.instant(*piece)));
            let happened = lasting.range(..=*piece).count();
            self.alike.push(*seen.entry((happened, holding.collect())).or_insert(place));
        }
    }

    /// Every class of people, as all rules, limits and blocks together tell them apart.
    pub(super) fn everybody(&self) -> Classes {
        let policy = self.policy;
        let ground = Ground {
            policy,
            asset: AssetId(0),
            wallet: WalletId(0),
            rules: policy.rules.iter().collect(),
            limits: policy.limits.iter().collect(),
            blocks: policy.blocks.iter().collect(),
            asked_to: None,
        };
        ground.classes(self.at, self.at.plus_seconds(self.end))
    }

    /// The instant so many seconds after the beginning.
    pub(super) fn instant(&self, seconds: u64) -> Instant {
        self.at.plus_seconds(seconds)
    }

    /// The piece that an instant lies in; the first for what is before all of them.
    pub(super) fn piece(&self, at: Instant) -> usize {
        let seconds = at.unix().saturating_sub(self.at.unix());
        self.pieces.partition_point(|piece| *piece <= seconds).saturating_sub(1)
    }

    /// When delays end that begin with somebody's term: what needs that person's signature leaves then, and not before.
    /// Nothing changes for other payouts, so that no piece begins here.
    pub(super) fn ripe(&self) -> BTreeSet<u64> {
        let rules = self.fields.iter().flat_map(|field| field.ground.rules.iter());
        let delays: BTreeSet<Span> = rules.filter_map(|rule| Some(rule.delay.as_ref()?.span)).collect();
        let people = self.policy.roll.approvers.iter().chain(&self.policy.roll.requesters);
        // Who was active before the thieves could ask for anything makes nobody wait.
        let first = self.at.before(Span::of_seconds(self.lead));
        let terms: BTreeSet<Instant> =
            people.filter_map(|person| person.active.from.filter(|from| *from > first)).collect();
        let ends = terms.iter().flat_map(|from| delays.iter().map(move |delay| from.after(*delay)));
        ends.filter_map(|end| end.unix().checked_sub(self.at.unix())).collect()
    }

    fn paths(
        &mut self,
        ground: &Ground<'p>,
        candidates: &[(Destination, Standing)],
        lists: &BTreeSet<ListId>,
        changes: &mut BTreeSet<u64>,
    ) -> Vec<Path> {
        let mut named: BTreeSet<ListId> = lists.clone();
        let rules = ground.rules.iter().map(|rule| &rule.selector);
        let limits = ground.limits.iter().map(|limit| &limit.selector);
        for selector in rules.chain(limits).chain(ground.blocks.iter().map(|block| &block.selector)) {
            match &selector.to {
                Destinations::Any => {}
                Destinations::In(lists) | Destinations::NotIn(lists) => named.extend(lists),
            }
        }
        let mut alike: BTreeMap<Vec<(ListId, Joins)>, Vec<&Destination>> = BTreeMap::new();
        for (destination, standing) in candidates {
            let joins = |list| match standing.permits_from(list) {
                None => Joins::NotInTime,
                Some(from) if from <= self.at => Joins::Before,
                Some(from) => match from.unix().saturating_sub(self.at.unix()) {
                    seconds if seconds <= self.end => Joins::After(seconds),
                    _ => Joins::NotInTime,
                },
            };
            let touched = standing.touched().filter(|list| named.contains(list));
            alike.entry(touched.map(|list| (list, joins(list))).collect()).or_default().push(destination);
        }
        let mut joinings: BTreeSet<u64> = BTreeSet::new();
        for (_, joins) in alike.keys().flatten() {
            if let Joins::After(seconds) = joins {
                joinings.insert(*seconds);
            }
        }
        if joinings.len() > MOST_JOININGS {
            self.leave_out("list entries that come to count at too many instants", "the payouts to them later on");
        }
        changes.extend(joinings);
        let path = |(stands, all): (Vec<(ListId, Joins)>, Vec<&Destination>)| {
            let is_stranger = stands.is_empty();
            Path {
                places: (!is_stranger).then(|| all.iter().map(|destination| destination.place()).collect()),
                destinations: if is_stranger { Vec::new() } else { all.into_iter().cloned().collect() },
                stands,
            }
        };
        alike.into_iter().map(path).collect()
    }

    /// When somebody comes to be active, or ceases to be.
    fn follow_people(&self, changes: &mut BTreeSet<u64>) {
        let people = self.policy.roll.approvers.iter().chain(&self.policy.roll.requesters);
        let changing = people.flat_map(|person| [person.active.from, person.active.until]).flatten();
        let later = changing.filter(|change| *change > self.at);
        changes.extend(later.map(|change| change.unix().saturating_sub(self.at.unix())));
    }

    /// When somebody has been active for long enough to have vetoed, and for too short a time since.
    fn follow_vetoes(&self, respond: Option<Span>, changes: &mut BTreeSet<u64>) {
        let Some(respond) = respond else { return };
        let delays = self.policy.rules.iter().filter_map(|rule| Some(rule.delay.as_ref()?.span));
        let delays: BTreeSet<Span> = delays.collect();
        for Active { from, until } in self.policy.roll.approvers.iter().map(|person| person.active) {
            let noticed = from.map(|from| from.after(respond).next());
            let gone = until.into_iter().flat_map(|until| delays.iter().map(move |delay| until.after(*delay)));
            let later = noticed.into_iter().chain(gone).filter(|change| *change > self.at);
            let seconds = later.map(|change| change.unix().saturating_sub(self.at.unix()));
            changes.extend(seconds.filter(|seconds| *seconds <= self.end));
        }
    }

    /// All hours of all rules, each once.
    fn hours(&self) -> Vec<&'p Hours> {
        let rules = self.fields.iter().flat_map(|field| field.ground.rules.iter());
        let all = rules.flat_map(|rule| [rule.hours.as_ref(), rule.during.as_ref()]).flatten();
        let distinct: BTreeMap<String, &Hours> = all.map(|hours| (hours.in_words(), hours)).collect();
        distinct.into_values().collect()
    }

    /// When some hours begin or end.
    fn follow_hours(&mut self, all: &[&Hours], changes: &mut BTreeSet<u64>) {
        let (mut left, last) = (MOST_CHANGES, self.at.plus_seconds(self.end));
        for hours in all {
            let mut at = self.at;
            while let Some(next) = hours.next_change(at).filter(|next| *next > at && *next <= last) {
                let Some(fewer) = left.checked_sub(1) else {
                    self.leave_out("hours that change too often", "the changes later on");
                    return;
                };
                (left, at) = (fewer, next);
                changes.insert(next.unix().saturating_sub(self.at.unix()));
            }
        }
    }

    /// What was left out makes every bound void: nothing is known from above.
    pub(super) fn leave_out(&mut self, what: &str, bound: &str) {
        let bound = alloc::format!("no bound from above holds, since {bound} were left out");
        self.incomplete.push(Incomplete { what: what.into(), bound });
    }
}
