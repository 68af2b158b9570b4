//! Tiers that make payouts wait, or give somebody a veto, and what goes around them at once.

use countersign::analyze::Severity;

use super::silent::{NONE, base, btc, found, messages, policy, tier};

const WAITS: &str = "delay = \"24h\"\nveto = \"nobody\"\n";
const VETO: &str = "veto = \"1 of guardians\"\n";

/// A rule that asks nobody and adds, above an amount, what these lines say.
fn slow(name: &str, above: &str, lines: &str) -> String {
    tier(name, above, "none") + lines
}

/// Rules beside the one that two of ops pay under, below the day's 20 BTC.
fn with(rules: &[String]) -> String {
    policy(&[&[base("2 of ops")], rules, &[btc("day", "20 BTC per 24h")]].concat())
}

/// What is said of a tier above 5 BTC per payout that is gone around.
fn again(escapes: &str) -> String {
    format!(
        "5 BTC may leave again and again, at most until `day` of 20 BTC per 24h is full, and {escapes}: it looks at one payout alone"
    )
}

#[test]
fn what_makes_large_payouts_wait_is_gone_around_in_parts() {
    let of = |other: &str, lines: &str| with(&[slow("large", "5 BTC per payout", WAITS), slow("other", other, lines)]);
    let said = again("none of it waits the 24h of `large`");
    let alone = with(&[slow("large", "5 BTC per payout", WAITS)]);
    assert_eq!(found(&alone, "per-payout-tier"), [(Severity::Medium, said.clone())]);
    // The parts wait as long by another tier over a running total, be it of the currency.
    for above in ["5 BTC per 24h", "499.99999999 BTC per 30d", "50000 USD per 24h"] {
        assert_eq!(messages(&of(above, WAITS), "per-payout-tier"), NONE, "{above}");
    }
    // By one over smaller payouts the parts are smaller.
    let smaller = "4.99999999 BTC may leave again and again, at most until `day` of 20 BTC per 24h is full, and none of it waits \
                   the 24h of `other`: it looks at one payout alone";
    assert_eq!(messages(&of("4.99999999 BTC per payout", WAITS), "per-payout-tier"), [smaller]);
    // One that waits less does not do, nor one that is for other payouts or begins too far above.
    for (above, lines) in [
        ("5 BTC per 24h", "delay = \"86399s\"\nveto = \"nobody\"\n"),
        ("5 BTC per payout", "delay = \"86399s\"\nveto = \"nobody\"\n"),
        ("500 BTC per 30d", WAITS),
    ] {
        assert_eq!(messages(&of(above, lines), "per-payout-tier").first(), Some(&said), "{above}");
    }
    // What always waits as long needs no tier, and what no payout reaches holds none up.
    assert_eq!(
        messages(&alone.replacen("to = \"any\"\n", &format!("to = \"any\"\n{WAITS}"), 1), "per-payout-tier"),
        NONE
    );
    assert_eq!(messages(&alone.replace("5 BTC per payout", "20 BTC per payout"), "per-payout-tier"), NONE);
}

#[test]
fn a_veto_over_large_payouts_is_gone_around_in_parts() {
    let said = again("`1 of guardians` may not veto it, as under `large`");
    let large = slow("large", "5 BTC per payout", VETO);
    assert_eq!(found(&with(std::slice::from_ref(&large)), "per-payout-tier"), [(Severity::Medium, said.clone())]);
    assert_eq!(messages(&with(&[large.clone(), slow("total", "5 BTC per 24h", VETO)]), "per-payout-tier"), NONE);
    assert_eq!(messages(&with(&[large, slow("total", "5 BTC per 24h", WAITS)]), "per-payout-tier"), [said.as_str()]);
    // Of a tier with both, the time is said first, and the veto where all else waits.
    let both = slow("large", "5 BTC per payout", &WAITS.replace("\"nobody\"", "\"1 of guardians\""));
    let waits = again("none of it waits the 24h of `large`");
    assert_eq!(messages(&with(std::slice::from_ref(&both)), "per-payout-tier"), [waits]);
    assert_eq!(messages(&with(&[both, slow("total", "5 BTC per 24h", WAITS)]), "per-payout-tier"), [said]);
}

