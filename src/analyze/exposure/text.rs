//! The answers for people: who, how much, how, and what stops more.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use core::fmt;

use super::exposure::Exposure;
use super::figure::{Figure, Held, Loss, Step};
use super::raid::Taken;
use super::theft::Thieves;
use super::words::{self, count};
use crate::analyze::party::Party;
use crate::analyze::prices::PriceSource;
use crate::domain::amount::shortest;
use crate::domain::name::Name;
use crate::policy::model::{AssetId, Measure, Sum};

/// The most lines of one schedule.
const MOST_LINES: usize = 6;

/// The most limits and tiers of one figure.
const MOST_HELD: usize = 8;

/// The most other choices of people.
const MOST_OTHERS: usize = 6;

impl fmt::Display for Exposure<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let identity = &self.policy().identity;
        writeln!(f, "{}/{} {}: {}", identity.realm, identity.name, identity.version, self.question())?;
        let within = words::span(self.theft.within.seconds());
        let twice = alloc::format!("a limit per {within} is full at once and again at the end, and so twice");
        writeln!(
            f,
            "both ends count: {twice}; nothing is asked for before, and what has to wait longer does not leave; claims and `coalitions` count one end of any 24h"
        )?;
        if self.losses.is_empty() {
            let of = self.theft.asset.as_ref().map(|asset| alloc::format!(" of {asset}")).unwrap_or_default();
            writeln!(f, "\nNothing: no rule of the policy permits a payout{of}.")?;
        }
        for loss in &self.losses {
            writeln!(f)?;
            self.loss(f, loss)?;
        }
        self.on_top(f)?;
        if let Some(prices) = self.prices() {
            writeln!(f, "\n{prices}")?;
        }
        if !self.incomplete.is_empty() {
            writeln!(f, "\nnot exact:")?;
            for one in &self.incomplete {
                writeln!(f, "  {one}")?;
            }
        }
        Ok(())
    }
}

