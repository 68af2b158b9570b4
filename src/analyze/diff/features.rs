//! What of an example is neither people, nor time, nor amount: named where the other policy refuses it so.

use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;

use super::example::Example;
use crate::analyze::ask;
use crate::analyze::destinations::{self, Kind, Lists};
use crate::analyze::situation::Ground;
use crate::domain::amount::WrittenAmount;
use crate::domain::destination::Destination;
use crate::domain::name::Name;
use crate::payout::record::Payout;
use crate::policy::lists::ListId;
use crate::policy::model::Policy;
use crate::policy::selector::Each;

/// Which features of a payout nobody could have it released with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Features {
    fee: bool,
    payload: bool,
}

impl Features {
    /// The same payout without one of them, and without both: with no fee named and a fee of nothing in every asset, and
    /// bound to a raw transaction or not.
    pub(super) fn without(payout: &Payout, policy: &Policy) -> Vec<(Self, Payout)> {
        let nothing = policy.assets.iter().filter_map(|asset| ask::of(0, asset.decimals, &asset.name));
        let mut fees: Vec<Option<WrittenAmount>> = core::iter::once(None).chain(nothing.map(Some)).collect();
        fees.retain(|fee| fee.as_ref() != payout.fee());
        let bound = match payout.payload_sha256() {
            Some(_) => None,
            None => Some(ask::raw_transaction()),
        };
        let rebound = payout.clone().with_payload(bound);
        let other_fee = |payout: &Payout, features: Self| {
            let (payout, fees) = (payout.clone(), fees.clone());
            fees.into_iter().map(move |fee| (features, payout.clone().with_fee(fee)))
        };
        other_fee(payout, Self { fee: true, payload: false })
            .chain(core::iter::once((Self { fee: false, payload: true }, rebound.clone())))
            .chain(other_fee(&rebound, Self { fee: true, payload: true }))
            .collect()
    }

    /// ` with a fee of 0.002 BTC`, ` without naming the raw transaction`.
    pub(super) fn in_words(self, payout: &Payout) -> String {
        let fee = match payout.fee() {
            _ if !self.fee => String::new(),
            Some(fee) => alloc::format!(" with a fee of {fee}"),
            None => " with no fee named".into(),
        };
        let payload = match payout.payload_sha256() {
            _ if !self.payload => "",
            Some(_) => " naming the raw transaction",
            None => " without naming the raw transaction",
        };
        alloc::format!("{fee}{payload}")
    }
}

/// Where an example goes, as in ` to a stranger`, if either policy tells one destination from another: elsewhere others
/// may have it released.
pub(super) fn destination((inner, outer): (&Policy, &Policy), example: &Example, destination: &Destination) -> String {
    let payout = &example.payout;
    let kind = told_apart((inner, outer), example, destination);
    // What has left to an address may count against that one alone.
    let is_counted = outer.scopes.iter().any(|scope| scope.each.contains(&Each::Destination));
    let is_same = is_counted && example.lines.iter().any(|line| line.to.as_str() == payout.to());
    match (is_same, kind) {
        (false, None) => String::new(),
        (false, Some(kind)) => alloc::format!(" to {kind}"),
        (true, None) => " to the same address".into(),
        (true, Some(kind)) => alloc::format!(" to the same address ({kind})"),
    }
}

/// What kind of destination it is, in words if they mean the same to both policies; none if both know but one.
fn told_apart((inner, outer): (&Policy, &Policy), example: &Example, destination: &Destination) -> Option<String> {
    let payout = &example.payout;
    let ground = |policy| {
        let asset = Policy::asset_named(policy, payout.amount().asset().as_str())?;
        Some(Ground::new(policy, asset, policy.wallet_named(payout.wallet().as_str())?))
    };
    let grounds: Vec<Ground<'_>> = [inner, outer].into_iter().filter_map(ground).collect();
    if grounds.iter().all(|ground| ground.kinds(&ground.candidates(), example.at).len() < 2) {
        return None;
    }
    let name = |policy: &Policy, list| policy.lists.name(list).cloned();
    let names: BTreeSet<Name> = grounds
        .iter()
        .flat_map(|ground| ground.lists().into_iter().filter_map(|list| name(ground.policy, list)))
        .collect();
    let in_words = |policy: &Policy, named: BTreeSet<ListId>| {
        let lists = Lists { named, unnamed: None };
        let stands = destinations::stands(&policy.lists.standing(destination), &lists, example.at);
        Kind { destination: destination.clone(), last: destination.clone(), stands }.in_words(policy)
    };
    let of = |policy: &Policy| names.iter().filter_map(|name| policy.lists.named(name.as_str())).collect();
    let (own, other) = (in_words(inner, of(inner)), in_words(outer, of(outer)));
    if own == other {
        return Some(other);
    }
    let tag = payout.tag().map(|tag| alloc::format!(" tag {}", tag.as_str())).unwrap_or_default();
    Some(alloc::format!("{}{tag}", payout.to()))
}
