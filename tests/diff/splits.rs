//! Pairs of limits that are split in other ways, against random cases: of each wallet or initiator, of some, of all.
//! `DIFF_SPLITS` says how many.

use std::collections::BTreeSet;

use countersign::analyze::{Change, Direction, Party, Supposed};
use countersign::{Instant, Ledger, Payout, Policy};
use serde_json::{Value, json};

use crate::replay::{FROM, compared, parse};

const STRANGER: &str = "bc1qf2dwt9czkhvjvsnl25gujws2pq3lk059sf54uw";
const WALLETS: [&str; 2] = ["hot-1", "hot-2"];
const PEOPLE: [&str; 3] = ["alice", "bob", "carol"];

struct Random(u64);

impl Random {
    fn below(&mut self, many: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % many
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

/// What a limit is made of: of all or some, split or not, and how much.
const CHOICES: [&[&str]; 5] = [
    &["", "wallets = [\"hot-1\"]\n", "wallets = [\"hot-2\"]\n", "wallets = [\"hot-1\", \"hot-2\"]\n"],
    &["", "initiators = [\"alice\"]\n", "initiators = [\"bob\"]\n", "initiators = [\"ops\"]\n"],
    &["", "each = [\"wallet\"]\n", "each = [\"initiator\"]\n", "each = [\"wallet\", \"initiator\"]\n"],
    &["max = \"5 BTC", "max = \"10 BTC", "max_count = \"2"],
    &[" per 1h\"\n", " per 1h\"\n", " per 2h\"\n"],
];

/// Up to three limits, each part of each drawn.
type Limits = Vec<[&'static str; 5]>;

fn drawn(random: &mut Random) -> Limits {
    (0..=random.below(3)).map(|_| CHOICES.map(|choices| random.of(choices))).collect()
}

/// The same with one or two parts drawn again.
fn redrawn(limits: &Limits, random: &mut Random) -> Limits {
    let mut limits = limits.clone();
    for _ in 0..=random.below(2) {
        let (place, part) = (random.below(limits.len()), random.below(CHOICES.len()));
        limits[place][part] = random.of(CHOICES[part]);
    }
    limits
}

fn written(limits: &Limits) -> String {
    let limits = limits.iter().enumerate();
    limits.map(|(number, parts)| format!("[[limits]]\nname = \"l{number}\"\n{}", parts.concat())).collect()
}

/// A payout, and up to three that left before it.
fn case(random: &mut Random) -> (Payout, Vec<Value>) {
    let now = Instant::parse(FROM).unwrap();
    let payout = json!({ "id": "po-1", "wallet": random.of(&WALLETS), "amount": random.of(&["1 BTC", "5 BTC", "6 BTC"]),
        "to": STRANGER, "fee": "0 BTC", "initiator": random.of(&PEOPLE), "submitted_at": FROM });
    let line = |number: usize, random: &mut Random| {
        let at = Instant::from_unix(now.unix() - random.of(&[60, 3_599, 3_600, 5_000, 7_200])).unwrap();
        json!({ "payout": format!("past-{number}"), "wallet": random.of(&WALLETS), "amount": random.of(&["1 BTC", "4 BTC", "5 BTC"]),
            "to": STRANGER, "initiator": random.of(&PEOPLE), "lists": [], "at": at, "state": "paid" })
    };
    let lines = (0..random.below(4)).map(|number| line(number, random)).collect();
    (serde_json::from_value(payout).unwrap(), lines)
}

fn allows(policy: &Policy, (payout, lines): &(Payout, Vec<Value>)) -> bool {
    let mut header: Value = serde_json::to_value(Ledger::new(policy).header()).unwrap();
    header["entries"] = json!(lines.len());
    let lines = lines.iter().map(|line| serde_json::from_value(line.clone()).unwrap());
    let ledger = Ledger::open(policy, &serde_json::from_value(header).unwrap(), lines).unwrap();
    let supposed = Supposed::new(policy).with_ledger(ledger);
    let asked = supposed.open(payout).unwrap();
    asked.of(&Party::everybody(policy), &Party::nobody(), Instant::parse(FROM).unwrap()).is_allowed()
}

#[test]
fn of_limits_that_are_split_in_other_ways_no_case_says_otherwise() {
    let pairs: usize = std::env::var("DIFF_SPLITS").map_or(24, |count| count.parse().unwrap());
    let (rest, _) = include_str!("found/split.toml").split_once("[[limits]]\nname = \"hour\"").unwrap();
    let mut random = Random(7);
    let (mut differing, mut unclear, mut proven) = (0, 0, 0);
    let mut changes = BTreeSet::new();
    for number in 0..pairs {
        let old = drawn(&mut random);
        let texts = [written(&old), written(&redrawn(&old, &mut random))];
        let [old, new] = [&texts[0], &texts[1]].map(|limits| parse(&format!("{rest}{limits}")));
        let comparison = compared(&old, &new);
        let (mut more, mut less) = (false, false);
        for _ in 0..150 {
            let case = case(&mut random);
            let (before, now) = (allows(&old, &case), allows(&new, &case));
            more |= now && !before;
            less |= before && !now;
        }
        let [is_none, is_none_less] =
            [comparison.more(), comparison.less()].map(|direction| matches!(direction, Direction::Nothing));
        let is_contradicted = more && is_none || less && is_none_less;
        assert!(!is_contradicted, "{number}:\n{comparison}\n{}\n{}", texts[0], texts[1]);
        differing += usize::from(more || less);
        unclear += usize::from(comparison.change() == Change::Unclear);
        proven += usize::from(is_none || is_none_less);
        changes.insert(comparison.change());
    }
    println!(
        "diff: {pairs} pairs of split limits, {differing} with a case that differs, {proven} with a proof, {unclear} unclear"
    );
    assert!(proven > 0 && differing > 0 && changes.len() > 2, "{changes:?}");
}
