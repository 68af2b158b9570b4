//! Whether what something is worth in the inner policy is no less than in the outer.

use crate::domain::name::Name;
use crate::domain::people::{People, PersonId};
use crate::policy::model::{AssetId, Feeds, Policy, Prices, Rated};
use crate::policy::people::Signer;

/// Whether the outer has a price of an asset whenever the inner has one, and never a higher.
pub(super) fn is_worth_no_less(inner: &Policy, outer: &Policy, asset: &Name) -> bool {
    let Some((own, other)) = inner.prices.as_ref().zip(outer.prices.as_ref()) else { return false };
    let ids = inner.asset_named(asset.as_str()).zip(outer.asset_named(asset.as_str()));
    let Some((own_id, other_id)) = ids else { return false };
    // Values are rounded up to a unit of the currency: what is coarser is no less.
    if own.currency != other.currency || own.decimals > other.decimals {
        return false;
    }
    match (own.rated.get(&own_id), other.rated.get(&other_id)) {
        _ if is_never_priced(own, own_id) => true,
        (Some(Rated::Fixed(own)), Some(Rated::Fixed(other))) => own >= other,
        (Some(Rated::Fixed(_)), _) | (_, Some(Rated::Fixed(_))) => false,
        (a, b) => is_no_narrower(a, b) && are_quoted_alike((inner, own), (outer, other)),
    }
}

/// Nobody says what it is worth: what needs to know that waits for ever.
pub(super) fn is_never_priced(prices: &Prices, asset: AssetId) -> bool {
    prices.feeds.is_none() && !matches!(prices.rated.get(&asset), Some(Rated::Fixed(_)))
}

/// Whether the outer has a price of an asset whenever the inner has one, whatever it is.
pub(super) fn is_priced_too(inner: &Policy, outer: &Policy, asset: &Name) -> bool {
    let Some((own, other)) = inner.prices.as_ref().zip(outer.prices.as_ref()) else { return false };
    let ids = inner.asset_named(asset.as_str()).zip(outer.asset_named(asset.as_str()));
    let Some((own_id, other_id)) = ids else { return false };
    if own.currency != other.currency || own.decimals > other.decimals {
        return false;
    }
    match (own.rated.get(&own_id), other.rated.get(&other_id)) {
        _ if is_never_priced(own, own_id) => true,
        (_, Some(Rated::Fixed(_))) => true,
        (Some(Rated::Fixed(_)), _) | (None, Some(_)) => false,
        (_, None) => are_quoted_too((inner, own), (outer, other)),
        (Some(Rated::Between(low, high)), Some(Rated::Between(other_low, other_high))) => {
            other_low <= low && high <= other_high && are_quoted_too((inner, own), (outer, other))
        }
    }
}

/// Whether what is a quote to the inner is one to the outer, and what is one to the outer alone is lower than all of the
/// inner's: then the latest of a feed is the same to both, or to the outer a lower.
fn is_no_narrower(own: Option<&Rated>, other: Option<&Rated>) -> bool {
    match (own, other) {
        (Some(Rated::Between(low, high)), Some(Rated::Between(other_low, other_high))) => {
            other_low <= low && other_high == high
        }
        _ => own == other,
    }
}

/// Whether so many units of the inner are at most so many of the outer, whose units are no larger.
pub(super) fn is_at_most((own, own_decimals): (u128, u8), (other, other_decimals): (u128, u8)) -> bool {
    let finer = other_decimals.checked_sub(own_decimals).and_then(|places| 10u128.checked_pow(places.into()));
    finer.and_then(|finer| own.checked_mul(finer)).is_some_and(|own| own <= other)
}

/// Whether quotes that give the inner a price give the outer one, and no higher.
fn are_quoted_alike((inner, own): (&Policy, &Prices), (outer, other): (&Policy, &Prices)) -> bool {
    let (Some(own), Some(other)) = (&own.feeds, &other.feeds) else { return own.feeds.is_none() };
    inner.clock_skew == outer.clock_skew
        && own.max_age == other.max_age
        && have_same_feeds((inner, own), (outer, other))
}

/// Whether quotes that give the inner a price give the outer one.
fn are_quoted_too((inner, own): (&Policy, &Prices), (outer, other): (&Policy, &Prices)) -> bool {
    let (Some(own), Some(other)) = (&own.feeds, &other.feeds) else { return own.feeds.is_none() };
    inner.clock_skew <= outer.clock_skew
        && own.max_age <= other.max_age
        && have_same_feeds((inner, own), (outer, other))
}

fn have_same_feeds((inner, own): (&Policy, &Feeds), (outer, other): (&Policy, &Feeds)) -> bool {
    let one = |policy: &Policy, person: PersonId| {
        policy.roll.person(Signer::Approver(person)).map(|person| (person.name.clone(), person.active))
    };
    let all = |policy: &Policy, people: People| {
        people.iter().map(|person| one(policy, person)).collect::<alloc::vec::Vec<_>>()
    };
    let (own_people, other_people) = (own.quorum.people(), other.quorum.people());
    if all(inner, own_people) != all(outer, other_people) {
        return false;
    }
    // The same people, place by place: the one quorum is the other, or asks for more of them.
    let other_of = |people: People| {
        let places = own_people.iter().zip(other_people.iter());
        places.filter(|(place, _)| people.has(*place)).map(|(_, place)| place).collect::<People>()
    };
    let count = own_people.count();
    if count > 12 {
        return own.quorum.sets().map(other_of).eq(other.quorum.sets())
            && own_people == other_people
            && own.quorum == other.quorum;
    }
    subsets(own_people).all(|people| !own.quorum.is_met_by(people) || other.quorum.is_met_by(other_of(people)))
}

/// Every subset of a few people.
fn subsets(people: People) -> impl Iterator<Item = People> {
    let last = 1u32.checked_shl(people.count()).unwrap_or(0);
    (0..last).map(move |number| {
        let chosen = people.iter().zip(0u32..).filter(move |(_, bit)| number.checked_shr(*bit).unwrap_or(0) & 1 == 1);
        chosen.map(|(person, _)| person).collect()
    })
}

/// Whether quotes mean the same to both.
pub(super) fn are_alike(inner: &Policy, outer: &Policy) -> bool {
    let common = inner.assets.iter().map(|asset| &asset.name).filter(|name| outer.asset_named(name.as_str()).is_some());
    let priced = inner.prices.is_some() || outer.prices.is_some();
    !priced
        || common
            .into_iter()
            .all(|asset| is_worth_no_less(inner, outer, asset) && is_worth_no_less(outer, inner, asset))
}
