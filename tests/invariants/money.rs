//! What is capped, and what was spent.

use countersign::{Answer, Case, LedgerHeader, Problem, ProblemCode, Quotes};
use serde_json::json;

use crate::decide;
use crate::world::{Text, World, asked, found, line, plus, submitted};

#[test]
fn money_that_no_limit_caps_for_everybody_over_time_has_no_policy() {
    let day = "max = \"100 BTC per 24h\"";
    assert!(decide(&Text::base().world(), &asked()).is_allowed());
    for weaker in [
        "max = \"100 BTC per payout\"",
        "max_count = \"9 per 24h\"",
        "max = \"100 BTC per 24h\"\neach = [\"destination\"]",
        "max = \"100 BTC per 24h\"\nwallets = [\"hot\"]",
        "max = \"100 BTC per 24h\"\nto = [\"friends\"]",
        "max = \"100 BTC per 24h\"\nnot_to = [\"friends\"]",
    ] {
        let problems = Text::base().swap(day, weaker).parse().expect_err(weaker);
        assert_eq!(problems.iter().map(Problem::code).collect::<Vec<_>>(), [ProblemCode::UncappedAmount], "{weaker}");
    }
}

#[test]
fn a_fee_is_said_and_at_most_what_the_limit_says() {
    let world = Text::base().swap("max_fee = \"unlimited\"", "max_fee = \"0.001 BTC\"");
    let world = world.plus("[[limits]]\nname = \"xrp-fee\"\nmax_fee = \"1 XRP\"\nassets = [\"XRP\"]");
    let world = world.swap("name = \"fees\"", "name = \"fees\"\nassets = [\"BTC\"]").world();
    assert!(decide(&world, &asked().with("fee", "0.001 BTC")).is_allowed());
    for (asked, expected) in [(asked().with("fee", "0.00100001 BTC"), "fail fee-over"), (asked(), "fail no-fee")] {
        let decision = decide(&world, &asked);
        assert_eq!((found(&decision, "limit:fees").as_str(), decision.verdict()), (expected, Answer::Deny));
    }
}

#[test]
fn what_another_wallet_asset_or_person_spent_is_no_concern_of_a_limit() {
    let more = "[[limits]]\nname = \"mine\"\nmax = \"5 BTC per 24h\"\nwallets = [\"hot\"]\ninitiators = [\"ops\"]";
    let asks = Text::base().swap("initiators = \"unsigned\"", "initiators = [\"ops\", \"requesters\"]").plus(more);
    let world = asks.world();
    let payout = asked().of("5 BTC").with("initiator", "bob").payout();
    let said =
        [world.approve(&payout, "alice"), world.says(&payout, "bob", countersign::Verdict::Request, submitted())];
    let beside = |spent: crate::world::Line| world.decide(&payout, &said, &world.ledger(&[spent]), submitted());
    let spent = || line("po-0", "0.00000001 BTC", plus(submitted(), -60)).with("initiator", "bob");
    assert_eq!(found(&beside(spent()), "limit:mine"), "wait window-full until 2026-11-23T09:59:00Z");
    assert!(beside(spent().with("wallet", "cold")).is_allowed());
    assert!(beside(spent().with("initiator", "shop")).is_allowed());
    let ripple = spent().with("amount", "9 XRP").with("to", "rDsbeomae4FXwgQTJp9Rs64Qg9vDiTCdBv");
    assert!(beside(ripple).is_allowed());
}

/// So many wallets and assets are named that what names them is looked up by asset, and so for every wallet.
#[test]
fn a_limit_of_thousands_of_wallets_is_no_concern_of_another() {
    let many: Vec<String> = (0..2_048).map(|nth| format!("\"w-{nth}\"")).collect();
    let named = format!("\"hot\", {}", many.join(", "));
    let mine = format!(
        "[[limits]]\nname = \"mine\"\nmax_count = \"1 per 24h\"\nassets = [\"BTC\", \"XRP\"]\nwallets = [{named}]"
    );
    let all = format!("wallets = [{named}, \"cold\"]");
    let world = Text::base().swap("wallets = [\"hot\", \"cold\"]", &all).plus(&mine).world();
    let decided = |wallet: &str, spent_from: &str| {
        let payout = asked().with("wallet", wallet).payout();
        let spent = line("po-0", "0.1 BTC", plus(submitted(), -60)).with("wallet", spent_from);
        world.decide(&payout, &[world.approve(&payout, "alice")], &world.ledger(&[spent]), submitted())
    };
    assert_eq!(found(&decided("hot", "w-7"), "limit:mine"), "wait window-full until 2026-11-23T09:59:00Z");
    assert!(decided("hot", "cold").is_allowed());
    assert!(decided("cold", "w-7").is_allowed());
}

