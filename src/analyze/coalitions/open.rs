//! Whether anything can leave under a policy at all.

use alloc::string::String;

use super::cell::{Field, Quoting};
use super::moments::Sheet;
use crate::analyze::incomplete::Budget;
use crate::analyze::prices;
use crate::analyze::situation::{self, Ground};
use crate::analyze::supposed::Supposed;
use crate::domain::instant::Instant;
use crate::policy::model::{AssetId, Policy};
use crate::price::quotes::Quotes;

/// What becomes of the smallest payouts if everybody signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Opening {
    /// Some are allowed.
    Open,
    /// None ever is: what stands against one of them, in the engine's words.
    Shut(String),
    /// Not all could be asked about.
    Unknown,
}

/// Asks about the smallest payout of every kind that is submitted in the week from `at`, until one is allowed.
pub(crate) fn opening(policy: &Policy, at: Instant, budget: &Budget) -> Opening {
    let prices = prices::supposed(policy, &Quotes::none(), at);
    let supposed =
        Supposed::new(policy).with_prices(prices.into_iter().map(|(asset, one)| (asset, one.units)).collect());
    let mut shut = Opening::Unknown;
    let mut is_known = true;
    for (asset, wallets) in (0..policy.assets.len())
        .map(AssetId)
        .flat_map(|asset| situation::wallets(policy).into_iter().map(move |wallets| (asset, wallets)))
    {
        let Some(wallet) = wallets.0.first() else { continue };
        let ground = Ground::new(policy, asset, *wallet);
        let candidates = ground.candidates();
        let sheet = Sheet::of(&ground, &candidates, at);
        is_known &= sheet.incomplete.is_empty();
        let classes = ground.classes(sheet.from, sheet.end);
        let initiators = ground.initiators(&classes);
        let (supposed, ground, classes, initiators) = (&supposed, &ground, &classes, initiators.as_slice());
        for time in &sheet.times {
            for (_, chances) in sheet.kinds(ground, &candidates, time) {
                let field = Field {
                    supposed,
                    budget,
                    ground,
                    classes,
                    initiators,
                    chances: &chances,
                    quoting: Quoting::Everybody,
                };
                is_known &= field.can_all_be_read();
                match field.opening() {
                    Opening::Open => return Opening::Open,
                    Opening::Shut(why) if shut == Opening::Unknown || shut == Opening::Shut(String::new()) => {
                        shut = Opening::Shut(why);
                    }
                    Opening::Shut(_) => {}
                    Opening::Unknown => is_known = false,
                }
            }
        }
    }
    if is_known { shut } else { Opening::Unknown }
}
