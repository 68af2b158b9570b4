//! What somebody learns before they sign: whether it could hold, and how long it has to live.

use countersign::{ApprovalCode, Case, SignedApproval, Verdict};
use serde_json::json;

use crate::world::{Asked, FRIEND, Text, asked, person, plus, submitted};

const HOUR: i64 = 3_600;

#[test]
fn what_could_never_hold_is_objected_to_before_it_is_signed() {
    let world = Text::base().world();
    let payout = asked().with("initiator", "alice").payout();
    let case = Case::open(&world.policy, &payout, &[]).unwrap();
    let objection = |signer, verdict, lives: Option<i64>| {
        case.objection(verdict, signer, submitted(), lives.map(|seconds| plus(submitted(), seconds)))
    };
    let approve = |signer, lives| objection(signer, Verdict::Approve, lives);
    assert_eq!(approve("bob", Some(48 * HOUR)), None);
    assert_eq!(approve("bob", Some(48 * HOUR + 1)), Some(ApprovalCode::Lifetime));
    assert_eq!(approve("bob", Some(0)), Some(ApprovalCode::Lifetime));
    assert_eq!(approve("bob", None), Some(ApprovalCode::Lifetime));
    assert_eq!(approve("mallory", Some(HOUR)), Some(ApprovalCode::UnknownSigner));
    assert_eq!(approve("shop", Some(HOUR)), Some(ApprovalCode::Requester));
    assert_eq!(approve("alice", Some(HOUR)), Some(ApprovalCode::Initiator));
    assert_eq!(objection("alice", Verdict::Request, None), None);
    assert_eq!(objection("bob", Verdict::Request, None), Some(ApprovalCode::NotInitiator));
    assert_eq!(objection("bob", Verdict::Reject, None), None);
    assert_eq!(objection("shop", Verdict::Reject, None), None);
}

#[test]
fn the_longest_delay_is_that_of_the_rules_that_may_bind_whatever_the_amount() {
    let rule = |name: &str, asset: &str, wallets: &str, to: &str, initiators: &str, delay: &str| {
        format!(
            "[[rules]]\nname = \"{name}\"\nassets = [\"{asset}\"]\nwallets = {wallets}\nto = {to}\n\
             initiators = {initiators}\nabove = \"50 {asset} per payout\"\napprove = \"1 of ops\"\nveto = \"nobody\"\n\
             delay = \"{delay}\"\n"
        )
    };
    let everybody = "[\"ops\", \"risk\"]";
    let rules = [
        rule("amount", "BTC", "\"any\"", "\"any\"", everybody, "3h"),
        rule("asset", "XRP", "\"any\"", "\"any\"", everybody, "4h"),
        rule("wallet", "BTC", "[\"cold\"]", "\"any\"", everybody, "5h"),
        rule("place", "BTC", "\"any\"", "[\"friends\"]", everybody, "6h"),
        rule("initiator", "BTC", "\"any\"", "\"any\"", "[\"risk\"]", "7h"),
    ];
    let text = Text::base().swap("initiators = \"unsigned\"", &format!("initiators = {everybody}"));
    let longest = |text: &Text, asked: Asked| {
        let world = text.world();
        let case = Case::open(&world.policy, &asked.payout(), &[]).unwrap();
        case.longest_delay().map(|delay| delay.to_string())
    };
    let asked = asked().with("initiator", "alice");
    assert_eq!(longest(&text, asked.clone()), None);
    let text = text.plus(&rules.concat());
    let other = asked.clone().of("1 XRP").with("to", "rDsbeomae4FXwgQTJp9Rs64Qg9vDiTCdBv");
    assert_eq!(longest(&text, asked.clone()).as_deref(), Some("3h"));
    assert_eq!(longest(&text, other).as_deref(), Some("4h"));
    assert_eq!(longest(&text, asked.clone().with("wallet", "cold")).as_deref(), Some("5h"));
    assert_eq!(longest(&text, asked.clone().with("to", FRIEND)).as_deref(), Some("6h"));
    assert_eq!(longest(&text, asked.with("initiator", "dana")).as_deref(), Some("7h"));
}

#[test]
fn an_approval_is_received_while_its_signer_is_or_will_be_active() {
    let times = "active_from = 2026-11-22T12:00:00Z\nactive_until = 2026-11-23T00:00:00Z";
    let world = Text::base().swap("[approvers.bob]", &format!("[approvers.bob]\n{times}")).world();
    let payout = asked().payout();
    let case = Case::open(&world.policy, &payout, &[]).unwrap();
    let received = |verdict: Verdict, seconds: i64| {
        let (at, expires_at) = (submitted(), plus(submitted(), 48 * HOUR));
        let expires_at = (verdict == Verdict::Approve).then_some(expires_at);
        let statement = case.statement(verdict, "bob", at, expires_at).unwrap();
        let mut signed = json!({
            "signer": "bob", "key": person("bob").key_text(), "verdict": verdict, "signed_at": at,
            "signature": person("bob").sign(statement.as_str().as_bytes()),
        });
        if let Some(expires_at) = expires_at {
            signed["expires_at"] = json!(expires_at);
        }
        let signed: SignedApproval = serde_json::from_value(signed).unwrap();
        case.receive(signed, plus(at, seconds)).map(|approval| approval.received_at())
    };
    let at = |seconds| Ok(plus(submitted(), seconds));
    assert_eq!(received(Verdict::Approve, 0), at(0), "bob's time is still to come");
    assert_eq!(received(Verdict::Approve, 2 * HOUR), at(2 * HOUR));
    assert_eq!(received(Verdict::Approve, 14 * HOUR - 1), at(14 * HOUR - 1));
    assert_eq!(received(Verdict::Approve, 14 * HOUR), Err(ApprovalCode::Inactive), "and now it is over");
    assert_eq!(received(Verdict::Approve, 15 * HOUR), Err(ApprovalCode::Inactive));
    assert_eq!(received(Verdict::Reject, 2 * HOUR), at(2 * HOUR));
    assert_eq!(received(Verdict::Reject, 0), Err(ApprovalCode::Inactive), "a reject is asked at its receipt only");
}
