//! How long, how many: statements, approvals, texts, and what a policy holds.

use countersign::{Case, ReceivedApproval, Verdict};
use serde_json::json;

use crate::world::{Asked, Text, asked, plus, submitted};

#[test]
fn a_statement_of_640_bytes_can_be_signed_and_one_of_641_is_refused() {
    let longest = "an-approver-with-quite-a-long-name";
    let world = Text::base().plus(&format!("[approvers.{longest}]\nkeys = [\"KEY-x\"]")).world();
    let sized = |address: usize| -> Asked {
        let note = "n".repeat(64);
        asked().of("1 XRP").with("to", "r".repeat(address)).with("tag", "7".repeat(20)).with("note", note)
    };
    let bytes = |address: usize| {
        let payout = sized(address).payout();
        let case = Case::open(&world.policy, &payout, &[]).map_err(|fault| fault.to_string())?;
        let at = submitted();
        let statement = case.statement(Verdict::Approve, longest, at, Some(at)).unwrap().to_string();
        // The number is `1`, and room for 40 characters is kept.
        Ok::<usize, String>(statement.len() - "1".len() + 40)
    };
    let last = (1..=128).rev().find(|address| bytes(*address).is_ok()).expect("a short one is accepted");
    assert!(last < 128, "and a long one is not");
    assert_eq!(bytes(last), Ok(640));
    assert_eq!(bytes(last + 1), Err("the statement would have 641 bytes, 640 are shown".into()));
}

fn approval(signer: &str, signature: usize) -> ReceivedApproval {
    let approval = json!({
        "signer": signer, "key": "ecdsa:02", "verdict": "reject", "signed_at": submitted(),
        "signature": format!("{signature}"), "received_at": submitted(),
    });
    serde_json::from_value(approval).unwrap()
}

fn open(approvals: &[ReceivedApproval]) -> Result<usize, String> {
    let world = Text::base().world();
    let case = Case::open(&world.policy, &asked().payout(), approvals).map_err(|fault| fault.to_string())?;
    Ok(case.decide(&world.ledger(&[]), &countersign::Quotes::none(), submitted()).approvals().len())
}

#[test]
fn up_to_8_approvals_of_one_signer_and_verdict_are_read() {
    let of = |count: usize| -> Vec<ReceivedApproval> { (0..count).map(|place| approval("alice", place)).collect() };
    assert_eq!(open(&of(8)), Ok(8));
    assert_eq!(open(&of(9)), Err("9 approvals of `alice` say `reject`: 8 are read".into()));
    assert_eq!(open(&[of(8), of(8)].concat()), Ok(8), "exact duplicates are dropped, unlisted");
}

#[test]
fn up_to_4096_approvals_are_read() {
    let of = |count: usize| -> Vec<ReceivedApproval> {
        (0..count).map(|place| approval(&format!("signer-{}", place / 8), place)).collect()
    };
    assert_eq!(open(&of(4_096)), Ok(4_096));
    assert_eq!(open(&of(4_097)), Err("4097 approvals are more than the 4,096 a decision reads".into()));
    let doubled = [of(4_096), of(4_096)].concat();
    assert_eq!(open(&doubled), Ok(4_096), "exact duplicates are dropped, unlisted");
}

#[test]
fn a_payouts_texts_have_their_lengths() {
    let reads = |key: &str, value: String| asked().with(key, value).read().is_ok();
    for key in ["id", "wallet", "initiator"] {
        assert!(reads(key, "a".repeat(64)), "{key}");
        assert!(!reads(key, "a".repeat(65)), "{key}");
        assert!(!reads(key, String::new()), "{key}");
    }
    for (key, most) in [("note", 64), ("tag", 64)] {
        assert!(reads(key, "a".repeat(most)), "{key}");
        assert!(!reads(key, "a".repeat(most + 1)), "{key}");
        assert!(!reads(key, String::new()), "{key}");
        assert!(!reads(key, "-".into()), "{key}");
    }
    assert!(reads("id", "42".into()), "a payout's id may be digits alone");
    assert!(!reads("wallet", "42".into()));
    for note in [" a", "a ", "a  b", "a: b", "é", "a\tb", "a\u{7f}b"] {
        assert!(!reads("note", note.into()), "{note}");
    }
    for note in ["a b", "a:b", ":", "~", "--", "fee-up-to:"] {
        assert!(reads("note", note.into()), "{note}");
    }
}

