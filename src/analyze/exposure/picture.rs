//! The curve as a picture: one panel for each table, one stepped line for every number of people.

use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use core::fmt::{self, Write as _};

use super::curve::{Curve, Row, Table};
use super::words;
use crate::domain::amount::shortest;

/// The picture in pixels, and what stands around a panel's lines.
const WIDTH: u64 = 860;
const HEAD: u64 = 80;
const PANEL: u64 = 280;
const LEFT: u64 = 150;
const RIGHT: u64 = 270;
const ABOVE: u64 = 44;
const BELOW: u64 = 52;
/// Labels of two lines stand at least so far apart.
const APART: u64 = 18;

/// One for every number of people, the same in all panels; each line also bears its name.
const COLOURS: [&str; 6] = ["#2f76a8", "#b36b00", "#2e7d4a", "#a8326b", "#5b4a9f", "#222222"];

/// The most panels.
const MOST_PANELS: usize = 12;

/// Lines that lie on each other.
struct Line<'c> {
    who: String,
    row: &'c Row,
    colour: &'static str,
}

impl Curve {
    /// The curve as an SVG picture: time from left to right, what can leave upwards.
    #[must_use]
    pub fn to_svg(&self) -> String {
        let mut svg = String::new();
        // Writing to a string cannot fail.
        let _ = self.draw(&mut svg);
        svg
    }

    fn draw(&self, svg: &mut String) -> fmt::Result {
        let panels: Vec<&Table> = self.tables.iter().take(MOST_PANELS).collect();
        let many = u64::try_from(panels.len()).unwrap_or(u64::MAX);
        let height = HEAD.saturating_add(PANEL.saturating_mul(many)).saturating_add(16);
        writeln!(
            svg,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" \
             viewBox=\"0 0 {WIDTH} {height}\" font-family=\"Helvetica, Arial, sans-serif\" font-size=\"13\" fill=\"#222222\">"
        )?;
        writeln!(svg, "<rect width=\"{WIDTH}\" height=\"{height}\" fill=\"#ffffff\"/>")?;
        text(svg, 24, 30, "start", "font-size=\"18\" font-weight=\"bold\"", &self.title)?;
        text(
            svg,
            24,
            50,
            "start",
            "fill=\"#555555\"",
            "what can leave at most, by how many people's keys are stolen and for how long",
        )?;
        text(svg, 24, 68, "start", "fill=\"#555555\"", &self.supposing)?;
        for (place, table) in panels.into_iter().enumerate() {
            let top = HEAD.saturating_add(PANEL.saturating_mul(u64::try_from(place).unwrap_or(0)));
            self.panel(svg, table, top)?;
        }
        writeln!(svg, "</svg>")
    }

    fn panel(&self, svg: &mut String, table: &Table, top: u64) -> fmt::Result {
        let (right, first) = (WIDTH.saturating_sub(RIGHT), top.saturating_add(ABOVE));
        let last = top.saturating_add(PANEL).saturating_sub(BELOW);
        let (step, ticks) = scale(table);
        let most = step.saturating_mul(ticks);
        let height = |units: u128| last.saturating_sub(part(units, most, last.saturating_sub(first)));
        let title = alloc::format!("{}{}", table.name, table.to);
        text(svg, LEFT, top.saturating_add(24), "start", "font-size=\"15\" font-weight=\"bold\"", &title)?;
        for tick in 0..=ticks {
            let units = step.saturating_mul(tick);
            let y = height(units);
            writeln!(svg, "<line x1=\"{LEFT}\" y1=\"{y}\" x2=\"{right}\" y2=\"{y}\" stroke=\"#dddddd\"/>")?;
            let label = alloc::format!("{} {}", thousands(&shortest(units, table.decimals)), table.name);
            text(svg, LEFT.saturating_sub(8), y.saturating_add(4), "end", "", &label)?;
        }
        let columns = u64::try_from(self.spans.len()).unwrap_or(u64::MAX);
        let wide = right.saturating_sub(LEFT).checked_div(columns).unwrap_or(0);
        let x = |column: usize| LEFT.saturating_add(wide.saturating_mul(u64::try_from(column).unwrap_or(0)));
        for (column, span) in self.spans.iter().enumerate() {
            let label = if *span == 0 { "at once".to_string() } else { words::span(*span) };
            let middle = x(column).saturating_add(wide / 2);
            text(svg, middle, last.saturating_add(20), "middle", "", &label)?;
        }
        let middle = LEFT.midpoint(right);
        text(svg, middle, last.saturating_add(40), "middle", "fill=\"#555555\"", "time that the thieves have")?;
        let mut lines = lines(table);
        let highest = |row: &Row| row.points.last().map_or(0, |point| point.most.unwrap_or(point.least));
        lines.sort_by_key(|line| highest(line.row));
        let mut above = u64::MAX;
        for Line { who, row: losses, colour } in &lines {
            let lower: Vec<u128> = losses.points.iter().map(|point| point.least).collect();
            let upper: Vec<u128> = losses.points.iter().map(|point| point.most.unwrap_or(point.least)).collect();
            if lower != upper {
                steps(svg, &lower, &x, wide, &height, &alloc::format!("stroke=\"{colour}\" stroke-dasharray=\"3 4\""))?;
            }
            steps(svg, &upper, &x, wide, &height, &alloc::format!("stroke=\"{colour}\""))?;
            let end = height(upper.last().copied().unwrap_or(0));
            let y = end.saturating_add(4).min(above.saturating_sub(APART));
            above = y;
            let amount = losses.points.last().map_or_else(String::new, |point| thousands(&table.cell(*point)));
            let style = alloc::format!("fill=\"{colour}\"");
            let label = alloc::format!("{who}: {amount} {}", table.name);
            text(svg, right.saturating_add(10), y, "start", &style, &label)?;
        }
        Ok(())
    }
}

