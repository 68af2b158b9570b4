//! A case to which other approvals have come answers as one opened with them.

use countersign::{Case, ReceivedApproval};

use crate::world::{Text, asked, fate, plus, submitted};

#[test]
fn a_case_with_other_approvals_is_the_case_opened_with_them() {
    let world = Text::base().world();
    let payout = asked().payout();
    let approvals = ["alice", "bob", "carol"].map(|who| world.approve(&payout, who));
    let reversed = [approvals[2].clone(), approvals[0].clone()];
    let sets = [&[], &approvals[1..2], &reversed, &approvals];
    let decided = |case: &Case<'_>| {
        let decision = case.decide(&world.ledger(&[]), &countersign::Quotes::none(), plus(submitted(), 60));
        serde_json::to_string(&decision).unwrap()
    };
    for first in sets {
        let case = Case::open(&world.policy, &payout, first).unwrap();
        for then in sets {
            let anew = Case::open(&world.policy, &payout, then).unwrap();
            assert_eq!(decided(&case.with(then).unwrap()), decided(&anew), "{} → {}", first.len(), then.len());
        }
    }
}

#[test]
fn what_has_been_verified_vouches_for_nothing_else() {
    let world = Text::base().world();
    let payout = asked().payout();
    let approval = world.approve(&payout, "alice");
    let case = Case::open(&world.policy, &payout, std::slice::from_ref(&approval)).unwrap();
    let fate_of = |approval: ReceivedApproval| {
        let case = case.with(&[approval]).unwrap();
        fate(&case.decide(&world.ledger(&[]), &countersign::Quotes::none(), plus(submitted(), 60)))
    };
    assert_eq!(fate_of(approval.clone()), "holds");
    let mut later = serde_json::to_value(&approval).unwrap();
    later["signed_at"] = serde_json::to_value(plus(submitted(), 1)).unwrap();
    later["received_at"] = later["signed_at"].clone();
    assert_eq!(fate_of(serde_json::from_value(later).unwrap()), "bad-signature");
}

#[test]
fn a_case_that_cannot_be_read_stays_so_and_counts_its_approvals_all_the_same() {
    let world = Text::base().world();
    let unread = Case::open(&world.policy, &asked().of("1 DOGE").payout(), &[]).unwrap();
    let readable = Case::open(&world.policy, &asked().payout(), &[]).unwrap();
    let many: Vec<_> = (0..9).map(|place| crate::faults::unsigned("alice", place)).collect();
    for case in [unread, readable] {
        let before = case.decide(&world.ledger(&[]), &countersign::Quotes::none(), submitted()).verdict();
        let with_none = case.with(&[]).unwrap();
        assert_eq!(with_none.decide(&world.ledger(&[]), &countersign::Quotes::none(), submitted()).verdict(), before);
        assert!(case.with(&many[..8]).is_ok());
        assert_eq!(case.with(&many).unwrap_err().code(), "too-many-of-one");
    }
}
