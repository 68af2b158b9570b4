//! Prices: who sets them, how far they may go, and what never moves.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use super::code::LintCode;
use super::finding::Sink;
use super::ground::{Ground, names_in_words, threshold};
use crate::domain::name::Name;
use crate::domain::people::People;
use crate::policy::model::{AssetId, Measure, Most, Rated};

/// The assets whose price some rule or limit needs, of those that some rule pays.
fn valued(ground: &Ground<'_>) -> Vec<AssetId> {
    let policy = ground.policy;
    let in_currency = |most: &Most| match most {
        Most::Payout(sum) | Most::Window { sum, .. } => sum.of == Measure::Currency,
        Most::Count { .. } | Most::Fee { .. } | Most::AnyFee => false,
    };
    let limits = || policy.limits.iter().filter(|limit| in_currency(&limit.most)).map(|limit| &limit.selector);
    let rules = || {
        let valued =
            policy.rules.iter().filter(|rule| threshold(rule).is_some_and(|(sum, _)| sum.of == Measure::Currency));
        valued.map(|rule| &rule.selector)
    };
    let leaves =
        |asset: &AssetId| policy.rules.iter().any(|rule| rule.permits() && rule.selector.assets.takes(Some(asset)));
    let needs = |asset: &AssetId| limits().chain(rules()).any(|selector| selector.assets.takes(Some(asset)));
    (0..policy.assets.len()).map(AssetId).filter(|asset| leaves(asset) && needs(asset)).collect()
}

fn rated(ground: &Ground<'_>, asset: AssetId) -> Option<Rated> {
    ground.policy.prices.as_ref().and_then(|prices| prices.rated.get(&asset)).copied()
}

fn names(ground: &Ground<'_>, assets: impl Iterator<Item = AssetId>) -> Vec<Name> {
    assets.filter_map(|asset| ground.policy.asset(asset)).map(|asset| asset.name.clone()).collect()
}

/// One feed's key, or the feeds of one organisation, set a price.
pub(super) fn one_feed(ground: &Ground<'_>, sink: &mut Sink) {
    let Some(feeds) = ground.policy.prices.as_ref().and_then(|prices| prices.feeds.as_ref()) else { return };
    let floating = valued(ground).into_iter().filter(|asset| !matches!(rated(ground, *asset), Some(Rated::Fixed(_))));
    let assets = names(ground, floating);
    if assets.is_empty() {
        return;
    }
    let place = ground.places.of_table("prices", "feeds");
    let (written, assets) = (ground.written(&place), names_in_words(&assets, "and"));
    let fewest = feeds.quorum.missing(People::NOBODY, feeds.quorum.people()).map_or(0, |(fewest, _)| fewest);
    if fewest == 1 {
        let message = alloc::format!(
            "`{written}` is one key: whoever has it sets the price of {assets} while the others are silent"
        );
        sink.add(LintCode::OneFeed, place, message, "ask for two feeds at least, of different houses");
        return;
    }
    let orgs: BTreeSet<&Name> = ground.facts.values().filter_map(|facts| facts.org.as_ref()).collect();
    for org in orgs {
        let own = ground
            .policy
            .roll
            .who(|person| ground.facts.get(&person.name).is_some_and(|facts| facts.org.as_ref() == Some(org)));
        if feeds.quorum.is_met_by(own) {
            let message = alloc::format!("`{org}` alone meets `{written}`: it sets the price of {assets}");
            sink.add(LintCode::OneFeed, place.clone(), message, "ask for feeds of different houses");
        }
    }
}

/// A price that feeds may set to anything.
pub(super) fn no_bounds(ground: &Ground<'_>, sink: &mut Sink) {
    // Without feeds nothing that is not fixed ever has a price.
    if ground.policy.prices.as_ref().is_none_or(|prices| prices.feeds.is_none()) {
        return;
    }
    let open = names(ground, valued(ground).into_iter().filter(|asset| rated(ground, *asset).is_none()));
    if open.is_empty() {
        return;
    }
    let assets = names_in_words(&open, "and");
    let message = alloc::format!(
        "feeds that call {assets} almost worthless, by error or by design, open every tier and cap in the currency"
    );
    let help = "write the lowest and the highest price you would believe in `bounds`";
    sink.add(LintCode::NoBounds, ground.places.of_table("prices", "bounds"), message, help);
}

/// A price that stays whatever the market says.
pub(super) fn fixed_peg(ground: &Ground<'_>, sink: &mut Sink) {
    let fixed = names(
        ground,
        valued(ground).into_iter().filter(|asset| matches!(rated(ground, *asset), Some(Rated::Fixed(_)))),
    );
    if fixed.is_empty() {
        return;
    }
    let counts = if fixed.len() == 1 { "counts at its" } else { "count at their" };
    let message = alloc::format!(
        "{} {counts} fixed price whatever the market says: worth more, it leaves beyond the caps; worth less, they are full early",
        names_in_words(&fixed, "and")
    );
    let help = "let feeds price it within `bounds`, or cap it in its own amount as well";
    sink.add(LintCode::FixedPeg, ground.places.of_table("prices", "fixed"), message, help);
}
