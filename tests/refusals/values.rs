//! Section 1: names, amounts, rates, durations, instants, text.

use crate::{accepted, refused};

const SIXTY_FOUR: &str = "a123456789b123456789c123456789d123456789e123456789f123456789g123";

#[test]
fn a_name_is_1_to_64_characters_of_its_alphabet() {
    let long = format!("name = \"{SIXTY_FOUR}4\"");
    let place = format!("\"{SIXTY_FOUR}4\"");
    refused(&[
        ("name = \"desk\"", "name = \"\"", "bad-name", "\"\""),
        ("name = \"desk\"", &long, "bad-name", &place),
        ("name = \"desk\"", "name = \".desk\"", "bad-name", "\".desk\""),
        ("name = \"desk\"", "name = \"-desk\"", "bad-name", "\"-desk\""),
        ("name = \"desk\"", "name = \"_desk\"", "bad-name", "\"_desk\""),
        ("name = \"desk\"", "name = \"de sk\"", "bad-name", "\"de sk\""),
        ("name = \"desk\"", "name = \"de/sk\"", "bad-name", "\"de/sk\""),
        ("name = \"desk\"", "name = \"désk\"", "bad-text", "\"désk\""),
        ("realm = \"prod\"", "realm = \"17\"", "bad-name", "\"17\""),
    ]);
    accepted(&[
        ("name = \"desk\"", &format!("name = \"{SIXTY_FOUR}\"")),
        ("name = \"desk\"", "name = \"d\""),
        ("name = \"desk\"", "name = \"9-d._e\""),
        ("realm = \"prod\"", "realm = \"17a\""),
    ]);
}

#[test]
fn a_word_of_the_language_names_nothing_in_any_case() {
    let words = "and or of all any none per nobody unsigned unlimited requesters payout";
    for word in words.split(' ') {
        let (upper, longer) = (word.to_uppercase(), format!("name = \"{word}s\""));
        refused(&[
            ("name = \"desk\"", &format!("name = \"{word}\""), "bad-name", &format!("\"{word}\"")),
            ("name = \"desk\"", &format!("name = \"{upper}\""), "bad-name", &format!("\"{upper}\"")),
        ]);
        if word != "requester" {
            accepted(&[("name = \"desk\"", &longer)]);
        }
    }
}

#[test]
fn every_kind_of_name_is_held_to_the_form() {
    refused(&[
        ("wallets = [\"hot\", \"cold\"]", "wallets = [\"hot\", \"cold\", \"any\"]", "bad-name", "\"any\""),
        ("[assets.ETH]", "[assets.42]", "bad-name", "42"),
        ("[approvers.bob]", "[approvers.nobody]", "bad-name", "nobody"),
        ("[requesters.shop]", "[requesters.\"a b\"]", "bad-name", "\"a b\""),
        ("ops = [", "payout = [\"bob\"]\nops = [", "bad-name", "payout"),
        ("[lists.foes]", "[lists.any]", "bad-name", "any"),
        ("name = \"covers\"", "name = \"all\"", "bad-name", "\"all\""),
        ("name = \"btc-day\"", "name = \"per\"", "bad-name", "\"per\""),
        ("name = \"sanctions\"", "name = \"none\"", "bad-name", "\"none\""),
        ("currency = \"USD\"", "currency = \"1\"", "bad-name", "\"1\""),
        ("org = \"acme\"", "org = \"acme ltd\"", "bad-name", "\"acme ltd\""),
    ]);
}

#[test]
fn two_names_of_one_kind_differ_by_more_than_case() {
    refused(&[
        ("wallets = [\"hot\", \"cold\"]", "wallets = [\"hot\", \"cold\", \"HOT\"]", "same-name", "\"HOT\""),
        ("[assets.XRP]", "[assets.Eth]\nchain = \"ethereum\"\ndecimals = 0\n[assets.XRP]", "same-name", "Eth"),
        ("[requesters.shop]", "[requesters.Shop]\nkeys = [\"KEY-x\"]\n[requesters.shop]", "same-name", "shop"),
        ("[requesters.shop]", "[requesters.bob]\nkeys = [\"KEY-x\"]\n[requesters.shop]", "same-name", "bob"),
        ("ops = [", "Alice = [\"bob\"]\nops = [", "same-name", "Alice"),
        ("ops = [", "shop = [\"bob\"]\nops = [", "same-name", "shop"),
        ("[lists.foes]", "[lists.Friends]\nentries = []\n[lists.foes]", "same-name", "Friends"),
        ("name = \"tier\"", "name = \"covers\"", "same-name", "\"covers\""),
        ("name = \"count\"", "name = \"Fees\"", "same-name", "\"Fees\""),
        ("[prices]", "[[blocks]]\nname = \"Sanctions\"\nto = \"any\"\n[prices]", "same-name", "\"Sanctions\""),
        ("currency = \"USD\"", "currency = \"XRP\"", "same-name", "\"XRP\""),
        ("currency = \"USD\"", "currency = \"xrp\"", "same-name", "\"xrp\""),
    ]);
    accepted(&[
        ("name = \"count\"", "name = \"covers\""),
        ("name = \"sanctions\"", "name = \"btc-day\""),
        ("wallets = [\"hot\", \"cold\"]", "wallets = [\"hot\", \"cold\", \"alice\", \"BTC\"]"),
    ]);
}

