//! `exposure`: what an auditor reads of every showcase, and what a machine can replay.
//!
//! With `WRITE_REPORTS=1` the answers are written anew, to be read before they are committed.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "what a test does not find fails it")]

mod support;

use countersign::analyze::{Party, Supposed};
use countersign::{Instant, Payout, Policy};
use serde_json::Value;
use support::{Desk, is_as_committed};

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

/// Of one thief within a day, of two within a week.
#[test]
fn every_showcase_is_answered_in_words_for_people() {
    for (name, policy) in SHOWCASES {
        let desk = Desk::new(&format!("words-{name}"));
        desk.write("policy.toml", policy);
        let run = desk.run(&format!("exposure policy.toml --stolen 1 --within 24h {AT}"));
        assert_eq!((run.exit, run.err.as_str()), (0, ""), "{name}");
        is_as_committed(&format!("exposure_files/{name}-1.txt"), &run.out);
        let run = desk.run(&format!("exposure policy.toml --stolen 2 --within 7d {AT}"));
        assert_eq!((run.exit, run.err.as_str()), (0, ""), "{name}");
        is_as_committed(&format!("exposure_files/{name}-2.txt"), &run.out);
    }
}

#[test]
fn a_machine_can_replay_every_schedule_from_the_json_alone() {
    let mut replayed = 0;
    for (name, text) in SHOWCASES {
        let desk = Desk::new(&format!("json-{name}"));
        desk.write("policy.toml", text);
        let run = desk.run(&format!("exposure policy.toml --stolen 2 --within 48h {AT} --format json"));
        let report: Value = serde_json::from_str(&run.out).unwrap();
        assert_eq!(report["exact"], true, "{name}");
        // Of an asset without a fixed price the engine wants quotes, which nobody signs here.
        let is_priced = |step: &Value| {
            let amount = step["payout"]["amount"].as_str().unwrap();
            name != "many-assets" || amount.ends_with("USDC") || amount.ends_with("USDT")
        };
        let policy = Policy::parse(text).unwrap();
        for figure in
            report["losses"].as_array().unwrap().iter().flat_map(|loss| [&loss["anywhere"], &loss["to_strangers"]])
        {
            let steps = figure["schedule"].as_array().map_or(&[][..], Vec::as_slice);
            let thieves = figure["thieves"].as_array().into_iter().flatten().map(|name| name.as_str().unwrap());
            let thieves = Party::of(&policy, thieves).unwrap();
            let mut supposed = Supposed::new(&policy);
            for step in steps.iter().filter(|step| is_priced(step)) {
                let payout: Payout = serde_json::from_value(step["payout"].clone()).unwrap();
                let at = Instant::parse(step["at"].as_str().unwrap()).unwrap();
                assert!(supposed.reserve(&payout, &thieves, at).unwrap().is_allowed(), "{name}: {step}");
                replayed += 1;
            }
        }
    }
    assert!(replayed >= 40, "only {replayed} payouts were replayed");
}

#[test]
fn a_table_and_its_picture_are_written() {
    let desk = Desk::new("curve");
    desk.write("policy.toml", SHOWCASES[6].1);
    let run = desk.run(&format!("exposure policy.toml --stolen 1 --within 24h {AT} --curve --svg curve.svg"));
    assert_eq!((run.exit, run.err.as_str()), (0, ""));
    assert!(run.out.contains("any 1 person    10000    10000    10000    20000\n"), "{}", run.out);
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
