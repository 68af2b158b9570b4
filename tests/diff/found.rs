//! Pairs that were called the same or tighter though a payout was allowed anew: whom the comparison made up was taken.

use countersign::analyze::Change;

use crate::replay::{compared, parse};

fn change(old: &str, new: &str) -> Change {
    let (old, new) = (parse(old), parse(new));
    compared(&old, &new).change()
}

/// All of the first made-up addresses are on a list of sanctioned ones.
#[test]
fn a_stranger_is_found_however_many_are_listed() {
    let found = change(include_str!("found/strangers-old.toml"), include_str!("found/strangers-new.toml"));
    assert!([Change::Looser, Change::Mixed].contains(&found), "{found}");
}

/// Who is a stranger to the one is listed by the other.
#[test]
fn a_stranger_to_both_is_asked_about() {
    let found = change(include_str!("found/both-old.toml"), include_str!("found/both-new.toml"));
    assert!([Change::Looser, Change::Mixed].contains(&found), "{found}");
}

/// The names that would be nobody's are the approvers'.
#[test]
fn a_name_that_nobody_has_is_found_whoever_approves() {
    let found = change(include_str!("found/names-old.toml"), include_str!("found/names-new.toml"));
    assert_eq!(found, Change::Looser);
}

/// The tag that would be no entry's is an entry's.
#[test]
fn a_tag_that_no_entry_has_is_found() {
    let found = change(include_str!("found/tags-old.toml"), include_str!("found/tags-new.toml"));
    assert_eq!(found, Change::Looser);
}
