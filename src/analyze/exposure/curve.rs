//! How the losses grow with the number of stolen keys, and with the time that thieves have.

use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use core::fmt;

use serde::{Serialize, Serializer};

use super::by_people::MOST_RULES;
use super::exposure::Exposure;
use super::figure::{Figure, Loss};
use super::theft::{Theft, TheftFault, Thieves};
use super::words;
use crate::domain::name::Name;
use crate::domain::span::Span;
use crate::ledger::ledger::Ledger;
use crate::policy::model::Policy;
use crate::price::quotes::Quotes;

/// Up to so many people, unless more are asked about.
const MOST_PEOPLE: u32 = 4;

/// Where nothing leaves by then, up to so many more, until something does.
const MOST_IN_VAIN: u32 = 16;

/// The spans that people think in, in seconds: at once, an hour, six, a day, two, a week, thirty days.
const SPANS: [u64; 7] = [0, 3_600, 21_600, 86_400, 172_800, 604_800, 2_592_000];

/// The losses for every number of people, and for every span up to the one that is asked about.
///
/// ```
/// # let text = include_str!("../../../policies/hot-wallet.toml");
/// use countersign::analyze::{Curve, Theft, Thieves};
/// use countersign::{Instant, Ledger, Policy, Quotes, Span};
///
/// let policy = Policy::parse(text)?;
/// let theft = Theft {
///     by: Thieves::These(countersign::analyze::Party::of(&policy, ["payout-bot"])?),
///     within: Span::parse("24h").unwrap(),
///     respond: None,
///     at: Instant::parse("2026-11-23T10:00:00Z")?,
///     asset: Some("BTC".into()),
/// };
/// let curve = Curve::of(&policy, &theft, &Ledger::new(&policy), &Quotes::none())?;
/// assert!(curve.to_string().contains("payout-bot"));
/// assert!(curve.to_svg().starts_with("<svg"));
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Curve {
    pub(super) title: String,
    /// From when on, and what everybody else does.
    pub(super) supposing: String,
    /// What everything is taken to be worth.
    prices: Option<String>,
    /// What is not counted, or not exact.
    notes: Vec<String>,
    /// In seconds, from the shortest.
    pub(super) spans: Vec<u64>,
    pub(super) tables: Vec<Table>,
}

/// One table: of an asset or the currency, wherever it goes or to strangers.
#[derive(Clone, Debug)]
pub(super) struct Table {
    pub(super) name: Name,
    pub(super) decimals: u8,
    pub(super) to: &'static str,
    pub(super) rows: Vec<Row>,
}

/// Some thieves, and what they take within each span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) who: String,
    pub(super) points: Vec<Point>,
}

/// At least, and at most if anything proves a bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Point {
    pub(super) least: u128,
    pub(super) most: Option<u128>,
}

impl Curve {
    /// Asks about every span and every number of people up to those of a theft; of a policy of no more than 128 rules at least
    /// up to four, and on until something leaves.
    ///
    /// # Errors
    /// As [`Exposure::of`].
    pub fn of(policy: &Policy, theft: &Theft, ledger: &Ledger, quotes: &Quotes) -> Result<Self, TheftFault> {
        let last = theft.within.seconds();
        let mut spans: Vec<u64> = SPANS.into_iter().filter(|span| *span < last).collect();
        spans.push(last);
        let mut asked = 1;
        let rows: Vec<(String, Thieves)> = match &theft.by {
            Thieves::These(party) => alloc::vec![(words::people(policy, party), theft.by.clone())],
            Thieves::Any(many) => {
                let people = policy.roll.approvers.len().saturating_add(policy.roll.requesters.len());
                let people = u32::try_from(people).unwrap_or(u32::MAX);
                let [at_least, in_vain] =
                    if policy.rules.len() > MOST_RULES { [1, 1] } else { [MOST_PEOPLE, MOST_IN_VAIN] };
                asked = people.min((*many).max(at_least));
                (1..=people.min(asked.max(in_vain))).map(|size| (people_in_words(size), Thieves::Any(size))).collect()
            }
        };
        let mut tables: Vec<Table> = Vec::new();
        let (mut supposing, mut prices, mut notes) = (String::new(), None, Vec::new());
        for (number, (who, by)) in (1u32..).zip(rows) {
            let has_left =
                |table: &Table| table.rows.iter().flat_map(|row| &row.points).any(|point| point.most != Some(0));
            if number > asked && tables.iter().any(has_left) {
                break;
            }
            let lengths: Vec<Span> = spans.iter().map(|span| Span::of_seconds(*span)).collect();
            let theft = Theft { by, ..theft.clone() };
            let found = Exposure::within(policy, &theft, &lengths, ledger.clone(), quotes)?;
            for (place, exposure) in found.iter().enumerate() {
                for loss in exposure.losses() {
                    let strangers = loss.to_strangers().unwrap_or(loss.anywhere());
                    enter(&mut tables, loss, "", &who, place, loss.anywhere());
                    enter(&mut tables, loss, " to strangers", &who, place, strangers);
                }
                supposing = alloc::format!("from {} on, both instants counted, if {}", theft.at, exposure.supposing());
                prices = exposure.prices();
                let own = exposure.losses().iter().filter_map(Loss::not_counted_in_words);
                let own = own.chain(exposure.incomplete().iter().map(|one| alloc::format!("not exact: {one}")));
                let new: Vec<String> = own.filter(|note| !notes.contains(note)).collect();
                notes.extend(new);
            }
        }
        // What is said of strangers is left out where it is what is said of all.
        let rows = |tables: &[Table], one: &Table| {
            tables.iter().any(|other| other.to.is_empty() && other.name == one.name && other.rows == one.rows)
        };
        let whole = tables.clone();
        tables.retain(|table| table.to.is_empty() || !rows(&whole, table));
        let identity = &policy.identity;
        let title = alloc::format!("{}/{} {}", identity.realm, identity.name, identity.version);
        Ok(Self { title, supposing, prices, notes, spans, tables })
    }
}

