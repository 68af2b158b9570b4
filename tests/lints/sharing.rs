//! What a device is enough for, who asks no more, and assets that are alike: each with its nearest neighbour.

use super::silent::{NONE, btc, found, messages, policy, rule, tier};

/// A policy in which some sign on one device.
fn on_one_device(text: &str, who: &[&str]) -> String {
    who.iter().fold(text.to_owned(), |text, who| {
        let kind = if *who == "bot" { "requesters" } else { "approvers" };
        text.replacen(&format!("[{kind}.{who}]"), &format!("[{kind}.{who}]\ndevice = \"hsm\""), 1)
    })
}

fn shared(rules: &[String], who: &[&str]) -> Vec<String> {
    let day = btc("day", "20 BTC per 24h");
    messages(&on_one_device(&policy(&[rules.concat(), day]), who), "same-device")
}

/// Who asks may not approve: one device that two of them share does both.
#[test]
fn a_device_that_asks_and_approves_is_enough() {
    let pay = |asks: &str, approve: &str| [rule("pay", asks, "to = \"any\"", approve)];
    let of = |who: &str| format!("{who} sign on `hsm`: whoever has it asks for and approves any amount under `pay`");
    let (ops, bot) = (pay("[\"ops\"]", "1 of ops"), pay("[\"bot\"]", "1 of ops"));
    assert_eq!(shared(&ops, &["alice", "bob"]), [of("`alice` and `bob`")]);
    assert_eq!(shared(&bot, &["alice", "bot"]), [of("`alice` and `bot`")]);
    // With a device or without, another has to ask, or to approve.
    assert_eq!(shared(&bot, &["alice", "bob"]), NONE);
    assert_eq!(shared(&ops, &["alice", "erin"]), NONE);
    assert_eq!(shared(&pay("[\"bot\"]", "2 of ops"), &["alice", "bot"]), NONE);
    // Where who asks approves as well, one is enough alone.
    let text = policy(&[ops.concat(), btc("day", "20 BTC per 24h")]);
    let text = text.replacen("payload      =", "initiator_may_approve = true\npayload      =", 1);
    assert_eq!(messages(&on_one_device(&text, &["alice", "bob"]), "same-device"), NONE);
}

/// A device that meets all but the top tier releases up to it.
#[test]
fn a_device_that_is_enough_below_the_top_tier_is_told_of() {
    let rules = |mid: &str| {
        let (mid, top) = (tier("mid", "5 BTC per 24h", mid), tier("top", "10 BTC per 24h", "2 of risk"));
        [rule("pay", "[\"bot\"]", "to = \"any\"", "1 of ops"), mid, top]
    };
    let message = "`alice` and `erin` sign on `hsm`: whoever has it meets all that `pay` and `mid` ask for, \
                   and approves up to 10 BTC per 24h, where `top` begins, under `mid`";
    assert_eq!(shared(&rules("1 of risk"), &["alice", "erin"]), [message]);
    assert_eq!(shared(&rules("2 of risk"), &["alice", "erin"]), NONE);
}

/// Who may not ask any more takes nothing.
#[test]
fn who_asks_no_more_is_no_asker() {
    let with = |until: &str| {
        let pay = rule("pay", "[\"bot\", \"alice\"]", "to = \"any\"", "none");
        let text = policy(&[pay, btc("day", "20 BTC per 24h")]);
        let text = text.replacen("[requesters.bot]", &format!("[requesters.bot]\nactive_until = {until}"), 1);
        let [(_, message)] = found(&text, "free-any-amount").try_into().unwrap();
        message.contains("`bot`")
    };
    assert!(with("2026-11-26T12:00:01Z"));
    assert!(!with("2026-11-26T12:00:00Z"));
}

/// Assets that are alike have a sum each where a cap counts each by itself.
#[test]
fn alike_assets_with_a_sum_each_leave_together() {
    let with = |each: &str| {
        let assets = "[assets.USDC]\nchain = \"ethereum\"\ndecimals = 6\n\n[assets.USDT]\nchain = \"ethereum\"\ndecimals = 6\n\n";
        let pay = rule("pay", "[\"bot\"]", "to = \"any\"", "2 of ops").replace("[\"BTC\"]", "[\"USDC\", \"USDT\"]");
        let usd = format!(
            "[[limits]]\nname = \"usd\"\nmax = \"100000 USD per 24h\"\n{each}\n[[limits]]\nname = \"gas\"\nmax_fee = \"unlimited\"\n"
        );
        let text = policy(&[pay, usd]).replacen("[approvers.alice]", &format!("{assets}[approvers.alice]"), 1);
        let fixed = "fixed    = { USDC = \"1\", USDT = \"1\" }\nfeeds    =";
        messages(&text.replacen("feeds    =", fixed, 1), "no-global-value")
    };
    let message = "100000 USD per 24h of each asset can all leave together: no cap counts what they are worth in sum";
    assert_eq!(with("each = [\"asset\"]\n"), [message]);
    assert_eq!(with(""), NONE);
}
