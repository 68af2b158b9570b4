//! One lock around deciding and reserving, as SECURITY.md asks of a service: under every schedule of its threads nothing
//! passes a limit, nothing is paid twice, nothing reserved or released is lost. Without it each of these faults is found.
//!
//! `loom` runs each small service under every schedule that its locks can tell apart, not under a sample of them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::arithmetic_side_effects,
    reason = "what a test does not find fails it"
)]

mod service;
mod threads;
#[path = "../support/world.rs"]
mod world;

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};

use countersign::{Digest, EntryState, Ledger, LedgerEntry};
use loom::sync::Mutex;

use service::{CASES, Outcome, Service, Task, act, held, id, start};

/// What is found once every thread is done.
#[derive(Debug)]
struct End {
    ledger: Ledger,
    outcomes: Vec<Outcome>,
}

/// What must hold of every end.
type Law = fn(&[Task], &End);

fn nothing_passes_the_limit(_: &[Task], end: &End) {
    let weighing = end.ledger.entries().filter(|entry| entry.state() == EntryState::Reserved);
    let out = 60 * weighing.count();
    assert!(out <= 100, "{out} BTC went out under a limit of 100");
}

fn nothing_is_paid_twice(tasks: &[Task], end: &End) {
    for place in 0..CASES.len() {
        let told = tasks.iter().zip(&end.outcomes).filter(|done| *done == (&Task::Pay(place), &Outcome::Reserved));
        let told = told.count();
        assert!(told <= 1, "{told} threads went on to sign one payout");
    }
}

fn no_reservation_is_lost(tasks: &[Task], end: &End) {
    for (task, outcome) in tasks.iter().zip(&end.outcomes) {
        if let (Task::Pay(place), Outcome::Reserved) = (task, outcome) {
            let kept = end.ledger.entry(CASES[*place].payout().id()).map(LedgerEntry::state);
            assert_eq!(kept, Some(EntryState::Reserved), "a reservation was lost");
        }
    }
}

fn no_release_is_lost(tasks: &[Task], end: &End) {
    if tasks.contains(&Task::Release) {
        let kept = end.ledger.entry(&id("po-0")).map(LedgerEntry::state);
        assert_eq!(kept, Some(EntryState::Released), "a release was lost");
    }
}

const LAWS: [Law; 4] = [nothing_passes_the_limit, nothing_is_paid_twice, no_reservation_is_lost, no_release_is_lost];

/// Runs a service under every schedule, a thread a task, and looks at every end. Answers how many schedules there were.
fn explore(service: Service, tasks: &'static [Task], look: impl Fn(&End) + Sync + Send + 'static) -> usize {
    LazyLock::force(&CASES);
    let before = start();
    let schedules = Arc::new(AtomicUsize::new(0));
    let counted = schedules.clone();
    loom::model(move || {
        counted.fetch_add(1, Ordering::Relaxed);
        let shared = Arc::new(Mutex::new(before.clone()));
        let threads: Vec<_> = tasks
            .iter()
            .map(|task| {
                let shared = shared.clone();
                // In machine words: a decision needs more than a model's threads usually have.
                let roomy = loom::thread::Builder::new().stack_size(1 << 17);
                roomy.spawn(move || service.does(*task, &shared)).unwrap()
            })
            .collect();
        let outcomes = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
        look(&End { ledger: held(&shared).clone(), outcomes });
    });
    schedules.load(Ordering::Relaxed)
}

/// Two payouts that do not fit together, and the release of the money that either needs.
const RACE: &[Task] = &[Task::Pay(0), Task::Pay(1), Task::Release];

/// One payout, asked for twice, and the release.
const TWICE: &[Task] = &[Task::Pay(0), Task::Pay(0), Task::Release];

fn keeps_every_law(tasks: &[Task], end: &End) {
    for law in LAWS {
        law(tasks, end);
    }
}

#[test]
fn behind_one_lock_every_schedule_ends_as_some_order_of_its_tasks_and_keeps_every_law() {
    for (name, tasks) in [("two payouts and a release", RACE), ("one payout twice and a release", TWICE)] {
        let possible = orders(tasks);
        let expected = possible.len();
        let reached = Arc::new(std::sync::Mutex::new(BTreeSet::new()));
        let kept = reached.clone();
        let schedules = explore(Service::Guarded, tasks, move |end| {
            keeps_every_law(tasks, end);
            let end = (end.ledger.digest(), end.outcomes.clone());
            assert!(possible.contains(&end), "no order of the tasks, one after the other, ends so");
            kept.lock().unwrap().insert(end);
        });
        println!(
            "concurrency: one lock, {name}: {schedules} schedules, {expected} ends possible and all reached, 0 faults"
        );
        assert_eq!(reached.lock().unwrap().len(), expected, "the model tries every order");
        assert!(schedules >= 6, "three tasks have six orders");
    }
}

/// How the tasks may end, done one after the other in every order.
fn orders(tasks: &[Task]) -> BTreeSet<(Digest, Vec<Outcome>)> {
    let mut ends = BTreeSet::new();
    let mut open = vec![(start(), vec![None; tasks.len()])];
    while let Some((ledger, done)) = open.pop() {
        if let Some(outcomes) = done.iter().copied().collect::<Option<Vec<_>>>() {
            ends.insert((ledger.digest(), outcomes));
        }
        for place in (0..tasks.len()).filter(|place| done[*place].is_none()) {
            let (mut ledger, mut done) = (ledger.clone(), done.clone());
            done[place] = Some(act(tasks[place], &mut ledger));
            open.push((ledger, done));
        }
    }
    ends
}

#[test]
fn a_permit_from_before_the_lock_is_refused_wherever_the_ledger_has_changed() {
    let stale = Arc::new(AtomicUsize::new(0));
    let counted = stale.clone();
    let schedules = explore(Service::LockedLate, RACE, move |end| {
        keeps_every_law(RACE, end);
        counted.fetch_add(end.outcomes.iter().filter(|outcome| **outcome == Outcome::Stale).count(), Ordering::Relaxed);
    });
    let stale = stale.load(Ordering::Relaxed);
    println!("concurrency: deciding before the lock: {schedules} schedules, {stale} stale permits refused, 0 faults");
    assert!(stale > 0, "some schedule shows a permit of a ledger that has changed");
}

#[test]
#[should_panic(expected = "120 BTC went out under a limit of 100")]
fn a_service_that_writes_the_permits_line_itself_passes_the_limit() {
    explore(Service::WritesLines, RACE, |end| nothing_passes_the_limit(RACE, end));
}

#[test]
#[should_panic(expected = "2 threads went on to sign one payout")]
fn a_service_whose_threads_keep_copies_pays_twice() {
    explore(Service::KeepsCopies, TWICE, |end| nothing_is_paid_twice(TWICE, end));
}

#[test]
#[should_panic(expected = "a reservation was lost")]
fn a_service_whose_threads_keep_copies_loses_a_reservation() {
    explore(Service::KeepsCopies, RACE, |end| no_reservation_is_lost(RACE, end));
}

#[test]
#[should_panic(expected = "a release was lost")]
fn a_service_whose_threads_keep_copies_loses_a_release() {
    explore(Service::KeepsCopies, RACE, |end| no_release_is_lost(RACE, end));
}
