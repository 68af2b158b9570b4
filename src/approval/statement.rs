//! What is signed: one ASCII text that a person reads, its most important words first.

use alloc::string::String;
use core::fmt;

use super::record::Verdict;
use crate::domain::amount::shortest;
use crate::domain::chain::Chain;
use crate::domain::instant::Instant;
use crate::domain::name::Name;
use crate::domain::tag::Tag;
use crate::payout::reading::{Fee, PayoutFault, Transfer};
use crate::payout::record::{Note, Payout};
use crate::policy::model::Policy;

/// The most bytes a statement may have: hardware wallets show that much.
pub(crate) const MOST_BYTES: usize = 640;

/// The characters kept free for the number in `pay`, so that a smaller amount always fits too.
const ROOM_FOR_NUMBER: usize = 40;

/// The exact text that a signer signs, eighteen lines of ASCII.
///
/// ```text
/// countersign payout v1
/// verdict: approve
/// pay: 0.5 BTC
/// …
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement(String);

impl Statement {
    /// The bytes to sign.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Statement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a statement says of a payout behind its number.
pub(crate) struct Lines<'l> {
    pub(crate) asset: &'l Name,
    pub(crate) chain: &'l Chain,
    pub(crate) address: &'l str,
    pub(crate) tag: Option<&'l str>,
    pub(crate) listed_in: Option<&'l Name>,
    pub(crate) fee: &'l str,
    pub(crate) wallet: &'l Name,
    pub(crate) note: Option<&'l str>,
    pub(crate) id: &'l str,
    pub(crate) initiator: &'l Name,
    pub(crate) submitted: Instant,
    pub(crate) payload: Option<&'l str>,
}

impl Lines<'_> {
    fn body(&self, policy: &Policy) -> String {
        let Self { asset, chain, address, fee, wallet, id, initiator, submitted, .. } = self;
        let identity = &policy.identity;
        alloc::format!(
            " {asset}\nto: {chain} {address}\ntag: {tag}\nlisted-in: {listed_in}\nfee-up-to: {fee}\nwallet: {wallet}\n\
             note: {note}\npayout: {id}\ninitiator: {initiator}\nsubmitted: {submitted}\npayload-sha256: {payload}\n\
             policy: {realm}/{name} {version}\npolicy-sha256: {digest}\nsigner: ",
            tag = self.tag.unwrap_or("-"),
            listed_in = self.listed_in.map_or("-", Name::as_str),
            note = self.note.unwrap_or("-"),
            payload = self.payload.unwrap_or("-"),
            realm = identity.realm,
            name = identity.name,
            version = identity.version,
            digest = identity.digest,
        )
    }

    /// The bytes that a statement of these lines leaves of those that may be shown.
    pub(crate) fn room(&self, policy: &Policy) -> usize {
        let template = Template { number: String::new(), body: self.body(policy) };
        MOST_BYTES.saturating_sub(template.longest(policy))
    }
}

/// The part of a statement that is the same for every signer of a payout under a policy.
#[derive(Clone, Debug)]
pub(crate) struct Template {
    number: String,
    /// From behind the number to behind `signer: `.
    body: String,
}

impl Template {
    /// Writes it, if a statement of it fits what hardware wallets show.
    pub(crate) fn new(policy: &Policy, payout: &Payout, transfer: &Transfer) -> Result<Self, PayoutFault> {
        let decimals = |asset| policy.asset(asset).map_or(0, |asset| asset.decimals);
        let number = shortest(transfer.units, decimals(transfer.asset));
        let fee = match (transfer.fee, payout.fee()) {
            (Some(Fee { asset, units }), Some(written)) => {
                alloc::format!("{} {}", shortest(units, decimals(asset)), written.asset())
            }
            _ => "unlimited".into(),
        };
        let destination = &transfer.destination;
        let listed_in = transfer.standing.listed_in().and_then(|list| policy.lists.name(list));
        let address = alloc::format!("{}", destination.address());
        let payload = payout.payload_sha256().map(|digest| alloc::format!("{digest}"));
        let lines = Lines {
            asset: payout.amount().asset(),
            chain: destination.chain(),
            address: &address,
            tag: destination.tag().map(Tag::as_str),
            listed_in,
            fee: &fee,
            wallet: payout.wallet(),
            note: payout.note().map(Note::as_str),
            id: payout.id().as_str(),
            initiator: payout.initiator(),
            submitted: payout.submitted_at(),
            payload: payload.as_deref(),
        };
        let body = lines.body(policy);
        let template = Self { number, body };
        let bytes = template.longest(policy);
        if bytes > MOST_BYTES {
            return Err(PayoutFault::Statement { bytes, most: MOST_BYTES });
        }
        Ok(template)
    }

    /// The bytes of an `approve` by the approver with the longest name and of a number of 40 digits.
    fn longest(&self, policy: &Policy) -> usize {
        let longest = policy.roll.approvers.iter().map(|person| person.name.as_str()).max_by_key(|name| name.len());
        let any = Instant::EARLIEST;
        let statement = self.statement(Verdict::Approve, longest.unwrap_or(""), any, Some(any));
        statement.as_str().len().saturating_sub(self.number.len()).saturating_add(ROOM_FOR_NUMBER)
    }

    pub(crate) fn statement(
        &self,
        verdict: Verdict,
        signer: &str,
        signed_at: Instant,
        expires_at: Option<Instant>,
    ) -> Statement {
        let Self { number, body } = self;
        let expires = expires_at.map_or("-".into(), |at| alloc::format!("{at}"));
        Statement(alloc::format!(
            "countersign payout v1\nverdict: {verdict}\npay: {number}{body}{signer}\nsigned: {signed_at}\nexpires: {expires}\n"
        ))
    }
}
