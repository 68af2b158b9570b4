//! Somebody alone meets everything that some amount needs, and the smallest sets for every other.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use super::cases::Case;
use super::code::{LintCode, Severity};
use super::finding::Sink;
use super::ground::{Ground, all_met, names_in_words, quorums, threshold};
use super::tiers::{asking_tiers, covering, destination};
use crate::analyze::coalitions::{Coalitions, Focus};
use crate::analyze::incomplete::Budget;
use crate::domain::name::Name;
use crate::domain::people::People;
use crate::policy::document::Each;
use crate::policy::model::{InitiatorApproval, Rule, Sum};
use crate::policy::people::Signer;
use crate::policy::selector::{Initiators, Requesters};
use crate::price::quotes::Quotes;

/// Those who alone release what a rule covers, and what ends it.
struct Sole<'p> {
    rule: &'p Rule,
    case: &'p Case,
    end: End<'p>,
    /// Empty where it is anyone.
    names: BTreeSet<Name>,
}

/// What ends that which somebody alone releases.
#[derive(Clone, Copy)]
struct End<'p> {
    /// The first tier that asks for others and that caps let somebody reach; none where only a cap holds.
    tier: Option<&'p Rule>,
    /// How much that is, in units of the asset.
    most: u128,
}

/// Whether somebody who asks gets as far as a tier, by the rule that covers it, who asks, and the tier.
type Reached<'p> = BTreeMap<(&'p Name, usize, &'p Name), bool>;

/// Somebody alone meets everything that some amount needs.
pub(super) fn one_person(ground: &Ground<'_>, sink: &mut Sink) {
    let (mut found, mut reached): (BTreeMap<&Name, Sole<'_>>, Reached<'_>) = (BTreeMap::new(), BTreeMap::new());
    let mut alike: BTreeMap<(&Name, usize), Vec<&Case>> = BTreeMap::new();
    for case in &ground.cases.covered {
        if let Some(rule) = covering(ground, case) {
            alike.entry((&rule.name, case.asking)).or_default().push(case);
        }
    }
    for case in &ground.cases.covered {
        let base = quorums(ground.always(case));
        let tiers = asking_tiers(ground, case);
        let Some(rule) = covering(ground, case).filter(|_| !(base.is_empty() && tiers.is_empty())) else { continue };
        let cases = alike.get(&(&rule.name, case.asking)).map_or([].as_slice(), Vec::as_slice);
        for (names, approving) in alone(ground, case).into_iter().filter(|(_, approving)| all_met(&base, *approving)) {
            let is_held = |tier: &&Rule| !all_met(&quorums([*tier].into_iter()), approving);
            let held = tiers.iter().copied().filter(is_held).filter(|tier| {
                let gets_there =
                    |case: &&Case| case.is_of(&tier.selector, &ground.cases) && !ground.never_reaches(case, tier);
                *reached.entry((&rule.name, case.asking, &tier.name)).or_insert_with(|| cases.iter().any(gets_there))
            });
            let end = End::of(ground, case, held);
            let sole = Sole { rule, case, end, names: names.into_iter().collect() };
            match found.get_mut(&rule.name) {
                Some(known) => known.join(sole),
                None => drop(found.insert(&rule.name, sole)),
            }
        }
    }
    let sets = if found.is_empty() { None } else { sets(ground) };
    for Sole { rule, case, end, names } in found.into_values() {
        let names: Vec<Name> = names.into_iter().collect();
        let who = if names.is_empty() { "anyone".into() } else { names_in_words(&names, "or") };
        let severity = if end.tier.is_some() { Severity::Medium } else { Severity::High };
        let up_to = up_to(ground, case, end);
        let message =
            alloc::format!("{who} alone releases under `{}`, to {}, {up_to}", rule.name, destination(ground, case));
        let help = "ask a second person in `approve`, or make the amount that one may release small";
        let notes = notes(ground, sets.as_ref(), rule);
        sink.add_noted(LintCode::OnePerson, severity, ground.at_rule(rule, "approve"), message, help, notes);
    }
}

