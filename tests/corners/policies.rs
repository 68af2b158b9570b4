//! What a policy tells of itself, and what can be asked of any policy.

use countersign::{Case, CheckStatus, EdgeSide, Quotes};

use crate::world::{Text, asked, at, line, person, plus, submitted};

#[test]
fn a_policy_tells_who_and_what_it_names() {
    let digest = "5f".repeat(32);
    let text = Text::base()
        .swap("version = 1\n", &format!("version = 2\nprevious = \"{digest}\"\ntitle = \"A small world\"\n"))
        .plus("[[blocks]]\nname = \"friends\"\nto = [\"friends\"]");
    let policy = text.world().policy;
    let names =
        |names: Vec<&countersign::Name>| names.into_iter().map(|name| name.as_str().to_owned()).collect::<Vec<_>>();
    assert_eq!(names(policy.approvers().collect()), ["alice", "bob", "carol", "dana", "erin"]);
    assert_eq!(names(policy.requesters().collect()), ["shop"]);
    assert_eq!(names(policy.wallets().iter().collect()), ["cold", "hot"]);
    assert_eq!(names(policy.rules().collect()), ["base"]);
    assert_eq!(names(policy.limits().collect()), ["btc-day", "fees", "xrp-day"]);
    assert_eq!(names(policy.blocks().collect()), ["friends"]);
    let groups: Vec<(String, usize)> =
        policy.groups().map(|(group, people)| (group.as_str().to_owned(), people.len())).collect();
    assert_eq!(groups, [("ops".to_owned(), 3), ("risk".to_owned(), 2)]);
    assert_eq!(
        policy.keys_of("alice").iter().map(|key| key.as_str().to_owned()).collect::<Vec<_>>(),
        [person("alice").key_text()]
    );
    assert!(policy.keys_of("nobody-here").is_empty());
    assert_eq!(policy.previous().unwrap().to_string(), digest);
    assert_eq!(policy.title(), Some("A small world"));
    assert_eq!((policy.payout_ttl().to_string().as_str(), policy.approval_ttl().to_string().as_str()), ("3d", "48h"));
    let size = policy.size();
    assert_eq!((size.rules, size.limits, size.blocks), (1, 3, 1));
    let payout = asked().payout();
    let case = Case::open(&policy, &payout, &[]).unwrap();
    assert_eq!(case.policy().digest(), policy.digest());
    assert_eq!(case.payout(), &payout);
    let half = payout.with_amount(countersign::WrittenAmount::parse("0.5 BTC").unwrap());
    assert_eq!((half.amount().to_string().as_str(), half.id()), ("0.5 BTC", payout.id()));
}

/// A policy with every kind of rule, limit and block.
const EVERYTHING: &str = r#"[[rules]]
name = "slow"
assets = ["BTC"]
wallets = "any"
to = "any"
initiators = "unsigned"
above = "5 BTC per payout"
approve = "none"
veto = "1 of risk"
delay = "1h"
hours = { days = ["mon"], open = "09:00", close = "17:00", zone = "Europe/Zurich" }

[[limits]]
name = "at-once"
max = "10 BTC per payout"

[[limits]]
name = "btc-fee"
max_fee = "0.1 BTC"

[[limits]]
name = "often"
max_count = "5 per 1h"

[[blocks]]
name = "friends"
to = ["friends"]
"#;

#[test]
fn the_outcomes_of_a_policy_are_those_that_its_checks_can_come_to() {
    let policy = Text::base().swap("payload = \"optional\"", "payload = \"required\"").plus(EVERYTHING).world().policy;
    let outcomes = policy.possible_outcomes();
    let of = |check: &str| -> String {
        let found = outcomes.iter().filter(|one| one.check() == check);
        found.map(|one| one.status().as_str()).collect::<Vec<_>>().join(" ")
    };
    for (check, statuses) in [
        ("payload", "met fail"),
        ("block:friends", "met fail"),
        ("covered", "met"),
        ("quorum:base", "met wait fail"),
        ("quorum:slow", "met"),
        ("veto:slow", "met fail"),
        ("delay:slow", "met wait fail"),
        ("hours:slow", "met wait"),
        ("limit:at-once", "met fail"),
        ("limit:btc-day", "met wait fail"),
        ("limit:often", "met wait"),
        ("limit:btc-fee", "met fail"),
        ("limit:fees", "met"),
    ] {
        assert_eq!(of(check), statuses, "{check}");
    }
}

