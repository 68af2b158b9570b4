//! How much may leave: windows, what a cap leaves out, tiers that no cap lets anybody reach.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use super::cases::Case;
use super::code::LintCode;
use super::fewer::Search;
use super::finding::Sink;
use super::ground::{Cap, DAY, Ground, daily, in_words, quorums, threshold};
use super::parts::over;
use crate::domain::instant::Instant;
use crate::domain::name::Name;
use crate::policy::document::Each;
use crate::policy::lists::ListId;
use crate::policy::model::{AssetId, Limit, Measure, Most, Rule, Sum};
use crate::policy::selector::{Choice, Destinations, Initiators, Requesters, Selector};

/// A window shorter than a day, and no longer one that holds what all its sums let out in a day.
pub(super) fn short_window(ground: &Ground<'_>, sink: &mut Sink) {
    let caps: Vec<(Cap<'_>, u128)> =
        ground.policy.limits.iter().filter_map(Cap::of).map(|cap| (cap, ground.daily_in_all(&cap))).collect();
    let is_endless = |cap: &Cap<'_>| ground.each(cap.limit).contains(&Each::Destination);
    for (cap, units) in caps.iter().filter(|(cap, _)| cap.span.seconds() < DAY) {
        // What a shorter window holds to less is said of that one.
        let holds = |(other, least): &(Cap<'_>, u128)| {
            ground.is_always_less(Sum { units: *least, of: other.sum.of }, Sum { units: *units, of: cap.sum.of })
                && (is_endless(cap) || !is_endless(other))
                && is_wider(&other.limit.selector, &cap.limit.selector)
        };
        if caps.iter().any(holds) {
            continue;
        }
        let each = ground.each(cap.limit);
        let over = over(ground.parts(&cap.limit.selector, each), each);
        let endless = if is_endless(cap) { ", for every destination of its own" } else { "" };
        let message = alloc::format!(
            "{} lets {} leave within 24h{over}{endless}, and no limit over a day or more holds that",
            ground.cap_words(cap),
            ground.policy.in_words(Sum { units: *units, of: cap.sum.of })
        );
        let help = "add a limit over 24h or more beside it";
        sink.add(LintCode::ShortWindow, ground.at_limit(cap.limit, "max"), message, help);
    }
    short_tiers(ground, &caps, sink);
}

/// A tier over less than a day is never reached by who takes its amount in every window.
fn short_tiers(ground: &Ground<'_>, caps: &[(Cap<'_>, u128)], sink: &mut Sink) {
    let in_all: BTreeMap<&Name, u128> = caps.iter().map(|(cap, units)| (&cap.limit.name, *units)).collect();
    let mut known: BTreeMap<&Name, u128> = BTreeMap::new();
    let mut search = Search::new();
    for case in &ground.cases.covered {
        for tier in ground.tiers(case).filter(|tier| tier.approve.quorum().is_some()) {
            let Some((sum, Some(span))) = threshold(tier) else { continue };
            if span.seconds() >= DAY {
                continue;
            }
            let each = ground.each_of(tier);
            let parts = *known.entry(&tier.name).or_insert_with(|| ground.parts(&tier.selector, each));
            let total = Sum { units: daily(sum.units, span).saturating_mul(parts), of: sum.of };
            if ground.tiers(case).any(|other| asks_within_a_day(ground, case, (other, tier), total, &mut search)) {
                continue;
            }
            let is_held = |cap: Cap<'_>| {
                let units = in_all.get(&cap.limit.name).copied();
                let is_less = |units| ground.is_never_more(case.asset, Sum { units, of: cap.sum.of }, total);
                ground.is_whole(&cap) && units.is_some_and(is_less)
            };
            if ground.caps(case).any(is_held) {
                continue;
            }
            let over = over(parts, each);
            let message = alloc::format!(
                "{} may leave within 24h, {} in every {span}{over}, and `{}` never asks for `{}`",
                ground.policy.in_words(total),
                ground.policy.in_words(sum),
                tier.name,
                ground.quorum_of(tier)
            );
            let help = "add a tier over 24h or more beside it";
            sink.add(LintCode::ShortWindow, ground.at_rule(tier, "above"), message, help);
        }
    }
}

/// Whether a longer tier asks for no fewer people than a short one before so much has left.
fn asks_within_a_day<'p>(
    ground: &'p Ground<'p>,
    case: &'p Case,
    (longer, short): (&'p Rule, &'p Rule),
    total: Sum,
    search: &mut Search<'p>,
) -> bool {
    let Some((one, Some(span))) = threshold(longer) else { return false };
    // As the short one's, all its sums together.
    let parts = ground.parts(&longer.selector, ground.each_of(longer));
    let sum = Sum { units: one.units.saturating_mul(parts), of: one.of };
    let splits = |tier: &Rule| ground.each_of(tier).contains(&Each::Destination);
    let asked = quorums(ground.always(case).chain([longer]));
    span.seconds() >= DAY
        && ground.is_always_less(sum, total)
        && (splits(short) || !splits(longer))
        && short.approve.quorum().is_some_and(|quorum| !search.is_met_without(asked, quorum, ground.approvers(case)))
}

