//! Who can release what, for people: the short of it first, then every kind of payout.

use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use core::fmt;

use super::cell::Cell;
use super::coalition::{Coalition, Release, group};
use super::survey::{Coalitions, KindOfPayout};
use super::vetoes::{Vetoes, left_with_a_veto};
use crate::analyze::bands::Band;
use crate::analyze::party::Party;
use crate::analyze::prices::{self, PriceSource};
use crate::domain::amount::shortest;
use crate::domain::name::Name;
use crate::domain::people::People;
use crate::domain::span::Span;
use crate::policy::model::{Measure, Sum, WalletId};
use crate::policy::people::Active;

/// The most sets that one line names.
const MOST_SHOWN: usize = 12;

impl fmt::Display for Coalitions<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let identity = &self.policy.identity;
        let (realm, name, version) = (&identity.realm, &identity.name, identity.version);
        writeln!(f, "who can release what under {realm}/{name} version {version}, in the week from {}", self.at)?;
        writeln!(
            f,
            "each amount is the most of one payout while nothing else has left; of many, what is said of all together holds; who can stop one can until it leaves"
        )?;
        writeln!(
            f,
            "any 24h counts one of its two ends, and what was asked for before; `exposure` adds up what people take from now on and counts both ends, and so up to twice as much"
        )?;
        writeln!(
            f,
            "whoever asks for one and has to sign for it is among the people named; locked if lost: without these nobody can release it"
        )?;
        if let Some(asked) = self.asked.in_words(self.policy) {
            writeln!(f, "asked about no other payouts than these: {asked}")?;
        }
        self.write_assumptions(f)?;
        self.write_short(f)?;
        let mut asset = None;
        for kind in &self.kinds {
            let heading = self.heading(kind);
            if asset.as_ref() != Some(&heading) {
                writeln!(f, "\n{heading}")?;
                asset = Some(heading);
            }
            self.write_kind(f, kind)?;
        }
        self.write_groups(f)?;
        for incomplete in &self.incomplete {
            writeln!(f, "\nnot complete: {incomplete}")?;
        }
        Ok(())
    }
}

