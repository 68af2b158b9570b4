//! How long the analyses take whoever asks for them: `tests/analyses.sh` runs this in a release build.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "what a test does not find fails it")]

#[path = "support/copies.rs"]
mod copies;
#[path = "../../tests/support/large_policy.rs"]
mod large_policy;
#[path = "../../tests/support/rich_policy.rs"]
mod rich_policy;
#[path = "../../tests/support/signer.rs"]
mod signer;
mod support;

use std::time::{Duration, Instant};

use copies::{LOOSENED, TIGHTENED};
use serde_json::Value;
use support::Desk;

const AT: &str = "--at 2026-11-23T10:00:00Z";

/// Of every showcase policy, and of the large one.
const EACH: Duration = Duration::from_secs(2);
const LARGE: Duration = Duration::from_secs(60);

/// What is written in the large policy, and what is written instead.
const EDITS: [(&str, &str); 3] = [
    ("max = \"999 A0 per 24h\"", "max = \"1000 A0 per 24h\""),
    ("approve = \"1 of g0\"", "approve = \"2 of g0\""),
    ("approval_ttl = \"48h\"", "approval_ttl = \"47h\""),
];

/// What was asked, and what took longest.
struct Clock {
    most: Duration,
    answers: usize,
    slowest: (Duration, String),
}

impl Clock {
    fn new(most: Duration) -> Self {
        Self { most, answers: 0, slowest: (Duration::ZERO, String::new()) }
    }

    /// What is printed: of up to three runs the fastest counts, since what else the machine does is no part of it.
    fn ask(&mut self, desk: &Desk, of: &str, arguments: &str) -> String {
        let mut fastest: Option<(Duration, String)> = None;
        for _ in 0..3 {
            if fastest.as_ref().is_some_and(|(took, _)| *took < self.most / 2) {
                break;
            }
            let started = Instant::now();
            let run = desk.run(arguments);
            let took = started.elapsed();
            assert_eq!((run.exit, run.err.as_str()), (0, ""), "{of}: {arguments}");
            assert!(!run.out.is_empty(), "{of}: {arguments}");
            if fastest.as_ref().is_none_or(|(other, _)| took < *other) {
                fastest = Some((took, run.out));
            }
        }
        let (took, printed) = fastest.unwrap();
        self.answers += 1;
        if took > self.slowest.0 {
            self.slowest = (took, format!("{of}: {arguments}"));
        }
        printed
    }

    /// Says how long the slowest took, which is not too long.
    fn stop(&self, said: &str) {
        let (took, which) = &self.slowest;
        println!("\n{said}, the slowest {:.1} s ({which})", took.as_secs_f64());
        assert!(*took < self.most, "{which} took {took:?}");
    }
}

#[test]
#[ignore = "of a release build: tests/analyses.sh"]
fn every_analysis_of_every_showcase_is_answered_within_two_seconds() {
    let desk = Desk::new("showcases");
    let mut clock = Clock::new(EACH);
    for (loosened, tightened) in LOOSENED.into_iter().zip(TIGHTENED) {
        let name = loosened.0;
        assert_eq!(name, tightened.0);
        let policy = format!("{}/../policies/{name}.toml", env!("CARGO_MANIFEST_DIR"));
        let policy = std::fs::read_to_string(policy).unwrap();
        desk.write("policy.toml", &policy);
        let questions = [
            "coalitions policy.toml",
            "exposure policy.toml --stolen 1 --within 24h",
            "exposure policy.toml --stolen 2 --within 7d",
        ];
        clock.ask(&desk, name, "check policy.toml");
        for question in questions {
            clock.ask(&desk, name, &format!("{question} {AT}"));
        }
        for (_, from, to, way) in [loosened, tightened] {
            desk.write("copy.toml", policy.replacen(from, to, 1));
            let said = clock.ask(&desk, name, &format!("diff policy.toml copy.toml {AT}"));
            assert!(said.starts_with(way), "{name}: {said}");
            clock.ask(&desk, name, &format!("diff copy.toml policy.toml {AT}"));
        }
    }
    assert_eq!(clock.answers, 64);
    clock.stop(&format!("analyses: {} answers of 8 policies", clock.answers));
}

/// Whether it says what it leaves open, and all that it says so has a bound.
fn has_bounds(answer: &Value) -> bool {
    let missing = answer["incomplete"].as_array().unwrap();
    !missing.is_empty() && missing.iter().all(|one| one["bound"].as_str().is_some_and(|bound| !bound.is_empty()))
}

#[test]
#[ignore = "of a release build: tests/analyses.sh"]
fn every_analysis_of_a_thousand_rules_and_a_hundred_people_ends_within_a_minute_with_a_bound() {
    let mut clock = Clock::new(LARGE);
    // Of the plain one, what any one person takes is exact.
    large(&mut clock, "large", &large_policy::text(), &EDITS, true);
    large(&mut clock, "rich", &rich_policy::text(), &EDITS[..1], false);
    assert_eq!(clock.answers, 11 + 7);
    clock.stop(&format!("large: {} answers of 1,000 rules and 100 people", clock.answers));
}

/// Asks everything of a large policy.
fn large(clock: &mut Clock, name: &str, policy: &str, edits: &[(&str, &str)], is_exact_of_one: bool) {
    let desk = Desk::new(name);
    desk.write("policy.toml", policy);
    let mut ask = |arguments: &str| -> Value {
        serde_json::from_str(&clock.ask(&desk, name, &format!("{arguments} --format json"))).unwrap()
    };
    ask("check policy.toml");
    let coalitions = ask(&format!("coalitions policy.toml {AT}"));
    assert_eq!(coalitions["complete"], false);
    assert!(has_bounds(&coalitions));
    // Of any two, everybody together is the bound, or what limits alone let out.
    for (theft, is_exact) in [("--stolen 1 --within 24h", is_exact_of_one), ("--stolen 2 --within 7d", false)] {
        let exposure = ask(&format!("exposure policy.toml {theft} {AT}"));
        let losses = exposure["losses"].as_array().unwrap();
        assert!(losses.len() >= 5 && losses.iter().all(|loss| loss["anywhere"]["at_most"].is_string()), "{losses:?}");
        assert_eq!(exposure["exact"], is_exact);
        assert_eq!(is_exact, !has_bounds(&exposure));
    }
    let curve = ask(&format!("exposure policy.toml --stolen 1 --within 24h --curve {AT}"));
    let rows = || curve["tables"].as_array().unwrap().iter().flat_map(|table| table["rows"].as_array().unwrap());
    assert!(rows().count() > 0 && rows().all(|row| row["at_most"].as_array().unwrap().iter().all(Value::is_string)));
    for (from, to) in edits {
        assert!(policy.contains(from), "{from}");
        desk.write("copy.toml", policy.replacen(from, to, 1));
        for files in ["policy.toml copy.toml", "copy.toml policy.toml"] {
            let found = ask(&format!("diff {files} {AT}"));
            let is_said = |way: &Value| match way["status"].as_str().unwrap() {
                "unknown" => way["lacking"].as_array().is_some_and(|lacking| !lacking.is_empty()),
                "shown" => way["examples"].as_array().is_some_and(|examples| !examples.is_empty()),
                status => status == "nothing",
            };
            assert!(is_said(&found["more"]) && is_said(&found["less"]), "{from}: {}", found["change"]);
        }
    }
}
