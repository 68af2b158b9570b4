//! When a delay starts, when it ends, and when it cannot.

use countersign::{Instant, Payout, ReceivedApproval, Verdict};

use crate::world::{Text, World, asked, found, plus, submitted};

const HOUR: i64 = 3_600;
const DAY: i64 = 86_400;

fn delayed(more: &str) -> Text {
    Text::base().swap(
        "approve = \"1 of ops\"",
        &format!("approve = \"1 of ops\"\nveto = \"1 of risk\"\ndelay = \"24h\"\n{more}"),
    )
}

/// An `approve` received some seconds after the submission that expires some seconds after it.
fn approve(world: &World, payout: &Payout, who: &str, received: i64, expires: i64) -> ReceivedApproval {
    let after = |seconds| plus(submitted(), seconds);
    world.signed(payout, who, Verdict::Approve, after(received), Some(after(expires)), after(received))
}

fn delay(world: &World, approvals: &[ReceivedApproval], now: i64) -> String {
    delay_at(world, &asked().payout(), approvals, plus(submitted(), now))
}

fn delay_at(world: &World, payout: &Payout, approvals: &[ReceivedApproval], now: Instant) -> String {
    found(&world.decide(payout, approvals, &world.ledger(&[]), now), "delay:base")
}

#[test]
fn a_delay_ends_at_its_last_second_and_not_before() {
    let world = delayed("").world();
    let approvals = [approve(&world, &asked().payout(), "alice", HOUR, 2 * DAY)];
    assert_eq!(delay(&world, &approvals, 25 * HOUR - 1), "wait running until 2026-11-23T11:00:00Z");
    assert_eq!(delay(&world, &approvals, 25 * HOUR), "met elapsed");
}

#[test]
fn a_delay_never_starts_before_the_submission() {
    let world = delayed("").world();
    let approvals = [approve(&world, &asked().payout(), "alice", -120, DAY + HOUR)];
    assert_eq!(delay(&world, &approvals, DAY - 1), "wait running until 2026-11-23T10:00:00Z");
    assert_eq!(delay(&world, &approvals, DAY), "met elapsed");
}

#[test]
fn a_receipt_later_than_now_counts_as_now() {
    let world = delayed("").world();
    let approvals = [approve(&world, &asked().payout(), "alice", 120, DAY)];
    assert_eq!(delay(&world, &approvals, 0), "wait running until 2026-11-23T10:00:00Z");
}

#[test]
fn a_stretch_goes_on_from_one_approval_to_the_next_without_a_gap() {
    let (world, payout) = (delayed("").world(), asked().payout());
    let first = approve(&world, &payout, "alice", 0, 10 * HOUR);
    let after = |received| [first.clone(), approve(&world, &payout, "bob", received, 40 * HOUR)];
    assert_eq!(delay(&world, &after(10 * HOUR), DAY), "met elapsed", "received when the other expired");
    let gap = delay(&world, &after(10 * HOUR + 1), DAY);
    assert_eq!(gap, "wait running until 2026-11-23T20:00:01Z", "a second later it starts anew");
}

#[test]
fn a_second_approval_of_one_person_bridges_the_first() {
    let (world, payout) = (delayed("").world(), asked().payout());
    let approvals =
        [approve(&world, &payout, "alice", 0, 10 * HOUR), approve(&world, &payout, "alice", 9 * HOUR, 40 * HOUR)];
    assert_eq!(delay(&world, &approvals, DAY), "met elapsed");
}

#[test]
fn a_reject_ends_the_stretch_of_its_signer() {
    let (world, payout) = (delayed("").world(), asked().payout());
    let approvals = |rejected| {
        let reject = world.says(&payout, "alice", Verdict::Reject, plus(submitted(), rejected));
        [approve(&world, &payout, "alice", 0, 40 * HOUR), reject, approve(&world, &payout, "bob", 2 * HOUR, 40 * HOUR)]
    };
    assert_eq!(delay(&world, &approvals(2 * HOUR), DAY), "met elapsed", "bob was there when alice left");
    let gap = delay(&world, &approvals(2 * HOUR - 1), DAY);
    assert_eq!(gap, "wait running until 2026-11-23T12:00:00Z");
}

#[test]
fn an_approval_counts_only_while_its_signer_is_active() {
    let active = "keys = [\"KEY-alice\"]\nactive_from = 2026-11-22T12:00:00Z";
    let world = delayed("").swap("keys = [\"KEY-alice\"]", active).world();
    let approvals = [approve(&world, &asked().payout(), "alice", 0, 40 * HOUR)];
    assert_eq!(delay(&world, &approvals, 2 * HOUR - 1), "wait not-started");
    assert_eq!(delay(&world, &approvals, 2 * HOUR), "wait running until 2026-11-23T12:00:00Z");
}

