//! Nobody takes more than is said, however they try.

use countersign::analyze::Thieves;

use crate::dice::Dice;
use crate::heist::{Door, Heist, exposure, figures, loss, theft};
use crate::invented::{self, COOLING, FAR, HOURS, NEAR, PEOPLE};

const POLICIES: u64 = 200;
pub const SPANS: [(&str, u64); 6] =
    [("0s", 0), ("1h", 3_600), ("2h", 7_200), ("5h", 18_000), ("24h", 86_400), ("26h", 93_600)];

#[test]
fn no_thief_takes_more_than_is_said_and_what_is_said_at_least_is_replayed() {
    let (mut exact, mut asked, mut alive, mut payouts, mut hit) = (0u64, 0u64, 0u64, 0u64, 0u64);
    for seed in 0..POLICIES {
        let mut dice = Dice::new(seed);
        let (policy, text) = invented::policy(&mut dice, &HOURS);
        let names = gang(&mut dice);
        let (within, seconds) = *dice.pick(&SPANS);
        let respond = if dice.one_in(2) { None } else { Some(*dice.pick(&[60, 1_800, 3_600, 5_400])) };
        let party = countersign::analyze::Party::of(&policy, names.iter().copied()).unwrap();
        let found = exposure(&policy, &theft(Thieves::These(party), within, respond));
        let mut best = std::collections::BTreeMap::new();
        // Where nothing is said to leave, one try must find nothing.
        let is_open = found.losses().iter().any(|loss| !loss.anywhere().is_nothing());
        for round in 0..if is_open { 10 } else { 1 } {
            let mut heist = Heist::new(&policy, &names, respond);
            let dana = countersign::analyze::Party::of(&policy, ["dana"]).unwrap();
            heist.late = text.contains("active_from").then_some((dana, 3_600));
            play(&mut heist, &mut dice, &names, seconds, round);
            payouts += heist.taken.len() as u64;
            for of in ["A", "B", "USD"] {
                for to_strangers in [false, true] {
                    let taken = heist.sum(of, to_strangers);
                    let most = best.entry((of, to_strangers)).or_insert(0);
                    *most = taken.max(*most);
                }
            }
        }
        for ((of, to_strangers), taken) in best {
            let Some(loss) = loss(&found, of) else {
                assert_eq!(taken, 0, "seed {seed}: {of} left, and no loss of it is said\n{text}");
                continue;
            };
            let (figure, _) = figures(loss)[usize::from(to_strangers)];
            let most = figure.most_units().expect("a bound");
            assert!(
                u128::from(taken) <= most,
                "seed {seed}: {names:?} took {taken} {of} within {within}, respond {respond:?}, strangers {to_strangers}; \
                 {most} is said to be all\n{found}\n{text}"
            );
            assert!(figure.least_units() <= most, "seed {seed}");
            assert!(found.replays(figure), "seed {seed}: a schedule does not replay\n{found}\n{text}");
            if !figure.is_exact() {
                println!("seed {seed}: {of}, strangers {to_strangers}: {} to {most}", figure.least_units());
            }
            asked += 1;
            exact += u64::from(figure.is_exact());
            alive += u64::from(most > 0);
            hit += u64::from(most > 0 && u128::from(taken) == most);
        }
    }
    println!(
        "adversary: {asked} figures, {exact} exact, {alive} above zero, {hit} reached by chance, {payouts} payouts left"
    );
    assert!(payouts >= 3_000, "only {payouts} payouts left: the adversary is asleep");
    assert!(alive >= 200, "only {alive} of {asked} figures are above zero");
    assert!(hit >= 60, "only {hit} of {alive} bounds were reached by chance");
    assert!(exact * 100 >= asked * 98, "only {exact} of {asked} figures are exact");
}

fn gang(dice: &mut Dice) -> Vec<&'static str> {
    let many = 1 + dice.below(3);
    let mut names: Vec<&str> = (0..many).map(|_| *dice.pick(&PEOPLE)).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Random and greedy by turns: as much as leaves, or a little, here and there, at the edges of windows and between them.
pub fn play(heist: &mut Heist<'_>, dice: &mut Dice, names: &[&str], within: u64, round: u64) {
    let mut moments: Vec<u64> = vec![0, within];
    for _ in 0..7 {
        let base = dice.below(within / 1_800 + 1) * 1_800;
        moments.push((base + dice.below(3)).saturating_sub(1).min(within));
        moments.push(dice.below(within + 1));
        moments.push(base.min(within));
    }
    moments.sort_unstable();
    for seconds in moments {
        for _ in 0..if round.is_multiple_of(2) { 12 } else { 5 } {
            let door = door(dice, names);
            let waiting = *dice.pick(&[0, 1_800, 3_600, 7_200, seconds]);
            let waiting = waiting.min(seconds);
            heist.quote(dice);
            let units = if round.is_multiple_of(2) { most(heist, &door, seconds, waiting) } else { 1 + dice.below(8) };
            if units > 0 {
                heist.take(&door, units, seconds, waiting);
            }
        }
    }
}

/// The most that leaves.
fn most(heist: &Heist<'_>, door: &Door, seconds: u64, waiting: u64) -> u64 {
    if heist.leaves(door, 1, seconds, waiting).is_none() {
        return 0;
    }
    let (mut least, mut beyond) = (1, 64);
    while least + 1 < beyond {
        let middle = u64::midpoint(least, beyond);
        if heist.leaves(door, middle, seconds, waiting).is_some() { least = middle } else { beyond = middle }
    }
    least
}

fn door(dice: &mut Dice, names: &[&str]) -> Door {
    let (to, tag) = match dice.below(8) {
        0 => (NEAR.into(), None),
        1 => (COOLING.into(), None),
        2 => (FAR.into(), Some("7")),
        3 => (FAR.into(), Some("8")),
        4 => ("r-NEAR".into(), None),
        _ => (format!("r-stranger-{}", dice.below(6)), None),
    };
    let initiator = match dice.below(4) {
        0 => format!("nobody-knows-{}", dice.below(3)),
        1 => (*dice.pick(&PEOPLE)).into(),
        _ => (*dice.pick(names)).into(),
    };
    Door { asset: dice.pick::<&str>(&["A", "B"]), wallet: dice.pick::<&str>(&["w1", "w2"]), to, tag, initiator }
}
