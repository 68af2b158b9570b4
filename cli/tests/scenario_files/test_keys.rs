//! Scenarios work for a policy whose keys nobody has.

use countersign::Digest;

use crate::bench::{Bench, minimal};

const WRONG: &str = r#"{ at = "0s", payout = "po-1", expect = "allow" }"#;
const ALLOWED: &str =
    r#"{ at = "1m", payout = "po-1", request = ["alice"], approve = ["bob", "carol"], expect = "allow" }"#;

const ALICE: &str = r#"keys = ["ecdsa:03d65f60a8d1f26f58cb159e5bf34d2a72a71a048dea7d356efc1155d83089447e"]"#;

/// The digest of the policy that a scenario was played under.
fn played_under(name: &str, policy: &str) -> String {
    let said = Bench::of(name, policy).play(&[WRONG], &["--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    report["files"][0]["scenarios"][0]["decision"]["policy"]["sha256"].as_str().unwrap().into()
}

#[test]
fn the_showcases_hold_the_very_keys_the_runner_makes() {
    assert_eq!(played_under("showcase-keys", &minimal()), Digest::of(minimal().as_bytes()).to_string());
}

#[test]
fn keys_of_others_are_replaced_and_nothing_else() {
    // Two of somebody's real keys, over several lines, with a remark of their own.
    let theirs = "keys = [ # the office safe\n  \"ecdsa:0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798\",\n  \
                  \"bip340:c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5\" ]";
    let policy = minimal().replace(ALICE, theirs);
    assert_ne!(policy, minimal());
    assert_eq!(played_under("their-keys", &policy), Digest::of(minimal().as_bytes()).to_string());
    let said = Bench::of("their-keys-sign", &policy).play(&[ALLOWED], &[]);
    assert_eq!(said.status, 0, "{}", said.out);
}

#[test]
fn people_may_be_written_in_any_form_of_toml() {
    let policy = minimal().replace("[approvers.alice]", "").replace(ALICE, "");
    let policy = policy.replace(
        "[approvers.bob]",
        "[approvers]\nalice.\"keys\" = ['ecdsa:0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798']\n[approvers.bob]",
    );
    let said = Bench::of("toml-forms", &policy).play(&[ALLOWED], &[]);
    assert_eq!(said.status, 0, "{}{}", said.out, said.err);
}

#[test]
fn everybody_signs_under_the_scheme_of_their_first_key() {
    // minimal's owners sign under three schemes; the fourth in its place.
    let policy = minimal().replace("ecdsa:", "eip191:");
    let said = Bench::of("schemes", &policy).play(&[ALLOWED], &[]);
    assert_eq!(said.status, 0, "{}", said.out);
}
