//! What an analysis supposes to be quoted is held to what a signed quote is held to, and what it is told was quoted is
//! what was signed; it stands here, and not in `tests/`, since it is private.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::error::Error;

use super::quotes::Quotes;
use super::record::Quote;
use crate::domain::instant::Instant;
use crate::domain::name::Name;
use crate::domain::people::People;
use crate::policy::model::Policy;
use crate::policy::people::Signer;

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

/// Bounds of 1 to 10^22 units: what is supposed is a price within them, and while enough feeds are in office.
#[test]
fn a_supposed_price_holds_within_its_bounds_and_while_feeds_are_in_office() -> Result<(), Box<dyn Error>> {
    let now = Instant::parse("2026-11-26T12:00:00Z")?;
    let ended = "[approvers.feed-1]\nactive_until = 2026-11-26T12:00:00Z\n";
    let text = BRIDGE.replace("[\"100\", \"20000\"]", "[\"0.000000000000000002\", \"0.000000000000000009\"]");
    let two = text.replacen("[approvers.feed-1]\n", ended, 1);
    let one = two.replacen("[approvers.feed-2]\n", &ended.replace("feed-1", "feed-2"), 1);
    for (text, expected) in
        [(&text, [None, Some(2), Some(9), None]), (&two, [None, Some(2), Some(9), None]), (&one, [None; 4])]
    {
        let policy = Policy::parse(text).map_err(|problems| format!("{problems}"))?;
        let ether = policy.asset_named("ETH").ok_or("no such asset")?;
        let price = |units| Quotes::suppose(&policy, [(ether, units)].into()).price(&policy, ether, now);
        assert_eq!([1, 2, 9, 10].map(price), expected);
    }
    Ok(())
}

/// It takes two of three.
#[test]
fn a_feed_that_is_supposed_to_be_silent_quotes_nothing() -> Result<(), Box<dyn Error>> {
    let now = Instant::parse("2026-11-26T12:00:00Z")?;
    let policy = bridge()?;
    let ether = policy.asset_named("ETH").ok_or("no such asset")?;
    let names = [Name::parse("feed-1")?, Name::parse("feed-2")?, Name::parse("ETH")?];
    let [first, second, asset] = &names;
    let said = [(first, asset, 2_000, now), (second, asset, 2_000, now)];
    let (quoted, supposed) = (Quotes::suppose_quoted(&policy, said), Quotes::suppose(&policy, [(ether, 2_000)].into()));
    for (silent, of_quoted, of_supposed) in [
        (&[][..], Some(2_000), Some(2_000)),
        (&["feed-3"], Some(2_000), Some(2_000)),
        (&["feed-2"], None, Some(2_000)),
        (&["feed-2", "feed-3"], None, None),
    ] {
        let person = |name: &&str| match policy.roll.named(name) {
            Some(Signer::Approver(person)) => Some(person),
            Some(Signer::Requester(_)) | None => None,
        };
        let people: People = silent.iter().filter_map(person).collect();
        let price = |quotes: &Quotes| quotes.without(people).price(&policy, ether, now);
        assert_eq!((price(&quoted), price(&supposed)), (of_quoted, of_supposed), "{silent:?}");
    }
    Ok(())
}

#[test]
fn without_feeds_nothing_is_quoted() -> Result<(), Box<dyn Error>> {
    let policy = Policy::parse(TREASURY).map_err(|problems| format!("{problems}"))?;
    assert_eq!(priced(&policy, [("anna", "ETH"), ("ben", "ETH")])?, None);
    Ok(())
}

const PRICED: &str = r#"
schema = 1
realm = "test"
name = "priced"
version = 1
wallets = ["hot"]
payout_ttl = "72h"
approval_ttl = "48h"
clock_skew = "2m"
payload = "optional"
[assets.BTC]
chain = "bitcoin"
decimals = 8
[approvers.dana]
keys = ["ecdsa:02f88adec6d21ccbbc26eb08d33a600eadb9065c6451550f947b259f6d250f3a9e"]
[groups]
feeds = ["dana"]
[prices]
currency = "USD"
decimals = 2
feeds = "1 of feeds"
max_age = "10m"
[[rules]]
name = "base"
assets = "any"
wallets = "any"
to = "any"
initiators = "unsigned"
approve = "1 of feeds"
[[limits]]
name = "day"
max = "1 BTC per 24h"
[[limits]]
name = "worth"
max = "1000 USD per 24h"
[[limits]]
name = "fee"
max_fee = "unlimited"
"#;

/// Whoever is told of a quote is told who signed it, of what, how much, and when; of another text nobody signed.
#[test]
fn what_is_told_as_quoted_was_signed() -> Result<(), Box<dyn Error>> {
    let policy = Policy::parse(PRICED).map_err(|problems| format!("{problems}"))?;
    let quote = |price: &str| -> Result<Quote, Box<dyn Error>> {
        let plain = |text: &str| String::from(text).try_into();
        let signature = "aaf119251a9e3dfb46f6a60822863e0d9481fb5d47131d4e674dd7ad88754d9a\
                         243660005553268046c7516401d8defb4a6b588abd8873af0838e5ac96cb3d7e";
        Ok(Quote {
            signer: plain("dana")?,
            key: plain("ecdsa:02f88adec6d21ccbbc26eb08d33a600eadb9065c6451550f947b259f6d250f3a9e")?,
            asset: Name::parse("BTC")?,
            price: String::from(price).try_into()?,
            quoted_at: Instant::parse("2026-11-22T10:50:00Z")?,
            signature: plain(signature)?,
        })
    };
    let told = Quotes::verify(&policy, &[quote("1000")?, quote("1001")?])?;
    let told: Vec<_> = told.proven(&policy).collect();
    let (dana, btc) = (Name::parse("dana")?, Name::parse("BTC")?);
    let units = 1_000_000_000_000_000_000_000;
    assert_eq!(told, [(&dana, &btc, units, Instant::parse("2026-11-22T10:50:00Z")?)]);
    Ok(())
}
