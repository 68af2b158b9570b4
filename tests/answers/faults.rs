//! What is refused is said with its cure.

use countersign::{
    Address, AmountFault, Case, Chain, ChainFault, Destination, Instant, Key, Name, ReceivedApproval, Span, Tag,
    WrittenAmount,
};

use crate::world::{Asked, Text, asked};

/// The code of a refused payout, what is wrong with it, and its cure.
fn refused(asked: &Asked) -> (String, String) {
    let world = Text::base().world();
    let fault = Case::open(&world.policy, &asked.payout(), &[]).unwrap_err();
    (fault.code().to_owned(), fault.help())
}

#[test]
fn a_refused_payout_is_told_how_it_is_cured() {
    let told = |code: &str, help: &str| (code.to_owned(), help.to_owned());
    assert_eq!(refused(&asked().with("wallet", "HOT")), told("case-differs", "write `hot`"));
    let places = "write no more decimal places than the asset's `decimals`";
    assert_eq!(refused(&asked().of("0.000000001 BTC")), told("bad-amount", places));
    assert_eq!(refused(&asked().of("0 BTC")), told("bad-amount", "write an amount above zero"));
    let large = format!("{} BTC", "9".repeat(39));
    assert_eq!(refused(&asked().of(&large)), told("bad-amount", "write a smaller amount"));
    assert_eq!(refused(&asked().with("fee", "0.000000001 BTC")), told("bad-fee", places));
    let tagged = asked().with("tag", "7");
    assert_eq!(refused(&tagged), told("bad-destination", "leave `tag` out: the address alone says who is paid"));
    let long = asked().of("1 XRP").with("to", "r".repeat(128)).with("tag", "7".repeat(64)).with("note", "n".repeat(64));
    assert_eq!(refused(&long), told("statement-too-long", "shorten the note, the id or the tag"));
}

/// An approval that nobody has signed.
pub fn unsigned(who: &str, signature: usize) -> ReceivedApproval {
    let approval = serde_json::json!({
        "signer": who, "key": "ecdsa:02", "verdict": "reject", "signed_at": "2026-11-22T10:00:00Z",
        "signature": format!("{signature}"), "received_at": "2026-11-22T10:00:00Z",
    });
    serde_json::from_value(approval).unwrap()
}

#[test]
fn too_many_approvals_are_refused_with_a_cure() {
    let world = Text::base().world();
    let approvals: Vec<_> = (0..9).map(|place| unsigned("alice", place)).collect();
    let fault = Case::open(&world.policy, &asked().payout(), &approvals).unwrap_err();
    assert_eq!(fault.code(), "too-many-of-one");
    assert_eq!(fault.help(), "store an approval only once it is verified, and each once");
}

/// What is wrong with an address, and its cure.
fn address(chain: &str, text: &str) -> (String, String) {
    let fault = Address::parse(&Chain::parse(chain).unwrap(), text).unwrap_err();
    (fault.to_string(), fault.help())
}

#[test]
fn an_address_of_no_form_is_told_how_its_chain_writes_them() {
    let looks = |chain, like: &str| {
        let told = (format!("`x` is no address of `{chain}`"), format!("an address of `{chain}` {like}"));
        assert_eq!(address(chain, "x"), told);
    };
    looks("bitcoin", "starts with `1`, `3`, `bc1q` or `bc1p`");
    looks("bitcoin-testnet", "starts with `m`, `n`, `2`, `tb1q` or `tb1p`");
    looks("tron", "starts with `T` and has 34 characters");
    looks("ethereum", "is `0x` and 40 hex digits");
}

#[test]
fn an_address_of_another_network_says_whose_it_is() {
    let belongs = |chain, text, to: &str| {
        let message = format!("`{text}` is an address of {to}, not of `{chain}`");
        assert_eq!(address(chain, text).0, message);
    };
    belongs("bitcoin", "mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn", "bitcoin-testnet");
    belongs("bitcoin", "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx", "bitcoin-testnet");
    belongs("bitcoin", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "tron");
    belongs("bitcoin", "0xdAC17F958D2ee523a2206206994597C13D831ec7", "ethereum");
    belongs("bitcoin-testnet", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "bitcoin");
    belongs("tron", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "bitcoin");
    belongs("tron", "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy", "bitcoin");
    belongs("bitcoin", "LVuDpNCSSj6pQ7t9Pv6d6sUkLKoqDEVUnJ", "litecoin");
    belongs("bitcoin", "ltc1qw508d6qejxtdg4y5r3zarvary0c5xw7kgmn4n9", "litecoin");
    belongs("bitcoin", "DH5yaieqoZN36fDVciNyRueRGvGLR3mr7L", "dogecoin");
    belongs("bitcoin", "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080", "a Bitcoin regression test network");
    belongs("ethereum", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "bitcoin");
}

