//! A policy of a thousand rules and a hundred people, against an edited copy: an answer, or what is lacking of one.

use std::time::Instant;

use countersign::analyze::{Change, Direction};

use crate::large_policy;
use crate::replay::{compared, edited, parse};

/// What is written, what is written instead, and which way that can be.
const EDITS: [(&str, &str, [Change; 2]); 3] = [
    ("max = \"999 A0 per 24h\"", "max = \"1000 A0 per 24h\"", [Change::Looser, Change::Unclear]),
    ("approve = \"1 of g0\"", "approve = \"2 of g0\"", [Change::Tighter, Change::Unclear]),
    ("approval_ttl = \"48h\"", "approval_ttl = \"47h\"", [Change::Tighter, Change::Unclear]),
];

#[test]
fn a_thousand_rules_and_a_hundred_people_are_compared() {
    let text = large_policy::text();
    let old = parse(&text);
    for (from, to, expected) in EDITS {
        let new = parse(&edited(&text, from, to));
        let started = Instant::now();
        let comparison = compared(&old, &new);
        let change = comparison.change();
        println!("diff: a thousand rules, {from} -> {to}: {change} in {:?}", started.elapsed());
        assert!(expected.contains(&change), "{from} -> {to}: {change}");
        for direction in [comparison.more(), comparison.less()] {
            if let Direction::Unknown(lacking) = direction {
                assert!(!lacking.is_empty(), "it says what it lacks");
            }
        }
    }
}
