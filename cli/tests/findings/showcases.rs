//! What `check` prints for every showcase policy, whole.
//!
//! With `WRITE_REPORTS=1` the reports are written anew, to be read before they are committed.

use std::fs;
use std::path::Path;

use crate::AT;
use crate::support::{Desk, is_as_committed};

const SHOWCASES: [&str; 8] =
    ["bridge", "cold-vault", "hot-wallet", "many-assets", "market-maker", "minimal", "payment-processor", "treasury"];

#[test]
fn every_showcase_prints_the_expected_findings() {
    let desk = Desk::new("showcases");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for name in SHOWCASES {
        let policy = fs::read_to_string(root.join(format!("../policies/{name}.toml"))).unwrap();
        desk.write(&format!("{name}.toml"), policy);
        let run = desk.run(&format!("check {name}.toml {AT}"));
        assert_eq!((run.exit, run.err.as_str()), (0, ""), "{name}");
        is_as_committed(&format!("data/findings/{name}.txt"), &run.out);
    }
}

#[test]
fn every_finding_of_a_showcase_is_settled() {
    let desk = Desk::new("settled");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for name in SHOWCASES {
        desk.write("policy.toml", fs::read_to_string(root.join(format!("../policies/{name}.toml"))).unwrap());
        let run = desk.run(&format!("check policy.toml --deny info {AT}"));
        assert_eq!(run.exit, 0, "{name}: repair it, or say in a silence why it stays\n{}", run.out);
    }
}

#[test]
fn no_showcase_is_left_out() {
    let policies = Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies");
    let mut names: Vec<String> = fs::read_dir(policies)
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .filter_map(|name| Some(name.strip_suffix(".toml")?.to_owned()))
        .filter(|name| !name.ends_with(".scenarios"))
        .collect();
    names.sort();
    assert_eq!(names, SHOWCASES);
}
