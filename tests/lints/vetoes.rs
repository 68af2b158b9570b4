//! Who can veto, and whether there is time to: what a hostile reviewer found unsaid, or said falsely.

use super::silent::{NONE, base, btc, each_tier, messages, policy, rule, tier};

/// A veto of the guardians, and a wait.
fn waiting(veto: &str, delay: &str) -> String {
    format!("veto = \"{veto}\"\ndelay = \"{delay}\"\n")
}

#[test]
fn a_wait_that_those_who_approve_waive_themselves_gives_nobody_time_to_veto() {
    let of = |approve: &str, waiver: &str| {
        let base = base(approve) + &waiting("1 of guardians", "24h") + &format!("delay_waived_by = \"{waiver}\"\n");
        messages(&policy(&[base, btc("day", "20 BTC per 24h")]), "veto-no-delay")
    };
    let said = |who: &str| {
        format!(
            "`1 of guardians` may veto under `base`, and {who} can approve and waive the 24h of `base`: the payout leaves at once"
        )
    };
    assert_eq!(of("2 of ops", "2 of ops"), [said("`bob` and `carol`")]);
    assert_eq!(of("2 of ops", "2 of (alice, carol)"), [said("`alice` and `carol`")]);
    assert_eq!(of("2 of ops", "1 of risk or 2 of ops"), [said("`bob` and `carol`")]);
    assert_eq!(of("2 of ops", "3 of ops"), NONE);
    assert_eq!(of("2 of ops", "2 of ops and 1 of risk"), NONE);
    // Another rule waits, and nobody waives that.
    let base = base("2 of ops") + &waiting("1 of guardians", "24h") + "delay_waived_by = \"2 of ops\"\n";
    let long = rule("long", "[\"bot\"]", "to = \"any\"", "none") + &waiting("nobody", "1h");
    assert_eq!(messages(&policy(&[base, long, btc("day", "20 BTC per 24h")]), "veto-no-delay"), NONE);
}

/// Who has to approve a larger amount is there to waive what holds smaller ones.
#[test]
fn a_wait_that_those_who_approve_larger_amounts_waive_holds_only_smaller_ones() {
    let of = |waiver: &str, big: String| {
        let base = base("2 of ops") + &waiting("1 of guardians", "24h") + &format!("delay_waived_by = \"{waiver}\"\n");
        messages(&policy(&[base, big, btc("day", "20 BTC per 24h")]), "veto-no-delay")
    };
    let big = |above: &str, more: &str| tier("big", above, "1 of risk") + more;
    let said = |where_: &str, who: &str| {
        format!(
            "`1 of guardians` may veto under `base`, and {where_}, {who} can approve and waive the 24h of `base`: \
             the payout leaves at once"
        )
    };
    let above = "above 5 BTC per 24h, where `big` begins";
    assert_eq!(of("1 of risk", String::new()), NONE);
    assert_eq!(of("1 of risk", big("5 BTC per 24h", "")), [said(above, "`bob`, `carol` and `frank`")]);
    assert_eq!(of("2 of ops and 1 of risk", big("5 BTC per 24h", "")).len(), 1);
    // Two of risk are one more than approve, no cap lets anybody get so far, and nobody waives a wait of the tier's own.
    assert_eq!(of("2 of risk", big("5 BTC per 24h", "")), NONE);
    assert_eq!(of("1 of risk", big("20 BTC per 24h", "")), NONE);
    assert_eq!(of("1 of risk", big("5 BTC per 24h", &waiting("nobody", "1h"))), NONE);
    let days = "days = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\", \"sat\", \"sun\"]";
    let night = format!("during = {{ {days}, open = \"22:00\", close = \"06:00\", zone = \"UTC\" }}\n");
    let hours = rule("night", "\"unsigned\"", "to = \"any\"", "1 of risk") + &night;
    assert_eq!(of("1 of risk", hours), [said("while `night` binds", "`bob`, `carol` and `frank`")]);
}

