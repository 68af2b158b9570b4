//! The table by number of people, for people and for machines.

use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use core::fmt;

use serde::{Serialize, Serializer};

use super::by_people::{ByPeople, Cell, Column, Row, Windows};
use super::fees::Fee;
use super::words;
use crate::domain::amount::shortest;
use crate::domain::name::Name;
use crate::policy::model::Measure;

/// The most limits and tiers that one line names.
const MOST_HELD: usize = 4;

impl ByPeople {
    /// `1 person`, `2 or 3 people`, `4 to 6 people`, `7 or more`.
    fn who(&self, row: &Row) -> String {
        match (row.first, row.last) {
            (1, 1) => "1 person".into(),
            (first, last) if first == last => alloc::format!("{first} people"),
            (first, last) if last == self.everybody && first > 1 => alloc::format!("{first} or more"),
            (first, last) if last == first.saturating_add(1) => alloc::format!("{first} or {last} people"),
            (first, last) => alloc::format!("{first} to {last} people"),
        }
    }

    /// `BTC: limit `btc-day`: 20 BTC per 24h (twice)`, below whom it holds back; of columns that share it together.
    fn why_no_more(&self, row: &Row) -> Vec<String> {
        let mut alike: Vec<(&[Windows], Vec<String>)> = Vec::new();
        let bounded = self.columns.iter().zip(&row.cells).filter(|(_, cell)| !cell.held.is_empty());
        for (column, cell) in bounded {
            match alike.iter_mut().find(|(held, _)| *held == cell.held) {
                Some((_, columns)) => columns.push(column.in_words()),
                None => alike.push((&cell.held, alloc::vec![column.in_words()])),
            }
        }
        let line = |(held, columns): (&[Windows], Vec<String>)| {
            let shown = held.iter().take(MOST_HELD).map(|(what, windows)| {
                let times = match windows {
                    1 => "once".into(),
                    2 => "twice".into(),
                    many => alloc::format!("{many} times"),
                };
                alloc::format!("{what} ({times})")
            });
            let mut shown: Vec<String> = shown.collect();
            let more = held.len().saturating_sub(MOST_HELD);
            shown.extend((more > 0).then(|| alloc::format!("and {more} more")));
            alloc::format!("    {}: {}", columns.join(", "), shown.join("; "))
        };
        let fees = row.fees.iter().map(|fee| alloc::format!("    fees on top: {fee}"));
        let lines: Vec<String> = alike.into_iter().map(line).chain(fees).collect();
        let head = (!lines.is_empty()).then(|| alloc::format!("  {}", self.who(row)));
        head.into_iter().chain(lines).collect()
    }
}

impl Column {
    fn in_words(&self) -> String {
        let to = if self.is_to_strangers { " to strangers" } else { "" };
        let at = self.price.as_ref().map(|price| alloc::format!(" at {price}")).unwrap_or_default();
        alloc::format!("{}{to}{at}", self.name)
    }
}

/// A row for all numbers of people of whom the same is proven.
impl fmt::Display for ByPeople {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_left_out {
            let what = "of other numbers of people nothing is said: the policy has more than 128 rules or 64 people";
            return writeln!(f, "{what}");
        }
        if self.rows.is_empty() || self.columns.is_empty() {
            return Ok(());
        }
        let sum = self.columns.iter().find(|column| column.of == Measure::Currency);
        let value = sum.map(|sum| alloc::format!("; {} is the value of all, and no column adds to another", sum.name));
        let value = value.unwrap_or_default();
        let vetoed = if self.is_vetoed { ", while the others veto" } else { "" };
        writeln!(
            f,
            "no more than this can leave within {}, fees apart, by how many people's keys are stolen, whoever they are{vetoed}{value}:",
            words::span(self.within)
        )?;
        let heads = core::iter::once(String::new()).chain(self.columns.iter().map(Column::in_words));
        let line = |row: &Row| {
            let cell = |(column, cell): (&Column, &Cell)| {
                cell.at_most.map_or_else(|| "no bound".to_string(), |units| shortest(units, column.decimals))
            };
            core::iter::once(self.who(row)).chain(self.columns.iter().zip(&row.cells).map(cell)).collect()
        };
        let lines: Vec<Vec<String>> = core::iter::once(heads.collect()).chain(self.rows.iter().map(line)).collect();
        words::columns(f, &lines)?;
        let why: Vec<String> = self.rows.iter().flat_map(|row| self.why_no_more(row)).collect();
        if why.is_empty() {
            return Ok(());
        }
        writeln!(f, "what holds them back, and how often it is filled:\n{}", why.join("\n"))
    }
}

#[derive(Serialize)]
struct RowShown<'b> {
    /// The fewest and the most people.
    people: (u32, u32),
    at_most: Vec<MostShown<'b>>,
    fees: &'b [Fee],
}

#[derive(Serialize)]
struct MostShown<'b> {
    of: &'b Name,
    to_strangers: bool,
    /// What the asset is supposed to be worth, where that is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    price: Option<&'b str>,
    /// None where nothing proves a bound.
    amount: Option<String>,
    held: Vec<HeldShown<'b>>,
}

#[derive(Serialize)]
struct HeldShown<'b> {
    what: &'b str,
    /// How many are used up.
    windows: usize,
}

impl Serialize for ByPeople {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let rows = self.rows.iter().map(|row| {
            let cells = self.columns.iter().zip(&row.cells).map(|(column, Cell { at_most: most, held })| {
                let Column { name: of, decimals, is_to_strangers, price, .. } = column;
                let amount = most.map(|units| alloc::format!("{} {of}", shortest(units, *decimals)));
                MostShown {
                    of,
                    to_strangers: *is_to_strangers,
                    price: price.as_deref(),
                    amount,
                    held: held.iter().map(|(what, windows)| HeldShown { what, windows: *windows }).collect(),
                }
            });
            RowShown { people: (row.first, row.last), at_most: cells.collect(), fees: &row.fees }
        });
        serializer.collect_seq(rows)
    }
}
