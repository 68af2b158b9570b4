//! Section 2: what rules, limits and blocks must say, may say, and may not say together.

use crate::{accepted, refused};

#[test]
fn a_rule_says_everything_that_its_silence_would_permit() {
    let covers = "name = \"covers\"\nassets = \"any\"\nwallets = \"any\"\nto = \"any\"\ninitiators = [\"ops\"]\napprove = \"1 of ops\"";
    for key in [
        "name = \"covers\"",
        "assets = \"any\"",
        "wallets = \"any\"",
        "to = \"any\"",
        "initiators = [\"ops\"]",
        "approve = \"1 of ops\"",
    ] {
        refused(&[(covers, &covers.replace(key, ""), "missing-key", "[[rules]]")]);
    }
}

#[test]
fn a_top_level_key_without_optional_is_required() {
    for key in [
        "schema = 1",
        "realm = \"prod\"",
        "name = \"desk\"",
        "payout_ttl = \"72h\"",
        "approval_ttl = \"60h\"",
        "clock_skew = \"2m\"",
        "payload = \"optional\"",
        "wallets = [\"hot\", \"cold\"]",
    ] {
        refused(&[(&format!("{key}\n"), "", "missing-key", "")]);
    }
    accepted(&[("initiator_may_approve = false\n", ""), ("title = \"Desk\"\n", "")]);
}

#[test]
fn a_table_says_what_it_must() {
    refused(&[
        ("chain = \"ethereum\"\n", "", "missing-key", "[assets.ETH]"),
        ("decimals = 18\n", "", "missing-key", "[assets.ETH]"),
        ("keys = [\"KEY-bob\"]\n", "", "missing-key", "[approvers.bob]"),
        ("entries = []\n", "", "missing-key", "[lists.foes]"),
        ("name = \"eth-day\"\n", "", "missing-key", "[[limits]]"),
        ("name = \"sanctions\"\n", "", "missing-key", "[[blocks]]"),
        ("currency = \"USD\"\n", "", "missing-key", "[prices]"),
        ("decimals = 2\n", "", "missing-key", "[prices]"),
        (
            ", zone = \"America/New_York\" }",
            " }",
            "missing-key",
            "{ days = [\"mon\"], open = \"09:00\", close = \"17:00\" }",
        ),
        (
            "days = [\"mon\"], ",
            "",
            "missing-key",
            "{ open = \"09:00\", close = \"17:00\", zone = \"America/New_York\" }",
        ),
    ]);
}

#[test]
fn exactly_one_of_to_and_not_to_stands_in_a_rule_and_at_most_one_elsewhere() {
    refused(&[
        ("to = [\"friends\"]", "to = [\"friends\"]\nnot_to = [\"foes\"]", "key-conflict", "[\"foes\"]"),
        ("to = \"any\"", "to = \"any\"\nnot_to = [\"foes\"]", "key-conflict", "[\"foes\"]"),
        ("to = [\"foes\"]", "to = [\"foes\"]\nnot_to = [\"friends\"]", "key-conflict", "[\"friends\"]"),
        ("name = \"count\"", "name = \"count\"\nto = [\"foes\"]\nnot_to = [\"foes\"]", "key-conflict", "[\"foes\"]"),
        ("to = [\"foes\"]", "not_to = \"any\"", "wrong-type", "\"any\""),
    ]);
    accepted(&[
        ("to = [\"friends\"]", "not_to = [\"friends\"]"),
        ("to = \"any\"", "not_to = [\"foes\"]"),
        ("to = [\"foes\"]", "not_to = [\"friends\", \"foes\"]"),
        ("to = [\"foes\"]", "to = \"any\""),
        ("name = \"count\"", "name = \"count\"\nto = \"any\"\nassets = \"any\"\nwallets = \"any\""),
    ]);
}

#[test]
fn exactly_one_of_max_max_count_and_max_fee_stands_in_a_limit() {
    refused(&[
        (
            "max = \"20 BTC per 24h\"",
            "max = \"20 BTC per 24h\"\nmax_count = \"5 per 1h\"",
            "key-conflict",
            "\"5 per 1h\"",
        ),
        (
            "max_fee = \"unlimited\"",
            "max_fee = \"unlimited\"\nmax_count = \"5 per 1h\"",
            "key-conflict",
            "\"unlimited\"",
        ),
        ("max_count = \"50 per 24h\"\n", "", "missing-key", "[[limits]]"),
    ]);
}

