//! Time: how long approvals and payouts live.

use super::code::LintCode;
use super::finding::Sink;
use super::ground::{DAY, Ground};
use crate::domain::span::Span;
use crate::policy::model::Rule;

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
