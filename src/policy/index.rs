//! Looking up what can concern an asset in a wallet, so that a decision costs what binds.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::model::{AssetId, WalletId};
use super::selector::{Choice, Selector};

/// The places of rules, limits or scopes, by the assets and wallets they name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Index {
    everywhere: Vec<usize>,
    by_asset: BTreeMap<AssetId, Vec<usize>>,
    by_wallet: BTreeMap<WalletId, Vec<usize>>,
    by_both: BTreeMap<(AssetId, WalletId), Vec<usize>>,
}

/// Up to so many pairs one selector is entered under; a larger one under its shorter side.
const MOST_PAIRS: usize = 4_096;

impl Index {
    pub(crate) fn new<'s>(selectors: impl Iterator<Item = &'s Selector>) -> Self {
        let mut index = Self::default();
        for (place, selector) in selectors.enumerate() {
            index.enter(place, selector);
        }
        index
    }

    fn enter(&mut self, place: usize, selector: &Selector) {
        match (&selector.assets, &selector.wallets) {
            (Choice::Any, Choice::Any) => self.everywhere.push(place),
            (Choice::Of(assets), Choice::Any) => self.enter_assets(place, assets),
            (Choice::Any, Choice::Of(wallets)) => self.enter_wallets(place, wallets),
            (Choice::Of(assets), Choice::Of(wallets)) => {
                if assets.len().saturating_mul(wallets.len()) <= MOST_PAIRS {
                    for (asset, wallet) in assets.iter().flat_map(|a| wallets.iter().map(move |w| (*a, *w))) {
                        self.by_both.entry((asset, wallet)).or_default().push(place);
                    }
                } else if assets.len() <= wallets.len() {
                    self.enter_assets(place, assets);
                } else {
                    self.enter_wallets(place, wallets);
                }
            }
        }
    }

    fn enter_assets(&mut self, place: usize, assets: &alloc::collections::BTreeSet<AssetId>) {
        for asset in assets {
            self.by_asset.entry(*asset).or_default().push(place);
        }
    }

    fn enter_wallets(&mut self, place: usize, wallets: &alloc::collections::BTreeSet<WalletId>) {
        for wallet in wallets {
            self.by_wallet.entry(*wallet).or_default().push(place);
        }
    }

    /// Everything that may concern this asset in this wallet, in ascending order. The selectors
    /// themselves still have to be asked.
    pub(crate) fn candidates(&self, asset: Option<AssetId>, wallet: Option<WalletId>) -> Vec<usize> {
        let of_asset = asset.and_then(|asset| self.by_asset.get(&asset));
        let of_wallet = wallet.and_then(|wallet| self.by_wallet.get(&wallet));
        let of_both = asset.zip(wallet).and_then(|both| self.by_both.get(&both));
        let found = [Some(&self.everywhere), of_asset, of_wallet, of_both];
        let mut places: Vec<usize> = found.into_iter().flatten().flatten().copied().collect();
        places.sort_unstable();
        places
    }
}
