//! `exposure`: what an auditor reads of every showcase, and what a machine can replay.
//!
//! With `WRITE_REPORTS=1` the answers are written anew, to be read before they are committed.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "what a test does not find fails it")]

#[path = "../../tests/support/signer.rs"]
mod signer;
mod support;

use std::collections::BTreeSet;

use countersign::analyze::{Party, Supposed};
use countersign::{Instant, Name, Payout, Policy, Quote, Quotes, Scheme, quote_statement};
use serde_json::{Value, json};
use signer::Signer;
use support::{Desk, Run, is_as_committed};

/// A showcase and its policy.
macro_rules! showcase {
    ($name:literal) => {
        ($name, include_str!(concat!("../../policies/", $name, ".toml")))
    };
}

const SHOWCASES: [(&str, &str); 8] = [
    showcase!("bridge"),
    showcase!("cold-vault"),
    showcase!("hot-wallet"),
    showcase!("many-assets"),
    showcase!("market-maker"),
    showcase!("minimal"),
    showcase!("payment-processor"),
    showcase!("treasury"),
];

const AT: &str = "--at 2026-11-23T10:00:00Z";

/// Of one thief within a day, which is meant where nothing is said; of two within a week.
#[test]
fn every_showcase_is_answered_in_words_for_people() {
    for (name, policy) in SHOWCASES {
        let desk = Desk::new(&format!("words-{name}"));
        desk.write("policy.toml", policy);
        let run = desk.run(&format!("exposure policy.toml --stolen 1 {AT}"));
        assert_eq!((run.exit, run.err.as_str()), (0, ""), "{name}");
        is_as_committed(&format!("exposure_files/{name}-1.txt"), &run.out);
        let run = desk.run(&format!("exposure policy.toml --stolen 2 --within 7d {AT}"));
        assert_eq!((run.exit, run.err.as_str()), (0, ""), "{name}");
        is_as_committed(&format!("exposure_files/{name}-2.txt"), &run.out);
    }
}

#[test]
fn a_machine_can_replay_every_schedule_from_the_json_alone() {
    let (mut replayed, mut quoted) = (0, BTreeSet::new());
    for (name, text) in SHOWCASES {
        let desk = Desk::new(&format!("json-{name}"));
        desk.write("policy.toml", text);
        let run = desk.run(&format!("exposure policy.toml --stolen 2 --within 48h {AT} --format json"));
        let report: Value = serde_json::from_str(&run.out).unwrap();
        assert_eq!(report["exact"], true, "{name}");
        let policy = Policy::parse(text).unwrap();
        for loss in report["losses"].as_array().unwrap() {
            for figure in [&loss["anywhere"], &loss["to_strangers"]] {
                let steps = figure["schedule"].as_array().map_or(&[][..], Vec::as_slice);
                let thieves = figure["thieves"].as_array().into_iter().flatten().map(|name| name.as_str().unwrap());
                let thieves = Party::of(&policy, thieves).unwrap();
                let mut supposed = Supposed::new(&policy);
                for step in steps {
                    let payout: Payout = serde_json::from_value(step["payout"].clone()).unwrap();
                    let at = Instant::parse(step["at"].as_str().unwrap()).unwrap();
                    supposed = supposed.with_quotes(quotes(&policy, &report["prices"], loss["is_value"] == true, at));
                    assert!(supposed.reserve(&payout, &thieves, at).unwrap().is_allowed(), "{name}: {step}");
                    replayed += 1;
                    let asset = payout.amount().asset().as_str().to_owned();
                    let is_quoted = |price: &&Value| price["asset"] == asset.as_str() && price["source"] != "fixed";
                    quoted.extend(report["prices"].as_array().unwrap().iter().find(is_quoted).map(|_| asset.clone()));
                }
            }
        }
    }
    assert!(replayed >= 50, "only {replayed} payouts were replayed");
    assert_eq!(quoted, BTreeSet::from(["BTC", "ETH", "TRX"].map(String::from)), "what is worth what feeds say is paid");
}

/// What every feed of a policy signs, if things are worth what a report says: the highest for the value of all.
fn quotes(policy: &Policy, prices: &Value, of_value: bool, at: Instant) -> Quotes {
    let mut quotes: Vec<Quote> = Vec::new();
    for price in prices.as_array().unwrap().iter().filter(|price| price["source"] != "fixed") {
        let asset = price["asset"].as_str().unwrap();
        let worth = price.get("highest").filter(|_| of_value).unwrap_or(&price["price"]).as_str().unwrap();
        for feed in policy.approvers().filter(|name| name.as_str().starts_with("feed-")) {
            let signer = Signer::named(feed.as_str(), Scheme::Ecdsa);
            let text = quote_statement(policy, &Name::parse(asset).unwrap(), worth, at, &signer.key_text()).unwrap();
            let signature = signer.sign(text.as_bytes());
            let quote = json!({ "signer": feed, "key": signer.key_text(), "asset": asset, "price": worth,
                "quoted_at": at, "signature": signature });
            quotes.push(serde_json::from_value(quote).unwrap());
        }
    }
    Quotes::verify(policy, &quotes).unwrap()
}