impl Exposure<'_> {
    fn question(&self) -> String {
        let theft = &self.theft;
        let within = words::span(theft.within.seconds());
        let whose = match &theft.by {
            Thieves::Any(1) => "the keys of any 1 person".into(),
            Thieves::Any(many) => alloc::format!("the keys of any {many} people"),
            Thieves::These(party) => alloc::format!("the keys of {}", words::people(self.policy(), party)),
        };
        let (at, rest) = (theft.at, self.supposing());
        alloc::format!(
            "what leaves from {at} to {within} later, both instants counted, if thieves have {whose} and {rest}"
        )
    }

    /// What everybody else does, and what has left before.
    pub(super) fn supposing(&self) -> String {
        let others = match self.theft.respond {
            None => "nobody else signs, asks for or stops anything".into(),
            Some(respond) => {
                let respond = words::span(respond.seconds());
                alloc::format!("the others veto whatever can be vetoed for longer than {respond}")
            }
        };
        match self.cheap.ledger().len() {
            0 => others,
            many => alloc::format!("{others}, after {} in the ledger", count(many, "payout")),
        }
    }

    fn loss(&self, f: &mut fmt::Formatter<'_>, loss: &Loss) -> fmt::Result {
        self.figure(f, loss, loss.name.as_str(), &loss.anywhere)?;
        if let Some(note) = loss.not_counted_in_words() {
            writeln!(f, "  {note}")?;
        }
        let Some(strangers) = &loss.to_strangers else { return Ok(()) };
        if loss.anywhere.is_nothing() {
            return Ok(());
        }
        let headline = alloc::format!("{} to strangers", loss.name);
        self.figure(f, loss, &headline, strangers)
    }

    fn figure(&self, f: &mut fmt::Formatter<'_>, loss: &Loss, headline: &str, figure: &Figure) -> fmt::Result {
        let within = words::span(self.theft.within.seconds());
        let least = loss.in_words(figure.at_least);
        let value = if loss.is_value() { " in value" } else { "" };
        let who = self.who(&figure.thieves, &figure.alike);
        let known = match figure.at_most {
            Some(0) => return writeln!(f, "{headline}: nothing can leave."),
            Some(most) if figure.at_least == 0 => {
                let most = loss.in_words(most);
                writeln!(
                    f,
                    "{headline}: nobody can move more than {most}{value} within {within}; no way was found to move any."
                )?;
                alloc::format!("at least {least} / at most {most}")
            }
            Some(most) if most == figure.at_least => {
                writeln!(f, "{headline}: {who} can move {least}{value} within {within}, and no more.")?;
                alloc::format!("at least {least} / at most {least}")
            }
            Some(most) => {
                let most = loss.in_words(most);
                writeln!(f, "{headline}: {who} can move {least}{value} within {within}, and nobody more than {most}.")?;
                alloc::format!("at least {least} / at most {most}")
            }
            None => {
                writeln!(
                    f,
                    "{headline}: {who} can move {least}{value} within {within}; nothing proves that it is all."
                )?;
                alloc::format!("at least {least} / no bound from above")
            }
        };
        if !figure.as_much.is_empty() {
            let others: Vec<String> =
                figure.as_much.iter().take(MOST_OTHERS).map(|seats| self.who(&Party::nobody(), seats)).collect();
            let more = figure.as_much.len().saturating_sub(others.len());
            let more = if more > 0 { alloc::format!("; or {more} other choices") } else { String::new() };
            writeln!(f, "  same bound    {}{more}", others.join("; or "))?;
        }
        self.schedule(f, figure)?;
        held(f, loss, figure)?;
        let replayed = match figure.steps.len() {
            0 => String::new(),
            1 => "; the engine allows the payout".into(),
            many => alloc::format!("; the engine allows all {many} payouts, one after the other"),
        };
        writeln!(f, "  bounds        {known}{replayed}")
    }

    fn who(&self, party: &Party, seats: &[(u32, Party)]) -> String {
        match (seats, party.is_empty()) {
            ([], true) => "anybody, without a key,".into(),
            ([], false) => words::people(self.policy(), party),
            (seats, _) => words::seats(self.policy(), seats),
        }
    }

    fn schedule(&self, f: &mut fmt::Formatter<'_>, figure: &Figure) -> fmt::Result {
        let mut bursts: Vec<(u64, Vec<&Step>)> = Vec::new();
        for step in &figure.steps {
            let seconds = step.taken.at.unix().saturating_sub(self.theft.at.unix());
            match bursts.last_mut().filter(|(last, _)| *last == seconds) {
                Some((_, steps)) => steps.push(step),
                None => bursts.push((seconds, alloc::vec![step])),
            }
        }
        let lines: Vec<(u64, String)> = bursts.iter().map(|(seconds, steps)| (*seconds, self.burst(steps))).collect();
        let mut rest = lines.as_slice();
        let mut label = "how";
        for _ in 0..MOST_LINES {
            let Some((_, what)) = rest.first() else { break };
            let (alike, later) = rest.split_at(repeated(rest));
            writeln!(f, "  {label:<13} {}: {what}", rhythm(alike))?;
            (rest, label) = (later, "");
        }
        if !rest.is_empty() {
            writeln!(f, "                and so on at {}", count(rest.len(), "later instant"))?;
        }
        match figure.fresh_destinations() {
            0 => Ok(()),
            1 => writeln!(f, "                1 new address is enough"),
            many => writeln!(f, "                it takes {many} new addresses"),
        }
    }

    /// What leaves at one instant: `5 BTC in 10 payouts to 10 strangers`.
    fn burst(&self, steps: &[&Step]) -> String {
        let mut parts: Vec<Part<'_>> = Vec::new();
        for step in steps {
            let Taken { asset, units, payout, .. } = &step.taken;
            let place = parts.iter().position(|part| part.asset == *asset && part.to == step.to);
            let place = place.unwrap_or_else(|| {
                parts.push(Part {
                    asset: *asset,
                    to: &step.to,
                    units: 0,
                    many: 0,
                    places: BTreeSet::new(),
                    amounts: BTreeSet::new(),
                });
                parts.len().saturating_sub(1)
            });
            let Some(part) = parts.get_mut(place) else { continue };
            part.units = part.units.saturating_add(*units);
            part.many = part.many.saturating_add(1);
            part.places.insert(payout.to());
            part.amounts.insert(*units);
        }
        let policy = self.policy();
        let words = parts.into_iter().map(|Part { asset, to, units, many, places, amounts }| {
            let amount = |units| policy.in_words(Sum { units, of: Measure::Asset(asset) });
            let each = match (many, amounts.first()) {
                (1, _) => "1 payout".to_string(),
                (many, Some(one)) if amounts.len() == 1 => alloc::format!("{many} payouts of {}", amount(*one)),
                (many, _) => alloc::format!("{many} payouts"),
            };
            let whom = match (to, places.len()) {
                ("strangers", 1) => "1 stranger".to_string(),
                ("strangers", many) => alloc::format!("{many} strangers"),
                (list, 1) if list.contains(" and ") => alloc::format!("an address that is in {list}"),
                (list, 1) => list.to_string(),
                (list, many) if list.contains(" and ") => alloc::format!("{many} addresses that are in {list}"),
                (list, many) => alloc::format!("{many} addresses of {list}"),
            };
            alloc::format!("{} in {each} to {whom}", amount(units))
        });
        words.collect::<Vec<String>>().join(", ")
    }

    fn on_top(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.fees.is_empty() {
            writeln!(f, "\nfees, which the wallets pay on top of what these people move:")?;
        }
        self.fees.iter().try_for_each(|fee| writeln!(f, "  {fee}"))
    }

    /// What everything is taken to be worth, a line for each asset below a heading; none where nothing has a price.
    pub(super) fn prices(&self) -> Option<String> {
        let prices = self.policy().prices.as_ref()?;
        let of_value = self.losses.iter().any(Loss::is_value);
        let shown = self.lowest.iter().filter_map(|(asset, price)| {
            let name = &self.policy().asset(*asset)?.name;
            let words = |units| alloc::format!("{} {}", shortest(units, 18), prices.currency);
            let source = match price.source {
                PriceSource::Fixed => "fixed",
                PriceSource::Given => "as quoted",
                PriceSource::Lowest => "the lowest that the policy takes, for what leaves of it",
            };
            let highest = self.highest.get(asset).filter(|highest| of_value && highest.units != price.units);
            let highest = highest.map_or_else(String::new, |highest| {
                alloc::format!("; {}, the highest, for the value of all", words(highest.units))
            });
            Some(alloc::format!("  1 {name} = {} ({source}{highest})", words(price.units)))
        });
        let shown: Vec<String> = shown.collect();
        let has = |source| self.lowest.values().any(|price| price.source == source);
        let heading = if has(PriceSource::Given) {
            "prices, which are supposed to hold all the time: thieves who quote others may move more:"
        } else if has(PriceSource::Lowest) {
            "prices, as if enough feeds quoted so, whoever holds their keys: no other that the policy takes lets more of an asset leave, \
             but what leaves may be worth more:"
        } else {
            "prices, which the policy fixes:"
        };
        (!shown.is_empty()).then(|| alloc::format!("{heading}\n{}", shown.join("\n")))
    }
}

