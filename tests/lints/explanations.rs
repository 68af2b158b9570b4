//! What is said of every lint, and what never is.

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

#[test]
fn severities_are_ordered_by_how_directly_money_can_leave() {
    assert!(Severity::Info < Severity::Medium && Severity::Medium < Severity::High);
}
