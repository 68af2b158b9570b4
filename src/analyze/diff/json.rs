//! A comparison, for machines.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Serialize, Serializer};

use super::directions::Past;
use super::example::{Example, Quoted};
use super::others::{Instead, Others};
use super::reach::Reach;
use super::sheet::Edit;
use super::totals::Totals;
use super::verdict::{Comparison, Direction, Witness};
use crate::analyze::supposed::Said;
use crate::domain::amount::shortest;
use crate::domain::instant::Instant;
use crate::domain::name::Name;
use crate::ledger::record::LedgerEntry;
use crate::payout::record::Payout;

#[derive(Serialize)]
struct Report<'r> {
    change: &'static str,
    old: &'r str,
    new: &'r str,
    signed: &'r str,
    /// Whether keys of people, or the policy's realm or name, are others: nothing is proven of these.
    hands_over: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_compared: Option<&'r str>,
    more: Way<'r>,
    less: Way<'r>,
    #[serde(skip_serializing_if = "Option::is_none")]
    per_day: Option<&'r Totals>,
    changes: &'r [Edit],
}

#[derive(Serialize)]
struct Way<'r> {
    status: &'static str,
    /// From when on there is nothing, if all that is shown lies before.
    #[serde(skip_serializing_if = "Option::is_none")]
    nothing_from: Option<Instant>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    lacking: &'r [String],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    examples: Vec<Shown<'r>>,
}

#[derive(Serialize)]
struct Shown<'r> {
    about: &'r [String],
    up_to: Option<&'r Reach>,
    /// Under the other policy: `same` people with other approvals, `these`, these and `sooner` than those of the example,
    /// `nobody-so-soon` or `nobody`.
    other: &'static str,
    others: Option<Vec<Name>>,
    /// Where nobody can, who could if another asked for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    instead: Option<&'r Instead>,
    payout: &'r Payout,
    approvals: &'r [Said],
    ledger: &'r [LedgerEntry],
    quotes: Vec<QuoteShown<'r>>,
    at: Instant,
    because: &'r [String],
}

#[derive(Serialize)]
struct QuoteShown<'r> {
    feed: &'r Name,
    asset: &'r Name,
    price: String,
    quoted_at: Instant,
}

impl Serialize for Comparison {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let [more, less] = self.past.map(|past| (past == Past::NothingSince).then_some(self.from));
        let report = Report {
            change: self.change().as_str(),
            old: &self.old,
            new: &self.new,
            signed: &self.signed,
            hands_over: self.hands_over(),
            not_compared: self.not_compared.as_deref(),
            more: way(&self.more, more),
            less: way(&self.less, less),
            per_day: self.totals.as_ref(),
            changes: &self.edits,
        };
        report.serialize(serializer)
    }
}

fn way(direction: &Direction, nothing_from: Option<Instant>) -> Way<'_> {
    let (status, lacking): (_, &[String]) = match direction {
        Direction::Nothing => ("nothing", &[]),
        Direction::Shown(_) => ("shown", &[]),
        Direction::Unknown(lacking) => ("unknown", lacking),
    };
    Way { status, nothing_from, lacking, examples: direction.witnesses().iter().map(shown).collect() }
}

fn shown(witness: &Witness) -> Shown<'_> {
    let Example { payout, said, lines, quotes, at } = witness.example();
    let quote = |quoted: &'_ Quoted| shortest(quoted.price, 18);
    let quotes = quotes.iter().map(|quoted| QuoteShown {
        feed: &quoted.feed,
        asset: &quoted.asset,
        price: quote(quoted),
        quoted_at: quoted.at,
    });
    Shown {
        about: witness.about(),
        up_to: witness.told.reach.as_ref(),
        other: match &witness.told.others {
            Others::Same(_) => "same",
            Others::These(_) => "these",
            Others::Sooner(_) => "sooner",
            Others::NotYet => "nobody-so-soon",
            Others::Nobody => "nobody",
        },
        others: match &witness.told.others {
            Others::Same(_) => Some(witness.example().signing()),
            Others::These(names) | Others::Sooner(names) => Some(names.clone()),
            Others::NotYet | Others::Nobody => None,
        },
        instead: witness.told.instead.as_ref(),
        payout,
        approvals: said,
        ledger: lines,
        quotes: quotes.collect(),
        at: *at,
        because: witness.because(),
    }
}
