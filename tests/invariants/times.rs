//! What time allows and forbids, to the second.

use countersign::{Answer, Verdict};

use crate::world::{Text, asked, line, plus, submitted};

const HOUR: i64 = 3_600;

/// What is decided of a payout that alice approved from `signed` to `expires`, at `now`: seconds after the submission.
fn decided(text: &Text, signed: i64, expires: i64, now: i64) -> Answer {
    let world = text.world();
    let payout = asked().payout();
    let after = |seconds| plus(submitted(), seconds);
    let yes =
        world.signed(&payout, "alice", Verdict::Approve, after(signed), Some(after(expires)), after(signed.max(0)));
    world.decide(&payout, &[yes], &world.ledger(&[]), after(now)).verdict()
}

#[test]
fn an_approval_counts_until_the_second_it_expires_and_a_payout_lives_until_it_does() {
    let base = Text::base();
    assert_eq!(decided(&base, 0, 600, 599), Answer::Allow);
    assert_eq!(decided(&base, 0, 600, 600), Answer::Wait);
    assert_eq!(decided(&base, 70 * HOUR, 75 * HOUR, 72 * HOUR - 1), Answer::Allow);
    assert_eq!(decided(&base, 70 * HOUR, 75 * HOUR, 72 * HOUR), Answer::Deny);
}

#[test]
fn clocks_may_differ_by_the_skew_and_no_more() {
    let base = Text::base();
    assert_eq!(decided(&base, -120, HOUR, 0), Answer::Allow);
    assert_eq!(decided(&base, -121, HOUR, 0), Answer::Wait, "signed before it was submitted");
    assert_eq!(decided(&base, 120, HOUR, 0), Answer::Allow);
    assert_eq!(decided(&base, 121, HOUR, 0), Answer::Wait, "received later than now");
    assert_eq!(decided(&base, 0, HOUR, -1), Answer::Wait, "submitted later than now");
}

#[test]
fn whoever_is_not_active_now_counts_for_nothing_now() {
    let active = "keys = [\"KEY-alice\"]\nactive_from = 2026-11-22T11:00:00Z\nactive_until = 2026-11-22T12:00:00Z";
    let text = Text::base().swap("keys = [\"KEY-alice\"]", active);
    let at = |now| decided(&text, 0, 40 * HOUR, now);
    let found = [at(HOUR - 1), at(HOUR), at(2 * HOUR - 1), at(2 * HOUR)];
    assert_eq!(found, [Answer::Wait, Answer::Allow, Answer::Allow, Answer::Wait]);
}

#[test]
fn hours_that_are_closed_let_nothing_go() {
    let hours = "approve = \"1 of ops\"\nhours = { days = [\"sun\"], open = \"12:00\", close = \"13:00\", zone = \"Europe/Zurich\" }";
    let text = Text::base().swap("approve = \"1 of ops\"", hours);
    let at = |now| decided(&text, 0, 40 * HOUR, now);
    // It is noon there an hour after the submission.
    let found = [at(HOUR - 1), at(HOUR), at(2 * HOUR - 1), at(2 * HOUR)];
    assert_eq!(found, [Answer::Wait, Answer::Allow, Answer::Allow, Answer::Deny]);
}

#[test]
fn a_window_frees_what_is_exactly_as_old_as_it_and_nothing_younger() {
    let world = Text::base().world();
    let payout = asked().payout();
    let beside = |age: i64| {
        let spent = line("po-0", "100 BTC", plus(submitted(), -age));
        world.decide(&payout, &[world.approve(&payout, "alice")], &world.ledger(&[spent]), submitted()).verdict()
    };
    let found = [beside(24 * HOUR), beside(24 * HOUR - 1), beside(0), beside(-120)];
    assert_eq!(found, [Answer::Allow, Answer::Wait, Answer::Wait, Answer::Wait]);
}
