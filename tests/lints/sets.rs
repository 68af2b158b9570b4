//! Where somebody alone releases something, the finding says who can release what: the smallest sets, for every amount.

use std::fmt::Write as _;

use countersign::analyze::{BandOfAmounts, Coalitions, Finding, Focus, KindOfPayout};
use countersign::{Instant, Policy, Quotes};

use super::{NOW, inspect};

const HOT_WALLET: &str = include_str!("../../policies/hot-wallet.toml");
const MANY_ASSETS: &str = include_str!("../../policies/many-assets.toml");
const MARKET_MAKER: &str = include_str!("../../policies/market-maker.toml");

/// What the findings of a policy say of the sets, silenced ones as well; who asks is said last, and before it what each
/// can who is like nobody else.
fn sets(text: &str) -> Vec<Vec<String>> {
    let without = |mut notes: Vec<String>| {
        assert!(notes.pop().is_some_and(|last| last.starts_with("asked for by ")));
        notes.retain(|note| !note.starts_with("if `"));
        notes
    };
    notes(text).into_iter().map(without).collect()
}

fn notes(text: &str) -> Vec<Vec<String>> {
    let inspection = inspect(text);
    let silenced = inspection.silenced().iter().map(countersign::analyze::Silenced::finding);
    let is_one = |finding: &&Finding| finding.code().as_str() == "one-person";
    inspection.findings().iter().chain(silenced).filter(is_one).map(|finding| finding.notes().to_vec()).collect()
}

#[test]
fn every_amount_and_time_of_what_one_person_releases_has_its_smallest_sets() {
    let [btc, eth] = sets(HOT_WALLET).try_into().unwrap();
    let night = "daily 22:00-06:00 Europe/Zurich";
    let most = "after 30m by alice, bob, carol and any 1 of (erin, frank); or payout-bot, any 2 of (alice, bob, carol) and any 1 of (erin, frank)";
    let day = format!("BTC to a stranger, outside {night}, up to");
    let dark = format!("BTC to a stranger, within {night}, up to");
    let expected = [
        format!("{day} 0.5 BTC per 24h to each destination: any 1 of alice, bob, carol; or payout-bot"),
        format!("{day} 5 BTC per 24h: any 2 of alice, bob, carol; or payout-bot and any 1 of (alice, bob, carol)"),
        format!("{day} 10 BTC per 1h out of each wallet: {most}"),
        format!("{dark} 0.1 BTC per payout: any 1 of alice, bob, carol; or payout-bot"),
        format!(
            "{dark} 0.5 BTC per 24h to each destination: any 1 of (alice, bob, carol) and any 1 of (erin, frank); or payout-bot and any 1 of (erin, frank)"
        ),
        format!(
            "{dark} 5 BTC per 24h: any 2 of (alice, bob, carol) and any 1 of (erin, frank); or payout-bot, any 1 of (alice, bob, carol) and any 1 of (erin, frank)"
        ),
        format!("{dark} 10 BTC per 1h out of each wallet: {most}"),
    ];
    assert_eq!(btc, expected);
    assert_eq!(eth.len(), 3, "{eth:?}");
    assert!(eth.iter().all(|line| line.starts_with("ETH to a stranger, up to ")), "{eth:?}");
}

#[test]
fn what_is_the_same_of_several_assets_is_said_once_and_a_supposed_price_first() {
    let [lines] = sets(MANY_ASSETS).try_into().unwrap();
    let one = "any 1 of alice, bob, carol; or payout-bot";
    let two = "any 2 of alice, bob, carol; or payout-bot and any 1 of (alice, bob, carol)";
    let most = "alice, bob, carol and any 1 of (erin, frank); or payout-bot, any 2 of (alice, bob, carol) and any 1 of (erin, frank)";
    let expected = [
        "1 BTC is taken for 10000 USD, 1 ETH for 500 USD, 1 TRX for 0.02 USD: the lowest that the policy takes".into(),
        format!("BTC, ETH, USDC, USDT to anybody, up to 100000 USD per 24h: {one}"),
        format!("BTC to anybody, up to 15 BTC per 24h: {two}"),
        format!("ETH to anybody, up to 300 ETH per 24h: {two}"),
        format!("TRX to anybody, up to 1000000 TRX per 24h: {one}"),
        format!("USDC, USDT to anybody, up to 500000 USD per 24h: {two}"),
        format!("USDC to anybody, up to 1000000 USDC per 24h: {most}"),
        format!("USDT to anybody, up to 1000000 USDT per 24h: {most}"),
    ];
    assert_eq!(lines, expected);
}

