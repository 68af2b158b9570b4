//! The table by number of people: what is proven of every number of them by itself.

use countersign::Policy;
use countersign::analyze::{Figure, Loss, Theft, Thieves};
use serde_json::Value;

use crate::dice::Dice;
use crate::heist::exposure;
use crate::invented::{self, HOURS};
use crate::showcases::{policy, theft};

fn row(table: &Value, size: u64) -> &Value {
    let covers =
        |row: &&Value| row["people"][0].as_u64().unwrap() <= size && size <= row["people"][1].as_u64().unwrap();
    table.as_array().unwrap().iter().find(covers).unwrap()
}

/// What the table says so many people take no more of; what is left out of strangers is what is said of all.
fn said(table: &Value, size: u64, loss: &Loss, to_strangers: bool) -> Option<String> {
    let row = row(table, size);
    let of = |strangers: bool| {
        let cells = row["at_most"].as_array().unwrap().iter();
        cells.clone().find(|cell| cell["of"] == loss.name().as_str() && cell["to_strangers"] == strangers).cloned()
    };
    let cell = if to_strangers { of(true).or_else(|| of(false)) } else { of(false) };
    cell.unwrap()["amount"].as_str().map(str::to_owned)
}

/// Every number of people, asked by itself; how many differ from the one before.
fn check(policy: &Policy, base: &Theft, sizes: impl Iterator<Item = u32>) -> usize {
    let table = exposure(policy, base).by_people();
    let json = serde_json::to_value(&table).unwrap();
    for cell in json.as_array().unwrap().iter().flat_map(|row| row["at_most"].as_array().unwrap()) {
        let is_something = cell["amount"].as_str().is_some_and(|amount| !amount.starts_with("0 "));
        assert_eq!(
            is_something,
            !cell["held"].as_array().unwrap().is_empty(),
            "what is held is held by something\n{table}"
        );
    }
    for size in sizes {
        let found = exposure(policy, &Theft { by: Thieves::Any(size), ..base.clone() });
        assert_eq!(row(&json, u64::from(size))["fees"], serde_json::to_value(found.fees()).unwrap(), "{size}\n{table}");
        for loss in found.losses() {
            let proven = |figure: &Figure| loss.at_most(figure).map(|amount| amount.to_string());
            let strangers = loss.to_strangers().unwrap_or(loss.anywhere());
            for (figure, to_strangers) in [(loss.anywhere(), false), (strangers, true)] {
                let said = said(&json, u64::from(size), loss, to_strangers);
                assert_eq!(said, proven(figure), "{size} people, {}\n{table}", loss.name());
            }
        }
    }
    json.as_array().unwrap().len()
}

fn people(policy: &Policy) -> u32 {
    u32::try_from(policy.approvers().chain(policy.requesters()).count()).unwrap()
}

#[test]
fn of_the_showcases_it_says_what_is_proven_of_every_number() {
    for (name, within, rows) in [
        ("minimal", "24h", 2),
        ("hot-wallet", "24h", 3),
        ("cold-vault", "7d", 2),
        ("treasury", "7d", 3),
        ("payment-processor", "24h", 7),
        ("market-maker", "24h", 4),
        ("many-assets", "24h", 3),
    ] {
        let policy = policy(name);
        let base = theft(Thieves::Any(1), within, None, "2026-11-23T10:00:00Z");
        assert_eq!(check(&policy, &base, 1..=people(&policy)), rows, "{name}");
    }
    // Of the bridge only where schedules are soon found.
    let base = theft(Thieves::Any(1), "24h", None, "2026-11-23T10:00:00Z");
    assert_eq!(check(&policy("bridge"), &base, (1..=7).chain([16])), 2);
}

#[test]
fn of_invented_policies_too_also_where_others_veto() {
    let mut rows = 0;
    for seed in 0..8 {
        let (policy, _) = invented::policy(&mut Dice::new(7_000 + seed), &HOURS);
        for respond in [None, Some("1h")] {
            rows += check(&policy, &theft(Thieves::Any(1), "5h", respond, invented::START), 1..=people(&policy));
        }
    }
    assert!(rows > 20, "{rows}");
}

