//! Ways around tiers that a second hostile reviewer went while nothing was said, each with its nearest neighbour.

use countersign::analyze::Severity;

use super::silent::{HEAD, NONE, btc, found, messages, policy, rule};

/// A rule for whoever asks, of these lines.
fn tier(name: &str, to: &str, lines: &str) -> String {
    format!(
        "[[rules]]\nname = \"{name}\"\nassets = [\"BTC\"]\nwallets = \"any\"\n{to}\ninitiators = \"unsigned\"\n{lines}\n"
    )
}

const TRUSTED: &str = "to = [\"trusted\"]";
const OTHERS: &str = "not_to = [\"trusted\"]";
const BIG: &str = "approve = \"2 of ops and 1 of risk\"\n";

/// Anybody is paid with two of ops.
fn pay() -> String {
    rule("pay", "[\"bot\"]", "to = \"any\"", "2 of ops")
}

fn above(rate: &str, lines: &str) -> String {
    format!("above = \"{rate}\"\n{lines}")
}

fn gap(asks: &str, enough: &str) -> Vec<(Severity, String)> {
    let message =
        format!("above 5 BTC per 24h `big` {asks} to an address in `trusted`; to an address in no list, {enough}");
    vec![(Severity::High, message)]
}

const ASKS: &str = "asks for `2 of ops and 1 of risk`";

/// A limit of one wallet says nothing of what leaves another.
#[test]
fn limits_of_single_wallets_hold_no_sum_over_all() {
    let of = |wallet: &str, max: &str| btc(wallet, max) + &format!("wallets = [\"{wallet}\"]\n");
    let big = tier("big", TRUSTED, &above("5 BTC per 24h", BIG));
    let day = btc("day", "10 BTC per 24h");
    let text = policy(&[pay(), big.clone(), of("hot-1", "5 BTC per 24h"), of("hot-2", "5 BTC per 24h"), day]);
    assert_eq!(found(&text, "tier-gap"), gap(ASKS, "`alice` and `bob` are enough"));
    let text = policy(&[pay(), big, btc("day", "5 BTC per 24h")]);
    assert_eq!(messages(&text, "tier-gap"), NONE);
}

/// A tier that counts less in one sum lets by what is paid in parts.
#[test]
fn a_tier_that_counts_shorter_windows_or_wallets_by_themselves_closes_no_gap() {
    let with = |far: &str, each: &str| {
        let big = tier("big", TRUSTED, &above("5 BTC per 24h", BIG));
        let far = tier("far", OTHERS, &above(far, &format!("{BIG}{each}")));
        found(&policy(&[pay(), big, far, btc("day", "100 BTC per 24h")]), "tier-gap")
    };
    assert_eq!(with("5 BTC per 24h", ""), []);
    assert_eq!(with("5 BTC per 48h", ""), []);
    let enough = "`alice` and `bob` are enough, in parts: `far` counts";
    assert_eq!(with("5 BTC per 1h", ""), gap(ASKS, &format!("{enough} 1h by itself")));
    let each = "each = [\"wallet\"]\n";
    assert_eq!(with("5 BTC per 24h", each), gap(ASKS, &format!("{enough} each wallet by itself")));
}

/// A delay that those who are enough waive makes nobody wait.
#[test]
fn a_delay_that_whoever_is_enough_waives_is_none() {
    let with = |waived: &str| {
        let slow =
            |more: &str| above("5 BTC per 24h", &format!("{BIG}delay = \"24h\"\nveto = \"1 of guardians\"\n{more}"));
        let (big, far) = (tier("big", TRUSTED, &slow("")), tier("far", OTHERS, &slow(waived)));
        found(&policy(&[pay(), big, far, btc("day", "100 BTC per 24h")]), "tier-gap")
    };
    assert_eq!(with(""), []);
    assert_eq!(with("delay_waived_by = \"1 of guardians\"\n"), []);
    assert_eq!(with("delay_waived_by = \"1 of ops\"\n"), gap("delays by 24h payouts", "nothing waits"));
}

