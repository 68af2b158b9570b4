//! More keys, more time and a slower answer never take less.

use countersign::analyze::{Exposure, Theft, Thieves};
use countersign::{Policy, Span};

use crate::dice::Dice;
use crate::heist::exposure;
use crate::invented::{self, HOURS};
use crate::showcases::{policy, theft};

/// Where both are exact, nothing of the second is less than of the first; and never is a bound below what surely leaves.
fn grows(less: &Exposure<'_>, more: &Exposure<'_>) -> u32 {
    let mut compared = 0;
    for (a, b) in less.losses().iter().zip(more.losses()) {
        assert_eq!(a.name(), b.name());
        let strangers = (a.to_strangers().unwrap_or(a.anywhere()), b.to_strangers().unwrap_or(b.anywhere()));
        for (a, b) in [(a.anywhere(), b.anywhere()), strangers] {
            assert!(b.most_units().is_none_or(|most| a.least_units() <= most), "{less}\n{more}");
            if a.is_exact() && b.is_exact() {
                assert!(a.least_units() <= b.least_units(), "{less}\n{more}");
                compared += 1;
            }
        }
    }
    compared
}

fn chain(policy: &Policy, thefts: &[Theft]) -> u32 {
    let found: Vec<Exposure<'_>> = thefts.iter().map(|theft| exposure(policy, theft)).collect();
    found.windows(2).map(|pair| grows(&pair[0], &pair[1])).sum()
}

fn chains(policy: &Policy, base: &Theft, keys: &[u32]) -> u32 {
    let keys: Vec<Theft> = keys.iter().map(|many| Theft { by: Thieves::Any(*many), ..base.clone() }).collect();
    let spans = ["1s", "1h", "90m", "5h", "24h", "25h"].map(|span| Span::parse(span).unwrap());
    let spans: Vec<Theft> = spans.into_iter().map(|within| Theft { within, ..base.clone() }).collect();
    let responds = ["1s", "30m", "1h", "2h", "48h"].map(|span| Some(Span::parse(span).unwrap()));
    let responds = responds.into_iter().chain([None]);
    let responds: Vec<Theft> = responds.map(|respond| Theft { respond, ..base.clone() }).collect();
    chain(policy, &keys) + chain(policy, &spans) + chain(policy, &responds)
}

#[test]
fn losses_of_the_showcases_grow_with_keys_time_and_a_slower_answer() {
    // How many keys: as many as it takes, where few take nothing.
    let all: [(&str, u32, &[u32]); 8] = [
        ("minimal", 3, &[0, 1, 2, 3]),
        ("hot-wallet", 2, &[0, 1, 2, 3, 4]),
        ("cold-vault", 5, &[0, 4, 5, 6]),
        ("treasury", 4, &[0, 3, 4, 6, 7]),
        ("payment-processor", 2, &[0, 1, 2, 3, 4]),
        ("market-maker", 2, &[0, 1, 2, 3, 4]),
        ("bridge", 8, &[0, 7, 8]),
        ("many-assets", 1, &[0, 1, 2]),
    ];
    for (name, many, keys) in all {
        let mut base = theft(Thieves::Any(many), "24h", None, "2026-11-23T10:00:00Z");
        // Of five assets at once it takes long.
        base.asset = (name == "many-assets").then(|| "USDT".into());
        assert!(chains(&policy(name), &base, keys) >= 14, "{name}");
    }
}

#[test]
fn losses_of_invented_policies_grow_with_keys_time_and_a_slower_answer() {
    let mut compared = 0;
    for seed in 0..32 {
        let (policy, _) = invented::policy(&mut Dice::new(5_000 + seed), &HOURS);
        compared += chains(&policy, &theft(Thieves::Any(2), "5h", None, invented::START), &[0, 1, 2, 3, 4]);
    }
    assert!(compared >= 1_350, "only {compared} pairs were compared");
}

#[test]
fn nobody_takes_nothing_where_a_signature_is_needed() {
    let found = exposure(&policy("hot-wallet"), &theft(Thieves::Any(0), "7d", None, invented::START)).losses().to_vec();
    assert!(found.iter().all(|loss| loss.anywhere().is_nothing()));
}