/// A stepped line.
fn steps(
    svg: &mut String,
    units: &[u128],
    x: &dyn Fn(usize) -> u64,
    wide: u64,
    height: &dyn Fn(u128) -> u64,
    style: &str,
) -> fmt::Result {
    let mut path = String::new();
    for (column, units) in units.iter().enumerate() {
        let (from, y) = (x(column), height(*units));
        let to = from.saturating_add(wide);
        let start = if path.is_empty() { 'M' } else { 'L' };
        write!(path, "{start}{from} {y} L{to} {y} ")?;
    }
    writeln!(svg, "<path d=\"{}\" fill=\"none\" stroke-width=\"2.5\" {style}/>", path.trim_end())
}

/// The lines of a table, those that lie on each other as one.
fn lines(table: &Table) -> Vec<Line<'_>> {
    let mut lines: Vec<(Vec<&Row>, &'static str)> = Vec::new();
    for (place, row) in table.rows.iter().enumerate() {
        let same = lines.iter_mut().find(|(rows, _)| rows.iter().any(|known| known.points == row.points));
        if let Some((rows, _)) = same {
            rows.push(row);
        } else {
            let colour = COLOURS.get(place).or(COLOURS.last()).copied().unwrap_or("#222222");
            lines.push((alloc::vec![row], colour));
        }
    }
    let place_of = |row: &Row| table.rows.iter().position(|one| core::ptr::eq(one, row));
    let line = |(rows, colour): (Vec<&'_ Row>, &'static str)| -> Option<(String, &'static str, usize)> {
        let (last, earlier) = rows.split_last()?;
        let (first, place) = (place_of(rows.first()?)?, place_of(last)?);
        // `1 or 2 people`, `1 to 7 people`.
        let bare = |row: &&Row| String::from(row.who.trim_end_matches(" person").trim_end_matches(" people"));
        let all: Vec<String> = earlier.iter().map(bare).collect();
        let tail = last.who.clone();
        let are_in_a_row = place.checked_sub(first) == Some(earlier.len());
        if are_in_a_row && let [one, _, ..] = all.as_slice() {
            return Some((alloc::format!("{one} to {tail}"), colour, place));
        }
        let who = if all.is_empty() { tail } else { alloc::format!("{} or {tail}", all.join(", ")) };
        Some((who, colour, place))
    };
    let lines = lines.into_iter().filter_map(line);
    lines.filter_map(|(who, colour, place)| Some(Line { who, colour, row: table.rows.get(place)? })).collect()
}

/// The distance of two grid lines in units, round in decimals, and how many there are.
fn scale(table: &Table) -> (u128, u128) {
    let points = table.rows.iter().flat_map(|row| &row.points);
    let most = points.map(|point| point.most.unwrap_or(point.least)).max().unwrap_or(0).max(1);
    let rough = most.div_ceil(4);
    let mut power: u128 = 1;
    let steps = core::iter::from_fn(|| {
        let now = power;
        power = power.checked_mul(10)?;
        Some([now, now.saturating_mul(2), now.saturating_mul(5)])
    });
    let step = steps.flatten().find(|step| *step >= rough).unwrap_or(rough).max(1);
    (step, most.div_ceil(step).max(1))
}

/// How much of a length a part of a whole is.
fn part(units: u128, whole: u128, length: u64) -> u64 {
    // Large numbers are made small first: a picture shows no more than its pixels.
    let coarse = whole.div_ceil(1 << 64).max(1);
    let (units, whole) = (units.checked_div(coarse).unwrap_or(0), whole.checked_div(coarse).unwrap_or(0));
    let scaled = units.saturating_mul(u128::from(length)).checked_div(whole).unwrap_or(0);
    u64::try_from(scaled).unwrap_or(length).min(length)
}

/// `1,250,000.5`: digits in threes before the point.
fn thousands(text: &str) -> String {
    let parts: Vec<String> = text
        .split(' ')
        .map(|part| {
            let (whole, rest) = part.split_once('.').map_or((part, None), |(whole, rest)| (whole, Some(rest)));
            let many = whole.chars().count();
            let mut grouped = String::new();
            for (place, digit) in whole.chars().enumerate() {
                if place > 0 && many.saturating_sub(place).is_multiple_of(3) {
                    grouped.push(',');
                }
                grouped.push(digit);
            }
            rest.map_or(grouped.clone(), |rest| alloc::format!("{grouped}.{rest}"))
        })
        .collect();
    parts.join(" ")
}

fn text(svg: &mut String, x: u64, y: u64, anchor: &str, style: &str, words: &str) -> fmt::Result {
    let words = words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    writeln!(svg, "<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\" {style}>{words}</text>")
}
