//! What is said of every lint, and what never is.

use std::collections::{BTreeMap, BTreeSet};

use countersign::analyze::{Checked, LintCode, ReferenceKind, Severity};

#[test]
fn every_lint_says_what_it_means_why_it_matters_and_what_it_maps_to() {
    for code in LintCode::ALL {
        let explanation = code.explanation();
        assert!(explanation.means.len() > 40 && explanation.matters.len() > 40, "{code}");
        assert!(!explanation.references.is_empty(), "{code}");
        assert_eq!(LintCode::named(code.as_str()), Some(*code));
        for reference in explanation.references {
            assert!(!reference.name.is_empty() && reference.says.len() > 10, "{code}");
            // What follows from the language is looked up in the language.
            let is_logic = reference.kind == ReferenceKind::Logic;
            assert!(!is_logic || reference.checked == Checked::Verified, "{code}");
        }
    }
}

#[test]
fn no_two_lints_say_the_same() {
    for (place, code) in LintCode::ALL.iter().enumerate() {
        for other in &LintCode::ALL[place + 1..] {
            assert_ne!(code.explanation().means, other.explanation().means, "{code} and {other}");
        }
    }
}

#[test]
fn nothing_is_said_to_comply_with_anything() {
    for code in LintCode::ALL {
        let explanation = code.explanation();
        let said = explanation.references.iter().map(|reference| reference.says);
        for text in said.chain([explanation.means, explanation.matters]) {
            assert!(!text.to_lowercase().contains("compl"), "{code}: {text}");
        }
    }
}

#[test]
fn no_standard_is_claimed_for_limits_lists_or_time_locks() {
    let without = [
        "tier-gap",
        "each-splits",
        "per-payout-tier",
        "free-any-amount",
        "short-window",
        "no-global-value",
        "uncapped-band",
        "hole-in-cap",
        "fee-times-count",
        "no-count-limit",
        "new-destination-at-once",
        "any-destination",
        "idle-cooling-off",
        "opaque-block",
        "no-veto",
        "veto-no-delay",
        "veto-only-payers",
        "dead-limit",
        "limit-below-tier",
    ];
    for name in without {
        let references = LintCode::named(name).unwrap().explanation().references;
        assert!(references.iter().all(|one| one.kind != ReferenceKind::Standard), "{name}");
    }
}

/// Every standard and regulator's text that is named, and the lints that map to it.
const NAMED: &[(&str, &str, &[&str])] = &[
    (
        "regulator",
        "Hong Kong SFC, circular 25EC44 (15 August 2025)",
        &["automated-seat", "initiator-approves", "payload-optional"],
    ),
    ("regulator", "MAS, Guidelines on Consumer Protection Measures by DPT Service Providers (2024)", &["one-person"]),
    ("standard", "CCSS v9, 1.02.1.1", &["one-person"]),
    ("standard", "CCSS v9, 1.02.2.1", &["no-spare"]),
    ("standard", "CCSS v9, 1.02.3.1", &["same-site"]),
    ("standard", "CCSS v9, 1.02.4.1", &["one-org"]),
    ("standard", "CCSS v9, 1.04.1.1", &["inactive-person", "review"]),
    ("standard", "CCSS v9, 1.05.8.1", &["look-alike"]),
    ("standard", "CCSS v9, 1.05.9.1", &["same-device"]),
    ("standard", "CCSS v9, 2.02.1.1", &["unsigned-initiator"]),
    ("standard", "CCSS v9, 2.04.1.1", &["no-spare"]),
];

#[test]
fn these_clauses_are_named_for_these_lints_and_no_others() {
    let mut named: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
    for code in LintCode::ALL {
        for reference in code.explanation().references {
            if matches!(reference.kind, ReferenceKind::Standard | ReferenceKind::Regulator) {
                named.entry((reference.kind.as_str(), reference.name)).or_default().insert(code.as_str());
            }
        }
    }
    let expected = NAMED.iter().map(|(kind, name, codes)| ((*kind, *name), codes.iter().copied().collect()));
    assert_eq!(named, expected.collect());
}

#[test]
fn no_clause_of_a_standard_is_said_to_speak_of_limits_lists_or_time_locks() {
    for reference in LintCode::ALL.iter().flat_map(|code| code.explanation().references) {
        let says = reference.says.to_lowercase();
        let speaks = ["velocity", "limit", "cap on", "allow list", "whitelist", "time lock", "delay"];
        let is_standard = reference.kind == ReferenceKind::Standard;
        assert!(!is_standard || speaks.iter().all(|word| !says.contains(word)), "{}: {says}", reference.name);
    }
}

#[test]
fn severities_are_ordered_by_how_directly_money_can_leave() {
    assert!(Severity::Info < Severity::Medium && Severity::Medium < Severity::High);
}