#[test]
fn a_value_stands_once_in_an_array() {
    refused(&[
        ("wallets = [\"hot\", \"cold\"]", "wallets = [\"hot\", \"cold\", \"hot\"]", "repeated-value", "\"hot\""),
        ("keys = [\"KEY-bob\"]", "keys = [\"KEY-bob\", \"KEY-bob\"]", "repeated-value", "\"KEY-bob\""),
        ("[\"alice\", \"bob\", \"carol\"]", "[\"alice\", \"bob\", \"bob\"]", "repeated-value", "\"bob\""),
        ("to = [\"friends\"]", "to = [\"friends\", \"friends\"]", "repeated-value", "\"friends\""),
        ("initiators = [\"ops\"]", "initiators = [\"ops\", \"ops\"]", "repeated-value", "\"ops\""),
        ("each = [\"wallet\"]", "each = [\"wallet\", \"wallet\"]", "repeated-value", "\"wallet\""),
        ("days = [\"mon\"]", "days = [\"mon\", \"mon\"]", "repeated-value", "\"mon\""),
        ("assets = [\"BTC\"]", "assets = [\"BTC\", \"BTC\"]", "repeated-value", "\"BTC\""),
    ]);
}

#[test]
fn an_amount_is_a_decimal_one_space_and_an_asset() {
    let row = |bad: &str| (format!("max = \"{bad} per 24h\""), format!("\"{bad} per 24h\""));
    let bad = [
        "+20 BTC",
        "-20 BTC",
        "2e1 BTC",
        "20_0 BTC",
        "020 BTC",
        "00.5 BTC",
        "20. BTC",
        ".5 BTC",
        "1.2.3 BTC",
        "20  BTC",
        " 20 BTC",
        "BTC",
        "20BTC",
        "20,5 BTC",
        "0.123456789 BTC",
        "0 BTC",
        "0.00 BTC",
        "0.000000000 BTC",
        "20 all",
    ];
    for (new, place) in bad.map(row) {
        refused(&[("max = \"20 BTC per 24h\"", &new, "bad-amount", &place)]);
    }
    let good = ["0.5 BTC", "0.50 BTC", "20.00000000 BTC", "0.00000001 BTC", "1 BTC"];
    for new in good.map(|good| row(good).0) {
        accepted(&[("max = \"20 BTC per 24h\"", &new)]);
    }
}

#[test]
fn an_amount_is_at_most_2_to_the_128_minus_1_units() {
    let most = "3402823669209384634633746074317.68211455 BTC per 24h";
    let more = "3402823669209384634633746074317.68211456 BTC per 24h";
    accepted(&[("20 BTC per 24h", most)]);
    refused(&[("20 BTC per 24h", more, "bad-amount", &format!("\"{more}\""))]);
}

#[test]
fn a_fee_may_be_nothing_or_unlimited() {
    accepted(&[("max_fee = \"unlimited\"", "max_fee = \"unlimited\"")]);
    let zero = "max_fee = \"0 BTC\"\n[[limits]]\nname = \"other-fees\"\nmax_fee = \"unlimited\"";
    accepted(&[("max_fee = \"unlimited\"", zero)]);
    refused(&[
        ("max_fee = \"unlimited\"", "max_fee = \"Unlimited\"", "bad-amount", "\"Unlimited\""),
        ("max_fee = \"unlimited\"", "max_fee = \"1 BTC per payout\"", "bad-amount", "\"1 BTC per payout\""),
        ("max_fee = \"unlimited\"", "max_fee = 1", "wrong-type", "1"),
    ]);
}

#[test]
fn numbers_are_no_amounts_rates_or_durations() {
    refused(&[
        ("max = \"20 BTC per 24h\"", "max = 20", "wrong-type", "20"),
        ("max = \"20 BTC per 24h\"", "max = 20.5", "wrong-type", "20.5"),
        ("max = \"20 BTC per 24h\"", "max = nan", "wrong-type", "nan"),
        ("max_count = \"50 per 24h\"", "max_count = 50", "wrong-type", "50"),
        ("above = \"0.5 BTC per 24h\"", "above = 0.5", "wrong-type", "0.5"),
        ("delay = \"24h\"", "delay = 86400", "wrong-type", "86400"),
        ("fixed = { ETH = \"2000\" }", "fixed = { ETH = 2000 }", "wrong-type", "2000"),
    ]);
}

