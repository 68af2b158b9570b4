//! What one payout needs less than another, just above a line where a tier binds the other alone.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use super::beside::Counted;
use super::cases::Case;
use super::code::Severity;
use super::edges::{At, Edges, counted_apart, is_finer};
use super::fewer::{Fewer, Search};
use super::ground::{DAY, Ground, all_met, are, in_words, quorums, threshold};
use super::vetoes::waiving;
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
        leaving: Leaving,
    },
    /// There are too many sets of people to try them all.
    Perhaps,
    No,
}

/// What leaves where the tier does not bind.
#[derive(Clone, Copy)]
pub(super) struct Leaving {
    /// Some who are enough.
    pub(super) people: People,
    /// When it is asked for.
    pub(super) from: Instant,
    /// As long as the tier would make it wait.
    pub(super) waits_less: Option<Span>,
}

/// Answers every question once.
pub(super) struct Asked<'p> {
    ground: &'p Ground<'p>,
    search: Search<'p>,
    edges: Edges<'p>,
    times: BTreeMap<Open, Vec<Instant>>,
    known: BTreeMap<Question<'p>, Looser>,
}

/// What a tier would count, and of what it does not bind the asset, the rules that do, and who may approve.
type Question<'p> = (Counted, AssetId, &'p [usize], People);

