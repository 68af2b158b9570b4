//! At most how much leaves, by how many people's keys are stolen.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use super::crews::Crews;
use super::exposure::Exposure;
use super::fees::{self, Fee};
use super::figure::name_of;
use super::flow::Flow;
use super::survey::Survey;
use super::terrain::Terrain;
use super::theft::{Theft, Thieves};
use super::worth::Worth;
use crate::analyze::prices::SupposedPrice;
use crate::domain::amount::shortest;
use crate::domain::name::Name;
use crate::policy::model::{AssetId, Measure};

/// The most numbers of people that are asked about: what lies between two of them is bounded by the larger.
const MOST_ASKED: usize = 24;

/// The most checks of the engine by which what so many people can ask for is found.
const MOST_CHECKS: u64 = 2_000_000;

/// The largest policies of which more than one number of people is asked about.
pub(super) const MOST_RULES: usize = 128;
const MOST_PEOPLE: u32 = 64;

/// What cannot leave more than within the span of an [`Exposure`], for every number of people from one to everybody.
///
/// It is proven of each number as `at most` is of the one that is asked about, and nothing is tried out: an exposure by so
/// many people says how. Prints as a table for people, and serializes as JSON for machines.
///
/// ```
/// # let text = include_str!("../../../policies/treasury.toml");
/// use countersign::analyze::{Exposure, Theft, Thieves};
/// use countersign::{Instant, Ledger, Policy, Quotes, Span};
///
/// let policy = Policy::parse(text)?;
/// let theft = Theft {
///     by: Thieves::Any(2),
///     within: Span::parse("7d").unwrap(),
///     respond: None,
///     at: Instant::parse("2026-11-23T10:00:00Z")?,
///     asset: Some("USDC".into()),
/// };
/// let exposure = Exposure::of(&policy, &theft, Ledger::new(&policy), &Quotes::none())?;
/// let table = "
///                  USDC
/// 1 to 3 people       0
/// 4 or 5 people 1000000
/// 6 or more     5000000
/// ";
/// let shown = exposure.by_people().to_string();
/// for (shown, line) in shown.lines().skip(1).zip(table.trim_matches('\n').lines()) {
///     assert!(shown.split_whitespace().eq(line.split_whitespace()), "{shown}");
/// }
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ByPeople {
    pub(super) within: u64,
    pub(super) is_vetoed: bool,
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Row>,
    /// How many people the policy has.
    pub(super) everybody: u32,
    /// Whether the policy is too large for this to be asked.
    pub(super) is_left_out: bool,
}

/// An asset, or the currency for all that is priced: wherever it goes, or to strangers.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub(super) of: Measure,
    pub(super) name: Name,
    pub(super) decimals: u8,
    pub(super) at: Prices,
    /// `100 USD`: what the asset is supposed to be worth, where that is open.
    pub(super) price: Option<String>,
    pub(super) is_to_strangers: bool,
}

/// At the lowest prices most of an asset leaves; at the highest all is worth most, and of an asset the least leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Prices {
    Lowest,
    Highest,
}

/// Numbers of people of whom the same is proven.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) first: u32,
    pub(super) last: u32,
    /// By column.
    pub(super) cells: Vec<Cell>,
    /// What the wallets pay on top: the most that any of them pays.
    pub(super) fees: Vec<Fee>,
}

/// What no more than can leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cell {
    /// None if nothing proves a bound.
    pub(super) at_most: Option<u128>,
    /// Of the worst of them.
    pub(super) held: Vec<Windows>,
}

/// Of one number of people.
type Taken = (Vec<Cell>, Vec<Fee>);

/// What holds back, in words, and how many windows of it are used up.
pub(super) type Windows = (String, usize);

impl Cell {
    const UNBOUNDED: Self = Self { at_most: None, held: Vec::new() };
}

/// The question that is asked for one number of people after the other.
struct Sizes<'e, 'p> {
    exposure: &'e Exposure<'p>,
    terrain: &'e Terrain<'p>,
    columns: &'e [Column],
}

