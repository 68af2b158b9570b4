//! What comes out of a comparison.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::directions::{Known, Past, direction};
use super::example::{Example, Quoted};
use super::features::Features;
use super::gap::What;
use super::others::{Instead, Others};
use super::reach::Reach;
use super::search::Given;
use super::sheet::{Edit, edits};
use super::totals::Totals;
use crate::domain::instant::Instant;
use crate::policy::model::Policy;
use crate::price::quotes::Quotes;

/// How a new policy stands to an old one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Change {
    /// Either allows exactly what the other does: both are proven.
    Same,
    /// The new one allows nothing that the old one does not, which is proven, and not all of it, which is shown.
    Tighter,
    /// The new one allows all that the old one does, which is proven, and more, which is shown.
    Looser,
    /// Each allows something that the other does not: both are shown.
    Mixed,
    /// In some direction there is neither a proof nor an example.
    Unclear,
}

/// What is known of whether one policy allows what another does not.
#[derive(Clone, Debug)]
pub enum Direction {
    /// It allows nothing more: proven.
    Nothing,
    /// It does: each of these was decided by the engine under both.
    Shown(Vec<Witness>),
    /// Neither is known. What could not be shown to be kept, in words.
    Unknown(Vec<String>),
}

/// A payout that one policy allows and the other does not.
#[derive(Clone, Debug)]
pub struct Witness {
    /// What of the other policy is no longer asked for, as in: the delay of rule `large`.
    pub(super) about: Vec<String>,
    pub(super) example: Example,
    pub(super) told: Told,
    /// Why the other policy does not allow it: its checks that are not met, or why it cannot be read.
    pub(super) because: Vec<String>,
}

/// What is told of an example in its first line.
#[derive(Clone, Debug)]
pub(super) struct Told {
    /// How much the same people can have released so.
    pub(super) reach: Option<Reach>,
    /// Where to, if that matters: ` to a stranger`.
    pub(super) to: String,
    /// Who could have had it released under the other policy.
    pub(super) others: Others,
    /// Where nobody could, who could if another asked for it.
    pub(super) instead: Option<Instead>,
    /// What else of the payout the other policy refuses.
    pub(super) features: Features,
    /// Whether it matters when in the week it is.
    pub(super) is_timed: bool,
}

/// Two policies, compared.
///
/// ```
/// # let text = include_str!("../../../policies/minimal.toml");
/// use countersign::analyze::{Change, Comparison};
/// use countersign::{Instant, Policy};
///
/// let old = Policy::parse(text)?;
/// let new = Policy::parse(&text.replace("\"2 of owners\"", "\"1 of owners\""))?;
/// let comparison = Comparison::of(&old, &new, Instant::parse("2026-11-23T10:00:00Z")?);
///
/// assert_eq!(comparison.change(), Change::Looser);
/// let example = comparison.more().witnesses()[0].example();
/// assert!(example.under(&new)?.is_allowed() && !example.under(&old)?.is_allowed());
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The two, as in `acme-prod/hot-wallet 7` and its digest.
    pub(super) old: String,
    pub(super) new: String,
    /// Who has to sign again.
    pub(super) signed: String,
    pub(super) more: Direction,
    pub(super) less: Direction,
    /// From when on examples are looked for first, and whether before it is all that is shown of either.
    pub(super) from: Instant,
    pub(super) past: [Past; 2],
    /// What is left out, in words.
    pub(super) not_compared: Option<String>,
    pub(super) reads_more: bool,
    pub(super) edits: Vec<Edit>,
    pub(super) totals: Option<Totals>,
}

impl Comparison {
    /// Compares two policies; instants are looked for from `from` on.
    #[must_use]
    pub fn of(old: &Policy, new: &Policy, from: Instant) -> Self {
        Self::quoted((old, &Quotes::none()), (new, &Quotes::none()), from)
    }

    /// The same with what feeds say, verified by the keys of each: what is worth something in an example is worth that.
    #[must_use]
    pub fn quoted((old, said): (&Policy, &Quotes), (new, said_now): (&Policy, &Quotes), from: Instant) -> Self {
        let mut quotes: Vec<Quoted> = Vec::new();
        for (feed, asset, price, at) in said.proven(old).chain(said_now.proven(new)) {
            let one = Quoted { feed: feed.clone(), asset: asset.clone(), price, at };
            if !quotes.contains(&one) {
                quotes.push(one);
            }
        }
        let given = Given { from, quotes };
        let [more, less]: [Known; 2] = [direction(new, old, &given), direction(old, new, &given)];
        Self {
            old: identity(old),
            new: identity(new),
            signed: super::text::signed(old, new),
            past: [more.past, less.past],
            more: more.direction,
            less: less.direction,
            from,
            not_compared: super::statements::not_compared(old, new),
            reads_more: super::statements::longer(old, new).is_some(),
            edits: edits(old, new),
            totals: None,
        }
    }

