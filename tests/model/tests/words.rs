//! Values, destinations, quorums, signatures and hours.
use countersign_model::address::{chain, destination};
use countersign_model::r#gen::keys as making;
use countersign_model::r#gen::making::{Style, signature};
use countersign_model::hours;
use countersign_model::policy::Hours;
use countersign_model::quorum::{Sets, Term, can_sit, parse};
use countersign_model::sign::{Scheme, parse_key, signature_text, verifies};
use countersign_model::value::*;

#[test]
fn instants_are_read_and_printed() {
    for (text, t) in
        [("1970-01-01T00:00:00Z", 0), ("2000-02-29T23:59:59Z", 951_868_799), ("9999-12-31T23:59:59Z", YEAR_10000 - 1)]
    {
        assert_eq!(instant(text), Ok(t));
        assert_eq!(print_instant(t), text);
    }
    for bad in [
        "2026-02-29T00:00:00Z",
        "1969-12-31T23:59:59Z",
        "2026-01-01T00:00:60Z",
        "2026-01-01t00:00:00Z",
        "2026-01-01T00:00:00+00:00",
    ] {
        assert!(instant(bad).is_err(), "{bad}");
    }
}

#[test]
fn amounts_keep_to_their_form() {
    assert_eq!(positive("0.5", 8), Ok(50_000_000));
    assert_eq!(positive("340282366920938463463374607431768211455", 0), Ok(u128::MAX));
    assert_eq!(units("0.0", 8), Ok(0));
    for bad in [
        "340282366920938463463374607431768211456",
        "00.5",
        "01",
        "1.",
        ".5",
        "-1",
        "+1",
        "1e3",
        "1_000",
        "0",
        "0.123456789",
    ] {
        assert!(positive(bad, 8).is_err(), "{bad}");
    }
    assert_eq!(shortest(50_000_000, 8), "0.5");
    assert_eq!(shortest(100, 0), "100");
    assert!(amount("1  BTC").is_err() && amount("1 per").is_err() && amount("0.0 BTC").is_err());
    assert!(amount_or_zero("0.0 BTC").is_ok());
}

#[test]
fn durations_keep_to_their_form() {
    assert_eq!(duration("3650d"), Ok(315_360_000));
    for bad in ["0s", "01h", "3651d", "1.5h", "h", "1 h", "60"] {
        assert!(duration(bad).is_err(), "{bad}");
    }
}

