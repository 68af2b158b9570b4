//! Running totals at their rarest: selectors of very many pairs, lines that leave a scope later, values too large.

use countersign::{Case, Ledger, Quotes, Span};

use crate::world::{FRIEND, Line, Text, World, asked, at, found, line, plus, submitted};

/// A policy of so many more assets and wallets, and a limit of one payout a day that names all of both.
fn wide(assets: usize, wallets: usize) -> World {
    let names =
        |letter: char, count: usize| -> Vec<String> { (0..count).map(|nth| format!("\"{letter}{nth}\"")).collect() };
    let tables: String =
        (0..assets).map(|nth| format!("[assets.a{nth}]\nchain = \"ripple\"\ndecimals = 0\n\n")).collect();
    let caps: String =
        (0..assets).map(|nth| format!("[[limits]]\nname = \"cap-{nth}\"\nmax = \"9 a{nth} per 24h\"\n")).collect();
    let selector =
        format!("assets = [{}]\nwallets = [{}]", names('a', assets).join(", "), names('w', wallets).join(", "));
    let limit = format!(
        "{caps}\n[[limits]]\nname = \"wide\"\n{selector}\nmax_count = \"1 per 24h\"\n[[rules]]\nname = \"slow\"\n{selector}\n\
         to = \"any\"\ninitiators = \"unsigned\"\napprove = \"1 of ops\"\nveto = \"nobody\"\ndelay = \"1h\""
    );
    let text = Text::base().swap("[assets.XRP]", &format!("{tables}[assets.XRP]"));
    text.swap("\"hot\", \"cold\"", &format!("\"hot\", \"cold\", {}", names('w', wallets).join(", ")))
        .plus(&limit)
        .world()
}

#[test]
fn a_selector_of_more_pairs_than_are_entered_still_takes_exactly_its_pairs() {
    for (assets, wallets) in [(65, 64), (64, 65), (64, 64), (4, 1_100)] {
        let world = wide(assets, wallets);
        let asked = |asset: &str, wallet: &str| asked().of(asset).with("wallet", wallet).with("to", "rStranger");
        let spent = |asset: &str, wallet: &str| {
            [line("old", asset, plus(submitted(), -60)).with("wallet", wallet).with("to", "rStranger")]
        };
        let wide = |asked: &crate::world::Asked, lines: &[Line]| world.check("limit:wide", asked, lines, submitted());
        let inside = asked("1 a0", "w0");
        assert_eq!(wide(&inside, &[]), "met within");
        assert_eq!(wide(&inside, &spent("1 a1", "w1")), "wait window-full until 2026-11-23T09:59:00Z");
        assert_eq!(wide(&inside, &spent("1 a1", "hot")), "met within", "of another wallet");
        assert_eq!(wide(&inside, &spent("1 XRP", "w1")), "met within", "of another asset");
        assert_eq!(wide(&asked("1 a0", "hot"), &[]), "absent");
        assert_eq!(wide(&asked("1 XRP", "w0"), &[]), "absent");
        let delay = |asset: &str, wallet: &str| {
            let payout = asked(asset, wallet).payout();
            Case::open(&world.policy, &payout, &[]).unwrap().longest_delay().map(Span::seconds)
        };
        assert_eq!([delay("1 a0", "w0"), delay("1 a0", "hot"), delay("1 XRP", "w0")], [Some(3_600), None, None]);
    }
}

const DOLLARS: &str = "[prices]\ncurrency = \"USD\"\ndecimals = 2\nfixed = { BTC = \"100\", XRP = \"1000000\" }";

