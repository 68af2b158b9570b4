//! Tiers that are narrower than a rule they add to: who should need no less than others goes around them.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use super::apart::{Apart, Rest, Side};
use super::cases::Case;
use super::code::{LintCode, Severity};
use super::finding::Sink;
use super::ground::{Ground, threshold};
use super::looser::{Asked, Leaving, Looser};
use super::proof::{Amounts, Leaves};
use super::tiers::destination;
use crate::policy::model::{Measure, Rule};
use crate::policy::selector::Destinations;

/// A tier of one kind of payout that another goes around.
#[derive(Clone, Copy)]
struct Gap<'p> {
    tier: &'p Rule,
    strict: &'p Case,
    loose: &'p Case,
    apart: Apart,
}

/// What is found of one kind: how grave it is, and what is said of it.
type Said = BTreeMap<Apart, (Severity, String, Option<Leaves>)>;

/// Every gap so far, by the place of its tier.
struct Gaps<'p> {
    ground: &'p Ground<'p>,
    asked: Asked<'p>,
    said: BTreeMap<(usize, Side), Said>,
    untried: BTreeMap<(usize, Side), Gap<'p>>,
}

/// A tier that binds a listed destination, a person who asks, a wallet, an asset or an approver, and not others that a rule covers as well.
pub(super) fn tier_gap(ground: &Ground<'_>, sink: &mut Sink) {
    let (said, untried) = (BTreeMap::new(), BTreeMap::new());
    let mut gaps = Gaps { ground, asked: Asked::of(ground), said, untried };
    for apart in Apart::ALL {
        for cases in alike(ground, apart).values() {
            // First where the same people ask, out of the same wallet.
            gaps.look(cases, apart, true);
            gaps.look(cases, apart, false);
        }
    }
    gaps.report(sink);
}

/// The cases that are alike but for one thing.
fn alike<'p>(ground: &'p Ground<'p>, but_for: Apart) -> BTreeMap<Rest, Vec<&'p Case>> {
    let mut alike: BTreeMap<Rest, Vec<&Case>> = BTreeMap::new();
    let is_stranger = |case: &&Case| ground.kind(case).is_some_and(|kind| kind.is_stranger);
    for case in ground.cases.covered.iter().filter(|case| but_for != Apart::Asset || is_stranger(case)) {
        alike.entry(but_for.rest(case)).or_default().push(case);
    }
    alike
}

impl<'p> Gaps<'p> {
    /// The gaps of one kind between cases that are alike but for one thing: of every tier the first of the gravest.
    fn look(&mut self, cases: &[&'p Case], apart: Apart, are_alike: bool) {
        let ground = self.ground;
        let is_stranger = |case: &&&Case| ground.kind(case).is_some_and(|kind| kind.is_stranger);
        let all: Vec<&Case> =
            cases.iter().filter(|case| apart != Apart::Stranger || is_stranger(case)).copied().collect();
        for strict in cases {
            for (place, tier) in tiers(ground, strict).filter(|(_, tier)| apart != Apart::Asset || is_of_value(tier)) {
                let key = (place, apart.side());
                let known = self.said.get(&key).and_then(|said| said.get(&apart)).map(|(severity, ..)| *severity);
                if known == Some(apart.severity()) {
                    continue;
                }
                let is_apart = |loose: &&&Case| {
                    let alike = loose.asking == strict.asking && loose.wallet == strict.wallet;
                    // A tier that binds strangers is not too narrow for them.
                    let is_narrow = alike || apart != Apart::Stranger || !loose.is_to(&tier.selector, &ground.cases);
                    alike == are_alike && is_narrow && Apart::of(ground, strict, loose) == Some(apart)
                };
                for loose in all.iter().filter(|loose| !loose.is_bound_by(place)).filter(is_apart) {
                    let gap = Gap { tier, strict, loose, apart };
                    // What limits keep below the line is not looser above it.
                    if gap.is_meant(ground) || ground.never_reaches(loose, tier) {
                        continue;
                    }
                    match self.asked.looser(tier, loose) {
                        Looser::Certainly { asks, enough, at, leaving } => {
                            let severity = apart.severity().min(self.asked.most_severe(loose.asset, at));
                            let message = gap.message(ground, &asks, &alloc::format!("{enough}{}", at.words()));
                            if known.is_none_or(|known| known < severity) {
                                self.said
                                    .entry(key)
                                    .or_default()
                                    .insert(apart, (severity, message, Some(gap.leaves(ground, leaving))));
                                break;
                            }
                        }
                        Looser::Perhaps => {
                            self.untried.entry(key).or_insert(gap);
                        }
                        Looser::No => {}
                    }
                }
            }
        }
    }

    /// A key of a tier has one finding, so that a silence above it is about nothing else: of its graver kind, with the other
    /// beside it. What could not be tried is said only where there is no other.
    fn report(mut self, sink: &mut Sink) {
        for (key, gap) in self.untried {
            let enough = "perhaps fewer are enough: there are too many sets of people to try them all";
            let asks = alloc::format!("asks for `{}`", self.ground.quorum_of(gap.tier));
            let said = || Said::from([(gap.apart, (Severity::Medium, gap.message(self.ground, &asks, enough), None))]);
            self.said.entry(key).or_insert_with(said);
        }
        for ((place, side), said) in self.said {
            let mut said = said.into_iter();
            let tier = self.ground.policy.rules.get(place);
            let (Some(tier), Some((apart, (severity, message, leaves)))) = (tier, said.next()) else { continue };
            let notes = said.map(|(_, (_, message, _))| message).collect();
            let place = self.ground.at_rule(tier, side.key(tier));
            match leaves {
                Some(leaves) => {
                    sink.add_leaving_noted((LintCode::TierGap, severity, place), message, apart.help(), notes, leaves);
                }
                None => sink.add_noted(LintCode::TierGap, severity, place, message, apart.help(), notes),
            }
        }
    }
}

/// The rules that only add, of a case, each with its place.
fn tiers<'p>(ground: &'p Ground<'p>, case: &'p Case) -> impl Iterator<Item = (usize, &'p Rule)> {
    let bound = case.binding.iter().filter_map(|place| Some((*place, ground.policy.rules.get(*place)?)));
    bound.filter(|(_, rule)| !rule.permits())
}

