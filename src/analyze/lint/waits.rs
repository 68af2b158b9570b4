//! Time: how long approvals live, what a delay is for, who can use it.

use super::cases::Case;
use super::code::LintCode;
use super::finding::Sink;
use super::ground::{DAY, Ground, threshold};
use crate::domain::span::Span;
use crate::policy::model::{Above, Rule};

/// The time that those who approve should have, in seconds: one shift.
const SHIFT: u64 = 8 * 3_600;

/// How long approvals may outlive the longest delay: a week.
const LONG: u64 = 7 * DAY;

/// How long a payout may outlive the longest delay.
const LONG_PAYOUT: u64 = 30 * DAY;

fn longest_delay<'p>(ground: &Ground<'p>) -> Option<(&'p Rule, Span)> {
    let delays = ground.policy.rules.iter().filter_map(|rule| Some((rule, rule.delay.as_ref()?.span)));
    delays.max_by_key(|(_, span)| *span)
}

fn duration(seconds: u64) -> alloc::string::String {
    let text = alloc::format!("{seconds}s");
    Span::parse(&text).map_or(text, |span| alloc::format!("{span}"))
}

/// Approvals hardly outlive the delay they have to outlive.
pub(super) fn short_approval(ground: &Ground<'_>, sink: &mut Sink) {
    let Some((rule, delay)) = longest_delay(ground) else { return };
    let ttl = ground.policy.approval_ttl;
    let left = ttl.seconds().saturating_sub(delay.seconds());
    if left >= SHIFT {
        return;
    }
    let message = alloc::format!(
        "an approval lives {ttl} and `{}` waits {delay}: all who approve have to sign within {} of each other",
        rule.name,
        duration(left)
    );
    let help = alloc::format!("write `approval_ttl` well above {delay}: a shift at least");
    sink.add(LintCode::ShortApproval, ground.places.top("approval_ttl"), message, help);
}

/// Approvals, or payouts, lie about for long.
pub(super) fn long_ttl(ground: &Ground<'_>, sink: &mut Sink) {
    let delay = longest_delay(ground).map_or(0, |(_, span)| span.seconds());
    let asks = ground.policy.rules.iter().any(|rule| rule.approve.quorum().is_some());
    let approvals = ("approval_ttl", ground.policy.approval_ttl, LONG, "an approval can be used");
    let payouts = ("payout_ttl", ground.policy.payout_ttl, LONG_PAYOUT, "a payout can be finished");
    for (key, ttl, most, what) in [approvals, payouts] {
        let beyond = ttl.seconds().saturating_sub(delay);
        if beyond <= most || !asks {
            continue;
        }
        let message = alloc::format!(
            "{what} for {ttl}, {} longer than any delay lasts: whoever holds it picks the moment",
            duration(beyond)
        );
        let help = alloc::format!("write `{key}` no longer than people need to sign and to wait");
        sink.add(LintCode::LongTtl, ground.places.top(key), message, help);
    }
}

/// Whether one rule of a case binds wherever another does.
fn binds_wherever(one: &Rule, other: &Rule) -> bool {
    if one.name == other.name || one.permits() {
        return true;
    }
    match (&one.above, &other.above) {
        _ if one.during.is_some() => false,
        (Above::Window { .. }, Above::Window { .. }) | (Above::Payout(_), Above::Payout(_)) => {
            let (low, high) = (threshold(one), threshold(other));
            matches!((low, high), (Some((low, a)), Some((high, b))) if low.of == high.of && low.units <= high.units && a == b)
        }
        _ => false,
    }
}

/// Whether a rule has a veto, and enough people for it whose time is not over.
fn can_be_used(ground: &Ground<'_>, rule: &Rule) -> bool {
    rule.veto.as_ref().is_some_and(|veto| veto.is_met_by(veto.people().and(ground.in_office())))
}

/// Those who may stop a payout learn of it when it is gone.
pub(super) fn veto_no_delay(ground: &Ground<'_>, sink: &mut Sink) {
    for (case, rule) in bound(ground) {
        let waits = |other: &Rule| other.delay.is_some() && binds_wherever(other, rule);
        if !can_be_used(ground, rule) || ground.rules(&case.binding).any(waits) {
            continue;
        }
        let veto = ground.written(&ground.at_rule(rule, "veto"));
        let when = match ground.quorum_of(rule) {
            "none" => "at once".into(),
            quorum => alloc::format!("the moment `{quorum}` is met"),
        };
        let message = alloc::format!(
            "`{veto}` may veto under `{}`, and nothing waits for them: the payout leaves {when}",
            rule.name
        );
        let help = "add a `delay`: a veto needs time to be used in";
        sink.add(LintCode::VetoNoDelay, ground.at_rule(rule, "veto"), message, help);
    }
}

/// Time passes, and nobody can use it.
pub(super) fn no_veto(ground: &Ground<'_>, sink: &mut Sink) {
    for (case, rule) in bound(ground) {
        let stops = |other: &Rule| can_be_used(ground, other) && binds_wherever(other, rule);
        let Some(delay) = rule.delay.as_ref().filter(|_| !ground.rules(&case.binding).any(stops)) else { continue };
        let message = alloc::format!(
            "`{}` waits {}, and nobody but those who asked and agreed can use the time to stop the payout",
            rule.name,
            delay.span
        );
        let help = "write in `veto` who looks while it waits, as in `veto = \"1 of guardians\"`";
        sink.add(LintCode::NoVeto, ground.at_rule(rule, "veto"), message, help);
    }
}

/// Only those who release it could stop it.
pub(super) fn veto_only_payers(ground: &Ground<'_>, sink: &mut Sink) {
    for (case, rule) in bound(ground) {
        let Some(quorum) = rule.approve.quorum().filter(|_| can_be_used(ground, rule)) else { continue };
        let outsiders = ground.in_office().without(quorum.people());
        let outsiders_may = |other: &Rule| {
            let veto = other.veto.as_ref().filter(|_| binds_wherever(other, rule));
            veto.is_some_and(|veto| veto.is_met_by(veto.people().and(outsiders)))
        };
        if ground.rules(&case.binding).any(outsiders_may) {
            continue;
        }
        let message = alloc::format!(
            "`{}` cannot veto without those of `{}`, who approve: nobody else has a veto under `{}`",
            ground.written(&ground.at_rule(rule, "veto")),
            ground.quorum_of(rule),
            rule.name
        );
        let help = "let somebody veto who approves nothing here";
        sink.add(LintCode::VetoOnlyPayers, ground.at_rule(rule, "veto"), message, help);
    }
}

/// Every rule with every case it binds.
fn bound<'p>(ground: &'p Ground<'p>) -> impl Iterator<Item = (&'p Case, &'p Rule)> {
    ground.cases.covered.iter().flat_map(|case| ground.rules(&case.binding).map(move |rule| (case, rule)))
}
