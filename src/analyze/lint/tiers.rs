//! What a payout needs as its amount grows: nobody, and the ways around a tier.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use super::cases::Case;
use super::code::LintCode;
use super::fees;
use super::finding::Sink;
use super::ground::{Ground, all_met, are, in_words, names_in_words, quorums, threshold};
use crate::domain::name::Name;
use crate::domain::people::People;
use crate::policy::document::Each;
use crate::policy::model::{Above, Rule};

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
        sink.add(LintCode::FreeAnyAmount, ground.at_rule(rule, "approve"), message, help);
    }
}

/// Where to, in words.
pub(super) fn destination<'p>(ground: &'p Ground<'p>, case: &Case) -> &'p str {
    ground.kind(case).map_or("any address", |kind| kind.words.as_str())
}

/// `up to 20 BTC per 24h`.
pub(super) fn most(ground: &Ground<'_>, case: &Case) -> alloc::string::String {
    let cap = ground.tightest(case);
    cap.map_or("any amount".into(), |cap| alloc::format!("up to {}", ground.rate(cap.sum, Some(cap.span))))
}

/// A tier that binds a listed destination, or a person who asks, and not a stranger or a program.
pub(super) fn tier_gap(ground: &Ground<'_>, sink: &mut Sink) {
    let mut by_pair: BTreeMap<_, Vec<&Case>> = BTreeMap::new();
    for case in &ground.cases.covered {
        by_pair.entry((case.asset, case.wallet)).or_default().push(case);
    }
    for cases in by_pair.values() {
        for strict in cases {
            for loose in cases.iter().filter(|loose| should_not_be_looser(ground, strict, loose)) {
                for tier in asking_tiers(ground, strict) {
                    gap(ground, tier, strict, loose, sink);
                }
            }
        }
    }
}

/// Whether one case ought to need what another does: a stranger beside the listed, a program beside a person.
fn should_not_be_looser(ground: &Ground<'_>, strict: &Case, loose: &Case) -> bool {
    let stranger = |case: &Case| ground.kind(case).is_some_and(|kind| kind.is_stranger);
    let apart = |case: &Case| ground.asking(case).is_some_and(|asking| asking.is_apart);
    let same_asking = strict.asking == loose.asking;
    let same_kind = strict.kind == loose.kind;
    let shares_a_rule = strict.covering.iter().any(|rule| loose.covering.contains(rule));
    (same_asking && !stranger(strict) && stranger(loose))
        || (same_kind && shares_a_rule && !apart(strict) && apart(loose))
}

fn gap(ground: &Ground<'_>, tier: &Rule, strict: &Case, loose: &Case, sink: &mut Sink) {
    let Some((from, span)) = threshold(tier) else { return };
    if ground.rules(&loose.binding).any(|rule| rule.name == tier.name) {
        return;
    }
    // What limits keep below the line is not looser above it.
    if ground.never_reaches(loose, tier) {
        return;
    }
    let binds_just_above = |rule: &&Rule| match threshold(rule) {
        // What cannot be compared is taken to bind: only a gap that is certain is reported.
        Some((sum, window)) => sum.of != from.of || window != span || sum.units <= from.units,
        None => true,
    };
    let needed = quorums(ground.always(loose).chain(ground.tiers(loose)).filter(binds_just_above));
    let Some(quorum) = tier.approve.quorum() else { return };
    let Some(fewer) = meets_without(&needed, quorum, ground.approvers(loose)) else { return };
    let whose = if strict.kind == loose.kind {
        let (person, program) = (ground.asking_words(strict), ground.asking_words(loose));
        alloc::format!("where {person} asks; where {program} asks, ")
    } else {
        alloc::format!("to {}; to {}, ", destination(ground, strict), destination(ground, loose))
    };
    let enough = if fewer.is_empty() {
        "nobody is asked".into()
    } else {
        alloc::format!("{} {} enough", ground.people(fewer), are(fewer.count()))
    };
    let message = alloc::format!(
        "above {} `{}` asks for `{}` {whose}{enough}",
        ground.rate(from, span),
        tier.name,
        ground.quorum_of(tier)
    );
    let help = "let the tier bind as widely as the rule it adds to: `to = \"any\"`, and the same `initiators`";
    sink.add(LintCode::TierGap, ground.at_rule(tier, "name"), message, help);
}

/// The most people whose subsets are tried.
const MOST_TRIED: u32 = 12;

