//! Spans, people and caps in words.

use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use core::fmt;

use super::caps::{Cap, Source};
use super::flow::Why;
use super::worth::Worth;
use crate::analyze::party::Party;
use crate::domain::name::Name;
use crate::domain::span::Span;
use crate::policy::model::{Above, Most, Policy, ScopeId};
use crate::policy::selector::Each;

/// `0s`, `90m`, `24h`, `7d`, `1d 14h`: so many seconds.
pub(super) fn span(seconds: u64) -> String {
    let short = Span::parse(&alloc::format!("{seconds}s")).map(|span| span.to_string());
    match short {
        Ok(short) if !short.ends_with('s') || seconds < 3_600 => short,
        _ => {
            let units = [(86_400, 'd'), (3_600, 'h'), (60, 'm'), (1, 's')];
            let mut rest = seconds;
            let parts = units.map(|(size, unit)| {
                let many = rest.checked_div(size).unwrap_or(0);
                rest = rest.checked_rem(size).unwrap_or(0);
                (many > 0).then(|| alloc::format!("{many}{unit}"))
            });
            let parts: Vec<String> = parts.into_iter().flatten().collect();
            if parts.is_empty() { "0s".into() } else { parts.join(" ") }
        }
    }
}

/// `at once`, `24h later`.
pub(super) fn moment(seconds: u64) -> String {
    if seconds == 0 { "at once".into() } else { alloc::format!("after {}", span(seconds)) }
}

/// `alice`, `alice and bob`, `alice, bob and carol`; `nobody`.
pub(super) fn people(policy: &Policy, party: &Party) -> String {
    joined(&party.names(policy).iter().map(Name::to_string).collect::<Vec<String>>())
}

/// `any 1 of alice, bob`; `tina and any 1 of (dean, della)`; `nobody`.
pub(super) fn seats(policy: &Policy, all: &[(u32, Party)]) -> String {
    let (mut named, mut choices): (Vec<String>, Vec<(u32, String)>) = (Vec::new(), Vec::new());
    for (count, party) in all {
        let members: Vec<String> = party.names(policy).iter().map(Name::to_string).collect();
        let group = policy.groups.iter().find(|(_, people)| **people == party.approvers);
        let group = group.filter(|_| members.len() > 4 && party.requesters.is_empty());
        match group {
            _ if u32::try_from(members.len()) == Ok(*count) => named.extend(members),
            Some((group, _)) => choices.push((*count, group.to_string())),
            None => choices.push((*count, members.join(", "))),
        }
    }
    let is_alone = named.is_empty() && choices.len() == 1;
    let choice = |(count, whom): (u32, String)| {
        let whom = if is_alone || !whom.contains(',') { whom } else { alloc::format!("({whom})") };
        alloc::format!("any {count} of {whom}")
    };
    named.extend(choices.into_iter().map(choice));
    joined(&named)
}

/// Lines of as many cells each, one below the other: the first to the left, the others to the right.
pub(super) fn columns(f: &mut fmt::Formatter<'_>, lines: &[Vec<String>]) -> fmt::Result {
    let columns = lines.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        lines.iter().filter_map(|line| line.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    for line in lines {
        for (place, (cell, width)) in line.iter().zip(&widths).enumerate() {
            match place {
                0 => write!(f, "{cell:<width$}")?,
                _ => write!(f, "  {cell:>width$}")?,
            }
        }
        writeln!(f)?;
    }
    Ok(())
}

fn joined(parts: &[String]) -> String {
    match parts {
        [] => "nobody".into(),
        [one] => one.clone(),
        [most @ .., last] => alloc::format!("{} and {last}", most.join(", ")),
    }
}

/// What holds back, as the policy says it.
pub(super) fn cap(worth: Worth<'_>, cap: &Cap) -> String {
    let policy = worth.policy;
    let shares = if cap.shares > 1 { alloc::format!(", {} of them", cap.shares) } else { String::new() };
    let span = span(cap.span);
    match cap.source {
        Source::Limit(place) => {
            let Some(limit) = policy.limits.get(place) else { return String::new() };
            let (sum, scope) = match &limit.most {
                Most::Window { sum, scope, .. } => (policy.in_words(*sum), Some(*scope)),
                Most::Payout(_) | Most::Count { .. } | Most::Fee { .. } | Most::AnyFee => (String::new(), None),
            };
            let each = each(policy, scope);
            alloc::format!("limit `{}`: {sum} per {span}{each}{shares}", limit.name)
        }
        Source::Count(place) => {
            let Some(limit) = policy.limits.get(place) else { return String::new() };
            let Most::Count { payouts, scope, .. } = &limit.most else { return String::new() };
            let each = each(policy, Some(*scope));
            let largest = worth.in_words(cap.per);
            alloc::format!("limit `{}`: {payouts} payouts per {span}{each}{shares}, of {largest} each", limit.name)
        }
        Source::Tier(place, why) => {
            let Some(rule) = policy.rules.get(place) else { return String::new() };
            let Above::Window { sum, scope, .. } = &rule.above else { return String::new() };
            let (sum, each) = (policy.in_words(*sum), each(policy, Some(*scope)));
            let why = match why {
                Why::Quorum => "others must agree",
                Why::Request => "others must ask",
                Why::Hours => "it has to wait for its hours",
                Why::Delay => "it has to wait out a delay",
                Why::Time => "it has to wait",
                Why::Either => "others must agree, or it has to wait",
                Why::Vetoed => "it waits long enough to be vetoed",
            };
            alloc::format!("rule `{}`: above {sum} per {span}{each}{shares} {why}", rule.name)
        }
    }
}

fn each(policy: &Policy, scope: Option<ScopeId>) -> String {
    let scope = scope.and_then(|scope| policy.scopes.get(scope.0));
    let each = scope.map_or([].as_slice(), |scope| scope.each.as_slice());
    let each = each.iter().map(|each| match each {
        Each::Destination => "destination",
        Each::Wallet => "wallet",
        Each::Initiator => "initiator",
        Each::Asset => "asset",
    });
    let each: Vec<&str> = each.collect();
    if each.is_empty() { String::new() } else { alloc::format!(" for each {}", each.join(" and ")) }
}

/// `1 payout`, `50 payouts`.
pub(super) fn count(many: usize, what: &str) -> String {
    if many == 1 { alloc::format!("1 {what}") } else { alloc::format!("{many} {what}s") }
}
