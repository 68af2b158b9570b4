//! Pairs that were told wrongly, in part or not at all: the same or tighter though a payout was allowed anew, since whom
//! the comparison made up was taken; not clear; or with an example of long ago.

use countersign::Instant;
use countersign::analyze::{Change, Comparison};

use crate::replay::{FROM, compared, edited, parse, reversed};

fn change(old: &str, new: &str) -> Change {
    let (old, new) = (parse(old), parse(new));
    compared(&old, &new).change()
}

/// All of the first made-up addresses are on a list of sanctioned ones.
#[test]
fn a_stranger_is_found_however_many_are_listed() {
    let found = change(include_str!("found/strangers-old.toml"), include_str!("found/strangers-new.toml"));
    assert!([Change::Looser, Change::Mixed].contains(&found), "{found}");
}

/// Who is a stranger to the one is listed by the other.
#[test]
fn a_stranger_to_both_is_asked_about() {
    let found = change(include_str!("found/both-old.toml"), include_str!("found/both-new.toml"));
    assert!([Change::Looser, Change::Mixed].contains(&found), "{found}");
}

/// The names that would be nobody's are the approvers'.
#[test]
fn a_name_that_nobody_has_is_found_whoever_approves() {
    let found = change(include_str!("found/names-old.toml"), include_str!("found/names-new.toml"));
    assert_eq!(found, Change::Looser);
}

/// The tag that would be no entry's is an entry's.
#[test]
fn a_tag_that_no_entry_has_is_found() {
    let found = change(include_str!("found/tags-old.toml"), include_str!("found/tags-new.toml"));
    assert_eq!(found, Change::Looser);
}

/// A count of hundreds is met after as many payouts.
#[test]
fn a_count_above_two_hundred_is_told_both_ways() {
    let old = include_str!("found/count.toml");
    for (count, lines) in [("400", 400), ("499", 499)] {
        let new = edited(old, "500 per 24h", &format!("{count} per 24h"));
        assert_eq!(change(&new, old), Change::Looser);
        let comparison = compared(&parse(old), &parse(&new));
        assert_eq!(comparison.change(), Change::Tighter, "{comparison}");
        assert_eq!(comparison.less().witnesses()[0].example().ledger().len(), lines);
    }
}

/// As many payouts as that no ledger that is made up holds: it is no guess.
#[test]
fn a_count_of_many_thousands_is_told_or_not_clear() {
    let old = edited(include_str!("found/count.toml"), "500 per 24h", "4097 per 24h");
    assert_eq!(change(&old, &edited(&old, "4097 per 24h", "4096 per 24h")), Change::Tighter);
    assert_eq!(change(&old, &edited(&old, "4097 per 24h", "4098 per 24h")), Change::Unclear);
}

