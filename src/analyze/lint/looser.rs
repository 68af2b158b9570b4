//! What one payout needs less than another, just above a line where a tier binds the other alone.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use super::cases::Case;
use super::code::Severity;
use super::edges::{At, Edges, is_finer};
use super::fewer::{Fewer, Search};
use super::ground::{DAY, Ground, all_met, are, in_words, quorums, threshold};
use crate::domain::calendar::{Hours, HoursMark};
use crate::domain::instant::Instant;
use crate::domain::name::Name;
use crate::domain::people::People;
use crate::domain::span::Span;
use crate::policy::document::Each;
use crate::policy::model::{AssetId, Delay, Measure, Rule, Sum};
use crate::policy::seats::Quorum;

/// What a tier asks for, and what is enough where it does not bind.
#[derive(Clone)]
pub(super) enum Looser {
    Certainly {
        asks: String,
        enough: String,
        at: At,
    },
    /// There are too many sets of people to try them all.
    Perhaps,
    No,
}

/// Answers every question once.
pub(super) struct Asked<'p> {
    ground: &'p Ground<'p>,
    search: Search<'p>,
    edges: Edges<'p>,
    times: BTreeSet<Open>,
    known: BTreeMap<Question<'p>, Looser>,
}

/// A tier, and of what it does not bind the asset, the rules that do, and who may approve.
type Question<'p> = (&'p Name, AssetId, &'p [usize], People);

/// Which of the hours in which rules bind hold.
type Open = BTreeSet<HoursMark>;

/// How far ahead it is looked which hours hold together, in seconds, and at how many instants.
const TWO_WEEKS: u64 = 14 * DAY;
const MOST_INSTANTS: usize = 1_024;

impl<'p> Asked<'p> {
    pub(super) fn of(ground: &'p Ground<'p>) -> Self {
        Self { ground, search: Search::new(), edges: Edges::of(ground), times: times(ground), known: BTreeMap::new() }
    }

    /// How grave something may be that is so at some prices.
    pub(super) fn most_severe(&self, asset: AssetId, at: At) -> Severity {
        self.edges.most_severe(asset, at)
    }

    /// What a case that a tier does not bind needs less, where and while the tier binds others.
    pub(super) fn looser(&mut self, tier: &'p Rule, loose: &'p Case) -> Looser {
        let question = (&tier.name, loose.asset, loose.binding.as_slice(), self.ground.approvers(loose));
        if let Some(known) = self.known.get(&question) {
            return known.clone();
        }
        let found = self.look(tier, loose);
        self.known.insert(question, found.clone());
        found
    }

    fn look(&mut self, tier: &'p Rule, loose: &'p Case) -> Looser {
        let line = threshold(tier).map_or(Sum { units: 0, of: Measure::Asset(loose.asset) }, |(line, _)| line);
        let (mut found, mut tried) = (Looser::No, BTreeSet::new());
        let is_open = |open: &&Open| tier.during.as_ref().is_none_or(|during| open.contains(&during.mark()));
        let times: Vec<Open> = self.times.iter().filter(is_open).cloned().collect();
        for open in times {
            let mut at_one = None;
            for (at, price) in self.edges.ends(loose.asset, line) {
                let (finer, binding): (Vec<&Rule>, Vec<&Rule>) = self
                    .binding(loose, line, price, &open)
                    .into_iter()
                    .partition(|rule| !rule.permits() && is_finer(self.ground, loose, rule, tier));
                let names: Vec<&Name> = binding.iter().map(|rule| &rule.name).collect();
                let at = if at_one.as_ref().is_none_or(|one| *one == names) { At::All } else { at };
                at_one = at_one.or_else(|| Some(names.clone()));
                if !tried.insert(names) {
                    continue;
                }
                match self.below(tier, loose, &binding) {
                    Looser::Certainly { asks, enough, .. } => {
                        let enough = alloc::format!("{enough}{}", in_parts(self.ground, &finer));
                        return Looser::Certainly { asks, enough, at };
                    }
                    // What cannot be tried at one price or time may be found at another.
                    Looser::Perhaps => found = Looser::Perhaps,
                    Looser::No => {}
                }
            }
        }
        found
    }

