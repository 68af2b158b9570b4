//! What so many people can take in a day, before and now: by what the two policies' own claims prove of it.

use countersign::analyze::{Change, CheckedClaim, Inspection};
use countersign::{Instant, Quotes};

use crate::replay::{FROM, compared, edited, parse};

const HOT_WALLET: &str = include_str!("../../policies/hot-wallet.toml");

fn told(old: &str, new: &str) -> String {
    let (old, new) = (parse(old), parse(new));
    let none = Quotes::none();
    compared(&old, &new).with_totals((&old, &none), (&new, &none)).to_string()
}

/// A tier that begins later: one person alone can take twice as much, in payouts that each are as small as before.
#[test]
fn what_few_people_can_take_by_many_small_payouts_is_told() {
    let new = edited(HOT_WALLET, "above      = \"5 BTC per 24h\"", "above      = \"10 BTC per 24h\"");
    let text = told(HOT_WALLET, &new);
    let said = "
By all their payouts in any 24h, of which one end counts, whoever they are, at most:
  1 person: 5 BTC, 100 ETH -> 10 BTC, 100 ETH
  2 or 3 people: 605 BTC (5 BTC to strangers), 8100 ETH (100 ETH to strangers) -> 610 BTC (10 BTC to strangers), 8100 ETH (100 ETH to strangers)

Changed:
";
    assert!(text.contains(said), "{text}");
    // What is told holds, and a unit less is broken: the claims of the same people say so.
    for (text, most) in [(HOT_WALLET, 5), (&new, 10)] {
        for (below, holds) in [("", true), (".99999999", false)] {
            let most = if holds { most } else { most - 1 };
            let claim = format!("never = \"1 person moves more than {most}{below} BTC per 24h\"");
            assert_eq!(holds_in(text, &claim), holds, "{claim}");
        }
    }
}

/// Whether a policy whose other claims are left out keeps a claim.
fn holds_in(text: &str, claim: &str) -> bool {
    let (rules, _) = text.split_once("# --- What this promises").unwrap();
    let text = format!("{rules}[[claims]]\nname = \"one\"\n{claim}\n");
    let inspection = Inspection::of(&text, Instant::parse(FROM).unwrap()).unwrap();
    inspection.claims().iter().all(CheckedClaim::holds)
}

#[test]
fn where_nobody_can_take_more_or_less_in_a_day_that_is_said() {
    let text = told(HOT_WALLET, &edited(HOT_WALLET, "payout_ttl   = \"24h\"", "payout_ttl   = \"23h\""));
    let said = "\nBy all their payouts in any 24h, of which one end counts, whoever they are, at most: as before, whatever their number\n";
    assert!(text.contains(said), "{text}");
}

#[test]
fn of_policies_that_are_the_same_nothing_is_added_up() {
    let new = format!("{HOT_WALLET}# a remark\n");
    let (old, same) = (parse(HOT_WALLET), parse(&new));
    assert_eq!(compared(&old, &same).change(), Change::Same);
    assert!(!told(HOT_WALLET, &new).contains("By all their payouts"));
}

/// The same to machines: of which numbers of people, and nothing where they can take nothing.
#[test]
fn machines_are_told_the_same() {
    let old = include_str!("../../policies/minimal.toml");
    let (old, new) = (parse(old), parse(&edited(old, "\"2 of owners\"", "\"1 of owners\"")));
    let none = Quotes::none();
    let comparison = compared(&old, &new).with_totals((&old, &none), (&new, &none));
    let json = serde_json::to_value(&comparison).unwrap();
    let apart = serde_json::json!([{ "fewest": 2, "most": 2, "old": null, "new": "1 BTC" }]);
    assert_eq!(json["per_day"], serde_json::json!({ "apart": apart, "asked_up_to": null }));
    assert!(comparison.to_string().contains("\n  2 people: nothing -> 1 BTC\n"), "{comparison}");
}

const UNBOUNDED: &str = include_str!("../coalitions/found/unbounded.toml");
const TITLE: &str = "\nBy all their payouts in any 24h, of which one end counts, whoever they are, at most";

/// Where a price may be any, so may be what all are worth: of that nothing is said to be as before.
#[test]
fn what_no_bound_is_proven_of_is_named_and_not_called_as_before() {
    let old = edited(UNBOUNDED, "bounds = { BTC = [\"10000\",\"1000000\"] }", "");
    let new = edited(&old, "payout_ttl = \"20d\"", "payout_ttl = \"19d\"");
    let said = ": as before, but for USD\n  of USD no bound is proven of both: it may be any amount, before and now\n";
    let text = told(&old, &new);
    assert!(text.contains(&format!("{TITLE}{said}")), "{text}");
    let unproven = |old: &str, new: &str| {
        let ([old, new], none) = ([parse(old), parse(new)], Quotes::none());
        let comparison = compared(&old, &new).with_totals((&old, &none), (&new, &none));
        serde_json::to_value(&comparison).unwrap()["per_day"]["unproven"].clone()
    };
    assert_eq!(unproven(&old, &new), serde_json::json!(["USD"]));
    // One of the two has a bound.
    let text = told(&old, UNBOUNDED);
    assert!(text.contains("\n  of USD no bound is proven of both"), "{text}");
    // Both have.
    let old = edited(UNBOUNDED, "bounds = {", "bounds = { ETH = [\"100\",\"10000\"],");
    let new = edited(&old, "payout_ttl = \"20d\"", "payout_ttl = \"19d\"");
    assert_eq!(unproven(&old, &new), serde_json::Value::Null);
}

/// Where there is too much to ask for, only some numbers of people are told of, and of the others nothing.
#[test]
fn of_many_dated_entries_it_is_told_of_how_many_people_all_was_asked() {
    let first = Instant::parse("2026-12-24T00:00:00Z").unwrap();
    let entries = (1..=10).map(|nth| {
        let added = Instant::from_unix(first.unix() + nth * 3600).unwrap();
        format!("  {{ chain = \"ethereum\", address = \"0x{nth:040}\", added = {added}, label = \"Vault\" }},\n")
    });
    let own = "[lists.own-cold]\ncooling_off = \"7d\"\nentries = [\n";
    let old = edited(HOT_WALLET, own, &format!("{own}{}", entries.collect::<String>()));
    let text = told(&old, &edited(&old, "payout_ttl   = \"24h\"", "payout_ttl   = \"23h\""));
    assert!(text.contains(&format!("{TITLE}, of up to 5 people: as before\n")), "{text}");
}

/// Of a person whom only one of the two has, both are asked.
#[test]
fn as_many_people_as_either_policy_has_are_asked_about() {
    let new = edited(
        HOT_WALLET,
        "[groups]",
        "[approvers.zoe]\nkeys = [\"ecdsa:02dcd11f5b23a90e660aa5ab45e09e4095c18c653e49d3777bd059ac96a9f160dc\"]\n\n[groups]",
    );
    let new = edited(&new, "payout_ttl   = \"24h\"", "payout_ttl   = \"23h\"");
    for (old, new) in [(HOT_WALLET, new.as_str()), (&new, HOT_WALLET)] {
        let text = told(old, new);
        assert!(text.contains("whoever they are, at most: as before, whatever their number\n"), "{text}");
    }
}
