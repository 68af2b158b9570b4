//! What a cap leaves out, and caps so far off that they cap nothing.

use alloc::string::String;

use super::caps::waits_for_a_list;
use super::cases::Case;
use super::code::{LintCode, Severity};
use super::finding::Sink;
use super::ground::{Cap, Ground, threshold};
use super::proof::{Leaves, at_most};
use super::tiers::asking_tiers;
use crate::policy::document::Each;
use crate::policy::model::{Rule, Sum};
use crate::policy::selector::Destinations;

/// A cap that does not count some payouts, which a larger one alone holds.
pub(super) fn hole_in_cap(ground: &Ground<'_>, sink: &mut Sink) {
    hole(ground, sink, |cap, case, _| {
        let is_hole = cap.limit.selector.wallets.takes(Some(&case.wallet)) && is_a_cap_of_others(ground, cap, case);
        is_hole.then(|| (LintCode::HoleInCap.severity(), alloc::format!("{} asks", ground.asking_words(case))))
    });
    hole(ground, sink, |cap, case, larger| {
        let wallet = ground.policy.wallets.get(case.wallet.0)?;
        let is_hole = is_a_cap_of_other_wallets(ground, cap, case, larger);
        is_hole.then(|| (Severity::Medium, alloc::format!("leaves `{wallet}`")))
    });
}

/// Finds caps that are less than all that holds a case and do not count it, and that are said to be a hole.
fn hole(
    ground: &Ground<'_>,
    sink: &mut Sink,
    is_hole: impl Fn(&Cap<'_>, &Case, &Cap<'_>) -> Option<(Severity, String)>,
) {
    for case in ground.cases.covered.iter().filter(|case| !waits_for_a_list(ground, case)) {
        let Some(larger) = ground.least_cap(case) else { continue };
        let in_a_day = |cap: &Cap<'_>| ground.bounded_units(case.asset, Sum { units: cap.daily(), of: cap.sum.of });
        let one = Cap { parts: 1, ..larger };
        let (Some(most), Some(most_of_one)) = (in_a_day(&larger), in_a_day(&one)) else { continue };
        let missing = ground.policy.limits.iter().filter_map(Cap::of).filter_map(|cap| {
            let is_missing = !ground.each(cap.limit).contains(&Each::Destination)
                && cap.limit.selector.assets.takes(Some(&case.asset))
                && !case.is_of(&cap.limit.selector, &ground.cases);
            // What a cap lets out of each wallet is less than what leaves one beside it.
            let most = if ground.each(cap.limit).contains(&Each::Wallet) { most_of_one } else { most };
            let units = in_a_day(&cap).filter(|units| is_missing && *units < most)?;
            Some((units, cap, is_hole(&cap, case, &larger)?))
        });
        let Some((_, cap, (severity, what))) = missing.min_by_key(|(units, ..)| *units) else { continue };
        let by = ground.rules(&case.covering).next().map(|rule| rule.name.as_str()).unwrap_or_default();
        let to = ground.kind(case).map_or("anybody", |kind| kind.words.as_str());
        let message = alloc::format!(
            "{} does not count what {what} under `{by}` to {to}: up to {} leave beside it",
            ground.cap_words(&cap),
            ground.cap_words(&larger)
        );
        let help = "let the cap count every payout: leave its selectors out, and give what may go further a limit of its own below it";
        sink.add_as(LintCode::HoleInCap, severity, ground.at_limit(cap.limit, "max"), message, help);
    }
}

/// Whether a limit caps the same payouts out of other wallets, and what holds this one holds those as well: it has no line
/// of its own.
fn is_a_cap_of_other_wallets(ground: &Ground<'_>, cap: &Cap<'_>, case: &Case, larger: &Cap<'_>) -> bool {
    let selector = &cap.limit.selector;
    let is_twin = |other: &&Case| {
        (other.asset, other.kind, other.asking) == (case.asset, case.kind, case.asking)
            && other.covering.iter().any(|rule| case.is_covered_by(*rule))
    };
    let is_held_likewise =
        |other: &Case| other.is_of(selector, &ground.cases) && other.is_of(&larger.limit.selector, &ground.cases);
    !selector.wallets.takes(Some(&case.wallet))
        && !selector.initiators.are_named()
        && !matches!(selector.to, Destinations::In(_))
        && ground.cases.covered.iter().filter(is_twin).any(is_held_likewise)
}

/// Whether a limit caps other covered payouts of the asset out of the wallet, and is no line for one person or one list.
fn is_a_cap_of_others(ground: &Ground<'_>, cap: &Cap<'_>, case: &Case) -> bool {
    let escapes_by_name = !cap.limit.selector.initiators.take(ground.asking(case).and_then(|asking| asking.signer));
    let shares_a_rule = |other: &Case| other.covering.iter().any(|rule| case.covering.contains(rule));
    let counted = ground.cases.covered.iter().filter(|other| {
        other.asset == case.asset && other.wallet == case.wallet && other.is_of(&cap.limit.selector, &ground.cases)
    });
    let mut counted = counted.peekable();
    let is_of_others = counted.peek().is_some();
    // Two who ask under one rule may well have lines of their own; a rule of its own beside the cap is a hole.
    let is_a_line = escapes_by_name && counted.any(shares_a_rule);
    is_of_others
        && !is_a_line
        && !ground.each(cap.limit).contains(&Each::Initiator)
        && !matches!(cap.limit.selector.to, Destinations::In(_))
}

/// How many times the top tier the cap may be.
pub(super) const MOST_TIMES: u128 = 100;

/// Above the top tier, the only cap lies so far off that it caps nothing.
pub(super) fn uncapped_band(ground: &Ground<'_>, sink: &mut Sink) {
    for case in &ground.cases.covered {
        let Some(cap) = ground.least_cap(case) else { continue };
        let splits = |tier: &Rule| ground.each_of(tier).contains(&Each::Destination);
        // Fresh addresses never reach what counts each of them for itself.
        let is_open = ground.kind(case).is_some_and(|kind| kind.is_stranger);
        let tiers = asking_tiers(ground, case).into_iter().filter(|tier| !(is_open && splits(tier)));
        let tiers = tiers.filter(|tier| !ground.never_reaches(case, tier));
        let measured = tiers.filter_map(|tier| {
            let (sum, span) = threshold(tier)?;
            Some((ground.bounded_units(case.asset, sum)?, tier, sum, span))
        });
        let Some((units, tier, sum, span)) = measured.max_by_key(|(units, ..)| *units) else { continue };
        // A tier over each wallet is compared with what leaves one.
        let cap = if ground.each_of(tier).contains(&Each::Wallet) { Cap { parts: 1, ..cap } } else { cap };
        let Some(most) = ground.bounded_units(case.asset, cap.total()) else { continue };
        let times = most.checked_div(units).unwrap_or(0);
        if times < MOST_TIMES || splits(tier) {
            continue;
        }
        let at = if sum.of == cap.sum.of { "" } else { " at the lowest price there can be" };
        let message = alloc::format!(
            "above {}, where `{}` begins, nothing holds before {}, {times} times as much{at}",
            ground.rate(sum, span),
            tier.name,
            ground.cap_words(&cap)
        );
        let help = "lower the cap to what may be lost in a day, or add a higher tier";
        let leaves = Leaves::of(ground, case, ground.approvers(case), at_most(ground, case, most, units));
        let found = (LintCode::UncappedBand, LintCode::UncappedBand.severity(), ground.at_rule(tier, "above"));
        sink.add_leaving(found, message, help, leaves);
    }
}
