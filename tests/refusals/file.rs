//! Sections 1 and 2: characters, keys, types, and what stands at the top of the file.

use crate::{accepted, refused};

#[test]
fn nothing_invisible_stands_anywhere_not_even_in_a_comment() {
    let hidden = [
        '\u{0}',
        '\u{7}',
        '\r',
        '\u{7f}',
        '\u{85}',
        '\u{ad}',
        '\u{200b}',
        '\u{202e}',
        '\u{2028}',
        '\u{2029}',
        '\u{feff}',
        '\u{e000}',
        '\u{e0041}',
    ];
    for hidden in hidden.map(String::from) {
        let code = if hidden == "\u{e000}" { continue } else { "hidden-character" };
        refused(&[
            ("\n[lists.foes]", &format!(" # why{hidden}\n[lists.foes]"), code, &hidden),
            ("title = \"Desk\"", &format!("title = \"De{hidden}sk\""), code, &hidden),
        ]);
    }
    accepted(&[
        ("\n[lists.foes]", "\t# ünïcode, 中文, 🙂\n[lists.foes]"),
        ("title = \"Desk\"", "title = \"Zürich 🙂\tdesk\""),
    ]);
}

#[test]
fn nothing_invisible_comes_in_by_escape() {
    let escapes = ["\\r", "\\u0000", "\\u200b", "\\u202E", "\\u2028", "\\uFEFF", "\\U000E0041", "\\b", "\\e", "\\x7f"];
    for escape in escapes {
        let (title, name) = (format!("\"De{escape}sk\""), format!("\"de{escape}sk\""));
        refused(&[
            ("title = \"Desk\"", &format!("title = {title}"), "hidden-character", &title),
            ("name = \"desk\"", &format!("name = {name}"), "hidden-character", &name),
        ]);
    }
    accepted(&[("title = \"Desk\"", "title = \"\\u005a\\u00FCrich\\t\\U0001F642\"")]);
}

#[test]
fn keys_are_held_to_what_values_are() {
    refused(&[
        ("title = \"Desk\"", "\"tit\\u200ble\" = \"Desk\"", "unknown-key", "\"tit\\u200ble\""),
        ("[lists.foes]", "[lists.\"fo\\u202Ees\"]", "bad-name", "\"fo\\u202Ees\""),
    ]);
}

#[test]
fn what_is_not_free_text_is_printable_ascii() {
    refused(&[
        ("realm = \"prod\"", "realm = \"pröd\"", "bad-text", "\"pröd\""),
        ("max = \"20 BTC per 24h\"", "max = \"20 BTC per 24ħ\"", "bad-text", "\"20 BTC per 24ħ\""),
        ("approve = \"1 of ops\"", "approve = \"１ of ops\"", "bad-text", "\"１ of ops\""),
        ("chain = \"ethereum\"", "chain = \"еthereum\"", "bad-text", "\"еthereum\""),
        ("tag = \"7\"", "tag = \"７\"", "bad-text", "\"７\""),
        ("zone = \"Europe/Zurich\"", "zone = \"Europe/Zürich\"", "bad-text", "\"Europe/Zürich\""),
    ]);
}

#[test]
fn unknown_keys_are_refused_at_every_level() {
    refused(&[
        ("payload = \"optional\"", "payload = \"optional\"\npayoad = \"optional\"", "unknown-key", "payoad"),
        ("[prices]", "[limit]\nx = 1\n[prices]", "unknown-key", "limit"),
        ("decimals = 18", "decimals = 18\ndecimal = 18", "unknown-key", "decimal"),
        ("org = \"acme\"", "orgs = \"acme\"", "unknown-key", "orgs"),
        ("cooling_off = \"48h\"", "cooling_off = \"48h\"\ncooling = \"48h\"", "unknown-key", "cooling"),
        ("label = \"Kraken\"", "lable = \"Kraken\"", "unknown-key", "lable"),
        ("name = \"covers\"", "name = \"covers\"\nabove_ = \"1 BTC per payout\"", "unknown-key", "above_"),
        ("name = \"covers\"", "name = \"covers\"\nreason = \"x\"", "unknown-key", "reason"),
        ("name = \"btc-day\"", "name = \"btc-day\"\nmax_fees = \"unlimited\"", "unknown-key", "max_fees"),
        ("name = \"sanctions\"", "name = \"sanctions\"\neach = [\"wallet\"]", "unknown-key", "each"),
        ("open = \"09:00\"", "open = \"09:00\", from = \"09:00\"", "unknown-key", "from"),
        ("max_age = \"10m\"", "max_age = \"10m\"\nfeed = \"1 of ops\"", "unknown-key", "feed"),
    ]);
}

