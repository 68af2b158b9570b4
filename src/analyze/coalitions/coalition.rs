//! A smallest set of people, in the words of a person.

use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use crate::analyze::counts::Counts;
use crate::analyze::party::Party;
use crate::analyze::people::Classes;
use crate::domain::instant::Instant;
use crate::domain::name::Name;
use crate::domain::span::Span;
use crate::payout::record::Payout;
use crate::policy::model::Policy;

/// So many of some people, whoever of them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seats {
    pub(crate) count: u32,
    pub(crate) of: Party,
}

/// People who together can do something, and could not, or not as soon, without any one of them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Coalition {
    pub(crate) seats: Vec<Seats>,
}

/// What to ask the engine to see that people can release: the payout, who signs all they can, and when.
///
/// Whoever of them is the initiator signs the request; every approver among them approves. They sign when the payout is
/// submitted, and again whenever an approval ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replay {
    pub(crate) payout: Payout,
    pub(crate) signing: Party,
    pub(crate) at: Instant,
}

/// A coalition that can release, how long it then has to wait, and the proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    pub(crate) coalition: Coalition,
    pub(crate) waits: Span,
    pub(crate) replay: Replay,
}

impl Seats {
    /// How many of them are needed.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.count
    }

    /// Of whom.
    #[must_use]
    pub fn of(&self) -> &Party {
        &self.of
    }

    fn is_everyone(&self) -> bool {
        self.of.len() == self.count
    }
}

impl Coalition {
    pub(crate) fn of(counts: &Counts, classes: &Classes) -> Self {
        let filled = counts.iter().filter(|(_, count)| *count > 0);
        let seats = filled.map(|(class, count)| {
            let of = classes.get(class).into_iter().flat_map(crate::analyze::people::Class::members);
            Seats { count, of: of.fold(Party::nobody(), Party::with) }
        });
        Self { seats: seats.collect() }
    }

    /// How many of whom; nobody where nobody has to sign.
    #[must_use]
    pub fn seats(&self) -> &[Seats] {
        &self.seats
    }

    /// How many people it takes.
    #[must_use]
    pub fn size(&self) -> u32 {
        self.seats.iter().fold(0, |sum, seats| sum.saturating_add(seats.count))
    }

    /// Whether such people are in a party.
    #[must_use]
    pub fn is_within(&self, party: &Party) -> bool {
        self.seats.iter().all(|seats| seats.of.and(party).len() >= seats.count)
    }

    /// Whom it could still be made of without some people; none if they cannot be spared.
    #[must_use]
    pub fn without(&self, lost: &Party) -> Option<Self> {
        let left = self.seats.iter().map(|seats| {
            let of = seats.of.without(lost);
            (of.len() >= seats.count).then_some(Seats { count: seats.count, of })
        });
        Some(Self { seats: left.collect::<Option<Vec<Seats>>>()? })
    }

    /// Who is missing beside some people: nobody if they are enough.
    #[must_use]
    pub fn beside(&self, present: &Party) -> Self {
        let missing = self.seats.iter().map(|seats| {
            let count = seats.count.saturating_sub(seats.of.and(present).len());
            Seats { count, of: seats.of.without(present) }
        });
        Self { seats: missing.filter(|seats| seats.count > 0).collect() }
    }

    /// Who is missing or would have to be lost, in words: `nobody` if it takes none.
    pub(crate) fn lacking_in_words(&self, policy: &Policy) -> String {
        if self.seats.is_empty() { "nobody".into() } else { self.in_words(policy) }
    }

    /// The coalition in words: `any 2 of alice, bob, carol`, `judge and bob`, `alice`; `anybody, without a key` if nobody
    /// has to sign.
    #[must_use]
    pub fn in_words(&self, policy: &Policy) -> String {
        let everyone = self.seats.iter().filter(|seats| seats.is_everyone());
        let (mut parts, mut named): (Vec<String>, Vec<Name>) = (Vec::new(), Vec::new());
        for seats in everyone {
            match group(policy, &seats.of) {
                Some(group) => parts.push(alloc::format!("all {} of {group}", seats.count)),
                None => named.extend(seats.of.names(policy)),
            }
        }
        named.sort();
        let mut parts: Vec<String> = named.iter().map(Name::to_string).chain(parts).collect();
        let choices: Vec<&Seats> = self.seats.iter().filter(|seats| !seats.is_everyone()).collect();
        let is_alone = choices.len() == 1 && parts.is_empty();
        for seats in choices {
            let of = people(policy, &seats.of);
            let of = if is_alone || !of.contains(' ') { of } else { alloc::format!("({of})") };
            parts.push(alloc::format!("any {} of {of}", seats.count));
        }
        match parts.as_slice() {
            [] => "anybody, without a key".into(),
            [one] => one.clone(),
            [most @ .., last] => alloc::format!("{} and {last}", most.join(", ")),
        }
    }
}

impl Release {
    /// Who can release.
    #[must_use]
    pub fn coalition(&self) -> &Coalition {
        &self.coalition
    }

    /// How long a payout waits once they have signed it: until then those with a veto can stop it.
    #[must_use]
    pub fn waits(&self) -> Span {
        self.waits
    }

    /// What the engine allows.
    #[must_use]
    pub fn replay(&self) -> &Replay {
        &self.replay
    }
}

impl Replay {
    /// The payout.
    #[must_use]
    pub fn payout(&self) -> &Payout {
        &self.payout
    }

    /// Who has signed all they can since it was submitted.
    #[must_use]
    pub fn signing(&self) -> &Party {
        &self.signing
    }

    /// The instant at which the engine allows it.
    #[must_use]
    pub fn at(&self) -> Instant {
        self.at
    }
}

/// People by their names, or by that of a group of more than three that they are.
pub(crate) fn people(policy: &Policy, party: &Party) -> String {
    if let Some(group) = group(policy, party) {
        return group.to_string();
    }
    let names: Vec<String> = party.names(policy).iter().map(Name::to_string).collect();
    names.join(", ")
}

/// The group that these people are, if they are too many to be named.
pub(crate) fn group<'p>(policy: &'p Policy, party: &Party) -> Option<&'p Name> {
    if party.len() <= 3 || !party.requesters.is_empty() {
        return None;
    }
    policy.groups.iter().find(|(_, people)| **people == party.approvers).map(|(name, _)| name)
}
