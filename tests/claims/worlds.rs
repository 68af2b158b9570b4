//! Small worlds invented at random: a claim holds exactly where trying everything finds nothing against it.

use std::collections::BTreeSet;

use countersign::analyze::{Breach, CheckedClaim, Inspection, Shown};
use countersign::{Instant, Policy};

use crate::brute::{Brute, INSTANTS, doors, is_counted, sets};
use crate::dice::Dice;
use crate::heist::{Door, Heist};
use crate::invented::{self, PEOPLE, SECONDS, START};

const PLACES: [&str; 3] = ["", " to near", " outside near"];

/// An invented policy with claims, and what comes of them.
fn checked(text: &str, claims: &[(&str, String)]) -> (Policy, Vec<CheckedClaim>) {
    let claim = |(number, (key, sentence)): (usize, &(&str, String))| {
        format!("[[claims]]\nname = \"c{number}\"\n{key} = \"{sentence}\"\n")
    };
    let text = text.to_owned() + &claims.iter().enumerate().map(claim).collect::<String>();
    let inspection = Inspection::of(&text, Instant::parse(START).unwrap());
    let inspection = inspection.unwrap_or_else(|problems| panic!("{problems}\n{text}"));
    (inspection.clone().into_policy(), inspection.claims().to_vec())
}

/// How many claims came to what.
#[derive(Debug, Default)]
struct Tally {
    kept: u64,
    broken: u64,
    unknown: u64,
}

impl Tally {
    fn add(&mut self, shown: &Shown) {
        match shown {
            Shown::Kept => self.kept += 1,
            Shown::Broken(_) => self.broken += 1,
            Shown::Unknown(_) => self.unknown += 1,
        }
    }
}

fn replayed<'w>(policy: &Policy, shown: &'w Shown) -> Option<&'w Breach> {
    let Shown::Broken(witness) = shown else { return None };
    assert!(witness.replays(policy), "{witness:?}");
    Some(witness)
}

fn units(witness: &Breach) -> u64 {
    let amounts = witness.steps().iter().map(|step| step.payout().amount());
    let of_a = amounts.filter(|amount| amount.asset().as_str() == "A");
    of_a.map(|amount| u64::try_from(amount.units(0).unwrap()).unwrap()).sum()
}

