//! Policies with the faults that few files have, each reported at its place.

use countersign::{Case, Instant, Name, Policy, Quote, Quotes, quote_statement};
use serde_json::json;

use crate::world::{Text, asked, found, person, submitted};

/// The problems of a text, as `line code: message`.
fn problems(text: &Text) -> Vec<String> {
    let Err(problems) = text.parse() else { panic!("a policy: {}", text.written()) };
    problems.iter().map(|one| format!("{} {}: {}", one.line(), one.code(), one.message())).collect()
}

fn reports(text: &Text, expected: &str) {
    let found = problems(text);
    assert!(found.iter().any(|one| one.contains(expected)), "`{expected}` is not among\n{}", found.join("\n"));
}

#[test]
fn a_value_of_another_type_is_refused_wherever_it_stands() {
    let head = "schema = 1\nrealm = \"r\"\nname = \"n\"\nversion = 1\n";
    for (more, message) in [
        ("payout_ttl = 3", "`payout_ttl` is a whole number, not"),
        ("clock_skew = 3", "`clock_skew` is a whole number, not"),
        ("previous = 3", "`previous` is a whole number, not"),
        ("limits = [{ max = 3, max_fee = 3 }]", "is a whole number, not"),
        ("assets = 3", "`assets` is a whole number, not a table"),
        ("assets = {}", "`assets` names no asset"),
        ("approvers = 3", "`approvers` is a whole number"),
        ("rules = 3", "`rules` is a whole number, not an array"),
        ("rules = [3]", "`rules` is a whole number"),
        ("limits = [3]", "`limits` is a whole number"),
        ("blocks = [3]", "`blocks` is a whole number"),
        ("prices = 3", "`prices` is a whole number"),
        ("assets.BTC = 3", "`assets.BTC` is a whole number"),
        ("assets.\"\" = 3", "`assets.\"\"` is a whole number"),
        ("approvers.alice = 3", "`approvers.alice` is a whole number"),
        ("lists.friends = 3", "`lists.friends` is a whole number"),
        ("prices.fixed.BTC = 3", "`prices.fixed.BTC` is a whole number"),
        ("prices.fixed.\"no name\" = \"1\"", "a name may not hold ` `"),
        ("prices.bounds.BTC = [3, \"1\"]", "`prices.bounds.BTC` is a whole number"),
        ("prices.bounds.BTC = [\"1\", 3]", "`prices.bounds.BTC` is a whole number"),
        ("rules = [{ assets = [3], initiators = [3], wallets = true, hours = 3 }]", "is a whole number, not"),
        ("rules = [{ initiators = [\"alice\", 3] }]", "is a whole number, not"),
        ("rules = [{ initiators = \"naïve\" }]", "`rules.initiators`"),
        ("rules = [{ hours = { days = [\"mon\", \"mon\"] } }]", "holds `mon` twice"),
        ("rules = [{ hours = { open = \"09:00\" } }]", "`rules.hours.days` is missing"),
        (
            "rules = [{ hours = { days = [\"mon\"], open = \"09:00\", close = \"24:00\", zone = \"Europe/Zurich\" } }]",
            "`24:00`",
        ),
        ("limits = [{ max_count = 3 }]", "is a whole number, not"),
        ("limits = [{ max_count = \"1234567890123456789 per 24h\" }]", "is no count of payouts"),
        ("limits = [{ max_count = \"123456789012345678 per 24h\", max = \"1 BTC\" }]", "`max`"),
        ("version = 2", "`version` is written twice"),
        ("wallets = [0x]", "an integer without digits"),
    ] {
        reports(&Text::of(&format!("{head}{more}\n")), message);
    }
}

#[test]
fn of_a_line_that_is_no_toml_one_fault_is_reported_and_behind_an_open_array_no_other() {
    let found = problems(&Text::of("schema = = 1 = 2\nrealm = 'r\nwallets = [\"hot\", \nname = 3 3\n"));
    let lines: Vec<&str> = found.iter().filter_map(|one| one.split(' ').next()).collect();
    let mut distinct = lines.clone();
    distinct.dedup();
    assert_eq!(lines, distinct, "one fault a line: {found:?}");
    assert!(found[0].starts_with("1 syntax"), "{found:?}");
}

