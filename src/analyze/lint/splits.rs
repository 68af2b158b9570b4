//! Tiers that look at one destination or one payout alone: who stays below each of them is not asked.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use super::cases::Case;
use super::code::{LintCode, Severity};
use super::fees;
use super::fewer::{Fewer, Search};
use super::finding::Sink;
use super::ground::{Cap, Ground, all_met, daily, names_in_words, quorums, threshold};
use super::haste::Pause;
use super::holes::MOST_TIMES;
use super::one_person::alone;
use super::proof::{Leaves, again};
use super::tiers::asking_tiers;
use crate::domain::name::Name;
use crate::domain::people::People;
use crate::domain::span::Span;
use crate::policy::document::Each;
use crate::policy::model::{Above, Measure, Rule, Sum};
use crate::policy::seats::Quorum;

/// Small payouts, or payouts to ever new addresses, that a tier never sees.
struct WayAround<'p> {
    /// The quorum that is not asked.
    quorum: &'p Quorum,
    end: Option<End<'p>>,
    /// The tiers that ask others of as much as this one takes no notice of, or of all of it before long.
    between: Vec<&'p Rule>,
    /// Some who need nobody else for it.
    people: People,
}

/// What holds what leaves by a way around a tier.
#[derive(Clone, Copy)]
pub(super) enum End<'p> {
    Cap(Cap<'p>),
    /// A tier over everything that asks no fewer than the other, and begins far above it.
    Tier(&'p Rule, Sum, Span),
}

/// Tiers count each destination for itself: fresh addresses never climb.
pub(super) fn each_splits(ground: &Ground<'_>, sink: &mut Sink) {
    let mut search = Search::new();
    for case in ground.cases.covered.iter().filter(|case| is_open(ground, case)) {
        for tier in ground.tiers(case) {
            let Some((line, Some(span))) = threshold(tier) else { continue };
            // What caps hold below the tier needs no parts.
            let splits = ground.each_of(tier).contains(&Each::Destination);
            if !splits {
                continue;
            }
            // What those leave unasked who are asked anyway, all leave unasked who need not wait.
            let mut way = WayAround::of(ground, case, (tier, line), &mut search);
            way = way.filter(|way| !is_capped_below(ground, case, tier, (line, span), Some((way.quorum, &mut search))));
            let around = match way {
                Some(way) => {
                    let leaves = Leaves::of(ground, case, way.people, again(ground, case, part(ground, case, line)));
                    way.end.map(|end| (LintCode::EachSplits.severity(), end, never_asks(ground, tier), leaves))
                }
                None if is_capped_below(ground, case, tier, (line, span), None) => None,
                None => Pause::gone_around(ground, case, (tier, line), &mut search).and_then(|pause| {
                    Some((
                        Severity::Medium,
                        pause.end?,
                        pause.escapes(ground, tier),
                        pause.leaves(ground, case, part(ground, case, line)),
                    ))
                }),
            };
            let Some((severity, end, escapes, leaves)) = around else { continue };
            let message = alloc::format!(
                "{}, and {escapes}: it counts each destination for itself",
                taken(ground, case, line, end)
            );
            let help = alloc::format!("add a tier without `each`, which counts all destinations together per {span}");
            sink.add_leaving((LintCode::EachSplits, severity, ground.at_rule(tier, "each")), message, help, leaves);
        }
    }
}

/// What leaves again and again below a tier. Of one tier, the graver goes first, and whom it does not ask before what it does not
/// wait for.
type Again<'p> = ((Severity, bool), &'p Rule, String, Leaves);

/// Tiers look at one payout: the same amount leaves again and again.
pub(super) fn per_payout_tier(ground: &Ground<'_>, sink: &mut Sink) {
    let mut search = Search::new();
    let mut found: BTreeMap<&Name, Again<'_>> = BTreeMap::new();
    for case in &ground.cases.covered {
        for tier in ground.tiers(case) {
            let Some((line, None)) = threshold(tier) else { continue };
            if ground.never_reaches(case, tier) {
                continue;
            }
            let around = match WayAround::of(ground, case, (tier, line), &mut search) {
                Some(way) => {
                    let sole = way.sole(ground, case);
                    let severity = if sole.is_some() { Severity::High } else { LintCode::PerPayoutTier.severity() };
                    let tries = again(ground, case, line);
                    let (by, leaves) = match sole {
                        Some((names, approving)) => {
                            let who = if names.is_empty() { "anyone".into() } else { names_in_words(&names, "or") };
                            let leaves = Leaves::of(ground, case, approving, tries).asked_by(names.first().cloned());
                            (alloc::format!("; {who} alone is enough for that"), leaves)
                        }
                        None => (String::new(), Leaves::of(ground, case, way.people, tries)),
                    };
                    Some(((severity, true), way.end, never_asks(ground, tier), by, leaves))
                }
                None => Pause::gone_around(ground, case, (tier, line), &mut search).map(|pause| {
                    let (weight, by) = ((LintCode::PerPayoutTier.severity(), false), String::new());
                    (weight, pause.end, pause.escapes(ground, tier), by, pause.leaves(ground, case, line))
                }),
            };
            let Some((weight, end, escapes, by, leaves)) = around else { continue };
            let message = alloc::format!(
                "{} may leave again and again, {}, and {escapes}: it looks at one payout alone{by}",
                ground.policy.in_words(line),
                end.map_or("without end".into(), |end| end.until(ground)),
            );
            if found.get(&tier.name).is_none_or(|(known, ..)| *known < weight) {
                found.insert(&tier.name, (weight, tier, message, leaves));
            }
        }
    }
    for ((severity, _), tier, message, leaves) in found.into_values() {
        let sum = threshold(tier).map(|(sum, _)| ground.policy.in_words(sum)).unwrap_or_default();
        let help = alloc::format!("write `above = \"{sum} per 24h\"`: a running total");
        sink.add_leaving((LintCode::PerPayoutTier, severity, ground.at_rule(tier, "above")), message, help, leaves);
    }
}

