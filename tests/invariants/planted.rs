//! The planted faults: none has rotted, and each says whom it breaks and who notices.

use std::collections::BTreeSet;
use std::path::PathBuf;

/// A wrong engine: in one file, what is right is replaced.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    pub id: String,
    pub file: String,
    pub right: String,
    pub wrong: String,
    pub invariants: Vec<String>,
    pub tests: Vec<String>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Faults {
    fault: Vec<Fault>,
}

/// Plants what no single test has to notice, but one of every invariant.
pub const ALWAYS_DENY: &str = "always-deny";

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

pub fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|fault| panic!("{path}: {fault}"))
}

pub fn every_fault() -> Vec<Fault> {
    let folder = std::fs::read_dir(root().join("tests/faults")).unwrap();
    let mut paths: Vec<PathBuf> = folder.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let toml = paths.iter().filter(|path| path.extension().is_some_and(|end| end == "toml"));
    let faults = toml.flat_map(|path| {
        let text = std::fs::read_to_string(path).unwrap();
        toml::from_str::<Faults>(&text).unwrap_or_else(|fault| panic!("{}: {fault}", path.display())).fault
    });
    faults.collect()
}

/// Whether `binary::module::name` is a test of this package.
pub fn is_test(path: &str) -> bool {
    let mut parts: Vec<&str> = path.split("::").collect();
    let (Some(name), Some(binary)) = (parts.pop(), parts.first()) else { return false };
    let candidates = match parts.len() {
        // Tests of what is private stand beside it.
        2.. if *binary == "lib" => vec![format!("src/{}.rs", parts[1..].join("/"))],
        1 => vec![format!("tests/{binary}.rs"), format!("tests/{binary}/main.rs")],
        _ => vec![format!("tests/{}.rs", parts.join("/"))],
    };
    let written = format!("fn {name}(");
    // `#[test]` stands above it, or above another attribute.
    let is_marked = |before: &str| before.lines().rev().take(3).any(|line| line.trim() == "#[test]");
    let is_there = |text: &str| text.match_indices(&written).any(|(at, _)| is_marked(&text[..at]));
    candidates.iter().filter_map(|file| std::fs::read_to_string(root().join(file)).ok()).any(|text| is_there(&text))
}

#[test]
fn at_least_sixty_faults_are_planted_each_where_it_says() {
    let faults = every_fault();
    assert!(faults.len() > 60, "{}", faults.len());
    let ids: BTreeSet<&str> = faults.iter().map(|fault| fault.id.as_str()).collect();
    assert_eq!(ids.len(), faults.len(), "two have one id");
    for Fault { id, file, right, wrong, invariants, tests } in &faults {
        assert!(id.bytes().all(|byte| byte == b'-' || byte.is_ascii_lowercase() || byte.is_ascii_digit()), "{id}");
        assert!(file.starts_with("src/"), "{id} is planted in {file}");
        assert_eq!(read(file).matches(right.as_str()).count(), 1, "what is right for {id} stands once in {file}");
        assert_ne!(right, wrong, "{id}");
        let is_always_deny = id == ALWAYS_DENY;
        assert_eq!(invariants.is_empty(), is_always_deny, "{id} names invariants");
        assert_eq!(tests.is_empty(), is_always_deny, "{id} names tests");
        for test in tests {
            assert!(is_test(test), "{id}: there is no test {test}");
        }
    }
    assert!(ids.contains(ALWAYS_DENY));
}

#[test]
fn every_file_that_decides_has_a_fault_in_it() {
    let faults = every_fault();
    let planted: BTreeSet<&str> = faults.iter().map(|fault| fault.file.as_str()).collect();
    let decides = ["src/decide/checks", "src/approval", "src/ledger", "src/price"];
    // Words for people, doors to modules and tests decide nothing.
    let spared = |name: &str| ["mod.rs", "words.rs"].contains(&name) || name.ends_with("_tests.rs");
    for folder in decides {
        for entry in std::fs::read_dir(root().join(folder)).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            let file = format!("{folder}/{name}");
            assert!(spared(&name) || planted.contains(file.as_str()), "no fault is planted in {file}");
        }
    }
}

#[test]
fn the_table_says_of_every_fault_which_tests_kill_it() {
    let table = read("tests/faults/README.md");
    for Fault { id, file, invariants, tests, .. } in every_fault().iter().filter(|fault| fault.id != ALWAYS_DENY) {
        let tests: Vec<String> = tests.iter().map(|test| format!("`{test}`")).collect();
        let row = format!("| `{id}` | `{file}` | {} | {} |\n", invariants.join(", "), tests.join(", "));
        assert!(table.contains(&row), "`bash tests/faults.sh --table` writes the row of {id} anew");
    }
}
