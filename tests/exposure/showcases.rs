//! Every showcase: what leaves at least is what leaves at most, and it replays.

use countersign::analyze::{Exposure, Party, Theft, Thieves};
use countersign::{Instant, Ledger, Policy, Quotes, Span};

const SHOWCASES: [(&str, &str); 8] = [
    ("bridge", include_str!("../../policies/bridge.toml")),
    ("cold-vault", include_str!("../../policies/cold-vault.toml")),
    ("hot-wallet", include_str!("../../policies/hot-wallet.toml")),
    ("many-assets", include_str!("../../policies/many-assets.toml")),
    ("market-maker", include_str!("../../policies/market-maker.toml")),
    ("minimal", include_str!("../../policies/minimal.toml")),
    ("payment-processor", include_str!("../../policies/payment-processor.toml")),
    ("treasury", include_str!("../../policies/treasury.toml")),
];

pub fn policy(name: &str) -> Policy {
    let (_, text) = SHOWCASES.iter().find(|(known, _)| *known == name).unwrap();
    Policy::parse(text).unwrap()
}

pub fn theft(by: Thieves, within: &str, respond: Option<&str>, at: &str) -> Theft {
    let (within, respond) = (Span::parse(within).unwrap(), respond.map(|respond| Span::parse(respond).unwrap()));
    Theft { by, within, respond, at: Instant::parse(at).unwrap(), asset: None }
}

pub fn asked<'p>(policy: &'p Policy, theft: &Theft) -> Exposure<'p> {
    Exposure::of(policy, theft, Ledger::new(policy), &Quotes::none()).unwrap()
}

/// `10 BTC`, of every loss, and of what of it goes to strangers where that is less; all exact, all replayed.
fn amounts(policy: &Policy, theft: &Theft) -> Vec<String> {
    let exposure = asked(policy, theft);
    let mut amounts = Vec::new();
    for loss in exposure.losses() {
        for figure in [Some(loss.anywhere()), loss.to_strangers()].into_iter().flatten() {
            assert!(figure.is_exact(), "{theft:?}\n{exposure}");
            assert!(exposure.replays(figure), "{theft:?}\n{exposure}");
            assert_eq!(figure.is_nothing(), figure.steps().is_empty(), "{exposure}");
            assert_eq!(figure.is_nothing(), figure.thieves().is_empty(), "{exposure}");
            amounts.push(loss.at_least(figure).unwrap().to_string());
        }
    }
    assert!(exposure.incomplete().is_empty());
    amounts
}

fn by_names(name: &str, people: &[&str], within: &str, respond: Option<&str>) -> Vec<String> {
    let policy = policy(name);
    let party = Party::of(&policy, people.iter().copied()).unwrap();
    amounts(&policy, &theft(Thieves::These(party), within, respond, "2026-11-23T10:00:00Z"))
}

#[test]
fn one_thief_within_a_day() {
    let taken = |name| amounts(&policy(name), &theft(Thieves::Any(1), "24h", None, "2026-11-23T10:00:00Z"));
    assert_eq!(taken("hot-wallet"), ["10 BTC", "200 ETH"]);
    assert_eq!(taken("many-assets"), ["200000 USD", "20 BTC", "400 ETH", "2000000 TRX", "200000 USDC", "200000 USDT"]);
    assert_eq!(taken("payment-processor"), ["20000 USDT"]);
    assert_eq!(taken("market-maker"), ["0 USDC", "0 XRP"]);
    assert_eq!(taken("minimal"), ["0 BTC"]);
    assert_eq!(taken("cold-vault"), ["0 BTC"]);
    assert_eq!(taken("treasury"), ["0 USD", "0 USDC", "0 USDT"]);
    assert_eq!(taken("bridge"), ["0 USD", "0 ETH", "0 USDC"]);
}

#[test]
fn two_thieves_within_a_week() {
    let taken = |name| amounts(&policy(name), &theft(Thieves::Any(2), "7d", None, "2026-11-23T10:00:00Z"));
    assert_eq!(taken("hot-wallet"), ["4840 BTC", "40 BTC", "64800 ETH", "800 ETH"]);
    assert_eq!(
        taken("many-assets"),
        ["4000000 USD", "120 BTC", "2400 ETH", "8000000 TRX", "4000000 USDC", "4000000 USDT"]
    );
    assert_eq!(taken("payment-processor"), ["8000000 USDT", "400000 USDT"]);
    // The new addresses count only from the next midnight on: the first burst is smaller than the others.
    assert_eq!(taken("market-maker"), ["4700000 USDC", "0 USDC", "0 XRP"]);
    for name in ["minimal", "cold-vault", "treasury", "bridge"] {
        assert!(taken(name).iter().all(|amount| amount.starts_with("0 ")), "{name}");
    }
}

