//! Thieves who only know the engine: they ask it, and count what left.

use countersign::analyze::{Exposure, Figure, Foreseen, Loss, Party, Supposed, Theft, Thieves};
use countersign::{CheckCode, Instant, Ledger, Payout, Policy, Quotes, Span};
use serde_json::json;

use crate::dice::Dice;
use crate::invented::START;

/// One way to ask for something.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Door {
    pub asset: &'static str,
    pub wallet: &'static str,
    pub to: String,
    pub tag: Option<&'static str>,
    pub initiator: String,
}

/// Thieves, and what they have taken so far.
#[derive(Clone)]
pub struct Heist<'p> {
    pub supposed: Supposed<'p>,
    pub gang: Party,
    pub others: Party,
    pub respond: Option<u64>,
    /// Somebody whose term begins so many seconds after the start.
    pub late: Option<(Party, u64)>,
    pub taken: Vec<(Door, u64)>,
    /// What they may say that assets are worth, from the lowest on, and how often it was not the lowest.
    pub quoting: Vec<Quotes>,
    pub dearer: u64,
    nth: usize,
}

impl<'p> Heist<'p> {
    pub fn new(policy: &'p Policy, names: &[&str], respond: Option<u64>) -> Self {
        let gang = Party::of(policy, names.iter().copied()).unwrap();
        let everybody = Party::everybody(policy).names(policy);
        let others = everybody.iter().map(countersign::Name::as_str).filter(|name| !names.contains(name));
        let others = Party::of(policy, others).unwrap();
        Self {
            supposed: Supposed::new(policy),
            gang,
            others,
            respond,
            late: None,
            taken: Vec::new(),
            quoting: Vec::new(),
            dearer: 0,
            nth: 0,
        }
    }

    fn policy(&self) -> &'p Policy {
        self.supposed.policy()
    }

    /// Whether it leaves `seconds` after the start, asked for `waiting` seconds before.
    pub fn leaves(&self, door: &Door, units: u64, seconds: u64, waiting: u64) -> Option<Payout> {
        let payout = payout(door, units, seconds.saturating_sub(waiting), self.taken.len());
        let at = instant(seconds);
        let asked = self.supposed.open(&payout).ok()?;
        let foreseen = asked.of(&self.gang, &Party::nobody(), at);
        if !foreseen.is_allowed() {
            return None;
        }
        if let Some(respond) = self.respond.filter(|respond| longest_run(&foreseen) > *respond) {
            let is_too_late = |(_, from): &&(Party, u64)| seconds - from.min(&seconds) <= respond;
            let late = self.late.as_ref().filter(is_too_late).map_or(Party::nobody(), |(late, _)| late.clone());
            let in_time =
                self.others.names(self.policy()).into_iter().filter(|name| !late.names(self.policy()).contains(name));
            let in_time: Vec<countersign::Name> = in_time.collect();
            let others = Party::of(self.policy(), in_time.iter().map(countersign::Name::as_str)).unwrap();
            let against = asked.of(&self.gang, &others, at);
            if against.checks().iter().any(|check| check.code() == CheckCode::Vetoed) {
                return None;
            }
        }
        Some(payout)
    }

    /// Says something else of what assets are worth, if they can: the lowest every other time.
    pub fn quote(&mut self, dice: &mut Dice) {
        let Some(last) = self.quoting.len().checked_sub(1) else { return };
        self.nth = if dice.one_in(2) { 0 } else { usize::try_from(dice.below(last as u64 + 1)).unwrap() };
        self.supposed = self.supposed.clone().with_quotes(self.quoting[self.nth].clone());
    }

    /// Takes it, if it leaves.
    pub fn take(&mut self, door: &Door, units: u64, seconds: u64, waiting: u64) -> bool {
        let Some(payout) = self.leaves(door, units, seconds, waiting) else { return false };
        assert!(self.supposed.reserve(&payout, &self.gang, instant(seconds)).unwrap().is_allowed());
        self.dearer += u64::from(self.nth > 0);
        self.taken.push((door.clone(), units));
        true
    }

    /// How much was taken of an asset, or in value.
    pub fn sum(&self, of: &str, to_strangers: bool) -> u64 {
        let counted = self.taken.iter().filter(|(door, _)| !to_strangers || door.to.starts_with("r-stranger"));
        let worth = counted.map(|(door, units)| match (of, door.asset) {
            ("USD", "A") => *units,
            ("USD", _) => 3 * units,
            (of, asset) => {
                if of == asset {
                    *units
                } else {
                    0
                }
            }
        });
        worth.sum()
    }
}

/// How long the delays say it has waited: the names of invented rules end in their delay.
fn longest_run(foreseen: &Foreseen) -> u64 {
    let elapsed = foreseen.checks().iter().filter(|check| check.code() == CheckCode::Elapsed);
    elapsed.map(|check| check.name().rsplit('-').next().unwrap().parse::<u64>().unwrap()).max().unwrap_or(0)
}

pub fn instant(seconds: u64) -> Instant {
    Instant::from_unix(Instant::parse(START).unwrap().unix() + seconds).unwrap()
}

pub fn payout(door: &Door, units: u64, submitted: u64, number: usize) -> Payout {
    let Door { asset, wallet, to, tag, initiator } = door;
    let mut payout = json!({
        "id": format!("po-{number}"), "wallet": wallet, "amount": format!("{units} {asset}"), "to": to,
        "initiator": initiator, "submitted_at": instant(submitted),
    });
    if let Some(tag) = tag {
        payout["tag"] = json!(tag);
    }
    serde_json::from_value(payout).unwrap()
}

pub fn theft(by: Thieves, within: &str, respond: Option<u64>) -> Theft {
    let respond = respond.map(|respond| Span::parse(&format!("{respond}s")).unwrap());
    let within = if within == "0s" { Span::ZERO } else { Span::parse(within).unwrap() };
    Theft { by, within, respond, at: Instant::parse(START).unwrap(), asset: None }
}

pub fn exposure<'p>(policy: &'p Policy, theft: &Theft) -> Exposure<'p> {
    Exposure::of(policy, theft, Ledger::new(policy), &Quotes::none()).unwrap()
}

pub fn loss<'e>(exposure: &'e Exposure<'_>, of: &str) -> Option<&'e Loss> {
    exposure.losses().iter().find(|loss| loss.name().as_str() == of)
}

/// Both figures of a loss: wherever it goes, and to strangers.
pub fn figures(loss: &Loss) -> [(&Figure, bool); 2] {
    [(loss.anywhere(), false), (loss.to_strangers().unwrap_or(loss.anywhere()), true)]
}
