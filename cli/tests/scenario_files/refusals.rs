//! What is refused, with its place, its words and its cure; then nothing is played.

use crate::bench::{Bench, PAYOUT, STEP, file};

/// A file with a change in the payout, or in the step.
fn refuses(name: &str, from: &str, to: &str, words: &str) {
    let text = file(PAYOUT, STEP);
    assert!(text.contains(from), "{from}");
    Bench::new(name).refuses(&text.replace(from, to), words);
}

#[test]
fn what_is_no_toml() {
    refuses(
        "syntax",
        "schema = 1",
        "schema 1",
        "a.toml:1:8: this is not TOML: key with no value, expected `=`\n  help: write it as TOML 1.1 asks",
    );
    refuses(
        "twice",
        "schema = 1\n",
        "schema = 1\nschema = 1\n",
        "a.toml:2:1: this key is written twice\n  help: keep one of the two",
    );
}

#[test]
fn another_schema() {
    for schema in ["2", "\"1\"", "1.0"] {
        refuses(
            "schema",
            "schema = 1",
            &format!("schema = {schema}"),
            "a.toml:1:10: this is no schema that is known\n  help: write `schema = 1`",
        );
    }
}

#[test]
fn keys_that_are_unknown_with_the_nearest_that_is_known() {
    refuses(
        "key-file",
        "policy =",
        "polcy =",
        "a.toml:2:1: a scenario file has no key `polcy`\n  help: did you mean `policy`?",
    );
    refuses(
        "key-scenario",
        "start =",
        "strt =",
        "a.toml:6:1: a scenario has no key `strt`\n  help: did you mean `start`?",
    );
    refuses(
        "key-payout",
        "initiator =",
        "initator =",
        "a.toml:8:126: a payout has no key `initator`\n  help: did you mean `initiator`?",
    );
    refuses(
        "key-step",
        "expect =",
        "expct =",
        "a.toml:11:33: a step has no key `expct`\n  help: did you mean `expect`?",
    );
    refuses(
        "key-quote",
        "expect =",
        "quotes = [ { aset = \"BTC\", price = \"1\", by = [\"bob\"] } ], expect =",
        "a.toml:11:46: a quote has no key `aset`\n  help: did you mean `asset`?",
    );
    refuses(
        "key-far",
        "expect =",
        "zzzzzzzz = 1, expect =",
        "a.toml:11:33: a step has no key `zzzzzzzz`\n  help: it takes `at`, `payout`, `request`, `approve`, `reject`, `expires`, `quotes`, `expect`, `checks`, `final`, `reserved`, `reserve`, `mark`",
    );
}

#[test]
fn keys_that_are_missing() {
    refuses(
        "no-policy",
        "policy = \"policy.toml\"\n",
        "",
        "a.toml:1:1: a scenario file needs `policy`\n  help: add `policy = …`",
    );
    refuses(
        "no-start",
        "start = 2026-11-23T10:00:00Z\n",
        "",
        "a.toml:4:1: a scenario needs `start`\n  help: add `start = …`",
    );
    refuses("no-wallet", "wallet = \"main\", ", "", "a.toml:8:3: a payout needs `wallet`\n  help: add `wallet = …`");
    refuses("no-at", "at = \"0s\", ", "", "a.toml:11:3: a step needs `at`\n  help: add `at = …`");
}

#[test]
fn values_of_another_type() {
    refuses(
        "number",
        "\"0.1 BTC\"",
        "0.1",
        "a.toml:8:44: a number with a point stands where a string is asked\n  help: put it in quotes",
    );
    refuses(
        "whole",
        "\"0s\"",
        "0",
        "a.toml:11:10: a whole number stands where a string is asked\n  help: put it in quotes",
    );
    refuses(
        "text",
        "expect =",
        "reject = \"bob\", expect =",
        "a.toml:11:42: a string stands where an array is asked\n  help: write an array",
    );
    refuses(
        "flag",
        "expect =",
        "final = \"yes\", expect =",
        "a.toml:11:41: a string stands where true or false is asked\n  help: write true or false",
    );
    refuses(
        "quoted-start",
        "2026-11-23T10:00:00Z",
        "\"2026-11-23T10:00:00Z\"",
        "a.toml:6:9: a string stands where a date-time without quotes, as in 2026-11-23T10:00:00Z is asked\n  help: write a date-time without quotes, as in 2026-11-23T10:00:00Z",
    );
    refuses(
        "checks",
        "expect = \"wait\"",
        "expect = \"wait\", checks = [\"covered\"]",
        "a.toml:11:59: an array stands where a table is asked\n  help: write a table",
    );
    refuses("empty", STEP, "", "a.toml:10:9: this array is empty\n  help: leave the key out, or write what it is for");
}

#[test]
fn instants_and_durations_that_are_none() {
    let words = "a.toml:6:9: an instant has whole seconds and an offset from UTC\n  help: write date, time and offset, as in 2026-11-23T10:00:00Z";
    for start in ["2026-11-23T10:00:00", "2026-11-23", "10:00:00", "2026-11-23T10:00:00.5Z"] {
        refuses("start", "2026-11-23T10:00:00Z", start, words);
    }
    let said = Bench::new("duration").test(&file(PAYOUT, &STEP.replace("0s", "1.5h")), &[]);
    assert_eq!(said.status, 2);
    assert!(said.refusals().starts_with("a.toml:11:10: "), "{}", said.err);
}

