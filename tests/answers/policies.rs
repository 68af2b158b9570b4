//! What a policy that is refused is told: how many faults, and the cure of each.

use countersign::{Policy, Problems};

use crate::world::Text;

fn refused(text: &str) -> Problems {
    Policy::parse(text).unwrap_err()
}

/// The message and the cure of the only problem of the base with one place changed.
fn told(old: &str, new: &str) -> (String, String) {
    let problems = refused(&Text::base().swap(old, new).written());
    assert_eq!(problems.len(), 1, "{problems}");
    let problem = problems.iter().next().unwrap();
    (problem.message().to_owned(), problem.help().to_owned())
}

fn fee(written: &str) -> (String, String) {
    told("max_fee = \"unlimited\"", &format!("max_fee = \"{written}\""))
}

#[test]
fn a_fee_that_says_per_what_and_one_without_an_asset_are_told_apart() {
    let (message, help) = fee("0.1 BTC per 24h");
    assert!(message.ends_with("says per what, and a fee is of one payout"), "{message}");
    assert_eq!(help, "write the amount alone, as in \"0.001 BTC\"");
    let (_, help) = fee("none");
    assert_eq!(help, "write an amount, as in \"0.001 BTC\", or \"unlimited\"");
}

#[test]
fn an_amount_is_told_of_its_spaces_where_it_has_too_many_and_of_its_asset_otherwise() {
    let written = "write digits, at most one point, one space and the asset, as in \"0.5 BTC\"";
    assert_eq!(fee("0.1  BTC").1, written);
    assert_eq!(fee("0.1 BTC ").1, written);
    let name = countersign::Name::parse("any").unwrap_err();
    assert_eq!(fee("0.1 any").1, name.help());
    assert_ne!(name.help(), written);
}

#[test]
fn a_count_is_a_whole_number_of_up_to_18_digits() {
    let count = |written: &str| {
        let limit = format!("[[limits]]\nname = \"n\"\nmax_count = \"{written} per 24h\"");
        Text::base().plus(&limit).parse().err().map(|problems| problems.iter().next().unwrap().message().to_owned())
    };
    assert_eq!(count("1"), None);
    assert_eq!(count(&"9".repeat(18)), None);
    for bad in ["0", "05", "+5", "-5", "5x", "1000000000000000000"] {
        let message = count(bad).unwrap();
        assert!(message.ends_with(&format!("`{bad}` is no count of payouts")), "{message}");
    }
}

#[test]
fn a_threshold_above_what_a_quorum_may_count_is_told_so() {
    let (message, _) = told("approve = \"1 of ops\"", "approve = \"129 of ops\"");
    assert!(message.contains("129 is above 128, the most a quorum may count"), "{message}");
    let (message, _) = told("approve = \"1 of ops\"", "approve = \"128 of ops\"");
    assert!(!message.contains("is above 128"), "{message}");
}

#[test]
fn of_very_many_unknown_names_the_first_64_come_with_the_nearest() {
    let near = |place: usize| char::from(b'a' + u8::try_from(place).unwrap());
    let names: Vec<String> = (0..70).map(|place| format!("\"alic{}{}\"", near(place / 26), near(place % 26))).collect();
    let text = Text::base().swap("risk = [\"dana\", \"erin\"]", &format!("risk = [{}]", names.join(", ")));
    let problems = refused(&text.written());
    let hints = problems.iter().filter(|problem| problem.help() == "did you mean `alice`?").count();
    assert_eq!((problems.len(), hints), (70, 64));
}

#[test]
fn of_very_many_problems_the_first_thousand_are_reported() {
    let hidden = |count: usize| {
        let problems = refused(&format!("# {}", "\u{200b}".repeat(count)));
        assert_eq!((&problems).into_iter().count(), problems.len());
        problems.len()
    };
    assert_eq!(hidden(999), 999);
    assert_eq!(hidden(1_000), 1_000);
    assert_eq!(hidden(1_001), 1_000);
}

#[test]
fn in_a_text_of_more_than_a_mebibyte_only_the_first_fault_is_looked_for() {
    let two = "a = \nb = \n";
    let padded = |bytes: usize| {
        let comment = format!("#{}\n", "-".repeat(bytes - two.len() - 2));
        let text = format!("{two}{comment}");
        assert_eq!(text.len(), bytes);
        refused(&text).len()
    };
    assert_eq!(padded(1_024), 2);
    assert_eq!(padded(1_024 * 1_024), 2);
    assert_eq!(padded(1_024 * 1_024 + 1), 1);
}

#[test]
fn a_policy_of_16_mebibytes_is_read_and_one_of_a_byte_more_is_not() {
    let padded = |bytes: usize| {
        let text = format!("{}#", Text::base().written());
        let text = format!("{text}{}", "-".repeat(bytes - text.len()));
        Policy::parse(&text).err().map(|problems| problems.iter().next().unwrap().code().as_str())
    };
    assert_eq!(padded(16_777_216), None);
    assert_eq!(padded(16_777_217), Some("too-large"));
}

#[test]
fn a_key_that_is_not_bare_is_named_in_quotes() {
    let message = |key: &str| {
        let problems = refused(&Text::base().swap("schema = 1", &format!("schema = 1\n{key} = 1")).written());
        problems.iter().next().unwrap().message().to_owned()
    };
    for (written, named) in [("wallet_s", "`wallet_s`"), ("\"wallet s\"", "`\"wallet s\"`"), ("\"\"", "`\"\"`")] {
        assert!(message(written).contains(named), "{}", message(written));
    }
}

#[test]
fn a_fault_in_an_array_that_closes_hides_no_fault_behind_it_nor_does_one_that_stands_before() {
    let lines = |text: &str| refused(text).iter().map(countersign::Problem::line).collect::<Vec<_>>();
    assert_eq!(lines("a = [1,,2]\nb = \n"), [1, 2]);
    assert_eq!(lines("a = {,}\nb = \n"), [1, 2]);
    assert_eq!(lines("a = \nb = [1,\n"), [1, 2], "the array that never closes is told too");
}