#[test]
fn a_payouts_amount_is_above_zero_and_at_most_2_to_the_128_minus_1_units() {
    let world = Text::base().world();
    let opens = |amount: &str, to: &str| {
        let payout = asked().of(amount).with("to", to).payout();
        Case::open(&world.policy, &payout, &[]).map(|_| ()).map_err(|fault| fault.code())
    };
    let to = "rDsbeomae4FXwgQTJp9Rs64Qg9vDiTCdBv";
    assert_eq!(opens("0.000001 XRP", to), Ok(()));
    assert_eq!(opens("0 XRP", to), Err("bad-amount"));
    assert_eq!(opens("0.0000001 XRP", to), Err("bad-amount"));
    assert_eq!(opens("340282366920938463463374607431768.211455 XRP", to), Ok(()));
    assert_eq!(opens("340282366920938463463374607431768.211456 XRP", to), Err("bad-amount"));
}

#[test]
fn a_policy_holds_so_many_of_each_and_no_more() {
    type One = fn(usize) -> String;
    let many = |count: usize, one: One| (0..count).map(one).collect::<Vec<_>>().join("\n");
    let problems = |more: String| {
        let problems = Text::base().plus(&more).parse().err()?;
        Some(problems.iter().map(|problem| problem.message().to_owned()).collect::<Vec<_>>().join("; "))
    };
    let rule: One = |place| {
        format!(
            "[[rules]]\nname = \"r{place}\"\nassets = [\"BTC\"]\nwallets = \"any\"\nto = \"any\"\ninitiators = \"unsigned\"\n\
             above = \"1 BTC per payout\"\napprove = \"1 of ops\""
        )
    };
    // What the base has of each is counted in.
    let kinds: [(usize, &str, usize, One); 6] = [
        (128, "approvers", 5, |place| format!("[approvers.a{place}]\nkeys = [\"KEY-a{place}\"]")),
        (4_096, "lists", 1, |place| format!("[lists.l{place}]\nentries = []")),
        (4_096, "assets", 2, |place| {
            format!(
                "[assets.A{place}]\nchain = \"c\"\ndecimals = 0\n[[limits]]\nname = \"l{place}\"\nmax = \"1 A{place} per 1d\""
            )
        }),
        (4_096, "rules", 1, rule),
        (4_096, "limits", 3, |place| format!("[[limits]]\nname = \"l{place}\"\nmax_count = \"1 per 1d\"")),
        (4_096, "blocks", 0, |place| format!("[[blocks]]\nname = \"b{place}\"\nwallets = [\"cold\"]")),
    ];
    for (most, what, already, one) in kinds {
        if what != "assets" {
            assert_eq!(problems(many(most - already, one)), None, "{what}");
        }
        let found = problems(many(most - already + 1, one)).unwrap_or_default();
        let wanted = format!("{} {what} are more than {most}, the most there may be", most + 1);
        assert!(found.contains(&wanted), "{what}: {found}");
    }
}

