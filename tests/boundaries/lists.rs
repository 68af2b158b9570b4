//! When an entry of a list permits, and what it touches before.

use crate::world::{FRIEND, Text, World, asked, found, plus, submitted};

/// Friends whose cooling-off ends some seconds after the submission; only they are paid.
fn cooling(seconds: i64) -> World {
    let added = plus(submitted(), seconds - 2 * 86_400);
    Text::base()
        .swap("[lists.friends]", "[lists.friends]\ncooling_off = \"48h\"")
        .swap("JterCCQh9QjiTjiZrG\" }", &format!("JterCCQh9QjiTjiZrG\", added = {added} }}"))
        .swap("to = \"any\"", "to = [\"friends\"]")
        .world()
}

fn covered(world: &World, now: i64) -> String {
    world.check("covered", &asked().with("to", FRIEND), &[], plus(submitted(), now))
}

#[test]
fn an_entry_permits_from_the_last_second_of_its_cooling_off_on() {
    let world = cooling(3_600);
    assert_eq!(covered(&world, 3_599), "wait cooling-off until 2026-11-22T11:00:00Z");
    assert_eq!(covered(&world, 3_600), "met covered");
}

#[test]
fn a_cooling_off_that_ends_with_the_payout_is_too_late() {
    assert_eq!(covered(&cooling(3 * 86_400 - 1), 0), "wait cooling-off until 2026-11-25T09:59:59Z");
    assert_eq!(covered(&cooling(3 * 86_400), 0), "fail too-late");
}

#[test]
fn a_destination_in_no_list_is_covered_by_no_rule_for_a_list() {
    assert_eq!(cooling(0).check("covered", &asked(), &[], submitted()), "fail not-covered");
}

#[test]
fn a_cooling_entry_already_binds_what_restricts() {
    let blocked = Text::base()
        .swap("[lists.friends]", "[lists.friends]\ncooling_off = \"48h\"")
        .swap("JterCCQh9QjiTjiZrG\" }", "JterCCQh9QjiTjiZrG\", added = 2026-11-22T10:00:00Z }")
        .plus("[[blocks]]\nname = \"them\"\nto = [\"friends\"]\n[[blocks]]\nname = \"others\"\nnot_to = [\"friends\"]")
        .world();
    let payout = asked().with("to", FRIEND);
    let check = |name, now| blocked.check(name, &payout, &[], plus(submitted(), now));
    assert_eq!(check("block:them", 0), "fail blocked", "it touches the list");
    assert_eq!(check("block:others", 2 * 86_400 - 1), "fail blocked", "and is not in it yet");
    assert_eq!(check("block:others", 2 * 86_400), "met clear");
}

#[test]
fn a_rule_that_spares_a_list_covers_only_what_does_not_touch_it() {
    let world = Text::base().swap("to = \"any\"", "not_to = [\"friends\"]").world();
    let covered =
        |to| found(&world.decide(&asked().with("to", to).payout(), &[], &world.ledger(&[]), submitted()), "covered");
    assert_eq!(covered(FRIEND), "fail not-covered");
    assert_eq!(covered(crate::world::STRANGER), "met covered");
}

#[test]
fn tags_on_both_sides_that_differ_do_not_touch_and_a_missing_one_does() {
    let entry = "\n[lists.tagged]\nentries = [{ chain = \"ripple\", address = \"rDsbeomae4FXwgQTJp9Rs64Qg9vDiTCdBv\", tag = \"7\" }]";
    let blocks = "[[blocks]]\nname = \"them\"\nto = [\"tagged\"]\n[[blocks]]\nname = \"others\"\nnot_to = [\"tagged\"]";
    let world = Text::base().plus(entry).plus(blocks).world();
    let ripple = || asked().of("1 XRP").with("to", "rDsbeomae4FXwgQTJp9Rs64Qg9vDiTCdBv");
    let check = |name, asked| world.check(name, &asked, &[], submitted());
    assert_eq!(check("block:them", ripple().with("tag", "7")), "fail blocked");
    assert_eq!(check("block:them", ripple().with("tag", "8")), "met clear");
    assert_eq!(check("block:them", ripple()), "fail blocked", "without a tag it may be the same");
    assert_eq!(check("block:others", ripple()), "fail blocked", "but it is not the same for certain");
    assert_eq!(check("block:others", ripple().with("tag", "7")), "met clear");
    let upper = ripple().with("to", "RDSBEOMAE4FXWGQTJP9RS64QG9VDITCDBV").with("tag", "7");
    assert_eq!(check("block:them", upper.clone()), "fail blocked", "letter case is ignored where it restricts");
    assert_eq!(check("block:others", upper), "fail blocked", "and counts where it permits");
}
