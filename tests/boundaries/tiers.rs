//! From which amount on a rule with `above` binds, and what cannot be counted or valued.

use crate::world::{Line, Text, World, asked, line, plus, submitted};

/// A rule that binds above something, beside the one that covers.
fn tier(above: &str, more: &str) -> Text {
    let asset = if above.contains("XRP") { "[\"XRP\"]" } else { "[\"BTC\"]" };
    Text::base().plus(&format!(
        "[[rules]]\nname = \"tier\"\nassets = {asset}\nwallets = \"any\"\nto = \"any\"\ninitiators = \"unsigned\"\n\
         above = \"{above}\"\napprove = \"2 of ops\"\n{more}"
    ))
}

fn binds(world: &World, amount: &str, lines: &[Line]) -> bool {
    world.check("quorum:tier", &asked().of(amount), lines, submitted()) != "absent"
}

#[test]
fn a_tier_per_payout_binds_above_its_amount_and_not_at_it() {
    let world = tier("0.5 BTC per payout", "").world();
    assert!(!binds(&world, "0.5 BTC", &[line("po-0", "9 BTC", submitted())]));
    assert!(binds(&world, "0.50000001 BTC", &[]));
}

#[test]
fn a_tier_over_a_window_binds_when_the_sum_is_above_its_amount() {
    let world = tier("0.5 BTC per 24h", "").world();
    let spent = |seconds: i64| [line("po-0", "0.4 BTC", plus(submitted(), -seconds))];
    assert!(!binds(&world, "0.1 BTC", &spent(60)));
    assert!(binds(&world, "0.10000001 BTC", &spent(60)));
    assert!(binds(&world, "0.10000001 BTC", &spent(86_399)));
    assert!(!binds(&world, "0.10000001 BTC", &spent(86_400)), "exactly a day old");
    assert!(binds(&world, "0.10000001 BTC", &spent(-120)), "later than now");
}

#[test]
fn a_tier_with_each_sums_what_shares_the_payouts_value() {
    let world = tier("0.5 BTC per 24h", "each = [\"wallet\"]").world();
    assert!(binds(&world, "0.1 BTC", &[line("po-0", "0.5 BTC", submitted())]));
    assert!(!binds(&world, "0.1 BTC", &[line("po-0", "0.5 BTC", submitted()).with("wallet", "cold")]));
}

const PRICES: &str = "[prices]\ncurrency = \"USD\"\ndecimals = 2\nfixed = { BTC = \"100\" }";

#[test]
fn a_tier_in_the_currency_binds_above_the_value_rounded_up() {
    let world = tier("50 USD per payout", PRICES).world();
    assert!(!binds(&world, "0.5 BTC", &[]));
    assert!(binds(&world, "0.50000001 BTC", &[]), "50.000001 is 50.01");
    assert_eq!(world.check("price:BTC", &asked(), &[], submitted()), "met fixed");
}

#[test]
fn a_value_is_rounded_up_by_less_than_one_unit() {
    let limit = "[[limits]]\nname = \"cent\"\nmax = \"0.01 USD per payout\"\n";
    let world = Text::base().plus(limit).plus(PRICES).world();
    let cent = |amount| world.check("limit:cent", &asked().of(amount), &[], submitted());
    assert_eq!(cent("0.00000001 BTC"), "met within", "a ten-thousandth of a cent is a cent");
    assert_eq!(cent("0.0001 BTC"), "met within", "a cent is a cent");
    assert_eq!(cent("0.00010001 BTC"), "fail over-limit", "a hair more is two");
}