/// However many keys are stolen, up to all; of the bridge those numbers of which something else is asked, and the one that takes
/// most payouts.
#[test]
fn it_is_exact_of_any_number_of_people() {
    for (name, _) in SHOWCASES {
        let policy = policy(name);
        let people = policy.approvers().chain(policy.requesters()).count();
        let people = u32::try_from(people).unwrap();
        let sizes: Vec<u32> = if name == "bridge" { vec![7, 8, 10, 11, 16] } else { (1..=people).collect() };
        for size in sizes {
            let spans: &[&str] = if (name, size) == ("bridge", 8) { &["7d"] } else { &["24h", "7d"] };
            for within in spans.iter().filter(|within| name != "bridge" || size == 8 || **within == "24h") {
                amounts(&policy, &theft(Thieves::Any(size), within, None, "2026-11-23T10:00:00Z"));
            }
        }
    }
}

#[test]
fn it_is_exact_at_night_at_the_weekend_and_when_the_others_answer() {
    for (name, _) in SHOWCASES {
        let policy = policy(name);
        for at in ["2026-11-23T22:30:00Z", "2026-11-28T03:00:00Z"] {
            for respond in [None, Some("30m"), Some("24h"), Some("72h")] {
                amounts(&policy, &theft(Thieves::Any(1), "24h", respond, at));
            }
        }
        amounts(&policy, &theft(Thieves::Any(2), "7d", Some("30m"), "2026-11-27T15:59:59Z"));
        amounts(&policy, &theft(Thieves::Any(3), "24h", Some("48h"), "2026-11-23T10:00:00Z"));
    }
}

#[test]
fn a_smallest_unit_at_night_is_what_one_payout_may_be() {
    // At night above 0.1 BTC a payout needs one of risk: the same five bitcoin leave, in fifty parts.
    let policy = policy("hot-wallet");
    let exposure = asked(&policy, &theft(Thieves::Any(1), "1h", None, "2026-11-23T22:30:00Z"));
    let bitcoin = exposure.losses()[0].anywhere();
    assert_eq!(exposure.losses()[0].at_most(bitcoin).unwrap().to_string(), "5 BTC");
    assert_eq!((bitcoin.steps().len(), bitcoin.fresh_destinations()), (50, 10));
}

#[test]
fn enough_validators_of_the_bridge_take_the_days_cap_in_parts_below_the_tier() {
    let eight = ["01", "02", "03", "04", "05", "06", "07", "08"].map(|number| format!("validator-{number}"));
    let eight: Vec<&str> = eight.iter().map(String::as_str).collect();
    let taken = by_names("bridge", &eight, "12h", None);
    assert_eq!(taken, ["50000000 USD", "500000 ETH", "50000000 USDC"]);
    assert_eq!(by_names("bridge", &eight[..7], "12h", None), ["0 USD", "0 ETH", "0 USDC"]);
}

#[test]
fn a_delay_with_a_veto_stops_thieves_whom_somebody_notices_in_time() {
    let four = ["anna", "ben", "chloe", "david"];
    // Three days' wait, then a million in every thirty days.
    assert_eq!(by_names("treasury", &four, "72h", None), ["1000000 USD", "1000000 USDC", "1000000 USDT"]);
    assert_eq!(by_names("treasury", &four, "71h", None), ["0 USD", "0 USDC", "0 USDT"]);
    assert_eq!(by_names("treasury", &four, "72h", Some("72h")), ["1000000 USD", "1000000 USDC", "1000000 USDT"]);
    assert_eq!(by_names("treasury", &four, "90d", Some("71h")), ["0 USD", "0 USDC", "0 USDT"]);
    // All seven wait for nothing below the tier.
    let seven = ["anna", "ben", "chloe", "david", "emma", "felix", "gina"];
    assert_eq!(by_names("treasury", &seven, "1h", Some("30m")), ["1000000 USD", "1000000 USDC", "1000000 USDT"]);
    assert_eq!(by_names("treasury", &seven, "7d", None), ["5000000 USD", "5000000 USDC", "5000000 USDT"]);
}

#[test]
fn officers_and_a_director_wait_for_office_hours_and_count_openings() {
    let five = ["olivia", "oscar", "otto", "ona", "dana"];
    // Monday 11:00 in Zurich: two days' wait end on Wednesday at 11:00, two openings of 100 BTC a day, 300 BTC a week.
    assert_eq!(by_names("cold-vault", &five, "47h", None), ["0 BTC"]);
    assert_eq!(by_names("cold-vault", &five, "48h", None), ["200 BTC", "0 BTC"]);
    assert_eq!(by_names("cold-vault", &five, "72h", None), ["300 BTC", "0 BTC"]);
    assert_eq!(by_names("cold-vault", &five, "72h", Some("24h")), ["0 BTC"]);
}
