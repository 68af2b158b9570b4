//! A ledger's line, read under a policy.

use alloc::string::String;

use super::record::{EntryState, LedgerEntry};
use crate::domain::amount::AmountFault;
use crate::domain::destination::Destination;
use crate::domain::instant::Instant;
use crate::policy::lists::Standing;
use crate::policy::model::{AssetId, Policy, WalletId};
use crate::policy::people::Signer;

/// A line and what it means under a policy.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) entry: LedgerEntry,
    /// None where the policy no longer names the asset: the line then has no destination either.
    pub(crate) known: Option<Known>,
    /// None where the policy no longer names the wallet.
    pub(crate) wallet: Option<WalletId>,
    /// None where the policy does not know the person.
    pub(crate) initiator: Option<Signer>,
    /// Its value in units of the policy's currency, if it was recorded in that.
    pub(crate) value: Option<u128>,
}

/// What only an asset's decimals and chain make readable.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub(crate) asset: AssetId,
    pub(crate) units: u128,
    pub(crate) destination: Destination,
    pub(crate) standing: Standing,
}

impl Line {
    /// Reads an entry.
    ///
    /// # Errors
    /// What of it cannot be read under the policy.
    pub(crate) fn read(policy: &Policy, entry: LedgerEntry) -> Result<Self, String> {
        if entry.amount.is_zero() {
            return Err(alloc::format!("`amount`: {}", AmountFault::Zero));
        }
        let known = match policy.asset_named(entry.amount.asset().as_str()) {
            Some(asset) => Some(Self::known(policy, asset, &entry)?),
            None if is_opaque(entry.to.as_str()) => None,
            None => return Err("`to` is no address: 1 to 128 printable characters without space".into()),
        };
        let fee_asset = entry.fee.as_ref().and_then(|fee| policy.asset_named(fee.asset().as_str()));
        if let (Some(fee), Some(asset)) = (&entry.fee, fee_asset.and_then(|id| policy.asset(id))) {
            fee.units(asset.decimals).map_err(|fault| alloc::format!("`fee`: {fault}"))?;
        }
        let value = match (&entry.value, &policy.prices) {
            (Some(value), Some(prices)) if *value.asset() == prices.currency => {
                Some(positive(value.units(prices.decimals)).map_err(|fault| alloc::format!("`value`: {fault}"))?)
            }
            _ => None,
        };
        Ok(Self {
            wallet: policy.wallet_named(entry.wallet.as_str()),
            initiator: policy.roll.named(entry.initiator.as_str()),
            known,
            value,
            entry,
        })
    }

    fn known(policy: &Policy, asset: AssetId, entry: &LedgerEntry) -> Result<Known, String> {
        let Some(named) = policy.asset(asset) else { return Err("its asset is unknown".into()) };
        let units = entry.amount.units(named.decimals);
        let units = units.map_err(|fault| alloc::format!("`amount`: {fault}"))?;
        let tag = entry.tag.as_ref().map(crate::domain::tag::Tag::as_str);
        let destination = Destination::new(named.chain.clone(), entry.to.as_str(), tag);
        let destination = destination.map_err(|fault| alloc::format!("`to`: {fault}"))?;
        Ok(Known { asset, units, standing: policy.lists.standing(&destination), destination })
    }

    pub(crate) fn at(&self) -> Instant {
        self.entry.at
    }

    pub(crate) fn state(&self) -> EntryState {
        self.entry.state
    }

    pub(crate) fn asset(&self) -> Option<AssetId> {
        self.known.as_ref().map(|known| known.asset)
    }
}

/// Whether a text can be an address on some chain: all that can be asked where the asset is unknown.
fn is_opaque(address: &str) -> bool {
    (1..=128).contains(&address.len()) && address.bytes().all(|byte| byte.is_ascii_graphic())
}

fn positive(units: Result<u128, AmountFault>) -> Result<u128, AmountFault> {
    units.and_then(|units| if units == 0 { Err(AmountFault::Zero) } else { Ok(units) })
}
