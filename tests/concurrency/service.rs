//! Small services that decide, reserve and release: one as SECURITY.md asks, and three that each leave something out.

use std::sync::LazyLock;

use countersign::{
    Case, Ledger, LedgerActFault, LedgerEntry, LedgerHeader, Payout, PayoutId, Quotes, ReceivedApproval,
};
use loom::sync::{Mutex, MutexGuard};
use serde_json::json;

use crate::world::{Text, World, asked, line, plus, submitted};

/// What each of three payouts asks for. The policy lets 100 BTC go in 24 hours, so no two of them fit; `po-0` is reserved
/// at the start.
pub const SIZE: &str = "60 BTC";

pub static WORLD: LazyLock<World> = LazyLock::new(|| Text::base().world());
pub static CASES: LazyLock<[Case<'static>; 2]> = LazyLock::new(|| ["po-1", "po-2"].map(|id| case(id, SIZE)));

/// A payout with the one approval it needs.
pub fn case(id: &str, amount: &str) -> Case<'static> {
    let payout: Payout = asked().with("id", id).of(amount).payout();
    let approvals: [ReceivedApproval; 1] = [WORLD.approve(&payout, "alice")];
    Case::open(&WORLD.policy, &payout, &approvals).unwrap()
}

pub fn start() -> Ledger {
    WORLD.ledger(&[line("po-0", SIZE, submitted())])
}

pub fn id(text: &str) -> PayoutId {
    PayoutId::parse(text).unwrap()
}

/// What a thread is asked to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// Pay one of the cases.
    Pay(usize),
    /// Release `po-0`.
    Release,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Reserved: the thread goes on to sign.
    Reserved,
    Released,
    /// The decision was no allow.
    NotAllowed,
    /// Allowed, but the ledger refused the permit.
    Stale,
}

/// How a service keeps its threads apart.
#[derive(Clone, Copy, Debug)]
pub enum Service {
    /// As SECURITY.md says: one lock around `Case::decide` and `Ledger::reserve`.
    Guarded,
    /// Decides on what it read earlier, then takes the lock and shows the permit.
    LockedLate,
    /// Decides on what it read earlier and writes the permit's line itself: it opens the ledger anew with one line more.
    WritesLines,
    /// Every thread has its own copy, and the last one to store it wins.
    KeepsCopies,
}

impl Service {
    pub fn does(self, task: Task, shared: &Mutex<Ledger>) -> Outcome {
        match self {
            Self::Guarded => act(task, &mut held(shared)),
            Self::KeepsCopies => {
                let mut copy = held(shared).clone();
                let outcome = act(task, &mut copy);
                *held(shared) = copy;
                outcome
            }
            Self::LockedLate | Self::WritesLines => {
                let Task::Pay(place) = task else { return act(task, &mut held(shared)) };
                let read = held(shared).clone();
                let decision = CASES[place].decide(&read, &Quotes::none(), plus(submitted(), 60));
                let Some(permit) = decision.into_permit() else { return Outcome::NotAllowed };
                let mut ledger = held(shared);
                match self {
                    Self::LockedLate => reserved(ledger.reserve(permit)),
                    _ => reserved(with_line(&mut ledger, permit.entry())),
                }
            }
        }
    }
}

pub fn held(shared: &Mutex<Ledger>) -> MutexGuard<'_, Ledger> {
    shared.lock().unwrap()
}

/// Decides and reserves, or releases, with nobody in between.
pub fn act(task: Task, ledger: &mut Ledger) -> Outcome {
    match task {
        Task::Release => {
            ledger.release(&WORLD.policy, &id("po-0")).unwrap();
            Outcome::Released
        }
        Task::Pay(place) => {
            let decision = CASES[place].decide(ledger, &Quotes::none(), plus(submitted(), 60));
            decision.into_permit().map_or(Outcome::NotAllowed, |permit| reserved(ledger.reserve(permit)))
        }
    }
}

fn reserved(answer: Result<(), LedgerActFault>) -> Outcome {
    match answer {
        Ok(()) => Outcome::Reserved,
        Err(LedgerActFault::Changed | LedgerActFault::Line(_)) => Outcome::Stale,
        Err(fault) => panic!("{fault}"),
    }
}

/// What no service should do: a line entered without its permit being asked for.
fn with_line(ledger: &mut Ledger, entry: &LedgerEntry) -> Result<(), LedgerActFault> {
    let mut header = serde_json::to_value(ledger.header()).unwrap();
    header["entries"] = json!(ledger.len() + 1);
    let header: LedgerHeader = serde_json::from_value(header).unwrap();
    let entries: Vec<_> = ledger.entries().chain([entry]).cloned().collect();
    *ledger = Ledger::open(&WORLD.policy, &header, entries)?;
    Ok(())
}