#[test]
fn in_one_payout_people_move_more_exactly_if_some_of_them_can() {
    let mut tally = Tally::default();
    for seed in 0..60 {
        let mut dice = Dice::new(5_000_000 + seed);
        let (plain, text) = invented::policy(&mut dice, &SECONDS);
        let (size, most, place) = (1 + dice.below(2), dice.below(3), *dice.pick(&PLACES));
        let who = if size == 1 { "1 person moves".into() } else { format!("{size} people move") };
        let what = if most == 0 { "anything".into() } else { format!("more than {most} A per payout") };
        let claims = [("never", format!("{who} {what}{place}"))];
        let (policy, found) = checked(&text, &claims);
        tally.add(found[0].shown());
        let brute = Brute::new(&plain);
        let assets: &[&'static str] = if most == 0 { &["A", "B"] } else { &["A"] };
        let can = sets(usize::try_from(size).unwrap()).iter().any(|set| {
            let (party, nobody) = (brute.party(set), brute.party(&[]));
            let askers: Vec<&str> = set.iter().copied().chain(["someone"]).collect();
            assets.iter().flat_map(|asset| doors(asset, &askers)).any(|door| {
                INSTANTS.iter().filter(|at| is_counted(&door, place, **at)).any(|at| {
                    [0, 2].iter().any(|wait| brute.allows(&door, most + 1, (at - wait, *at), &party, &nobody))
                })
            })
        });
        assert_eq!(found[0].holds(), !can, "seed {seed}: {claims:?} {:?}\n{text}", found[0].shown());
        if let Some(witness) = replayed(&policy, found[0].shown()) {
            assert!(most == 0 || units(witness) > most, "{witness:?}");
            assert!(u64::from(witness.steps()[0].signing().len()) <= size);
        }
    }
    println!("one payout: {tally:?}");
    assert!(tally.kept > 8 && tally.broken > 8 && tally.unknown == 0, "{tally:?}");
}

#[test]
fn in_a_window_people_move_exactly_what_trying_everything_finds() {
    let (mut at_it, mut below_it, mut tried) = (Tally::default(), Tally::default(), 0u64);
    for seed in 0..320 {
        let mut dice = Dice::new(6_000_000 + seed);
        let (plain, text) = invented::policy(&mut dice, &SECONDS);
        // As many sums as one wants are more than can be tried.
        if ["\"destination\"", "\"initiator\"", "\"wallet\""].iter().any(|each| text.contains(each)) {
            continue;
        }
        let names: &[&str] =
            dice.pick::<&[&str]>(&[&["alice"], &["bob"], &["dana"], &["alice", "bob", "carol"], &["bob", "carol"]]);
        let who = if names.len() == 1 {
            format!("1 of {} moves", names[0])
        } else {
            format!("all of ({}) move", names.join(", "))
        };
        let (window, place) = (1 + dice.below(2), *dice.pick(&PLACES));
        let Some(best) = best(&plain, names, window, place) else { continue };
        tried += 1;
        let claim = |most: u64| ("never", format!("{who} more than {most} A per {window}s{place}"));
        let claims: Vec<_> = [best, best.saturating_sub(1)].into_iter().filter(|most| *most > 0).map(claim).collect();
        let (policy, found) = checked(&text, &claims);
        for (claimed, most) in found.iter().zip([best, best.saturating_sub(1)]) {
            let context = || format!("seed {seed}: best {best}, {claims:?} {:?}\n{text}", claimed.shown());
            if let Some(witness) = replayed(&policy, claimed.shown()) {
                assert!(most < best && units(witness) > most, "{}", context());
            }
            if most < best {
                assert!(!claimed.holds(), "{}", context());
                below_it.add(claimed.shown());
            } else {
                at_it.add(claimed.shown());
            }
        }
    }
    println!("windows: {tried} tried whole; at the most that leaves {at_it:?}, one below {below_it:?}");
    assert!(tried >= 40 && at_it.kept >= 15 && below_it.broken >= 10);
    assert!(at_it.kept * 10 >= 9 * (at_it.kept + at_it.unknown), "at most so many of {at_it:?} are open");
    assert!(below_it.broken * 10 >= 9 * (below_it.broken + below_it.unknown), "{below_it:?}");
}

/// The most of A that leaves in a window from any of the instants; none if it is too much to try.
fn best(policy: &Policy, names: &[&str], window: u64, place: &str) -> Option<u64> {
    let askers: Vec<&str> = names.iter().copied().chain(["someone"]).collect();
    let heist = Heist::new(policy, names, None);
    let mut best = 0;
    for from in INSTANTS {
        let leaves = |door: &Door| (from..from + window).any(|at| waited(&heist, door, 1, at).is_some());
        let doors: Vec<Door> = doors("A", &askers).into_iter().filter(leaves).collect();
        let mut search = Search { seen: BTreeSet::new(), doors, last: from + window - 1, place, best: 0 };
        if !search.explore(&heist, &Vec::new(), from, 0) {
            return None;
        }
        best = best.max(search.best);
    }
    (best <= 9).then_some(best)
}

/// How long it has to have been asked for before to leave at a second.
fn waited(heist: &Heist<'_>, door: &Door, units: u64, at: u64) -> Option<u64> {
    [0, 1, 2].into_iter().find(|wait| heist.leaves(door, units, at, *wait).is_some())
}

struct Search<'s> {
    seen: BTreeSet<Vec<(u64, usize, u64)>>,
    doors: Vec<Door>,
    last: u64,
    place: &'s str,
    best: u64,
}

impl Search<'_> {
    /// False if it is too much.
    fn explore(&mut self, heist: &Heist<'_>, state: &[(u64, usize, u64)], from: u64, moved: u64) -> bool {
        let mut key = state.to_vec();
        key.sort_unstable();
        if !self.seen.insert(key) {
            return true;
        }
        self.best = self.best.max(moved);
        if self.seen.len() > 400 {
            return false;
        }
        for at in from..=self.last {
            for place in 0..self.doors.len() {
                let door = self.doors[place].clone();
                // What is not counted only uses things up.
                if !is_counted(&door, self.place, at) {
                    continue;
                }
                for units in (1..=3).rev() {
                    let Some(wait) = waited(heist, &door, units, at) else { continue };
                    let mut next = heist.clone();
                    assert!(next.take(&door, units, at, wait));
                    let mut state = state.to_vec();
                    state.push((at, place, units));
                    if !self.explore(&next, &state, at, moved + units) {
                        return false;
                    }
                }
            }
        }
        true
    }
}

