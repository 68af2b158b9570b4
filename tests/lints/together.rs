//! What several limits, tiers, vetoes or hours come to together: each with its nearest neighbour.

use countersign::analyze::Severity;

use super::silent::{NONE, base, btc, found, messages, policy, rule, tier};

const TRUSTED: &str = "to = [\"trusted\"]";
const OTHERS: &str = "not_to = [\"trusted\"]";
const BIG: &str = "2 of ops and 1 of risk";

/// A tier above 5 BTC for whoever asks, to some destinations.
fn big(name: &str, to: &str, approve: &str, lines: &str) -> String {
    rule(name, "\"unsigned\"", to, approve) + "above = \"5 BTC per 24h\"\n" + lines
}

fn pay(lines: &str) -> String {
    rule("pay", "[\"bot\"]", "to = \"any\"", "2 of ops") + lines
}

fn day() -> String {
    btc("day", "100 BTC per 24h")
}

/// What `big` is said to be escaped by.
fn enough(rules: &[String]) -> Vec<String> {
    let gaps = messages(&policy(&[rules.concat(), day()]), "tier-gap");
    gaps.iter()
        .map(|message| message.split_once(" payouts to ").map_or(message.as_str(), |(asks, _)| asks).into())
        .collect()
}

fn out_of(wallet: &str, max: &str) -> String {
    btc(wallet, max) + &format!("wallets = [\"{wallet}\"]\n")
}

/// What leaves each of two wallets leaves both.
#[test]
fn limits_of_each_wallet_hold_what_leaves_them_all() {
    let top = |rate: &str| tier("top", rate, "all of (ops, risk, guardians)");
    let low = |limits: &[String]| {
        let rules = [base("2 of (ops, risk, guardians)"), top("100 BTC per 24h"), limits.concat()];
        messages(&policy(&rules), "low-threshold").len()
    };
    assert_eq!(low(&[out_of("hot-1", "50 BTC per 24h"), out_of("hot-2", "50 BTC per 24h")]), 1);
    assert_eq!(low(&[out_of("hot-1", "50 BTC per 24h"), out_of("hot-2", "50.00000001 BTC per 24h")]), 0);
    let each = |max: &str| btc("day", max) + "each = [\"wallet\"]\n";
    assert_eq!(low(&[each("50 BTC per 24h")]), 1);
    assert_eq!(low(&[each("50.00000001 BTC per 24h")]), 0);
    // One over all counts where it is the less.
    assert_eq!(low(&[each("99 BTC per 24h"), btc("all-day", "100 BTC per 24h")]), 1);
    let alone = |max: &str| {
        let rules =
            [base("none"), tier("big", "100 BTC per 24h", "2 of ops"), out_of("hot-1", max), out_of("hot-2", max)];
        found(&policy(&rules), "one-person").into_iter().map(|(severity, _)| severity).collect::<Vec<_>>()
    };
    assert_eq!(alone("50 BTC per 24h"), [Severity::High]);
    assert_eq!(alone("51 BTC per 24h"), [Severity::Medium]);
}

/// A program that may ask for less than a tier's line has no gap, whatever people ask for.
#[test]
fn a_limit_of_who_the_tier_does_not_bind_is_enough() {
    let with = |max: &str| {
        let pay = rule("pay", "[\"ops\", \"bot\"]", "to = \"any\"", "2 of ops");
        let tier = rule("big", "[\"ops\"]", "to = \"any\"", BIG) + "above = \"5 BTC per 24h\"\n";
        let bots = btc("bots", max) + "initiators = [\"bot\"]\n";
        messages(&policy(&[pay, tier, bots, day()]), "tier-gap").len()
    };
    assert_eq!((with("5 BTC per 24h"), with("5.00000001 BTC per 24h")), (0, 1));
}

/// A tier for each wallet counts each wallet by itself.
#[test]
fn tiers_that_each_see_some_let_by_what_they_do_not_see() {
    let with = |line: &str| {
        let of = |name: &str, wallet: &str| {
            let far = rule(name, "\"unsigned\"", OTHERS, BIG).replace("\"any\"", &format!("[\"{wallet}\"]"));
            far + &format!("above = \"{line} BTC per 24h\"\n")
        };
        let rules = [pay(""), big("big", TRUSTED, BIG, ""), of("far-1", "hot-1"), of("far-2", "hot-2")];
        messages(&policy(&[rules.concat(), day()]), "tier-gap")
    };
    let message = "above 5 BTC per 24h `big` asks for `2 of ops and 1 of risk` to an address in `trusted`; \
                   to an address in no list, `alice` and `bob` are enough, in parts: `far-1` counts some of them alone";
    assert_eq!(with("5"), [message]);
    assert_eq!(with("4.99999999"), NONE);
}

