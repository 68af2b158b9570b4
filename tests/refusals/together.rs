//! Section 2: what is refused because of two places together, and money that nothing caps.

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

#[test]
fn something_signed_starts_every_delay_of_a_covering_rule() {
    let rule = |initiators: &str, approve: &str, more: &str| {
        format!(
            "[[blocks]]\nname = \"b2\"\nwallets = [\"cold\"]\n[[rules]]\nname = \"later\"\nassets = \"any\"\nwallets = \"any\"\n\
                 to = \"any\"\ninitiators = {initiators}\napprove = \"{approve}\"\nveto = \"nobody\"\ndelay = \"2h\"\n{more}\n[prices]"
        )
    };
    // Anyone may ask only where nothing else names people: this table shows the delay's problem beside that one.
    accepted(&[
        ("[prices]", &rule("[\"ops\"]", "none", "")),
        ("[prices]", &rule("[\"ops\"]", "1 of ops", "")),
        ("[prices]", &rule("\"unsigned\"", "none", "above = \"1 USD per payout\"")),
        (
            "[prices]",
            &rule(
                "\"unsigned\"",
                "none",
                "during = { days = [\"sat\"], open = \"00:00\", close = \"00:00\", zone = \"UTC\" }",
            ),
        ),
    ]);
}

#[test]
fn anyone_asks_only_where_nothing_asks_who() {
    let unsigned = ("initiators = [\"ops\"]", "initiators = \"unsigned\"");
    // The rule `tier` names requesters.
    refused(&[(unsigned.0, unsigned.1, "unsigned-initiator", "\"unsigned\"")]);
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
        let problems = crate::world::Text::of(&good).parse().err().map(|problems| problems.to_string());
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