#[test]
fn the_first_unknown_names_come_with_the_nearest_known_one_and_the_others_without() {
    let many: String = (0..70).map(|nth| format!("\"alic{nth}\", ")).collect();
    let text = Text::base().swap("risk = [\"dana\", \"erin\"]", &format!("risk = [{many}\"dana\"]"));
    let problems = text.parse().unwrap_err();
    let helps = |start: &str| problems.iter().filter(|one| one.help().starts_with(start)).count();
    assert_eq!((helps("did you mean `alice`?"), helps("name one that the policy has")), (64, 6));
}

#[test]
fn a_word_of_3_to_64_letters_comes_with_a_known_one_of_1_2_or_3_changes() {
    let near = |key: &str| {
        let problems = Text::of(&format!("{key} = 1\n")).parse().unwrap_err();
        let unknown = problems.iter().find(|one| one.code().as_str() == "unknown-key").unwrap();
        Some(unknown.help().strip_prefix("did you mean `")?.strip_suffix("`?")?.to_owned())
    };
    for (written, word) in [
        ("nme", Some("name")),
        ("nxe", None),
        ("xitle", Some("title")),
        ("tixxe", None),
        ("xrsion", Some("version")),
        ("versio00", Some("version")),
        ("versi000", None),
        ("versio000", Some("version")),
        ("versi0000", None),
    ] {
        assert_eq!(near(written).as_deref(), word, "{written}");
    }
    let longest = "a".repeat(64);
    let bearing = format!("risk = [\"dana\", \"erin\"]\n{longest} = [\"dana\"]");
    let help = |name: &str| {
        let text = Text::base().swap("risk = [\"dana\", \"erin\"]", &bearing);
        let problems = text.swap("\"1 of ops\"", &format!("\"1 of {name}\"")).parse().unwrap_err();
        problems.iter().next().unwrap().help().to_owned()
    };
    assert_eq!(help(&format!("{}bbb", "a".repeat(61))), format!("did you mean `{longest}`?"));
    assert_eq!(help("bo"), "name one that the policy has, or add it");
}

#[test]
fn what_is_not_printable_ascii_is_shown_and_nothing_that_stands_before_it() {
    for (written, shown) in [(" ~é", "`é` (U+00E9)"), ("a ~!\u{a0}", "(U+00A0)")] {
        let text = Text::base().swap("name = \"world\"", &format!("name = \"{written}\""));
        let found = problems(&text);
        assert!(found.iter().any(|one| one.contains("`name` holds `") && one.contains(shown)), "{found:?}");
    }
}

#[test]
fn nobody_waives_a_delay_by_leaving_the_waiver_out() {
    let rule = "approve = \"1 of ops\"";
    let delayed =
        |more: &str| Text::base().swap(rule, &format!("{rule}\nveto = \"1 of risk\"\ndelay = \"1h\"\n{more}"));
    assert!(delayed("").parse().is_ok());
    assert!(delayed("delay_waived_by = \"2 of ops\"").parse().is_ok());
    reports(&delayed("delay_waived_by = \"nobody\""), "`nobody` waives no delay");
    reports(&delayed("delay_waived_by = \"4 of ops\""), "4 of ops can never be met by 3 people");
    reports(&Text::base().swap(rule, &format!("{rule}\nveto = \"nobody\"")), "means nothing without `delay`");
}

