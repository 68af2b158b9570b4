//! Laws of addresses and destinations, over every input of a small world and over random ones.

use countersign::{Address, Chain, Destination};
use proptest::prelude::*;
use sha2::Digest as _;

const CHECKSUMMED: [(&str, &str); 7] = [
    ("bitcoin", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"),
    ("bitcoin", "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy"),
    ("bitcoin", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"),
    ("bitcoin", "bc1qgdjqv0av3q56jvd82tkdjpy7gdp9ut8tlqmgrpmv24sq90ecnvqqjwvw97"),
    ("bitcoin", "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0"),
    ("bitcoin-testnet", "2MzQwSSnBHWHqSAqtTVQ6v47XtaisrJa1Vc"),
    ("tron", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"),
];

fn chain(name: &str) -> Chain {
    Chain::parse(name).unwrap()
}

fn base58(version: u8, hash: [u8; 20]) -> String {
    let payload = [[version].as_slice(), &hash].concat();
    let checksum = sha2::Sha256::digest(sha2::Sha256::digest(&payload));
    bs58::encode([payload.as_slice(), &checksum[..4]].concat()).into_string()
}

/// A chain and a sound address of it, written by the encoders of other crates.
fn sound() -> impl Strategy<Value = (&'static str, String)> {
    use bech32::{hrp, segwit};
    let short = any::<[u8; 20]>();
    let long = any::<[u8; 32]>();
    prop_oneof![
        short.prop_map(|hash| ("bitcoin", base58(0x00, hash))),
        short.prop_map(|hash| ("bitcoin", base58(0x05, hash))),
        short.prop_map(|hash| ("bitcoin-testnet", base58(0x6f, hash))),
        short.prop_map(|hash| ("bitcoin-testnet", base58(0xc4, hash))),
        short.prop_map(|hash| ("tron", base58(0x41, hash))),
        short.prop_map(|hash| ("bitcoin", segwit::encode_v0(hrp::BC, &hash).unwrap())),
        long.prop_map(|hash| ("bitcoin", segwit::encode_v0(hrp::BC, &hash).unwrap())),
        long.prop_map(|key| ("bitcoin-testnet", segwit::encode_v1(hrp::TB, &key).unwrap())),
    ]
}

fn tag() -> impl Strategy<Value = Option<&'static str>> {
    prop_oneof![Just(None), Just(Some("1")), Just(Some("2")), Just(Some("a")), Just(Some("A"))]
}

/// A world of few destinations, so that any two are often close.
fn close() -> impl Strategy<Value = Destination> {
    let account = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
    let address = prop_oneof![
        Just("ab".to_owned()),
        Just("AB".into()),
        Just("b".into()),
        Just(account.into()),
        Just(account.to_uppercase())
    ];
    (prop_oneof![Just("eos"), Just("Eos"), Just("ripple")], address, tag())
        .prop_map(|(on, address, tag)| Destination::new(chain(on), &address, tag).unwrap())
}

/// What parses after a slip must be the address it was.
fn unchanged_or_refused(on: &Chain, original: &Address, slipped: &str) {
    if let Ok(read) = Address::parse(on, slipped) {
        assert_eq!(&read, original, "{slipped}");
    }
}

#[test]
fn no_single_slip_in_a_checksummed_address_makes_another_one() {
    for (on, text) in CHECKSUMMED {
        let on = chain(on);
        let original = Address::parse(&on, text).unwrap();
        for at in 0..text.len() {
            let (before, rest) = text.split_at(at);
            let (this, after) = rest.split_at(1);
            unchanged_or_refused(&on, &original, &format!("{before}{after}"));
            if let Some((next, last)) = after.split_at_checked(1) {
                unchanged_or_refused(&on, &original, &format!("{before}{next}{this}{last}"));
            }
            for character in ' '..='~' {
                unchanged_or_refused(&on, &original, &format!("{before}{character}{after}"));
                unchanged_or_refused(&on, &original, &format!("{before}{character}{rest}"));
            }
        }
    }
}

#[test]
fn no_single_letter_of_an_eip_55_address_may_change_its_case() {
    let on = chain("ethereum");
    for right in include_str!("data/eip55.txt").lines().filter(|line| !line.starts_with('#')) {
        for (at, letter) in right.char_indices().skip(2).filter(|(_, digit)| digit.is_ascii_alphabetic()) {
            let flipped =
                if letter.is_ascii_uppercase() { letter.to_ascii_lowercase() } else { letter.to_ascii_uppercase() };
            let text = format!("{}{flipped}{}", &right[..at], &right[at + 1..]);
            let fault = Address::parse(&on, &text).expect_err(&text);
            assert!(fault.help().ends_with(&format!("write `{right}`")));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn a_sound_address_prints_as_it_was_written_and_is_refused_under_any_other_name((on, text) in sound()) {
        prop_assert_eq!(Address::parse(&chain(on), &text).unwrap().to_string(), &*text);
        for other in ["bitcoin", "bitcoin-testnet", "tron", "ethereum", "eip155:137"] {
            prop_assert_eq!(Address::parse(&chain(other), &text).is_ok(), other == on);
        }
    }

    #[test]
    fn a_slip_in_any_sound_address_is_found((on, text) in sound(), at in any::<prop::sample::Index>(), character in prop::char::range(' ', '~')) {
        let on = chain(on);
        let original = Address::parse(&on, &text).unwrap();
        let at = at.index(text.len());
        unchanged_or_refused(&on, &original, &format!("{}{character}{}", &text[..at], &text[at + 1..]));
    }

    #[test]
    fn capitals_of_a_segwit_address_are_the_same_address((on, text) in sound()) {
        let segwit = text.starts_with("bc1") || text.starts_with("tb1");
        let on = chain(on);
        let original = Address::parse(&on, &text).unwrap();
        let capital = Address::parse(&on, &text.to_uppercase());
        prop_assert_eq!(capital.ok(), segwit.then_some(original));
    }

    #[test]
    fn of_all_spellings_of_an_account_one_mixed_one_is_read(account in any::<[u8; 20]>(), cases in any::<u64>()) {
        let on = chain("ethereum");
        let lower: String = account.iter().map(|byte| format!("{byte:02x}")).collect();
        let right = Address::parse(&on, &format!("0x{lower}")).unwrap();
        let spelled: String = lower.char_indices().map(|(at, digit)| if cases >> at & 1 == 1 { digit.to_ascii_uppercase() } else { digit }).collect();
        let text = format!("0x{spelled}");
        let plain = spelled == lower || spelled == lower.to_uppercase();
        match Address::parse(&on, &text) {
            Ok(read) => prop_assert!(read == right && (plain || text == right.to_string())),
            Err(_) => prop_assert!(!plain && text != right.to_string()),
        }
        prop_assert_eq!(Address::parse(&on, &right.to_string()), Ok(right));
    }

    #[test]
    fn an_opaque_address_is_kept_as_written(text in "[!-~]{1,128}", on in "[a-z]{4,7}x") {
        prop_assert_eq!(Address::parse(&chain(&on), &text).unwrap().to_string(), text);
    }

    #[test]
    fn an_opaque_chain_is_one_place_in_any_letter_case(text in "[!-~]{1,40}") {
        let on = chain("stellar");
        let written = Destination::new(on.clone(), &text, None).unwrap();
        let shouted = Destination::new(on, &text.to_uppercase(), None).unwrap();
        prop_assert!(written.touches(&shouted) && written.place() == shouted.place());
        prop_assert_eq!(written == shouted, text == text.to_uppercase());
    }

    #[test]
    fn touching_is_the_same_place_and_no_two_tags_that_differ(one in close(), other in close()) {
        let differ = one.tag().is_some() && other.tag().is_some() && one.tag() != other.tag();
        prop_assert_eq!(one.touches(&other), one.place() == other.place() && !differ);
        prop_assert_eq!(one.touches(&other), other.touches(&one));
        prop_assert!(one.touches(&one));
        if one == other {
            prop_assert_eq!(one.place(), other.place());
        }
    }

    #[test]
    fn a_chain_prints_as_it_was_written(text in "[A-Za-z0-9][A-Za-z0-9._-]{0,63}|[-a-z0-9]{3,8}:[-_a-zA-Z0-9]{1,32}|eip155:[0-9]{1,33}") {
        match Chain::parse(&text) {
            Ok(read) => prop_assert_eq!(read.as_str(), text),
            Err(fault) => prop_assert!(!fault.help().is_empty()),
        }
    }

    #[test]
    fn anything_at_all_is_answered_and_every_refusal_has_a_cure(text in "(0x|bc1|tb1|1|3|T|eip155:)?\\PC{0,90}", tag in "\\PC{0,70}") {
        if let Err(fault) = Chain::parse(&text) {
            prop_assert!(!fault.to_string().is_empty() && !fault.help().is_empty());
        }
        for on in ["bitcoin", "bitcoin-testnet", "tron", "ethereum", "ripple"] {
            match Destination::new(chain(on), &text, Some(&tag)) {
                Ok(read) => prop_assert!(on == "ripple" && read.address().to_string() == text),
                Err(fault) => prop_assert!(fault.to_string().is_ascii() && fault.help().is_ascii()),
            }
        }
    }
}
