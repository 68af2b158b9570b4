//! Vetoes: who can stop a payout, and whether there is time to.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use super::caps::is_wider;
use super::cases::Case;
use super::code::LintCode;
use super::fewer::without_spare;
use super::finding::Sink;
use super::ground::{DAY, Ground, all_met, in_words, quorums, threshold};
use crate::domain::instant::Instant;
use crate::domain::name::Name;
use crate::domain::people::People;
use crate::domain::span::Span;
use crate::policy::model::{Delay, Rule};
use crate::policy::seats::Quorum;

/// In less, in seconds, nobody sees a payout and signs a no.
const SOON: u64 = 15 * 60;

/// How far ahead it is asked whether somebody is there to veto, in seconds.
const WEEK: u64 = 7 * DAY;

/// Which rules bind wherever others do, asked once of every two that count sums.
struct Binding<'p> {
    ground: &'p Ground<'p>,
    counted: BTreeMap<(&'p Name, &'p Name), bool>,
}

impl<'p> Binding<'p> {
    fn of(ground: &'p Ground<'p>) -> Self {
        Self { ground, counted: BTreeMap::new() }
    }

    /// The rules that bind every payout of a case that some rule binds.
    fn with(&mut self, case: &'p Case, rule: &'p Rule) -> Vec<&'p Rule> {
        let ground = self.ground;
        ground.rules(&case.binding).filter(|one| self.binds_wherever(case, one, rule)).collect()
    }

    fn binds_wherever(&mut self, case: &Case, one: &'p Rule, other: &'p Rule) -> bool {
        if one.name == other.name || one.permits() {
            return true;
        }
        let hours = |rule: &Rule| rule.during.as_ref().map(crate::domain::calendar::Hours::mark);
        if one.during.is_some() && hours(one) != hours(other) {
            return false;
        }
        let ground = self.ground;
        match (threshold(one), threshold(other)) {
            (None, _) => true,
            (Some(_), None) | (Some((_, None)), Some((_, Some(_)))) => false,
            // Every sum counts the payout itself.
            (Some((low, _)), Some((high, None))) => ground.is_never_more(case.asset, low, high),
            (Some((low, Some(long))), Some((high, Some(short)))) => {
                let is_coarser = ground.each_of(one).iter().all(|each| ground.each_of(other).contains(each));
                let begins_below = low.of == high.of && low.units <= high.units && long >= short && is_coarser;
                begins_below && self.counts_all_of(one, other)
            }
        }
    }

    /// Whether one rule's sum counts all that another's does.
    fn counts_all_of(&mut self, one: &'p Rule, other: &'p Rule) -> bool {
        let cases = &self.ground.cases;
        *self.counted.entry((&one.name, &other.name)).or_insert_with(|| {
            let counts = |case: &Case| !case.is_of(&other.selector, cases) || case.is_of(&one.selector, cases);
            let are_all = cases.are_all && cases.are_all_cooling;
            is_wider(&one.selector, &other.selector)
                || (are_all && cases.covered.iter().chain(&cases.cooling).all(counts))
        })
    }
}

/// Whether a rule has a veto, and enough people for it whose time is not over.
fn can_be_used(ground: &Ground<'_>, rule: &Rule) -> bool {
    rule.veto.as_ref().is_some_and(|veto| veto.is_met_by(veto.people().and(ground.in_office())))
}

/// Those who may stop a payout learn of it when it is gone.
pub(super) fn veto_no_delay(ground: &Ground<'_>, sink: &mut Sink) {
    let mut binding = Binding::of(ground);
    for (case, rule) in bound(ground) {
        if !can_be_used(ground, rule) || ground.never_reaches(case, rule) {
            continue;
        }
        let rules = binding.with(case, rule);
        let ends = Wait::of(ground, case, &rules);
        let (lead, ends) = match ends {
            Wait::Holds => match waived_above(ground, case, &rules, &mut binding) {
                Some((lead, waived)) => (lead, waived),
                None => continue,
            },
            ends => (String::new(), ends),
        };
        let (why, help) = ends.in_words(ground, rule);
        let veto = ground.written(&ground.at_rule(rule, "veto"));
        let message = alloc::format!("`{veto}` may veto under `{}`, and {lead}{why}", rule.name);
        sink.add(LintCode::VetoNoDelay, ground.at_rule(rule, "veto"), message, help);
    }
}

