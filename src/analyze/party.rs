//! Some of a policy's people: who is supposed to sign.

use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;

use crate::domain::name::Name;
use crate::domain::people::{People, PersonId};
use crate::policy::model::Policy;
use crate::policy::people::Signer;

/// Some approvers and requesters of one policy, each once.
///
/// ```
/// # let text = include_str!("../../policies/minimal.toml");
/// use countersign::analyze::Party;
///
/// let policy = countersign::Policy::parse(text)?;
/// let two = Party::of(&policy, ["bob", "alice"])?;
/// assert_eq!(two.names(&policy).iter().map(|name| name.as_str()).collect::<Vec<_>>(), ["alice", "bob"]);
/// assert_eq!(Party::of(&policy, ["mallory"]).unwrap_err().name, "mallory");
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Party {
    pub(crate) approvers: People,
    /// By place in the policy's order of requesters.
    pub(crate) requesters: BTreeSet<usize>,
}

/// A name that no approver or requester of the policy has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the policy knows no approver or requester `{}`", .name.escape_debug())]
pub struct UnknownPerson {
    /// as it was given
    pub name: String,
}

impl Party {
    /// Nobody.
    #[must_use]
    pub fn nobody() -> Self {
        Self::default()
    }

    /// Everybody who may sign anything.
    #[must_use]
    pub fn everybody(policy: &Policy) -> Self {
        Self { approvers: policy.roll.who(|_| true), requesters: (0..policy.roll.requesters.len()).collect() }
    }

    /// The people of these names.
    ///
    /// # Errors
    /// A name that the policy does not know.
    pub fn of<'n>(policy: &Policy, names: impl IntoIterator<Item = &'n str>) -> Result<Self, UnknownPerson> {
        names.into_iter().try_fold(Self::nobody(), |party, name| match policy.roll.named(name) {
            Some(signer) => Ok(party.with(signer)),
            None => Err(UnknownPerson { name: name.into() }),
        })
    }

    /// Their names: approvers first, each kind in order.
    #[must_use]
    pub fn names(&self, policy: &Policy) -> Vec<Name> {
        let requesters = self.requesters.iter().filter_map(|place| policy.roll.requesters.get(*place));
        let mut names = policy.roll.names(self.approvers);
        names.extend(requesters.map(|person| person.name.clone()));
        names
    }

    /// Whether nobody is among them.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.approvers.is_empty() && self.requesters.is_empty()
    }

    /// How many they are.
    #[must_use]
    pub fn len(&self) -> u32 {
        let requesters = u32::try_from(self.requesters.len()).unwrap_or(u32::MAX);
        self.approvers.count().saturating_add(requesters)
    }

    pub(crate) fn and(&self, other: &Self) -> Self {
        let requesters = self.requesters.intersection(&other.requesters).copied().collect();
        Self { approvers: self.approvers.and(other.approvers), requesters }
    }

    pub(crate) fn without(&self, other: &Self) -> Self {
        let requesters = self.requesters.difference(&other.requesters).copied().collect();
        Self { approvers: self.approvers.without(other.approvers), requesters }
    }

    pub(crate) fn of_people(approvers: People) -> Self {
        Self { approvers, requesters: BTreeSet::new() }
    }

    pub(crate) fn with(mut self, signer: Signer) -> Self {
        match signer {
            Signer::Approver(person) => self.approvers = self.approvers.with(person),
            Signer::Requester(place) => {
                self.requesters.insert(place);
            }
        }
        self
    }

    pub(crate) fn has(&self, signer: Signer) -> bool {
        match signer {
            Signer::Approver(person) => self.approvers.has(person),
            Signer::Requester(place) => self.requesters.contains(&place),
        }
    }

    pub(crate) fn signers(&self) -> impl Iterator<Item = Signer> + '_ {
        let approvers = self.approvers.iter().map(Signer::Approver);
        approvers.chain(self.requesters.iter().copied().map(Signer::Requester))
    }
}

impl FromIterator<PersonId> for Party {
    fn from_iter<I: IntoIterator<Item = PersonId>>(people: I) -> Self {
        Self::of_people(people.into_iter().collect())
    }
}
