//! Who can release what, in short: what few people can do, whatever the rest do.

use alloc::collections::BTreeSet;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use core::fmt;

use super::coalition::Coalition;
use super::focus::Focus;
use super::survey::{BandOfAmounts, Coalitions, KindOfPayout};
use super::text::{after, smallest_of, when};
use crate::analyze::day::Day;
use crate::domain::span::Span;
use crate::policy::model::AssetId;

/// How many steps up are shown.
const STEPS: u32 = 3;

/// The most people a coalition can have: every approver, and a requester.
const MOST_PEOPLE: u32 = 129;

/// A band by its place, and who can release it after which wait.
type Reached<'c> = (usize, &'c BandOfAmounts, Vec<(Coalition, Span)>);

/// The same with the shortest of these waits.
type Stair<'c> = (usize, &'c BandOfAmounts, Vec<(Coalition, Span)>, Span);

impl<'p> Coalitions<'p> {
    /// What few people can release, whatever the rest do: the first steps up.
    pub(super) fn write_short(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "\nin short, by one payout")?;
        let least = u32::from(self.stolen.is_empty());
        let day = self.day();
        let mut before: Vec<Vec<(usize, Span)>> = alloc::vec![Vec::new(); self.kinds.len()];
        let (mut steps, mut shown) = (0u32, 0u32);
        for many in 0..=MOST_PEOPLE {
            let mut lines = Vec::new();
            for (kind, before) in self.kinds.iter().zip(&mut before) {
                let Some((largest, _, who)) = self.reach(kind, many) else { continue };
                let is_first = before.iter().all(|(known, _)| *known < largest);
                for (place, band, soonest, wait) in self.stairs(kind, many) {
                    // Fewer people have as much, and as soon.
                    if before.iter().any(|(known, waited)| *known >= place && *waited <= wait) {
                        continue;
                    }
                    before.push((place, wait));
                    let is_all = is_first && place == largest;
                    lines.push((kind, band, if is_all { who.clone() } else { soonest }));
                }
            }
            if lines.is_empty() {
                continue;
            }
            if steps == STEPS {
                return writeln!(f, "  more people can more: see below");
            }
            if steps == 0 && many > least {
                let nothing = if self.is_complete() { "nothing" } else { "nothing that is known; not all is known" };
                writeln!(f, "  {}: {nothing}", self.fewer_than(many))?;
            }
            writeln!(f, "  {}:", self.so_many(many))?;
            for (kind, band, who) in lines {
                self.write_reach(f, kind, band, &who)?;
            }
            if let Some(most) = day.as_ref().and_then(|day| day.most(many)?.words) {
                writeln!(f, "    by all their payouts in any 24h, whoever they are: at most {most}")?;
            }
            (steps, shown) = (steps.saturating_add(1), many);
        }
        if let Some(many) = self.at_once().filter(|many| steps > 0 && *many > shown) {
            writeln!(f, "  {}: some of it at once, see below", self.so_many(many))?;
        }
        match steps {
            0 if self.is_complete() => writeln!(f, "  nobody can release anything"),
            0 => writeln!(f, "  nobody is known who can release anything; not all is known"),
            _ => Ok(()),
        }
    }

    /// None of a large policy, or if only some payouts of an asset were asked about, or some people's keys are lost or stolen.
    fn day(&self) -> Option<Day<'p>> {
        let Focus { asset, wallet: None, to: None, initiator: None, amount: None } = &self.asked else { return None };
        if !self.lost.is_empty() || !self.stolen.is_empty() {
            return None;
        }
        let prices = self.prices.iter().map(|(asset, price)| (*asset, price.units)).collect();
        let mut assets: Vec<AssetId> = self.kinds.iter().map(|kind| kind.asset).collect();
        assets.dedup();
        Day::of(self.policy, self.at, prices, assets, asset.is_none())
    }

    /// The fewest people who need not wait for what fewer have to wait for.
    fn at_once(&self) -> Option<u32> {
        let bands = self.kinds.iter().flat_map(|kind| &kind.bands);
        let waiting = bands.filter(|band| band.cell.releases.iter().all(|release| release.waits > Span::ZERO));
        let sizes = waiting.flat_map(|band| self.left(&band.cell.at_once));
        sizes.map(|(_, who)| who.beside(&self.stolen).size()).min()
    }

    fn write_reach(
        &self,
        f: &mut fmt::Formatter<'_>,
        kind: &KindOfPayout,
        band: &BandOfAmounts,
        who: &[(Coalition, Span)],
    ) -> fmt::Result {
        let (what, out_of) = (self.up_to(kind, &band.band), self.out_of(&kind.wallets));
        let (to, times) = (self.whereto(kind), when(kind));
        // Whoever is stolen is named in the line above, and nobody else is needed; nor is anybody for what needs no key.
        let is_enough = who.iter().any(|(coalition, _)| coalition.size() == 0);
        let waits: BTreeSet<Span> = who.iter().map(|(_, waits)| *waits).collect();
        let words = waits.into_iter().map(|waits| {
            let alike = who.iter().filter(|(_, other)| *other == waits).map(|(coalition, _)| coalition);
            let who = if is_enough { String::new() } else { self.any_of(alike) };
            match (waits == Span::ZERO, is_enough) {
                (true, _) => who,
                (false, true) => alloc::format!("after {waits}"),
                (false, false) => after(waits, &who),
            }
        });
        let words = words.filter(|words| !words.is_empty()).collect::<Vec<String>>().join("; or ");
        writeln!(f, "    {what}{out_of} {to}{times}{}{words}", if words.is_empty() { "" } else { ": " })
    }

    /// The largest band that so many people can release, by its place, and who of them, after which wait.
    fn reach<'c>(&self, kind: &'c KindOfPayout, many: u32) -> Option<Reached<'c>> {
        let mut reached = None;
        for (place, band) in kind.bands.iter().enumerate() {
            let needed = self.needed(band, many);
            let who = smallest_of(needed.iter().map(|(coalition, _)| coalition.clone()).collect());
            let waits = |who: &Coalition| needed.iter().filter(|(one, _)| one == who).map(|(_, waits)| *waits).min();
            let who: Vec<(Coalition, Span)> =
                who.into_iter().filter_map(|who| waits(&who).map(|waits| (who, waits))).collect();
            if !who.is_empty() {
                reached = Some((place, band, who));
            }
        }
        reached
    }

    /// What so many people can release: the most of all, and the most of what they need not wait as long for.
    fn stairs<'c>(&self, kind: &'c KindOfPayout, many: u32) -> Vec<Stair<'c>> {
        let mut stairs: Vec<Stair<'c>> = Vec::new();
        for (place, band) in kind.bands.iter().enumerate().rev() {
            let soonest = self.soonest(band, many);
            let Some(wait) = soonest.iter().map(|(_, waits)| *waits).min() else { continue };
            if stairs.last().is_none_or(|(.., longer)| wait < *longer) {
                stairs.push((place, band, soonest, wait));
            }
        }
        stairs
    }

    /// Whoever of so many people can release a band, and after which wait.
    fn needed(&self, band: &BandOfAmounts, many: u32) -> Vec<(Coalition, Span)> {
        let waiting = self.left(&band.cell.releases).into_iter().map(|(release, who)| (who, release.waits));
        let at_once = self.left(&band.cell.at_once).into_iter().map(|(_, who)| (who, Span::ZERO));
        let needed = waiting.chain(at_once).map(|(who, waits)| (who.beside(&self.stolen), waits));
        needed.filter(|(needed, _)| needed.size() <= many).collect()
    }

    /// Those of them who wait least.
    fn soonest(&self, band: &BandOfAmounts, many: u32) -> Vec<(Coalition, Span)> {
        let needed = self.needed(band, many);
        let Some(least) = needed.iter().map(|(_, waits)| *waits).min() else { return Vec::new() };
        let soonest = needed.into_iter().filter(|(_, waits)| *waits == least).map(|(who, _)| who).collect();
        smallest_of(soonest).into_iter().map(|who| (who, least)).collect()
    }

    fn so_many(&self, many: u32) -> String {
        let stolen = self.names(&self.stolen);
        match (self.stolen.is_empty(), many) {
            (true, 0) => "anybody, without a key".into(),
            (true, 1) => "one person alone".into(),
            (true, many) => alloc::format!("{} people", number(many)),
            (false, 0) => alloc::format!("{stolen} alone"),
            (false, many) => alloc::format!("{stolen}, and {} more", number(many)),
        }
    }

    fn fewer_than(&self, many: u32) -> String {
        let stolen = self.names(&self.stolen);
        match (self.stolen.is_empty(), many) {
            (true, 2) => "one person alone".into(),
            (true, many) => alloc::format!("fewer than {} people", number(many)),
            (false, 1) => alloc::format!("{stolen} alone"),
            (false, many) => alloc::format!("{stolen}, and fewer than {} more", number(many)),
        }
    }
}

fn number(many: u32) -> String {
    match many {
        1 => "one".into(),
        2 => "two".into(),
        3 => "three".into(),
        many => many.to_string(),
    }
}
