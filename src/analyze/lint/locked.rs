//! What can never be allowed: quorums nobody is left for, hours that never meet, blocks over everything.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use super::cases::Case;
use super::code::LintCode;
use super::finding::Sink;
use super::ground::{Ground, are, in_words};
use crate::analyze::coalitions::{Opening, opening};
use crate::analyze::incomplete::Budget;
use crate::domain::calendar::Hours;
use crate::domain::people::People;
use crate::policy::model::{InitiatorApproval, Rule};
use crate::policy::people::Signer;
use crate::policy::seats::Quorum;

pub(super) fn locked(ground: &Ground<'_>, sink: &mut Sink) {
    nothing_covered(ground, sink);
    quorums(ground, sink);
    initiators(ground, sink);
    blocked(ground, sink);
    hours(ground, sink);
    shut(ground, sink);
}

/// The most checks of the engine that a policy under which nothing leaves is asked for.
const MOST_CHECKS: u64 = 400_000;

/// The most destinations, for every asset, that are told apart for it.
const MOST_DESTINATIONS: usize = 50_000;

/// Nothing leaves at all, for whatever reason the engine has, where nothing above says why.
fn shut(ground: &Ground<'_>, sink: &mut Sink) {
    let destinations = ground.policy.lists.destinations().count().saturating_mul(ground.policy.assets.len());
    if sink.has(LintCode::Locked) {
        return;
    }
    if destinations > MOST_DESTINATIONS {
        return sink.give_up(NOT_WHETHER_SHUT);
    }
    let budget = Budget::of(MOST_CHECKS, MOST_CHECKS);
    let why = match opening(ground.policy, ground.now, &budget) {
        Opening::Shut(why) => why,
        Opening::Unknown if budget.is_spent() => return sink.give_up(NOT_WHETHER_SHUT),
        Opening::Unknown | Opening::Open => return,
    };
    let as_in = if why.is_empty() { why } else { alloc::format!("; as in: {why}") };
    let message = alloc::format!(
        "no payout that is submitted in the week from {} can be allowed under `{}`, though everybody signs{as_in}",
        ground.now,
        ground.policy.name()
    );
    let help = "change what stands against it: whatever is asked, some rule or limit refuses it";
    sink.add(LintCode::Locked, ground.places.top("name"), message, help);
}

fn nothing_covered(ground: &Ground<'_>, sink: &mut Sink) {
    if ground.cases.covered.is_empty() && ground.cases.blocked.is_empty() && ground.cases.are_all {
        let message =
            alloc::format!("no payout can ever be allowed under `{}`: no rule covers any", ground.policy.name());
        let help = "add a rule without `above` and `during`: what no rule covers is denied";
        sink.add(LintCode::Locked, ground.places.top("name"), message, help);
    }
}

/// Quorums that those who may approve cannot meet: never again, or not before a payout submitted now expires.
fn quorums(ground: &Ground<'_>, sink: &mut Sink) {
    let ever = ground.policy.roll.who(|person| person.active.until.is_none_or(|until| ground.now < until));
    let end = ground.now.after(ground.policy.payout_ttl);
    let soon = ground.policy.roll.who(|person| person.active.within(ground.now, end));
    for (at, rule) in ground.policy.rules.iter().enumerate() {
        let Some(quorum) = rule.approve.quorum() else { continue };
        for (active, when) in [(ever, "can ever leave"), (soon, "that is submitted now can leave before it expires")] {
            let cases = || ground.cases.covered.iter().filter(|case| case.is_bound_by(at));
            let is_stuck = |case: &&Case| !can_be_met(ground, quorum, active, case);
            let stuck: BTreeSet<usize> = cases().filter(is_stuck).map(|case| case.asking).collect();
            if stuck.is_empty() {
                continue;
            }
            let whose = if cases().all(|case| stuck.contains(&case.asking)) {
                alloc::format!("nothing under `{}` {when}", rule.name)
            } else {
                let asking =
                    stuck.iter().filter_map(|at| ground.cases.asking.get(*at)).flat_map(|asking| &asking.names);
                let names: Vec<String> = asking.map(|name| alloc::format!("`{name}`")).collect();
                alloc::format!("nothing that {} asks under `{}` {when}", in_words(&names, "or"), rule.name)
            };
            let message = alloc::format!("{whose}: {}", why(ground, quorum, active, rule));
            let help = "name more people who are active, ask for fewer, or let others ask";
            sink.add(LintCode::Locked, ground.at_rule(rule, "approve"), message, help);
        }
    }
}

fn can_be_met(ground: &Ground<'_>, quorum: &Quorum, active: People, case: &Case) -> bool {
    let names = ground.asking(case).map_or([].as_slice(), |asking| asking.names.as_slice());
    let refused = ground.policy.initiator_approval == InitiatorApproval::Refused;
    // Those who ask alike are alike: the one who is looked at stands for all of them.
    let own = names.first().and_then(|name| ground.policy.roll.named(name.as_str()));
    let people = match own {
        Some(Signer::Approver(person)) if refused => active.without(People::one(person)),
        _ => active,
    };
    quorum.is_met_by(people)
}

