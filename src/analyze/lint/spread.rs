//! What looks like many and is one: one organisation, one device, one site.

use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;

use super::cases::Case;
use super::code::{LintCode, Severity};
use super::fewer::without_spare;
use super::finding::Sink;
use super::ground::{Ground, all_met, names_in_words, quorums, threshold};
use super::proof::{Leaves, at_most, line};
use super::quorums::{asking_by_amount, expression, top};
use super::tiers::rules_in_words;
use crate::domain::name::Name;
use crate::domain::people::{People, PersonId};
use crate::policy::document::Facts;
use crate::policy::model::{InitiatorApproval, Rule};
use crate::policy::people::{Person, Signer};
use crate::policy::quorum::Expression;
use crate::policy::seats::Quorum;

/// The approvers of whom a fact is said.
fn those(ground: &Ground<'_>, holds: impl Fn(&Facts) -> bool) -> People {
    ground.policy.roll.who(|person| ground.facts.get(&person.name).is_some_and(|facts| holds(facts)))
}

/// What is said of approvers, each with those of whom it is.
fn said<'p>(ground: &Ground<'p>, what: fn(&Facts) -> Option<&Name>) -> Vec<(&'p Name, People)> {
    let approvers = ground.document.approvers.iter();
    let said: BTreeSet<&Name> = approvers.filter_map(|(_, person)| what(&person.facts)).collect();
    said.into_iter().map(|name| (name, those(ground, |facts| what(facts) == Some(name)))).collect()
}

/// The fewest people who could meet all of some quorums are at least this many.
fn fewest(quorums: &[&Quorum]) -> u32 {
    let each = quorums.iter().filter_map(|quorum| quorum.missing(People::NOBODY, quorum.people()));
    each.map(|(fewest, _)| fewest).max().unwrap_or(0)
}

/// One organisation approves alone, or lacks one seat that anybody can fill.
pub(super) fn one_org(ground: &Ground<'_>, sink: &mut Sink) {
    let orgs = said(ground, |facts| facts.org.as_ref());
    let asking_most = |case| top(ground, case).map(|(rules, largest)| (case, rules, largest));
    let tops: Vec<(&Case, Vec<&Rule>, &Rule)> = ground.cases.covered.iter().filter_map(asking_most).collect();
    for (case, rules, largest) in &tops {
        let needed = quorums(rules.iter().copied());
        let named = needed.iter().fold(People::NOBODY, |all, quorum| all.or(quorum.people()));
        let least = fewest(&needed);
        for (org, people) in orgs.iter().filter(|_| least >= 2) {
            let own = people.and(ground.approvers(case));
            let outsiders = named.without(*people).and(ground.in_office());
            let place = ground.at_rule(largest, "approve");
            let (quorum, rule) = (ground.quorum_of(largest), &largest.name);
            let others = ground.in_office().without(own);
            let can_be_stopped = ground.rules(&case.binding).any(|rule| has_veto_among(rule, others));
            if all_met(&needed, own) && (!outsiders.is_empty() || !can_be_stopped) {
                let severity = if outsiders.is_empty() { Severity::Info } else { Severity::High };
                // Whether some payout of that rule takes nobody else, to ask for it.
                let alike = tops.iter().filter(|(_, _, top)| top.name == largest.name);
                let does_all = alike.map(|(case, rules, _)| (*case, rules)).find(|(case, rules)| {
                    let own = people.and(ground.approvers(case));
                    asks(ground, case, org) && all_met(&quorums(rules.iter().copied()), own)
                });
                let asked = match does_all {
                    Some(_) => String::new(),
                    None => alloc::format!(" of what {} asks", ground.asking_words(case)),
                };
                let case = does_all.map_or(*case, |(case, _)| case);
                let own = people.and(ground.approvers(case));
                let message = alloc::format!(
                    "`{org}` alone meets `{quorum}`: whoever takes it over approves any amount{asked} under `{rule}`"
                );
                let help = "ask for people of another organisation in `approve`, or let them veto";
                let leaves =
                    Leaves::of(ground, case, own, at_most(ground, case, u128::MAX, line(ground, case, largest)));
                let leaves = leaves.asked_by(of_org(ground, case, org));
                sink.add_leaving((LintCode::OneOrg, severity, place), message, help, leaves);
            } else if lacks_one(ground, rules, own, least) {
                let seats = own.and(named).count();
                let message = alloc::format!(
                    "`{org}` holds {seats} of the {least} seats that `{quorum}` asks for: with any one of the others it approves any amount under `{rule}`"
                );
                let help = "ask for so many that one organisation lacks two at least, or name fewer of its people";
                let enough = without_spare(&needed, ground.approvers(case), People::NOBODY, own);
                let leaves =
                    Leaves::of(ground, case, enough, at_most(ground, case, u128::MAX, line(ground, case, largest)));
                let found = (LintCode::OneOrg, LintCode::OneOrg.severity(), place);
                sink.add_leaving(found, message, help, leaves.asked_by(of_org(ground, case, org)));
            }
        }
    }
}

