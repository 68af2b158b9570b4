//! What somebody alone releases is as much as the engine allows one person, and high where no tier ends it.

use countersign::analyze::{Asked, Inspection, Party, Severity, Supposed};
use countersign::{Instant, Name, Payout, Policy};
use serde_json::json;

const SOLO: &str = include_str!("policies/solo.toml");
const SOLO_2: &str = include_str!("policies/solo2.toml");
const UNITS: &str = include_str!("policies/units.toml");

const NOW: &str = "2026-11-23T10:00:00Z";

fn payout(asset: &str, amount: &str) -> Payout {
    submitted(asset, amount, "po-1", NOW)
}

fn submitted(asset: &str, amount: &str, id: &str, at: &str) -> Payout {
    let to = match asset {
        "BTC" => "bc1qr7z48s9hruu6j4hants80yeadktfjp9d4368d3",
        _ => "0x8f4FaEeEbb3fBE62014307576f2D52bB1f0A33b4",
    };
    serde_json::from_value(json!({
        "id": id, "wallet": "hot", "amount": format!("{amount} {asset}"), "to": to, "fee": format!("0.1 {asset}"),
        "initiator": "someone", "submitted_at": at, "payload_sha256": "0".repeat(64),
    }))
    .unwrap()
}

/// Nobody, and everybody alone.
fn ones(policy: &Policy) -> Vec<Party> {
    let one = |name: &Name| Party::of(policy, [name.as_str()]).unwrap();
    policy.approvers().chain(policy.requesters()).map(one).chain([Party::nobody()]).collect()
}

/// Whether the engine allows it to one person, whoever asks.
fn is_allowed_to_one(supposed: &Supposed<'_>, payout: &Payout, now: &str) -> bool {
    let (policy, now) = (supposed.policy(), Instant::parse(now).unwrap());
    let names = policy.approvers().chain(policy.requesters()).cloned().chain([payout.initiator().clone()]);
    let asked: Vec<Asked<'_, '_>> = names.map(|name| supposed.open(&payout.with_initiator(name)).unwrap()).collect();
    let ones = ones(policy);
    asked.iter().any(|asked| ones.iter().any(|one| asked.of(one, &Party::nobody(), now).is_allowed()))
}

/// How heavy the finding is, and what it says.
fn found(text: &str) -> Option<(Severity, String)> {
    let inspection = Inspection::of(text, Instant::parse(NOW).unwrap()).unwrap_or_else(|problems| panic!("{problems}"));
    let finding = inspection.findings().iter().find(|finding| finding.code().as_str() == "one-person")?;
    Some((finding.severity(), finding.message().to_owned()))
}

/// What the finding says, where the engine allows one person so much at once and a unit more to nobody alone.
fn check(text: &str, asset: &str, (most, beyond): (&str, &str), severity: Severity, message: &str) {
    assert_eq!(found(text), Some((severity, message.to_owned())));
    let policy = Policy::parse(text).unwrap();
    let supposed = Supposed::new(&policy);
    assert!(is_allowed_to_one(&supposed, &payout(asset, most), NOW), "{most}: {message}");
    assert!(!is_allowed_to_one(&supposed, &payout(asset, beyond), NOW), "{beyond}: {message}");
}

const BTC_1: (&str, &str) = ("1", "1.00000001");
const BTC_90: (&str, &str) = ("90", "90.00000001");
const OPS: &str = "`alice`, `bob` or `carol` alone releases under `pay`, to an address in no list,";

#[test]
fn whom_nobody_has_to_ask_below_a_tier_may_be_enough_above_it() {
    let alone = "`alice` or `bob` alone releases under `pay`, to an address in no list, up to 90 BTC per 24h";
    check(SOLO, "BTC", BTC_90, Severity::High, alone);
    let two = SOLO.replace("\"1 of ops\"", "\"2 of ops\"");
    let anyone = "anyone alone releases under `pay`, to an address in no list, up to 1 BTC per 24h, where `big` begins";
    check(&two, "BTC", BTC_1, Severity::Medium, anyone);
    // Of two tiers the one that asks for more ends it.
    let third = "[[rules]]\nname = \"huge\"\nassets = [\"BTC\"]\nwallets = \"any\"\nto = \"any\"\n\
                 initiators = \"unsigned\"\nabove = \"5 BTC per 24h\"\napprove = \"2 of ops\"\n";
    let text = SOLO.to_owned() + third;
    let five = "`alice` or `bob` alone releases under `pay`, to an address in no list, up to 5 BTC per 24h, where `huge` begins";
    check(&text, "BTC", ("5", "5.00000001"), Severity::Medium, five);
    // Whose time is over is not one of them.
    let gone = SOLO.replace("[approvers.bob]", "[approvers.bob]\nactive_until = 2026-11-23T10:00:00Z");
    let alice = "`alice` alone releases under `pay`, to an address in no list, up to 90 BTC per 24h";
    check(&gone, "BTC", BTC_90, Severity::High, alice);
}