/// Runs `exposure` on a showcase.
fn ask(desk: &Desk, name: &str, arguments: &str) -> Run {
    let (_, policy) = SHOWCASES.iter().find(|(known, _)| *known == name).unwrap();
    desk.write("policy.toml", policy);
    let run = desk.run(&format!("exposure policy.toml {AT} {arguments}"));
    assert_eq!((run.exit, run.err.as_str()), (0, ""), "{name}");
    run
}

/// Above 5 BTC a payout waits for half an hour, in which the guardians may veto it.
#[test]
fn others_who_answer_in_time_stop_what_waits_for_longer() {
    let desk = Desk::new("respond");
    let stolen = "--stolen alice,bob,carol,erin --within 24h --asset BTC";
    let late = ask(&desk, "hot-wallet", &format!("{stolen} --respond 30m"));
    is_as_committed("exposure_files/respond-late.txt", &late.out);
    let in_time = ask(&desk, "hot-wallet", &format!("{stolen} --respond 29m"));
    is_as_committed("exposure_files/respond-in-time.txt", &in_time.out);
}

/// An hour before, four of the five bitcoin a day had left that a robot may send.
#[test]
fn what_has_left_before_is_missing_until_it_leaves_the_window() {
    let desk = Desk::new("ledger");
    let stolen = "--stolen payout-bot --within 23h --asset BTC";
    ask(&desk, "hot-wallet", stolen);
    let header = desk.run("ledger new policy.toml").out.replace("\"entries\":0", "\"entries\":1");
    let line = json!({ "payout": "po-1", "wallet": "hot-1", "amount": "4 BTC", "initiator": "payout-bot", "lists": [],
        "to": "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy", "at": "2026-11-23T09:00:00Z", "state": "paid" });
    desk.write("left.jsonl", format!("{header}{line}\n"));
    let run = ask(&desk, "hot-wallet", &format!("{stolen} --ledger left.jsonl"));
    is_as_committed("exposure_files/ledger.txt", &run.out);
    let sooner = stolen.replace("23h", "22h");
    for (ledger, most) in [("--ledger left.jsonl", "1 BTC"), ("", "5 BTC")] {
        let run = ask(&desk, "hot-wallet", &format!("{sooner} {ledger}"));
        assert!(run.out.contains(&format!("payout-bot can move {most} within 22h, and no more")), "{}", run.out);
    }
    let missing = desk.run(&format!("exposure policy.toml {AT} {stolen} --ledger nowhere.jsonl"));
    assert!(missing.exit == 2 && missing.err.contains("nowhere.jsonl"), "{}", missing.err);
}

/// At 87,000 dollars, as two of three feeds say, one and no longer ten bitcoin are below a hundred thousand.
#[test]
fn what_can_leave_is_worth_what_the_given_quotes_say() {
    let desk = Desk::new("quoted");
    desk.write("quotes.jsonl", include_str!("diff_files/quotes.jsonl"));
    let run = ask(&desk, "many-assets", "--stolen 1 --within 1h --asset BTC --prices quotes.jsonl");
    is_as_committed("exposure_files/prices.txt", &run.out);
    assert!(run.out.contains("1.14942528 BTC"), "{}", run.out);
    let missing = desk.run(&format!("exposure policy.toml {AT} --stolen 1 --within 1h --prices nowhere.jsonl"));
    assert!(missing.exit == 2 && missing.err.contains("nowhere.jsonl"), "{}", missing.err);
}

#[test]
fn a_table_and_its_picture_are_written() {
    let desk = Desk::new("curve");
    desk.write("policy.toml", SHOWCASES[6].1);
    let run = desk.run(&format!("exposure policy.toml --stolen 1 --within 24h {AT} --curve --svg curve.svg"));
    assert_eq!((run.exit, run.err.as_str()), (0, ""));
    assert!(run.out.contains("1 person    10000    10000    10000    20000\n"), "{}", run.out);
    assert!(desk.read("curve.svg").starts_with("<svg "));
    let run = desk.run(&format!("exposure policy.toml --stolen bob,erin --within 1h {AT} --curve --format json"));
    let report: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(report["tables"][0]["rows"][0]["at_most"][1], "1000000 USDT");
}

#[test]
fn names_spans_and_assets_that_cannot_be_meant_are_refused() {
    let desk = Desk::new("usage");
    for (arguments, word) in [
        ("--stolen mallory --within 24h", "mallory"),
        ("--stolen 1 --within forever", "forever"),
        ("--stolen 1 --within 24h --asset DOGE", "DOGE"),
        ("--stolen 1 --within 24h --svg curve.svg", "--curve"),
        ("--within 24h", "--stolen"),
        ("--stolen 01 --within 24h", "`01` is no number of people"),
        ("--stolen 4294967296 --within 24h", "`4294967296` is no number of people"),
    ] {
        let run = desk.run(&format!("exposure policy.toml {AT} {arguments}"));
        assert_eq!((run.exit, run.out.as_str()), (2, ""), "{arguments}");
        assert!(run.err.contains(word), "{arguments}: {}", run.err);
    }
}
