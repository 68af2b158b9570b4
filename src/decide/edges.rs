//! How near a payout stands to the lines that its policy draws: for tests of a policy.

use alloc::vec::Vec;
use core::fmt;

use super::evaluate::Question;
use super::scene::Scene;
use crate::approval::judge::Votes;
use crate::domain::name::Name;
use crate::domain::span::Span;
use crate::domain::total::Total;
use crate::ledger::line::Line;
use crate::policy::model::{Above, Limit, Most, Policy, Rule, ScopeId, Sum};

/// A line that a policy draws: an amount, a count, a fee or an instant.
///
/// Prints as in `above:btc-large`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Edge {
    kind: EdgeKind,
    name: Name,
}

/// What draws the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum EdgeKind {
    /// A rule's `above`.
    Above,
    /// A rule's `delay`.
    Delay,
    /// A limit.
    Limit,
}

/// Which of the two places beside an edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EdgeSide {
    /// The last smallest unit, payout or second before it: exactly the amount written.
    Last,
    /// The first beyond it.
    First,
}

impl Edge {
    /// What draws it.
    #[must_use]
    pub fn kind(&self) -> EdgeKind {
        self.kind
    }

    /// The name of the rule or limit.
    #[must_use]
    pub fn name(&self) -> &Name {
        &self.name
    }
}

impl fmt::Display for Edge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.kind {
            EdgeKind::Above => "above",
            EdgeKind::Delay => "delay",
            EdgeKind::Limit => "limit",
        };
        write!(f, "{kind}:{}", self.name)
    }
}

impl Policy {
    /// Every edge of the policy, by kind and name.
    pub fn edges(&self) -> impl Iterator<Item = Edge> {
        let above = self.rules.iter().filter(|rule| !matches!(rule.above, Above::Nothing));
        let delays = self.rules.iter().filter(|rule| rule.delay.is_some());
        let limits = self.limits.iter().filter(|limit| !matches!(limit.most, Most::AnyFee));
        let above = above.map(|rule| edge(EdgeKind::Above, &rule.name));
        let delays = delays.map(|rule| edge(EdgeKind::Delay, &rule.name));
        above.chain(delays).chain(limits.map(|limit| edge(EdgeKind::Limit, &limit.name)))
    }
}

/// The edges that a payout new to the ledger stands beside.
pub(super) fn beside(question: &Question<'_, '_>, votes: Votes) -> Vec<(Edge, EdgeSide)> {
    let scene = Scene::set(question, votes);
    let tiers = scene.concerned().filter_map(|rule| Some((EdgeKind::Above, &rule.name, tier(&scene, rule)?)));
    let delays = scene.binding().filter_map(|rule| Some((EdgeKind::Delay, &rule.name, delayed(&scene, rule)?)));
    let limits = scene.limits().filter_map(|limit| Some((EdgeKind::Limit, &limit.name, limited(&scene, limit)?)));
    tiers.chain(delays).chain(limits).map(|(kind, name, side)| (edge(kind, name), side)).collect()
}

fn edge(kind: EdgeKind, name: &Name) -> Edge {
    Edge { kind, name: name.clone() }
}

fn tier(scene: &Scene<'_, '_>, rule: &Rule) -> Option<EdgeSide> {
    match &rule.above {
        Above::Nothing => None,
        Above::Payout(sum) => at(scene.amount(sum.of)?.units()?, sum.units),
        Above::Window { sum, span, scope } => at(total(scene, sum, *span, *scope)?, sum.units),
    }
}

fn limited(scene: &Scene<'_, '_>, limit: &Limit) -> Option<EdgeSide> {
    match &limit.most {
        Most::Payout(sum) => at(scene.amount(sum.of)?.units()?, sum.units),
        Most::Window { sum, span, scope } => at(total(scene, sum, *span, *scope)?, sum.units),
        Most::Count { payouts, span, scope } => {
            let with_this = scene.running(*scope, *span).count(scene.now()).checked_add(1)?;
            at(with_this.into(), (*payouts).into())
        }
        Most::Fee { units, asset } => {
            let fee = scene.transfer().fee.filter(|fee| fee.asset == *asset)?;
            at(fee.units, *units)
        }
        Most::AnyFee => None,
    }
}

fn delayed(scene: &Scene<'_, '_>, rule: &Rule) -> Option<EdgeSide> {
    let end = scene.signed_since?.after(rule.delay.as_ref()?.span);
    if scene.now() == end {
        return Some(EdgeSide::First);
    }
    (scene.now().next() == end).then_some(EdgeSide::Last)
}

/// What would have left over the window with this payout.
fn total(scene: &Scene<'_, '_>, sum: &Sum, span: Span, scope: ScopeId) -> Option<u128> {
    let worth = |line: &Line| scene.worth(line);
    let spent: Total = scene.running(scope, span).sum(scene.now(), &worth)?;
    scene.amount(sum.of)?.plus(spent).units()
}

fn at(total: u128, line: u128) -> Option<EdgeSide> {
    match total.checked_sub(line)? {
        0 => Some(EdgeSide::Last),
        1 => Some(EdgeSide::First),
        _ => None,
    }
}