#[test]
fn a_quorum_of_too_many_alternatives_is_refused_however_deep_they_are() {
    let many = |count: usize| vec!["1 of ops"; count].join(" or ");
    let quorum = |approve: &str| Text::base().swap("approve = \"1 of ops\"", &format!("approve = \"{approve}\""));
    assert!(quorum(&many(64)).parse().is_ok());
    assert!(quorum(&format!("({}) and 1 of risk", many(64))).parse().is_ok());
    for approve in [
        many(65),
        format!("({}) and 1 of risk", many(65)),
        format!("(({}) and 1 of risk) or 1 of risk", many(65)),
        format!("({}) and ({})", many(9), many(8)),
    ] {
        reports(&quorum(&approve), "alternatives");
    }
    reports(&quorum(&["1 of ops"; 9].join(" and ")), "terms");
}

#[test]
fn what_is_uncapped_is_refused_by_the_wallet_and_the_asset_that_it_leaves() {
    let rule = "wallets = \"any\"\nto = \"any\"\ninitiators = \"unsigned\"\napprove";
    let narrow = Text::base().swap(rule, &rule.replace("\"any\"\nto", "[\"cold\", \"hot\"]\nto"));
    assert!(narrow.parse().is_ok());
    let hot_only = narrow.swap("max = \"100 BTC per 24h\"", "max = \"100 BTC per 24h\"\nwallets = [\"hot\"]");
    reports(&hot_only, "lets BTC out of `cold`");
}

#[test]
fn a_quote_that_is_of_no_use_is_none() {
    let dollars = "[prices]\ncurrency = \"USD\"\ndecimals = 2\nfeeds = \"1 of risk\"\nmax_age = \"10m\"\n\
                  [[limits]]\nname = \"usd\"\nmax = \"100000 USD per payout\"";
    let world = Text::base().plus(dollars).world();
    let quote = |who: &str, key_of: &str| -> Quote {
        let key = person(key_of).key_text();
        let text = quote_statement(&world.policy, &Name::parse("BTC").unwrap(), "50000", submitted(), &key).unwrap();
        serde_json::from_value(json!({
            "signer": who, "key": key, "asset": "BTC", "price": "50000", "quoted_at": submitted(),
            "signature": person(key_of).sign(text.as_bytes()),
        }))
        .unwrap()
    };
    let priced = |quote: Quote| {
        let quotes = Quotes::verify(&world.policy, &[quote]).unwrap();
        found(&world.decide_at_prices(&asked().payout(), &[], &world.ledger(&[]), &quotes, submitted()), "price:BTC")
    };
    assert_eq!(priced(quote("dana", "dana")), "met priced");
    assert_eq!(priced(quote("dana", "erin")), "wait no-price", "another's key");
    assert_eq!(priced(quote("alice", "alice")), "wait no-price", "no feed");
    assert_eq!(priced(quote("shop", "shop")), "wait no-price", "a requester is no feed");
    let unpriced = Text::base().world();
    let quotes = Quotes::verify(&unpriced.policy, &[quote("dana", "dana")]).unwrap();
    let payout = asked().payout();
    let case = Case::open(&unpriced.policy, &payout, &[]).unwrap();
    assert_eq!(found(&case.decide(&unpriced.ledger(&[]), &quotes, submitted()), "price:BTC"), "absent");
}

#[test]
fn a_quote_is_written_only_for_what_can_be_quoted() {
    let dollars = "[prices]\ncurrency = \"USD\"\ndecimals = 2\nfixed = { BTC = \"1\" }";
    let (priced, unpriced) = (Text::base().plus(dollars).world().policy, Text::base().world().policy);
    let key = person("dana").key_text();
    let write = |policy: &Policy, asset: &str, price: &str, key: &str| {
        quote_statement(policy, &Name::parse(asset).unwrap(), price, Instant::EARLIEST, key)
    };
    assert!(write(&priced, "BTC", "1.5", &key).unwrap().contains("price: 1.5\n"));
    assert_eq!(write(&unpriced, "BTC", "1.5", &key).unwrap_err(), "the policy has no `[prices]`");
    assert_eq!(write(&priced, "DOGE", "1.5", &key).unwrap_err(), "the policy has no such asset");
    assert!(write(&priced, "BTC", "1.50", &key).is_err());
    assert!(write(&priced, "BTC", "1.5", "ключ").is_err());
}
