//! What a step does, and what is said when something else came than was expected.

use crate::bench::{Bench, PAYOUT, file};

const ALLOWED: &str =
    r#"{ at = "1m", payout = "po-1", request = ["alice"], approve = ["bob", "carol"], expect = "allow" }"#;

#[test]
fn a_wrong_verdict_fails_and_shows_the_step_with_its_whole_decision() {
    let step = r#"{ at = "0s", payout = "po-1", request = ["alice"], approve = ["bob"], expect = "allow" }"#;
    let said = Bench::new("wrong-verdict").play(&[step], &[]);
    assert_eq!(said.status, 1);
    assert!(said.err.is_empty());
    let expected = "a.toml
  FAILED  one
          step 1, line 11, payout `po-1`, at 2026-11-23T10:00:00Z
          expected allow, and it is wait
            wait";
    assert!(said.out.starts_with(expected), "{}", said.out);
    assert!(said.out.contains("quorum:any-payout"), "{}", said.out);
    assert!(said.out.contains("\n1 scenario in 1 file: 0 passed, 1 failed\n"), "{}", said.out);
}

#[test]
fn a_wrong_check_fails_and_says_what_it_was() {
    let step = r#"{ at = "0s", payout = "po-1", expect = "wait", checks = { "quorum:any-payout" = "enough", "time" = "wait", "quorum:any-payuot" = "short", "covered" = "met" } }"#;
    let said = Bench::new("wrong-check").play(&[step], &[]);
    assert_eq!(said.status, 1);
    for sentence in [
        "          expected `quorum:any-payout` enough, and it is wait (short)\n",
        "          expected `time` wait, and it is met (reached)\n",
        "          expected `quorum:any-payuot` short, and there is no such check; did you mean `quorum:any-payout`?\n",
    ] {
        assert!(said.out.contains(sentence), "{}", said.out);
    }
    assert!(!said.out.contains("expected `covered`"), "{}", said.out);
}

#[test]
fn a_denial_expected_to_be_final_or_not_must_be_so() {
    let step = r#"{ at = "24h", payout = "po-1", expect = "deny", final = false }"#;
    let said = Bench::new("final").play(&[step], &[]);
    assert_eq!(said.status, 1);
    assert!(said.out.contains("expected it to be not final, and it is final"), "{}", said.out);
    let step = r#"{ at = "1s", payout = "po-1", reject = ["bob", "carol"], expect = "deny", final = true }"#;
    let said = Bench::new("not-final").play(&[step], &[]);
    assert!(said.out.contains("expected it to be final, and it is not final"), "{}", said.out);
}

#[test]
fn a_scenario_ends_at_its_first_failure() {
    let wrong = r#"{ at = "2m", payout = "po-1", expect = "wait" }"#;
    let said = Bench::new("first-failure").play(&[ALLOWED, wrong, wrong], &[]);
    assert_eq!(said.status, 1);
    assert!(said.out.contains("step 2, line 12"), "{}", said.out);
    assert!(!said.out.contains("step 3"), "{}", said.out);
}

#[test]
fn what_is_allowed_enters_the_ledger_unless_it_is_not_to() {
    let again = r#"{ at = "2m", payout = "po-1", expect = "deny", checks = { "once" = "already-recorded" } }"#;
    assert_eq!(Bench::new("reserved").play(&[ALLOWED, again], &[]).status, 0);
    let not_kept = ALLOWED.replace("\"allow\"", "\"allow\", reserve = false");
    let still = r#"{ at = "2m", payout = "po-1", expect = "allow" }"#;
    assert_eq!(Bench::new("not-reserved").play(&[&not_kept, still], &[]).status, 0);
}

