//! `wallet`, `asset`: does the policy name them?

use crate::decide::check::{CheckCode, Finding};
use crate::decide::scene::Scene;
use crate::payout::reading::Unread;
use crate::payout::record::Payout;
use crate::policy::model::Policy;

pub(in crate::decide) fn wallet(policy: &Policy, payout: &Payout) -> Finding {
    let wallet = payout.wallet();
    if policy.wallet_named(wallet.as_str()).is_some() {
        return Finding::met(CheckCode::Known, alloc::format!("the policy governs the wallet `{wallet}`"));
    }
    Finding::fail(CheckCode::UnknownWallet, alloc::format!("the policy does not govern the wallet `{wallet}`"))
}

pub(in crate::decide) fn asset(scene: &Scene<'_, '_>) -> Finding {
    let asset = scene.payout().amount().asset();
    Finding::met(CheckCode::Known, alloc::format!("the policy knows {asset}"))
}

/// The asset of a payout that is not read for it.
pub(in crate::decide) fn unread_asset(payout: &Payout, why: Unread) -> Finding {
    let asset = payout.amount().asset();
    let fee = payout.fee().map_or(asset, |fee| fee.asset());
    match why {
        Unread::UnknownAsset => {
            Finding::fail(CheckCode::UnknownAsset, alloc::format!("the policy does not know the asset `{asset}`"))
        }
        Unread::UnknownFeeAsset => {
            let text = alloc::format!("the policy does not know the asset `{fee}` of the fee");
            Finding::fail(CheckCode::UnknownFeeAsset, text)
        }
        Unread::FeeOnAnotherChain => {
            let text = alloc::format!("the fee is in {fee}, which is on another chain than {asset}");
            Finding::fail(CheckCode::FeeOnAnotherChain, text)
        }
    }
}
