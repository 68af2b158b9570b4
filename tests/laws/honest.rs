//! `until` and `not_before` are honest: cured at them, and not a second before.

use countersign::{Answer, Case as Opened, Check, CheckStatus, Decision, Instant, Quotes, Span, Verdict};
use proptest::prelude::*;

use crate::frame::{Case, law};
use crate::generate::{signed_by_all, spent};
use crate::situation::{Situation, check};

fn waits(decision: &Decision<'_>) -> Vec<Check> {
    decision.checks().iter().filter(|check| check.status() == CheckStatus::Wait).cloned().collect()
}

fn names(decision: &Decision<'_>) -> Vec<String> {
    decision.checks().iter().map(|check| check.name().to_owned()).collect()
}

fn second_before(at: Instant) -> Instant {
    at.before(Span::parse("1s").unwrap())
}

/// Everybody has said yes, and much was spent lately.
fn waiting_for_time() -> impl Strategy<Value = Situation> {
    let spent = proptest::collection::vec(spent(), 0..10);
    (signed_by_all(), spent).prop_map(|(situation, spent)| {
        // Approvals outlive every wait that can end in time, so that nothing but time is at work.
        let said = situation.said.iter().filter(|said| said.verdict != Verdict::Reject).cloned().collect();
        Situation { said, spent, now: situation.now % (30 * 3_600), ..situation }
    })
}

#[test]
fn a_wait_is_over_at_its_until_and_not_a_second_before() {
    law(350, 15, &waiting_for_time(), |situation| {
        let policy = situation.policy();
        let case = Opened::open(&policy, &situation.asked.payout(), &situation.approvals(&policy)).unwrap();
        let ledger = situation.ledger(&policy);
        let at = |now| case.decide(&ledger, &Quotes::none(), now);
        let now = at(situation.now());
        // Alive where a wait was seen to its end, and nothing else then stood in the way.
        let mut went = false;
        for (wait, until) in waits(&now).into_iter().filter_map(|wait| wait.until().map(|until| (wait, until))) {
            assert!(until > situation.now());
            let (then, before) = (at(until), at(second_before(until)));
            // An approval that ends in between takes a start away that the wait counted on.
            let approved = |decision: &Decision<'_>| decision.approvals().to_vec();
            if approved(&then) != approved(&now) {
                continue;
            }
            let cured = check(&then, wait.name()).is_none_or(|check| check.status() == CheckStatus::Met);
            assert!(cured, "{wait:?} at its `until`: {:?}", check(&then, wait.name()));
            // A rule that meanwhile binds no more can cure another check early.
            if names(&before) == names(&now) {
                let still = check(&before, wait.name()).unwrap();
                assert_eq!(still.status(), CheckStatus::Wait, "{wait:?} a second before its `until`");
                assert_eq!(still.until(), Some(until));
                went |= then.is_allowed();
            }
        }
        Case::alive_if(went)
    });
}

#[test]
fn at_not_before_everything_that_waited_is_cured() {
    law(350, 50, &waiting_for_time(), |situation| {
        let policy = situation.policy();
        let case = Opened::open(&policy, &situation.asked.payout(), &situation.approvals(&policy)).unwrap();
        let ledger = situation.ledger(&policy);
        let at = |now| case.decide(&ledger, &Quotes::none(), now);
        let now = at(situation.now());
        let Some(not_before) = now.not_before() else {
            let all_timed = waits(&now).iter().all(|wait| wait.until().is_some());
            assert!(now.verdict() != Answer::Wait || !all_timed);
            return Case::Idle;
        };
        assert_eq!(now.verdict(), Answer::Wait);
        assert_eq!(waits(&now).iter().map(|wait| wait.until().unwrap()).max(), Some(not_before));
        let then = at(not_before);
        // Opening hours may have closed again by then, and an approval may have ended: then the answer says so anew.
        let ended = then.approvals() != now.approvals();
        for wait in waits(&now) {
            let found = check(&then, wait.name()).map(Check::status);
            let closed_again = wait.name().starts_with("hours:") && wait.until() < Some(not_before);
            let cured = found.is_none_or(|status| status == CheckStatus::Met);
            assert!(cured || closed_again || ended, "{wait:?} at `not_before`: {found:?}");
        }
        Case::alive_if(then.is_allowed())
    });
}

#[test]
fn a_wait_that_time_alone_cures_becomes_an_allow_at_its_last_second_and_not_before() {
    let yes = |who| crate::situation::Said {
        who,
        scheme: 0,
        verdict: Verdict::Approve,
        signed: 60,
        lives: 172_800,
        received: 60,
    };
    let ask = crate::situation::Said { who: crate::pool::APPROVERS, verdict: Verdict::Request, ..yes(0) };
    let asked = crate::situation::Asked { units: 300, to: 0, wallet: 1, initiator: crate::pool::APPROVERS };
    // Rule 3: one of board, two hours, and no waiver by only one.
    let situation =
        Situation { rules: vec![0, 3], limits: vec![0, 1], asked, said: vec![ask, yes(0)], spent: vec![], now: 120 };
    let policy = situation.policy();
    let decision = situation.decide(&policy);
    let not_before = decision.not_before().unwrap();
    assert_eq!(not_before, crate::situation::since_submission(60 + 7_200));
    assert!(!Situation { now: 60 + 7_199, ..situation.clone() }.decide(&policy).is_allowed());
    assert!(Situation { now: 60 + 7_200, ..situation.clone() }.decide(&policy).is_allowed());
}
