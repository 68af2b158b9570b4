//! Facts about small changes, each with what it is good for.

use countersign::Name;
use countersign::analyze::Change::{Looser, Tighter};
use countersign::analyze::Comparison;

use crate::family;
use crate::replay::{compared, edited, parse};

const APPROVE: &str = "approve = \"1 of ops\"";

/// The family's first policy with one thing written otherwise, and then another.
fn compare(both: (&str, &str), then: (&str, &str)) -> Comparison {
    let old = edited(&family::first(), both.0, both.1);
    let new = edited(&old, then.0, then.1);
    compared(&parse(&old), &parse(&new))
}

#[test]
fn a_longer_delay_is_tighter_and_a_shorter_looser() {
    let delayed = "approve = \"1 of ops\"\ndelay = \"24h\"\nveto = \"1 of risk\"";
    let longer = compare((APPROVE, delayed), ("\"24h\"\nveto", "\"25h\"\nveto"));
    assert_eq!(longer.change(), Tighter);
    let shorter = compare((APPROVE, delayed), ("\"24h\"\nveto", "\"23h\"\nveto"));
    assert_eq!(shorter.change(), Looser);
    let [witness] = shorter.more().witnesses() else { panic!("{shorter}") };
    let example = witness.example();
    assert_eq!(example.at().unix() - example.payout().submitted_at().unix(), 23 * 3_600, "as soon as it may");
}

/// Her approval does not count any more, and neither does her no.
#[test]
fn who_leaves_sooner_approves_less_and_stops_less() {
    let left = "[approvers.dana]\nactive_until = 2026-11-27T00:00:00Z";
    let approving = compare((APPROVE, "approve = \"1 of ops and 1 of risk\""), ("[approvers.dana]", left));
    assert_eq!(approving.change(), Tighter, "{approving}");
    let stopping = compare((APPROVE, "approve = \"1 of ops\"\nveto = \"1 of risk\""), ("[approvers.dana]", left));
    assert_eq!(stopping.change(), Looser, "{stopping}");
    let rejecting = stopping.more().witnesses()[0].example().rejecting();
    assert_eq!(rejecting.iter().map(Name::as_str).collect::<Vec<_>>(), ["dana"]);
}

#[test]
fn it_is_said_who_can_have_how_much_and_whom_it_took_before() {
    let comparison = compare((APPROVE, "approve = \"2 of ops\""), ("\"2 of ops\"", "\"1 of ops\""));
    assert_eq!(comparison.change(), Looser);
    let text = comparison.to_string();
    let said = "  alice alone can have up to 2 BTC per 24h released from hot; before: alice and bob\n";
    assert!(text.contains(said), "{text}");
}

/// A line of the ledger is taken off the budget of everybody, or of what went there: that shows only after it.
#[test]
fn a_limit_of_each_destination_is_looser_than_one_of_all() {
    let limit = "[[limits]]\nname = \"own\"\nmax = \"1 BTC per 24h\"\n";
    let each = format!("{limit}each = [\"destination\"]\n");
    let comparison = compare(("\n# more\n", limit), (limit, &each));
    assert_eq!(comparison.change(), Looser, "{comparison}");
    assert_eq!(comparison.more().witnesses()[0].example().ledger().len(), 1);
}
