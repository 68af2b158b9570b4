//! Each form on its boundary: what holds, and one unit or second less that does not.

use countersign::Instant;
use countersign::analyze::{Inspection, Shown};

use crate::{NOW, checked, claiming};

/// The sentence holds.
fn kept(key: &str, sentence: &str) {
    let (_, claims) = checked(&claiming(key, sentence).written());
    assert_eq!(claims[0].shown(), &Shown::Kept, "{sentence}");
}

/// It is broken, by payouts that the engine answers so; the words say this.
fn broken(key: &str, sentence: &str, words: &str) {
    let (policy, claims) = checked(&claiming(key, sentence).written());
    let Shown::Broken(witness) = claims[0].shown() else { panic!("{sentence}: {:?}", claims[0].shown()) };
    assert!(witness.replays(&policy), "{sentence}: {witness:?}");
    assert!(witness.words().contains(words), "{sentence}: {}", witness.words());
}

fn never(holds: &str, fails: &str, words: &str) {
    kept("never", holds);
    broken("never", fails, words);
}

fn always(holds: &str, fails: &str, words: &str) {
    kept("always", holds);
    broken("always", fails, words);
}

#[test]
fn so_many_people_move_exactly_so_much_and_no_more() {
    never("1 person moves more than 5 A per 24h", "1 person moves more than 4 A per 24h", "5 A leaves within 24h");
    never(
        "2 people move more than 5 A per 24h outside home, desk",
        "2 people move more than 4 A per 24h outside home, desk",
        "5 A",
    );
    never(
        "3 people move more than 20 A per 24h outside home",
        "3 people move more than 19 A per 24h outside home",
        "20 A",
    );
    never("2 people move more than 100 A per 24h to home", "2 people move more than 99 A per 24h to home", "100 A");
    never("3 people move more than 120 A per 24h", "3 people move more than 119 A per 24h", "120 A leaves");
}

#[test]
fn a_window_counts_as_a_limits_does() {
    never("1 person moves more than 5 A per 1s", "1 person moves more than 4 A per 1s", "by one payout");
    never("1 person moves more than 10 A per 48h", "1 person moves more than 9 A per 48h", "10 A leaves within 48h");
    never("1 person moves more than 10 A per 86401s", "1 person moves more than 9 A per 86401s", "by 2 payouts");
}

#[test]
fn people_of_a_quorum_move_so_much() {
    never(
        "2 of ops move more than 5 A per 24h outside home, desk",
        "2 of ops move more than 4 A per 24h outside home",
        "alice",
    );
    never(
        "all of ops move more than 20 A per 24h outside home",
        "all of ops move more than 19 A per 24h outside home",
        "20 A",
    );
    never("1 of dana moves anything", "1 of bob moves anything", "with bob signing, 1 A out of w1");
    never("1 of ops moves more than 5 A per payout", "1 of ops moves more than 4 A per payout", "5 A out of w1");
    never("1 of ops or 1 of dana move anything to home", "1 of ops and 1 of dana move anything", "1 A");
}

#[test]
fn one_payout_is_so_large_at_most() {
    never("1 person moves more than 5 A per payout", "1 person moves more than 4 A per payout", "5 A out of w1");
    never("3 people move more than 100 A per payout", "3 people move more than 99 A per payout", "to r-home");
    never(
        "3 people move more than 20 A per payout outside home",
        "3 people move more than 19 A per payout outside home",
        "20 A",
    );
    never("1 person moves anything to home", "2 people move anything to home", "to r-home");
    never("1 person moves anything to desk", "2 people move anything to desk", "to r-desk");
}

#[test]
fn whoever_requests_suffices_where_nobody_else_is_asked() {
    never("whoever requests also suffices to home, desk", "whoever requests also suffices", "1 A out of w1");
    broken("never", "whoever requests also suffices to unnamed", "to r-unnamed");
    broken("never", "whoever requests also suffices outside home", "1 A out of w1");
}

