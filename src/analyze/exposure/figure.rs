//! What can be lost of one thing: to whom, how, and what holds the rest back.

use alloc::string::String;
use alloc::vec::Vec;

use super::raid::Taken;
use crate::analyze::party::Party;
use crate::domain::amount::{WrittenAmount, shortest};
use crate::domain::instant::Instant;
use crate::domain::name::Name;
use crate::payout::record::Payout;
use crate::policy::model::{Measure, Policy};

/// What thieves can take of an asset, or in the policy's currency of all that is priced.
#[derive(Clone, Debug)]
pub struct Loss {
    pub(super) of: Measure,
    /// The asset or currency, and its decimals.
    pub(super) name: Name,
    pub(super) decimals: u8,
    pub(super) anywhere: Figure,
    pub(super) to_strangers: Option<Figure>,
    /// Of the value of all: assets that can leave and whose price nothing bounds.
    pub(super) not_counted: Vec<Name>,
}

/// At least so much, and at most so much.
#[derive(Clone, Debug)]
pub struct Figure {
    pub(super) of: Measure,
    pub(super) thieves: Party,
    /// Who would do as well: so many of these.
    pub(super) alike: Vec<(u32, Party)>,
    /// Others for whom nothing proves less.
    pub(super) as_much: Vec<Vec<(u32, Party)>>,
    pub(super) at_least: u128,
    /// None if nothing proves a bound.
    pub(super) at_most: Option<u128>,
    pub(super) steps: Vec<Step>,
    pub(super) held: Vec<Held>,
}

/// One payout of a schedule that the engine allows from the first to the last.
#[derive(Clone, Debug)]
pub struct Step {
    pub(super) taken: Taken,
    /// Where to, in words.
    pub(super) to: String,
    pub(super) is_to_a_stranger: bool,
}

/// A limit or tier that binds, and how often its window is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    pub(super) what: String,
    /// In units of what is counted: the most of one window.
    pub(super) most: u128,
    /// The windows, in seconds after the beginning: the first and the last second of each, and the most it lets out.
    pub(super) windows: Vec<(u64, u64, u128)>,
    /// How many windows are used up; more than are listed where they are too many to be laid one by one.
    pub(super) times: usize,
}

impl Loss {
    /// The asset, or the currency.
    #[must_use]
    pub fn name(&self) -> &Name {
        &self.name
    }

    /// Whether it is the value of all that is priced, in the policy's currency.
    #[must_use]
    pub fn is_value(&self) -> bool {
        self.of == Measure::Currency
    }

    /// Wherever it goes.
    #[must_use]
    pub fn anywhere(&self) -> &Figure {
        &self.anywhere
    }

    /// What of it can go to destinations that are in no list; none if that is the same.
    #[must_use]
    pub fn to_strangers(&self) -> Option<&Figure> {
        self.to_strangers.as_ref()
    }

    /// Of the value of all: the assets that are not counted, since nothing bounds what they are worth. Empty for an asset.
    #[must_use]
    pub fn not_counted(&self) -> &[Name] {
        &self.not_counted
    }

    /// What leaves at least: the engine allows every payout of the schedule. None if it is nothing.
    #[must_use]
    pub fn at_least(&self, figure: &Figure) -> Option<WrittenAmount> {
        self.written(figure.at_least)
    }

    /// What leaves at most, if anything proves a bound; `0` of it is written as any amount.
    #[must_use]
    pub fn at_most(&self, figure: &Figure) -> Option<WrittenAmount> {
        figure.at_most.and_then(|units| self.written(units))
    }

    pub(super) fn in_words(&self, units: u128) -> String {
        alloc::format!("{} {}", shortest(units, self.decimals), self.name)
    }

    fn written(&self, units: u128) -> Option<WrittenAmount> {
        WrittenAmount::parse(&self.in_words(units)).ok()
    }
}

impl Figure {
    /// Whether what leaves at least is what leaves at most.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.at_most == Some(self.at_least)
    }

    /// Whether it is certain that nothing leaves.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.at_most == Some(0)
    }

    /// Whose keys do it; nobody's if nothing leaves.
    #[must_use]
    pub fn thieves(&self) -> &Party {
        &self.thieves
    }

    /// The schedule, in order of time.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// What holds back the rest; together these windows cover all that thieves could do.
    #[must_use]
    pub fn held(&self) -> &[Held] {
        &self.held
    }

    /// What leaves at least, in the smallest units.
    #[must_use]
    pub fn least_units(&self) -> u128 {
        self.at_least
    }

    /// What leaves at most, in the smallest units; none if nothing proves a bound.
    #[must_use]
    pub fn most_units(&self) -> Option<u128> {
        self.at_most
    }

    /// How many destinations that nobody has listed the schedule pays.
    #[must_use]
    pub fn fresh_destinations(&self) -> usize {
        let fresh = self.steps.iter().filter(|step| step.is_to_a_stranger);
        let places: alloc::collections::BTreeSet<&str> = fresh.map(|step| step.taken.payout.to()).collect();
        places.len()
    }
}

impl Step {
    /// The payout: whoever of the thieves is its initiator signs the request, and every approver among them approves.
    #[must_use]
    pub fn payout(&self) -> &Payout {
        &self.taken.payout
    }

    /// When the engine allows it.
    #[must_use]
    pub fn at(&self) -> Instant {
        self.taken.at
    }
}

impl Held {
    /// The limit or tier, in words.
    #[must_use]
    pub fn what(&self) -> &str {
        &self.what
    }

    /// How many windows of it are used up.
    #[must_use]
    pub fn windows(&self) -> usize {
        self.times
    }

    /// The limit or tier, and how often, where its windows are not listed.
    pub(super) fn in_words(&self) -> String {
        if self.times > self.windows.len() {
            alloc::format!("{}, {} times one after the other", self.what, self.times)
        } else {
            self.what.clone()
        }
    }
}

/// The name and decimals of what is counted.
pub(super) fn name_of(policy: &Policy, of: Measure) -> Option<(Name, u8)> {
    match of {
        Measure::Asset(id) => policy.asset(id).map(|asset| (asset.name.clone(), asset.decimals)),
        Measure::Currency => policy.prices.as_ref().map(|prices| (prices.currency.clone(), prices.decimals)),
    }
}
