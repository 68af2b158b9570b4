//! Situations in which much is allowed, some waits and some is denied.

use countersign::Verdict;
use proptest::prelude::*;

use crate::pool::{ADDRESSES, APPROVERS, LIMITS, RULES};
use crate::situation::{Asked, Said, Situation, Spent};

const HOUR: u64 = 3_600;

/// Any situation. People mostly say yes, at plausible times.
pub fn situation() -> impl Strategy<Value = Situation> {
    (0..60 * HOUR).prop_flat_map(|now| {
        (rules(), limits(), asked(), approvers(now), request(now), proptest::collection::vec(spent(), 0..7)).prop_map(
            move |(rules, limits, asked, mut said, request, spent)| {
                said.extend(request.map(|request| Said { who: asked.initiator, ..request }));
                Situation { rules, limits, asked, said, spent, now }
            },
        )
    })
}

/// Situations in which everybody has long said yes, so that only time and money stand in the way.
pub fn signed_by_all() -> impl Strategy<Value = Situation> {
    (situation(), proptest::collection::vec(0..24 * HOUR, APPROVERS)).prop_map(|(situation, received)| {
        let yes = |(who, received): (usize, u64)| {
            let received = i64::try_from(received.min(situation.now)).unwrap();
            Said { who, scheme: who, verdict: Verdict::Approve, signed: received, lives: 48 * HOUR, received }
        };
        let mut said: Vec<Said> = received.into_iter().enumerate().map(yes).collect();
        let ask = Said {
            who: situation.asked.initiator,
            verdict: Verdict::Request,
            signed: 0,
            received: 0,
            ..said[0].clone()
        };
        said.push(ask);
        Situation { said, ..situation }
    })
}

pub fn asked() -> impl Strategy<Value = Asked> {
    let units = prop_oneof![1..120u64, 1..350u64, 1..900u64];
    let to = prop_oneof![8 => 0..ADDRESSES.len() - 1, 1 => Just(ADDRESSES.len() - 1)];
    let initiator = prop_oneof![6 => Just(APPROVERS), 2 => Just(0usize), 1 => 0..APPROVERS];
    (units, to, 0..2usize, initiator).prop_map(|(units, to, wallet, initiator)| Asked { units, to, wallet, initiator })
}

fn rules() -> impl Strategy<Value = Vec<usize>> {
    some_of(1, RULES.len())
}

fn limits() -> impl Strategy<Value = Vec<usize>> {
    some_of(2, LIMITS.len())
}

/// The first ones, and a selection of the others.
fn some_of(always: usize, count: usize) -> impl Strategy<Value = Vec<usize>> {
    let others: Vec<usize> = (always..count).collect();
    let most = others.len();
    proptest::sample::subsequence(others, 0..=most).prop_map(move |others| (0..always).chain(others).collect())
}

fn approvers(now: u64) -> impl Strategy<Value = Vec<Said>> {
    proptest::collection::vec(proptest::option::weighted(0.8, said(now)), APPROVERS).prop_map(|said| {
        said.into_iter().enumerate().filter_map(|(who, said)| said.map(|said| Said { who, ..said })).collect()
    })
}

fn request(now: u64) -> impl Strategy<Value = Option<Said>> {
    let request = said(now).prop_map(|said| Said { verdict: Verdict::Request, ..said });
    proptest::option::weighted(0.9, request)
}

/// What somebody says by `now`, mostly a yes at a plausible time.
pub fn said(now: u64) -> impl Strategy<Value = Said> {
    let verdict = prop_oneof![20 => Just(Verdict::Approve), 1 => Just(Verdict::Reject)];
    let odd = prop_oneof![8 => Just(0i64), 1 => -400..400i64, 1 => -90_000..90_000i64];
    (0..4usize, verdict, 0..=now, HOUR..=48 * HOUR, 0..120i64, odd).prop_map(
        |(scheme, verdict, at, lives, later, odd)| {
            let signed = i64::try_from(at).unwrap() + odd;
            Said { who: 0, scheme, verdict, signed, lives, received: signed + later }
        },
    )
}

pub fn spent() -> impl Strategy<Value = Spent> {
    let age = prop_oneof![20 => 0..30 * 3_600i64, 1 => -120..0i64];
    let state = prop_oneof![4 => Just("paid"), 4 => Just("reserved"), 1 => Just("released"), 1 => Just("refused")];
    (1..250u64, 0..ADDRESSES.len(), 0..2usize, 0..=APPROVERS, age, state)
        .prop_map(|(units, to, wallet, initiator, age, state)| Spent { units, to, wallet, initiator, age, state })
}