#[test]
fn who_can_ask_for_it_is_said() {
    let asked = |text: &str| notes(text).iter().map(|notes| notes.last().unwrap().clone()).collect::<Vec<String>>();
    let ops = "asked for by `alice`, `bob`, `carol` or `payout-bot`, who is one of them; `bob` and `carol` as `alice`";
    assert_eq!(asked(HOT_WALLET), [ops, ops]);
    for (written, words) in [
        ("[\"payout-bot\"]", "asked for by `payout-bot`, who is one of them"),
        ("[\"requesters\"]", "asked for by `payout-bot`, who is one of them"),
        ("[\"requesters\", \"alice\"]", "asked for by `alice` or `payout-bot`, who is one of them"),
    ] {
        let text = HOT_WALLET.replacen("initiators = [\"payout-bot\", \"ops\"]", &format!("initiators = {written}"), 1);
        assert_eq!(asked(&text)[0], words);
    }
    let unsigned =
        super::BASE.replacen("\"3 of owners\"", "\"1 of owners\"", 1).replace("[\"owners\"]", "\"unsigned\"");
    assert_eq!(asked(&unsigned)[0], "asked for by anyone, in any name: nobody signs a request");
}

/// What somebody alone releases under one rule others ask for under another: whoever asks for it is said to, and nobody
/// whose term is over.
#[test]
fn who_asks_under_another_rule_is_said_as_well() {
    let robots = include_str!("robots.toml");
    let lasts = |text: &str| notes(text).iter().map(|notes| notes.last().unwrap().clone()).collect::<Vec<String>>();
    let all = "asked for by `alice`, `bob`, `bot1` or `bot2`, who is one of them; `bob` as `alice`; `bot2` as `bot1`";
    assert_eq!(lasts(robots), [all, all]);
    assert!(notes(robots)[0].contains(&"if `bot1` asks: ETH to anybody, up to 5 ETH per 24h: bot1".to_owned()));
    let over = robots.replace("[requesters.bot2]", "[requesters.bot2]\nactive_until = 2026-11-20T00:00:00Z");
    let all = "asked for by `alice`, `bob` or `bot1`, who is one of them; `bob` as `alice`";
    assert_eq!(lasts(&over), [all, all]);
}

/// Each who is like nobody else has the smallest sets of what they ask for, which an analysis of that alone finds.
#[test]
fn the_sets_are_said_of_each_initiator() {
    let of = |text: &str, name: &str| -> Vec<String> {
        let prefix = format!("if `{name}` asks: ");
        notes(text)[0].iter().filter_map(|note| Some(note.strip_prefix(&prefix)?.to_owned())).collect()
    };
    let day = "BTC to a stranger, outside daily 22:00-06:00 Europe/Zurich, up to";
    let bot = of(HOT_WALLET, "payout-bot");
    assert_eq!(bot.len(), 7, "{bot:?}");
    assert_eq!(
        bot[..3],
        [
            format!("{day} 0.5 BTC per 24h to each destination: payout-bot"),
            format!("{day} 5 BTC per 24h: payout-bot and any 1 of (alice, bob, carol)"),
            format!(
                "{day} 10 BTC per 1h out of each wallet: after 30m by payout-bot, any 2 of (alice, bob, carol) and any 1 of (erin, frank)"
            ),
        ]
    );
    let alice = of(HOT_WALLET, "alice");
    assert_eq!(alice.len(), 7, "{alice:?}");
    assert_eq!(alice[1], format!("{day} 5 BTC per 24h: alice and any 1 of (bob, carol)"));
    assert_eq!(of(HOT_WALLET, "bob"), [""; 0], "who is as alice");

    let policy = Policy::parse(HOT_WALLET).unwrap();
    let focus = Focus { initiator: Some("payout-bot".into()), ..Focus::default() };
    let found = Coalitions::of(&policy, &focus, &Quotes::none(), Instant::parse(NOW).unwrap()).unwrap();
    let releases = found.kinds().iter().flat_map(KindOfPayout::bands).flat_map(BandOfAmounts::releases);
    let known: Vec<String> = releases.map(|release| release.coalition().in_words(&policy)).collect();
    for line in bot {
        let who = line.rsplit_once(": ").unwrap().1;
        let who = who.strip_prefix("after 30m by ").unwrap_or(who);
        assert!(known.iter().any(|known| known == who), "{line}");
    }
    // Where nobody differs from another, what is said of all is said of each.
    assert!(notes(&lists(6, true))[0].iter().all(|note| !note.starts_with("if `")));
}

