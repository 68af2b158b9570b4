//! When payouts and approvals begin and end, and when people are active.

use countersign::{Instant, Verdict};

use crate::world::{Text, World, asked, at, fate, found, line, plus, submitted};

const DAY: i64 = 86_400;

/// The longest lifetime of an approval in this world.
const TTL: i64 = 2 * DAY;

#[test]
fn a_payout_expires_at_the_end_of_its_lifetime_and_not_a_second_before() {
    let world = Text::base().world();
    let end = at("2026-11-25T10:00:00Z");
    assert_eq!(world.check("expiry", &asked(), &[], plus(end, -1)), "met open");
    assert_eq!(world.check("expiry", &asked(), &[], end), "fail expired");
}

#[test]
fn a_payout_waits_until_the_second_it_was_submitted() {
    let world = Text::base().world();
    let waiting = "wait submitted-later until 2026-11-22T10:00:00Z";
    assert_eq!(world.check("time", &asked(), &[], plus(submitted(), -1)), waiting);
    assert_eq!(world.check("time", &asked(), &[], submitted()), "met reached");
}

#[test]
fn the_ledger_may_be_ahead_of_the_clock_by_the_skew_and_no_more() {
    let (world, now) = (Text::base().world(), submitted());
    let ahead = |seconds, state: &str| {
        let other = line("po-0", "1 BTC", plus(now, seconds)).with("state", state);
        world.check("time", &asked(), &[other], now)
    };
    assert_eq!(ahead(120, "reserved"), "met reached");
    assert_eq!(ahead(121, "reserved"), "wait ledger-later until 2026-11-22T10:00:01Z");
    assert_eq!(ahead(121, "paid"), "wait ledger-later until 2026-11-22T10:00:01Z");
    assert_eq!(ahead(121, "released"), "met reached", "only what weighs is asked");
    assert_eq!(ahead(121, "refused"), "met reached");
}

#[test]
fn without_skew_a_second_ahead_is_too_far() {
    let (world, now) = (Text::base().swap("clock_skew = \"2m\"", "clock_skew = \"0s\"").world(), submitted());
    let ahead = |seconds| world.check("time", &asked(), &[line("po-0", "1 BTC", plus(now, seconds))], now);
    assert_eq!(ahead(0), "met reached");
    assert_eq!(ahead(1), "wait ledger-later until 2026-11-22T10:00:01Z");
}

/// What becomes of one approval by alice, its instants in seconds after the submission.
fn approved(world: &World, signed: i64, expires: i64, received: i64, now: i64) -> &'static str {
    let payout = asked().payout();
    let after = |seconds| plus(submitted(), seconds);
    let approval =
        world.signed(&payout, "alice", Verdict::Approve, after(signed), Some(after(expires)), after(received));
    fate(&world.decide(&payout, &[approval], &world.ledger(&[]), after(now)))
}

#[test]
fn an_approval_is_early_when_signed_more_than_the_skew_before_the_submission() {
    let world = Text::base().world();
    assert_eq!(approved(&world, -120, DAY, 0, 0), "holds");
    assert_eq!(approved(&world, -121, DAY, 0, 0), "early");
}

#[test]
fn an_approval_is_of_the_future_when_signed_more_than_the_skew_after_its_receipt() {
    let world = Text::base().world();
    assert_eq!(approved(&world, 720, DAY, 600, 900), "holds");
    assert_eq!(approved(&world, 721, DAY, 600, 900), "future");
}

#[test]
fn an_approval_is_of_the_future_when_received_more_than_the_skew_after_now() {
    let world = Text::base().world();
    assert_eq!(approved(&world, 0, DAY, 120, 0), "holds");
    assert_eq!(approved(&world, 0, DAY, 121, 0), "future");
}

#[test]
fn an_approval_lives_for_a_second_at_least_and_the_longest_lifetime_at_most() {
    let world = Text::base().world();
    assert_eq!(approved(&world, 60, 59, 60, 0), "lifetime");
    assert_eq!(approved(&world, 60, 60, 60, 0), "lifetime");
    assert_eq!(approved(&world, 60, 61, 60, 60), "holds");
    assert_eq!(approved(&world, 60, 60 + TTL, 60, 60), "holds");
    assert_eq!(approved(&world, 60, 61 + TTL, 60, 60), "lifetime");
}

