//! What every lint looks at: the policy, what was written, where, and the kinds of payouts it tells apart.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::RefCell;

use super::beside::Counted;
use super::cases::{Asking, Case, Cases, Kind};
use super::places::{Place, Places};
use crate::analyze::prices;
use crate::domain::instant::Instant;
use crate::domain::name::Name;
use crate::domain::people::People;
use crate::domain::span::Span;
use crate::policy::document::{Document, Each, Facts};
use crate::policy::model::{Above, AssetId, InitiatorApproval, Limit, Measure, Most, Policy, Rule, Sum};
use crate::policy::people::Signer;
use crate::policy::seats::Quorum;
use crate::policy::tree::Node;

pub(super) struct Ground<'p> {
    pub(super) text: &'p str,
    pub(super) policy: &'p Policy,
    pub(super) document: &'p Document,
    pub(super) places: Places<'p>,
    pub(super) cases: Cases,
    pub(super) now: Instant,
    /// The lowest and the highest price, in units of 10^-18, of every asset that can have one.
    pub(super) prices: BTreeMap<AssetId, (u128, u128)>,
    pub(super) facts: BTreeMap<&'p Name, &'p Facts>,
    pub(super) known: Known,
}

/// What many kinds of payout ask alike, as far as it was asked.
#[derive(Default)]
pub(super) struct Known {
    /// Which tiers limits keep everything below.
    pub(super) never_reached: RefCell<BTreeMap<Counted, bool>>,
    /// Of what a tier counts, how much other tiers see of it apart.
    pub(super) apart: RefCell<BTreeMap<Counted, u128>>,
    /// Whether a tier counts less in one sum.
    pub(super) finer: RefCell<BTreeMap<(Counted, Name, AssetId), bool>>,
    /// How many units are no more than a sum in the currency, and what so many units are worth.
    pub(super) units: RefCell<BTreeMap<(AssetId, u128), u128>>,
    pub(super) worth: RefCell<BTreeMap<(AssetId, u128), Option<u128>>>,
}

/// What is known of a key, or is found now.
pub(super) fn once<K: Ord, V: Clone>(known: &RefCell<BTreeMap<K, V>>, key: K, find: impl FnOnce() -> V) -> V {
    if let Some(known) = known.borrow().get(&key) {
        return known.clone();
    }
    let found = find();
    known.borrow_mut().insert(key, found.clone());
    found
}

/// A limit over a window: what, over how long.
#[derive(Clone, Copy)]
pub(super) struct Cap<'p> {
    pub(super) limit: &'p Limit,
    pub(super) sum: Sum,
    pub(super) span: Span,
    /// How many such sums payouts of one kind can fill, out of as many wallets.
    pub(super) parts: u128,
}

impl<'p> Ground<'p> {
    pub(super) fn of(text: &'p str, policy: &'p Policy, document: &'p Document, root: &'p Node, now: Instant) -> Self {
        let people = document.approvers.iter().chain(&document.requesters);
        let facts = people.map(|(name, person)| (&name.value, &person.facts)).collect();
        let cases = Cases::of(policy, document, now);
        let (places, prices) = (Places::of(root), prices::possible(policy));
        Self { text, policy, document, places, cases, now, prices, facts, known: Known::default() }
    }

    /// The value of a key of a rule.
    pub(super) fn at_rule(&self, rule: &Rule, key: &str) -> Place {
        self.places.of_item("rules", rule.name.as_str(), key)
    }

    /// The value of a key of a limit.
    pub(super) fn at_limit(&self, limit: &Limit, key: &str) -> Place {
        self.places.of_item("limits", limit.name.as_str(), key)
    }

