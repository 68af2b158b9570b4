//! `--explain CODE`.

use crate::support::Desk;

#[test]
fn a_code_is_explained_without_a_policy() {
    let desk = Desk::new("explain");
    let run = desk.run("check --explain look-alike");
    assert_eq!((run.exit, run.err.as_str()), (0, ""));
    assert!(run.out.starts_with("look-alike: high\n\nTwo entries of the lists share the first four"), "{}", run.out);
    let incident = "\n- incident: DMM Bitcoin, 31 May 2024: 4,502.9 BTC went to 1B6rJRfj…kdZw7P; the firm had paid 1B6rJ6ZK…QdNM7P before (verified)\n";
    assert!(run.out.contains(incident), "{}", run.out);
    assert!(run.out.contains("(verified)") && run.out.contains("\nMaps to:\n"));
}

#[test]
fn all_codes_are_explained_at_once_also_as_json() {
    let desk = Desk::new("explain-all");
    let text = desk.run("check --explain all");
    assert_eq!(text.exit, 0);
    let run = desk.run("check --explain all --format json");
    let all: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    let all = all.as_array().unwrap();
    assert!(all.len() > 40, "{}", all.len());
    for one in all {
        let head = format!("{}: {}\n\n", one["code"].as_str().unwrap(), one["severity"].as_str().unwrap());
        assert!(text.out.contains(&head), "{head}");
        for reference in one["references"].as_array().unwrap() {
            assert!(["verified", "from-memory"].contains(&reference["checked"].as_str().unwrap()));
        }
    }
}

#[test]
fn a_code_that_is_none_is_refused_with_those_there_are() {
    let desk = Desk::new("explain-none");
    let run = desk.run("check --explain look-alikes");
    assert_eq!((run.exit, run.out.as_str()), (2, ""));
    assert!(run.err.contains("`look-alikes` is no finding's code") && run.err.contains("look-alike, "), "{}", run.err);
    assert_eq!(desk.run("check").exit, 2, "neither a policy nor a code");
    assert_eq!(desk.run("check policy.toml --explain look-alike").exit, 2);
}
