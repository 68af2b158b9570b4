//! Sets of people: what a quorum counts.

/// A set of approvers, at most 128: one bit a person, so nobody is in it twice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct People(u128);

/// An approver's place in the policy's order of names, 0 to 127.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct PersonId(u8);

impl PersonId {
    /// The place, if a policy can hold it.
    pub(crate) fn at(place: usize) -> Option<Self> {
        let place = u8::try_from(place).ok()?;
        1u128.checked_shl(u32::from(place)).map(|_| Self(place))
    }

    pub(crate) fn place(self) -> usize {
        usize::from(self.0)
    }
}

impl People {
    pub(crate) const NOBODY: Self = Self(0);

    pub(crate) fn one(person: PersonId) -> Self {
        Self(1u128.checked_shl(u32::from(person.0)).unwrap_or(0))
    }

    pub(crate) fn with(self, person: PersonId) -> Self {
        self.or(Self::one(person))
    }

    pub(crate) fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(crate) fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(crate) fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    pub(crate) fn has(self, person: PersonId) -> bool {
        !self.and(Self::one(person)).is_empty()
    }

    pub(crate) fn count(self) -> u32 {
        self.0.count_ones()
    }

    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = PersonId> {
        (0..128u8).map(PersonId).filter(move |person| self.has(*person))
    }
}

impl FromIterator<PersonId> for People {
    fn from_iter<I: IntoIterator<Item = PersonId>>(people: I) -> Self {
        people.into_iter().fold(Self::NOBODY, Self::with)
    }
}
