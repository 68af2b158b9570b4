//! What feeds really say, in what is shown.

use countersign::analyze::Comparison;
use countersign::{Instant, Name, Policy, Quote, Quotes, Scheme, quote_statement};
use serde_json::json;

use crate::replay::{FROM, edited, parse};
use crate::support::signer::Signer;

const OLD: &str = include_str!("found/everyday.toml");

fn quotes(policy: &Policy, price: &str) -> Quotes {
    let feed = Signer::named("feed-1", Scheme::Ecdsa);
    let (asset, at) = (Name::parse("BTC").unwrap(), Instant::parse(FROM).unwrap());
    let text = quote_statement(policy, &asset, price, at, &feed.key_text()).unwrap();
    let quote = json!({ "signer": "feed-1", "key": feed.key_text(), "asset": "BTC", "price": price, "quoted_at": FROM,
        "signature": feed.sign(text.as_bytes()) });
    let quote: Quote = serde_json::from_value(quote).unwrap();
    Quotes::verify(policy, &[quote]).unwrap()
}

#[test]
fn what_is_shown_is_worth_what_feeds_say() {
    let (old, new) = (parse(OLD), parse(&edited(OLD, "5000 USD per 24h", "50000 USD per 24h")));
    let from = Instant::parse(FROM).unwrap();
    let text = Comparison::quoted((&old, &quotes(&old, "87000")), (&new, &quotes(&new, "87000")), from).to_string();
    assert!(text.contains("\n                  feed-1 quotes BTC at 87000 at 2026-11-23T10:00:00Z\n"), "{text}");
    let made_up = Comparison::of(&old, &new, from).to_string();
    assert!(made_up.contains(" quote BTC at 10000 at "), "{made_up}");
}

/// A price outside the bounds holds for nobody, and so shows nothing.
#[test]
fn what_is_no_quote_is_not_shown() {
    let (old, new) = (parse(OLD), parse(&edited(OLD, "5000 USD per 24h", "50000 USD per 24h")));
    let from = Instant::parse(FROM).unwrap();
    let text = Comparison::quoted((&old, &quotes(&old, "5000")), (&new, &quotes(&new, "5000")), from).to_string();
    assert!(text.starts_with("looser: ") && text.contains(" quote BTC at 10000 at "), "{text}");
}