impl Exposure<'_> {
    /// The same question for every number of people: what no more than can leave. Of a policy with more than 128 rules or
    /// 64 people there is no row, and none of one without people.
    #[must_use]
    pub fn by_people(&self) -> ByPeople {
        let policy = self.policy();
        let only = self.theft.asset.as_ref().and_then(|name| policy.asset_named(name));
        let terrain = Terrain::of(policy, self.theft.at, self.theft.within.seconds(), only, self.theft.respond);
        let columns = self.columns(&terrain);
        let people = policy.roll.approvers.len().saturating_add(policy.roll.requesters.len());
        let everybody = u32::try_from(people).unwrap_or(u32::MAX);
        let is_large = policy.rules.len() > MOST_RULES || everybody > MOST_PEOPLE;
        let sizes = Sizes { exposure: self, terrain: &terrain, columns: &columns };
        let rows = if is_large || everybody == 0 { Vec::new() } else { sizes.rows(everybody) };
        let (within, is_vetoed) = (self.theft.within.seconds(), self.theft.respond.is_some());
        ByPeople { within, is_vetoed, columns, rows, everybody, is_left_out: is_large }.without_what_is_said_twice()
    }

    fn columns(&self, terrain: &Terrain<'_>) -> Vec<Column> {
        let mut of: Vec<Measure> = self.losses.iter().map(|loss| loss.of).collect();
        let assets = terrain.fields.iter().map(|field| Measure::Asset(field.ground.asset));
        for asset in assets {
            if !of.contains(&asset) {
                of.push(asset);
            }
        }
        let priced = of.into_iter().flat_map(|of| match of {
            Measure::Currency => alloc::vec![(of, Prices::Highest, None)],
            Measure::Asset(asset) => self.columns_of(asset),
        });
        let column = |(of, at, price, is_to_strangers)| {
            let (name, decimals) = name_of(self.policy(), of)?;
            Some(Column { of, name, decimals, at, price, is_to_strangers })
        };
        let to = |(of, at, price): (Measure, Prices, Option<String>)| {
            [(of, at, price.clone(), false), (of, at, price, true)]
        };
        priced.flat_map(to).filter_map(column).collect()
    }

    /// Of an asset at the lowest price, and where something bounds it at the highest as well.
    fn columns_of(&self, asset: AssetId) -> Vec<(Measure, Prices, Option<String>)> {
        let of = Measure::Asset(asset);
        let units = |prices: &BTreeMap<AssetId, SupposedPrice>| prices.get(&asset).map(|price| price.units);
        let currency = self.policy().prices.as_ref().map(|prices| &prices.currency);
        match (currency, units(&self.lowest), units(&self.highest)) {
            (Some(currency), Some(low), Some(high)) if low != high => {
                let price = |units| Some(alloc::format!("{} {currency}", shortest(units, 18)));
                alloc::vec![(of, Prices::Lowest, price(low)), (of, Prices::Highest, price(high))]
            }
            _ => alloc::vec![(of, Prices::Lowest, None)],
        }
    }
}