/// Whether there is no end of destinations.
fn is_open(ground: &Ground<'_>, case: &Case) -> bool {
    ground.kind(case).is_some_and(|kind| kind.is_stranger)
}

/// Whether a tier sees everything that leaves, in whatever parts and wherever to.
pub(super) fn counts_all(ground: &Ground<'_>, case: &Case, tier: &Rule) -> bool {
    let splits = is_open(ground, case) && ground.each_of(tier).contains(&Each::Destination);
    matches!(tier.above, Above::Window { .. }) && !splits
}

/// Whether a tier binds what another lets by, in parts as large as it lets by.
pub(super) fn is_below(ground: &Ground<'_>, case: &Case, low: &Rule, high: &Rule) -> bool {
    let (Some((low_line, low_span)), Some((line, span))) = (threshold(low), threshold(high)) else { return false };
    // What counts each destination for itself is also paid in as many payouts as one likes.
    let is_about_parts = low_span.is_some() || span.is_none();
    low.name != high.name && is_about_parts && !ground.is_never_more(case.asset, line, low_line)
}

/// Whether a cap over everywhere keeps all that goes around a tier below its line, whatever the asset is worth: all its sums
/// that one sum of the tier would count, were it not for the destinations.
fn is_capped_below<'p>(
    ground: &'p Ground<'p>,
    case: &'p Case,
    tier: &'p Rule,
    (line, span): (Sum, Span),
    mut asked: Option<(&'p Quorum, &mut Search<'p>)>,
) -> bool {
    let caps = ground.caps(case).filter(|cap| ground.is_whole(cap) && ground.is_of_all(cap.limit, case, tier));
    let mut totals = caps.map(|cap| {
        let parts = parts_around(ground, case, tier, &cap, line.of == Measure::Currency, &mut asked);
        Sum { units: cap.within(span).saturating_mul(parts), of: cap.sum.of }
    });
    totals.any(|total| ground.is_never_more(case.asset, total, line)) || ground.never_reaches(case, tier)
}

/// How many sums of a cap are filled by payouts that a tier counts, to addresses like those of a case, and need not ask some whom
/// the tier asks for.
fn parts_around<'p>(
    ground: &'p Ground<'p>,
    case: &'p Case,
    tier: &'p Rule,
    cap: &Cap<'p>,
    is_of_all_assets: bool,
    asked: &mut Option<(&'p Quorum, &mut Search<'p>)>,
) -> u128 {
    let is_split = |each: &&Each| !ground.each_of(tier).contains(each);
    let each: Vec<Each> = ground.each(cap.limit).iter().filter(is_split).copied().collect();
    if each.is_empty() {
        return 1;
    }
    let selectors = [&tier.selector, &cap.limit.selector];
    let goes_around = |other: &&'p Case| {
        other.asking == case.asking
            && (is_of_all_assets || other.asset == case.asset)
            && is_open(ground, other)
            && selectors.iter().all(|selector| other.is_of(selector, &ground.cases))
            && asked.as_mut().is_none_or(|(quorum, search)| {
                search.is_met_without(quorums(ground.always(other)), quorum, ground.approvers(other))
            })
    };
    ground.sums(&each, ground.cases.covered.iter().filter(goes_around))
}