#[test]
fn duplicate_keys_are_refused_at_every_level() {
    refused(&[
        ("realm = \"prod\"", "realm = \"prod\"\nrealm = \"test\"", "duplicate-key", "realm"),
        ("decimals = 18", "decimals = 18\ndecimals = 8", "duplicate-key", "decimals"),
        ("tag = \"7\"", "tag = \"7\", tag = \"8\"", "duplicate-key", "tag"),
        ("[lists.foes]", "[lists.friends]\n[lists.foes]", "duplicate-key", "friends"),
    ]);
}

#[test]
fn what_a_later_version_will_read_is_reserved() {
    refused(&[
        ("[prices]", "[freeze]\nx = 1\n[prices]", "reserved-key", "freeze"),
        ("[prices]", "[amend]\nx = 1\n[prices]", "reserved-key", "amend"),
        ("[lists.foes]", "[lists.foes]\nadd = \"1 of ops\"", "reserved-key", "add"),
        ("name = \"btc-day\"", "name = \"btc-day\"\nkeep = \"1w\"", "reserved-key", "keep"),
    ]);
}

#[test]
fn every_type_is_the_one_shown() {
    refused(&[
        ("schema = 1", "schema = \"1\"", "wrong-type", "\"1\""),
        ("schema = 1", "schema = 1.0", "wrong-type", "1.0"),
        ("realm = \"prod\"", "realm = true", "wrong-type", "true"),
        ("version = 2", "version = \"2\"", "wrong-type", "\"2\""),
        ("version = 2", "version = 2.0", "wrong-type", "2.0"),
        ("wallets = [\"hot\", \"cold\"]", "wallets = \"hot\"", "wrong-type", "\"hot\""),
        ("payload = \"optional\"", "payload = false", "wrong-type", "false"),
        ("initiator_may_approve = false", "initiator_may_approve = \"no\"", "wrong-type", "\"no\""),
        ("initiator_may_approve = false", "initiator_may_approve = 0", "wrong-type", "0"),
        ("automated = false", "automated = \"false\"", "wrong-type", "\"false\""),
        ("keys = [\"KEY-bob\"]", "keys = \"KEY-bob\"", "wrong-type", "\"KEY-bob\""),
        ("keys = [\"KEY-bob\"]", "keys = [[\"KEY-bob\"]]", "wrong-type", "[\"KEY-bob\"]"),
        ("ops = [\"alice\", \"bob\", \"carol\"]", "ops = \"alice\"", "wrong-type", "\"alice\""),
        ("entries = []", "entries = {}", "wrong-type", "{}"),
        ("entries = []", "entries = [\"x\"]", "wrong-type", "\"x\""),
        ("tag = \"7\"", "tag = 7", "wrong-type", "7"),
        ("added = 2026-01-05T00:00:00Z", "added = \"2026-01-05\"", "wrong-type", "\"2026-01-05\""),
        ("approve = \"1 of ops\"", "approve = [\"1 of ops\"]", "wrong-type", "[\"1 of ops\"]"),
        ("approve = \"1 of ops\"", "approve = 1", "wrong-type", "1"),
        ("days = [\"mon\"]", "days = \"mon\"", "wrong-type", "\"mon\""),
        ("open = \"09:00\"", "open = 09:00:00", "wrong-type", "09:00:00"),
        ("bounds = { BTC = [\"10000\", \"1000000\"] }", "bounds = { BTC = \"10000\" }", "wrong-type", "\"10000\""),
        ("fixed = { ETH = \"2000\" }", "fixed = [\"2000\"]", "wrong-type", "[\"2000\"]"),
        ("to = \"any\"", "to = true", "wrong-type", "true"),
    ]);
}

