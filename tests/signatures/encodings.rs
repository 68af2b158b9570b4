//! How a signature is written: the spellings that are read, and their nearest neighbours that are not.

use countersign::Scheme;
use countersign::SignatureFault::{Bad, Malformed};

use crate::crafted::{alice, signer_with_s, verify};
use crate::ecdsa_bytes::{STATEMENT, base64, der, der_of, from_base64, minimal};
use crate::signer::hex;

#[test]
fn der_is_strict() {
    let (rs, _) = alice(Scheme::Ecdsa).sign_hash(STATEMENT);
    let (r, s) = (minimal(&rs[..32]), minimal(&rs[32..]));
    let good = der_of(&r, &s);
    let padded = |number: &[u8]| [&[0], number].concat();
    let with = |at: usize, byte: u8| {
        let mut altered = good.clone();
        altered[at] = byte;
        altered
    };
    let length = good[1];
    let cases = [
        ("as it is", good.clone(), Ok(())),
        ("a zero before r", der_of(&padded(&padded(&rs[..32])), &s), Err(Malformed)),
        ("a zero before s", der_of(&r, &padded(&padded(&rs[32..]))), Err(Malformed)),
        ("negative r", der_of(&[0x80, 1], &s), Err(Malformed)),
        ("negative s", der_of(&r, &[0xff]), Err(Malformed)),
        ("empty r", der_of(&[], &s), Err(Malformed)),
        ("empty s", der_of(&r, &[]), Err(Malformed)),
        ("zero r", der_of(&[0], &s), Err(Bad)),
        ("zero s", der_of(&r, &[0]), Err(Bad)),
        ("the shortest", der_of(&[1], &[1]), Err(Bad)),
        ("33 significant bytes of r", der_of(&[1; 33], &s), Err(Bad)),
        ("33 significant bytes of s", der_of(&r, &[0x7f; 33]), Err(Bad)),
        ("72 bytes", der_of(&[1; 33], &[1; 33]), Err(Bad)),
        ("73 bytes", der_of(&[1; 34], &[1; 33]), Err(Malformed)),
        ("a byte behind", [&good[..], &[0]].concat(), Err(Malformed)),
        ("a hash type behind", [&good[..], &[1]].concat(), Err(Malformed)),
        ("the last byte missing", good[..good.len() - 1].to_vec(), Err(Malformed)),
        ("a byte behind, counted", [&[0x30, length + 1], &good[2..], &[0]].concat(), Err(Malformed)),
        ("a third integer", [&[0x30, length + 3], &good[2..], &[2, 1, 1]].concat(), Err(Malformed)),
        ("a set instead of a sequence", with(0, 0x31), Err(Malformed)),
        ("length one too small", with(1, length - 1), Err(Malformed)),
        ("length one too large", with(1, length + 1), Err(Malformed)),
        ("indefinite length", with(1, 0x80), Err(Malformed)),
        ("length in long form", [&[0x30, 0x81, length], &good[2..]].concat(), Err(Malformed)),
        ("r is no integer", with(2, 3), Err(Malformed)),
        ("r's length beyond the end", with(3, 0x7f), Err(Malformed)),
        ("only r", [&[0x30, 2 + good[3]], &good[2..4 + usize::from(good[3])]].concat(), Err(Malformed)),
        ("an empty sequence", vec![0x30, 0], Err(Malformed)),
        ("half a head", vec![0x30], Err(Malformed)),
    ];
    for (what, signature, expected) in cases {
        assert_eq!(verify(&alice(Scheme::Ecdsa), &hex(&signature)), expected, "{what}");
    }
}

#[test]
fn sixty_four_bytes_are_r_and_s_even_where_they_also_are_der() {
    let s = [&[0; 7][..], &[0x33; 25]].concat();
    let (signer, rs) = signer_with_s(Scheme::Ecdsa, &s);
    // r of this k begins with 0x5c: 32 bytes; s of 26 bytes makes 64.
    let s26 = [&[0; 6][..], &[0x33; 26]].concat();
    let (signer26, rs26) = signer_with_s(Scheme::Ecdsa, &s26);
    assert_eq!((der(&rs).len(), der(&rs26).len()), (63, 64));
    assert_eq!(verify(&signer, &hex(&der(&rs))), Ok(()));
    assert_eq!(verify(&signer26, &hex(&rs26)), Ok(()));
    assert_eq!(verify(&signer26, &hex(&der(&rs26))), Err(Bad));
}

#[test]
fn hex_is_lower_case_and_of_the_right_length() {
    for scheme in [Scheme::Ecdsa, Scheme::Bip340, Scheme::Eip191] {
        let good = alice(scheme).sign(STATEMENT);
        let bad = [
            good.to_uppercase(),
            good[1..].into(),
            good[2..].into(),
            format!("{good}00"),
            format!(" {good}"),
            format!("{good}\n"),
            format!("0X{good}"),
            format!("0x0x{good}"),
            good.replace(&good[..1], "g"),
            good.replace(&good[..1], "é"),
            good.repeat(1000),
            "0x".into(),
            String::new(),
        ];
        for text in bad {
            assert_eq!(verify(&alice(scheme), &text), Err(Malformed), "{scheme} `{text}`");
        }
        let expected = if scheme == Scheme::Eip191 { Ok(()) } else { Err(Malformed) };
        assert_eq!(verify(&alice(scheme), &format!("0x{good}")), expected, "{scheme}");
    }
    let der = hex(&der(&alice(Scheme::Ecdsa).sign_hash(STATEMENT).0));
    assert_eq!(verify(&alice(Scheme::Ecdsa), &der.to_uppercase()), Err(Malformed));
    assert_eq!(verify(&alice(Scheme::Ecdsa), &der[1..]), Err(Malformed));
    assert_eq!(verify(&alice(Scheme::Ecdsa), &format!("{der}0")), Err(Malformed));
}

#[test]
fn base64_is_standard_padded_and_canonical() {
    let signer = alice(Scheme::BitcoinMessage);
    // Bytes that use both letters in which the alphabets differ; they verify nothing, but are of the form.
    let form = base64(&[&[31], &[0xfb; 32][..], &[0xff; 32]].concat());
    assert!(form.contains('+') && form.contains('/'));
    assert_eq!(verify(&signer, &form), Err(Bad));
    assert_eq!(verify(&signer, &form.replace('+', "-").replace('/', "_")), Err(Malformed));

    let good = signer.sign(STATEMENT);
    let unpadded = good.strip_suffix('=').unwrap();
    let (head, last) = unpadded.split_at(86);
    let next = char::from(last.as_bytes()[0] + 1);
    let raw = from_base64(&good);
    let bad = [
        unpadded.into(),
        format!("{good}="),
        format!("{head}{next}="),
        format!("{}\n{}", &good[..76], &good[76..]),
        format!("{good}\n"),
        format!(" {good}"),
        base64(&raw[..64]),
        base64(&[&raw[..], &[0]].concat()),
        hex(&raw),
        good.repeat(1000),
        String::new(),
    ];
    for text in bad {
        assert_eq!(verify(&signer, &text), Err(Malformed), "`{text}`");
    }
}
