//! Somebody alone meets everything that some amount needs, and the smallest sets for every other.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use super::cases::Case;
use super::code::{LintCode, Severity};
use super::finding::Sink;
use super::ground::{Ground, all_met, names_in_words, quorums, threshold};
use super::proof::{Leaves, at_most};
use super::tiers::{asking_tiers, covering, destination};
use crate::analyze::coalitions::{Coalitions, Focus};
use crate::analyze::incomplete::Budget;
use crate::domain::name::Name;
use crate::domain::people::People;
use crate::policy::document::Each;
use crate::policy::model::{InitiatorApproval, Rule, Sum};
use crate::policy::people::Signer;
use crate::price::quotes::Quotes;

/// Those who alone release what a rule covers, and what ends it.
struct Sole<'p> {
    rule: &'p Rule,
    case: &'p Case,
    end: End<'p>,
    /// The first of them, and the approvals that one could give.
    first: (Option<Name>, People),
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
            let first = (names.first().cloned(), approving);
            let sole = Sole { rule, case, end, first, names: names.into_iter().collect() };
            match found.get_mut(&rule.name) {
                Some(known) => known.join(sole),
                None => drop(found.insert(&rule.name, sole)),
            }
        }
    }
    let mut sets = if found.is_empty() { None } else { Some(Sets::of(ground)) };
    for Sole { rule, case, end, first: (asker, approving), names } in found.into_values() {
        let names: Vec<Name> = names.into_iter().collect();
        let who = if names.is_empty() { "anyone".into() } else { names_in_words(&names, "or") };
        let severity = if end.tier.is_some() { Severity::Medium } else { Severity::High };
        let up_to = up_to(ground, case, end);
        let message =
            alloc::format!("{who} alone releases under `{}`, to {}, {up_to}", rule.name, destination(ground, case));
        let help = "ask a second person in `approve`, or make the amount that one may release small";
        let notes = sets.as_mut().map_or(Vec::new(), |sets| sets.notes(rule));
        let leaves = Leaves::of(ground, case, approving, at_most(ground, case, end.most, 0)).asked_by(asker);
        let found = (LintCode::OnePerson, severity, ground.at_rule(rule, "approve"));
        sink.add_leaving_noted(found, message, help, notes, leaves);
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
    let capped = cap.map(|cap| ground.total_in_words(&cap));
    let Some(tier) = end.tier else {
        return capped.map_or("any amount".into(), |cap| alloc::format!("up to {cap}"));
    };
    // A tier over each wallet is compared with what leaves one.
    let of_one = ground.each_of(tier).contains(&Each::Wallet);
    let most = cap.map(|cap| if of_one { cap.sum } else { cap.total() });
    let is_capped_before = units(ground, case, most) < end.most;
    let capped = capped.filter(|_| is_capped_before).map(|cap| alloc::format!("{cap} and ")).unwrap_or_default();
    alloc::format!("up to {capped}{}, where `{}` begins", below(ground, tier), tier.name)
}

/// The most lines about one rule.
const MOST_NOTES: usize = 48;

/// The most checks of the engine that one policy's sets are asked for: `countersign coalitions` asks for more.
const MOST_CHECKS: u64 = 400_000;

/// The most destinations, for every asset, that are told apart for it.
const MOST_DESTINATIONS: usize = 200_000;

/// The most initiators, of those who are not alike, of whom each has lines.
const MOST_INITIATORS: usize = 4;

/// Who can release what, asked for once, and for as many initiators.
struct Sets<'p> {
    ground: &'p Ground<'p>,
    all: Option<Coalitions<'p>>,
    of: BTreeMap<Name, Option<Coalitions<'p>>>,
}

impl<'p> Sets<'p> {
    fn of(ground: &'p Ground<'p>) -> Self {
        Self { ground, all: asked(ground, None, MOST_CHECKS), of: BTreeMap::new() }
    }

