//! What is missing: a price that nobody gave, and people who cannot sign any more.

use countersign::analyze::{BandOfAmounts, Coalitions, Focus, KindOfPayout, Party};
use countersign::{Instant, Policy, Quotes};
use serde_json::Value;

use crate::showcases::{AT, policy};

const MINIMAL: &str = include_str!("../../policies/minimal.toml");

const FEED: &str = "[approvers.feed-1]\n\
    keys = [\"ecdsa:02dcd11f5b23a90e660aa5ab45e09e4095c18c653e49d3777bd059ac96a9f160dc\"]\n\
    [prices]\ncurrency = \"USD\"\ndecimals = 2\nfeeds = \"1 of feed-1\"\nmax_age = \"10m\"\n";

fn parsed(text: &str) -> Policy {
    Policy::parse(text).unwrap_or_else(|problems| panic!("{problems}"))
}

fn coalitions(policy: &Policy) -> Coalitions<'_> {
    Coalitions::of(policy, &Focus::default(), &Quotes::none(), Instant::parse(AT).unwrap()).unwrap()
}

#[test]
fn where_no_price_is_known_nobody_is_not_the_answer() {
    let cap = "\n[[limits]]\nname = \"usd\"\nmax = \"50000 USD per 24h\"\n";
    let capped = format!("{}{cap}", MINIMAL.replacen("[groups]", &format!("{FEED}[groups]"), 1));
    let tier = "[[rules]]\nname = \"big\"\nassets = [\"BTC\"]\nwallets = \"any\"\nto = \"any\"\n\
                initiators = [\"owners\"]\napprove = \"2 of owners\"\nabove = \"5000 USD per payout\"\n\n[[rules]]";
    let tiered = MINIMAL.replacen("[groups]", &format!("{FEED}[groups]"), 1).replacen("[[rules]]", tier, 1);
    for text in [capped, tiered] {
        let policy = parsed(&text);
        let coalitions = coalitions(&policy);
        let shown = coalitions.to_string();
        assert!(
            shown.contains("up to 1 BTC per 24h: not known without a price of BTC\n    above 1 BTC: nobody"),
            "{shown}"
        );
        assert!(shown.contains("nobody is known who can release anything; not all is known"), "{shown}");
        assert!(shown.contains("\nnot complete: no price of BTC is known: "), "{shown}");
        let json = serde_json::to_value(&coalitions).unwrap();
        assert_eq!(json["complete"], false);
        assert_eq!(json["kinds"][0]["bands"][0]["lacks_price"], true);
        assert_eq!(json["incomplete"][0]["what"], "no price of BTC is known");
        // With bounds a price is supposed, and said.
        let bounded =
            text.replace("max_age = \"10m\"\n", "max_age = \"10m\"\nbounds = { BTC = [\"10000\", \"90000\"] }\n");
        let policy = parsed(&bounded);
        let shown = self::coalitions(&policy).to_string();
        assert!(shown.contains("1 BTC is taken for 10000 USD") && !shown.contains("not complete"), "{shown}");
    }
}

/// The feed's term is over, or ends within the week, or begins in it: only while it lasts can anybody release.
#[test]
fn where_nobody_in_office_quotes_nobody_releases() {
    let cap = "\n[[limits]]\nname = \"usd\"\nmax = \"50000 USD per 24h\"\n";
    let text = format!("{}{cap}", MINIMAL.replacen("[groups]", &format!("{FEED}[groups]"), 1))
        .replace("max_age = \"10m\"\n", "max_age = \"10m\"\nbounds = { BTC = [\"10000\", \"90000\"] }\n");
    for (term, can) in [
        ("active_until = 2026-11-01T00:00:00Z", false),
        ("active_until = 2026-11-25T00:00:00Z", true),
        ("active_from = 2026-11-25T00:00:00Z", true),
        ("active_from = 2027-11-25T00:00:00Z", false),
    ] {
        let policy = parsed(&text.replacen("[approvers.feed-1]\n", &format!("[approvers.feed-1]\n{term}\n"), 1));
        let coalitions = coalitions(&policy);
        let bands = coalitions.kinds().iter().flat_map(KindOfPayout::bands);
        let releases = bands.flat_map(BandOfAmounts::releases);
        assert_eq!(releases.count() > 0, can, "{term}: {coalitions}");
    }
}

