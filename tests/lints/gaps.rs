//! `tier-gap` among any number of people: the engine allows it to those who are named, and to nobody fewer.

use std::fmt::Write as _;

use countersign::analyze::{Finding, Party, Severity, Supposed};
use countersign::{Instant, Payout, Policy, Scheme};
use serde_json::json;

use super::signer::Signer;
use super::{NOW, inspect};

const LISTED: &str = "bc1qj9acxzf9v6cez808l7p752parxqh70deaeup0h";
const STRANGER: &str = "bc1qr7z48s9hruu6j4hants80yeadktfjp9d4368d3";

fn names(people: impl Iterator<Item = usize>) -> Vec<String> {
    people.map(|number| format!("v{number:02}")).collect()
}

/// A desk that asks, and so many people of whom some approve what goes anywhere, and others what goes to a list above 5 BTC.
fn policy(people: usize, groups: &str, pay: &str, large: &str) -> String {
    let key = |name: &str| Signer::named(&format!("gap {name}"), Scheme::Ecdsa).key_text();
    let all = names(0..people);
    let mut text = format!(
        "schema = 1\nrealm = \"r\"\nname = \"g\"\nversion = 1\nwallets = [\"w\"]\npayout_ttl = \"24h\"\napproval_ttl = \"12h\"\n\
         clock_skew = \"2m\"\npayload = \"optional\"\n[assets.BTC]\nchain = \"bitcoin\"\ndecimals = 8\n\
         [requesters.desk]\nkeys = [\"{}\"]\n",
        key("desk")
    );
    for name in &all {
        writeln!(text, "[approvers.{name}]\nkeys = [\"{}\"]", key(name)).unwrap();
    }
    writeln!(text, "[groups]\neveryone = {all:?}\n{groups}").unwrap();
    writeln!(text, "[lists.ex]\nentries = [{{ chain = \"bitcoin\", address = \"{LISTED}\" }}]").unwrap();
    for (name, to, more) in [("pay", "\"any\"", ""), ("large", "[\"ex\"]", "above = \"5 BTC per 24h\"\n")] {
        let approve = if name == "pay" { pay } else { large };
        writeln!(
            text,
            "[[rules]]\nname = \"{name}\"\nassets = [\"BTC\"]\nwallets = \"any\"\nto = {to}\ninitiators = [\"desk\"]\n\
             {more}approve = \"{approve}\""
        )
        .unwrap();
    }
    text + "[[limits]]\nname = \"day\"\nmax = \"20 BTC per 24h\"\n[[limits]]\nname = \"fee\"\nmax_fee = \"0.001 BTC\"\n"
}

/// The gap that is found, if one is.
fn gap(text: &str) -> Option<(Severity, String)> {
    let inspection = inspect(text);
    let of_code = |finding: &&Finding| finding.code().as_str() == "tier-gap";
    let mut found = inspection.findings().iter().filter(of_code);
    let gap = found.next().map(|finding| (finding.severity(), finding.message().to_owned()));
    assert!(found.next().is_none(), "there is one key that is too narrow");
    gap
}

#[test]
fn a_gap_is_found_among_any_number_of_people() {
    for people in [5, 12, 13, 14, 40, 100] {
        let (few, more) = (people / 2 + 1, people / 2 + 3);
        let found = gap(&policy(people, "", &format!("{few} of everyone"), &format!("{more} of everyone")));
        let who = if few == 3 {
            "`v00`, `v01` and `v02`".into()
        } else {
            format!("`v00`, `v01`, `v02` and {} others", few - 3)
        };
        let message = format!(
            "above 5 BTC per 24h `large` asks for `{more} of everyone` to an address in `ex`; to an address in no list, {who} are enough"
        );
        assert_eq!(found, Some((Severity::High, message)));
        assert_eq!(gap(&policy(people, "", &format!("{few} of everyone"), &format!("{few} of everyone"))), None);
    }
}

/// Whether the engine allows so much to some people, when nothing has left before.
fn is_allowed(policy: &Policy, amount: &str, to: &str, people: &[String]) -> bool {
    let payout: Payout = serde_json::from_value(json!({
        "id": "po-1", "wallet": "w", "amount": amount, "to": to, "fee": "0.0001 BTC", "initiator": "desk",
        "submitted_at": NOW,
    }))
    .unwrap();
    let party = Party::of(policy, people.iter().map(String::as_str).chain(["desk"])).unwrap();
    let supposed = Supposed::new(policy);
    supposed.open(&payout).unwrap().of(&party, &Party::nobody(), Instant::parse(NOW).unwrap()).is_allowed()
}

/// Quorums over seven people, `a` of four and `b` of five of them.
const QUORUMS: [&str; 9] = [
    "2 of everyone",
    "3 of everyone",
    "1 of a and 1 of b",
    "2 of a and 2 of b",
    "2 of a or 2 of b",
    "1 of a and 2 of everyone",
    "3 of b or (1 of a and 1 of (v05, v06))",
    "all of (v00, v05)",
    "1 of (a, b) and 1 of (v00, v06)",
];