#[test]
fn where_nobody_alone_releases_anything_no_set_is_said() {
    assert_eq!(sets(MARKET_MAKER), Vec::<Vec<String>>::new());
}

/// A policy of so many lists with a tier of its own each, paid under rules that ask nobody: each pays one list, or one all.
fn lists(count: usize, is_one_rule: bool) -> String {
    let base = super::BASE.replace("chain    = \"bitcoin\"", "chain    = \"xrpl\"");
    let (head, _) = base.split_once("[lists.own]").unwrap();
    let rule = |name: &str, to: &[String], more: &str| {
        format!(
            "[[rules]]\nname = \"{name}\"\nassets = [\"BTC\"]\nwallets = \"any\"\nto = {to:?}\ninitiators = [\"owners\"]\n{more}\n"
        )
    };
    let names: Vec<String> = (0..count).map(|list| format!("l{list}")).collect();
    let mut text = head.to_owned();
    for name in &names {
        let entry = format!("{{ chain = \"xrpl\", address = \"r{name}\", added = 2026-01-05T00:00:00Z }}");
        writeln!(text, "[lists.{name}]\ncooling_off = \"7d\"\nentries = [{entry}]").unwrap();
    }
    for (place, name) in names.iter().enumerate() {
        let of = std::slice::from_ref(name);
        if !is_one_rule {
            text += &rule(&format!("pay-{name}"), of, "approve = \"none\"");
        }
        let more = format!("above = \"{} BTC per 24h\"\napprove = \"4 of owners\"", place + 1);
        text += &rule(&format!("large-{name}"), of, &more);
    }
    if is_one_rule {
        text += &rule("pay", &names, "approve = \"none\"");
    }
    text + "[[limits]]\nname = \"day\"\nmax = \"100 BTC per 24h\"\n[[limits]]\nname = \"fee\"\nmax_fee = \"0.001 BTC\"\n"
}

#[test]
fn every_rule_says_its_own_sets() {
    let found = sets(&lists(20, false));
    assert_eq!(found.len(), 20);
    for (list, lines) in found.iter().enumerate() {
        let first = format!("BTC to l{list}, up to {} BTC per 24h: any 1 of owners", list + 1);
        let second = format!("BTC to l{list}, up to 100 BTC per 24h: any 5 of owners");
        assert_eq!(*lines, [first, second]);
    }
}

#[test]
fn of_many_lines_forty_eight_are_said_and_where_the_others_are() {
    let [lines] = sets(&lists(33, true)).try_into().unwrap();
    assert_eq!(lines.len(), 49, "{lines:?}");
    assert_eq!(lines[48], "who else can release what: `countersign coalitions` says it");
    let [lines] = sets(&lists(20, true)).try_into().unwrap();
    assert_eq!(lines.len(), 40, "{lines:?}");
    assert!(lines.iter().all(|line| line.starts_with("BTC to l")), "{lines:?}");
}

#[test]
fn the_sets_are_those_that_coalitions_finds() {
    for text in [HOT_WALLET, MANY_ASSETS] {
        let policy = Policy::parse(text).unwrap();
        let at = Instant::parse(NOW).unwrap();
        let coalitions = Coalitions::of(&policy, &Focus::default(), &Quotes::none(), at).unwrap();
        let releases = coalitions.kinds().iter().flat_map(KindOfPayout::bands).flat_map(BandOfAmounts::releases);
        let known: Vec<String> = releases.map(|release| release.coalition().in_words(&policy)).collect();
        for line in sets(text).into_iter().flatten().filter(|line| !line.ends_with("that the policy takes")) {
            let (_, who) = line.rsplit_once(": ").unwrap();
            for set in who.split("; or ") {
                let set = set.strip_prefix("after 30m by ").unwrap_or(set);
                assert!(known.iter().any(|known| known == set), "{set} of {line}");
            }
        }
    }
}