#[test]
fn an_approval_is_expired_at_the_second_it_names() {
    let world = Text::base().world();
    assert_eq!(approved(&world, 0, 600, 0, 599), "holds");
    assert_eq!(approved(&world, 0, 600, 0, 600), "expired");
}

#[test]
fn the_first_reason_in_the_order_of_the_contract_is_given() {
    let world = Text::base().world();
    assert_eq!(approved(&world, -121, -200, 900, 0), "early", "and future, and a lifetime of none");
    assert_eq!(approved(&world, 0, 0, 900, 0), "future", "and a lifetime of none, and expired");
    assert_eq!(approved(&world, 0, 0, 0, 0), "lifetime", "and expired");
    let gone = alice_active("active_until = 2026-11-22T10:00:00Z").world();
    assert_eq!(approved(&gone, 0, 600, 0, 600), "expired", "and inactive");
}

#[test]
fn a_request_is_of_the_future_when_received_more_than_the_skew_after_now() {
    let world = Text::base().swap("initiators = \"unsigned\"", "initiators = [\"ops\"]").world();
    let payout = asked().with("initiator", "alice").payout();
    let said = |seconds| {
        let request = world.says(&payout, "alice", Verdict::Request, plus(submitted(), seconds));
        let decision = world.decide(&payout, &[request], &world.ledger(&[]), submitted());
        (fate(&decision), found(&decision, "initiator:base"))
    };
    assert_eq!(said(120), ("holds", "met requested".into()));
    assert_eq!(said(121), ("future", "wait no-request".into()));
}

#[test]
fn a_reject_is_asked_no_question_of_time_but_whether_its_signer_was_active_on_receipt() {
    let payout = asked().payout();
    let rejected = |world: &World, signed_at: Instant, received_at: Instant| {
        let reject = world.signed(&payout, "alice", Verdict::Reject, signed_at, None, received_at);
        fate(&world.decide(&payout, &[reject], &world.ledger(&[]), submitted()))
    };
    let world = Text::base().world();
    assert_eq!(rejected(&world, at("1970-01-01T00:00:00Z"), submitted()), "holds");
    assert_eq!(rejected(&world, at("9999-12-31T23:59:59Z"), at("9999-12-31T23:59:59Z")), "holds");
    let (from, until) = (at("2026-11-22T11:00:00Z"), at("2026-11-22T12:00:00Z"));
    let world = alice_active("active_from = 2026-11-22T11:00:00Z\nactive_until = 2026-11-22T12:00:00Z").world();
    assert_eq!(rejected(&world, submitted(), plus(from, -1)), "inactive");
    assert_eq!(rejected(&world, submitted(), from), "holds");
    assert_eq!(rejected(&world, submitted(), plus(until, -1)), "holds");
    assert_eq!(rejected(&world, submitted(), until), "inactive");
}

fn alice_active(when: &str) -> Text {
    Text::base().swap("keys = [\"KEY-alice\"]", &format!("keys = [\"KEY-alice\"]\n{when}"))
}

#[test]
fn an_approver_is_active_from_the_first_second_and_no_longer_at_the_last() {
    let world = alice_active("active_from = 2026-11-22T11:00:00Z\nactive_until = 2026-11-22T12:00:00Z").world();
    assert_eq!(approved(&world, 0, DAY, 0, 3_599), "inactive");
    assert_eq!(approved(&world, 0, DAY, 0, 3_600), "holds", "though received before");
    assert_eq!(approved(&world, 0, DAY, 0, 7_199), "holds");
    assert_eq!(approved(&world, 0, DAY, 0, 7_200), "inactive");
}

#[test]
fn a_quorum_waits_while_its_people_are_active_before_the_expiry_and_fails_when_none_is() {
    let only_alice = |when: &str| alice_active(when).swap("approve = \"1 of ops\"", "approve = \"1 of alice\"").world();
    let quorum = |when: &str, now| only_alice(when).check("quorum:base", &asked(), &[], now);
    let now = submitted();
    assert_eq!(quorum("active_from = 2026-11-25T09:59:59Z", now), "wait short");
    assert_eq!(quorum("active_from = 2026-11-25T10:00:00Z", now), "fail unreachable", "active when it has expired");
    assert_eq!(quorum("active_until = 2026-11-22T10:00:01Z", now), "wait short");
    assert_eq!(quorum("active_until = 2026-11-22T10:00:00Z", now), "fail unreachable", "active until now");
}
