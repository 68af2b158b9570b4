//! `docs/INVARIANTS.md` held to the tree: every file, item, test and fault it names is there.

use std::collections::BTreeSet;

use crate::planted::{ALWAYS_DENY, Fault, every_fault, is_test, read};

/// One section of the page.
struct Invariant {
    id: String,
    is_reserved: bool,
    /// What it says, in words and in symbols.
    words: String,
    symbols: String,
    /// Files with what keeps it in them.
    kept_by: Vec<(String, Vec<String>)>,
    /// Tests with the faults each catches.
    shown_by: Vec<(String, Vec<String>)>,
}

fn page() -> Vec<Invariant> {
    let page = read("docs/INVARIANTS.md");
    let sections = page.split("\n## ").skip(1).filter(|section| section.starts_with("I-"));
    sections.map(section).collect()
}

fn section(written: &str) -> Invariant {
    let id = written.split(' ').next().unwrap_or_default().to_owned();
    // The words stand first, the symbols after them, and what makes it false on purpose behind both.
    let statement = || written.lines().skip(1).skip_while(|line| line.is_empty());
    let words = statement().take_while(|line| !line.is_empty() && !is_other(line)).collect::<Vec<_>>().join(" ");
    let symbols = statement().filter_map(|line| line.strip_prefix("> ")).collect::<Vec<_>>().join(" ");
    let kept = written.lines().find_map(|line| line.strip_prefix("Kept by ")).unwrap_or_default();
    // A file is followed by what keeps it: `src/a.rs` (`one`, `two`), `src/b.rs` (`three`).
    let mut kept_by: Vec<(String, Vec<String>)> = Vec::new();
    for word in quoted(kept) {
        match kept_by.last_mut() {
            Some((_, items)) if !word.contains('/') => items.push(word),
            _ => kept_by.push((word, Vec::new())),
        }
    }
    let listed = written.lines().filter_map(|line| line.strip_prefix("- `"));
    let shown_by = listed.filter_map(|line| {
        let (test, faults) = line.split_once("` catches ")?;
        Some((test.to_owned(), quoted(faults)))
    });
    Invariant {
        id,
        is_reserved: written.contains("**Reserved.**"),
        words,
        symbols,
        kept_by,
        shown_by: shown_by.collect(),
    }
}

/// Whether a line is no sentence of the statement.
fn is_other(line: &str) -> bool {
    ["> ", "- ", "Kept by ", "On purpose: "].iter().any(|start| line.starts_with(start))
}

/// What stands in backquotes.
fn quoted(text: &str) -> Vec<String> {
    text.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn at_least_32_invariants_are_shown_and_none_is_reserved() {
    let page = page();
    let ids: Vec<&str> = page.iter().map(|invariant| invariant.id.as_str()).collect();
    let wanted: Vec<String> = (1..=ids.len()).map(|number| format!("I-{number:02}")).collect();
    assert_eq!(ids, wanted);
    assert_eq!(page.iter().filter(|invariant| invariant.is_reserved).count(), 0);
    assert!(ids.len() > 32, "{}", ids.len());
}

#[test]
fn every_invariant_is_said_in_words_and_in_symbols() {
    const RELATIONS: &str = "⇒⇔∀∃∈∉=≠≤<≥>→⊆⊨¬";
    for Invariant { id, words, symbols, .. } in page() {
        let sentence = words.trim_end().ends_with('.') && words.split(' ').count() > 5;
        assert!(sentence, "{id} is said in words: `{words}`");
        assert!(symbols.chars().any(|one| RELATIONS.contains(one)), "{id} is said in symbols: `{symbols}`");
    }
}

#[test]
fn every_file_and_item_that_keeps_an_invariant_is_there() {
    for Invariant { id, kept_by, is_reserved, .. } in page() {
        assert!(is_reserved || !kept_by.is_empty(), "{id}");
        for (file, items) in kept_by {
            let text = read(&file);
            assert!(!items.is_empty(), "{id}: what of {file}?");
            for item in items {
                assert!(text.contains(&item), "{id}: there is no `{item}` in {file}");
            }
        }
    }
}

#[test]
fn every_invariant_is_shown_by_tests_that_catch_a_fault_and_every_fault_breaks_one() {
    let (page, faults) = (page(), every_fault());
    let fault = |id: &str| -> &Fault {
        faults.iter().find(|fault| fault.id == id).unwrap_or_else(|| panic!("there is no fault `{id}`"))
    };
    let mut said: BTreeSet<(&str, &str)> = BTreeSet::new();
    for Invariant { id, is_reserved, shown_by, .. } in &page {
        assert_eq!(shown_by.is_empty(), *is_reserved, "{id} is shown by a test");
        for (test, caught) in shown_by {
            assert!(is_test(test), "{id}: there is no test {test}");
            assert!(!caught.is_empty(), "{id}: {test} catches no fault");
            for caught in caught.iter().map(|caught| fault(caught)) {
                assert!(caught.tests.contains(test), "{} does not turn {test} red", caught.id);
                assert!(caught.invariants.contains(id), "{} is not said to break {id}", caught.id);
                said.insert((id, &caught.id));
            }
        }
    }
    for fault in faults.iter().filter(|fault| fault.id != ALWAYS_DENY) {
        for invariant in &fault.invariants {
            let is_said = said.contains(&(invariant.as_str(), fault.id.as_str()));
            assert!(is_said, "{} is said to break {invariant}, whose section does not name it", fault.id);
        }
    }
}