#[test]
fn whom_a_tier_never_asks_is_said_before_what_it_never_waits_for() {
    let large = |approve: &str| tier("large", "5 BTC per payout", approve) + WAITS;
    let of_risk = "2 of ops and 1 of risk";
    let asks = again(&format!("`large` never asks for `{of_risk}`"));
    let waits = again("none of it waits the 24h of `large`");
    assert_eq!(messages(&with(&[large(of_risk)]), "per-payout-tier"), [asks]);
    // Who is asked anyway, or soon, may still pay at once.
    assert_eq!(messages(&with(&[large("2 of ops")]), "per-payout-tier"), [waits.as_str()]);
    assert_eq!(messages(&with(&[large(of_risk), tier("total", "5 BTC per 24h", of_risk)]), "per-payout-tier"), [waits]);
}

#[test]
fn what_makes_each_destination_wait_is_gone_around_by_fresh_ones() {
    let each = |to: &str| {
        slow("dest", "0.5 BTC per 24h", &format!("{WAITS}each = [\"destination\"]\n")).replacen(
            "to = \"any\"",
            &format!("to = {to}"),
            1,
        )
    };
    let said = "40 fresh addresses take 20 BTC per 24h in parts of 0.5 BTC, and none of it waits the 24h of `dest`: \
                it counts each destination for itself";
    assert_eq!(found(&with(&[each("\"any\"")]), "each-splits"), [(Severity::Medium, said.to_owned())]);
    // Where small payouts wait as well, the parts are smaller; where all together do, there are none.
    let small = slow("small", "0.4 BTC per payout", WAITS);
    let smaller = said.replace("40 fresh", "50 fresh").replace("parts of 0.5", "parts of 0.4");
    assert_eq!(messages(&with(&[each("\"any\""), small]), "each-splits"), [smaller]);
    assert_eq!(messages(&with(&[each("\"any\""), slow("total", "5 BTC per 24h", WAITS)]), "each-splits"), NONE);
    // A cap over both wallets that is no more than the tier lets by needs no parts; one of each lets out twice as much.
    let capped = |each_of: &str| {
        let cap = btc("both", "0.5 BTC per 24h") + each_of;
        messages(&policy(&[base("2 of ops"), each("\"any\""), cap, btc("day", "20 BTC per 24h")]), "each-splits")
    };
    assert_eq!(capped(""), NONE);
    let twice = "2 fresh addresses take 1 BTC per 24h (0.5 BTC out of each wallet) in parts of 0.5 BTC, and none of it waits the 24h of `dest`: \
                 it counts each destination for itself";
    assert_eq!(capped("each = [\"wallet\"]\n"), [twice]);
    // Of a list nobody makes an address up.
    assert_eq!(messages(&with(&[each("[\"trusted\"]")]), "each-splits"), NONE);
}

#[test]
fn who_waives_a_delay_gains_nothing_by_parts_and_does_not_wait_for_them() {
    let waived = |by: &str| format!("{WAITS}delay_waived_by = \"{by}\"\n");
    let large = |lines: &str| slow("large", "5 BTC per payout", lines);
    let said = again("none of it waits the 24h of `large`");
    // Those who pay anyway waive it; one of risk besides they would have to ask.
    assert_eq!(messages(&with(&[large(&waived("2 of ops"))]), "per-payout-tier"), NONE);
    assert_eq!(messages(&with(&[large(&waived("1 of risk"))]), "per-payout-tier"), [said.as_str()]);
    // What all payouts wait, and those who pay waive, they do not wait.
    let always =
        |by: &str| with(&[large(WAITS)]).replacen("to = \"any\"\n", &format!("to = \"any\"\n{}", waived(by)), 1);
    assert_eq!(messages(&always("2 of ops"), "per-payout-tier"), [said]);
    assert_eq!(messages(&always("1 of risk"), "per-payout-tier"), NONE);
}

#[test]
fn a_veto_that_others_have_is_none_of_those_who_lose_theirs() {
    let large = slow("large", "5 BTC per payout", VETO);
    let always = |veto: &str| {
        let lines = format!("to = \"any\"\nveto = \"{veto}\"\n");
        messages(&with(std::slice::from_ref(&large)).replacen("to = \"any\"\n", &lines, 1), "per-payout-tier")
    };
    let said = again("`1 of guardians` may not veto it, as under `large`");
    assert_eq!(always("1 of guardians"), NONE);
    assert_eq!(always("1 of (grace, heidi, erin)"), NONE);
    assert_eq!(always("2 of guardians"), [said.as_str()]);
    assert_eq!(always("1 of risk"), [said]);
    // Nobody of guardians is left, and nothing is gained.
    let over = |name: &str| {
        (format!("[approvers.{name}]\n"), format!("[approvers.{name}]\nactive_until = 2026-01-01T00:00:00Z\n"))
    };
    let gone = ["grace", "heidi"].iter().fold(with(std::slice::from_ref(&large)), |text, name| {
        let (from, to) = over(name);
        text.replace(&from, &to)
    });
    assert_eq!(messages(&gone, "per-payout-tier"), NONE);
}