#[test]
fn where_some_destination_is_in_no_rule_a_payout_may_go_uncovered() {
    let policy = Text::base().swap("to = \"any\"", "to = [\"friends\"]").world().policy;
    let covered = policy.possible_outcomes().into_iter().filter(|one| one.check() == "covered");
    assert_eq!(covered.map(|one| one.status()).collect::<Vec<_>>(), [CheckStatus::Met, CheckStatus::Fail]);
}

/// The edges beside a payout that all of `ops` approved, so many seconds after it was submitted.
fn beside(amount: &str, fee: Option<&str>, seconds: i64) -> Vec<String> {
    let world = Text::base().plus(EVERYTHING).world();
    let asked = asked().of(amount);
    let payout = fee.map_or(asked.clone(), |fee| asked.with("fee", fee)).payout();
    let approvals = ["alice", "bob"].map(|who| world.approve(&payout, who));
    let case = Case::open(&world.policy, &payout, &approvals).unwrap();
    let edges = case.edges(&world.ledger(&[]), &Quotes::none(), plus(submitted(), seconds));
    let side = |side| if side == EdgeSide::Last { "last" } else { "first" };
    edges.into_iter().map(|(edge, at)| format!("{} {} {edge}", side(at), edge.name())).collect()
}

#[test]
fn an_edge_is_met_to_the_unit_and_a_delay_to_the_second() {
    assert_eq!(beside("5 BTC", None, 0), ["last slow above:slow"]);
    assert_eq!(beside("5.00000001 BTC", None, 60), ["first slow above:slow"]);
    assert_eq!(beside("6 BTC", None, 3_598), [""; 0]);
    assert_eq!(beside("6 BTC", None, 3_599), ["last slow delay:slow"]);
    assert_eq!(beside("6 BTC", None, 3_600), ["first slow delay:slow"]);
    assert_eq!(beside("6 BTC", Some("0.1 BTC"), 3_601), ["last btc-fee limit:btc-fee"]);
    assert_eq!(beside("10 BTC", None, 60), ["last at-once limit:at-once"]);
    let policy = Text::base().plus(EVERYTHING).world().policy;
    let edges: Vec<String> = policy.edges().map(|edge| edge.to_string()).collect();
    assert_eq!(
        edges,
        ["above:slow", "delay:slow", "limit:at-once", "limit:btc-day", "limit:btc-fee", "limit:often", "limit:xrp-day"],
        "what is unlimited has no edge"
    );
}

#[test]
fn what_cannot_be_valued_stands_beside_no_edge_in_the_currency() {
    let more = "[[limits]]\nname = \"usd\"\nmax = \"100 USD per payout\"\n[[limits]]\nname = \"usd-day\"\n\
                max = \"100 USD per 24h\"\n[[rules]]\nname = \"usd-tier\"\nassets = \"any\"\nwallets = \"any\"\nto = \"any\"\n\
                initiators = \"unsigned\"\nabove = \"100 USD per payout\"\napprove = \"none\"\n[[rules]]\nname = \"usd-run\"\n\
                assets = \"any\"\nwallets = \"any\"\nto = \"any\"\ninitiators = \"unsigned\"\nabove = \"100 USD per 24h\"\n\
                approve = \"none\"\n[prices]\ncurrency = \"USD\"\ndecimals = 2\nfixed = { BTC = \"1\" }";
    let world = Text::base().plus(more).world();
    let edges = |asked: crate::world::Asked, lines: &[crate::world::Line]| -> Vec<String> {
        let payout = asked.payout();
        let case = Case::open(&world.policy, &payout, &[]).unwrap();
        let edges = case.edges(&world.ledger(lines), &Quotes::none(), submitted());
        edges.into_iter().map(|(edge, _)| edge.to_string()).collect()
    };
    let all = ["above:usd-run", "above:usd-tier", "limit:btc-day", "limit:usd", "limit:usd-day"];
    assert_eq!(edges(asked().of("100 BTC"), &[]), all);
    // No price holds for XRP: neither for the payout's own amount nor for what has left already.
    let ripple = asked().of("100 XRP").with("to", "rStranger");
    assert_eq!(edges(ripple, &[]), [""; 0]);
    let spent = line("old", "1 XRP", at("2026-11-22T09:00:00Z")).with("to", "rStranger");
    assert_eq!(edges(asked().of("100 BTC"), &[spent]), ["above:usd-tier", "limit:btc-day", "limit:usd"]);
}
