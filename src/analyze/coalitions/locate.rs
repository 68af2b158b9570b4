//! Which kind of payout one is.

use super::survey::{BandOfAmounts, Coalitions, KindOfPayout};
use crate::analyze::destinations;
use crate::analyze::situation::Ground;
use crate::analyze::times;
use crate::domain::instant::Instant;
use crate::payout::reading::{Reading, read};
use crate::payout::record::Payout;

impl Coalitions<'_> {
    /// The kind and the band that a payout is of, if it is decided at an instant of the week from the reference instant:
    /// what was found of them is true of it. None if it cannot be read, or was not asked about.
    #[must_use]
    pub fn kind_of(&self, payout: &Payout, at: Instant) -> Option<(&KindOfPayout, &BandOfAmounts)> {
        let Ok(Reading::Read(transfer)) = read(self.policy, payout) else { return None };
        let (asset, wallet) = (transfer.asset, transfer.wallet?);
        let ground = Ground::new(self.policy, asset, wallet).asked_to(self.asked.list(self.policy));
        let stands = destinations::stands(&transfer.standing, &ground.told_apart(), at);
        let (within, _) = times::parted(&ground.hours(), at);
        let kind = self.kinds.iter().find(|kind| {
            kind.asset == asset
                && kind.wallets.contains(&wallet)
                && kind.to.iter().any(|to| to.stands == stands)
                && kind.times.iter().any(|time| time.within == within)
        })?;
        let band = kind.bands.iter().find(|band| {
            transfer.units > band.band.above && band.band.up_to.is_none_or(|up_to| transfer.units <= up_to)
        });
        Some((kind, band?))
    }
}