fn why(ground: &Ground<'_>, quorum: &Quorum, active: People, rule: &Rule) -> String {
    let written = ground.quorum_of(rule);
    let away = quorum.people().without(active);
    let verb = are(away.count());
    if !quorum.is_met_by(active) {
        return alloc::format!("`{written}` cannot be met, for {} {verb} not active then", ground.people(away));
    }
    let gone = if away.is_empty() {
        String::new()
    } else {
        alloc::format!(", and {} {verb} not active then", ground.people(away))
    };
    alloc::format!("`{written}` cannot be met without whoever asks, and who asks may not approve{gone}")
}

/// Rules whose every initiator's time is over.
fn initiators(ground: &Ground<'_>, sink: &mut Sink) {
    let over = |signer: Signer| {
        let person = ground.policy.roll.person(signer);
        person.is_some_and(|person| person.active.until.is_some_and(|until| until <= ground.now))
    };
    for (at, rule) in ground.policy.rules.iter().enumerate().filter(|(_, rule)| rule.permits()) {
        let mut cases = ground.cases.covered.iter().filter(|case| case.is_covered_by(at)).peekable();
        if cases.peek().is_none() {
            continue;
        }
        let is_over = |case: &Case| {
            let Some(asking) = ground.asking(case).filter(|asking| !asking.names.is_empty()) else { return false };
            asking.names.iter().filter_map(|name| ground.policy.roll.named(name.as_str())).all(over)
        };
        if cases.all(is_over) {
            let message = alloc::format!(
                "nothing under `{}` can ever leave: the time of everybody who may ask is over",
                rule.name
            );
            let help = "name initiators who are active";
            sink.add(LintCode::Locked, ground.at_rule(rule, "initiators"), message, help);
        }
    }
}

/// Rules all of whose payouts a block refuses.
fn blocked(ground: &Ground<'_>, sink: &mut Sink) {
    for (at, rule) in ground.policy.rules.iter().enumerate().filter(|(_, rule)| rule.permits()) {
        let first = ground.cases.blocked.iter().find(|case| case.is_covered_by(at));
        let is_open = ground.cases.covered.iter().any(|case| case.is_covered_by(at));
        let Some(first) = first.filter(|_| !is_open && ground.cases.are_all) else { continue };
        let mut blocks = ground.policy.blocks.iter();
        let Some(block) = blocks.find(|block| first.is_of(&block.selector, &ground.cases)) else { continue };
        let message = alloc::format!("nothing under `{}` can ever leave: `{}` blocks it", rule.name, block.name);
        let help = "let the block select less, or leave the rule out";
        sink.add(LintCode::Locked, ground.at_rule(rule, "name"), message, help);
    }
}

/// Two rules that bind one payout and are never open together.
fn hours(ground: &Ground<'_>, sink: &mut Sink) {
    let mut asked: BTreeMap<(usize, usize), bool> = BTreeMap::new();
    for case in &ground.cases.covered {
        let with_hours = case.binding.iter().filter(|at| {
            ground.policy.rules.get(**at).is_some_and(|rule| rule.hours.is_some() && rule.during.is_none())
        });
        let open: Vec<usize> = with_hours.copied().collect();
        for (place, one) in open.iter().enumerate() {
            for other in open.iter().skip(place.saturating_add(1)) {
                let (Some(a), Some(b)) = (ground.policy.rules.get(*one), ground.policy.rules.get(*other)) else {
                    continue;
                };
                if asked.len() >= MOST_PAIRS && !asked.contains_key(&(*one, *other)) {
                    sink.give_up(NOT_EVERY_PAIR);
                    continue;
                }
                let meet = *asked.entry((*one, *other)).or_insert_with(|| ever_meet(ground, a, b));
                if !meet {
                    report_hours(ground, a, b, sink);
                }
            }
        }
    }
}

const NOT_WHETHER_SHUT: &str = "whether anything can leave at all was not found out: there is too much to ask about";
const NOT_EVERY_PAIR: &str = "not every pair of `hours` was compared: there are more than 64 of them";

/// The most pairs of hours that are compared.
const MOST_PAIRS: usize = 64;

fn report_hours(ground: &Ground<'_>, a: &Rule, b: &Rule, sink: &mut Sink) {
    let later = if ground.at_rule(a, "name").span.start < ground.at_rule(b, "name").span.start { b } else { a };
    let (Some(one), Some(other)) = (&a.hours, &b.hours) else { return };
    let message = alloc::format!(
        "`{}` and `{}` bind together and are never open together: {}, and {}",
        a.name,
        b.name,
        one.in_words(),
        other.in_words()
    );
    sink.add(LintCode::Locked, ground.at_rule(later, "hours"), message, "let their hours overlap");
}

/// Whether the hours of two rules hold at one instant of the year from now on: hours begin and end on a minute.
fn ever_meet(ground: &Ground<'_>, a: &Rule, b: &Rule) -> bool {
    let (Some(one), Some(other)) = (&a.hours, &b.hours) else { return true };
    let both = |minutes: u64| {
        let at = ground.now.plus_seconds(minutes.saturating_mul(60));
        let holds = |hours: &Hours| hours.hold_at(at).unwrap_or(true);
        holds(one) && holds(other)
    };
    // Almost all meet within a week; only for those that do not is the whole year asked, for clocks that change.
    (0..60 * 24 * 7).step_by(15).chain(0..60 * 24 * 366).any(both)
}
