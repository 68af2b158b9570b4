//! Sums of amounts, wide enough that no ledger overflows them.

/// A sum of up to 2^64 amounts of 128 bits: what is added can be taken away again exactly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Total {
    high: u64,
    low: u128,
}

impl Total {
    pub(crate) const ZERO: Self = Self { high: 0, low: 0 };

    /// The least total that is no amount: stands for a value that overflowed.
    pub(crate) const OVERFLOWN: Self = Self { high: 1, low: 0 };

    pub(crate) fn of(units: u128) -> Self {
        Self { high: 0, low: units }
    }

    pub(crate) fn plus(self, other: Self) -> Self {
        let (low, carry) = self.low.overflowing_add(other.low);
        let high = self.high.wrapping_add(other.high).wrapping_add(u64::from(carry));
        Self { high, low }
    }

    pub(crate) fn minus(self, other: Self) -> Self {
        let (low, borrow) = self.low.overflowing_sub(other.low);
        let high = self.high.wrapping_sub(other.high).wrapping_sub(u64::from(borrow));
        Self { high, low }
    }

    /// The units, if they are at most 2^128 − 1.
    pub(crate) fn units(self) -> Option<u128> {
        (self.high == 0).then_some(self.low)
    }
}