/// Whether an organisation can ask: nobody signs the request, or one of its people does.
fn asks(ground: &Ground<'_>, case: &Case, org: &Name) -> bool {
    ground.asking(case).is_some_and(|asking| asking.signer.is_none()) || of_org(ground, case, org).is_some()
}

/// One of an organisation's people who asks.
fn of_org(ground: &Ground<'_>, case: &Case, org: &Name) -> Option<Name> {
    let is_own = |name: &&Name| ground.facts.get(*name).is_some_and(|facts| facts.org.as_ref() == Some(org));
    ground.asking(case)?.names.iter().find(is_own).cloned()
}

fn has_veto_among(rule: &Rule, people: People) -> bool {
    rule.veto.as_ref().is_some_and(|veto| veto.is_met_by(veto.people().and(people)))
}

/// Whether some people lack one seat of plain quorums, of which they fill two at least.
fn lacks_one(ground: &Ground<'_>, rules: &[&Rule], own: People, least: u32) -> bool {
    let is_plain = |rule: &&Rule| matches!(expression(ground, rule), Some(Expression::Term { .. }));
    let lack = |rule: &&Rule| rule.approve.quorum().and_then(|quorum| quorum.missing(own, quorum.people()));
    let most = rules.iter().filter_map(lack).map(|(lack, _)| lack).max();
    least >= 3 && most == Some(1) && rules.iter().all(is_plain)
}

/// Whoever has one device fills two seats.
pub(super) fn same_device(ground: &Ground<'_>, sink: &mut Sink) {
    for (device, sharing) in said(ground, |facts| facts.device.as_ref()) {
        for rule in &ground.policy.rules {
            let Some(quorum) = rule.approve.quorum() else { continue };
            let own = sharing.and(quorum.people()).and(ground.in_office());
            let lack = |present: People| quorum.missing(present, quorum.people()).map_or(0, |(lack, _)| lack);
            let filled = lack(People::NOBODY).saturating_sub(lack(own));
            if own.count() < 2 || filled < 2 {
                continue;
            }
            let names = ground.policy.roll.names(own);
            let Some(second) = names.get(1) else { continue };
            let message = alloc::format!(
                "{} sign on `{device}`: whoever has it fills {filled} of the {} seats of `{}` in `{}`",
                names_in_words(&names, "and"),
                lack(People::NOBODY),
                ground.quorum_of(rule),
                rule.name
            );
            let place = ground.places.of_key("approvers", second.as_str(), "device");
            sink.add(LintCode::SameDevice, place, message, DEVICES);
        }
        for is_whole in [true, false] {
            for case in &ground.cases.covered {
                device_meets_all(ground, case, (device, sharing), is_whole, sink);
            }
        }
    }
}

const DEVICES: &str = "give each a device of their own";

