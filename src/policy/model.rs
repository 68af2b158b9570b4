//! What a policy means: no text, no place in a text, nothing left to look up.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use super::claim::Claim;
use super::index::Index;
use super::lists::Lists;
use super::names::Folded;
use super::people::Roll;
use super::seats::Quorum;
use super::selector::{Each, Selector};
use crate::domain::calendar::Hours;
use crate::domain::chain::Chain;
use crate::domain::digest::Digest;
use crate::domain::name::Name;
use crate::domain::people::People;
use crate::domain::span::Span;
use crate::domain::text::Plain;
use crate::key::key::Key;

/// A policy that has been read whole and found to mean something: the only kind there is.
///
/// ```
/// # let text = include_str!("../../policies/minimal.toml");
/// let policy = countersign::Policy::parse(text)?;
/// assert_eq!(policy.name().as_str(), "minimal");
/// # Ok::<(), countersign::Problems>(())
/// ```
#[derive(Clone, Debug)]
pub struct Policy {
    pub(crate) identity: Identity,
    pub(crate) title: Option<String>,
    pub(crate) wallets: Vec<Name>,
    pub(crate) payout_ttl: Span,
    pub(crate) approval_ttl: Span,
    pub(crate) clock_skew: Span,
    pub(crate) payload_required: Demand,
    pub(crate) initiator_approval: InitiatorApproval,
    pub(crate) assets: Vec<Asset>,
    pub(crate) roll: Roll,
    pub(crate) groups: BTreeMap<Name, People>,
    pub(crate) lists: Lists,
    pub(crate) rules: Vec<Rule>,
    pub(crate) limits: Vec<Limit>,
    pub(crate) blocks: Vec<Block>,
    pub(crate) prices: Option<Prices>,
    pub(crate) claims: Vec<Claim>,
    pub(crate) scopes: Vec<Scope>,
    pub(crate) index: Indexes,
    pub(crate) twins: Twins,
}

/// Every name in lower case.
#[derive(Clone, Debug)]
pub(crate) struct Twins {
    pub(crate) wallets: Folded,
    pub(crate) assets: Folded,
    pub(crate) people: Folded,
}

/// Which policy it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Identity {
    pub(crate) realm: Name,
    pub(crate) name: Name,
    pub(crate) version: u64,
    pub(crate) previous: Option<Digest>,
    pub(crate) digest: Digest,
}

/// Whether something must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Demand {
    Optional,
    Required,
}

/// Whether who initiates a payout may also approve it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InitiatorApproval {
    Refused,
    Permitted,
}

/// Where each asset, wallet, list, scope stands in its policy's order of names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct AssetId(pub(crate) usize);
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct WalletId(pub(crate) usize);
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ScopeId(pub(crate) usize);

#[derive(Clone, Debug)]
pub(crate) struct Asset {
    pub(crate) name: Name,
    pub(crate) chain: Chain,
    pub(crate) decimals: u8,
}

/// What a payout needs.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub(crate) name: Name,
    pub(crate) selector: Selector,
    pub(crate) above: Above,
    pub(crate) during: Option<Hours>,
    pub(crate) approve: Approval,
    pub(crate) veto: Option<Quorum>,
    pub(crate) delay: Option<Delay>,
    pub(crate) hours: Option<Hours>,
}

impl Rule {
    /// Whether it permits: a rule with `above` or `during` only adds.
    pub(crate) fn permits(&self) -> bool {
        matches!(self.above, Above::Nothing) && self.during.is_none()
    }

    /// Whether it demands that somebody sign something.
    pub(crate) fn demands_signature(&self) -> bool {
        matches!(self.approve, Approval::By(_)) || self.selector.initiators.are_named()
    }
}

/// Above what a rule binds.
#[derive(Clone, Debug)]
pub(crate) enum Above {
    /// From the first unit on.
    Nothing,
    Payout(Sum),
    Window {
        sum: Sum,
        span: Span,
        scope: ScopeId,
    },
}

/// So many units of an asset or of the currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sum {
    pub(crate) units: u128,
    pub(crate) of: Measure,
}

/// What a sum is a sum of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Measure {
    Asset(AssetId),
    Currency,
}

/// Whose approval a rule asks for.
#[derive(Clone, Debug)]
pub(crate) enum Approval {
    /// `approve = "none"`.
    Nobody,
    By(Quorum),
}

impl Approval {
    /// The quorum, if anybody is asked.
    pub(crate) fn quorum(&self) -> Option<&Quorum> {
        match self {
            Self::Nobody => None,
            Self::By(quorum) => Some(quorum),
        }
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Delay {
    pub(crate) span: Span,
    pub(crate) waived_by: Option<Quorum>,
}

/// How much may leave.
#[derive(Clone, Debug)]
pub(crate) struct Limit {
    pub(crate) name: Name,
    pub(crate) selector: Selector,
    pub(crate) most: Most,
}

#[derive(Clone, Debug)]
pub(crate) enum Most {
    Payout(Sum),
    Window { sum: Sum, span: Span, scope: ScopeId },
    Count { payouts: u64, span: Span, scope: ScopeId },
    Fee { units: u128, asset: AssetId },
    AnyFee,
}

/// What never leaves.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    pub(crate) name: Name,
    pub(crate) selector: Selector,
    pub(crate) reason: Option<String>,
}

/// A running total that the ledger keeps for a rule or limit.
#[derive(Clone, Debug)]
pub(crate) struct Scope {
    pub(crate) selector: Selector,
    pub(crate) counts: Counts,
    pub(crate) each: Vec<Each>,
}

/// What a running total adds up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Counts {
    Payouts,
    Units(Measure),
}

