//! The independent model stays small beside the library, and takes nothing of it.

use std::path::Path;

use super::{root, rust_files};

/// Parts of the model's crate that are no part of the model: what makes cases, and what reads them from a terminal.
const BESIDES: [&str; 2] = ["gen", "bin"];

#[test]
fn the_model_has_at_most_a_fifth_of_the_librarys_lines() {
    let (model, library) = (lines(&model_files()), lines(&rust_files(&root().join("src"))));
    println!("model: {model} lines, library: {library} lines");
    assert!(model > 1_000, "it was found: {model} lines");
    assert!(5 * model <= library, "model: {model} lines, library: {library} lines");
}

#[test]
fn the_model_uses_nothing_of_the_library() {
    let manifest = std::fs::read_to_string(root().join("tests/model/Cargo.toml")).unwrap();
    let manifest: toml::Table = manifest.parse().unwrap();
    let depended = manifest["dependencies"].as_table().unwrap();
    assert!(!depended.contains_key("countersign"), "it would be no second answer");
    for (path, text) in rust_files(&root().join("tests/model/src")) {
        assert!(!text.contains("countersign::"), "{path} uses the library");
        assert!(!text.contains("#[path") && !text.contains("include!"), "{path} takes in a file from elsewhere");
    }
}

fn model_files() -> Vec<(String, String)> {
    let mut files = rust_files(&root().join("tests/model/src"));
    files.retain(|(path, _)| !BESIDES.iter().any(|besides| Path::new(path).starts_with(besides)));
    files
}

/// As `cat` and `wc -l` count them.
fn lines(files: &[(String, String)]) -> usize {
    files.iter().map(|(_, text)| text.matches('\n').count()).sum()
}
