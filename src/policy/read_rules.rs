//! Tree → document: rules, limits and blocks.

use alloc::vec::Vec;

use super::document::{
    BlockWritten, ChoiceWritten, DelayWritten, InitiatorsWritten, LimitWritten, MostWritten, Per, RuleWritten,
    SelectorWritten, ToWritten,
};
use super::fields::{self, At, Fields, cap};
use super::problem::{ProblemCode, Report};
use super::tree::{Node, Value};
use super::words::{self, bare};
use crate::domain::name::Name;

const MANY: usize = 4_096;
const RULE: [&str; 14] = [
    "name",
    "assets",
    "wallets",
    "to",
    "not_to",
    "initiators",
    "above",
    "each",
    "during",
    "approve",
    "veto",
    "delay",
    "delay_waived_by",
    "hours",
];
const LIMIT: [&str; 10] =
    ["name", "max", "max_count", "max_fee", "assets", "wallets", "to", "not_to", "initiators", "each"];
const BLOCK: [&str; 7] = ["name", "assets", "wallets", "to", "not_to", "initiators", "reason"];

/// An array of tables: `[[rules]]`, `[[limits]]`, `[[blocks]]`.
pub(crate) fn tables<T>(
    top: &Fields<'_>,
    key: &str,
    read: impl Fn(&Node, &str, &mut Report) -> Option<T>,
    report: &mut Report,
) -> Vec<T> {
    let Some(node) = top.get(key) else { return Vec::new() };
    let Some(items) = fields::array(node, key, report) else { return Vec::new() };
    cap(items.len(), MANY, key, &node.span, report);
    items.iter().filter_map(|item| read(item, key, report)).collect()
}

pub(crate) fn rule(node: &Node, path: &str, report: &mut Report) -> Option<RuleWritten> {
    let fields = Fields::open(node, path, &RULE, report)?;
    let name = fields.take("name", fields::name, report);
    fields.required("assets", report);
    fields.required("wallets", report);
    fields.required("initiators", report);
    if words::conflict(&fields, &["to", "not_to"], report) == 0 {
        let help = "write `to = [lists]`, `not_to = [lists]` or `to = \"any\"`";
        report.add(ProblemCode::MissingKey, &node.span, "this rule does not say where to", help);
    }
    let selector = selector(&fields, Unsigned::Allowed, report);
    let above = fields.maybe("above", words::rate, report);
    let each = fields.maybe("each", words::each, report);
    let per_payout = matches!(&above, Some(at) if at.value.per == Per::Payout);
    if per_payout || fields.get("above").is_none() {
        fields.alone("each", "a window in `above`", report);
    }
    let during = bare(fields.maybe("during", words::hours, report));
    let approve = fields.take("approve", words::quorum_or("none"), report);
    let delay = fields.maybe("delay", words::span, report);
    let veto = veto(&fields, report);
    let waived_by = fields.maybe("delay_waived_by", words::quorum_or("nobody"), report);
    if fields.get("delay").is_none() {
        fields.alone("delay_waived_by", "`delay`", report);
    }
    let delay = delay.map(|at| At { value: DelayWritten { span: at.value, waived_by }, span: at.span });
    let hours = bare(fields.maybe("hours", words::hours, report));
    Some(RuleWritten {
        name: name?,
        selector,
        above,
        each: bare(each).unwrap_or_default(),
        during,
        approve: approve?,
        veto,
        delay,
        hours,
    })
}

fn veto(fields: &Fields<'_>, report: &mut Report) -> Option<At<super::document::QuorumWritten>> {
    let veto = fields.maybe("veto", words::quorum_or("nobody"), report);
    let delayed = fields.get("delay").is_some();
    if delayed && fields.get("veto").is_none() {
        let help = "write who may stop the payout while it waits, or `veto = \"nobody\"`";
        report.add(ProblemCode::MissingKey, &fields.span, "this rule has a `delay` and no `veto`", help);
    }
    if !delayed && matches!(&veto, Some(at) if matches!(at.value, super::document::QuorumWritten::Nobody)) {
        let node = fields.get("veto")?;
        let help = "leave it out: only beside a `delay` is it said that nobody may veto";
        report.add(ProblemCode::KeyAlone, &node.span, "`veto = \"nobody\"` means nothing without `delay`", help);
    }
    veto
}

pub(crate) fn limit(node: &Node, path: &str, report: &mut Report) -> Option<LimitWritten> {
    let fields = Fields::open(node, path, &LIMIT, report)?;
    let name = fields.take("name", fields::name, report);
    let selector = selector(&fields, Unsigned::Refused, report);
    if words::conflict(&fields, &["max", "max_count", "max_fee"], report) == 0 {
        let help = "write `max`, `max_count` or `max_fee`";
        report.add(ProblemCode::MissingKey, &node.span, "this limit limits nothing", help);
    }
    words::conflict(&fields, &["to", "not_to"], report);
    let most = fields
        .maybe("max", |n, p, r| words::rate(n, p, r).map(MostWritten::Amount), report)
        .or_else(|| fields.maybe("max_count", count, report))
        .or_else(|| fields.maybe("max_fee", fee, report));
    let each = fields.maybe("each", words::each, report);
    let windowed = match &most {
        Some(At { value: MostWritten::Amount(rate), .. }) => matches!(rate.per, Per::Window(_)),
        Some(At { value: MostWritten::Fee(_), .. }) => false,
        Some(At { value: MostWritten::Count(..), .. }) | None => true,
    };
    if !windowed {
        fields.alone("each", "a window", report);
    }
    Some(LimitWritten { name: name?, selector, most: most?, each: bare(each).unwrap_or_default() })
}