/// People who meet all quorums and not another; none where there are none, or too many to try.
fn meets_without(
    needed: &[&crate::policy::seats::Quorum],
    other: &crate::policy::seats::Quorum,
    available: People,
) -> Option<People> {
    if needed.is_empty() {
        return Some(People::NOBODY);
    }
    let named = needed.iter().fold(People::NOBODY, |all, quorum| all.or(quorum.people())).and(available);
    if named.count() > MOST_TRIED {
        return None;
    }
    let people: Vec<_> = named.iter().collect();
    let subsets = 1u32.checked_shl(named.count())?;
    let of = |subset: u32| -> People {
        let chosen = people.iter().zip(0u32..).filter(|(_, bit)| subset.checked_shr(*bit).unwrap_or(0) & 1 == 1);
        chosen.map(|(person, _)| *person).collect()
    };
    let good = (0..subsets).map(of).filter(|people| all_met(needed, *people) && !other.is_met_by(*people));
    good.min_by_key(|people| (people.count(), *people))
}

/// Every tier counts per destination: fresh addresses never climb.
pub(super) fn each_splits(ground: &Ground<'_>, sink: &mut Sink) {
    for case in &ground.cases.covered {
        if !ground.kind(case).is_some_and(|kind| kind.is_stranger) {
            continue;
        }
        let tiers = asking_tiers(ground, case);
        let splits = |rule: &&Rule| ground.each_of(rule).contains(&Each::Destination);
        if tiers.is_empty() || !tiers.iter().all(splits) {
            continue;
        }
        for tier in tiers {
            let (Some((mut sum, span)), Some(cap)) = (threshold(tier), ground.tightest(case)) else { continue };
            // What a limit holds to less goes out in smaller parts; what it holds below the tier needs no parts.
            sum.units = ground.most_at_once(case, sum.of).map_or(sum.units, |most| most.min(sum.units));
            let is_alike = cap.sum.of == sum.of;
            if is_alike && cap.sum.units <= sum.units {
                continue;
            }
            let many = if is_alike && !fees::is_counted(ground, case) {
                let addresses = cap.sum.units.div_ceil(sum.units.max(1));
                alloc::format!("{addresses} fresh addresses take {}", ground.rate(cap.sum, Some(cap.span)))
            } else {
                alloc::format!("fresh addresses take up to {}", ground.rate(cap.sum, Some(cap.span)))
            };
            let message = alloc::format!(
                "{many} in parts of {}, and `{}` never asks for `{}`: it counts each destination for itself",
                ground.policy.in_words(sum),
                tier.name,
                ground.quorum_of(tier)
            );
            let help = alloc::format!(
                "add a tier without `each`, which counts all destinations together{}",
                span.map(|span| alloc::format!(" per {span}")).unwrap_or_default()
            );
            sink.add(LintCode::EachSplits, ground.at_rule(tier, "each"), message, help);
        }
    }
}

/// Every tier looks at one payout: the same amount leaves again and again.
pub(super) fn per_payout_tier(ground: &Ground<'_>, sink: &mut Sink) {
    for case in &ground.cases.covered {
        let tiers = asking_tiers(ground, case);
        if tiers.iter().any(|tier| matches!(tier.above, Above::Window { .. })) {
            continue;
        }
        for tier in tiers {
            let Some((sum, _)) = threshold(tier) else { continue };
            if ground.never_reaches(case, tier) {
                continue;
            }
            let holds = match ground.tightest(case) {
                Some(cap) => alloc::format!("at most until {} is full", ground.cap_words(&cap)),
                None => "without end".into(),
            };
            let message = alloc::format!(
                "{} may leave again and again, {holds}, and `{}` never asks for `{}`: it looks at one payout alone",
                ground.policy.in_words(sum),
                tier.name,
                ground.quorum_of(tier)
            );
            let help = alloc::format!("write `above = \"{} per 24h\"`: a running total", ground.policy.in_words(sum));
            sink.add(LintCode::PerPayoutTier, ground.at_rule(tier, "above"), message, help);
        }
    }
}

/// The names of rules in words.
pub(super) fn rules_in_words<'r>(rules: impl Iterator<Item = &'r Rule>) -> alloc::string::String {
    in_words(&rules.map(|rule| alloc::format!("`{}`", rule.name)).collect::<Vec<_>>(), "and")
}
