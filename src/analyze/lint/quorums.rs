//! How many of how many: low thresholds, keys that must not be lost, seats without a person.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use super::caps::waits_for_a_list;
use super::cases::Case;
use super::code::{LintCode, Severity};
use super::fewer::{Fewer, Search, without_spare};
use super::finding::Sink;
use super::ground::{Ground, are, in_words, names_in_words, quorums, threshold};
use super::proof::{Leaves, at_most, line};
use super::tiers::rules_in_words;
use crate::domain::name::Name;
use crate::domain::people::{People, PersonId};
use crate::policy::document::QuorumWritten;
use crate::policy::model::{InitiatorApproval, Rule};
use crate::policy::people::Signer;
use crate::policy::quorum::Expression;
use crate::policy::seats::Quorum;

/// The rules of a case that ask somebody of some payout, and the one that asks at the largest, at the lowest price
/// there can be.
pub(super) fn top<'p>(ground: &'p Ground<'p>, case: &'p Case) -> Option<(Vec<&'p Rule>, &'p Rule)> {
    let rules = asking_by_amount(ground, case);
    let largest = *rules.last()?;
    Some((rules, largest))
}

/// The rules of a case that ask somebody of some payout, those of small ones first, at the lowest price there can be.
pub(super) fn asking_by_amount<'p>(ground: &'p Ground<'p>, case: &'p Case) -> Vec<&'p Rule> {
    let asking = |rule: &&Rule| rule.approve.quorum().is_some() && !ground.never_reaches(case, rule);
    let mut rules: Vec<&Rule> = ground.always(case).chain(ground.tiers(case)).filter(asking).collect();
    let begins = |rule: &&Rule| threshold(rule).map(|(sum, _)| ground.units(case.asset, sum).unwrap_or(u128::MAX));
    rules.sort_by_key(begins);
    rules
}

/// The quorum of a rule as it was written.
pub(super) fn expression<'p>(ground: &Ground<'p>, rule: &Rule) -> Option<&'p Expression> {
    let written = ground.document.rules.iter().find(|written| written.name.value == rule.name)?;
    match &written.approve.value {
        QuorumWritten::Of(expression) => Some(expression),
        QuorumWritten::Nobody => None,
    }
}

/// Even the largest amount needs fewer than half of those who could.
pub(super) fn low_threshold(ground: &Ground<'_>, sink: &mut Sink) {
    let mut search = Search::new();
    for case in &ground.cases.covered {
        let Some((rules, largest)) = top(ground, case) else { continue };
        let is_low = |rule: &&Rule| low(ground, rule).is_some();
        if !rules.iter().all(is_low) {
            continue;
        }
        let asking = asking_most(ground, case, rules, largest, &mut search);
        let Some(last) = asking.last() else { continue };
        let severity =
            if waits_for_a_list(ground, case) { Severity::Medium } else { LintCode::LowThreshold.severity() };
        let written: Vec<String> = asking.iter().map(|rule| alloc::format!("`{}`", ground.quorum_of(rule))).collect();
        let fewer = match asking.as_slice() {
            [one] => {
                low(ground, one).map(|(seats, of)| alloc::format!("{seats} of {of} {} fewer than half", are(seats)))
            }
            _ => None,
        };
        let message = alloc::format!(
            "{} {} enough for any amount under {}: {}",
            in_words(&written, "and"),
            if asking.len() == 1 { "is" } else { "are" },
            rules_in_words(asking.iter().copied()),
            fewer.unwrap_or_else(|| "each asks for fewer than half".into())
        );
        let help = "ask for more than half of them, at least above some amount";
        let needed = quorums(asking.iter().copied());
        let enough = without_spare(&needed, ground.approvers(case), People::NOBODY, People::NOBODY);
        let leaves = Leaves::of(ground, case, enough, at_most(ground, case, u128::MAX, line(ground, case, last)));
        sink.add_leaving((LintCode::LowThreshold, severity, ground.at_rule(last, "approve")), message, help, leaves);
    }
}

/// Of the rules that bind the largest amount those without which it needs fewer: whoever meets them meets the others.
fn asking_most<'p>(
    ground: &'p Ground<'p>,
    case: &'p Case,
    rules: Vec<&'p Rule>,
    largest: &'p Rule,
    search: &mut Search<'p>,
) -> Vec<&'p Rule> {
    // The one that asks at the largest amount is left out last.
    let (top, others): (Vec<&Rule>, Vec<&Rule>) = rules.into_iter().partition(|rule| rule.name == largest.name);
    let mut left: Vec<&Rule> = others.into_iter().chain(top).collect();
    for rule in left.clone() {
        let Some(quorum) = rule.approve.quorum() else { continue };
        let rest: Vec<&Rule> = left.iter().copied().filter(|other| other.name != rule.name).collect();
        let needed = quorums(rest.iter().copied());
        if !rest.is_empty() && search.fewest(needed, quorum, ground.approvers(case)) == Fewer::Nobody {
            left = rest;
        }
    }
    left
}

/// An alternative all of whose terms ask for fewer than half: its seats, and out of how many people.
fn low(ground: &Ground<'_>, rule: &Rule) -> Option<(u32, u32)> {
    let alternatives = expression(ground, rule)?.alternatives()?;
    alternatives.iter().find_map(|terms| {
        terms.iter().try_fold((0u32, 0u32), |(seats, of), (count, set)| {
            let people = set.iter().fold(People::NOBODY, |all, name| all.or(members(ground, name)));
            let wanted = (*count)?;
            let is_low = wanted.saturating_mul(2) < people.count();
            is_low.then(|| (seats.saturating_add(wanted), of.saturating_add(people.count())))
        })
    })
}

