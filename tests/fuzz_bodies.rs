//! The fuzz targets' bodies, run over the committed seeds and over random alterations of them.

#[path = "fuzz_bodies/mod.rs"]
mod bodies;
#[path = "fuzz_bodies/seeds.rs"]
mod seeds;
#[path = "support/signer.rs"]
mod signer;

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use proptest::sample::Index;

type Body = fn(&[u8]) -> bool;

/// Every target and its body; `fuzz/fuzz_targets/` has a file of each name.
const TARGETS: &[(&str, Body)] = &[
    ("address", bodies::address),
    ("approval", bodies::approval),
    ("decide", bodies::decide),
    ("ledger", bodies::ledger),
    ("payout", bodies::payout),
    ("policy", bodies::policy),
    ("quorum", bodies::quorum),
    ("quote", bodies::quote),
    ("signature", bodies::signature),
    ("statement", bodies::statement),
];

#[test]
fn every_target_runs_over_its_seeds_and_accepts_most_of_them() {
    for (target, body) in TARGETS {
        let seeds = seeds_of(target);
        assert!(seeds.len() >= 5, "`{target}` has {} seeds", seeds.len());
        let accepted = seeds.iter().filter(|(_, bytes)| body(bytes)).count();
        assert!(accepted * 2 > seeds.len(), "`{target}` accepts {accepted} of {}", seeds.len());
    }
}

#[test]
fn every_target_is_in_fuzz_and_every_one_in_fuzz_is_run_here() {
    let mut files: Vec<String> = fs::read_dir(root().join("fuzz/fuzz_targets"))
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    files.sort_unstable();
    let here: Vec<&str> = TARGETS.iter().map(|(target, _)| *target).collect();
    assert_eq!(files, here);
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
        let folder = root().join("fuzz/seeds").join(target);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(name), bytes).unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_target_is_broken_by_random_bytes(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        for (_, body) in TARGETS {
            body(&bytes);
        }
    }

    #[test]
    fn no_target_is_broken_by_an_altered_seed(
        seed in any::<Index>(),
        edits in prop::collection::vec((any::<Index>(), any::<u8>(), 0..4u8), 1..6),
    ) {
        for (target, body) in TARGETS {
            let seeds = seeds_of(target);
            let (_, bytes) = &seeds[seed.index(seeds.len())];
            body(&altered(bytes, &edits));
        }
    }
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

fn seeds_of(target: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = root().join("fuzz/seeds").join(target);
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort_unstable();
    files.into_iter().map(|file| (file.clone(), fs::read(file).unwrap())).collect()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
