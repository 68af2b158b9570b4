//! Which ledger may stand beside which policy, and a payout in it.

use std::cell::Cell;

use countersign::{Case, Ledger, LedgerHeader, Quotes};
use serde_json::json;

use crate::world::{Text, asked, found, line, plus, submitted};

#[test]
fn a_ledger_never_goes_back_to_an_earlier_version_or_another_text() {
    let other = "c7742d88a1f13abf1cf5be9a69d2a0b0a55a1a5fbd5e7a3a1cf0a9c3b2ad5b4e";
    let world = Text::base().swap("version = 1", &format!("version = 2\nprevious = \"{other}\"")).world();
    let written = |version, sha256: &str| {
        let ledger = world.ledger_written_under(&[], version, sha256);
        found(&world.decide(&asked().payout(), &[], &ledger, submitted()), "version")
    };
    let own = world.policy.digest().to_string();
    assert_eq!(written(1, other), "met current");
    assert_eq!(written(2, &own), "met current");
    assert_eq!(written(2, other), "fail other-text");
    assert_eq!(written(3, &own), "fail newer-version");
}

/// How many lines a ledger has that says it has so many, and has the lines given.
fn opened(says: u64, lines: usize) -> Result<usize, String> {
    let policy = Text::base().world().policy;
    let written = json!({ "version": 1, "sha256": policy.digest().to_string() });
    let header = json!({ "ledger": "test/world", "entries": says, "policy": written });
    let header: LedgerHeader = serde_json::from_value(header).unwrap();
    let entries = (0..lines).map(|place| line(&format!("po-{place}"), "1 BTC", submitted()).entry());
    Ledger::open(&policy, &header, entries).map(|ledger| ledger.len()).map_err(|fault| fault.to_string())
}

fn miscounted(says: u64, lines: usize) -> String {
    format!("the ledger says it has {says} entries and has {lines}: it was cut short or changed")
}

#[test]
fn a_ledger_has_the_number_of_lines_that_it_says() {
    assert_eq!(opened(0, 0), Ok(0));
    assert_eq!(opened(2, 2), Ok(2));
    for lines in [0, 1, 3, 5] {
        assert_eq!(opened(2, lines), Err(miscounted(2, lines)));
    }
}

#[test]
fn a_ledger_of_up_to_ten_million_lines_is_read() {
    assert_eq!(opened(10_000_000, 1), Err(miscounted(10_000_000, 1)));
    assert_eq!(opened(10_000_001, 1), Err("a ledger has at most 10,000,000 entries".into()));
}

#[test]
fn an_address_on_a_chain_that_the_policy_does_not_know_has_1_to_128_printable_characters() {
    let policy = Text::base().world().policy;
    let written = json!({ "version": 1, "sha256": policy.digest().to_string() });
    let header = json!({ "ledger": "test/world", "entries": 1, "policy": written });
    let header: LedgerHeader = serde_json::from_value(header).unwrap();
    let reads = |address: String| {
        let entry = line("po-1", "1 DOGE", submitted()).with("to", address).entry();
        Ledger::open(&policy, &header, [entry]).map(|ledger| ledger.len()).map_err(|fault| fault.code())
    };
    for good in ["D".into(), "!~".into(), "D".repeat(128)] {
        assert_eq!(reads(good), Ok(1));
    }
    for bad in [String::new(), "D".repeat(129), "D D".into()] {
        assert_eq!(reads(bad), Err("ledger-unreadable"));
    }
}

#[test]
fn a_payout_in_the_ledger_is_never_decided_anew_whatever_became_of_it() {
    let world = Text::base().world();
    for state in ["reserved", "paid", "released", "refused"] {
        let own = line("po-1", "1 BTC", submitted()).with("state", state);
        assert_eq!(world.check("once", &asked(), &[own], submitted()), "fail already-recorded", "{state}");
    }
    assert_eq!(world.check("once", &asked(), &[line("po-10", "1 BTC", submitted())], submitted()), "met first");
}