/// Those who share a device meet all that payouts need up to some amount, of several rules, or ask for them as well, and none
/// of them does alone. First where that is any amount.
fn device_meets_all(
    ground: &Ground<'_>,
    case: &Case,
    (device, sharing): (&Name, People),
    is_whole: bool,
    sink: &mut Sink,
) {
    let rules = asking_by_amount(ground, case);
    let quorums_of = |many: usize| quorums(rules.iter().take(many).copied());
    let own = sharing.and(ground.approvers(case));
    let Some(many) = (1..=rules.len()).rev().find(|many| all_met(&quorums_of(*many), own)) else { return };
    if (many == rules.len()) != is_whole {
        return;
    }
    let needed = quorums_of(many);
    let asked = needed.iter().fold(People::NOBODY, |all, quorum| all.or(quorum.people()));
    let own = own.and(asked);
    let askers = askers_on(ground, case, device);
    let may_both = ground.policy.initiator_approval != InitiatorApproval::Refused;
    let is_signed = ground.asking(case).is_some_and(|asking| asking.signer.is_some());
    let is_alone = |one: PersonId| {
        let asks = |person: &Person| may_both && askers.contains(&person.name);
        all_met(&needed, People::one(one))
            && (!is_signed || askers.is_empty() || ground.policy.roll.person(Signer::Approver(one)).is_some_and(asks))
    };
    if own.iter().any(is_alone) {
        return;
    }
    let names: BTreeSet<Name> = ground.policy.roll.names(own).into_iter().chain(askers.iter().cloned()).collect();
    let names: Vec<Name> = names.into_iter().collect();
    let (Some(second), Some(last)) = (names.get(1), rules.get(many.saturating_sub(1))) else { return };
    let amount = rules.get(many).and_then(|next| {
        let (sum, span) = threshold(next)?;
        Some(alloc::format!("up to {}, where `{}` begins,", ground.rate(sum, span), next.name))
    });
    let does = if askers.is_empty() {
        alloc::format!("meets all that {} ask for, and approves", rules_in_words(rules.iter().take(many).copied()))
    } else {
        "asks for and approves".into()
    };
    let message = alloc::format!(
        "{} sign on `{device}`: whoever has it {does} {} under `{}`",
        names_in_words(&names, "and"),
        amount.as_deref().unwrap_or("any amount"),
        last.name
    );
    let kind =
        if ground.policy.roll.requesters.iter().any(|one| one.name == *second) { "requesters" } else { "approvers" };
    sink.add(LintCode::SameDevice, ground.places.of_key(kind, second.as_str(), "device"), message, DEVICES);
}

/// Those who ask in a case and sign on a device.
fn askers_on(ground: &Ground<'_>, case: &Case, device: &Name) -> Vec<Name> {
    let Some(asking) = ground.asking(case) else { return Vec::new() };
    let is_on = |name: &&Name| ground.facts.get(*name).is_some_and(|facts| facts.device.as_ref() == Some(device));
    asking.names.iter().filter(is_on).cloned().collect()
}

/// Everybody needed for the largest amount is at one site.
pub(super) fn same_site(ground: &Ground<'_>, sink: &mut Sink) {
    let sites = said(ground, |facts| facts.site.as_ref());
    for case in &ground.cases.covered {
        let Some((rules, largest)) = top(ground, case) else { continue };
        let needed = quorums(rules.iter().copied());
        for (site, people) in sites.iter().filter(|_| fewest(&needed) >= 2) {
            let own = people.and(ground.approvers(case));
            if !all_met(&needed, own) {
                continue;
            }
            let named = needed.iter().fold(People::NOBODY, |all, quorum| all.or(quorum.people()));
            let message = alloc::format!(
                "{} are at `{site}` and meet `{}`: who holds that site approves any amount under `{}`",
                ground.people(own.and(named)),
                ground.quorum_of(largest),
                largest.name
            );
            let help = "spread them so that no site can meet it alone";
            let leaves =
                Leaves::of(ground, case, own.and(named), at_most(ground, case, u128::MAX, line(ground, case, largest)));
            let found = (LintCode::SameSite, LintCode::SameSite.severity(), ground.at_rule(largest, "approve"));
            sink.add_leaving(found, message, help, leaves);
        }
    }
}
