//! What an auditor asks last: what is unused, whose time is over, who was looked at.

use alloc::collections::BTreeSet;

use super::code::LintCode;
use super::finding::Sink;
use super::ground::{DAY, Ground};
use crate::domain::name::Name;
use crate::policy::document::{InitiatorsWritten, QuorumWritten, SelectorWritten, ToWritten};
use crate::policy::model::{AssetId, Most, WalletId};
use crate::policy::people::Person;
use crate::policy::quorum::Expression;

/// What is defined and never named.
pub(super) fn unused(ground: &Ground<'_>, sink: &mut Sink) {
    let named = Named::in_document(ground);
    let mut report = |kind: &'static str, word: &str, name: &Name, why: &str, help: &'static str| {
        let message = alloc::format!("{word} `{name}` {why}");
        sink.add(LintCode::Unused, ground.places.of_name(kind, name.as_str()), message, help);
    };
    let remove = "remove it, or name it where it was meant";
    for (group, _) in &ground.document.groups {
        if !named.people.contains(&group.value) {
            report("groups", "the group", &group.value, "stands in no rule, limit, block or feed", remove);
        }
    }
    for (list, _) in &ground.document.lists {
        if !named.lists.contains(&list.value) {
            report("lists", "the list", &list.value, "stands in no rule, limit or block", remove);
        }
    }
    let in_used_group: BTreeSet<&Name> = ground
        .document
        .groups
        .iter()
        .filter(|(group, _)| named.people.contains(&group.value))
        .flat_map(|(_, members)| members.iter().map(|member| &member.value))
        .collect();
    for (approver, _) in &ground.document.approvers {
        if !named.people.contains(&approver.value) && !in_used_group.contains(&approver.value) {
            report(
                "approvers",
                "the approver",
                &approver.value,
                "can neither ask nor approve nor veto anything",
                remove,
            );
        }
    }
    for (requester, _) in &ground.document.requesters {
        if !named.all_requesters && !named.people.contains(&requester.value) {
            report("requesters", "the requester", &requester.value, "may ask for nothing", remove);
        }
    }
    unused_assets(ground, &mut report);
    unused_wallets(ground, sink);
}

fn unused_assets(ground: &Ground<'_>, report: &mut dyn FnMut(&'static str, &str, &Name, &str, &'static str)) {
    for (place, asset) in ground.policy.assets.iter().enumerate() {
        let id = AssetId(place);
        let is_paid = ground.policy.rules.iter().any(|rule| rule.permits() && rule.selector.assets.takes(Some(&id)));
        let is_fee = |most: &Most| matches!(most, Most::Fee { asset, .. } if *asset == id);
        if !is_paid && !ground.policy.limits.iter().any(|limit| is_fee(&limit.most)) {
            let help = "remove it, or cover it by a rule";
            report("assets", "the asset", &asset.name, "is paid by no rule and bounds no fee", help);
        }
    }
}

fn unused_wallets(ground: &Ground<'_>, sink: &mut Sink) {
    for (place, wallet) in ground.policy.wallets.iter().enumerate() {
        let id = WalletId(place);
        let is_paid_from =
            ground.policy.rules.iter().any(|rule| rule.permits() && rule.selector.wallets.takes(Some(&id)));
        if !is_paid_from {
            let message = alloc::format!("no rule pays anything out of the wallet `{wallet}`");
            sink.add(LintCode::Unused, ground.places.top("wallets"), message, "remove it, or cover it by a rule");
        }
    }
}

/// The names that rules, limits, blocks and feeds refer to.
#[derive(Default)]
struct Named {
    people: BTreeSet<Name>,
    lists: BTreeSet<Name>,
    all_requesters: bool,
}

impl Named {
    fn in_document(ground: &Ground<'_>) -> Self {
        let mut named = Self::default();
        let document = ground.document;
        for rule in &document.rules {
            let waiver = rule.delay.as_ref().and_then(|delay| delay.value.waived_by.as_ref());
            for written in [Some(&rule.approve), rule.veto.as_ref(), waiver].into_iter().flatten() {
                if let QuorumWritten::Of(expression) = &written.value {
                    named.expression(expression);
                }
            }
        }
        if let Some((feeds, _)) = document.prices.as_ref().and_then(|prices| prices.feeds.as_ref()) {
            named.expression(&feeds.value);
        }
        let rules = document.rules.iter().map(|rule| &rule.selector);
        let limits = document.limits.iter().map(|limit| &limit.selector);
        for selector in rules.chain(limits).chain(document.blocks.iter().map(|block| &block.selector)) {
            named.selector(selector);
        }
        named
    }

    fn expression(&mut self, expression: &Expression) {
        match expression {
            Expression::Term { set, .. } => self.people.extend(set.iter().cloned()),
            Expression::All(parts) | Expression::Either(parts) => parts.iter().for_each(|part| self.expression(part)),
        }
    }

    fn selector(&mut self, selector: &SelectorWritten) {
        if let Some(ToWritten::In(lists) | ToWritten::NotIn(lists)) = &selector.to {
            self.lists.extend(lists.iter().map(|list| list.value.clone()));
        }
        if let Some(at) = &selector.initiators
            && let InitiatorsWritten::People { names, all_requesters } = &at.value
        {
            self.people.extend(names.iter().map(|name| name.value.clone()));
            self.all_requesters |= all_requesters;
        }
    }
}

/// Everybody with the kind of table they stand in.
pub(super) fn everybody<'p>(ground: &Ground<'p>) -> impl Iterator<Item = (&'static str, &'p Person)> {
    let roll = &ground.policy.roll;
    roll.approvers.iter().map(|one| ("approvers", one)).chain(roll.requesters.iter().map(|one| ("requesters", one)))
}

/// Those whose time is over or has not begun.
pub(super) fn inactive_person(ground: &Ground<'_>, sink: &mut Sink) {
    for (kind, person) in everybody(ground) {
        let (name, active) = (&person.name, person.active);
        let (key, message, help) = match (active.from, active.until) {
            (_, Some(until)) if until <= ground.now => {
                let message = alloc::format!("nothing that `{name}` signs counts since {until}");
                ("active_until", message, "take the name out of the policy, or renew the term")
            }
            (Some(from), _) if ground.now < from => {
                let message = alloc::format!("nothing that `{name}` signs counts before {from}");
                ("active_from", message, "count without them until then")
            }
            _ => continue,
        };
        sink.add(LintCode::InactivePerson, ground.places.of_key(kind, name.as_str(), key), message, help);
    }
}

/// Those who began over a year ago, and whose term never ends.
pub(super) fn review(ground: &Ground<'_>, sink: &mut Sink) {
    for (kind, person) in everybody(ground) {
        let (Some(from), None) = (person.active.from, person.active.until) else { continue };
        let days = ground.now.unix().saturating_sub(from.unix()).checked_div(DAY).unwrap_or(0);
        if days <= 365 {
            continue;
        }
        let name = &person.name;
        let message = alloc::format!(
            "`{name}` has been active since {from}, {days} days, and nothing says that anybody has looked since"
        );
        let help =
            "look whether the person and the key are still right, then renew `active_from`, or set `active_until`";
        sink.add(LintCode::Review, ground.places.of_key(kind, name.as_str(), "active_from"), message, help);
    }
}
