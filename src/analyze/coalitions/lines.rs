//! Who can release what, a line for every band of amounts: what a finding shows of it.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use super::survey::{BandOfAmounts, Coalitions, KindOfPayout};
use super::text::{after, by_wait, when};
use crate::analyze::bands;
use crate::analyze::destinations::{Kind, Stand};
use crate::analyze::prices::{PriceSource, SupposedPrice};
use crate::analyze::situation::{Ground, Initiator, Wallets};
use crate::analyze::times::Time;
use crate::domain::amount::shortest;
use crate::domain::name::Name;
use crate::domain::span::Span;
use crate::policy::model::{AssetId, Limit, Most, Policy, Rule, WalletId};
use crate::policy::people::Signer;
use crate::policy::selector::{Destinations, Initiators, Requesters, Selector};

/// Assets out of the same wallets of which one line is true.
struct Line<'c> {
    assets: Vec<String>,
    wallets: &'c [WalletId],
    whereto: String,
    band: String,
}

impl Coalitions<'_> {
    /// The smallest sets for every band of amounts, wherever somebody alone releases some of what a rule permits.
    ///
    /// Where a price is supposed, that is the first line.
    pub(crate) fn lines_about(&self, rule: &Rule) -> Vec<String> {
        let kinds = self.anybodys_under(rule);
        let assets: Vec<AssetId> = kinds.iter().map(|kind| kind.asset).collect();
        self.supposed_prices(&assets).into_iter().chain(self.lines_of(kinds.into_iter())).collect()
    }

    /// The same of payouts that one initiator asks for, by an analysis of those alone.
    pub(crate) fn lines_asked_by(&self, rule: &Rule, those: &Coalitions<'_>) -> Vec<String> {
        let said = self.anybodys_under(rule);
        let is_said = |kind: &&KindOfPayout| {
            let is_same = |said: &&KindOfPayout| {
                said.asset == kind.asset
                    && said.wallets.iter().any(|wallet| kind.wallets.contains(wallet))
                    && said.to.iter().any(|to| kind.to.iter().any(|other| to.stands == other.stands))
            };
            said.iter().any(is_same)
        };
        those.lines_of(those.kinds.iter().filter(is_said))
    }

    /// The rules that permit what a rule permits and somebody alone can release some of, whoever asks.
    pub(crate) fn permitting(&self, rule: &Rule) -> Vec<&Rule> {
        let kinds = self.anybodys_under(rule);
        let permits = |other: &&Rule| {
            other.name == rule.name || other.permits() && kinds.iter().any(|kind| is_permitted_by(kind, other))
        };
        self.policy.rules.iter().filter(permits).collect()
    }

    /// What a rule permits, and somebody alone can release some of.
    fn anybodys_under(&self, rule: &Rule) -> Vec<&KindOfPayout> {
        self.kinds.iter().filter(|kind| is_permitted_by(kind, rule) && is_anybodys(kind)).collect()
    }

    /// Those of these people who are interchangeable in all that was asked about, together.
    pub(crate) fn alike(&self, people: &[Signer]) -> Vec<Vec<Signer>> {
        let mut groups: BTreeMap<Vec<Option<usize>>, Vec<Signer>> = BTreeMap::new();
        for person in people {
            let classes = self.classes.iter().map(|classes| classes.class_of(*person)).collect();
            groups.entry(classes).or_default().push(*person);
        }
        let mut groups: Vec<Vec<Signer>> = groups.into_values().collect();
        groups.sort();
        groups
    }

    /// What is the same of several assets is said once, and so is what is the same of neighbouring bands.
    fn lines_of<'c>(&'c self, kinds: impl Iterator<Item = &'c KindOfPayout>) -> Vec<String> {
        let mut lines: Vec<Line<'_>> = Vec::new();
        for kind in kinds {
            let asset = self.policy.asset(kind.asset).map(|asset| asset.name.to_string());
            let whereto = alloc::format!("{}{}", self.whereto(kind), when(kind));
            for band in self.bands_in_words(kind) {
                let is_alike =
                    |line: &&mut Line<'_>| line.wallets == kind.wallets && line.whereto == whereto && line.band == band;
                match lines.iter_mut().find(is_alike) {
                    Some(line) => line.assets.extend(asset.clone()),
                    None => lines.push(Line {
                        assets: asset.iter().cloned().collect(),
                        wallets: &kind.wallets,
                        whereto: whereto.clone(),
                        band,
                    }),
                }
            }
        }
        lines.iter().map(|line| self.in_words(line)).collect()
    }

    /// `1 BTC is taken for 10000 USD, 1 ETH for 500 USD: the lowest that the policy takes`.
    fn supposed_prices(&self, assets: &[AssetId]) -> Option<String> {
        let prices = self.policy.prices.as_ref()?;
        let is_lowest = |(asset, price): &(&AssetId, &SupposedPrice)| {
            assets.contains(asset) && matches!(price.source, PriceSource::Lowest)
        };
        let supposed = self.prices.iter().filter(is_lowest).filter_map(|(asset, price)| {
            let (asset, price) = (self.policy.asset(*asset)?, shortest(price.units, 18));
            Some((asset.name.to_string(), alloc::format!("{price} {}", prices.currency)))
        });
        let words: Vec<String> = supposed
            .enumerate()
            .map(|(place, (asset, price))| {
                let is_taken = if place == 0 { " is taken" } else { "" };
                alloc::format!("1 {asset}{is_taken} for {price}")
            })
            .collect();
        (!words.is_empty()).then(|| alloc::format!("{}: the lowest that the policy takes", words.join(", ")))
    }

    /// `up to 0.5 BTC per 24h: alice; or after 1h by bob and carol`, for every band that somebody can release.
    fn bands_in_words(&self, kind: &KindOfPayout) -> Vec<String> {
        let mut bands: Vec<(String, String)> = Vec::new();
        for band in kind.bands.iter().filter(|band| !band.cell.releases.is_empty()) {
            let (amount, who) = (self.amount_in_words(kind, band), self.releasing(band));
            match bands.last_mut().filter(|(_, known)| *known == who) {
                Some((known, _)) => *known = amount,
                None => bands.push((amount, who)),
            }
        }
        bands.into_iter().map(|(amount, who)| alloc::format!("{amount}: {who}")).collect()
    }

    /// The line that ends a band as it is written, for which no price is needed.
    fn amount_in_words(&self, kind: &KindOfPayout, band: &BandOfAmounts) -> String {
        match band.band.lines.as_slice() {
            [] => self.up_to(kind, &band.band),
            lines => alloc::format!("up to {}", lines.join(" and ")),
        }
    }

    fn releasing(&self, band: &BandOfAmounts) -> String {
        let left = self.left(&band.cell.releases);
        let by_wait = by_wait(&left).into_iter().map(|(waits, who)| {
            let who = self.any_of(who.into_iter());
            if waits == Span::ZERO { who } else { after(waits, &who) }
        });
        let mut who: Vec<String> = by_wait.collect();
        if !band.cell.are_all {
            who.push("perhaps others".into());
        }
        who.join("; or ")
    }

    fn in_words(&self, line: &Line<'_>) -> String {
        let (assets, out_of) = (line.assets.join(", "), self.out_of(line.wallets));
        alloc::format!("{assets}{out_of} {}, {}", line.whereto, line.band)
    }
}

