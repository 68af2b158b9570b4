//! What a service asks before it lets somebody sign, and before it stores what somebody signed.

use countersign::{ApprovalCode, Case, Instant, Payout, SignedApproval, Span, Verdict};

use crate::world::{Text, World, asked, plus, submitted};

fn objection(world: &World, payout: &Payout, who: &str, verdict: Verdict, lives: Option<i64>) -> Option<ApprovalCode> {
    let case = Case::open(&world.policy, payout, &[]).unwrap();
    case.objection(verdict, who, submitted(), lives.map(|seconds| plus(submitted(), seconds)))
}

#[test]
fn before_anybody_signs_it_is_said_that_it_could_never_hold() {
    let world = Text::base().world();
    let payout = asked().with("initiator", "alice").payout();
    let asked = |who, verdict, lives| objection(&world, &payout, who, verdict, lives);
    assert_eq!(asked("bob", Verdict::Approve, Some(3_600)), None);
    assert_eq!(asked("bob", Verdict::Approve, Some(0)), Some(ApprovalCode::Lifetime));
    assert_eq!(asked("bob", Verdict::Approve, Some(48 * 3_600 + 1)), Some(ApprovalCode::Lifetime));
    assert_eq!(asked("alice", Verdict::Approve, Some(3_600)), Some(ApprovalCode::Initiator));
    assert_eq!(asked("shop", Verdict::Approve, Some(3_600)), Some(ApprovalCode::Requester));
    assert_eq!(asked("alice", Verdict::Request, None), None);
    assert_eq!(asked("bob", Verdict::Request, None), Some(ApprovalCode::NotInitiator));
    assert_eq!(asked("shop", Verdict::Reject, None), None);
    assert_eq!(asked("nobody-here", Verdict::Reject, None), Some(ApprovalCode::UnknownSigner));
}

/// What the service makes of an approval at its receipt, the signature altered by `alter`.
fn received(world: &World, payout: &Payout, who: &str, alter: bool) -> Result<Instant, ApprovalCode> {
    let mut record = serde_json::to_value(world.approve(payout, who)).unwrap();
    record.as_object_mut().unwrap().remove("received_at");
    if alter {
        record["signed_at"] = "2026-11-22T10:00:01Z".into();
    }
    let signed: SignedApproval = serde_json::from_value(record).unwrap();
    assert_eq!((signed.signer(), signed.verdict()), (who, Verdict::Approve));
    let case = Case::open(&world.policy, payout, &[]).unwrap();
    let stamped = case.receive(signed, plus(submitted(), 5))?;
    assert_eq!((stamped.signer(), stamped.verdict()), (who, Verdict::Approve));
    Ok(stamped.received_at())
}

#[test]
fn what_verifies_is_stamped_and_what_cannot_count_is_turned_away() {
    let text = Text::base().swap("[approvers.bob]\n", "[approvers.bob]\nactive_from = 2026-11-23T00:00:00Z\n");
    let world = text.swap("[approvers.carol]\n", "[approvers.carol]\nactive_until = 2026-11-22T00:00:00Z\n").world();
    let payout = asked().payout();
    assert_eq!(received(&world, &payout, "alice", false), Ok(plus(submitted(), 5)));
    assert_eq!(received(&world, &payout, "alice", true), Err(ApprovalCode::BadSignature));
    assert_eq!(received(&world, &payout, "bob", false), Ok(plus(submitted(), 5)), "his time is still to come");
    assert_eq!(received(&world, &payout, "carol", false), Err(ApprovalCode::Inactive), "hers is over");
}

#[test]
fn of_a_payout_in_an_unknown_asset_no_approval_is_stamped() {
    let world = Text::base().world();
    let mut record = serde_json::to_value(world.approve(&asked().payout(), "alice")).unwrap();
    record.as_object_mut().unwrap().remove("received_at");
    let signed: SignedApproval = serde_json::from_value(record).unwrap();
    let payout = asked().of("1 DOGE").payout();
    let case = Case::open(&world.policy, &payout, &[]).unwrap();
    assert_eq!(case.receive(signed, submitted()), Err(ApprovalCode::BadSignature));
}

#[test]
fn the_longest_delay_is_that_of_the_rules_that_may_bind_the_payout() {
    let slow = |name: &str, delay: &str, selector: &str| {
        format!(
            "[[rules]]\nname = \"{name}\"\n{selector}\nabove = \"5 BTC per payout\"\napprove = \"1 of ops\"\n\
             veto = \"nobody\"\ndelay = \"{delay}\""
        )
    };
    let anywhere = "assets = [\"BTC\"]\nwallets = [\"hot\"]\nto = \"any\"\ninitiators = \"unsigned\"";
    let to_friends = "assets = [\"BTC\"]\nwallets = \"any\"\nto = [\"friends\"]\ninitiators = \"unsigned\"";
    let world = Text::base().plus(&slow("hour", "1h", anywhere)).plus(&slow("day", "1d", to_friends)).world();
    let longest = |asked: crate::world::Asked| {
        let payout = asked.payout();
        let delay = Case::open(&world.policy, &payout, &[]).unwrap().longest_delay();
        delay.map(|delay| delay.to_string())
    };
    assert_eq!(longest(asked()).as_deref(), Some("1h"), "whatever its amount");
    assert_eq!(longest(asked().with("to", crate::world::FRIEND)).as_deref(), Some("24h"));
    assert_eq!(longest(asked().with("wallet", "cold")), None);
    assert_eq!(longest(asked().of("1 XRP").with("to", "rStranger")), None);
}

#[test]
fn a_delay_of_some_initiators_does_not_hold_up_the_payouts_of_others() {
    let rule = "[[rules]]\nname = \"shop\"\nassets = \"any\"\nwallets = \"any\"\nto = \"any\"\n\
                initiators = [\"shop\"]\nabove = \"5 BTC per payout\"\napprove = \"none\"\nveto = \"nobody\"\ndelay = \"1h\"";
    let text = Text::base().swap("initiators = \"unsigned\"", "initiators = [\"ops\", \"shop\"]");
    let world = text.plus(&rule.replace("\"any\"\nwallets", "[\"BTC\"]\nwallets")).world();
    let longest = |who: &str| {
        let payout = asked().with("initiator", who).payout();
        Case::open(&world.policy, &payout, &[]).unwrap().longest_delay().map(Span::seconds)
    };
    assert_eq!([longest("shop"), longest("alice")], [Some(3_600), None]);
}