    /// The same with what so many people can take in a day by all their payouts under each, proven of every number of
    /// people; of the two policies that were compared, and of what no bound is proven. Without it where one of them is large.
    #[must_use]
    pub fn with_totals(self, old: (&Policy, &Quotes), new: (&Policy, &Quotes)) -> Self {
        let are_same = self.change() == Change::Same;
        Self { totals: if are_same { None } else { Totals::of(old, new, self.from) }, ..self }
    }

    /// How the new one stands to the old one.
    #[must_use]
    pub fn change(&self) -> Change {
        match (&self.more, &self.less) {
            (Direction::Unknown(_), _) | (_, Direction::Unknown(_)) => Change::Unclear,
            (Direction::Nothing, Direction::Nothing) => Change::Same,
            (Direction::Nothing, Direction::Shown(_)) => Change::Tighter,
            (Direction::Shown(_), Direction::Nothing) => Change::Looser,
            (Direction::Shown(_), Direction::Shown(_)) => Change::Mixed,
        }
    }

    /// Every key that differs in what it means, by rule, limit, block, list and person.
    #[must_use]
    pub fn edits(&self) -> &[Edit] {
        &self.edits
    }

    /// Whether somebody of one name signs with other keys, or the policy has another realm or name and with it another
    /// ledger. The comparison is of names over one ledger, and proves nothing of these: a gate has to stop them too.
    #[must_use]
    pub fn hands_over(&self) -> bool {
        self.edits.iter().any(Edit::hands_over)
    }

    /// Whether a statement may fit under the new one and be too long under the old one, which refuses to read it: a name of the
    /// policy, a list or an approver became shorter. Of such payouts nothing is compared: a gate has to stop them too.
    #[must_use]
    pub fn reads_more(&self) -> bool {
        self.reads_more
    }

    /// What the new one allows and the old one does not.
    #[must_use]
    pub fn more(&self) -> &Direction {
        &self.more
    }

    /// What the old one allows and the new one does not.
    #[must_use]
    pub fn less(&self) -> &Direction {
        &self.less
    }
}

impl Direction {
    /// The examples; none if nothing is shown.
    #[must_use]
    pub fn witnesses(&self) -> &[Witness] {
        match self {
            Self::Shown(witnesses) => witnesses,
            Self::Nothing | Self::Unknown(_) => &[],
        }
    }
}

impl Witness {
    /// What of the other policy is not asked for, as in: the delay of rule `large`.
    #[must_use]
    pub fn about(&self) -> &[String] {
        &self.about
    }

    /// The payout with all that is said and known of it.
    #[must_use]
    pub fn example(&self) -> &Example {
        &self.example
    }

    /// Why the other policy does not allow it.
    #[must_use]
    pub fn because(&self) -> &[String] {
        &self.because
    }
}

fn identity(policy: &Policy) -> String {
    alloc::format!("{} {} {}", policy.ledger_name().as_str(), policy.version(), policy.digest())
}

impl Change {
    /// `same`, `tighter`, `looser`, `mixed` or `unclear`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Tighter => "tighter",
            Self::Looser => "looser",
            Self::Mixed => "mixed",
            Self::Unclear => "unclear",
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PayoutTtl => f.write_str("how long a payout lives"),
            Self::ApprovalTtl => f.write_str("how long an approval lives"),
            Self::ClockSkew => f.write_str("how far clocks may differ"),
            Self::Payload => f.write_str("whether the raw transaction must be bound"),
            Self::Covered => f.write_str("what is permitted at all"),
            Self::Block(name) => write!(f, "block `{name}`"),
            Self::Limit(name) => write!(f, "limit `{name}`"),
            Self::Price => f.write_str("what things are worth"),
            Self::Quorum(name, _) => write!(f, "who approves, in rule `{name}`"),
            Self::Request(name) => write!(f, "the initiator's request, in rule `{name}`"),
            Self::Veto(name, _) => write!(f, "who can stop it, in rule `{name}`"),
            Self::Delay(name, _) => write!(f, "the delay of rule `{name}`"),
            Self::Hours(name) => write!(f, "the hours of rule `{name}`"),
            Self::Withdrawn => f.write_str("whose no withdraws a payout"),
            Self::FeeAsset => f.write_str("what fees are paid in"),
            Self::TooMuch(what) => write!(f, "too many {what} to compare"),
        }
    }
}
