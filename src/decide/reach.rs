//! What the checks of a policy can find at all: for tests of a policy.

use alloc::string::String;
use alloc::vec::Vec;

use super::check::CheckStatus;
use crate::policy::model::{Approval, Demand, Most, Policy, Rule};
use crate::policy::selector::Destinations;

use CheckStatus::{Fail, Met, Wait};

/// A check of a policy and a status it can have.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PossibleOutcome {
    check: String,
    status: CheckStatus,
}

impl PossibleOutcome {
    /// What is checked, as in `quorum:btc-large`.
    #[must_use]
    pub fn check(&self) -> &str {
        &self.check
    }

    /// The status.
    #[must_use]
    pub fn status(&self) -> CheckStatus {
        self.status
    }
}

impl Policy {
    /// What its checks can find, in the order of a decision.
    ///
    /// Left out is what not every policy of its kind can come to: hours that open too late, a price
    /// that is missing, a clock that is wrong.
    #[must_use]
    pub fn possible_outcomes(&self) -> Vec<PossibleOutcome> {
        let mut outcomes = Vec::new();
        let mut add = |check: String, statuses: &[CheckStatus]| {
            outcomes.extend(statuses.iter().map(|status| PossibleOutcome { check: check.clone(), status: *status }));
        };
        for check in ["wallet", "asset", "expiry", "once"] {
            add(check.into(), &[Met, Fail]);
        }
        if self.payload_required == Demand::Required {
            add("payload".into(), &[Met, Fail]);
        }
        add("withdrawn".into(), &[Met, Fail]);
        for block in &self.blocks {
            add(alloc::format!("block:{}", block.name), &[Met, Fail]);
        }
        let is_open = |rule: &Rule| rule.selector.to == Destinations::Any && !rule.selector.initiators.are_named();
        let may_all_be_covered = self.rules.iter().any(|rule| rule.permits() && is_open(rule));
        add("covered".into(), if may_all_be_covered { &[Met] } else { &[Met, Fail] });
        for rule in self.rules.iter().filter(|rule| rule.selector.initiators.are_named()) {
            add(alloc::format!("initiator:{}", rule.name), &[Met, Wait]);
        }
        for rule in &self.rules {
            let statuses: &[CheckStatus] = match &rule.approve {
                Approval::Nobody => &[Met],
                Approval::By(_) => &[Met, Wait, Fail],
            };
            add(alloc::format!("quorum:{}", rule.name), statuses);
        }
        for rule in self.rules.iter().filter(|rule| rule.veto.is_some()) {
            add(alloc::format!("veto:{}", rule.name), &[Met, Fail]);
        }
        for rule in self.rules.iter().filter(|rule| rule.delay.is_some()) {
            add(alloc::format!("delay:{}", rule.name), &[Met, Wait, Fail]);
        }
        for rule in self.rules.iter().filter(|rule| rule.hours.is_some()) {
            add(alloc::format!("hours:{}", rule.name), &[Met, Wait]);
        }
        for limit in &self.limits {
            let statuses: &[CheckStatus] = match &limit.most {
                Most::Payout(_) | Most::Fee { .. } => &[Met, Fail],
                Most::Window { .. } => &[Met, Wait, Fail],
                Most::Count { .. } => &[Met, Wait],
                Most::AnyFee => &[Met],
            };
            add(alloc::format!("limit:{}", limit.name), statuses);
        }
        outcomes
    }
}