#[test]
fn a_reserved_payout_is_decided_again_and_marked_once() {
    let sign = r#"{ at = "2m", payout = "po-1", reserved = true, expect = "allow", checks = { "once" = "reserved" }, mark = "paid" }"#;
    assert_eq!(Bench::new("mark").play(&[ALLOWED, sign], &[]).status, 0);
    let twice = r#"{ at = "3m", payout = "po-1", mark = "released" }"#;
    let said = Bench::new("mark-twice").play(&[ALLOWED, sign, twice], &[]);
    assert_eq!(said.status, 1);
    assert!(
        said.out.contains("its line could not be marked: the payout `po-1` is paid, which is final"),
        "{}",
        said.out
    );
    let said = Bench::new("mark-nothing").play(&[r#"{ at = "3m", payout = "po-1", mark = "paid" }"#], &[]);
    assert!(said.out.contains("its line could not be marked: the payout `po-1` is not in the ledger"), "{}", said.out);
}

#[test]
fn only_a_withdrawn_or_vetoed_payout_is_marked_as_refused() {
    let withdrawn = r#"{ at = "0s", payout = "po-1", reject = ["alice"], expect = "deny", mark = "refused" }"#;
    let after = r#"{ at = "1s", payout = "po-1", expect = "deny", checks = { "once" = "already-recorded" } }"#;
    assert_eq!(Bench::new("refused").play(&[withdrawn, after], &[]).status, 0);
    let denied = r#"{ at = "24h", payout = "po-1", expect = "deny", mark = "refused" }"#;
    let said = Bench::new("not-refused").play(&[denied], &[]);
    assert_eq!(said.status, 1);
    assert!(said.out.contains("it cannot be marked as refused: nobody withdrew or vetoed it"), "{}", said.out);
}

#[test]
fn an_approval_lives_as_long_as_its_step_says() {
    let short = ALLOWED.replace("expect", "expires = \"60s\", reserve = false, expect");
    let last = r#"{ at = "119s", payout = "po-1", expect = "allow", reserve = false }"#;
    let over = r#"{ at = "120s", payout = "po-1", expect = "wait" }"#;
    assert_eq!(Bench::new("expires").play(&[&short, last, over], &[]).status, 0);
}

#[test]
fn instants_may_be_written_at_any_offset() {
    let text = file(PAYOUT, r#"{ at = "0s", payout = "po-1", expect = "allow" }"#);
    for start in ["2026-11-23T11:00:00+01:00", "2026-11-23T04:30:00-05:30", "2026-11-23 10:00:00Z"] {
        let said = Bench::new("offset").test(&text.replace("2026-11-23T10:00:00Z", start), &[]);
        assert!(said.out.contains("at 2026-11-23T10:00:00Z\n"), "{start}: {}", said.out);
    }
}

#[test]
fn the_report_is_also_for_machines() {
    let step = r#"{ at = "0s", payout = "po-1", expect = "allow" }"#;
    let said = Bench::new("json").play(&[step], &["--format", "json", "--min-coverage", "0"]);
    assert_eq!(said.status, 1);
    let report: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(report["passed"], false);
    assert_eq!((&report["scenarios"], &report["failed"], &report["min_coverage"]), (&1.into(), &1.into(), &0.into()));
    let failed = &report["files"][0]["scenarios"][0];
    assert_eq!((&failed["name"], &failed["step"], &failed["line"]), (&"one".into(), &1.into(), &11.into()));
    assert_eq!(failed["differences"][0], "expected allow, and it is wait");
    assert_eq!(failed["decision"]["verdict"], "wait");
    assert_eq!(report["coverage"][0]["policy"], "policy.toml");
}

#[test]
fn text_of_a_file_moves_no_cursor() {
    let text = file(PAYOUT, r#"{ at = "0s", payout = "po-1", expect = "allow" }"#);
    let said = Bench::new("escapes").test(&text.replace("\"one\"", "\"\\u001b[2J\\u202e one\""), &[]);
    assert!(said.out.contains("FAILED  \\u{1b}[2J\\u{202e} one\n"), "{}", said.out);
}
