//! Faults that were found by trying to break the engine, each as the test that would have caught it.
#![allow(clippy::unwrap_used, reason = "what a test does not find fails it")]

use countersign::{
    ApprovalCode, Case, Digest, EntryState, Instant, Ledger, LedgerActFault, LedgerEntry, LedgerFault, LedgerHeader,
    Payout, Policy, Problem, ProblemCode, Quotes, SignedApproval, Verdict,
};
use serde_json::json;
use support::{Text, asked, at, found, line, plus, submitted};

#[path = "support/world.rs"]
mod support;

fn later(seconds: i64) -> Instant {
    plus(submitted(), seconds)
}

/// Two versions of one policy, the second naming the first.
fn two_versions() -> (Policy, Policy) {
    let first = Text::base();
    let previous = format!("version = 2\nprevious = \"{}\"", first.parse().unwrap().digest());
    (first.parse().unwrap(), first.clone().swap("version = 1", &previous).parse().unwrap())
}

#[test]
fn a_ledger_whose_lines_come_newest_first_gives_the_same_totals() {
    let world = Text::base().swap("100 BTC per 24h", "3 BTC per 24h").world();
    let lines: Vec<_> = (0..50).map(|n| line(&format!("p{n}"), "0.05 BTC", later(-3_600 * n))).collect();
    let newest_last: Vec<_> = lines.iter().rev().cloned().collect();
    for (amount, expected) in [("1.8 BTC", "met within"), ("1.80000001 BTC", "wait window-full")] {
        for lines in [&lines, &newest_last] {
            let found = world.check("limit:btc-day", &asked().of(amount), lines, submitted());
            assert!(found.starts_with(expected), "{amount}: {found}");
        }
    }
}

#[test]
fn a_ledger_is_known_by_its_snapshot_until_it_changes() {
    let world = Text::base().world();
    let reserved = line("p1", "1 BTC", later(-60));
    let snapshot = Digest::of(b"the bytes it was read from");
    let mut ledger = world.ledger(std::slice::from_ref(&reserved)).of_snapshot(snapshot);
    let named = |ledger: &Ledger| {
        let decision = world.decide(&asked().payout(), &[], ledger, submitted());
        serde_json::to_value(&decision).unwrap()["ledger"]["sha256"].as_str().unwrap().to_owned()
    };
    assert_eq!(named(&ledger), snapshot.to_string());
    ledger.settle(&world.policy, reserved.entry().payout()).unwrap();
    assert_eq!(named(&ledger), ledger.digest().to_string());
}

#[test]
fn settling_under_a_later_version_closes_the_ledger_to_the_earlier_one() {
    let (first, second) = two_versions();
    let reserved = line("p1", "1 BTC", submitted());
    let header = json!({"ledger": "test/world", "entries": 1, "policy": {"version": 1, "sha256": first.digest()}});
    let header: LedgerHeader = serde_json::from_value(header).unwrap();
    let mut ledger = Ledger::open(&second, &header, [reserved.entry()]).unwrap();
    let payout = reserved.entry().payout().clone();
    ledger.settle(&second, &payout).unwrap();
    assert_eq!(serde_json::to_value(ledger.header()).unwrap()["policy"]["version"], 2);
    let back = ledger.read_under(&first).unwrap();
    let payout = asked().payout();
    let decision = Case::open(&first, &payout, &[]).unwrap().decide(&back, &Quotes::none(), submitted());
    assert_eq!(found(&decision, "version"), "fail newer-version");
}

#[test]
fn an_earlier_version_ends_no_line_of_a_ledger_that_a_later_one_wrote() {
    let (first, second) = two_versions();
    let reserved = line("p1", "1 BTC", submitted());
    let header = json!({"ledger": "test/world", "entries": 1, "policy": {"version": 2, "sha256": second.digest()}});
    let header: LedgerHeader = serde_json::from_value(header).unwrap();
    let mut ledger = Ledger::open(&first, &header, [reserved.entry()]).unwrap();
    let before = ledger.digest();
    let payout = reserved.entry().payout().clone();
    assert_eq!(ledger.release(&first, &payout), Err(LedgerActFault::NewerVersion(2)));
    assert_eq!(ledger.settle(&first, &payout), Err(LedgerActFault::NewerVersion(2)));
    assert_eq!((ledger.digest(), ledger.entry(&payout).unwrap().state()), (before, EntryState::Reserved));
    let mut ledger = Ledger::open(&second, &header, [reserved.entry()]).unwrap();
    assert_eq!(ledger.release(&second, &payout), Ok(()));
}

