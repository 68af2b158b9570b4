//! No window of any accepted sequence exceeds its limit, wherever it is laid.

use countersign::{Case as Opened, EntryState, Ledger, PayoutId, Policy, Quotes};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::frame::{Case, law};
use crate::situation::{coins, since_submission, wallet};

const HOUR: u64 = 3_600;

/// Nobody signs: only the limits say no. Amounts in hundredths.
const POLICY: &str = r#"schema = 1
realm = "laws"
name = "windows"
version = 1
wallets = ["w1", "w2"]
payout_ttl = "30d"
approval_ttl = "30d"
clock_skew = "2m"
payload = "optional"

[assets.COIN]
chain = "coinchain"
decimals = 2

[[rules]]
name = "anything"
assets = ["COIN"]
wallets = "any"
to = "any"
initiators = "unsigned"
approve = "none"

[[limits]]
name = "fee"
max_fee = "unlimited"

[[limits]]
name = "day"
max = "10 COIN per 24h"

[[limits]]
name = "hour"
max = "6 COIN per 1h"

[[limits]]
name = "destination"
max = "4 COIN per 6h"
each = ["destination"]

[[limits]]
name = "first-wallet"
max = "7 COIN per 12h"
wallets = ["w1"]

[[limits]]
name = "count"
max_count = "5 per 12h"
"#;

/// What the limits above say a second time: seconds, most, and which payouts they are about.
struct Cap {
    seconds: u64,
    most: u64,
    concerns: fn(&Made, &Made) -> bool,
    weighs: fn(&Made) -> u64,
}

const CAPS: [Cap; 5] = [
    Cap { seconds: 24 * HOUR, most: 1_000, concerns: |_, _| true, weighs: money },
    Cap { seconds: HOUR, most: 600, concerns: |_, _| true, weighs: money },
    Cap { seconds: 6 * HOUR, most: 400, concerns: |one, other| one.to == other.to, weighs: money },
    Cap { seconds: 12 * HOUR, most: 700, concerns: |one, other| one.wallet == 0 && other.wallet == 0, weighs: money },
    Cap { seconds: 12 * HOUR, most: 5, concerns: |_, _| true, weighs: |_| 1 },
];

fn money(made: &Made) -> u64 {
    if made.state == EntryState::Released { 0 } else { made.units }
}

/// A payout that was reserved.
#[derive(Clone, Debug)]
struct Made {
    id: String,
    units: u64,
    to: usize,
    wallet: usize,
    at: u64,
    state: EntryState,
}

/// What is tried next, so many seconds after the last, by a host whose clock is off by so much.
#[derive(Clone, Debug)]
struct Try {
    after: u64,
    off: i64,
    units: u64,
    to: usize,
    wallet: usize,
    /// What becomes of an earlier payout before this one.
    end: Option<(prop::sample::Index, bool)>,
}

fn tries() -> impl Strategy<Value = Vec<Try>> {
    let after = prop_oneof![0..HOUR, 0..8 * HOUR, Just(HOUR), Just(6 * HOUR), Just(12 * HOUR)];
    let units = prop_oneof![1..150u64, 1..450u64, Just(200u64)];
    let off = prop_oneof![2 => Just(0i64), 1 => -60..=60i64];
    let end = proptest::option::weighted(0.4, (any::<prop::sample::Index>(), any::<bool>()));
    let one = (after, off, units, 0..3usize, 0..2usize, end).prop_map(|(after, off, units, to, wallet, end)| Try {
        after,
        off,
        units,
        to,
        wallet,
        end,
    });
    proptest::collection::vec(one, 4..28)
}

/// Whether some window is over its limit: every one that ends at a payout, which are the fullest there are.
fn is_broken(made: &[Made]) -> bool {
    CAPS.iter().any(|cap| {
        made.iter().any(|last| {
            let inside = made.iter().filter(|one| one.at <= last.at && one.at + cap.seconds > last.at);
            inside.filter(|one| (cap.concerns)(one, last)).map(cap.weighs).sum::<u64>() > cap.most
        })
    })
}

