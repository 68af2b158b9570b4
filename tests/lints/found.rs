//! What a hostile reader found: policies under which nothing leaves, and sentences that a smaller cap makes false.

use countersign::analyze::{Finding, Inspection, Party, Supposed};
use countersign::{Instant, Payout, Policy};

const MINIMAL: &str = include_str!("../../policies/minimal.toml");
const BRIDGE: &str = include_str!("../../policies/bridge.toml");

/// Without its claims, which are about another policy once it is edited.
fn unclaimed(text: &str) -> String {
    let (text, _) = text.split_once("[[claims]]").unwrap();
    text.into()
}

fn inspect(text: &str) -> Inspection {
    Inspection::of(text, Instant::parse(super::NOW).unwrap()).unwrap_or_else(|problems| panic!("{problems}"))
}

/// What is found of one code.
fn messages(text: &str, code: &str) -> Vec<String> {
    let inspection = inspect(text);
    let found = inspection.findings().iter().filter(|finding| finding.code().as_str() == code);
    found.map(Finding::message).map(str::to_owned).collect()
}

/// The minimal policy with its quorum written anew, something before its rule and something behind it all.
fn minimal(approve: &str, before: &str, behind: &str) -> String {
    let text = unclaimed(MINIMAL).replace("approve    = \"2 of owners\"", approve);
    text.replacen("[groups]", &format!("{before}\n[groups]"), 1) + behind
}

fn hours(days: &str) -> String {
    format!("hours = {{ days = [{days}], open = \"09:00\", close = \"10:00\", zone = \"UTC\" }}\n")
}

fn rule(name: &str, rest: &str) -> String {
    format!("\n[[rules]]\nname = \"{name}\"\nassets = [\"BTC\"]\nwallets = \"any\"\nto = \"any\"\n{rest}")
}

#[test]
fn a_policy_under_which_nothing_leaves_is_locked_whatever_the_reason() {
    let two_of = "approve = \"2 of owners\"";
    let owners = "initiators = [\"owners\"]\napprove = \"1 of owners\"\n";
    let usd = "[assets.USDC]\nchain = \"ethereum\"\ndecimals = 6\n[prices]\ncurrency = \"USD\"\ndecimals = 2\n\
               fixed = { USDC = \"1\" }\n";
    let days = "days = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\", \"sat\", \"sun\"]";
    let during = format!("during = {{ {days}, open = \"00:00\", close = \"00:00\", zone = \"UTC\" }}\n{owners}");
    let each_pair_meets = minimal(&format!("{two_of}\n{}", hours("\"mon\", \"tue\"")), "", "")
        + &rule("b", &(hours("\"tue\", \"wed\"") + owners))
        + &rule("c", &(hours("\"mon\", \"wed\"") + owners));
    let cases = [
        // A fee in one asset, and in another.
        (unclaimed(BRIDGE) + "\n[[limits]]\nname = \"gas-2\"\nmax_fee = \"100 USDC\"\n", "limit:gas"),
        (each_pair_meets, "hours:"),
        // Always, but by another rule's hours.
        (
            minimal(two_of, "", "")
                + &rule("n", &(during + &hours("\"mon\"")))
                + &rule("m", &(hours("\"tue\"") + owners)),
            "hours:",
        ),
        // A cap in a currency that nothing is ever worth something in.
        (minimal(two_of, usd, "\n[[limits]]\nname = \"usd\"\nmax = \"1000000 USD per 24h\"\n"), "price:BTC"),
    ];
    for (text, reason) in cases {
        let found = messages(&text, "locked");
        assert_eq!(found.len(), 1, "{reason}: {found:?}");
        assert!(found[0].starts_with("no payout that is submitted in the week from 2026-11-26T12:00:00Z"), "{found:?}");
        assert!(found[0].contains(reason), "{found:?}");
        assert!(messages(&text, "no-bounds").is_empty(), "there are no feeds to bound");
    }
    // Their nearest neighbours are not.
    let other_fee = "\n[[limits]]\nname = \"gas-2\"\nassets = [\"USDC\"]\nmax_fee = \"0.1 ETH\"\n";
    let feed = "[approvers.feed-1]\n\
        keys = [\"ecdsa:02dcd11f5b23a90e660aa5ab45e09e4095c18c653e49d3777bd059ac96a9f160dc\"]\n\
        [prices]\ncurrency = \"USD\"\ndecimals = 2\nfeeds = \"1 of feed-1\"\nmax_age = \"10m\"\n";
    for text in [
        unclaimed(BRIDGE) + other_fee,
        minimal(
            &format!("{two_of}\n{}", hours("\"mon\", \"tue\"")),
            "",
            &rule("b", &(hours("\"tue\", \"wed\"") + owners)),
        ),
        minimal(two_of, feed, "\n[[limits]]\nname = \"usd\"\nmax = \"1000000 USD per 24h\"\n"),
    ] {
        assert_eq!(messages(&text, "locked"), Vec::<String>::new());
    }
}

