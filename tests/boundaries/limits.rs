//! How much, how often, at what fee: to the unit, and windows to the second.

use crate::world::{Asked, Line, Text, World, asked, line, plus, submitted};

const HOUR: i64 = 3_600;
const DAY: i64 = 86_400;

/// 2^128 − 1 units of an asset of 6 decimals.
const MOST_XRP: &str = "340282366920938463463374607431768.211455";

fn btc_day(world: &World, amount: &str, lines: &[Line]) -> String {
    world.check("limit:btc-day", &asked().of(amount), lines, submitted())
}

fn before(seconds: i64, amount: &str) -> Line {
    line(&format!("po-before-{seconds}"), amount, plus(submitted(), -seconds))
}

#[test]
fn a_window_is_full_at_its_last_unit_and_not_one_sooner() {
    let world = Text::base().world();
    let spent = [before(HOUR, "99 BTC")];
    assert_eq!(btc_day(&world, "1 BTC", &spent), "met within");
    assert_eq!(btc_day(&world, "1.00000001 BTC", &spent), "wait window-full until 2026-11-23T09:00:00Z");
}

#[test]
fn a_payout_above_a_window_by_itself_fails_at_once() {
    let world = Text::base().world();
    assert_eq!(btc_day(&world, "100 BTC", &[]), "met within");
    assert_eq!(btc_day(&world, "100.00000001 BTC", &[]), "fail over-limit");
}

#[test]
fn a_line_counts_until_it_is_exactly_as_old_as_the_window() {
    let world = Text::base().world();
    assert_eq!(btc_day(&world, "1 BTC", &[before(DAY, "100 BTC")]), "met within");
    let younger = btc_day(&world, "1 BTC", &[before(DAY - 1, "100 BTC")]);
    assert_eq!(younger, "wait window-full until 2026-11-22T10:00:01Z");
}

#[test]
fn a_line_of_another_hosts_clock_counts_though_later_than_now() {
    let world = Text::base().world();
    let ahead = btc_day(&world, "1 BTC", &[before(-120, "100 BTC")]);
    assert_eq!(ahead, "wait window-full until 2026-11-23T10:02:00Z");
}

#[test]
fn until_is_the_first_instant_at_which_enough_has_left_the_window() {
    let world = Text::base().world();
    let spent = [before(2 * HOUR, "60 BTC"), before(HOUR, "40 BTC")];
    assert_eq!(btc_day(&world, "60 BTC", &spent), "wait window-full until 2026-11-23T08:00:00Z");
    assert_eq!(btc_day(&world, "60.00000001 BTC", &spent), "wait window-full until 2026-11-23T09:00:00Z");
}

#[test]
fn what_time_cures_at_the_expiry_only_is_too_late() {
    let world = Text::base().world();
    let now = plus(submitted(), 50 * HOUR);
    let spent = |at| world.check("limit:btc-day", &asked(), &[line("po-0", "100 BTC", plus(submitted(), at))], now);
    assert_eq!(spent(48 * HOUR - 1), "wait window-full until 2026-11-25T09:59:59Z");
    assert_eq!(spent(48 * HOUR), "fail too-late");
}

#[test]
fn only_what_is_reserved_or_paid_weighs() {
    let world = Text::base().world();
    let of = |state: &str| btc_day(&world, "1 BTC", &[before(HOUR, "100 BTC").with("state", state)]);
    assert_eq!(of("reserved"), "wait window-full until 2026-11-23T09:00:00Z");
    assert_eq!(of("paid"), "wait window-full until 2026-11-23T09:00:00Z");
    assert_eq!(of("released"), "met within");
    assert_eq!(of("refused"), "met within");
}

#[test]
fn a_limit_in_an_asset_counts_that_asset_alone() {
    let world = Text::base().world();
    let other = line("po-0", "1000000 XRP", plus(submitted(), -1)).with("to", "rDsbeomae4FXwgQTJp9Rs64Qg9vDiTCdBv");
    assert_eq!(btc_day(&world, "100 BTC", &[other]), "met within");
    assert_eq!(world.check("limit:xrp-day", &asked(), &[], submitted()), "absent");
}

#[test]
fn a_limit_per_payout_is_met_exactly_and_fails_one_unit_over() {
    let world = Text::base().plus("[[limits]]\nname = \"one\"\nmax = \"5 BTC per payout\"").world();
    let one = |amount| world.check("limit:one", &asked().of(amount), &[before(HOUR, "90 BTC")], submitted());
    assert_eq!(one("5 BTC"), "met within");
    assert_eq!(one("5.00000001 BTC"), "fail over-limit");
}

