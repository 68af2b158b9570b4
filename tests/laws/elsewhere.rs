//! What was signed of one payout, under one policy version, in one realm, with one verdict, holds for no other.

use countersign::{ApprovalCode, ApprovalStatus, Case as Opened, Decision, Quotes, ReceivedApproval, Verdict};
use serde_json::json;

use crate::frame::{Case, law};
use crate::generate::{asked, signed_by_all};
use crate::pool;
use crate::situation::{Situation, ledger};

fn assert_all_bad(decision: &Decision<'_>) {
    assert!(!decision.is_allowed());
    assert!(!decision.approvals().is_empty());
    for one in decision.approvals() {
        assert_eq!((one.status(), one.code()), (ApprovalStatus::Void, ApprovalCode::BadSignature), "{one:?}");
    }
}

#[test]
fn what_was_signed_of_one_payout_holds_for_no_other() {
    law(100, 15, &(signed_by_all(), asked()), |(situation, other)| {
        let policy = situation.policy();
        let decision = situation.decide(&policy);
        if other == situation.asked {
            return Case::Idle;
        }
        let swapped = Situation { asked: other, ..situation.clone() };
        assert_all_bad(&swapped.decide_with(&policy, &situation.approvals(&policy)));
        Case::alive_if(decision.is_allowed())
    });
}

#[test]
fn what_was_signed_of_one_id_holds_for_no_other_id() {
    law(40, 5, &signed_by_all(), |situation| {
        let policy = situation.policy();
        let mut record = situation.asked.record();
        record["id"] = json!("po-2");
        let second = serde_json::from_value(record).unwrap();
        let case = Opened::open(&policy, &second, &situation.approvals(&policy)).unwrap();
        assert_all_bad(&case.decide(&situation.ledger(&policy), &Quotes::none(), situation.now()));
        Case::alive_if(situation.decide(&policy).is_allowed())
    });
}

#[test]
fn what_was_signed_under_one_version_realm_or_name_holds_under_no_other() {
    law(60, 8, &signed_by_all(), |situation| {
        let text = pool::text(&situation.rules, &situation.limits);
        let policy = pool::parse(&text);
        let approvals = situation.approvals(&policy);
        let next = format!("version = 2\nprevious = \"{}\"", policy.digest());
        let others = [
            text.replace("version = 1", &next),
            text.replace("version = 1", "version = 1 # a remark"),
            text.replace("realm = \"laws\"", "realm = \"test\""),
            text.replace("name = \"pool\"", "name = \"poll\""),
        ];
        for other in others {
            assert_ne!(other, text);
            let other = pool::parse(&other);
            assert_all_bad(&situation.decide_with(&other, &approvals));
        }
        Case::alive_if(situation.decide(&policy).is_allowed())
    });
}

#[test]
fn what_was_signed_with_one_verdict_holds_with_no_other() {
    law(60, 8, &signed_by_all(), |situation| {
        let policy = situation.policy();
        let payout = situation.asked.payout();
        for verdict in [Verdict::Approve, Verdict::Reject, Verdict::Request] {
            let others = situation.said.iter().filter(|said| said.verdict != verdict);
            let relabelled: Vec<ReceivedApproval> = others
                .map(|said| {
                    let mut record = said.record(&policy, &payout);
                    let expires_at = record["signed_at"].clone();
                    record["verdict"] = json!(verdict);
                    let fields = record.as_object_mut().unwrap();
                    match verdict {
                        Verdict::Approve => fields.insert("expires_at".into(), expires_at),
                        Verdict::Reject | Verdict::Request => fields.remove("expires_at"),
                    };
                    serde_json::from_value(record).unwrap()
                })
                .collect();
            assert_all_bad(&situation.decide_with(&policy, &relabelled));
        }
        Case::alive_if(situation.decide(&policy).is_allowed())
    });
}

#[test]
fn what_one_person_signed_holds_for_nobody_else() {
    law(40, 5, &signed_by_all(), |situation| {
        let policy = situation.policy();
        let payout = situation.asked.payout();
        // Everybody's signature under the name of the next, with that one's own key.
        let records: Vec<_> =
            situation.said[..pool::APPROVERS].iter().map(|said| said.record(&policy, &payout)).collect();
        let stolen = records.iter().zip(records.iter().cycle().skip(1)).map(|(theirs, next)| {
            let mut record = theirs.clone();
            record["signer"] = next["signer"].clone();
            record["key"] = next["key"].clone();
            serde_json::from_value(record).unwrap()
        });
        let decision = situation.decide_with(&policy, &stolen.collect::<Vec<ReceivedApproval>>());
        assert!(decision.approvals().iter().all(|one| one.status() == ApprovalStatus::Void));
        Case::alive_if(situation.decide(&policy).is_allowed())
    });
}

#[test]
fn a_ledger_read_under_another_version_is_refused_until_it_is_read_under_this_one() {
    let text = pool::text(&[0], &[0, 1]);
    let policy = pool::parse(&text);
    let next = pool::parse(&text.replace("version = 1", &format!("version = 2\nprevious = \"{}\"", policy.digest())));
    let old = ledger(&policy, vec![]);
    let asked = crate::situation::Asked { units: 1, to: 0, wallet: 0, initiator: pool::APPROVERS };
    let case = Opened::open(&next, &asked.payout(), &[]).unwrap();
    let found = |ledger| {
        let decision = case.decide(ledger, &Quotes::none(), crate::situation::since_submission(60));
        crate::situation::check(&decision, "version").unwrap().status()
    };
    assert_eq!(found(&old), countersign::CheckStatus::Fail);
    assert_eq!(found(&old.read_under(&next).unwrap()), countersign::CheckStatus::Met);
}