    /// What stands in quotes at a place.
    pub(super) fn written(&self, place: &Place) -> &'p str {
        self.text.get(place.span.clone()).unwrap_or("").trim_matches(['"', '\''])
    }

    /// The quorum of a rule as it is written.
    pub(super) fn quorum_of(&self, rule: &Rule) -> &'p str {
        self.written(&self.at_rule(rule, "approve"))
    }

    /// The rules of some places in the policy.
    pub(super) fn rules(&self, places: &'p [usize]) -> impl Iterator<Item = &'p Rule> + Clone {
        let rules = &self.policy.rules;
        places.iter().filter_map(|place| rules.get(*place))
    }

    /// The rules that bind whatever the amount and the hour.
    pub(super) fn always(&'p self, case: &'p Case) -> impl Iterator<Item = &'p Rule> + Clone {
        self.rules(&case.binding).filter(|rule| rule.permits())
    }

    /// The rules that bind from some amount on, at every hour.
    pub(super) fn tiers(&'p self, case: &'p Case) -> impl Iterator<Item = &'p Rule> + Clone {
        self.rules(&case.binding).filter(|rule| !rule.permits() && rule.during.is_none())
    }

    pub(super) fn kind(&'p self, case: &Case) -> Option<&'p Kind> {
        self.cases.kinds.get(case.kind)
    }

    pub(super) fn asking(&'p self, case: &Case) -> Option<&'p Asking> {
        self.cases.asking.get(case.asking)
    }

    /// Everybody whose approval can count in a case: nobody whose time is over.
    pub(super) fn approvers(&self, case: &Case) -> People {
        let everyone = self.in_office();
        match self.asking(case).and_then(|asking| asking.signer) {
            Some(Signer::Approver(person)) if self.policy.initiator_approval == InitiatorApproval::Refused => {
                everyone.without(People::one(person))
            }
            _ => everyone,
        }
    }

    /// The caps over a window that are about a case.
    pub(super) fn caps(&'p self, case: &'p Case) -> impl Iterator<Item = Cap<'p>> {
        let about = |limit: &&Limit| case.is_of(&limit.selector, &self.cases);
        let caps = self.policy.limits.iter().filter(about).filter_map(Cap::of);
        caps.map(|cap| Cap { parts: self.parts_of(case, &cap.limit.selector, self.each(cap.limit)), ..cap })
    }

    /// The most of a case that one destination takes at once: what a limit, and no tier, holds it to. None if nothing does.
    pub(super) fn most_at_once(&self, case: &Case, of: Measure) -> Option<u128> {
        let about = self.policy.limits.iter().filter(|limit| case.is_of(&limit.selector, &self.cases));
        let held = about.filter_map(|limit| match limit.most {
            Most::Payout(sum) | Most::Window { sum, .. } => (sum.of == of).then_some(sum.units),
            Most::Count { .. } | Most::Fee { .. } | Most::AnyFee => None,
        });
        held.min()
    }

    /// Whether somebody's time is not over.
    pub(super) fn is_in_office(&self, name: &Name) -> bool {
        let signer = self.policy.roll.named(name.as_str());
        let person = signer.and_then(|signer| self.policy.roll.person(signer));
        person.is_some_and(|person| person.active.until.is_none_or(|until| self.now < until))
    }

    /// The people whose time is not over.
    pub(super) fn in_office(&self) -> People {
        self.policy.roll.who(|person| person.active.until.is_none_or(|until| self.now < until))
    }

    /// The cap that lets the least of a case out in a day, in the asset if there is one.
    pub(super) fn tightest(&'p self, case: &'p Case) -> Option<Cap<'p>> {
        let by = |measure: Measure| {
            let caps = self.caps(case).filter(move |cap| cap.sum.of == measure).filter(|cap| self.is_whole(cap));
            caps.min_by_key(Cap::daily)
        };
        by(Measure::Asset(case.asset)).or_else(|| by(Measure::Currency))
    }

    /// Whether a cap holds all who ask and everywhere they pay: one sum does, or one for each wallet.
    pub(super) fn is_whole(&self, cap: &Cap<'_>) -> bool {
        !self.each(cap.limit).iter().any(|each| matches!(each, Each::Destination | Each::Initiator))
    }

    /// The values that a limit keeps a separate sum for.
    pub(super) fn each(&self, limit: &Limit) -> &[Each] {
        let scope = match &limit.most {
            Most::Window { scope, .. } | Most::Count { scope, .. } => Some(scope.0),
            Most::Payout(_) | Most::Fee { .. } | Most::AnyFee => None,
        };
        self.scope_each(scope)
    }

    /// The values that a tier keeps a separate sum for.
    pub(super) fn each_of(&self, rule: &Rule) -> &[Each] {
        let scope = match &rule.above {
            Above::Window { scope, .. } => Some(scope.0),
            Above::Nothing | Above::Payout(_) => None,
        };
        self.scope_each(scope)
    }

    fn scope_each(&self, scope: Option<usize>) -> &[Each] {
        scope.and_then(|scope| self.policy.scopes.get(scope)).map_or(&[], |scope| scope.each.as_slice())
    }

    /// `20 BTC per 24h`.
    pub(super) fn rate(&self, sum: Sum, span: Option<Span>) -> String {
        match span {
            Some(span) => alloc::format!("{} per {span}", self.policy.in_words(sum)),
            None => alloc::format!("{} per payout", self.policy.in_words(sum)),
        }
    }

    /// `` `btc-day` of 20 BTC per 24h ``.
    pub(super) fn cap_words(&self, cap: &Cap<'_>) -> String {
        let each = if cap.parts > 1 { " out of each wallet" } else { "" };
        alloc::format!("`{}` of {}{each}", cap.limit.name, self.rate(cap.sum, Some(cap.span)))
    }

    /// Names in backticks: `` `a`, `b` and `c` ``, of many the first.
    pub(super) fn people(&self, people: People) -> String {
        names_in_words(&self.policy.roll.names(people), "and")
    }

    /// Who asks, in words.
    pub(super) fn asking_words(&self, case: &Case) -> String {
        match self.asking(case) {
            Some(asking) if !asking.names.is_empty() => names_in_words(&asking.names, "or"),
            _ => "anyone".into(),
        }
    }
}

