//! Somebody alone meets everything that some amount needs, and the smallest sets for every other.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use super::cases::Case;
use super::code::{LintCode, Severity};
use super::finding::Sink;
use super::ground::{Ground, all_met, names_in_words, quorums, threshold};
use super::tiers::{asking_tiers, covering, destination, most};
use crate::analyze::coalitions::{Coalitions, Focus};
use crate::analyze::incomplete::Budget;
use crate::domain::name::Name;
use crate::domain::people::People;
use crate::policy::document::Each;
use crate::policy::model::{InitiatorApproval, Rule};
use crate::policy::people::Signer;
use crate::price::quotes::Quotes;

/// Those who alone release what a rule covers, and the tier that ends it.
struct Sole<'p> {
    rule: &'p Rule,
    case: &'p Case,
    tier: Option<&'p Rule>,
    names: BTreeSet<Name>,
}

/// Somebody alone meets everything that some amount needs.
pub(super) fn one_person(ground: &Ground<'_>, sink: &mut Sink) {
    let mut found: BTreeMap<&Name, Sole<'_>> = BTreeMap::new();
    for case in &ground.cases.covered {
        let base = quorums(ground.always(case));
        let tiers = asking_tiers(ground, case);
        let Some(rule) = covering(ground, case).filter(|_| !(base.is_empty() && tiers.is_empty())) else { continue };
        for (name, approving) in alone(ground, case).into_iter().filter(|(_, approving)| all_met(&base, *approving)) {
            let held = tiers.iter().copied().filter(|tier| !all_met(&quorums([*tier].into_iter()), approving));
            let first = held.min_by_key(|tier| threshold(tier).map_or(u128::MAX, |(sum, _)| sum.units));
            let sole = found.entry(&rule.name).or_insert(Sole { rule, case, tier: first, names: BTreeSet::new() });
            if first.is_none() && sole.tier.is_some() {
                *sole = Sole { rule, case, tier: None, names: BTreeSet::new() };
            }
            if first.is_none() == sole.tier.is_none() {
                sole.names.extend(name);
            }
        }
    }
    let sets = if found.is_empty() { None } else { sets(ground) };
    for Sole { rule, case, tier, names } in found.into_values() {
        let names: Vec<Name> = names.into_iter().collect();
        let who = if names.is_empty() { "anyone".into() } else { names_in_words(&names, "or") };
        let (severity, up_to) = match tier {
            Some(tier) => {
                (Severity::Medium, alloc::format!("up to {}, where `{}` begins", below(ground, tier), tier.name))
            }
            None => (Severity::High, most(ground, case)),
        };
        let message =
            alloc::format!("{who} alone releases under `{}`, to {}, {up_to}", rule.name, destination(ground, case));
        let help = "ask a second person in `approve`, or make the amount that one may release small";
        let notes = notes(sets.as_ref(), rule);
        sink.add_noted(LintCode::OnePerson, severity, ground.at_rule(rule, "approve"), message, help, notes);
    }
}

/// The most lines about one rule.
const MOST_NOTES: usize = 12;

/// The most checks of the engine that one policy's sets are asked for: `countersign coalitions` asks for more.
const MOST_CHECKS: u64 = 400_000;

/// The most destinations, for every asset, that are told apart for it.
const MOST_DESTINATIONS: usize = 200_000;

/// Who can release what: the smallest sets, asked for once; none where there is too much to ask about.
fn sets<'p>(ground: &Ground<'p>) -> Option<Coalitions<'p>> {
    let policy = ground.policy;
    let destinations = policy.lists.destinations().count().saturating_mul(policy.assets.len());
    if destinations > MOST_DESTINATIONS {
        return None;
    }
    let budget = Budget::of(MOST_CHECKS, MOST_CHECKS / 8);
    Coalitions::within(policy, &Focus::default(), &Quotes::none(), ground.now, budget).ok()
}

/// The smallest sets for every amount of what somebody alone releases under a rule.
fn notes(sets: Option<&Coalitions<'_>>, rule: &Rule) -> Vec<String> {
    let mut lines = sets.map_or(Vec::new(), |sets| sets.lines_about(rule));
    let are_all = sets.is_some_and(|sets| sets.incomplete().is_empty()) && lines.len() <= MOST_NOTES;
    lines.truncate(MOST_NOTES);
    if !are_all {
        lines.push("who else can release what: `countersign coalitions` says it".into());
    }
    lines
}

/// What leaves before a tier begins: `0.5 BTC per 24h to each destination`.
fn below(ground: &Ground<'_>, tier: &Rule) -> String {
    let Some((sum, span)) = threshold(tier) else { return "nothing".into() };
    let each = ground.each_of(tier).iter().map(|each| match each {
        Each::Destination => "to each destination",
        Each::Wallet => "out of each wallet",
        Each::Initiator => "for each initiator",
        Each::Asset => "of each asset",
    });
    each.fold(ground.rate(sum, span), |text, each| alloc::format!("{text} {each}"))
}

/// Who could do all the signing of a case alone: with a name, and the approvals they could give.
fn alone(ground: &Ground<'_>, case: &Case) -> Vec<(Vec<Name>, People)> {
    let Some(asking) = ground.asking(case) else { return Vec::new() };
    match asking.signer {
        // Where nobody need approve it is anyone, and nobody in particular.
        None if all_met(&quorums(ground.always(case)), People::NOBODY) => alloc::vec![(Vec::new(), People::NOBODY)],
        None => {
            let people = ground.policy.roll.who(|_| true);
            people.iter().map(|one| (ground.policy.roll.names(People::one(one)), People::one(one))).collect()
        }
        Some(Signer::Approver(one)) if ground.policy.initiator_approval == InitiatorApproval::Permitted => {
            alloc::vec![(asking.names.clone(), People::one(one))]
        }
        Some(_) => alloc::vec![(asking.names.clone(), People::NOBODY)],
    }
}