fn members(ground: &Ground<'_>, name: &Name) -> People {
    match (ground.policy.groups.get(name), ground.policy.roll.named(name.as_str())) {
        (Some(people), _) => *people,
        (None, Some(Signer::Approver(person))) => People::one(person),
        (None, _) => People::NOBODY,
    }
}

/// One key lost, and nothing that a rule asks about can leave any more.
pub(super) fn no_spare(ground: &Ground<'_>, sink: &mut Sink) {
    for (at, rule) in ground.policy.rules.iter().enumerate() {
        let Some(quorum) = rule.approve.quorum() else { continue };
        let mut by_kind: BTreeMap<_, Vec<&Case>> = BTreeMap::new();
        for case in ground.cases.covered.iter().filter(|case| case.is_bound_by(at) && is_asked_for(ground, case)) {
            by_kind.entry((case.asset, case.wallet, case.kind)).or_default().push(case);
        }
        for cases in by_kind.values() {
            let lone = |person: &PersonId| has_one_key(ground, *person) && locks(ground, quorum, cases, *person);
            let needed: People = quorum.people().and(ground.in_office()).iter().filter(lone).collect();
            if needed.is_empty() {
                continue;
            }
            let names = ground.policy.roll.names(needed);
            let message = alloc::format!(
                "once the key of {} is lost, nothing under `{}` can leave: `{}` cannot be met without it",
                names_in_words(&names, "or"),
                rule.name,
                ground.quorum_of(rule)
            );
            let help = "name one more person, ask for one fewer, or give each a second key kept elsewhere";
            sink.add(LintCode::NoSpare, ground.at_rule(rule, "approve"), message, help);
        }
    }
}

fn has_one_key(ground: &Ground<'_>, person: PersonId) -> bool {
    ground.policy.roll.approvers.get(person.place()).is_some_and(|person| person.keys.len() == 1)
}

/// Whether somebody is left to ask.
fn is_asked_for(ground: &Ground<'_>, case: &Case) -> bool {
    let asking = ground.asking(case);
    asking.is_some_and(|one| one.signer.is_none() || one.names.iter().any(|name| ground.is_in_office(name)))
}

/// Whether without a person the quorum cannot be met, whoever else asks.
fn locks(ground: &Ground<'_>, quorum: &Quorum, cases: &[&Case], lost: PersonId) -> bool {
    let everyone = ground.in_office().without(People::one(lost));
    if !quorum.is_met_by(quorum.people().and(ground.in_office())) {
        return false;
    }
    let mut asked = false;
    for case in cases {
        let Some(asking) = ground.asking(case) else { continue };
        let refused = ground.policy.initiator_approval == InitiatorApproval::Refused;
        let in_office = asking.names.iter().filter(|name| ground.is_in_office(name));
        let others: Vec<_> = in_office.filter_map(|name| ground.policy.roll.named(name.as_str())).collect();
        let other = others.into_iter().find(|signer| *signer != Signer::Approver(lost));
        let available = match (asking.signer, other) {
            // Only the lost one asks in this way.
            (Some(_), None) => continue,
            (Some(_), Some(Signer::Approver(other))) if refused => everyone.without(People::one(other)),
            (Some(_), Some(_)) | (None, _) => everyone,
        };
        asked = true;
        if quorum.is_met_by(available) {
            return false;
        }
    }
    asked && cases.iter().any(|case| quorum.is_met_by(ground.approvers(case)))
}

/// Programs in seats that people are thought to fill.
pub(super) fn automated_seat(ground: &Ground<'_>, sink: &mut Sink) {
    let automated =
        ground.policy.roll.who(|person| ground.facts.get(&person.name).is_some_and(|facts| facts.automated));
    let mut by_quorum: BTreeMap<&str, Vec<&Rule>> = BTreeMap::new();
    for written in &ground.document.rules {
        let found = ground.policy.rules.iter().find(|rule| rule.name == written.name.value);
        let Some(rule) = found else { continue };
        if rule.approve.quorum().is_some_and(|quorum| !quorum.people().and(automated).is_empty()) {
            by_quorum.entry(ground.quorum_of(rule)).or_default().push(rule);
        }
    }
    for (written, rules) in by_quorum {
        let Some((first, quorum)) = rules.first().and_then(|rule| Some((rule, rule.approve.quorum()?))) else {
            continue;
        };
        let programs = quorum.people().and(automated);
        let (verb, alone): (&str, String) = match (programs.count(), quorum.is_met_by(programs)) {
            (1, true) => ("is a program and meets", " without any person".into()),
            (1, false) => ("is a program and fills a seat of", String::new()),
            (_, true) => ("are programs and meet", " without any person".into()),
            (_, false) => ("are programs and fill seats of", String::new()),
        };
        let message = alloc::format!(
            "{} {verb} `{written}` in {}{alone}",
            ground.people(programs),
            rules_in_words(rules.iter().copied())
        );
        let help = "ask for a person besides, as in `… and 1 of PEOPLE`, at least above some amount";
        sink.add(LintCode::AutomatedSeat, ground.at_rule(first, "approve"), message, help);
    }
}
