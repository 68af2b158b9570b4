//! The last refused and the first accepted of every number section 6's table draws a line at.

use countersign::SignatureFault::Bad;
use countersign::{Key, Scheme};

use crate::crafted::{alice, signer_with_s, verify};
use crate::ecdsa_bytes::{HALF_ORDER, ORDER, STATEMENT, base64, bytes, der, twin};
use crate::signer::hex;

#[test]
fn v_is_0_1_27_or_28_and_otherwise_unused() {
    let (rs, _) = alice(Scheme::Eip191).sign_hash(STATEMENT);
    for v in 0..=255 {
        let expected = if [0, 1, 27, 28].contains(&v) { Ok(()) } else { Err(Bad) };
        assert_eq!(verify(&alice(Scheme::Eip191), &hex(&[&rs[..], &[v]].concat())), expected, "v = {v}");
    }
}

#[test]
fn a_header_is_27_to_42_and_otherwise_unused() {
    let (rs, _) = alice(Scheme::BitcoinMessage).sign_hash(STATEMENT);
    for header in 0..=255 {
        let expected = if (27..=42).contains(&header) { Ok(()) } else { Err(Bad) };
        let signature = base64(&[&[header], &rs[..]].concat());
        assert_eq!(verify(&alice(Scheme::BitcoinMessage), &signature), expected, "header = {header}");
    }
}

/// r‖s as the scheme writes it.
fn written(scheme: Scheme, rs: &[u8]) -> String {
    match scheme {
        Scheme::Ecdsa | Scheme::Bip340 => hex(rs),
        Scheme::Eip191 => hex(&[rs, &[27]].concat()),
        Scheme::BitcoinMessage => base64(&[&[31], rs].concat()),
    }
}

fn plus_one(number: &str) -> String {
    format!("{}{:02x}", &number[..62], u8::from_str_radix(&number[62..], 16).unwrap() + 1)
}

fn minus_one(number: &str) -> String {
    format!("{}{:02x}", &number[..62], u8::from_str_radix(&number[62..], 16).unwrap() - 1)
}

#[test]
fn eip191_takes_s_up_to_half_the_order_and_the_others_up_to_the_order() {
    let one = plus_one(&"0".repeat(64));
    let cases = [
        (one, Ok(()), Ok(())),
        (HALF_ORDER.into(), Ok(()), Ok(())),
        (plus_one(HALF_ORDER), Err(Bad), Ok(())),
        (minus_one(ORDER), Err(Bad), Ok(())),
        (ORDER.into(), Err(Bad), Err(Bad)),
        (plus_one(ORDER), Err(Bad), Err(Bad)),
        ("0".repeat(64), Err(Bad), Err(Bad)),
        ("f".repeat(64), Err(Bad), Err(Bad)),
    ];
    for (s, low_only, either) in cases {
        let schemes = [(Scheme::Eip191, low_only), (Scheme::Ecdsa, either), (Scheme::BitcoinMessage, either)];
        for (scheme, expected) in schemes {
            let (signer, rs) = signer_with_s(scheme, &bytes(&s));
            assert_eq!(verify(&signer, &written(scheme, &rs)), expected, "{scheme}, s = {s}");
        }
    }
}

#[test]
fn r_and_s_of_zero_or_from_the_order_on_are_bad_in_every_scheme_and_encoding() {
    for scheme in Scheme::ALL {
        let rs = match scheme {
            Scheme::Bip340 => bytes(&alice(scheme).sign(STATEMENT)),
            Scheme::Ecdsa | Scheme::Eip191 | Scheme::BitcoinMessage => alice(scheme).sign_hash(STATEMENT).0.to_vec(),
        };
        assert_eq!(verify(&alice(scheme), &written(scheme, &rs)), Ok(()), "{scheme}");
        for edge in ["0".repeat(64), ORDER.into(), plus_one(ORDER), "f".repeat(64)] {
            let edge = bytes(&edge);
            for rs in [[&edge, &rs[32..]].concat(), [&rs[..32], &edge].concat()] {
                assert_eq!(verify(&alice(scheme), &written(scheme, &rs)), Err(Bad), "{scheme} {}", hex(&rs));
                if scheme == Scheme::Ecdsa {
                    assert_eq!(verify(&alice(scheme), &hex(&der(&rs))), Err(Bad), "DER {}", hex(&rs));
                }
            }
        }
    }
}

#[test]
fn length_prefixes_change_their_length_where_they_should() {
    for length in [0, 1, 9, 10, 99, 100, 252, 253, 254, 255, 256, 65535, 65536, 65537] {
        let message = vec![b'x'; length];
        for scheme in Scheme::ALL {
            let key = Key::parse(&alice(scheme).key_text()).unwrap();
            assert_eq!(key.verify(&message, &alice(scheme).sign(&message)), Ok(()), "{scheme}, {length} bytes");
        }
    }
}

#[test]
fn the_high_twin_counts_where_either_half_does() {
    let cases = [(Scheme::Ecdsa, Ok(())), (Scheme::BitcoinMessage, Ok(())), (Scheme::Eip191, Err(Bad))];
    for (scheme, expected) in cases {
        let (rs, _) = alice(scheme).sign_hash(STATEMENT);
        assert_eq!(verify(&alice(scheme), &written(scheme, &twin(&rs))), expected, "{scheme}");
    }
}
