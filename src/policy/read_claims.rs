//! Tree → document: claims, one sentence each.
//!
//! ```text
//! never  = who , ( "moves" | "move" ) , ( "more than" , rate | "anything" ) , [ place ]
//!        | "whoever requests also suffices" , [ place ]
//! always = "payouts above" , amount , [ place ] , "wait at least" , span , "for a veto of" , quorum
//!        | quorum , "can pay" , amount , "to" , lists , [ "within" , span ]
//! who    = "1 person" | count , "people" | quorum
//! place  = ( "to" | "outside" ) , lists
//! lists  = list , { ", " , list }
//! ```
//!
//! One space between words. It reads as English, and a sentence that does not is refused: `moves` where one person
//! does, `move` where several do.

use alloc::string::String;
use alloc::vec::Vec;

use super::document::{ClaimWritten, PromiseWritten, ToWritten, WhoWritten};
use super::fields::{self, At, Fields, cap};
use super::problem::{ProblemCode, Report};
use super::quorum::Expression;
use super::read_rules;
use super::tree::Node;
use super::words;

/// The most claims of a policy: each is an analysis.
const MOST_CLAIMS: usize = 256;

/// The most people a claim can count.
const MOST_PEOPLE: u32 = 128;

const NEVER: &str = "write \"1 person moves more than 1 BTC per 24h\", \"2 of ops move anything outside LIST\" or \
                     \"whoever requests also suffices\"";
const ALWAYS: &str = "write \"payouts above 5 BTC wait at least 24h for a veto of 1 of guardians\" or \
                      \"2 of ops can pay 10 BTC to LIST within 48h\"";

/// Every `[[claims]]`.
pub(crate) fn claims(top: &Fields<'_>, report: &mut Report) -> Vec<ClaimWritten> {
    if let Some(node) = top.get("claims")
        && let super::tree::Value::Array(items) = &node.value
    {
        cap(items.len(), MOST_CLAIMS, "claims", &node.span, report);
    }
    read_rules::tables(top, "claims", claim, report)
}

fn claim(node: &Node, path: &str, report: &mut Report) -> Option<ClaimWritten> {
    let fields = Fields::open(node, path, &["name", "never", "always"], report)?;
    let name = fields.take("name", fields::name, report);
    if words::conflict(&fields, &["never", "always"], report) == 0 {
        let help = "write `never = \"…\"` or `always = \"…\"`";
        report.add(ProblemCode::MissingKey, &node.span, "this claim claims nothing", help);
    }
    let (key, said) = match fields.get("never") {
        Some(_) => ("never", fields.maybe("never", never, report)),
        None => ("always", fields.maybe("always", always, report)),
    };
    let (said, text) = said.map(|at| (At { value: at.value.0, span: at.span }, at.value.1))?;
    Some(ClaimWritten { name: name?, said, words: (key, text) })
}

/// A sentence under way: where its problems are reported.
struct Sentence<'s> {
    node: &'s Node,
    path: &'s str,
    forms: &'static str,
}

fn never(node: &Node, path: &str, report: &mut Report) -> Option<(PromiseWritten, String)> {
    let text = fields::plain_text(node, path, report)?;
    let sentence = Sentence { node, path, forms: NEVER };
    sentence.is_spaced(&text, report)?;
    let promise = match text.strip_prefix("whoever requests also suffices") {
        Some(rest) => PromiseWritten::Suffice { place: sentence.place(rest, report)? },
        None => sentence.movement(&text, report)?,
    };
    Some((promise, text))
}

fn always(node: &Node, path: &str, report: &mut Report) -> Option<(PromiseWritten, String)> {
    let text = fields::plain_text(node, path, report)?;
    let sentence = Sentence { node, path, forms: ALWAYS };
    sentence.is_spaced(&text, report)?;
    let promise = match text.strip_prefix("payouts above ") {
        Some(rest) => sentence.wait(&text, rest, report)?,
        None => sentence.payment(&text, report)?,
    };
    Some((promise, text))
}