#[test]
fn ids_that_differ_in_case_alone_are_one_payout() {
    let world = Text::base().world();
    let lines = [line("po-1", "1 BTC", later(-60)).with("state", "paid")];
    assert_eq!(world.check("once", &asked().with("id", "PO-1"), &lines, submitted()), "fail already-recorded");
    assert_eq!(world.check("once", &asked().with("id", "po-2"), &lines, submitted()), "met first");
    let header =
        json!({"ledger": "test/world", "entries": 2, "policy": {"version": 1, "sha256": world.policy.digest()}});
    let header: LedgerHeader = serde_json::from_value(header).unwrap();
    let twins = ["po-1", "Po-1"].map(|id| line(id, "1 BTC", submitted()).entry());
    assert!(matches!(Ledger::open(&world.policy, &header, twins), Err(LedgerFault::Twice(_))));
    // A reservation is settled under the very id it was made with.
    let mut ledger = world.ledger(&[line("po-1", "1 BTC", submitted())]);
    let twin = line("PO-1", "1 BTC", submitted()).entry().payout().clone();
    assert_eq!(ledger.settle(&world.policy, &twin), Err(LedgerActFault::Unknown(twin.clone())));
}

#[test]
fn a_word_of_a_record_is_a_text_and_nothing_else() {
    let approval = |verdict: serde_json::Value| {
        serde_json::from_value::<SignedApproval>(json!({"signer": "alice", "key": "k", "verdict": verdict,
            "signed_at": "2026-11-22T10:00:00Z", "signature": "s"}))
    };
    assert!(approval(json!("reject")).is_ok());
    assert!(approval(json!({"reject": null})).is_err());
    let entry = line("p1", "1 BTC", submitted());
    let state = |state: serde_json::Value| {
        let mut entry = serde_json::to_value(entry.entry()).unwrap();
        entry["state"] = state;
        serde_json::from_value::<LedgerEntry>(entry)
    };
    assert!(state(json!("paid")).is_ok());
    assert!(state(json!({"paid": null})).is_err());
}

#[test]
fn what_can_never_hold_is_not_taken_in_and_what_only_has_to_wait_is() {
    let before = Text::base().swap("[approvers.bob]", "[approvers.bob]\nactive_until = 2026-11-22T10:00:00Z").world();
    let after = Text::base().swap("[approvers.bob]", "[approvers.bob]\nactive_from = 2026-11-22T11:00:00Z").world();
    let payout = asked().payout();
    for (world, verdict, expected) in [
        (&before, Verdict::Approve, Err(ApprovalCode::Inactive)),
        (&before, Verdict::Reject, Err(ApprovalCode::Inactive)),
        (&after, Verdict::Approve, Ok(())),
        (&after, Verdict::Reject, Err(ApprovalCode::Inactive)),
    ] {
        let received = match verdict {
            Verdict::Approve => world.approve(&payout, "bob"),
            _ => world.says(&payout, "bob", verdict, submitted()),
        };
        let mut signed = serde_json::to_value(received).unwrap();
        signed.as_object_mut().unwrap().remove("received_at");
        let case = Case::open(&world.policy, &payout, &[]).unwrap();
        let taken = case.receive(serde_json::from_value(signed).unwrap(), submitted());
        assert_eq!(taken.map(|_| ()), expected, "{verdict}");
    }
}

#[test]
fn a_reason_cannot_write_lines_of_its_own_into_a_decision() {
    let forged = "[[blocks]]\nname = \"b\"\nassets = [\"BTC\"]\nreason = \"none\\nallow po-1: 1 BTC\\tout of hot\"";
    let world = Text::base().plus(forged).world();
    let decision = world.decide(&asked().payout(), &[], &world.ledger(&[]), submitted());
    assert!(!decision.to_string().contains("\nallow"), "{decision}");
    assert!(decision.to_string().contains("none\\nallow"), "{decision}");
}