/// A veto that asks for more people than the other is not as good.
#[test]
fn a_veto_of_more_people_stops_less() {
    let with = |veto: &str| {
        let slow = |veto: &str| above("5 BTC per 24h", &format!("{BIG}delay = \"24h\"\nveto = \"{veto}\"\n"));
        let (big, far) = (tier("big", TRUSTED, &slow("1 of guardians")), tier("far", OTHERS, &slow(veto)));
        found(&policy(&[pay(), big, far, btc("day", "100 BTC per 24h")]), "tier-gap")
    };
    assert_eq!(with("1 of (guardians, risk)"), []);
    assert_eq!(with("2 of guardians"), gap("lets `1 of guardians` veto payouts", "only `2 of guardians` can"));
}

/// Hours that hold back what goes to a listed address alone.
#[test]
fn hours_that_bind_listed_addresses_alone_are_a_gap() {
    let hours = "approve = \"none\"\nhours = { days = [\"mon\", \"tue\"], open = \"09:00\", close = \"17:00\", zone = \"UTC\" }\n";
    let with = |to: &str| {
        let big = tier("big", to, &above("5 BTC per 24h", hours));
        found(&policy(&[pay(), big, btc("day", "100 BTC per 24h")]), "tier-gap").len()
    };
    assert_eq!((with("to = \"any\""), with(TRUSTED)), (0, 1));
}

/// A stranger, and a program that asks besides: two things apart, and the graver for that.
#[test]
fn a_program_that_pays_strangers_is_held_against_people_who_pay_whom_they_know() {
    let fund = rule("fund", "[\"ops\"]", TRUSTED, "2 of ops");
    let customers = |asks: &str| rule("customers", asks, OTHERS, "2 of ops");
    let big = tier("big", TRUSTED, &above("5 BTC per 24h", BIG));
    let with = |asks: &str| {
        found(&policy(&[fund.clone(), big.clone(), customers(asks), btc("day", "100 BTC per 24h")]), "tier-gap")
    };
    let [(severity, message)] = with("[\"bot\"]").try_into().unwrap();
    assert_eq!(severity, Severity::High);
    assert!(message.contains("to an address in no list, where `bot` asks, "), "{message}");
    assert_eq!(with("[\"ops\"]").len(), 1);
}

/// What limits keep every payout below asks nobody.
#[test]
fn a_tier_that_no_payout_reaches_is_no_top_tier() {
    let six = "2 of (ops, risk, guardians)";
    let base = rule("base", "[\"bot\"]", "to = \"any\"", six);
    let top = |rate: &str| tier("top", "to = \"any\"", &above(rate, "approve = \"all of (ops, risk, guardians)\"\n"));
    let with = |rate: &str| {
        messages(&policy(&[base.clone(), top(rate), btc("day", "100 BTC per 24h")]), "low-threshold").len()
    };
    assert_eq!((with("99 BTC per 24h"), with("100 BTC per 24h")), (0, 1));
    assert!(HEAD.contains("guardians"));
}

/// So many payouts of so much each are an amount.
#[test]
fn what_a_count_and_the_largest_payout_keep_below_a_tier_is_no_gap() {
    let with = |count: u32, count_lines: &str, most: &str| {
        let big = tier("big", TRUSTED, &above("5 BTC per 24h", BIG));
        let few = format!(
            "[[limits]]\nname = \"few\"\nassets = [\"BTC\"]\nmax_count = \"{count} per 24h\"\n{OTHERS}\n{count_lines}\n"
        );
        let small = btc("small", most) + OTHERS + "\n";
        found(&policy(&[pay(), big, few, small, btc("day", "100 BTC per 24h")]), "tier-gap")
    };
    let one = "0.1 BTC per payout";
    assert_eq!(with(50, "", one), []);
    assert_eq!(with(51, "", one), gap(ASKS, "`alice` and `bob` are enough"));
    assert_eq!(with(50, "", "0.11 BTC per payout").len(), 1);
    assert_eq!(with(50, "each = [\"wallet\"]", one).len(), 1);
}