/// Whether a tier's line is drawn in the currency: it is then about all assets alike.
fn is_of_value(tier: &Rule) -> bool {
    threshold(tier).is_some_and(|(line, _)| line.of == Measure::Currency)
}

impl Gap<'_> {
    /// Whether somebody has plainly thought of what goes around the tier: it is named as what the tier leaves out, or has a rule
    /// of its own that asks somebody. No stranger and no program should need less all the same.
    fn is_meant(self, ground: &Ground<'_>) -> bool {
        let is_left_out = self.apart == Apart::List && matches!(self.tier.selector.to, Destinations::NotIn(_));
        let mut own = self.loose.binding.iter().filter(|place| !self.strict.is_bound_by(**place));
        let asks = |place: &usize| {
            let rule = ground.policy.rules.get(*place).filter(|rule| rule.approve.quorum().is_some());
            rule.is_some_and(|rule| !ground.never_reaches(self.loose, rule))
        };
        self.apart.severity() != LintCode::TierGap.severity() && (is_left_out || own.any(asks))
    }

    /// The first unit above the tier, at once or in parts, on the approvals that are enough and when the tier would bind others.
    fn leaves(self, ground: &Ground<'_>, leaving: Leaving) -> Leaves {
        let (line, span) = threshold(self.tier).unzip();
        let lines = line.map_or_else(|| alloc::vec![(None, 0)], |line| ground.units_at_ends(self.loose.asset, line));
        let above: Vec<(Option<u128>, u128)> =
            lines.into_iter().filter_map(|(price, units)| Some((price, units.checked_add(1)?))).collect();
        let in_parts = |parts: usize| {
            above.iter().map(move |(price, units)| {
                let part = units.div_ceil(u128::try_from(parts).unwrap_or(1));
                Amounts { price: *price, units: alloc::vec![part; parts] }
            })
        };
        // What the tier would count in one sum: one payout, or all within its window.
        let span = span.flatten();
        let parts: &[usize] = if span.is_some() { &[1, 2, 4] } else { &[1] };
        let tries = parts.iter().flat_map(|parts| in_parts(*parts)).collect();
        let Leaving { people, from, waits_less } = leaving;
        Leaves::of(ground, self.loose, people, tries).from(from).within(span).waiting_less(waits_less)
    }

    fn message(self, ground: &Ground<'_>, asks: &str, enough: &str) -> String {
        let Self { tier, strict, loose, apart } = self;
        let whose = match apart {
            Apart::Stranger | Apart::List => {
                let words = |case: &Case| {
                    let out_of =
                        (strict.wallet != loose.wallet).then(|| alloc::format!(" out of {}", wallet(ground, case)));
                    let asks = (strict.asking != loose.asking)
                        .then(|| alloc::format!(", where {} asks", ground.asking_words(case)));
                    let (out_of, asks) = (out_of.unwrap_or_default(), asks.unwrap_or_default());
                    alloc::format!("to {}{out_of}{asks}", destination(ground, case))
                };
                alloc::format!("{}; {}", words(strict), words(loose))
            }
            Apart::Program | Apart::Asker => {
                let (one, other) = (ground.asking_words(strict), ground.asking_words(loose));
                alloc::format!("where {one} asks; where {other} asks")
            }
            Apart::Asset => alloc::format!("of {}; of {}", asset(ground, strict), asset(ground, loose)),
            Apart::Wallet => alloc::format!("out of {}; out of {}", wallet(ground, strict), wallet(ground, loose)),
        };
        let during = tier.during.as_ref().map(|hours| alloc::format!("within {}", hours.in_words()));
        let above = threshold(tier).map(|(from, span)| alloc::format!("above {}", ground.rate(from, span)));
        let when: Vec<String> = during.into_iter().chain(above).collect();
        alloc::format!("{} `{}` {asks} {whose}, {enough}", when.join(" "), tier.name)
    }
}

fn wallet(ground: &Ground<'_>, case: &Case) -> String {
    ground.policy.wallets.get(case.wallet.0).map(|wallet| alloc::format!("`{wallet}`")).unwrap_or_default()
}

fn asset<'p>(ground: &'p Ground<'_>, case: &Case) -> &'p str {
    ground.policy.asset(case.asset).map_or("", |asset| asset.name.as_str())
}