#[test]
fn whom_the_finding_names_the_engine_allows_it_and_nobody_fewer() {
    let groups = "a = [\"v00\", \"v01\", \"v02\", \"v03\"]\nb = [\"v02\", \"v03\", \"v04\", \"v05\", \"v06\"]";
    let (mut gaps, mut none) = (0, 0);
    for (pay, large) in QUORUMS.iter().flat_map(|pay| QUORUMS.iter().map(move |large| (pay, large))) {
        let text = policy(7, groups, pay, large);
        let policy = Policy::parse(&text).unwrap();
        let is_allowed = |to: &str, people: &[String]| is_allowed(&policy, "6 BTC", to, people);
        let goes_around = |people: &[String]| is_allowed(STRANGER, people) && !is_allowed(LISTED, people);
        let sets = (0..1u32 << 7).map(|set| names((0..7).filter(|one| set >> one & 1 == 1)));
        let fewest = sets.filter(|people| goes_around(people)).map(|people| people.len()).min();
        let found = gap(&text).map(|(_, message)| {
            let (_, who) = message.split_once("in no list, ").unwrap();
            who.split('`').filter(|part| part.starts_with('v')).map(str::to_owned).collect::<Vec<String>>()
        });
        assert_eq!(found.as_ref().map(Vec::len), fewest, "{pay}; {large}: {found:?}");
        assert!(found.as_ref().is_none_or(|people| goes_around(people)), "{pay}; {large}: {found:?}");
        if found.is_some() { gaps += 1 } else { none += 1 }
    }
    assert!(gaps > 20 && none > 20, "{gaps} gaps, {none} none");
}

/// Thirty people of whom no two stand in the same of eight groups, and 22 at least stand in each.
fn told_apart() -> String {
    let pairs = (0..8).flat_map(|one| (0..one).map(move |other| [one, other]));
    let left_out: Vec<[usize; 2]> = pairs.chain([[0, 0], [1, 1]]).collect();
    assert_eq!(left_out.len(), 30);
    let members = |group: usize| names((0..30).filter(|person| !left_out[*person].contains(&group)));
    (0..8).map(|group| format!("s{group} = {:?}\n", members(group))).collect()
}

#[test]
fn what_cannot_be_tried_to_the_end_is_said_to_be_perhaps() {
    // Whoever fifteen they are, they fill the seats: too many sets to see it.
    let each: Vec<String> = (0..8).map(|group| format!("1 of s{group}")).collect();
    let large = each.join(" and ");
    let (severity, message) = gap(&policy(30, &told_apart(), "15 of everyone", &large)).unwrap();
    assert_eq!(severity, Severity::Medium);
    let expected = format!(
        "above 5 BTC per 24h `large` asks for `{large}` to an address in `ex`; to an address in no list, perhaps fewer are enough: \
         there are too many sets of people to try them all"
    );
    assert_eq!(message, expected);
    // Who cannot fill them is found all the same.
    let more = format!("{} and 9 of everyone", each[..7].join(" and "));
    let (severity, message) = gap(&policy(30, &told_apart(), "15 of everyone", &more)).unwrap();
    assert_eq!(severity, Severity::High);
    assert!(message.ends_with("and 12 others are enough"), "{message}");
}

#[test]
fn a_second_tier_closes_a_gap_where_the_engine_lets_it_bind_just_above_the_first_and_not_far_above() {
    let (mut gaps, mut none) = (0, 0);
    for line in ["0.00000001", "4.99999999", "5", "5.00000001", "5.00000002", "19", "500"] {
        for per in ["payout", "1h", "24h", "48h", "30d", "24h\"\neach = [\"destination\"]\n#\""] {
            let second = format!(
                "[[rules]]\nname = \"second\"\nassets = [\"BTC\"]\nwallets = \"any\"\nto = \"any\"\ninitiators = [\"desk\"]\n\
                 approve = \"3 of everyone\"\nabove = \"{line} BTC per {per}\"\n"
            );
            let text = policy(5, "", "2 of everyone", "3 of everyone") + &second;
            let parsed = Policy::parse(&text).unwrap();
            let two = names(0..2);
            assert!(!is_allowed(&parsed, "5.00000001 BTC", LISTED, &two), "{line} per {per}");
            let goes_around = is_allowed(&parsed, "5.00000001 BTC", STRANGER, &two);
            let message = "above 5 BTC per 24h `large` asks for `3 of everyone` to an address in `ex`; \
                           to an address in no list, `v00` and `v01` are enough";
            // An hour's line may be gone up to in each of the day's 24 hours.
            let in_parts = per == "1h" && ["4.99999999", "5"].contains(&line);
            let parts = if in_parts { ", in parts: `second` counts 1h by itself" } else { "" };
            let expected = (goes_around || in_parts).then(|| (Severity::High, format!("{message}{parts}")));
            assert_eq!(gap(&text), expected, "{line} per {per}");
            if goes_around { gaps += 1 } else { none += 1 }
        }
    }
    assert_eq!((gaps, none), (24, 18));
}
