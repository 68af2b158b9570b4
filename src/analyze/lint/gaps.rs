//! Tiers that are narrower than a rule they add to: who should need no less than others goes around them.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use super::cases::Case;
use super::code::{LintCode, Severity};
use super::edges::{At, Edges};
use super::fewer::{Fewer, Search};
use super::finding::Sink;
use super::ground::{Ground, are, quorums, threshold};
use super::tiers::destination;
use crate::domain::people::People;
use crate::policy::model::{AssetId, Rule, WalletId};
use crate::policy::selector::Destinations;

/// What tells apart two kinds of payout that are otherwise the same, of which one should not need less than the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Apart {
    /// One goes to an address in no list, the other to one in a list.
    Stranger,
    /// A program asks for one, or somebody who approves nothing, and a person for the other.
    Program,
    List,
    Approver,
    Wallet,
}

impl Apart {
    /// None where one may well need less: a listed address less than a stranger, a person less than a program.
    fn of(ground: &Ground<'_>, strict: &Case, loose: &Case) -> Option<Self> {
        let is_stranger = |case: &Case| ground.kind(case).is_some_and(|kind| kind.is_stranger);
        let is_apart = |case: &Case| ground.asking(case).is_some_and(|asking| asking.is_apart);
        let share_a_rule = strict.covering.iter().any(|rule| loose.is_covered_by(*rule));
        if strict.wallet != loose.wallet {
            return share_a_rule.then_some(Self::Wallet);
        }
        if strict.asking != loose.asking {
            let should_not = share_a_rule && !is_apart(strict);
            return should_not.then_some(if is_apart(loose) { Self::Program } else { Self::Approver });
        }
        if is_stranger(strict) || strict.kind == loose.kind {
            return None;
        }
        if is_stranger(loose) { Some(Self::Stranger) } else { share_a_rule.then_some(Self::List) }
    }

    fn severity(self) -> Severity {
        match self {
            Self::Stranger | Self::Program => LintCode::TierGap.severity(),
            Self::List | Self::Approver | Self::Wallet => Severity::Medium,
        }
    }

    fn help(self) -> &'static str {
        match self {
            Self::Stranger | Self::Program => {
                "let the tier bind as widely as the rule it adds to: `to = \"any\"`, and the same `initiators`"
            }
            Self::List => {
                "let the tier bind as widely as the rule it adds to, or name in its `not_to` what may need less"
            }
            Self::Approver => "let the tier bind as widely as the rule it adds to: the same `initiators`",
            Self::Wallet => {
                "let the tier bind as widely as the rule it adds to: the same `wallets`, or give the others a tier of their own"
            }
        }
    }
}

/// A tier of one kind of payout that another goes around.
#[derive(Clone, Copy)]
struct Gap<'p> {
    tier: &'p Rule,
    strict: &'p Case,
    loose: &'p Case,
    apart: Apart,
}

/// What was asked before.
struct Asked<'p> {
    search: Search<'p>,
    edges: Edges<'p>,
}

/// Everything but one thing in which two kinds of payout may differ.
type Side = (AssetId, Option<WalletId>, Option<usize>, Option<usize>);

const SIDES: [fn(&Case) -> Side; 3] = [
    |case| (case.asset, Some(case.wallet), None, Some(case.asking)),
    |case| (case.asset, Some(case.wallet), Some(case.kind), None),
    |case| (case.asset, None, Some(case.kind), Some(case.asking)),
];

/// A tier that binds a listed destination, a person who asks, a wallet or an approver, and not others that a rule covers as well.
pub(super) fn tier_gap(ground: &Ground<'_>, sink: &mut Sink) {
    let mut asked = Asked { search: Search::new(), edges: Edges::of(ground) };
    let mut untried = BTreeMap::new();
    // A tier has one finding: the graver first, and what could not be tried only where there is no other.
    for severity in [Severity::High, Severity::Medium] {
        for side in SIDES {
            for cases in alike(ground, side).values() {
                among(ground, cases, severity, &mut asked, &mut untried, sink);
            }
        }
    }
    for gap in untried.into_values() {
        let enough = "perhaps fewer are enough: there are too many sets of people to try them all";
        gap.add(ground, Severity::Medium, enough, sink);
    }
}

fn alike<'p>(ground: &'p Ground<'p>, side: fn(&Case) -> Side) -> BTreeMap<Side, Vec<&'p Case>> {
    let mut alike: BTreeMap<Side, Vec<&Case>> = BTreeMap::new();
    for case in &ground.cases.covered {
        alike.entry(side(case)).or_default().push(case);
    }
    alike
}