#[test]
fn a_value_larger_than_can_be_counted_is_over_every_limit_and_above_every_tier() {
    let limits = "[[limits]]\nname = \"alone\"\nmax = \"100 USD per payout\"\n[[limits]]\nname = \"day\"\nmax = \"100 USD per 24h\"\n\
                  [[rules]]\nname = \"large\"\nassets = \"any\"\nwallets = \"any\"\nto = \"any\"\ninitiators = \"unsigned\"\n\
                  above = \"100 USD per payout\"\napprove = \"none\"\n";
    let world = Text::base().plus(limits).plus(DOLLARS).world();
    // 2^128 − 1 smallest units of six decimals.
    let most = asked().of("340282366920938463463374607431768.211455 XRP").with("to", "rStranger");
    assert_eq!(world.check("limit:alone", &most, &[], submitted()), "fail overflow");
    assert_eq!(world.check("limit:day", &most, &[], submitted()), "fail overflow");
    assert_ne!(world.check("quorum:large", &most, &[], submitted()), "absent");
    let payout = most.payout();
    let case = Case::open(&world.policy, &payout, &[]).unwrap();
    assert!(case.edges(&world.ledger(&[]), &Quotes::none(), submitted()).is_empty(), "it stands beside no edge");
    let small = asked().of("0.0001 XRP").with("to", "rStranger");
    assert_eq!(world.check("limit:alone", &small, &[], submitted()), "met within");
    assert_eq!(world.check("quorum:large", &small, &[], submitted()), "absent");
}

#[test]
fn the_payouts_own_line_without_a_value_is_set_aside_before_anything_is_valued() {
    let limit = "[[limits]]\nname = \"day\"\nmax = \"250 USD per 24h\"\n[[limits]]\nname = \"hour\"\nmax = \"1000 USD per 1h\"\n";
    let world = Text::base().plus(limit).plus(DOLLARS).world();
    let own = line("po-1", "1 BTC", submitted());
    let before = line("old", "1 BTC", plus(submitted(), -7_200));
    let payout = asked().payout();
    let case = Case::open(&world.policy, &payout, &[]).unwrap();
    let decide = |lines: &[Line]| {
        let decision = case.decide_reserved(&world.ledger(lines), &Quotes::none(), submitted());
        [found(&decision, "limit:day"), found(&decision, "limit:hour")]
    };
    assert_eq!(decide(std::slice::from_ref(&own)), ["met within", "met within"]);
    assert_eq!(decide(&[own.clone(), before.clone()]), ["met within", "met within"], "200 USD, its own not twice");
    let second = line("older", "1 BTC", plus(submitted(), -7_201));
    assert_eq!(decide(&[own, before, second])[0], "wait window-full until 2026-11-23T07:59:59Z");
}

/// Strangers may have 2 bitcoin, and 250 dollars, a day; the friend is one from 11:00 on.
fn strangers(cooling: bool) -> World {
    let limits = "[[limits]]\nname = \"strangers\"\nmax = \"2 BTC per 24h\"\nnot_to = [\"friends\"]\n\
                  [[limits]]\nname = \"strangers-usd\"\nmax = \"250 USD per 24h\"\nnot_to = [\"friends\"]\n";
    let text = Text::base().plus(limits).plus(DOLLARS);
    if !cooling {
        return text.world();
    }
    let text = text.swap("[lists.friends]\n", "[lists.friends]\ncooling_off = \"1h\"\n");
    let entry = "address = \"3P14159f73E4gFr7JterCCQh9QjiTjiZrG\"";
    text.swap(entry, &format!("{entry}, added = 2026-11-22T10:00:00Z")).world()
}

fn to_friend(payout: &str, seconds: i64) -> Line {
    line(payout, "2 BTC", plus(submitted(), seconds)).with("to", FRIEND).with("lists", vec!["friends"])
}

#[test]
fn what_went_to_a_friend_counts_among_strangers_until_its_cooling_off_has_ended() {
    let lines = [to_friend("old", -60)];
    let at_noon = at("2026-11-22T12:00:00Z");
    let of = |world: &World, check: &str, now| world.check(check, &asked(), &lines, now);
    let cooling = strangers(true);
    for check in ["limit:strangers", "limit:strangers-usd"] {
        assert_eq!(of(&cooling, check, submitted()), "wait window-full until 2026-11-22T11:00:00Z", "{check}");
        assert_eq!(of(&cooling, check, at_noon), "met within", "{check}");
        assert_eq!(of(&strangers(false), check, submitted()), "met within", "{check}: in the list from the start");
    }
}

