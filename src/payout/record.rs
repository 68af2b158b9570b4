//! What is asked: one plain transfer out of one wallet to one destination.

use alloc::string::String;

use serde::{Deserialize, Serialize};

use crate::domain::amount::WrittenAmount;
use crate::domain::destination::Destination;
use crate::domain::digest::Digest;
use crate::domain::instant::Instant;
use crate::domain::name::{Name, PayoutId};
use crate::domain::record::{present, record};
use crate::domain::tag::Tag;
use crate::domain::text::{Plain, is_printable_ascii};

/// A requested payout, as a service writes it down on receipt.
///
/// ```
/// let payout: countersign::Payout = serde_json::from_str(r#"{
///     "id": "po-000123", "wallet": "hot-1", "amount": "0.5 BTC",
///     "to": "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "fee": "0.0001 BTC",
///     "initiator": "carol", "submitted_at": "2026-11-22T10:00:00Z", "note": "invoice 17"
/// }"#)?;
/// assert_eq!(payout.id().as_str(), "po-000123");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
pub struct Payout {
    pub(super) id: PayoutId,
    pub(super) wallet: Name,
    pub(super) amount: WrittenAmount,
    pub(super) to: Plain,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub(super) tag: Option<Tag>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub(super) fee: Option<WrittenAmount>,
    pub(super) initiator: Name,
    pub(super) submitted_at: Instant,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub(super) payload_sha256: Option<Digest>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub(super) note: Option<Note>,
}

record!(Payout, "a payout", |_| Ok(()));

impl Payout {
    /// Its id, which the requester cannot choose.
    #[must_use]
    pub fn id(&self) -> &PayoutId {
        &self.id
    }

    /// The wallet it leaves.
    #[must_use]
    pub fn wallet(&self) -> &Name {
        &self.wallet
    }

    /// What leaves, as written.
    #[must_use]
    pub fn amount(&self) -> &WrittenAmount {
        &self.amount
    }

    /// The address it goes to, as written.
    #[must_use]
    pub fn to(&self) -> &str {
        self.to.as_str()
    }

    pub(crate) fn address_text(&self) -> &Plain {
        &self.to
    }

    /// The destination's tag.
    #[must_use]
    pub fn tag(&self) -> Option<&Tag> {
        self.tag.as_ref()
    }

    /// The most the transfer may cost the wallet; none is unlimited.
    #[must_use]
    pub fn fee(&self) -> Option<&WrittenAmount> {
        self.fee.as_ref()
    }

    /// Who asks for it.
    #[must_use]
    pub fn initiator(&self) -> &Name {
        &self.initiator
    }

    /// When the service received it.
    #[must_use]
    pub fn submitted_at(&self) -> Instant {
        self.submitted_at
    }

    /// The SHA-256 of the raw unsigned transaction, if it binds one.
    #[must_use]
    pub fn payload_sha256(&self) -> Option<Digest> {
        self.payload_sha256
    }

    /// A note for those who approve.
    #[must_use]
    pub fn note(&self) -> Option<&Note> {
        self.note.as_ref()
    }

    /// The payout that an analysis asks of: no note, and the raw transaction bound if the policy wants one.
    pub(crate) fn asked(
        id: PayoutId,
        wallet: Name,
        amount: WrittenAmount,
        to: &Destination,
        initiator: Name,
        submitted_at: Instant,
    ) -> Self {
        let tag = to.tag().cloned();
        let (fee, payload_sha256, note) = (None, None, None);
        Self {
            id,
            wallet,
            amount,
            to: Plain::of_address(to.address()),
            tag,
            fee,
            initiator,
            submitted_at,
            payload_sha256,
            note,
        }
    }

    /// The same payout with another highest fee.
    pub(crate) fn with_fee(self, fee: Option<WrittenAmount>) -> Self {
        Self { fee, ..self }
    }

    /// The same payout, bound to a raw transaction.
    pub(crate) fn with_payload(self, payload_sha256: Option<Digest>) -> Self {
        Self { payload_sha256, ..self }
    }

    /// The same payout of another initiator, as an analysis asks.
    #[must_use]
    pub fn with_initiator(&self, initiator: Name) -> Self {
        Self { initiator, ..self.clone() }
    }

    /// The same payout, submitted at another instant.
    pub(crate) fn with_submitted_at(&self, submitted_at: Instant) -> Self {
        Self { submitted_at, ..self.clone() }
    }

    /// The same payout of another amount, as an analysis asks.
    #[must_use]
    pub fn with_amount(&self, amount: WrittenAmount) -> Self {
        Self { amount, ..self.clone() }
    }
}

/// A note: 1 to 64 printable ASCII characters, no space at either end, no two in a row, no `: `,
/// not `-`, so that it cannot pass for another line of the statement.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Note(String);

impl Note {
    /// Reads a note.
    ///
    /// # Errors
    /// Anything that the form excludes.
    pub fn parse(text: &str) -> Result<Self, NoteFault> {
        let length = (1..=64).contains(&text.len()) && is_printable_ascii(text);
        let spaces = text.starts_with(' ') || text.ends_with(' ') || text.contains("  ");
        if !length || spaces || text.contains(": ") || text == "-" {
            return Err(NoteFault);
        }
        Ok(Self(text.into()))
    }

    /// The note as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A text that is no note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "a note is 1 to 64 printable ASCII characters, with no space at either end, no two spaces in a row, no `: `, and is not `-`"
)]
pub struct NoteFault;

impl TryFrom<String> for Note {
    type Error = NoteFault;
    fn try_from(text: String) -> Result<Self, NoteFault> {
        Self::parse(&text)
    }
}

impl From<Note> for String {
    fn from(note: Note) -> Self {
        note.0
    }
}