#[test]
fn a_wait_of_every_destination_for_itself_is_none_of_the_tier_over_all() {
    let day = || btc("day", "20 BTC per 24h");
    let dest = |waits: &str| each_tier("dest", "0.5 BTC per 24h", "2 of ops") + waits;
    let total = |waits: &str| tier("total", "5 BTC per 24h", "2 of ops") + waits;
    let veto = "veto = \"1 of guardians\"\n";
    let wait = waiting("1 of risk", "24h");
    let said = "`1 of guardians` may veto under `total`, and nothing waits for them: the payout leaves the moment `2 of ops` is met";
    let text = policy(&[base("1 of ops"), dest(&wait), total(veto), day()]);
    assert_eq!(messages(&text, "veto-no-delay"), [said]);
    // Where it counts all of them in one sum it binds whatever the other does.
    let text = policy(&[base("1 of ops"), tier("low", "0.5 BTC per 24h", "2 of ops") + &wait, total(veto), day()]);
    assert_eq!(messages(&text, "veto-no-delay"), NONE);

    let said = "`total` waits 24h, and nobody but those who asked and agreed can use the time to stop the payout";
    let (wait, open) = (waiting("1 of guardians", "1h"), waiting("nobody", "24h"));
    assert_eq!(messages(&policy(&[base("1 of ops"), dest(&wait), total(&open), day()]), "no-veto"), [said]);
    let low = tier("low", "0.5 BTC per 24h", "2 of ops") + &wait;
    assert_eq!(messages(&policy(&[base("1 of ops"), low, total(&open), day()]), "no-veto"), NONE);
}

#[test]
fn a_rule_that_counts_fewer_payouts_binds_less_than_one_that_counts_all() {
    let veto = "veto = \"1 of guardians\"\n";
    let wait = waiting("1 of risk", "24h");
    let of = |low: &str, more: &str| {
        let low = rule("low", "\"unsigned\"", low, "2 of ops\"\nabove = \"0.5 BTC per 24h") + &wait;
        let total = tier("total", "5 BTC per 24h", "2 of ops") + veto;
        let listed = rule("listed", "[\"bot\"]", "to = [\"trusted\"]", "1 of ops");
        messages(&policy(&[listed, low, total, btc("day", "20 BTC per 24h"), more.to_owned()]), "veto-no-delay").len()
    };
    // Nothing but the list is ever paid: what counts the list counts all.
    assert_eq!(of("to = [\"trusted\"]", ""), 0);
    // Where strangers are paid as well, payouts to them climb one sum and not the other.
    assert_eq!(of("to = [\"trusted\"]", &base("3 of ops")), 1);
    assert_eq!(of("to = \"any\"", &base("3 of ops")), 0);
}

#[test]
fn whatever_binds_a_payout_by_a_longer_or_lower_sum_binds_it() {
    let day = || btc("day", "20 BTC per 24h");
    let veto = "veto = \"1 of guardians\"\n";
    let waits = |above: &str| tier("day", above, "2 of ops") + &waiting("1 of risk", "24h");
    let single = || tier("single", "10 BTC per payout", "2 of ops") + veto;
    assert_eq!(messages(&policy(&[base("1 of ops"), waits("5 BTC per 24h"), single(), day()]), "veto-no-delay"), NONE);
    assert_eq!(messages(&policy(&[base("1 of ops"), waits("10 BTC per 24h"), single(), day()]), "veto-no-delay"), NONE);
    let later =
        messages(&policy(&[base("1 of ops"), waits("10.00000001 BTC per 24h"), single(), day()]), "veto-no-delay");
    assert_eq!(later.len(), 1);
    // In dollars: ten coins are never worth less than a hundred thousand.
    assert_eq!(
        messages(&policy(&[base("1 of ops"), waits("100000 USD per 24h"), single(), day()]), "veto-no-delay"),
        NONE
    );
    let dearer = policy(&[base("1 of ops"), waits("110000 USD per 24h"), single(), day()]);
    assert_eq!(messages(&dearer, "veto-no-delay").len(), 1);

    let day_waits = || tier("one-day", "5 BTC per 24h", "2 of ops") + &waiting("nobody", "24h");
    let watched = |above: &str| tier("watched", above, "2 of ops") + veto;
    let of = |above: &str| messages(&policy(&[base("1 of ops"), day_waits(), watched(above), day()]), "no-veto");
    assert_eq!(of("5 BTC per 7d"), NONE);
    assert_eq!(of("5.00000001 BTC per 7d").len(), 1);
    assert_eq!(of("5 BTC per 12h").len(), 1);
}