/// Whether somebody alone can release some amount.
fn is_anybodys(kind: &KindOfPayout) -> bool {
    kind.bands.iter().flat_map(|band| &band.cell.releases).any(|release| release.coalition.size() <= 1)
}

/// Whose payouts of a kind a line is about, at a time; none if about nobody's.
pub(super) fn about(
    (ground, wallets, initiators): (&Ground<'_>, &Wallets, &[Initiator]),
    kind: &Kind,
    time: &Time,
    line: &bands::Line<'_>,
) -> Option<String> {
    let is_now = line.during.is_none_or(|hours| time.within.contains(&hours.in_words()));
    let is_theirs = |selector: &Selector| is_about(ground, wallets, kind, selector);
    let permitting = || ground.rules.iter().filter(|rule| rule.permits() && is_theirs(&rule.selector));
    let asks = |one: &&Initiator| permitting().any(|rule| rule.selector.initiators.take(one.signer));
    let taken = initiators.iter().filter(asks).map(|one| line.selector.initiators.take(one.signer));
    let taken: Vec<bool> = taken.collect();
    let (some, all) = (taken.contains(&true), !taken.contains(&false));
    let whose = || if all { String::new() } else { if_asked_by(ground.policy, &line.selector.initiators) };
    (is_now && some && is_theirs(line.selector)).then(whose)
}

/// Whether a rule, limit or block can be about payouts of a kind.
fn is_about(ground: &Ground<'_>, wallets: &Wallets, kind: &Kind, selector: &Selector) -> bool {
    let to = match &selector.to {
        Destinations::Any => true,
        Destinations::In(lists) => lists.iter().any(|list| kind.stand(*list).is_some()),
        Destinations::NotIn(lists) => !lists.iter().any(|list| kind.stand(*list) == Some(Stand::In)),
    };
    to && selector.assets.takes(Some(&ground.asset))
        && wallets.0.iter().any(|wallet| selector.wallets.takes(Some(wallet)))
}

/// What limits however many payouts of a kind, whoever releases them: `20 BTC per 24h (btc-day)`.
pub(super) fn limits(ground: &Ground<'_>, wallets: &Wallets, kind: &Kind) -> Vec<String> {
    let policy = ground.policy;
    let line = |limit: &Limit| {
        let (what, span, scope) = match &limit.most {
            Most::Window { sum, span, scope } => (policy.in_words(*sum), *span, *scope),
            Most::Count { payouts, span, scope } => (alloc::format!("{payouts} payouts"), *span, *scope),
            Most::Payout(_) | Most::Fee { .. } | Most::AnyFee => return None,
        };
        let whose = if_asked_by(policy, &limit.selector.initiators);
        Some(alloc::format!("{}{whose} ({})", bands::per(policy, &what, span, scope), limit.name))
    };
    let all = policy.limits.iter().filter(|limit| is_about(ground, wallets, kind, &limit.selector));
    all.filter_map(line).collect()
}

/// ` if tina or tom asks`; nothing where it is whoever asks.
fn if_asked_by(policy: &Policy, initiators: &Initiators) -> String {
    let Initiators::Named { approvers, requesters } = initiators else { return String::new() };
    let mut names: Vec<String> = policy.roll.names(*approvers).iter().map(Name::to_string).collect();
    match requesters {
        Requesters::All => names.push("a requester".into()),
        Requesters::These(places) => {
            let roll = policy.roll.requesters.iter().enumerate();
            names.extend(roll.filter(|(place, _)| places.contains(place)).map(|(_, one)| one.name.to_string()));
        }
    }
    alloc::format!(" if {} asks", names.join(" or "))
}

/// Whether a rule covers some of what is asked about.
fn is_permitted_by(kind: &KindOfPayout, rule: &Rule) -> bool {
    let to = |to: &Kind| match &rule.selector.to {
        Destinations::Any => true,
        Destinations::In(lists) => lists.iter().any(|list| to.stand(*list) == Some(Stand::In)),
        Destinations::NotIn(lists) => !lists.iter().any(|list| to.stand(*list).is_some()),
    };
    rule.selector.assets.takes(Some(&kind.asset))
        && kind.wallets.iter().any(|wallet| rule.selector.wallets.takes(Some(wallet)))
        && kind.to.iter().any(to)
}
