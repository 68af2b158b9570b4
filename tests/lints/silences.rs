//! A finding is silenced by a comment in the policy's own text, with a reason, and nowhere else.

use super::{BASE, codes, inspect};

/// The base with approvals that bind words only, and these lines above that key.
fn with_above_payload(lines: &str) -> String {
    BASE.replace("payload      = \"required\"", &format!("{lines}payload      = \"optional\""))
}

#[test]
fn a_silence_above_its_key_is_listed_with_its_reason() {
    let text = with_above_payload("# countersign: allow payload-optional (fees are bumped (often))\n");
    let inspection = inspect(&text);
    assert_eq!(inspection.findings(), []);
    let [silenced] = inspection.silenced() else { panic!("{:?}", inspection.silenced()) };
    assert_eq!(silenced.reason(), "fees are bumped (often)");
    assert_eq!((silenced.finding().code().as_str(), silenced.finding().line()), ("payload-optional", 11));
}

#[test]
fn other_comments_may_stand_between_and_an_empty_line_may_not() {
    let silence = "# countersign: allow payload-optional (fees are bumped)\n";
    assert_eq!(codes(&with_above_payload(&format!("{silence}# Fees, as everybody knows.\n"))), [""; 0]);
    let parted = with_above_payload(&format!("{silence}\n"));
    assert_eq!(codes(&parted), ["idle-silence", "payload-optional"]);
}

#[test]
fn a_silence_above_a_table_is_about_what_stands_in_it() {
    let text = BASE.replace(
        "[approvers.heidi]",
        "# countersign: allow inactive-person (she comes back)\n[approvers.heidi]\nactive_until = 2026-01-01T00:00:00Z",
    );
    assert_eq!(codes(&text), [""; 0]);
    let rule = BASE.replacen("5 BTC per 24h", "5 BTC per payout", 1).replace(
        "[[rules]]\nname       = \"pay-large\"",
        "# countersign: allow per-payout-tier (as published)\n[[rules]]\nname       = \"pay-large\"",
    );
    assert_eq!(codes(&rule), [""; 0]);
    assert_eq!(inspect(&rule).silenced().len(), 1);
}

#[test]
fn a_silence_reaches_no_other_table_and_no_other_code() {
    let text = BASE.replacen("5 BTC per 24h", "5 BTC per payout", 1).replacen(
        "[[rules]]",
        "# countersign: allow per-payout-tier (of another)\n[[rules]]",
        1,
    );
    assert_eq!(codes(&text), ["idle-silence", "per-payout-tier"]);
    let text = with_above_payload("# countersign: allow no-veto (none)\n");
    assert_eq!(codes(&text), ["idle-silence", "payload-optional"]);
}

#[test]
fn a_reason_is_words() {
    for reason in ["", " ()", " (   )", " (-)", " (…", " why not"] {
        let found = codes(&with_above_payload(&format!("# countersign: allow payload-optional{reason}\n")));
        assert!(found.contains(&"payload-optional"), "{reason}: {found:?}");
        assert_eq!(found.len(), 2, "{reason}: {found:?}");
    }
}

#[test]
fn what_is_addressed_to_us_and_not_understood_is_said() {
    for order in [
        "countersign: deny payload-optional (x)",
        "countersign: allow",
        "Countersign: allow payload_optional (x)",
        "countersign allow everything (x)",
    ] {
        let found = codes(&with_above_payload(&format!("# {order}\n")));
        assert_eq!(found, ["unknown-silence", "payload-optional"], "{order}");
    }
}

#[test]
fn a_silence_beside_a_value_or_within_one_is_none() {
    let beside = BASE.replace(
        "payload      = \"required\"",
        "payload      = \"optional\" # countersign: allow payload-optional (x)",
    );
    assert_eq!(codes(&beside), ["payload-optional", "idle-silence"]);
    let within = with_above_payload("title = \"# countersign: allow payload-optional (x)\"\n");
    assert_eq!(codes(&within), ["payload-optional"]);
    let folded = with_above_payload("title = \"\"\"a \\\n# countersign: allow payload-optional (x)\"\"\"\n");
    assert_eq!(codes(&folded), ["payload-optional"]);
}

#[test]
fn nothing_silences_a_complaint_about_silences() {
    let text =
        with_above_payload("# countersign: allow idle-silence (never mind)\n# countersign: allow payload-optional\n");
    let found = codes(&text);
    assert_eq!(found, ["idle-silence", "silence-without-reason", "payload-optional"]);
}