#[test]
fn a_count_is_full_at_its_last_payout_and_released_ones_count() {
    let world = Text::base().plus("[[limits]]\nname = \"two\"\nmax_count = \"2 per 24h\"").world();
    let two = |lines: &[Line]| world.check("limit:two", &asked(), lines, submitted());
    let full = "wait window-full until 2026-11-23T08:00:00Z";
    assert_eq!(two(&[before(HOUR, "1 BTC")]), "met within");
    assert_eq!(two(&[before(HOUR, "1 BTC"), before(2 * HOUR, "1 BTC")]), full);
    assert_eq!(two(&[before(HOUR, "1 BTC"), before(2 * HOUR, "1 BTC").with("state", "released")]), full);
    assert_eq!(two(&[before(HOUR, "1 BTC"), before(2 * HOUR, "1 BTC").with("state", "refused")]), "met within");
    assert_eq!(two(&[before(HOUR, "1 BTC"), before(DAY, "1 BTC")]), "met within");
    let edge = two(&[before(HOUR, "1 BTC"), before(DAY - 1, "1 BTC")]);
    assert_eq!(edge, "wait window-full until 2026-11-22T10:00:01Z");
}

#[test]
fn a_fee_is_met_exactly_and_fails_one_unit_over_or_where_it_cannot_be_told() {
    let more = "[assets.RUNE]\nchain = \"bitcoin\"\ndecimals = 0\n[[limits]]\nname = \"fee\"\nmax_fee = \"0.001 BTC\"\n\
                [[limits]]\nname = \"rune-day\"\nmax = \"9 RUNE per 24h\"";
    let world = Text::base().plus(more).world();
    let fee = |asked: Asked| world.check("limit:fee", &asked, &[], submitted());
    assert_eq!(fee(asked().with("fee", "0 BTC")), "met within");
    assert_eq!(fee(asked().with("fee", "0.001 BTC")), "met within");
    assert_eq!(fee(asked().with("fee", "0.00100001 BTC")), "fail fee-over");
    assert_eq!(fee(asked().with("fee", "1 RUNE")), "fail fee-asset");
    assert_eq!(fee(asked()), "fail no-fee");
    assert_eq!(world.check("limit:fees", &asked(), &[], submitted()), "met within", "unlimited is met");
}

#[test]
fn a_fee_limit_of_nothing_lets_a_fee_of_nothing_pass() {
    let world = Text::base().plus("[[limits]]\nname = \"free\"\nmax_fee = \"0 BTC\"").world();
    let free = |fee: &str| world.check("limit:free", &asked().with("fee", fee), &[], submitted());
    assert_eq!(free("0 BTC"), "met within");
    assert_eq!(free("0.00000001 BTC"), "fail fee-over");
}

#[test]
fn a_sum_above_what_can_be_counted_fails_and_does_not_wrap() {
    let text = Text::base().swap("max = \"1000000 XRP per 24h\"", &format!("max = \"{MOST_XRP} XRP per 24h\""));
    let (world, to) = (text.world(), "rDsbeomae4FXwgQTJp9Rs64Qg9vDiTCdBv");
    let most = format!("{MOST_XRP} XRP");
    let spent = line("po-0", &most.replace("455", "454"), submitted()).with("to", to);
    let xrp = |amount: &str, lines: &[Line]| {
        world.check("limit:xrp-day", &asked().of(amount).with("to", to), lines, submitted())
    };
    assert_eq!(xrp(&most, &[]), "met within");
    assert_eq!(xrp("0.000001 XRP", std::slice::from_ref(&spent)), "met within");
    assert_eq!(xrp("0.000002 XRP", std::slice::from_ref(&spent)), "fail overflow");
    assert_eq!(xrp(&most, &[spent]), "fail overflow");
}

#[test]
fn separate_sums_are_kept_for_each_value() {
    let each = "[[limits]]\nname = \"each\"\nmax = \"5 BTC per 24h\"\neach = [\"WORD\"]";
    let asks = Text::base().swap("initiators = \"unsigned\"", "initiators = [\"ops\", \"requesters\"]");
    let others = [
        ("wallet", "wallet", "cold"),
        ("destination", "to", "3P14159f73E4gFr7JterCCQh9QjiTjiZrG"),
        ("initiator", "initiator", "shop"),
    ];
    for (word, key, value) in others {
        let world = asks.clone().plus(&each.replace("WORD", word)).world();
        let asked = asked().with("initiator", "alice");
        let sum = |spent: Line| world.check("limit:each", &asked, &[spent], submitted());
        let spent = before(HOUR, "5 BTC").with("initiator", "alice");
        assert_eq!(sum(spent.clone()), "wait window-full until 2026-11-23T09:00:00Z", "{word}");
        assert_eq!(sum(spent.with(key, value)), "met within", "{word}");
    }
}
