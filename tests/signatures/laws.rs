//! Laws of signatures, on random signers, messages and alterations.

use countersign::{Key, Scheme, SignatureFault};
use proptest::prelude::*;

use crate::ecdsa_bytes::{STATEMENT, base64, bytes, der, from_base64, twin};
use crate::signer::{Signer, hex};

fn key(signer: &Signer) -> Key {
    Key::parse(&signer.key_text()).unwrap()
}

fn scheme() -> impl Strategy<Value = Scheme> {
    prop::sample::select(Scheme::ALL.to_vec())
}

fn name() -> impl Strategy<Value = String> {
    "[a-z]{1,8}"
}

fn message() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(any::<u8>(), 1..700)
}

fn decoded(scheme: Scheme, signature: &str) -> Vec<u8> {
    match scheme {
        Scheme::Ecdsa | Scheme::Bip340 | Scheme::Eip191 => bytes(signature),
        Scheme::BitcoinMessage => from_base64(signature),
    }
}

fn encoded(scheme: Scheme, signature: &[u8]) -> String {
    match scheme {
        Scheme::Ecdsa | Scheme::Bip340 | Scheme::Eip191 => hex(signature),
        Scheme::BitcoinMessage => base64(signature),
    }
}

fn flipped(bytes: &[u8], bit: usize) -> Vec<u8> {
    let mut altered = bytes.to_vec();
    altered[bit / 8] ^= 1 << (bit % 8);
    altered
}

/// Exhaustive, on one statement: the only bits without effect are those that leave a header within 27 to 42.
#[test]
fn every_flipped_bit_of_a_signature_is_refused_but_in_an_unused_header() {
    for scheme in Scheme::ALL {
        let signer = Signer::named("alice", scheme);
        let mut signatures = vec![decoded(scheme, &signer.sign(STATEMENT))];
        if scheme == Scheme::Ecdsa {
            signatures.push(der(&signatures[0]));
        }
        for signature in signatures {
            for bit in 0..signature.len() * 8 {
                let altered = flipped(&signature, bit);
                let unused = match scheme {
                    Scheme::BitcoinMessage => bit < 8 && (27..=42).contains(&altered[0]),
                    Scheme::Eip191 => bit >= 512 && [0, 1, 27, 28].contains(&altered[64]),
                    Scheme::Ecdsa | Scheme::Bip340 => false,
                };
                let found = key(&signer).verify(STATEMENT, &encoded(scheme, &altered));
                assert_eq!(found.is_ok(), unused, "{scheme}, bit {bit}: {found:?}");
            }
        }
    }
}

/// Exhaustive, on one statement: one point's r and s, in the form that another scheme writes, are not of that scheme.
#[test]
fn r_and_s_of_one_scheme_are_none_of_another_in_whatever_form() {
    for one in Scheme::ALL {
        let signer = Signer::named("alice", one);
        let rs =
            if one == Scheme::Bip340 { bytes(&signer.sign(STATEMENT)) } else { signer.sign_hash(STATEMENT).0.to_vec() };
        for other in Scheme::ALL {
            let forms: Vec<String> = match other {
                Scheme::Ecdsa => vec![hex(&rs), hex(&der(&rs))],
                Scheme::Bip340 => vec![hex(&rs)],
                Scheme::Eip191 => [0, 1, 27, 28].map(|v| hex(&[&rs[..], &[v]].concat())).to_vec(),
                Scheme::BitcoinMessage => (27..=42).map(|header| base64(&[&[header], &rs[..]].concat())).collect(),
            };
            let expected = if one == other { Ok(()) } else { Err(SignatureFault::Bad) };
            for form in forms {
                let found = key(&Signer::named("alice", other)).verify(STATEMENT, &form);
                assert_eq!(found, expected, "{one} as {other}: {form}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_a_signer_signs_verifies_and_with_any_bit_flipped_is_bad(
        scheme in scheme(), name in name(), message in message(), bit in any::<prop::sample::Index>(),
    ) {
        let signer = Signer::named(&name, scheme);
        let signature = signer.sign(&message);
        prop_assert_eq!(key(&signer).verify(&message, &signature), Ok(()));
        let altered = flipped(&message, bit.index(message.len() * 8));
        prop_assert_eq!(key(&signer).verify(&altered, &signature), Err(SignatureFault::Bad));
    }

    #[test]
    fn another_persons_signature_is_bad(
        scheme in scheme(), ann in name(), ben in name(), message in message(),
    ) {
        prop_assume!(ann != ben);
        let signature = Signer::named(&ann, scheme).sign(&message);
        prop_assert_eq!(key(&Signer::named(&ben, scheme)).verify(&message, &signature), Err(SignatureFault::Bad));
    }

    #[test]
    fn one_point_signs_under_one_scheme_only_for_that_scheme(
        one in scheme(), other in scheme(), name in name(), message in message(),
    ) {
        prop_assume!(one != other);
        let signature = Signer::named(&name, one).sign(&message);
        let signature = encoded(other, &decoded(one, &signature));
        prop_assert!(key(&Signer::named(&name, other)).verify(&message, &signature).is_err());
    }

    #[test]
    fn ecdsa_verifies_in_both_encodings_and_both_halves(name in name(), message in message()) {
        let signer = Signer::named(&name, Scheme::Ecdsa);
        let (rs, _) = signer.sign_hash(&message);
        let twin = twin(&rs);
        for signature in [rs.to_vec(), der(&rs), twin.clone(), der(&twin)] {
            prop_assert_eq!(key(&signer).verify(&message, &hex(&signature)), Ok(()));
        }
    }

    #[test]
    fn no_text_makes_reading_a_signature_fail_otherwise_than_by_refusing(
        scheme in scheme(), text in "\\PC{0,100}|[0-9a-f]{120,150}|[A-Za-z0-9+/]{87}=",
    ) {
        prop_assert!(key(&Signer::named("alice", scheme)).verify(STATEMENT, &text).is_err());
    }

    #[test]
    fn no_text_makes_reading_a_key_fail_otherwise_than_by_refusing(
        text in "\\PC{0,100}|(ecdsa|bip340|eip191|bitcoin-message|rsa):(0x)?(02|03|04|00)?[0-9a-fA-F]{0,130}",
    ) {
        match Key::parse(&text) {
            Ok(key) => prop_assert_eq!(key.as_str(), text),
            Err(fault) => prop_assert!(!fault.help().is_empty() && !fault.to_string().is_empty()),
        }
    }
}
