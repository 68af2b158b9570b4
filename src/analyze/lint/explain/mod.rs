//! What each lint means and why it matters: `--explain CODE`.
//!
//! References say what a lint maps to and never that somebody complies with it. No standard named
//! here asks for velocity limits, lists of destinations or time locks. Clauses of CCSS are those of
//! version 9, where access to key material is 1.04, its use 1.05, logs and their watching 2.02 and
//! what to do when a key is compromised 2.04: in version 8 these have other numbers.

mod money;
mod people;
mod text;
mod time;
mod where_to;

use serde::Serialize;

use super::code::LintCode;

/// A lint for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Explanation {
    /// When it is reported.
    pub means: &'static str,
    /// What somebody could do with it.
    pub matters: &'static str,
    /// What it maps to.
    pub references: &'static [Reference],
}

/// Something that a lint maps to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Reference {
    /// What kind of thing.
    pub kind: ReferenceKind,
    /// Its name, clause or date.
    pub name: &'static str,
    /// What it says, or what happened, in our words.
    pub says: &'static str,
    /// How sure we are of that.
    pub checked: Checked,
}

/// The kinds of references.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ReferenceKind {
    /// A published standard.
    Standard,
    /// A regulator's text.
    Regulator,
    /// Something that happened.
    Incident,
    /// It follows from the policy language alone.
    Logic,
}

impl ReferenceKind {
    /// `standard`, `regulator`, `incident` or `logic`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Regulator => "regulator",
            Self::Incident => "incident",
            Self::Logic => "logic",
        }
    }
}

/// Whether a reference was looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Checked {
    /// Read in the text itself, in a report about it, or in this repository.
    Verified,
    /// Remembered: look it up before you rely on it.
    FromMemory,
}

impl Checked {
    /// `verified` or `from memory`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::FromMemory => "from memory",
        }
    }
}

impl LintCode {
    /// What it means, why it matters and what it maps to.
    #[must_use]
    pub fn explanation(self) -> &'static Explanation {
        match self {
            Self::OnePerson => &people::ONE_PERSON,
            Self::TierGap => &money::TIER_GAP,
            Self::EachSplits => &money::EACH_SPLITS,
            Self::PerPayoutTier => &money::PER_PAYOUT_TIER,
            Self::FreeAnyAmount => &money::FREE_ANY_AMOUNT,
            Self::ShortWindow => &money::SHORT_WINDOW,
            Self::NoGlobalValue => &money::NO_GLOBAL_VALUE,
            Self::Locked => &text::LOCKED,
            Self::LowThreshold => &people::LOW_THRESHOLD,
            Self::OneOrg => &people::ONE_ORG,
            Self::SameDevice => &people::SAME_DEVICE,
            Self::SameSite => &people::SAME_SITE,
            Self::AutomatedSeat => &people::AUTOMATED_SEAT,
            Self::NoSpare => &people::NO_SPARE,
            Self::UnsignedInitiator => &people::UNSIGNED_INITIATOR,
            Self::InitiatorApproves => &people::INITIATOR_APPROVES,
            Self::ShortApproval => &time::SHORT_APPROVAL,
            Self::LongTtl => &time::LONG_TTL,
            Self::VetoNoDelay => &time::VETO_NO_DELAY,
            Self::NoVeto => &time::NO_VETO,
            Self::VetoOnlyPayers => &time::VETO_ONLY_PAYERS,
            Self::OneFeed => &money::ONE_FEED,
            Self::NoBounds => &money::NO_BOUNDS,
            Self::FixedPeg => &money::FIXED_PEG,
            Self::FeeTimesCount => &money::FEE_TIMES_COUNT,
            Self::NoCountLimit => &money::NO_COUNT_LIMIT,
            Self::NewDestinationAtOnce => &where_to::NEW_DESTINATION_AT_ONCE,
            Self::AnyDestination => &where_to::ANY_DESTINATION,
            Self::LookAlike => &where_to::LOOK_ALIKE,
            Self::IdleCoolingOff => &where_to::IDLE_COOLING_OFF,
            Self::OpaqueBlock => &where_to::OPAQUE_BLOCK,
            Self::DeadLimit => &text::DEAD_LIMIT,
            Self::DeadRule => &text::DEAD_RULE,
            Self::Unused => &text::UNUSED,
            Self::InactivePerson => &time::INACTIVE_PERSON,
            Self::LimitBelowTier => &text::LIMIT_BELOW_TIER,
            Self::UncappedBand => &money::UNCAPPED_BAND,
            Self::HoleInCap => &money::HOLE_IN_CAP,
            Self::PayloadOptional => &where_to::PAYLOAD_OPTIONAL,
            Self::StatementRoom => &text::STATEMENT_ROOM,
            Self::Review => &time::REVIEW,
            Self::FalseClaim => &text::FALSE_CLAIM,
            Self::UnshownClaim => &text::UNSHOWN_CLAIM,
            Self::UnknownSilence => &text::UNKNOWN_SILENCE,
            Self::SilenceWithoutReason => &text::SILENCE_WITHOUT_REASON,
            Self::IdleSilence => &text::IDLE_SILENCE,
        }
    }
}

const fn reference(kind: ReferenceKind, name: &'static str, says: &'static str, checked: Checked) -> Reference {
    Reference { kind, name, says, checked }
}

const fn logic(says: &'static str) -> Reference {
    reference(ReferenceKind::Logic, "the policy language", says, Checked::Verified)
}

const fn incident(name: &'static str, says: &'static str, checked: Checked) -> Reference {
    reference(ReferenceKind::Incident, name, says, checked)
}