/// What things are worth.
#[derive(Clone, Debug)]
pub(crate) struct Prices {
    pub(crate) currency: Name,
    pub(crate) decimals: u8,
    pub(crate) feeds: Option<Feeds>,
    pub(crate) rated: BTreeMap<AssetId, Rated>,
}

#[derive(Clone, Debug)]
pub(crate) struct Feeds {
    pub(crate) quorum: Quorum,
    pub(crate) max_age: Span,
}

/// What the policy says of an asset's price, in units of 10^-18.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rated {
    Fixed(u128),
    Between(u128, u128),
}

/// Which rules, limits and scopes can concern an asset in a wallet.
#[derive(Clone, Debug)]
pub(crate) struct Indexes {
    pub(crate) rules: Index,
    pub(crate) limits: Index,
    pub(crate) scopes: Index,
}

impl Policy {
    /// The realm it rules in: a test copy has another.
    #[must_use]
    pub fn realm(&self) -> &Name {
        &self.identity.realm
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &Name {
        &self.identity.name
    }

    /// Its version, from 1.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.identity.version
    }

    /// The SHA-256 of the version before, from version 2 on.
    #[must_use]
    pub fn previous(&self) -> Option<Digest> {
        self.identity.previous
    }

    /// The SHA-256 of its text: `sha256sum` prints the same.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.identity.digest
    }

    /// Its title, if it has one.
    #[must_use]
    pub fn title(&self) -> Option<&str> {
        self.title.as_deref()
    }

    /// The wallets it governs, in order of their names.
    #[must_use]
    pub fn wallets(&self) -> &[Name] {
        &self.wallets
    }

    /// Who may approve, in order of their names.
    pub fn approvers(&self) -> impl Iterator<Item = &Name> {
        self.roll.approvers.iter().map(|person| &person.name)
    }

    /// Who may sign requests and nothing else, in order of their names.
    pub fn requesters(&self) -> impl Iterator<Item = &Name> {
        self.roll.requesters.iter().map(|person| &person.name)
    }

    /// The groups and their members, in order of their names.
    pub fn groups(&self) -> impl Iterator<Item = (&Name, Vec<Name>)> {
        self.groups.iter().map(|(group, people)| (group, self.roll.names(*people)))
    }

    /// The keys of an approver or requester; none of someone the policy does not know.
    #[must_use]
    pub fn keys_of(&self, signer: &str) -> &[Key] {
        let person = self.roll.named(signer).and_then(|signer| self.roll.person(signer));
        person.map_or([].as_slice(), |person| person.keys.as_slice())
    }

    /// The names of its rules, in order.
    pub fn rules(&self) -> impl Iterator<Item = &Name> {
        self.rules.iter().map(|rule| &rule.name)
    }

    /// The names of its limits, in order.
    pub fn limits(&self) -> impl Iterator<Item = &Name> {
        self.limits.iter().map(|limit| &limit.name)
    }

    /// The names of its blocks, in order.
    pub fn blocks(&self) -> impl Iterator<Item = &Name> {
        self.blocks.iter().map(|block| &block.name)
    }

    /// What it claims of itself, in order of the claims' names. No decision asks them.
    #[must_use]
    pub fn claims(&self) -> &[Claim] {
        &self.claims
    }

    /// How long an approval may live at most.
    #[must_use]
    pub fn approval_ttl(&self) -> Span {
        self.approval_ttl
    }

    /// How long after its submission a payout expires.
    #[must_use]
    pub fn payout_ttl(&self) -> Span {
        self.payout_ttl
    }

    /// How many rules, limits and blocks it has.
    #[must_use]
    pub fn size(&self) -> PolicySize {
        PolicySize { rules: self.rules.len(), limits: self.limits.len(), blocks: self.blocks.len() }
    }

    /// `realm/name`: what its ledger is called.
    pub(crate) fn ledger_name(&self) -> Plain {
        let Identity { realm, name, .. } = &self.identity;
        Plain::of_names(realm, name)
    }

    pub(crate) fn asset_named(&self, name: &str) -> Option<AssetId> {
        self.assets.binary_search_by(|asset| asset.name.as_str().cmp(name)).ok().map(AssetId)
    }

    pub(crate) fn wallet_named(&self, name: &str) -> Option<WalletId> {
        self.wallets.binary_search_by(|wallet| wallet.as_str().cmp(name)).ok().map(WalletId)
    }

    pub(crate) fn asset(&self, id: AssetId) -> Option<&Asset> {
        self.assets.get(id.0)
    }

    /// How a sum is written.
    pub(crate) fn in_words(&self, sum: Sum) -> String {
        let written =
            |decimals, name: &Name| alloc::format!("{} {name}", crate::domain::amount::shortest(sum.units, decimals));
        let shown = match sum.of {
            Measure::Asset(id) => self.asset(id).map(|asset| written(asset.decimals, &asset.name)),
            Measure::Currency => self.prices.as_ref().map(|prices| written(prices.decimals, &prices.currency)),
        };
        shown.unwrap_or_default()
    }
}

/// How many rules, limits and blocks a policy has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PolicySize {
    /// `[[rules]]`
    pub rules: usize,
    /// `[[limits]]`
    pub limits: usize,
    /// `[[blocks]]`
    pub blocks: usize,
}
