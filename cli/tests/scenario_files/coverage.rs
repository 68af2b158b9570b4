//! What is told of what no scenario touched.

use crate::bench::{Bench, PAYOUT, file};

const WAITS: &str = r#"{ at = "0s", payout = "po-1", expect = "wait" }"#;

#[test]
fn what_is_untouched_is_listed_and_too_little_fails() {
    let bench = Bench::new("coverage");
    let said = bench.play(&[WAITS], &[]);
    assert_eq!(said.status, 0, "{}", said.out);
    let coverage = said.out.split_once("\ncoverage\n").unwrap().1;
    let expected = "   40 %  policy.toml  11 of 27
         `wallet` is never failing
         `asset` is never failing
         `expiry` is never failing
         `once` is never failing
         `withdrawn` is never failing
         `covered` is never failing
         `initiator:any-payout` is never met
         `quorum:any-payout` is never met
         `quorum:any-payout` is never failing
         `limit:btc-day` is never waiting
         `limit:btc-day` is never failing
         `limit:btc-fee` is never failing
         no payout comes exactly to `limit:btc-day`
         no payout goes one smallest unit beyond `limit:btc-day`
         no payout comes exactly to `limit:btc-fee`
         no payout goes one smallest unit beyond `limit:btc-fee`

boundaries of policy.toml: 0 of 2 tried
                 last  first
  limit:btc-day  no    no
  limit:btc-fee  no    no
";
    assert_eq!(coverage, expected);
    assert_eq!(bench.play(&[WAITS], &["--min-coverage", "40"]).status, 0);
    let said = bench.play(&[WAITS], &["--min-coverage", "41"]);
    assert_eq!(said.status, 1);
    assert!(said.out.contains("\n         FAILED: less than the 41 % that were asked for\n"), "{}", said.out);
}

