//! The fuzz targets' bodies, run over the committed seeds, over what fuzzing found, and over random alterations of them.

#[path = "fuzz_bodies/mod.rs"]
mod bodies;
#[path = "differential/engine.rs"]
mod engine;
#[path = "laws/pool.rs"]
mod pool;
#[path = "fuzz_bodies/seed_texts.rs"]
mod seed_texts;
#[path = "fuzz_bodies/seeds.rs"]
mod seeds;
#[path = "support/signer.rs"]
mod signer;
#[path = "laws/situation.rs"]
#[allow(dead_code, reason = "the laws use all of it")]
mod situation;

use std::fs;
use std::path::{Path, PathBuf};

use bodies::TARGETS;
use proptest::prelude::*;
use proptest::sample::Index;

/// Targets whose bodies are the tool's: `cli/tests/fuzz_bodies.rs` runs them.
const OF_THE_TOOL: [&str; 3] = ["batch", "scenario", "tool"];

/// Targets that make their own sense of any bytes: how many bytes a seed has.
const NUMBERED: [(&str, usize); 4] = [("laws", 120), ("ledger_acts", 120), ("model", 400), ("policy_structured", 48)];

/// The least number of seeds of a target.
const SEEDS: usize = 20;

/// The most bytes of all seeds and everything found.
const MOST_BYTES: usize = 2_000_000;

#[test]
fn every_target_runs_over_its_seeds_and_accepts_most_of_them() {
    for (target, body) in TARGETS {
        let seeds = inputs("seeds", target);
        assert!(seeds.len() >= SEEDS, "`{target}` has {} seeds", seeds.len());
        let accepted = seeds.iter().filter(|bytes| body(bytes)).count();
        assert!(accepted * 2 > seeds.len(), "`{target}` accepts {accepted} of {}", seeds.len());
    }
}

#[test]
fn what_fuzzing_found_is_found_no_more() {
    for (target, body) in TARGETS {
        for bytes in inputs("found", target) {
            body(&bytes);
        }
    }
}

#[test]
fn every_target_is_in_fuzz_and_every_one_in_fuzz_is_run_here_or_by_the_tool() {
    let mut files: Vec<String> = fs::read_dir(root().join("fuzz/fuzz_targets"))
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    files.sort_unstable();
    let mut known: Vec<&str> = TARGETS.iter().map(|(target, _)| *target).chain(OF_THE_TOOL).collect();
    known.sort_unstable();
    assert_eq!(files, known);
    for target in files {
        let text = fs::read_to_string(root().join(format!("fuzz/fuzz_targets/{target}.rs"))).unwrap();
        assert!(text.lines().count() <= 30, "{target}");
    }
    let table = fs::read_to_string(root().join("fuzz/targets.txt")).unwrap();
    let rows = table.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let mut limited: Vec<&str> = rows.filter_map(|row| row.split_whitespace().next()).collect();
    limited.sort_unstable();
    assert_eq!(limited, known, "each has a length, a time and memory in `fuzz/targets.txt`");
    for target in known {
        assert!(root().join(format!("fuzz/canaries/{target}.txt")).exists(), "`{target}` has a canary");
    }
}

#[test]
fn all_seeds_together_are_small() {
    let bytes: usize = ["seeds", "found"].iter().map(|kind| size(&root().join("fuzz").join(kind))).sum();
    assert!(bytes < MOST_BYTES, "{bytes} bytes");
}

#[test]
fn the_seeds_are_those_that_their_maker_makes() {
    for (target, name, bytes) in seeds::all() {
        let path = root().join("fuzz/seeds").join(target).join(&name);
        assert!(fs::read(&path).unwrap() == bytes, "{target}/{name} differs: run `write_the_seeds`");
    }
}

#[test]
fn seeds_of_decide_reach_all_three_answers() {
    let answers = seeds::answers();
    assert_eq!(answers.len(), 3, "{answers:?}");
}

/// `cargo test --test fuzz_bodies -- --ignored write_the_seeds`, after a change of `policy.toml` or of the statement.
#[test]
#[ignore = "writes files: the seeds that are committed"]
fn write_the_seeds() {
    for (target, name, bytes) in seeds::all() {
        write(target, &name, &bytes);
    }
    for (target, length) in NUMBERED {
        let body = TARGETS.iter().find(|(name, _)| *name == target).unwrap().1;
        let numbered = (0..).map(|number| (number, seeds::numbered(number, length)));
        for (number, bytes) in numbered.filter(|(_, bytes)| body(bytes)).take(SEEDS + 4) {
            write(target, &format!("number-{number}"), &bytes);
        }
    }
}

fn write(target: &str, name: &str, bytes: &[u8]) {
    let folder = root().join("fuzz/seeds").join(target);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join(name), bytes).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_target_is_broken_by_random_bytes(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        for (_, body) in small() {
            body(&bytes);
        }
    }

    #[test]
    fn no_target_is_broken_by_an_altered_seed(
        seed in any::<Index>(),
        edits in prop::collection::vec((any::<Index>(), any::<u8>(), 0..4u8), 1..6),
    ) {
        for (target, body) in small() {
            let seeds = inputs("seeds", target);
            body(&altered(&seeds[seed.index(seeds.len())], &edits));
        }
    }
}

/// All but `bounds`, whose every input is a large one.
fn small() -> impl Iterator<Item = &'static (&'static str, fn(&[u8]) -> bool)> {
    TARGETS.iter().filter(|(target, _)| *target != "bounds")
}

/// Bytes replaced, put in, taken out, or cut off.
fn altered(bytes: &[u8], edits: &[(Index, u8, u8)]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for (place, byte, kind) in edits {
        if bytes.is_empty() {
            break;
        }
        let place = place.index(bytes.len());
        match kind {
            0 => bytes[place] = *byte,
            1 => bytes.insert(place, *byte),
            2 => drop(bytes.remove(place)),
            _ => bytes[place] = bytes[place].wrapping_add(1),
        }
    }
    bytes
}

/// The files of a target in `fuzz/seeds` or `fuzz/found`, in the order of their names.
fn inputs(kind: &str, target: &str) -> Vec<Vec<u8>> {
    let Ok(files) = fs::read_dir(root().join("fuzz").join(kind).join(target)) else { return vec![] };
    let mut files: Vec<PathBuf> = files.map(|entry| entry.unwrap().path()).collect();
    files.sort_unstable();
    files.into_iter().map(|file| fs::read(file).unwrap()).collect()
}

fn size(folder: &Path) -> usize {
    let Ok(entries) = fs::read_dir(folder) else { return 0 };
    let of = |path: PathBuf| if path.is_dir() { size(&path) } else { fs::read(path).unwrap().len() };
    entries.map(|entry| of(entry.unwrap().path())).sum()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
