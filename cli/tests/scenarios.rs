//! The showcase policies do what their scenarios say, and the scenarios touch all that a policy says.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "what a test does not find fails it")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn policies() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies")
}

fn test(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_countersign"));
    command.current_dir(policies()).arg("test").args(arguments).output().unwrap()
}

/// Every scenario passes, and nothing of the policy is left untouched.
fn passes_whole(policy: &str, scenarios: usize) {
    let file = format!("{policy}.scenarios.toml");
    let output = test(&[&file, "--min-coverage", "100", "--require-boundaries"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{text}");
    assert!(output.stderr.is_empty());
    assert_eq!(text.lines().filter(|line| line.starts_with("  ok      ")).count(), scenarios, "{text}");
    assert!(text.contains(&format!("\n{scenarios} scenarios in 1 file: {scenarios} passed, 0 failed\n")), "{text}");
    assert!(text.contains(&format!("\n  100 %  {policy}.toml  ")), "{text}");
    assert!(text.contains(&format!("\nboundaries of {policy}.toml: ")), "{text}");
    assert!(!text.contains("never") && !text.contains("FAILED"), "{text}");
}

#[test]
fn bridge() {
    passes_whole("bridge", 15);
}

#[test]
fn cold_vault() {
    passes_whole("cold-vault", 15);
}

#[test]
fn hot_wallet() {
    passes_whole("hot-wallet", 28);
}

#[test]
fn many_assets() {
    passes_whole("many-assets", 14);
}

#[test]
fn market_maker() {
    passes_whole("market-maker", 13);
}

#[test]
fn minimal() {
    passes_whole("minimal", 14);
}

#[test]
fn payment_processor() {
    passes_whole("payment-processor", 19);
}

#[test]
fn treasury() {
    passes_whole("treasury", 16);
}

#[test]
fn every_policy_has_scenarios_and_is_tested_here() {
    let names = fs::read_dir(policies()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut scenarios: Vec<String> =
        names.filter_map(|name| Some(name.strip_suffix(".scenarios.toml")?.to_string())).collect();
    scenarios.sort();
    let tested = [
        "bridge",
        "cold-vault",
        "hot-wallet",
        "many-assets",
        "market-maker",
        "minimal",
        "payment-processor",
        "treasury",
    ];
    assert_eq!(scenarios, tested);
}

#[test]
fn two_files_of_one_policy_share_its_coverage() {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("two-files");
    fs::create_dir_all(&directory).unwrap();
    let whole = fs::read_to_string(policies().join("minimal.scenarios.toml")).unwrap();
    fs::copy(policies().join("minimal.toml"), directory.join("minimal.toml")).unwrap();
    let (head, scenarios) = whole.split_once("[[scenario]]").unwrap();
    let (first, rest) = scenarios.split_once("\n[[scenario]]").unwrap();
    fs::write(directory.join("first.toml"), format!("{head}[[scenario]]{first}\n")).unwrap();
    fs::write(directory.join("rest.toml"), format!("{head}[[scenario]]{rest}")).unwrap();
    let percent = |files: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_countersign"));
        let output = command.current_dir(&directory).args(["test", "--format", "json"]).args(files).output().unwrap();
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let coverage = report["coverage"].as_array().unwrap();
        assert_eq!(coverage.len(), 1);
        coverage[0]["percent"].as_u64().unwrap()
    };
    assert_eq!(percent(&["first.toml"]), 51);
    assert_eq!(percent(&["first.toml", "rest.toml"]), 100);
}

#[test]
fn the_scenario_on_the_page_about_the_language_passes() {
    let page = fs::read_to_string(policies().join("README.md")).unwrap();
    let example = page.split_once("```toml scenario\n").unwrap().1.split_once("```").unwrap().0;
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("page");
    fs::create_dir_all(&directory).unwrap();
    fs::copy(policies().join("hot-wallet.toml"), directory.join("hot-wallet.toml")).unwrap();
    let file = directory.join("page.toml");
    fs::write(&file, example).unwrap();
    let output = test(&[file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
}
