//! Why a payout of the small world is not allowed, counted by hand: a third answer, out of the few facts of its policy.

use countersign::Instant;

use crate::policies::Small;
use crate::support::submitted;
use crate::world::{EXPIRES, RECEIVED, World, units, vote};

/// Checks, as bits: by place in [`NAMES`].
pub type Checks = u16;

/// Every check that somewhere in the small world is not met, in the order in which a decision names them.
pub const NAMES: [&str; 10] = [
    "time",
    "withdrawn",
    "quorum:base",
    "quorum:big",
    "veto:base",
    "veto:slow",
    "delay:base",
    "delay:slow",
    "limit:single",
    "limit:window",
];

/// The bits of the checks that a word stands in front of.
pub fn of(word: &str) -> Checks {
    let fitting = NAMES.iter().enumerate().filter(|(_, name)| name.starts_with(word));
    fitting.fold(0, |all, (place, _)| all | 1 << place)
}

const BTC: u64 = 100_000_000;
const DAY: i64 = 24 * 3600;
const SKEW: i64 = 120;

/// So many units, who says what, so many seconds after submission.
#[derive(Clone, Copy)]
pub struct Point {
    pub units: u64,
    pub votes: usize,
    pub after: i64,
}

/// A policy and what was spent under it.
pub struct ByHand<'w> {
    small: &'w Small,
    /// What counts: seconds after submission, and units.
    spent: Vec<(i64, u64)>,
}

impl<'w> ByHand<'w> {
    pub fn new(world: &'w World, ledger: usize) -> Self {
        let counted = world.spent[ledger].iter().filter(|line| line["state"] != "released");
        let spent = counted.map(|line| {
            let at = Instant::parse(line["at"].as_str().expect("an instant")).expect("an instant");
            let after = at.unix().cast_signed() - submitted().unix().cast_signed();
            (after, units(line["amount"].as_str().expect("an amount")))
        });
        Self { small: &world.small, spent: spent.collect() }
    }

    /// The rules that bind, by name.
    pub fn binding(&self, point: Point) -> Vec<&'static str> {
        let besides = |window: Option<i64>| window.map_or(0, |window| self.within(window, point.after));
        let tiers = self.small.tiers.iter().filter(|(_, above, window)| point.units + besides(*window) > *above);
        ["base"].into_iter().chain(tiers.map(|(name, ..)| *name)).collect()
    }

    /// Everything that is against it.
    pub fn reasons(&self, point: Point) -> Checks {
        let rules = self.binding(point);
        let against = NAMES.iter().enumerate().filter(|(_, name)| self.is_against(name, point, &rules));
        against.fold(0, |all, (place, _)| all | 1 << place)
    }

    fn is_against(&self, name: &str, point: Point, rules: &[&str]) -> bool {
        let (small, Point { units, votes, after }) = (self.small, point);
        let Some((kind, of)) = name.split_once(':') else {
            let is_later = self.spent.iter().any(|(at, _)| *at > after + SKEW);
            return if name == "time" { is_later } else { small.is_signed && vote(votes, 0) == 2 };
        };
        match kind {
            "quorum" => rules.contains(&of) && !small.seated(approving(small, votes, after), &[of]),
            "veto" => small.vetoed == Some(of) && rules.contains(&of) && (2..4).any(|risk| vote(votes, risk) == 2),
            "delay" => {
                let binds = small.delayed == Some(of) && rules.contains(&of);
                binds && !is_waived(small, votes, after) && !self.is_over(point, rules)
            }
            _ if of == "single" => small.is_single && units > BTC,
            _ => units + self.within(small.window, after) > small.most * BTC,
        }
    }

    /// What left in the last so many seconds.
    pub fn within(&self, window: i64, after: i64) -> u64 {
        self.spent.iter().filter(|(at, _)| *at > after - window).map(|(_, units)| units).sum()
    }

    /// 24 hours have passed since whoever these rules ask for has stood.
    pub fn is_over(&self, point: Point, rules: &[&str]) -> bool {
        self.start(point, rules).is_some_and(|start| point.after >= start + DAY)
    }

    /// Since when the people whom these rules ask for have stood without a gap, if they ask for anybody.
    pub fn start(&self, point: Point, rules: &[&str]) -> Option<i64> {
        let stands = |after: &i64| self.small.seated(approving(self.small, point.votes, *after), rules);
        let turns = RECEIVED.into_iter().chain([EXPIRES[0]]).filter(|turn| *turn <= point.after);
        turns.rev().take_while(stands).last().filter(|_| self.small.asks_anybody(rules))
    }
}

/// Both of `risk` approve, where that is a waiver.
pub fn is_waived(small: &Small, votes: usize, after: i64) -> bool {
    small.is_waivable && approving(small, votes, after) & 0b1100 == 0b1100
}

/// Whose approval stands so many seconds after submission.
pub fn approving(small: &Small, votes: usize, after: i64) -> u8 {
    let stands = |person: usize| {
        let may = !(small.is_signed && person == 0);
        may && vote(votes, person) == 1 && RECEIVED[person] <= after && after < EXPIRES[person]
    };
    (0..4).filter(|person| stands(*person)).fold(0, |people, person| people | 1 << person)
}