/// The gaps of one weight between cases that are alike but for one thing.
fn among<'p>(
    ground: &'p Ground<'p>,
    cases: &[&'p Case],
    severity: Severity,
    asked: &mut Asked<'p>,
    untried: &mut BTreeMap<usize, Gap<'p>>,
    sink: &mut Sink,
) {
    for strict in cases {
        for (place, tier) in tiers(ground, strict) {
            if sink.has_at(LintCode::TierGap, &ground.at_rule(tier, "name")) {
                continue;
            }
            for loose in cases.iter().filter(|loose| !loose.is_bound_by(place)) {
                let apart = Apart::of(ground, strict, loose).filter(|apart| apart.severity() == severity);
                let Some(apart) = apart else { continue };
                let gap = Gap { tier, strict, loose, apart };
                match gap.fewest(ground, asked) {
                    (Fewer::These(people), at) => {
                        let severity = severity.min(asked.edges.most_severe(loose.asset, at));
                        gap.add(ground, severity, &alloc::format!("{}{}", enough(ground, people), at.words()), sink);
                        break;
                    }
                    (Fewer::Unknown, _) => {
                        untried.entry(place).or_insert(gap);
                    }
                    (Fewer::Nobody, _) => {}
                }
            }
        }
    }
}

/// The tiers of a case that ask somebody, each with its place.
fn tiers<'p>(ground: &'p Ground<'p>, case: &'p Case) -> impl Iterator<Item = (usize, &'p Rule)> {
    let bound = case.binding.iter().filter_map(|place| Some((*place, ground.policy.rules.get(*place)?)));
    bound.filter(|(_, rule)| !rule.permits() && rule.during.is_none() && rule.approve.quorum().is_some())
}

fn enough(ground: &Ground<'_>, people: People) -> String {
    if people.is_empty() {
        return "nobody is asked".into();
    }
    alloc::format!("{} {} enough", ground.people(people), are(people.count()))
}

impl<'p> Gap<'p> {
    /// The fewest who are enough above the line where the tier does not bind, and not where it does, and at which prices.
    fn fewest(self, ground: &'p Ground<'p>, asked: &mut Asked<'p>) -> (Fewer, At) {
        let Asked { search, edges } = asked;
        let Self { tier, loose, .. } = self;
        let nobody = (Fewer::Nobody, At::All);
        let (Some((from, _)), Some(quorum)) = (threshold(tier), tier.approve.quorum()) else { return nobody };
        // What limits keep below the line is not looser above it.
        if self.is_meant(ground) || ground.never_reaches(loose, tier) {
            return nobody;
        }
        // What cannot be tried at one price may be found at the other.
        let (mut found, mut tried) = ((Fewer::Nobody, At::All), None);
        for (at, price) in edges.ends(loose.asset, from) {
            let binding = ground.tiers(loose).filter(|other| edges.binds_just_above(loose.asset, from, other, price));
            let needed = quorums(ground.always(loose).chain(binding));
            if tried.as_ref() == Some(&needed) {
                break;
            }
            let at = if tried.is_none() { At::All } else { at };
            match search.fewest(needed.clone(), quorum, ground.approvers(loose)) {
                these @ Fewer::These(_) => return (these, at),
                Fewer::Unknown => found = (Fewer::Unknown, At::All),
                Fewer::Nobody => {}
            }
            tried = Some(needed);
        }
        found
    }

    /// Whether somebody has plainly thought of what goes around the tier: it is named as what the tier leaves out, or has a rule
    /// of its own that asks somebody. No stranger and no program should need less all the same.
    fn is_meant(self, ground: &Ground<'_>) -> bool {
        let is_left_out = self.apart == Apart::List && matches!(self.tier.selector.to, Destinations::NotIn(_));
        let mut own = self.loose.binding.iter().filter(|place| !self.strict.is_bound_by(**place));
        let asks = |place: &usize| ground.policy.rules.get(*place).is_some_and(|rule| rule.approve.quorum().is_some());
        self.apart.severity() != LintCode::TierGap.severity() && (is_left_out || own.any(asks))
    }

    fn add(self, ground: &Ground<'_>, severity: Severity, enough: &str, sink: &mut Sink) {
        let Self { tier, strict, loose, apart } = self;
        let Some((from, span)) = threshold(tier) else { return };
        let whose = match apart {
            Apart::Stranger | Apart::List => {
                alloc::format!("to {}; to {}", destination(ground, strict), destination(ground, loose))
            }
            Apart::Program | Apart::Approver => {
                let (one, other) = (ground.asking_words(strict), ground.asking_words(loose));
                alloc::format!("where {one} asks; where {other} asks")
            }
            Apart::Wallet => alloc::format!("out of {}; out of {}", wallet(ground, strict), wallet(ground, loose)),
        };
        let message = alloc::format!(
            "above {} `{}` asks for `{}` {whose}, {enough}",
            ground.rate(from, span),
            tier.name,
            ground.quorum_of(tier)
        );
        sink.add_as(LintCode::TierGap, severity, ground.at_rule(tier, "name"), message, apart.help());
    }
}

fn wallet(ground: &Ground<'_>, case: &Case) -> String {
    ground.policy.wallets.get(case.wallet.0).map(|wallet| alloc::format!("`{wallet}`")).unwrap_or_default()
}
