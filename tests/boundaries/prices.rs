//! Which quotes hold, and which price they make.

use countersign::{Instant, Name, Quote, Quotes, quote_statement};
use serde_json::json;

use crate::world::{Text, World, asked, found, person, plus, submitted};

/// A limit in dollars; one of `risk`, or as many as are asked for, quotes the price of bitcoin.
fn priced(feeds: &str) -> World {
    let more = format!(
        "[[limits]]\nname = \"usd\"\nmax = \"100000 USD per payout\"\n[prices]\ncurrency = \"USD\"\ndecimals = 2\n\
         feeds = \"{feeds}\"\nmax_age = \"10m\"\nbounds = {{ BTC = [\"10000\", \"1000000\"] }}"
    );
    Text::base().plus(&more).world()
}

fn quote(world: &World, who: &str, price: &str, quoted_at: Instant) -> Quote {
    let key = person(who).key_text();
    let text = quote_statement(&world.policy, &Name::parse("BTC").unwrap(), price, quoted_at, &key).unwrap();
    let signature = person(who).sign(text.as_bytes());
    let quote = json!({
        "signer": who, "key": key, "asset": "BTC", "price": price, "quoted_at": quoted_at, "signature": signature,
    });
    serde_json::from_value(quote).unwrap()
}

fn check(world: &World, quotes: &[Quote], name: &str, amount: &str) -> String {
    let quotes = Quotes::verify(&world.policy, quotes).unwrap();
    let payout = asked().of(amount).payout();
    found(&world.decide_at_prices(&payout, &[], &world.ledger(&[]), &quotes, submitted()), name)
}

#[test]
fn a_quote_holds_for_its_greatest_age_and_not_a_second_longer() {
    let world = priced("1 of risk");
    let aged =
        |seconds| check(&world, &[quote(&world, "dana", "50000", plus(submitted(), seconds))], "price:BTC", "1 BTC");
    assert_eq!(aged(-600), "met priced");
    assert_eq!(aged(-601), "wait no-price");
    assert_eq!(aged(120), "met priced");
    assert_eq!(aged(121), "wait no-price");
}

#[test]
fn a_quote_outside_the_bounds_is_no_quote() {
    let world = priced("1 of risk");
    let at = |price| check(&world, &[quote(&world, "dana", price, submitted())], "price:BTC", "1 BTC");
    assert_eq!(at("10000"), "met priced");
    assert_eq!(at("9999.999999999999999999"), "wait no-price");
    assert_eq!(at("1000000"), "met priced");
    assert_eq!(at("1000000.000000000000000001"), "wait no-price");
}

#[test]
fn feeds_are_people_and_enough_of_them_must_quote() {
    let world = priced("2 of risk");
    let dana = quote(&world, "dana", "50000", submitted());
    let again = quote(&world, "dana", "50001", submitted());
    let erin = quote(&world, "erin", "50000", submitted());
    let alice = quote(&world, "alice", "50000", submitted());
    assert_eq!(check(&world, &[dana.clone(), again], "price:BTC", "1 BTC"), "wait no-price");
    assert_eq!(check(&world, &[dana.clone(), alice], "price:BTC", "1 BTC"), "wait no-price", "alice is no feed");
    assert_eq!(check(&world, &[dana, erin], "price:BTC", "1 BTC"), "met priced");
}

#[test]
fn the_highest_of_the_latest_quotes_is_the_price() {
    let world = priced("2 of risk");
    let earlier = plus(submitted(), -1);
    // At 100,000 dollars a coin fits the limit exactly.
    let fits = |quotes: &[Quote]| check(&world, quotes, "limit:usd", "1 BTC");
    let erin = quote(&world, "erin", "20000", submitted());
    let dana = |price, at| quote(&world, "dana", price, at);
    assert_eq!(fits(&[erin.clone(), dana("100000", submitted())]), "met within");
    assert_eq!(fits(&[erin.clone(), dana("100000.01", submitted())]), "fail over-limit");
    let later = [erin.clone(), dana("100000.01", earlier), dana("100000", submitted())];
    assert_eq!(fits(&later), "met within", "the later one counts");
    let equal = [erin, dana("100000.01", submitted()), dana("100000", submitted())];
    assert_eq!(fits(&equal), "fail over-limit", "of equally late ones the highest");
}

#[test]
fn a_feed_that_is_not_active_quotes_nothing() {
    let text = "keys = [\"KEY-dana\"]\nactive_until = 2026-11-22T10:00:0";
    let with = |until: &str| {
        let more = "[[limits]]\nname = \"usd\"\nmax = \"9 USD per payout\"\n[prices]\ncurrency = \"USD\"\ndecimals = 2\n\
                    feeds = \"1 of risk\"\nmax_age = \"10m\"";
        Text::base().swap("keys = [\"KEY-dana\"]", &format!("{text}{until}")).plus(more).world()
    };
    let at = |until: &str| {
        let world = with(until);
        check(&world, &[quote(&world, "dana", "1", submitted())], "price:BTC", "1 BTC")
    };
    assert_eq!(at("1Z"), "met priced");
    assert_eq!(at("0Z"), "wait no-price");
}

#[test]
fn a_value_is_rounded_up_to_the_currencys_last_place() {
    let world = priced("1 of risk");
    let quotes = [quote(&world, "dana", "99999.999999999999999999", submitted())];
    assert_eq!(check(&world, &quotes, "limit:usd", "1 BTC"), "met within", "rounded up to 100,000.00");
    assert_eq!(check(&world, &quotes, "limit:usd", "1.00000001 BTC"), "fail over-limit", "to 100,000.01");
}

#[test]
fn a_price_has_18_places_at_most_in_shortest_form() {
    let read = |price: &str| {
        let quote = json!({
            "signer": "dana", "key": "k", "asset": "BTC", "price": price, "quoted_at": submitted(), "signature": "s",
        });
        serde_json::from_value::<Quote>(quote).is_ok()
    };
    let most = "340282366920938463463.374607431768211455";
    for good in ["1", "0.1", "0.000000000000000001", "100", most] {
        assert!(read(good), "{good}");
    }
    let more = "340282366920938463463.374607431768211456";
    for bad in ["0", "0.0", "1.0", "1.10", "01", "1.", ".1", "+1", "1e3", "0.0000000000000000001", more, ""] {
        assert!(!read(bad), "{bad}");
    }
}

#[test]
fn up_to_1024_quotes_are_read() {
    let world = priced("1 of risk");
    let one = json!({
        "signer": "nobody-here", "key": "k", "asset": "BTC", "price": "1", "quoted_at": submitted(), "signature": "s",
    });
    let quotes = |count| vec![serde_json::from_value::<Quote>(one.clone()).unwrap(); count];
    assert!(Quotes::verify(&world.policy, &quotes(1_024)).is_ok());
    let refused = Quotes::verify(&world.policy, &quotes(1_025)).unwrap_err();
    assert_eq!(refused.to_string(), "1025 quotes are more than the 1,024 a decision reads");
}
