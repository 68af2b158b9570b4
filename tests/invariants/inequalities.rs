//! `<` for `<=` at each comparison of what decides: a planted fault turns it round, or the page of faults says why none does.

use std::collections::BTreeMap;
use std::path::Path;

use crate::planted::{Fault, every_fault, read, root};

const DECIDES: [&str; 8] =
    ["src/approval", "src/decide", "src/domain", "src/key", "src/ledger", "src/payout", "src/policy", "src/price"];

/// What each is turned into: at the edge it says the opposite.
const TURNED: [(&str, &str); 4] = [(" <= ", " < "), (" >= ", " > "), (" < ", " <= "), (" > ", " >= ")];

/// A comparison: in which file, at which byte, and its line.
struct Comparison {
    file: String,
    at: usize,
    turned: (&'static str, &'static str),
    line: String,
}

impl Comparison {
    /// The text of its file with it alone turned round.
    fn in_text(&self, text: &str) -> String {
        let (operator, turned) = self.turned;
        format!("{}{turned}{}", &text[..self.at], &text[self.at + operator.len()..])
    }
}

fn comparisons(file: &str, text: &str) -> Vec<Comparison> {
    let mut found = vec![];
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let code = line.split("//").next().unwrap_or_default();
        for turned in TURNED {
            found.extend(code.match_indices(turned.0).map(|(at, _)| Comparison {
                file: file.into(),
                at: start + at,
                turned,
                line: line.trim().into(),
            }));
        }
        start += line.len();
    }
    found
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

/// Of which comparisons the page of faults says that no decision could tell: file and words of it.
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
    let mut uses = vec![0; spared.len()];
    let mut count = 0;
    for (file, text) in DECIDES.into_iter().flat_map(sources) {
        let of_file: Vec<&Fault> = faults.iter().filter(|fault| fault.file == file).collect();
        for one in comparisons(&file, &text) {
            let turned = one.in_text(&text);
            let planted = of_file.iter().any(|fault| text.replacen(&fault.right, &fault.wrong, 1) == turned);
            let names = |(file, words): &(String, String)| {
                let at = text.find(words.as_str());
                *file == one.file && at.is_some_and(|at| (at..at + words.len()).contains(&one.at))
            };
            let place = spared.iter().position(names);
            if let Some(place) = place {
                uses[place] += 1;
            }
            assert!(
                planted || place.is_some(),
                "no fault turns `{}` of {file} round: {}",
                one.turned.0.trim(),
                one.line
            );
            assert!(!planted || place.is_none(), "a fault turns it round, and it is said why none does: {}", one.line);
            count += 1;
        }
    }
    assert!(count > 90, "{count} comparisons");
    assert!(uses.iter().all(|comparisons| *comparisons == 1), "each names one comparison: {uses:?} of {spared:?}");
}

#[test]
fn comparisons_are_found_outside_of_comments() {
    let text = "// a < b\nif a < b && c >= d { // e > f\n    x -> y => z <<= 1\n}\n";
    let found: Vec<String> = comparisons("f", text).iter().map(|one| one.in_text(text)).collect();
    assert_eq!(found, [text.replace("c >= d", "c > d"), text.replace("if a < b", "if a <= b")]);
}