#[test]
fn each_needs_a_window() {
    refused(&[
        ("above = \"0.5 BTC per 24h\"\n", "", "key-alone", "[\"wallet\"]"),
        ("above = \"0.5 BTC per 24h\"", "above = \"0.5 BTC per payout\"", "key-alone", "[\"wallet\"]"),
        ("max_fee = \"unlimited\"", "max_fee = \"unlimited\"\neach = [\"wallet\"]", "key-alone", "[\"wallet\"]"),
        (
            "name = \"count\"",
            "name = \"x\"\nmax = \"1 BTC per payout\"\neach = [\"asset\"]\n[[limits]]\nname = \"count\"",
            "key-alone",
            "[\"asset\"]",
        ),
    ]);
    accepted(&[
        ("each = [\"wallet\"]", "each = [\"destination\", \"wallet\", \"initiator\", \"asset\"]"),
        ("each = [\"destination\"]", "each = [\"initiator\", \"asset\"]"),
    ]);
}

#[test]
fn a_block_selects_something() {
    refused(&[("to = [\"foes\"]\n", "", "missing-key", "[[blocks]]")]);
    accepted(&[
        ("to = [\"foes\"]", "assets = [\"BTC\"]"),
        ("to = [\"foes\"]", "wallets = \"any\""),
        ("to = [\"foes\"]", "initiators = \"requesters\""),
    ]);
}

#[test]
fn unsigned_stands_in_rules_only_and_alone() {
    refused(&[
        ("to = [\"foes\"]", "initiators = \"unsigned\"", "bad-word", "\"unsigned\""),
        ("name = \"count\"", "name = \"count\"\ninitiators = \"unsigned\"", "bad-word", "\"unsigned\""),
        ("initiators = [\"ops\"]", "initiators = [\"ops\", \"unsigned\"]", "bad-name", "\"unsigned\""),
    ]);
    accepted(&[
        ("initiators = \"requesters\"", "initiators = \"unsigned\""),
        ("initiators = [\"ops\"]", "initiators = [\"ops\", \"requesters\", \"shop\"]"),
    ]);
}

#[test]
fn a_delay_says_who_may_veto_and_a_waiver_needs_a_delay() {
    refused(&[
        ("veto = \"1 of carol\"\n", "", "missing-key", "[[rules]]"),
        ("delay = \"24h\"\n", "", "key-alone", "\"3 of ops\""),
        ("to = \"any\"", "to = \"any\"\nveto = \"nobody\"", "key-alone", "\"nobody\""),
    ]);
    accepted(&[
        ("to = \"any\"", "to = \"any\"\nveto = \"1 of ops\""),
        ("delay = \"24h\"\ndelay_waived_by = \"3 of ops\"\n", ""),
        ("delay_waived_by = \"3 of ops\"\n", ""),
    ]);
}

#[test]
fn hours_are_days_times_and_a_zone() {
    for bad in ["9:00", "24:00", "09:60", "09:00:00", "0900", "09:0", "", "-1:00", "09.00"] {
        refused(&[("open = \"09:00\"", &format!("open = \"{bad}\""), "bad-hours", &format!("\"{bad}\""))]);
    }
    for bad in ["Europe/Zuerich", "europe/zurich", "CET+1", "", "Europe", "+01:00", "../UTC"] {
        refused(&[("zone = \"Europe/Zurich\"", &format!("zone = \"{bad}\""), "bad-hours", &format!("\"{bad}\""))]);
    }
    accepted(&[
        ("open = \"09:00\"", "open = \"23:59\""),
        ("close = \"17:00\"", "close = \"00:00\""),
        ("close = \"17:00\"", "close = \"09:00\""),
        ("zone = \"Europe/Zurich\"", "zone = \"UTC\""),
        ("zone = \"Europe/Zurich\"", "zone = \"Etc/GMT+12\""),
    ]);
}

#[test]
fn every_reference_leads_somewhere() {
    refused(&[
        ("assets = [\"BTC\"]", "assets = [\"BTC\", \"LTC\"]", "unknown-name", "\"LTC\""),
        ("wallets = [\"hot\"]\n", "wallets = [\"hat\"]\n", "unknown-name", "\"hat\""),
        ("to = [\"friends\"]", "to = [\"friend\"]", "unknown-name", "\"friend\""),
        ("to = [\"foes\"]", "not_to = [\"nowhere\"]", "unknown-name", "\"nowhere\""),
        ("initiators = [\"ops\"]", "initiators = [\"opps\"]", "unknown-name", "\"opps\""),
        ("initiators = [\"ops\"]", "initiators = [\"Ops\"]", "unknown-name", "\"Ops\""),
        ("veto = \"1 of carol\"", "veto = \"1 of karol\"", "unknown-name", "\"1 of karol\""),
        ("delay_waived_by = \"3 of ops\"", "delay_waived_by = \"1 of x1\"", "unknown-name", "\"1 of x1\""),
        ("feeds = \"2 of ops\"", "feeds = \"2 of oops\"", "unknown-name", "\"2 of oops\""),
        ("fixed = { ETH = \"2000\" }", "fixed = { LTC = \"2000\" }", "unknown-name", "LTC"),
        ("bounds = { BTC", "bounds = { LTC", "unknown-name", "LTC"),
    ]);
}