#[test]
fn a_limit_for_some_concerns_nobody_else() {
    let more = "[[limits]]\nname = \"ops-one\"\nmax = \"1 BTC per payout\"\ninitiators = [\"ops\"]";
    let asks = Text::base().swap("initiators = \"unsigned\"", "initiators = [\"ops\", \"requesters\"]").plus(more);
    let world = asks.world();
    let decided = |who: &str| {
        let payout = asked().of("5 BTC").with("initiator", who).payout();
        let request = world.says(&payout, who, countersign::Verdict::Request, submitted());
        world.decide(&payout, &[world.approve(&payout, "alice"), request], &world.ledger(&[]), submitted())
    };
    assert!(decided("shop").is_allowed());
    assert_eq!(found(&decided("bob"), "limit:ops-one"), "fail over-limit");
}

#[test]
fn what_is_reserved_or_paid_uses_up_the_budget_and_what_is_released_or_refused_does_not() {
    let world = Text::base().world();
    let beside = |state: &str| {
        let payout = asked().payout();
        let spent = line("po-0", "100 BTC", plus(submitted(), -60)).with("state", state);
        world.decide(&payout, &[world.approve(&payout, "alice")], &world.ledger(&[spent]), submitted()).verdict()
    };
    assert_eq!(beside("reserved"), Answer::Wait);
    assert_eq!(beside("paid"), Answer::Wait);
    assert_eq!(beside("released"), Answer::Allow);
    assert_eq!(beside("refused"), Answer::Allow);
}

#[test]
fn a_new_version_voids_what_was_approved_and_keeps_what_was_spent() {
    let first = Text::base().world();
    let next = format!("version = 2\nprevious = \"{}\"", first.policy.digest());
    let second = Text::base().swap("version = 1", &next).world();
    let payout = asked().of("40 BTC").payout();
    let spent = first.ledger(&[line("po-0", "60 BTC", plus(submitted(), -60))]);
    let old = [first.approve(&payout, "alice")];
    assert!(first.decide(&payout, &old, &spent, submitted()).is_allowed());
    let moved = spent.read_under(&second.policy).unwrap();
    assert_eq!(second.decide(&payout, &old, &moved, submitted()).verdict(), Answer::Wait, "signed under the first");
    assert!(second.decide(&payout, &[second.approve(&payout, "alice")], &moved, submitted()).is_allowed());
    let more = asked().of("40.00000001 BTC").payout();
    let more = second.decide(&more, &[second.approve(&more, "alice")], &moved, submitted());
    assert_eq!(found(&more, "limit:btc-day"), "wait window-full until 2026-11-23T09:59:00Z");
}

#[test]
fn a_ledger_that_was_cut_short_decides_nothing() {
    let world = Text::base().world();
    let lines: Vec<_> = (0..4).map(|n| line(&format!("po-0{n}"), "30 BTC", plus(submitted(), -60))).collect();
    let payout = asked().of("10 BTC").payout();
    let case = Case::open(&world.policy, &payout, &[world.approve(&payout, "alice")]).unwrap();
    let read = |said: usize, found: usize| {
        let policy = json!({ "version": 1, "sha256": world.policy.digest() });
        let header = json!({ "ledger": "test/world", "entries": said, "policy": policy });
        let header: LedgerHeader = serde_json::from_value(header).unwrap();
        countersign::Ledger::open(&world.policy, &header, lines.iter().take(found).map(crate::world::Line::entry))
    };
    let allows = |ledger| case.decide(&ledger, &Quotes::none(), submitted()).is_allowed();
    assert!(allows(read(3, 3).unwrap()));
    assert!(!allows(read(4, 4).unwrap()));
    for (said, found) in [(4, 3), (4, 0), (3, 4), (0, 4)] {
        assert_eq!(read(said, found).unwrap_err().code(), "ledger-cut-short", "{said} {found}");
    }
}

/// A limit of 340 dollars a payout, counted so finely that no more can be.
fn fine(price: &str) -> World {
    let more = format!(
        "[[limits]]\nname = \"usd\"\nmax = \"340 USD per payout\"\n[prices]\ncurrency = \"USD\"\ndecimals = 36\n\
         fixed = {{ BTC = \"{price}\" }}"
    );
    Text::base().plus(&more).world()
}

#[test]
fn a_value_above_what_can_be_counted_is_above_every_limit() {
    let world = fine("1000");
    assert!(decide(&world, &asked().of("0.34 BTC")).is_allowed());
    assert_eq!(found(&decide(&world, &asked().of("0.34000001 BTC")), "limit:usd"), "fail over-limit");
    for amount in ["0.35 BTC", "1 BTC", "100 BTC"] {
        let decision = decide(&world, &asked().of(amount));
        assert_eq!(found(&decision, "limit:usd"), "fail overflow", "{amount}");
        assert_eq!(decision.verdict(), Answer::Deny);
    }
}

#[test]
fn a_value_is_rounded_up_so_that_nothing_passes_below_a_limit() {
    let world = Text::base().plus(
        "[[limits]]\nname = \"usd\"\nmax = \"100 USD per payout\"\n[prices]\ncurrency = \"USD\"\ndecimals = 2\n\
         fixed = { BTC = \"100\" }",
    );
    let world = world.world();
    assert!(decide(&world, &asked()).is_allowed());
    assert_eq!(found(&decide(&world, &asked().of("1.00000001 BTC")), "limit:usd"), "fail over-limit");
}