impl<'p> WayAround<'p> {
    /// Around a tier that begins at a line; none where those who are asked anyway, or soon after, are who it asks for.
    fn of(
        ground: &'p Ground<'p>,
        case: &'p Case,
        (tier, line): (&'p Rule, Sum),
        search: &mut Search<'p>,
    ) -> Option<Self> {
        let quorum = tier.approve.quorum()?;
        let available = ground.approvers(case);
        let in_parts = |other: &&Rule| is_below(ground, case, other, tier) && !counts_all(ground, case, other);
        let mut between: Vec<&Rule> = asking_tiers(ground, case).into_iter().filter(in_parts).collect();
        let mut needed = quorums(ground.always(case).chain(between.iter().copied()));
        let Fewer::These(mut people) = search.fewest(needed.clone(), quorum, available) else { return None };
        let cap = ground.least_cap(case).map(End::Cap);
        let in_all = |other: &&Rule| counts_all(ground, case, other) && !ground.never_reaches(case, other);
        let mut others: Vec<(&Rule, Sum, Span)> = asking_tiers(ground, case)
            .into_iter()
            .filter(in_all)
            .filter_map(|other| {
                let (sum, span) = threshold(other)?;
                Some((other, before_asking(ground, case, (other, tier), sum), span?))
            })
            .collect();
        others.sort_by_key(|(other, sum, span)| (in_a_day(ground, case, *sum, *span), &other.name));
        let far = Sum { units: line.units.saturating_mul(MOST_TIMES), of: line.of };
        for (other, sum, span) in others {
            let is_far = ground.is_never_more(case.asset, far, sum);
            needed.extend(other.approve.quorum());
            let Fewer::These(enough) = search.fewest(needed.clone(), quorum, available) else {
                let ends = [cap, Some(End::Tier(other, sum, span))];
                let end = ends.into_iter().flatten().min_by_key(|end| end.in_a_day(ground, case));
                return is_far.then_some(Self { quorum, end, between, people });
            };
            if !is_far {
                between.push(other);
                people = enough;
            }
        }
        Some(Self { quorum, end: cap, between, people })
    }

    /// Who needs nobody else for it, up to a cap or a tier that begins far off.
    fn sole(&self, ground: &Ground<'_>, case: &Case) -> Option<(Vec<Name>, People)> {
        let needed = quorums(ground.always(case).chain(self.between.iter().copied()));
        let does = |approving: People| all_met(&needed, approving) && !self.quorum.is_met_by(approving);
        alone(ground, case).into_iter().find(|(_, approving)| does(*approving))
    }
}

impl End<'_> {
    fn rate(self) -> (Sum, Span) {
        match self {
            Self::Cap(cap) => (cap.total(), cap.span),
            Self::Tier(_, sum, span) => (sum, span),
        }
    }

    pub(super) fn in_a_day(self, ground: &Ground<'_>, case: &Case) -> u128 {
        let (sum, span) = self.rate();
        in_a_day(ground, case, sum, span)
    }

    /// `` at most until `day` of 20 BTC per 24h is full ``.
    fn until(self, ground: &Ground<'_>) -> String {
        match self {
            Self::Cap(cap) => alloc::format!("at most until {} is full", ground.cap_words(&cap)),
            Self::Tier(tier, ..) => {
                let rate = threshold(tier).map(|(sum, span)| ground.rate(sum, span)).unwrap_or_default();
                let each = if ground.each_of(tier).contains(&Each::Wallet) { " out of each wallet" } else { "" };
                alloc::format!("at most until `{}` begins above {rate}{each}", tier.name)
            }
        }
    }
}

/// How much leaves before a tier asks: all its sums together, unless the one that is gone around has as many.
pub(super) fn before_asking(ground: &Ground<'_>, case: &Case, (other, tier): (&Rule, &Rule), sum: Sum) -> Sum {
    let each = ground.each_of(other);
    let is_one = ground.each_of(tier).contains(&Each::Wallet);
    let parts = if is_one { 1 } else { ground.parts_of(case, &other.selector, each) };
    Sum { units: sum.units.saturating_mul(parts), of: sum.of }
}

/// The most units that leave in a day before a line; of what nothing can value more than any.
pub(super) fn in_a_day(ground: &Ground<'_>, case: &Case, sum: Sum, span: Span) -> u128 {
    ground.units(case.asset, Sum { units: daily(sum.units, span), of: sum.of }).unwrap_or(u128::MAX)
}

/// Whom a tier never asks, in words.
fn never_asks(ground: &Ground<'_>, tier: &Rule) -> String {
    alloc::format!("`{}` never asks for `{}`", tier.name, ground.quorum_of(tier))
}

/// What goes to one address at once, below a line: what a limit holds to less, or a tier looks at in one payout, is less.
fn part(ground: &Ground<'_>, case: &Case, line: Sum) -> Sum {
    let per_payout = ground.tiers(case).filter_map(|tier| match threshold(tier) {
        Some((sum, None)) if sum.of == line.of => Some(sum.units),
        _ => None,
    });
    let units = per_payout.chain(ground.most_at_once(case, line.of)).fold(line.units, u128::min);
    Sum { units, of: line.of }
}

/// `40 fresh addresses take 20 BTC per 24h in parts of 0.5 BTC`.
fn taken(ground: &Ground<'_>, case: &Case, line: Sum, end: End<'_>) -> String {
    let (most, per) = end.rate();
    let part = part(ground, case, line);
    let rate = match end {
        End::Cap(cap) => ground.total_in_words(&cap),
        End::Tier(..) => ground.rate(most, Some(per)),
    };
    let addresses = most.units.div_ceil(part.units.max(1));
    let who = if most.of == part.of && addresses > 1 && !fees::is_counted(ground, case) {
        alloc::format!("{addresses} fresh addresses take {rate}")
    } else {
        alloc::format!("fresh addresses take up to {rate}")
    };
    alloc::format!("{who} in parts of {}", ground.policy.in_words(part))
}
