//! Worlds small enough to try everything: the most that can leave is the most that is said.

use std::collections::BTreeSet;

use countersign::analyze::Thieves;

use crate::dice::Dice;
use crate::heist::{Door, Heist, exposure, loss, theft};
use crate::invented::{self, FAR, NEAR, PEOPLE, SECONDS};

const WORLDS: u64 = 400;
const MOST_STATES: usize = 500;

/// What has left: when, through which door, how much.
type State = Vec<(u64, usize, u64)>;

#[test]
fn in_tiny_worlds_what_is_said_is_what_trying_everything_finds() {
    let (mut tried, mut states) = (0, 0);
    for seed in 0..WORLDS {
        let mut dice = Dice::new(1_000_000 + seed);
        let (policy, text) = invented::policy(&mut dice, &SECONDS);
        let names = [*dice.pick(&PEOPLE), *dice.pick(&PEOPLE)];
        let names: Vec<&str> = if names[0] == names[1] { vec![names[0]] } else { names.to_vec() };
        let seconds = 1 + dice.below(2);
        let party = countersign::analyze::Party::of(&policy, names.iter().copied()).unwrap();
        let found = exposure(&policy, &theft(Thieves::These(party), &format!("{seconds}s"), None));
        let figure = loss(&found, "A").map(countersign::analyze::Loss::anywhere);
        let (least, most) = figure.map_or((0, 0), |figure| (figure.least_units(), figure.most_units().unwrap()));
        // More than this takes too long to try; and as many sums as one wants are more than can be tried.
        if most > 9 || ["\"destination\"", "\"initiator\""].iter().any(|each| text.contains(each)) {
            continue;
        }
        let heist = Heist::new(&policy, &names, None);
        let leaves = |door: &Door| (0..=seconds).any(|at| heist.leaves(door, 1, at, at).is_some());
        let doors = doors(&names, text.contains("\"wallet\"")).into_iter().filter(leaves).collect();
        let mut search = Search { seen: BTreeSet::new(), doors, last: seconds, best: 0 };
        if !search.explore(&heist, &State::new(), 0) {
            continue;
        }
        let best = u128::from(search.best);
        let said = || format!("seed {seed}: {names:?} take {best}, said {least} to {most}\n{found}\n{text}");
        assert_eq!(least, best, "at least: {}", said());
        assert_eq!(most, best, "at most: {}", said());
        states += search.seen.len();
        tried += 1;
    }
    println!("tiny worlds: {tried} tried whole, {states} states");
    assert!(tried >= 150, "only {tried} worlds were tried whole");
}

struct Search {
    seen: BTreeSet<State>,
    doors: Vec<Door>,
    last: u64,
    best: u64,
}

impl Search {
    /// False if it is too much.
    fn explore(&mut self, heist: &Heist<'_>, state: &State, from: u64) -> bool {
        let mut key = state.clone();
        key.sort_unstable();
        if !self.seen.insert(key) {
            return true;
        }
        self.best = self.best.max(heist.sum("A", false));
        if self.seen.len() > MOST_STATES {
            return false;
        }
        for seconds in from..=self.last {
            for place in 0..self.doors.len() {
                let door = self.doors[place].clone();
                for units in (1..=3).rev() {
                    // Who asks at the start has waited longest.
                    if heist.leaves(&door, units, seconds, seconds).is_some() {
                        let mut next = heist.clone();
                        assert!(next.take(&door, units, seconds, seconds));
                        let mut state = state.clone();
                        state.push((seconds, place, units));
                        if !self.explore(&next, &state, seconds) {
                            return false;
                        }
                    }
                }
            }
        }
        true
    }
}

/// What can differ in a world of seconds: nothing cools down, and one stranger is as good as many.
fn doors(names: &[&str], is_parted: bool) -> Vec<Door> {
    let mut doors = Vec::new();
    let wallets: &[&'static str] = if is_parted { &["w1", "w2"] } else { &["w1"] };
    let initiators = names.iter().copied().chain(["someone"]);
    for initiator in initiators {
        for (to, tag) in [("r-stranger-1", None), (NEAR, None), (FAR, Some("7"))] {
            let door = |wallet| Door { asset: "A", wallet, to: to.into(), tag, initiator: initiator.into() };
            doors.extend(wallets.iter().copied().map(door));
        }
    }
    doors
}