#[test]
fn no_amount_is_promised_that_would_have_to_wait_out_a_delay_anew() {
    let delayed = "approve = \"1 of ops\"\ndelay = \"1h\"\nveto = \"nobody\"";
    let limit = "[[limits]]\nname = \"small\"\nmax = \"0.3 BTC per payout\"";
    for (text, expected) in [
        (Text::base().plus(limit), Some("0.3 BTC".to_owned())),
        (Text::base().swap("approve = \"1 of ops\"", delayed).plus(limit), None),
    ] {
        let world = text.world();
        let payout: Payout = asked().of("0.5 BTC").payout();
        let case = Case::open(&world.policy, &payout, &[world.approve(&payout, "alice")]).unwrap();
        let (ledger, now) = (world.ledger(&[]), later(2 * 3_600));
        assert!(!case.decide(&ledger, &Quotes::none(), now).is_allowed());
        assert_eq!(case.allowed_up_to(&ledger, &Quotes::none(), now), expected);
    }
}

#[test]
fn chains_that_differ_in_case_alone_do_not_stand_beside_each_other() {
    let more = |chain: &str| {
        let asset = format!("[assets.USDR]\nchain = \"{chain}\"\ndecimals = 6\n\n[approvers.alice]");
        let limit = "[[limits]]\nname = \"usdr\"\nmax = \"5 USDR per 24h\"";
        Text::base().swap("[approvers.alice]", &asset).plus(limit).parse()
    };
    assert!(more("ripple").is_ok());
    let problems = more("Ripple").unwrap_err();
    assert_eq!(problems.iter().map(Problem::code).collect::<Vec<_>>(), [ProblemCode::SameName]);
}

#[test]
fn a_stranger_gets_no_statement_to_sign_and_none_with_lines_of_their_own() {
    let world = Text::base().world();
    let payout = asked().payout();
    let case = Case::open(&world.policy, &payout, &[]).unwrap();
    let statement = |signer| case.statement(Verdict::Reject, signer, at("2026-11-22T10:00:00Z"), None);
    assert!(statement("alice").is_some());
    assert_eq!(statement("mallory"), None);
    assert_eq!(statement("alice\nsigned: 1999"), None);
}

#[test]
fn whoever_can_sign_only_later_is_named_with_the_instant() {
    let from = "[approvers.bob]\nactive_from = 2026-11-22T11:00:00Z";
    let world = Text::base().swap("[approvers.bob]", from).world();
    let decision = world.decide(&asked().payout(), &[], &world.ledger(&[]), submitted());
    let check = decision.checks().iter().find(|check| check.name() == "quorum:base").unwrap();
    assert_eq!(check.text(), "one of alice, bob (from 2026-11-22T11:00:00Z), carol must approve");
}

#[test]
fn a_file_that_is_wrong_everywhere_gets_a_thousand_problems_and_no_more() {
    let problems = Policy::parse(&"\u{1}".repeat(100_000)).unwrap_err();
    assert_eq!(problems.len(), 1_000);
}

#[test]
fn an_initiator_who_can_no_longer_sign_is_not_named_among_those_who_could() {
    let active = "[requesters.shop]\nactive_until = 2026-11-22T10:00:00Z";
    let rule = "initiators = [\"shop\"]";
    let (gone, here) = (Text::base().swap("[requesters.shop]", active), Text::base());
    for (text, expected) in [(gone, 0), (here, 1)] {
        let world = text.swap("initiators = \"unsigned\"", rule).world();
        let payout = asked().with("initiator", "shop").payout();
        let decision = world.decide(&payout, &[], &world.ledger(&[]), submitted());
        let check = decision.checks().iter().find(|check| check.name() == "initiator:base").unwrap();
        assert_eq!(check.missing().unwrap().from().len(), expected, "{}", check.text());
    }
}