#[test]
fn what_is_large_waits_for_a_veto() {
    let place = "outside home, desk";
    let wait = |above: &str, least: &str, veto: &str| {
        format!("payouts above {above} {place} wait at least {least} for a veto of {veto}")
    };
    kept("always", &wait("5 A", "24h", "1 of guardians"));
    kept("always", &wait("5 A", "1s", "2 of guardians"));
    broken("always", &wait("4 A", "24h", "1 of guardians"), "5 A out of w1");
    broken("always", &wait("5 A", "86401s", "1 of guardians"), "leaves 24h after it was signed");
    broken("always", &wait("5 A", "24h", "1 of dana"), "leaves though dana rejected it");
    // Above the cap nothing leaves, and nothing needs a veto.
    kept("always", &wait("20 A", "24h", "1 of dana"));
    broken("always", &wait("19 A", "24h", "1 of dana"), "20 A out of w1");
    broken("always", "payouts above 5 A wait at least 24h for a veto of 1 of guardians", "leaves 0s after");
}

#[test]
fn a_no_of_the_initiator_is_no_veto() {
    // Guardians ask for the way home too, and whoever asks can withdraw: that is not what is claimed.
    let swapped = claiming("always", "payouts above 1 B wait at least 1s for a veto of 1 of grace").written();
    let (_, claims) = checked(&swapped);
    assert!(matches!(claims[0].shown(), Shown::Broken(_)));
    let text = claiming("always", "payouts above 99 A to home wait at least 1s for a veto of 1 of guardians");
    let at_once = checked(&text.clone().written()).1;
    assert!(matches!(at_once[0].shown(), Shown::Broken(_)));
    let old = "approve    = \"1 of (ops, guardians)\"\nveto       = \"1 of guardians\"\n";
    let delayed = text.clone().swap(old, &format!("{old}delay      = \"1h\"\n"));
    assert_eq!(checked(&delayed.written()).1[0].shown(), &Shown::Kept);
    let unvetoed = old.replace("\"1 of guardians\"", "\"1 of dana\"");
    let (policy, claims) = checked(&text.swap(old, &format!("{unvetoed}delay      = \"1h\"\n")).written());
    let Shown::Broken(witness) = claims[0].shown() else { panic!("{:?}", claims[0]) };
    assert!(witness.replays(&policy) && witness.words().contains("rejected it"), "{}", witness.words());
}

#[test]
fn the_way_home_is_open() {
    always("2 of ops can pay 100 A to home", "2 of ops can pay 101 A to home", "`limit:a-home`");
    always("2 of (ops, guardians) can pay 1 A to home within 1s", "1 of ops can pay 1 A to home", "`quorum:home`");
    always(
        "all of ops can pay 20 A to shops within 24h",
        "all of ops can pay 20 A to shops within 86399s",
        "`delay:tier`",
    );
    always("all of ops can pay 20 A to shops", "2 of ops can pay 20 A to shops", "`quorum:tier`");
    always(
        "1 of ops can pay 5 A to shops, unnamed within 1s",
        "1 of ops can pay 5 A to shops, desk within 1s",
        "r-desk",
    );
}

#[test]
fn the_longest_night_is_the_one_in_which_the_clocks_go_back() {
    always("2 of ops can pay 1 A to desk within 65h", "2 of ops can pay 1 A to desk within 64h", "`hours:desk`");
}

