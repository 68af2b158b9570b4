//! Statements signed by other projects' signers; `tests/data/README.md` says by which.

use countersign::{Key, SignatureFault};
use serde::Deserialize;

use crate::ecdsa_bytes::{base64, bytes, from_base64};
use crate::signer::hex;

#[derive(Deserialize)]
struct Made {
    vectors: Vec<Vector>,
}

#[derive(Deserialize)]
struct Vector {
    key: String,
    message: String,
    signature: String,
}

fn vectors(json: &str) -> Vec<Vector> {
    let vectors = serde_json::from_str::<Made>(json).unwrap().vectors;
    let statements = vectors.iter().filter(|vector| vector.message.starts_with("countersign payout v1\n"));
    assert!(statements.count() >= 12);
    vectors
}

fn personal_sign() -> Vec<Vector> {
    vectors(include_str!("../data/eth_personal_sign.json"))
}

fn bitcoin_message() -> Vec<Vector> {
    vectors(include_str!("../data/bitcoin_message.json"))
}

#[test]
fn what_other_signers_signed_verifies() {
    for vector in personal_sign().iter().chain(&bitcoin_message()) {
        let key = Key::parse(&vector.key).unwrap();
        assert_eq!(key.verify(vector.message.as_bytes(), &vector.signature), Ok(()), "{}", vector.message);
    }
}

#[test]
fn the_bitcoin_vectors_have_headers_of_every_kind_of_address() {
    let headers: Vec<u8> = bitcoin_message().iter().map(|vector| from_base64(&vector.signature)[0]).collect();
    for kind in [27..=30, 31..=34, 35..=38, 39..=42] {
        assert!(headers.iter().any(|header| kind.contains(header)), "{kind:?} in {headers:?}");
    }
}

/// One bit of every seventh byte, another bit and another start in every vector.
#[test]
fn a_bit_flipped_in_a_statement_is_bad() {
    for (number, vector) in personal_sign().iter().chain(&bitcoin_message()).enumerate() {
        let key = Key::parse(&vector.key).unwrap();
        for at in (number % 7..vector.message.len()).step_by(7) {
            let mut altered = vector.message.clone().into_bytes();
            altered[at] ^= 1 << ((at + number) % 8);
            assert_eq!(key.verify(&altered, &vector.signature), Err(SignatureFault::Bad), "byte {at}");
        }
    }
}

/// One bit of every third byte of r and s, another bit and another start in every vector.
#[test]
fn a_bit_flipped_in_a_signature_is_bad() {
    for (number, vector) in personal_sign().iter().chain(&bitcoin_message()).enumerate() {
        let key = Key::parse(&vector.key).unwrap();
        let ethereum = vector.signature.starts_with("0x");
        let (signature, first) = match vector.signature.strip_prefix("0x") {
            Some(digits) => (bytes(digits), 0),
            None => (from_base64(&vector.signature), 1),
        };
        for at in (first + number % 3..first + 64).step_by(3) {
            let mut altered = signature.clone();
            altered[at] ^= 1 << ((at + number) % 8);
            let text = if ethereum { hex(&altered) } else { base64(&altered) };
            assert_eq!(key.verify(vector.message.as_bytes(), &text), Err(SignatureFault::Bad), "byte {at}");
        }
    }
}
