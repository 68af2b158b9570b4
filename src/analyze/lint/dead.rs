//! What stands in a policy and never changes an answer.

use super::caps::is_wider;
use super::cases::Case;
use super::code::LintCode;
use super::finding::Sink;
use super::ground::{Ground, threshold};
use crate::policy::model::{Approval, Limit, Most, Rule};
use crate::policy::selector::Destinations;

/// A limit that another refuses for, always.
pub(super) fn dead_limit(ground: &Ground<'_>, sink: &mut Sink) {
    for limit in &ground.policy.limits {
        let stricter = ground.policy.limits.iter().find(|other| {
            other.name != limit.name
                && is_wider(&other.selector, &limit.selector)
                && is_stricter(ground, other, limit)
                && (!(is_stricter(ground, limit, other) && is_wider(&limit.selector, &other.selector))
                    || is_written_before(ground, other, limit))
        });
        let Some(other) = stricter else { continue };
        let key = key_of(&limit.most);
        let (own, others) = (ground.at_limit(limit, key), ground.at_limit(other, key_of(&other.most)));
        let message = alloc::format!(
            "`{}` of {} never refuses anything: `{}` of {} refuses it first",
            limit.name,
            ground.written(&own),
            other.name,
            ground.written(&others)
        );
        sink.add(LintCode::DeadLimit, own, message, "remove it, or make it the stricter of the two");
    }
}

fn key_of(most: &Most) -> &'static str {
    match most {
        Most::Payout(_) | Most::Window { .. } => "max",
        Most::Count { .. } => "max_count",
        Most::Fee { .. } | Most::AnyFee => "max_fee",
    }
}

fn is_written_before(ground: &Ground<'_>, one: &Limit, other: &Limit) -> bool {
    ground.at_limit(one, "name").span.start < ground.at_limit(other, "name").span.start
}

/// Whether one limit refuses at least what another does, of payouts that both are about.
fn is_stricter(ground: &Ground<'_>, one: &Limit, other: &Limit) -> bool {
    let coarser = || ground.each(one).iter().all(|each| ground.each(other).contains(each));
    match (&one.most, &other.most) {
        (Most::Payout(one) | Most::Window { sum: one, .. }, Most::Payout(other)) => {
            one.of == other.of && one.units <= other.units
        }
        (Most::Window { sum: a, span: long, .. }, Most::Window { sum: b, span: short, .. }) => {
            a.of == b.of && a.units <= b.units && long >= short && coarser()
        }
        (Most::Count { payouts: few, span: long, .. }, Most::Count { payouts: many, span: short, .. }) => {
            few <= many && long >= short && coarser()
        }
        (Most::Fee { units: low, asset: a }, Most::Fee { units: high, asset: b }) => a == b && low <= high,
        (Most::Payout(_) | Most::Window { .. } | Most::Count { .. } | Most::Fee { .. } | Most::AnyFee, _) => false,
    }
}

/// A rule that covers nothing, adds to nothing, or asks for nothing that others do not.
pub(super) fn dead_rule(ground: &Ground<'_>, sink: &mut Sink) {
    for (at, rule) in ground.policy.rules.iter().enumerate() {
        let place = ground.at_rule(rule, "name");
        if let Some(why) = idle(ground, at, rule) {
            let message = alloc::format!("`{}` changes nothing: {why}", rule.name);
            sink.add(LintCode::DeadRule, place, message, "remove it, or select what it was meant for");
            continue;
        }
        let covers = |other: &&Rule| other.name != rule.name && contains(ground, other, rule);
        if let Some(other) = ground.policy.rules.iter().find(covers).filter(|_| !rule.permits()) {
            let message =
                alloc::format!("`{}` asks for nothing that `{}` does not ask for as well", rule.name, other.name);
            sink.add(LintCode::DeadRule, place, message, "remove it, or let it ask for more");
        }
    }
}

fn idle(ground: &Ground<'_>, at: usize, rule: &Rule) -> Option<&'static str> {
    let asks_nothing =
        matches!(rule.approve, Approval::Nobody) && rule.veto.is_none() && rule.delay.is_none() && rule.hours.is_none();
    if !rule.permits() && asks_nothing {
        return Some("it adds to other rules, and asks nobody for anything");
    }
    if !ground.cases.are_all {
        return None;
    }
    let of_all = || ground.cases.covered.iter().chain(&ground.cases.blocked).chain(&ground.cases.cooling);
    let is_used = |uses: fn(&Case, usize) -> bool| of_all().any(|case| uses(case, at));
    match rule.permits() {
        true if is_used(Case::is_covered_by) => None,
        true if matches!(rule.selector.to, Destinations::In(_)) => {
            Some("no entry of its lists is on the chain of its assets")
        }
        true => Some("nothing is left that it covers"),
        // What is still cooling in a list does not escape it yet, and is bound until then.
        false if is_used(Case::is_bound_by) || !ground.cases.are_all_cooling => None,
        false => Some("it only adds, and no rule covers what it is about"),
    }
}

/// Whether one rule binds wherever another does and asks for all that it asks for.
fn contains(ground: &Ground<'_>, one: &Rule, other: &Rule) -> bool {
    let binds = one.during.is_none() && is_wider(&one.selector, &other.selector) && begins_below(ground, one, other);
    let approves = match (&one.approve, &other.approve) {
        (_, Approval::Nobody) => true,
        (Approval::By(one), Approval::By(other)) => one == other,
        (Approval::Nobody, Approval::By(_)) => false,
    };
    let vetoes = other.veto.is_none() || one.veto == other.veto;
    let waits = match (&one.delay, &other.delay) {
        (_, None) => true,
        (Some(one), Some(other)) => {
            one.span >= other.span && (one.waived_by.is_none() || one.waived_by == other.waived_by)
        }
        (None, Some(_)) => false,
    };
    let asks = one.selector.initiators.are_named() || !other.selector.initiators.are_named();
    let alike = binds && approves && vetoes && waits && asks && other.hours.is_none();
    // Of two that say the same the one written first stays.
    alike
        && (threshold(one) != threshold(other)
            || ground.at_rule(one, "name").span.start < ground.at_rule(other, "name").span.start)
}

fn begins_below(ground: &Ground<'_>, one: &Rule, other: &Rule) -> bool {
    match (threshold(one), threshold(other)) {
        (None, _) => one.permits(),
        (Some((low, None)), Some((high, None))) => low.of == high.of && low.units <= high.units,
        (Some((low, Some(long))), Some((high, span))) => {
            let coarser = ground.each_of(one).iter().all(|each| ground.each_of(other).contains(each));
            low.of == high.of && low.units <= high.units && span.is_none_or(|short| long >= short && coarser)
        }
        (Some(_), _) => false,
    }
}
