//! Key texts: what is read, what is refused, in which words.

use countersign::{Key, KeyFault, Scheme};

use crate::ecdsa_bytes::bytes;
use crate::signer::Signer;

/// The generator of the group: the public key of secret 1.
const X: &str = "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";
const Y: &str = "483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8";
/// p − y: the public key of secret n − 1.
const NEGATED_Y: &str = "b7c52588d95c3b9aa25b0403f1eef75702e84bb7597aabe663b82f6f04ef2777";
/// The field's prime p.
const PRIME: &str = "fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f";

#[test]
fn a_key_keeps_its_text_its_scheme_and_its_x() {
    for scheme in Scheme::ALL {
        for point in [format!("02{X}"), format!("03{X}")] {
            let digits = if scheme == Scheme::Bip340 { &point[2..] } else { &point };
            let text = format!("{scheme}:{digits}");
            let key = Key::parse(&text).unwrap();
            assert_eq!((key.as_str(), key.to_string(), key.scheme()), (&*text, text.clone(), scheme));
            assert_eq!(key.x_coordinate().to_vec(), bytes(X));
        }
    }
}

#[test]
fn one_person_has_one_x_under_every_scheme() {
    for name in ["alice", "bob", "carol", "dave"] {
        let x = |scheme| Key::parse(&Signer::named(name, scheme).key_text()).unwrap().x_coordinate();
        assert!(Scheme::ALL.into_iter().all(|scheme| x(scheme) == x(Scheme::Ecdsa)), "{name}");
    }
}

#[test]
fn keys_compare_and_sort_by_text() {
    let even = Key::parse(&format!("ecdsa:02{X}")).unwrap();
    let odd = Key::parse(&format!("ecdsa:03{X}")).unwrap();
    let schnorr = Key::parse(&format!("bip340:{X}")).unwrap();
    assert_eq!(even, even.clone());
    assert_ne!(even, odd);
    assert!(schnorr < even && even < odd);
}

#[test]
fn what_is_no_key_is_refused_with_its_cure() {
    let cases = [
        (String::new(), "the key does not say its scheme", "before the hex digits"),
        (format!("02{X}"), "the key does not say its scheme", "`ecdsa:`"),
        (format!("rsa:02{X}"), "`rsa` is no signature scheme", "`bitcoin-message:`"),
        (format!("ECDSA:02{X}"), "`ECDSA` is no signature scheme", "`ecdsa:`"),
        (format!(" ecdsa:02{X}"), "` ecdsa` is no signature scheme", "`ecdsa:`"),
        (format!("{}:02{X}", "e".repeat(99)), "`eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee` is no signature scheme", "write"),
        (format!("ecdsa:0x02{X}"), "a key is written without `0x`", "leave `0x` out"),
        (format!("ecdsa:02{}", X.to_uppercase()), "the key has upper-case hex digits", "lower case"),
        (format!("bip340:{}", X.to_uppercase()), "the key has upper-case hex digits", "lower case"),
        (format!("ecdsa: 02{X}"), "` ` is no hex digit", "`0` to `9`"),
        (format!("ecdsa:02{}é", &X[2..]), "`é` is no hex digit", "`0` to `9`"),
        (format!("ecdsa:04{X}{Y}"), "the key is an uncompressed point", &format!("`ecdsa:02{X}`")),
        (format!("eip191:04{X}{NEGATED_Y}"), "the key is an uncompressed point", &format!("`eip191:03{X}`")),
        (format!("bip340:04{X}{Y}"), "the key is an uncompressed point", &format!("`bip340:{X}`")),
        (format!("ecdsa:04{X}{X}"), "the key is no point of the curve secp256k1", "copy the key again"),
        (format!("ecdsa:05{X}{Y}"), "the key is no point of the curve secp256k1", "copy the key again"),
        (format!("ecdsa:{X}"), "the key has 64 hex digits instead of 66", "33-byte compressed point"),
        (format!("ecdsa:02{X}00"), "the key has 68 hex digits instead of 66", "33-byte compressed point"),
        (format!("ecdsa:02{}", &X[1..]), "the key has 65 hex digits instead of 66", "33-byte compressed point"),
        ("ecdsa:".into(), "the key has 0 hex digits instead of 66", "33-byte compressed point"),
        (format!("bip340:02{X}"), "the key has 66 hex digits instead of 64", "without the byte in front"),
        (format!("ecdsa:04{X}"), "a compressed point does not begin with `04`", "`02` or `03`"),
        (format!("ecdsa:00{X}"), "a compressed point does not begin with `00`", "`02` or `03`"),
        (format!("ecdsa:05{X}"), "a compressed point does not begin with `05`", "`02` or `03`"),
        (format!("ecdsa:06{X}"), "a compressed point does not begin with `06`", "`02` or `03`"),
        ("ecdsa:00".into(), "the key is the point at infinity", "copy the key again"),
        (format!("ecdsa:{}", "0".repeat(66)), "the key is the point at infinity", "copy the key again"),
        (format!("ecdsa:02{}", "0".repeat(64)), "the key is no point of the curve secp256k1", "copy the key again"),
        (format!("bip340:{}", "0".repeat(64)), "the key is no point of the curve secp256k1", "copy the key again"),
        (format!("ecdsa:02{:0>64}", "5"), "the key is no point of the curve secp256k1", "copy the key again"),
        (format!("bip340:{:0>64}", "5"), "the key is no point of the curve secp256k1", "copy the key again"),
        (format!("ecdsa:03{PRIME}"), "the key is no point of the curve secp256k1", "copy the key again"),
        (format!("bip340:{PRIME}"), "the key is no point of the curve secp256k1", "copy the key again"),
        // p + 1 would be x = 1, which is on the curve, if it were reduced.
        (format!("eip191:02{}30", &PRIME[..62]), "the key is no point of the curve secp256k1", "copy the key again"),
    ];
    for (text, message, cure) in cases {
        let fault: KeyFault = Key::parse(&text).expect_err(&text);
        assert_eq!(fault.to_string(), message, "`{text}`");
        assert!(fault.help().contains(cure), "`{text}`: {}", fault.help());
    }
}

#[test]
fn the_smallest_and_the_largest_x_on_the_curve_are_keys() {
    let smallest = format!("{:0>64}", "1");
    let largest = format!("{}2c", &PRIME[..62]);
    for x in [smallest, largest] {
        assert!(Key::parse(&format!("ecdsa:02{x}")).is_ok(), "{x}");
        assert!(Key::parse(&format!("bip340:{x}")).is_ok(), "{x}");
    }
}