impl Coalitions<'_> {
    fn write_assumptions(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.lost.is_empty() {
            let quotes = prices::can_be_quoted_without(self.policy, &self.lost);
            let unquoted = if quotes { "" } else { ", and nobody who is left can quote a price" };
            writeln!(f, "lost: {} cannot sign{unquoted}", self.names(&self.lost))?;
        }
        if !self.stolen.is_empty() {
            let sign = if self.stolen.len() == 1 { "signs" } else { "sign" };
            writeln!(f, "stolen: {} {sign} whatever a thief wants", self.names(&self.stolen))?;
        }
        self.write_terms(f)?;
        let Some(prices) = &self.policy.prices else { return Ok(()) };
        if !prices::can_be_quoted_without(self.policy, &self.lost) {
            return Ok(());
        }
        let possible = prices::possible(self.policy);
        for (id, price) in &self.prices {
            let Some(asset) = self.policy.asset(*id) else { continue };
            let (name, currency) = (&asset.name, &prices.currency);
            let highest = possible.get(id).map(|(_, high)| *high).filter(|high| *high != u128::MAX);
            let highest = highest.map(|high| alloc::format!("; {} {currency} is the highest", shortest(high, 18)));
            let why = match price.source {
                PriceSource::Fixed => continue,
                PriceSource::Given => "as quoted".into(),
                PriceSource::Lowest => {
                    let highest = highest.unwrap_or_default();
                    alloc::format!("the lowest the policy takes, at which most of it leaves{highest}")
                }
            };
            let units = shortest(price.units, 18);
            let feeds = prices.feeds.as_ref().map(|feeds| &feeds.quorum);
            let people = feeds.map_or(People::NOBODY, |quorum| quorum.people().without(self.lost.approvers));
            let names = self.policy.roll.names(people);
            let names = names.iter().map(Name::as_str).collect::<Vec<&str>>().join(", ");
            writeln!(f, "1 {name} is taken for {units} {currency}, as if enough of {names} quoted it: {why}")?;
        }
        Ok(())
    }

    /// Whose terms begin or end meanwhile.
    fn write_terms(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut words: Vec<String> =
            self.terms.iter().take(MOST_SHOWN).map(|(name, term)| self.term(name, *term)).collect();
        let others = self.terms.len().saturating_sub(MOST_SHOWN);
        if others > 0 {
            words.push(alloc::format!("{others} others"));
        }
        if words.is_empty() {
            return Ok(());
        }
        writeln!(
            f,
            "terms change meanwhile: {}; named is who can release at some time of it, and who can stop at all times of it",
            words.join(", ")
        )
    }

    /// `felix until 2027-01-01T00:00:00Z`: what of a term changes meanwhile.
    fn term(&self, name: &Name, term: Active) -> String {
        let from = term.from.filter(|from| self.at < *from).map(|from| alloc::format!(" from {from}"));
        let until = term.until.map(|until| alloc::format!(" until {until}"));
        alloc::format!("{name}{}{}", from.unwrap_or_default(), until.unwrap_or_default())
    }

    /// Any of these, and how many more where there are too many to be read.
    pub(super) fn any_of<'c>(&self, coalitions: impl Iterator<Item = &'c Coalition>) -> String {
        let all: Vec<String> = coalitions.map(|one| one.in_words(self.policy)).collect();
        let shown = all.iter().take(MOST_SHOWN).map(String::as_str).collect::<Vec<&str>>().join("; or ");
        match all.len().saturating_sub(MOST_SHOWN) {
            0 => shown,
            more => alloc::format!("{shown}; or {more} other sets"),
        }
    }

    fn write_kind(&self, f: &mut fmt::Formatter<'_>, kind: &KindOfPayout) -> fmt::Result {
        let (to, times) = (self.whereto(kind), when(kind));
        if let [only] = kind.bands.as_slice()
            && only.cell.releases.is_empty()
            && only.cell.are_all
        {
            return writeln!(f, "  {to}{times}: nobody");
        }
        writeln!(f, "  {to}{times}")?;
        let limits = if kind.limits.is_empty() { "no limit".into() } else { kind.limits.join("; ") };
        writeln!(f, "    all together, whoever releases them: {limits}")?;
        for band in &kind.bands {
            let amount = self.up_to(kind, &band.band);
            if band.cell.lacks_price && band.cell.releases.is_empty() {
                writeln!(f, "    {amount}: not known without a price of {}", self.asset(kind))?;
                continue;
            }
            if band.cell.releases.is_empty() && band.cell.are_all {
                writeln!(f, "    {amount}: nobody")?;
                continue;
            }
            writeln!(f, "    {amount}")?;
            self.write_cell(f, &band.cell)?;
        }
        Ok(())
    }

    fn write_cell(&self, f: &mut fmt::Formatter<'_>, cell: &Cell) -> fmt::Result {
        let left = self.left(&cell.releases);
        if left.is_empty() && cell.are_all {
            return writeln!(f, "      locked: nobody who is left can release it");
        }
        for (waits, who) in by_wait(&left) {
            let label = if waits == Span::ZERO { "released by".into() } else { after(waits, "") };
            writeln!(f, "      {label:<15} {}", self.any_of(who.into_iter()))?;
        }
        let waits = left.iter().any(|(release, _)| release.waits > Span::ZERO);
        let at_once = self.left(&cell.at_once);
        if waits && !at_once.is_empty() {
            let who = self.any_of(at_once.iter().map(|(_, coalition)| coalition));
            writeln!(f, "      at once by      {who}")?;
        }
        if !cell.are_all {
            writeln!(f, "      and perhaps by others: not all were asked about")?;
        }
        if !self.stolen.is_empty() {
            self.write_stolen(f, &left, &at_once)?;
        }
        let vetoes = left_with_a_veto(&cell.vetoes, &self.lost);
        // Those whom a name stands for come before everybody else.
        let (others, named): (Vec<&Vetoes>, Vec<&Vetoes>) = vetoes.iter().partition(|one| one.is_of_others());
        for one in named.into_iter().chain(others) {
            self.write_vetoes(f, one, vetoes.len() > 1)?;
        }
        if self.lost.is_empty() && !cell.locks.is_empty() {
            writeln!(f, "      locked if lost  {}", self.any_of(cell.locks.iter()))?;
        }
        Ok(())
    }

    fn write_stolen(
        &self,
        f: &mut fmt::Formatter<'_>,
        left: &[(&Release, Coalition)],
        at_once: &[(&Release, Coalition)],
    ) -> fmt::Result {
        let needed: Vec<Coalition> = left.iter().map(|(_, coalition)| coalition.beside(&self.stolen)).collect();
        let needed = smallest_of(needed);
        let Some(fewest) = needed.iter().map(Coalition::size).min() else { return Ok(()) };
        if fewest == 0 {
            let waits = left.iter().all(|(release, _)| release.waits > Span::ZERO);
            let need_not = at_once.iter().any(|(_, coalition)| coalition.beside(&self.stolen).size() == 0);
            return writeln!(f, "      stolen          enough{}", if waits && need_not { ", at once" } else { "" });
        }
        let few = self.any_of(needed.iter().filter(|one| one.size() == fewest));
        writeln!(f, "      stolen          enough with {few}")
    }

    fn write_vetoes(&self, f: &mut fmt::Formatter<'_>, vetoes: &Vetoes, are_several: bool) -> fmt::Result {
        let mut who: Vec<String> = Vec::new();
        if !vetoes.coalitions.is_empty() {
            who.push(self.any_of(vetoes.coalitions.iter()));
        }
        if vetoes.can_withdraw {
            who.push("whoever asked for it, by withdrawing it".into());
        }
        if who.is_empty() {
            who.push("nobody".into());
        }
        let whose = vetoes.initiators_in_words(self.policy);
        let whose = if are_several { alloc::format!(", if {whose} asked for it") } else { String::new() };
        writeln!(f, "      stopped by      {}{whose}", who.join("; or "))
    }

    /// The groups that stand for names above.
    fn write_groups(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut used: Vec<(&Name, &Party)> = Vec::new();
        for cell in self.kinds.iter().flat_map(|kind| kind.bands.iter().map(|band| &band.cell)) {
            let releases = cell.releases.iter().chain(&cell.at_once).map(|release| &release.coalition);
            let all = releases.chain(&cell.locks).chain(cell.vetoes.iter().flat_map(|vetoes| &vetoes.coalitions));
            let seats = all.flat_map(|coalition| &coalition.seats);
            used.extend(seats.filter_map(|seats| Some((group(self.policy, &seats.of)?, &seats.of))));
        }
        used.sort();
        used.dedup();
        if !used.is_empty() {
            writeln!(f)?;
        }
        for (name, party) in used {
            writeln!(f, "{name}: {}", self.names(party))?;
        }
        Ok(())
    }

    fn heading(&self, kind: &KindOfPayout) -> String {
        let asset = self.policy.asset(kind.asset).map(|asset| asset.name.to_string()).unwrap_or_default();
        match (self.out_of(&kind.wallets), self.policy.wallets.as_slice()) {
            (out_of, [only]) if out_of.is_empty() => alloc::format!("{asset} out of {only}"),
            (out_of, _) if out_of.is_empty() => alloc::format!("{asset} out of any wallet"),
            (out_of, _) => alloc::format!("{asset}{out_of}"),
        }
    }

    /// ` out of hot-1, hot-2`; nothing where these are all wallets.
    pub(super) fn out_of(&self, wallets: &[WalletId]) -> String {
        if wallets.len() == self.policy.wallets.len() {
            return String::new();
        }
        let names = wallets.iter().filter_map(|wallet| self.policy.wallets.get(wallet.0)).map(Name::as_str);
        alloc::format!(" out of {}", names.collect::<Vec<&str>>().join(", "))
    }

    pub(super) fn whereto(&self, kind: &KindOfPayout) -> String {
        if kind.is_to_anybody {
            return "to anybody".into();
        }
        let words: Vec<String> = kind.to.iter().map(|to| to.in_words(self.policy)).collect();
        alloc::format!("to {}", words.join("; or to "))
    }

    /// `up to 0.5 BTC per 24h`, or `above 20 BTC` where there is no end.
    pub(super) fn up_to(&self, kind: &KindOfPayout, band: &Band) -> String {
        let amount = |units| self.policy.in_words(Sum { units, of: Measure::Asset(kind.asset) });
        match band.up_to {
            Some(up_to) if self.is_one_amount => amount(up_to),
            Some(up_to) if band.lines.is_empty() => alloc::format!("up to {}", amount(up_to)),
            Some(up_to) => {
                let (own, exact) = (band.lines.join(" and "), amount(up_to));
                // A line in the currency is said in both.
                if own.contains(&exact) {
                    alloc::format!("up to {own}")
                } else {
                    alloc::format!("up to {exact} ({own})")
                }
            }
            None if band.above == 0 => alloc::format!("any amount of {}", self.asset(kind)),
            None => alloc::format!("above {}", amount(band.above)),
        }
    }

    fn asset(&self, kind: &KindOfPayout) -> String {
        self.policy.asset(kind.asset).map(|asset| asset.name.to_string()).unwrap_or_default()
    }

    pub(super) fn names(&self, party: &Party) -> String {
        let names: Vec<String> = party.names(self.policy).iter().map(Name::to_string).collect();
        match names.as_slice() {
            [] => "nobody".into(),
            [one] => one.clone(),
            [most @ .., last] => alloc::format!("{} and {last}", most.join(", ")),
        }
    }
}

