//! Checks at their rarest: two faults at once, nothing left to wait for, one field that differs.

use countersign::{Case, Decision, Quotes};

use crate::world::{Asked, FRIEND, Line, Text, World, asked, at, found, line, plus, submitted};

#[test]
fn a_fee_on_another_chain_than_the_payout_ends_the_evaluation() {
    let world = Text::base().world();
    let payout = asked().with("fee", "1 XRP").payout();
    let decision = world.decide(&payout, &[], &world.ledger(&[]), submitted());
    assert_eq!(found(&decision, "asset"), "fail fee-on-another-chain");
    assert!(decision.approvals().is_empty() && decision.is_final());
}

#[test]
fn a_clock_that_is_behind_waits_for_the_later_of_payout_and_ledger() {
    let world = Text::base().world();
    let reserved = |seconds| line("old", "1 BTC", plus(submitted(), seconds));
    let now = plus(submitted(), -10);
    let until = |lines: &[Line]| world.check("time", &asked(), lines, now);
    assert_eq!(until(&[]), "wait submitted-later until 2026-11-22T10:00:00Z");
    // Behind the ledger by more than hosts may differ, which is two minutes.
    assert_eq!(until(&[reserved(111)]), "wait ledger-later until 2026-11-22T10:00:00Z");
    assert_eq!(until(&[reserved(180)]), "wait ledger-later until 2026-11-22T10:01:00Z");
    assert_eq!(
        world.check("time", &asked(), &[reserved(121)], submitted()),
        "wait ledger-later until 2026-11-22T10:00:01Z"
    );
    assert_eq!(world.check("time", &asked(), &[reserved(120)], submitted()), "met reached");
}

#[test]
fn hours_that_open_after_the_last_instant_there_is_wait_without_an_end() {
    let rule = "approve = \"1 of ops\"";
    let hours = "hours = { days = [\"thu\"], open = \"09:00\", close = \"17:00\", zone = \"Europe/Zurich\" }";
    let world = Text::base().swap(rule, &format!("{rule}\n{hours}")).world();
    let last = asked().with("submitted_at", "9999-12-31T12:00:00Z");
    assert_eq!(world.check("hours:base", &last, &[], at("9999-12-31T12:00:00Z")), "wait closed");
    assert_eq!(world.check("hours:base", &last, &[], at("9999-12-30T12:00:00Z")), "met within-hours");
}

#[test]
fn a_destination_that_cools_off_is_covered_by_no_rule_for_strangers_and_never_will_be() {
    let friends = "[lists.friends]\n";
    let text = Text::base().swap(friends, &format!("{friends}cooling_off = \"1d\"\n"));
    let entry = "address = \"3P14159f73E4gFr7JterCCQh9QjiTjiZrG\"";
    let text = text.swap(entry, &format!("{entry}, added = 2026-11-22T00:00:00Z"));
    let world = text.swap("to = \"any\"", "not_to = [\"friends\"]").world();
    let friend = asked().with("to", FRIEND);
    assert_eq!(world.check("covered", &friend, &[], submitted()), "fail not-covered", "touched, so not for strangers");
    assert_eq!(world.check("quorum:base", &friend, &[], submitted()).split(' ').next(), Some("wait"), "yet it binds");
    assert_eq!(world.check("covered", &asked(), &[], submitted()), "met covered");
}

/// A second asset on bitcoin's chain.
fn two_assets() -> World {
    let text = Text::base().swap("[assets.XRP]", "[assets.RUNE]\nchain = \"bitcoin\"\ndecimals = 8\n\n[assets.XRP]");
    text.plus("[[limits]]\nname = \"rune-day\"\nmax = \"100 RUNE per 24h\"").world()
}

fn reserved<'w>(world: &'w World, asked: &Asked, own: &Line) -> Decision<'w> {
    let payout = asked.payout();
    let case = Case::open(&world.policy, &payout, &[]).unwrap();
    case.decide_reserved(&world.ledger(std::slice::from_ref(own)), &Quotes::none(), submitted())
}

#[test]
fn a_reservation_is_the_payouts_own_only_if_all_of_it_is_equal() {
    let world = two_assets();
    let own = line("po-1", "1 BTC", submitted());
    let once = |asked: Asked, own: Line| found(&reserved(&world, &asked, &own), "once");
    assert_eq!(once(asked(), own.clone()), "met reserved");
    let with_fee = asked().with("fee", "0.1 BTC");
    assert_eq!(once(with_fee.clone(), own.clone().with("fee", "0.10 BTC")), "met reserved");
    for other in [
        own.clone(),
        own.clone().with("fee", "0.2 BTC"),
        own.clone().with("fee", "0.1 RUNE"),
        own.clone().with("fee", "0.1 OLD"),
    ] {
        assert_eq!(once(with_fee.clone(), other), "fail not-reserved");
    }
    for (key, value) in [
        ("payout", "PO-1"),
        ("wallet", "cold"),
        ("amount", "1 RUNE"),
        ("amount", "2 BTC"),
        ("amount", "1 OLD"),
        ("to", FRIEND),
        ("initiator", "someone-else"),
        ("fee", "0.1 BTC"),
        ("state", "paid"),
    ] {
        assert_eq!(once(asked(), own.clone().with(key, value)), "fail not-reserved", "{key} {value}");
    }
}

#[test]
fn a_line_of_another_share_is_not_set_aside_though_it_bears_the_payouts_id() {
    let limit = "[[limits]]\nname = \"each\"\nmax_count = \"1 per 24h\"\neach = [\"destination\"]";
    let world = Text::base().plus(limit).world();
    let own = line("po-1", "1 BTC", submitted());
    let count = |own: &Line| found(&reserved(&world, &asked(), own), "limit:each");
    assert_eq!(count(&own), "met within");
    assert_eq!(count(&own.with("to", FRIEND)), "met within", "it counts for the friend");
}

#[test]
fn a_count_for_each_asset_is_one_for_each() {
    let limit = "[[limits]]\nname = \"each\"\nmax_count = \"2 per 24h\"\neach = [\"asset\"]";
    let world = Text::base().plus(limit).world();
    let before = plus(submitted(), -60);
    let lines = [
        line("a", "1 BTC", before),
        line("b", "1 XRP", before).with("to", "rStranger"),
        line("c", "1 OLD", before),
        line("d", "1 BTC", before).with("state", "released"),
    ];
    assert_eq!(world.check("limit:each", &asked(), &lines[..3], submitted()), "met within");
    let full = "wait window-full until 2026-11-23T09:59:00Z";
    assert_eq!(world.check("limit:each", &asked(), &lines, submitted()), full, "a released payout is still one");
    let ripple = asked().of("1 XRP").with("to", "rStranger");
    assert_eq!(world.check("limit:each", &ripple, &lines, submitted()), "met within");
}
