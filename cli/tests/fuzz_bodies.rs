//! The bodies of the tool's fuzz targets, run over the committed seeds and over what fuzzing found.

#[path = "fuzz_bodies/mod.rs"]
mod bodies;
#[path = "../../tests/differential/engine.rs"]
mod engine;

use std::fs;
use std::path::{Path, PathBuf};

use bodies::TARGETS;

#[test]
fn every_target_runs_over_its_seeds_and_accepts_most_of_them() {
    for (target, body) in TARGETS {
        let seeds = inputs("seeds", target);
        assert!(seeds.len() >= 20, "`{target}` has {} seeds", seeds.len());
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
fn a_seed_cut_short_or_with_a_byte_changed_is_answered_or_refused() {
    for (target, body) in TARGETS {
        for (place, seed) in inputs("seeds", target).iter().enumerate() {
            let middle = (place * 7_919) % seed.len();
            body(&seed[..middle]);
            let mut changed = seed.clone();
            changed[middle] ^= 1 << (place % 8);
            body(&changed);
        }
    }
}

/// The files of a target in `fuzz/seeds` or `fuzz/found`, in the order of their names.
fn inputs(kind: &str, target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz").join(kind).join(target);
    let Ok(files) = fs::read_dir(folder) else { return vec![] };
    let mut files: Vec<PathBuf> = files.map(|entry| entry.unwrap().path()).collect();
    files.sort_unstable();
    files.into_iter().map(|file| fs::read(file).unwrap()).collect()
}