pub(super) fn when(kind: &KindOfPayout) -> String {
    if kind.is_at_any_time {
        return String::new();
    }
    let words: Vec<String> = kind.times.iter().filter_map(crate::analyze::times::Time::in_words).collect();
    alloc::format!(", {}", words.join("; or "))
}

/// `after 30m by alice; or bob and carol`: those who have to wait, each of them.
pub(super) fn after(waits: Span, who: &str) -> String {
    alloc::format!("after {waits} by {who}")
}

/// Who can release, by how long they have to wait.
pub(super) fn by_wait<'c>(left: &'c [(&Release, Coalition)]) -> Vec<(Span, Vec<&'c Coalition>)> {
    let mut waits: Vec<(Span, Vec<&Coalition>)> = Vec::new();
    for (release, coalition) in left {
        match waits.iter_mut().find(|(span, _)| *span == release.waits) {
            Some((_, alike)) => alike.push(coalition),
            None => waits.push((release.waits, alloc::vec![coalition])),
        }
    }
    waits.sort_by_key(|(span, _)| *span);
    waits
}

/// Without those that ask for more than another does.
pub(super) fn smallest_of(mut coalitions: Vec<Coalition>) -> Vec<Coalition> {
    coalitions.sort_by_key(Coalition::size);
    let mut smallest: Vec<Coalition> = Vec::new();
    for one in coalitions {
        let is_more = |known: &Coalition| {
            known.seats.iter().all(|known| {
                one.seats.iter().any(|seats| seats.count >= known.count && seats.of.without(&known.of).is_empty())
            })
        };
        if !smallest.iter().any(is_more) {
            smallest.push(one);
        }
    }
    smallest
}