#[test]
fn what_is_above_an_amount_waits_and_is_vetoed_exactly_if_nothing_gets_past() {
    let mut tally = Tally::default();
    for seed in 0..80 {
        let mut dice = Dice::new(7_000_000 + seed);
        let (plain, text) = invented::policy(&mut dice, &SECONDS);
        let (most, least, place) = (1 + dice.below(2), 1 + dice.below(2), *dice.pick(&PLACES));
        let (veto, meeting): (&str, &[&[&str]]) = dice
            .pick::<(&str, &[&[&str]])>(&[
                ("1 of risk", &[&["carol"], &["dana"]]),
                ("2 of ops", &[&["alice", "bob"], &["alice", "carol"], &["bob", "carol"]]),
                ("1 of dana", &[&["dana"]]),
            ])
            .to_owned();
        let claims = [("always", format!("payouts above {most} A{place} wait at least {least}s for a veto of {veto}"))];
        let (policy, found) = checked(&text, &claims);
        tally.add(found[0].shown());
        let brute = Brute::new(&plain);
        let askers: Vec<&str> = PEOPLE.into_iter().chain(["someone"]).collect();
        let (everybody, nobody) = (brute.party(&PEOPLE), brute.party(&[]));
        let mut passes = false;
        for door in doors("A", &askers) {
            for at in INSTANTS.into_iter().filter(|at| is_counted(&door, place, *at)) {
                let early = (0..least).any(|wait| brute.allows(&door, most + 1, (at - wait, at), &everybody, &nobody));
                // Whose term has not begun says nothing that counts.
                let is_there = |no: &&&[&str]| at >= 3_600 || !text.contains("active_from") || !no.contains(&"dana");
                let mut vetoes: Vec<&[&str]> = meeting.iter().filter(is_there).copied().collect();
                if vetoes.is_empty() {
                    vetoes.push(&[]);
                }
                let unheard = vetoes.iter().any(|no| {
                    let rejecting = brute.party(no);
                    [0, 2].iter().any(|wait| brute.allows(&door, most + 1, (at - wait, at), &everybody, &rejecting))
                });
                passes |= early || unheard;
            }
        }
        assert_eq!(found[0].holds(), !passes, "seed {seed}: {claims:?} {:?}\n{text}", found[0].shown());
        replayed(&policy, found[0].shown());
    }
    println!("waits: {tally:?}");
    assert!(tally.kept > 8 && tally.broken > 8 && tally.unknown == 0, "{tally:?}");
}

#[test]
fn people_can_pay_exactly_if_from_every_instant_some_of_each_set_get_it_out_in_time() {
    let mut tally = Tally::default();
    for seed in 0..100 {
        let mut dice = Dice::new(8_000_000 + seed);
        let (plain, text) = invented::policy(&mut dice, &SECONDS);
        let amount = 1 + dice.below(2);
        let (who, meeting): (&str, &[&[&str]]) = dice
            .pick::<(&str, &[&[&str]])>(&[
                ("1 of alice", &[&["alice"]]),
                ("2 of ops", &[&["alice", "bob"], &["alice", "carol"], &["bob", "carol"]]),
                ("all of ops", &[&["alice", "bob", "carol"]]),
                ("all of (alice, carol)", &[&["alice", "carol"]]),
            ])
            .to_owned();
        let within = *dice.pick(&[1, 2, 3_600, 86_400]);
        let claims = [("always", format!("{who} can pay {amount} A to far within {within}s"))];
        let (policy, found) = checked(&text, &claims);
        tally.add(found[0].shown());
        let brute = Brute::new(&plain);
        let nobody = brute.party(&[]);
        let fails = INSTANTS.into_iter().any(|start| {
            meeting.iter().any(|set| {
                let (party, askers) = (brute.party(set), set.iter().copied().chain(["someone"]).collect::<Vec<&str>>());
                let is_far = |door: &Door| door.to == crate::invented::FAR && door.tag.is_some();
                !doors("A", &askers).into_iter().filter(is_far).any(|door| {
                    let soon = (start..=start + within.min(4)).chain((start..=start + within).step_by(1_800));
                    soon.into_iter().any(|at| brute.allows(&door, amount, (start, at), &party, &nobody))
                })
            })
        });
        if fails {
            assert!(!found[0].holds(), "seed {seed}: {claims:?} {:?}\n{text}", found[0].shown());
        }
        if let Some(witness) = replayed(&policy, found[0].shown()) {
            let [step] = witness.steps() else { panic!("{witness:?}") };
            let after = step.at().unix() - step.payout().submitted_at().unix();
            assert!(!step.is_allowed() && after == within, "{witness:?}");
            // Nothing in between either, asked every half hour and at the ends of delays.
            let asked = countersign::analyze::Supposed::new(&plain);
            let asked = asked.open(step.payout()).unwrap();
            for later in (0..=within.min(4)).chain((0..=within).step_by(1_800)) {
                let at = Instant::from_unix(step.payout().submitted_at().unix() + later).unwrap();
                assert!(
                    !asked.of(step.signing(), &nobody, at).is_allowed(),
                    "seed {seed} {later}: {witness:?}\n{text}"
                );
            }
        }
    }
    println!("payments: {tally:?}");
    assert!(tally.kept > 8 && tally.broken > 8 && tally.unknown == 0, "{tally:?}");
}
