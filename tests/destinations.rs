//! Where money goes: addresses with tags, and when two destinations are the same.

use countersign::{Chain, Destination, DestinationFault, Tag, TagFault};

const OWN: &str = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4";
const ACCOUNT: &str = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";

fn chain(name: &str) -> Chain {
    Chain::parse(name).unwrap()
}

fn destination(on: &str, address: &str, tag: Option<&str>) -> Destination {
    Destination::new(chain(on), address, tag).unwrap()
}

#[test]
fn a_tag_has_1_to_64_printable_characters() {
    assert_eq!(Tag::parse("!").unwrap().to_string(), "!");
    assert_eq!(Tag::parse(&"9".repeat(64)).unwrap().as_str(), "9".repeat(64));
    assert_eq!(Tag::parse("--").unwrap().as_str(), "--");
    assert_eq!(Tag::parse(&"9".repeat(65)), Err(TagFault::TooLong { characters: 65 }));
    assert_eq!(Tag::parse(""), Err(TagFault::Empty));
    assert_eq!(Tag::parse("-"), Err(TagFault::Dash));
    assert_eq!(Tag::parse("1 2"), Err(TagFault::NotPrintable { position: 2 }));
    assert_eq!(Tag::parse("12\u{e9}"), Err(TagFault::NotPrintable { position: 3 }));
}

#[test]
fn only_opaque_chains_have_tags() {
    for (on, address) in [
        ("bitcoin", OWN),
        ("ethereum", ACCOUNT),
        ("eip155:137", ACCOUNT),
        ("tron", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"),
    ] {
        let refused = Destination::new(chain(on), address, Some("7")).unwrap_err();
        assert_eq!(refused, DestinationFault::TagWhereNone { chain: chain(on) });
        assert_eq!(refused.to_string(), format!("`{on}` has no tags"));
    }
    assert_eq!(destination("ripple", "rAddress", Some("7")).tag().unwrap().as_str(), "7");
    assert_eq!(destination("ripple", "rAddress", Some("7")).to_string(), "ripple rAddress tag 7");
}

#[test]
fn equal_is_exact_and_touching_is_wide() {
    let mine = destination("ripple", "rAddress", Some("7"));
    let rows = [
        (destination("ripple", "rAddress", Some("7")), true, true),
        (destination("ripple", "rAddress", None), false, true),
        (destination("ripple", "RADDRESS", Some("7")), false, true),
        (destination("ripple", "rAddress", Some("8")), false, false),
        (destination("ripple", "rAddres", Some("7")), false, false),
        (destination("xrpl", "rAddress", Some("7")), false, false),
    ];
    for (other, equal, touching) in rows {
        assert_eq!((mine == other, mine.touches(&other), other.touches(&mine)), (equal, touching, touching), "{other}");
    }
}

#[test]
fn tags_are_told_apart_by_letter_case_and_places_are_told_apart_by_neither() {
    let (small, capital) = (destination("eos", "acct", Some("memo")), destination("eos", "ACCT", Some("MEMO")));
    assert!(!small.touches(&capital));
    assert_eq!(small.place(), capital.place());
}

#[test]
fn an_account_in_hex_is_one_place_on_an_opaque_chain_however_it_is_spelled() {
    let right = destination("avalanche", ACCOUNT, None);
    let lower = destination("avalanche", &ACCOUNT.to_lowercase(), None);
    let shouted = destination("avalanche", &ACCOUNT.to_uppercase(), None);
    assert_eq!(right, lower);
    assert!(right != shouted && right.touches(&shouted));
    assert_ne!(destination("ethereum", ACCOUNT, None).place(), destination("eip155:137", ACCOUNT, None).place());
}
