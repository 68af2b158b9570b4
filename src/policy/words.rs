//! Reading the language's small forms: durations, rates, quorums, hours, prices.

use alloc::string::String;
use alloc::vec::Vec;

use super::document::{Each, Per, QuorumWritten, Rate};
use super::fields::{self, At, Fields};
use super::problem::{ProblemCode, Report};
use super::quorum::{self, Expression, FaultKind};
use super::suggest::nearest;
use super::tree::Node;
use crate::domain::amount::{AmountFault, MOST_DECIMALS, Number, WrittenAmount};
use crate::domain::calendar::{Clock, DAY_NAMES, Days, Hours, Zone};
use crate::domain::digest::Digest;
use crate::domain::span::Span;

/// A price: units of 10^-18 of the currency for one whole unit of the asset, above zero.
pub(crate) type Price = u128;

pub(crate) fn digest(node: &Node, path: &str, report: &mut Report) -> Option<Digest> {
    let text = fields::plain_text(node, path, report)?;
    let fault = |fault| {
        let message = alloc::format!("`{path}`: {fault}");
        report.add(ProblemCode::BadDigest, &node.span, message, "write it as `sha256sum` prints it");
    };
    Digest::parse(&text).map_err(fault).ok()
}

pub(crate) fn span(node: &Node, path: &str, report: &mut Report) -> Option<Span> {
    let text = fields::plain_text(node, path, report)?;
    span_in(&text, node, path, report)
}

/// A duration that may be none, and is at most an hour.
pub(crate) fn skew(node: &Node, path: &str, report: &mut Report) -> Option<Span> {
    let text = fields::plain_text(node, path, report)?;
    let span = if text == "0s" { Span::ZERO } else { span_in(&text, node, path, report)? };
    if span.seconds() <= 3_600 {
        return Some(span);
    }
    let message = alloc::format!("`{path}` is {span}, above 1h");
    report.add(ProblemCode::BadDuration, &node.span, message, "write 0s to 1h: clocks further apart need mending");
    None
}

/// A duration that is a part of a value's text.
pub(crate) fn span_in(text: &str, node: &Node, path: &str, report: &mut Report) -> Option<Span> {
    let fault = |fault: crate::domain::span::SpanFault| {
        let message = alloc::format!("`{path}`: `{text}` is no duration: {fault}");
        report.add(ProblemCode::BadDuration, &node.span, message, fault.help());
    };
    Span::parse(text).map_err(fault).ok()
}

pub(crate) fn decimals(node: &Node, path: &str, report: &mut Report) -> Option<u8> {
    let number = fields::whole(node, path, 0, u64::from(MOST_DECIMALS), report)?;
    u8::try_from(number).ok()
}

pub(crate) fn one_of<'w>(node: &Node, path: &str, words: &[&'w str], report: &mut Report) -> Option<&'w str> {
    let text = fields::plain_text(node, path, report)?;
    let found = words.iter().find(|word| **word == text).copied();
    if found.is_none() {
        let message = alloc::format!("`{path}` cannot be `{text}`");
        let list: Vec<String> = words.iter().map(|word| alloc::format!("\"{word}\"")).collect();
        let help = match nearest(&text, words.iter().copied()) {
            Some(near) => alloc::format!("did you mean \"{near}\"?"),
            None => alloc::format!("write {}", list.join(" or ")),
        };
        report.add(ProblemCode::BadWord, &node.span, message, help);
    }
    found
}

pub(crate) fn each(node: &Node, path: &str, report: &mut Report) -> Option<Vec<Each>> {
    let items = fields::array(node, path, report)?;
    let mut each = Vec::new();
    for item in items {
        let Some(word) = one_of(item, path, &["destination", "wallet", "initiator", "asset"], report) else { continue };
        let one = match word {
            "destination" => Each::Destination,
            "wallet" => Each::Wallet,
            "initiator" => Each::Initiator,
            _ => Each::Asset,
        };
        if each.contains(&one) {
            fields::repeated(&item.span, path, word, report);
        }
        each.push(one);
    }
    each.sort_unstable();
    Some(each)
}

pub(crate) fn amount(node: &Node, path: &str, report: &mut Report) -> Option<WrittenAmount> {
    let text = fields::plain_text(node, path, report)?;
    amount_in(&text, node, path, report)
}