#[test]
fn a_schema_other_than_1_is_not_read() {
    refused(&[
        ("schema = 1", "schema = 2", "unknown-schema", "2"),
        ("schema = 1", "schema = 0", "unknown-schema", "0"),
        ("schema = 1", "schema = -1", "unknown-schema", "-1"),
    ]);
    accepted(&[("schema = 1", "schema = 0x1")]);
}

#[test]
fn versions_count_from_1_and_only_the_first_follows_none() {
    let previous = "version = 2\nprevious = \"c7742d88a1f13abf1cf5be9a69d2a0b0a55a1a5fbd5e7a3a1cf0a9c3b2ad5b4e\"";
    let digest = "\"c7742d88a1f13abf1cf5be9a69d2a0b0a55a1a5fbd5e7a3a1cf0a9c3b2ad5b4e\"";
    refused(&[
        ("version = 2", "version = -1", "bad-number", "-1"),
        ("version = 2", "version = 0", "bad-number", "0"),
        ("version = 2", "version = 1", "key-alone", digest),
        (previous, "version = 2", "missing-key", "2"),
        ("c7742d88", "C7742D88", "bad-digest", &digest.replace("c7742d88", "C7742D88")),
        ("c7742d88", "c7742d8", "bad-digest", &digest.replace("c7742d88", "c7742d8")),
        ("c7742d88", "g7742d88", "bad-digest", &digest.replace("c7742d88", "g7742d88")),
    ]);
    accepted(&[(previous, "version = 1"), ("version = 2", "version = 9223372036854775807")]);
}

#[test]
fn words_are_the_ones_shown() {
    refused(&[
        ("payload = \"optional\"", "payload = \"Optional\"", "bad-word", "\"Optional\""),
        ("payload = \"optional\"", "payload = \"\"", "bad-word", "\"\""),
        ("assets = \"any\"", "assets = \"BTC\"", "bad-word", "\"BTC\""),
        ("wallets = \"any\"", "wallets = \"hot\"", "bad-word", "\"hot\""),
        ("to = \"any\"", "to = \"all\"", "bad-word", "\"all\""),
        ("initiators = \"requesters\"", "initiators = \"any\"", "bad-word", "\"any\""),
        ("each = [\"wallet\"]", "each = [\"payout\"]", "bad-word", "\"payout\""),
        ("days = [\"mon\"]", "days = [\"monday\"]", "bad-word", "\"monday\""),
        ("days = [\"mon\"]", "days = [\"Mon\"]", "bad-word", "\"Mon\""),
    ]);
    accepted(&[("payload = \"optional\"", "payload = \"required\"")]);
}

#[test]
fn an_empty_array_is_refused_but_for_the_entries_of_a_list() {
    let empty = |key: &str| format!("{key} = []");
    refused(&[
        ("wallets = [\"hot\", \"cold\"]", &empty("wallets"), "empty-array", "[]"),
        ("keys = [\"KEY-bob\"]", &empty("keys"), "empty-array", "[]"),
        ("ops = [\"alice\", \"bob\", \"carol\"]", &empty("ops"), "empty-array", "[]"),
        ("to = [\"friends\"]", &empty("to"), "empty-array", "[]"),
        ("initiators = [\"ops\"]", &empty("initiators"), "empty-array", "[]"),
        ("each = [\"wallet\"]", &empty("each"), "empty-array", "[]"),
        ("days = [\"mon\"]", &empty("days"), "empty-array", "[]"),
        ("bounds = { BTC = [\"10000\", \"1000000\"] }", "bounds = { BTC = [] }", "empty-array", "[]"),
    ]);
}
