//! The lines of a ledger, as a service keeps them.

use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::amount::WrittenAmount;
use crate::domain::digest::Digest;
use crate::domain::instant::Instant;
use crate::domain::name::{Name, PayoutId};
use crate::domain::record::{present, record};
use crate::domain::tag::Tag;
use crate::domain::text::Plain;
use crate::payout::record::Payout;

/// The first line of a snapshot: whose ledger it is, and how many lines follow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
pub struct LedgerHeader {
    pub(super) ledger: Plain,
    pub(super) entries: u64,
    pub(super) policy: Writer,
}

record!(LedgerHeader, "the first line of a ledger", |_| Ok(()));

/// The policy a ledger was last written under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
pub(crate) struct Writer {
    pub(crate) version: u64,
    pub(crate) sha256: Digest,
}

record!(Writer, "the policy a ledger was last written under", |writer| {
    if writer.version == 0 { Err("a version is 1 or more") } else { Ok(()) }
});

impl LedgerHeader {
    /// `realm/name` of the policy whose ledger it is.
    #[must_use]
    pub fn ledger(&self) -> &str {
        self.ledger.as_str()
    }

    /// How many entries follow.
    #[must_use]
    pub fn entries(&self) -> u64 {
        self.entries
    }
}

/// One payout in a ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
pub struct LedgerEntry {
    pub(crate) payout: PayoutId,
    pub(crate) wallet: Name,
    pub(crate) amount: WrittenAmount,
    pub(crate) to: Plain,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub(crate) tag: Option<Tag>,
    pub(crate) initiator: Name,
    pub(crate) at: Instant,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub(crate) lists: Option<Vec<Name>>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub(crate) value: Option<WrittenAmount>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub(crate) fee: Option<WrittenAmount>,
    pub(crate) state: EntryState,
}

record!(LedgerEntry, "a ledger entry", |entry| {
    let mut seen = BTreeSet::new();
    let repeated = entry.lists().iter().any(|list| !seen.insert(list));
    if repeated { Err("`lists` holds a list twice") } else { Ok(()) }
});

impl LedgerEntry {
    /// The entry of a payout in canonical form.
    pub(crate) fn of(
        payout: &Payout,
        at: Instant,
        lists: Vec<Name>,
        value: Option<WrittenAmount>,
        state: EntryState,
    ) -> Self {
        Self {
            payout: payout.id().clone(),
            wallet: payout.wallet().clone(),
            amount: payout.amount().clone(),
            to: payout.address_text().clone(),
            tag: payout.tag().cloned(),
            initiator: payout.initiator().clone(),
            at,
            lists: Some(lists),
            value,
            fee: payout.fee().cloned(),
            state,
        }
    }

    /// The payout's id.
    #[must_use]
    pub fn payout(&self) -> &PayoutId {
        &self.payout
    }

    /// When it was reserved.
    #[must_use]
    pub fn at(&self) -> Instant {
        self.at
    }

    /// What became of it so far.
    #[must_use]
    pub fn state(&self) -> EntryState {
        self.state
    }

    /// The entry as text, one field a line: different entries have different texts.
    pub(crate) fn canonical(&self) -> String {
        let or_none = |text: Option<String>| text.unwrap_or_else(|| "-".into());
        let amount = |amount: &Option<WrittenAmount>| or_none(amount.as_ref().map(|amount| alloc::format!("{amount}")));
        let lists: Option<Vec<&str>> = self.lists.as_ref().map(|lists| lists.iter().map(Name::as_str).collect());
        let lists = or_none(lists.map(|lists| alloc::format!("[{}]", lists.join(" "))));
        let tag = or_none(self.tag.as_ref().map(|tag| tag.as_str().into()));
        let Self { payout, wallet, amount: paid, to, initiator, at, state, .. } = self;
        let (to, value, fee) = (to.as_str(), amount(&self.value), amount(&self.fee));
        alloc::format!("{payout}\n{wallet}\n{paid}\n{to}\n{tag}\n{initiator}\n{at}\n{lists}\n{value}\n{fee}\n{state}\n")
    }

    pub(crate) fn lists(&self) -> &[Name] {
        self.lists.as_deref().unwrap_or_default()
    }
}

/// What became of a payout. `paid`, `released` and `refused` are final.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum EntryState {
    /// Allowed, and not known to be paid: counts in every limit.
    Reserved,
    /// Left the wallet: counts in every limit.
    Paid,
    /// Can no longer leave: counts only in counts.
    Released,
    /// Withdrawn or vetoed: counts nowhere, and its id is never used again.
    Refused,
}

impl EntryState {
    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reserved => "reserved",
            Self::Paid => "paid",
            Self::Released => "released",
            Self::Refused => "refused",
        }
    }

    /// Whether its money counts.
    pub(crate) fn weighs(self) -> bool {
        matches!(self, Self::Reserved | Self::Paid)
    }

    /// Whether it counts as a payout.
    pub(crate) fn is_counted(self) -> bool {
        self.weighs() || self == Self::Released
    }
}

// From a text only: derived code alone would take an object for an enum.
impl TryFrom<String> for EntryState {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        match text.as_str() {
            "reserved" => Ok(Self::Reserved),
            "paid" => Ok(Self::Paid),
            "released" => Ok(Self::Released),
            "refused" => Ok(Self::Refused),
            _ => Err("a state is `reserved`, `paid`, `released` or `refused`"),
        }
    }
}

impl From<EntryState> for String {
    fn from(word: EntryState) -> Self {
        word.as_str().into()
    }
}

impl fmt::Display for EntryState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Why a snapshot is no ledger of the policy: cut short, of another policy, or unreadable.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LedgerFault {
    /// Of another realm or policy.
    #[error("this is the ledger of `{}`, not of `{wanted}`", .found.escape_debug())]
    AnotherPolicy {
        /// as the first line says
        found: String,
        /// `realm/name` of the policy
        wanted: String,
    },
    /// Another number of lines than the first line says.
    #[error("the ledger says it has {said} entries and has {found}: it was cut short or changed")]
    Count {
        /// as the first line says
        said: u64,
        /// as they are
        found: u64,
    },
    /// More lines than a ledger may have.
    #[error("a ledger has at most 10,000,000 entries")]
    TooMany,
    /// One payout on two lines.
    #[error("the payout `{0}` is in the ledger twice, if letter case is ignored")]
    Twice(PayoutId),
    /// An amount, fee, value, address or tag that cannot be read under the policy.
    #[error("the ledger's line of the payout `{payout}`: {why}")]
    Unreadable {
        /// whose line
        payout: PayoutId,
        /// what is wrong with it
        why: String,
    },
}

impl LedgerFault {
    /// Its stable code in kebab case.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::AnotherPolicy { .. } => "ledger-of-another-policy",
            Self::Count { .. } => "ledger-cut-short",
            Self::TooMany => "ledger-too-long",
            Self::Twice(_) => "ledger-repeats",
            Self::Unreadable { .. } => "ledger-unreadable",
        }
    }
}