#[test]
fn what_went_to_a_friend_and_is_released_counts_no_more_even_while_it_cools_off() {
    let world = strangers(true);
    for line in [to_friend("po-9", -60), to_friend("po-9", -60).with("value", "200 USD")] {
        let mut ledger: Ledger = world.ledger(&[line]);
        let payout = asked().payout();
        let full = world.decide(&payout, &[], &ledger, submitted());
        assert_eq!(found(&full, "limit:strangers"), "wait window-full until 2026-11-22T11:00:00Z");
        assert_eq!(found(&full, "limit:strangers-usd"), "wait window-full until 2026-11-22T11:00:00Z");
        ledger.release(&world.policy, asked().with("id", "po-9").payout().id()).unwrap();
        let free = world.decide(&payout, &[], &ledger, submitted());
        assert_eq!(found(&free, "limit:strangers"), "met within");
        assert_eq!(found(&free, "limit:strangers-usd"), "met within");
    }
}

#[test]
fn a_line_reserved_out_of_order_counts_from_when_it_was_reserved() {
    let world = Text::base().world();
    let payout = asked().payout();
    let approvals = [world.approve(&payout, "alice")];
    // The clock of another host is a minute ahead, which hosts may be.
    let mut ledger = world.ledger(&[line("ahead", "60 BTC", plus(submitted(), 60))]);
    let permit = world.decide(&payout, &approvals, &ledger, submitted()).into_permit().unwrap();
    ledger.reserve(permit).unwrap();
    let next = asked().with("id", "po-2").of("40 BTC").payout();
    let decide = |now| found(&world.decide(&next, &[], &ledger, now), "limit:btc-day");
    assert_eq!(decide(plus(submitted(), 60)), "wait window-full until 2026-11-23T10:00:00Z");
    let later = asked().with("id", "po-3").of("41 BTC").payout();
    let decision = world.decide(&later, &[], &ledger, plus(submitted(), 60));
    assert_eq!(found(&decision, "limit:btc-day"), "wait window-full until 2026-11-23T10:01:00Z");
}

#[test]
fn the_payouts_own_line_is_set_aside_as_long_as_it_counts() {
    let world = strangers(true);
    let friend = asked().of("2 BTC").with("to", FRIEND).payout();
    let case = Case::open(&world.policy, &friend, &[]).unwrap();
    let ledger = world.ledger(&[to_friend("po-1", 0)]);
    for (now, expected) in [
        (submitted(), "met within"),
        (at("2026-11-22T10:59:59Z"), "met within"),
        (at("2026-11-22T11:00:00Z"), "absent"),
    ] {
        let decision = case.decide_reserved(&ledger, &Quotes::none(), now);
        assert_eq!(found(&decision, "limit:strangers"), expected, "at {now} its own 2 BTC are not counted twice");
    }
}

#[test]
fn the_largest_amount_allowed_is_all_that_was_asked_where_that_is_allowed() {
    let world = Text::base().world();
    let largest = |amount: &str, signed: bool| {
        let payout = asked().of(amount).payout();
        let approvals = if signed { vec![world.approve(&payout, "alice")] } else { Vec::new() };
        let case = Case::open(&world.policy, &payout, &approvals).unwrap();
        let spent = world.ledger(&[line("old", "60 BTC", plus(submitted(), -60))]);
        case.allowed_up_to(&spent, &Quotes::none(), submitted())
    };
    assert_eq!(largest("40 BTC", true).as_deref(), Some("40 BTC"));
    assert_eq!(largest("41 BTC", true).as_deref(), Some("40 BTC"));
    assert_eq!(largest("40 BTC", false), None);
}

#[test]
fn where_a_delay_has_run_all_is_allowed_and_nothing_less_since_that_would_be_a_new_payout() {
    let rule = "approve = \"1 of ops\"";
    let world = Text::base().swap(rule, &format!("{rule}\nveto = \"nobody\"\ndelay = \"1h\"")).world();
    let largest = |amount: &str, seconds| {
        let payout = asked().of(amount).payout();
        let case = Case::open(&world.policy, &payout, &[world.approve(&payout, "alice")]).unwrap();
        case.allowed_up_to(&world.ledger(&[]), &Quotes::none(), plus(submitted(), seconds))
    };
    assert_eq!(largest("100 BTC", 3_600).as_deref(), Some("100 BTC"));
    assert_eq!(largest("100 BTC", 3_599), None);
    assert_eq!(largest("101 BTC", 3_600), None);
}
