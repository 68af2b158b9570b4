//! What a check found: its status, code, words, and when time alone would cure it.

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::fmt;

use serde::{Serialize, Serializer};

use crate::domain::instant::Instant;
use crate::domain::name::Name;

/// One check of a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Check {
    #[serde(rename = "check")]
    pub(super) name: Cow<'static, str>,
    pub(super) status: CheckStatus,
    pub(super) code: CheckCode,
    pub(super) text: Cow<'static, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) until: Option<Instant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) missing: Option<Missing>,
}

impl Check {
    /// What is checked, as in `quorum:btc-large`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether it is met.
    #[must_use]
    pub fn status(&self) -> CheckStatus {
        self.status
    }

    /// What was found.
    #[must_use]
    pub fn code(&self) -> CheckCode {
        self.code
    }

    /// The finding in words, for people.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// From when on time alone cures it, if it waits and time alone would.
    #[must_use]
    pub fn until(&self) -> Option<Instant> {
        self.until
    }

    /// How many more must sign, and who could.
    #[must_use]
    pub fn missing(&self) -> Option<&Missing> {
        self.missing.as_ref()
    }
}

/// Whether a check is met. In the order of strictness.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum CheckStatus {
    /// Nothing stands against the payout here.
    Met,
    /// Time, or someone's signature, may yet cure it.
    Wait,
    /// The payout may not go.
    Fail,
}

impl CheckStatus {
    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Wait => "wait",
            Self::Fail => "fail",
        }
    }
}

impl fmt::Display for CheckStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// How many more people must sign, and who of those who still can would help.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Missing {
    pub(super) count: u32,
    pub(super) from: Vec<Name>,
}

impl Missing {
    /// The fewest people that must still sign, if the right ones do.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.count
    }

    /// Who could be the next of them, by name.
    #[must_use]
    pub fn from(&self) -> &[Name] {
        &self.from
    }
}

