//! What a payout needs as its amount grows: nobody, and the ways around a tier.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use super::cases::Case;
use super::code::LintCode;
use super::finding::Sink;
use super::ground::{Ground, in_words, names_in_words};
use super::proof::{Leaves, at_most};
use crate::domain::name::Name;
use crate::domain::people::People;
use crate::policy::model::Rule;

/// The tiers of a case that ask somebody.
pub(super) fn asking_tiers<'p>(ground: &'p Ground<'p>, case: &'p Case) -> Vec<&'p Rule> {
    ground.tiers(case).filter(|rule| rule.approve.quorum().is_some()).collect()
}

/// The rule that covers a case, whose quorum a finding about it stands at.
pub(super) fn covering<'p>(ground: &'p Ground<'p>, case: &'p Case) -> Option<&'p Rule> {
    ground.rules(&case.covering).next()
}

/// Nobody is asked at any amount: whoever initiates takes what the cap lets out.
pub(super) fn free_any_amount(ground: &Ground<'_>, sink: &mut Sink) {
    let mut found: BTreeMap<&Name, (&Rule, &Case, BTreeSet<Name>)> = BTreeMap::new();
    for case in &ground.cases.covered {
        let asks = ground.always(case).chain(ground.tiers(case)).any(|rule| rule.approve.quorum().is_some());
        let Some(rule) = covering(ground, case).filter(|_| !asks) else { continue };
        let names = ground.asking(case).map_or([].as_slice(), |asking| asking.names.as_slice());
        found.entry(&rule.name).or_insert((rule, case, BTreeSet::new())).2.extend(names.iter().cloned());
    }
    for (rule, case, names) in found.into_values() {
        let names: Vec<Name> = names.into_iter().collect();
        let who =
            if names.is_empty() { "anyone".into() } else { alloc::format!("{} alone", names_in_words(&names, "or")) };
        let (to, most) = (destination(ground, case), most(ground, case));
        let message = alloc::format!("{who} takes {most} to {to}: `{}` and the tiers above it ask nobody", rule.name);
        let help = "ask somebody in `approve`, or add a rule with `above` that does";
        let leaves = Leaves::of(ground, case, People::NOBODY, at_most(ground, case, u128::MAX, 0));
        sink.add_leaving(
            (LintCode::FreeAnyAmount, LintCode::FreeAnyAmount.severity(), ground.at_rule(rule, "approve")),
            message,
            help,
            leaves,
        );
    }
}

/// Where to, in words.
pub(super) fn destination<'p>(ground: &'p Ground<'p>, case: &Case) -> &'p str {
    ground.kind(case).map_or("any address", |kind| kind.words.as_str())
}

/// `up to 20 BTC per 24h`.
pub(super) fn most(ground: &Ground<'_>, case: &Case) -> alloc::string::String {
    let cap = ground.least_cap(case);
    cap.map_or("any amount".into(), |cap| alloc::format!("up to {}", ground.total_in_words(&cap)))
}

/// The names of rules in words.
pub(super) fn rules_in_words<'r>(rules: impl Iterator<Item = &'r Rule>) -> alloc::string::String {
    in_words(&rules.map(|rule| alloc::format!("`{}`", rule.name)).collect::<Vec<_>>(), "and")
}
