//! What is set aside of a ledger, and what has no recorded value, to the second.

use countersign::{Case, Instant, Quotes};

use crate::world::{Asked, FRIEND, Line, Text, World, asked, at, found, line, plus, submitted};

const HOUR: i64 = 3_600;

/// What a check finds of a reserved payout.
fn reserved(world: &World, asked: &Asked, lines: &[Line], check: &str, now: Instant) -> String {
    let payout = asked.payout();
    let case = Case::open(&world.policy, &payout, &[]).unwrap();
    found(&case.decide_reserved(&world.ledger(lines), &Quotes::none(), now), check)
}

/// A limit of 100 dollars a day, a bitcoin being one dollar.
fn in_dollars(selector: &str) -> Text {
    let prices = "[prices]\ncurrency = \"USD\"\ndecimals = 2\nfixed = { BTC = \"1\" }";
    Text::base().plus(&format!("[[limits]]\nname = \"usd\"\nmax = \"100 USD per 24h\"\n{selector}\n{prices}"))
}

/// A list whose only entry cools off at an instant.
fn new_friends(until: Instant) -> String {
    let added = plus(until, -48 * HOUR);
    let entry = format!("{{ chain = \"bitcoin\", address = \"{FRIEND}\", added = {added} }}");
    format!("[lists.new]\ncooling_off = \"48h\"\nentries = [{entry}]\n")
}

#[test]
fn a_reserved_line_without_a_value_is_set_aside_and_others_are_not() {
    let world = in_dollars("").world();
    let own = || line("po-1", "100 BTC", submitted());
    let other = |amount| line("po-0", amount, submitted());
    let usd = |lines: &[Line]| reserved(&world, &asked().of("100 BTC"), lines, "limit:usd", submitted());
    assert_eq!(usd(&[own()]), "met within");
    assert_eq!(usd(&[own(), other("0.01 BTC")]), "wait window-full until 2026-11-23T10:00:00Z");
}

#[test]
fn a_price_is_needed_of_what_others_spent_without_a_value() {
    let world = in_dollars("").world();
    let xrp = line("po-0", "1 XRP", submitted()).with("to", "rDsbeomae4FXwgQTJp9Rs64Qg9vDiTCdBv");
    let price = |lines: &[Line], check| reserved(&world, &asked(), lines, check, submitted());
    let own = || line("po-1", "1 BTC", submitted());
    assert_eq!(price(&[own()], "price:XRP"), "absent");
    assert_eq!(price(&[own(), xrp.clone()], "price:XRP"), "wait no-price");
    assert_eq!(price(&[own(), xrp.clone()], "limit:usd"), "wait price");
    assert_eq!(price(&[own(), xrp.clone().with("value", "1 USD")], "price:XRP"), "absent");
    assert_eq!(price(&[own(), xrp], "price:BTC"), "met fixed");
}

#[test]
fn what_has_no_value_counts_until_its_destination_has_cooled_off_in_a_spared_list() {
    let cooled = at("2026-11-22T20:00:00Z");
    let world = in_dollars("not_to = [\"new\"]").plus(&new_friends(cooled)).world();
    let spent = || line("po-0", "100 BTC", submitted()).with("to", FRIEND);
    let usd = |line: Line, now| world.check("limit:usd", &asked(), &[line], now);
    let listed = || spent().with("lists", serde_json::json!(["new"]));
    assert_eq!(usd(listed(), plus(cooled, -1)), "wait window-full until 2026-11-22T20:00:00Z");
    assert_eq!(usd(listed(), cooled), "met within");
    assert_eq!(usd(listed(), plus(cooled, 1)), "met within");
    let unlisted = "wait window-full until 2026-11-23T10:00:00Z";
    assert_eq!(usd(spent(), cooled), unlisted, "it was no friend when it was paid");
}

#[test]
fn a_payouts_own_line_is_set_aside_only_while_it_counts() {
    let cooled = plus(submitted(), HOUR);
    let selector = "[[limits]]\nname = \"strangers\"\nmax = \"100 BTC per 24h\"\nnot_to = [\"new\"]\n";
    let world = Text::base().plus(&format!("{selector}{}", new_friends(cooled))).world();
    let asked = asked().with("to", FRIEND);
    let own = || line("po-1", "1 BTC", submitted()).with("to", FRIEND).with("lists", serde_json::json!(["new"]));
    // The others have left the window a second after the own line has escaped it.
    let others = |amount: &str| line("po-0", amount, plus(cooled, 1 - 24 * HOUR));
    let now = plus(cooled, -1);
    let strangers = |amount| reserved(&world, &asked, &[own(), others(amount)], "limit:strangers", now);
    assert_eq!(strangers("99 BTC"), "met within");
    assert_eq!(strangers("100 BTC"), "wait window-full until 2026-11-22T11:00:01Z");
}

#[test]
fn a_line_that_is_not_the_payouts_reservation_says_what_it_is() {
    let world = Text::base().world();
    let payout = asked().payout();
    let case = Case::open(&world.policy, &payout, &[]).unwrap();
    let once = |line: Line| {
        let decision = case.decide_reserved(&world.ledger(&[line]), &Quotes::none(), submitted());
        decision.checks().iter().find(|check| check.name() == "once").unwrap().text().to_owned()
    };
    let own = || line("po-1", "1 BTC", submitted());
    assert_eq!(once(own()), "the ledger holds the payout's own reservation");
    assert_eq!(once(own().with("amount", "2 BTC")), "the ledger holds `po-1` as another payout than this");
    assert_eq!(once(own().with("state", "paid")), "the ledger holds `po-1` as paid, not as reserved");
    assert_eq!(once(own().with("state", "released")), "the ledger holds `po-1` as released, not as reserved");
}

#[test]
fn a_line_whose_asset_is_no_longer_named_still_names_a_place_that_could_be_one() {
    let world = Text::base().world();
    let opened = |to: &str| {
        let entry = line("po-0", "1 DOGE", submitted()).with("to", to).entry();
        let header = serde_json::json!({
            "ledger": "test/world", "entries": 1,
            "policy": { "version": 1, "sha256": world.policy.digest().to_string() },
        });
        countersign::Ledger::open(&world.policy, &serde_json::from_value(header).unwrap(), [entry]).is_ok()
    };
    assert!(opened("D"));
    assert!(opened(&"D".repeat(128)));
    assert!(!opened(&"D".repeat(129)));
    assert!(!opened("D D"));
    assert!(!opened(""));
}

#[test]
fn what_is_reserved_records_its_value_where_a_price_holds() {
    let recorded = |world: &World| {
        let payout = asked().of("2.5 BTC").payout();
        let mut ledger = world.ledger(&[]);
        let decision = world.decide(&payout, &[world.approve(&payout, "alice")], &ledger, submitted());
        ledger.reserve(decision.into_permit().unwrap()).unwrap();
        serde_json::to_value(ledger.entry(payout.id()).unwrap()).unwrap()["value"].clone()
    };
    assert_eq!(recorded(&in_dollars("").world()), "2.5 USD");
    assert_eq!(recorded(&Text::base().world()), serde_json::Value::Null);
}
