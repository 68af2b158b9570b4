//! A policy against its own text written in another way: with a remark, and with its tables in another order.

use countersign::analyze::Change;

use crate::added::{generated, text};
use crate::dice::Dice;
use crate::policies;
use crate::replay::{compared, parse};

/// The same tables in another order, the head first.
fn reordered(text: &str, dice: &mut Dice) -> String {
    let mut tables: Vec<String> = vec![String::new()];
    for line in text.lines() {
        if line.starts_with('[') {
            tables.push(String::new());
        }
        tables.last_mut().unwrap().extend([format!("{line}\n")]);
    }
    for place in (2..tables.len()).rev() {
        tables.swap(place, 1 + usize::try_from(dice.below(place as u64)).unwrap());
    }
    tables.concat()
}

fn is_the_same(text: &str, seed: u64) {
    let old = parse(text);
    let other = reordered(text, &mut Dice::new(seed));
    assert_ne!(other, text, "in another order");
    for new in [format!("{text}\n# the same\n"), other] {
        let new = parse(&new);
        for (a, b) in [(&old, &new), (&new, &old)] {
            let comparison = compared(a, b);
            assert_eq!(comparison.change(), Change::Same, "{comparison}\n{text}");
        }
    }
}

#[test]
fn a_policy_of_the_small_world_is_the_same_as_itself_however_it_is_written() {
    for number in (0..policies::COUNT).step_by(7) {
        is_the_same(&policies::policy(number).text, number as u64);
    }
}

#[test]
fn a_generated_policy_and_a_showcase_are_the_same_as_themselves_however_they_are_written() {
    for number in 0..48 {
        is_the_same(&generated(number), number as u64);
    }
    for number in (0..32).step_by(4) {
        is_the_same(&text(number), number as u64);
    }
}