    /// The smallest sets for every amount of what somebody alone releases under a rule: whoever asks, and for each who is
    /// not like another.
    fn notes(&mut self, rule: &Rule) -> Vec<String> {
        let (ground, all) = (self.ground, self.all.take());
        let mut lines = all.as_ref().map_or(Vec::new(), |all| all.lines_about(rule));
        shorten(&mut lines, all.as_ref(), "countersign coalitions");
        let rules = all.as_ref().map_or_else(|| alloc::vec![rule], |all| all.permitting(rule));
        let Some(initiators) = initiators(ground, &rules) else {
            lines.push("asked for by anyone, in any name: nobody signs a request".into());
            self.all = all;
            return lines;
        };
        let alike = all.as_ref().map_or_else(|| alloc::vec![initiators.clone()], |all| all.alike(&initiators));
        let name = |signer: &Signer| ground.policy.roll.person(*signer).map(|person| person.name.clone());
        let groups: Vec<Vec<Name>> = alike.iter().map(|group| group.iter().filter_map(name).collect()).collect();
        if let (Some(all), 2..=MOST_INITIATORS) = (&all, groups.len()) {
            for first in groups.iter().filter_map(|group| group.first()) {
                lines.extend(self.asked_by(all, rule, first));
            }
        }
        lines.push(asked_by(&groups));
        self.all = all;
        lines
    }

    fn asked_by(&mut self, all: &Coalitions<'_>, rule: &Rule, initiator: &Name) -> Vec<String> {
        let checks = MOST_CHECKS.checked_div(MOST_INITIATORS.try_into().unwrap_or(u64::MAX)).unwrap_or(0);
        let own = self.of.entry(initiator.clone()).or_insert_with(|| asked(self.ground, Some(initiator), checks));
        let mut lines = own.as_ref().map_or(Vec::new(), |own| all.lines_asked_by(rule, own));
        shorten(&mut lines, own.as_ref(), &alloc::format!("countersign coalitions --initiator {initiator}"));
        lines.into_iter().map(|line| alloc::format!("if `{initiator}` asks: {line}")).collect()
    }
}

/// Who can release what, or what one initiator asks for; none where there is too much to ask about.
fn asked<'p>(ground: &Ground<'p>, initiator: Option<&Name>, checks: u64) -> Option<Coalitions<'p>> {
    let policy = ground.policy;
    let destinations = policy.lists.destinations().count().saturating_mul(policy.assets.len());
    if destinations > MOST_DESTINATIONS {
        return None;
    }
    let focus = Focus { initiator: initiator.map(|name| name.as_str().into()), ..Focus::default() };
    Coalitions::within(policy, &focus, &Quotes::none(), ground.now, Budget::of(checks, checks / 8)).ok()
}

/// Leaves as many lines as can be read, and says where the others are.
fn shorten(lines: &mut Vec<String>, sets: Option<&Coalitions<'_>>, command: &str) {
    let are_all = sets.is_some_and(|sets| sets.incomplete().is_empty()) && lines.len() <= MOST_NOTES;
    lines.truncate(MOST_NOTES);
    if !are_all {
        lines.push(alloc::format!("who else can release what: `{command}` says it"));
    }
}

/// Who in office signs requests that these rules cover; none where a request need not be signed.
fn initiators(ground: &Ground<'_>, rules: &[&Rule]) -> Option<Vec<Signer>> {
    if rules.iter().any(|rule| !rule.selector.initiators.are_named()) {
        return None;
    }
    let roll = &ground.policy.roll;
    let all = roll.approvers.iter().chain(&roll.requesters);
    let in_office = all.filter(|person| ground.is_in_office(&person.name));
    let signers = in_office.filter_map(|person| roll.named(person.name.as_str()));
    let asks = |signer: &Signer| rules.iter().any(|rule| rule.selector.initiators.take(Some(*signer)));
    Some(signers.filter(asks).collect())
}

/// Who can ask for what a rule covers: `asked for by alice or bob, who is one of them`.
fn asked_by(groups: &[Vec<Name>]) -> String {
    let names: Vec<Name> = groups.iter().flatten().cloned().collect();
    let alike = groups.iter().filter(|_| groups.len() > 1).filter_map(|group| {
        let (first, others) = group.split_first()?;
        (!others.is_empty()).then(|| alloc::format!("; {} as `{first}`", names_in_words(others, "and")))
    });
    alloc::format!("asked for by {}, who is one of them{}", names_in_words(&names, "or"), alike.collect::<String>())
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
pub(super) fn alone(ground: &Ground<'_>, case: &Case) -> Vec<(Vec<Name>, People)> {
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
