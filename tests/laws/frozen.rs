//! Equal inputs give equal bytes.

use std::collections::BTreeSet;

use countersign::{Decision, Ledger};
use proptest::prelude::*;

use crate::frame::{Case, law};
use crate::generate::situation;
use crate::pool;
use crate::situation::{Situation, ledger};

fn bytes(decision: &Decision<'_>) -> Vec<u8> {
    serde_json::to_vec(decision).unwrap()
}

#[test]
fn everything_made_anew_from_the_same_inputs_gives_the_same_bytes() {
    law(120, 30, &situation(), |situation| {
        let policy = situation.policy();
        let first = situation.decide(&policy);
        let again = situation.clone();
        let policy_again = again.policy();
        let second = again.decide(&policy_again);
        assert_eq!(bytes(&first), bytes(&second));
        // And in another thread, whose hashers and addresses are other ones.
        let elsewhere = std::thread::spawn(move || bytes(&again.decide(&again.policy()))).join().unwrap();
        assert_eq!(bytes(&first), elsewhere);
        Case::alive_if(first.is_allowed())
    });
}

#[test]
fn another_input_gives_other_bytes() {
    let of = situation().prop_flat_map(|situation| (Just(situation), 1..900u64));
    law(60, 8, &of, |(situation, units)| {
        let policy = situation.policy();
        if units == situation.asked.units {
            return Case::Idle;
        }
        let mut other = situation.clone();
        other.asked.units = units;
        assert_ne!(bytes(&situation.decide(&policy)), bytes(&other.decide(&policy)));
        let later = Situation { now: situation.now + 1, ..situation.clone() };
        assert_ne!(bytes(&situation.decide(&policy)), bytes(&later.decide(&policy)));
        Case::alive_if(situation.decide(&policy).is_allowed())
    });
}

#[test]
fn a_ledgers_digest_names_its_lines_and_a_decision_carries_it() {
    law(60, 8, &situation(), |situation| {
        let policy = situation.policy();
        let (entries, whole) = (situation.entries(), situation.ledger(&policy));
        assert_eq!(whole.digest(), ledger(&policy, entries.clone()).digest());
        let decision = situation.decide(&policy);
        let shown = serde_json::to_value(&decision).unwrap();
        assert_eq!(shown["ledger"]["sha256"], whole.digest().to_string());
        assert_eq!(shown["ledger"]["entries"], whole.len());
        // Cut short at any line it is another ledger.
        let cut: BTreeSet<String> =
            (0..=entries.len()).map(|lines| ledger(&policy, entries[..lines].to_vec()).digest().to_string()).collect();
        assert_eq!(cut.len(), entries.len() + 1);
        Case::alive_if(decision.is_allowed() && !entries.is_empty())
    });
}

#[test]
fn the_same_steps_give_the_same_digest_and_every_step_another() {
    let policy = pool::parse(&pool::text(&[0], &[0, 1]));
    let steps = || -> Vec<String> {
        let mut digests = vec![];
        let mut ledger = Ledger::new(&policy);
        digests.push(ledger.digest().to_string());
        for (place, id) in ["po-1", "po-2", "po-3"].into_iter().enumerate() {
            crate::reserve::reserve(&mut ledger, &policy, id, 10, 60 + i64::try_from(place).unwrap()).unwrap();
            digests.push(ledger.digest().to_string());
        }
        let id = |id| countersign::PayoutId::parse(id).unwrap();
        ledger.settle(&policy, &id("po-1")).unwrap();
        digests.push(ledger.digest().to_string());
        ledger.release(&policy, &id("po-2")).unwrap();
        digests.push(ledger.digest().to_string());
        digests
    };
    let (first, second) = (steps(), steps());
    assert_eq!(first, second);
    assert_eq!(first.iter().collect::<BTreeSet<_>>().len(), first.len());
}