/// What becomes of the time that payouts wait which some rules bind.
enum Wait<'p> {
    /// Nobody who approves ends it.
    Holds,
    /// These can approve, and waive a rule's delay.
    Waived(People, &'p Rule, Span),
    /// The longest is too short to use.
    Short(Span, &'p Name),
    Nothing,
}

impl<'p> Wait<'p> {
    fn of(ground: &Ground<'p>, case: &Case, rules: &[&'p Rule]) -> Self {
        let needed = quorums(rules.iter().copied());
        let (mut waived, mut short) = (None, None);
        for (other, delay) in rules.iter().filter_map(|other| Some((*other, other.delay.as_ref()?))) {
            if delay.span.seconds() < SOON {
                short = short.max(Some((delay.span, &other.name)));
            } else if let Some(people) = waiving(&needed, delay, ground.approvers(case)) {
                waived = Some((people, other, delay.span));
            } else {
                return Self::Holds;
            }
        }
        match (waived, short) {
            (Some((people, other, span)), _) => Self::Waived(people, other, span),
            (None, Some((span, name))) => Self::Short(span, name),
            (None, None) => Self::Nothing,
        }
    }

    /// Why those who may veto a payout have no time to, and what helps.
    fn in_words(&self, ground: &Ground<'_>, rule: &Rule) -> (String, &'static str) {
        match self {
            Self::Waived(people, other, span) => (
                alloc::format!(
                    "{} can approve and waive the {span} of `{}`: the payout leaves at once",
                    ground.people(*people),
                    other.name
                ),
                "let nobody waive the `delay` who approves, or so many that others have to agree",
            ),
            Self::Short(span, other) => (
                alloc::format!(
                    "has {span} for it, as long as `{other}` waits: in less than {} nobody sees a payout and signs a no",
                    Span::of_seconds(SOON)
                ),
                "write a `delay` in which somebody can look and say no",
            ),
            Self::Nothing | Self::Holds => {
                let when = match ground.quorum_of(rule) {
                    "none" => "at once".into(),
                    quorum => alloc::format!("the moment `{quorum}` is met"),
                };
                (
                    alloc::format!("nothing waits for them: the payout leaves {when}"),
                    "add a `delay`: a veto needs time to be used in",
                )
            }
        }
    }
}

/// A tier whose people are there for larger amounts and waive with the others what holds below it, and where it begins.
fn waived_above<'p>(
    ground: &'p Ground<'p>,
    case: &'p Case,
    rules: &[&'p Rule],
    binding: &mut Binding<'p>,
) -> Option<(String, Wait<'p>)> {
    let is_more = |tier: &&Rule| rules.iter().all(|rule| rule.name != tier.name) && tier.approve.quorum().is_some();
    let reached = |tier: &&Rule| !ground.never_reaches(case, tier);
    ground.rules(&case.binding).filter(is_more).filter(reached).find_map(|tier| {
        let mut all = binding.with(case, tier);
        all.retain(|one| rules.iter().all(|rule| rule.name != one.name));
        all.extend(rules);
        let wait = Wait::of(ground, case, &all);
        let lead = match threshold(tier) {
            Some((sum, span)) => {
                alloc::format!("above {}, where `{}` begins, ", ground.rate(sum, span), tier.name)
            }
            None => alloc::format!("while `{}` binds, ", tier.name),
        };
        matches!(wait, Wait::Waived(..)).then_some((lead, wait))
    })
}

/// People, none of whom can be spared, who meet all quorums that are needed, and waive a delay with it.
pub(super) fn waiving(needed: &[&Quorum], delay: &Delay, available: People) -> Option<People> {
    let waiver = delay.waived_by.as_ref().filter(|_| all_met(needed, available))?;
    let seats = waiver.sets().chain([waiver.people()]);
    let left = |last: People| without_spare(needed, available, People::NOBODY, last);
    seats.map(left).find(|people| waiver.is_met_by(*people))
}

