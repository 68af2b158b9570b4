//! A case with other approvals is the case that one would open with them.

use countersign::{ApprovalCode, ApprovalOutcome, Case, Quotes, ReceivedApproval};

use crate::world::{AMOUNTS, INSTANTS, VOTES, World, instant};

#[test]
fn a_case_with_other_approvals_answers_as_one_opened_with_them() {
    // alice asks and signs that she does; a tier, a delay and a veto.
    let world = World::new(crate::policies::SIGNED - 1);
    let signed = world.sign(AMOUNTS[2]);
    let answers = |case: &Case<'_>| -> Vec<String> {
        let at = |when| case.decide(&world.ledgers[1].0, &Quotes::none(), instant(when));
        (0..INSTANTS.len()).map(|when| serde_json::to_string(&at(when)).expect("a decision")).collect()
    };
    for votes in (0..VOTES).step_by(5) {
        for is_requested in [false, true] {
            let said = signed.said(votes, is_requested);
            let approvals: Vec<ReceivedApproval> = said.iter().map(|(approval, _)| approval.clone()).collect();
            let anew = signed.opened(&world, &approvals);
            let taken_on = &world.asked(&signed, votes, is_requested).case;
            assert_eq!(answers(taken_on), answers(&anew), "votes {votes}");
        }
    }
}

/// Nothing but the very same approval is known already: with one field changed its signature is not of it.
#[test]
fn what_was_verified_vouches_for_nothing_else() {
    let world = World::new(crate::policies::SIGNED - 1);
    let signed = world.sign(AMOUNTS[0]);
    // Everybody but alice, whose payout it is, approves.
    let votes = 3 + 9 + 27;
    let original: Vec<ReceivedApproval> = signed.said(votes, true).iter().map(|(said, _)| said.clone()).collect();
    let case = signed.opened(&world, &original);
    let codes = |approvals: &[ReceivedApproval]| -> Vec<ApprovalCode> {
        let case = case.with(approvals).expect("no more than are read");
        let decision = case.decide(&world.ledgers[0].0, &Quotes::none(), instant(3));
        decision.approvals().iter().map(ApprovalOutcome::code).collect()
    };
    assert!(codes(&original).iter().all(|code| *code == ApprovalCode::Holds));
    for (field, other) in [("signed_at", "2026-11-22T10:00:01Z"), ("expires_at", "2026-11-24T09:59:59Z")] {
        let mut written = serde_json::to_value(&original).expect("approvals");
        written[0][field] = other.into();
        let changed: Vec<ReceivedApproval> = serde_json::from_value(written).expect("approvals");
        // First stands alice's request.
        let mut expected = codes(&original);
        expected[1] = ApprovalCode::BadSignature;
        assert_eq!(codes(&changed), expected, "{field}");
    }
}