const LIST: &str = "[lists.exchanges]\ncooling_off = \"7d\"\nentries = [{ chain = \"bitcoin\", \
                    address = \"bc1qjxzq70j25hk3jjgmucd6gdhycuglny3z8gdr93\", added = 2026-01-05T00:00:00Z }]\n";

#[test]
fn a_tier_of_the_listed_is_no_gap_where_strangers_never_get_as_far() {
    let tier = "\n[[rules]]\nname = \"t\"\nassets = [\"BTC\"]\nwallets = \"any\"\nto = [\"exchanges\"]\n\
                initiators = \"unsigned\"\nabove = \"5 BTC per 24h\"\napprove = \"2 of owners\"\n";
    let strangers = |max: &str| {
        format!("\n[[limits]]\nname = \"strangers\"\nassets = [\"BTC\"]\nnot_to = [\"exchanges\"]\nmax = \"{max}\"\n")
    };
    let text = minimal("approve = \"1 of owners\"", LIST, tier).replace("\"1 BTC per 24h\"", "\"20 BTC per 24h\"");
    let gap = "above 5 BTC per 24h `t` asks for `2 of owners` to an address in `exchanges`; to an address in no list, `bob` is enough";
    assert_eq!(messages(&text, "tier-gap"), [gap]);
    for (max, is_gap) in [
        ("5 BTC per 24h", false),
        ("5 BTC per 48h", false),
        ("5.00000001 BTC per 24h", true),
        ("5 BTC per 12h", true),
        ("2.5 BTC per 12h", false),
        ("1 BTC per payout", true),
    ] {
        assert_eq!(!messages(&(text.clone() + &strangers(max)), "tier-gap").is_empty(), is_gap, "{max}");
    }
}

#[test]
fn what_a_cap_stops_before_the_tier_is_said_neither_to_split_nor_to_leave_again() {
    let tier = |above: &str, each: &str| {
        rule("t", &format!("initiators = [\"owners\"]\nabove = \"{above}\"\n{each}approve = \"2 of owners\"\n"))
    };
    let text = |max: &str, tier: &str| {
        minimal("approve = \"1 of owners\"", "", tier).replace("\"1 BTC per 24h\"", &format!("\"{max}\""))
    };
    let splits = |max: &str, more: &str| {
        messages(&text(max, &(tier("5 BTC per 24h", "each = [\"destination\"]\n") + more)), "each-splits")
    };
    assert_eq!(splits("5 BTC per 24h", ""), Vec::<String>::new());
    assert!(splits("20 BTC per 24h", "")[0].starts_with("4 fresh addresses take 20 BTC per 24h in parts of 5 BTC"));
    assert!(splits("8 BTC per 24h", "")[0].starts_with("2 fresh addresses take 8 BTC per 24h in parts of 5 BTC"));
    let small = "\n[[limits]]\nname = \"small\"\nmax = \"2 BTC per payout\"\n";
    assert!(splits("20 BTC per 24h", small)[0].starts_with("10 fresh addresses take 20 BTC per 24h in parts of 2 BTC"));
    let again = |max: &str, more: &str| messages(&text(max, &(tier("5 BTC per payout", "") + more)), "per-payout-tier");
    assert_eq!(again("5 BTC per 24h", ""), Vec::<String>::new());
    assert_eq!(again("20 BTC per 24h", small), Vec::<String>::new());
    assert_eq!(again("5.00000001 BTC per 24h", "").len(), 1);
}