#[test]
fn a_request_starts_the_delay_of_a_rule_that_asks_for_one() {
    let world = delayed("").swap("initiators = \"unsigned\"", "initiators = \"requesters\"").world();
    let payout = asked().with("initiator", "shop").payout();
    let approval = approve(&world, &payout, "alice", 0, 40 * HOUR);
    let request = world.says(&payout, "shop", Verdict::Request, plus(submitted(), 2 * HOUR));
    let now = plus(submitted(), 3 * HOUR);
    assert_eq!(delay_at(&world, &payout, std::slice::from_ref(&approval), now), "wait not-started");
    assert_eq!(delay_at(&world, &payout, &[approval, request], now), "wait running until 2026-11-23T12:00:00Z");
}

#[test]
fn a_delay_that_has_not_started_may_start_while_it_can_still_end_in_time() {
    let world = delayed("").world();
    assert_eq!(delay(&world, &[], 48 * HOUR - 1), "wait not-started");
    assert_eq!(delay(&world, &[], 48 * HOUR), "fail too-late");
}

#[test]
fn a_delay_that_runs_ends_before_the_payout_or_fails() {
    let (world, payout) = (delayed("").world(), asked().payout());
    let started = |at: i64| delay(&world, &[approve(&world, &payout, "alice", at, 72 * HOUR)], at);
    assert_eq!(started(48 * HOUR - 1), "wait running until 2026-11-25T09:59:59Z");
    assert_eq!(started(48 * HOUR), "fail too-late");
}

#[test]
fn what_is_too_late_may_still_be_waived_while_enough_can() {
    let world = delayed("delay_waived_by = \"2 of risk\"").world();
    let payout = asked().payout();
    assert_eq!(delay(&world, &[], 48 * HOUR - 1), "wait not-started");
    assert_eq!(delay(&world, &[], 48 * HOUR), "wait waivable");
    let late = approve(&world, &payout, "alice", 48 * HOUR, 72 * HOUR);
    assert_eq!(delay(&world, std::slice::from_ref(&late), 48 * HOUR), "wait waivable");
    let dana = approve(&world, &payout, "dana", 48 * HOUR, 72 * HOUR);
    let erin = approve(&world, &payout, "erin", 48 * HOUR, 72 * HOUR);
    assert_eq!(delay(&world, &[late.clone(), dana.clone()], 48 * HOUR), "wait waivable");
    assert_eq!(delay(&world, &[dana.clone(), erin], 48 * HOUR), "met waived");
    let no = world.says(&payout, "erin", Verdict::Reject, submitted());
    assert_eq!(delay(&world, &[late, dana, no], 48 * HOUR), "fail too-late", "erin never will");
}

#[test]
fn where_nothing_is_signed_nothing_starts_a_delay() {
    let tier = |waiver: &str| {
        let rule = format!(
            "[[rules]]\nname = \"slow\"\nassets = [\"BTC\"]\nwallets = \"any\"\nto = \"any\"\ninitiators = \"unsigned\"\n\
             above = \"0.5 BTC per payout\"\napprove = \"none\"\nveto = \"nobody\"\ndelay = \"1h\"\n{waiver}"
        );
        Text::base().swap("approve = \"1 of ops\"", "approve = \"none\"").plus(&rule).world()
    };
    let slow = |world: &World, approvals: &[ReceivedApproval]| {
        found(&world.decide(&asked().payout(), approvals, &world.ledger(&[]), submitted()), "delay:slow")
    };
    assert_eq!(slow(&tier(""), &[]), "fail no-anchor");
    let world = tier("delay_waived_by = \"1 of risk\"");
    assert_eq!(slow(&world, &[]), "wait waivable");
    assert_eq!(slow(&world, &[world.approve(&asked().payout(), "dana")]), "met waived");
    assert_eq!(tier("").check("delay:slow", &asked().of("0.5 BTC"), &[], submitted()), "absent");
}

#[test]
fn an_until_past_the_year_9999_is_left_out() {
    let world = delayed("").world();
    let payout = asked().with("submitted_at", "9999-12-31T10:00:00Z").payout();
    let approval = |at: &str| {
        let at = crate::world::at(at);
        [world.signed(&payout, "alice", Verdict::Approve, at, Some(crate::world::at("9999-12-31T23:59:59Z")), at)]
    };
    let now = crate::world::at("9999-12-31T12:00:00Z");
    assert_eq!(delay_at(&world, &payout, &approval("9999-12-31T11:00:00Z"), now), "wait running");
}
