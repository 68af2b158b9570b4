//! What of a policy the scenarios touched, and what not.

use std::collections::BTreeSet;

use countersign::{CheckStatus, Decision, Edge, EdgeKind, EdgeSide, Policy};

/// What has been seen of one policy.
#[derive(Debug, Default)]
pub struct Coverage {
    checks: BTreeSet<(String, CheckStatus)>,
    edges: BTreeSet<(Edge, EdgeSide)>,
}

/// How much of a policy was touched.
#[derive(Debug)]
pub struct Share {
    pub touched: usize,
    pub of: usize,
    /// What was not, a sentence each, in the order of a decision.
    pub untouched: Vec<String>,
    /// Every line that the policy draws.
    pub boundaries: Vec<Boundary>,
}

/// A tier, limit or delay, and which of the two places beside it were tried: the engine says where a payout stands.
#[derive(Debug)]
pub struct Boundary {
    pub edge: Edge,
    /// Exactly the amount, fee or count that is written, or the last second of the delay.
    pub last: bool,
    /// A smallest unit, a payout or a second beyond.
    pub first: bool,
}

impl Coverage {
    /// Notes what a decision's checks found.
    pub fn saw(&mut self, decision: &Decision<'_>) {
        let checks = decision.checks().iter();
        self.checks.extend(checks.map(|check| (check.name().to_string(), check.status())));
    }

    /// Notes which edges a payout stood beside when it was decided.
    pub fn saw_edges(&mut self, edges: Vec<(Edge, EdgeSide)>) {
        self.edges.extend(edges);
    }

    /// How much of the policy that is.
    ///
    /// Counted are: each rule, that it binds; each check, every status it can have; each tier, delay
    /// and limit, both sides of its edge.
    pub fn share(&self, policy: &Policy) -> Share {
        let rules = policy.rules().map(|rule| {
            let check = format!("quorum:{rule}");
            let is_touched = self.checks.iter().any(|(seen, _)| *seen == check);
            (is_touched, format!("the rule `{rule}` never binds"))
        });
        let outcomes = policy.possible_outcomes();
        let outcomes = outcomes.iter().map(|outcome| {
            let (check, status) = (outcome.check(), outcome.status());
            let is_touched = self.checks.contains(&(check.to_string(), status));
            (is_touched, format!("`{check}` is never {}", in_words(status)))
        });
        let is_tried = |edge: &Edge, side| self.edges.contains(&(edge.clone(), side));
        let boundaries: Vec<Boundary> = policy
            .edges()
            .map(|edge| {
                let (last, first) = (is_tried(&edge, EdgeSide::Last), is_tried(&edge, EdgeSide::First));
                Boundary { edge, last, first }
            })
            .collect();
        let edges = boundaries.iter().flat_map(|Boundary { edge, last, first }| {
            [(*last, untried(edge, EdgeSide::Last)), (*first, untried(edge, EdgeSide::First))]
        });
        let items: Vec<(bool, String)> = rules.chain(outcomes).chain(edges).collect();
        let of = items.len();
        let untouched: Vec<String> =
            items.into_iter().filter(|(is_touched, _)| !is_touched).map(|(_, words)| words).collect();
        Share { touched: of.saturating_sub(untouched.len()), of, untouched, boundaries }
    }
}

impl Boundary {
    /// Whether both places beside it were tried.
    pub fn is_tried(&self) -> bool {
        self.last && self.first
    }
}

impl Share {
    /// In whole percent, rounded down: 100 only if nothing is left.
    pub fn percent(&self) -> usize {
        self.touched.saturating_mul(100).checked_div(self.of).unwrap_or(100)
    }
}

fn in_words(status: CheckStatus) -> &'static str {
    match status {
        CheckStatus::Met => "met",
        CheckStatus::Wait => "waiting",
        CheckStatus::Fail => "failing",
    }
}

fn untried(edge: &Edge, side: EdgeSide) -> String {
    match (edge.kind(), side) {
        (EdgeKind::Delay, EdgeSide::Last) => format!("nothing is decided in the last second of `{edge}`"),
        (EdgeKind::Delay, EdgeSide::First) => format!("nothing is decided in the first second after `{edge}`"),
        (_, EdgeSide::Last) => format!("no payout comes exactly to `{edge}`"),
        (_, EdgeSide::First) => format!("no payout goes one smallest unit beyond `{edge}`"),
    }
}