#[test]
fn only_the_payouts_own_reservation_answers_for_it_before_it_is_signed() {
    let world = Text::base().world();
    let asked = asked().with("fee", "0.1 BTC");
    let payout = asked.payout();
    let own = || line("po-1", "1 BTC", submitted()).with("fee", "0.1 BTC");
    let decided = |line: Option<crate::world::Line>| {
        let case = Case::open(&world.policy, &payout, &[]).unwrap();
        let ledger = world.ledger(line.as_slice());
        found(&case.decide_reserved(&ledger, &Quotes::none(), submitted()), "once")
    };
    assert_eq!(decided(Some(own())), "met reserved");
    assert_eq!(decided(Some(own().with("amount", "1.00 BTC"))), "met reserved", "the same amount");
    assert_eq!(decided(None), "fail not-reserved");
    for (key, value) in [
        ("state", "paid"),
        ("state", "released"),
        ("state", "refused"),
        ("wallet", "cold"),
        ("amount", "1.00000001 BTC"),
        ("to", "3P14159f73E4gFr7JterCCQh9QjiTjiZrG"),
        ("initiator", "sometwo"),
        ("fee", "0.10000001 BTC"),
    ] {
        assert_eq!(decided(Some(own().with(key, value))), "fail not-reserved", "{key}");
    }
}

#[test]
fn a_reserved_payouts_own_line_is_set_aside_in_every_sum() {
    let world = Text::base().plus("[[limits]]\nname = \"one\"\nmax_count = \"1 per 24h\"").world();
    let payout = asked().of("100 BTC").payout();
    let case = Case::open(&world.policy, &payout, &[]).unwrap();
    let own = line("po-1", "100 BTC", plus(submitted(), -60));
    let check = |lines: &[crate::world::Line], name| {
        found(&case.decide_reserved(&world.ledger(lines), &Quotes::none(), submitted()), name)
    };
    assert_eq!(check(std::slice::from_ref(&own), "limit:btc-day"), "met within");
    assert_eq!(check(std::slice::from_ref(&own), "limit:one"), "met within");
    let both = [own, line("po-0", "0.00000001 BTC", plus(submitted(), -60))];
    assert_eq!(check(&both, "limit:btc-day"), "wait window-full until 2026-11-23T09:59:00Z");
    assert_eq!(check(&both, "limit:one"), "wait window-full until 2026-11-23T09:59:00Z");
}

#[test]
fn a_reserved_payouts_own_line_is_set_aside_only_while_it_is_in_the_window() {
    let world = Text::base().plus("[[limits]]\nname = \"two\"\nmax_count = \"2 per 24h\"").world();
    let payout = asked().payout();
    let case = Case::open(&world.policy, &payout, &[]).unwrap();
    let day = 86_400;
    // The others fill both limits at the second at which the own line leaves the window.
    let others = [("a", "99 BTC"), ("b", "1 BTC")].map(|(id, amount)| line(id, amount, plus(submitted(), 60)));
    let lines: Vec<_> = others.into_iter().chain([line("po-1", "1 BTC", submitted())]).collect();
    let ledger = world.ledger(&lines);
    for check in ["limit:btc-day", "limit:two"] {
        let at = |seconds| found(&case.decide_reserved(&ledger, &Quotes::none(), plus(submitted(), seconds)), check);
        let full = "wait window-full until 2026-11-23T10:01:00Z";
        assert_eq!([at(day - 1), at(day), at(day + 1)], [full; 3], "{check}");
        assert_eq!(at(day + 60), "met within", "{check}");
    }
}

#[test]
fn what_is_refused_is_read_no_further() {
    let policy = Text::base().world().policy;
    let written = json!({ "version": 1, "sha256": policy.digest().to_string() });
    let header = json!({ "ledger": "test/world", "entries": 1_000_000, "policy": written });
    let header: LedgerHeader = serde_json::from_value(header).unwrap();
    let refused = |bad: crate::world::Line| {
        let asked_for = Cell::new(0);
        let good = (0..3).map(|place| line(&format!("po-{place}"), "1 BTC", submitted()).entry());
        let lines = good.chain(std::iter::repeat(bad.entry())).inspect(|_| asked_for.set(asked_for.get() + 1));
        (Ledger::open(&policy, &header, lines).unwrap_err().code(), asked_for.get())
    };
    assert_eq!(refused(line("po-0", "1 BTC", submitted())), ("ledger-repeats", 4));
    assert_eq!(refused(line("po-3", "0 BTC", submitted())), ("ledger-unreadable", 4));
}

#[test]
fn lines_without_an_end_are_left_after_ten_million() {
    let policy = Text::base().world().policy;
    let written = json!({ "version": 1, "sha256": policy.digest().to_string() });
    let header = json!({ "ledger": "test/world", "entries": 0, "policy": written });
    let header: LedgerHeader = serde_json::from_value(header).unwrap();
    let surplus = std::iter::repeat(line("po-1", "1 BTC", submitted()).entry());
    let opened = |lines| Ledger::open(&policy, &header, surplus.clone().take(lines)).unwrap_err();
    assert_eq!(opened(10_000_000).code(), "ledger-cut-short");
    assert_eq!(opened(10_000_001).code(), "ledger-too-long");
}