/// Two of three feeds have to quote what a bridge lets out a day.
#[test]
fn where_too_few_are_left_to_quote_nobody_releases() {
    let bridge = policy("bridge");
    for (lost, can) in [(vec!["feed-1"], true), (vec!["feed-1", "feed-2"], false), (vec!["auditor-1"], true)] {
        let left = coalitions(&bridge).with_lost(Party::of(&bridge, lost.iter().copied()).unwrap());
        let [ether, dollars] = left.kinds() else { panic!("{left}") };
        let releases = |kind: &KindOfPayout| kind.bands().iter().flat_map(BandOfAmounts::releases).count();
        assert_eq!(releases(ether) > 0, can, "{lost:?}: {left}");
        assert!(releases(dollars) > 0, "the policy fixes what a dollar is worth: {left}");
        assert_eq!(left.to_string().contains("nobody who is left can quote a price"), !can, "{left}");
        let feeds: Vec<&str> = ["feed-1", "feed-2", "feed-3"].into_iter().filter(|feed| !lost.contains(feed)).collect();
        let quoted = format!("as if enough of {} quoted it", feeds.join(", "));
        assert_eq!(left.to_string().contains(&quoted), can, "{left}");
    }
}

#[test]
fn where_nothing_can_ever_give_a_price_nobody_is_the_answer() {
    let prices = "[assets.USDC]\nchain = \"ethereum\"\ndecimals = 6\n\
                  [prices]\ncurrency = \"USD\"\ndecimals = 2\nfixed = { USDC = \"1\" }\n\n[groups]";
    let cap = "\n[[limits]]\nname = \"usd\"\nmax = \"50000 USD per 24h\"\n";
    let policy = parsed(&format!("{}{cap}", MINIMAL.replacen("[groups]", prices, 1)));
    let coalitions = coalitions(&policy);
    assert!(coalitions.incomplete().is_empty());
    assert!(coalitions.to_string().contains("to anybody: nobody"), "{coalitions}");
}

/// Every name in what stands under these keys.
fn names_under(json: &Value, keys: &[&str]) -> Vec<String> {
    let bands = json["kinds"].as_array().unwrap().iter().flat_map(|kind| kind["bands"].as_array().unwrap());
    let text = bands.flat_map(|band| keys.iter().map(|key| band[*key].to_string())).collect::<String>();
    text.split(|c: char| !c.is_ascii_alphanumeric()).map(str::to_owned).collect()
}

#[test]
fn who_is_lost_stops_nothing_and_is_not_missed_in_what_machines_read_either() {
    let policy = policy("treasury");
    let lost = Party::of(&policy, ["hugo", "anna"]).unwrap();
    let all = serde_json::to_value(coalitions(&policy)).unwrap();
    let left = serde_json::to_value(coalitions(&policy).with_lost(lost)).unwrap();
    let said = |json: &Value, name: &str| names_under(json, &["vetoes", "locks"]).iter().any(|one| one == name);
    for name in ["hugo", "anna"] {
        assert!(said(&all, name) && !said(&left, name), "{name}: {left}");
    }
    assert!(said(&left, "iris") && said(&left, "ben"));
    // Four of the other six: without any three of them nobody can release.
    let mut bands = left["kinds"].as_array().unwrap().iter().flat_map(|kind| kind["bands"].as_array().unwrap());
    let lock = bands.find_map(|band| band["locks"].get(0)).unwrap();
    assert_eq!(lock["seats"][0]["count"], 3);
    assert_eq!(lock["seats"][0]["of"].as_array().unwrap().len(), 6);
}