impl Sentence<'_> {
    fn movement(&self, text: &str, report: &mut Report) -> Option<PromiseWritten> {
        let verbs = [" moves more than ", " move more than ", " moves anything", " move anything"];
        let found = verbs.iter().filter_map(|verb| Some((*verb, text.find(verb)?))).min_by_key(|(_, at)| *at);
        let Some((verb, at)) = found else {
            return self.refuse("says neither `moves more than` nor `moves anything`", report);
        };
        let (subject, rest) = (text.get(..at)?, text.get(at.saturating_add(verb.len())..)?);
        let who = self.who(subject, report)?;
        if is_one(&who) != verb.starts_with(" moves") {
            let (right, wrong) = if is_one(&who) { ("moves", "move") } else { ("move", "moves") };
            return self.refuse(&alloc::format!("says `{wrong}` where `{subject} {right}` is English"), report);
        }
        if verb.ends_with("anything") {
            return Some(PromiseWritten::Move { who, most: None, place: self.place(rest, report)? });
        }
        let (rate, place) = cut(rest);
        let rate = words::rate_in(rate, self.node, self.path, report);
        Some(PromiseWritten::Move { who, most: Some(rate?), place: self.place(place, report)? })
    }

    fn who(&self, subject: &str, report: &mut Report) -> Option<WhoWritten> {
        let (number, noun) = subject.split_once(' ').unwrap_or((subject, ""));
        if !matches!(noun, "person" | "people") {
            return self.quorum(subject, 0, report).map(WhoWritten::These);
        }
        let is_plain = !number.starts_with('0') && number.bytes().all(|byte| byte.is_ascii_digit());
        let count = number.parse::<u32>().ok().filter(|count| is_plain && *count <= MOST_PEOPLE);
        match (count, noun) {
            (Some(1), "person") => Some(WhoWritten::Any(1)),
            (Some(2..), "people") => count.map(WhoWritten::Any),
            (Some(_), _) => self.refuse(&alloc::format!("says `{subject}`: it is `1 person` and `2 people`"), report),
            (None, _) => self.refuse(&alloc::format!("counts `{number}` people, and not 1 to {MOST_PEOPLE}"), report),
        }
    }

    fn wait(&self, text: &str, rest: &str, report: &mut Report) -> Option<PromiseWritten> {
        let Some((what, rest)) = rest.split_once(" wait at least ") else {
            return self.refuse("does not say `wait at least`", report);
        };
        let Some((span, quorum)) = rest.split_once(" for a veto of ") else {
            return self.refuse("does not say `for a veto of`", report);
        };
        let (amount, place) = cut(what);
        let above = words::amount_in(amount, self.node, self.path, report);
        let place = self.place(place, report);
        let at_least = words::span_in(span, self.node, self.path, report);
        let veto = self.quorum(quorum, text.len().saturating_sub(quorum.len()), report);
        Some(PromiseWritten::Wait { above: above?, place: place?, at_least: at_least?, veto: veto? })
    }

    fn payment(&self, text: &str, report: &mut Report) -> Option<PromiseWritten> {
        let Some((who, rest)) = text.split_once(" can pay ") else {
            return self.refuse("says neither `payouts above` first nor `can pay`", report);
        };
        let (what, within) = match rest.rsplit_once(" within ") {
            Some((what, within)) => (what, Some(within)),
            None => (rest, None),
        };
        let (amount, place) = cut(what);
        let ToWritten::In(to) = self.place(place, report)? else {
            return self.refuse("does not say `to` which lists", report);
        };
        let who = self.quorum(who, 0, report);
        let amount = words::amount_in(amount, self.node, self.path, report);
        let within = within.map(|within| words::span_in(within, self.node, self.path, report));
        let within = within.map_or(Some(None), |within| within.map(Some));
        Some(PromiseWritten::Pay { who: who?, amount: amount?, to, within: within? })
    }

    /// Where to: nothing is anywhere.
    fn place(&self, rest: &str, report: &mut Report) -> Option<ToWritten> {
        if rest.is_empty() {
            return Some(ToWritten::Any);
        }
        let (word, lists) = rest.trim_start().split_once(' ').unwrap_or((rest, ""));
        if !rest.starts_with(' ') || !matches!(word, "to" | "outside") {
            let rest = rest.trim_start();
            let why = alloc::format!("says `{rest}` where `to LIST`, `outside LIST` or its end is wanted");
            return self.refuse(&why, report);
        }
        let mut names: Vec<At<_>> = Vec::new();
        for list in lists.split(", ") {
            let name = fields::checked_name(list, &self.node.span, report)?;
            if names.iter().any(|known| known.value == name) {
                fields::repeated(&self.node.span, self.path, list, report);
            }
            names.push(At::new(name, &self.node.span));
        }
        Some(if word == "to" { ToWritten::In(names) } else { ToWritten::NotIn(names) })
    }

    fn quorum(&self, text: &str, offset: usize, report: &mut Report) -> Option<At<Expression>> {
        let expression = words::expression_in(text, offset, self.node, self.path, report)?;
        Some(At::new(expression, &self.node.span))
    }

    fn is_spaced(&self, text: &str, report: &mut Report) -> Option<()> {
        let is_spaced = !text.contains("  ") && text.trim() == text;
        if is_spaced { Some(()) } else { self.refuse("has other spaces than one between two words", report) }
    }

    fn refuse<T>(&self, why: &str, report: &mut Report) -> Option<T> {
        let message = alloc::format!("`{}` {why}", self.path);
        report.add(ProblemCode::BadClaim, &self.node.span, message, self.forms);
        None
    }
}

/// An amount or rate, and what follows from ` to ` or ` outside ` on.
fn cut(text: &str) -> (&str, &str) {
    let places = [" to ", " outside "].iter().filter_map(|word| text.find(word));
    let at = places.min().unwrap_or(text.len());
    text.split_at_checked(at).unwrap_or((text, ""))
}

/// Whether one person does it.
fn is_one(who: &WhoWritten) -> bool {
    match who {
        WhoWritten::Any(count) => *count == 1,
        WhoWritten::These(at) => matches!(&at.value, Expression::Term { count: Some(1), .. }),
    }
}
