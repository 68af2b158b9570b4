//! What came of a claim, and the payouts that break it.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use crate::analyze::exposure::{Chance, Ever};
use crate::analyze::party::Party;
use crate::analyze::supposed::Supposed;
use crate::domain::instant::Instant;
use crate::payout::record::Payout;
use crate::policy::claim::Claim;
use crate::policy::model::{AssetId, Policy};
use crate::policy::selector::Destinations;

/// A claim, and whether the policy keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedClaim {
    pub(crate) claim: Claim,
    pub(crate) shown: Shown,
    pub(crate) rests_on_quotes: bool,
}

/// Whether a policy keeps a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// It is proven.
    Kept,
    /// It is false.
    Broken(Breach),
    /// Neither was shown: what is known all the same. Such a claim does not hold.
    Unknown(String),
}

/// Payouts that break a claim, as the engine answers them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    pub(super) words: String,
    pub(super) steps: Vec<BreachStep>,
    /// What things are worth, in units of 10^-18 of the currency.
    pub(super) prices: BTreeMap<AssetId, u128>,
}

/// A payout, who signs and who rejects all they can of it, and what the engine then says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BreachStep {
    pub(super) payout: Payout,
    pub(super) signing: Party,
    pub(super) rejecting: Party,
    pub(super) at: Instant,
    pub(super) is_allowed: bool,
}

impl CheckedClaim {
    /// The claim.
    #[must_use]
    pub fn claim(&self) -> &Claim {
        &self.claim
    }

    /// Whether the policy keeps it.
    #[must_use]
    pub fn shown(&self) -> &Shown {
        &self.shown
    }

    /// Whether it counts what things are worth as feeds quote it: whoever holds their keys says how much that is.
    #[must_use]
    pub fn rests_on_quotes(&self) -> bool {
        self.rests_on_quotes
    }

    /// Whether it is proven.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.shown == Shown::Kept
    }
}

impl Shown {
    /// The same; but nothing is called false that the engine does not say when it is asked anew.
    pub(super) fn replayed(self, policy: &Policy) -> Self {
        match self {
            Self::Broken(breach) if !breach.replays(policy) => Self::Unknown(alloc::format!(
                "what seemed to break it is not what the engine says when it is asked anew: {}",
                breach.words()
            )),
            shown => shown,
        }
    }
}

impl Breach {
    /// What happens, in one sentence without a full stop.
    #[must_use]
    pub fn words(&self) -> &str {
        &self.words
    }

    /// The payouts in order, each with those before it in the ledger; none if it is people who are missing.
    #[must_use]
    pub fn steps(&self) -> &[BreachStep] {
        &self.steps
    }

    /// Whether the engine, asked anew from the first payout to the last, says what each step says.
    #[must_use]
    pub fn replays(&self, policy: &Policy) -> bool {
        let mut supposed = Supposed::new(policy).with_prices(self.prices.clone());
        self.steps.iter().all(|step| {
            let said = supposed.open(&step.payout).map(|asked| asked.of(&step.signing, &step.rejecting, step.at));
            let is_said = said.is_ok_and(|said| said.is_allowed() == step.is_allowed);
            is_said && (!step.is_allowed || !step.rejecting.is_empty() || step.reserve(&mut supposed))
        })
    }
}

impl BreachStep {
    /// The payout.
    #[must_use]
    pub fn payout(&self) -> &Payout {
        &self.payout
    }

    /// Who signs all they can since it was submitted.
    #[must_use]
    pub fn signing(&self) -> &Party {
        &self.signing
    }

    /// Who rejects it.
    #[must_use]
    pub fn rejecting(&self) -> &Party {
        &self.rejecting
    }

    /// The instant at which the engine is asked.
    #[must_use]
    pub fn at(&self) -> Instant {
        self.at
    }

    /// Whether the engine then allows it.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        self.is_allowed
    }

    /// How the engine comes to allow what only has to wait, to a place: at the end of the wait, submitted earlier, or
    /// later. None if by then it is somewhere else, since its destination has come to be in a list, or if it breaks nothing
    /// then.
    pub(super) fn of_chance(
        ever: &Ever<'_>,
        place: &Destinations,
        chance: &Chance,
        (signing, rejecting): (&Party, &Party),
        breaks: &dyn Fn(&Self) -> bool,
    ) -> Option<Self> {
        let supposed = ever.supposed();
        let step = |payout: &Payout, at: Instant| {
            let foreseen = supposed.open(payout).ok()?.of(signing, rejecting, at);
            let is_broken = foreseen.is_allowed() && ever.counts(place, chance.asset, payout, at);
            let (payout, signing, rejecting) = (payout.clone(), signing.clone(), rejecting.clone());
            is_broken.then_some(Self { payout, signing, rejecting, at, is_allowed: true }).filter(breaks)
        };
        let later = || {
            let foreseen = supposed.open(&chance.payout).ok()?.first_allowed(signing, chance.at);
            step(&chance.payout, foreseen.at())
        };
        let earlier = || step(&chance.payout.with_submitted_at(chance.at.before(chance.wait)), chance.at);
        step(&chance.payout, chance.at.after(chance.wait)).or_else(earlier).or_else(later)
    }

    fn reserve(&self, supposed: &mut Supposed<'_>) -> bool {
        supposed.reserve(&self.payout, &self.signing, self.at).is_ok_and(|foreseen| foreseen.is_allowed())
    }
}
