//! One payout with all that is said and known of it, the same under any policy.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::analyze::foreseen::Foreseen;
use crate::analyze::supposed::{Asked, Said, Supposed};
use crate::approval::record::Verdict;
use crate::domain::instant::Instant;
use crate::domain::name::Name;
use crate::ledger::ledger::Ledger;
use crate::ledger::record::LedgerEntry;
use crate::payout::record::Payout;
use crate::policy::model::Policy;
use crate::price::quotes::Quotes;

/// A payout, who says what of it and when, what has left before, what things are quoted at, and the instant it is
/// decided on: all by name, so that it can be laid before any policy.
///
/// People are supposed to have signed; a person either approves or rejects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    pub(super) payout: Payout,
    pub(super) said: Vec<Said>,
    pub(super) lines: Vec<LedgerEntry>,
    pub(super) quotes: Vec<Quoted>,
    pub(super) at: Instant,
}

/// A quote that a feed is supposed to have given, in units of 10^-18.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Quoted {
    pub(super) feed: Name,
    pub(super) asset: Name,
    pub(super) price: u128,
    pub(super) at: Instant,
}

impl Example {
    /// The payout.
    #[must_use]
    pub fn payout(&self) -> &Payout {
        &self.payout
    }

    /// The instant it is decided on.
    #[must_use]
    pub fn at(&self) -> Instant {
        self.at
    }

    /// What has left before.
    #[must_use]
    pub fn ledger(&self) -> &[LedgerEntry] {
        &self.lines
    }

    /// Whoever approves it, or signs its request, in order of their names.
    #[must_use]
    pub fn signing(&self) -> Vec<Name> {
        self.who(|verdict| verdict != Verdict::Reject)
    }

    /// Whoever rejects it.
    #[must_use]
    pub fn rejecting(&self) -> Vec<Name> {
        self.who(|verdict| verdict == Verdict::Reject)
    }

    /// Whoever signs its request and does not approve it, nor reject it.
    pub(super) fn only_asking(&self) -> Option<&Name> {
        let asking = self.said.iter().find(|said| said.verdict == Verdict::Request).map(|said| &said.signer)?;
        let says_more = self.said.iter().any(|said| said.signer == *asking && said.verdict != Verdict::Request);
        (!says_more).then_some(asking)
    }

    /// What the engine says of it under a policy.
    ///
    /// # Errors
    /// The payout or the ledger cannot be read under the policy: a sentence that says why.
    pub fn under(&self, policy: &Policy) -> Result<Foreseen, String> {
        let supposed = supposing(policy, &self.lines, &self.quotes)?;
        let asked = supposed.open(&self.payout).map_err(|fault| fault.to_string())?;
        Ok(asked.of_said(&self.said, self.at))
    }

    fn who(&self, test: impl Fn(Verdict) -> bool) -> Vec<Name> {
        let mut names: Vec<Name> =
            self.said.iter().filter(|said| test(said.verdict)).map(|said| said.signer.clone()).collect();
        names.sort();
        names.dedup();
        names
    }
}

/// A policy with what has left and what things are quoted at.
pub(super) fn supposing<'p>(
    policy: &'p Policy,
    lines: &[LedgerEntry],
    quotes: &[Quoted],
) -> Result<Supposed<'p>, String> {
    let ledger = Ledger::suppose(policy, lines).map_err(|fault| fault.to_string())?;
    let said = quotes.iter().map(|quote| (&quote.feed, &quote.asset, quote.price, quote.at));
    Ok(Supposed::new(policy).with_ledger(ledger).with_quotes(Quotes::suppose_quoted(policy, said)))
}

/// Whether this is allowed; what cannot be read is not.
pub(super) fn allows(asked: Option<&Asked<'_, '_>>, said: &[Said], at: Instant) -> bool {
    asked.is_some_and(|asked| asked.of_said(said, at).is_allowed())
}
