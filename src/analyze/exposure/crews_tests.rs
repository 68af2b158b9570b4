//! What limits alone let out is no less than what everybody can take.

use alloc::collections::BTreeMap;

use super::crews::Crews;
use super::survey::Survey;
use super::terrain::Terrain;
use super::theft::{Theft, Thieves};
use super::worth::Worth;
use crate::analyze::prices;
use crate::analyze::supposed::Supposed;
use crate::domain::instant::Instant;
use crate::domain::span::Span;
use crate::policy::model::{AssetId, Measure, Policy};
use crate::price::quotes::Quotes;

const SHOWCASES: [&str; 8] = [
    include_str!("../../../policies/bridge.toml"),
    include_str!("../../../policies/cold-vault.toml"),
    include_str!("../../../policies/hot-wallet.toml"),
    include_str!("../../../policies/many-assets.toml"),
    include_str!("../../../policies/market-maker.toml"),
    include_str!("../../../policies/minimal.toml"),
    include_str!("../../../policies/payment-processor.toml"),
    include_str!("../../../policies/treasury.toml"),
];

/// The most that leaves within a week of every asset, where a bound is proven, by so many checks of the engine, and whether it is presumed.
fn most(policy: &Policy, by: Thieves, checks: u64) -> Option<(BTreeMap<AssetId, Option<u128>>, bool)> {
    let (at, within) = (Instant::parse("2026-11-23T10:00:00Z").ok()?, Span::parse("7d").ok()?);
    let theft = Theft { by, within, respond: None, at, asset: None };
    let terrain = Terrain::of(policy, at, within.seconds(), None, None);
    let lowest = prices::lowest(policy, &Quotes::none(), at);
    let units = lowest.iter().map(|(asset, price)| (*asset, price.units)).collect();
    let supposed = Supposed::new(policy).with_prices(units);
    let crews = Crews::within(&terrain, &theft, &supposed, checks);
    let (is_bounded, end) = (crews.are_bounded(&terrain), within.seconds().min(terrain.end));
    let survey =
        Survey { supposed: &supposed, crews: &crews.all, everybody: crews.everybody.as_ref(), is_bounded, end };
    let most = |asset| {
        let worth = Worth { policy, of: Measure::Asset(asset), prices: &lowest, lowest: &lowest, known: None };
        (asset, survey.at_most(worth, &|_| true).map(|(most, _)| most))
    };
    let all = (0..policy.assets.len())
        .map(AssetId)
        .filter(|asset| terrain.fields.iter().any(|field| field.ground.asset == *asset));
    Some((all.map(most).collect(), crews.is_presumed))
}

#[test]
fn what_limits_alone_let_out_is_no_less_than_what_everybody_takes() {
    let mut tight = 0;
    for text in SHOWCASES {
        let policy = Policy::parse(text).ok();
        let asked = policy.as_ref().and_then(|policy| most(policy, Thieves::Any(u32::MAX), u64::MAX));
        let presumed = policy.as_ref().and_then(|policy| most(policy, Thieves::Any(u32::MAX), 0));
        let both = asked.zip(presumed);
        assert!(both.as_ref().is_some_and(|((_, asked), (_, presumed))| !asked && *presumed), "{both:?}");
        let Some(((asked, _), (presumed, _))) = both else { continue };
        assert!(asked.keys().eq(presumed.keys()));
        for (asset, most) in &presumed {
            // Of what no limit is about wherever it goes, nothing is proven.
            let (Some(taken), Some(most)) = (asked.get(asset).copied().flatten(), *most) else { continue };
            assert!(taken <= most, "{asset:?}: {taken} are taken, and at most {most} are said");
            tight = usize::from(taken == most).saturating_add(tight);
        }
    }
    assert!(tight >= 4, "of {tight} assets nothing else holds everybody back");
}