#[test]
fn the_other_checksum_of_bip_350_is_named() {
    let zero = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kemeawh";
    let told = format!("`{zero}` has the checksum of bech32m, but witness version 0 needs bech32");
    assert_eq!(address("bitcoin", zero).0, told);
    let one = "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd";
    let told = format!("`{one}` has the checksum of bech32, but witness version 1 needs bech32m");
    assert_eq!(address("bitcoin", one).0, told);
}

#[test]
fn a_tron_address_with_a_wrong_letter_is_told_so_and_another_text_that_it_is_none() {
    assert_eq!(
        address("tron", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u").0,
        "the checksum of `TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u` is wrong"
    );
    assert_eq!(
        address("tron", "R7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u").0,
        "`R7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u` is no address of `tron`"
    );
    assert_eq!(
        address("tron", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj0t").0,
        "`TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj0t` has a `0`, which no such address has"
    );
}

#[test]
fn a_bitcoin_address_is_told_by_its_first_letters() {
    let (message, _) = address("bitcoin", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb");
    assert_eq!(message, "the checksum of `1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb` is wrong");
    assert_eq!(
        address("bitcoin", "9A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb").0,
        "`9A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb` is no address of `bitcoin`"
    );
    let mixed = "bc1Qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4";
    assert_eq!(address("bitcoin", mixed).0, format!("`{mixed}` mixes capital and small letters"));
}

#[test]
fn forty_hex_digits_alone_are_told_what_is_missing_and_other_texts_that_they_are_none() {
    let digits = "dAC17F958D2ee523a2206206994597C13D831ec7";
    assert_eq!(
        address("ethereum", digits),
        (format!("`{digits}` does not start with `0x`"), format!("write `0x{digits}`"))
    );
    let upper = format!("0X{digits}");
    assert_eq!(address("ethereum", &upper).1, format!("write `0x{digits}`"));
    let short = digits.trim_end_matches('7');
    assert_eq!(address("ethereum", short).0, format!("`{short}` is no address of `ethereum`"));
}

#[test]
fn a_tag_on_a_chain_without_tags_and_a_tag_that_is_none_are_told_apart() {
    let fault = |chain: &str, tag: &str| {
        let fault = Destination::new(Chain::parse(chain).unwrap(), "rDsbeomae4FXwgQTJp9Rs64Qg9vDiTCdBv", Some(tag))
            .unwrap_err();
        (fault.to_string(), fault.help())
    };
    let exactly = "write the tag exactly as the recipient gave it: 1 to 64 printable ASCII characters without space";
    assert_eq!(fault("ripple", "-"), ("`-` is no tag".into(), "leave `tag` out where there is none".into()));
    assert_eq!(
        fault("ripple", "a b"),
        ("character 2 of the tag is a space or not printable ASCII".into(), exactly.into())
    );
    let long = "the tag has 65 characters; 64 are the most";
    assert_eq!(fault("ripple", &"7".repeat(65)), (long.into(), exactly.into()));
    assert_eq!(Tag::parse("").unwrap_err().to_string(), "the tag is empty");
}

#[test]
fn a_duration_says_what_is_wrong_with_it() {
    let fault = |text: &str| Span::parse(text).unwrap_err().to_string();
    assert_eq!(fault("0s"), "a duration is at least 1s");
    assert_eq!(fault("00s"), "a duration has no leading zero");
    assert_eq!(fault("01s"), "a duration has no leading zero");
    assert_eq!(fault("3651d"), "a duration is at most 3650d");
    assert_eq!(fault("315360001s"), "a duration is at most 3650d");
    assert_eq!(fault("s"), "a duration is a whole number and one unit");
    assert_eq!(Span::parse("315360000s").unwrap().to_string(), "3650d");
    let written = ["72h", "48h", "60m", "59m", "60s"].map(|text| Span::parse(text).unwrap().to_string());
    assert_eq!(written, ["3d", "48h", "1h", "59m", "1m"], "days from three on, else the largest unit");
}

#[test]
fn an_instant_and_an_amount_say_how_they_are_written() {
    let fault = Instant::parse("2026-11-22").unwrap_err();
    assert_eq!(fault.help(), "write UTC and whole seconds, as in 2026-11-22T10:00:00Z");
    let written = "write digits, at most one point, one space and the asset, as in \"0.5 BTC\"";
    assert_eq!(WrittenAmount::parse("0.5").unwrap_err().help(), written);
    assert_eq!(AmountFault::Zero.help(), "write an amount above zero");
    let name = WrittenAmount::parse("0.5 any").unwrap_err();
    assert_eq!(name.help(), Name::parse("any").unwrap_err().help());
}

#[test]
fn a_chain_number_that_is_none_is_told_how_it_is_written() {
    let fault = |text: &str| Chain::parse(text).unwrap_err();
    for text in ["eip155:", "eip155:0", "eip155:00", "eip155:x", "eip155:1x"] {
        assert!(matches!(fault(text), ChainFault::Eip155 { .. }), "{text}: {:?}", fault(text));
    }
    assert!(Chain::parse(&format!("eip155:{}", "9".repeat(32))).is_ok());
    assert!(matches!(fault(&format!("eip155:{}", "9".repeat(33))), ChainFault::Eip155 { .. }));
    assert!(matches!(fault(&format!("eip155:{}", "9".repeat(57))), ChainFault::Eip155 { .. }), "64 characters");
    assert_eq!(fault(&format!("eip155:{}", "9".repeat(58))), ChainFault::Form, "too long to be repeated");
    assert_eq!(fault("eip155:\u{e9}"), ChainFault::Form);
}

#[test]
fn a_chain_that_is_of_no_known_form_is_refused() {
    let reads = |text: &str| Chain::parse(text).is_ok();
    for good in
        ["abc:x", "abcdefgh:x", "a-0:x_Y-9", &format!("abc:{}", "x".repeat(32)), "litecoin", "L.t_c-1", &"a".repeat(64)]
    {
        assert!(reads(good), "{good}");
    }
    for bad in [
        "ab:x",
        "abcdefghi:x",
        "aBc:x",
        "abc:",
        "abc:x.y",
        "a_c:x",
        &format!("abc:{}", "x".repeat(33)),
        "",
        ".a",
        "-a",
        "a b",
        "a/b",
        &"a".repeat(65),
        "123",
    ] {
        assert!(!reads(bad), "{bad}");
    }
}

#[test]
fn an_uncompressed_key_is_told_its_compressed_form_and_a_wrong_one_that_it_is_no_point() {
    // The generator, and the same with its last digit changed.
    let (x, y) = (
        "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
        "483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8",
    );
    let help = |text: &str| {
        let fault = Key::parse(text).unwrap_err();
        (fault.to_string(), fault.help())
    };
    assert_eq!(help(&format!("ecdsa:04{x}{y}")).1, format!("write the compressed point: `ecdsa:02{x}`"));
    assert_eq!(help(&format!("bip340:04{x}{y}")).1, format!("write the compressed point: `bip340:{x}`"));
    let odd = "b7c52588d95c3b9aa25b0403f1eef75702e84bb7597aabe663b82f6f04ef2777";
    assert_eq!(help(&format!("ecdsa:04{x}{odd}")).1, format!("write the compressed point: `ecdsa:03{x}`"));
    let copy = "copy the key again from where it was made; one digit may be wrong";
    let wrong = y.replace("d4b8", "d4b9");
    assert_eq!(
        help(&format!("ecdsa:04{x}{wrong}")),
        ("the key is no point of the curve secp256k1".into(), copy.into())
    );
    assert_eq!(help("ecdsa:00"), ("the key is the point at infinity".into(), copy.into()));
    assert_eq!(help(&format!("ecdsa:{}", "0".repeat(66))), ("the key is the point at infinity".into(), copy.into()));
    let prefix = "a compressed point begins with `02` or `03`";
    assert_eq!(help(&format!("ecdsa:00{x}")).1, prefix);
    assert_eq!(help(&format!("ecdsa:05{x}")).1, prefix);
    assert_eq!(help(&format!("ecdsa:0X02{x}")).1, "leave `0x` out");
    assert_eq!(help(&format!("ecdsa:0x02{x}")).1, "leave `0x` out");
}

#[test]
fn an_invisible_character_of_a_policy_is_told_how_it_came_there() {
    let help = |text: String| {
        let problems = countersign::Policy::parse(&text).unwrap_err();
        problems.iter().next().unwrap().help().to_owned()
    };
    let base = Text::base().written();
    assert_eq!(help(format!("\u{feff}{base}")), "save the file without a byte order mark");
    assert_eq!(help(base.replacen('\n', "\r\n", 1)), "end lines with a line feed alone, as `dos2unix` makes them");
    assert_eq!(help(format!("{base}# \u{200b}")), "remove it: what is read must be what is there");
}