#[test]
fn a_tier_that_no_cap_lets_anybody_reach_ends_nothing() {
    let above = |above: &str, cap: &str| {
        SOLO_2.replace("1000 BTC per 24h", above).replace("\"90 BTC per 24h\"", &format!("\"{cap}\""))
    };
    let high = format!("{OPS} up to 90 BTC per 24h");
    for tier in ["1000 BTC per 24h", "90 BTC per 24h", "90 BTC per payout", "630 BTC per 7d"] {
        check(&above(tier, "90 BTC per 24h"), "BTC", BTC_90, Severity::High, &high);
    }
    let ends = |most: &str| format!("{OPS} up to {most}, where `big` begins");
    let below = above("89.99999999 BTC per 24h", "90 BTC per 24h");
    let edge = ("89.99999999", "90");
    check(&below, "BTC", edge, Severity::Medium, &ends("89.99999999 BTC per 24h"));
    let again = above("100 BTC per 7d", "90 BTC per 24h");
    check(&again, "BTC", BTC_90, Severity::Medium, &ends("90 BTC per 24h and 100 BTC per 7d"));
    // On the day after one person takes what is left below the tier, and no more.
    let policy = Policy::parse(&again).unwrap();
    let mut supposed = Supposed::new(&policy);
    let first = payout("BTC", "90").with_initiator(Name::parse("alice").unwrap());
    let alice = Party::of(&policy, ["alice"]).unwrap();
    assert!(supposed.reserve(&first, &alice, Instant::parse(NOW).unwrap()).unwrap().is_allowed());
    for (amount, is_allowed) in [("10", true), ("10.00000001", false)] {
        let day_after = "2026-11-24T10:00:00Z";
        let second = submitted("BTC", amount, "po-2", day_after);
        assert_eq!(is_allowed_to_one(&supposed, &second, day_after), is_allowed, "{amount}");
    }
}

#[test]
fn tiers_and_caps_of_different_measures_are_compared_at_the_price() {
    let ends = |most: &str, tier: &str| format!("{OPS} up to {most}, where `{tier}` begins");
    let eth = ("1", "1.000000000000000001");
    check(UNITS, "ETH", eth, Severity::Medium, &ends("1 ETH per 24h", "eth"));
    let usd = UNITS.replace("1000000 USD", "1999 USD");
    check(&usd, "ETH", ("0.9995", "0.999500000000000001"), Severity::Medium, &ends("1999 USD per 24h", "usd"));
    // 100 ETH are 200,000 dollars: a tier there no cap of as much lets anybody reach.
    let capped = |cap: &str, tier: &str| {
        let (head, rest) = UNITS.split_once("[[rules]]\nname=\"eth\"").unwrap();
        let (_, rest) = rest.split_once("[[rules]]").unwrap();
        format!("{head}[[rules]]{rest}").replace("9000 ETH", cap).replace("1000000 USD", tier)
    };
    let hundred = ("100", "100.000000000000000001");
    let cap = |most: &str| format!("{OPS} up to {most}");
    check(&capped("100 ETH", "200000 USD"), "ETH", hundred, Severity::High, &cap("100 ETH per 24h"));
    let ninety_nine = ("99.99", "99.990000000000000001");
    let below = ends("199980 USD per 24h", "usd");
    check(&capped("100 ETH", "199980 USD"), "ETH", ninety_nine, Severity::Medium, &below);
    // The least of two caps is said, whatever it is written in.
    let both = capped("100 ETH", "200000 USD") + "[[limits]]\nname = \"usd-day\"\nmax = \"20000 USD per 24h\"\n";
    check(&both, "ETH", ("10", "10.000000000000000001"), Severity::High, &cap("20000 USD per 24h"));
}