#[test]
fn words_that_are_none() {
    refuses(
        "verdict",
        "\"wait\"",
        "\"alow\"",
        "a.toml:11:42: `alow` is none of `allow`, `wait`, `deny`\n  help: did you mean `allow`?",
    );
    refuses(
        "mark",
        "expect =",
        "mark = \"spent\", expect =",
        "a.toml:11:40: `spent` is none of `paid`, `released`, `refused`\n  help: choose one of them",
    );
    refuses(
        "code",
        "\"wait\"",
        "\"wait\", checks = { covered = \"cooling-of\" }",
        "a.toml:11:71: `cooling-of` is neither a status nor a code of a check\n  help: did you mean `cooling-off`?",
    );
}

#[test]
fn what_says_nothing_or_contradicts_itself() {
    refuses(
        "checks-alone",
        "expect = \"wait\"",
        "checks = { covered = \"met\" }",
        "a.toml:11:42: `checks` says nothing where nothing is decided\n  help: add `expect = …`, or leave it out",
    );
    refuses(
        "final-wait",
        "\"wait\"",
        "\"wait\", final = true",
        "a.toml:11:58: only a `deny` is final or not\n  help: leave `final` out",
    );
    refuses(
        "expires-alone",
        "expect =",
        "expires = \"1h\", expect =",
        "a.toml:11:43: only an approval expires, and this step has none\n  help: leave `expires` out",
    );
    refuses(
        "refused-alone",
        "expect = \"wait\"",
        "mark = \"refused\"",
        "a.toml:11:3: what is refused was denied\n  help: add `expect = \"deny\"`",
    );
}

#[test]
fn names_that_nobody_has() {
    refuses(
        "no-payout",
        "payout = \"po-1\"",
        "payout = \"po-2\"",
        "a.toml:11:25: the scenario has no payout `po-2`\n  help: did you mean `po-1`?",
    );
    refuses(
        "no-person",
        "expect =",
        "approve = [\"bb\"], expect =",
        "a.toml:11:44: the policy knows no `bb`\n  help: did you mean `bob`?",
    );
    refuses(
        "far-person",
        "expect =",
        "request = [\"mallory\"], expect =",
        "a.toml:11:44: the policy knows no `mallory`\n  help: name an approver or requester of the policy",
    );
    refuses(
        "prices",
        "expect =",
        "quotes = [ { asset = \"BTC\", price = \"1\", by = [\"bob\"] } ], expect =",
        "a.toml:11:54: the policy has no `[prices]`\n  help: quote a price for one whole unit of an asset of the policy",
    );
}

#[test]
fn names_that_stand_twice() {
    refuses(
        "payout-twice",
        PAYOUT,
        &format!("{PAYOUT},\n  {PAYOUT}"),
        "a.toml:9:3: a payout is called `po-1` already\n  help: call one of them otherwise",
    );
    let text = file(PAYOUT, STEP);
    let scenario = text.split_once("\n\n").unwrap().1;
    Bench::new("scenario-twice").refuses(
        &format!("{text}{scenario}"),
        "a.toml:14:8: a scenario is called `one` already\n  help: call one of them otherwise",
    );
}

#[test]
fn steps_that_go_back_in_time() {
    let steps = [STEP.replace("0s", "2m"), STEP.replace("0s", "119s")].join(",\n  ");
    Bench::new("back").refuses(&file(PAYOUT, &steps), "a.toml:12:3: this step is at 2026-11-23T10:01:59Z, before the one above it at 2026-11-23T10:02:00Z\n  help: write the steps in the order of time");
}

#[test]
fn payouts_that_cannot_be_read() {
    refuses(
        "amount",
        "0.1 BTC",
        "0.1BTC",
        "a.toml:8:44: an amount names its asset after one space\n  help: write it as a payout does",
    );
    for (name, from, to) in
        [("places", "0.1 BTC", "0.123456789 BTC"), ("address", "bc1qf2", "bc1qf3"), ("id", "\"po-1\"", "\"po 1\"")]
    {
        let said = Bench::new(name).test(&file(PAYOUT, STEP).replace(from, to), &[]);
        assert_eq!(said.status, 2);
        let told = said.refusals();
        assert!(told.starts_with("a.toml:8:") && told.contains("\n  help: "), "{told}");
    }
}

#[test]
fn several_faults_are_told_at_once_in_the_order_of_the_file() {
    let text = file(PAYOUT, STEP).replace("\"wait\"", "\"wiat\"").replace("0.1 BTC", "0.1BTC");
    let said = Bench::new("several").test(&text, &[]);
    let told = said.refusals();
    let places: Vec<&str> = told.lines().filter_map(|line| line.strip_prefix("a.toml:")?.get(..5)).collect();
    assert_eq!(places, ["8:44:", "11:42"], "{told}");
}