#[test]
fn a_policy_governs_up_to_4096_wallets_and_has_up_to_4096_groups() {
    let wallets = |count: usize| -> String {
        let names: Vec<String> = (0..count).map(|place| format!("\"w{place}\"")).collect();
        format!("wallets = [{}]", names.join(", "))
    };
    let with = |count| Text::base().swap("wallets = [\"hot\", \"cold\"]", &wallets(count)).parse();
    assert!(with(4_096).is_ok());
    assert_eq!(with(4_097).unwrap_err().iter().next().unwrap().code().as_str(), "too-many");
    let groups = |count: usize| -> String {
        let groups: Vec<String> = (0..count).map(|place| format!("g{place} = [\"bob\"]")).collect();
        format!("[groups]\n{}", groups.join("\n"))
    };
    let with = |count: usize| Text::base().swap("[groups]", &groups(count - 2)).parse();
    assert!(with(4_096).is_ok());
    assert_eq!(with(4_097).unwrap_err().iter().next().unwrap().code().as_str(), "too-many");
}

#[test]
fn a_list_holds_up_to_100_000_entries() {
    let entries = |count: usize| -> String {
        let entries: Vec<String> =
            (0..count).map(|place| format!("{{ chain = \"ripple\", address = \"r{place}\" }}")).collect();
        format!("[lists.long]\nentries = [{}]", entries.join(",\n"))
    };
    assert!(Text::base().plus(&entries(100_000)).parse().is_ok());
    let problems = Text::base().plus(&entries(100_001)).parse().unwrap_err();
    assert_eq!(problems.iter().next().unwrap().code().as_str(), "too-many");
}

#[test]
fn instants_run_from_1970_to_9999() {
    let reads = |at: &str| asked().with("submitted_at", at).read().is_ok();
    for good in ["1970-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2024-02-29T00:00:00Z"] {
        assert!(reads(good), "{good}");
    }
    for bad in [
        "1969-12-31T23:59:59Z",
        "10000-01-01T00:00:00Z",
        "2026-02-29T00:00:00Z",
        "2026-01-01T00:00:60Z",
        "2026-01-01T24:00:00Z",
        "2026-01-01T00:00:00.0Z",
        "2026-01-01T00:00:00+00:00",
        "2026-01-01T00:00:00z",
        "2026-01-01 00:00:00Z",
        "2026-01-01T00:00Z",
    ] {
        assert!(!reads(bad), "{bad}");
    }
    let world = Text::base().world();
    let last = asked().with("submitted_at", "9999-12-31T23:59:59Z");
    assert_eq!(world.check("expiry", &last, &[], plus(submitted(), 0)), "met open", "its end is past 9999");
}

#[test]
fn a_quorum_has_up_to_8_terms_and_counts_up_to_128_people() {
    let people: Vec<String> =
        (0..123).map(|place| format!("[approvers.a{place}]\nkeys = [\"KEY-a{place}\"]")).collect();
    let names: Vec<String> = (0..123).map(|place| format!("\"a{place}\"")).collect();
    let everyone =
        format!("[groups]\neveryone = [\"alice\", \"bob\", \"carol\", \"dana\", \"erin\", {}]", names.join(", "));
    let text = Text::base().swap("[groups]", &everyone).plus(&people.join("\n"));
    let quorum = |written: &str| {
        let problems =
            text.clone().swap("approve = \"1 of ops\"", &format!("approve = \"{written}\"")).parse().err()?;
        problems.iter().next().map(|problem| problem.code().as_str())
    };
    assert_eq!(quorum("128 of everyone"), None);
    assert_eq!(quorum("129 of everyone"), Some("bad-threshold"));
    let terms = |count: usize| vec!["16 of everyone"; count].join(" and ");
    assert_eq!(quorum(&terms(8)), None, "8 times 16 is everyone");
    assert_eq!(quorum(&terms(9)), Some("quorum-too-large"));
    assert_eq!(quorum(&format!("{} and 17 of everyone", terms(7))), Some("unmeetable-quorum"), "one seat more");
    let pairs = |count: usize| vec!["(1 of everyone or 2 of everyone)"; count].join(" and ");
    assert_eq!(quorum(&pairs(6)), None, "64 alternatives of 6 terms");
    assert_eq!(quorum(&pairs(7)), Some("quorum-too-large"), "128 alternatives");
}