/// Several assets can leave, and no cap in the currency is about all of them.
pub(super) fn no_global_value(ground: &Ground<'_>, sink: &mut Sink) {
    let policy = ground.policy;
    let leaves =
        |asset: &AssetId| policy.rules.iter().any(|rule| rule.permits() && rule.selector.assets.takes(Some(asset)));
    let leaving: Vec<AssetId> = (0..policy.assets.len()).map(AssetId).filter(leaves).collect();
    let is_over_all = |cap: &Cap<'_>| {
        let selector = &cap.limit.selector;
        let counts = |case: &Case| case.is_of(selector, &ground.cases) || waits_for_a_list(ground, case);
        cap.sum.of == Measure::Currency
            && ground.each(cap.limit).iter().all(|each| *each == Each::Wallet)
            && selector.initiators == Initiators::Anyone
            && leaving.iter().all(|asset| selector.assets.takes(Some(asset)))
            && ground.cases.covered.iter().all(counts)
    };
    if leaving.len() < 2 || policy.limits.iter().filter_map(Cap::of).any(|cap| is_over_all(&cap)) {
        return;
    }
    let tightest = |asset: &AssetId| {
        let cases = ground.cases.covered.iter().filter(|case| case.asset == *asset);
        cases.filter_map(|case| ground.tightest(case)).max_by_key(Cap::daily)
    };
    let caps: Vec<(AssetId, Cap<'_>)> = leaving.iter().filter_map(|asset| Some((*asset, tightest(asset)?))).collect();
    // Assets that are alike in all that selects them stand for one another, each with a sum of its own.
    let assets = |(asset, cap): &(AssetId, Cap<'_>)| {
        if ground.each(cap.limit).contains(&Each::Asset) { ground.cases.alike_assets(*asset) } else { 1 }
    };
    if caps.iter().map(assets).fold(0, usize::saturating_add) < 2 {
        return;
    }
    let sums: Vec<String> = caps.iter().map(|(_, cap)| ground.total_in_words(cap)).collect();
    let message =
        alloc::format!("{} can all leave together: no cap counts what they are worth in sum", in_words(&sums, "and"));
    let help = "add `[prices]` and a limit in the currency over all assets";
    sink.add(LintCode::NoGlobalValue, ground.places.top("name"), message, help);
}

/// Whether a case pays only what stands in a list that a new entry waits for: the accepted way out of a cap.
pub(super) fn waits_for_a_list(ground: &Ground<'_>, case: &Case) -> bool {
    let Some(kind) = ground.kind(case).filter(|kind| !kind.is_stranger) else { return false };
    let cools = |list: ListId| {
        let name = ground.policy.lists.name(list);
        let written = ground.document.lists.iter().find(|(at, _)| Some(&at.value) == name);
        written.is_some_and(|(_, list)| list.cooling_off.is_some())
    };
    kind.standing
        .touched()
        .any(|list| kind.standing.is_in(list, Instant::EARLIEST.plus_seconds(u64::MAX)) && cools(list))
}

/// A tier that no allowed payout reaches, since a cap refuses it first.
pub(super) fn limit_below_tier(ground: &Ground<'_>, sink: &mut Sink) {
    for rule in &ground.policy.rules {
        let Some((sum, span)) = threshold(rule) else { continue };
        let assets =
            (0..ground.policy.assets.len()).map(AssetId).filter(|asset| rule.selector.assets.takes(Some(asset)));
        let assets: Vec<AssetId> = assets.collect();
        let refuses_first = |limit: &&Limit| {
            let most = ground.most_before(limit, rule).filter(|_| is_wider(&limit.selector, &rule.selector));
            most.is_some_and(|most| assets.iter().all(|asset| ground.is_never_more(*asset, most, sum)))
        };
        let Some(limit) = ground.policy.limits.iter().find(refuses_first).filter(|_| !assets.is_empty()) else {
            continue;
        };
        let rate = match limit.most {
            Most::Window { sum, span, .. } => ground.rate(sum, Some(span)),
            Most::Payout(sum) => ground.rate(sum, None),
            Most::Count { .. } | Most::Fee { .. } | Most::AnyFee => continue,
        };
        let message = alloc::format!(
            "`{}` begins above {}, and `{}` of {rate} refuses that much first",
            rule.name,
            ground.rate(sum, span),
            limit.name
        );
        let help = "lower the tier below the cap, raise the cap, or leave the rule out";
        sink.add(LintCode::LimitBelowTier, ground.at_rule(rule, "above"), message, help);
    }
}

/// Whether whatever one selector takes another takes, however lists are edited.
pub(super) fn is_wider(wide: &Selector, narrow: &Selector) -> bool {
    let to = match (&wide.to, &narrow.to) {
        (Destinations::Any, _) => true,
        (Destinations::In(wide), Destinations::In(narrow)) => narrow.iter().all(|list| wide.contains(list)),
        (Destinations::NotIn(wide), Destinations::NotIn(narrow)) => wide.iter().all(|list| narrow.contains(list)),
        (Destinations::In(_) | Destinations::NotIn(_), _) => false,
    };
    to && chosen(&wide.assets, &narrow.assets)
        && chosen(&wide.wallets, &narrow.wallets)
        && asked(&wide.initiators, &narrow.initiators)
}

fn chosen<T: Ord>(wide: &Choice<T>, narrow: &Choice<T>) -> bool {
    match (wide, narrow) {
        (Choice::Any, _) => true,
        (Choice::Of(wide), Choice::Of(narrow)) => narrow.is_subset(wide),
        (Choice::Of(_), Choice::Any) => false,
    }
}

fn asked(wide: &Initiators, narrow: &Initiators) -> bool {
    match (wide, narrow) {
        (Initiators::Anyone, _) => true,
        (Initiators::Named { .. }, Initiators::Anyone) => false,
        (
            Initiators::Named { approvers: wide, requesters: all },
            Initiators::Named { approvers: narrow, requesters: some },
        ) => narrow.without(*wide).is_empty() && requested(all, some),
    }
}

fn requested(wide: &Requesters, narrow: &Requesters) -> bool {
    match (wide, narrow) {
        (Requesters::All, _) => true,
        (Requesters::These(wide), Requesters::These(narrow)) => BTreeSet::is_subset(narrow, wide),
        (Requesters::These(_), Requesters::All) => false,
    }
}
