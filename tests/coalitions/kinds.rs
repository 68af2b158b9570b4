//! The kinds of payout are all there are: what is said of a kind is true of any payout of it.

use countersign::analyze::{Coalitions, Focus, Party};
use countersign::{Instant, Payout, Policy, Quotes};
use proptest::prelude::*;
use serde_json::json;

use crate::oracle::{Oracle, any_allows};
use crate::pool;

/// Where a payout may go: entries, the same places under tags and in other letters, and nobody's.
const WHERE: [(&str, Option<&str>); 9] = [
    ("addr-0", None),
    ("addr-1", None),
    ("addr-2", None),
    ("addr-4", None),
    ("addr-0", Some("7")),
    ("ADDR-0", None),
    ("Addr-1", None),
    ("addr-4", Some("8")),
    ("addr-3", Some("9")),
];

/// A payout of the pool's asset, so many hundredths of it, some hours after the reference instant.
#[derive(Clone, Debug)]
struct Case {
    units: u64,
    whereto: usize,
    wallet: u8,
    hour: u64,
    number: usize,
}

fn case() -> impl Strategy<Value = Case> {
    let units = prop_oneof![1u64..120, 1u64..1_100, Just(50), Just(100), Just(200), Just(300), Just(301)];
    (units, 0..WHERE.len(), 1u8..=2, 0u64..7 * 24, 0usize..128)
        .prop_map(|(units, whereto, wallet, hour, number)| Case { units, whereto, wallet, hour, number })
}

impl Case {
    fn at(&self, from: Instant) -> Instant {
        Instant::from_unix(from.unix() + self.hour * 3_600 + 1_234).unwrap()
    }

    /// Submitted the pool's longest delay ago: whoever has signed for so long has waited for all.
    fn payout(&self, from: Instant) -> Payout {
        let submitted = Instant::from_unix(self.at(from).unix() - 2 * 3_600).unwrap();
        let (to, tag) = WHERE[self.whereto];
        let amount = format!("{}.{:02} COIN", self.units / 100, self.units % 100);
        let mut record = json!({
            "id": "po-9", "wallet": format!("w{}", self.wallet), "amount": amount, "to": to, "fee": "0.01 COIN",
            "initiator": "desk", "submitted_at": submitted,
        });
        if let Some(tag) = tag {
            record["tag"] = json!(tag);
        }
        serde_json::from_value(record).unwrap()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20, ..ProptestConfig::default() })]

    #[test]
    fn what_is_said_of_a_kind_is_true_of_every_payout_of_it(
        rules in proptest::sample::subsequence((1..pool::RULES.len()).collect::<Vec<_>>(), 0..pool::RULES.len()),
        limits in proptest::sample::subsequence((2..pool::LIMITS.len()).collect::<Vec<_>>(), 0..pool::LIMITS.len() - 1),
        cases in proptest::collection::vec(case(), 12),
    ) {
        let rules: Vec<usize> = std::iter::once(0).chain(rules).collect();
        let limits: Vec<usize> = [0, 1].into_iter().chain(limits).collect();
        let policy = pool::parse(&pool::text(&rules, &limits));
        let from = Instant::parse("2026-11-23T09:00:00Z").unwrap();
        let coalitions = Coalitions::of(&policy, &Focus::default(), &Quotes::none(), from).unwrap();
        let oracle = Oracle::new(&policy, &Quotes::none());
        for case in cases {
            let (at, payout) = (case.at(from), case.payout(from));
            let (_, band) = coalitions.kind_of(&payout, at).expect("every payout is of a kind");
            let asked = oracle.asked(&payout);
            for number in [case.number, 127 - case.number, case.number | 0b100_0011, 127] {
                let party: Party = oracle.party(number);
                let says = band.releases().iter().any(|release| release.coalition().is_within(&party));
                prop_assert_eq!(says, any_allows(&asked, &party, at), "{:?} {:?}", party.names(&policy), payout);
            }
        }
    }
}

/// What one destination or wallet has for itself is not added to what another has.
#[test]
fn limits_that_do_not_hold_together_are_not_said_together() {
    let base = include_str!("../../policies/minimal.toml").split("[[claims]]").next().unwrap();
    let base = base.replace("max    = \"1 BTC per 24h\"", "max = \"1 BTC per 24h\"\nwallets = [\"main\"]");
    let base = base.replacen("wallets      = [\"main\"]", "wallets = [\"main\", \"other\"]", 1);
    let base = base.replacen("wallets    = [\"main\"]", "wallets = \"any\"", 1);
    let other =
        "\n[[limits]]\nname = \"other-day\"\nassets = [\"BTC\"]\nwallets = [\"other\"]\nmax = \"1 BTC per 24h\"\n";
    let policy = Policy::parse(&(base + other)).unwrap_or_else(|problems| panic!("{problems}"));
    let at = Instant::parse("2026-11-23T10:00:00Z").unwrap();
    let found = Coalitions::of(&policy, &Focus::default(), &Quotes::none(), at).unwrap();
    let json = serde_json::to_value(&found).unwrap();
    let kinds = json["kinds"].as_array().unwrap();
    let limits: Vec<&serde_json::Value> = kinds.iter().map(|kind| &kind["limits"]).collect();
    assert_eq!(*limits[0], serde_json::json!(["1 BTC per 24h (btc-day)"]));
    assert_eq!(*limits[1], serde_json::json!(["1 BTC per 24h (other-day)"]));
}