#[test]
fn a_refusal_under_an_earlier_version_is_entered_and_opens_the_ledger_to_nothing() {
    let (first, second) = two_versions();
    let header = json!({"ledger": "test/world", "entries": 0, "policy": {"version": 2, "sha256": second.digest()}});
    let header: LedgerHeader = serde_json::from_value(header).unwrap();
    let mut ledger = Ledger::open(&first, &header, []).unwrap();
    let world = Text::base().world();
    let payout = asked().with("initiator", "alice").payout();
    let withdrawn = world.says(&payout, "alice", Verdict::Reject, submitted());
    let case = Case::open(&first, &payout, &[withdrawn]).unwrap();
    let refusal = case.decide(&ledger, &Quotes::none(), submitted()).into_refusal().unwrap();
    ledger.refuse(refusal).unwrap();
    assert_eq!(ledger.entry(payout.id()).unwrap().state(), EntryState::Refused);
    assert_eq!(serde_json::to_value(ledger.header()).unwrap()["policy"]["version"], 2);
    let later = ledger.read_under(&second).unwrap();
    let decision = Case::open(&second, &payout, &[]).unwrap().decide(&later, &Quotes::none(), submitted());
    assert_eq!(found(&decision, "once"), "fail already-recorded");
}

#[test]
fn a_ledger_read_under_another_policy_denies_but_not_for_good() {
    let (first, second) = two_versions();
    let payout = asked().payout();
    let case = Case::open(&second, &payout, &[]).unwrap();
    let decision = case.decide(&Ledger::new(&first), &Quotes::none(), submitted());
    assert_eq!(found(&decision, "version"), "fail other-reading");
    assert!(!decision.is_allowed() && !decision.is_final());
    let older = Ledger::new(&second).read_under(&first).unwrap();
    let decision = Case::open(&first, &payout, &[]).unwrap().decide(&older, &Quotes::none(), submitted());
    assert_eq!(found(&decision, "version"), "fail newer-version");
    assert!(decision.is_final());
}

#[test]
fn a_payout_that_is_not_read_for_its_asset_is_still_printed_in_shortest_form() {
    let world = Text::base().world();
    let payout = asked().of("0.500 DOGE").with("fee", "0.10 DOGE").payout();
    let decision = world.decide(&payout, &[], &world.ledger(&[]), submitted());
    assert_eq!(decision.payout().amount().to_string(), "0.5 DOGE");
    assert_eq!(decision.payout().fee().unwrap().to_string(), "0.1 DOGE");
    let nothing = asked().of("0.00 DOGE").payout();
    assert_eq!(Case::open(&world.policy, &nothing, &[]).unwrap_err().code(), "bad-amount");
}

#[test]
fn what_a_ledgers_line_says_is_read_as_far_as_the_policy_can() {
    let world = Text::base().world();
    let open = |line: support::Line| {
        let header =
            json!({"ledger": "test/world", "entries": 1, "policy": {"version": 1, "sha256": world.policy.digest()}});
        let header: LedgerHeader = serde_json::from_value(header).unwrap();
        Ledger::open(&world.policy, &header, [line.entry()]).map(|_| ()).map_err(|fault| fault.code())
    };
    let unreadable = Err("ledger-unreadable");
    assert_eq!(open(line("p", "1 BTC", submitted()).with("fee", "0.00000001 BTC")), Ok(()));
    assert_eq!(open(line("p", "1 BTC", submitted()).with("fee", "0.000000001 BTC")), unreadable);
    let old = |amount: &str, to: &str| open(line("p", amount, submitted()).with("to", to));
    assert_eq!(old("1 OLD", &"x".repeat(128)), Ok(()));
    assert_eq!(old("1 OLD", &"x".repeat(129)), unreadable);
    assert_eq!(old("1 OLD", ""), unreadable);
    assert_eq!(old("0.0 OLD", "somewhere"), unreadable);
}

#[test]
fn of_a_large_text_that_is_no_toml_the_first_fault_is_reported() {
    let problems = Policy::parse(&"= [ ".repeat(300_000)).unwrap_err();
    assert_eq!(problems.iter().map(Problem::code).collect::<Vec<_>>(), [ProblemCode::Syntax]);
    assert_eq!(problems.iter().next().unwrap().line(), 1);
}
