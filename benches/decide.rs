//! What a decision costs beside the signatures it rests on, and what it does not cost: `cargo bench --bench decide`.
//!
//! Everything is timed in one run and printed as ratios, since times alone say little from one machine to the next.

#[path = "../tests/support/signer.rs"]
mod signer;
#[path = "decide/world.rs"]
mod world;

use std::hint::black_box;
use std::time::{Duration, Instant};

use countersign::{Answer, Case, Key, Ledger, Policy, Quotes};
use world::{World, now};

/// The median of so many samples, after some that only warm up.
const SAMPLES: usize = 31;

fn main() {
    let one = World::new(0);
    let thousand = World::new(1_000);
    let verified = verification(&one);
    println!("k256, one verification of one statement                {}", shown(verified));

    let policy = Policy::parse(&one.policy).unwrap();
    for approvals in [1, 3, 8] {
        let (payout, signed) = (World::payout(), one.approvals(&policy, approvals));
        let opened = time(|| drop(black_box(Case::open(&policy, &payout, &signed))));
        let share = ratio(opened, verified * u32::try_from(approvals).unwrap());
        println!(
            "Case::open with {approvals} approvals                            {}  {share} of {approvals} verifications",
            shown(opened)
        );
    }

    let alone = decision(&one, 10, "one rule, 10 entries", verified, None);
    decision(&thousand, 10, "1,000 other rules and limits, 10 entries", verified, Some(alone));
    for entries in [10_000, 1_000_000] {
        decision(&one, entries, &format!("one rule, {entries} entries"), verified, Some(alone));
    }

    let parsed = time(|| drop(black_box(Policy::parse(&one.policy))));
    println!("Policy::parse, {:>7} bytes                           {}", one.policy.len(), shown(parsed));
    let larger = time(|| drop(black_box(Policy::parse(&thousand.policy))));
    let bytes = thousand.policy.len() / one.policy.len();
    println!(
        "Policy::parse, {:>7} bytes                           {}  {} for {bytes} times the bytes",
        thousand.policy.len(),
        shown(larger),
        ratio(larger, parsed)
    );
}

/// One decision on an opened case with three approvals.
fn decision(world: &World, entries: usize, what: &str, verified: Duration, alone: Option<Duration>) -> Duration {
    let policy = Policy::parse(&world.policy).unwrap();
    let ledger: Ledger = World::ledger(&policy, entries);
    let case = Case::open(&policy, &World::payout(), &world.approvals(&policy, 3)).unwrap();
    let quotes = Quotes::none();
    assert_eq!(case.decide(&ledger, &quotes, now()).verdict(), Answer::Allow, "the whole way is timed");
    let decided = time(|| drop(black_box(case.decide(&ledger, &quotes, now()))));
    let beside = alone.map_or(String::new(), |alone| format!(", {} of one rule and 10 entries", ratio(decided, alone)));
    println!(
        "decide, {what:<44}   {}  {} of its 3 verifications{beside}",
        shown(decided),
        ratio(decided, verified * 3)
    );
    decided
}

fn verification(world: &World) -> Duration {
    let policy = Policy::parse(&world.policy).unwrap();
    let (key, statement, signature) = world.signed(&policy);
    let key = Key::parse(&key).unwrap();
    time(|| assert!(key.verify(statement.as_bytes(), &signature).is_ok()))
}

/// The median time of one call.
fn time(mut call: impl FnMut()) -> Duration {
    let mut samples: Vec<Duration> = (0..SAMPLES + 5).map(|_| sample(&mut call)).skip(5).collect();
    samples.sort_unstable();
    samples[SAMPLES / 2]
}

/// The mean of as many calls as a millisecond holds: a clock says little of a single microsecond.
fn sample(call: &mut impl FnMut()) -> Duration {
    let start = Instant::now();
    let mut calls = 0;
    while calls == 0 || start.elapsed() < Duration::from_millis(1) {
        call();
        calls += 1;
    }
    start.elapsed() / calls
}

fn shown(time: Duration) -> String {
    format!("{:>10.2} µs", time.as_secs_f64() * 1e6)
}

fn ratio(time: Duration, to: Duration) -> String {
    format!("{:.3}", time.as_secs_f64() / to.as_secs_f64())
}