macro_rules! check_codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// What a check found: stable, for machines. A later version may know more.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum CheckCode { $($(#[$doc])* $name,)* }

        impl CheckCode {
            /// Every code, in the order of the checks.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The code in kebab case.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

check_codes! {
    /// The policy names it.
    Known = "known",
    /// The policy does not name the wallet.
    UnknownWallet = "unknown-wallet",
    /// The policy does not name the asset.
    UnknownAsset = "unknown-asset",
    /// The policy does not name the fee's asset.
    UnknownFeeAsset = "unknown-fee-asset",
    /// The fee is in an asset of another chain.
    FeeOnAnotherChain = "fee-on-another-chain",
    /// The clock stands where it should.
    Reached = "reached",
    /// Submitted later than now.
    SubmittedLater = "submitted-later",
    /// The ledger holds an entry later than now.
    LedgerLater = "ledger-later",
    /// Still within its lifetime.
    Open = "open",
    /// Past its lifetime.
    Expired = "expired",
    /// The ledger does not know the payout.
    First = "first",
    /// The ledger holds the payout's own reservation.
    Reserved = "reserved",
    /// The ledger knows the payout already.
    AlreadyRecorded = "already-recorded",
    /// The ledger does not hold the payout's own reservation.
    NotReserved = "not-reserved",
    /// The ledger was written under this version or an earlier one.
    Current = "current",
    /// The ledger was written under a later version.
    NewerVersion = "newer-version",
    /// The ledger was written under this version with another text.
    OtherText = "other-text",
    /// The ledger was read under another policy.
    OtherReading = "other-reading",
    /// The payout binds a raw transaction.
    Bound = "bound",
    /// The policy does not ask for one.
    NotRequired = "not-required",
    /// The policy asks for one and there is none.
    MissingPayload = "missing-payload",
    /// The initiator has not withdrawn it.
    Standing = "standing",
    /// The initiator has withdrawn it.
    Withdrawn = "withdrawn",
    /// The block does not concern it.
    Clear = "clear",
    /// The block concerns it.
    Blocked = "blocked",
    /// A rule permits it.
    Covered = "covered",
    /// No rule permits it.
    NotCovered = "not-covered",
    /// A rule will permit it once a cooling-off ends.
    CoolingOff = "cooling-off",
    /// The initiator's request holds.
    Requested = "requested",
    /// The initiator has not signed a request that holds.
    NoRequest = "no-request",
    /// Enough people approve.
    Enough = "enough",
    /// Nobody is asked.
    NothingNeeded = "nothing-needed",
    /// More people must approve.
    Short = "short",
    /// Not enough people can approve any more.
    Unreachable = "unreachable",
    /// Not enough people reject.
    NoVeto = "no-veto",
    /// Enough people reject.
    Vetoed = "vetoed",
    /// The delay is over.
    Elapsed = "elapsed",
    /// Those who may have waived the delay.
    Waived = "waived",
    /// The delay runs.
    Running = "running",
    /// The delay starts once everything is signed.
    NotStarted = "not-started",
    /// The delay cannot end in time, but may be waived.
    Waivable = "waivable",
    /// Nothing signed would start the delay.
    NoAnchor = "no-anchor",
    /// Within the hours.
    WithinHours = "within-hours",
    /// Outside the hours.
    Closed = "closed",
    /// Within the limit.
    Within = "within",
    /// Above the limit by itself.
    OverLimit = "over-limit",
    /// Above the limit with what has left already.
    WindowFull = "window-full",
    /// Above what can be counted.
    Overflow = "overflow",
    /// Cannot be valued, since no price holds.
    Price = "price",
    /// The payout says no highest fee.
    NoFee = "no-fee",
    /// The fee is in another asset than the limit's.
    FeeAsset = "fee-asset",
    /// The fee is above the limit.
    FeeOver = "fee-over",
    /// Enough feeds agree that there is a price.
    Priced = "priced",
    /// The policy fixes the price.
    Fixed = "fixed",
    /// No price holds.
    NoPrice = "no-price",
    /// Time would cure it, but not before the payout expires.
    TooLate = "too-late",
}

impl fmt::Display for CheckCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for CheckCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// What a check's function gives back.
#[derive(Clone, Debug)]
pub(super) struct Finding {
    pub(super) status: CheckStatus,
    pub(super) code: CheckCode,
    pub(super) text: Cow<'static, str>,
    pub(super) until: Option<Instant>,
    pub(super) missing: Option<Missing>,
}

impl Finding {
    pub(super) fn met(code: CheckCode, text: impl Into<Cow<'static, str>>) -> Self {
        Self { status: CheckStatus::Met, code, text: text.into(), until: None, missing: None }
    }

    pub(super) fn wait(code: CheckCode, text: impl Into<Cow<'static, str>>) -> Self {
        Self { status: CheckStatus::Wait, ..Self::met(code, text) }
    }

    pub(super) fn fail(code: CheckCode, text: impl Into<Cow<'static, str>>) -> Self {
        Self { status: CheckStatus::Fail, ..Self::met(code, text) }
    }

    pub(super) fn until(self, until: Instant) -> Self {
        Self { until: Some(until), ..self }
    }

    pub(super) fn missing(self, count: u32, from: Vec<Name>) -> Self {
        Self { missing: Some(Missing { count, from }), ..self }
    }

    /// The check of this name. What time would cure only at or after `expiry` fails, and an instant
    /// that cannot be written is left out.
    pub(super) fn named(self, name: impl Into<Cow<'static, str>>, expiry: Instant) -> Check {
        let Self { status, code, text, until, missing } = self;
        if let Some(late) = until.filter(|until| *until >= expiry) {
            let text = alloc::format!("{text}; that is at {late}, when the payout has expired");
            return Check {
                name: name.into(),
                status: CheckStatus::Fail,
                code: CheckCode::TooLate,
                text: text.into(),
                until: None,
                missing: None,
            };
        }
        Check { name: name.into(), status, code, text, until: until.and_then(Instant::writable), missing }
    }
}
