//! The payouts that an analysis asks the engine about.

use crate::domain::amount::{WrittenAmount, shortest};
use crate::domain::destination::Destination;
use crate::domain::digest::Digest;
use crate::domain::instant::Instant;
use crate::domain::name::{Name, PayoutId};
use crate::payout::record::Payout;
use crate::policy::model::{AssetId, Demand, Policy, WalletId};

/// One payout of so many units.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ask<'a> {
    pub(crate) id: &'a str,
    pub(crate) wallet: WalletId,
    pub(crate) asset: AssetId,
    pub(crate) units: u128,
    pub(crate) to: &'a Destination,
    pub(crate) asker: &'a Name,
    /// In what a fee of nothing is offered; none if none is named.
    pub(crate) fee: Option<AssetId>,
    pub(crate) submitted_at: Instant,
}

impl Ask<'_> {
    /// It; bound to a raw transaction where the policy wants one.
    pub(crate) fn payout(&self, policy: &Policy) -> Option<Payout> {
        let (id, amount) = (PayoutId::parse(self.id).ok()?, written(policy, self.asset, self.units)?);
        let wallet = policy.wallets.get(self.wallet.0)?.clone();
        let payout = Payout::asked(id, wallet, amount, self.to, self.asker.clone(), self.submitted_at);
        let payload = (policy.payload_required == Demand::Required).then(raw_transaction);
        Some(payout.with_fee(self.fee.and_then(|fee| written(policy, fee, 0))).with_payload(payload))
    }
}

/// So many units of an asset, as a payout writes them.
pub(crate) fn written(policy: &Policy, asset: AssetId, units: u128) -> Option<WrittenAmount> {
    let asset = policy.asset(asset)?;
    of(units, asset.decimals, &asset.name)
}

/// So many units, of which one is so many decimals behind the point, as a payout writes them.
pub(crate) fn of(units: u128, decimals: u8, name: &Name) -> Option<WrittenAmount> {
    WrittenAmount::parse(&alloc::format!("{} {name}", shortest(units, decimals))).ok()
}

/// The digest of the raw transaction to which what is asked about is bound.
pub(crate) fn raw_transaction() -> Digest {
    Digest::of(b"the raw transaction that an analysis supposes")
}