/// Which of the hours in which rules bind hold.
pub(super) type Open = BTreeSet<HoursMark>;

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
        let counted = self.ground.counted(loose, tier);
        let question = (counted, loose.asset, loose.binding.as_slice(), self.ground.approvers(loose));
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
        let times: Vec<Open> = self.times.keys().filter(is_open).cloned().collect();
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
                // The same rules, and hours of theirs that hold while others do.
                let while_open = tier.hours.as_ref().map(|_| open.clone());
                if !tried.insert((names, while_open)) {
                    continue;
                }
                match self.below(tier, loose, &binding, &open) {
                    Looser::Certainly { asks, enough, leaving, .. } => {
                        let enough = alloc::format!("{enough}{}", in_parts(self.ground, &finer, tier));
                        return Looser::Certainly { asks, enough, at, leaving };
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
    fn below(&mut self, tier: &'p Rule, loose: &'p Case, binding: &[&'p Rule], open: &Open) -> Looser {
        let ground = self.ground;
        let available = ground.approvers(loose);
        let needed = quorums(binding.iter().copied());
        if !all_met(&needed, available) {
            return Looser::No;
        }
        let from = self.times.get(open).and_then(|times| times.first()).copied().unwrap_or(ground.now);
        let people = tier.approve.quorum().map(|quorum| self.search.fewest(needed, quorum, available));
        if let Some(Fewer::These(people)) = people {
            let asks = alloc::format!("asks for `{}`", ground.quorum_of(tier));
            let leaving = Leaving { people, from, waits_less: None };
            return Looser::Certainly { asks, enough: enough(ground, people), at: At::All, leaving };
        }
        let sooner = sooner(&mut self.search, tier, available, binding);
        let unstopped = unstopped(ground, &mut self.search, tier, binding);
        let (at_other_hours, closed) = self.at_other_hours(tier, binding, open).unzip();
        // Whoever can sign does, and what waits for nothing leaves while the tier would not let it.
        let delay = tier.delay.as_ref().filter(|_| sooner.is_some()).map(|delay| delay.span);
        let at_once = closed.map(|_| Span::of_seconds(1));
        let leaving = Leaving { people: available, from: closed.unwrap_or(from), waits_less: at_once.or(delay) };
        let parts = [sooner, unstopped, at_other_hours];
        let (asks, enough): (Vec<String>, Vec<String>) = parts.into_iter().flatten().unzip();
        if !asks.is_empty() {
            let asks = alloc::format!("{} payouts", asks.join(" and "));
            let enough = enough.join(" and ");
            return Looser::Certainly { asks, enough, at: At::All, leaving };
        }
        if people == Some(Fewer::Unknown) { Looser::Perhaps } else { Looser::No }
    }

    /// The hours of a tier, where others let something out while it does not.
    fn at_other_hours(&self, tier: &Rule, binding: &[&Rule], open: &Open) -> Option<((String, String), Instant)> {
        let hours = tier.hours.as_ref()?;
        let lets_out = |at: &Instant| {
            let mut others = binding.iter().filter_map(|rule| rule.hours.as_ref());
            hours.hold_at(*at) == Some(false) && others.all(|hours| hours.hold_at(*at) == Some(true))
        };
        let at = self.times.get(open)?.iter().copied().find(lets_out)?;
        let at_any = binding.iter().all(|rule| rule.hours.is_none());
        let enough = if at_any { "they leave at any hour" } else { "they leave at other hours" };
        Some(((alloc::format!("lets out {} alone", hours.in_words()), enough.into()), at))
    }
}

/// The delay of a tier, where others make nobody wait as long, and some who are enough cannot waive it.
pub(super) fn sooner<'p>(
    search: &mut Search<'p>,
    tier: &'p Rule,
    available: People,
    binding: &[&'p Rule],
) -> Option<(String, String)> {
    let delay = tier.delay.as_ref()?;
    // Some who are enough waive others' delays at once, and not this one.
    let asked = quorums(binding.iter().copied());
    let waive = |people| delay.waived_by.as_ref().is_some_and(|waived_by| waived_by.is_met_by(people));
    let lasts = |other: &&Delay| waiving(&asked, other, available).is_none_or(waive);
    let longest: Option<Span> =
        binding.iter().filter_map(|rule| rule.delay.as_ref()).filter(lasts).map(|other| other.span).max();
    let needed = quorums(binding.iter().copied().chain([tier]));
    let holds = |waived_by| search.is_met_without(needed, waived_by, available);
    if longest.is_some_and(|longest| longest >= delay.span) || !delay.waived_by.as_ref().is_none_or(holds) {
        return None;
    }
    let enough = longest.map_or("nothing waits".into(), |longest| alloc::format!("{longest} is enough"));
    Some((alloc::format!("delays by {}", delay.span), enough))
}

/// The veto of a tier, where some who have it cannot stop what others bind.
pub(super) fn unstopped<'p>(
    ground: &Ground<'p>,
    search: &mut Search<'p>,
    tier: &'p Rule,
    binding: &[&'p Rule],
) -> Option<(String, String)> {
    let (veto, people) = (tier.veto.as_ref()?, ground.in_office());
    let others = || binding.iter().filter_map(|rule| Some((*rule, rule.veto.as_ref()?)));
    let all_vetoes: Vec<&'p Quorum> = others().map(|(_, other)| other).collect();
    let is_unstopped = |found| matches!(found, Fewer::These(_));
    if !veto.is_met_by(people) || !is_unstopped(search.fewest_without(alloc::vec![veto], all_vetoes, people)) {
        return None;
    }
    let written = |rule: &Rule| ground.written(&ground.at_rule(rule, "veto"));
    let together = veto.people().and(people);
    let all = others().find(|(_, other)| other.is_met_by(together));
    let enough = all.map_or("they cannot".into(), |(rule, _)| alloc::format!("only `{}` can", written(rule)));
    Some((alloc::format!("lets `{}` veto", written(tier)), enough))
}

fn each_in_words(each: Each) -> &'static str {
    match each {
        Each::Wallet => "wallet",
        Each::Asset => "asset",
        Each::Initiator => "initiator",
        Each::Destination => "destination",
    }
}

/// Every set of hours of rules that bind at some hours, of those that hold together at some time from now on, and when any hours
/// begin or end meanwhile.
pub(super) fn times(ground: &Ground<'_>) -> BTreeMap<Open, Vec<Instant>> {
    let during = ground.policy.rules.iter().filter_map(|rule| rule.during.as_ref());
    let during: BTreeMap<HoursMark, &Hours> = during.map(|hours| (hours.mark(), hours)).collect();
    let out = ground.policy.rules.iter().filter_map(|rule| rule.hours.as_ref());
    let out: BTreeMap<HoursMark, &Hours> = out.map(|hours| (hours.mark(), hours)).collect();
    let end = ground.now.plus_seconds(TWO_WEEKS);
    let mut instants = BTreeSet::from([ground.now]);
    for hours in during.values().chain(out.values()) {
        let mut at = ground.now;
        while let Some(next) = hours.next_change(at).filter(|next| at < *next && *next < end) {
            instants.insert(next);
            at = next;
        }
    }
    let hold = |at: Instant| during.iter().filter(move |(_, hours)| hours.hold_at(at) == Some(true));
    let mut times: BTreeMap<Open, Vec<Instant>> = BTreeMap::new();
    for at in instants.into_iter().take(MOST_INSTANTS) {
        times.entry(hold(at).map(|(mark, _)| *mark).collect()).or_default().push(at);
    }
    times
}

/// `` , in parts: `strangers` counts 1h and each wallet by itself ``.
fn in_parts(ground: &Ground<'_>, finer: &[&Rule], tier: &Rule) -> String {
    let [rule, ..] = finer else { return String::new() };
    let span = |rule: &Rule| threshold(rule).and_then(|(_, span)| span);
    let shorter =
        span(rule).filter(|own| span(tier).is_some_and(|span| *own < span)).map(|own| alloc::format!("{own}"));
    let apart = counted_apart(ground, rule, tier).into_iter();
    let apart = apart.map(|each| alloc::format!("each {}", each_in_words(each)));
    let counts: Vec<String> = shorter.into_iter().chain(apart).collect();
    if counts.is_empty() {
        return alloc::format!(", in parts: `{}` counts some of them alone", rule.name);
    }
    alloc::format!(", in parts: `{}` counts {} by itself", rule.name, in_words(&counts, "and"))
}

fn enough(ground: &Ground<'_>, people: People) -> String {
    if people.is_empty() {
        return "nobody is asked".into();
    }
    alloc::format!("{} {} enough", ground.people(people), are(people.count()))
}
