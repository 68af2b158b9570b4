//! Whom a list permits, and whom it stops.

use countersign::Answer;

use crate::world::{FRIEND, Text, World, asked, found, plus, submitted};
use crate::{decide, decide_at};

const RIPPLE: &str = "rDsbeomae4FXwgQTJp9Rs64Qg9vDiTCdBv";

/// A list of one tagged account, with what is done about it.
fn tagged(to: &str, more: &str) -> World {
    let list =
        format!("[lists.tagged]\nentries = [{{ chain = \"ripple\", address = \"{RIPPLE}\", tag = \"7a\" }}]\n{more}");
    Text::base().swap("to = \"any\"", to).plus(&list).world()
}

/// The account in every way that is not exactly the entry, and might be it.
fn near() -> Vec<crate::world::Asked> {
    let to = |to: &str| asked().of("1 XRP").with("to", to);
    vec![to(RIPPLE), to(&RIPPLE.to_ascii_uppercase()).with("tag", "7a"), to(&RIPPLE.to_ascii_lowercase())]
}

#[test]
fn a_list_permits_exactly_what_it_names() {
    let world = tagged("to = [\"tagged\"]", "");
    let exactly = asked().of("1 XRP").with("to", RIPPLE).with("tag", "7a");
    assert!(decide(&world, &exactly).is_allowed());
    let mut others = near();
    others.extend(["7", "7A", "8"].map(|tag| exactly.clone().with("tag", tag)));
    for other in others {
        let decision = decide(&world, &other);
        assert_eq!((found(&decision, "covered").as_str(), decision.verdict()), ("fail not-covered", Answer::Deny));
    }
}

#[test]
fn a_block_stops_whatever_might_be_what_it_names() {
    let block = "[[blocks]]\nname = \"them\"\nto = [\"tagged\"]";
    let world = tagged("to = \"any\"", block);
    let exactly = asked().of("1 XRP").with("to", RIPPLE).with("tag", "7a");
    for stopped in near().into_iter().chain([exactly.clone()]) {
        let decision = decide(&world, &stopped);
        assert_eq!((found(&decision, "block:them").as_str(), decision.verdict()), ("fail blocked", Answer::Deny));
    }
    assert!(decide(&world, &exactly.with("tag", "8")).is_allowed(), "another's tag is another");
    assert!(decide(&world, &asked().of("1 XRP").with("to", "rAnother")).is_allowed());
}

#[test]
fn a_rule_that_spares_a_list_permits_nothing_that_might_be_in_it() {
    let world = tagged("not_to = [\"tagged\"]", "");
    assert!(decide(&world, &asked().of("1 XRP").with("to", RIPPLE).with("tag", "8")).is_allowed());
    for other in near() {
        assert_eq!(found(&decide(&world, &other), "covered"), "fail not-covered");
    }
}

#[test]
fn an_entry_is_paid_once_its_cooling_off_is_over_and_stopped_at_once() {
    let cooling = |to: &str, more: &str| {
        Text::base()
            .swap("[lists.friends]", "[lists.friends]\ncooling_off = \"2h\"")
            .swap("JterCCQh9QjiTjiZrG\" }", "JterCCQh9QjiTjiZrG\", added = 2026-11-22T10:00:00Z }")
            .swap("to = \"any\"", to)
            .plus(more)
            .world()
    };
    let at = |world: &World, seconds: i64| decide_at(world, &asked().with("to", FRIEND), plus(submitted(), seconds));
    let permits = cooling("to = [\"friends\"]", "");
    assert_eq!(at(&permits, 7_199), Answer::Wait);
    assert_eq!(at(&permits, 7_200), Answer::Allow);
    let stops = cooling("to = \"any\"", "[[blocks]]\nname = \"them\"\nto = [\"friends\"]");
    assert_eq!(at(&stops, 0), Answer::Deny);
    let spares = cooling("to = \"any\"", "[[blocks]]\nname = \"others\"\nnot_to = [\"friends\"]");
    assert_eq!((at(&spares, 7_199), at(&spares, 7_200)), (Answer::Deny, Answer::Allow));
}
