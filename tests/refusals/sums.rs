//! Section 2: amounts that fit what they are written in, and prices.

use crate::{accepted, refused};

#[test]
fn above_in_an_asset_is_on_a_rule_of_exactly_that_asset() {
    let place = "\"0.5 BTC per 24h\"";
    refused(&[
        ("assets = [\"BTC\"]", "assets = \"any\"", "asset-mismatch", place),
        ("assets = [\"BTC\"]", "assets = [\"BTC\", \"ETH\"]", "asset-mismatch", place),
        ("assets = [\"BTC\"]", "assets = [\"ETH\"]", "asset-mismatch", place),
    ]);
    accepted(&[(
        "assets = [\"BTC\"]\nwallets = [\"hot\"]\nto = [\"friends\"]\ninitiators = \"requesters\"\nabove = \"0.5 BTC per 24h\"",
        "assets = \"any\"\nwallets = [\"hot\"]\nto = [\"friends\"]\ninitiators = \"requesters\"\nabove = \"500 USD per 24h\"",
    )]);
}

#[test]
fn max_in_an_asset_is_on_a_limit_of_that_asset_alone() {
    let max = "max = \"20 BTC per 24h\"";
    let with = |assets: &str| format!("{max}\nassets = {assets}");
    refused(&[
        (max, &with("[\"ETH\"]"), "asset-mismatch", "\"20 BTC per 24h\""),
        (max, &with("[\"BTC\", \"ETH\"]"), "asset-mismatch", "\"20 BTC per 24h\""),
    ]);
    accepted(&[(max, &with("[\"BTC\"]")), (max, &with("\"any\""))]);
}

#[test]
fn an_amount_is_in_an_asset_or_in_the_currency() {
    refused(&[
        ("above = \"0.5 BTC per 24h\"", "above = \"0.5 LTC per 24h\"", "unknown-name", "\"0.5 LTC per 24h\""),
        ("above = \"0.5 BTC per 24h\"", "above = \"0.5 btc per 24h\"", "unknown-name", "\"0.5 btc per 24h\""),
        ("max_fee = \"unlimited\"", "max_fee = \"1 USD\"", "unknown-name", "\"1 USD\""),
        ("above = \"0.5 BTC per 24h\"", "above = \"0.005 USD per 24h\"", "bad-amount", "\"0.005 USD per 24h\""),
    ]);
    accepted(&[("above = \"0.5 BTC per 24h\"", "above = \"0.01 USD per 24h\"")]);
}

#[test]
fn a_currency_needs_prices() {
    let prices = "[prices]\ncurrency = \"USD\"\ndecimals = 2\nfeeds = \"2 of ops\"\nmax_age = \"10m\"\n\
                  fixed = { ETH = \"2000\" }\nbounds = { BTC = [\"10000\", \"1000000\"] }\n";
    accepted(&[(prices, "")]);
    let limit = "[[limits]]\nname = \"usd\"\nmax = \"5 USD per 1d\"\n";
    refused(&[(prices, limit, "no-prices", "\"5 USD per 1d\"")]);
}

#[test]
fn feeds_and_max_age_come_together_or_not_at_all() {
    refused(&[
        ("feeds = \"2 of ops\"\n", "", "key-alone", "\"10m\""),
        ("max_age = \"10m\"\n", "", "key-alone", "\"2 of ops\""),
    ]);
    accepted(&[("feeds = \"2 of ops\"\nmax_age = \"10m\"\n", "")]);
}

#[test]
fn a_price_is_a_decimal_above_zero_with_at_most_18_places() {
    let fixed = |price: &str| format!("fixed = {{ ETH = \"{price}\" }}");
    for bad in ["0", "0.0", "-1", "1e3", "01", "1.", ".5", "", "1 USD", "0.1234567890123456789"] {
        refused(&[(&fixed("2000"), &fixed(bad), "bad-amount", &format!("\"{bad}\""))]);
    }
    let most = "340282366920938463463.374607431768211455";
    let more = "340282366920938463463.374607431768211456";
    refused(&[(&fixed("2000"), &fixed(more), "bad-amount", &format!("\"{more}\""))]);
    for good in ["1", "0.000000000000000001", most] {
        accepted(&[(&fixed("2000"), &fixed(good))]);
    }
}

#[test]
fn bounds_are_the_lowest_and_the_highest_price_of_an_asset_without_a_fixed_one() {
    let bounds = |of: &str| format!("bounds = {{ {of} }}");
    let good = bounds("BTC = [\"10000\", \"1000000\"]");
    refused(&[
        (&good, &bounds("BTC = [\"10000.01\", \"10000\"]"), "bad-bounds", "[\"10000.01\", \"10000\"]"),
        (&good, &bounds("BTC = [\"10000\"]"), "bad-bounds", "[\"10000\"]"),
        (&good, &bounds("BTC = [\"1\", \"2\", \"3\"]"), "bad-bounds", "[\"1\", \"2\", \"3\"]"),
        (&good, &bounds("BTC = [\"0\", \"3\"]"), "bad-amount", "\"0\""),
        (&good, &bounds("ETH = [\"1\", \"3\"]"), "bad-bounds", "[\"1\", \"3\"]"),
    ]);
    accepted(&[(&good, &bounds("BTC = [\"10000\", \"10000\"]"))]);
}
