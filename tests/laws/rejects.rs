//! A no is a no: final, whenever it was signed.

use countersign::{Answer, ApprovalCode, ApprovalStatus, CheckCode, CheckStatus, Decision, Verdict};
use proptest::prelude::*;

use crate::frame::{Case, law};
use crate::generate::{signed_by_all, situation};
use crate::pool::APPROVERS;
use crate::situation::{Said, Situation, check};

/// A `reject` signed and received at any time at all.
fn no(who: usize) -> impl Strategy<Value = Said> {
    let any_time = || prop_oneof![-1_000_000_000..1_000_000_000i64, -200..200i64];
    (0..4usize, any_time(), any_time()).prop_map(move |(scheme, signed, received)| Said {
        who,
        scheme,
        verdict: Verdict::Reject,
        signed,
        lives: 0,
        received,
    })
}

fn fate(decision: &Decision<'_>, who: usize, verdict: Verdict) -> Vec<(ApprovalStatus, ApprovalCode)> {
    let name = crate::pool::PEOPLE[who].0;
    let of = decision.approvals().iter().filter(|one| one.signer() == name && one.verdict() == verdict);
    of.map(|one| (one.status(), one.code())).collect()
}

#[test]
fn a_reject_of_any_time_holds_and_takes_the_signers_approvals_away() {
    let of = (signed_by_all(), 0..APPROVERS).prop_flat_map(|(situation, who)| (Just(situation), Just(who), no(who)));
    // Alive where it turned an allow into something else.
    law(250, 10, &of, |(situation, who, no)| {
        let policy = situation.policy();
        let before = situation.decide(&policy);
        let mut rejected = situation.clone();
        rejected.said.push(no);
        let after = rejected.decide(&policy);
        assert_eq!(fate(&after, who, Verdict::Reject), [(ApprovalStatus::Holds, ApprovalCode::Holds)]);
        for (status, code) in fate(&after, who, Verdict::Approve) {
            assert_eq!(status, ApprovalStatus::Void);
            let own = situation.asked.initiator == who;
            assert!(
                code == ApprovalCode::Rejected
                    || code == ApprovalCode::Expired
                    || own && code == ApprovalCode::Initiator
            );
        }
        assert!(before.is_allowed() || !after.is_allowed());
        Case::alive_if(before.is_allowed() && !after.is_allowed())
    });
}

#[test]
fn after_a_reject_no_further_approval_of_the_same_person_counts() {
    let of = situation().prop_flat_map(|situation| (Just(situation), (0..APPROVERS).prop_flat_map(no), any::<u64>()));
    // Alive where their yes would have counted, and the payout gone.
    law(150, 20, &of, |(situation, no, later)| {
        let policy = situation.policy();
        let who = no.who;
        let of_others: Vec<Said> = situation.said.iter().filter(|said| said.who != who).cloned().collect();
        let at = i64::try_from(later % (situation.now + 1)).unwrap();
        let yes = Said { who, scheme: 1, verdict: Verdict::Approve, signed: at, lives: 172_800, received: at };
        let of = |more: &[Said]| Situation { said: [&of_others, more].concat(), ..situation.clone() }.decide(&policy);
        let (rejected, changed_mind) = (of(std::slice::from_ref(&no)), of(&[no.clone(), yes.clone()]));
        assert_eq!(rejected.checks(), changed_mind.checks());
        let code = fate(&changed_mind, who, Verdict::Approve)[0].1;
        Case::alive_if(code == ApprovalCode::Rejected && of(&[yes]).is_allowed())
    });
}

#[test]
fn the_initiators_reject_withdraws_for_good_and_can_be_entered_as_refused() {
    let of = signed_by_all().prop_flat_map(|situation| {
        let no = no(situation.asked.initiator);
        (Just(situation), no)
    });
    law(120, 20, &of, |(situation, no)| {
        let policy = situation.policy();
        let before = situation.decide(&policy).is_allowed();
        let mut withdrawn = situation.clone();
        withdrawn.said.push(no);
        let decision = withdrawn.decide(&policy);
        let found = check(&decision, "withdrawn").unwrap();
        assert_eq!((found.status(), found.code()), (CheckStatus::Fail, CheckCode::Withdrawn));
        assert_eq!((decision.verdict(), decision.is_final()), (Answer::Deny, true));
        let mut ledger = situation.ledger(&policy);
        ledger.refuse(decision.into_refusal().unwrap()).unwrap();
        // Without the reject it is still never again.
        let case = countersign::Case::open(&policy, &situation.asked.payout(), &situation.approvals(&policy)).unwrap();
        let revived = case.decide(&ledger, &countersign::Quotes::none(), situation.now());
        assert_eq!((revived.verdict(), revived.is_final()), (Answer::Deny, true));
        Case::alive_if(before)
    });
}