/// Some who approve are enough to waive.
#[test]
fn a_delay_that_some_who_approve_waive_is_none() {
    let slow = |name: &str, to: &str, lines: &str| {
        big(name, to, BIG, &format!("delay = \"24h\"\nveto = \"1 of guardians\"\n{lines}"))
    };
    let with = |waived: &str| {
        let waived = format!("delay_waived_by = \"{waived}\"\n");
        enough(&[pay(""), slow("big", TRUSTED, ""), slow("far", OTHERS, &waived)])
    };
    assert_eq!(with("1 of (frank)"), ["above 5 BTC per 24h `big` delays by 24h"]);
    assert_eq!(with("1 of (grace)"), NONE);
    let both = "delay_waived_by = \"1 of (frank)\"\n";
    assert_eq!(enough(&[pay(""), slow("big", TRUSTED, both), slow("far", OTHERS, both)]), NONE);
}

/// Two vetoes are as good as one of both.
#[test]
fn vetoes_of_several_rules_stop_together() {
    let waits = "delay = \"24h\"\n";
    let veto = |people: &str| format!("{waits}veto = \"{people}\"\n");
    let with = |pays: &str, far: &str| {
        let far = big("far", OTHERS, BIG, &veto(far));
        enough(&[pay(&veto(pays)), big("big", TRUSTED, BIG, &veto("1 of (risk, guardians)")), far])
    };
    assert_eq!(with("1 of risk", "1 of guardians"), NONE);
    assert_eq!(with("1 of risk", "2 of guardians").len(), 1);
}

/// Hours are held against hours.
#[test]
fn hours_that_others_have_as_well_are_no_gap() {
    let hours = |days: &str, open: &str, close: &str| {
        format!("hours = {{ days = [{days}], open = \"{open}\", close = \"{close}\", zone = \"UTC\" }}\n")
    };
    let week = "\"mon\", \"tue\", \"wed\", \"thu\", \"fri\", \"sat\", \"sun\"";
    let office = hours("\"mon\", \"tue\"", "09:00", "17:00");
    let with = |base: &str| enough(&[pay(base), big("big", TRUSTED, "none", &office)]);
    assert_eq!(with(&office), NONE);
    assert_eq!(with(&hours("\"mon\"", "10:00", "17:00")), NONE);
    assert_eq!(with(&hours(week, "06:00", "22:00")).len(), 1);
    assert_eq!(with(&hours("\"mon\", \"tue\"", "09:00", "17:01")).len(), 1);
    assert_eq!(with("").len(), 1);
}

/// Strangers may be paid by others, and out of another wallet.
#[test]
fn a_stranger_is_held_against_whom_others_pay_out_of_other_wallets() {
    let fund = |asks: &str, wallet: &str| rule("fund", asks, TRUSTED, "2 of ops").replace("\"any\"", wallet);
    let customers = |asks: &str, wallet: &str| rule("customers", asks, OTHERS, "2 of ops").replace("\"any\"", wallet);
    let with = |one: [&str; 2], other: [&str; 2]| {
        let rules = [fund(one[0], one[1]), big("big", TRUSTED, BIG, ""), customers(other[0], other[1]), day()];
        messages(&policy(&rules), "tier-gap").concat()
    };
    let said = |message: String, words: &str| assert!(message.contains(words), "{message}");
    said(
        with(["[\"alice\"]", "\"any\""], ["[\"grace\"]", "\"any\""]),
        "to an address in `trusted`, where `alice` asks; to an address in no list, where `grace` asks, ",
    );
    said(
        with(["[\"bot\"]", "[\"hot-1\"]"], ["[\"bot\"]", "[\"hot-2\"]"]),
        "to an address in `trusted` out of `hot-1`; to an address in no list out of `hot-2`, ",
    );
    // What programs ask may need more than what people do.
    assert_eq!(with(["[\"bot\"]", "\"any\""], ["[\"alice\"]", "\"any\""]), "");
}