#[test]
fn whose_time_is_over_has_no_veto() {
    let gone = |until: &str| {
        let person = format!(
            "[approvers.guy]\nactive_until = {until}\n\
             keys = [\"ecdsa:02e056e04614d0537f45d67a66ddebe1390be441f07ba2b646d4f6d940030147d3\"]\n"
        );
        let approve = "approve = \"2 of owners\"\ndelay = \"12h\"\nveto = \"1 of guy\"";
        let text = minimal(approve, &person, "").replace("payout_ttl   = \"24h\"", "payout_ttl = \"48h\"");
        messages(&text, "no-veto")
    };
    assert_eq!(gone("2026-11-26T12:00:00Z").len(), 1);
    // Nor for what is submitted in the week that is looked at, once it is.
    assert_eq!(gone("2026-12-03T11:59:59Z").len(), 1);
    assert_eq!(gone("2026-12-03T12:00:00Z"), Vec::<String>::new());
}

#[test]
fn an_organisation_that_others_have_to_ask_is_not_said_to_do_it_alone() {
    let of = |text: &str, who: &str, org: &str| {
        text.replace(&format!("[approvers.{who}]\n"), &format!("[approvers.{who}]\norg = \"{org}\"\n"))
    };
    let text = of(&of(&of(&unclaimed(MINIMAL), "alice", "acme"), "bob", "acme"), "carol", "other");
    let found = messages(&text, "one-org");
    let expected = "`acme` alone meets `2 of owners`: whoever takes it over approves any amount of what `carol` asks under `any-payout`";
    assert_eq!(found, [expected]);
    let found = messages(&text.replace("payload      =", "initiator_may_approve = true\npayload ="), "one-org");
    assert_eq!(
        found,
        ["`acme` alone meets `2 of owners`: whoever takes it over approves any amount under `any-payout`"]
    );
}

#[test]
fn what_a_larger_amount_cures_is_not_said_to_lock_everything() {
    // One whole coin waits for a delay that nothing starts; six of them somebody has to approve, and that starts it.
    let text = include_str!("../claims/found/no-anchor.toml")
        .replace("decimals = 8", "decimals = 0")
        .replace("[groups]", "[prices]\ncurrency = \"USD\"\ndecimals = 2\nfixed = { BTC = \"1000\" }\n\n[groups]")
        .replace("\"1 BTC per payout\"", "\"100 USD per payout\"");
    assert!(!super::codes(&text).contains(&"locked"));
}

/// Carol and dave could waive the delay together and are never active together: the smallest amounts never leave, and
/// larger ones, which alice signs, do.
#[test]
fn a_delay_that_cannot_be_waived_locks_nothing_that_is_signed() {
    let text = include_str!("policies/terms-apart.toml");
    assert_eq!(messages(text, "locked"), [] as [&str; 0]);
    let policy = Policy::parse(text).unwrap();
    let (supposed, alice) = (Supposed::new(&policy), Party::of(&policy, ["alice"]).unwrap());
    for (amount, is_allowed) in [("2 BTC", false), ("3 BTC", true)] {
        let payout: Payout = serde_json::from_value(serde_json::json!({
            "id": "po-1", "wallet": "w", "amount": amount, "to": "bc1qjxzq70j25hk3jjgmucd6gdhycuglny3z8gdr93",
            "fee": "0 BTC", "initiator": "someone", "submitted_at": super::NOW,
        }))
        .unwrap();
        let an_hour_later = Instant::parse("2026-11-26T13:00:00Z").unwrap();
        let foreseen = supposed.open(&payout).unwrap().of(&alice, &Party::nobody(), an_hour_later);
        assert_eq!(foreseen.is_allowed(), is_allowed, "{amount}: {:?}", foreseen.checks());
    }
}
