//! In what order things stand is irrelevant, up to digests.

use countersign::Decision;
use proptest::prelude::*;
use serde_json::Value;

use crate::frame::{Case, law};
use crate::generate::situation;
use crate::pool::{self, HEAD};
use crate::situation::{Situation, findings, ledger};

fn bytes(decision: &Decision<'_>) -> String {
    serde_json::to_string(decision).unwrap()
}

fn shuffled<T: Clone + std::fmt::Debug + 'static>(all: Vec<T>) -> impl Strategy<Value = Vec<T>> {
    Just(all).prop_shuffle()
}

#[test]
fn the_order_of_approvals_changes_not_one_byte() {
    let of = situation().prop_flat_map(|situation| (shuffled(situation.said.clone()), Just(situation)));
    law(120, 30, &of, |(said, situation)| {
        let policy = situation.policy();
        let decision = situation.decide(&policy);
        let other = Situation { said: said.clone(), ..situation.clone() }.decide(&policy);
        assert_eq!(bytes(&decision), bytes(&other));
        Case::alive_if(decision.is_allowed() && said != situation.said)
    });
}

#[test]
fn the_order_of_ledger_lines_changes_only_the_digest_of_the_ledger() {
    let of = situation().prop_flat_map(|situation| {
        let places: Vec<usize> = (0..situation.spent.len()).collect();
        (shuffled(places), Just(situation))
    });
    law(120, 20, &of, |(places, situation)| {
        let policy = situation.policy();
        let approvals = situation.approvals(&policy);
        let decision = situation.decide_with(&policy, &approvals);
        let entries = situation.entries();
        let entries: Vec<_> = places.iter().map(|place| entries[*place].clone()).collect();
        let case = countersign::Case::open(&policy, &situation.asked.payout(), &approvals).unwrap();
        let other = case.decide(&ledger(&policy, entries), &countersign::Quotes::none(), situation.now());
        assert_eq!(findings(&decision), findings(&other));
        Case::alive_if(decision.is_allowed() && !places.is_sorted())
    });
}

/// The text with its tables, and the keys within each, in another order.
fn rewritten(situation: &Situation) -> impl Strategy<Value = String> + use<> {
    let tables = pool::tables(&situation.rules, &situation.limits);
    shuffled(tables).prop_flat_map(|tables| {
        let tables: Vec<BoxedStrategy<String>> = tables.iter().map(|table| with_keys_shuffled(table)).collect();
        (with_keys_shuffled(&format!("# head\n{HEAD}")), tables)
            .prop_map(|(head, tables)| format!("{head}\n{}", tables.join("\n")))
    })
}

/// A table keeps its first line. One whose value runs over several lines stays as it is.
fn with_keys_shuffled(table: &str) -> BoxedStrategy<String> {
    let lines: Vec<String> = table.lines().map(str::to_owned).collect();
    let (first, keys) = lines.split_first().unwrap();
    if !keys.iter().all(|line| line.is_empty() || line.contains(" = ")) || keys.last().is_some_and(|last| last == "]") {
        return Just(table.to_owned()).boxed();
    }
    let first = first.clone();
    shuffled(keys.to_vec()).prop_map(move |keys| format!("{first}\n{}\n", keys.join("\n"))).boxed()
}

#[test]
fn the_order_of_tables_rules_and_keys_in_a_policy_changes_only_its_digest() {
    let of = situation().prop_flat_map(|situation| (rewritten(&situation), Just(situation)));
    law(150, 30, &of, |(text, situation)| {
        let (policy, other) = (situation.policy(), pool::parse(&text));
        assert_ne!(policy.digest(), other.digest());
        // Signed anew, since a signature binds the digest.
        let (decision, resigned) = (situation.decide(&policy), situation.decide(&other));
        assert_eq!(without_keys(findings(&decision)), without_keys(findings(&resigned)));
        Case::alive_if(decision.is_allowed())
    });
}

/// Of equally early approvals of one person the least signature counts, which is another one once signed anew.
fn without_keys(mut found: Value) -> Value {
    for approval in found["approvals"].as_array_mut().unwrap() {
        approval.as_object_mut().unwrap().remove("key");
    }
    found
}