#[test]
fn destinations_are_canonical() {
    let upper = "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4";
    assert_eq!(destination("bitcoin", upper, None).unwrap().address, upper.to_lowercase());
    assert!(destination("bitcoin-testnet", upper, None).is_err());
    assert!(destination("bitcoin", "bc1qW508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", None).is_err());
    assert!(destination("bitcoin", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", None).is_ok());
    assert!(destination("bitcoin", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", None).is_err());
    assert!(destination("bitcoin", "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0", None).is_ok());
    let sealed = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
    for c in ["ethereum", "eip155:137", "stellar"] {
        assert_eq!(destination(c, &sealed.to_lowercase(), None).unwrap().address, sealed);
        assert!(destination(c, &sealed.replace("aAeb", "Aaeb"), None).is_err());
    }
    assert!(destination("ethereum", sealed, Some("1")).is_err());
    assert!(destination("stellar", "GABC", Some("-")).is_err());
    assert!(destination("tron", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", None).is_ok());
    for bad in ["Bitcoin", "eip155:1", "eip155:01", "EIP155:5", "tron:0x2b6653dc", "a b"] {
        assert!(chain(bad).is_err(), "{bad}");
    }
    assert!(chain("cosmos:cosmoshub-4").is_ok() && chain("eip155:56").is_ok());
}

/// One bit for each of `a b c d`.
fn sets() -> Sets {
    let all = [("a", 1), ("b", 2), ("c", 4), ("d", 8), ("ops", 0b0111), ("risk", 0b1001)];
    all.map(|(name, people)| (name.to_string(), people)).into()
}

/// "an alternative is met by the people X iff for every subset I of its terms, |X ∩ ⋃S_i| ≥ Σ k_i": a second way to say
/// that they can sit down.
fn is_met(terms: &[Term], people: u128) -> bool {
    (0..1usize << terms.len()).all(|subset| {
        let chosen = terms.iter().enumerate().filter(|(i, _)| subset >> i & 1 == 1);
        let (union, seats) = chosen.fold((0, 0), |(union, seats), (_, t)| (union | t.people, seats + t.count));
        (people & union).count_ones() >= seats
    })
}

#[test]
fn a_person_fills_one_seat() {
    let sets = Sets::from([("ops".to_string(), 0b0111), ("risk".to_string(), 0b1001)]);
    let q = parse("2 of ops and 1 of risk", &sets).unwrap();
    // "needs three people even if alice is in both": she is the first bit, bob and carol are in ops, dana is in risk.
    let met = [0b1011, 0b1101, 0b1110, 0b0111, 0b1111];
    for people in 0..16 {
        assert_eq!(q.met_by(people), met.contains(&people), "{people:b}");
    }
}

#[test]
fn people_can_sit_down_exactly_where_the_formula_says_that_they_meet() {
    for text in [
        "2 of ops and 1 of risk",
        "1 of a and 1 of ops and 1 of risk",
        "all of risk and 2 of (b,c)",
        "(1 of a or 2 of ops) and 1 of risk",
        "1 of ops and 1 of (ops, risk) and 1 of risk",
    ] {
        let q = parse(text, &sets()).unwrap();
        for people in 0..16 {
            let expected = q.alternatives.iter().any(|terms| is_met(terms, people));
            assert_eq!(q.met_by(people), expected, "{text} {people:b}");
        }
    }
    // Every two terms over five people, and every third beside some of them.
    let terms: Vec<Term> = (1..32).flat_map(|people| (1..=3).map(move |count| Term { count, people })).collect();
    let mut met = 0;
    for (place, first) in terms.iter().enumerate() {
        for (other, second) in terms.iter().enumerate() {
            let third = &terms[(7 * place + 3 * other) % terms.len()];
            for terms in [&[first.clone(), second.clone()][..], &[first.clone(), second.clone(), third.clone()]] {
                for people in 0..32 {
                    assert_eq!(can_sit(terms, people), is_met(terms, people), "{people:b}");
                    met += u32::from(is_met(terms, people));
                }
            }
        }
    }
    assert!(met > 10_000, "{met} are met");
}

#[test]
fn a_hundred_people_who_cannot_sit_down_are_found_out_soon() {
    let (all, odd) = (u128::MAX, u128::MAX / 3);
    let term = |count, people| Term { count, people };
    assert!(can_sit(&[term(64, all), term(64, odd)], all));
    assert!(!can_sit(&[term(64, all), term(65, all)], all));
    assert!(!can_sit(&[term(65, odd), term(1, all)], all));
    assert!(!can_sit(&[term(64, odd), term(1, odd), term(1, all)], all));
    assert!(!can_sit(&[term(40, all), term(40, odd), term(30, !odd), term(19, all)], all));
}

#[test]
fn quorums_that_are_refused() {
    for bad in [
        "",
        "0 of ops",
        "4 of ops",
        "01 of ops",
        "1 of ops and 1 of a or 1 of b",
        "1 of ops and",
        "none",
        "1 of ghosts",
        "2 of a",
        "1 of a and 1 of a",
        "all ops",
        "1 of (ops",
        "1  of ops)",
        "1\tof ops",
        "129 of ops",
    ] {
        assert!(parse(bad, &sets()).is_err(), "{bad}");
    }
    for good in ["1 of ops", " 1  of ops ", "all of ops", "((1 of ops))", "1 of(a,b)", "(1 of a)or(1 of b)"] {
        assert!(parse(good, &sets()).is_ok(), "{good}");
    }
}

#[test]
fn signatures_of_every_scheme_and_style() {
    for scheme in [Scheme::Ecdsa, Scheme::Bip340, Scheme::Eip191, Scheme::BitcoinMessage] {
        let key = parse_key(&making::key_text(scheme, "alice")).unwrap();
        for (high, der, prefix, head) in
            [(false, false, false, 0), (true, true, true, 1), (false, true, false, 3), (true, false, true, 15)]
        {
            let text = signature(scheme, "alice", "hello", Style { high, der, prefix, head });
            assert!(verifies(&key, "hello", &signature_text(scheme, &text).unwrap()), "{scheme:?}");
            assert!(!verifies(&key, "hullo", &signature_text(scheme, &text).unwrap()));
            assert!(signature_text(scheme, &text[1..]).is_none_or(|p| !verifies(&key, "hello", &p)));
        }
        let other = signature(scheme, "bob", "hello", Style::default());
        assert!(!verifies(&key, "hello", &signature_text(scheme, &other).unwrap()));
    }
}

#[test]
fn bip340_signs_the_sha256() {
    let key = parse_key("bip340:f9308a019258c31049344f85f89d5229b531c845836f99b08601f113bce036f9").unwrap();
    assert_eq!(key.bytes.len(), 32);
    assert!(parse_key("bip340:eefdea4cdb677750a420fee807eacf21eb9898ae79b9768766e4faa04a2d4a34").is_err());
}

fn clock(days: &[i64], open: &str, close: &str, zone: &str) -> Hours {
    let at = |t: &str| t[..2].parse::<i64>().unwrap() * 3600 + t[3..].parse::<i64>().unwrap() * 60;
    Hours { days: days.to_vec(), open: at(open), close: at(close), zone: jiff::tz::TimeZone::get(zone).unwrap() }
}

#[test]
fn the_next_opening_is_found_across_changes_of_the_clock() {
    let next = |h: &Hours, from: &str| hours::next_open(h, instant(from).unwrap()).map(print_instant).unwrap();
    // Zurich springs forward on 2026-03-29 at 01:00Z: 02:30 does not exist, the wall clock jumps into the hours at 03:00.
    let gap = clock(&[6], "02:30", "04:00", "Europe/Zurich");
    assert_eq!(next(&gap, "2026-03-29T00:00:00Z"), "2026-03-29T01:00:00Z");
    // It falls back on 2026-10-25 at 01:00Z: 02:00 to 02:30 happens twice.
    let twice = clock(&[6], "02:00", "02:30", "Europe/Zurich");
    assert_eq!(next(&twice, "2026-10-24T23:59:59Z"), "2026-10-25T00:00:00Z");
    assert_eq!(next(&twice, "2026-10-25T00:30:00Z"), "2026-10-25T01:00:00Z");
    let work = clock(&[0, 1, 2, 3, 4], "09:00", "17:00", "America/New_York");
    assert_eq!(next(&work, "2026-03-06T22:00:00Z"), "2026-03-09T13:00:00Z");
    let night = clock(&[4], "22:00", "06:00", "UTC");
    assert!(hours::within(&night, instant("2026-11-28T05:59:59Z").unwrap()));
    assert!(!hours::within(&night, instant("2026-11-28T06:00:00Z").unwrap()));
    let round = clock(&[5], "09:00", "09:00", "UTC");
    assert!(hours::within(&round, instant("2026-11-29T08:59:59Z").unwrap()));
    assert!(!hours::within(&round, instant("2026-11-29T09:00:00Z").unwrap()));
}