#[test]
fn a_veto_of_nobody_who_is_there_is_none() {
    let guardians = |terms: [&str; 2]| {
        let base = base("2 of ops") + &waiting("1 of guardians", "24h");
        let [grace, heidi] = terms;
        let text = policy(&[base, btc("day", "20 BTC per 24h")])
            .replacen("[approvers.grace]", &format!("[approvers.grace]\n{grace}"), 1)
            .replacen("[approvers.heidi]", &format!("[approvers.heidi]\n{heidi}"), 1);
        messages(&text, "no-veto")
    };
    let said = |at: &str| {
        format!(
            "`base` waits 24h, and nobody who may veto is active for what is submitted at {at}: only those who asked and agreed can stop it"
        )
    };
    assert_eq!(guardians(["", ""]), NONE);
    let far = "active_from = 2029-01-01T00:00:00Z";
    assert_eq!(guardians([far, far]), [said("2026-11-26T12:00:00Z")]);
    assert_eq!(guardians([far, ""]), NONE);
    let tonight = "active_until = 2026-11-27T00:00:00Z";
    assert_eq!(guardians([tonight, tonight]), [said("2026-11-27T00:00:00Z")]);
    // Who comes before the wait is over can stop it still.
    let (last, first) = ("active_until = 2026-11-29T00:00:00Z", "active_from = 2026-11-29T23:59:59Z");
    assert_eq!(guardians([last, first]), NONE);
    assert_eq!(guardians([last, "active_from = 2026-11-30T00:00:00Z"]), [said("2026-11-29T00:00:00Z")]);
    // What ends when the week is over is said then.
    assert_eq!(guardians(["active_until = 2026-12-03T12:00:00Z"; 2]), NONE);
    assert_eq!(guardians(["active_until = 2026-12-03T11:59:59Z"; 2]), [said("2026-12-03T11:59:59Z")]);
}

#[test]
fn a_wait_in_which_nobody_can_look_is_none() {
    let of = |delay: &str| {
        let base = base("2 of ops") + &waiting("1 of guardians", delay);
        messages(&policy(&[base, btc("day", "20 BTC per 24h")]), "veto-no-delay")
    };
    let said = |delay: &str| {
        format!(
            "`1 of guardians` may veto under `base`, and has {delay} for it, as long as `base` waits: in less than 15m nobody sees a payout and signs a no"
        )
    };
    assert_eq!(of("1s"), [said("1s")]);
    assert_eq!(of("899s"), [said("899s")]);
    assert_eq!(of("15m"), NONE);
}

/// Whoever approves by another rule that binds as well is no outsider.
#[test]
fn a_veto_of_those_who_approve_by_any_rule_that_binds_is_one_of_payers_alone() {
    let of = |base_asks: &str, asks: &str, veto: &str| {
        let big = tier("big", "5 BTC per 24h", asks) + &waiting(veto, "24h");
        messages(&policy(&[base(base_asks), big, btc("day", "20 BTC per 24h")]), "veto-only-payers")
    };
    let said = |veto: &str, who: &str| {
        format!("`{veto}` cannot veto without those of {who}, who approve: nobody else has a veto under `big`")
    };
    let both = said("1 of (ops, risk)", "`1 of risk` and `2 of ops`");
    assert_eq!(of("2 of ops", "1 of risk", "1 of (ops, risk)"), [both]);
    assert_eq!(of("2 of ops", "none", "1 of ops"), [said("1 of ops", "`2 of ops`")]);
    assert_eq!(of("none", "1 of risk", "1 of risk"), [said("1 of risk", "`1 of risk`")]);
    assert_eq!(of("2 of ops", "1 of risk", "1 of (ops, guardians)"), NONE);
    assert_eq!(of("none", "1 of risk", "1 of (ops, risk)"), NONE);
}
