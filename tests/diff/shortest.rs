//! Examples of the small world: no fewer people part two policies, and no rounder amount does.

use countersign::analyze::{Comparison, Direction, Example, Party, Supposed};
use countersign::{Instant, Ledger, Name, Payout, Policy};
use serde_json::{Value, json};

use crate::policies::PEOPLE;
use crate::worlds::{AGES, AMOUNTS, LEDGERS};

/// What is not as short or as round as it could be.
#[derive(Default)]
pub struct Longer {
    pub wrong: Vec<String>,
    /// How many examples there are.
    pub examples: usize,
}

impl Longer {
    /// What of the examples of a comparison is not, with every case as yes or no under both.
    pub fn look(&mut self, comparison: &Comparison, both: [&Policy; 2], answers: [&[bool]; 2], which: &str) {
        let ([old, new], [before, now]) = (both, answers);
        self.look_one_way((comparison.more(), new, old), &parted(now, before), which);
        self.look_one_way((comparison.less(), old, new), &parted(before, now), which);
    }

    fn look_one_way(&mut self, (shown, inner, outer): (&Direction, &Policy, &Policy), parted: &[Parted], which: &str) {
        let mut fewest: Option<&Example> = None;
        for witness in shown.witnesses() {
            let example = witness.example();
            let (many, stage) = (example.signing().len(), Stage { example, inner, outer });
            self.examples += 1;
            if fewest.is_none_or(|fewest| many < fewest.signing().len()) {
                fewest = Some(example);
            }
            if let Some(fewer) = stage.fewer() {
                let about = witness.about().join(", ");
                self.wrong.push(format!("{which}: {fewer:?} for {:?} about {about}", example.signing()));
            }
            if let Some(rounder) = stage.rounder() {
                self.wrong.push(format!("{which}: {rounder} for {}", example.payout().amount()));
            }
        }
        // What comes sooner, or after nothing, is shown before what fewer people could have later, or after something.
        let Some(fewest) = fewest else { return };
        let is_as_easy = |case: &&Parted| case.age <= age(fewest) && (!case.is_after || !fewest.ledger().is_empty());
        let least = parted.iter().filter(is_as_easy).map(|case| case.people).min();
        if least.is_some_and(|least| least < fewest.signing().len()) {
            self.wrong.push(format!("{which}: {least:?} people part them, not {:?} alone", fewest.signing()));
        }
    }
}

/// A case that one policy allows and the other does not.
struct Parted {
    people: usize,
    age: u64,
    is_after: bool,
}

/// All of them: the place of a case among all says who signs, how long after, and after how many others.
fn parted(allowed: &[bool], refused: &[bool]) -> Vec<Parted> {
    let parted = (0..allowed.len()).filter(|place| allowed[*place] && !refused[*place]);
    let case = |place: usize| Parted {
        people: [1, 3, 9, 27].into_iter().filter(|digit| place % 81 / digit % 3 == 1).count(),
        age: AGES[place / 81 % AGES.len()],
        is_after: !(place / 81 / AGES.len() / AMOUNTS.len()).is_multiple_of(LEDGERS),
    };
    parted.map(case).collect()
}

fn age(example: &Example) -> u64 {
    example.at().unix() - example.payout().submitted_at().unix()
}

/// An example, and the two that it is laid before.
struct Stage<'e> {
    example: &'e Example,
    inner: &'e Policy,
    outer: &'e Policy,
}

impl Stage<'_> {
    /// Fewer people whom the one allows the same payout, and the other does not.
    fn fewer(&self) -> Option<Vec<&'static str>> {
        let (signing, rejecting) = (self.example.signing(), self.example.rejecting());
        let is_free = |name: &&str| rejecting.iter().all(|one| one.as_str() != *name);
        let sets = (0..1usize << PEOPLE.len())
            .map(|set| (0..PEOPLE.len()).filter(move |place| set >> place & 1 == 1).map(|place| PEOPLE[place]));
        let sets = sets.map(|set| set.filter(is_free).collect::<Vec<&str>>());
        let mut fewer = sets.filter(|set| set.len() < signing.len());
        fewer.find(|set| self.parts(self.example.payout(), set))
    }

    /// An amount of fewer digits which parts the two otherwise alike.
    fn rounder(&self) -> Option<String> {
        let payout = serde_json::to_value(self.example.payout()).unwrap();
        let digits = digits(payout["amount"].as_str().unwrap());
        let signing = self.example.signing();
        let signing: Vec<&str> = signing.iter().map(Name::as_str).collect();
        // One unit is a number of one digit, and no round amount.
        let amounts = (1..10u32).flat_map(|digit| (0..10u32).map(move |power| u64::from(digit) * 10u64.pow(power)));
        let amounts = amounts.filter(|units| *units > 1).map(|units| {
            let (whole, part) = (units / 100_000_000, units % 100_000_000);
            format!("{whole}.{part:08}").trim_end_matches('0').trim_end_matches('.').to_owned() + " BTC"
        });
        let mut rounder = amounts.filter(|_| digits > 1);
        rounder.find(|amount| {
            let mut payout = payout.clone();
            payout["amount"] = amount.as_str().into();
            self.parts(&serde_json::from_value(payout).unwrap(), &signing)
        })
    }

    fn parts(&self, payout: &Payout, signing: &[&str]) -> bool {
        let at = self.example.at();
        self.allows(self.inner, payout, signing, at) && !self.allows(self.outer, payout, signing, at)
    }

    fn allows(&self, policy: &Policy, payout: &Payout, signing: &[&str], at: Instant) -> bool {
        let mut header: Value = serde_json::to_value(Ledger::new(policy).header()).unwrap();
        header["entries"] = json!(self.example.ledger().len());
        let lines = self.example.ledger().to_vec();
        let ledger = Ledger::open(policy, &serde_json::from_value(header).unwrap(), lines).unwrap();
        let supposed = Supposed::new(policy).with_ledger(ledger);
        let rejecting = self.example.rejecting();
        let rejecting = Party::of(policy, rejecting.iter().map(Name::as_str)).unwrap();
        let signing = Party::of(policy, signing.iter().copied()).unwrap();
        supposed.open(payout).unwrap().of(&signing, &rejecting, at).is_allowed()
    }
}

/// How many digits a number has but for the zeros around it.
fn digits(amount: &str) -> usize {
    let number = amount.split(' ').next().unwrap().replace('.', "");
    number.trim_matches('0').len()
}