fn count(node: &Node, path: &str, report: &mut Report) -> Option<MostWritten> {
    words::count_rate(node, path, report).map(|(count, span)| MostWritten::Count(count, span))
}

fn fee(node: &Node, path: &str, report: &mut Report) -> Option<MostWritten> {
    match &node.value {
        Value::Text(text) if text == "unlimited" => Some(MostWritten::Fee(None)),
        Value::Text(text) if text.contains(" per ") => {
            let message = alloc::format!("`{path}`: `{text}` says per what, and a fee is of one payout");
            report.add(ProblemCode::BadAmount, &node.span, message, "write the amount alone, as in \"0.001 BTC\"");
            None
        }
        Value::Text(text) if !text.contains(' ') => {
            let message = alloc::format!("`{path}`: `{text}` is no amount");
            let help = "write an amount, as in \"0.001 BTC\", or \"unlimited\"";
            report.add(ProblemCode::BadAmount, &node.span, message, help);
            None
        }
        _ => words::amount(node, path, report).map(|amount| MostWritten::Fee(Some(amount))),
    }
}

pub(crate) fn block(node: &Node, path: &str, report: &mut Report) -> Option<BlockWritten> {
    let fields = Fields::open(node, path, &BLOCK, report)?;
    let name = fields.take("name", fields::name, report);
    let selector = selector(&fields, Unsigned::Refused, report);
    let reason = bare(fields.maybe("reason", fields::free_text, report));
    words::conflict(&fields, &["to", "not_to"], report);
    if ["assets", "wallets", "to", "not_to", "initiators"].iter().all(|key| fields.get(key).is_none()) {
        let help = "write what it blocks: `assets`, `wallets`, `to`, `not_to` or `initiators`";
        report.add(ProblemCode::MissingKey, &node.span, "this block selects nothing", help);
    }
    Some(BlockWritten { name: name?, selector, reason })
}

/// Whether `initiators = "unsigned"` may be written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unsigned {
    Allowed,
    Refused,
}

fn selector(fields: &Fields<'_>, unsigned: Unsigned, report: &mut Report) -> SelectorWritten {
    let assets = bare(fields.maybe("assets", choice, report));
    let wallets = bare(fields.maybe("wallets", choice, report));
    let to = match fields.get("not_to") {
        Some(_) => bare(fields.maybe("not_to", fields::names, report)).map(ToWritten::NotIn),
        None => bare(fields.maybe("to", to, report)),
    };
    let initiators = fields.maybe("initiators", |n, p, r| initiators(n, p, unsigned, r), report);
    SelectorWritten { assets, wallets, to, initiators }
}

fn choice(node: &Node, path: &str, report: &mut Report) -> Option<ChoiceWritten> {
    if is_word(node, path, "any", report)? {
        return Some(ChoiceWritten::Any);
    }
    let names = fields::names(node, path, report)?;
    Some(ChoiceWritten::Of(At::new(names, &node.span)))
}

fn to(node: &Node, path: &str, report: &mut Report) -> Option<ToWritten> {
    if is_word(node, path, "any", report)? {
        return Some(ToWritten::Any);
    }
    fields::names(node, path, report).map(ToWritten::In)
}

/// Whether it is the one word that may stand for an array here; none, and reported, if it is another.
fn is_word(node: &Node, path: &str, word: &str, report: &mut Report) -> Option<bool> {
    let Value::Text(_) = &node.value else { return Some(false) };
    word_or_names(node, path, &[word], report).map(|_| true)
}

/// One of the words that may stand for an array of names; where it is a name, the help says how to write it.
fn word_or_names<'w>(node: &Node, path: &str, words: &[&'w str], report: &mut Report) -> Option<&'w str> {
    let text = fields::plain_text(node, path, report)?;
    let found = words.iter().find(|word| **word == text).copied();
    if found.is_none() {
        let message = alloc::format!("`{path}` cannot be the word `{text}`");
        let help = match Name::parse(&text) {
            Ok(name) => alloc::format!("write [\"{name}\"] for that name alone, or \"{}\"", words.join("\" or \"")),
            Err(_) => alloc::format!("write names in brackets, or \"{}\"", words.join("\" or \"")),
        };
        report.add(ProblemCode::BadWord, &node.span, message, help);
    }
    found
}

fn initiators(node: &Node, path: &str, unsigned: Unsigned, report: &mut Report) -> Option<InitiatorsWritten> {
    if let Value::Text(_) = &node.value {
        let words: &[&str] = match unsigned {
            Unsigned::Allowed => &["requesters", "unsigned"],
            Unsigned::Refused => &["requesters"],
        };
        return match word_or_names(node, path, words, report)? {
            "unsigned" => Some(InitiatorsWritten::Unsigned),
            _ => Some(InitiatorsWritten::People { names: Vec::new(), all_requesters: true }),
        };
    }
    let items = fields::array(node, path, report)?;
    let mut names: Vec<At<Name>> = Vec::new();
    let mut all_requesters = false;
    let mut seen = alloc::collections::BTreeSet::new();
    for item in items {
        let Some(text) = fields::plain_text(item, path, report) else { continue };
        if !seen.insert(text.clone()) {
            fields::repeated(&item.span, path, &text, report);
        }
        if text == "requesters" {
            all_requesters = true;
        } else if let Some(name) = fields::checked_name(&text, &item.span, report) {
            names.push(At::new(name, &item.span));
        }
    }
    Some(InitiatorsWritten::People { names, all_requesters })
}
