//! A payout read under a policy: its asset, wallet and people looked up, its destination decoded.

use alloc::boxed::Box;
use alloc::string::String;

use super::record::Payout;
use crate::domain::amount::{AmountFault, WrittenAmount, shortest};
use crate::domain::destination::{Destination, DestinationFault};
use crate::domain::name::Name;
use crate::policy::lists::Standing;
use crate::policy::model::{Asset, AssetId, Policy, WalletId};
use crate::policy::people::Signer;

/// What a payout means under a policy.
#[derive(Clone, Debug)]
pub(crate) enum Reading {
    /// An asset of it is unknown, or the fee's is on another chain: nothing else is read.
    Unread(Unread),
    Read(Box<Transfer>),
}

/// Why a payout's asset cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unread {
    UnknownAsset,
    UnknownFeeAsset,
    FeeOnAnotherChain,
}

/// The transfer that is asked for.
#[derive(Clone, Debug)]
pub(crate) struct Transfer {
    pub(crate) asset: AssetId,
    pub(crate) units: u128,
    /// None where the policy does not name the wallet.
    pub(crate) wallet: Option<WalletId>,
    pub(crate) destination: Destination,
    /// Where the destination stands in the policy's lists.
    pub(crate) standing: Standing,
    /// None is unlimited.
    pub(crate) fee: Option<Fee>,
    /// None where the policy does not know the person.
    pub(crate) initiator: Option<Signer>,
}

/// An amount of a fee.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fee {
    pub(crate) asset: AssetId,
    pub(crate) units: u128,
}

/// Why a payout is refused before anything is asked of the policy's rules.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PayoutFault {
    /// A wallet, asset or person of the policy, but for case.
    #[error("the payout's {what} is `{written}`, and the policy has `{known}`: equal but for case")]
    Case {
        /// `wallet`, `asset`, `fee asset` or `initiator`
        what: &'static str,
        /// as the payout writes it
        written: Name,
        /// as the policy writes it
        known: Name,
    },
    /// The amount is not one of its asset.
    #[error("the payout's amount: {0}")]
    Amount(AmountFault),
    /// The fee is not an amount of its asset.
    #[error("the payout's fee: {0}")]
    Fee(AmountFault),
    /// The destination fails its chain's form or checksum.
    #[error("the payout's destination: {0}")]
    Destination(DestinationFault),
    /// What people would sign is longer than a hardware wallet shows.
    #[error("the statement would have {bytes} bytes, {most} are shown")]
    Statement {
        /// with the policy's longest approver name and 40 characters for the number
        bytes: usize,
        /// 640
        most: usize,
    },
}

impl PayoutFault {
    /// Its stable code in kebab case.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Case { .. } => "case-differs",
            Self::Amount(_) => "bad-amount",
            Self::Fee(_) => "bad-fee",
            Self::Destination(_) => "bad-destination",
            Self::Statement { .. } => "statement-too-long",
        }
    }

    /// How to cure it.
    #[must_use]
    pub fn help(&self) -> String {
        match self {
            Self::Case { known, .. } => alloc::format!("write `{known}`"),
            Self::Amount(fault) | Self::Fee(fault) => fault.help().into(),
            Self::Destination(fault) => fault.help(),
            Self::Statement { .. } => "shorten the note, the id or the tag".into(),
        }
    }
}

/// Reads a payout under a policy.
pub(crate) fn read(policy: &Policy, payout: &Payout) -> Result<Reading, PayoutFault> {
    refuse_case_twins(policy, payout)?;
    if payout.amount.is_zero() {
        return Err(PayoutFault::Amount(AmountFault::Zero));
    }
    let Some((asset, known)) = look_up(policy, payout.amount.asset()) else {
        return Ok(Reading::Unread(Unread::UnknownAsset));
    };
    let fee = match &payout.fee {
        None => None,
        Some(fee) => {
            let Some(found) = look_up(policy, fee.asset()) else {
                return Ok(Reading::Unread(Unread::UnknownFeeAsset));
            };
            if found.1.chain != known.chain {
                return Ok(Reading::Unread(Unread::FeeOnAnotherChain));
            }
            let units = fee.units(found.1.decimals).map_err(PayoutFault::Fee)?;
            Some(Fee { asset: found.0, units })
        }
    };
    let units = payout.amount.units(known.decimals).map_err(PayoutFault::Amount)?;
    let tag = payout.tag.as_ref().map(crate::domain::tag::Tag::as_str);
    let destination =
        Destination::new(known.chain.clone(), payout.to.as_str(), tag).map_err(PayoutFault::Destination)?;
    Ok(Reading::Read(Box::new(Transfer {
        asset,
        units,
        wallet: policy.wallet_named(payout.wallet.as_str()),
        standing: policy.lists.standing(&destination),
        destination,
        fee,
        initiator: policy.roll.named(payout.initiator.as_str()),
    })))
}

fn look_up<'p>(policy: &'p Policy, name: &Name) -> Option<(AssetId, &'p Asset)> {
    let id = policy.asset_named(name.as_str())?;
    Some((id, policy.asset(id)?))
}

/// The payout with its amounts in shortest form and its address as its chain prints it.
pub(crate) fn canonical(policy: &Policy, payout: &Payout, reading: &Reading) -> Payout {
    let Reading::Read(transfer) = reading else {
        let (amount, fee) = (payout.amount.shortest(), payout.fee.as_ref().map(WrittenAmount::shortest));
        return Payout { amount, fee, ..payout.clone() };
    };
    let written = |asset: AssetId, units| {
        let asset = policy.asset(asset)?;
        WrittenAmount::parse(&alloc::format!("{} {}", shortest(units, asset.decimals), asset.name)).ok()
    };
    let mut canonical = payout.clone();
    if let Some(amount) = written(transfer.asset, transfer.units) {
        canonical.amount = amount;
    }
    if let Some(fee) = transfer.fee.and_then(|fee| written(fee.asset, fee.units)) {
        canonical.fee = Some(fee);
    }
    if let Ok(to) = alloc::format!("{}", transfer.destination.address()).try_into() {
        canonical.to = to;
    }
    canonical
}

/// A name that differs from a known one in case alone would pass by every rule that names it.
fn refuse_case_twins(policy: &Policy, payout: &Payout) -> Result<(), PayoutFault> {
    let kinds = [
        ("wallet", Some(&payout.wallet), &policy.twins.wallets),
        ("asset", Some(payout.amount.asset()), &policy.twins.assets),
        ("fee asset", payout.fee.as_ref().map(WrittenAmount::asset), &policy.twins.assets),
        ("initiator", Some(&payout.initiator), &policy.twins.people),
    ];
    for (what, written, known) in kinds {
        let Some(written) = written else { continue };
        if let Some(known) = known.twin_of(written) {
            return Err(PayoutFault::Case { what, written: written.clone(), known });
        }
    }
    Ok(())
}
