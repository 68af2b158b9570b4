//! The independent model stays small beside the library, and takes nothing of it.

use std::path::Path;

use super::{root, rust_files};

/// Parts of the model's crate that are no part of the model: what makes cases, and what reads them from a terminal.
const BESIDES: [&str; 2] = ["gen", "bin"];

/// What the library has that the model does not answer: questions about a policy, and tests of single files.
const UNASKED: [&str; 2] = ["analyze/", "_tests.rs"];

#[test]
fn the_model_has_at_most_a_fifth_of_the_lines_of_what_it_models() {
    let (model, engine) = (lines(&model_files()), lines(&engine_files()));
    println!("model: {model} lines, engine: {engine} lines");
    assert!(model > 1_000, "it was found: {model} lines");
    assert!(5 * model <= engine, "model: {model} lines, engine: {engine} lines");
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

fn engine_files() -> Vec<(String, String)> {
    let mut files = rust_files(&root().join("src"));
    let all = files.len();
    files.retain(|(path, _)| !path.starts_with(UNASKED[0]) && !path.ends_with(UNASKED[1]));
    assert!(files.len() < all, "what the model does not answer was found");
    files
}

/// As `cat` and `wc -l` count them.
fn lines(files: &[(String, String)]) -> usize {
    files.iter().map(|(_, text)| text.matches('\n').count()).sum()
}