impl<'p> Cap<'p> {
    pub(super) fn of(limit: &'p Limit) -> Option<Self> {
        match limit.most {
            Most::Window { sum, span, .. } => Some(Self { limit, sum, span, parts: 1 }),
            Most::Payout(_) | Most::Count { .. } | Most::Fee { .. } | Most::AnyFee => None,
        }
    }

    /// The most one of its sums lets out within so long: a window may be full when it begins, and again as often as one ends
    /// in it.
    pub(super) fn within(&self, span: Span) -> u128 {
        self.sum.units.saturating_mul(u128::from(fills(self.span, span)))
    }

    /// All its sums together.
    pub(super) fn total(&self) -> Sum {
        Sum { units: self.sum.units.saturating_mul(self.parts), of: self.sum.of }
    }

    /// How much all its sums let out in any 24 hours, in smallest units.
    pub(super) fn daily(&self) -> u128 {
        daily(self.total().units, self.span)
    }
}

/// How often a window is filled within so long.
pub(super) fn fills(window: Span, within: Span) -> u64 {
    within.seconds().saturating_sub(1).checked_div(window.seconds()).unwrap_or(0).saturating_add(1)
}

/// What a rate lets out in a day: a shorter window as often as it fits, a longer one whole, for all may leave at once.
pub(super) fn daily(units: u128, span: Span) -> u128 {
    let times = DAY.checked_div(span.seconds()).unwrap_or(1).max(1);
    units.saturating_mul(u128::from(times))
}

/// Seconds.
pub(super) const DAY: u64 = 86_400;

/// What a tier counts and from where on.
pub(super) fn threshold(rule: &Rule) -> Option<(Sum, Option<Span>)> {
    match rule.above {
        Above::Nothing => None,
        Above::Payout(sum) => Some((sum, None)),
        Above::Window { sum, span, .. } => Some((sum, Some(span))),
    }
}

/// The quorums that some rules ask for.
pub(super) fn quorums<'r>(rules: impl Iterator<Item = &'r Rule>) -> Vec<&'r Quorum> {
    rules.filter_map(|rule| rule.approve.quorum()).collect()
}

/// `is` of one, `are` of more.
pub(super) fn are(many: u32) -> &'static str {
    if many == 1 { "is" } else { "are" }
}

/// Whether some people meet all of them.
pub(super) fn all_met(quorums: &[&Quorum], people: People) -> bool {
    quorums.iter().all(|quorum| quorum.is_met_by(people))
}

/// `` `a`, `b` and `c` ``; of more than four the first three and how many others.
pub(super) fn names_in_words(names: &[Name], joint: &str) -> String {
    let quoted: Vec<String> = names.iter().map(|name| alloc::format!("`{name}`")).collect();
    in_words(&quoted, joint)
}

/// The same of words.
pub(super) fn in_words(words: &[String], joint: &str) -> String {
    match words {
        [] => "nobody".into(),
        [one] => one.clone(),
        [most @ .., last] if words.len() <= 4 => alloc::format!("{} {joint} {last}", most.join(", ")),
        [a, b, c, rest @ ..] => alloc::format!("{a}, {b}, {c} {joint} {} others", rest.len()),
        [_, ..] => words.join(", "),
    }
}
