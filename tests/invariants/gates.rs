//! Every path to a payout passes every check.

use countersign::{Answer, Case, Quotes, ReceivedApproval, Verdict};

use crate::decide;
use crate::world::{FRIEND, Text, asked, found, line, plus, submitted};

const HOUR: i64 = 3_600;

#[test]
fn a_wallet_an_asset_and_a_fee_that_the_policy_does_not_know_are_denied_for_good() {
    let world = Text::base().world();
    assert!(decide(&world, &asked().with("fee", "1 BTC")).is_allowed());
    for (key, value, check, expected) in [
        ("wallet", "warm", "wallet", "fail unknown-wallet"),
        ("amount", "1 DOGE", "asset", "fail unknown-asset"),
        ("fee", "1 DOGE", "asset", "fail unknown-fee-asset"),
        ("fee", "1 XRP", "asset", "fail fee-on-another-chain"),
    ] {
        let decision = decide(&world, &asked().with(key, value));
        assert_eq!(found(&decision, check), expected);
        assert!(decision.verdict() == Answer::Deny && decision.is_final(), "{key} {value}");
        assert!(decision.into_permit().is_none());
    }
}

#[test]
fn a_raw_transaction_that_is_asked_for_and_not_bound_is_denied() {
    let world = Text::base().swap("payload = \"optional\"", "payload = \"required\"").world();
    assert!(decide(&world, &asked().with("payload_sha256", "5f".repeat(32))).is_allowed());
    let decision = decide(&world, &asked());
    assert_eq!(found(&decision, "payload"), "fail missing-payload");
    assert_eq!(decision.verdict(), Answer::Deny);
}

#[test]
fn a_veto_stops_a_payout_whenever_it_comes_and_anybody_elses_no_does_not() {
    let delayed = "approve = \"1 of ops\"\nveto = \"1 of risk\"\ndelay = \"24h\"";
    let world = Text::base().swap("approve = \"1 of ops\"", delayed).world();
    let payout = asked().payout();
    let decided = |no: Option<(&str, i64)>| {
        let no = no.map(|(who, at)| world.says(&payout, who, Verdict::Reject, plus(submitted(), at)));
        let said: Vec<ReceivedApproval> = std::iter::once(world.approve(&payout, "alice")).chain(no).collect();
        world.decide(&payout, &said, &world.ledger(&[]), plus(submitted(), 24 * HOUR))
    };
    assert!(decided(None).is_allowed());
    assert!(decided(Some(("bob", 0))).is_allowed(), "bob has no veto");
    for at in [-HOUR, 0, 24 * HOUR - 1, 24 * HOUR, 99 * HOUR] {
        let decision = decided(Some(("dana", at)));
        assert_eq!(found(&decision, "veto:base"), "fail vetoed", "{at}");
        assert!(decision.verdict() == Answer::Deny && decision.is_final());
        assert!(decision.into_refusal().is_some());
    }
}

#[test]
fn a_veto_that_only_a_larger_amount_meets_is_not_for_good() {
    let more = "[[rules]]\nname = \"more\"\nassets = [\"BTC\"]\nwallets = \"any\"\nto = \"any\"\ninitiators = \"unsigned\"\n\
                above = \"0.5 BTC per 24h\"\napprove = \"none\"\nveto = \"1 of risk\"";
    let world = Text::base().plus(more).world();
    let decided = |amount: &str, lines: &[crate::world::Line], hours: i64| {
        let payout = asked().of(amount).payout();
        let said = [world.approve(&payout, "alice"), world.says(&payout, "dana", Verdict::Reject, submitted())];
        let decision = world.decide(&payout, &said, &world.ledger(lines), plus(submitted(), hours * HOUR));
        (decision.verdict(), decision.is_final())
    };
    assert_eq!(decided("0.5 BTC", &[], 0), (Answer::Allow, false));
    let spent = [line("po-0", "0.00000001 BTC", submitted())];
    assert_eq!(decided("0.5 BTC", &spent, 1), (Answer::Deny, false), "the rule binds");
    assert_eq!(decided("0.5 BTC", &spent, 24), (Answer::Allow, false), "and a day later no longer");
}