/// What is said of an asset at the highest price is what is said where the policy fixes that price.
#[test]
fn of_an_open_price_it_says_both_ends() {
    let open = include_str!("../../policies/bridge.toml");
    let bounds = "bounds   = { ETH = [\"100\", \"20000\"] }";
    let fixed = "fixed    = { USDC = \"1\" }";
    let base = theft(Thieves::Any(1), "24h", None, "2026-11-23T10:00:00Z");
    let table = exposure(&policy("bridge"), &base).by_people();
    for (price, most) in [("100", "1000000 ETH"), ("20000", "5000 ETH")] {
        let text = open.split("[[claims]]").next().unwrap().replace(bounds, "");
        let text = text.replace(fixed, &format!("fixed = {{ USDC = \"1\", ETH = \"{price}\" }}"));
        let rows = serde_json::to_value(exposure(&Policy::parse(&text).unwrap(), &base).by_people()).unwrap();
        let both = serde_json::to_value(&table).unwrap();
        for size in 1..=16 {
            let of = |table: &Value, price: Option<&str>| {
                let covers =
                    |row: &&Value| row["people"][0].as_u64() <= Some(size) && Some(size) <= row["people"][1].as_u64();
                let row = table.as_array().unwrap().iter().find(covers).unwrap();
                let cells = row["at_most"].as_array().unwrap().iter();
                let mut cells = cells.filter(|cell| cell["of"] == "ETH" && cell["price"].as_str() == price);
                cells.next().unwrap()["amount"].as_str().unwrap().to_owned()
            };
            let said = of(&both, Some(&format!("{price} USD")));
            assert_eq!(said, of(&rows, None), "{size} people at {price}\n{table}");
            assert_eq!(said, if size < 8 { "0 ETH" } else { most });
        }
    }
}

#[test]
fn it_reads_as_a_table() {
    let base = theft(Thieves::Any(1), "7d", None, "2026-11-23T10:00:00Z");
    assert_eq!(
        exposure(&policy("hot-wallet"), &base).by_people().to_string(),
        "no more than this can leave within 7d, fees apart, by how many people's keys are stolen, whoever they are:\n\
         \x20               BTC  BTC to strangers    ETH  ETH to strangers\n\
         1 person         40                40    800               800\n\
         2 or 3 people  4840                40  64800               800\n\
         4 or more      4945               145  66900              2900\n\
         what holds them back, and how often it is filled:\n\
         \x20 1 person\n\
         \x20   BTC, BTC to strangers: rule `btc-all-customers`: above 5 BTC per 24h others must agree (8 times)\n\
         \x20   ETH, ETH to strangers: rule `eth-all-customers`: above 100 ETH per 24h others must agree (8 times)\n\
         \x20   fees on top: BTC: up to 0.002 BTC a payout, 8450 payouts at most: 16.9 BTC\n\
         \x20   fees on top: ETH: up to 0.05 ETH a payout, 8450 payouts at most: 422.5 ETH\n\
         \x20 2 or 3 people\n\
         \x20   BTC: rule `btc-all-customers`: above 5 BTC per 24h others must agree (8 times); limit `evacuate-btc`: 600 BTC per 24h (8 times)\n\
         \x20   BTC to strangers: rule `btc-all-customers`: above 5 BTC per 24h others must agree (8 times)\n\
         \x20   ETH: rule `eth-all-customers`: above 100 ETH per 24h others must agree (8 times); limit `evacuate-eth`: 8000 ETH per 24h (8 times)\n\
         \x20   ETH to strangers: rule `eth-all-customers`: above 100 ETH per 24h others must agree (8 times)\n\
         \x20   fees on top: BTC: up to 0.002 BTC a payout, and nothing limits how many leave\n\
         \x20   fees on top: ETH: up to 0.05 ETH a payout, and nothing limits how many leave\n\
         \x20 4 or more\n\
         \x20   BTC: rule `btc-all-customers`: above 5 BTC per 24h it has to wait out a delay (once); limit `evacuate-btc`: 600 BTC per 24h (8 times); limit `btc-day`: 20 BTC per 24h (7 times)\n\
         \x20   BTC to strangers: rule `btc-all-customers`: above 5 BTC per 24h it has to wait out a delay (once); limit `btc-day`: 20 BTC per 24h (7 times)\n\
         \x20   ETH: rule `eth-all-customers`: above 100 ETH per 24h it has to wait out a delay (once); limit `evacuate-eth`: 8000 ETH per 24h (8 times); limit `eth-day`: 400 ETH per 24h (7 times)\n\
         \x20   ETH to strangers: rule `eth-all-customers`: above 100 ETH per 24h it has to wait out a delay (once); limit `eth-day`: 400 ETH per 24h (7 times)\n\
         \x20   fees on top: BTC: up to 0.002 BTC a payout, and nothing limits how many leave\n\
         \x20   fees on top: ETH: up to 0.05 ETH a payout, and nothing limits how many leave\n"
    );
}

