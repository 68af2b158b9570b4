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
By all their payouts in any 24h, whoever they are, at most:
  any 1 person: 5 BTC, 100 ETH -> 10 BTC, 100 ETH
  any 2 to 3 people: 605 BTC (5 BTC to strangers), 8100 ETH (100 ETH to strangers) -> 610 BTC (10 BTC to strangers), 8100 ETH (100 ETH to strangers)

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
    let said = "\nBy all their payouts in any 24h, whoever they are, at most: as before, whatever their number\n";
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
    assert!(comparison.to_string().contains("\n  any 2 people: nothing -> 1 BTC\n"), "{comparison}");
}
