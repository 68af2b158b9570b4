//! Acts on a ledger that are not to be, and lines that are none.

use countersign::{
    Case, EntryState, Ledger, LedgerActFault, LedgerEntry, LedgerHeader, Permit, Policy, Quotes, Refusal, Verdict,
};
use serde_json::{Value, json};

use crate::world::{STRANGER, SUBMITTED, Text, World, asked, line, submitted};

/// Leave to reserve the payout, decided on this ledger.
fn permit<'p>(world: &'p World, ledger: &Ledger) -> Permit<'p> {
    let payout = asked().payout();
    let approvals = [world.approve(&payout, "alice")];
    world.decide(&payout, &approvals, ledger, submitted()).into_permit().expect("it is allowed")
}

/// The record that the payout was withdrawn, decided on an empty ledger.
fn refusal<'p>(world: &'p World, policy: &'p Policy) -> Refusal<'p> {
    let payout = asked().with("initiator", "alice").payout();
    let withdrawn = world.says(&payout, "alice", Verdict::Reject, submitted());
    let case = Case::open(policy, &payout, &[withdrawn]).unwrap();
    case.decide(&Ledger::new(policy), &Quotes::none(), submitted()).into_refusal().expect("it is withdrawn")
}

fn second_version(world: &World) -> Policy {
    let next = format!("version = 2\nprevious = \"{}\"", world.policy.digest());
    Text::base().swap("version = 1", &next).parse().unwrap()
}

#[test]
fn a_permit_is_good_for_the_ledger_that_was_decided_on_and_a_line_ends_once() {
    let world = Text::base().world();
    let mut ledger = Ledger::new(&world.policy);
    assert!(ledger.is_empty());
    let (one, other) = (permit(&world, &ledger), permit(&world, &ledger));
    assert_eq!(one.entry().at(), submitted());
    let payout = asked().payout();
    ledger.reserve(one).unwrap();
    assert_eq!(ledger.reserve(other), Err(LedgerActFault::Changed));
    ledger.settle(&world.policy, payout.id()).unwrap();
    let ended = LedgerActFault::Final { payout: payout.id().clone(), state: EntryState::Paid };
    assert_eq!(ledger.settle(&world.policy, payout.id()), Err(ended.clone()));
    assert_eq!(ledger.release(&world.policy, payout.id()), Err(ended));
    assert_eq!((ledger.len(), ledger.is_empty()), (1, false));
}

#[test]
fn a_ledger_read_under_another_policy_takes_neither_a_permit_nor_a_refusal() {
    let world = Text::base().world();
    let second = second_version(&world);
    let mut ledger = Ledger::new(&world.policy);
    let permit = permit(&world, &ledger);
    let withdrawn = refusal(&world, &world.policy);
    assert_eq!(withdrawn.entry().state(), EntryState::Refused);
    let mut read_again = ledger.read_under(&second).unwrap();
    let before = read_again.digest();
    assert_eq!(read_again.reserve(permit), Err(LedgerActFault::AnotherPolicy));
    assert_eq!(read_again.refuse(withdrawn), Err(LedgerActFault::AnotherPolicy));
    assert_eq!(read_again.settle(&world.policy, asked().payout().id()), Err(LedgerActFault::AnotherPolicy));
    assert_eq!(read_again.digest(), before, "it is as it was");
    ledger.refuse(refusal(&world, &world.policy)).unwrap();
}

#[test]
fn a_payout_that_is_in_the_ledger_is_not_entered_as_refused() {
    let world = Text::base().world();
    for id in ["po-1", "PO-1"] {
        let mut ledger = world.ledger(&[line(id, "1 BTC", submitted())]);
        let before = ledger.digest();
        let payout = asked().payout().id().clone();
        let expected = Err(LedgerActFault::Final { payout, state: EntryState::Reserved });
        assert_eq!(ledger.refuse(refusal(&world, &world.policy)), expected);
        assert_eq!(ledger.digest(), before);
    }
}

#[test]
fn a_ledger_written_under_another_text_of_this_version_ends_no_line() {
    let world = Text::base().world();
    let lines = [line("po-1", "1 BTC", submitted())];
    let mut ledger = world.ledger_written_under(&lines, 1, &"5f".repeat(32));
    let payout = asked().payout();
    assert_eq!(ledger.settle(&world.policy, payout.id()), Err(LedgerActFault::NewerVersion(1)));
    assert_eq!(ledger.entry(payout.id()).unwrap().state(), EntryState::Reserved);
    let mut own = world.ledger(&lines);
    own.settle(&world.policy, payout.id()).unwrap();
}

#[test]
fn a_header_says_whose_ledger_it_is_and_of_how_many_entries() {
    let world = Text::base().world();
    let header = world.ledger(&[line("po-1", "1 BTC", submitted())]).header();
    assert_eq!((header.ledger(), header.entries()), ("test/world", 1));
    let of_version = |version: u64| {
        let writer = json!({ "version": version, "sha256": "5f".repeat(32) });
        serde_json::from_value::<LedgerHeader>(json!({ "ledger": "test/world", "entries": 0, "policy": writer }))
    };
    assert!(of_version(1).is_ok());
    assert!(of_version(0).unwrap_err().to_string().contains("a version is 1 or more"));
}

#[test]
fn a_line_names_a_list_once() {
    let entry = |lists: Value| {
        serde_json::from_value::<LedgerEntry>(json!({
            "payout": "po-1", "wallet": "hot", "amount": "1 BTC", "to": STRANGER, "initiator": "someone",
            "at": SUBMITTED, "lists": lists, "state": "paid",
        }))
    };
    assert!(entry(json!(["friends", "others"])).is_ok());
    assert!(entry(json!(["friends", "others", "friends"])).unwrap_err().to_string().contains("holds a list twice"));
}

#[test]
fn a_recorded_value_is_above_zero_and_of_the_currencys_decimals() {
    let prices = "[prices]\ncurrency = \"USD\"\ndecimals = 2\nfixed = { BTC = \"1\" }";
    let world = Text::base().plus(prices).world();
    let open = |value: &str| {
        let header = json!({
            "ledger": "test/world", "entries": 1, "policy": { "version": 1, "sha256": world.policy.digest() },
        });
        let header: LedgerHeader = serde_json::from_value(header).unwrap();
        let entry = line("po-1", "1 BTC", submitted()).with("value", value).entry();
        Ledger::open(&world.policy, &header, [entry]).map(|ledger| ledger.len()).map_err(|fault| fault.code())
    };
    assert_eq!(open("0.01 USD"), Ok(1));
    assert_eq!(open("0 USD"), Err("ledger-unreadable"));
    assert_eq!(open("0.001 USD"), Err("ledger-unreadable"));
    assert_eq!(open("0 EUR"), Ok(1), "in another currency it counts as absent");
}
