//! The first line of an example: who can have how much released, and whom it takes under the other policy.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::example::Example;
use super::others::{Approvals, Others};
use super::reach::Reach;
use super::verdict::{Told, Witness};
use crate::domain::amount::shortest;
use crate::domain::name::Name;
use crate::domain::span::Span;

/// From so many people on it is said how many they are.
const MANY: usize = 6;

/// What has left before, of which an example is made up: no ledger says so. What of it is another is said.
fn left_before(example: &Example) -> String {
    let Some(line) = example.ledger().first() else { return String::new() };
    let payout = example.payout();
    let what = match example.ledger().len() {
        1 => line.amount.to_string(),
        count => alloc::format!("{count} payouts of {}", line.amount),
    };
    let out_of = (line.wallet != *payout.wallet()).then(|| alloc::format!("out of {}", line.wallet));
    let to = (line.to.as_str() != payout.to()).then(|| "to another address".into());
    let by = (line.initiator != *payout.initiator()).then(|| alloc::format!("asked for by {}", line.initiator));
    let apart: Vec<String> = [out_of, to, by].into_iter().flatten().collect();
    let apart = if apart.is_empty() { String::new() } else { alloc::format!(" ({})", apart.join(", ")) };
    alloc::format!("after {what} left by {}{apart}, ", line.at)
}

/// `, while BTC is quoted at 900000`: at another price it may be otherwise.
fn quoted(example: &Example) -> String {
    let mut said: Vec<String> = example
        .quotes
        .iter()
        .map(|one| alloc::format!("{} is quoted at {}", one.asset, shortest(one.price, 18)))
        .collect();
    said.dedup();
    if said.is_empty() { String::new() } else { alloc::format!(", while {}", said.join(" and ")) }
}

/// Who can have how much released, and whom it takes under the other policy.
pub(super) fn summary(other: &str, witness: &Witness) -> String {
    let example = witness.example();
    let payout = example.payout();
    let mut signing = example.signing();
    let mut asking = example.only_asking();
    signing.retain(|name| Some(name) != asking);
    let who = match signing.as_slice() {
        [] => match asking.take() {
            Some(asker) => alloc::format!("{asker} alone, by asking, can have"),
            None => "anyone can, with no signature at all, have".into(),
        },
        [one] => alloc::format!("{one} alone can have"),
        many => alloc::format!("{} can have", and(many)),
    };
    let Told { reach, to, others, instead, features, is_timed } = &witness.told;
    let amount = reach.as_ref().map_or_else(|| payout.amount().to_string(), up_to);
    let others = match others {
        Others::Same(approvals) => alloc::format!("; {other}: {}, {}", the_same(&example.signing()), with(*approvals)),
        Others::Nobody => alloc::format!("; {other}: nobody can have that, if {}", asks(example)),
        Others::NotYet => alloc::format!("; {other}: nobody so soon, if {}", asks(example)),
        Others::These(others) if others.is_empty() => alloc::format!("; {other}: anyone, with no signature"),
        Others::These(others) if *others == signing => String::new(),
        Others::These(others) => alloc::format!("; {other}: {}", these(others)),
        Others::Sooner(others) => alloc::format!("; {other}: so soon it takes {}", these(others)),
    };
    let instead = instead.as_ref().map(|instead| match instead.people.as_slice() {
        [] => alloc::format!("; if {} asks, it takes nobody's signature", instead.initiator),
        people => alloc::format!("; if {} asks, it takes {}", instead.initiator, these(people)),
    });
    let others = alloc::format!("{others}{}", instead.unwrap_or_default());
    let age = Span::of_seconds(example.at().unix().saturating_sub(payout.submitted_at().unix()));
    let when = if age == Span::ZERO { String::new() } else { alloc::format!(", {age} after it is submitted") };
    let when = if *is_timed { alloc::format!("{when}, at {}", example.at()) } else { when };
    let although = match example.rejecting().as_slice() {
        [] => String::new(),
        [one] => alloc::format!(", although {one} rejects it"),
        many => alloc::format!(", although {} reject it", and(many)),
    };
    let (before, quoted) = (left_before(example), quoted(example));
    let features = features.in_words(payout);
    let asked = asking.map(|name| alloc::format!(", which {name} asks for")).unwrap_or_default();
    alloc::format!(
        "{before}{who} {amount} released from {}{to}{features}{asked}{when}{quoted}{although}{others}",
        payout.wallet()
    )
}

/// `alice asks`; of a name in which nobody signs, that it is asked for in it.
fn asks(example: &Example) -> String {
    let initiator = example.payout().initiator();
    let signs = example.signing().contains(initiator);
    if signs {
        alloc::format!("{initiator} asks")
    } else {
        alloc::format!("it is asked for in the name of {initiator}")
    }
}

fn the_same(people: &[Name]) -> &'static str {
    if people.len() == 1 { "the same person" } else { "the same people" }
}

fn with(approvals: Approvals) -> String {
    match approvals {
        Approvals::EndingWithin(span) => alloc::format!("with approvals that end within {span}"),
        Approvals::AheadBy(span) => alloc::format!("with approvals dated at most {span} ahead"),
        Approvals::AtOtherTimes => "with approvals signed at other times".into(),
    }
}

/// `up to 5 BTC per 24h`, or the amount with the line that is drawn there in another measure.
fn up_to(reach: &Reach) -> String {
    let amount = &reach.amount;
    let is_own = |line: &&String| line.starts_with(&alloc::format!("{amount} per "));
    let (own, others): (Vec<&String>, Vec<&String>) = reach.lines.iter().partition(is_own);
    let and = |lines: &[&String]| lines.iter().map(|line| line.as_str()).collect::<Vec<&str>>().join(" and ");
    match (own.as_slice(), others.as_slice()) {
        ([], []) => alloc::format!("up to {amount}"),
        (own, []) => alloc::format!("up to {}", and(own)),
        ([], others) => alloc::format!("up to {amount} ({})", and(others)),
        (own, others) => alloc::format!("up to {} ({})", and(own), and(others)),
    }
}

/// `alice`, `alice and bob`, `alice, bob and carol`.
pub(super) fn and(names: &[Name]) -> String {
    let Some((last, first)) = names.split_last() else { return String::new() };
    let first: Vec<String> = first.iter().map(Name::to_string).collect();
    if first.is_empty() { last.to_string() } else { alloc::format!("{} and {last}", first.join(", ")) }
}

/// Of many it says how many they are first: others of their kind may do as well.
fn these(names: &[Name]) -> String {
    if names.len() < MANY { and(names) } else { alloc::format!("{} people, such as {}", names.len(), and(names)) }
}
