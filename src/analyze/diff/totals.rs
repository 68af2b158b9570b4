//! What so many people can take in a day by all their payouts, under one policy and under another.

use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::Serialize;

use crate::analyze::day::Day;
use crate::analyze::prices;
use crate::domain::instant::Instant;
use crate::policy::model::{AssetId, Policy, Rated};
use crate::price::quotes::Quotes;

/// More people than these are not counted one number after the other.
const MOST_PEOPLE: u32 = 16;

/// What no so many people move more of in any 24 hours: proven of each policy, whoever they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Totals {
    /// Where the two differ.
    apart: Vec<Total>,
    /// Up to how many people were asked about; all of them if none.
    asked_up_to: Option<u32>,
    /// Of what no bound is proven, of one of the two or of both: of that it is not known how much may be taken.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    unproven: BTreeSet<String>,
    /// Whether the price of something may be another at any time.
    #[serde(skip)]
    is_priced: bool,
}

/// Of some numbers of people, from the fewest to the most of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Total {
    fewest: u32,
    most: u32,
    /// Nothing if none.
    old: Option<String>,
    new: Option<String>,
}

impl Totals {
    /// None where one of the two is large.
    pub(super) fn of(old: (&Policy, &Quotes), new: (&Policy, &Quotes), at: Instant) -> Option<Self> {
        let day = |(policy, quotes)| {
            let supposed = prices::supposed(policy, quotes, at);
            let cheap = supposed.iter().map(|(asset, price)| (*asset, price.units)).collect();
            Day::of(policy, at, cheap, (0..policy.assets.len()).map(AssetId).collect(), true)
        };
        let days = [day(old)?, day(new)?];
        let people = |policy: &Policy| policy.roll.approvers.len().saturating_add(policy.roll.requesters.len());
        let people = u32::try_from(people(old.0).max(people(new.0))).unwrap_or(u32::MAX);
        let is_rated = |policy: &Policy| {
            let rated = policy.prices.iter().flat_map(|prices| prices.rated.values());
            rated.into_iter().any(|rated| !matches!(rated, Rated::Fixed(_)))
        };
        let is_priced = is_rated(old.0) || is_rated(new.0);
        let (mut apart, mut unproven) = (Vec::<Total>::new(), BTreeSet::new());
        for many in 0..=people.min(MOST_PEOPLE) {
            let most = |day: &Day<'_>| day.is_of_every_set(many).then(|| day.most(many)).flatten();
            let [Some(old), Some(new)] = days.each_ref().map(most) else {
                return Some(Self { apart, asked_up_to: Some(many.checked_sub(1)?), unproven, is_priced });
            };
            unproven.extend([old.unproven, new.unproven].into_iter().flatten());
            let (old, new) = (old.words, new.words);
            let last = apart.last_mut().filter(|last| last.most.saturating_add(1) == many);
            match last.filter(|last| last.old == old && last.new == new) {
                Some(last) => last.most = many,
                None if old != new => apart.push(Total { fewest: many, most: many, old, new }),
                None => {}
            }
        }
        Some(Self { apart, asked_up_to: (people > MOST_PEOPLE).then_some(MOST_PEOPLE), unproven, is_priced })
    }
}

impl fmt::Display for Totals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let asked = self.asked_up_to.map(|many| alloc::format!(", of up to {many} people")).unwrap_or_default();
        let prices = if self.is_priced { ", each asset at the price at which most of it leaves" } else { "" };
        let title = alloc::format!(
            "By all their payouts in any 24h, of which one end counts, whoever they are, at most{asked}{prices}"
        );
        let names = self.unproven.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
        if self.apart.is_empty() && self.asked_up_to.is_none() && names.is_empty() {
            return writeln!(f, "\n{title}: as before, whatever their number");
        }
        if self.apart.is_empty() {
            let but = if names.is_empty() { String::new() } else { alloc::format!(", but for {names}") };
            writeln!(f, "\n{title}: as before{but}")?;
        } else {
            writeln!(f, "\n{title}:")?;
        }
        self.apart.iter().try_for_each(|Total { fewest, most, old, new }| {
            let people = match (fewest, most) {
                (0, 0) => "nobody's keys".into(),
                (1, 1) => "1 person".into(),
                (fewest, most) if fewest == most => alloc::format!("{fewest} people"),
                (fewest, most) if fewest.saturating_add(1) == *most => alloc::format!("{fewest} or {most} people"),
                (fewest, most) => alloc::format!("{fewest} to {most} people"),
            };
            let side = |side: &Option<String>| side.clone().unwrap_or_else(|| "nothing".into());
            writeln!(f, "  {people}: {} -> {}", side(old), side(new))
        })?;
        if names.is_empty() {
            return Ok(());
        }
        writeln!(f, "  of {names} no bound is proven of both: it may be any amount, before and now")
    }
}
