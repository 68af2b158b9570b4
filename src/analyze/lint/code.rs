//! Every lint: its stable code, and how directly money can leave where it stands.

use core::fmt;

use serde::{Serialize, Serializer};

/// How directly money can leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing leaves by it alone.
    Info,
    /// A thief, a mistake or a lost key goes further than it looks.
    Medium,
    /// Few people or one trick move a large sum.
    High,
}

impl Severity {
    /// `high`, `medium` or `info`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

macro_rules! lints {
    ($($(#[$doc:meta])* $name:ident = $text:literal $severity:ident,)*) => {
        /// The kind of a finding: stable, for machines. A later version may know more.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum LintCode { $($(#[$doc])* $name,)* }

        impl LintCode {
            /// Every code.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The code in kebab case, as in `one-person`.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            /// How directly money can leave, at its worst; one finding may weigh less.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)* }
            }
        }
    };
}

lints! {
    /// One person alone meets everything some payout needs.
    OnePerson = "one-person" High,
    /// A rule that adds is narrower than a rule it adds to, so that some need less than others they should not.
    TierGap = "tier-gap" High,
    /// Tiers count per destination only.
    EachSplits = "each-splits" High,
    /// Tiers look at one payout only.
    PerPayoutTier = "per-payout-tier" Medium,
    /// Nobody is asked, at any amount.
    FreeAnyAmount = "free-any-amount" High,
    /// A window shorter than a day that no longer one holds.
    ShortWindow = "short-window" Medium,
    /// Several assets, and no cap over all of them.
    NoGlobalValue = "no-global-value" Info,
    /// What can never be allowed.
    Locked = "locked" Medium,
    /// Fewer than half of those who could.
    LowThreshold = "low-threshold" High,
    /// One organisation meets the quorum, or all but one seat of it.
    OneOrg = "one-org" High,
    /// Two seats sign on one device.
    SameDevice = "same-device" High,
    /// Everyone needed is at one site.
    SameSite = "same-site" Medium,
    /// A program fills a seat.
    AutomatedSeat = "automated-seat" Medium,
    /// One lost key locks.
    NoSpare = "no-spare" Medium,
    /// Anyone may ask in anyone's name.
    UnsignedInitiator = "unsigned-initiator" Medium,
    /// Whoever asks may be one of those who agree.
    InitiatorApproves = "initiator-approves" Medium,
    /// Approvals hardly outlive the delay.
    ShortApproval = "short-approval" Info,
    /// Approvals or payouts lie about for long.
    LongTtl = "long-ttl" Medium,
    /// A veto without time to use it.
    VetoNoDelay = "veto-no-delay" Medium,
    /// Time that nobody can use to stop the payout.
    NoVeto = "no-veto" Medium,
    /// Only those who approve can veto.
    VetoOnlyPayers = "veto-only-payers" Medium,
    /// One feed, or one organisation's feeds, set a price.
    OneFeed = "one-feed" Medium,
    /// A price without bounds.
    NoBounds = "no-bounds" Medium,
    /// A price that is fixed whatever happens.
    FixedPeg = "fixed-peg" Info,
    /// Fees may take more than the cap.
    FeeTimesCount = "fee-times-count" Medium,
    /// Nothing limits how many payouts leave.
    NoCountLimit = "no-count-limit" Medium,
    /// A list that permits a new entry at once.
    NewDestinationAtOnce = "new-destination-at-once" Medium,
    /// Money may go to any address.
    AnyDestination = "any-destination" Info,
    /// Two entries that look alike where people look.
    LookAlike = "look-alike" High,
    /// A cooling-off that holds nothing up.
    IdleCoolingOff = "idle-cooling-off" Medium,
    /// A block of addresses that can be written otherwise.
    OpaqueBlock = "opaque-block" Medium,
    /// A limit that another makes superfluous.
    DeadLimit = "dead-limit" Info,
    /// A rule that never changes anything.
    DeadRule = "dead-rule" Medium,
    /// Something that nothing refers to.
    Unused = "unused" Info,
    /// Somebody whose time is over, or has not begun.
    InactivePerson = "inactive-person" Info,
    /// A tier above what the caps let out.
    LimitBelowTier = "limit-below-tier" Info,
    /// Above the top tier nothing near it caps.
    UncappedBand = "uncapped-band" High,
    /// Some payouts escape the cap of the others.
    HoleInCap = "hole-in-cap" High,
    /// Approvals bind words and not bytes.
    PayloadOptional = "payload-optional" Info,
    /// Little room for ids and notes.
    StatementRoom = "statement-room" Info,
    /// Nobody has looked for a year.
    Review = "review" Info,
    /// A claim that the policy breaks.
    FalseClaim = "false-claim" High,
    /// A claim that could not be shown.
    UnshownClaim = "unshown-claim" High,
    /// A silence for a code that is none.
    UnknownSilence = "unknown-silence" Medium,
    /// A silence that does not say why.
    SilenceWithoutReason = "silence-without-reason" Medium,
    /// A silence that silences nothing.
    IdleSilence = "idle-silence" Medium,
}

impl LintCode {
    /// The lint so called.
    #[must_use]
    pub fn named(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == text)
    }
}

impl fmt::Display for LintCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for LintCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
