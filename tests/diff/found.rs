//! Pairs that were told wrongly, in part or not at all: the same or tighter though a payout was allowed anew, since whom
//! the comparison made up was taken; not clear; or with an example of long ago.

use countersign::analyze::Change;

use crate::replay::{compared, edited, parse};

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

/// A count of hundreds is met after as many payouts.
#[test]
fn a_count_above_two_hundred_is_told_both_ways() {
    let old = include_str!("found/count.toml");
    for (count, lines) in [("400", 400), ("499", 499)] {
        let new = edited(old, "500 per 24h", &format!("{count} per 24h"));
        assert_eq!(change(&new, old), Change::Looser);
        let comparison = compared(&parse(old), &parse(&new));
        assert_eq!(comparison.change(), Change::Tighter, "{comparison}");
        assert_eq!(comparison.less().witnesses()[0].example().ledger().len(), lines);
    }
}

/// As many payouts as that no ledger that is made up holds: it is no guess.
#[test]
fn a_count_of_many_thousands_is_told_or_not_clear() {
    let old = edited(include_str!("found/count.toml"), "500 per 24h", "4097 per 24h");
    assert_eq!(change(&old, &edited(&old, "4097 per 24h", "4096 per 24h")), Change::Tighter);
    assert_eq!(change(&old, &edited(&old, "4097 per 24h", "4098 per 24h")), Change::Unclear);
}