#[test]
fn a_rule_with_above_or_during_permits_nothing() {
    let always = "{ days = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\", \"sat\", \"sun\"], open = \"00:00\", close = \"00:00\", \
                  zone = \"Europe/Zurich\" }";
    for when in ["above = \"0.5 BTC per payout\"", &format!("during = {always}")] {
        let more = format!(
            "[[rules]]\nname = \"more\"\nassets = [\"BTC\"]\nwallets = \"any\"\nto = \"any\"\ninitiators = \"unsigned\"\n\
             {when}\napprove = \"1 of ops\""
        );
        let world = Text::base().swap("to = \"any\"", "to = [\"friends\"]").plus(&more).world();
        assert!(decide(&world, &asked().with("to", FRIEND)).is_allowed(), "{when}");
        let decision = decide(&world, &asked());
        assert_eq!(found(&decision, "quorum:more"), "met enough", "it binds");
        assert_eq!(found(&decision, "covered"), "fail not-covered", "{when}");
        assert_eq!(decision.verdict(), Answer::Deny);
    }
}

#[test]
fn every_rule_that_binds_is_asked_and_not_the_first_alone() {
    let more = "[[rules]]\nname = \"more\"\nassets = [\"BTC\"]\nwallets = \"any\"\nto = \"any\"\ninitiators = \"unsigned\"\n\
                above = \"0.5 BTC per payout\"\napprove = \"1 of risk\"";
    let world = Text::base().plus(more).world();
    assert!(decide(&world, &asked().of("0.5 BTC")).is_allowed());
    assert_eq!(decide(&world, &asked()).verdict(), Answer::Wait);
    let payout = asked().payout();
    let both = [world.approve(&payout, "alice"), world.approve(&payout, "dana")];
    assert!(world.decide(&payout, &both, &world.ledger(&[]), submitted()).is_allowed());
}

#[test]
fn the_look_before_signing_asks_every_check_again() {
    let world = Text::base().swap("approve = \"1 of ops\"", "approve = \"1 of ops\"\nveto = \"1 of risk\"").world();
    let payout = asked().with("initiator", "bob").payout();
    let yes = world.approve(&payout, "alice");
    let mut ledger = world.ledger(&[]);
    let decision = world.decide(&payout, std::slice::from_ref(&yes), &ledger, submitted());
    ledger.reserve(decision.into_permit().unwrap()).unwrap();
    let look = |no: Option<&str>, hours: i64, check: &str| {
        let no = no.map(|who| world.says(&payout, who, Verdict::Reject, submitted()));
        let said: Vec<ReceivedApproval> = std::iter::once(yes.clone()).chain(no).collect();
        let case = Case::open(&world.policy, &payout, &said).unwrap();
        let decision = case.decide_reserved(&ledger, &Quotes::none(), plus(submitted(), hours * HOUR));
        (decision.verdict(), found(&decision, check))
    };
    assert_eq!(look(None, 1, "once"), (Answer::Allow, "met reserved".into()));
    assert_eq!(look(Some("bob"), 1, "withdrawn"), (Answer::Deny, "fail withdrawn".into()));
    assert_eq!(look(Some("dana"), 1, "veto:base"), (Answer::Deny, "fail vetoed".into()));
    assert_eq!(look(None, 48, "quorum:base"), (Answer::Wait, "wait short".into()));
    assert_eq!(look(None, 72, "expiry"), (Answer::Deny, "fail expired".into()));
}

#[test]
fn only_the_line_of_exactly_the_payouts_id_is_set_aside() {
    let world = Text::base().world();
    let payout = asked().of("100 BTC").payout();
    let case = Case::open(&world.policy, &payout, &[world.approve(&payout, "alice")]).unwrap();
    let look = |id: &str| {
        let ledger = world.ledger(&[line(id, "100 BTC", plus(submitted(), -HOUR))]);
        case.decide_reserved(&ledger, &Quotes::none(), submitted())
    };
    assert!(look("po-1").is_allowed());
    let twin = look("PO-1");
    assert_eq!(found(&twin, "limit:btc-day"), "wait window-full until 2026-11-23T09:00:00Z");
    assert_eq!(found(&twin, "once"), "fail not-reserved");
}
