//! Kinds of payout of which the same is true are said once.

use alloc::vec::Vec;

use super::cell::{Cell, Field};
use super::coalition::{Coalition, Release};
use super::survey::{BandOfAmounts, KindOfPayout};
use super::vetoes::Vetoes;
use crate::analyze::bands::Band;
use crate::domain::name::Name;

/// The bands, neighbours of which the same is true put together.
pub(super) fn merged_bands(bands: &[Band], field: &Field<'_, '_>) -> Vec<BandOfAmounts> {
    let mut merged: Vec<BandOfAmounts> = Vec::new();
    for band in bands {
        let next = BandOfAmounts { band: band.clone(), cell: field.cell(band.asked()) };
        match merged.last_mut().filter(|last| last.says_what(&next)) {
            Some(last) => {
                // The proof of the largest amount is the one that is kept.
                let above = last.band.above;
                *last = BandOfAmounts { band: Band { above, ..next.band }, cell: next.cell };
            }
            None => merged.push(next),
        }
    }
    merged
}

pub(super) fn merged_times(found: Vec<KindOfPayout>, many: usize) -> Vec<KindOfPayout> {
    let mut merged: Vec<KindOfPayout> = Vec::new();
    for one in found {
        let stands = |kind: &KindOfPayout| kind.to.iter().map(|to| to.stands.clone()).collect::<Vec<_>>();
        match merged.iter_mut().find(|known| stands(known) == stands(&one) && says_what(known, &one)) {
            Some(known) => known.times.extend(one.times),
            None => merged.push(one),
        }
    }
    for one in &mut merged {
        one.is_at_any_time = one.times.len() == many;
    }
    merged
}

pub(super) fn merged_kinds(found: Vec<KindOfPayout>, many: usize) -> Vec<KindOfPayout> {
    let mut merged: Vec<KindOfPayout> = Vec::new();
    for one in found {
        match merged.iter_mut().find(|known| known.times == one.times && says_what(known, &one)) {
            Some(known) => known.to.extend(one.to),
            None => merged.push(one),
        }
    }
    for one in &mut merged {
        one.is_to_anybody = one.to.len() == many;
    }
    merged
}

pub(super) fn merged_wallets(found: Vec<KindOfPayout>) -> Vec<KindOfPayout> {
    let mut merged: Vec<KindOfPayout> = Vec::new();
    for one in found {
        let stands = |kind: &KindOfPayout| kind.to.iter().map(|to| to.stands.clone()).collect::<Vec<_>>();
        let is_alike = |known: &&mut KindOfPayout| {
            known.times == one.times && stands(known) == stands(&one) && says_what(known, &one)
        };
        match merged.iter_mut().find(is_alike) {
            Some(known) => known.wallets.extend(one.wallets),
            None => merged.push(one),
        }
    }
    merged
}

fn says_what(one: &KindOfPayout, other: &KindOfPayout) -> bool {
    let same_band = |(one, other): (&BandOfAmounts, &BandOfAmounts)| one.band == other.band && one.says_what(other);
    // What nobody can release nothing limits.
    let is_nobodys = |kind: &KindOfPayout| kind.bands.iter().all(|band| band.cell.releases.is_empty());
    let are_limited_alike = one.limits == other.limits || is_nobodys(one) && is_nobodys(other);
    are_limited_alike && one.bands.len() == other.bands.len() && one.bands.iter().zip(&other.bands).all(same_band)
}

impl BandOfAmounts {
    fn says_what(&self, other: &Self) -> bool {
        let sets = |releases: &[Release]| -> Vec<(Coalition, u64)> {
            let one = |release: &Release| (release.coalition.clone(), release.waits.seconds());
            releases.iter().map(one).collect()
        };
        let vetoes = |cell: &Cell| -> Vec<(Vec<Name>, bool, Vec<Coalition>)> {
            let names = |vetoes: &Vetoes| vetoes.initiators.iter().map(|one| one.name.clone()).collect();
            cell.vetoes.iter().map(|one| (names(one), one.can_withdraw, one.coalitions.clone())).collect()
        };
        let (own, other) = (&self.cell, &other.cell);
        sets(&own.releases) == sets(&other.releases)
            && sets(&own.at_once) == sets(&other.at_once)
            && vetoes(own) == vetoes(other)
            && own.locks == other.locks
            && own.are_all == other.are_all
            && own.lacks_price == other.lacks_price
    }
}