impl<'p> End<'p> {
    fn of(ground: &'p Ground<'p>, case: &'p Case, held: impl Iterator<Item = &'p Rule>) -> Self {
        let line = |tier: &&Rule| units(ground, case, threshold(tier).map(|(sum, _)| sum));
        let tier = held.min_by_key(line);
        let cap = ground.least_cap(case).map(|cap| Sum { units: cap.daily(), of: cap.sum.of });
        Self { tier, most: tier.as_ref().map_or_else(|| units(ground, case, cap), line) }
    }
}

impl Sole<'_> {
    /// Keeps whoever gets further: past the last tier, or else to more of the same asset.
    fn join(&mut self, other: Self) {
        let is_same_asset = self.case.asset == other.case.asset;
        let (own, others) = (self.end.tier.map(|tier| &tier.name), other.end.tier.map(|tier| &tier.name));
        let is_as_far = own.is_none() == others.is_none();
        if (own.is_some() && others.is_none()) || (is_as_far && is_same_asset && other.end.most > self.end.most) {
            *self = other;
        } else if is_same_asset && own == others && other.end.most == self.end.most {
            if other.names.is_empty() || self.names.is_empty() {
                self.names.clear();
            } else {
                self.names.extend(other.names);
            }
        }
    }
}

/// How many units of its asset a sum is; of what nothing can value more than any.
fn units(ground: &Ground<'_>, case: &Case, sum: Option<Sum>) -> u128 {
    sum.and_then(|sum| ground.units(case.asset, sum)).unwrap_or(u128::MAX)
}

/// `up to 0.5 BTC per 24h to each destination, where `large` begins`, and the cap that one payout meets before.
fn up_to(ground: &Ground<'_>, case: &Case, end: End<'_>) -> String {
    let cap = ground.least_cap(case);
    let capped = cap.map(|cap| ground.rate(cap.sum, Some(cap.span)));
    let Some(tier) = end.tier else {
        return capped.map_or("any amount".into(), |cap| alloc::format!("up to {cap}"));
    };
    let is_capped_before = units(ground, case, cap.map(|cap| cap.sum)) < end.most;
    let capped = capped.filter(|_| is_capped_before).map(|cap| alloc::format!("{cap} and ")).unwrap_or_default();
    alloc::format!("up to {capped}{}, where `{}` begins", below(ground, tier), tier.name)
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
fn notes(ground: &Ground<'_>, sets: Option<&Coalitions<'_>>, rule: &Rule) -> Vec<String> {
    let mut lines = sets.map_or(Vec::new(), |sets| sets.lines_about(rule));
    let are_all = sets.is_some_and(|sets| sets.incomplete().is_empty()) && lines.len() <= MOST_NOTES;
    lines.truncate(MOST_NOTES);
    if !are_all {
        lines.push("who else can release what: `countersign coalitions` says it".into());
    }
    lines.push(asked_by(ground, rule));
    lines
}

/// Who can ask for what a rule covers: `asked for by alice or bob, who is one of them`.
fn asked_by(ground: &Ground<'_>, rule: &Rule) -> String {
    let Initiators::Named { approvers, requesters } = &rule.selector.initiators else {
        return "asked for by anyone, in any name: nobody signs a request".into();
    };
    let mut names = ground.policy.roll.names(*approvers);
    let requests = |place: &usize| match requesters {
        Requesters::All => true,
        Requesters::These(these) => these.contains(place),
    };
    let roll = ground.policy.roll.requesters.iter().enumerate();
    names.extend(roll.filter(|(place, _)| requests(place)).map(|(_, person)| person.name.clone()));
    alloc::format!("asked for by {}, who is one of them", names_in_words(&names, "or"))
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
    let approving = match asking.signer {
        // Where nobody need approve it is anyone; above a tier somebody may have to, and be enough.
        None => {
            let one = |one| (ground.policy.roll.names(People::one(one)), People::one(one));
            let nobody = core::iter::once((Vec::new(), People::NOBODY));
            return nobody.chain(ground.in_office().iter().map(one)).collect();
        }
        Some(Signer::Approver(one)) if ground.policy.initiator_approval == InitiatorApproval::Permitted => {
            People::one(one)
        }
        Some(_) => People::NOBODY,
    };
    let names: Vec<Name> = asking.names.iter().filter(|name| ground.is_in_office(name)).cloned().collect();
    if names.is_empty() { Vec::new() } else { alloc::vec![(names, approving)] }
}