/// A row says what holds all of its people back, and so what holds the most of them.
#[test]
fn a_row_says_what_holds_everybody_in_it() {
    let base = theft(Thieves::Any(1), "10m", None, "2026-11-23T10:00:00Z");
    let shown = exposure(&policy("hot-wallet"), &base).by_people().to_string();
    let (_, more) = shown.split_once("  2 or more\n").unwrap();
    assert!(
        more.starts_with("    BTC: rule `btc-all-customers`: above 5 BTC per 24h it has to wait out a delay"),
        "{shown}"
    );
}

#[test]
fn of_a_large_policy_there_is_no_row() {
    let rule = |number: usize| {
        format!(
            "[[rules]]\nname = \"r{number}\"\nassets = [\"BTC\"]\nwallets = \"any\"\nto = \"any\"\ninitiators = [\"owners\"]\n\
             above = \"{number} BTC per 24h\"\napprove = \"2 of owners\"\n"
        )
    };
    let minimal = include_str!("../../policies/minimal.toml");
    let minimal = minimal.split("[[claims]]").next().unwrap();
    let of = |rules: usize| Policy::parse(&(minimal.to_owned() + &(1..rules).map(rule).collect::<String>())).unwrap();
    let base = theft(Thieves::Any(1), "24h", None, "2026-11-23T10:00:00Z");
    assert!(!exposure(&of(128), &base).by_people().to_string().is_empty());
    let large = exposure(&of(129), &base).by_people().to_string();
    assert_eq!(large, "of other numbers of people nothing is said: the policy has more than 128 rules or 64 people\n");
}

#[test]
fn where_there_are_no_people_there_is_no_row() {
    let text = "schema = 1\nrealm = \"x\"\nname = \"empty\"\nversion = 1\nwallets = [\"w\"]\npayout_ttl = \"24h\"\n\
                approval_ttl = \"12h\"\nclock_skew = \"2m\"\npayload = \"optional\"\n[assets.BTC]\nchain = \"bitcoin\"\n\
                decimals = 8\n[[rules]]\nname = \"pay\"\nassets = [\"BTC\"]\nwallets = \"any\"\nto = \"any\"\n\
                initiators = \"unsigned\"\napprove = \"none\"\n[[limits]]\nname = \"day\"\nmax = \"1 BTC per 24h\"\n\
                [[limits]]\nname = \"fee\"\nmax_fee = \"0.001 BTC\"\n";
    let policy = Policy::parse(text).unwrap_or_else(|problems| panic!("{problems}"));
    let base = theft(Thieves::Any(1), "1h", None, "2026-11-23T10:00:00Z");
    assert_eq!(exposure(&policy, &base).by_people().to_string(), "");
}
