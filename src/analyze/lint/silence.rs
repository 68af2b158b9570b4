//! Silencing: a comment in the policy's own text, with a reason, above what it is about.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use core::ops::Range;

use super::code::LintCode;
use super::finding::{Found, Sink};
use super::places::Place;

/// A comment `# countersign: allow CODE (reason)`.
#[derive(Debug)]
struct Silence {
    span: Range<usize>,
    /// The line that it stands above, from 1; none if there is none.
    above: Option<usize>,
    order: Order,
}

#[derive(Debug)]
enum Order {
    Allow { code: LintCode, reason: String },
    NoReason { code: LintCode },
    Unknown { written: String },
    BesideAValue,
}

/// The comments that silence something, and what of the findings they leave.
pub(super) struct Sorted {
    pub(super) loud: Vec<Found>,
    pub(super) silenced: Vec<(Found, String)>,
    /// Whether there were too many comments that silence nothing to name them all.
    pub(super) has_left_out: bool,
}

/// Parts the findings into those that are silenced and the rest, and reports every comment that silences nothing.
pub(super) fn apply(text: &str, texts: &[Range<usize>], found: Vec<Found>) -> Sorted {
    let lines: Vec<&str> = text.split('\n').collect();
    let starts = line_starts(text);
    let comments = read(&lines, texts, &starts);
    let mut by_line: BTreeMap<(LintCode, usize), usize> = BTreeMap::new();
    for (at, silence) in comments.iter().enumerate() {
        if let (Order::Allow { code, .. }, Some(above)) = (&silence.order, silence.above) {
            by_line.entry((*code, above)).or_insert(at);
        }
    }
    let mut used = BTreeSet::new();
    let (mut rest, mut silenced) = (Vec::new(), Vec::new());
    for one in found {
        let places = [Some(one.place.span.start), one.place.table].into_iter().flatten();
        let hit = places.map(|at| line_of(&starts, at)).find_map(|line| by_line.get(&(one.code, line)).copied());
        match hit.and_then(|at| Some((at, comments.get(at)?))) {
            Some((at, Silence { order: Order::Allow { reason, .. }, .. })) => {
                used.insert(at);
                silenced.push((one, reason.clone()));
            }
            _ => rest.push(one),
        }
    }
    let mut loud = Sink::default();
    for (at, silence) in comments.iter().enumerate() {
        complain(silence, used.contains(&at), &mut loud);
    }
    let has_left_out = loud.has_left_out();
    rest.extend(loud.sorted());
    rest.sort_by_key(|one| (one.place.span.start, one.place.span.end));
    Sorted { loud: rest, silenced, has_left_out }
}

fn complain(silence: &Silence, used: bool, sink: &mut Sink) {
    let place = Place { span: silence.span.clone(), table: None };
    let form = "write `# countersign: allow CODE (why)` on the line above the key or the table it is about";
    match &silence.order {
        Order::Allow { .. } if used => {}
        Order::Allow { code, .. } => {
            let message = alloc::format!("this silences `{code}`, and nothing below it has such a finding");
            sink.add(LintCode::IdleSilence, place, message, "remove it, or move it right above the key or the table");
        }
        Order::NoReason { code } => {
            let message = alloc::format!("this would silence `{code}` and gives no reason");
            sink.add(LintCode::SilenceWithoutReason, place, message, form);
        }
        Order::Unknown { written } => {
            let message = alloc::format!("`{}` is no lint", written.escape_debug());
            sink.add(LintCode::UnknownSilence, place, message, form);
        }
        Order::BesideAValue => {
            let message = "a silence beside a value silences nothing";
            sink.add(LintCode::IdleSilence, place, message, form);
        }
    }
}

fn read(lines: &[&str], texts: &[Range<usize>], starts: &[usize]) -> Vec<Silence> {
    let comments: Vec<Option<(usize, bool)>> =
        lines.iter().zip(starts).map(|(line, start)| comment(line, *start, texts)).collect();
    let targets = below(lines, &comments);
    let mut silences = Vec::new();
    for ((line, start), (found, above)) in lines.iter().zip(starts).zip(comments.iter().zip(targets)) {
        let Some((hash, alone)) = *found else { continue };
        let Some(order) = line.get(hash..).and_then(order) else { continue };
        let order = if alone { order } else { Order::BesideAValue };
        let span = start.saturating_add(hash)..start.saturating_add(line.trim_end().len());
        silences.push(Silence { span, above, order });
    }
    silences
}

/// Where on a line a comment begins, and whether it stands there alone.
fn comment(line: &str, start: usize, texts: &[Range<usize>]) -> Option<(usize, bool)> {
    let is_outside = |at: usize| {
        let place = start.saturating_add(at);
        let before = texts.partition_point(|span| span.start <= place);
        let last = before.checked_sub(1).and_then(|last| texts.get(last));
        last.is_none_or(|span| span.end <= place)
    };
    let hash = line.match_indices('#').map(|(at, _)| at).find(|at| is_outside(*at))?;
    Some((hash, line.get(..hash).is_some_and(|before| before.trim().is_empty())))
}

/// For every line the number of the first line below it that is no comment; none if that is empty or missing.
fn below(lines: &[&str], comments: &[Option<(usize, bool)>]) -> Vec<Option<usize>> {
    let mut target = None;
    let mut targets: Vec<Option<usize>> = Vec::with_capacity(lines.len());
    for (at, (line, comment)) in lines.iter().zip(comments).enumerate().rev() {
        targets.push(target);
        if !matches!(comment, Some((_, true))) {
            target = (!line.trim().is_empty()).then(|| at.saturating_add(1));
        }
    }
    targets.reverse();
    targets
}

/// What a comment orders, if it is addressed to us.
fn order(comment: &str) -> Option<Order> {
    let said = comment.trim_start_matches('#').trim();
    let lower = said.to_ascii_lowercase();
    if !["countersign:", "countersign allow"].iter().any(|ours| lower.starts_with(ours)) {
        return None;
    }
    let rest = said.get("countersign".len()..).unwrap_or("").trim_start_matches(':').trim();
    let Some(rest) = rest.strip_prefix("allow ") else { return Some(Order::Unknown { written: rest.to_string() }) };
    let (written, reason) = match rest.split_once('(') {
        Some((written, reason)) => (written.trim(), reason.trim_end().strip_suffix(')').unwrap_or("").trim()),
        None => (rest.trim(), ""),
    };
    let Some(code) = LintCode::named(written) else { return Some(Order::Unknown { written: written.to_string() }) };
    let reason = Some(reason).filter(|reason| reason.chars().any(char::is_alphabetic));
    Some(reason.map_or(Order::NoReason { code }, |reason| Order::Allow { code, reason: reason.to_string() }))
}

fn line_starts(text: &str) -> Vec<usize> {
    core::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at.saturating_add(1))).collect()
}

/// The number, from 1, of the line a byte is on.
fn line_of(starts: &[usize], at: usize) -> usize {
    starts.partition_point(|start| *start <= at)
}
