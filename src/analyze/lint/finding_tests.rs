//! However much is found, what is grave is not left out for what is light.

use core::cmp::Reverse;

use super::code::{LintCode, Severity};
use super::finding::{MOST_FINDINGS, Sink};
use super::places::Place;

fn place(at: usize) -> Place {
    Place { span: at..at, table: None }
}

#[test]
fn light_findings_take_no_place_of_grave_ones() {
    let mut sink = Sink::default();
    for at in 0..MOST_FINDINGS {
        sink.add_as(LintCode::Unused, Severity::Info, place(at), "light", "");
    }
    assert!(!sink.has_left_out(), "so many are kept");
    sink.add_as(LintCode::OnePerson, Severity::High, place(0), "grave", "");
    assert!(!sink.has_left_out());
    sink.add_as(LintCode::Unused, Severity::Info, place(MOST_FINDINGS), "one too many", "");
    assert!(sink.has_left_out(), "and it is said that one is not");
    let mut found = sink.sorted();
    found.sort_by_key(|one| Reverse(one.severity));
    assert_eq!(found.len(), MOST_FINDINGS.saturating_add(1));
    assert_eq!(found.first().map(|one| one.message.as_str()), Some("grave"));
}
