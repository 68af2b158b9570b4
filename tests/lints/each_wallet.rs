//! A cap with a sum for each wallet lets out as many as there are wallets: numbers are of all of them.

use countersign::analyze::Severity;

use super::silent::{NONE, base, btc, each_tier, found, messages, policy, rule, tier};

/// The cap over 24 hours, with a sum for each of two wallets.
fn of_each(max: &str) -> String {
    btc("day", max) + "each = [\"wallet\"]\n"
}

#[test]
fn fresh_addresses_take_what_each_wallet_lets_out() {
    let of = |cap: String, more: String| {
        let dest = each_tier("dest", "10 BTC per 24h", "2 of ops") + &more;
        messages(&policy(&[base("1 of ops"), dest, cap]), "each-splits")
    };
    let none = String::new;
    let said = |addresses: u32, rate: &str| {
        format!(
            "{addresses} fresh addresses take {rate} in parts of 10 BTC, and `dest` never asks for `2 of ops`: \
             it counts each destination for itself"
        )
    };
    // One cap of as much as the tier is never more than the tier, and one of each wallet is twice as much.
    assert_eq!(of(btc("day", "10 BTC per 24h"), none()), NONE);
    assert_eq!(of(of_each("5 BTC per 24h"), none()), NONE);
    let both = "20 BTC per 24h (10 BTC out of each wallet)";
    assert_eq!(of(of_each("10 BTC per 24h"), none()), [said(2, both)]);
    let both = "40 BTC per 24h (20 BTC out of each wallet)";
    assert_eq!(of(of_each("20 BTC per 24h"), none()), [said(4, both)]);
    // Another cap lets out less.
    assert_eq!(of(of_each("20 BTC per 24h"), btc("total", "30 BTC per 24h")), [said(3, "30 BTC per 24h")]);
}

/// Strangers are paid out of one wallet alone, or those of another ask for as many as the tier.
#[test]
fn a_wallet_that_pays_no_stranger_or_asks_as_many_adds_nothing() {
    let of_wallet = |name: &str, wallet: &str, to: &str, approve: &str| {
        rule(name, "[\"bot\"]", to, approve).replace("wallets = \"any\"", &format!("wallets = [\"{wallet}\"]"))
    };
    let of = |to: &str, approve: &str| {
        let dest = each_tier("dest", "10 BTC per 24h", "2 of ops");
        let (one, other) =
            (of_wallet("one", "hot-1", "to = \"any\"", "1 of ops"), of_wallet("other", "hot-2", to, approve));
        messages(&policy(&[one, other, dest, of_each("10 BTC per 24h")]), "each-splits").len()
    };
    assert_eq!(of("to = \"any\"", "1 of ops"), 1);
    assert_eq!(of("to = [\"trusted\"]", "1 of ops"), 0);
    assert_eq!(of("to = \"any\"", "2 of ops"), 0);
}

/// A cap in the currency for each asset lets out as much of each, and the tier counts all of them together.
#[test]
fn fresh_addresses_take_what_is_let_out_of_each_asset() {
    let of = |each: &str| {
        let two = policy(&[
            base("1 of ops"),
            each_tier("dest", "100000 USD per 24h", "2 of ops"),
            format!("[[limits]]\nname = \"usd\"\nmax = \"100000 USD per 24h\"\n{each}"),
            "[assets.LBTC]\nchain = \"bitcoin\"\ndecimals = 8\n".into(),
        ]);
        let two = two.replace("\"1000000\"] }", "\"1000000\"], LBTC = [\"10000\", \"1000000\"] }");
        messages(&two.replace("assets = [\"BTC\"]", "assets = \"any\""), "each-splits")
    };
    assert_eq!(of(""), NONE);
    let said = "fresh addresses take up to 100000 USD per 24h of each asset in parts of 100000 USD, \
                and `dest` never asks for `2 of ops`: it counts each destination for itself";
    assert_eq!(of("each = [\"asset\"]\n"), [said]);
}

#[test]
fn what_one_takes_alone_is_what_leaves_all_wallets() {
    let text = policy(&[base("none"), of_each("10 BTC per 24h")]);
    let said = "`bot` alone takes up to 20 BTC per 24h (10 BTC out of each wallet) to an address in no list: \
                `base` and the tiers above it ask nobody";
    assert_eq!(messages(&text, "free-any-amount"), [said]);
    let text = policy(&[rule("base", "[\"ops\"]", "to = \"any\"", "1 of ops"), of_each("10 BTC per 24h")]).replacen(
        "payload ",
        "initiator_may_approve = true\npayload ",
        1,
    );
    let said = "`alice`, `bob` or `carol` alone releases under `base`, to an address in no list, \
                up to 20 BTC per 24h (10 BTC out of each wallet)";
    assert_eq!(found(&text, "one-person"), [(Severity::High, said.into())]);
    let said = "`base` pays any address: whoever can release it chooses where it goes, \
                all payouts together up to 20 BTC per 24h (10 BTC out of each wallet)";
    assert_eq!(messages(&text, "any-destination"), [said]);
    // A tier over both wallets begins before both are empty, and one over each of them before that one is.
    let of = |above: &str, each: &str| {
        let big = tier("big", above, "2 of risk") + each;
        messages(&policy(&[base("none"), big, of_each("10 BTC per 24h")]), "one-person")
    };
    let both = "`bot` alone releases under `base`, to an address in no list, up to 15 BTC per 24h, where `big` begins";
    assert_eq!(of("15 BTC per 24h", ""), [both]);
    let one = both.replace("15 BTC per 24h", "5 BTC per 24h out of each wallet");
    assert_eq!(of("5 BTC per 24h", "each = [\"wallet\"]\n"), [one]);
}

