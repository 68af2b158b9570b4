//! What a hostile reader found: people who can sooner than it was said, those who cannot stop what they were said to, and
//! weeks that do not hold every hour.

use countersign::analyze::{Coalitions, Focus, Inspection, KindOfPayout, Party, Supposed};
use countersign::{Instant, Policy, Quotes};

fn asked(text: &str, at: &str, see: impl Fn(&Coalitions<'_>)) {
    let policy = Policy::parse(text).unwrap_or_else(|problems| panic!("{problems}"));
    see(&Coalitions::of(&policy, &Focus::default(), &Quotes::none(), Instant::parse(at).unwrap()).unwrap());
}

const AT: &str = "2026-11-27T00:00:00Z";

/// Two of risk waive the week of the one rule, and the day of the other is left.
#[test]
fn those_who_waive_one_of_two_delays_are_said_to_wait_for_the_other() {
    let text = include_str!("found/two-delays.toml");
    asked(text, AT, |all| {
        let shown = all.to_string();
        let week = "after 7d by     bot, any 2 of (alice, bob, carol) and any 1 of (erin, frank)\n";
        assert!(shown.contains(week), "{shown}");
        assert!(shown.contains("after 24h by    bot, erin, frank and any 2 of (alice, bob, carol)\n"), "{shown}");
        assert!(
            shown.contains(": after 24h by bot, erin, frank and any 2 of (alice, bob, carol)\n"),
            "in short: {shown}"
        );
        let policy = Policy::parse(text).unwrap();
        let supposed = Supposed::new(&policy);
        for band in all.kinds().iter().flat_map(KindOfPayout::bands) {
            for release in band.releases() {
                let replay = release.replay();
                let foreseen =
                    supposed.open(replay.payout()).unwrap().of(replay.signing(), &Party::nobody(), replay.at());
                assert!(foreseen.is_allowed(), "{replay:?}");
            }
        }
    });
    let policy = Policy::parse(text).unwrap();
    let stolen = Party::of(&policy, ["bot", "alice", "bob", "erin", "frank"]).unwrap();
    asked(text, AT, |all| {
        let shown = all.clone().with_stolen(stolen.clone()).to_string();
        assert!(shown.contains("after 24h"), "{shown}");
    });
}

/// Grace's term ends on the second day: what is submitted after it she cannot stop. Nor can whoever comes after her what is
/// signed before.
#[test]
fn whoever_goes_meanwhile_stops_nothing_that_is_submitted_later() {
    asked(include_str!("found/veto-ends.toml"), AT, |all| {
        let shown = all.to_string();
        assert!(!shown.contains("stopped by      grace"), "{shown}");
        assert!(shown.contains("stopped by      whoever asked for it, by withdrawing it\n"), "{shown}");
    });
    asked(include_str!("found/hand-over.toml"), AT, |all| {
        let shown = all.to_string();
        assert!(shown.contains("stopped by      grace and heidi; or "), "{shown}");
        assert!(
            shown.contains("; named is who can release at some time of it, and who can stop at all times of it"),
            "{shown}"
        );
    });
}

/// On the Sunday on which the clock is put forward there is no hour after two; and in autumn the Thursday is an hour later.
#[test]
fn in_a_week_in_which_a_clock_is_set_the_next_one_is_looked_at_too() {
    let spring = (include_str!("found/spring.toml"), "2027-03-27T12:00:00Z");
    let long_before = (include_str!("found/spring.toml"), "2027-03-21T02:00:00Z");
    let autumn = (include_str!("found/autumn.toml"), "2026-10-22T10:00:00Z");
    for (text, at) in [spring, long_before, autumn] {
        asked(text, at, |all| {
            let shown = all.to_string();
            assert!(!shown.contains("nobody can release anything"), "{at}\n{shown}");
            assert!(
                all.kinds().iter().any(|kind| kind.bands().iter().any(|band| !band.releases().is_empty())),
                "{shown}"
            );
        });
        let inspection = Inspection::of(text, Instant::parse(at).unwrap()).unwrap();
        assert!(inspection.findings().iter().all(|finding| finding.code().as_str() != "locked"), "{at}");
    }
}

/// What ether is worth nobody says: that two people can nothing is not known.
#[test]
fn what_is_not_known_is_not_nothing() {
    let text = include_str!("found/unpriced.toml");
    asked(text, AT, |all| {
        let shown = all.to_string();
        assert!(shown.contains("fewer than three people: nothing that is known; not all is known\n"), "{shown}");
    });
}

/// A line is drawn by what is about the payout, and by all of it.
#[test]
fn no_line_is_another_destinations() {
    let lines = include_str!("../diff/found/lines.toml");
    asked(lines, AT, |all| {
        let shown = all.to_string();
        assert!(shown.contains("up to 20 BTC per payout to a stranger: "), "{shown}");
        assert!(shown.contains("up to 20 BTC per 24h to ex: "), "{shown}");
    });
    let both = lines
        .replace("max=\"20 BTC per payout\"\nnot_to=[\"ex\"]", "max=\"20 BTC per 7d\"")
        .replace("to=[\"ex\"]\n", "");
    asked(&both, AT, |all| {
        let shown = all.to_string();
        assert!(shown.contains("up to 20 BTC per 24h and 20 BTC per 7d to anybody: "), "{shown}");
    });
}

/// A line for one who asks is not everybody's, and one of the night is not the day's.
#[test]
fn no_line_is_another_askers_or_another_times() {
    asked(include_str!("found/week-for-bot.toml"), AT, |all| {
        let shown = all.to_string();
        assert!(shown.contains("up to 20 BTC per 24h and 20 BTC per 7d if bot asks"), "{shown}");
    });
    asked(include_str!("found/night-month.toml"), AT, |all| {
        let shown = all.to_string();
        assert!(shown.contains("up to 5 BTC per 1h to anybody, outside daily 22:00-06:00 UTC: "), "{shown}");
        assert!(!shown.contains("per 30d and 5 BTC per 1h to anybody, outside"), "{shown}");
    });
}

/// By however many payouts: as much as the limits and tiers let out in a day, whoever the people are.
#[test]
fn in_short_it_is_said_how_much_so_many_people_take_in_a_day() {
    let hot_wallet = include_str!("../../policies/hot-wallet.toml");
    asked(hot_wallet, "2026-11-23T10:00:00Z", |all| {
        let shown = all.to_string();
        let day = "    by all their payouts in any 24h, whoever they are: at most ";
        assert!(shown.contains(&format!("{day}5 BTC, 100 ETH\n")), "{shown}");
        assert!(
            shown.contains(&format!("{day}605 BTC (5 BTC to strangers), 8100 ETH (100 ETH to strangers)\n")),
            "{shown}"
        );
    });
    asked(include_str!("../../policies/treasury.toml"), "2026-11-23T10:00:00Z", |all| {
        let seven = "  7 people:\n    up to 1000000 USDC (1000000 USD per 30d) to anybody: all 7 of signers\n";
        assert!(all.to_string().contains(seven), "{all}");
    });
    asked(include_str!("found/unbounded.toml"), AT, |all| {
        let shown = all.to_string();
        assert!(shown.contains("at most 10 BTC, 1000 ETH\n"), "what it is worth nobody knows: {shown}");
    });
    let focus = Focus { to: Some("stranger".into()), ..Focus::default() };
    let policy = Policy::parse(hot_wallet).unwrap();
    let at = Instant::parse("2026-11-23T10:00:00Z").unwrap();
    let focused = Coalitions::of(&policy, &focus, &Quotes::none(), at).unwrap().to_string();
    assert!(!focused.contains("by all their payouts"), "{focused}");
}

/// More of it after a wait does not hide what needs none.
#[test]
fn in_short_says_of_so_many_people_what_they_have_at_once_beside_what_they_wait_for() {
    let text = include_str!("found/at-once.toml");
    asked(text, AT, |all| {
        let shown = all.to_string();
        let two = "  two people:\n    up to 20 BTC per 24h to anybody: after 7d by bot and any 1 of (alice, bob, carol)\n    up to 5 BTC per 24h to anybody: bot and any 1 of (alice, bob, carol)\n";
        assert!(shown.contains(two), "{shown}");
        let policy = Policy::parse(text).unwrap();
        let stolen = Party::of(&policy, ["bot", "alice"]).unwrap();
        let shown = all.clone().with_stolen(stolen).to_string();
        assert!(shown.contains("    up to 5 BTC per 24h to anybody\n"), "{shown}");
    });
}

/// Whoever is lost proves nothing: others are named who can, and the engine allows it to them.
#[test]
fn what_is_left_once_somebody_is_lost_is_proven_by_others() {
    let policy = Policy::parse(include_str!("found/at-once.toml")).unwrap();
    let supposed = Supposed::new(&policy);
    asked(include_str!("found/at-once.toml"), AT, |all| {
        let lost = all.clone().with_lost(Party::of(&policy, ["alice"]).unwrap());
        let json = serde_json::to_value(&lost).unwrap();
        let bands = json["kinds"][0]["bands"].as_array().unwrap();
        let releases: Vec<_> = bands.iter().flat_map(|band| band["releases"].as_array().unwrap()).collect();
        assert_eq!(releases.len(), 2, "{json}");
        for release in releases {
            let replay = &release["replay"];
            let signing: Vec<&str> =
                replay["signing"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
            assert!(!signing.contains(&"alice"), "{release}");
            let payout = serde_json::from_value(replay["payout"].clone()).unwrap();
            let at = Instant::parse(replay["at"].as_str().unwrap()).unwrap();
            let signing = Party::of(&policy, signing).unwrap();
            assert!(supposed.open(&payout).unwrap().of(&signing, &Party::nobody(), at).is_allowed(), "{release}");
        }
    });
}
