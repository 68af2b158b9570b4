//! Editing a list, or a limit's neighbours, never refills a budget.

use countersign::{Case as Opened, Ledger, Policy, Quotes};
use proptest::prelude::*;
use serde_json::json;

use crate::frame::{Case, law};
use crate::situation::since_submission;

/// Whom the lists `a` and `b` name, by the number of an address; a cooling one became a member an hour ago.
type Members = [Vec<(usize, bool)>; 2];

/// Every address; the last is the one asked about, and its memberships never change.
const ADDRESSES: usize = 5;

fn text(members: &Members, version: &str) -> String {
    let entry = |(address, cooling): &(usize, bool)| {
        let added = if *cooling { "2026-11-23T08:00:00Z" } else { "2026-01-01T00:00:00Z" };
        format!("{{ chain = \"coinchain\", address = \"addr-{address}\", added = {added} }}")
    };
    let list = |members: &[(usize, bool)]| members.iter().map(entry).collect::<Vec<_>>().join(", ");
    format!(
        r#"schema = 1
realm = "laws"
name = "lists"
{version}
wallets = ["w1"]
payout_ttl = "30d"
approval_ttl = "30d"
clock_skew = "2m"
payload = "optional"

[assets.COIN]
chain = "coinchain"
decimals = 2

[lists.a]
cooling_off = "24h"
entries = [{}]

[lists.b]
cooling_off = "24h"
entries = [{}]

[[rules]]
name = "anything"
assets = ["COIN"]
wallets = "any"
to = "any"
initiators = "unsigned"
approve = "none"

[[limits]]
name = "fee"
max_fee = "unlimited"

[[limits]]
name = "whole"
max = "9 COIN per 24h"

[[limits]]
name = "to-a"
max = "5 COIN per 24h"
to = ["a"]

[[limits]]
name = "not-to-a"
max = "5 COIN per 24h"
not_to = ["a"]

[[limits]]
name = "not-to-a-or-b"
max = "4 COIN per 24h"
not_to = ["a", "b"]

[[limits]]
name = "each"
max = "3 COIN per 24h"
to = ["a", "b"]
each = ["destination"]
"#,
        list(&members[0]),
        list(&members[1])
    )
}

fn members() -> impl Strategy<Value = Members> {
    let list = || {
        let some = proptest::sample::subsequence((0..ADDRESSES - 1).collect::<Vec<_>>(), 0..ADDRESSES);
        (some, proptest::collection::vec(any::<bool>(), ADDRESSES))
            .prop_map(|(some, cooling)| some.into_iter().map(|one| (one, cooling[one])).collect::<Vec<_>>())
    };
    [list(), list()]
}

fn case<'p>(policy: &'p Policy, id: &str, units: u64, to: usize) -> Opened<'p> {
    let payout = json!({
        "id": id, "wallet": "w1", "amount": crate::situation::coins(units), "to": format!("addr-{to}"),
        "initiator": "anyone", "submitted_at": since_submission(0),
    });
    Opened::open(policy, &serde_json::from_value(payout).unwrap(), &[]).unwrap()
}

/// Reserves as much of it as is allowed.
fn spend(ledger: &mut Ledger, policy: &Policy, payments: &[(usize, u64)]) {
    for (place, (to, units)) in payments.iter().enumerate() {
        let at = since_submission(60 + i64::try_from(place).unwrap());
        let decision = case(policy, &format!("po-{place}"), *units, *to).decide(ledger, &Quotes::none(), at);
        if let Some(permit) = decision.into_permit() {
            ledger.reserve(permit).unwrap();
        }
    }
}

/// What is left for an address: hundredths of a COIN.
fn left(policy: &Policy, ledger: &Ledger, to: usize, at: i64) -> u64 {
    let all = case(policy, "probe", 900, to).allowed_up_to(ledger, &Quotes::none(), since_submission(at));
    let Some(all) = all else { return 0 };
    (1..=900).find(|units| crate::situation::coins(*units) == all).unwrap()
}

/// What cooled before still does: the end of a cooling-off is the one change that section 4 lets free a budget.
fn keep_cooling(before: &Members, after: &mut Members) {
    for (before, after) in before.iter().zip(after) {
        for (address, cooling) in after {
            *cooling |= before.contains(&(*address, true));
        }
    }
}

#[test]
fn what_was_spent_while_a_destination_cooled_leaves_the_others_budget_once_it_is_in_the_list() {
    // To the letter: the line's `lists` name `a`, which it touched, and its destination is in `a` now.
    let policy = Policy::parse(&text(&[vec![(0, true)], vec![]], "version = 1")).unwrap();
    let mut ledger = Ledger::new(&policy);
    spend(&mut ledger, &policy, &[(0, 200)]);
    let hours = |hours: i64| hours * 3_600;
    assert_eq!(left(&policy, &ledger, 4, hours(23) - 1), 200, "of the 4 for what is in neither list");
    assert_eq!(left(&policy, &ledger, 4, hours(23)), 400);
}

#[test]
fn no_edit_of_a_list_leaves_more_than_there_was() {
    let probe = proptest::option::of(any::<bool>());
    let payments = proptest::collection::vec((0..ADDRESSES, 1..250u64), 1..8);
    let of = (members(), members(), [probe.clone(), probe], payments, 600..23 * 3_600i64);
    // Alive where something is left and the edit made it less.
    law(300, 40, &of, |(mut before, mut after, probe, payments, later)| {
        for list in [&mut before, &mut after] {
            for (members, probe) in list.iter_mut().zip(probe) {
                members.extend(probe.map(|cooling| (ADDRESSES - 1, cooling)));
            }
        }
        keep_cooling(&before, &mut after);
        let first = Policy::parse(&text(&before, "version = 1")).unwrap();
        let second = text(&after, &format!("version = 2\nprevious = \"{}\"", first.digest()));
        let second = Policy::parse(&second).unwrap();
        let mut ledger = Ledger::new(&first);
        spend(&mut ledger, &first, &payments);
        let edited = ledger.read_under(&second).unwrap();
        let (had, has) = (left(&first, &ledger, ADDRESSES - 1, later), left(&second, &edited, ADDRESSES - 1, later));
        assert!(has <= had, "{has} after {had}: {before:?} became {after:?}");
        Case::alive_if(0 < has && has < had)
    });
}

#[test]
fn a_new_version_that_changes_nothing_leaves_exactly_what_there_was() {
    let payments = proptest::collection::vec((0..ADDRESSES, 1..250u64), 1..8);
    law(60, 30, &(members(), payments), |(members, payments)| {
        let first = Policy::parse(&text(&members, "version = 1")).unwrap();
        let second =
            Policy::parse(&text(&members, &format!("version = 2\nprevious = \"{}\"", first.digest()))).unwrap();
        let mut ledger = Ledger::new(&first);
        spend(&mut ledger, &first, &payments);
        let moved = ledger.read_under(&second).unwrap();
        let left: Vec<(u64, u64)> =
            (0..ADDRESSES).map(|to| (left(&first, &ledger, to, 9_000), left(&second, &moved, to, 9_000))).collect();
        assert!(left.iter().all(|(had, has)| had == has), "{left:?}");
        Case::alive_if(left.iter().any(|(had, _)| *had > 0))
    });
}
