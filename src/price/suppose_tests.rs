//! What an analysis supposes to be quoted is held to what a signed quote is held to; it stands here, and not in `tests/`,
//! since it is private.

use alloc::boxed::Box;
use alloc::format;
use core::error::Error;

use super::quotes::Quotes;
use crate::domain::instant::Instant;
use crate::domain::name::Name;
use crate::policy::model::Policy;

const BRIDGE: &str = include_str!("../../policies/bridge.toml");
const TREASURY: &str = include_str!("../../policies/treasury.toml");

/// The price of ether where this is said: by whom, and of what.
fn priced(policy: &Policy, said: [(&str, &str); 2]) -> Result<Option<u128>, Box<dyn Error>> {
    let now = Instant::parse("2026-11-26T12:00:00Z")?;
    let [first, second] = said;
    let names = [(Name::parse(first.0)?, Name::parse(first.1)?), (Name::parse(second.0)?, Name::parse(second.1)?)];
    let quotes = Quotes::suppose_quoted(policy, names.iter().map(|(feed, asset)| (feed, asset, 2_000, now)));
    Ok(policy.asset_named("ETH").and_then(|ether| quotes.price(policy, ether, now)))
}

/// The bridge, with bounds that hold two thousand of the smallest price, and with somebody who asks.
fn bridge() -> Result<Policy, Box<dyn Error>> {
    let key = "ecdsa:03f4d2c57f558b803a83091663f48b94f713b43a5f7c292d93a749b982bab26de4";
    let text = BRIDGE.replace("[\"100\", \"20000\"]", "[\"0.000000000000000001\", \"20000\"]");
    Ok(Policy::parse(&format!("{text}\n[requesters.bot]\nkeys = [\"{key}\"]\n"))
        .map_err(|problems| format!("{problems}"))?)
}

#[test]
fn a_supposed_quote_counts_where_a_signed_one_would() -> Result<(), Box<dyn Error>> {
    let policy = bridge()?;
    assert_eq!(priced(&policy, [("feed-1", "ETH"), ("feed-2", "ETH")])?, Some(2_000));
    // One is not two, feed-9 is nobody, nor are a validator and who asks feeds, and BTC is not of this policy.
    for other in [("feed-1", "ETH"), ("feed-9", "ETH"), ("validator-01", "ETH"), ("bot", "ETH"), ("feed-2", "BTC")] {
        assert_eq!(priced(&policy, [("feed-1", "ETH"), other])?, None, "{other:?}");
    }
    Ok(())
}

#[test]
fn without_feeds_nothing_is_quoted() -> Result<(), Box<dyn Error>> {
    let policy = Policy::parse(TREASURY).map_err(|problems| format!("{problems}"))?;
    assert_eq!(priced(&policy, [("anna", "ETH"), ("ben", "ETH")])?, None);
    Ok(())
}