/// Time passes, and nobody can use it.
pub(super) fn no_veto(ground: &Ground<'_>, sink: &mut Sink) {
    let mut binding = Binding::of(ground);
    for (case, rule) in bound(ground) {
        let Some(delay) = rule.delay.as_ref().filter(|_| !ground.never_reaches(case, rule)) else { continue };
        let rules = binding.with(case, rule);
        let vetoes: BTreeSet<&Quorum> = rules.iter().filter_map(|other| other.veto.as_ref()).collect();
        let Some(at) = unwatched(ground, &vetoes, delay.span) else { continue };
        let (why, help) = if vetoes.is_empty() {
            (
                "nobody but those who asked and agreed can use the time to stop the payout".into(),
                "write in `veto` who looks while it waits, as in `veto = \"1 of guardians\"`",
            )
        } else {
            (
                alloc::format!(
                    "nobody who may veto is active for what is submitted at {at}: only those who asked and agreed can stop it"
                ),
                "renew the term of somebody who may veto, or name others in `veto`",
            )
        };
        let message = alloc::format!("`{}` waits {}, and {why}", rule.name, delay.span);
        sink.add(LintCode::NoVeto, ground.at_rule(rule, "veto"), message, help);
    }
}

/// The first instant of the coming week at which something is submitted that nobody can veto until it has waited.
fn unwatched(ground: &Ground<'_>, vetoes: &BTreeSet<&Quorum>, delay: Span) -> Option<Instant> {
    let end = ground.now.plus_seconds(WEEK);
    let over = ground.policy.roll.approvers.iter().filter_map(|person| person.active.until);
    // Only when somebody's term ends are there fewer.
    let turns: BTreeSet<Instant> =
        over.filter(|until| ground.now < *until && *until < end).chain([ground.now]).collect();
    turns.into_iter().find(|at| {
        let there = ground.policy.roll.who(|person| person.active.within(*at, at.after(delay)));
        !vetoes.iter().any(|veto| veto.is_met_by(veto.people().and(there)))
    })
}

/// Only those who release it could stop it.
pub(super) fn veto_only_payers(ground: &Ground<'_>, sink: &mut Sink) {
    let mut binding = Binding::of(ground);
    for (case, rule) in bound(ground) {
        if !can_be_used(ground, rule) {
            continue;
        }
        let rules = binding.with(case, rule);
        let payers = quorums(rules.iter().copied()).iter().fold(People::NOBODY, |all, quorum| all.or(quorum.people()));
        let outsiders = ground.in_office().without(payers);
        let outsiders_may =
            |other: &&Rule| other.veto.as_ref().is_some_and(|veto| veto.is_met_by(veto.people().and(outsiders)));
        if payers.is_empty() || rules.iter().any(outsiders_may) {
            continue;
        }
        // What the rule itself asks for comes first.
        let own = rules.iter().filter(|other| other.name == rule.name);
        let asking = own.chain(rules.iter().filter(|other| other.name != rule.name));
        let mut written: Vec<String> = Vec::new();
        for other in asking.filter(|other| other.approve.quorum().is_some()) {
            let one = alloc::format!("`{}`", ground.quorum_of(other));
            if !written.contains(&one) {
                written.push(one);
            }
        }
        let message = alloc::format!(
            "`{}` cannot veto without those of {}, who approve: nobody else has a veto under `{}`",
            ground.written(&ground.at_rule(rule, "veto")),
            in_words(&written, "and"),
            rule.name
        );
        let help = "let somebody veto who approves nothing here";
        sink.add(LintCode::VetoOnlyPayers, ground.at_rule(rule, "veto"), message, help);
    }
}

/// Every rule with every case it binds.
fn bound<'p>(ground: &'p Ground<'p>) -> impl Iterator<Item = (&'p Case, &'p Rule)> {
    ground.cases.covered.iter().flat_map(|case| ground.rules(&case.binding).map(move |rule| (case, rule)))
}