#[test]
fn an_edge_is_touched_by_the_unit_that_stands_on_it_and_the_one_beyond() {
    let untouched = |amount: &str| {
        let payout = PAYOUT.replace("0.1 BTC", amount);
        Bench::new(&format!("edge-{amount}"))
            .test(&file(&payout, r#"{ at = "0s", payout = "po-1", expect = "wait" }"#), &[])
            .out
    };
    let exactly = "no payout comes exactly to `limit:btc-day`";
    let beyond = "no payout goes one smallest unit beyond `limit:btc-day`";
    for (amount, is_exactly, is_beyond) in [
        ("0.99999999 BTC", false, false),
        ("1 BTC", true, false),
        ("1.00000001 BTC", false, true),
        ("1.00000002 BTC", false, false),
    ] {
        let said = untouched(amount);
        assert_eq!((!said.contains(exactly), !said.contains(beyond)), (is_exactly, is_beyond), "{amount}: {said}");
    }
}

/// Two payouts of a day that is full with the first of them, and of one unit more.
fn on_and_beyond() -> String {
    let payout = |id: &str, amount: &str, fee: &str| {
        PAYOUT.replace("po-1", id).replace("0.1 BTC", amount).replace("0.0001 BTC", fee)
    };
    let payouts = [payout("exactly", "1 BTC", "0.001 BTC"), payout("beyond", "1.00000001 BTC", "0.00100001 BTC")];
    let steps = [
        r#"{ at = "0s", payout = "exactly", expect = "wait" }"#,
        r#"{ at = "0s", payout = "beyond", expect = "deny" }"#,
    ];
    file(&payouts.join(",\n  "), &steps.join(",\n  "))
}

#[test]
fn boundaries_are_a_table_and_a_gap_in_it_fails_where_that_is_asked_for() {
    let bench = Bench::new("boundaries");
    let said = bench.play(&[WAITS], &["--require-boundaries"]);
    assert_eq!(said.status, 1);
    assert!(said.out.contains("  ok      one"), "{}", said.out);
    assert!(
        said.out.ends_with("\n  FAILED: every boundary was to be tried, exactly and a unit beyond\n"),
        "{}",
        said.out
    );
    let said = bench.test(&on_and_beyond(), &["--require-boundaries"]);
    assert_eq!(said.status, 0, "{}{}", said.out, said.err);
    let table = "\nboundaries of policy.toml: 2 of 2 tried\n                 last  first\n  \
                 limit:btc-day  yes   yes\n  limit:btc-fee  yes   yes\n";
    assert!(said.out.ends_with(table), "{}", said.out);
    let said = bench.test(&on_and_beyond().replace("1.00000001 BTC", "1.00000002 BTC"), &["--require-boundaries"]);
    assert_eq!(said.status, 1);
    assert!(said.out.contains("  limit:btc-day  yes   no\n  limit:btc-fee  yes   yes\n"), "{}", said.out);
}

#[test]
fn boundaries_are_in_the_json_form() {
    let bench = Bench::new("boundaries-json");
    let said = bench.test(&on_and_beyond(), &["--format", "json", "--require-boundaries"]);
    let report: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!((&report["passed"], &report["require_boundaries"]), (&true.into(), &true.into()));
    let boundary = serde_json::json!({ "boundary": "limit:btc-day", "last": true, "first": true });
    assert_eq!(report["coverage"][0]["boundaries"][0], boundary);
}

#[test]
fn a_policy_that_draws_no_line_has_no_boundaries_to_try() {
    // Without rules and limits nothing leaves, and nothing is counted.
    let policy = crate::bench::minimal();
    let (head, _) = policy.split_once("# What a payout needs.").unwrap();
    let bench = Bench::of("no-boundaries", head);
    let said = bench.play(&[r#"{ at = "0s", payout = "po-1", expect = "deny" }"#], &["--require-boundaries"]);
    assert_eq!(said.status, 0, "{}{}", said.out, said.err);
    assert!(said.out.ends_with("\nboundaries of policy.toml: 0 of 0 tried\n"), "{}", said.out);
}

#[test]
fn a_delay_is_touched_in_its_last_second_and_the_first_after() {
    let policy = crate::bench::minimal()
        .replace("approve    = \"2 of owners\"", "approve    = \"2 of owners\"\ndelay = \"1h\"\nveto = \"nobody\"");
    let untouched = |second: u32| {
        let signed =
            r#"{ at = "60s", payout = "po-1", request = ["alice"], approve = ["bob", "carol"], expect = "wait" }"#;
        let verdict = if second < 3660 { "wait" } else { "allow" };
        let step = format!(r#"{{ at = "{second}s", payout = "po-1", expect = "{verdict}" }}"#);
        Bench::of(&format!("delay-{second}"), &policy).play(&[signed, &step], &[]).out
    };
    let last = "nothing is decided in the last second of `delay:any-payout`";
    let first = "nothing is decided in the first second after `delay:any-payout`";
    for (second, is_last, is_first) in
        [(3658, false, false), (3659, true, false), (3660, false, true), (3661, false, false)]
    {
        let said = untouched(second);
        assert!(said.contains("  ok      one"), "{said}");
        assert_eq!((!said.contains(last), !said.contains(first)), (is_last, is_first), "{second}: {said}");
        let yes_or_no = |is_so| if is_so { "yes" } else { "no" };
        let row = format!("\n  delay:any-payout  {:4}  {}\n", yes_or_no(is_last), yes_or_no(is_first));
        assert!(said.contains(&row), "{second}: {said}");
    }
}

#[test]
fn a_rule_that_never_binds_is_named() {
    let policy = crate::bench::minimal()
        + "\n[[rules]]\nname = \"large\"\nassets = [\"BTC\"]\nwallets = \"any\"\nto = \"any\"\ninitiators = \"unsigned\"\nabove = \"0.5 BTC per payout\"\napprove = \"3 of owners\"\n";
    let said = Bench::of("never-binds", &policy).play(&[WAITS], &[]);
    assert!(said.out.contains("         the rule `large` never binds\n"), "{}", said.out);
    assert!(said.out.contains("         no payout comes exactly to `above:large`\n"), "{}", said.out);
}
