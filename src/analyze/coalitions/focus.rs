//! What of a policy is asked about.

use alloc::string::String;
use alloc::vec::Vec;

use crate::analyze::bands::Band;
use crate::analyze::destinations::Kind;
use crate::analyze::party::Party;
use crate::analyze::people::Classes;
use crate::analyze::situation::{Initiator, Wallets};
use crate::domain::amount::{AmountFault, WrittenAmount};
use crate::domain::name::Name;
use crate::policy::lists::ListId;
use crate::policy::model::{AssetId, Policy, WalletId};

/// Which payouts are asked about; what is left out is asked about in every way that the policy tells apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Focus {
    /// An asset of the policy.
    pub asset: Option<String>,
    /// A wallet of the policy.
    pub wallet: Option<String>,
    /// The name of a list, or `stranger`.
    pub to: Option<String>,
    /// Who initiates.
    pub initiator: Option<String>,
    /// Exactly this amount.
    pub amount: Option<WrittenAmount>,
}

impl Focus {
    /// `10000 USDT, out of hot, to a stranger, initiated by merchant-17`: what is asked about; none if that is everything.
    pub(super) fn in_words(&self, policy: &Policy) -> Option<String> {
        let Self { asset, wallet, to, initiator, amount } = self;
        let amount = amount.as_ref().map(|amount| alloc::format!("{amount}"));
        let to = to.as_deref().map(|to| if self.list(policy).is_some() { to } else { "a stranger" });
        let words = [
            amount.or_else(|| asset.clone()),
            wallet.as_ref().map(|wallet| alloc::format!("out of {wallet}")),
            to.map(|to| alloc::format!("to {to}")),
            initiator.as_ref().map(|initiator| alloc::format!("initiated by {initiator}")),
        ];
        let words: Vec<String> = words.into_iter().flatten().collect();
        (!words.is_empty()).then(|| words.join(", "))
    }

    /// The list that is asked about.
    pub(super) fn list(&self, policy: &Policy) -> Option<ListId> {
        self.to.as_ref().and_then(|name| policy.lists.named(name))
    }
}

/// A focus on what the policy does not have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FocusFault {
    /// No such asset.
    #[error("the policy has no asset `{}`", .0.escape_debug())]
    Asset(String),
    /// No such wallet.
    #[error("the policy has no wallet `{}`", .0.escape_debug())]
    Wallet(String),
    /// Neither a list nor `stranger`.
    #[error("the policy has no list `{}`", .0.escape_debug())]
    To(String),
    /// No name, or one that differs from a known one in case alone.
    #[error("nobody can initiate a payout as `{}`", .0.escape_debug())]
    Initiator(String),
    /// Not an amount of its asset.
    #[error("the amount: {0}")]
    Amount(AmountFault),
    /// An asset, and an amount of another.
    #[error("the amount is not one of the asset that is asked about")]
    AmountOfAnother,
}

impl FocusFault {
    /// How to cure it.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self {
            Self::Asset(_) | Self::Wallet(_) => "name one of the policy, in its letters",
            Self::To(_) => "name a list of the policy, or write `stranger` for whoever is in none",
            Self::Initiator(_) => "name an approver or a requester of the policy, in its letters",
            Self::Amount(fault) => fault.help(),
            Self::AmountOfAnother => "leave the asset out: the amount names it",
        }
    }
}

/// A focus, read under a policy.
#[derive(Clone, Debug)]
pub(super) struct Aim {
    asset: Option<AssetId>,
    wallet: Option<WalletId>,
    to: Option<Whereto>,
    initiator: Option<Name>,
    units: Option<u128>,
}

#[derive(Clone, Copy, Debug)]
enum Whereto {
    Stranger,
    List(ListId),
}

impl Aim {
    pub(super) fn at(policy: &Policy, focus: &Focus) -> Result<Self, FocusFault> {
        let named = focus.asset.as_ref().map(|name| (name.as_str(), policy.asset_named(name)));
        let mut asset = named.map(|(name, found)| found.ok_or_else(|| FocusFault::Asset(name.into()))).transpose()?;
        let mut units = None;
        if let Some(amount) = &focus.amount {
            let name = amount.asset().as_str();
            let of = policy.asset_named(name).ok_or_else(|| FocusFault::Asset(name.into()))?;
            if asset.is_some_and(|asset| asset != of) {
                return Err(FocusFault::AmountOfAnother);
            }
            let decimals = policy.asset(of).map_or(0, |asset| asset.decimals);
            let read = amount.units(decimals).map_err(FocusFault::Amount)?;
            if read == 0 {
                return Err(FocusFault::Amount(AmountFault::Zero));
            }
            (asset, units) = (Some(of), Some(read));
        }
        let wallet = focus.wallet.as_ref();
        let wallet = wallet.map(|name| policy.wallet_named(name).ok_or_else(|| FocusFault::Wallet(name.clone())));
        let to = focus.to.as_ref().map(|name| match policy.lists.named(name) {
            Some(list) => Ok(Whereto::List(list)),
            None if name == "stranger" => Ok(Whereto::Stranger),
            None => Err(FocusFault::To(name.clone())),
        });
        let initiator = focus.initiator.as_ref().map(|name| {
            let parsed = Name::parse(name).ok().filter(|name| policy.twins.people.twin_of(name).is_none());
            parsed.ok_or_else(|| FocusFault::Initiator(name.clone()))
        });
        Ok(Self { asset, wallet: wallet.transpose()?, to: to.transpose()?, initiator: initiator.transpose()?, units })
    }

    pub(super) fn takes_asset(&self, asset: AssetId) -> bool {
        self.asset.is_none_or(|one| one == asset)
    }

    /// What of a class of wallets is asked about.
    pub(super) fn of_wallets(&self, wallets: &Wallets) -> Wallets {
        let asked = wallets.0.iter().filter(|wallet| self.wallet.is_none_or(|one| one == **wallet));
        Wallets(asked.copied().collect())
    }

    pub(super) fn takes_kind(&self, kind: &Kind) -> bool {
        match self.to {
            None => true,
            Some(Whereto::Stranger) => kind.is_stranger(),
            Some(Whereto::List(list)) => kind.stands.iter().any(|(stands, _)| *stands == list),
        }
    }

    /// The classes of people: who is asked about as the initiator is like nobody else.
    pub(super) fn of_classes(&self, policy: &Policy, classes: Classes) -> Classes {
        let signer = self.initiator.as_ref().and_then(|name| policy.roll.named(name.as_str()));
        match signer {
            Some(signer) => classes.with_apart(signer),
            None => classes,
        }
    }

    /// Everybody there is to ask about, or the one that is asked about.
    pub(super) fn of_initiators(&self, policy: &Policy, all: Vec<Initiator>) -> Vec<Initiator> {
        let Some(name) = self.initiator.clone() else { return all };
        let signer = policy.roll.named(name.as_str());
        let alike = signer.into_iter().fold(Party::nobody(), Party::with);
        alloc::vec![Initiator { signer, name, class: None, alike }]
    }

    pub(super) fn of_bands(&self, bands: Vec<Band>) -> Vec<Band> {
        match self.units {
            None => bands,
            Some(units) => {
                alloc::vec![Band { above: units.saturating_sub(1), up_to: Some(units), lines: Vec::new() }]
            }
        }
    }

    pub(super) fn is_one_amount(&self) -> bool {
        self.units.is_some()
    }
}