impl Sizes<'_, '_> {
    /// Between numbers that differ those in the middle are asked about: whoever is more takes no less.
    fn rows(&self, everybody: u32) -> Vec<Row> {
        let mut known: BTreeMap<u32, Taken> = BTreeMap::new();
        let ask = |size: u32, known: &mut BTreeMap<u32, Taken>| {
            if known.len() < MOST_ASKED && !known.contains_key(&size) {
                known.insert(size, self.taken(size));
            }
        };
        let sums = |taken: Option<&Taken>| taken.map(|(cells, fees)| (at_most(cells), fees.clone()));
        ask(everybody, &mut known);
        ask(1, &mut known);
        let mut open = alloc::vec![(1, everybody)];
        while let Some((low, high)) = open.pop() {
            let middle = u32::midpoint(low, high);
            if middle <= low || sums(known.get(&low)) == sums(known.get(&high)) {
                continue;
            }
            ask(middle, &mut known);
            if known.contains_key(&middle) {
                open.extend([(middle, high), (low, middle)]);
            }
        }
        let mut rows: Vec<Row> = Vec::new();
        let (mut lowest, mut first) = (alloc::vec![Cell::UNBOUNDED; self.columns.len()], 1);
        // A bound on more people is one on fewer.
        let mut lowered: Vec<(u32, Taken)> = Vec::new();
        for (size, (own, fees)) in known.into_iter().rev() {
            let lower = |(own, more): (Cell, Cell)| {
                let is_more = own.at_most.is_none_or(|own| more.at_most.is_some_and(|more| more < own));
                if is_more { more } else { own }
            };
            lowest = own.into_iter().zip(lowest).map(lower).collect();
            lowered.push((size, (lowest.clone(), fees)));
        }
        for (last, (cells, fees)) in lowered.into_iter().rev() {
            match rows.last_mut().filter(|row| at_most(&row.cells) == at_most(&cells) && row.fees == fees) {
                Some(row) => (row.last, row.cells) = (last, cells),
                None => rows.push(Row { first, last, cells, fees }),
            }
            first = last.saturating_add(1);
        }
        rows
    }

    /// What that many people take no more of, whoever they are, by column, and what the wallets pay on top.
    fn taken(&self, size: u32) -> Taken {
        let Self { exposure, terrain, columns } = self;
        let Exposure { theft, cheap, dear, lowest, highest, .. } = exposure;
        let theft = Theft { by: Thieves::Any(size), ..theft.clone() };
        let crews = Crews::within(terrain, &theft, cheap, MOST_CHECKS);
        let is_dear = columns.iter().any(|column| column.at == Prices::Highest);
        let others = (is_dear && lowest != highest).then(|| Crews::within(terrain, &theft, dear, MOST_CHECKS));
        let end = theft.within.seconds().min(terrain.end);
        let column = |column: &Column| {
            let (supposed, prices, crews) = match column.at {
                Prices::Lowest => (cheap, lowest, &crews),
                Prices::Highest => (dear, highest, others.as_ref().unwrap_or(&crews)),
            };
            let worth = Worth { policy: exposure.policy(), of: column.of, prices, lowest, known: None };
            let (everybody, is_bounded) = (crews.everybody.as_ref(), crews.are_bounded(terrain));
            let survey = Survey { supposed, crews: &crews.all, everybody, is_bounded, end };
            let counted = |flow: &Flow| !column.is_to_strangers || flow.path.is_stranger();
            survey.at_most(worth, &counted).map_or(Cell::UNBOUNDED, |(most, held)| Cell {
                at_most: Some(most),
                held: held.into_iter().map(|held| (held.what, held.times)).collect(),
            })
        };
        (columns.iter().map(column).collect(), fees::fees(terrain, &crews, end))
    }
}

fn at_most(cells: &[Cell]) -> Vec<Option<u128>> {
    cells.iter().map(|cell| cell.at_most).collect()
}

impl ByPeople {
    /// Without the columns of strangers that say what the column before says.
    fn without_what_is_said_twice(self) -> Self {
        let Self { columns, rows, .. } = &self;
        let most = |row: &Row, place: usize| row.cells.get(place).map(|cell| cell.at_most);
        let says_more = |place: usize, column: &Column| {
            let before = place.checked_sub(1);
            !column.is_to_strangers
                || rows.iter().any(|row| most(row, place) != before.and_then(|before| most(row, before)))
        };
        let kept: Vec<usize> = columns
            .iter()
            .enumerate()
            .filter(|(place, column)| says_more(*place, column))
            .map(|(place, _)| place)
            .collect();
        let of = |row: &Row| Row {
            cells: kept.iter().filter_map(|place| row.cells.get(*place).cloned()).collect(),
            ..row.clone()
        };
        let rows = rows.iter().map(of).collect();
        let columns = kept.iter().filter_map(|place| columns.get(*place).cloned()).collect();
        Self { columns, rows, ..self }
    }
}