#[test]
fn a_total_over_a_short_window_is_near_where_a_day_of_it_is() {
    let of = |above: &str, cap: &str| {
        let rules = [slow("large", "1 BTC per payout", WAITS), slow("total", above, WAITS)];
        messages(&policy(&[&[base("2 of ops")], rules.as_slice(), &[btc("day", cap)]].concat()), "per-payout-tier")
    };
    let said = |until: &str| {
        format!(
            "1 BTC may leave again and again, at most until {until}, and none of it waits the 24h of `large`: \
             it looks at one payout alone"
        )
    };
    // An hour of 4.1 is 98.4 in a day, and one of 4.2 is 100.8.
    assert_eq!(of("4.1 BTC per 1h", "9000 BTC per 24h"), NONE);
    assert_eq!(of("4.2 BTC per 1h", "9000 BTC per 24h"), [said("`total` begins above 4.2 BTC per 1h")]);
    assert_eq!(of("4.2 BTC per 1h", "100 BTC per 24h"), [said("`day` of 100 BTC per 24h is full")]);
    // The nearest of those far off ends it, where something waits as long; what no cap lets anybody reach ends nothing.
    let rules = |far: &str| {
        [
            slow("large", "1 BTC per payout", WAITS),
            slow("far", "500 BTC per 30d", far),
            slow("farther", "700 BTC per 30d", WAITS),
        ]
    };
    let day = |far: &str| {
        messages(
            &policy(&[&[base("2 of ops")], rules(far).as_slice(), &[btc("day", "9000 BTC per 24h")]].concat()),
            "per-payout-tier",
        )
    };
    assert_eq!(day(WAITS), [said("`far` begins above 500 BTC per 30d")]);
    assert_eq!(day("delay = \"25h\"\nveto = \"nobody\"\n"), [said("`far` begins above 500 BTC per 30d")]);
    assert_eq!(day("delay = \"23h\"\nveto = \"nobody\"\n"), [said("`farther` begins above 700 BTC per 30d")]);
}

#[test]
fn rules_of_the_night_and_of_the_day_make_all_wait_by_turns() {
    let hours = |name: &str, open: &str, close: &str| {
        let days = "[\"mon\", \"tue\", \"wed\", \"thu\", \"fri\", \"sat\", \"sun\"]";
        let during = format!("during = {{ days = {days}, open = \"{open}\", close = \"{close}\", zone = \"UTC\" }}");
        slow(name, "", WAITS).replace("above = \"\"", &during)
    };
    let large = || slow("large", "5 BTC per payout", WAITS);
    let said = again("none of it waits the 24h of `large`");
    let (by_day, by_night) = (hours("by-day", "08:00", "20:00"), hours("by-night", "20:00", "08:00"));
    assert_eq!(messages(&with(&[large(), by_day.clone()]), "per-payout-tier"), [said.as_str()]);
    let as_well = hours("as-well", "08:00", "20:00");
    assert_eq!(messages(&with(&[large(), by_day.clone(), as_well]), "per-payout-tier"), [said]);
    assert_eq!(messages(&with(&[large(), by_day, by_night]), "per-payout-tier"), NONE);
    assert_eq!(messages(&with(&[large(), hours("always", "00:00", "00:00")]), "per-payout-tier"), NONE);
}

#[test]
fn where_nobody_can_pay_nothing_goes_around_a_delay() {
    let text = with(&[slow("large", "5 BTC per payout", WAITS)]);
    assert_eq!(messages(&text.replacen("2 of ops", "3 of ops", 1), "per-payout-tier").len(), 1);
    let locked =
        text.replacen("initiators = [\"bot\"]", "initiators = [\"ops\"]", 1).replacen("2 of ops", "3 of ops", 1);
    assert_eq!(messages(&locked, "per-payout-tier"), NONE);
}