#[test]
fn a_hole_in_a_cap_is_as_large_as_all_wallets_together() {
    let of = |each: &str, max: &str| {
        let day = btc("day", "15 BTC per 24h") + "not_to = [\"trusted\"]\n" + each;
        let two = rule("strangers", "[\"bot\"]", "not_to = [\"trusted\"]", "2 of ops")
            + &rule("friends", "[\"bot\"]", "to = [\"trusted\"]", "2 of ops");
        let other = btc("other", max) + "each = [\"wallet\"]\n";
        messages(&policy(&[two, day, other]), "hole-in-cap")
    };
    let hole = "`day` of 15 BTC per 24h does not count what `bot` asks under `friends` to an address in `trusted`: \
                up to `other` of 10 BTC per 24h out of each wallet leave beside it";
    assert_eq!(of("", "10 BTC per 24h"), [hole]);
    assert_eq!(of("", "7.5 BTC per 24h"), NONE);
    // What leaves each wallet is compared with what leaves each.
    assert_eq!(of("each = [\"wallet\"]\n", "10 BTC per 24h"), NONE);
}

#[test]
fn a_cap_is_as_far_off_as_all_wallets_together() {
    let of = |each: &str| {
        let large = tier("large", "1 BTC per 24h", "2 of ops") + each;
        messages(&policy(&[base("1 of ops"), large, of_each("50 BTC per 24h")]), "uncapped-band")
    };
    let band = "above 1 BTC per 24h, where `large` begins, nothing holds before `day` of 50 BTC per 24h out of each wallet, \
                100 times as much";
    assert_eq!(of(""), [band]);
    assert_eq!(of("each = [\"wallet\"]\n"), NONE);
}

/// 100 a day out of each of two wallets at 0.005 BTC burn 1 BTC.
#[test]
fn fees_are_those_of_as_many_payouts_as_all_wallets_count() {
    let of = |each: &str, cap: String| {
        let count = format!("[[limits]]\nname = \"count\"\nmax_count = \"100 per 24h\"\n{each}");
        let text = policy(&[base("1 of ops"), count, cap]).replace("\"0.001 BTC\"", "\"0.005 BTC\"");
        messages(&text, "fee-times-count")
    };
    let said = "200 payouts a day, which `count` permits, may cost 1 BTC in fees: more than `day` of 0.99 BTC per 24h lets out";
    assert_eq!(of("each = [\"wallet\"]\n", btc("day", "0.99 BTC per 24h")), [said]);
    assert_eq!(of("each = [\"wallet\"]\n", btc("day", "1 BTC per 24h")), NONE);
    assert_eq!(of("", btc("day", "0.99 BTC per 24h")), NONE);
    // A cap of each wallet is one of both together, and one of a wallet alone holds no more than is counted there.
    assert_eq!(of("each = [\"wallet\"]\n", of_each("0.5 BTC per 24h")), NONE);
    let said = said.replace("0.99 BTC per 24h", "0.49 BTC per 24h out of each wallet");
    assert_eq!(of("each = [\"wallet\"]\n", of_each("0.49 BTC per 24h")), [said]);
    let first = btc("first", "0.5 BTC per 24h") + "wallets = [\"hot-1\"]\n" + &btc("total", "2 BTC per 24h");
    assert_eq!(of("each = [\"wallet\"]\n", first), NONE);
}

/// A tier over each wallet asks when as much has left each of them.
#[test]
fn a_tier_of_each_wallet_ends_what_goes_around_another_when_all_wallets_have_reached_it() {
    let of = |above: &str, each: &str| {
        let (dest, most) = (each_tier("dest", "1 BTC per 24h", "2 of ops"), tier("most", above, "2 of ops") + each);
        messages(&policy(&[base("1 of ops"), dest, most, btc("day", "500 BTC per 24h")]), "each-splits")
    };
    let said = "100 fresh addresses take 100 BTC per 24h in parts of 1 BTC, and `dest` never asks for `2 of ops`: \
                it counts each destination for itself";
    assert_eq!(of("50 BTC per 24h", "each = [\"wallet\"]\n"), [said]);
    assert_eq!(of("49.99999999 BTC per 24h", "each = [\"wallet\"]\n"), NONE);
    assert_eq!(of("50 BTC per 24h", ""), NONE);
    let single = || tier("single", "1 BTC per payout", "2 of ops");
    let most = tier("most", "50 BTC per 24h", "2 of ops") + "each = [\"wallet\"]\n";
    let said = "1 BTC may leave again and again, at most until `most` begins above 50 BTC per 24h out of each wallet, \
                and `single` never asks for `2 of ops`: it looks at one payout alone";
    let text = policy(&[base("1 of ops"), single(), most, btc("day", "500 BTC per 24h")]);
    assert_eq!(messages(&text, "per-payout-tier"), [said]);
}
