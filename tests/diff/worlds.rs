//! Pairs of the small world's policies, against trying every case. `DIFF_PAIRS` says how many.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZero;
use std::sync::Mutex;
use std::time::{Duration, Instant as Clock};

use countersign::analyze::{Change, Comparison, Direction, Party, Supposed};
use countersign::{Instant, Ledger, Payout, Policy};
use serde_json::{Value, json};

use crate::policies;
use crate::replay::{compared, parse};
use crate::shortest::Longer;

const STRANGER: &str = "bc1qf2dwt9czkhvjvsnl25gujws2pq3lk059sf54uw";
const SUBMITTED: &str = "2026-11-23T10:00:00Z";
const HOUR: u64 = 3600;
pub const AMOUNTS: [&str; 6] = ["0.4 BTC", "0.5 BTC", "0.50000001 BTC", "1 BTC", "1.00000001 BTC", "3 BTC"];
/// How long after it was submitted it is decided.
pub const AGES: [u64; 3] = [0, 24 * HOUR - 1, 24 * HOUR];
/// Nothing has left, or one payout, of one of two amounts and four ages.
pub const LEDGERS: usize = 9;

/// Of so many pairs it is asked whether fewer people, or a rounder amount, would show the same.
const MOST_LOOKED_AT: usize = 1_000;

/// One case: which amount, who signs, who rejects, how long after, after which earlier payout.
struct Cases<'p> {
    policy: &'p Policy,
    ledgers: Vec<Supposed<'p>>,
}

impl<'p> Cases<'p> {
    fn of(policy: &'p Policy) -> Self {
        let mut ledgers = vec![Supposed::new(policy)];
        for amount in ["0.5 BTC", "2 BTC"] {
            for before in [6 * HOUR - 1, 6 * HOUR, 24 * HOUR - 1, 24 * HOUR] {
                ledgers.push(Supposed::new(policy).with_ledger(ledger(policy, amount, before)));
            }
        }
        assert_eq!(ledgers.len(), LEDGERS);
        Self { policy, ledgers }
    }

    /// Every case as yes or no, in one order for every policy.
    fn answers(&self) -> Vec<bool> {
        let mut answers = Vec::new();
        for initiator in ["alice", "someone"] {
            for supposed in &self.ledgers {
                for amount in AMOUNTS {
                    for after in AGES {
                        let payout = payout(amount, initiator, after);
                        let asked = supposed.open(&payout).unwrap();
                        for votes in 0..81usize {
                            let vote = |place: usize| votes / [1, 3, 9, 27][place] % 3;
                            let who = |wanted| {
                                (0..4).filter(move |place| vote(*place) == wanted).map(|place| policies::PEOPLE[place])
                            };
                            let signing = Party::of(self.policy, who(1)).unwrap();
                            let rejecting = Party::of(self.policy, who(2)).unwrap();
                            answers.push(asked.of(&signing, &rejecting, instant(0)).is_allowed());
                        }
                    }
                }
            }
        }
        answers
    }
}

/// Decided at one instant, and submitted so long before.
fn payout(amount: &str, initiator: &str, before: u64) -> Payout {
    serde_json::from_value(json!({ "id": "po-1", "wallet": "hot", "amount": amount, "to": STRANGER, "fee": "0.001 BTC",
        "initiator": initiator, "submitted_at": instant(before) }))
    .unwrap()
}

fn instant(before: u64) -> Instant {
    Instant::from_unix(Instant::parse(SUBMITTED).unwrap().unix() - before).unwrap()
}

fn ledger(policy: &Policy, amount: &str, before: u64) -> Ledger {
    let mut header: Value = serde_json::to_value(Ledger::new(policy).header()).unwrap();
    header["entries"] = json!(1);
    let line = json!({ "payout": "past", "wallet": "hot", "amount": amount, "to": STRANGER, "initiator": "someone",
        "lists": [], "at": instant(before), "state": "paid" });
    let line = serde_json::from_value(line).unwrap();
    Ledger::open(policy, &serde_json::from_value(header).unwrap(), [line]).unwrap()
}

fn check(comparison: &Comparison, old: &[bool], new: &[bool], which: &str) {
    let more = old.iter().zip(new).any(|(old, new)| *new && !*old);
    let less = old.iter().zip(new).any(|(old, new)| *old && !*new);
    assert!(!more || !matches!(comparison.more(), Direction::Nothing), "{which}: more is allowed");
    assert!(!less || !matches!(comparison.less(), Direction::Nothing), "{which}: less is allowed");
}

