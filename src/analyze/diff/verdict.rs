//! What comes out of a comparison.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::effort::{Effort, Left};
use super::example::Example;
use super::gap::{Gap, What};
use super::proof;
use super::reach::Reach;
use super::search::{Found, Search};
use super::sheet::{Edit, edits};
use super::sides::Sides;
use crate::decide::check::CheckStatus;
use crate::domain::instant::Instant;
use crate::domain::name::Name;
use crate::policy::model::Policy;

/// The most gaps of one direction that are searched for examples.
const MOST_SEARCHED: usize = 64;

/// Once something is shown, of each thing so many kinds of payout are tried.
const EASY_TRIES: usize = 2;

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
    /// What of the other policy is no longer asked for, as in `quorum of large`.
    about: String,
    example: Example,
    /// How much the same people can have released so.
    pub(super) reach: Option<Reach>,
    /// Who could have had it released under the other policy: as few as are enough; none if nobody.
    pub(super) others: Option<Vec<Name>>,
    /// Why the other policy does not allow it: its checks that are not met, or why it cannot be read.
    because: Vec<String>,
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
    pub(super) edits: Vec<Edit>,
}

impl Comparison {
    /// Compares two policies; instants are looked for from `from` on.
    #[must_use]
    pub fn of(old: &Policy, new: &Policy, from: Instant) -> Self {
        Self {
            old: identity(old),
            new: identity(new),
            signed: super::text::signed(old, new),
            more: direction(new, old, from),
            less: direction(old, new, from),
            edits: edits(old, new),
        }
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
    /// What of the other policy is not asked for, as in `the quorum of large`.
    #[must_use]
    pub fn about(&self) -> &str {
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

/// What `inner` allows and `outer` does not.
fn direction(inner: &Policy, outer: &Policy, from: Instant) -> Direction {
    if inner.digest() == outer.digest() {
        return Direction::Nothing;
    }
    let Some(sides) = Sides::new(inner, outer) else {
        return Direction::Unknown(alloc::vec!["the two have more than 128 approvers together".into()]);
    };
    let gaps = proof::gaps(&sides);
    if gaps.is_empty() {
        return Direction::Nothing;
    }
    let search = Search { sides: &sides, from, effort: Effort::new(&sides) };
    let mut witnesses: Vec<Witness> = Vec::new();
    let mut shown: Vec<&What> = Vec::new();
    let mut tried: BTreeMap<(u8, &str), usize> = BTreeMap::new();
    // Everything is tried while nothing has left, before anything that has.
    for left in [Left::Nothing, Left::Something] {
        for gap in gaps.iter().take(MOST_SEARCHED) {
            let is_shown = shown.iter().any(|what| what.kind() == gap.what.kind());
            let times = tried.entry(gap.what.kind()).or_default();
            *times = times.saturating_add(1);
            // Once something is shown, what else there is to show is looked for where it is easy to find.
            let is_hard = left == Left::Something || *times > EASY_TRIES;
            if is_shown || (is_hard && !witnesses.is_empty()) {
                continue;
            }
            let found = search.example(gap, left);
            let Some(witness) = found.and_then(|found| replayed(gap, found, inner, outer)) else { continue };
            search.effort.has_shown();
            shown.push(&gap.what);
            witnesses.push(witness);
        }
    }
    if witnesses.is_empty() {
        let lacking: BTreeSet<String> = gaps.iter().map(|gap| gap.what.to_string()).collect();
        let lacking = lacking.into_iter().collect();
        return Direction::Unknown(lacking);
    }
    witnesses.sort_by_key(|witness| {
        let example = &witness.example;
        (
            example.lines.len(),
            example.rejecting().len(),
            example.signing().len(),
            example.payout.amount().to_string().len(),
        )
    });
    Direction::Shown(witnesses)
}

/// Nothing is shown that the engine, asked again from the start, does not say.
fn replayed(gap: &Gap, Found { example, others }: Found, inner: &Policy, outer: &Policy) -> Option<Witness> {
    let allowed = example.under(inner).is_ok_and(|foreseen| foreseen.is_allowed());
    let because = match example.under(outer) {
        Ok(foreseen) if foreseen.is_allowed() => return None,
        Ok(foreseen) => {
            let unmet = foreseen.checks().iter().filter(|check| check.status() != CheckStatus::Met);
            unmet.map(|check| alloc::format!("{}: {}", check.name(), check.text())).collect()
        }
        Err(why) => alloc::vec![why],
    };
    let reach = Reach::of(&example, inner);
    allowed.then(|| Witness { about: gap.what.to_string(), example, reach, others, because })
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