#[test]
fn values_of_a_window_are_recorded_ones_or_todays() {
    let limit = "[[limits]]\nname = \"usd\"\nmax = \"100 USD per 24h\"\n";
    let world = Text::base().plus(limit).plus(PRICES).world();
    let spent = line("po-0", "0.5 BTC", plus(submitted(), -3_600));
    let usd = |spent: Line, amount| world.check("limit:usd", &asked().of(amount), &[spent], submitted());
    let full = "wait window-full until 2026-11-23T09:00:00Z";
    assert_eq!(usd(spent.clone(), "0.5 BTC"), "met within", "at today's price");
    assert_eq!(usd(spent.clone(), "0.50000001 BTC"), full);
    assert_eq!(usd(spent.clone().with("value", "49.99 USD"), "0.50000001 BTC"), "met within");
    assert_eq!(usd(spent.clone().with("value", "50.01 USD"), "0.5 BTC"), full);
    assert_eq!(usd(spent.with("value", "1 EUR"), "0.50000001 BTC"), full, "another currency is none");
}

#[test]
fn what_cannot_be_valued_is_above_and_its_limits_wait() {
    let prices = "feeds = \"1 of risk\"\nmax_age = \"10m\"";
    let limit = "[[limits]]\nname = \"usd\"\nmax = \"100 USD per 24h\"\n";
    let text = tier("50 USD per payout", limit).plus(&PRICES.replace("fixed = { BTC = \"100\" }", prices));
    let world = text.world();
    assert!(binds(&world, "0.00000001 BTC", &[]));
    assert_eq!(world.check("price:BTC", &asked(), &[], submitted()), "wait no-price");
    assert_eq!(world.check("limit:usd", &asked(), &[], submitted()), "wait price");
}

#[test]
fn a_line_whose_asset_is_no_longer_named_needs_a_recorded_value() {
    let limit = "[[limits]]\nname = \"usd\"\nmax = \"100 USD per 24h\"\n";
    let world = Text::base().plus(limit).plus(PRICES).world();
    let old = line("po-0", "7 DOGE", plus(submitted(), -3_600)).with("to", "anywhere");
    let usd = |old: Line, name| world.check(name, &asked().of("0.5 BTC"), &[old], submitted());
    assert_eq!(usd(old.clone(), "limit:usd"), "wait price");
    assert_eq!(usd(old.clone(), "price:DOGE"), "wait no-price");
    assert_eq!(usd(old.clone().with("value", "50 USD"), "limit:usd"), "met within");
    assert_eq!(usd(old.with("value", "50.01 USD"), "limit:usd"), "wait window-full until 2026-11-23T09:00:00Z");
}

#[test]
fn a_sum_above_what_can_be_counted_is_above_every_tier() {
    let most = "340282366920938463463374607431768.211455";
    let world = tier(&format!("{most} XRP per 24h"), "").world();
    let to = "rDsbeomae4FXwgQTJp9Rs64Qg9vDiTCdBv";
    let asked = |amount: &str| asked().of(amount).with("to", to);
    let spent = [line("po-0", &format!("{most} XRP").replace("455", "454"), submitted()).with("to", to)];
    let quorum = |amount| world.check("quorum:tier", &asked(amount), &spent, submitted());
    assert_eq!(quorum("0.000001 XRP"), "absent", "exactly the amount");
    assert_eq!(quorum("0.000002 XRP"), "wait short");
}

#[test]
fn a_value_is_counted_up_to_2_to_the_128_minus_1_units() {
    let most = "340282366920938463463374607431768.211455";
    let limit = format!("[[limits]]\nname = \"usd\"\nmax = \"{most} USD per payout\"\n");
    let prices = |price: &str| format!("[prices]\ncurrency = \"USD\"\ndecimals = 6\nfixed = {{ XRP = \"{price}\" }}");
    let all = asked().of(&format!("{most} XRP")).with("to", "rDsbeomae4FXwgQTJp9Rs64Qg9vDiTCdBv");
    let usd = |price| Text::base().plus(&limit).plus(&prices(price)).world().check("limit:usd", &all, &[], submitted());
    assert_eq!(usd("1"), "met within");
    assert_eq!(usd("1.000000000000000001"), "fail overflow");
}
