//! Section 2: what is refused because of two places together, and money that nothing caps.

use crate::world::Text;
use crate::{accepted, refused};

#[test]
fn payouts_and_approvals_outlive_the_longest_delay() {
    refused(&[
        ("delay = \"24h\"", "delay = \"60h\"", "short-lifetime", "\"60h\""),
        ("payout_ttl = \"72h\"", "payout_ttl = \"24h\"", "short-lifetime", "\"24h\""),
        ("approval_ttl = \"60h\"", "approval_ttl = \"86400s\"", "short-lifetime", "\"86400s\""),
    ]);
    accepted(&[
        ("delay = \"24h\"", "delay = \"215999s\""),
        ("payout_ttl = \"72h\"", "payout_ttl = \"86401s\""),
        ("approval_ttl = \"60h\"", "approval_ttl = \"86401s\""),
    ]);
}

/// The codes of what is wrong with the small world, where anyone asks, after some changes.
fn codes(changes: &[(&str, &str)], more: &str) -> Vec<&'static str> {
    let text = changes.iter().fold(Text::base(), |text, (old, new)| text.swap(old, new)).plus(more);
    let problems = text.parse().err();
    problems.iter().flatten().map(|problem| problem.code().as_str()).collect()
}

#[test]
fn something_signed_starts_every_delay_of_a_covering_rule() {
    let delayed = |approve: &str| format!("approve = \"{approve}\"\nveto = \"1 of risk\"\ndelay = \"2h\"");
    let (old, unsigned) = ("approve = \"1 of ops\"", "initiators = \"unsigned\"");
    let (none, asked) = (delayed("none"), delayed("1 of ops"));
    let weekend = format!(
        "{none}\nduring = {{ days = [\"sat\"], open = \"00:00\", close = \"00:00\", zone = \"UTC\" }}\n[[rules]]\n\
         name = \"other\"\nassets = \"any\"\nwallets = \"any\"\nto = \"any\"\n{unsigned}\napprove = \"none\""
    );
    assert_eq!(codes(&[(old, &none)], ""), ["unanchored-delay"]);
    assert!(codes(&[(old, &asked)], "").is_empty());
    assert!(codes(&[(old, &none), (unsigned, "initiators = [\"ops\"]")], "").is_empty());
    assert!(codes(&[(old, &weekend)], "").is_empty(), "a rule that only adds may find an anchor elsewhere");
}

#[test]
fn anyone_asks_only_where_nothing_asks_who() {
    let limit = |more: &str| format!("[[limits]]\nname = \"extra\"\nmax_count = \"5 per 1h\"\n{more}");
    let rule = |initiators: &str, more: &str| {
        format!(
            "[[rules]]\nname = \"extra\"\nassets = [\"BTC\"]\nwallets = \"any\"\nto = \"any\"\ninitiators = {initiators}\n\
             above = \"1 BTC per 1h\"\napprove = \"none\"\n{more}"
        )
    };
    for asks_who in [
        limit("initiators = [\"alice\"]"),
        limit("initiators = \"requesters\""),
        limit("each = [\"wallet\", \"initiator\"]"),
        "[[blocks]]\nname = \"extra\"\ninitiators = [\"shop\"]".into(),
        rule("[\"ops\"]", ""),
        rule("\"unsigned\"", "each = [\"initiator\"]"),
    ] {
        assert_eq!(codes(&[], &asks_who), ["unsigned-initiator"], "{asks_who}");
    }
    for asks_nobody in
        [limit("each = [\"wallet\"]"), rule("\"unsigned\"", ""), "[[blocks]]\nname = \"x\"\nwallets = [\"hot\"]".into()]
    {
        assert!(codes(&[], &asks_nobody).is_empty(), "{asks_nobody}");
    }
    refused(&[("initiators = [\"ops\"]", "initiators = \"unsigned\"", "unsigned-initiator", "\"unsigned\"")]);
    accepted(&[("initiators = \"requesters\"", "initiators = \"unsigned\"")]);
}