/// What every policy of these pairs answers, by its number: asked on every core.
fn answers(pairs: &[[usize; 2]]) -> BTreeMap<usize, Vec<bool>> {
    let numbers: BTreeSet<usize> = pairs.iter().flatten().copied().collect();
    let next = Mutex::new(numbers.into_iter());
    let ask = || {
        let mut answers = Vec::new();
        while let Some(number) = { next.lock().unwrap().next() } {
            answers.push((number, Cases::of(&parse(&policies::policy(number).text)).answers()));
        }
        answers
    };
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get);
    std::thread::scope(|scope| {
        let asking: Vec<_> = (0..threads).map(|_| scope.spawn(ask)).collect();
        asking.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    })
}

/// What is found of many pairs.
#[derive(Default)]
struct Compared {
    unclear: Vec<String>,
    longer: Longer,
    /// Over all pairs, and of one.
    spent: Duration,
    slowest: Duration,
}

impl Compared {
    fn look(&mut self, pair: [usize; 2], answers: &BTreeMap<usize, Vec<bool>>, is_looked_at: bool) {
        let [first, second] = pair;
        let [old, new] = pair.map(|number| parse(&policies::policy(number).text));
        let started = Clock::now();
        let comparison = compared(&old, &new);
        let took = started.elapsed();
        (self.spent, self.slowest) = (self.spent + took, self.slowest.max(took));
        let [before, now] = [&answers[&first], &answers[&second]];
        check(&comparison, before, now, &format!("{first} {second}"));
        if is_looked_at {
            self.longer.look(&comparison, [&old, &new], [before, now], &format!("{first} {second}"));
        }
        if comparison.change() == Change::Unclear {
            let lacking =
                [comparison.more(), comparison.less()].map(|direction| format!("{:.300}", format!("{direction:?}")));
            self.unclear.push(format!("{first} {second}: {lacking:?}"));
        }
    }

    fn and(mut self, other: Self) -> Self {
        self.unclear.extend(other.unclear);
        self.longer.wrong.extend(other.longer.wrong);
        self.longer.examples += other.longer.examples;
        Self { spent: self.spent + other.spent, slowest: self.slowest.max(other.slowest), ..self }
    }
}

/// Every pair compared, on every core; of the first ones it is asked whether fewer people would show the same.
fn every(pairs: &[[usize; 2]], answers: &BTreeMap<usize, Vec<bool>>) -> Compared {
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get);
    let ask = |thread: usize| {
        let mut found = Compared::default();
        for (number, pair) in pairs.iter().enumerate().skip(thread).step_by(threads) {
            found.look(*pair, answers, number < MOST_LOOKED_AT);
        }
        found
    };
    std::thread::scope(|scope| {
        let asking: Vec<_> = (0..threads).map(|thread| scope.spawn(move || ask(thread))).collect();
        asking.into_iter().fold(Compared::default(), |all, thread| all.and(thread.join().unwrap()))
    })
}

#[test]
fn of_pairs_of_the_small_world_no_case_says_otherwise_and_few_are_unclear() {
    let pairs: usize = std::env::var("DIFF_PAIRS").map_or(12, |count| count.parse().unwrap());
    let mut state = 0x9e37_79b9_7f4a_7c15u64;
    let mut random = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let pairs: Vec<[usize; 2]> = (0..pairs)
        .map(|_| {
            let first = random(policies::COUNT);
            // Half of the pairs differ in little.
            let little = random(2) == 1;
            let other = if little { [1, 2, 4, 8, 40, 120, 360, 720][random(8)] } else { random(policies::COUNT) };
            [first, if little { (first + other) % policies::COUNT } else { other }]
        })
        .collect();
    let compared = every(&pairs, &answers(&pairs));
    let Compared { unclear, longer: Longer { wrong, examples }, spent, slowest } = compared;
    let (pairs, few) = (pairs.len(), unclear.len());
    println!("diff: {pairs} pairs, {few} unclear, compared in {spent:.1?}, the slowest in {slowest:.1?}");
    println!("diff: of {examples} examples {} could be shorter or rounder", wrong.len());
    assert!(wrong.is_empty(), "{} could be shorter or rounder: {}", wrong.len(), wrong.join("\n"));
    assert!(few * 100 <= pairs, "{few} of {pairs} unclear: {}", unclear.join("\n"));
}

/// Whoever is enough for the new one waives the old one's delay: it is no looser, although it has no delay.
#[test]
fn a_delay_that_everybody_who_is_enough_waives_may_go() {
    let [old, new] = [999, 1119].map(|number| parse(&policies::policy(number).text));
    assert_eq!(compared(&old, &new).change(), Change::Tighter);
}

/// What fewer people part was overlooked of these where less was asked for them.
#[test]
fn of_pairs_once_shown_by_more_people_the_fewest_are_shown() {
    let pairs = [[536, 538], [192, 194], [1440, 1442], [1000, 1002]];
    let longer = every(&pairs, &answers(&pairs)).longer;
    assert!(longer.examples >= pairs.len());
    assert!(longer.wrong.is_empty(), "{}", longer.wrong.join("\n"));
}
