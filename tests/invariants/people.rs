//! Who counts, for what, and since when.

use countersign::{ReceivedApproval, Verdict};
use serde_json::json;

use crate::world::{Text, World, asked, fate, found, person, plus, submitted};

const HOUR: i64 = 3_600;

#[test]
fn an_initiator_approves_their_own_payout_only_where_the_policy_says_so() {
    let own = |text: Text| {
        let world = text.world();
        let payout = asked().with("initiator", "alice").payout();
        let decision = world.decide(&payout, &[world.approve(&payout, "alice")], &world.ledger(&[]), submitted());
        (fate(&decision), decision.is_allowed())
    };
    assert_eq!(own(Text::base()), ("initiator", false));
    let permitted = "payload = \"optional\"\ninitiator_may_approve = true";
    assert_eq!(own(Text::base().swap("payload = \"optional\"", permitted)), ("holds", true));
}

#[test]
fn a_requester_approves_nothing_and_nobody_but_the_initiator_requests() {
    let world = Text::base().swap("initiators = \"unsigned\"", "initiators = [\"ops\", \"requesters\"]").world();
    let payout = asked().with("initiator", "shop").payout();
    let request = |who| world.says(&payout, who, Verdict::Request, submitted());
    let decided = |said: &[ReceivedApproval]| {
        let decision = world.decide(&payout, said, &world.ledger(&[]), submitted());
        let codes: Vec<&str> = decision.approvals().iter().map(|one| one.code().as_str()).collect();
        (codes.join(" "), decision.is_allowed())
    };
    assert_eq!(decided(&[request("shop"), world.approve(&payout, "alice")]), ("holds holds".into(), true));
    assert_eq!(decided(&[request("shop"), world.approve(&payout, "shop")]), ("requester holds".into(), false));
    let another = [request("bob"), world.approve(&payout, "alice")];
    assert_eq!(decided(&another), ("holds not-initiator".into(), false));
}

#[test]
fn an_initiator_is_not_among_those_who_could_still_approve() {
    let world = Text::base().swap("initiators = \"unsigned\"", "initiators = [\"ops\"]").world();
    let payout = asked().with("initiator", "bob").payout();
    let request = world.says(&payout, "bob", Verdict::Request, submitted());
    let waiting = world.decide(&payout, std::slice::from_ref(&request), &world.ledger(&[]), submitted());
    let quorum = waiting.checks().iter().find(|check| check.name() == "quorum:base").unwrap();
    let from: Vec<&str> = quorum.missing().unwrap().from().iter().map(countersign::Name::as_str).collect();
    assert_eq!(from, ["alice", "carol"]);
    for who in from {
        let said = [request.clone(), world.approve(&payout, who)];
        assert!(world.decide(&payout, &said, &world.ledger(&[]), submitted()).is_allowed(), "{who}");
    }
}

#[test]
fn a_key_of_ones_own_under_anothers_name_is_no_key_of_theirs() {
    let world = Text::base().world();
    let payout = asked().payout();
    let fate_of = |approval: ReceivedApproval| {
        let decision = world.decide(&payout, &[approval], &world.ledger(&[]), submitted());
        (fate(&decision), decision.is_allowed())
    };
    let approval = world.approve(&payout, "alice");
    assert_eq!(fate_of(approval.clone()), ("holds", true));
    // Bob signs the words that name alice, and says it was his key.
    let (at, expires) = (submitted(), submitted().after(world.policy.approval_ttl()));
    let case = countersign::Case::open(&world.policy, &payout, &[]).unwrap();
    let words = case.statement(Verdict::Approve, "alice", at, Some(expires)).unwrap();
    let mut forged = serde_json::to_value(approval).unwrap();
    forged["key"] = json!(person("bob").key_text());
    forged["signature"] = json!(person("bob").sign(words.as_str().as_bytes()));
    assert_eq!(fate_of(serde_json::from_value(forged).unwrap()), ("unknown-key", false));
}

#[test]
fn a_copy_of_a_signature_under_other_times_neither_counts_nor_hides_the_true_one() {
    let world = Text::base().world();
    let payout = asked().payout();
    let approval = world.approve(&payout, "alice");
    let mut copy = serde_json::to_value(&approval).unwrap();
    copy["signed_at"] = json!(plus(submitted(), -1));
    let copy: ReceivedApproval = serde_json::from_value(copy).unwrap();
    let decision = world.decide(&payout, &[copy.clone(), approval], &world.ledger(&[]), submitted());
    assert!(decision.is_allowed());
    let codes: Vec<&str> = decision.approvals().iter().map(|one| one.code().as_str()).collect();
    assert_eq!(codes, ["bad-signature", "holds"]);
    assert!(!world.decide(&payout, &[copy], &world.ledger(&[]), submitted()).is_allowed());
}

/// A rule with a delay of a day, and one that asks `risk` too above half a coin.
fn delayed() -> World {
    let delay = "approve = \"1 of ops\"\nveto = \"nobody\"\ndelay = \"24h\"";
    let more = "[[rules]]\nname = \"more\"\nassets = [\"BTC\"]\nwallets = \"any\"\nto = \"any\"\ninitiators = \"unsigned\"\n\
                above = \"0.5 BTC per payout\"\napprove = \"1 of risk\"";
    Text::base().swap("approve = \"1 of ops\"", delay).plus(more).world()
}

/// What the delay says, and whether it is allowed, where these people approve so many hours after the submission.
fn after(world: &World, said: &[(&str, i64)], now: i64) -> (String, bool) {
    let payout = asked().with("initiator", "carol").payout();
    let hours = |hours| plus(submitted(), hours * HOUR);
    let yes = |(who, at): &(&str, i64)| {
        world.signed(&payout, who, Verdict::Approve, hours(*at), Some(hours(*at + 40)), hours(*at))
    };
    let said: Vec<ReceivedApproval> = said.iter().map(yes).collect();
    let decision = world.decide(&payout, &said, &world.ledger(&[]), plus(submitted(), now));
    (found(&decision, "delay:base"), decision.is_allowed())
}

#[test]
fn a_delay_starts_once_the_people_of_every_binding_rule_have_signed() {
    let world = delayed();
    let said = [("alice", 0), ("dana", 5)];
    let running = "wait running until 2026-11-23T15:00:00Z";
    assert_eq!(after(&world, &said, 24 * HOUR), (running.into(), false));
    assert_eq!(after(&world, &said, 29 * HOUR - 1), (running.into(), false));
    assert_eq!(after(&world, &said, 29 * HOUR), ("met elapsed".into(), true));
}

#[test]
fn nobody_alone_moves_the_start_of_a_delay() {
    let world = delayed();
    let end = |said: &[(&str, i64)]| {
        let (before, over) = (after(&world, said, 29 * HOUR - 1), after(&world, said, 29 * HOUR));
        (before.0, before.1, over.0, over.1)
    };
    let running = || ("wait running until 2026-11-23T15:00:00Z".to_owned(), false, "met elapsed".to_owned(), true);
    let (alice, dana) = (("alice", 5), ("dana", 0));
    assert_eq!(end(&[alice, dana]), running());
    assert_eq!(end(&[alice, dana, ("carol", 0)]), running(), "the initiator's yes starts nothing");
    assert_eq!(end(&[alice, dana, ("alice", 9)]), running(), "who signs again starts nothing anew");
    assert_eq!(end(&[alice, dana, ("bob", 9), ("erin", 9)]), running(), "who signs besides starts nothing anew");
}