#[test]
fn every_asset_and_wallet_of_a_covering_rule_has_a_cap_over_time() {
    let day = "max = \"20 BTC per 24h\"";
    let with = |more: &str| format!("{day}\n{more}");
    for uncapped in [
        "max = \"20 BTC per payout\"",
        &with("wallets = [\"hot\"]"),
        &with("to = [\"friends\"]"),
        &with("not_to = [\"foes\"]"),
        &with("initiators = [\"ops\"]"),
        &with("initiators = \"requesters\""),
        &with("each = [\"destination\"]"),
        &with("each = [\"wallet\", \"initiator\"]"),
        "max_count = \"3 per 1d\"",
        "max = \"1 XRP per 24h\"",
    ] {
        refused(&[(day, uncapped, "uncapped-amount", "\"covers\"")]);
    }
    for capped in [
        &with("wallets = \"any\""),
        &with("wallets = [\"hot\", \"cold\"]"),
        &with("to = \"any\""),
        &with("each = [\"wallet\", \"asset\"]"),
        &format!("{}\n[[limits]]\nname = \"cold-day\"\n{}", with("wallets = [\"hot\"]"), with("wallets = [\"cold\"]")),
        // Bitcoin has bounds, so that the currency caps it.
        "max = \"100 USD per 24h\"",
        "max = \"100 USD per 24h\"\nassets = [\"BTC\"]",
    ] {
        accepted(&[(day, capped)]);
    }
    // Ether has a fixed price, the ripple asset neither: the currency does not cap it.
    accepted(&[("max = \"200 ETH per 24h\"", "max = \"100 USD per 24h\"")]);
    refused(&[("max = \"90000 XRP per 24h\"", "max = \"100 USD per 24h\"", "uncapped-amount", "\"covers\"")]);
}

#[test]
fn a_cap_covers_the_destinations_of_the_rule() {
    let rule = "to = \"any\"\ninitiators = [\"ops\"]\napprove = \"1 of ops\"";
    let limited = |to: &str, cap: &str| (rule.replace("to = \"any\"", to), format!("max = \"20 BTC per 24h\"\n{cap}"));
    let both = "max = \"20 BTC per 24h\"";
    for (to, cap, capped) in [
        ("to = [\"friends\"]", "to = [\"friends\"]", true),
        ("to = [\"friends\"]", "to = [\"foes\", \"friends\"]", true),
        ("to = [\"foes\", \"friends\"]", "to = [\"friends\"]", false),
        ("to = [\"friends\"]", "not_to = [\"foes\"]", false),
        ("not_to = [\"foes\"]", "not_to = [\"foes\"]", true),
        ("not_to = [\"foes\", \"friends\"]", "not_to = [\"foes\"]", true),
        ("not_to = [\"foes\"]", "not_to = [\"foes\", \"friends\"]", false),
        ("not_to = [\"foes\"]", "to = [\"friends\"]", false),
    ] {
        let (rule_written, limit) = limited(to, cap);
        let good = include_str!("good.toml").replacen(rule, &rule_written, 1).replacen(both, &limit, 1);
        let problems = Text::of(&good).parse().err().map(|problems| problems.to_string());
        assert_eq!(problems.is_none(), capped, "{to} under {cap}: {problems:?}");
    }
}

#[test]
fn every_asset_and_wallet_of_a_covering_rule_has_a_cap_on_fees() {
    let fee = "max_fee = \"unlimited\"";
    let others = "\n[[limits]]\nname = \"f2\"\nassets = [\"ETH\", \"XRP\"]\nmax_fee = \"unlimited\"";
    for uncapped in [
        "max_fee = \"1 ETH\"",
        "max_fee = \"1 BTC\"\nwallets = [\"hot\"]",
        "max_fee = \"1 BTC\"\nassets = [\"XRP\"]",
        "max_fee = \"1 BTC\"\nto = [\"friends\"]",
        "max_fee = \"1 BTC\"\ninitiators = [\"ops\"]",
    ] {
        refused(&[(fee, &format!("{uncapped}{others}"), "uncapped-fee", "\"covers\"")]);
    }
    for capped in
        ["max_fee = \"1 BTC\"", "max_fee = \"0 BTC\"\nassets = [\"BTC\"]", "max_fee = \"1 BTC\"\nwallets = \"any\""]
    {
        accepted(&[(fee, &format!("{capped}{others}"))]);
    }
}

#[test]
fn a_rule_that_only_adds_needs_no_cap() {
    accepted(&[("max = \"20 BTC per 24h\"", "max = \"20 BTC per 24h\"\nto = \"any\"")]);
    let only_eth = "assets = [\"ETH\", \"XRP\"]\nwallets = \"any\"\nto = \"any\"";
    accepted(&[("assets = \"any\"\nwallets = \"any\"\nto = \"any\"", only_eth)]);
}