fn allows<'p>(policy: &'p Policy, ledger: &Ledger, id: &str, next: &Try, at: u64) -> Option<countersign::Permit<'p>> {
    let record: Value = json!({
        "id": id, "wallet": wallet(next.wallet), "amount": coins(next.units), "to": format!("addr-{}", next.to),
        "initiator": "anyone", "submitted_at": since_submission(0),
    });
    let case = Opened::open(policy, &serde_json::from_value(record).unwrap(), &[]).unwrap();
    case.decide(ledger, &Quotes::none(), since_submission(i64::try_from(at).unwrap())).into_permit()
}

#[test]
fn no_window_of_what_was_reserved_exceeds_its_limit_and_none_that_fits_is_refused() {
    let policy = Policy::parse(POLICY).unwrap();
    // Alive where at least six went and at least three did not.
    law(300, 150, &tries(), |tries| {
        let mut ledger = Ledger::new(&policy);
        let mut made: Vec<Made> = vec![];
        let (mut clock, mut refused) = (1_000u64, 0);
        for (place, next) in tries.iter().enumerate() {
            clock += next.after;
            if let Some((which, paid)) = next.end
                && !made.is_empty()
            {
                end(&policy, &mut ledger, &mut made, which, paid);
            }
            let at = clock.saturating_add_signed(next.off);
            let id = format!("po-{place}");
            let Try { units, to, wallet, .. } = *next;
            let mut then = made.clone();
            then.push(Made { id: id.clone(), units, to, wallet, at, state: EntryState::Reserved });
            let permit = allows(&policy, &ledger, &id, next, at);
            if let Some(permit) = permit {
                assert!(!is_broken(&then), "{then:?}");
                ledger.reserve(permit).unwrap();
                made = then;
            } else {
                // A payout later than now counts in every window, so that clocks that differ may refuse more.
                assert!(is_broken(&then) || made.iter().any(|one| one.at > at), "{then:?}");
                refused += 1;
            }
        }
        Case::alive_if(made.len() >= 6 && refused >= 3)
    });
}

fn end(policy: &Policy, ledger: &mut Ledger, made: &mut [Made], which: prop::sample::Index, paid: bool) {
    let place = which.index(made.len());
    let one = &mut made[place];
    let id = PayoutId::parse(&one.id).unwrap();
    let ended = if paid { ledger.settle(policy, &id) } else { ledger.release(policy, &id) };
    assert_eq!(ended.is_ok(), one.state == EntryState::Reserved, "what is paid or released stays so");
    if ended.is_ok() {
        one.state = if paid { EntryState::Paid } else { EntryState::Released };
    }
}

#[test]
fn a_limit_can_be_spent_to_its_last_unit_and_no_further() {
    let policy = Policy::parse(POLICY).unwrap();
    let mut ledger = Ledger::new(&policy);
    let of = |units, to| Try { after: 0, off: 0, units, to, wallet: 1, end: None };
    ledger.reserve(allows(&policy, &ledger, "po-1", &of(400, 0), 10).unwrap()).unwrap();
    ledger.reserve(allows(&policy, &ledger, "po-2", &of(200, 1), 20).unwrap()).unwrap();
    assert!(allows(&policy, &ledger, "po-3", &of(1, 2), 10 + HOUR - 1).is_none(), "the hour is full");
    assert!(allows(&policy, &ledger, "po-3", &of(401, 2), 10 + HOUR).is_none());
    ledger.reserve(allows(&policy, &ledger, "po-3", &of(400, 2), 10 + HOUR).unwrap()).unwrap();
    assert!(allows(&policy, &ledger, "po-4", &of(1, 1), 20 + 8 * HOUR).is_none(), "the day is full");
    assert!(allows(&policy, &ledger, "po-4", &of(1, 1), 10 + 24 * HOUR).is_some());
}