/// An amount that is a part of a value's text.
pub(crate) fn amount_in(text: &str, node: &Node, path: &str, report: &mut Report) -> Option<WrittenAmount> {
    let fault = |fault: AmountFault| {
        let message = alloc::format!("`{path}`: `{text}` is no amount: {fault}");
        let spaces = matches!(fault, AmountFault::Asset(_)) && text.matches(' ').count() > 1;
        let help = if spaces { AmountFault::NoAsset.help() } else { fault.help() };
        report.add(ProblemCode::BadAmount, &node.span, message, help);
    };
    WrittenAmount::parse(text).map_err(fault).ok()
}

/// `"20 BTC per 24h"` or `"5 BTC per payout"`.
pub(crate) fn rate(node: &Node, path: &str, report: &mut Report) -> Option<Rate> {
    let text = fields::plain_text(node, path, report)?;
    rate_in(&text, node, path, report)
}

/// A rate that is a part of a value's text.
pub(crate) fn rate_in(text: &str, node: &Node, path: &str, report: &mut Report) -> Option<Rate> {
    // What is no amount is no better with a `per`.
    let amount = if WrittenAmount::parse(text).is_ok() { text } else { "20 BTC" };
    let spellings = alloc::format!(
        "write \"{amount} per 24h\" for a running total, or \"{amount} per payout\" for each payout alone"
    );
    let (amount, per) = split_rate(text, spellings, node, path, report)?;
    let amount = amount_in(amount, node, path, report);
    let per = if per == "payout" { Some(Per::Payout) } else { span_in(per, node, path, report).map(Per::Window) };
    Some(Rate { amount: amount?, per: per? })
}

/// `"50 per 24h"`: how many, and over what window.
pub(crate) fn count_rate(node: &Node, path: &str, report: &mut Report) -> Option<(u64, Span)> {
    let text = fields::plain_text(node, path, report)?;
    let (number, per) = split_rate(&text, alloc::format!("write \"{text} per 24h\""), node, path, report)?;
    let plain = number.len() <= 18 && !number.starts_with('0') && number.bytes().all(|byte| byte.is_ascii_digit());
    let count = number.parse::<u64>().ok().filter(|_| plain);
    if count.is_none() {
        let message = alloc::format!("`{path}`: `{number}` is no count of payouts");
        report.add(ProblemCode::BadRate, &node.span, message, "write a whole number from 1 on, as in \"50 per 24h\"");
    }
    let span = span_in(per, node, path, report);
    Some((count?, span?))
}

fn split_rate<'t>(
    text: &'t str,
    spellings: String,
    node: &Node,
    path: &str,
    report: &mut Report,
) -> Option<(&'t str, &'t str)> {
    let parts = text.split_once(" per ");
    if parts.is_none() {
        let message = alloc::format!("`{path}`: `{text}` does not say per what");
        let misspelt = text.to_ascii_lowercase().contains("per");
        let help =
            if misspelt { "write `per` in small letters, with one space on either side".into() } else { spellings };
        report.add(ProblemCode::BadRate, &node.span, message, help);
    }
    parts
}

/// A price above zero with at most 18 places.
pub(crate) fn price(node: &Node, path: &str, report: &mut Report) -> Option<Price> {
    let text = fields::plain_text(node, path, report)?;
    let units = Number::parse(&text).and_then(|number| number.units(18));
    let units = units.and_then(|units| if units == 0 { Err(AmountFault::Zero) } else { Ok(units) });
    let fault = |fault| {
        let why = match fault {
            AmountFault::Zero => "it is zero".into(),
            AmountFault::NoNumber => "it is empty".into(),
            AmountFault::TooLarge => "it is too large to be counted".into(),
            AmountFault::Places { written, .. } => alloc::format!("it has {written} decimal places"),
            other => alloc::format!("{other}"),
        };
        let message = alloc::format!("`{path}`: `{text}` is no price: {why}");
        report.add(ProblemCode::BadAmount, &node.span, message, "write a decimal above zero with at most 18 places");
    };
    units.map_err(fault).ok()
}

pub(crate) fn expression(node: &Node, path: &str, report: &mut Report) -> Option<Expression> {
    let text = fields::plain_text(node, path, report)?;
    expression_in(&text, 0, node, path, report)
}