fn enter(tables: &mut Vec<Table>, loss: &Loss, to: &'static str, who: &str, place: usize, figure: &Figure) {
    let known = tables.iter().position(|table| table.name == *loss.name() && table.to == to);
    let known = known.unwrap_or_else(|| {
        tables.push(Table { name: loss.name().clone(), decimals: loss.decimals, to, rows: Vec::new() });
        tables.len().saturating_sub(1)
    });
    let Some(table) = tables.get_mut(known) else { return };
    if place == 0 {
        table.rows.push(Row { who: who.to_string(), points: Vec::new() });
    }
    if let Some(row) = table.rows.last_mut() {
        row.points.push(Point { least: figure.at_least, most: figure.at_most });
    }
}

fn people_in_words(size: u32) -> String {
    if size == 1 { "1 person".into() } else { alloc::format!("{size} people") }
}

impl Table {
    /// `10`, `10 … 12`, `10 … ?`: what leaves at least and at most, in whole units.
    pub(super) fn cell(&self, point: Point) -> String {
        let shown = |units| crate::domain::amount::shortest(units, self.decimals);
        match point.most {
            Some(most) if most == point.least => shown(most),
            Some(most) => alloc::format!("{} … {}", shown(point.least), shown(most)),
            None => alloc::format!("{} … ?", shown(point.least)),
        }
    }
}

/// A table for each asset, and for the currency.
impl fmt::Display for Curve {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}: what can leave, by how many people's keys are stolen and for how long,", self.title)?;
        writeln!(f, "{}", self.supposing)?;
        for table in &self.tables {
            let mut heads = alloc::vec![alloc::format!("{}{}", table.name, table.to)];
            heads.extend(self.spans.iter().map(|span| if *span == 0 { "at once".into() } else { words::span(*span) }));
            let mut lines = alloc::vec![heads];
            for row in &table.rows {
                let cells = row.points.iter().map(|point| table.cell(*point));
                lines.push(core::iter::once(row.who.clone()).chain(cells).collect());
            }
            writeln!(f)?;
            words::columns(f, &lines)?;
        }
        writeln!(f, "\nfees come on top")?;
        if let Some(prices) = &self.prices {
            writeln!(f, "\n{prices}")?;
        }
        self.notes.iter().try_for_each(|note| writeln!(f, "\n{note}"))
    }
}

#[derive(Serialize)]
struct CurveShown<'c> {
    policy: &'c str,
    supposing: &'c str,
    #[serde(skip_serializing_if = "Option::is_none")]
    prices: Option<&'c str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    notes: &'c [String],
    within: Vec<String>,
    /// No part of any amount here.
    fees: &'static str,
    tables: Vec<TableShown<'c>>,
}

#[derive(Serialize)]
struct TableShown<'c> {
    of: &'c Name,
    to_strangers: bool,
    rows: Vec<RowShown<'c>>,
}

#[derive(Serialize)]
struct RowShown<'c> {
    who: &'c str,
    at_least: Vec<String>,
    /// None where nothing proves a bound.
    at_most: Vec<Option<String>>,
}

impl Serialize for Curve {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let tables = self.tables.iter().map(|table| {
            let shown =
                |units| alloc::format!("{} {}", crate::domain::amount::shortest(units, table.decimals), table.name);
            let rows = table.rows.iter().map(|row| RowShown {
                who: &row.who,
                at_least: row.points.iter().map(|point| shown(point.least)).collect(),
                at_most: row.points.iter().map(|point| point.most.map(shown)).collect(),
            });
            TableShown { of: &table.name, to_strangers: !table.to.is_empty(), rows: rows.collect() }
        });
        let within = self.spans.iter().map(|span| words::span(*span)).collect();
        let (supposing, prices, notes) = (self.supposing.as_str(), self.prices.as_deref(), self.notes.as_slice());
        let shown = CurveShown {
            policy: &self.title,
            supposing,
            prices,
            notes,
            within,
            fees: "on top",
            tables: tables.collect(),
        };
        shown.serialize(serializer)
    }
}