/// What leaves at one instant to one kind of destination.
struct Part<'s> {
    asset: AssetId,
    to: &'s str,
    units: u128,
    many: usize,
    places: BTreeSet<&'s str>,
    amounts: BTreeSet<u128>,
}

/// How many of the first instants see the same, in the same rhythm.
fn repeated(lines: &[(u64, String)]) -> usize {
    let [(first, what), (second, _), ..] = lines else { return 1 };
    let mut at = *first;
    let same = lines.iter().skip(1).take_while(|(seconds, other)| {
        let is_due = seconds.saturating_sub(at) == second.saturating_sub(*first);
        at = *seconds;
        is_due && other == what
    });
    same.count().saturating_add(1)
}

/// `at once`, `at once and again after 24h`, `at once and every 24h, 8 times in all`.
fn rhythm(alike: &[(u64, String)]) -> String {
    match alike {
        [] => String::new(),
        [(only, _)] => words::moment(*only),
        [(first, _), (second, _)] => alloc::format!("{} and again {}", words::moment(*first), words::moment(*second)),
        [(first, _), (second, _), ..] => {
            let apart = words::span(second.saturating_sub(*first));
            alloc::format!("{} and then every {apart}, {} times in all", words::moment(*first), alike.len())
        }
    }
}

impl Loss {
    /// `not counted   ETH: nothing bounds the price`.
    pub(super) fn not_counted_in_words(&self) -> Option<String> {
        let assets = self.not_counted.iter().map(Name::as_str).collect::<Vec<&str>>().join(", ");
        (!assets.is_empty()).then(|| alloc::format!("not counted   {assets}: nothing bounds the price"))
    }
}

fn held(f: &mut fmt::Formatter<'_>, loss: &Loss, figure: &Figure) -> fmt::Result {
    for (place, held) in figure.held.iter().take(MOST_HELD).enumerate() {
        let (what, Held { windows, .. }) = (held.in_words(), held);
        let label = if place == 0 { "why no more" } else { "" };
        let first = windows.iter().map(|(from, _, _)| *from).min().unwrap_or(0);
        let since =
            if first == 0 { "from the start on".into() } else { alloc::format!("from {} on", words::span(first)) };
        // After what left before, not every window lets out as much.
        let mut sizes: BTreeMap<u128, usize> = BTreeMap::new();
        for (_, _, most) in windows {
            let many = sizes.entry(*most).or_default();
            *many = many.saturating_add(1);
        }
        let sizes = sizes.into_iter().rev();
        let windows = sizes.map(|(most, many)| alloc::format!("{} of {}", count(many, "window"), loss.in_words(most)));
        let windows = windows.collect::<Vec<String>>().join(" and ");
        writeln!(f, "  {label:<13} {what}: {windows} {since}")?;
    }
    let more = figure.held.len().saturating_sub(MOST_HELD);
    if more > 0 {
        writeln!(f, "                and {more} more")?;
    }
    Ok(())
}
