//! Which price there is, and that there is none without enough people.

use countersign::{Decision, Instant, Name, Quote, Quotes, quote_statement};
use serde_json::json;

use crate::approval;
use crate::world::{Text, World, asked, found, person, plus, submitted};

/// At 100,000 dollars a coin fits the limit exactly.
fn priced(feeds: &str) -> World {
    let more = format!(
        "[[limits]]\nname = \"usd\"\nmax = \"100000 USD per payout\"\n[prices]\ncurrency = \"USD\"\ndecimals = 2\n\
         feeds = \"{feeds}\"\nmax_age = \"10m\"\nbounds = {{ BTC = [\"10000\", \"1000000\"] }}"
    );
    Text::base().plus(&more).world()
}

/// A quote in the name of one, by the key of another.
fn quote_by(world: &World, name: &str, signer: &str, price: &str, quoted_at: Instant) -> Quote {
    let key = person(name).key_text();
    let text = quote_statement(&world.policy, &Name::parse("BTC").unwrap(), price, quoted_at, &key).unwrap();
    let quote = json!({
        "signer": name, "key": key, "asset": "BTC", "price": price, "quoted_at": quoted_at,
        "signature": person(signer).sign(text.as_bytes()),
    });
    serde_json::from_value(quote).unwrap()
}

fn quote(world: &World, who: &str, price: &str) -> Quote {
    quote_by(world, who, who, price, submitted())
}

/// What is decided of one coin that alice approves.
fn at<'w>(world: &'w World, quotes: &Quotes) -> Decision<'w> {
    let payout = asked().payout();
    world.decide_at_prices(&payout, &approval(world, &payout), &world.ledger(&[]), quotes, submitted())
}

fn verified(world: &World, quotes: &[Quote]) -> Quotes {
    Quotes::verify(&world.policy, quotes).unwrap()
}

#[test]
fn what_is_no_quote_makes_no_price_and_moves_none() {
    let world = priced("1 of risk");
    let dana = quote(&world, "dana", "100000");
    assert!(at(&world, &verified(&world, std::slice::from_ref(&dana))).is_allowed());
    let no_quotes = [
        quote(&world, "alice", "100001"),
        quote_by(&world, "erin", "alice", "100001", submitted()),
        quote(&world, "erin", "1000001"),
        quote_by(&world, "erin", "erin", "100001", plus(submitted(), -601)),
        quote_by(&world, "erin", "erin", "100001", plus(submitted(), 121)),
    ];
    for none in no_quotes {
        let alone = at(&world, &verified(&world, std::slice::from_ref(&none)));
        assert_eq!(found(&alone, "price:BTC"), "wait no-price", "{none:?}");
        assert!(!alone.is_allowed());
        let beside = at(&world, &verified(&world, &[dana.clone(), none.clone()]));
        assert!(beside.is_allowed(), "{none:?} moves no price");
    }
    let true_one = at(&world, &verified(&world, &[dana, quote(&world, "erin", "100001")]));
    assert_eq!(found(&true_one, "limit:usd"), "fail over-limit", "and a quote does");
}

#[test]
fn quotes_are_counted_by_the_people_who_made_them() {
    let world = priced("2 of risk");
    let (dana, erin) = (quote(&world, "dana", "100000"), quote(&world, "erin", "50000"));
    assert!(at(&world, &verified(&world, &[dana.clone(), erin])).is_allowed());
    let twice = [dana.clone(), quote(&world, "dana", "99999")];
    assert!(!at(&world, &verified(&world, &twice)).is_allowed());
    assert!(!at(&world, &verified(&world, &[dana.clone(), dana])).is_allowed());
}

#[test]
fn quotes_verified_under_another_policy_make_no_price() {
    let world = priced("1 of risk");
    let other = priced("1 of (risk, ops)");
    let quotes = [quote(&world, "dana", "100000")];
    assert!(at(&world, &verified(&world, &quotes)).is_allowed());
    assert_eq!(found(&at(&world, &verified(&other, &quotes)), "price:BTC"), "wait no-price");
    assert_eq!(found(&at(&world, &Quotes::none()), "price:BTC"), "wait no-price");
}
