//! Only what was allowed is reserved, once, on the ledger it was decided on.

use countersign::{
    Case, CheckCode, EntryState, Ledger, LedgerActFault, PayoutId, Policy, Quotes, ReceivedApproval, Verdict,
};
use serde_json::json;

use crate::pool::{self, APPROVERS};
use crate::situation::{Asked, Said, check, coins, since_submission};

/// A payout of the desk with ann's yes, under an id.
fn case<'p>(policy: &'p Policy, id: &str, units: u64) -> Case<'p> {
    let mut record = Asked { units, to: 0, wallet: 0, initiator: APPROVERS }.record();
    record["id"] = json!(id);
    let payout = serde_json::from_value(record).unwrap();
    let yes = Said { who: 0, scheme: 0, verdict: Verdict::Approve, signed: 30, lives: 3_600, received: 30 };
    let ask = Said { who: APPROVERS, verdict: Verdict::Request, ..yes.clone() };
    let approvals: Vec<ReceivedApproval> = [ask, yes].iter().map(|said| said.signed(policy, &payout)).collect();
    Case::open(policy, &payout, &approvals).unwrap()
}

/// Decides and reserves; the payout must be allowed.
pub fn reserve(ledger: &mut Ledger, policy: &Policy, id: &str, units: u64, at: i64) -> Result<(), LedgerActFault> {
    let decision = case(policy, id, units).decide(ledger, &Quotes::none(), since_submission(at));
    ledger.reserve(decision.into_permit().expect("it is allowed"))
}

fn policy() -> Policy {
    pool::parse(&pool::text(&[0], &[0, 1]))
}

fn id(text: &str) -> PayoutId {
    PayoutId::parse(text).unwrap()
}

#[test]
fn two_requests_that_each_see_the_whole_budget_cannot_both_have_it() {
    let policy = policy();
    let mut ledger = Ledger::new(&policy);
    // Six of ten each.
    let permit = |name| {
        let decision = case(&policy, name, 600).decide(&ledger, &Quotes::none(), since_submission(60));
        decision.into_permit().expect("alone it is allowed")
    };
    let (first, second) = (permit("po-1"), permit("po-2"));
    ledger.reserve(first).unwrap();
    let before = (ledger.digest(), ledger.len());
    assert_eq!(ledger.reserve(second), Err(LedgerActFault::Changed));
    assert_eq!((ledger.digest(), ledger.len()), before, "the ledger is as it was");
    let again = case(&policy, "po-2", 600).decide(&ledger, &Quotes::none(), since_submission(60));
    assert_eq!(check(&again, "limit:day").unwrap().code(), CheckCode::WindowFull);
    assert!(again.into_permit().is_none());
}

#[test]
fn a_permit_is_good_for_no_ledger_that_has_changed_in_any_way() {
    let policy = policy();
    let changes: [fn(&mut Ledger, &Policy); 3] = [
        |ledger, policy| reserve(ledger, policy, "po-9", 1, 61).unwrap(),
        |ledger, policy| ledger.settle(policy, &id("po-1")).unwrap(),
        |ledger, policy| ledger.release(policy, &id("po-1")).unwrap(),
    ];
    for change in changes {
        let mut ledger = Ledger::new(&policy);
        reserve(&mut ledger, &policy, "po-1", 1, 60).unwrap();
        let permit = case(&policy, "po-2", 1).decide(&ledger, &Quotes::none(), since_submission(62)).into_permit();
        change(&mut ledger, &policy);
        assert_eq!(ledger.reserve(permit.unwrap()), Err(LedgerActFault::Changed));
        assert!(ledger.entry(&id("po-2")).is_none());
        // Decided again it goes.
        reserve(&mut ledger, &policy, "po-2", 1, 62).unwrap();
    }
}

#[test]
fn a_permit_is_good_for_no_ledger_of_another_version() {
    let policy = policy();
    let text = pool::text(&[0], &[0, 1]);
    let next = pool::parse(&text.replace("version = 1", &format!("version = 2\nprevious = \"{}\"", policy.digest())));
    let ledger = Ledger::new(&policy);
    let permit = case(&policy, "po-1", 1).decide(&ledger, &Quotes::none(), since_submission(60)).into_permit();
    let mut moved = ledger.read_under(&next).unwrap();
    assert_eq!(moved.reserve(permit.unwrap()), Err(LedgerActFault::AnotherPolicy));
    assert!(moved.is_empty());
}

#[test]
fn what_is_reserved_is_what_was_decided_at_the_decisions_instant() {
    let policy = policy();
    let mut ledger = Ledger::new(&policy);
    let decision = case(&policy, "po-1", 110).decide(&ledger, &Quotes::none(), since_submission(77));
    let permit = decision.into_permit().unwrap();
    let promised = permit.entry().clone();
    ledger.reserve(permit).unwrap();
    assert_eq!(ledger.entry(&id("po-1")), Some(&promised));
    assert_eq!((promised.at(), promised.state()), (since_submission(77), EntryState::Reserved));
    let shown = serde_json::to_value(&promised).unwrap();
    assert_eq!(shown["amount"], coins(110));
    assert_eq!(shown["lists"], json!(["known"]));
}

#[test]
fn a_payout_is_never_allowed_a_second_time_whatever_became_of_it() {
    let policy = policy();
    let ends: [fn(&mut Ledger, &Policy); 3] = [
        |_, _| {},
        |ledger, policy| ledger.settle(policy, &id("po-1")).unwrap(),
        |ledger, policy| ledger.release(policy, &id("po-1")).unwrap(),
    ];
    for end in ends {
        let mut ledger = Ledger::new(&policy);
        reserve(&mut ledger, &policy, "po-1", 1, 60).unwrap();
        end(&mut ledger, &policy);
        let again = case(&policy, "po-1", 1).decide(&ledger, &Quotes::none(), since_submission(61));
        assert_eq!(check(&again, "once").unwrap().code(), CheckCode::AlreadyRecorded);
        assert!(again.is_final());
    }
}

#[test]
fn the_final_look_sets_the_payouts_own_line_aside_and_gives_no_second_permit() {
    let policy = policy();
    let mut ledger = Ledger::new(&policy);
    // All of the day's ten.
    reserve(&mut ledger, &policy, "po-1", 1_000, 60).unwrap();
    let look = |case: &Case<'_>, ledger: &Ledger| {
        let decision = case.decide_reserved(ledger, &Quotes::none(), since_submission(61));
        let allowed = decision.is_allowed();
        assert!(decision.into_permit().is_none());
        allowed
    };
    assert!(look(&case(&policy, "po-1", 1_000), &ledger));
    assert!(!look(&case(&policy, "po-1", 999), &ledger), "another amount than was reserved");
    assert!(!look(&case(&policy, "po-2", 1_000), &ledger), "never reserved");
    for end in [Ledger::settle, Ledger::release] {
        let mut ended = ledger.clone();
        end(&mut ended, &policy, &id("po-1")).unwrap();
        assert!(!look(&case(&policy, "po-1", 1_000), &ended), "already over");
    }
}
