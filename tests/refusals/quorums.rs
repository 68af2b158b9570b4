//! Section 3: quorum expressions.

use crate::{accepted, refused};

/// Replaces the covering rule's quorum.
fn quorum(rows: &[(&str, &str, &str)]) {
    for (text, code, place) in rows {
        refused(&[("approve = \"1 of ops\"", &format!("approve = \"{text}\""), code, place)]);
    }
}

fn good(texts: &[&str]) {
    for text in texts {
        accepted(&[("approve = \"1 of ops\"", &format!("approve = \"{text}\""))]);
    }
}

#[test]
fn an_expression_has_the_form_of_the_grammar() {
    quorum(&[
        ("", "bad-quorum", "\""),
        ("ops", "bad-quorum", "ops\""),
        ("of ops", "bad-quorum", "of ops\""),
        ("2 ops", "bad-quorum", "ops\""),
        ("2 of", "bad-quorum", "\""),
        ("all ops", "bad-quorum", "ops\""),
        ("1 of ops and", "bad-quorum", "\""),
        ("and 1 of ops", "bad-quorum", "and 1 of ops\""),
        ("1 of ops 1 of bob", "bad-quorum", "1 of bob\""),
        ("(1 of ops", "bad-quorum", "\""),
        ("1 of ops)", "bad-quorum", ")\""),
        ("1 of (ops", "bad-quorum", "\""),
        ("1 of ()", "bad-quorum", ")\""),
        ("1 of (alice, )", "bad-quorum", ")\""),
        ("1 of (alice bob)", "bad-quorum", "bob)\""),
        ("1 of alice, bob", "bad-quorum", ", bob\""),
        ("1 of ops AND 1 of bob", "bad-quorum", "AND 1 of bob\""),
        ("1 OF ops", "bad-quorum", "OF ops\""),
        ("01 of ops", "bad-quorum", "01 of ops\""),
        ("+1 of ops", "bad-quorum", "+1 of ops\""),
        ("1.0 of ops", "bad-quorum", "1.0 of ops\""),
        ("one of ops", "bad-quorum", "one of ops\""),
        ("1\\tof ops", "bad-text", "\"1\\tof ops\""),
        ("any of ops", "bad-quorum", "any of ops\""),
        ("1 of all", "bad-quorum", "all\""),
    ]);
    good(&[
        "1 of alice",
        "all of ops",
        "1 of (alice)",
        "2 of (alice,bob)",
        "1 of ( alice , ops )",
        "(1 of ops)",
        "  1   of   ops  ",
        "((1 of alice)and(1 of bob))or(1 of carol)",
        "1 of alice or 1 of bob or 1 of carol",
    ]);
}

#[test]
fn mixing_and_with_or_needs_parentheses() {
    quorum(&[
        ("1 of alice and 1 of bob or 1 of carol", "bad-quorum", "or 1 of carol\""),
        ("1 of alice or 1 of bob and 1 of carol", "bad-quorum", "and 1 of carol\""),
    ]);
    good(&["(1 of alice and 1 of bob) or 1 of carol", "1 of alice or (1 of bob and 1 of carol)"]);
}

#[test]
fn a_threshold_is_1_to_the_number_of_distinct_members() {
    quorum(&[
        ("0 of ops", "bad-threshold", "0 of ops\""),
        ("4 of ops", "bad-threshold", "\"4 of ops\""),
        ("4 of (ops, alice)", "bad-threshold", "\"4 of (ops, alice)\""),
        ("2 of alice", "bad-threshold", "\"2 of alice\""),
        ("128 of ops", "bad-threshold", "\"128 of ops\""),
        ("129 of ops", "bad-threshold", "129 of ops\""),
        ("99999999999999999999 of ops", "bad-threshold", "99999999999999999999 of ops\""),
    ]);
    good(&["3 of ops", "3 of (ops, alice)", "2 of (alice, bob)"]);
}

#[test]
fn every_alternative_can_be_met_by_its_people() {
    quorum(&[
        ("2 of ops and 2 of ops", "unmeetable-quorum", "\"2 of ops and 2 of ops\""),
        ("1 of alice and 1 of alice", "unmeetable-quorum", "\"1 of alice and 1 of alice\""),
        ("1 of ops or (1 of bob and all of ops)", "unmeetable-quorum", "\"1 of ops or (1 of bob and all of ops)\""),
    ]);
    good(&["2 of ops and 1 of ops", "1 of alice and 1 of (alice, bob)", "1 of ops or (1 of bob and 2 of ops)"]);
}

#[test]
fn a_quorum_names_groups_and_approvers_and_a_set_is_the_union_of_its_people() {
    good(&["1 of (bob, bob)", "2 of (ops, bob)"]);
    quorum(&[
        ("2 of (bob, bob)", "bad-threshold", "\"2 of (bob, bob)\""),
        ("1 of nobodyelse", "unknown-name", "\"1 of nobodyelse\""),
        ("1 of shop", "unknown-name", "\"1 of shop\""),
        ("1 of (bob, Alice)", "unknown-name", "\"1 of (bob, Alice)\""),
    ]);
}

#[test]
fn none_stands_in_approve_and_nobody_in_veto_beside_a_delay() {
    good(&["none"]);
    accepted(&[("veto = \"1 of carol\"", "veto = \"nobody\"")]);
    quorum(&[
        ("nobody", "bad-quorum", "nobody\""),
        ("None", "bad-quorum", "None\""),
        ("none or 1 of ops", "bad-quorum", "none or 1 of ops\""),
        ("1 of ops and none", "bad-quorum", "none\""),
    ]);
    refused(&[
        ("veto = \"1 of carol\"", "veto = \"none\"", "bad-quorum", "none\""),
        ("delay_waived_by = \"3 of ops\"", "delay_waived_by = \"none\"", "bad-quorum", "none\""),
        ("delay_waived_by = \"3 of ops\"", "delay_waived_by = \"nobody\"", "bad-quorum", "\"nobody\""),
        ("feeds = \"2 of ops\"", "feeds = \"none\"", "bad-quorum", "none\""),
        ("feeds = \"2 of ops\"", "feeds = \"nobody\"", "bad-quorum", "nobody\""),
    ]);
}

#[test]
fn an_alternative_has_up_to_8_terms_and_an_expression_up_to_64_alternatives() {
    let either = |count: usize| vec!["1 of alice"; count].join(" or ");
    let quoted = |text: &str| format!("\"{text}\"");
    good(&[&either(64)]);
    quorum(&[(&either(65), "quorum-too-large", &quoted(&either(65)))]);
    let pair = "(1 of alice or 1 of bob)";
    let product = |count: usize| vec![pair; count].join(" and ");
    quorum(&[
        (&product(7), "quorum-too-large", &quoted(&product(7))),
        (&["1 of alice"; 9].join(" and "), "quorum-too-large", &quoted(&["1 of alice"; 9].join(" and "))),
    ]);
    // Eight terms are read; with three people eight seats are another matter.
    let eight = ["1 of ops"; 8].join(" and ");
    quorum(&[(&eight, "unmeetable-quorum", &quoted(&eight))]);
}

#[test]
fn parentheses_are_nested_up_to_16_deep() {
    let nested = |depth: usize| format!("{}1 of ops{}", "(".repeat(depth), ")".repeat(depth));
    good(&[&nested(16)]);
    quorum(&[(&nested(17), "quorum-too-large", &format!("(1 of ops{}\"", ")".repeat(17)))]);
}
