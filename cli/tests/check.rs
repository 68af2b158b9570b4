//! Do policies load, and do they fit together?

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::format_collect,
    reason = "a test stops at the first surprise"
)]

mod support;

use sha2::{Digest as _, Sha256};
use support::{Desk, MINIMAL, loud};

fn sha256(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The version after a policy's text.
fn next(text: &str, version: u32) -> String {
    let (before, _) = text.split_once("version ").unwrap();
    let (_, after) = text.split_once("wallets ").unwrap();
    format!("{before}version = {version}\nprevious = \"{}\"\nwallets {after}", sha256(text))
}

/// What the smallest policy claims, and keeps.
const CLAIMS: &str = "  day, never: 3 people move more than 1 BTC per 24h\n  two-keys, never: 2 people move anything\n  of a span \
                      such as 24h one end counts; `exposure` counts both, and so up to twice as much\n";

#[test]
fn a_good_policy_is_one_line_and_what_is_found_in_it() {
    let desk = Desk::new("good");
    let run = desk.run("check policy.toml");
    let digest = sha256(MINIMAL);
    let line = format!(
        "policy.toml: example/minimal version 1, sha256 {digest}, 1 rule, 2 limits, 0 blocks\npolicy.toml: 2 claims hold\n{CLAIMS}"
    );
    let (first, findings) = run.out.split_at(line.len().min(run.out.len()));
    assert_eq!((run.exit, first, run.err.as_str()), (0, line.as_str(), ""));
    assert!(findings.starts_with("\nsilenced[payload-optional] policy.toml:"), "{findings}");
    desk.write("policy.toml", loud(MINIMAL));
    let loud = desk.run("check policy.toml").out;
    let (_, findings) = loud.split_once(&format!(" claims hold\n{CLAIMS}")).unwrap();
    assert!(findings.starts_with("\ninfo[payload-optional]: "), "{findings}");
}

#[test]
fn a_problem_is_drawn_beside_its_line() {
    let desk = Desk::new("drawn");
    desk.write("policy.toml", loud(MINIMAL).replace("\"2 of owners\"", "\"4 of owners\""));
    let run = desk.run("check policy.toml");
    assert_eq!((run.exit, run.out.as_str()), (2, ""));
    assert_eq!(
        run.err,
        "error[bad-threshold]: 4 of owners can never be met by 3 people\n  --> policy.toml:47:14\n   |\n\
         47 | approve    = \"4 of owners\"\n   |              ^^^^^^^^^^^^^\n   |\n   = help: ask for at most 3\n\n"
    );
}

#[test]
fn a_long_line_is_cut_around_its_problem() {
    let desk = Desk::new("long");
    let title = format!("title = \"{}\"\npayload ", "wide ".repeat(4_000));
    desk.write("policy.toml", MINIMAL.replacen("payload ", &title, 1));
    let run = desk.run("check policy.toml");
    assert_eq!(run.exit, 2);
    assert!(run.err.contains("bad-text") && run.err.len() < 1_000, "{}", run.err);
}

#[test]
fn the_json_form_says_all_of_every_file() {
    let desk = Desk::new("json");
    desk.write("bad.toml", loud(MINIMAL).replace("\"2 of owners\"", "\"4 of owners\""));
    let run = desk.run("check --format json policy.toml bad.toml absent.toml");
    assert_eq!((run.exit, run.err.as_str()), (2, ""));
    let files: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(files[0]["policy"]["sha256"], sha256(MINIMAL));
    assert_eq!((&files[0]["ok"], &files[1]["ok"], &files[2]["ok"]), (&true.into(), &false.into(), &false.into()));
    let problem = &files[1]["problems"][0];
    assert_eq!(
        (&problem["code"], &problem["line"], &problem["column"]),
        (&"bad-threshold".into(), &47.into(), &14.into())
    );
    assert_eq!(files[2]["problems"][0]["code"], "missing-file");
}

#[test]
fn versions_follow_each_other_in_any_order_of_the_files() {
    let desk = Desk::new("versions");
    let second = next(MINIMAL, 2);
    desk.write("second.toml", &second);
    desk.write("third.toml", next(&second, 3));
    assert_eq!(desk.run("check third.toml policy.toml second.toml").exit, 0);
    let gap = desk.run("check policy.toml third.toml");
    assert_eq!(gap.exit, 2);
    assert!(
        gap.err.contains("error[version-gap]: version 3 does not follow version 1 in `policy.toml`"),
        "{}",
        gap.err
    );
}

#[test]
fn a_version_names_the_text_before_it() {
    let desk = Desk::new("previous");
    desk.write("other.toml", next(&MINIMAL.replace("0.001", "0.002"), 2));
    let run = desk.run("check policy.toml other.toml");
    assert_eq!(run.exit, 2);
    assert!(run.err.contains("`previous` is not the sha256 of version 1 in `policy.toml`"), "{}", run.err);
    assert!(run.err.contains(&sha256(MINIMAL)), "{}", run.err);
}

#[test]
fn one_version_has_one_text() {
    let desk = Desk::new("same");
    desk.write("copy.toml", MINIMAL);
    assert_eq!(desk.run("check policy.toml copy.toml").exit, 0);
    desk.write("copy.toml", format!("{MINIMAL}\n"));
    let run = desk.run("check policy.toml copy.toml");
    assert_eq!(run.exit, 2);
    assert!(run.err.contains("this is version 1 with another text than `policy.toml`"), "{}", run.err);
}

#[test]
fn a_wallet_has_one_policy_in_a_realm() {
    let desk = Desk::new("wallets");
    let other = MINIMAL.replace("\"minimal\"", "\"second\"");
    desk.write("other.toml", &other);
    let run = desk.run("check policy.toml other.toml");
    assert_eq!(run.exit, 2);
    let said = "the wallet `main` is governed by `example/minimal` in `policy.toml` as well";
    assert!(run.err.contains(said), "{}", run.err);
    desk.write("twin.toml", other.replace("\"main\"", "\"MAIN\""));
    let twin = desk.run("check policy.toml twin.toml");
    assert_eq!(twin.exit, 2, "letter case makes no other wallet");
    assert!(twin.err.contains("the wallet `MAIN` is governed by `example/minimal`"), "{}", twin.err);
    assert!(run.out.contains("policy.toml: example/minimal") && !run.out.contains("other.toml: "));
    desk.write("other.toml", other.replace("\"example\"", "\"elsewhere\""));
    assert_eq!(desk.run("check policy.toml other.toml").exit, 0);
}
