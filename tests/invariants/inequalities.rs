//! `<` for `<=` at each comparison of what decides, and `..` for `..=` at each range: a planted fault turns it round, or
//! the page of faults says why none does.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;

use crate::planted::{Fault, every_fault, read, root};

const DECIDES: [&str; 8] =
    ["src/approval", "src/decide", "src/domain", "src/key", "src/ledger", "src/payout", "src/policy", "src/price"];

/// What each is turned into: at the edge it says the opposite.
const TURNED: [(&str, &str); 4] = [(" <= ", " < "), (" >= ", " > "), (" < ", " <= "), (" > ", " >= ")];

/// A comparison, or an end of an inclusive range, which is one as well: in which file, and its line.
struct Comparison {
    file: String,
    /// At which byte its operator stands: of both ends of a range at the same.
    at: usize,
    /// What is turned: the operator, or the lower end of a range.
    turned: Range<usize>,
    /// Into what it is turned: a lower end into any other.
    into: Option<&'static str>,
    line: String,
}

impl Comparison {
    /// Whether a text is that of its file with it alone turned round.
    fn is_turned_in(&self, planted: &str, text: &str) -> bool {
        let (before, after) = (&text[..self.turned.start], &text[self.turned.end..]);
        let found = planted.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
        found.is_some_and(|found| self.into.map_or(found != &text[self.turned.clone()], |into| found == into))
    }
}

fn comparisons(file: &str, text: &str) -> Vec<Comparison> {
    let mut found = vec![];
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let code = line.split("//").next().unwrap_or_default();
        let mut add = |at: usize, turned: Range<usize>, into| {
            let turned = start + turned.start..start + turned.end;
            found.push(Comparison { file: file.into(), at: start + at, turned, into, line: line.trim().into() });
        };
        for (operator, into) in TURNED {
            code.match_indices(operator).for_each(|(at, _)| add(at, at..at + operator.len(), Some(into)));
        }
        for (at, range) in code.match_indices("..=") {
            let lower = lower_end(&code[..at]);
            if !lower.is_empty() {
                add(at, at - lower.len()..at, None);
            }
            add(at, at..at + range.len(), Some(".."));
        }
        start += line.len();
    }
    found
}

/// The last word before a range, or the last character in quotes; empty where it has no lower end.
fn lower_end(before: &str) -> &str {
    let start = match before.strip_suffix('\'') {
        Some(quoted) => {
            let quote = quoted.rfind('\'').unwrap_or_default();
            before[..quote].strip_suffix('b').map_or(quote, str::len)
        }
        None => before.trim_end_matches(|one: char| one.is_ascii_alphanumeric() || "_.".contains(one)).len(),
    };
    let is_told = start < before.len() || before.ends_with([' ', '(', '[']);
    assert!(is_told, "the lower end of a range is a word: `{before}..=`");
    &before[start..]
}

/// The sources below a folder that are no tests, by path.
fn sources(folder: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(root().join(folder)).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{folder}/{}", entry.file_name().into_string().unwrap());
        let is_source = Path::new(&path).extension().is_some_and(|end| end == "rs") && !path.ends_with("_tests.rs");
        if entry.path().is_dir() {
            found.extend(sources(&path));
        } else if is_source {
            found.insert(path.clone(), read(&path));
        }
    }
    found
}

/// Of which comparisons the page of faults says that no decision could tell: file and words of it. The words of a range
/// stand for both its ends.
fn spared() -> Vec<(String, String)> {
    let page = read("tests/faults/README.md");
    let rows = page.lines().filter(|line| line.starts_with("- `src/"));
    rows.map(|row| {
        let quoted: Vec<&str> = row.split('`').skip(1).step_by(2).collect();
        let [file, words, ..] = quoted[..] else { panic!("`{row}` names a file and a comparison of it") };
        assert!(row.contains("`: "), "`{row}` says why");
        (file.into(), words.into())
    })
    .collect()
}

#[test]
fn every_comparison_that_decides_is_turned_round_by_a_fault_or_it_is_said_why_not() {
    let (faults, spared) = (every_fault(), spared());
    let mut uses = vec![BTreeSet::new(); spared.len()];
    let mut count = 0;
    for (file, text) in DECIDES.into_iter().flat_map(sources) {
        let of_file: Vec<&Fault> = faults.iter().filter(|fault| fault.file == file).collect();
        for one in comparisons(&file, &text) {
            let turns = |fault: &&Fault| one.is_turned_in(&text.replacen(&fault.right, &fault.wrong, 1), &text);
            let planted = of_file.iter().any(turns);
            let names = |(file, words): &(String, String)| {
                let at = text.find(words.as_str());
                *file == one.file && at.is_some_and(|at| (at..at + words.len()).contains(&one.turned.start))
            };
            let place = spared.iter().position(names);
            if let Some(place) = place {
                uses[place].insert(one.at);
            }
            assert!(
                planted || place.is_some(),
                "no fault turns `{}` of {file} round: {}",
                text[one.turned.clone()].trim(),
                one.line
            );
            assert!(!planted || place.is_none(), "a fault turns it round, and it is said why none does: {}", one.line);
            count += 1;
        }
    }
    assert!(count > 140, "{count} comparisons");
    assert!(uses.iter().all(|places| places.len() == 1), "each names one comparison or range: {uses:?} of {spared:?}");
}

#[test]
fn comparisons_are_found_outside_of_comments() {
    let text = "// a < b\nif a < b && c >= d { // e > f\n    x -> y => z <<= 1\n}\n\
                (self.low..=9) | b' '..=b'~' | 'a'..=z | e @ ..=0xfc // 1..=2\n";
    let all = comparisons("f", text);
    let found: Vec<_> = all.iter().map(|one| (&text[one.turned.clone()], one.into)).collect();
    let upper = ("..=", Some(".."));
    let ranges = [("self.low", None), upper, ("b' '", None), upper, ("'a'", None), upper, upper];
    assert_eq!(found, [&[(" >= ", Some(" > ")), (" < ", Some(" <= "))], &ranges[..]].concat());
    let turned = |right: &str, wrong: &str| {
        let planted = text.replacen(right, wrong, 1);
        all.iter().position(|one| one.is_turned_in(&planted, text))
    };
    assert_eq!([turned("c >= d", "c > d"), turned("if a < b", "if a <= b")], [Some(0), Some(1)]);
    assert_eq!([turned("low..=9", "low + 1..=9"), turned("low..=9", "low..9")], [Some(2), Some(3)]);
    assert_eq!([turned("b' '", "b'!'"), turned("..=0xfc", "..0xfc")], [Some(4), Some(8)]);
    for (right, wrong) in [("low..=9", "low..=8"), ("c >= d", "c >= e"), ("c >= d", "c == d"), ("e > f", "e >= f")] {
        assert_eq!(turned(right, wrong), None, "{wrong}");
    }
}
