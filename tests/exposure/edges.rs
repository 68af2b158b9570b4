//! The last second before and the first second at which more leaves.

use countersign::analyze::{Exposure, Party, Theft, Thieves};
use countersign::{Instant, Ledger, Policy, Quotes, Span};

use crate::world::{SUBMITTED, Text};

/// What these people take of bitcoin, exactly, in whole coins.
pub fn bitcoin(policy: &Policy, names: &[&str], within: &str, respond: Option<&str>, ledger: Ledger) -> String {
    let party = Party::of(policy, names.iter().copied()).unwrap();
    let respond = respond.map(|respond| Span::parse(respond).unwrap());
    let (within, at) = (Span::parse(within).unwrap(), Instant::parse(SUBMITTED).unwrap());
    let theft = Theft { by: Thieves::These(party), within, respond, at, asset: Some("BTC".into()) };
    let found = Exposure::of(policy, &theft, ledger, &Quotes::none()).unwrap();
    let loss = &found.losses()[0];
    assert!(loss.anywhere().is_exact(), "{found}");
    assert!(found.replays(loss.anywhere()), "{found}");
    loss.at_most(loss.anywhere()).unwrap().to_string()
}

fn taken(text: &Text, names: &[&str], within: &str, respond: Option<&str>) -> String {
    let policy = text.world().policy;
    bitcoin(&policy, names, within, respond, Ledger::new(&policy))
}

#[test]
fn a_window_lets_out_again_at_its_very_end_and_not_a_second_before() {
    assert_eq!(taken(&Text::base(), &["alice"], "86399s", None), "100 BTC");
    assert_eq!(taken(&Text::base(), &["alice"], "24h", None), "200 BTC");
    assert_eq!(taken(&Text::base(), &["alice"], "172799s", None), "200 BTC");
    assert_eq!(taken(&Text::base(), &["alice"], "48h", None), "300 BTC");
    assert_eq!(taken(&Text::base(), &["dana"], "48h", None), "0 BTC");
}

#[test]
fn a_window_within_a_window_is_used_up_again_until_the_larger_is() {
    let hour = "[[limits]]\nname = \"hour\"\nassets = [\"BTC\"]\nmax = \"30 BTC per 1h\"";
    let text = || Text::base().plus(hour);
    assert_eq!(taken(&text(), &["alice"], "3599s", None), "30 BTC");
    assert_eq!(taken(&text(), &["alice"], "1h", None), "60 BTC");
    assert_eq!(taken(&text(), &["alice"], "3h", None), "100 BTC");
    assert_eq!(taken(&text(), &["alice"], "24h", None), "130 BTC");
    assert_eq!(taken(&text(), &["alice"], "27h", None), "200 BTC");
}

#[test]
fn a_delay_is_waited_out_to_the_second() {
    let delayed = "approve = \"1 of ops\"\ndelay = \"2h\"\nveto = \"1 of risk\"";
    let text = || Text::base().swap("approve = \"1 of ops\"", delayed);
    assert_eq!(taken(&text(), &["alice"], "7199s", None), "0 BTC");
    assert_eq!(taken(&text(), &["alice"], "2h", None), "100 BTC");
    assert_eq!(taken(&text(), &["alice"], "2h", Some("2h")), "100 BTC");
    assert_eq!(taken(&text(), &["alice"], "24h", Some("7199s")), "0 BTC");
    // Whoever could veto is among the thieves: nobody is left to.
    assert_eq!(taken(&text(), &["alice", "dana"], "2h", Some("7199s")), "0 BTC");
    assert_eq!(taken(&text(), &["alice", "dana", "erin"], "2h", Some("7199s")), "100 BTC");
}

#[test]
fn a_veto_of_one_rule_stops_what_another_delays() {
    let tier = "[[rules]]\nname = \"large\"\nassets = [\"BTC\"]\nwallets = \"any\"\nto = \"any\"\n\
                initiators = \"unsigned\"\nabove = \"10 BTC per 24h\"\napprove = \"1 of ops\"\n\
                delay = \"1h\"\nveto = \"nobody\"";
    let vetoed = "approve = \"1 of ops\"\nveto = \"1 of risk\"";
    let text = || Text::base().plus(tier);
    let with_veto = || {
        text().swap(
            "initiators = \"unsigned\"\napprove = \"1 of ops\"\n",
            &format!("initiators = \"unsigned\"\n{vetoed}\n"),
        )
    };
    assert_eq!(taken(&text(), &["alice"], "1h", Some("30m")), "100 BTC");
    assert_eq!(taken(&with_veto(), &["alice"], "1h", None), "100 BTC");
    assert_eq!(taken(&with_veto(), &["alice"], "1h", Some("30m")), "10 BTC");
    assert_eq!(taken(&with_veto(), &["alice"], "1h", Some("1h")), "100 BTC");
}

#[test]
fn hours_open_to_the_second() {
    // Sunday, 10:00 in UTC: they open at noon in Zurich, an hour later.
    let hours = "approve = \"1 of ops\"\nhours = { days = [\"sun\"], open = \"12:00\", close = \"13:00\", zone = \"Europe/Zurich\" }";
    let text = || Text::base().swap("approve = \"1 of ops\"", hours);
    assert_eq!(taken(&text(), &["alice"], "3599s", None), "0 BTC");
    assert_eq!(taken(&text(), &["alice"], "1h", None), "100 BTC");
    assert_eq!(taken(&text(), &["alice"], "7d", None), "100 BTC");
    assert_eq!(taken(&text(), &["alice"], "608400s", None), "200 BTC");
}

#[test]
fn a_count_lets_out_only_so_many_of_the_largest() {
    let few = "[[limits]]\nname = \"few\"\nmax_count = \"2 per 24h\"\n\n\
               [[limits]]\nname = \"single\"\nassets = [\"BTC\"]\nmax = \"7 BTC per payout\"";
    assert_eq!(taken(&Text::base().plus(few), &["alice"], "1h", None), "14 BTC");
    assert_eq!(taken(&Text::base().plus(few), &["alice"], "24h", None), "28 BTC");
}

#[test]
fn separate_sums_for_wallets_multiply_and_those_for_strangers_are_none() {
    let each = |each: &str| {
        format!("[[limits]]\nname = \"more\"\nassets = [\"BTC\"]\nmax = \"20 BTC per 24h\"\neach = [\"{each}\"]")
    };
    assert_eq!(taken(&Text::base().plus(&each("wallet")), &["alice"], "1h", None), "40 BTC");
    assert_eq!(taken(&Text::base().plus(&each("destination")), &["alice"], "1h", None), "100 BTC");
    assert_eq!(taken(&Text::base().plus(&each("asset")), &["alice"], "1h", None), "20 BTC");
    let listed = Text::base().swap(
        "name = \"base\"\nassets = \"any\"\nwallets = \"any\"\nto = \"any\"",
        "name = \"base\"\nassets = \"any\"\nwallets = \"any\"\nto = [\"friends\"]",
    );
    assert_eq!(taken(&listed.plus(&each("destination")), &["alice"], "1h", None), "20 BTC");
}