#[test]
fn a_rate_says_per_what_with_one_space_on_either_side() {
    refused(&[
        ("max = \"20 BTC per 24h\"", "max = \"20 BTC\"", "bad-rate", "\"20 BTC\""),
        ("max = \"20 BTC per 24h\"", "max = \"20 BTC  per 24h\"", "bad-amount", "\"20 BTC  per 24h\""),
        ("max = \"20 BTC per 24h\"", "max = \"20 BTC per  24h\"", "bad-duration", "\"20 BTC per  24h\""),
        ("max = \"20 BTC per 24h\"", "max = \"20 BTC per day\"", "bad-duration", "\"20 BTC per day\""),
        ("max = \"20 BTC per 24h\"", "max = \"20 BTC Per 24h\"", "bad-rate", "\"20 BTC Per 24h\""),
        ("above = \"0.5 BTC per 24h\"", "above = \"0.5 BTC\"", "bad-rate", "\"0.5 BTC\""),
        ("max_count = \"50 per 24h\"", "max_count = \"50\"", "bad-rate", "\"50\""),
        ("max_count = \"50 per 24h\"", "max_count = \"0 per 24h\"", "bad-rate", "\"0 per 24h\""),
        ("max_count = \"50 per 24h\"", "max_count = \"05 per 24h\"", "bad-rate", "\"05 per 24h\""),
        ("max_count = \"50 per 24h\"", "max_count = \"5.5 per 24h\"", "bad-rate", "\"5.5 per 24h\""),
        ("max_count = \"50 per 24h\"", "max_count = \"50 per payout\"", "bad-duration", "\"50 per payout\""),
    ]);
    accepted(&[
        ("max_count = \"50 per 24h\"", "max_count = \"1 per 24h\""),
        ("above = \"0.5 BTC per 24h\"\neach = [\"wallet\"]", "above = \"0.5 BTC per payout\""),
    ]);
}

#[test]
fn a_duration_is_a_whole_number_and_one_unit_up_to_ten_years() {
    let bad = ["0s", "0d", "1.5h", "24", "h", "", "24H", "24 h", "1h30m", "024h", "-1h", "3651d", "315360001s", "522w"];
    for bad in bad {
        let (new, place) = (format!("cooling_off = \"{bad}\""), format!("\"{bad}\""));
        refused(&[("cooling_off = \"48h\"", &new, "bad-duration", &place)]);
    }
    for good in ["1s", "1m", "1h", "1d", "521w", "3650d", "315360000s"] {
        accepted(&[("cooling_off = \"48h\"", &format!("cooling_off = \"{good}\""))]);
    }
}

#[test]
fn the_clock_skew_alone_may_be_nothing_and_is_at_most_an_hour() {
    accepted(&[
        ("clock_skew = \"2m\"", "clock_skew = \"0s\""),
        ("clock_skew = \"2m\"", "clock_skew = \"1h\""),
        ("clock_skew = \"2m\"", "clock_skew = \"3600s\""),
    ]);
    refused(&[
        ("clock_skew = \"2m\"", "clock_skew = \"0m\"", "bad-duration", "\"0m\""),
        ("clock_skew = \"2m\"", "clock_skew = \"3601s\"", "bad-duration", "\"3601s\""),
        ("max_age = \"10m\"", "max_age = \"0s\"", "bad-duration", "\"0s\""),
    ]);
}

#[test]
fn an_instant_has_an_offset_whole_seconds_and_a_year_from_1970_on() {
    let from = "active_from = 2026-01-01T00:00:00Z";
    let bad = [
        "2026-01-01",
        "2026-01-01T00:00:00",
        "00:00:00",
        "2026-01-01T00:00:00.5Z",
        "2026-01-01T00:00:00.000Z",
        "2025-12-31T23:59:60Z",
        "1969-12-31T23:59:59Z",
        "1970-01-01T00:59:59+01:00",
    ];
    for bad in bad {
        refused(&[(from, &format!("active_from = {bad}"), "bad-instant", bad)]);
    }
    refused(&[(from, "active_from = \"2026-01-01T00:00:00Z\"", "wrong-type", "\"2026-01-01T00:00:00Z\"")]);
    accepted(&[
        (from, "active_from = 1970-01-01T00:00:00Z"),
        (from, "active_from = 1970-01-01T01:00:00+01:00"),
        (from, "active_from = 2026-01-01T00:00:00+14:00"),
        ("active_until = 2027-01-01T00:00:00Z", "active_until = 9999-12-31T23:59:59Z"),
    ]);
    let late = "9999-12-31T23:59:59-00:01";
    refused(&[("active_until = 2027-01-01T00:00:00Z", &format!("active_until = {late}"), "bad-instant", late)]);
}

#[test]
fn free_text_is_1_to_200_characters() {
    let (most, more) = (format!("\"{}\"", "é".repeat(200)), format!("\"{}\"", "é".repeat(201)));
    refused(&[
        ("title = \"Desk\"", "title = \"\"", "bad-text", "\"\""),
        ("title = \"Desk\"", &format!("title = {more}"), "bad-text", &more),
        ("reason = \"on a list\"", &format!("reason = {more}"), "bad-text", &more),
        ("label = \"Kraken\"", &format!("label = {more}"), "bad-text", &more),
    ]);
    accepted(&[
        ("title = \"Desk\"", "title = \"D\""),
        ("title = \"Desk\"", &format!("title = {most}")),
        ("reason = \"on a list\"", &format!("reason = {most}")),
        ("label = \"Kraken\"", &format!("label = {most}")),
    ]);
}
