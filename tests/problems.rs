//! For every kind of problem a broken policy and its whole report, as text and as JSON.
//!
//! With `WRITE_REPORTS=1` the reports are written anew, to be read before they are committed.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::arithmetic_side_effects,
    reason = "what a test does not find fails it"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use countersign::{Policy, ProblemCode, Problems};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/problems")
}

/// Each broken policy's name, which begins with its code, and its text.
fn broken() -> Vec<(String, String)> {
    let files = fs::read_dir(folder()).unwrap().map(|file| file.unwrap().path());
    let policies = files.filter(|path| path.extension().is_some_and(|extension| extension == "toml"));
    let name = |path: &PathBuf| path.file_stem().unwrap().to_str().unwrap().to_owned();
    let mut broken: Vec<(String, String)> =
        policies.map(|path| (name(&path), fs::read_to_string(&path).unwrap())).collect();
    // 16 MiB and one byte are made here: a file of them would weigh on everyone who clones.
    broken.push(("too-large".into(), format!("#{}", " ".repeat(16 * 1024 * 1024))));
    broken.sort();
    broken
}

fn report(name: &str, text: &str) -> Problems {
    Policy::parse(text).err().unwrap_or_else(|| panic!("{name} is no broken policy"))
}

/// The code a file is named after: the longest that its name begins with.
fn code_of(name: &str) -> ProblemCode {
    let codes = ProblemCode::ALL.iter().copied();
    let fitting = codes.filter(|code| name == code.as_str() || name.starts_with(&format!("{code}-")));
    fitting.max_by_key(|code| code.as_str().len()).unwrap_or_else(|| panic!("{name} begins with no code"))
}

#[test]
fn no_kind_of_problem_lacks_a_broken_policy() {
    let broken = broken();
    let shown: BTreeSet<ProblemCode> = broken.iter().map(|(name, _)| code_of(name)).collect();
    println!("problems: {} codes, {} broken policies", shown.len(), broken.len());
    let lacking: Vec<&ProblemCode> = ProblemCode::ALL.iter().filter(|code| !shown.contains(code)).collect();
    assert!(lacking.is_empty(), "{lacking:?}");
}

#[test]
fn every_report_is_the_expected_one_as_text_and_as_json() {
    let mut differing = Vec::new();
    for (name, text) in broken() {
        let problems = report(&name, &text);
        let json = serde_json::to_string_pretty(&problems).unwrap();
        for (extension, found) in [("txt", problems.to_string()), ("json", json)] {
            let path = folder().join(format!("{name}.{extension}"));
            let found = format!("{found}\n");
            if std::env::var_os("WRITE_REPORTS").is_some() {
                fs::write(&path, &found).unwrap();
            }
            let expected = fs::read_to_string(&path).unwrap_or_default();
            if found != expected {
                differing.push(format!("{name}.{extension}\nexpected\n{expected}\nfound\n{found}"));
            }
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

#[test]
fn no_report_lies_beside_no_policy() {
    let names: BTreeSet<String> = broken().into_iter().map(|(name, _)| name).collect();
    for file in fs::read_dir(folder()).unwrap() {
        let path = file.unwrap().path();
        assert!(names.contains(path.file_stem().unwrap().to_str().unwrap()), "{}", path.display());
    }
}

#[test]
fn every_problem_in_a_file_is_of_the_kind_it_is_named_after() {
    for (name, text) in broken() {
        assert!(report(&name, &text).iter().all(|problem| problem.code() == code_of(&name)), "{name}");
    }
}

#[test]
fn every_problem_says_where_what_and_how_to_cure() {
    for (name, text) in broken() {
        for problem in &report(&name, &text) {
            let before = &text[..problem.span().start];
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
            assert_eq!((problem.line(), problem.column()), (line, column), "{name}");
            assert!(problem.span().end <= text.len(), "{name}");
            for words in [problem.message(), problem.help()] {
                assert!(!words.trim().is_empty(), "{name}");
                assert!(!words.contains("::") && !words.contains("Some(") && !words.contains('\n'), "{name}: {words}");
                assert!(!words.starts_with(char::is_uppercase) && !words.ends_with('.'), "{name}: {words}");
            }
        }
    }
}

#[test]
fn reports_stand_in_the_order_of_the_text() {
    for (name, text) in broken() {
        let starts: Vec<usize> = report(&name, &text).iter().map(|problem| problem.span().start).collect();
        assert!(starts.is_sorted(), "{name}");
    }
}
