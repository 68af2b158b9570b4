//! A comparison, for people.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::directions::Past;
use super::headline::{and, summary};
use super::sheet::Edit;
use super::verdict::{Change, Comparison, Direction, Witness};
use crate::domain::amount::shortest;
use crate::domain::instant::Instant;
use crate::domain::name::Name;
use crate::policy::model::Policy;

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}: {}", self.change(), meaning(self.change()))?;
        if self.hands_over() {
            let what = "keys of people, or the policy's realm or name, are others, of which this proves nothing";
            writeln!(f, "but {what}: see below")?;
        }
        writeln!(f, "  old {}\n  new {}\n", self.old, self.new)?;
        writeln!(f, "Signed: {}", self.signed)?;
        for edit in self.edits.iter().filter(|edit| is_of_keys(edit)) {
            writeln!(f, "  {} {}: {}", edit.kind, edit.name, key_change(edit))?;
        }
        if let Some(what) = &self.not_compared {
            writeln!(f, "Not compared: {what}")?;
        }
        let [more, less] = self.past.map(|past| since(past, self.from));
        direction(f, "Allowed now, and not before", "before", (&self.more, &more))?;
        direction(f, "Allowed before, and not any more", "now", (&self.less, &less))?;
        if let Some(totals) = &self.totals {
            write!(f, "{totals}")?;
        }
        if !matches!(self.less, Direction::Nothing) {
            writeln!(f, "\nWhose lost keys lock payouts is no part of this: `coalitions` says so of each.")?;
        }
        writeln!(f, "\nChanged:{}", if self.edits.is_empty() { " nothing that is decided by" } else { "" })?;
        let mut last: Option<(&str, &str)> = None;
        for edit in &self.edits {
            let thing = (edit.kind, edit.name.as_str());
            if last != Some(thing) {
                writeln!(f, "  {}", alloc::format!("{} {}", edit.kind, edit.name).trim_end())?;
                last = Some(thing);
            }
            let side = |side: &Option<String>| side.clone().unwrap_or_else(|| "-".into());
            writeln!(f, "    {}: {} -> {}", edit.key, side(&edit.old), side(&edit.new))?;
        }
        Ok(())
    }
}

fn meaning(change: Change) -> &'static str {
    match change {
        Change::Same => "each allows what the other allows, which is proven",
        Change::Tighter => "nothing more is allowed, which is proven, and something less",
        Change::Looser => "nothing less is allowed, which is proven, and something more",
        Change::Mixed => "something more is allowed, and something less",
        Change::Unclear => "in one direction neither a proof nor an example was found",
    }
}

fn direction(
    f: &mut fmt::Formatter<'_>,
    title: &str,
    other: &str,
    (direction, since): (&Direction, &str),
) -> fmt::Result {
    match direction {
        Direction::Nothing => writeln!(f, "\n{title}: nothing, which is proven"),
        Direction::Unknown(lacking) => {
            writeln!(f, "\n{title}: not known. No proof was found as to")?;
            lacking.iter().try_for_each(|what| writeln!(f, "  {what}"))
        }
        Direction::Shown(witnesses) => {
            let example = if since.is_empty() { "; for example" } else { "" };
            writeln!(f, "\n{title}{example}:{since}")?;
            let mut told: Vec<(String, Vec<&Witness>)> = Vec::new();
            for witness in witnesses {
                let summary = summary(other, witness);
                match told.iter_mut().find(|(known, _)| *known == summary) {
                    Some((_, alike)) => alike.push(witness),
                    None => told.push((summary, alloc::vec![witness])),
                }
            }
            told.iter().try_for_each(|(summary, alike)| {
                writeln!(f, "  {summary}")?;
                alike.iter().try_for_each(|witness| shown(f, other, witness))
            })
        }
    }
}

/// What is known of what is to come, if all that is shown lies in the past.
fn since(past: Past, from: Instant) -> String {
    match past {
        Past::No => String::new(),
        Past::NothingSince => alloc::format!(" nothing from {from} on, which is proven; earlier"),
        Past::UnknownSince => {
            alloc::format!(" from {from} on neither a proof that there is nothing nor an example was found; earlier")
        }
    }
}

fn shown(f: &mut fmt::Formatter<'_>, other: &str, witness: &Witness) -> fmt::Result {
    let example = witness.example();
    let payout = example.payout();
    let tag = payout.tag().map(|tag| alloc::format!(" tag {}", tag.as_str())).unwrap_or_default();
    let fee = payout.fee().map_or_else(|| "no fee named".into(), |fee| alloc::format!("fee up to {fee}"));
    writeln!(
        f,
        "    shown by      {} to {}{tag}, initiated by {}, {fee}",
        payout.amount(),
        payout.to(),
        payout.initiator()
    )?;
    writeln!(f, "                  submitted {}, decided {}", payout.submitted_at(), example.at())?;
    match example.ledger() {
        [] => {}
        [line] => {
            let (to, by) = (line.to.as_str(), &line.initiator);
            let worth = line.value.as_ref().map(|value| alloc::format!(", recorded as worth {value}"));
            let (amount, wallet, worth) = (&line.amount, &line.wallet, worth.unwrap_or_default());
            let line = alloc::format!("{amount} from {wallet} to {to} by {by} at {}{worth}", line.at);
            writeln!(f, "                  supposing that before it left {line}")?;
        }
        [line, ..] => {
            let count = example.ledger().len();
            writeln!(
                f,
                "                  supposing that before it left {count} payouts of {} at {}",
                line.amount, line.at
            )?;
        }
    }
    let mut said: BTreeMap<(&Name, Instant, u128), Vec<Name>> = BTreeMap::new();
    for quote in &example.quotes {
        said.entry((&quote.asset, quote.at, quote.price)).or_default().push(quote.feed.clone());
    }
    for ((asset, at, price), feeds) in said {
        let quotes = if feeds.len() == 1 { "quotes" } else { "quote" };
        writeln!(f, "                  {} {quotes} {asset} at {} at {at}", and(&feeds), shortest(price, 18))?;
    }
    let titles = core::iter::once("it is about").chain(core::iter::repeat(""));
    titles.zip(witness.about()).try_for_each(|(title, about)| writeln!(f, "    {title:<14}{about}"))?;
    let title = alloc::format!("{other:<14}");
    witness.because().iter().try_for_each(|why| writeln!(f, "    {title}{why}"))
}

fn is_of_keys(edit: &Edit) -> bool {
    let is_person = edit.kind == "approver" || edit.kind == "requester";
    is_person && (edit.key == "keys" || edit.key == "here")
}

fn key_change(edit: &Edit) -> &'static str {
    match (edit.key, &edit.old, &edit.new) {
        ("here", None, _) => "can sign now",
        ("here", _, None) => "cannot sign any more",
        _ => "signs with other keys",
    }
}

/// Who has to sign again.
pub(super) fn signed(old: &Policy, new: &Policy) -> String {
    if old.digest() == new.digest() {
        return "the two are one text, and what was signed under it stands".into();
    }
    let known = |name: &&Name| new.roll.named(name.as_str()).is_some();
    let (approvers, requesters) = (old.approvers().filter(known).count(), old.requesters().filter(known).count());
    let count = approvers.saturating_add(requesters);
    let people = if count == 1 { "1 person signs".into() } else { alloc::format!("{count} people sign") };
    alloc::format!("{people} again what is pending: every statement names the policy's sha256, which is another")
}