/// A quorum that is a part of a value's text, and where in it it begins.
pub(crate) fn expression_in(
    text: &str,
    offset: usize,
    node: &Node,
    path: &str,
    report: &mut Report,
) -> Option<Expression> {
    let fault = |fault: quorum::QuorumFault| {
        let (code, message, help) = match fault.kind {
            FaultKind::Form(message) => {
                (ProblemCode::BadQuorum, message, "write it as in \"2 of ops and 1 of (risk, dana)\"")
            }
            FaultKind::Mixed => {
                let message = "`and` and `or` stand side by side".into();
                (
                    ProblemCode::BadQuorum,
                    message,
                    "put one of them in parentheses, as in \"1 of a and (1 of b or 1 of c)\"",
                )
            }
            FaultKind::Nesting => {
                (ProblemCode::QuorumTooLarge, "parentheses are nested more than 16 deep".into(), "write it flatter")
            }
            FaultKind::Threshold(message) => (ProblemCode::BadThreshold, message, "write 1 to 128"),
        };
        let within = offset.saturating_add(fault.offset);
        let start = node.span.start.saturating_add(1).saturating_add(within).min(node.span.end);
        report.add(code, &(start..node.span.end.max(start)), alloc::format!("`{path}`: {message}"), help);
    };
    quorum::parse(text).map_err(fault).ok()
}

/// A quorum, or the one word that says nobody is asked.
pub(crate) fn quorum_or(word: &'static str) -> impl Fn(&Node, &str, &mut Report) -> Option<QuorumWritten> {
    move |node, path, report| match &node.value {
        super::tree::Value::Text(text) if text == word => Some(QuorumWritten::Nobody),
        _ => expression(node, path, report).map(QuorumWritten::Of),
    }
}

pub(crate) fn hours(node: &Node, path: &str, report: &mut Report) -> Option<Hours> {
    let fields = Fields::open(node, path, &["days", "open", "close", "zone"], report)?;
    let days = fields.take("days", days, report);
    let open = fields.take("open", clock, report);
    let close = fields.take("close", clock, report);
    let zone = fields.take("zone", zone, report);
    Some(Hours::new(days?.value, open?.value, close?.value, zone?.value))
}

fn days(node: &Node, path: &str, report: &mut Report) -> Option<Days> {
    let items = fields::array(node, path, report)?;
    let mut days = Days::NONE;
    for item in items {
        let Some(day) = one_of(item, path, &DAY_NAMES, report) else { continue };
        let more = days.with(day)?;
        if more == days {
            fields::repeated(&item.span, path, day, report);
        }
        days = more;
    }
    Some(days)
}

fn clock(node: &Node, path: &str, report: &mut Report) -> Option<Clock> {
    let text = fields::plain_text(node, path, report)?;
    let clock = Clock::parse(&text);
    if clock.is_none() {
        let message = alloc::format!("`{path}`: `{text}` is no time of day");
        report.add(ProblemCode::BadHours, &node.span, message, "write HH:MM, 00:00 to 23:59");
    }
    clock
}

fn zone(node: &Node, path: &str, report: &mut Report) -> Option<Zone> {
    let text = fields::plain_text(node, path, report)?;
    let fault = |near: Option<&str>| {
        let message = alloc::format!("`{path}`: no zone is named `{text}`");
        let help = near.map_or("write an IANA zone, as in \"Europe/Zurich\" or \"UTC\"".into(), |near| {
            alloc::format!("write \"{near}\"")
        });
        report.add(ProblemCode::BadHours, &node.span, message, help);
    };
    Zone::named(&text).map_err(fault).ok()
}

/// Two values of which at most one may be written.
pub(crate) fn conflict(fields: &Fields<'_>, keys: &[&str], report: &mut Report) -> usize {
    let written: Vec<(&str, &Node)> = keys.iter().filter_map(|key| Some((*key, fields.get(key)?))).collect();
    if let [(first, _), (second, node), ..] = written.as_slice() {
        let message = alloc::format!("`{first}` and `{second}` exclude each other");
        report.add(ProblemCode::KeyConflict, &node.span, message, "keep one of them, or write two rules or limits");
    }
    written.len()
}

/// The value without its place.
pub(crate) fn bare<T>(at: Option<At<T>>) -> Option<T> {
    at.map(|at| at.value)
}
