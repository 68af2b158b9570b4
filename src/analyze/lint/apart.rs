//! What tells apart two kinds of payout of which one should not need less than the other.

use super::cases::Case;
use super::code::{LintCode, Severity};
use super::ground::Ground;
use crate::policy::model::{AssetId, Rule, WalletId};
use crate::policy::selector::Destinations;

/// What tells apart two kinds of payout that are otherwise the same, of which one should not need less than the other.
/// The graver stand first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Apart {
    /// One goes to an address in no list, the other to one in a list.
    Stranger,
    /// A program asks for one, or somebody who approves nothing, and a person for the other.
    Program,
    List,
    /// Another approver asks, or another program.
    Asker,
    Wallet,
    /// Another asset moves, of the same value.
    Asset,
}

impl Apart {
    pub(super) const ALL: [Self; 6] =
        [Self::Stranger, Self::Program, Self::List, Self::Asker, Self::Wallet, Self::Asset];

    /// None where one may well need less: a listed address less than a stranger, a person less than a program.
    pub(super) fn of(ground: &Ground<'_>, strict: &Case, loose: &Case) -> Option<Self> {
        let is_stranger = |case: &Case| ground.kind(case).is_some_and(|kind| kind.is_stranger);
        let is_apart = |case: &Case| ground.asking(case).is_some_and(|asking| asking.is_apart);
        let share_a_rule = strict.covering.iter().any(|rule| loose.is_covered_by(*rule));
        if strict.asset != loose.asset {
            let prices = ground.policy.prices.as_ref();
            let is_rated = prices.is_some_and(|prices| prices.rated.contains_key(&loose.asset));
            return (is_rated && share_a_rule && is_stranger(strict) && is_stranger(loose)).then_some(Self::Asset);
        }
        if !is_stranger(strict) && is_stranger(loose) {
            // Whoever asks, and out of whichever wallet; but what programs ask may well need more than what people do.
            return (!is_apart(strict) || is_apart(loose)).then_some(Self::Stranger);
        }
        if strict.wallet != loose.wallet {
            return share_a_rule.then_some(Self::Wallet);
        }
        if strict.asking != loose.asking {
            return match (is_apart(strict), is_apart(loose)) {
                (true, false) => None,
                (false, true) => share_a_rule.then_some(Self::Program),
                (false, false) | (true, true) => share_a_rule.then_some(Self::Asker),
            };
        }
        let is_other = !is_stranger(strict) && strict.kind != loose.kind;
        (is_other && share_a_rule).then_some(Self::List)
    }

    /// In what cases that are so apart are alike.
    pub(super) fn rest(self, case: &Case) -> Rest {
        match self {
            Self::Stranger => (Some(case.asset), None, None, None),
            Self::List => (Some(case.asset), Some(case.wallet), None, Some(case.asking)),
            Self::Program | Self::Asker => (Some(case.asset), Some(case.wallet), Some(case.kind), None),
            Self::Wallet => (Some(case.asset), None, Some(case.kind), Some(case.asking)),
            // Addresses of two chains are of no one kind.
            Self::Asset => (None, Some(case.wallet), None, Some(case.asking)),
        }
    }

    pub(super) fn side(self) -> Side {
        match self {
            Self::Stranger | Self::List => Side::To,
            Self::Program | Self::Asker => Side::Initiators,
            Self::Wallet => Side::Wallets,
            Self::Asset => Side::Assets,
        }
    }

    pub(super) fn severity(self) -> Severity {
        match self {
            Self::Stranger | Self::Program => LintCode::TierGap.severity(),
            Self::List | Self::Asker | Self::Wallet | Self::Asset => Severity::Medium,
        }
    }

    pub(super) fn help(self) -> &'static str {
        match self {
            Self::Stranger | Self::Program => {
                "let the tier bind as widely as the rule it adds to: `to = \"any\"`, and the same `initiators`"
            }
            Self::List => {
                "let the tier bind as widely as the rule it adds to, or name in its `not_to` what may need less"
            }
            Self::Asker => "let the tier bind as widely as the rule it adds to: the same `initiators`",
            Self::Wallet => {
                "let the tier bind as widely as the rule it adds to: the same `wallets`, or give the others a tier of their own"
            }
            Self::Asset => {
                "let the tier bind as widely as the rule it adds to: the same `assets`, or give the others a tier of their own"
            }
        }
    }
}

/// In what two kinds of payout differ: which key of a tier is too narrow for one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    To,
    Initiators,
    Wallets,
    Assets,
}

/// Everything but one thing in which two kinds of payout may differ.
pub(super) type Rest = (Option<AssetId>, Option<WalletId>, Option<usize>, Option<usize>);

impl Side {
    pub(super) fn key(self, tier: &Rule) -> &'static str {
        match (self, &tier.selector.to) {
            (Self::To, Destinations::NotIn(_)) => "not_to",
            (Self::To, Destinations::Any | Destinations::In(_)) => "to",
            (Self::Initiators, _) => "initiators",
            (Self::Wallets, _) => "wallets",
            (Self::Assets, _) => "assets",
        }
    }
}
