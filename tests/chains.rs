//! One chain has one name.

use countersign::{Chain, ChainFault};

#[test]
fn an_understood_chain_has_no_tags_and_every_other_has() {
    for name in ["bitcoin", "bitcoin-testnet", "ethereum", "eip155:2", "eip155:137", "tron"] {
        let chain = Chain::parse(name).unwrap();
        assert_eq!((chain.as_str(), chain.to_string().as_str(), chain.has_tags()), (name, name, false));
    }
    for name in [
        "litecoin",
        "Ripple",
        "x",
        "4chain",
        "a._-",
        "bip122:12a765e31ffd4059bada1e25190f6e98",
        "cosmos:cosmoshub-4",
        "tron:0x94a9059e",
        "eip155",
    ] {
        let chain = Chain::parse(name).unwrap();
        assert_eq!((chain.as_str(), chain.to_string().as_str(), chain.has_tags()), (name, name, true));
    }
}

#[test]
fn another_spelling_of_an_understood_chain_is_refused_with_its_name() {
    let spellings = [
        ("ETHEREUM", "ethereum"),
        ("Bitcoin", "bitcoin"),
        ("bitcoin-Testnet", "bitcoin-testnet"),
        ("TRON", "tron"),
        ("eip155:1", "ethereum"),
        ("eip155:01", "ethereum"),
        ("EIP155:1", "ethereum"),
        ("eip155:0137", "eip155:137"),
        ("Eip155:137", "eip155:137"),
        ("bip122:000000000019d6689c085ae165831e93", "bitcoin"),
        ("bip122:000000000019D6689C085AE165831E93", "bitcoin"),
        ("bip122:000000000933ea01ad0ee984209779ba", "bitcoin-testnet"),
        ("tron:0x2b6653dc", "tron"),
        ("tron:0x2B6653DC", "tron"),
    ];
    for (written, name) in spellings {
        let fault = Chain::parse(written).unwrap_err();
        assert_eq!(fault.to_string(), format!("the chain `{written}` goes by another name here"));
        assert_eq!(fault.help(), format!("write `{name}`"));
    }
}

#[test]
fn an_eip155_chain_has_a_number_of_1_to_32_digits() {
    assert!(Chain::parse(&format!("eip155:{}", "9".repeat(32))).is_ok());
    for number in ["", "0", "00", "-1", "+1", "1a", "0x1", "mainnet", "1 ", &"9".repeat(33), &"0".repeat(33)] {
        let written = format!("eip155:{number}");
        let refused = Chain::parse(&written).unwrap_err();
        assert!(matches!(refused, ChainFault::Eip155 { .. } | ChainFault::Form), "{written}: {refused:?}");
    }
}

#[test]
fn a_chain_is_a_name_of_up_to_64_characters_or_caip_2_text() {
    let allowed = [
        "a".into(),
        "a".repeat(64),
        "abc:d".into(),
        "abcdefgh:x".into(),
        "a-1:X_y-9".into(),
        "az-09:x".into(),
        format!("abc:{}", "r".repeat(32)),
    ];
    for name in allowed {
        assert_eq!(Chain::parse(&name).unwrap().as_str(), name);
    }
    let refused = [
        "a".repeat(65),
        "ab:d".into(),
        "abcdefghi:x".into(),
        "Abc:d".into(),
        "abc:".into(),
        ":abc".into(),
        "abc:d:e".into(),
        "ab/:d".into(),
        "ab;:d".into(),
        "ab`:d".into(),
        "ab{:d".into(),
        "abc:d.e".into(),
        format!("abc:{}", "r".repeat(33)),
        "-a".into(),
        ".a".into(),
        "_a".into(),
        " bitcoin".into(),
        "bitcoin ".into(),
        "bit coin".into(),
        "bitc\u{00f6}in".into(),
        "bitcoin\u{200b}".into(),
        "b\u{0456}tcoin".into(),
        "a/b".into(),
    ];
    for name in refused {
        assert_eq!(Chain::parse(&name), Err(ChainFault::Form), "{name:?}");
    }
    assert_eq!(Chain::parse(""), Err(ChainFault::Empty));
}

#[test]
fn words_of_the_policy_language_and_bare_digits_name_no_chain() {
    for word in [
        "and",
        "or",
        "of",
        "all",
        "any",
        "none",
        "per",
        "nobody",
        "unsigned",
        "unlimited",
        "requesters",
        "payout",
        "ANY",
        "Payout",
        "7",
        "0137",
    ] {
        let fault = Chain::parse(word).unwrap_err();
        assert_eq!(fault.to_string(), format!("the chain cannot be called `{word}`"));
    }
    assert!(Chain::parse("anything").is_ok() && Chain::parse("7a").is_ok() && Chain::parse("1.0").is_ok());
}
