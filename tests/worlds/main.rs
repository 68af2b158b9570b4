//! Every case of a small world, engine against model: four approvers with every vote, four amounts, four instants, up
//! to two lines of a ledger, and policies of every quorum, tier, delay, veto, initiator, limit and window of a few.
//!
//! `cargo test` asks a share of the policies; `tests/worlds.sh` asks all.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

mod by_hand;
mod compare;
mod explain;
mod policies;
#[path = "../support/world.rs"]
mod support;
mod supports;
mod tally;
mod with;
mod world;

use compare::{Found, compare};

/// How many policies `cargo test` compares, evenly spread.
const POLICIES: usize = 29;

/// How many cases those are at least; `tests/worlds.sh` holds all of them to its own number.
const POINTS: u64 = 2_000_000;

#[test]
fn engine_and_model_agree_on_every_case_of_small_worlds() {
    let asked = number("WORLDS_POLICIES").unwrap_or(POLICIES).min(policies::COUNT);
    let threads =
        number("WORLDS_THREADS").unwrap_or_else(|| std::thread::available_parallelism().map_or(1, Into::into));
    let mut found = Found::default();
    share(asked, threads, |i| compare(chosen(i)), |one| found.add(one));
    println!(
        "\nworlds: {asked} policies, {} evaluations ({} allow, {} wait), {} neighbours ({} excepted: no-anchor), {} disagreements",
        found.points,
        found.allowed,
        found.waiting,
        found.neighbours,
        found.excepted,
        found.disagreements.len()
    );
    assert!(found.disagreements.is_empty(), "{}", found.disagreements[..found.disagreements.len().min(3)].join("\n\n"));
    assert!(asked < POLICIES || found.points >= POINTS, "{} cases make no small world", found.points);
    assert!(found.allowed > 0 && found.waiting > 0 && found.excepted > 0, "the world is alive");
}

/// Works through so many pieces on so many threads, and hands on what is found of each.
fn share<T>(pieces: usize, threads: usize, work: impl Fn(usize) -> T + Sync, found: impl FnMut(T) + Send) {
    let (next, found) = (AtomicUsize::new(0), Mutex::new(found));
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let i = next.fetch_add(1, Ordering::Relaxed);
                    if i >= pieces {
                        break;
                    }
                    let one = work(i);
                    let mut found = found.lock().expect("no thread panicked");
                    found(one);
                }
            });
        }
    });
}

fn number(variable: &str) -> Option<usize> {
    let text = std::env::var(variable).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("`{variable}` is no number: `{text}`")))
}

/// The policies asked, spread over all of them: the first asks nobody to sign for a small payout, and then each choice of
/// each of the eight occurs.
fn chosen(i: usize) -> usize {
    // 787 is prime and no factor of how many there are.
    (policies::SIGNED + i * 787) % policies::COUNT
}