/// One vault has long cooled, and another would cool a few days more: that is what is to come.
#[test]
fn an_example_that_is_to_come_is_shown_before_one_of_long_ago() {
    let old = std::fs::read_to_string(format!("{}/policies/hot-wallet.toml", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let new = edited(&old, "cooling_off = \"7d\"", "cooling_off = \"1d\"");
    let (old, new) = (parse(&old), parse(&new));
    for (comparison, expected) in [
        (compared(&old, &new), [Change::Looser, Change::Mixed]),
        (compared(&new, &old), [Change::Tighter, Change::Mixed]),
    ] {
        assert!(expected.contains(&comparison.change()), "{comparison}");
        let witnesses = [comparison.more().witnesses(), comparison.less().witnesses()];
        for shown in witnesses.into_iter().filter(|shown| !shown.is_empty()) {
            let example = shown[0].example();
            assert!(example.at() >= Instant::parse(FROM).unwrap(), "{comparison}");
            assert!(example.at() < Instant::parse("2026-11-27T00:00:00Z").unwrap(), "{comparison}");
        }
        assert!(comparison.to_string().contains(" to bc1pahxukl2nm08gpq5fd2zcysm22dawkk3z7ufmn6zv3m739zzmc6kqqwjufj"));
    }
}

/// What left to an address while it cooled counts no longer once it has, in either.
#[test]
fn what_has_cooled_by_now_is_said_to_be_past() {
    let with_limit = include_str!("found/cooled.toml");
    let (without_limit, _) = with_limit.split_once("[[limits]]\nname = \"customers\"").unwrap();
    for old in [with_limit, without_limit] {
        let new = edited(old, "cooling_off = \"7d\"", "cooling_off = \"1d\"");
        let comparison = compared(&parse(old), &parse(&new));
        let text = comparison.to_string();
        assert!(!comparison.more().witnesses().is_empty(), "{text}");
        let said = format!("\nAllowed now, and not before: nothing from {FROM} on, which is proven; earlier\n");
        assert!(text.contains(&said), "{text}");
        let witnesses = comparison.more().witnesses();
        assert!(witnesses.iter().all(|one| one.example().at() < Instant::parse(FROM).unwrap()), "{text}");
    }
}

/// At its last second an address still cools, and at the next one it does not.
#[test]
fn the_last_second_of_a_cooling_off_is_still_to_come() {
    let added = |second: &str| edited(include_str!("found/cooled.toml"), "added = 2026-01-22T10:00:00Z", second);
    for (second, is_past) in [("added = 2026-11-16T10:00:00Z", true), ("added = 2026-11-16T10:00:01Z", false)] {
        let old = added(second);
        let comparison = compared(&parse(&old), &parse(&edited(&old, "cooling_off = \"7d\"", "cooling_off = \"1d\"")));
        let examples = comparison.more().witnesses().iter().map(|one| one.example().at());
        let from = Instant::parse(FROM).unwrap();
        assert_eq!(examples.map(|at| at < from).collect::<Vec<_>>()[0], is_past, "{comparison}");
        let said = format!("\nAllowed now, and not before: nothing from {FROM} on, which is proven; earlier\n");
        assert_eq!(comparison.to_string().contains(&said), is_past, "{comparison}");
    }
}

/// Of a count of many thousands nothing is known: that there is nothing from now on is not said.
#[test]
fn what_is_only_shown_of_the_past_is_said_to_be() {
    let count = |count: &str| format!("[[limits]]\nname = \"n\"\nmax_count = \"{count} per 1h\"\n");
    let old = include_str!("found/cooled.toml");
    let new = edited(old, "cooling_off = \"7d\"", "cooling_off = \"1d\"");
    let comparison = compared(&parse(&format!("{old}{}", count("5000"))), &parse(&format!("{new}{}", count("5001"))));
    let text = comparison.to_string();
    let said = format!(
        "\nAllowed now, and not before: from {FROM} on neither a proof that there is nothing nor an example was found; earlier\n"
    );
    assert!(text.contains(&said), "{text}");
    assert!(!serde_json::to_string(&comparison).unwrap().contains("nothing_from"), "it is not proven");
}

/// A limit that another keeps out of reach shows only after what neither would have let out: that is supposed, and said.
#[test]
fn what_has_to_have_left_before_is_said_first() {
    let old = include_str!("found/month.toml");
    let (new, _) = old.split_once("[[limits]]\nname = \"m\"").unwrap();
    let comparison = compared(&parse(old), &parse(new));
    assert_eq!(comparison.change(), Change::Looser, "{comparison}");
    let text = comparison.to_string();
    let line = &comparison.more().witnesses()[0].example().ledger()[0];
    assert!(text.contains(&format!("\n  after 400 BTC left by {}, ", line.at())), "{text}");
    assert!(text.contains(" supposing that before it left 400 BTC from hot-1 to "), "{text}");
}

/// A limit of each wallet, and one limit for each of them.
const EACH: &str = "max = \"10 BTC per 1h\"\neach = [\"wallet\"]";
const FIRST: &str = "max = \"10 BTC per 1h\"\nwallets = [\"hot-1\"]";

/// The limit of each wallet, written as one limit for the first and one of so much for the second.
fn split(second: &str) -> String {
    let limit = format!("{FIRST}\n[[limits]]\nname = \"second\"\nmax = \"{second}\"\nwallets = [\"hot-2\"]");
    edited(include_str!("found/split.toml"), EACH, &limit)
}

#[test]
fn a_limit_of_each_wallet_is_one_limit_for_every_wallet() {
    let old = include_str!("found/split.toml");
    let all = [
        ("10 BTC per 1h", Change::Same),
        ("5 BTC per 1h", Change::Tighter),
        ("10 BTC per 2h", Change::Tighter),
        ("20 BTC per 1h", Change::Looser),
        ("5 BTC per 30m", Change::Mixed),
    ];
    for (second, expected) in all {
        assert_eq!(change(old, &split(second)), expected, "{second}");
        assert_eq!(change(&split(second), old), reversed(expected), "{second}");
    }
    // With no limit for the second it is looser, and with one for both together tighter.
    assert_eq!(change(old, &edited(old, EACH, FIRST)), Change::Looser);
    assert_eq!(change(&edited(old, EACH, FIRST), old), Change::Tighter);
    let together = edited(old, EACH, "max = \"10 BTC per 1h\"");
    assert_eq!(change(&split("10 BTC per 1h"), &together), Change::Tighter);
    assert_eq!(change(&together, &split("10 BTC per 1h")), Change::Looser);
}

#[test]
fn a_count_of_each_asset_is_one_count_for_every_asset() {
    let both = "[assets.ETH]\nchain = \"ethereum\"\ndecimals = 18\n[assets.BTC]";
    let rest = edited(include_str!("found/split.toml"), "[assets.BTC]", both);
    let rest = edited(&rest, "name = \"r\"\nassets = [\"BTC\"]", "name = \"r\"\nassets = \"any\"");
    let rest = edited(&rest, "name = \"fee\"", "name = \"fee\"\nassets = [\"BTC\"]");
    let caps = "[[limits]]\nname = \"eth\"\nmax = \"100 ETH per 24h\"\n[[limits]]\nname = \"eth-fee\"\nassets = [\"ETH\"]\n\
        max_fee = \"0.01 ETH\"\n";
    let rest = format!("{rest}{caps}");
    let old = format!("{rest}[[limits]]\nname = \"n\"\nmax_count = \"4 per 1h\"\neach = [\"asset\"]\n");
    let own = |asset: &str, most: &str| {
        format!(
            "[[limits]]\nname = \"n-{asset}\"\nassets = [\"{}\"]\nmax_count = \"{most} per 1h\"\n",
            asset.to_uppercase()
        )
    };
    for (last, expected) in [("4", Change::Same), ("3", Change::Tighter), ("5", Change::Looser)] {
        let new = format!("{rest}{}{}", own("btc", "4"), own("eth", last));
        assert_eq!(change(&old, &new), expected, "{last}");
        assert_eq!(change(&new, &old), reversed(expected), "{last}");
    }
}

#[test]
fn a_limit_of_each_initiator_is_one_limit_for_every_initiator() {
    let old = edited(include_str!("found/split.toml"), "each = [\"wallet\"]", "each = [\"initiator\"]");
    let own = |who: &str, most: &str| {
        format!("[[limits]]\nname = \"of-{who}\"\nmax = \"{most}\"\ninitiators = [\"{who}\"]\n")
    };
    let (rest, _) = old.split_once("[[limits]]\nname = \"hour\"").unwrap();
    let written = |last: &str| {
        let all = [own("alice", "10 BTC per 1h"), own("bob", "10 BTC per 1h"), own("carol", last)];
        format!("{rest}{}", all.concat())
    };
    for (last, expected) in
        [("10 BTC per 1h", Change::Same), ("5 BTC per 1h", Change::Tighter), ("20 BTC per 1h", Change::Looser)]
    {
        assert_eq!(change(&old, &written(last)), expected, "{last}");
        assert_eq!(change(&written(last), &old), reversed(expected), "{last}");
    }
}

/// Alice asks, and others approve, of whom the old policy counts none; she might approve too, and then it would be enough.
#[test]
fn who_may_approve_what_she_asks_for_need_not() {
    let old = include_str!("found/asking.toml");
    let new = edited(old, "approve = \"1 of ops\"", "approve = \"2 of (ops, risk)\"");
    let comparison = compared(&parse(old), &parse(&new));
    assert_eq!(comparison.change(), Change::Mixed, "{comparison}");
    let text = comparison.to_string();
    assert!(text.contains("\n  erin and frank can have up to 100 BTC per 24h released from hot-1, which alice asks for; before: alice\n"), "{text}");
}

/// Nobody has to approve any more, and whoever asks still signs the request.
#[test]
fn who_only_asks_is_not_said_to_sign_nothing() {
    let old = include_str!("found/asking.toml");
    let new = edited(old, "approve = \"1 of ops\"", "approve = \"none\"");
    let text = compared(&parse(old), &parse(&new)).to_string();
    assert!(text.contains(" alone, by asking, can have up to 100 BTC per 24h released from hot-1"), "{text}");
    assert!(!text.contains("no signature at all"), "{text}");
}

/// Of two entries the first has long cooled, or cools over a weekend; what the other policy lets out sooner is of the second.
#[test]
fn each_entry_cools_in_its_own_time() {
    for (text, longer) in [(include_str!("found/apart.toml"), "72h"), (include_str!("found/weekend.toml"), "48h")] {
        let sooner = edited(text, &format!("cooling_off=\"{longer}\""), "cooling_off=\"24h\"");
        let (old, new) = (parse(text), parse(&sooner));
        let comparison = Comparison::of(&old, &new, Instant::parse("2026-11-27T12:00:00Z").unwrap());
        assert_eq!(comparison.change(), Change::Looser, "{comparison}");
        let witness = &comparison.more().witnesses()[0];
        assert!(witness.example().at() > Instant::parse("2026-11-27T12:00:00Z").unwrap(), "{comparison}");
        assert_eq!(change(text, &sooner), Change::Looser);
        assert_eq!(change(&sooner, text), Change::Tighter);
    }
}

/// The three of six who waive a delay are named, and not all six; and only what is about the payout draws its line.
#[test]
fn as_few_as_are_enough_are_named_with_the_lines_that_hold_them() {
    let waived = include_str!("found/waiver.toml");
    let delayed = edited(waived, "delay_waived_by=\"2 of ops\"\n", "");
    let comparison = compared(&parse(&delayed), &parse(waived));
    assert_eq!(comparison.more().witnesses()[0].example().signing().len(), 3, "{comparison}");
    let lines = include_str!("found/lines.toml");
    let fewer = edited(lines, "approve=\"2 of ops\"", "approve=\"1 of ops\"");
    let text = compared(&parse(lines), &parse(&fewer)).to_string();
    assert!(text.contains(" can have up to 20 BTC per payout released from main to a stranger; "), "{text}");
    assert!(!text.contains("20 BTC per 24h"), "{text}");
    let both = edited(lines, "max=\"20 BTC per payout\"", "max=\"20 BTC per 7d\"");
    let both = edited(&both, "to=[\"ex\"]", "to=\"any\"");
    let text =
        compared(&parse(&both), &parse(&edited(&both, "approve=\"2 of ops\"", "approve=\"1 of ops\""))).to_string();
    assert!(text.contains(" can have up to 20 BTC per 24h and 20 BTC per 7d released "), "{text}");
}

/// Bot is a requester, then an approver, and signs with another key: whoever holds that one asks in bot's name.
#[test]
fn a_name_that_goes_to_another_key_in_another_office_is_handed_over() {
    let old = include_str!("found/office.toml");
    let same = edited(old, "[requesters.bot]", "[approvers.bot]");
    let key = "ecdsa:03f4d2c57f558b803a83091663f48b94f713b43a5f7c292d93a749b982bab26de4";
    let other = edited(&same, key, "ecdsa:02dcd11f5b23a90e660aa5ab45e09e4095c18c653e49d3777bd059ac96a9f160dc");
    for (old, new, is_handed_over) in [(old, &other, true), (&other, &old.to_string(), true), (old, &same, false)] {
        let comparison = compared(&parse(old), &parse(new));
        assert_eq!(comparison.hands_over(), is_handed_over, "{comparison}");
        assert_eq!(comparison.to_string().contains("signs with other keys"), is_handed_over, "{comparison}");
    }
}

/// Left out in order of names, three others would be left beside whoever asks; one is enough.
#[test]
fn as_few_as_are_enough_are_the_fewest_whoever_is_left_out_first() {
    let old = include_str!("found/fewest.toml");
    let more = edited(old, "\"20 BTC per 24h\"", "\"30 BTC per 24h\"");
    let text = compared(&parse(old), &parse(&more)).to_string();
    assert!(text.contains("\n  alice and bob can have up to 30 BTC per 24h "), "{text}");
    let one = edited(old, "1 of (bob) or 3 of (carol,erin,frank,grace)", "1 of (carol)");
    let text = compared(&parse(&one), &parse(old)).to_string();
    assert!(text.contains("; now: alice and bob\n"), "{text}");
}

/// What holds at a price, at an hour, or after something left elsewhere is not said of all.
#[test]
fn the_first_line_says_at_which_price_and_when_and_what_left_elsewhere() {
    let bounds = include_str!("found/bounds.toml");
    let text = compared(&parse(bounds), &parse(&edited(bounds, "\"1000000\"]", "\"900000\"]"))).to_string();
    assert!(text.contains(", while BTC is quoted at 1000000; now: nobody so soon, if alice asks\n"), "{text}");
    let saturdays = include_str!("found/saturdays.toml");
    let (before, night) = saturdays.split_once("[[rules]]\nname=\"night\"").unwrap();
    let (_, rest) = night.split_once("approve=\"2 of (erin,frank,grace)\"\n").unwrap();
    let text = compared(&parse(saturdays), &parse(&format!("{before}{rest}"))).to_string();
    assert!(text.contains(" released from w1, at 2026-11-28T00:00:00Z; before: "), "{text}");
    let wallets = include_str!("found/wallets.toml");
    let limit = "max=\"20 BTC per 24h\"\n";
    let text =
        compared(&parse(wallets), &parse(&edited(wallets, limit, &format!("{limit}each=[\"wallet\"]\n")))).to_string();
    assert!(text.contains("\n  after 10 BTC left by 2026-11-23T10:00:00Z (out of w2"), "{text}");
}

/// Two who may ask are alike, and each has a sum of their own: what left for the one is not counted for the other.
#[test]
fn a_sum_for_each_initiator_is_shown_by_two_who_are_alike() {
    let old = include_str!("found/by-asker.toml");
    let tier = "above=\"5 BTC per 24h\"\n";
    assert_eq!(change(old, &edited(old, tier, &format!("{tier}each=[\"initiator\"]\n"))), Change::Looser);
}

/// Alice's office ends a year sooner: until then she can what she could, and so it says when it is.
#[test]
fn what_is_so_at_another_time_alone_is_told_with_its_instant() {
    let old = include_str!("found/term.toml");
    let comparison = compared(&parse(old), &parse(&edited(old, "2027-12-10", "2026-12-10")));
    let at = comparison.less().witnesses()[0].example().at();
    assert!(comparison.to_string().contains(&format!(" released from hot-1, at {at}; now: ")), "{comparison}");
}

/// One alone waives it, or three others; three of some are enough, or four of others whose names stand among theirs.
#[test]
fn the_fewest_are_found_wherever_their_names_stand() {
    let old = include_str!("found/waived-by-one.toml");
    let delay = "delay = \"24h\"\n";
    let waived = format!("{delay}delay_waived_by = \"1 of (alice) or 3 of (frank, grace, heidi)\"\n");
    let new = edited(old, delay, &waived);
    let comparison = compared(&parse(old), &parse(&new));
    assert_eq!(comparison.more().witnesses()[0].example().signing().len(), 3, "{comparison}");
    let old = include_str!("found/apart-in-order.toml");
    let fewer = edited(old, "approve = \"3 of x or 4 of y\"", "approve = \"1 of (grace)\"");
    let text = compared(&parse(old), &parse(&fewer)).to_string();
    assert!(text.contains("; before: bob, bot, erin and frank\n"), "{text}");
}

/// Whichever entry comes first: while the one cools, those who may approve are not in office.
#[test]
fn an_entry_that_cools_while_nobody_is_there_hides_no_other() {
    let old = include_str!("found/later-office.toml");
    assert_eq!(change(old, &edited(old, "cooling_off = \"48h\"", "cooling_off = \"24h\"")), Change::Looser);
}

/// The order in which somebody's keys are written means nothing.
#[test]
fn keys_in_another_order_are_the_same_keys() {
    let (old, new) = (parse(include_str!("found/keys-old.toml")), parse(include_str!("found/keys-new.toml")));
    let comparison = compared(&old, &new);
    assert_eq!(comparison.change(), Change::Same, "{comparison}");
    assert!(!comparison.hands_over() && comparison.edits().is_empty(), "{comparison}");
}

/// Where others begin to be needed under the old policy is a line too, although the new one draws none there.
#[test]
fn the_most_that_is_told_goes_up_to_where_others_are_needed() {
    let (old, new) = (parse(include_str!("found/most-old.toml")), parse(include_str!("found/most-new.toml")));
    let text = compared(&old, &new).to_string();
    let most = "\n  alice and bot can have up to 20 BTC released from hot-1; before: alice, bot and carol\n";
    assert!(text.contains(most), "{text}");
}

/// Only one of the two tells destinations apart: what is new is new of one of them.
#[test]
fn where_it_goes_is_told_where_either_policy_tells_destinations_apart() {
    for (old, new, to) in [
        (
            include_str!("found/listed-old.toml"),
            include_str!("found/listed-new.toml"),
            "ex; before: alice, bot and carol",
        ),
        (
            include_str!("found/entry-old.toml"),
            include_str!("found/entry-new.toml"),
            "bc1qjxzq70j25hk3jjgmucd6gdhycuglny3z8gdr93; before: nobody can have that, if bot asks",
        ),
    ] {
        let text = compared(&parse(old), &parse(new)).to_string();
        assert!(text.contains(&format!(" released from hot-1 to {to}\n")), "{text}");
    }
}