#[test]
fn clocks_of_two_zones_go_forward_on_different_days() {
    let sentence = "2 of ops move anything to desk";
    let old = "hours      = { days = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\"], open = \"09:00\", close = \"17:00\", zone = \"Europe/Zurich\" }";
    let day = |key: &str, open: &str, close: &str, zone: &str| {
        format!("{key} = {{ days = [\"mon\"], open = \"{open}\", close = \"{close}\", zone = \"{zone}\" }}")
    };
    // At four in Zurich it is ten in New York, but for some weeks in spring and autumn.
    let tier = |close: &str| {
        let during = day("during", "10:00", close, "America/New_York");
        let tier = format!(
            "[[rules]]\nname = \"morning\"\nassets = [\"A\"]\nwallets = \"any\"\nto = [\"desk\"]\n\
                            initiators = \"unsigned\"\napprove = \"2 of ops\"\n{during}"
        );
        claiming("never", sentence).swap(old, &day("hours", "16:00", "17:00", "Europe/Zurich")).plus(&tier)
    };
    let (policy, claims) = checked(&tier("11:00").written());
    let Shown::Broken(witness) = claims[0].shown() else { panic!("{:?}", claims[0].shown()) };
    assert!(witness.replays(&policy), "{witness:?}");
    assert_eq!(witness.steps()[0].at(), Instant::parse("2027-03-15T15:00:00Z").unwrap());
    assert_eq!(checked(&tier("12:00").written()).1[0].shown(), &Shown::Kept);
}

#[test]
fn people_whose_term_is_over_can_pay_no_more() {
    always(
        "1 of (ivan, alice) and 1 of ops can pay 1 A to desk",
        "1 of ivan and 1 of ops can pay 1 A to desk",
        "2026-12-22T00:00:01Z",
    );
}

#[test]
fn a_sum_in_the_currency_is_counted_where_most_leaves() {
    never("2 of (grace, dana) move more than 10 C per 24h", "2 of (grace, dana) move more than 9 C per 24h", "10 C");
    never("2 of (grace, dana) move more than 50 D per 24h", "2 of (grace, dana) move more than 49 D per 24h", "50 D");
    never(
        "2 of (grace, dana) move more than 10 C per payout",
        "2 of (grace, dana) move more than 9 C per payout",
        "10 C",
    );
    never(
        "2 of (grace, dana) move more than 50 D per payout",
        "2 of (grace, dana) move more than 49 D per payout",
        "50 D",
    );
    never(
        "2 of ops move more than 5 USD per 24h outside home, desk",
        "2 of ops move more than 4 USD per 24h outside home, desk",
        "5 USD",
    );
    // Ten of C, each worth ten, and a hundred dollars of D: but B may be worth anything, and without feeds nothing.
    let sentence = "2 of (grace, dana) move more than 1000000 USD per 24h";
    broken("never", sentence, "where B is worth 340282366920938463463.374607431768211455 USD");
    let unpriced = claiming("never", sentence).swap("feeds    = \"1 of dana\"\nmax_age  = \"10m\"\n", "");
    let (_, claims) = checked(&unpriced.written());
    assert!(matches!(claims[0].shown(), Shown::Unknown(why) if why.contains("nothing is proven")), "{claims:?}");
    let bounded = |sentence: &str| {
        let text = claiming("never", sentence).swap("bounds   = {", "bounds   = { B = [\"1\", \"3\"],");
        checked(&text.written()).1[0].holds()
    };
    assert!(bounded("2 of (grace, dana) move more than 230 USD per 24h"));
    assert!(!bounded("2 of (grace, dana) move more than 229 USD per 24h"));
}

#[test]
fn a_claim_that_does_not_hold_is_found_at_its_words_and_no_comment_silences_it() {
    let text = claiming("never", "1 person moves anything");
    let silenced = text.swap("never =", "# countersign: allow false-claim (we know)\nnever =").written();
    let inspection = Inspection::of(&silenced, Instant::parse(NOW).unwrap()).unwrap();
    let found = |code: &str| inspection.findings().iter().find(|finding| finding.code().as_str() == code).cloned();
    let finding = found("false-claim").unwrap();
    assert_eq!(&silenced[finding.span()], "\"1 person moves anything\"");
    assert!(finding.message().starts_with("`it` does not hold: with alice signing"), "{}", finding.message());
    assert!(found("idle-silence").is_some());
}