    /// The rules that bind the least above a line, at a price and while some hours hold.
    fn binding(&mut self, case: &'p Case, line: Sum, price: Option<u128>, open: &Open) -> Vec<&'p Rule> {
        let is_open = |rule: &&Rule| rule.during.as_ref().is_none_or(|during| open.contains(&during.mark()));
        let ground = self.ground;
        let rules = ground.rules(&case.binding).filter(is_open);
        rules.filter(|rule| self.edges.binds_just_above(case.asset, line, rule, price)).collect()
    }

    /// What some rules ask for less than a tier besides: people first.
    fn below(&mut self, tier: &'p Rule, loose: &'p Case, binding: &[&'p Rule]) -> Looser {
        let ground = self.ground;
        let available = ground.approvers(loose);
        let needed = quorums(binding.iter().copied());
        if !all_met(&needed, available) {
            return Looser::No;
        }
        let people = tier.approve.quorum().map(|quorum| self.search.fewest(needed, quorum, available));
        if let Some(Fewer::These(people)) = people {
            let asks = alloc::format!("asks for `{}`", ground.quorum_of(tier));
            return Looser::Certainly { asks, enough: enough(ground, people), at: At::All };
        }
        let parts = [self.sooner(tier, available, binding), self.unstopped(tier, binding), at_any_hour(tier, binding)];
        let (asks, enough): (Vec<String>, Vec<String>) = parts.into_iter().flatten().unzip();
        if !asks.is_empty() {
            let asks = alloc::format!("{} payouts", asks.join(" and "));
            return Looser::Certainly { asks, enough: enough.join(" and "), at: At::All };
        }
        if people == Some(Fewer::Unknown) { Looser::Perhaps } else { Looser::No }
    }

    /// The delay of a tier, where others make nobody wait as long, and some who are enough cannot waive it.
    fn sooner(&mut self, tier: &'p Rule, available: People, binding: &[&'p Rule]) -> Option<(String, String)> {
        let delay = tier.delay.as_ref()?;
        // Whoever is enough waives some of them at once.
        let asked = quorums(binding.iter().copied());
        let delays: Vec<&'p Delay> = binding.iter().filter_map(|rule| rule.delay.as_ref()).collect();
        let mut lasts = |delay: &&&'p Delay| {
            let waived_by = delay.waived_by.as_ref();
            waived_by.is_none_or(|waived_by| self.search.is_met_without(asked.clone(), waived_by, available))
        };
        let longest: Option<Span> = delays.iter().filter(&mut lasts).map(|delay| delay.span).max();
        let needed = quorums(binding.iter().copied().chain([tier]));
        let holds = |waived_by| self.search.is_met_without(needed, waived_by, available);
        if longest.is_some_and(|longest| longest >= delay.span) || !delay.waived_by.as_ref().is_none_or(holds) {
            return None;
        }
        let enough = longest.map_or("nothing waits".into(), |longest| alloc::format!("{longest} is enough"));
        Some((alloc::format!("delays by {}", delay.span), enough))
    }

    /// The veto of a tier, where some who have it cannot stop what others bind.
    fn unstopped(&mut self, tier: &'p Rule, binding: &[&'p Rule]) -> Option<(String, String)> {
        let (veto, people) = (tier.veto.as_ref()?, self.ground.in_office());
        let others = || binding.iter().filter_map(|rule| Some((*rule, rule.veto.as_ref()?)));
        let mut stops = |(_, other): (&Rule, &'p Quorum)| !self.search.is_met_without(alloc::vec![veto], other, people);
        if !veto.is_met_by(people) || others().any(&mut stops) {
            return None;
        }
        let written = |rule: &Rule| self.ground.written(&self.ground.at_rule(rule, "veto"));
        let together = veto.people().and(people);
        let all = others().find(|(_, other)| other.is_met_by(together));
        let enough = all.map_or("they cannot".into(), |(rule, _)| alloc::format!("only `{}` can", written(rule)));
        Some((alloc::format!("lets `{}` veto", written(tier)), enough))
    }
}

fn each_in_words(each: Each) -> &'static str {
    match each {
        Each::Wallet => "wallet",
        Each::Asset => "asset",
        Each::Initiator => "initiator",
        Each::Destination => "destination",
    }
}

/// Every set of hours that hold together at some time from now on.
fn times(ground: &Ground<'_>) -> BTreeSet<Open> {
    let during = ground.policy.rules.iter().filter_map(|rule| rule.during.as_ref());
    let hours: BTreeMap<HoursMark, &Hours> = during.map(|hours| (hours.mark(), hours)).collect();
    let end = ground.now.plus_seconds(TWO_WEEKS);
    let mut instants = BTreeSet::from([ground.now]);
    for hours in hours.values() {
        let mut at = ground.now;
        while let Some(next) = hours.next_change(at).filter(|next| at < *next && *next < end) {
            instants.insert(next);
            at = next;
        }
    }
    let hold = |at: Instant| hours.iter().filter(move |(_, hours)| hours.hold_at(at) == Some(true));
    instants.into_iter().take(MOST_INSTANTS).map(|at| hold(at).map(|(mark, _)| *mark).collect()).collect()
}

/// The hours of a tier, where no other holds a payout back at any.
fn at_any_hour(tier: &Rule, binding: &[&Rule]) -> Option<(String, String)> {
    let hours = tier.hours.as_ref().filter(|_| binding.iter().all(|rule| rule.hours.is_none()))?;
    Some((alloc::format!("lets out {} alone", hours.in_words()), "they leave at any hour".into()))
}

/// `` , in parts: `strangers` counts 1h and each wallet by itself ``.
fn in_parts(ground: &Ground<'_>, finer: &[&Rule]) -> String {
    let [rule, ..] = finer else { return String::new() };
    let span = threshold(rule).and_then(|(_, span)| span).map(|span| alloc::format!("{span}"));
    let apart = ground.each_of(rule).iter().filter(|each| **each != Each::Destination);
    let apart = apart.map(|each| alloc::format!("each {}", each_in_words(*each)));
    let counts: Vec<String> = span.into_iter().chain(apart).collect();
    alloc::format!(", in parts: `{}` counts {} by itself", rule.name, in_words(&counts, "and"))
}

fn enough(ground: &Ground<'_>, people: People) -> String {
    if people.is_empty() {
        return "nobody is asked".into();
    }
    alloc::format!("{} {} enough", ground.people(people), are(people.count()))
}
