//! What is signed is bound to the last bit, and no two payouts share a statement.
//!
//! `cargo test` asks this of one approval of each scheme and of a share of the pairs; `tests/bits.sh` asks it of 200
//! approvals of each scheme, in a release build and on every core.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::panic,
    reason = "what a test does not find fails it"
)]

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use countersign::Scheme;

mod case;
#[path = "../support/ecdsa_bytes.rs"]
mod ecdsa_bytes;
mod flips;
mod pairs;
mod sheet;
#[path = "../support/signer.rs"]
mod signer;

/// How many approvals of each scheme `cargo test` flips, bit by bit: some 17,000 flips.
const APPROVALS: usize = 1;

/// How many pairs of payouts `cargo test` compares.
const PAIRS: usize = 2_000;

#[test]
fn no_bit_of_what_was_signed_or_of_a_signature_can_be_flipped_unnoticed() {
    let each = number("BITS_APPROVALS").unwrap_or(APPROVALS);
    let next = AtomicUsize::new(0);
    let found = Mutex::new(flips::Found::default());
    std::thread::scope(|scope| {
        for _ in 0..number("BITS_THREADS").unwrap_or(1) {
            scope.spawn(|| {
                loop {
                    let i = next.fetch_add(1, Ordering::Relaxed);
                    let Some(scheme) = Scheme::ALL.get(i / each) else { break };
                    let one = flips::of_one(*scheme, u64::try_from(i).unwrap());
                    found.lock().expect("no thread panicked").add(one);
                }
            });
        }
    });
    let found = found.into_inner().expect("no thread panicked");
    println!(
        "bits: {} schemes, {} approvals, {} flips, {} accepted ({} reached the signature; {} more were of an unused header)",
        Scheme::ALL.len(),
        found.approvals,
        found.flips,
        found.accepted.len(),
        found.caught.values().sum::<usize>(),
        found.headers
    );
    for (part, caught) in &found.caught {
        println!("caught by the signature alone: {caught} flips of {part}");
    }
    assert!(found.accepted.is_empty(), "{}", found.accepted[..found.accepted.len().min(3)].join("\n\n"));
    assert_eq!(found.approvals, 4 * each);
    // Whatever can be altered and still be read was altered so: else the signature would not have been asked.
    for part in flips::ALIVE {
        assert!(found.caught.contains_key(part), "no flip of `{part}` reached the signature");
    }
}

#[test]
fn two_payouts_that_differ_in_one_field_never_share_a_statement() {
    let asked = number("BITS_PAIRS").unwrap_or(PAIRS);
    let found = pairs::compare(asked);
    println!("pairs: {} pairs, {} shared statements", found.pairs, found.shared.len());
    assert!(found.shared.is_empty(), "{}", found.shared[..found.shared.len().min(3)].join("\n\n"));
    for (field, pairs) in &found.by_field {
        assert!(*pairs >= asked / 2 / pairs::FIELDS.len(), "only {pairs} pairs differ in `{field}`");
    }
    assert_eq!(found.by_field.len(), pairs::FIELDS.len(), "pairs differ in every field by turns");
}

fn number(variable: &str) -> Option<usize> {
    let text = std::env::var(variable).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("`{variable}` is no number: `{text}`")))
}
