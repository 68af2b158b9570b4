//! The same guard under real threads: many at once, each payout asked for more than once.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::thread;

use countersign::{Case, Ledger, LedgerEntry, PayoutId, Quotes};

use crate::service::{WORLD, case};
use crate::world::{plus, submitted};

const THREADS: usize = 8;
const PAYOUTS: usize = 40;

/// Decides and reserves under one lock.
fn pays(case: &Case<'_>, ledger: &Mutex<Ledger>) -> bool {
    let mut ledger = ledger.lock().unwrap();
    let decision = case.decide(&ledger, &Quotes::none(), plus(submitted(), 60));
    decision.into_permit().is_some_and(|permit| ledger.reserve(permit).is_ok())
}

/// Every thread asks for every payout, each in an order of its own, and is told which of them it may sign.
fn all_at_once(cases: &[Case<'_>], ledger: &Mutex<Ledger>) -> BTreeMap<PayoutId, usize> {
    let mut told = BTreeMap::new();
    thread::scope(|scope| {
        let ask = |thread: usize| {
            let order = (0..cases.len()).map(move |step| (step * 7 + thread * 5) % cases.len());
            let mine = order.filter(|place| pays(&cases[*place], ledger));
            mine.map(|place| cases[place].payout().id().clone()).collect::<Vec<_>>()
        };
        let threads: Vec<_> = (0..THREADS).map(|thread| scope.spawn(move || ask(thread))).collect();
        for id in threads.into_iter().flat_map(|thread| thread.join().unwrap()) {
            *told.entry(id).or_default() += 1;
        }
    });
    told
}

#[test]
fn eight_threads_together_reserve_what_fits_and_each_payout_once() {
    let cases: Vec<Case<'_>> = (0..PAYOUTS).map(|number| case(&format!("po-{number}"), "5 BTC")).collect();
    let ledger = Mutex::new(Ledger::new(&WORLD.policy));
    let told = all_at_once(&cases, &ledger);
    // Twenty times five are the hundred of a day.
    assert_eq!((told.len(), told.values().max()), (20, Some(&1)));
    let known: Vec<PayoutId> = ledger.lock().unwrap().entries().map(LedgerEntry::payout).cloned().collect();
    assert_eq!(known.len(), 20);
    // What is released makes room for as many others, and for none of the same.
    for id in &known[..6] {
        ledger.lock().unwrap().release(&WORLD.policy, id).unwrap();
    }
    let again = all_at_once(&cases, &ledger);
    assert_eq!((again.len(), again.values().max()), (6, Some(&1)));
    assert!(again.keys().all(|id| !known.contains(id)));
    let asked = 2 * THREADS * PAYOUTS;
    println!(
        "concurrency: {asked} requests of {THREADS} threads, {} reserved, 0 twice, 0 above the limit",
        20 + again.len()
    );
}
